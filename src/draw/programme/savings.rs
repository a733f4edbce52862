//! What the estate saves by year, against its agreed share and the whole body's target.

use super::{
    MOST, caption, pounds, unknown,
    years::{self, Years},
};
use crate::{
    draw::{
        Chart, ChartNumbers, DrawError, chart_table,
        font_metrics::FontMetrics,
        frame::{self, Caption, Key},
        sheet::{Area, BLACK, EDGE, Form, Line, NAVY, Sheet, VERMILION, WHITE},
    },
    edition::{FinancingRow, FundView, View},
    model::pounds_short,
    wording::{more_than, number},
};

const GAP: f64 = 44.0;
/// Of the heading of a panel.
const HEADING: f64 = 12.0;

/// A target that savings are measured against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Target {
    Estate,
    Body,
}

impl Target {
    const ALL: [Self; 2] = [Self::Estate, Self::Body];

    const fn of(self, year: &FinancingRow) -> Option<i64> {
        match self {
            Self::Estate => year.estate_target,
            Self::Body => year.force_target,
        }
    }

    const fn heading(self) -> &'static str {
        match self {
            Self::Estate => "Against the estate’s agreed share",
            Self::Body => "Against the whole body’s target",
        }
    }

    const fn words(self) -> &'static str {
        match self {
            Self::Estate => "Agreed share",
            Self::Body => "Body’s target",
        }
    }
}

fn saved(year: &FinancingRow) -> i64 {
    year.revenue.saving() + year.revenue.other_savings
}

/// Draws the years that have a target; nothing without a treasury or a target.
pub(super) fn chart(
    view: &View,
    fund: &FundView,
    metrics: &FontMetrics,
    form: Form,
) -> Result<Option<Chart>, DrawError> {
    let has = |year: &&FinancingRow| {
        year.debt.is_some() && Target::ALL.iter().any(|target| target.of(year).is_some())
    };
    let all: Vec<&FinancingRow> = fund.financing.iter().filter(has).collect();
    let years = all.get(..MOST.min(all.len())).unwrap_or(&all);
    if years.is_empty() {
        return Ok(None);
    }
    let title = title(&all);
    let mut about = vec![
        "Lasting savings of the estate: lower running cost, rent received and other savings, less added running cost, including desks elsewhere. One-off sums and financing costs are not included."
            .to_owned(),
    ];
    about.extend(more_than(all.len(), years.len(), "year"));
    about.extend(unknown(fund));
    let caption = caption(view, about);
    let sheet = sheet(metrics, form, &title, years, &caption);
    let numbers = ChartNumbers::of(&SavingsChart, SavingsChart::of(years.iter().copied()))?;
    let text = text(&title, years, &caption);
    Ok(Some(Chart { name: "savings_against_target".to_owned(), title, sheet, numbers, text }))
}

/// Says in how many years the agreed share is met; without one, what is saved in the last year.
fn title(all: &[&FinancingRow]) -> String {
    let shared: Vec<(&FinancingRow, i64)> =
        all.iter().filter_map(|year| Some((*year, year.estate_target?))).collect();
    let met = shared.iter().filter(|(year, share)| saved(year) >= *share).count();
    let of = number(shared.len());
    match (shared.as_slice(), met) {
        ([], _) => {
            let last = all.last();
            let (saved, target) = last.map_or((0, 0), |y| (saved(y), y.force_target.unwrap_or(0)));
            let year = last.map_or_else(String::new, |y| y.year.to_string());
            format!(
                "Savings {} of a target of {} in {year}",
                pounds_short(saved),
                pounds_short(target)
            )
        }
        ([(year, _)], 0) => format!("Savings miss the agreed share in {}", year.year),
        ([(year, _)], _) => format!("Savings meet the agreed share in {}", year.year),
        (every, met) if met == every.len() => {
            format!("Savings meet the agreed share in all {of} years")
        }
        (_, 0) => format!("Savings miss the agreed share in all {of} years"),
        (_, met) => format!("Savings meet the agreed share in {} of {of} years", number(met)),
    }
}

