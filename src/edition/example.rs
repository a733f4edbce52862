//! Small hand-made views for tests of what is drawn and written.

mod fund;
mod leases;
mod options;
mod sift;

use super::{
    CompletenessRow, ContributionRow, CostLine, CriterionRow, Edition, FigureRow, FindingRow,
    Lettings, MeasureRow, NextFacts, NextRow, Remark, SiteRow, SourceRow, Totals, View, Weighing,
};
use crate::{
    draw::ChartFiles,
    model::{
        CostCategory, Date, FinancialYear, Index, Measure, Points, PositionOf, Score, Severity,
        State, Status, Tenure, Unit, Use,
    },
    score::{Gate, NotRanked},
};
pub(crate) use fund::{fund, with_fund, without_treasury};
pub(crate) use leases::{lease, lease_event, lettings, with_leases};
pub(crate) use options::with_options;

/// A view without sites.
pub(crate) fn empty() -> View {
    View {
        edition: Edition::Restricted,
        estate: "Fenshire".to_owned(),
        organisation: None,
        note: None,
        as_of: Date::from_ymd_opt(2020, 3, 31).unwrap(),
        cost_year: FinancialYear::starting(2019),
        sites: Vec::new(),
        measures: Vec::new(),
        contributions: Vec::new(),
        findings: Vec::new(),
        sources: Vec::new(),
        sift: super::Sift::default(),
        lettings: Lettings::default(),
        options: super::Options::default(),
        receipts: Vec::new(),
        fund: None,
        totals: Totals::default(),
        left_out: 0,
        total_rows: Vec::new(),
        paper: crate::model::Paper::default(),
        since: None,
        leases: 0,
        calendar_until: Date::from_ymd_opt(2025, 3, 31).unwrap(),
        running_leases: Vec::new(),
        lease_summary: super::LeaseSummaries::default(),
        lease_events: Vec::new(),
        rent: Vec::new(),
        rent_totals: Vec::new(),
        lease_accounts: Vec::new(),
        lease_account_totals: Vec::new(),
        exits: Vec::new(),
        completeness: Vec::new(),
        next: NextFacts::default(),
        criteria: Vec::new(),
        figures: Vec::new(),
        weighing: Some(Weighing { shares: (50, 50), least_known: 5_000 }),
        policy: "default".to_owned(),
        quadrants: (0.6, 100.0),
        remarks: Vec::new(),
        outlines: Vec::new(),
    }
}

/// Three sites: one ranked and well known, one with a name that is an attack, one that must be kept.
pub(crate) fn view() -> View {
    let sites = vec![known_site(), hostile_site(), kept_site()];
    View {
        organisation: Some("Fenshire Police & Crime Commissioner".to_owned()),
        note: Some("Illustrative data".to_owned()),
        sift: sift::sift(&sites),
        sites,
        measures: measures(),
        contributions: contributions(),
        findings: findings(),
        sources: sources(),
        totals: Totals {
            sites: 3,
            ranked: 2,
            market_value: Some((2, 125_000_000)),
            existing_use_value: None,
            running_cost: Some((2, 15_123_450)),
            costs: vec![
                CostLine { category: CostCategory::Maintenance, pence: 10_000_000 },
                CostLine { category: CostCategory::Rates, pence: 5_123_450 },
            ],
        },
        completeness: completeness(),
        next: next(),
        criteria: criteria(),
        figures: vec![
            FigureRow {
                name: "allowance".to_owned(),
                value: "10".to_owned(),
                unit: "%".to_owned(),
                meaning: "workstations kept free above the peak".to_owned(),
                source: "judgement, 2020".to_owned(),
            },
            FigureRow {
                name: "benchmarked_for".to_owned(),
                value: "office, training".to_owned(),
                unit: String::new(),
                meaning: "uses judged by their occupancy".to_owned(),
                source: "judgement, 2020".to_owned(),
            },
        ],
        remarks: vec![Remark::NoConstraints],
        ..empty()
    }
}

/// A chart with a picture that can be told from text.
pub(crate) fn chart() -> ChartFiles {
    ChartFiles {
        name: "ranking".to_owned(),
        title: "Need index of the ranked sites".to_owned(),
        svg: "<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"80\" \
              height=\"20\" viewBox=\"0 0 80 20\"><rect width=\"60\" height=\"20\"/></svg>"
            .to_owned(),
        png: vec![0x89, b'P', b'N', b'G'],
        slide: Some(vec![0x89, b'P', b'N', b'G', b's']),
        csv: "site_id,need_index\nFEN-001,61.234567\n".to_owned(),
        text: "FEN-001 leads with 61.2.\n\nThe range of FEN-002 is wide.\n".to_owned(),
    }
}

