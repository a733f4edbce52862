//! Made-up programmes for the tests of this folder.

use crate::{
    draw::samples,
    edition::{FundView, View, example},
};

fn view(fund: FundView) -> View {
    View { fund: Some(fund), ..samples::view(0) }
}

/// Returns views without sites: one scheme, no treasury, 12 schemes over 25 years, nothing borrowed, and more.
pub(super) fn every() -> Vec<(&'static str, View)> {
    vec![
        ("two", view(example::fund((7, 5), 2))),
        ("one_year", view(example::fund((1, 1), 1))),
        ("no_treasury", view(example::without_treasury(example::fund((7, 5), 2)))),
        ("many", view(example::fund((25, 5), 12))),
        ("longer", view(example::fund((40, 30), 3))),
        ("none_borrowed", view(none_borrowed())),
        ("over_borrowed", view(over_borrowed())),
        ("over_limit", view(over_limit())),
        ("ugly", view(ugly())),
        ("ugly_small", view(ugly_small())),
    ]
}

/// Nothing is borrowed, owed or asked for.
pub(super) fn none_borrowed() -> FundView {
    let mut fund = example::fund((5, 5), 1);
    for row in &mut fund.financing {
        let own = &mut row.funding.schemes;
        own.general_receipt += std::mem::take(&mut own.borrowing);
        row.debt = row.debt.map(|debt| crate::edition::DebtYear {
            reserves: debt.reserves,
            ..crate::edition::DebtYear::default()
        });
        row.revenue = crate::edition::RevenueYear::default();
        (row.estate_target, row.force_target) = (None, None);
        (row.authorised_limit, row.operational_boundary) = (None, None);
    }
    fund.initiatives.clear();
    fund.unknown.clear();
    for scenario in &mut fund.scenarios {
        (scenario.summary.revenue, scenario.summary.peak_debt) = (0, 0);
    }
    for swing in &mut fund.swings {
        (swing.low.revenue, swing.high.revenue) = (0, 0);
    }
    fund
}

/// More is owed than is required.
pub(super) fn over_borrowed() -> FundView {
    let mut fund = example::fund((7, 5), 1);
    for debt in fund.financing.iter_mut().filter_map(|row| row.debt.as_mut()) {
        debt.loans_closing = debt.cfr_loans + 150_000_000;
        debt.gross_debt = debt.loans_closing;
        debt.internal_borrowing = -150_000_000;
    }
    fund
}

/// Debt is above its limit in every year of the budget, leases are owed, and savings are below zero.
pub(super) fn over_limit() -> FundView {
    let mut fund = example::fund((7, 5), 4);
    for row in &mut fund.financing {
        row.authorised_limit = row.authorised_limit.map(|_| 300_000_000);
        row.operational_boundary = row.operational_boundary.map(|_| 280_000_000);
        row.revenue.running_cost = 14_000_000;
        if let Some(debt) = &mut row.debt {
            debt.lease_liability = 90_000_000;
            debt.cfr_closing += 90_000_000;
            debt.gross_debt += 90_000_000;
        }
    }
    fund
}

/// Everything that a programme may hold against a picture: sums that are huge or below zero, and odd names.
pub(super) fn ugly() -> FundView {
    let names = ["<b>&\"x\"</b>", "", "🚓 警察署", "=1+1", "\u{202e}turned"];
    let mut fund = example::fund((25, 6), 3);
    for (at, row) in fund.financing.iter_mut().enumerate() {
        let sign = if at.is_multiple_of(2) { 1 } else { -1 };
        let own = &mut row.funding.schemes;
        own.borrowing = sign * 900_000_000_000;
        own.grant = -sign * 100_000_000_000;
        own.spend = own.borrowing + own.grant;
        row.revenue.running_cost = sign * 100_000_000_000;
        row.revenue.rent_in = 50_000_000_000;
        (row.estate_target, row.force_target) = (Some(-900), Some(100_000_000_000));
        if let Some(debt) = &mut row.debt {
            debt.cfr_closing = -sign * 400_000_000_000;
            debt.cfr_loans = debt.cfr_closing;
            debt.internal_borrowing = debt.cfr_loans - debt.loans_closing;
        }
    }
    for (scenario, at) in fund.scenarios.iter_mut().zip(0_i64..) {
        scenario.title =
            names.iter().copied().cycle().nth(usize::try_from(at).unwrap()).unwrap().repeat(30);
        scenario.summary.revenue = (at - 2) * 1_234_567_890_123;
        scenario.summary.peak_debt = at * 987_654_321_098;
    }
    for (swing, at) in fund.swings.iter_mut().zip(1_i64..) {
        swing.low.revenue = -at * 3_000_000_000_000;
        swing.high.revenue = -at * 2_000_000_000_000;
    }
    let model = fund.initiatives[0].clone();
    fund.initiatives = (0..40_i64)
        .map(|at| {
            let name = names.iter().copied().cycle().nth(usize::try_from(at).unwrap()).unwrap();
            crate::edition::InitiativeSum {
                initiative: name.repeat(12),
                planned_to_date: (at - 3) * 100_000_000_000,
                realised_to_date: (at % 4) * 99_999_999_999,
                not_recorded: usize::try_from(at % 3).unwrap(),
                ..model.clone()
            }
        })
        .collect();
    fund
}

/// Sums of pence, each its own way.
pub(super) fn ugly_small() -> FundView {
    let mut fund = example::fund((3, 1), 1);
    for (row, at) in fund.financing.iter_mut().zip(1_i64..) {
        let own = &mut row.funding.schemes;
        *own = crate::edition::SchemeYear { spend: at, borrowing: at, ..*own };
        (own.grant, own.linked_receipt, own.revenue_contribution) = (0, 0, 0);
        row.revenue =
            crate::edition::RevenueYear { mrp: at, rent_in: 3 - at, ..Default::default() };
    }
    fund
}
