//! Leases and lettings of the hand-made views.

use super::view;
use crate::{
    edition::{
        AccountState, ExitRow, LeaseAccountRow, LeaseEventRow, LeaseExpiryRow, LeaseRow,
        LeaseState, LeaseSummaries, LeaseSummaryRow, LeaseTermsRow, LettingFlowRow, LettingRow,
        LettingTerms, Lettings, RentRow, RentTotalRow, RunningRow, TestRow, View,
    },
    finance::{BreakState, ExitRoute, PaymentKind},
    model::{Basis, Date, FinancialYear, Money, Party, Prices, Role},
    tenure::{DatedKind, EnergyTest, EventState, GroupedBy, RentState},
};

/// The lease that [`lease_event`] is of.
pub(crate) fn lease() -> LeaseRow {
    let LeaseEventRow { site_id, name, lease_id, counterparty, role, .. } = lease_event();
    LeaseRow {
        site_id,
        name,
        lease_id,
        counterparty,
        role: role.unwrap(),
        start: Date::from_ymd_opt(2014, 3, 25).unwrap(),
        ends_on: Date::from_ymd_opt(2029, 3, 24),
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
        role: Some(Role::Tenant),
        kind: DatedKind::Break,
        on: day("2024-03-24"),
        act_by: Some(day("2023-08-25")),
        state: Some(EventState::Break(BreakState::Open)),
        whose: Some(Party::Tenant),
        rolling_from: None,
        notice_months: Some(6),
        notice_weeks: None,
        notice_days: None,
        legal_last_day: Some(day("2023-09-24")),
        working_day: Some(day("2023-09-22")),
        holidays_known: Some(true),
        amount: None,
        penalty: pounds(1_550_000),
        cost_of_missing: pounds(23_511_990),
        next_exit: Some(day("2029-03-24")),
        conditions: "vacant possession".to_owned(),
        what: "our break, 6 months' notice".to_owned(),
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
        role: Role::Tenant,
        year,
        kind: PaymentKind::Rent,
        prices: Prices::Cash,
        amount: pounds(10_000),
        state: RentState::Known,
        not_known: String::new(),
    };
    let unknown = |year| RentRow {
        kind: PaymentKind::ServiceCharge,
        amount: None,
        state: RentState::NotKnown,
        not_known: "the service charge is not recorded".to_owned(),
        ..rent(year)
    };
    let total = |year| RentTotalRow {
        year,
        role: Role::Tenant,
        kind: PaymentKind::Rent,
        known: pounds(10_000),
        estimated: pounds(0),
        leases: 1,
        not_in: 0,
    };
    let no_total = |year| RentTotalRow {
        kind: PaymentKind::ServiceCharge,
        leases: 0,
        not_in: 1,
        ..total(year)
    };
    let rent: Vec<RentRow> = years.iter().flat_map(|y| [rent(*y), unknown(*y)]).collect();
    let account = LeaseAccountRow {
        site_id: site_id.clone(),
        lease_id: lease_id.clone(),
        counterparty,
        state: AccountState::Exempt,
        reason: "short lease".to_owned(),
        rate: String::new(),
        sums: None,
    };
    let exit = ExitRow {
        site_id,
        name,
        exit_on: Some(lease_event().on),
        route: Some(ExitRoute::Break),
        cost: pounds(15_500),
        cost_at_least: None,
        legal_last_day: lease_event().legal_last_day,
        working_day: lease_event().working_day,
        holidays_known: Some(true),
        act_by: lease_event().act_by,
        lease_id,
        basis: Some(Basis::TenantsBreak),
        perhaps_earlier: None,
        barred: String::new(),
        by_agreement: String::new(),
        not_known: String::new(),
        sale_bars: Vec::new(),
        sale_is_barred: false,
        sale_costs_not_known: Vec::new(),
    };
    View {
        leases: 1,
        running_leases: vec![lease()],
        lease_summary: lease_summary(),
        lease_events: vec![LeaseEventRow { conditions: "<i>all".to_owned(), ..lease_event() }],
        rent,
        rent_totals: years.iter().flat_map(|year| [total(*year), no_total(*year)]).collect(),
        lease_accounts: vec![account],
        exits: vec![exit],
        lettings: lettings(),
        ..view()
    }
}

/// One lease with a break, another side's letting below the least energy rating, and their terms.
fn lease_summary() -> LeaseSummaries {
    let pounds = |pounds: i64| Some(Money::from_pence(pounds * 100));
    let held = LeaseSummaryRow {
        site_id: lease().site_id,
        name: lease().name,
        lease_id: lease().lease_id,
        counterparty: lease().counterparty,
        role: Role::Tenant,
        start: lease().start,
        ends_on: lease().ends_on,
        state: LeaseState::Running,
        passing_rent: pounds(62_000),
        payable_rent: pounds(62_000),
        area_m2: "1190".to_owned(),
        rent_per_m2: Some(Money::from_pence(52_10)),
        erv: pounds(58_000),
        reversion: pounds(-4_000),
        next_break: Some(lease_event().on),
        break_by: Some(ExitRoute::Break),
        break_penalty: pounds(15_500),
        legal_last_day: lease_event().legal_last_day,
        days_left: Some(1_273),
        commitment_to_break: pounds(248_000),
        value_to_break: pounds(225_000),
        commitment_to_expiry: pounds(558_000),
        value_to_expiry: pounds(444_000),
        net_effective_rent: pounds(62_000),
        total_rent: None,
        years_to_break: "3.98".to_owned(),
        years_to_expiry: "8.98".to_owned(),
        energy: None,
        not_known: "the rent before the change on 2019-03-25 is not recorded".to_owned(),
    };
    let let_out =
        LeaseSummaryRow { role: Role::Landlord, energy: Some(EnergyTest::Below), ..held.clone() };
    let terms = LeaseTermsRow {
        role: Role::Tenant,
        by: GroupedBy::Whole,
        group: String::new(),
        leases: 1,
        rent: pounds(62_000),
        without_rent: 0,
        area_m2: "1190".to_owned(),
        without_area: 0,
        without_end: 0,
        by_rent_to_break: "3.98".to_owned(),
        by_rent_to_expiry: "8.98".to_owned(),
        by_area_to_break: "3.98".to_owned(),
        by_area_to_expiry: "8.98".to_owned(),
    };
    let expiry = LeaseExpiryRow {
        role: Role::Tenant,
        ends: "2028/29".to_owned(),
        leases: 1,
        rent: pounds(62_000),
        without_rent: 0,
        area_m2: "1190".to_owned(),
        without_area: 0,
    };
    LeaseSummaries { leases: vec![held, let_out], terms: vec![terms], expiries: vec![expiry] }
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
