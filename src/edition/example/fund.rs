//! Made-up programmes whose sums agree with each other.

use rust_decimal::Decimal;

use super::{View, with_options};
use crate::{
    edition::{
        BenefitRow, BreakEvenRow, DebtYear, Evidence, FinancingRow, FlagFound, FlagKind, FundFlag,
        FundView, FundingYear, InitiativeSum, LoanRow, ReceiptRow, ReconciledRow, RevenueRow,
        RevenueYear, ScenarioResult, SchemeRow, SchemeYear, Summary, SwingResult,
    },
    model::{Date, FinancialYear},
};

/// Pence of a thousand pounds.
const K: i64 = 100_000;

/// The view with options, and a programme of two schemes over seven years, the first five of them budgeted.
pub(crate) fn with_fund() -> View {
    View { fund: Some(fund((7, 5), 2)), ..with_options() }
}

/// A programme of so many schemes over so many years, of which so many are budgeted.
pub(crate) fn fund((years, budget): (usize, usize), schemes: usize) -> FundView {
    let year = |at: usize| FinancialYear::starting(2020 + i32::try_from(at).unwrap()).to_string();
    let rows: Vec<SchemeRow> = (0..schemes)
        .map(|number| SchemeRow {
            project_id: format!("CAP-{:02}", number + 1),
            name: if number == 0 {
                "=Southern station".to_owned()
            } else {
                format!("Scheme {number}")
            },
            site_id: String::new(),
            years: scheme(number, years, budget),
            rows: Vec::new(),
        })
        .collect();
    let financing = financing(&rows, (years, budget));
    let parts = rows.iter().enumerate().map(|(number, row)| RevenueRow {
        of: "project",
        id: row.project_id.clone(),
        name: row.name.clone(),
        years: financing
            .iter()
            .zip(&row.years)
            .map(|(f, own)| borne(f, own, number == 0))
            .collect(),
    });
    let total: Vec<RevenueYear> = financing.iter().map(|row| row.revenue).collect();
    let parts: Vec<RevenueRow> = parts.collect();
    let mut before = total.clone();
    for part in &parts {
        for (left, own) in before.iter_mut().zip(&part.years) {
            left.mrp -= own.mrp;
            left.interest -= own.interest;
            left.running_cost -= own.running_cost;
            left.revenue_contribution -= own.revenue_contribution;
        }
    }
    let part =
        |of, name: &str, years| RevenueRow { of, id: String::new(), name: name.to_owned(), years };
    let head = [part("total", "Total", total), part("before", "Borrowed before", before)];
    let planned = summary(&financing, budget);
    FundView {
        effects: Vec::new(),
        years: (0..years).map(year).collect(),
        budget_years: budget,
        receipts: vec![ReceiptRow {
            year: year(0),
            site_id: "FEN-001".to_owned(),
            project_id: "CAP-01".to_owned(),
            gross: 900 * K,
            sale_cost: 0,
            basis: "given",
            decision: "taken",
            what: "receipt".to_owned(),
        }],
        loans: vec![LoanRow {
            year: year(0),
            principal: 1_000 * K,
            rate: Decimal::new(26, 3),
            term: "long",
        }],
        revenue: head.into_iter().chain(parts).collect(),
        reconciliation: vec![reconciled()],
        scenarios: scenarios(planned),
        swings: swings(planned),
        break_even: vec![BreakEvenRow {
            project_id: "CAP-01".to_owned(),
            name: "=Southern station".to_owned(),
            site_id: "FEN-001".to_owned(),
            year: year(0),
            planned: None,
            receipt: Some(234_567_890),
            before: 0,
            left: 144_567_890,
        }],
        flags: vec![FundFlag {
            kind: FlagKind::LifeTooLong,
            year: Some(FinancialYear::starting(2020)),
            scheme: "CAP-01".to_owned(),
            found: FlagFound::OpeningCharged {
                part: Some("<b>Old</b> debt".to_owned()),
                years: 70,
                longest: 50,
            },
            later: 0,
        }],
        unknown: vec!["the life of CAP-02 is not recorded".to_owned()],
        benefits: vec![
            benefit("Closure of Bank House", Some(66 * K), "proved"),
            benefit("Closure of Bank House", None, "not_recorded"),
            benefit("Sale of Bank House", Some(648 * K), "evidence_only"),
            benefit("Energy contract", None, "not_recorded"),
            benefit("Agile working", None, "not_due"),
        ],
        initiatives: initiatives(),
        has_treasury: true,
        schemes: rows,
        financing,
    }
}

