//! Random programmes, most of which borrow.

use std::collections::BTreeMap;

use proptest::prelude::*;
use rust_decimal::Decimal;

use crate::{
    fund::{
        agreed::Agreed,
        inputs::{Inputs, LeaseLines, terms},
        receipt_source::ReceiptSource,
        receipts::ReceiptDue,
        schemes::{Scheme, SchemeLine},
        sites::SiteLine,
        years::Span,
    },
    model::{
        Date, ExternalBorrowing, FinancialYear, FromYear, Loan, LoanKind, LoanTaken, Money,
        MrpMethod, NewLoans, OpeningTranche, OptionKind, ProjectId, SiteId, Treasury, WorksClass,
        YearSum,
    },
    policy::{Decisions, FundingSource, Lever, ReceiptsLeft},
};

/// The first year of every random programme.
pub const FIRST: i32 = 2020;

/// £5m in pence.
const LARGE: i64 = 500_000_000;

fn year(place: usize) -> FinancialYear {
    FinancialYear::starting(FIRST + i32::try_from(place).unwrap())
}

/// Zero as often as not.
fn at_times(most: i64) -> impl Strategy<Value = i64> {
    prop_oneof![Just(0), 1..=most]
}

fn line() -> impl Strategy<Value = SchemeLine> {
    let sums = (
        0..=LARGE,
        at_times(LARGE / 10),
        at_times(LARGE / 10),
        at_times(LARGE / 3),
        at_times(LARGE / 10),
        at_times(LARGE / 5),
    );
    let facts = (
        prop::option::weighted(0.9, 1_u32..60),
        prop::option::weighted(0.3, 0_usize..70),
        -1_000_000_i64..1_000_000,
        at_times(1_000_000),
        prop::option::of(prop::sample::select(WorksClass::ALL)),
    );
    (sums, facts).prop_map(|(sums, (life, operational, running, one_off, class))| {
        let (budget, inflation, bias, grant, revenue, reserves) = sums;
        SchemeLine {
            place: 0,
            budget,
            inflation,
            bias,
            grant,
            revenue,
            reserves,
            life,
            given_life: life,
            operational,
            running,
            one_off,
            class,
        }
    })
}

/// A scheme of some years one after another; those after the last year followed fall away.
fn scheme(number: usize, years: usize) -> impl Strategy<Value = Scheme> {
    let before = at_times(LARGE / 5);
    let parts = (prop::collection::vec(line(), 1..5), 0..years, before);
    parts.prop_map(move |(mut lines, start, before)| {
        for (at, line) in lines.iter_mut().enumerate() {
            line.place = start + at;
        }
        lines.retain(|line| line.place < years);
        Scheme {
            project_id: ProjectId::new(&format!("P-{number}")).unwrap(),
            name: format!("Scheme {number}"),
            site_id: None,
            receipt_site_id: None,
            before,
            last_spend: lines.iter().filter(|l| l.budget != 0).map(|l| l.place).max(),
            lines,
            rows: Vec::new(),
        }
    })
}

fn receipt(schemes: usize, years: usize, sites: usize) -> impl Strategy<Value = ReceiptDue> {
    let sums = (prop_oneof![0..2_000_000_i64, 0..LARGE], at_times(3_000_000));
    let whose = (prop::option::of(0..schemes), prop::option::of(0..sites.max(1)));
    (sums, whose, 0..years, any::<bool>()).prop_map(move |((gross, cost), whose, place, taken)| {
        let site = whose.1.filter(|_| sites > 0);
        ReceiptDue {
            site_id: site.map(site_id),
            scheme: whose.0,
            year: year(place),
            gross,
            cost,
            // A sale that a scheme rests on always counts.
            taken: if taken || whose.0.is_some() {
                Decisions::Taken
            } else {
                Decisions::Recommended
            },
            source: ReceiptSource::Treasury("a sale".to_owned()),
            place,
            whole: gross,
            site,
        }
    })
}

