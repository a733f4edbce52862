//! The days of a ledger line: of its year where both are given, and not too many.

use crate::{
    model::{Date, FinancialYear, Finding, Findings, Place, Rule, months_later},
    policy::{FigureName, Policy},
};

/// Questions a line whose days are not of its year; the year counts.
pub(super) fn of_year(
    start: i32,
    [first, last]: [Date; 2],
    place: impl Fn() -> Place,
    id: &str,
    policy: &Policy,
    findings: &mut Findings,
) {
    let year = FinancialYear::starting(start);
    let is_in = year.period().is_none_or(|p| first < p.until() && last >= p.from());
    let most = policy.whole(FigureName::LineMostMonths);
    let is_short = months_later(first, most).is_none_or(|until| last <= until);
    if is_in && is_short && first <= last {
        return;
    }
    let found = format!("{first} to {last} in a line for {year}; the year is used");
    let expected = format!("first and last days in {year}");
    findings.push(
        Finding::new(Rule::LinePeriodDoubted, place(), id, found, expected)
            .beside([id], &["amount"])
            .fix("correct the year or the days"),
    );
}

/// Questions a line by days that is for longer than the policy has it; its days count.
pub(super) fn long(
    policy: &Policy,
    [first, last]: [Date; 2],
    place: impl Fn() -> Place,
    id: &str,
    findings: &mut Findings,
) {
    let most = policy.whole(FigureName::LineMostMonths);
    if months_later(first, most).is_none_or(|until| last <= until) {
        return;
    }
    let found = format!("{first} to {last}; the amount is spread over these days");
    let expected = format!("at most {most} months");
    findings.push(
        Finding::new(Rule::LinePeriodDoubted, place(), id, found, expected)
            .beside([id], &["amount"])
            .fix("correct the days, or enter one line for each year"),
    );
}
