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
    policy::Policy,
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

fn differ(first: &Published, later: &Published) -> Finding {
    let (value, was) = (later.value.normalize(), first.value.normalize());
    let found = format!("\"{value}\" for {}, which an earlier row has as {was}", later.month);
    let place = Place::cell(&later.row, "value");
    let expected = "one value a month".to_owned();
    Finding::new(Rule::IndexValuesDiffer, place, &later.series, found, expected)
        .mend("delete the wrong row; until then the month is not known")
}