/// The same without a treasury: nothing is known of debt and revenue.
pub(crate) fn without_treasury(mut fund: FundView) -> FundView {
    fund.has_treasury = false;
    fund.revenue.clear();
    fund.loans.clear();
    for row in &mut fund.financing {
        row.debt = None;
        row.revenue = RevenueYear::default();
        (row.authorised_limit, row.operational_boundary) = (None, None);
        (row.net_revenue_stream, row.financing_cost, row.financing_share) = (None, None, None);
        (row.force_target, row.estate_target) = (None, None);
    }
    let no_debt = |s: &mut Summary| {
        *s = Summary {
            spend: s.spend,
            borrowing: s.borrowing,
            receipts: s.receipts,
            ..Summary::default()
        };
    };
    fund.scenarios.iter_mut().for_each(|s| no_debt(&mut s.summary));
    fund.swings.iter_mut().for_each(|s| [&mut s.low, &mut s.high].into_iter().for_each(no_debt));
    fund
}

/// A scheme's years: spent while budgeted, charged from the year after on.
fn scheme(number: usize, years: usize, budget: usize) -> Vec<SchemeYear> {
    let size = (i64::try_from(number).unwrap() % 5 + 1) * 300 * K;
    let mut owed = 0;
    (0..years)
        .map(|at| {
            let is_spent = at < budget && (number + at) % 3 != 2;
            let mut year = SchemeYear { mrp: owed / 25, ..SchemeYear::default() };
            owed -= year.mrp;
            if is_spent {
                let rising = i64::try_from(at).unwrap() * 40 * K;
                year.budget = size + rising;
                year.inflation = 5 * K;
                year.spend = size + rising + 5 * K;
                year.grant = 20 * K;
                year.revenue_contribution = 10 * K;
                year.linked_receipt = if number == 0 && at == 0 { 200 * K } else { 0 };
                year.borrowing =
                    year.spend - year.grant - year.revenue_contribution - year.linked_receipt;
                owed += year.borrowing;
            }
            year.outstanding = owed;
            year
        })
        .collect()
}

/// The years of all schemes, with opening debt of £6m and a requirement of £9m.
fn financing(schemes: &[SchemeRow], (years, budget): (usize, usize)) -> Vec<FinancingRow> {
    let (mut cfr, mut loans, mut receipts) = (9_000 * K, 6_000 * K, 0);
    (0..years)
        .map(|at| {
            let mut all = SchemeYear::default();
            for own in schemes.iter().map(|s| s.years[at]) {
                all.budget += own.budget;
                all.inflation += own.inflation;
                all.spend += own.spend;
                all.grant += own.grant;
                all.revenue_contribution += own.revenue_contribution;
                all.linked_receipt += own.linked_receipt;
                all.borrowing += own.borrowing;
                all.mrp += own.mrp;
                all.outstanding += own.outstanding;
            }
            let received = if at == 0 { 900 * K } else { 0 };
            let funding = FundingYear {
                schemes: all,
                opening_mrp: 300 * K,
                receipts_opening: receipts,
                receipts_received: received,
                receipts_closing: receipts + received - all.linked_receipt,
                ..FundingYear::default()
            };
            receipts = funding.receipts_closing;
            let mut debt = DebtYear {
                cfr_opening: cfr,
                borrowing: all.borrowing,
                mrp_opening: 300 * K,
                mrp_programme: all.mrp,
                reserves: 4_000 * K,
                unapplied: receipts,
                working_capital: 500 * K,
                loans_opening: loans,
                loans_repaid: 100 * K,
                interest_existing: 240 * K,
                investment_income: 3 * K,
                ..DebtYear::default()
            };
            cfr += all.borrowing - all.mrp - 300 * K;
            debt.cfr_closing = cfr;
            debt.cfr_loans = cfr;
            debt.liability_benchmark = cfr - 2_500 * K - receipts;
            debt.new_long = (debt.liability_benchmark - loans + 100 * K).max(0);
            loans += debt.new_long - 100 * K;
            debt.loans_closing = loans;
            debt.internal_borrowing = cfr - loans;
            debt.investments = debt.reserves + receipts + 500 * K - debt.internal_borrowing;
            debt.gross_debt = loans;
            let revenue = RevenueYear {
                mrp: 300 * K + all.mrp,
                interest: 240 * K + debt.new_long / 50,
                income_forgone: 12 * K,
                running_cost: -15 * K,
                one_off: if at == 0 { 35 * K } else { 0 },
                revenue_contribution: all.revenue_contribution,
                rent_in: 23 * K,
                ..RevenueYear::default()
            };
            let is_budget = at < budget;
            let of_budget = |pence: i64| Some(pence).filter(|_| is_budget);
            let rising = i64::try_from(at).unwrap();
            FinancingRow {
                year: FinancialYear::starting(2020 + i32::try_from(at).unwrap()).to_string(),
                funding,
                debt: Some(debt),
                revenue,
                authorised_limit: of_budget(20_000 * K),
                operational_boundary: of_budget(17_000 * K),
                net_revenue_stream: of_budget(132_000 * K),
                financing_cost: Some(revenue.mrp + revenue.interest - 3 * K),
                financing_share: Some(Decimal::new(43, 4)).filter(|_| is_budget),
                force_target: of_budget((1_900 + rising * 800) * K),
                estate_target: of_budget((30 + rising * 10) * K),
            }
        })
        .collect()
}

