//! Which financial years the sums of an option fall in: a year's sum by its days, any other by its own day.

use std::collections::BTreeMap;

use super::{pence::pence, years::year_due};
use crate::{
    appraise::{Flow, FlowKind},
    model::{Date, FinancialYear, Period, Prices},
};

/// Whose sums are added up: those of one day, kind, prices and financial year.
pub(super) type Key = (Date, FlowKind, Prices, FinancialYear);

/// The flows of an option less those of business as usual: amount, budget and economic value of each, in pence.
pub(super) fn differences(option: &[Flow], usual: &[Flow], as_of: Date) -> BTreeMap<Key, [i64; 3]> {
    let mut sums: BTreeMap<Key, [i64; 3]> = BTreeMap::new();
    for (flows, sign) in [(option, 1), (usual, -1)] {
        for flow in flows {
            for (on, year, parts) in by_year(flow, as_of) {
                let sum = sums.entry((on, flow.kind, flow.prices, year)).or_default();
                for (sum, part) in sum.iter_mut().zip(parts) {
                    *sum += sign * part;
                }
            }
        }
    }
    sums.retain(|_, sum| *sum != [0; 3]);
    sums
}

/// One financial year's part of a flow: its last day, the year, and amount, budget and economic value in pence.
type Part = (Date, FinancialYear, [i64; 3]);

/// Shares a flow out; its parts add up to it, to the penny.
fn by_year(flow: &Flow, as_of: Date) -> Vec<Part> {
    let whole = [flow.amount(), flow.budget(), flow.economic()].map(pence);
    let Some(over) = flow.over else {
        // Empty rates stand on the last day that they are for, be it the day of the snapshot.
        let year = match flow.kind {
            FlowKind::EmptyRates => FinancialYear::containing(flow.on),
            _ => year_due(flow.on, as_of),
        };
        return vec![(flow.on, year, whole)];
    };
    let mut parts = Vec::new();
    let mut gone = [0; 3];
    let mut from = over.from();
    while from < over.until() {
        let year = FinancialYear::containing(from);
        let until = year.period().map_or(over.until(), Period::until).min(over.until());
        let days = (until - over.from()).num_days();
        let done = whole.map(|sum| running(sum, days, over.days()));
        let last = if until == over.until() { flow.on } else { until };
        let last =
            year.period().and_then(|p| p.until().pred_opt()).map_or(last, |end| last.min(end));
        parts.push((last, year, std::array::from_fn(|at| done[at] - gone[at])));
        (gone, from) = (done, until);
    }
    parts
}

/// Returns what of a sum belongs to its first days, halves away from zero.
fn running(pence: i64, days: i64, of: i64) -> i64 {
    let (product, of) = (i128::from(pence) * i128::from(days), i128::from(of));
    let up = if (product % of).abs() * 2 >= of { product.signum() } else { 0 };
    i64::try_from(product / of + up).unwrap_or(pence)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::months_later;
    use proptest::prelude::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn yearly(over: Period, sums: [i64; 2], is_transfer: bool) -> Flow {
        let on = months_later(over.from(), 12).unwrap().max(over.until());
        Flow::made(on, over, sums, is_transfer)
    }

    proptest! {
        #[test]
        fn parts_lie_in_their_years_and_add_up_to_the_sum(
            ahead in 0_i64..4_000,
            days in 1_i64..367,
            sums in prop::array::uniform2(-5_000_000_000_000_i64..5_000_000_000_000),
            is_transfer in prop::bool::ANY,
        ) {
            let from = day("2019-11-05") + chrono::Duration::days(ahead);
            let over = Period::new(from, from + chrono::Duration::days(days)).unwrap();
            let parts = by_year(&yearly(over, sums, is_transfer), day("2019-11-05"));
            let sums = [sums[0], sums[1], if is_transfer { 0 } else { sums[1] }];
            let mut left = sums;
            for (last, year, part) in &parts {
                prop_assert!(year.period().unwrap().overlap(over).is_some());
                prop_assert_eq!(FinancialYear::containing(*last), *year);
                for ((left, part), sum) in left.iter_mut().zip(part).zip(sums) {
                    *left -= part;
                    prop_assert!(part.signum() * sum.signum() >= 0);
                }
            }
            prop_assert_eq!(left, [0; 3]);
            prop_assert!(parts.len() <= 2);
        }
    }

    /// 275 of 365 days of £10.00 are £7.53; the rest is £2.47, not £2.46.
    #[test]
    fn the_last_part_takes_what_rounding_leaves() {
        let over = Period::new(day("2020-06-30"), day("2021-06-30")).unwrap();
        let parts = by_year(&yearly(over, [1_000, -1_000], true), day("2020-06-30"));
        let year = FinancialYear::starting;
        assert_eq!(
            parts,
            [
                (day("2021-03-31"), year(2020), [753, -753, 0]),
                (day("2021-06-30"), year(2021), [247, -247, 0])
            ]
        );
    }

    /// What is due on the last day of a year is paid on the next where that is the day of the snapshot; empty rates of
    /// that day are of the year before all the same.
    #[test]
    fn what_has_a_day_stands_in_its_year() {
        let as_of = day("2020-03-31");
        let over = Period::new(as_of, day("2020-04-01")).unwrap();
        let mut flow = yearly(over, [1, 1], false);
        (flow.on, flow.over) = (as_of, None);
        let mut rates = flow;
        rates.kind = FlowKind::EmptyRates;
        let years =
            |flow: &Flow| by_year(flow, as_of).iter().map(|part| part.1.start()).sum::<i32>();
        assert_eq!([years(&flow), years(&rates)], [2020, 2019]);
    }
}
