//! Leases as tenant on the balance sheet, from the policy's day of adoption (IFRS 16).

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::term::{Given, LeaseTerm};
use crate::{
    finance::{
        Ahead, LeaseAccount, LeaseExemption, LeaseYear, NotKnown, PaymentKind, RentTerms,
        daily_growth, lease_account, lease_exemption, rent_schedule,
    },
    load::Estate,
    model::{FinancialYear, LeaseId, Money, Period, Role, SiteId},
    policy::Policy,
};

/// Whether a lease is on the balance sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recognition {
    /// It is.
    On(LeaseAccount),
    /// It stays off.
    Exempt(LeaseExemption),
    /// What it pays is not known.
    NotKnown(NotKnown),
}

/// How one lease as tenant stands in the accounts.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the rest say themselves")]
pub struct LeaseInAccounts {
    pub site_id: SiteId,
    pub lease_id: LeaseId,
    pub counterparty: Option<String>,
    /// Until a break that was served or used, else until its expiry; `None` is a periodic tenancy, or beyond the range
    /// of dates.
    pub term: Option<Period>,
    pub recognition: Recognition,
}

/// The sums of one financial year over the leases on the balance sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountsYear {
    /// The year.
    pub year: FinancialYear,
    /// Line by line.
    pub sums: Result<LeaseYear, NotKnown>,
    /// Leases in the sums.
    pub leases: usize,
    /// Leases that run in the year and belong in the sums, but whose payments are not known.
    pub not_in: usize,
}

/// All leases as tenant.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Accounts {
    /// In order of lease.
    pub leases: Vec<LeaseInAccounts>,
    /// Every year with a lease on the balance sheet, in order.
    pub years: Vec<AccountsYear>,
}

/// Returns how the leases as tenant stand in the accounts of every financial year.
///
/// Payments are the rent passing, reviews ahead left aside, by the day they fall due, discounted at the
/// policy's rate. Nothing is added to the asset: what was paid beforehand and what it cost to bring the
/// lease about are not recorded. A periodic tenancy stays off: it binds for its notice only (IFRS 16 B34). What the asset was worth when new is not recorded either, so that no
/// lease is exempt for its low value.
#[must_use]
pub fn accounts(estate: &Estate, policy: &Policy) -> Accounts {
    let given = Given::of(estate, policy);
    let held = estate.leases.par_iter().filter(|lease| lease.role == Role::Tenant);
    let leases: Vec<LeaseInAccounts> = held
        .map(|lease| {
            let term = LeaseTerm::of(lease, &given);
            LeaseInAccounts {
                site_id: lease.site_id.clone(),
                lease_id: lease.lease_id.clone(),
                counterparty: lease.counterparty.clone(),
                term: term.ends_on.and_then(|ends_on| Period::through(lease.start, ends_on)),
                recognition: recognition(&term, &given),
            }
        })
        .collect();
    let years = years(&leases, &given);
    Accounts { leases, years }
}

fn recognition(term: &LeaseTerm<'_>, given: &Given<'_>) -> Recognition {
    let terms = match &term.terms {
        Ok(terms) => terms,
        Err(unknown) => return Recognition::NotKnown(*unknown),
    };
    if terms.goes_on {
        return Recognition::Exempt(LeaseExemption::Periodic);
    }
    match lease_exemption(terms.term, None, &given.leases) {
        Some(exemption) => Recognition::Exempt(exemption),
        None => account(terms, term, given).map_or_else(Recognition::NotKnown, Recognition::On),
    }
}

fn account(
    terms: &RentTerms,
    term: &LeaseTerm<'_>,
    given: &Given<'_>,
) -> Result<LeaseAccount, NotKnown> {
    let adopted = given.leases.lease_accounts_from;
    let recognised = terms.term.from().max(adopted);
    let schedule = rent_schedule(terms, term.series, Ahead::Passing, None)?;
    // What was paid before it came on may be not known: it is not in the account.
    let ahead = schedule.of(PaymentKind::Rent).filter(|p| p.due >= recognised);
    let payments: Vec<_> =
        ahead.map(|p| Ok((p.due, p.amount?))).collect::<Result<_, NotKnown>>()?;
    let growth = daily_growth(given.leases.lease_discount_rate).ok_or(NotKnown::Range)?;
    lease_account(terms.term, adopted, &payments, Money::ZERO, growth)
}

fn years(leases: &[LeaseInAccounts], given: &Given<'_>) -> Vec<AccountsYear> {
    let mut years: BTreeMap<FinancialYear, AccountsYear> = BTreeMap::new();
    for lease in leases {
        let Recognition::On(account) = &lease.recognition else { continue };
        for line in &account.years {
            years
                .entry(line.year)
                .and_modify(|year| {
                    year.sums =
                        year.sums.and_then(|sums| added(&sums, line).ok_or(NotKnown::Range));
                    year.leases += 1;
                })
                .or_insert(AccountsYear { year: line.year, sums: Ok(*line), leases: 1, not_in: 0 });
        }
    }
    let adopted = given.leases.lease_accounts_from;
    for year in years.values_mut() {
        let runs = |lease: &&LeaseInAccounts| {
            let held = lease.term.map(|t| (t.from().max(adopted), t.until()));
            let year = year.year.period().zip(held);
            matches!(lease.recognition, Recognition::NotKnown(_))
                && year
                    .is_none_or(|(year, (from, until))| from < year.until() && year.from() < until)
        };
        year.not_in = leases.iter().filter(runs).count();
    }
    years.into_values().collect()
}

/// Adds the lines of two accounts of one year.
fn added(sums: &LeaseYear, line: &LeaseYear) -> Option<LeaseYear> {
    Some(LeaseYear {
        year: line.year,
        opening: sums.opening.checked_add(line.opening)?,
        additions: sums.additions.checked_add(line.additions)?,
        interest: sums.interest.checked_add(line.interest)?,
        payments: sums.payments.checked_add(line.payments)?,
        closing: sums.closing.checked_add(line.closing)?,
        asset_opening: sums.asset_opening.checked_add(line.asset_opening)?,
        asset_additions: sums.asset_additions.checked_add(line.asset_additions)?,
        depreciation: sums.depreciation.checked_add(line.depreciation)?,
        asset_closing: sums.asset_closing.checked_add(line.asset_closing)?,
    })
}