fn site_id(number: usize) -> SiteId {
    SiteId::new(&format!("S-{number}")).unwrap()
}

fn site(number: usize, years: usize) -> impl Strategy<Value = SiteLine> {
    let line = || prop::collection::vec(-5_000_000_i64..5_000_000, years);
    (line(), line(), line(), at_times(9_000_000), any::<bool>()).prop_map(
        move |(running, one_off, rent_in, holding_a_year, taken)| SiteLine {
            site_id: site_id(number),
            name: format!("Site {number}"),
            option: OptionKind::Dispose,
            taken: if taken { Decisions::Taken } else { Decisions::Recommended },
            running,
            one_off,
            rent_in,
            holding_a_year,
            holding_is_whole: true,
            rows: Vec::new(),
        },
    )
}

fn loan(number: usize) -> impl Strategy<Value = Loan> {
    let kind = prop::sample::select(LoanKind::ALL);
    let days = (0_i64..7_000, 1_i64..12_000);
    (kind, 1..=LARGE, 0_i64..1_000, days, prop::sample::select(vec![1_u32, 2, 4, 12])).prop_map(
        move |(kind, pence, rate, (ago, long), payments_a_year)| {
            let eve: Date = "2020-03-31".parse().unwrap();
            let start = eve - chrono::Duration::days(ago);
            Loan {
                loan_id: format!("L-{number}"),
                kind,
                principal: Money::from_pence(pence),
                rate: Decimal::new(rate, 4),
                start,
                end: start + chrono::Duration::days(long),
                payments_a_year,
            }
        },
    )
}

fn rate() -> impl Strategy<Value = FromYear<Decimal>> {
    prop::collection::btree_map(
        2019..2030_i32,
        (0_i64..1_500).prop_map(|n| Decimal::new(n, 4)),
        1..3,
    )
    .prop_map(|rates: BTreeMap<i32, Decimal>| {
        FromYear(rates.into_iter().map(|(y, rate)| (FinancialYear::starting(y), rate)).collect())
    })
}

fn year_sums(years: usize, least: i64) -> impl Strategy<Value = Vec<YearSum>> {
    let one = (0..years, least..LARGE / 5).prop_map(|(place, pence)| YearSum {
        financial_year: year(place),
        amount: Money::from_pence(pence),
        what: "a test".to_owned(),
    });
    prop::collection::vec(one, 0..3)
}

fn treasury(years: usize) -> impl Strategy<Value = Treasury> {
    let opening =
        (-LARGE..20 * LARGE, prop::option::weighted(0.9, 1_u32..50), 0_i64..100, at_times(LARGE));
    let held = (0_i64..LARGE, at_times(LARGE / 4), -LARGE / 4..LARGE / 4, 0_i64..LARGE / 4);
    let method = || prop::sample::select(MrpMethod::ALL);
    let new = (
        prop::sample::select(LoanKind::ALL),
        1_u32..50,
        prop::sample::select(LoanTaken::ALL),
        prop::sample::select(ExternalBorrowing::ALL),
        0_u32..6,
    );
    let rest = (
        (method(), method(), 1_u32..60),
        (rate(), rate(), rate()),
        (loan(1), loan(2), 0_usize..3),
        (year_sums(years, 0), year_sums(years, -LARGE / 5)),
        prop_oneof![Just(0), 1_i64..100],
    );
    (opening, held, new, rest).prop_map(|(opening, held, new, rest)| {
        let (cfr, opening_years, tranche, opening_receipts) = opening;
        let (reserves, opening_grants, working_capital, minimum_liquidity) = held;
        let (kind, loan_years, taken, external, short_years) = new;
        let ((mrp_method, own, years_left), (short, long, investment), loans, sums, slips) = rest;
        let tranche = OpeningTranche {
            name: "old".to_owned(),
            amount: Money::from_pence(cfr.max(0) / 100 * tranche),
            years_left,
            method: Some(own),
        };
        Treasury {
            first_year: FinancialYear::starting(FIRST),
            opening_cfr: Money::from_pence(cfr),
            opening_tranches: vec![tranche],
            opening_years,
            opening_pfi: Money::from_pence(1_000),
            opening_receipts: Money::from_pence(opening_receipts),
            opening_grants: Money::from_pence(opening_grants),
            loans: [loans.0, loans.1].into_iter().take(loans.2).collect(),
            reserves: Money::from_pence(reserves),
            reserve_changes: sums.1,
            working_capital: Money::from_pence(working_capital),
            minimum_liquidity: Money::from_pence(minimum_liquidity),
            short_rate: short,
            long_rate: long,
            investment_rate: investment,
            lease_rate: None,
            mrp_method,
            mrp_rate: Some(Decimal::new(37, 3)),
            voluntary: sums.0,
            new_loans: NewLoans { kind, years: loan_years, taken, external, short_years },
            slippage: Decimal::new(slips, 2),
            authorised_limit: FromYear::default(),
            operational_boundary: FromYear::default(),
            net_revenue_stream: FromYear::default(),
            savings_targets: Vec::new(),
            receipts: Vec::new(),
            decisions: Vec::new(),
        }
    })
}

