//! Leases and lettings of the hand-made views.

use super::view;
use crate::{
    edition::{
        ExitRow, LeaseAccountRow, LeaseEventRow, LeaseRow, LettingFlowRow, LettingRow,
        LettingTerms, Lettings, RentRow, RentTotalRow, RunningRow, TestRow, View,
    },
    model::{Date, FinancialYear, Money},
};

/// The lease that [`lease_event`] is of.
pub(crate) fn lease() -> LeaseRow {
    let LeaseEventRow { site_id, name, lease_id, counterparty, role, .. } = lease_event();
    LeaseRow {
        site_id,
        name,
        lease_id,
        counterparty,
        role,
        start: Date::from_ymd_opt(2014, 3, 25).unwrap(),
        ends_on: Date::from_ymd_opt(2029, 3, 24).unwrap(),
        holds_over: false,
    }
}

/// A tenant's break with everything known of it.
pub(crate) fn lease_event() -> LeaseEventRow {
    let day = |text: &str| text.parse::<Date>().unwrap();
    let pounds = |pence| Some(Money::from_pence(pence));
    LeaseEventRow {
        site_id: "FEN-001".to_owned(),
        name: "Old Station, Marsh Road".to_owned(),
        lease_id: "L 1".to_owned(),
        agreement_id: String::new(),
        counterparty: "=Estates, Ltd".to_owned(),
        role: "tenant",
        kind: "break",
        on: day("2024-03-24"),
        act_by: day("2023-08-25"),
        state: "open",
        whose: "tenant",
        rolling_from: None,
        notice_months: Some(6),
        legal_last_day: Some(day("2023-09-24")),
        working_day: Some(day("2023-09-22")),
        holidays_known: Some(true),
        amount: None,
        penalty: pounds(1_550_000),
        cost_of_missing: pounds(23_511_990),
        next_exit: Some(day("2029-03-24")),
        conditions: "vacant possession".to_owned(),
        what: "tenant's break, 6 months' notice".to_owned(),
        not_known: String::new(),
        cost_not_known: false,
    }
}

/// [`view`] with a lease, its break, its rent and account over two years, and [`lettings`].
pub(crate) fn with_leases() -> View {
    let pounds = |pounds: i64| Some(Money::from_pence(pounds * 100));
    let LeaseRow { site_id, name, lease_id, counterparty, .. } = lease();
    let years = [2019, 2020].map(FinancialYear::starting);
    let rent = |year| RentRow {
        site_id: site_id.clone(),
        lease_id: lease_id.clone(),
        counterparty: counterparty.clone(),
        direction: "payable",
        year,
        kind: "rent",
        amount: pounds(10_000),
        state: "known",
        not_known: String::new(),
    };
    let unknown = |year| RentRow {
        kind: "service_charge",
        amount: None,
        state: "not_known",
        not_known: "the service charge is not recorded".to_owned(),
        ..rent(year)
    };
    let total = |year| RentTotalRow {
        year,
        direction: "payable",
        kind: "rent",
        known: pounds(10_000),
        estimated: pounds(0),
        leases: 1,
        not_in: 0,
    };
    let no_total =
        |year| RentTotalRow { kind: "service_charge", leases: 0, not_in: 1, ..total(year) };
    let rent: Vec<RentRow> = years.iter().flat_map(|y| [rent(*y), unknown(*y)]).collect();
    let account = LeaseAccountRow {
        site_id: site_id.clone(),
        lease_id: lease_id.clone(),
        counterparty,
        state: "exempt",
        reason: "short lease".to_owned(),
        rate: String::new(),
        sums: None,
    };
    let exit = ExitRow {
        site_id,
        name,
        exit_on: Some(lease_event().on),
        route: "break",
        cost: pounds(15_500),
        legal_last_day: lease_event().legal_last_day,
        working_day: lease_event().working_day,
        holidays_known: Some(true),
        act_by: Some(lease_event().act_by),
        lease_id,
        basis: "the tenant's break in the lease that ends last",
        perhaps_earlier: None,
        barred: String::new(),
        by_agreement: String::new(),
        not_known: String::new(),
    };
    View {
        leases: 1,
        running_leases: vec![lease()],
        lease_events: vec![LeaseEventRow { conditions: "<i>all".to_owned(), ..lease_event() }],
        rent,
        rent_totals: years.iter().flat_map(|year| [total(*year), no_total(*year)]).collect(),
        lease_accounts: vec![account],
        exits: vec![exit],
        lettings: lettings(),
        ..view()
    }
}

/// One letting that could be made with its cash flow, one site without, one letting that runs.
pub(crate) fn lettings() -> Lettings {
    let day = |text: &str| text.parse::<Date>().unwrap();
    let pounds = |pounds: i64| Money::from_pence(pounds * 100);
    let test = |test, outcome, why: &str| TestRow { test, outcome, why: why.to_owned() };
    let tests = vec![
        test("ends_before_exit", "not_applicable", ""),
        test("energy_rating", "fails", "<b>F</b> is below E"),
    ];
    let terms = LettingTerms {
        tenant: "=Ambulance & Sons (P-1)".to_owned(),
        area_m2: "1057.1".to_owned(),
        rent: pounds(5_995),
        rent_source: "rent_per_m2 of the partner",
        starts: day("2020-06-24"),
        ends: day("2025-06-23"),
        rent_free_months: 6,
        permission: "deed",
        permission_months: 9,
        permission_cost: pounds(7_500),
        chance: "0.5000".to_owned(),
        budget: pounds(37_296),
        economic: pounds(-7_183),
        expected_budget: pounds(18_648),
        expected_economic: pounds(-3_591),
        value_per_m2: pounds(17),
        others: 1,
        tests: tests.clone(),
    };
    let row = |site_id: &str, terms, not_let| LettingRow {
        site_id: site_id.to_owned(),
        name: "Old Station, Marsh Road".to_owned(),
        terms,
        not_let,
        not_known: false,
    };
    Lettings {
        proposed: vec![
            row("FEN-001", Some(terms), ""),
            row("=cmd()", None, "no surplus space to let"),
        ],
        flows: vec![LettingFlowRow {
            site_id: "FEN-001".to_owned(),
            on: day("2020-06-24"),
            what: "fit_out",
            amount: pounds(-3_426),
            prices: "today",
            factor: "0.992020".to_owned(),
            budget: pounds(-3_398),
            economic: pounds(-3_398),
        }],
        running: vec![RunningRow {
            site_id: "FEN-001".to_owned(),
            name: "Old Station, Marsh Road".to_owned(),
            lease_id: "L 9".to_owned(),
            counterparty: "+Trust".to_owned(),
            rent: Some(pounds(14_500)),
            erv: None,
            concession: None,
            tests,
        }],
    }
}
