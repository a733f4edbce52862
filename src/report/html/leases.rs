//! The sections about rent: what falls due by year, how leases stand in the accounts.

use std::collections::BTreeSet;

use minijinja::{Value, context};

use super::{Shown, list};
use crate::{
    edition::{
        AccountStanding, LeaseAccountRow, LeaseYear, PaymentKind, RentTotalRow, View, rent_sum,
    },
    model::{FinancialYear, Money, Role},
    wording::{account_reason, account_state, capital, lease_rate, money},
};

/// Leases off the balance sheet that the page names.
const MOST_EXEMPT: usize = 100;

const SIDES: [Role; 2] = [Role::Tenant, Role::Landlord];

/// Returns rent and service charge by year, a column a direction and kind.
pub(super) fn rent(view: &View) -> Option<Value> {
    let years: BTreeSet<FinancialYear> = view.rent_totals.iter().map(|t| t.year).collect();
    if years.is_empty() {
        return None;
    }
    let all: Vec<&RentTotalRow> = view.rent_totals.iter().collect();
    let row = |of: &[&RentTotalRow]| {
        let side = |role: Role| {
            let of_side = || of.iter().copied().filter(move |t| t.role == role);
            context! {
                rent => cell(of_side().filter(|t| t.kind == PaymentKind::Rent)),
                charge => cell(of_side().filter(|t| t.kind == PaymentKind::ServiceCharge)),
                total => cell(of_side()),
            }
        };
        SIDES.map(side).to_vec()
    };
    let year = |year: &FinancialYear| {
        let of: Vec<_> = all.iter().copied().filter(|t| t.year == *year).collect();
        context! { year => year.to_string(), sides => row(&of), not_in => not_in(view, *year) }
    };
    let years: Vec<Value> = years.iter().map(year).collect();
    Some(
        context! { years, total => row(&all), directions => SIDES.map(|role| capital(role.direction())) },
    )
}

/// Returns a sum with how much of it is estimated; nothing falls due where there is no line.
fn cell<'a>(totals: impl Iterator<Item = &'a RentTotalRow> + Clone) -> Value {
    let any = totals.clone().next().is_some();
    let sum = rent_sum(totals.clone());
    let estimated = totals.filter(|t| t.leases > 0).filter_map(|t| t.estimated);
    let estimated = Money::checked_sum(estimated).filter(|e| *e != Money::ZERO);
    context! {
        sum => sum.map(money),
        not_known => any && sum.is_none(),
        estimated => estimated.map(money),
    }
}

/// Counts the leases that are not wholly in a year's sums.
fn not_in(view: &View, year: FinancialYear) -> usize {
    let lines = view.rent.iter().filter(|line| line.year == year && line.amount.is_err());
    lines.map(|line| line.lease_id.as_str()).collect::<BTreeSet<_>>().len()
}

/// Returns the leases in the accounts: sums by year, and those that are not in them.
pub(super) fn accounts(view: &View, shown: &Shown) -> Option<Value> {
    if view.lease_accounts.is_empty() {
        return None;
    }
    let years = list(&view.lease_account_totals, |total| {
        let of = |line: fn(&LeaseYear) -> Money| total.sums.as_ref().map(line).map(money);
        let sums = [
            of(|s| s.opening),
            of(|s| s.additions),
            of(|s| s.interest),
            of(|s| s.payments),
            of(|s| s.closing),
            of(|s| s.asset_opening),
            of(|s| s.asset_additions),
            of(|s| s.depreciation),
            of(|s| s.asset_closing),
        ];
        context! {
            year => total.year.to_string(),
            sums => sums.to_vec(),
            leases => total.leases,
            not_in => total.not_in,
        }
    });
    let off: Vec<_> = view.lease_accounts.iter().filter(|a| a.sums().is_none()).collect();
    let more = off.len().saturating_sub(MOST_EXEMPT);
    let first: Vec<_> = off.iter().copied().take(MOST_EXEMPT).collect();
    let rows = list(&first, |a| {
        context! {
            link => shown.link(&a.site_id),
            site_id => a.site_id.as_str(),
            lease_id => a.lease_id.as_str(),
            counterparty => a.counterparty.as_str(),
            state => capital(account_state(a.state())),
            reason => account_reason(a),
        }
    });
    let is_any_on = off.len() < view.lease_accounts.len();
    let rate = view.lease_rate.filter(|_| is_any_on).map(lease_rate);
    let changed: Vec<_> = view.lease_accounts.iter().filter(|a| is_remeasured(a)).collect();
    Some(context! {
        years,
        rate,
        changed => list(&changed[..changed.len().min(MOST_EXEMPT)], |a| {
            format!("{} {}", a.lease_id, account_reason(a)).into()
        }),
        more_changed => changed.len() > MOST_EXEMPT,
        off => rows,
        more => (more > 0).then(|| format!("For {more} more, see lease_accounts.csv.")),
    })
}

/// Tells whether a row is of a year in which the lease was measured anew.
fn is_remeasured(row: &LeaseAccountRow) -> bool {
    matches!(&row.standing, AccountStanding::On { remeasured, .. } if !remeasured.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edition::example;

    fn total(kind: PaymentKind, known: i64, estimated: i64, leases: usize) -> RentTotalRow {
        RentTotalRow {
            year: FinancialYear::starting(2020),
            role: Role::Tenant,
            kind,
            known: Some(Money::from_pence(known)),
            estimated: Some(Money::from_pence(estimated)),
            leases,
            not_in: 1,
        }
    }

    #[test]
    fn a_sum_says_what_of_it_is_estimated_and_the_unknown_is_no_nought() {
        let describe = |totals: &[RentTotalRow]| cell(totals.iter()).to_string();
        let known = describe(&[
            total(PaymentKind::Rent, 10_000, 5_000, 1),
            total(PaymentKind::ServiceCharge, 200, 0, 1),
        ]);
        assert!(known.contains("£152") && known.contains("£50"), "{known}");
        let unknown = describe(&[total(PaymentKind::Rent, 0, 0, 0)]);
        assert!(unknown.contains("'not_known': True"), "{unknown}");
        assert!(describe(&[]).contains("'not_known': False"));
    }

    #[test]
    fn an_estate_without_leases_has_no_sections_about_them() {
        let view = example::empty();
        assert!(rent(view).is_none());
        assert!(accounts(view, &Shown::of(&[])).is_none());
    }
}
