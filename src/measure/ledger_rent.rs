//! The rent of the ledger against that of the leases.

use rust_decimal::Decimal;

use super::Measures;
use crate::{
    load::Estate,
    model::{CostCategory, Finding, Findings, Money, Place, Rule, and_list_up_to, pounds},
    policy::{FigureName, Policy},
    tenure::{YearRent, year_rents},
};

/// Leases named in a finding; the rest are counted.
const NAMED: usize = 5;

/// Returns where the rent of the ledger is not that of the leases.
///
/// The rent of a site in the ledger of the measured year is that of its leases as tenant, within the policy's
/// tolerance, by the days it falls due or by the days it is for. Where either is not known nothing is found.
pub(super) fn findings(estate: &Estate, measures: &Measures, policy: &Policy) -> Findings {
    let mut findings = Findings::default();
    let rents = year_rents(estate, measures.cost_year, policy);
    for (site, rent) in measures.sites.iter().zip(rents) {
        let ledger = site.costs.map(|costs| Money::from_pence(costs[CostCategory::Rent as usize]));
        let Some((ledger, rent)) = ledger.zip(rent) else { continue };
        if let Some(finding) = disagrees(ledger, &rent, measures, policy) {
            findings.push(finding);
        }
    }
    findings
}

fn disagrees(
    ledger: Money,
    rent: &YearRent<'_>,
    measures: &Measures,
    policy: &Policy,
) -> Option<Finding> {
    let tolerance = policy.entry(FigureName::RentTolerance);
    let near = |rent: Money| is_near(ledger, rent, tolerance.value);
    if near(rent.due) || near(rent.accrued) {
        return None;
    }
    let first = rent.leases.first()?;
    let year = measures.cost_year;
    let shown = |sum: Money| sum.pence().map_or_else(|| sum.to_string(), pounds);
    let leases: Vec<&str> = rent.leases.iter().map(|lease| lease.lease_id.as_str()).collect();
    let by_days = if rent.accrued == rent.due {
        String::new()
    } else {
        format!(" ({} by the days it covers)", shown(rent.accrued))
    };
    let found = format!(
        "{} due in {year} under {}{by_days}; {} of rent for {} in `costs`",
        shown(rent.due),
        and_list_up_to(&leases, NAMED),
        shown(ledger),
        first.site_id,
    );
    let expected = format!("the same rent in both, within {}", tolerance.text);
    let place = Place::cell(&first.row, "rent");
    Some(Finding::new(Rule::RentDisagrees, place, first.lease_id.as_str(), found, expected).fix(
        "correct the rent or the dated terms of the lease, or the site's lines of rent in \
             `costs`; both are used as they stand",
    ))
}

/// Tells whether two sums lie apart by no more than a share of the larger.
fn is_near(one: Money, other: Money, tolerance: Decimal) -> bool {
    let apart = one.checked_sub(other).map(|apart| apart.as_pounds().abs());
    let most = one.max(other).checked_mul(tolerance).map(Money::as_pounds);
    apart.zip(most).is_none_or(|(apart, most)| apart <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[rstest::rstest]
    #[case("100", "95", true)]
    #[case("95", "100", true)]
    #[case("100", "94.99", false)]
    #[case("0", "0", true)]
    #[case("0", "0.01", false)]
    #[case("-5", "100", false)]
    fn a_tolerance_is_a_share_of_the_larger(
        #[case] one: &str,
        #[case] other: &str,
        #[case] near: bool,
    ) {
        let of = |text: &str| Money::pounds(text.parse().unwrap());
        assert_eq!(is_near(of(one), of(other), "0.05".parse().unwrap()), near);
    }
}