fn leases(years: usize) -> impl Strategy<Value = LeaseLines> {
    let line = move || prop::collection::vec(0_i64..1_000_000, years);
    (0_i64..LARGE, line(), line(), line()).prop_map(|(opening, additions, charge, interest)| {
        LeaseLines { opening, additions, charge, interest }
    })
}

/// A programme on random ground.
pub fn inputs() -> impl Strategy<Value = Inputs> {
    (1_usize..45, 1_usize..8, 0_usize..3).prop_flat_map(|(years, count, sites)| {
        let schemes: Vec<_> = (0..count).map(|n| scheme(n, years).boxed()).collect();
        let site_lines: Vec<_> = (0..sites).map(|n| site(n, years).boxed()).collect();
        let parts = (
            schemes,
            prop::collection::vec(receipt(count, years, sites), 0..6),
            site_lines,
            prop::option::weighted(0.95, treasury(years)),
            leases(years),
        );
        let order = Just(FundingSource::ALL.to_vec()).prop_shuffle();
        let left = prop::sample::select(ReceiptsLeft::ALL);
        (parts, order, left, prop::collection::vec(at_times(100_000), years)).prop_map(
            move |((schemes, receipts, sites, given, leases), order, left, other_savings)| {
                let first = FinancialYear::starting(FIRST);
                let span = Span { first, years };
                let mut gaps = Vec::new();
                let terms = given.map(|given| terms(&given, span, &schemes, &mut gaps));
                Inputs {
                    first,
                    years,
                    schemes,
                    receipts,
                    sites,
                    barred: Vec::new(),
                    terms,
                    leases,
                    gaps,
                    order,
                    left,
                    sale_costs_share: Decimal::new(4, 2),
                    receipt_least: 1_000_000,
                    budget_years: 5.min(years),
                    short_life: 5,
                    longest_life: 50,
                    agreed: Agreed {
                        recommended: other_savings.iter().rev().copied().collect(),
                        taken: other_savings,
                        in_schedule: Vec::new(),
                    },
                }
            },
        )
    })
}

/// A random lever.
pub fn lever() -> impl Strategy<Value = Lever> {
    let share = |least: i64, most: i64| (least..=most).prop_map(|n| Decimal::new(n, 2));
    let decisions = prop::sample::select(Decisions::ALL);
    let external = prop::option::of(prop::sample::select(ExternalBorrowing::ALL));
    let changes = (share(-100, 300), 0_u32..60, share(-20, 20), share(0, 100), share(-100, 300));
    (changes, prop::option::of(share(0, 100)), external, decisions).prop_map(
        |(changes, slippage, external, decisions)| Lever {
            receipt_change: changes.0,
            receipt_delay_years: changes.1,
            rates_change: changes.2,
            grant_share: changes.3,
            spend_change: changes.4,
            slippage,
            external,
            decisions,
        },
    )
}