fn known_site() -> SiteRow {
    SiteRow {
        rank: Some(1),
        site_id: "FEN-001".to_owned(),
        name: "Old Station, Marsh Road".to_owned(),
        site_use: Some(Use::Office),
        tenure: Some(Tenure::Freehold),
        status: Some(Status::Operational),
        district: Some("North".to_owned()),
        need_index: Some(Index(61_234_567)),
        need_low: Some(Index(61_234_567)),
        need_high: Some(Index(61_234_567)),
        utilisation_score: Some(Points(375_000)),
        subletting_score: Some(Points(801_250)),
        disposal_score: Some(Points(599_691)),
        known_share: Some(10_000),
        questioned: vec![Measure::Utilisation.label()],
        gates: vec![Gate::NoExitBefore("2029-03-24".parse().unwrap()), Gate::NeedsConsent],
        position: Some((0.123_456_78, 52.4)),
        position_within_m: Some(5),
        position_of: Some(PositionOf::Site),
        gia_m2: Some(1_840.0),
        utilisation: Some(0.225),
        cost_per_m2: Some(54.35),
        value_pence: Some(85_000_000),
        running_cost: Some(10_000_000),
        costs: vec![
            CostLine { category: CostCategory::Maintenance, pence: 6_000_000 },
            CostLine { category: CostCategory::Rates, pence: 4_000_000 },
        ],
        ..SiteRow::default()
    }
}

fn hostile_site() -> SiteRow {
    SiteRow {
        rank: Some(2),
        site_id: "=cmd()".to_owned(),
        name: "<script>alert(1)</script> & \"Sons\" 🏛 محطة".to_owned(),
        need_index: Some(Index(40_000_000)),
        need_low: Some(Index(25_500_000)),
        need_high: Some(Index(62_000_000)),
        utilisation_score: Some(Points(600_000)),
        known_share: Some(6_250),
        position: Some((0.25, 52.5)),
        running_cost: Some(5_123_450),
        costs: vec![
            CostLine { category: CostCategory::Rates, pence: 6_123_450 },
            CostLine { category: CostCategory::Other, pence: -1_000_000 },
        ],
        ..SiteRow::default()
    }
}

fn kept_site() -> SiteRow {
    SiteRow {
        site_id: "FEN-003".to_owned(),
        name: "Custody suite".to_owned(),
        site_use: Some(Use::Custody),
        gates: vec![Gate::MustKeep],
        not_ranked: Some(NotRanked::MustKeep),
        ..SiteRow::default()
    }
}

fn measures() -> Vec<MeasureRow> {
    let row = |site: &str, measure: Measure, value: &str, shown: &str, state| MeasureRow {
        site_id: site.to_owned(),
        measure,
        value: value.to_owned(),
        shown: shown.to_owned(),
        unit: measure.unit(),
        state,
        low: value.to_owned(),
        high: value.to_owned(),
        basis: "",
        questioned: String::new(),
    };
    vec![
        MeasureRow {
            low: String::new(),
            high: String::new(),
            basis: "no ledger line in the last whole financial year",
            ..row("=cmd()", Measure::CostSaved, "", "not known", State::Unknown)
        },
        MeasureRow {
            questioned: "mean-above-peak; peak-above-capacity".to_owned(),
            ..row("FEN-001", Measure::Utilisation, "0.2250", "22.5%", State::Known)
        },
        row("FEN-001", Measure::Frequency, "0.4100", "41.0%", State::Known),
        row("FEN-001", Measure::RightToSubletPart, "none_needed", "none needed", State::Known),
        row("FEN-001", Measure::NetReceipt, "-12.50", "−£13", State::Interim),
    ]
}

