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
    let tables = [
        (
            &estate.occupancy,
            (Measure::Occupancy, Basis::ObservationsTooLarge),
            "capacity",
            "observations whose people, places and hours come to more than can be added exactly; its \
             utilisation counts as not known"
                .to_owned(),
            "people and hours of the site's own size".to_owned(),
        ),
        (
            &estate.costs,
            (Measure::RunningCost, Basis::LedgerTooLarge),
            "amount",
            format!(
                "lines of {year} that come to more than {}; its running cost counts as not known",
                pounds(LARGEST_LEDGER_PENCE)
            ),
            "amounts in £, each once".to_owned(),
        ),
    ];
    for (table, (measure, basis), column, found, expected) in tables {
        let Some(table) = table else { continue };
        let is = |site: &&SiteMeasures| site.reading(measure).basis == basis;
        for site in measures.sites.iter().filter(is) {
            let place = table.origin.place(None, Some(column));
            let (id, found) = (site.site_id.as_str(), format!("{}: {found}", site.site_id));
            findings.push(
                Finding::new(Rule::SumTooLarge, place, id, found, expected.clone())
                    .fix("look for cells far too large, or lines that stand many times"),
            );
        }
    }
    findings
}
