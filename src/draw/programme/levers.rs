//! How far each lever alone moves the revenue cost, the one that moves it most on top.

use super::{caption, pounds, scale, unknown};
use crate::{
    draw::{
        Chart, ChartNumbers, DrawError,
        bars::{Bars, Label},
        chart_table,
        font_metrics::FontMetrics,
        frame::{self, Caption, Key},
        sheet::{Area, BLACK, EDGE, Form, Line, NAVY, SKY, Sheet},
    },
    edition::{FundView, SwingResult, View},
    model::pounds_short,
    wording::capital,
};

/// Room for an end and its sum on either side of the bars.
const VALUE: f64 = 124.0;
/// Room for the name of a lever.
const NAME: f64 = 112.0;
const SIZE: f64 = 13.0;

/// Draws the levers as they come; nothing without a treasury or levers.
pub(super) fn chart(
    view: &View,
    fund: &FundView,
    metrics: &FontMetrics,
    form: Form,
) -> Result<Option<Chart>, DrawError> {
    let Some(planned) = fund.scenarios.first().map(|s| s.summary.revenue) else { return Ok(None) };
    if !fund.has_treasury || fund.swings.is_empty() {
        return Ok(None);
    }
    let title = title(&fund.swings);
    let mut about = vec![format!(
        "One assumption is changed at a time; as planned, the revenue cost is {} over the budget.",
        pounds_short(planned)
    )];
    about.extend(unknown(fund));
    let caption = caption(view, about);
    let sheet = sheet(metrics, form, &title, &fund.swings, planned, &caption);
    let numbers =
        ChartNumbers::of(&LeversChart, LeversChart::of(lever_ends(&fund.swings, planned)))?;
    let text = text(&title, &fund.swings, &caption);
    Ok(Some(Chart { name: "levers".to_owned(), title, sheet, numbers, text }))
}

/// Returns what a lever is called.
fn called(lever: &str) -> String {
    match lever {
        "rates_change" => "Interest rates".to_owned(),
        "spend_change" => "Cost of works".to_owned(),
        "receipt_delay_years" => "Delay of sales".to_owned(),
        "receipt_change" => "Size of receipts".to_owned(),
        "grant_share" => "Grants received".to_owned(),
        other => capital(&other.replace('_', " ")),
    }
}

/// Writes an end of a lever: `−1%`, `2 years`.
fn end(swing: &SwingResult, at: usize) -> String {
    let end = swing.ends.get(at).map_or("", String::as_str);
    let sign = if swing.lever.ends_with("_change") && !end.starts_with('-') { "+" } else { "" };
    let unit = match (swing.lever.ends_with("_years"), end) {
        (true, "1") => " year",
        (true, _) => " years",
        _ => "",
    };
    format!("{sign}{}{unit}", end.replace('-', "−"))
}

fn ends(swing: &SwingResult) -> [i64; 2] {
    [swing.low.revenue, swing.high.revenue]
}

fn title(swings: &[SwingResult]) -> String {
    let width = |s: &&SwingResult| s.low.revenue.saturating_sub(s.high.revenue).saturating_abs();
    match swings.iter().rev().max_by_key(width).filter(|s| width(s) > 0) {
        Some(most) => {
            let [a, b] = ends(most);
            let (low, high) = (pounds_short(a.min(b)), pounds_short(a.max(b)));
            let name = called(most.lever);
            let verb = if name.ends_with('s') && !name.starts_with("Delay") {
                "change"
            } else {
                "changes"
            };
            format!("{name} {verb} the revenue cost most: {low} to {high}")
        }
        None => "No single assumption changes the revenue cost".to_owned(),
    }
}

