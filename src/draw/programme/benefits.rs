//! Benefits to date by initiative: planned, realised, and proved by the ledger.

use super::{from, pounds, scale};
use crate::{
    draw::{
        Chart, ChartNumbers, DrawError,
        bars::{Bars, Label, beside},
        chart_table,
        font_metrics::FontMetrics,
        frame::{self, Caption, Key},
        sheet::{Area, BLACK, Form, GREY, Line, NAVY, SKY, Sheet, WHITE},
    },
    edition::{FundView, InitiativeSum, Proof, View},
    model::pounds_short,
    wording::{capital, more_than, number},
};

/// Room for the figures.
fn figures_room(form: Form) -> f64 {
    form.either(230.0, 330.0)
}

/// How far the ledger can say whether a saving came, the best of an initiative's years first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum LedgerProof {
    Tested,
    EvidenceOnly,
    NoLedger,
    NoEvidence,
    NotRecorded,
}

impl LedgerProof {
    /// Returns what the proof of a year tells; `None` of a year that has not ended.
    const fn of(proof: Proof) -> Option<Self> {
        match proof {
            Proof::Proved | Proof::PartlyProved | Proof::NotProved => Some(Self::Tested),
            Proof::EvidenceOnly => Some(Self::EvidenceOnly),
            Proof::NoLedger => Some(Self::NoLedger),
            Proof::NoEvidence => Some(Self::NoEvidence),
            Proof::NotRecorded => Some(Self::NotRecorded),
            Proof::NotDue => None,
        }
    }

    /// Returns the word of the picture's data file.
    const fn word(self) -> &'static str {
        match self {
            Self::Tested => "tested",
            Self::EvidenceOnly => "evidence_only",
            Self::NoLedger => "no_ledger",
            Self::NoEvidence => "no_evidence",
            Self::NotRecorded => "not_recorded",
        }
    }
}

/// An initiative as it is drawn.
struct Row<'a> {
    sums: &'a InitiativeSum,
    proof: LedgerProof,
}

impl<'a> Row<'a> {
    fn of(fund: &FundView, sums: &'a InitiativeSum) -> Self {
        let own = fund.benefits.iter().filter(|line| line.initiative == sums.initiative);
        let best = own.filter_map(|line| LedgerProof::of(line.proof)).min();
        Self { sums, proof: best.unwrap_or(LedgerProof::NotRecorded) }
    }

    /// Tells whether a year that is over has anything planned or realised.
    const fn is_due(&self) -> bool {
        let sums = self.sums;
        sums.planned_to_date != 0 || sums.realised_to_date != 0 || sums.not_recorded > 0
    }

    /// Tells whether what was realised is recorded of a year.
    const fn is_recorded(&self) -> bool {
        self.sums.planned_to_date != 0
            || self.sums.realised_to_date != 0
            || self.sums.not_recorded == 0
    }

    /// Returns what the ledger proves; `None` where it cannot be asked.
    fn proved(&self) -> Option<i64> {
        self.sums.proved_to_date.filter(|_| self.proof == LedgerProof::Tested)
    }

    /// Writes what is recorded; what is not is no zero.
    fn figures(&self) -> String {
        if !self.is_recorded() {
            return "not recorded".to_owned();
        }
        let proof = match (self.proved(), self.proof) {
            (Some(pence), _) => format!("{} proved", pounds_short(pence)),
            (None, LedgerProof::EvidenceOnly) => "evidence only".to_owned(),
            (None, LedgerProof::NoLedger) => "no ledger to check".to_owned(),
            (None, LedgerProof::Tested | LedgerProof::NoEvidence | LedgerProof::NotRecorded) => {
                "no evidence".to_owned()
            }
        };
        let part = if self.sums.not_recorded > 0 { "; incomplete" } else { "" };
        let (realised, planned) = (self.sums.realised_to_date, self.sums.planned_to_date);
        format!("{} of {}; {proof}{part}", pounds_short(realised), pounds_short(planned))
    }
}

