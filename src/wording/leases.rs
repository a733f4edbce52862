//! Leases, what falls due under them and how they stand in the accounts, in words.

use crate::{
    edition::{AccountState, PaymentKind},
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

/// Writes how a lease stands in the accounts.
pub(crate) const fn account_state(state: AccountState) -> &'static str {
    match state {
        AccountState::OnBalanceSheet => "on the balance sheet",
        AccountState::Exempt => "exempt",
        AccountState::NotValued => "not valued",
        AccountState::NotKnown => "not known",
    }
}
