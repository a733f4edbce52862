//! The revenue cost and peak debt in each scenario, side by side.

use super::{caption, pounds, scale, unknown};
use crate::{
    draw::{
        Chart, ChartNumbers, DrawError,
        bars::{Bars, Label},
        chart_table,
        font_metrics::{FontMetrics, FontWeight},
        frame::{self, Caption, Key},
        sheet::{Area, BLACK, Form, GREY, GRID, Line, NAVY, RULE, SKY, Sheet, WHITE},
    },
    edition::{FundView, ScenarioResult, View},
    model::pounds_short,
    wording::{more_than, number},
};

/// Room for a sum beside its bar, with what it is more than planned.
const VALUE: f64 = 118.0;
const SIZE: f64 = 13.0;

/// Draws the scenarios, as planned first; nothing without a treasury, or with that one alone.
pub(super) fn chart(
    view: &View,
    fund: &FundView,
    metrics: &FontMetrics,
    form: Form,
) -> Result<Option<Chart>, DrawError> {
    let all = &fund.scenarios;
    if !fund.has_treasury || all.len() < 2 {
        return Ok(None);
    }
    let rows = all.get(..form.rows.min(all.len())).unwrap_or(all);
    let title = title(all);
    let mut about = vec![
        "Revenue cost is over the years of the budget; peak debt is the highest at the end of any year followed. In brackets: the change from plan."
            .to_owned(),
    ];
    about.extend(more_than(all.len(), rows.len(), "scenario"));
    about.extend(unknown(fund));
    let caption = caption(view, about);
    let sheet = sheet(metrics, form, &title, rows, &caption);
    let numbers = ChartNumbers::of(&ScenariosChart, ScenariosChart::of(rows.iter()))?;
    let text = text(&title, rows, &caption);
    Ok(Some(Chart { name: "scenarios".to_owned(), title, sheet, numbers, text }))
}

fn title(all: &[ScenarioResult]) -> String {
    let sums = || all.iter().map(|s| s.summary.revenue);
    let (low, high) = (sums().min().unwrap_or(0), sums().max().unwrap_or(0));
    let (low, high) = (pounds_short(low), pounds_short(high));
    if low == high {
        return format!("The revenue cost is {low} in every scenario");
    }
    format!("The revenue cost is {low} to {high} across {} scenarios", number(all.len()))
}

fn sheet(
    metrics: &FontMetrics,
    form: Form,
    title: &str,
    rows: &[ScenarioResult],
    caption: &Caption,
) -> Sheet {
    let shown = "Revenue cost over the budget, and peak debt, by scenario, £";
    let (mut sheet, y) = frame::begin(form, metrics, title, shown);
    let keys = [
        Key::new("As planned", |sheet, area| bar(sheet, area, true)),
        Key::new("Other scenarios", |sheet, area| bar(sheet, area, false)),
        Key::new("Level as planned", |sheet, area| {
            let x = f64::midpoint(area.left, area.right);
            sheet.dashes((x, area.top - 2.0), (x, area.bottom + 2.0), 1.5, BLACK);
        }),
    ];
    let y = frame::legend(&mut sheet, metrics, y, &keys);
    let labels: Vec<Label> = rows
        .iter()
        .map(|s| Label { before: String::new(), name: metrics.plain(&s.title) })
        .collect();
    let revenue: Vec<i64> = rows.iter().map(|s| s.summary.revenue).collect();
    let owed: Vec<i64> = rows.iter().map(|s| s.summary.peak_debt).collect();
    let from_zero = |sums: &[i64]| std::iter::once(0).chain(sums.to_vec()).map(pounds);
    let [revenue_ends, owed_ends] = panels(form);
    let axis = scale(metrics, from_zero(&revenue), 5.0, revenue_ends);
    let bars = Bars::begin(&mut sheet, metrics, y, &labels, axis, |v| axis.pounds(v));
    let bottom = bars.end(&mut sheet, "Revenue cost (£ over the budget)");
    let second = scale(metrics, from_zero(&owed), 5.0, owed_ends);
    let foot = bottom - 54.0;
    for value in second.ticks() {
        let x = second.at(value);
        let colour = if value.abs() < second.step / 2.0 { RULE } else { GRID };
        sheet.stroke((x, y + 22.0), (x, foot), 1.0, colour);
        for baseline in [y + 14.0, foot + 18.0] {
            sheet.text(Line::new(second.pounds(value), x, baseline, SIZE).middle().colour(GREY));
        }
    }
    let middle = f64::midpoint(owed_ends.0, owed_ends.1);
    sheet.text(Line::new("Peak debt in any year (£)", middle, foot + 38.0, 14.0).middle());
    for (axis, sums, room) in
        [(axis, &revenue, revenue_ends.1 + VALUE), (second, &owed, form.right())]
    {
        let planned = sums.first().copied().unwrap_or(0);
        let x = axis.at(pounds(planned));
        for (at, pence) in (0..).zip(sums) {
            let side = bars.area(at, 0.0, 0.0);
            let (a, b) = (axis.at(0.0), axis.at(pounds(*pence)));
            bar(&mut sheet, Area { left: a.min(b), right: a.max(b), ..side }, at == 0);
        }
        sheet.dashes((x, y + 22.0), (x, foot), 1.5, BLACK);
        for (at, pence) in (0..).zip(sums) {
            let right = axis.at(0.0).max(axis.at(pounds(*pence)));
            value(&mut sheet, metrics, (right, bars.middle(at)), (*pence, planned), room);
        }
    }
    frame::end(&mut sheet, metrics, bottom, caption);
    sheet
}

