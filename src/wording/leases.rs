//! Leases, what falls due under them and how they stand in the accounts, in words.

use rust_decimal::Decimal;

use crate::{
    edition::{
        AccountStanding, AccountState, Ends, LeaseAccountRow, LeaseRate, PaymentKind, Remeasured,
    },
    model::Role,
};

/// Writes our side of a lease as a sentence.
pub(crate) const fn we_are(role: Role) -> &'static str {
    match role {
        Role::Tenant => "We are the tenant",
        Role::Landlord => "We are the landlord",
    }
}

/// Writes what falls due under a lease.
pub(crate) const fn payment(kind: PaymentKind) -> &'static str {
    match kind {
        PaymentKind::Rent => "rent",
        PaymentKind::ServiceCharge => "service charge",
        PaymentKind::Vat => "VAT",
        PaymentKind::Deposit => "deposit",
        PaymentKind::DepositBack => "deposit returned",
        PaymentKind::Dilapidations => "dilapidations",
    }
}

/// Writes when leases end: a financial year, `holding over` or `no last day`.
pub(crate) fn when_leases_end(ends: Ends) -> String {
    match ends {
        Ends::HoldingOver => "holding over".to_owned(),
        Ends::In(year) => year.to_string(),
        Ends::Never => "no last day".to_owned(),
    }
}

/// Writes how a lease stands in the accounts.
pub(crate) const fn account_state(state: AccountState) -> &'static str {
    match state {
        AccountState::OnBalanceSheet => "on the balance sheet",
        AccountState::Exempt => "exempt",
        AccountState::NotValued => "not valued",
        AccountState::NotKnown => "not known",
    }
}

/// Says why a lease is off the balance sheet; of a year on it, why it was measured anew in it.
pub(crate) fn account_reason(row: &LeaseAccountRow) -> String {
    let likely = || row.likely_until.map(|day| format!("holds over, likely to {day}"));
    let off =
        |why: &str| likely().map_or_else(|| why.to_owned(), |likely| format!("{why}; {likely}"));
    match &row.standing {
        AccountStanding::On { remeasured, .. } => {
            let anew = |(on, why): &(_, Remeasured)| {
                let judged = likely().filter(|_| *why == Remeasured::HoldingOver);
                let why = judged.unwrap_or_else(|| why.to_string());
                format!("remeasured on {on}: {why}")
            };
            remeasured.iter().map(anew).collect::<Vec<_>>().join("; ")
        }
        AccountStanding::Exempt(why) => off(why.word()),
        AccountStanding::Peppercorn => {
            off("held at a peppercorn; the fair value of its use is not recorded")
        }
        AccountStanding::NotKnown(why) => off(&why.to_string()),
    }
}

/// Writes by which rate payments of leases are discounted, and whose it is.
pub(crate) fn lease_rate(rate: LeaseRate) -> String {
    let whose = if rate.is_own {
        "the body's own borrowing rate"
    } else {
        "the policy's rate, in place of the body's own"
    };
    let per_cent = rate.rate.checked_mul(Decimal::ONE_HUNDRED).unwrap_or_default().normalize();
    format!("{per_cent}% a year, {whose}")
}
