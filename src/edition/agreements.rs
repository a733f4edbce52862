//! Rows of what each party of an agreement bears.

use rust_decimal::{Decimal, prelude::ToPrimitive};

use super::Results;
use crate::{
    finance::shared_out,
    model::{Agreement, Date, FinancialYear, Measure, Money, Quantity},
};

/// A hundredth of a per cent is a ten-thousandth of the whole.
const WHOLE: i64 = 10_000;

/// One party of an agreement.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "named as the columns of `agreements.csv`")]
pub struct AgreementRow {
    pub agreement_id: String,
    pub party: String,
    /// Empty where it is about no site, or all.
    pub site_id: String,
    pub name: String,
    pub share_basis: String,
    pub start: Option<Date>,
    pub end: Option<Date>,
    pub in_force: bool,
    /// As recorded, of one.
    pub recorded: Option<Decimal>,
    /// In ten-thousandths, which add up to the whole; `None` where what is recorded does not.
    pub share: Option<i64>,
    pub year: FinancialYear,
    /// What the site costs to run in the year.
    pub running_cost: Option<Money>,
    /// The party's part of it; the parts add up to it.
    pub cost: Option<Money>,
}

/// Returns what each party bears, by agreement, site and measure of the shares, then party.
///
/// Parties in force together share out the whole: per cents to two decimals and the running cost to the penny, by largest
/// remainder.
///
/// # Unknown
/// Where a share is not recorded, or they do not come to the whole but for the rounding of each to a hundredth of a per
/// cent, nothing is shared out.
pub(super) fn of(results: Results<'_>) -> Vec<AgreementRow> {
    let as_of = results.estate.snapshot.as_of;
    let mut all: Vec<&Agreement> = results.estate.agreements.iter().flatten().collect();
    // By what is in a row, so that the order of rows changes nothing.
    let key = |a: &Agreement| (a.party.clone(), a.start, a.end, a.share);
    all.sort_by(|a, b| a.whole().cmp(&b.whole()).then_with(|| key(a).cmp(&key(b))));
    let mut rows = Vec::with_capacity(all.len());
    for parties in all.chunk_by(|a, b| a.whole() == b.whole()) {
        let in_force: Vec<&Agreement> =
            parties.iter().filter(|party| party.is_in_force(as_of)).copied().collect();
        let weights = weights(&in_force);
        let number = parties[0].site_id.as_ref().and_then(|id| results.estate.site_number(id));
        let cost = number.and_then(|number| {
            match results.measures.sites[number].reading(Measure::RunningCost).value {
                Some(Quantity::Pence(pence)) => Some(pence),
                _ => None,
            }
        });
        let shares = weights.as_ref().map(|weights| shared_out(WHOLE, weights));
        let costs = weights.as_ref().zip(cost).map(|(weights, cost)| shared_out(cost, weights));
        let mut place = 0;
        for party in parties {
            let bears = party.is_in_force(as_of);
            let own =
                |parts: &Option<Vec<i64>>| parts.as_ref().filter(|_| bears)?.get(place).copied();
            rows.push(AgreementRow {
                agreement_id: party.agreement_id.to_string(),
                party: party.party.clone(),
                site_id: party.site_id.as_ref().map(ToString::to_string).unwrap_or_default(),
                name: number.map(|n| results.estate.sites[n].name.clone()).unwrap_or_default(),
                share_basis: party.share_basis.clone().unwrap_or_default(),
                start: party.start,
                end: party.end,
                in_force: bears,
                recorded: party.share,
                share: own(&shares),
                year: results.measures.cost_year,
                running_cost: cost.map(Money::from_pence),
                cost: own(&costs).map(Money::from_pence),
            });
            place += usize::from(bears);
        }
    }
    rows
}

/// Returns the shares as weights; `None` where one is not recorded or they do not come to the whole.
fn weights(parties: &[&Agreement]) -> Option<Vec<i64>> {
    let shares = parties.iter().map(|party| party.share).collect::<Option<Vec<Decimal>>>()?;
    let sum = shares.iter().try_fold(Decimal::ZERO, |sum, share| sum.checked_add(*share))?;
    // Each may be rounded by half a hundredth of a per cent.
    let rounding = Decimal::new(5, 5).checked_mul(Decimal::from(shares.len()))?;
    if shares.is_empty() || (sum - Decimal::ONE).abs() > rounding {
        return None;
    }
    let weight =
        |share: &Decimal| share.checked_mul(Decimal::from(1_000_000_000))?.round().to_i64();
    shares.iter().map(weight).collect()
}