fn borne(year: &FinancingRow, own: &SchemeYear, is_first: bool) -> RevenueYear {
    RevenueYear {
        mrp: own.mrp,
        interest: if is_first { year.revenue.interest / 4 } else { 0 },
        running_cost: if is_first { -15 * K } else { 0 },
        revenue_contribution: own.revenue_contribution,
        ..RevenueYear::default()
    }
}

fn summary(financing: &[FinancingRow], budget: usize) -> Summary {
    let years = &financing[..budget];
    Summary {
        spend: years.iter().map(|y| y.funding.schemes.spend).sum(),
        borrowing: years.iter().map(|y| y.funding.schemes.borrowing).sum(),
        receipts: years.iter().map(|y| y.funding.receipts_received).sum(),
        new_loans: years.iter().filter_map(|y| Some(y.debt?.new_long)).sum(),
        cfr: years.last().and_then(|y| Some(y.debt?.cfr_closing)).unwrap_or(0),
        peak_debt: financing.iter().filter_map(|y| Some(y.debt?.gross_debt)).max().unwrap_or(0),
        revenue: years.iter().map(|y| y.revenue.total()).sum(),
        revenue_last: years.last().map_or(0, |y| y.revenue.total()),
        financing_share: Some(Decimal::new(43, 4)),
        years_over_limit: 0,
    }
}

fn scenarios(planned: Summary) -> Vec<ScenarioResult> {
    let row = |id: &str, title: &str, more: i64| ScenarioResult {
        id: id.to_owned(),
        title: title.to_owned(),
        summary: Summary {
            revenue: planned.revenue + more * K,
            peak_debt: planned.peak_debt + more * 4 * K,
            ..planned
        },
        source: "judgement".to_owned(),
    };
    vec![
        row("base", "As planned", 0),
        row("sale_late", "Sales two years late", 310),
        row("rates_high", "Interest rates 1 point higher", 640),
        row("as_recommended", "Every recommended option taken", -900),
    ]
}

fn swings(planned: Summary) -> Vec<SwingResult> {
    let row = |lever, ends: [&str; 2], low: i64, high: i64| SwingResult {
        lever,
        ends: ends.map(ToOwned::to_owned),
        low: Summary { revenue: planned.revenue + low * K, ..planned },
        high: Summary { revenue: planned.revenue + high * K, ..planned },
    };
    vec![
        row("rates_change", ["-1%", "1%"], -600, 640),
        row("receipt_delay_years", ["0", "2"], 0, 310),
        row("grant_share", ["0%", "100%"], 20, 0),
    ]
}

fn reconciled() -> ReconciledRow {
    ReconciledRow {
        site_id: "FEN-001".to_owned(),
        option: "dispose",
        decision: "taken",
        year: "2020/21".to_owned(),
        on: Date::from_ymd_opt(2020, 10, 30).unwrap(),
        what: "receipt",
        economic: 870 * K,
        transfers: 0,
        discount: 20 * K,
        inflation: 10 * K,
        replaced: 0,
        budget: 900 * K,
        line: "capital receipt",
    }
}

fn benefit(initiative: &str, realised: Option<i64>, proof: &'static str) -> BenefitRow {
    BenefitRow {
        also_claimed_by: String::new(),
        benefit_id: "BEN-01".to_owned(),
        initiative: initiative.to_owned(),
        site_id: "FEN-001".to_owned(),
        kind: "running_cost",
        owner: "=Head of Estates".to_owned(),
        agreed_on: Date::from_ymd_opt(2019, 6, 20),
        status: "tracked",
        year: "2019/20".to_owned(),
        planned: Some(65 * K),
        counted: Some(65 * K),
        realised,
        cashable: Some(true),
        before_year: String::new(),
        cost_before: None,
        cost_after: None,
        fall: None,
        proof,
        evidence: String::new(),
    }
}

fn initiatives() -> Vec<InitiativeSum> {
    let row = |initiative: &str, [planned, realised, proved, ahead]: [i64; 4], not_recorded| {
        InitiativeSum {
            evidence: Evidence::None,
            initiative: initiative.to_owned(),
            planned_to_date: planned * K,
            realised_to_date: realised * K,
            proved_to_date: (proved > 0).then_some(proved * K),
            not_recorded,
            planned_ahead: ahead * K,
            realisation: (realised > 0).then(|| Decimal::from(realised) / Decimal::from(planned)),
            forecast: (realised + ahead) * K,
            cost: None,
            return_on_investment: None,
            double_counted: 0,
        }
    };
    vec![
        row("Closure of Bank House", [65, 66, 66, 67], 1),
        row("Sale of Bank House", [620, 648, 0, 0], 0),
        row("Energy contract", [0, 0, 0, 32], 1),
        row("Agile working", [0, 0, 0, 140], 0),
    ]
}