fn sheet(
    metrics: &FontMetrics,
    form: Form,
    title: &str,
    years: &[&FinancingRow],
    caption: &Caption,
) -> Sheet {
    let shown = "Lasting savings of the estate by financial year, and the target, £ a year";
    let (mut sheet, y) = frame::begin(form, metrics, title, shown);
    let mut keys = vec![Key::new("Saved", |sheet, area| sheet.fill(area, NAVY))];
    if years.iter().any(|year| saved(year) < 0) {
        keys.push(Key::new("Added cost", column_below));
    }
    keys.push(Key::new("Target", |sheet, area| {
        let middle = f64::midpoint(area.top, area.bottom);
        mark(sheet, (area.left, area.right), middle);
    }));
    let y = frame::legend(&mut sheet, metrics, y, &keys);
    let targets: Vec<Target> = Target::ALL
        .into_iter()
        .filter(|target| years.iter().any(|year| target.of(year).is_some()))
        .collect();
    let foot = frame::foot(form, metrics, caption);
    let height = years::height(220.0, foot, y + HEADING, 2.0);
    let (mut ends, mut top, mut bottom) = ((EDGE, form.right()), y, y);
    // Side by side where the sheet is wide, else one below the other.
    let beside = targets.len() > 1 && foot.is_some();
    if beside {
        ends.1 = f64::midpoint(EDGE, form.right()) - GAP / 2.0;
    }
    for target in targets {
        bottom = panel(&mut sheet, metrics, target, years, ends, (top, height));
        if beside {
            ends = (ends.1 + GAP, form.right());
        } else {
            top = bottom;
        }
    }
    frame::end(&mut sheet, metrics, bottom, caption);
    sheet
}

/// Draws the savings against one target; returns the height used.
fn panel(
    sheet: &mut Sheet,
    metrics: &FontMetrics,
    target: Target,
    years: &[&FinancingRow],
    ends: (f64, f64),
    (y, height): (f64, f64),
) -> f64 {
    sheet.text(Line::new(target.heading(), ends.0, y + 14.0, 15.0).bold());
    let years: Vec<&&FinancingRow> = years.iter().filter(|y| target.of(y).is_some()).collect();
    let sums = || {
        years
            .iter()
            .flat_map(|year| [Some(saved(year)), target.of(year)].into_iter().flatten().map(pounds))
    };
    let (low, high) = (sums().fold(0.0, f64::min), sums().fold(0.0, f64::max));
    let names: Vec<String> = years.iter().map(|year| year.year.to_string()).collect();
    let saving: Vec<String> = years.iter().map(|year| pounds_short(saved(year))).collect();
    let asked: Vec<String> =
        years.iter().map(|year| target.of(year).map_or_else(String::new, pounds_short)).collect();
    let widest: Vec<String> = saving.iter().chain(&asked).cloned().collect();
    let at = (y + HEADING, height);
    let mut body = Years::begin(sheet, metrics, ends, at, &names, (low, high), &widest);
    for (year, at) in years.iter().zip(0..) {
        let sum = pounds(saved(year));
        let area = body.area(at, 0.0, sum);
        if sum < 0.0 {
            column_below(sheet, area);
        } else {
            sheet.fill(area, NAVY);
        }
    }
    for (year, at) in years.iter().zip(0..) {
        let Some(asked) = target.of(year) else { continue };
        mark(sheet, body.ends(at), body.axis.at(pounds(asked)));
    }
    body.figures(sheet, metrics, "Saved", &saving);
    body.figures(sheet, metrics, target.words(), &asked);
    body.end()
}

fn column_below(sheet: &mut Sheet, area: Area) {
    sheet.fill(area, WHITE);
    sheet.hatch(area, 6.0, VERMILION);
    sheet.outline(area, 1.5, VERMILION);
}

/// Draws the mark of what is asked for.
fn mark(sheet: &mut Sheet, (left, right): (f64, f64), y: f64) {
    sheet.stroke((left, y), (right, y), 3.5, BLACK);
}

chart_table! {
    /// the columns of the chart of savings against targets
    SavingsChart: file "charts/savings_against_target.csv", key ["financial_year"];
    rows row: &'a FinancingRow;
    "financial_year", "Financial year", Year, "", Restricted,
        "the financial year" = row.year;
    "saved", "Saved", Money, "£", Restricted,
        "savings of the estate in the year" = saved(row);
    "estate_agreed_share", "Estate's share", Money, "£", Restricted,
        "the share of the target that is agreed for the estate; empty is not given" = row.estate_target;
    "body_target", "Target of the body", Money, "£", Restricted,
        "the target of the whole body; empty is not given" = row.force_target;
}

fn text(title: &str, years: &[&FinancingRow], caption: &Caption) -> String {
    const DESCRIBED: usize = 6;
    let mut out = vec![
        format!("{title}."),
        "Columns of the savings of the estate by financial year, with the targets as marks."
            .to_owned(),
    ];
    out.extend(years.iter().take(DESCRIBED).map(|year| {
        let asked = Target::ALL.iter().filter_map(|target| {
            Some(format!(", {} {}", target.words().to_lowercase(), pounds_short(target.of(year)?)))
        });
        format!("{}: saved {}{}.", year.year, pounds_short(saved(year)), asked.collect::<String>())
    }));
    out.extend(caption.sentences());
    out.join(" ")
}
