//! Figures of zero, or below it, where none can be.

use rust_decimal::Decimal;

use super::scale::{self, Fault, Odd, plain, sum};
use crate::{
    load::Estate,
    model::{Area, Findings, Lease, Money, Rule, Site, Use},
    policy::Policy,
};

/// Which figures of a column cannot be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cannot {
    BeZero,
    BeBelow,
}

/// A column of a record: its name, its figure, whether pounds, and what cannot be.
type Column<R> = (&'static str, fn(&R) -> Option<Decimal>, bool, Cannot);

const SITES: &[Column<Site>] = &[
    ("gia_m2", |s| built(s).then_some(s.gia_m2.map(Area::as_m2))?, false, Cannot::BeZero),
    ("nia_m2", |s| built(s).then_some(s.nia_m2.known().map(Area::as_m2))?, false, Cannot::BeZero),
    ("site_area_ha", |s| s.site_area_ha, false, Cannot::BeZero),
    ("market_value", |s| s.market_value.map(Money::as_pounds), true, Cannot::BeZero),
    ("existing_use_value", |s| s.existing_use_value.map(Money::as_pounds), true, Cannot::BeZero),
    (
        "alternative_use_value",
        |s| s.alternative_use_value.map(Money::as_pounds),
        true,
        Cannot::BeZero,
    ),
    ("book_value", |s| s.book_value.map(Money::as_pounds), true, Cannot::BeBelow),
    ("rateable_value", |s| s.rateable_value.map(Money::as_pounds), true, Cannot::BeBelow),
    ("erv_per_m2", |s| s.erv_per_m2.map(Money::as_pounds), true, Cannot::BeZero),
    ("backlog_high", |s| s.backlog_high.map(Money::as_pounds), true, Cannot::BeBelow),
    ("backlog_significant", |s| s.backlog_significant.map(Money::as_pounds), true, Cannot::BeBelow),
    ("backlog_moderate", |s| s.backlog_moderate.map(Money::as_pounds), true, Cannot::BeBelow),
    ("backlog_low", |s| s.backlog_low.map(Money::as_pounds), true, Cannot::BeBelow),
];

const LEASES: &[Column<Lease>] = &[
    ("area_m2", |l| l.area_m2.map(Area::as_m2), false, Cannot::BeZero),
    ("rent", |l| l.rent.map(Money::as_pounds), true, Cannot::BeBelow),
    ("erv", |l| l.erv.map(Money::as_pounds), true, Cannot::BeBelow),
    ("service_charge", |l| l.service_charge.map(Money::as_pounds), true, Cannot::BeBelow),
    ("deposit", |l| l.deposit.map(Money::as_pounds), true, Cannot::BeBelow),
    ("dilapidations", |l| l.dilapidations.map(Money::as_pounds), true, Cannot::BeBelow),
];

pub(super) fn look(estate: &Estate, policy: &Policy, findings: &mut Findings) {
    for column in SITES {
        let id = |s: &'_ Site| s.site_id.to_string();
        column_of(&estate.sites, column, |s| &s.row, &id, policy, findings);
    }
    for column in LEASES {
        let id = |l: &'_ Lease| l.lease_id.to_string();
        column_of(&estate.leases, column, |l| &l.row, &id, policy, findings);
    }
}

/// Land and masts need no floor.
fn built(site: &Site) -> bool {
    !matches!(site.use_or_office(), None | Some(Use::Land | Use::Mast))
}

fn column_of<R>(
    records: &[R],
    (name, of, is_money, cannot): &Column<R>,
    row: fn(&R) -> &crate::model::RowRef,
    id: &dyn Fn(&R) -> String,
    policy: &Policy,
    findings: &mut Findings,
) {
    let given: Vec<(&R, Decimal)> = records.iter().filter_map(|r| Some((r, of(r)?))).collect();
    let wrong = |figure: Decimal| match cannot {
        Cannot::BeZero => figure <= Decimal::ZERO,
        Cannot::BeBelow => figure < Decimal::ZERO,
    };
    let wrongs: Vec<(&R, Decimal, String)> =
        given.iter().filter(|(_, f)| wrong(*f)).map(|(r, f)| (*r, *f, id(r))).collect();
    let odd = wrongs.iter().map(|(record, figure, id)| Odd {
        row: row(record),
        id,
        found: if *is_money { sum(*figure) } else { plain(*figure) },
    });
    let fault = Fault {
        rule: Rule::FigureImpossible,
        columns: &[name],
        expected: match cannot {
            Cannot::BeZero => "more than 0, or an empty cell".to_owned(),
            Cannot::BeBelow => "0 or more".to_owned(),
        },
        fix: "correct the figure, or empty the cell if it is not known",
    };
    scale::tell(&fault, odd.collect(), (given.len(), None), policy, findings);
}
