//! Sums that are too large to be held: what rests on them is not known, and each is named.

use super::{Measures, SiteMeasures};
use crate::{
    load::Estate,
    model::{Basis, Finding, Findings, LARGEST_LEDGER_PENCE, Measure, Rule, pounds},
};

/// Returns the sites whose observations or ledger come to more than can be held.
pub(super) fn findings(estate: &Estate, measures: &Measures) -> Findings {
    let mut findings = Findings::default();
    let year = measures.cost_year;
    // Both measures are read at every site, whatever its use.
    let summary = estate.occupancy_summary.as_ref().map(|table| (table, "too_large"));
    let tables = [
        (
            estate.occupancy.as_ref().map(|table| (table, "capacity")).or(summary),
            (Measure::Occupancy, Basis::ObservationsTooLarge),
            "observations too large to add up exactly; utilisation is treated as not known"
                .to_owned(),
            "people and hours in proportion to the site".to_owned(),
        ),
        (
            estate.costs.as_ref().map(|table| (table, table.amount())),
            (Measure::RunningCost, Basis::LedgerTooLarge),
            format!(
                "lines for {year} total more than {}; running cost is treated as not known",
                pounds(LARGEST_LEDGER_PENCE)
            ),
            "amounts in £, each once only".to_owned(),
        ),
    ];
    for (table, (measure, basis), found, expected) in tables {
        let Some((table, column)) = table else { continue };
        let is = |site: &&SiteMeasures| site.reading(measure).basis == basis;
        for site in measures.sites.iter().filter(is) {
            let place = table.origin.place(None, Some(column));
            let (id, found) = (site.site_id.as_str(), format!("{}: {found}", site.site_id));
            findings.push(
                Finding::new(Rule::SumTooLarge, place, id, found, expected.clone())
                    .fix("look for amounts that are far too large, or lines repeated many times"),
            );
        }
    }
    findings
}
