//! A record that is the sum of all others: a row of totals under a name of its own.

use rust_decimal::Decimal;

use super::scale::{self, Fault, Odd, plain};
use crate::{
    load::Estate,
    model::{Area, Findings, Money, RowRef, Rule, Site},
    policy::Policy,
};

/// Fewer others than this may add up to one by chance.
const LEAST_OTHERS: usize = 6;

/// A column of the register whose total people write below it.
type Column = (&'static str, fn(&Site) -> Option<Decimal>);

const SITES: [Column; 5] = [
    ("gia_m2", |s| s.gia_m2.map(Area::as_m2)),
    ("nia_m2", |s| s.nia_m2.known().map(Area::as_m2)),
    ("market_value", |s| s.market_value.map(Money::as_pounds)),
    ("book_value", |s| s.book_value.map(Money::as_pounds)),
    ("rateable_value", |s| s.rateable_value.map(Money::as_pounds)),
];

pub(super) fn look(estate: &Estate, policy: &Policy, findings: &mut Findings) {
    let teams = estate.teams.iter().map(|t| (&t.row, t.team.as_str(), t.fte.as_fte()));
    sum_of_the_rest("fte", teams.collect(), policy, findings);
    for (column, of) in SITES {
        let given = estate.sites.iter().filter_map(|s| Some((&s.row, s.site_id.as_str(), of(s)?)));
        if sum_of_the_rest(column, given.collect(), policy, findings) {
            // A row of totals has them in every column.
            break;
        }
    }
    let rents = estate
        .leases
        .iter()
        .filter_map(|l| Some((&l.row, l.lease_id.as_str(), l.rent.map(Money::as_pounds)?)));
    sum_of_the_rest("rent", rents.collect(), policy, findings);
}

/// Tells of the largest figure if all others add up to it; returns whether they do.
fn sum_of_the_rest(
    column: &str,
    given: Vec<(&RowRef, &str, Decimal)>,
    policy: &Policy,
    findings: &mut Findings,
) -> bool {
    let above_zero = |(_, _, figure): &&(&RowRef, &str, Decimal)| *figure > Decimal::ZERO;
    let others = given.iter().filter(above_zero).count().saturating_sub(1);
    let Some((row, id, largest)) = given.iter().max_by_key(|(_, _, figure)| *figure) else {
        return false;
    };
    let all = given.iter().try_fold(Decimal::ZERO, |sum, (_, _, own)| sum.checked_add(*own));
    if others < LEAST_OTHERS || all.is_none_or(|all| all != *largest + *largest) {
        return false;
    }
    let found = format!("{}, the sum of all other rows", plain(*largest));
    let odd = Odd { row, id, found: format!("{found}, under the name {id:?}") };
    let fault = Fault {
        rule: Rule::TotalAmongRecords,
        columns: &[column],
        expected: "records only".to_owned(),
        fix: "delete the row if it is a total; otherwise everything is counted twice",
    };
    scale::tell(&fault, vec![odd], (given.len(), None), policy, findings);
    true
}
