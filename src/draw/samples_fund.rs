//! Programmes for the tests of this folder.

use std::sync::LazyLock;

use super::samples;
use crate::edition::{
    FundView, InitiativeSum, RevenueYear, SchemeYear, View,
    example::{fund, programme, sample, text},
};

/// Returns a view without sites that has a programme.
pub(super) fn with(fund: FundView) -> View {
    View { fund: Some(fund), ..samples::view(0) }
}

/// Programmes of the sample county and others: of one year, of 40, without treasury or borrowing, and more.
pub(super) static EVERY: LazyLock<Vec<(&str, View)>> = LazyLock::new(|| {
    let every = [
        ("sample", planned()),
        ("one_year", fund((1, 1), true)),
        ("no_treasury", fund((10, 5), false)),
        ("longer", fund((40, 30), true)),
        ("none_borrowed", none_borrowed("0%")),
        ("receipts_held", none_borrowed("1%")),
        ("over_borrowed", over_borrowed()),
        ("over_limit", over_limit()),
        ("ugly", ugly()),
        ("ugly_small", ugly_small()),
    ];
    every.into_iter().map(|(name, fund)| (name, with(fund))).collect()
});

/// The programme of the sample county.
pub(super) fn planned() -> FundView {
    sample().fund.clone().unwrap()
}

/// Nothing is borrowed, owed or asked for, whatever happens; what is held bears so much interest.
fn none_borrowed(interest: &str) -> FundView {
    let treasury = text("tests/programmes/unknown_life/treasury.toml");
    let treasury = treasury
        .replace("cfr = \"0\"", "cfr = \"0\"\ncapital_receipts = \"1500000\"")
        .replace("investment = \"1%\"", &format!("investment = \"{interest}\""));
    let projects = "project_id,financial_year,spend\nC-1,2020/21,1500000\n";
    let mut fund = programme(&[("projects.csv", projects), ("treasury.toml", &treasury)], (5, 5));
    for scenario in &mut fund.scenarios {
        (scenario.summary.revenue, scenario.summary.peak_debt) = (0, 0);
    }
    for swing in &mut fund.swings {
        (swing.low.revenue, swing.high.revenue) = (0, 0);
    }
    fund
}

/// More is owed than is required, in each of ten years; the limits are far off.
fn over_borrowed() -> FundView {
    let of = |name: &str| text(&format!("tests/programmes/over_borrowed/{name}"));
    let treasury = of("treasury.toml").replace("\"4000000\"", "\"99000000\"");
    programme(&[("projects.csv", &of("projects.csv")), ("treasury.toml", &treasury)], (10, 5))
}

/// Debt is above its limit in every year that has one.
fn over_limit() -> FundView {
    let mut fund = planned();
    for row in &mut fund.financing {
        row.authorised_limit = row.authorised_limit.map(|_| 300_000_000);
        row.operational_boundary = row.operational_boundary.map(|_| 280_000_000);
        row.estate_target = row.estate_target.map(|_| 100_000);
    }
    fund
}

/// Everything that a programme may hold against a picture: sums that are huge or below zero, and odd names.
fn ugly() -> FundView {
    let name = |at: usize, times: usize| samples::NAMES[at % samples::NAMES.len()].repeat(times);
    let mut fund = planned();
    for (row, sign) in fund.financing.iter_mut().zip([1, -1].into_iter().cycle()) {
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
    for ((at, scenario), factor) in fund.scenarios.iter_mut().enumerate().zip(-2_i64..) {
        scenario.title = name(at, 12);
        scenario.summary.revenue = factor * 1_234_567_890_123;
        scenario.summary.peak_debt = (factor + 2) * 987_654_321_098;
    }
    for (swing, at) in fund.swings.iter_mut().zip(1_i64..) {
        swing.low.revenue = -at * 3_000_000_000_000;
        swing.high.revenue = -at * 2_000_000_000_000;
    }
    let model = fund.initiatives[0].clone();
    let initiative = |(at, factor): (usize, i64)| InitiativeSum {
        initiative: name(at, 12),
        planned_to_date: (factor - 3) * 100_000_000_000,
        realised_to_date: (factor % 4) * 99_999_999_999,
        not_recorded: at % 3,
        ..model.clone()
    };
    fund.initiatives = (0..40).zip(0..).map(initiative).collect();
    fund
}

/// Sums of pence, each its own way.
fn ugly_small() -> FundView {
    let mut fund = fund((3, 1), true);
    for (row, at) in fund.financing.iter_mut().zip(1_i64..) {
        row.funding.schemes = SchemeYear { spend: at, borrowing: at, ..SchemeYear::default() };
        row.revenue = RevenueYear { mrp: at, rent_in: 3 - at, ..RevenueYear::default() };
    }
    fund
}