/// Draws the initiatives of which anything was planned or realised to date, largest plan first.
pub(super) fn chart(
    view: &View,
    fund: &FundView,
    metrics: &FontMetrics,
    form: Form,
) -> Result<Option<Chart>, DrawError> {
    let every = fund.initiatives.iter().map(|sums| Row::of(fund, sums));
    let mut all: Vec<Row<'_>> = every.filter(Row::is_due).collect();
    all.sort_by(|a, b| {
        let planned = b.sums.planned_to_date.cmp(&a.sums.planned_to_date);
        planned.then_with(|| a.sums.initiative.cmp(&b.sums.initiative))
    });
    if !all.iter().any(Row::is_recorded) {
        return Ok(None);
    }
    let rows = all.get(..form.rows.min(all.len())).unwrap_or(&all);
    let title = title(&all);
    let ahead = fund.initiatives.len() - all.len();
    let proof = if is_tested(rows) {
        "Proved: the site’s cost in the ledger fell by at least as much. Sales, and savings not tied to one site, rest \
         on their evidence only."
    } else {
        "None is checked against the ledger of a site."
    };
    let mut about = vec![format!(
        "To date: years that have ended, with both plan and result recorded. {proof}"
    )];
    about.extend(more_than(all.len(), rows.len(), "initiative"));
    if ahead > 0 {
        let (initiatives, has) =
            if ahead == 1 { ("initiative", "has") } else { ("initiatives", "have") };
        let many = capital(&number(ahead));
        about.push(format!("{many} {initiatives} {has} nothing planned to date and no bar."));
    }
    let caption = from(view, about, "benefits register and ledger");
    let sheet = sheet(metrics, form, &title, rows, &caption);
    let numbers = ChartNumbers::of(&BenefitsChart, BenefitsChart::of(rows.iter()))?;
    let text = text(&title, rows, &caption);
    Ok(Some(Chart { name: "benefits".to_owned(), title, sheet, numbers, text }))
}

