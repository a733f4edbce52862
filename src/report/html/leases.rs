//! The sections about leases: what is ahead, what falls due by year, how leases stand in the accounts.

use std::collections::BTreeSet;

use minijinja::{Value, context};

use super::{Shown, list};
use crate::{
    edition::{LeaseEventRow, LeaseYear, RentTotalRow, View, rent_sum},
    model::{FinancialYear, Money},
    report::words::{capital, count, long_date, money, spoken},
};

/// Dates that the calendar of the page names; the data file has all.
const MOST_EVENTS: usize = 200;
/// Leases off the balance sheet that the page names.
const MOST_EXEMPT: usize = 100;

/// Returns the calendar, urgent breaks first; nothing when nothing is ahead.
pub(super) fn calendar(view: &View, shown: &Shown) -> Option<Value> {
    if view.lease_events.is_empty() {
        return None;
    }
    let mut rows: Vec<&LeaseEventRow> = view.lease_events.iter().collect();
    // Stable: within each half by the last day to act.
    rows.sort_by_key(|row| !is_urgent(row));
    let more = rows.len().saturating_sub(MOST_EVENTS);
    let urgent = rows.iter().filter(|row| is_urgent(row)).count();
    let ours = rows.iter().filter(|row| row.is_ours_to_decide()).count();
    let breaks = match (ours, urgent) {
        (0, _) => "None is a break that the body could still use.".to_owned(),
        (ours, 0) => format!("{} to decide on; none is urgent.", capital(&count(ours, "break"))),
        (ours, urgent) => format!("{} to decide on, {urgent} urgent.", count(ours, "break")),
    };
    rows.truncate(MOST_EVENTS);
    Some(context! {
        said => format!(
            "{} until {}. {breaks}",
            capital(&count(view.lease_events.len(), "date")),
            long_date(view.calendar_until),
        ),
        rows => list(&rows, |row| event(row, shown)),
        more => (more > 0).then(|| format!("And {more} more in lease_events.csv.")),
    })
}

fn is_urgent(row: &LeaseEventRow) -> bool {
    row.is_urgent() && row.is_ours_to_decide()
}

/// Returns a date as the calendar and the section of its site have it.
pub(super) fn event(row: &LeaseEventRow, shown: &Shown) -> Value {
    let day = |on: Option<_>| on.map(long_date);
    let legal = row.legal_last_day.filter(|legal| *legal != row.act_by);
    let id = if row.lease_id.is_empty() { &row.agreement_id } else { &row.lease_id };
    context! {
        on => long_date(row.on),
        act_by => long_date(row.act_by),
        legal => day(legal),
        urgent => is_urgent(row),
        state => spoken(row.state),
        what => capital(&row.what),
        conditions => row.conditions.as_str(),
        penalty => row.penalty.map(money),
        cost => row.cost_of_missing.map(money),
        cost_not_known => row.cost_not_known,
        next_exit => day(row.next_exit),
        not_known => row.not_known.as_str(),
        link => shown.link(&row.site_id),
        name => if row.name.is_empty() { &row.site_id } else { &row.name },
        id => id.as_str(),
        counterparty => row.counterparty.as_str(),
        side => match row.role {
            "tenant" => "we are the tenant",
            "landlord" => "we are the landlord",
            _ => "agreement",
        },
    }
}

/// Returns rent and service charge by year, a column a direction and kind.
pub(super) fn rent(view: &View) -> Option<Value> {
    const DIRECTIONS: [&str; 2] = ["payable", "receivable"];
    let years: BTreeSet<FinancialYear> = view.rent_totals.iter().map(|t| t.year).collect();
    if years.is_empty() {
        return None;
    }
    let all: Vec<&RentTotalRow> = view.rent_totals.iter().collect();
    let row = |of: &[&RentTotalRow]| {
        let side = |direction: &str| {
            let of_side = || of.iter().copied().filter(move |t| t.direction == direction);
            context! {
                rent => cell(of_side().filter(|t| t.kind == "rent")),
                charge => cell(of_side().filter(|t| t.kind == "service_charge")),
                total => cell(of_side()),
            }
        };
        DIRECTIONS.map(side).to_vec()
    };
    let year = |year: &FinancialYear| {
        let of: Vec<_> = all.iter().copied().filter(|t| t.year == *year).collect();
        context! { year => year.to_string(), sides => row(&of), not_in => not_in(view, *year) }
    };
    let years: Vec<Value> = years.iter().map(year).collect();
    Some(context! { years, total => row(&all), directions => DIRECTIONS.map(capital) })
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
    let lines = view.rent.iter().filter(|line| line.year == year && line.amount.is_none());
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
    let off: Vec<_> = view.lease_accounts.iter().filter(|a| a.sums.is_none()).collect();
    let more = off.len().saturating_sub(MOST_EXEMPT);
    let first: Vec<_> = off.iter().copied().take(MOST_EXEMPT).collect();
    let rows = list(&first, |a| {
        context! {
            link => shown.link(&a.site_id),
            site_id => a.site_id.as_str(),
            lease_id => a.lease_id.as_str(),
            counterparty => a.counterparty.as_str(),
            state => capital(&spoken(a.state)),
            reason => a.reason.as_str(),
        }
    });
    Some(context! {
        years,
        off => rows,
        more => (more > 0).then(|| format!("And {more} more in lease_accounts.csv.")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edition::example;

    fn total(kind: &'static str, known: i64, estimated: i64, leases: usize) -> RentTotalRow {
        RentTotalRow {
            year: FinancialYear::starting(2020),
            direction: "payable",
            kind,
            known: Some(Money::from_pence(known)),
            estimated: Some(Money::from_pence(estimated)),
            leases,
            not_in: 1,
        }
    }

    #[test]
    fn urgent_breaks_come_first() {
        let mut view = example::view();
        let mut urgent = example::lease_event();
        urgent.state = "urgent";
        urgent.lease_id = "L 2".to_owned();
        view.lease_events = vec![example::lease_event(), urgent];
        let calendar = calendar(&view, &Shown::of(&[])).unwrap();
        let said = calendar.get_attr("said").unwrap().to_string();
        assert_eq!(said, "2 dates until 31 March 2025. 2 breaks to decide on, 1 urgent.");
        let first = calendar.get_attr("rows").unwrap().get_item(&Value::from(0)).unwrap();
        assert_eq!(first.get_attr("id").unwrap().to_string(), "L 2");
    }

    #[test]
    fn a_sum_says_what_of_it_is_estimated_and_the_unknown_is_no_nought() {
        let told = |totals: &[RentTotalRow]| cell(totals.iter()).to_string();
        let known = told(&[total("rent", 10_000, 5_000, 1), total("service_charge", 200, 0, 1)]);
        assert!(known.contains("£152") && known.contains("£50"), "{known}");
        let unknown = told(&[total("rent", 0, 0, 0)]);
        assert!(unknown.contains("'not_known': True"), "{unknown}");
        assert!(told(&[]).contains("'not_known': False"));
    }

    #[test]
    fn an_estate_without_leases_has_no_sections_about_them() {
        let view = example::empty();
        assert!(calendar(&view, &Shown::of(&[])).is_none());
        assert!(rent(&view).is_none());
        assert!(accounts(&view, &Shown::of(&[])).is_none());
    }
}
