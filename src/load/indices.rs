//! `indices` into series by month.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::{
    LoadError,
    raw::RawTable,
    record::{self, Record},
    schema,
};
use crate::{
    model::{Finding, Findings, Month, Place, PriceIndex, RowRef, Rule, folded},
    policy::{FigureName, Policy},
};

/// One value of a series.
struct Published {
    series: String,
    month: Month,
    value: Decimal,
    row: RowRef,
}

/// Reads the published series by their name, folded; a month with two values is a finding and not known.
pub(super) fn read(
    raw: &RawTable,
    policy: &Policy,
    findings: &mut Findings,
) -> Result<BTreeMap<String, PriceIndex>, LoadError> {
    let mut rows = record::read_all(raw, &schema::INDICES, policy, findings, published)?;
    rows.sort_by(|a, b| (&a.series, a.month, &a.row).cmp(&(&b.series, b.month, &b.row)));
    for of_series in rows.chunk_by(|a, b| a.series == b.series) {
        jumps(of_series, policy, findings);
    }
    let mut series: BTreeMap<String, Vec<(Month, Decimal)>> = BTreeMap::new();
    for same in rows.chunk_by(|a, b| (&a.series, a.month) == (&b.series, b.month)) {
        let [first, rest @ ..] = same else { continue };
        let other = rest.iter().filter(|later| later.value != first.value);
        let before = findings.len();
        other.for_each(|later| findings.push(differ(first, later)));
        if findings.len() == before {
            series.entry(first.series.clone()).or_default().push((first.month, first.value));
        }
    }
    Ok(series.into_iter().map(|(name, values)| (name, PriceIndex::new(values))).collect())
}

fn published(r: &mut Record<'_>) -> Option<Published> {
    let series = r.text("series");
    let month = r.month("month");
    let value = r.decimal("value");
    let row = r.row.clone();
    Some(Published { series: folded(&series?), month: Month::read(&month?)?, value: value?, row })
}

/// Tells the values that lie out of line with the months before and after, in order of month.
fn jumps(rows: &[Published], policy: &Policy, findings: &mut Findings) {
    let most = policy.entry(FigureName::IndexYearMost);
    let yearly = most.value.saturating_add(Decimal::ONE);
    // As far as it may move from one month to another, whole years begun.
    let reach = |one: &Published, other: &Published| {
        let years = other.month.since(one.month).unsigned_abs().div_ceil(12).max(1);
        (0..years.min(YEARS)).fold(Decimal::ONE, |reach, _| reach.saturating_mul(yearly))
    };
    let far = |one: &Published, other: &Published| {
        let (large, small) = (one.value.max(other.value), one.value.min(other.value));
        large > small.saturating_mul(reach(one, other))
    };
    for (at, row) in rows.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| rows.get(at));
        let after = rows.get(at + 1);
        // At an end the one neighbour may be the wrong one: it must fit the month beyond it. Of two values alone
        // the later is told.
        let is_out = match (before, after) {
            (Some(before), Some(after)) => far(row, before) && far(row, after),
            (Some(before), None) => {
                let beyond = at.checked_sub(2).and_then(|at| rows.get(at));
                far(row, before) && beyond.is_none_or(|beyond| !far(before, beyond))
            }
            (None, Some(after)) => {
                let beyond = rows.get(at + 2);
                far(row, after) && beyond.is_some_and(|beyond| !far(after, beyond))
            }
            (None, None) => false,
        };
        if !is_out {
            continue;
        }
        let neighbours = before.into_iter().chain(after);
        let near: Vec<String> =
            neighbours.map(|n| format!("{} in {}", n.value.normalize(), n.month)).collect();
        let found = format!(
            "\"{}\" for {}, against {}; used as it stands",
            row.value.normalize(),
            row.month,
            near.join(" and ")
        );
        let expected = format!("a change of at most {} a year", most.text);
        findings.push(
            Finding::new(
                Rule::IndexJump,
                Place::cell(&row.row, "value"),
                &row.series,
                found,
                expected,
            )
            .fix("check the value against the published series"),
        );
    }
}

/// Years that the reach of an index is taken over at most.
const YEARS: u32 = 100;

fn differ(first: &Published, later: &Published) -> Finding {
    let (value, was) = (later.value.normalize(), first.value.normalize());
    let found = format!("\"{value}\" for {}; an earlier row gives {was}", later.month);
    let place = Place::cell(&later.row, "value");
    let expected = "one value for each month".to_owned();
    Finding::new(Rule::IndexValuesDiffer, place, &later.series, found, expected)
        .fix("delete the wrong row; until then the month is treated as not known")
}