fn contributions() -> Vec<ContributionRow> {
    let row = |site: &str, criterion: Measure, weight| ContributionRow {
        site_id: site.to_owned(),
        score: Score::Disposal,
        criterion,
        reading: String::new(),
        shown: String::new(),
        unit: criterion.unit(),
        state: State::Unknown,
        level: None,
        level_range: Some((0.0, 100.0)),
        weight,
        points: None,
        points_low: Some(Points(0)),
        points_high: Some(Points(250_000)),
        basis: "no ledger line in the last whole financial year",
        questioned: String::new(),
    };
    vec![
        row("=cmd()", Measure::CostSaved, 25),
        ContributionRow {
            score: Score::Utilisation,
            reading: "0.2250".to_owned(),
            shown: "22.5%".to_owned(),
            state: State::Known,
            level: Some(37.5),
            level_range: Some((37.5, 37.5)),
            points: Some(Points(375_000)),
            points_low: Some(Points(375_000)),
            points_high: Some(Points(375_000)),
            basis: "",
            questioned: "mean-above-peak; peak-above-capacity".to_owned(),
            ..row("FEN-001", Measure::Utilisation, 35)
        },
        ContributionRow {
            reading: "-12.50".to_owned(),
            shown: "−£13".to_owned(),
            unit: Unit::Pounds,
            state: State::Interim,
            level: Some(100.0 / 3.0),
            level_range: Some((100.0 / 3.0, 50.0)),
            points: Some(Points(66_667)),
            points_low: Some(Points(66_667)),
            points_high: Some(Points(66_667)),
            basis: "market value less slippage, agent and legal costs",
            ..row("FEN-001", Measure::NetReceipt, 20)
        },
    ]
}

fn criteria() -> Vec<CriterionRow> {
    let row = |score, criterion, weight| CriterionRow {
        score,
        criterion,
        weight,
        scale: "0→0, 100→100".to_owned(),
        source: "judgement, 2020".to_owned(),
    };
    vec![
        row(Score::Utilisation, Measure::Utilisation, 35),
        row(Score::Disposal, Measure::CostSaved, 25),
        row(Score::Disposal, Measure::NetReceipt, 20),
    ]
}

fn completeness() -> Vec<CompletenessRow> {
    let row = |column, known, share, criteria: &[Measure]| CompletenessRow {
        table: "sites",
        column,
        known,
        of: 3,
        share: Some(share),
        criteria: criteria.to_vec(),
        unreadable: Some(0),
        wanted: 3 - known,
    };
    vec![
        row("market_value", 2, 6_667, &[Measure::NetReceipt]),
        row("gia_m2", 3, 10_000, &[Measure::AreaInUse, Measure::CostPerM2]),
        CompletenessRow {
            table: "costs",
            unreadable: None,
            ..row("amount", 1, 3_333, &[Measure::CostSaved])
        },
        CompletenessRow { wanted: 0, ..row("epc_rating", 0, 0, &[]) },
    ]
}

fn next() -> NextFacts {
    let row = NextRow {
        criterion: Measure::CostSaved,
        what: "running cost of the year".to_owned(),
        places: vec![("costs", vec!["financial_year", "category", "amount"])],
        site_ids: vec!["=cmd()".to_owned()],
        points: Some(Index(12_500_000)),
        most: Some(Index(12_500_000)),
        in_part: false,
    };
    let later = NextRow {
        criterion: Measure::CoverageKept,
        what: "read by a later capability".to_owned(),
        places: Vec::new(),
        site_ids: vec!["FEN-001".to_owned(), "=cmd()".to_owned()],
        points: Some(Index(15_000_000)),
        most: Some(Index(7_500_000)),
        in_part: false,
    };
    NextFacts { rows: vec![row, later], among: 2, more: false, ranked: true }
}

fn findings() -> Vec<FindingRow> {
    let row = |severity, rule, found: &str, row| FindingRow {
        severity,
        rule,
        file: "costs.csv".to_owned(),
        sheet: String::new(),
        column: "amount".to_owned(),
        id: "FEN-001".to_owned(),
        found: found.to_owned(),
        expected: "pounds, two decimals at most".to_owned(),
        fix: "correct the cell".to_owned(),
        row,
    };
    vec![
        row(Severity::Warning, "cell-unreadable", "\"n/k\"", Some(7)),
        row(Severity::Warning, "cell-unreadable", "=1+1<img src=x>", Some(9)),
        FindingRow {
            file: "workbook.xlsx".to_owned(),
            sheet: "leases".to_owned(),
            column: String::new(),
            ..row(Severity::Note, "unknown-column", "\"remark\", kept out", None)
        },
    ]
}

fn sources() -> Vec<SourceRow> {
    let row = |measure, file: &str, row| SourceRow {
        site_id: "FEN-001".to_owned(),
        measure,
        file: file.to_owned(),
        sheet: String::new(),
        row: Some(row),
    };
    vec![
        row(Measure::Utilisation, "occupancy.csv", 2),
        row(Measure::Utilisation, "occupancy.csv", 3),
        row(Measure::NetReceipt, "sites.csv", 2),
    ]
}