/// Tells whether the ledger was asked about any.
fn is_tested(rows: &[Row<'_>]) -> bool {
    rows.iter().any(|row| row.proved().is_some())
}

/// Says what is drawn.
fn shown(rows: &[Row<'_>]) -> &'static str {
    if is_tested(rows) { "planned, realised, proved by the ledger" } else { "planned, realised" }
}

fn title(all: &[Row<'_>]) -> String {
    let sum = |of: fn(&InitiativeSum) -> i64| {
        pounds_short(all.iter().map(|row| of(row.sums)).fold(0, i64::saturating_add))
    };
    let (planned, realised) = (sum(|i| i.planned_to_date), sum(|i| i.realised_to_date));
    let part = all.iter().any(|row| row.sums.not_recorded > 0);
    let verb = if part { "recorded as realised" } else { "realised" };
    let tested: Vec<i64> = all.iter().filter_map(Row::proved).collect();
    let proof = if tested.is_empty() {
        "none checked".to_owned()
    } else {
        format!("{} proved", pounds_short(tested.into_iter().fold(0, i64::saturating_add)))
    };
    format!("{realised} {verb} of {planned} planned; {proof}")
}

fn sheet(
    metrics: &FontMetrics,
    form: Form,
    title: &str,
    rows: &[Row<'_>],
    caption: &Caption,
) -> Sheet {
    const SIZE: f64 = 13.0;
    let shown = format!("Benefits to date by initiative: {}, £", shown(rows));
    let (mut sheet, y) = frame::begin(form, metrics, title, &shown);
    let mut keys = vec![
        Key::new("Planned", |sheet, area| bar(sheet, area, 0)),
        Key::new("Realised", |sheet, area| bar(sheet, inner(area, 3.0), 1)),
    ];
    if is_tested(rows) {
        let mark = |sheet: &mut Sheet, area| bar(sheet, inner(area, 5.5), 2);
        keys.push(Key::new("Proved by the ledger", mark));
    }
    let y = frame::legend(&mut sheet, metrics, y, &keys);
    let labels: Vec<Label> = rows
        .iter()
        .map(|i| Label { before: String::new(), name: metrics.plain(&i.sums.initiative) })
        .collect();
    let sums = |row: &Row<'_>| {
        let proved = row.proved().unwrap_or(0);
        [row.sums.planned_to_date, row.sums.realised_to_date, proved]
    };
    let every = std::iter::once(0).chain(rows.iter().flat_map(sums)).map(pounds);
    let figures = form.right() - figures_room(form);
    let points = (form.either(190.0, 300.0), figures - 34.0);
    let axis = scale(metrics, every, 6.0, points);
    let bars = Bars::begin(&mut sheet, metrics, y, &labels, axis, |v| axis.pounds(v));
    sheet.text(Line::new("Realised of planned; proof", figures, y + 14.0, SIZE).colour(GREY));
    for (at, row) in (0..).zip(rows) {
        let area = |pence| bars.area(at, 0.0, pounds(pence));
        bar(&mut sheet, area(row.sums.planned_to_date), 0);
        bar(&mut sheet, inner(area(row.sums.realised_to_date), 4.0), 1);
        if let Some(proved) = row.proved() {
            bar(&mut sheet, inner(area(proved), 8.0), 2);
        }
        let at = (figures, bars.middle(at));
        beside(&mut sheet, metrics, &row.figures(), at, form.right() - figures);
    }
    let y = bars.end(&mut sheet, "Benefits to date (£)");
    frame::end(&mut sheet, metrics, y, caption);
    sheet
}

/// Returns a rectangle less so much above and below.
fn inner(area: Area, by: f64) -> Area {
    Area { top: area.top + by, bottom: area.bottom - by, ..area }
}

fn bar(sheet: &mut Sheet, area: Area, which: usize) {
    match which {
        0 => {
            sheet.fill(area, WHITE);
            sheet.outline(area, 1.5, BLACK);
        }
        1 => sheet.fill(area, SKY),
        _ => sheet.fill(area, NAVY),
    }
}

/// Returns a sum of an initiative of which anything is recorded.
fn recorded(row: &Row, pence: Option<i64>) -> Option<i64> {
    pence.filter(|_| row.is_recorded())
}

chart_table! {
    /// the bars of the chart of benefits
    BenefitsChart: file "charts/benefits.csv", key ["initiative"];
    rows row: &'a Row<'a>;
    "initiative", "Initiative", Text, "", Restricted,
        "the initiative" = &row.sums.initiative;
    "planned_to_date", "Planned to date", Money, "£", Restricted,
        "planned for years that have ended, where both are recorded; empty where nothing is" = recorded(row, Some(row.sums.planned_to_date));
    "realised_to_date", "Realised to date", Money, "£", Restricted,
        "realised in them" = recorded(row, Some(row.sums.realised_to_date));
    "proved_to_date", "Proved to date", Money, "£", Restricted,
        "what of it the ledger proves; empty where it cannot be asked" = recorded(row, row.proved());
    "proof", "Proof", Text, "", Restricted,
        "what the ledger could be asked" = row.proof.word();
    "years_not_recorded", "Years not recorded", Whole, "years", Restricted,
        "years that lack what is planned, or have ended and lack what was realised" = row.sums.not_recorded;
}

fn text(title: &str, rows: &[Row<'_>], caption: &Caption) -> String {
    const DESCRIBED: usize = 8;
    let mut out = vec![
        format!("{title}."),
        format!("Bars by initiative of benefits {}, to date.", shown(rows)),
        "Each gives realised of planned, then the proof.".to_owned(),
    ];
    out.extend(
        rows.iter()
            .take(DESCRIBED)
            .map(|row| format!("{}: {}.", row.sums.initiative, row.figures())),
    );
    out.extend(caption.sentences());
    out.join(" ")
}