fn sheet(
    metrics: &FontMetrics,
    form: Form,
    title: &str,
    swings: &[SwingResult],
    planned: i64,
    caption: &Caption,
) -> Sheet {
    let shown = "Revenue cost over the budget when one assumption changes, £";
    let (mut sheet, y) = frame::begin(form, metrics, title, shown);
    let keys = [
        Key::new("Lower end, above", |sheet, area| bar(sheet, area, 0)),
        Key::new("Upper end, below", |sheet, area| bar(sheet, area, 1)),
        Key::new("As planned", |sheet, area| {
            let x = f64::midpoint(area.left, area.right);
            sheet.stroke((x, area.top - 2.0), (x, area.bottom + 2.0), 2.0, BLACK);
        }),
    ];
    let y = frame::legend(&mut sheet, metrics, y, &keys);
    let every = swings.iter().flat_map(ends).chain([planned]).map(pounds);
    let name = form.either(NAME, 1.5 * NAME);
    let points = (EDGE + name + VALUE, form.right() - VALUE);
    let axis = scale(metrics, every, 6.0, points);
    let labels: Vec<Label> =
        swings.iter().map(|s| Label { before: String::new(), name: called(s.lever) }).collect();
    let bars = Bars::begin(&mut sheet, metrics, y, &labels, axis, |v| axis.pounds(v));
    let base = axis.at(pounds(planned));
    for (row, swing) in (0..).zip(swings) {
        let whole = bars.area(row, 0.0, 0.0);
        let middle = bars.middle(row);
        for ((pence, at), area) in ends(swing)
            .into_iter()
            .zip(0..)
            .zip([Area { bottom: middle, ..whole }, Area { top: middle, ..whole }])
        {
            let x = axis.at(pounds(pence));
            bar(&mut sheet, Area { left: x.min(base), right: x.max(base), ..area }, at);
            let words = format!("{}: {}", end(swing, at), pounds_short(pence));
            let baseline = if at == 0 { middle - 4.0 } else { middle + 12.0 };
            sheet.text(if x < base {
                Line::new(words, x - 8.0, baseline, SIZE).end().bold()
            } else {
                Line::new(words, x + 8.0, baseline, SIZE).bold()
            });
        }
        sheet.stroke((base, whole.top - 5.0), (base, whole.bottom + 5.0), 2.0, BLACK);
    }
    let y = bars.end(&mut sheet, "Revenue cost (£ over the budget)");
    frame::end(&mut sheet, metrics, y, caption);
    sheet
}

fn bar(sheet: &mut Sheet, area: Area, end: usize) {
    if end == 0 {
        sheet.fill(area, SKY);
        sheet.hatch(area, 6.0, NAVY);
        sheet.outline(area, 1.0, NAVY);
    } else {
        sheet.fill(area, NAVY);
    }
}

/// One end of a lever: the lever, 0 for the low end and 1 for the high, and the revenue cost there and as planned.
type LeverEnd<'a> = (&'a SwingResult, usize, [i64; 2]);

fn lever_ends<'a>(swings: &'a [SwingResult], planned: i64) -> impl Iterator<Item = LeverEnd<'a>> {
    let of = move |swing: &'a SwingResult| {
        let ends = ends(swing).into_iter().enumerate();
        ends.map(move |(at, pence)| (swing, at, [pence, planned]))
    };
    swings.iter().flat_map(of)
}

chart_table! {
    /// the ends of the bars of the chart of levers
    LeversChart: file "charts/levers.csv", key ["lever", "lever_end"];
    rows row: LeverEnd<'a>;
    "lever", "Lever", Text, "", Restricted,
        "the figure that is varied, as the policy names it" = row.0.lever;
    "lever_end", "End", Text, "", Restricted,
        "`low` or `high`" = if row.1 == 0 { "low" } else { "high" };
    "value", "Value", Text, "", Restricted,
        "its value there, as the policy writes it" = row.0.ends.get(row.1);
    "revenue_effect", "Revenue cost", Money, "£", Restricted,
        "revenue cost over the years of the budget with that value alone" = row.2[0];
    "as_planned", "As planned", Money, "£", Restricted,
        "revenue cost as planned" = row.2[1];
}

fn text(title: &str, swings: &[SwingResult], caption: &Caption) -> String {
    let mut out = vec![
        format!("{title}."),
        "Bars from the revenue cost as planned to that at either end of each range.".to_owned(),
    ];
    out.extend(swings.iter().map(|swing| {
        let [low, high] = ends(swing).map(pounds_short);
        format!("{}: {low} at {}, {high} at {}.", called(swing.lever), end(swing, 0), end(swing, 1))
    }));
    out.extend(caption.sentences());
    out.join(" ")
}
