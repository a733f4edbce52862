//! Things that a reader of a report must know of the whole.

use std::collections::BTreeSet;

use super::Results;
use crate::{
    model::{Area, Fact, FinancialYear, Measure, Status, thousandths},
    policy::FiguresOutOfDate,
};

crate::model::words! {
    /// A table of a snapshot without which a report says less.
    AbsentTable {
        Leases = "leases",
        Costs = "costs",
        Occupancy = "occupancy",
        Teams = "teams",
    }
}

/// One thing to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remark {
    /// No table of constraints.
    NoConstraints,
    /// No table of something else.
    NoTable(AbsentTable),
    /// Some readings follow a simple rule.
    InterimReadings,
    /// A site whose use is not recorded is taken for an office.
    UseNotRecorded,
    /// Gross internal area of the sites not sold, in thousandths of a m².
    GrossArea(i64),
    /// Figures of the policy are used outside their dates.
    PolicyDates(PolicyDates),
    /// The public edition shows scores in these steps, by criteria without these.
    ScoresInSteps(i64, Vec<Measure>),
    /// The public edition does not tell which sites are vacant.
    VacancyNotShown,
    /// The public edition rounds sums, and tells none over fewer sites than this; cost per m² in these steps.
    SumsRounded(u32, u32),
}

/// What of the policy a snapshot uses outside its dates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyDates {
    /// Figures.
    pub figures: FiguresOutOfDate,
    /// Years of empty rates that no row of the table of multipliers covers.
    pub years: BTreeSet<FinancialYear>,
}

/// Returns what of the policy is used outside its dates; `None` when nothing is.
#[must_use]
pub fn policy_dates(results: Results<'_>) -> Option<PolicyDates> {
    let figures = results.policy.out_of_date(results.estate.snapshot.as_of);
    let years = results.appraisal.years_without_multiplier(results.policy);
    let lists = [&figures.early, &figures.late, &figures.unverified];
    let none = lists.iter().all(|list| list.is_empty())
        && figures.multipliers_unverified.is_none()
        && years.is_empty();
    (!none).then_some(PolicyDates { figures, years })
}

/// Returns what a reader must know of the whole.
pub(super) fn remarks(results: Results<'_>) -> Vec<Remark> {
    let estate = results.estate;
    let absent = [
        (estate.leases.is_empty(), AbsentTable::Leases),
        (estate.costs.is_none(), AbsentTable::Costs),
        (!estate.has_observations(), AbsentTable::Occupancy),
        (estate.teams.is_empty(), AbsentTable::Teams),
    ];
    let area: Option<i64> = estate
        .sites
        .iter()
        .filter(|s| s.status_or_operational() != Some(Status::Sold))
        .filter_map(|s| s.gia_m2.map(Area::as_m2))
        .try_fold(0_i64, |sum, m2| sum.checked_add(thousandths(m2)?));
    let mut remarks = Vec::new();
    remarks.extend(estate.constraints.is_none().then_some(Remark::NoConstraints));
    let absent = absent.into_iter().filter(|(absent, _)| *absent);
    remarks.extend(absent.map(|(_, table)| Remark::NoTable(table)));
    remarks.push(Remark::InterimReadings);
    let untold = estate.sites.iter().any(|s| s.site_use == Fact::Empty);
    remarks.extend(untold.then_some(Remark::UseNotRecorded));
    remarks.extend(area.filter(|a| *a > 0).map(Remark::GrossArea));
    remarks.extend(policy_dates(results).map(Remark::PolicyDates));
    remarks
}