/// Returns the ends of the two scales.
fn panels(form: Form) -> [(f64, f64); 2] {
    const GAP: f64 = 12.0;
    let (left, right) = (form.either(164.0, 300.0), form.right());
    let width = (right - left - GAP) / 2.0 - VALUE;
    let second = right - VALUE - width;
    [(left, left + width), (second, second + width)]
}

/// Writes a sum beside its bar, with what it is more than planned where there is room.
fn value(
    sheet: &mut Sheet,
    metrics: &FontMetrics,
    (right, middle): (f64, f64),
    (pence, planned): (i64, i64),
    room: f64,
) {
    let words = pounds_short(pence);
    let more = pence.saturating_sub(planned);
    let sign = if more > 0 { "+" } else { "" };
    let long = format!("{words} ({sign}{})", pounds_short(more));
    let fits = right + 8.0 + metrics.width(&long, SIZE, FontWeight::Bold) <= room;
    let words = if more != 0 && fits { long } else { words };
    let line = Line::new(words, right + 8.0, middle + 5.0, SIZE).bold();
    let ground = line.area(metrics);
    // The dashed level must not run through the figures.
    sheet.fill(Area { left: ground.left - 3.0, right: ground.right + 3.0, ..ground }, WHITE);
    sheet.text(line);
}

fn bar(sheet: &mut Sheet, area: Area, planned: bool) {
    if planned {
        sheet.fill(area, NAVY);
    } else {
        sheet.fill(area, SKY);
        sheet.outline(area, 1.0, NAVY);
    }
}

chart_table! {
    /// the bars of the chart of scenarios
    ScenariosChart: file "charts/scenarios.csv", key ["scenario"];
    rows row: &'a ScenarioResult;
    "scenario", "Scenario", Text, "", Restricted,
        "the entry of the policy; `base` is as planned" = &row.id;
    "title", "Title", Text, "", Restricted,
        "what it is called" = &row.title;
    "revenue_effect", "Revenue cost", Money, "£", Restricted,
        "revenue cost over the years of the budget" = row.summary.revenue;
    "peak_debt", "Peak debt", Money, "£", Restricted,
        "the most debt at the end of a year" = row.summary.peak_debt;
}

fn text(title: &str, rows: &[ScenarioResult], caption: &Caption) -> String {
    let mut out = vec![
        format!("{title}."),
        "Bars of the revenue cost over the budget and of peak debt, one line for each scenario."
            .to_owned(),
    ];
    out.extend(rows.iter().map(|s| {
        format!(
            "{}: revenue cost {}, peak debt {}.",
            s.title,
            pounds_short(s.summary.revenue),
            pounds_short(s.summary.peak_debt)
        )
    }));
    out.extend(caption.sentences());
    out.join(" ")
}
