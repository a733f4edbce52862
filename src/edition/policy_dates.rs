//! Figures of the policy that a snapshot uses outside the dates they were set for.

use std::collections::BTreeSet;

use super::Results;
use crate::{
    appraise::FlowKind,
    model::{Date, FinancialYear},
    policy::FigureName,
};

/// Says which figures are used outside their dates, in as many sentences as it takes; `None` when none is.
#[must_use]
pub fn policy_dates(results: Results<'_>) -> Option<String> {
    let as_of = results.estate.snapshot.as_of;
    let policy = results.policy;
    let dated = |of: fn(&crate::policy::Figure) -> Option<Date>, keep: &dyn Fn(Date) -> bool| {
        let named = FigureName::ALL.iter().filter_map(|name| {
            let day = of(policy.entry(*name)).filter(|day| keep(*day))?;
            Some((name.word().to_owned(), day))
        });
        named.collect::<Vec<_>>()
    };
    let mut early = dated(|f| f.from, &|from| as_of < from);
    early.retain(|(name, _)| FROM_THEIR_DAY.iter().all(|figure| figure.word() != name));
    let late = dated(|f| f.until, &|until| as_of >= until);
    let mut unverified = dated(|f| f.verify_by, &|by| as_of > by);
    let rates = policy.rates.verify_by.filter(|by| as_of > *by);
    unverified.extend(rates.map(|by| (MULTIPLIERS.to_owned(), by)));
    let years = years_beyond(results);
    let day = written(as_of);
    let mut words = Vec::new();
    if !early.is_empty() {
        let list = dated_figures(&early, "from");
        words.push(format!("Some policy figures take effect after {day}: {list}."));
    }
    if !late.is_empty() {
        let list = dated_figures(&late, "until");
        words.push(format!(
            "Some were no longer in force on {day}, and the last value is used: {list}."
        ));
    }
    if !unverified.is_empty() {
        let list = dated_figures(&unverified, "by");
        words.push(format!("Some were due for checking before {day}: {list}."));
    }
    if let Some((first, last)) = years.first().zip(years.last()) {
        let span = if first == last { first.to_string() } else { format!("{first} to {last}") };
        let of = if years.len() == 1 { "the year" } else { "years in" };
        words.push(format!(
            "The table of {MULTIPLIERS} has no row for {of} {span}; the nearest year is used."
        ));
    }
    (!words.is_empty()).then(|| format!("Dates of policy figures. {}", words.join(" ")))
}

/// Figures that are asked from their day on only; the sift, which asks for what is coming, says so itself.
const FROM_THEIR_DAY: [FigureName; 2] = [FigureName::EpcMinimum, FigureName::EpcMinimumContinuing];

const MULTIPLIERS: &str = "multipliers of business rates";

/// Returns the years of empty rates that no row of the table of multipliers covers.
fn years_beyond(results: Results<'_>) -> BTreeSet<FinancialYear> {
    let options = results.appraisal.recommendations.iter().flat_map(|found| &found.options);
    let rates = options.flat_map(|o| &o.flows).filter(|f| f.kind == FlowKind::EmptyRates);
    let years = rates.map(|flow| FinancialYear::containing(flow.on));
    years.filter(|year| !results.policy.rates.covers(*year)).collect()
}

fn dated_figures(figures: &[(String, Date)], when: &str) -> String {
    let one = |(name, day): &(String, Date)| format!("{name} ({when} {})", written(*day));
    figures.iter().map(one).collect::<Vec<_>>().join(", ")
}

fn written(day: Date) -> String {
    day.format("%-d %B %Y").to_string()
}
