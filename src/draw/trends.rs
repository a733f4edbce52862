//! The whole estate over its snapshots: a panel a figure.

use super::{
    Chart, ChartNumbers, DrawError, EstateTrends, TrendSeries,
    axis::Axis,
    chart_table,
    font_metrics::{FontMetrics, FontWeight},
    frame::{self, Caption},
    sheet::{Area, EDGE, Form, GREY, GRID, Line, NAVY, RULE, Sheet, WHITE},
};
use crate::{
    model::{Date, TrendOf, day_number, decimals, ratio_term},
    wording::{long_date, month, trend_heading, trend_name, trend_title, trend_value},
};

/// Figures that have a panel of their own, in order.
const PANELS: [TrendOf; 5] = [
    TrendOf::Sites,
    TrendOf::RunningCost,
    TrendOf::FloorArea,
    TrendOf::Utilisation,
    TrendOf::Backlog,
];

const SIZE: f64 = 13.0;
const GAP: f64 = 28.0;
/// Above a panel's plot its name, below it the days.
const ABOVE: f64 = 42.0;
const BELOW: f64 = 30.0;
const HIGH: f64 = 120.0;
/// The radius of a point.
const POINT: f64 = 4.5;
/// Values of which each is written beside its point; of more the first and the last are.
const EACH: usize = 6;

/// Draws the figures that are known at two snapshots or more; nothing where none is.
pub(super) fn chart(
    trends: &EstateTrends,
    metrics: &FontMetrics,
    form: Form,
) -> Result<Option<Chart>, DrawError> {
    let is_drawn = |of: &TrendOf| {
        series(trends, *of).is_some_and(|own| own.values.iter().flatten().count() > 1)
    };
    let panels: Vec<TrendOf> = PANELS.into_iter().filter(|of| is_drawn(of)).collect();
    let Some(first) = trends.snapshots.first().filter(|_| !panels.is_empty()) else {
        return Ok(None);
    };
    let ends = |of: &TrendOf| {
        let values = &series(trends, *of)?.values;
        Some((*of, values.first().copied().flatten()?, values.last().copied().flatten()?))
    };
    let title = trend_title(&panels.iter().filter_map(ends).collect::<Vec<_>>(), *first);
    let last = trends.snapshots.last().copied().unwrap_or(*first);
    let caption = Caption {
        about: about(trends),
        source: format!(
            "Source: {}, property data as at {} to {}.",
            trends.estate,
            long_date(*first),
            long_date(last)
        ),
        note: trends.note.clone(),
        edition: trends.edition,
    };
    Ok(Some(Chart {
        name: "trends".to_owned(),
        sheet: sheet((metrics, form), &title, trends, &panels, &caption),
        numbers: ChartNumbers::of(
            &TrendsChart,
            TrendsChart::of(
                trends.snapshots.iter().enumerate().map(|(at, day)| (trends, at, *day)),
            ),
        )?,
        text: text(&title, trends, &panels, &caption),
        title,
    }))
}

fn series(trends: &EstateTrends, of: TrendOf) -> Option<&TrendSeries> {
    trends.series.iter().find(|series| series.of == of)
}

fn value(trends: &EstateTrends, of: TrendOf, at: usize) -> Option<i64> {
    series(trends, of)?.values.get(at).copied().flatten()
}

fn about(trends: &EstateTrends) -> Vec<String> {
    let mut about =
        vec!["Sums are over the sites with the figure, utilisation is weighted by workstations; scales do not begin at zero.".to_owned()];
    for at in 1..trends.snapshots.len() {
        let count = |of| value(trends, of, at).map_or(0, |value| value / 1_000_000);
        let (new, sold, gone) =
            (count(TrendOf::Acquired), count(TrendOf::Sold), count(TrendOf::Gone));
        let rare = [
            (TrendOf::Returned, "back in the register"),
            (TrendOf::Divided, "divided from another"),
            (TrendOf::Merged, "merged into another"),
        ];
        let rare = rare.into_iter().filter(|(of, _)| count(*of) > 0);
        let rare: String = rare.map(|(of, words)| format!(", {} {words}", count(of))).collect();
        if at + 1 == trends.snapshots.len() || trends.snapshots.len() <= EACH {
            let day = long_date(trends.snapshots[at]);
            about.push(format!(
                "By {day}: {new} new, {sold} sold, {gone} gone without a sale{rare}."
            ));
        }
    }
    about
}

fn sheet(
    (metrics, form): (&FontMetrics, Form),
    title: &str,
    trends: &EstateTrends,
    panels: &[TrendOf],
    caption: &Caption,
) -> Sheet {
    let shown = "The whole estate at each snapshot";
    let (mut sheet, top) = frame::begin(form, metrics, title, shown);
    let columns = 2;
    let rows = panels.len().div_ceil(columns);
    let count = |n: usize| ratio_term(i64::try_from(n).unwrap_or(1));
    let width = (form.right() - EDGE - GAP) / count(columns);
    let foot = frame::foot(form, metrics, caption);
    let high = match foot {
        Some(foot) => (foot - 8.0 - top) / count(rows),
        None => ABOVE + HIGH + BELOW + 10.0,
    };
    for (at, of) in panels.iter().enumerate() {
        let (column, row) = (count(at % columns), count(at / columns));
        let left = EDGE + column * (width + GAP);
        let from = top + row * high;
        let area = Area { left, top: from, right: left + width, bottom: from + high };
        panel(&mut sheet, metrics, trends, *of, area);
    }
    let y = foot.unwrap_or(top + count(rows) * high);
    frame::end(&mut sheet, metrics, y, caption);
    sheet
}

/// Draws one figure over the days of the snapshots.
fn panel(sheet: &mut Sheet, metrics: &FontMetrics, trends: &EstateTrends, of: TrendOf, area: Area) {
    let known = series(trends, of).map(|series| series.known).unwrap_or_default();
    let name =
        metrics.fit(&trend_heading(of, known), 15.0, FontWeight::Bold, area.right - area.left);
    sheet.text(Line::new(name, area.left, area.top + 14.0, 15.0).bold());
    let plot = Area {
        left: area.left + 8.0,
        top: area.top + ABOVE,
        right: area.right - 8.0,
        bottom: area.bottom - BELOW - 8.0,
    };
    let values: Vec<(usize, i64)> =
        (0..trends.snapshots.len()).filter_map(|at| Some((at, value(trends, of, at)?))).collect();
    let of_value = |value: i64| ratio_term(value) / 1e6;
    let low = values.iter().map(|(_, value)| of_value(*value)).fold(f64::MAX, f64::min);
    let high = values.iter().map(|(_, value)| of_value(*value)).fold(f64::MIN, f64::max);
    let unit = if of == TrendOf::Utilisation { 0.01 } else { 1.0 };
    let up = Axis::over(low, high, unit, 3.0, (plot.bottom, plot.top));
    let day = |at: usize| f64::from(trends.snapshots.get(at).map_or(0, |day| day_number(*day)));
    let (begin, end) = (day(0), day(trends.snapshots.len() - 1));
    let along = |at: usize| {
        let share = if end > begin { (day(at) - begin) / (end - begin) } else { 0.5 };
        plot.left + 24.0 + share * (plot.right - plot.left - 48.0)
    };
    sheet.stroke((plot.left, plot.bottom + 6.0), (plot.right, plot.bottom + 6.0), 1.0, GRID);
    let place = |(at, value): &(usize, i64)| (along(*at), up.at(of_value(*value)));
    for pair in values.windows(2) {
        // A snapshot without the figure parts the line.
        if pair[1].0 == pair[0].0 + 1 {
            sheet.stroke(place(&pair[0]), place(&pair[1]), 2.0, NAVY);
        }
    }
    for (number, own) in values.iter().enumerate() {
        let (x, y) = place(own);
        sheet.rimmed((x, y), POINT + 1.0, (WHITE, NAVY), 2.0);
        let is_told = values.len() <= EACH || number == 0 || number + 1 == values.len();
        if is_told {
            let words = trend_value(of, own.1);
            // Below a line that comes from above, where there is room.
            let falls = number.checked_sub(1).is_some_and(|at| values[at].1 > own.1);
            let below = falls && y + 26.0 < plot.bottom;
            let baseline = if below { y + 21.0 } else { y - 10.0 };
            sheet.text(Line::new(words, x, baseline, SIZE).middle());
        }
    }
    days(sheet, metrics, trends, along, plot);
}

/// Writes the months of the snapshots that there is room for.
fn days(
    sheet: &mut Sheet,
    metrics: &FontMetrics,
    trends: &EstateTrends,
    along: impl Fn(usize) -> f64,
    plot: Area,
) {
    let short = |day: Date| day.format("%b %Y").to_string();
    let mut told = f64::MIN;
    for (at, day) in trends.snapshots.iter().enumerate() {
        let x = along(at);
        sheet.stroke((x, plot.bottom + 6.0), (x, plot.bottom + 10.0), 1.0, RULE);
        let line = Line::new(short(*day), x, plot.bottom + 24.0, SIZE).middle().colour(GREY);
        let own = line.area(metrics);
        if own.left >= told + 8.0 {
            told = own.right;
            sheet.text(line);
        }
    }
}

/// The estate with the place of one of its snapshots, and its day.
type At<'a> = (&'a EstateTrends, usize, Date);

fn figure((trends, at, _): At, of: TrendOf) -> Option<String> {
    value(trends, of, at).map(|value| decimals(value, 1_000_000, 4))
}

chart_table! {
    /// the curves of the chart of the whole estate from snapshot to snapshot
    TrendsChart: file "charts/trends.csv", key ["snapshot"];
    rows row: At<'a>;
    "snapshot", "Snapshot", Day, "", Restricted,
        "the day of the data" = row.2;
    "sites", "Sites", Number, "sites", Restricted,
        "sites not sold" = figure(row, TrendOf::Sites);
    "acquired", "Acquired", Number, "sites", Restricted,
        "sites that were in no snapshot before, and are no part of one that was; empty in the first" = figure(row, TrendOf::Acquired);
    "returned", "Returned", Number, "sites", Restricted,
        "sites that an earlier snapshot had, and the last had not, or called sold" = figure(row, TrendOf::Returned);
    "divided", "Divided", Number, "sites", Restricted,
        "sites that were part of another" = figure(row, TrendOf::Divided);
    "sold", "Sold", Number, "sites", Restricted,
        "sites sold since the snapshot before" = figure(row, TrendOf::Sold);
    "gone", "Gone", Number, "sites", Restricted,
        "sites no longer in the register that were not sold in it, and are no part of another" = figure(row, TrendOf::Gone);
    "merged", "Merged", Number, "sites", Restricted,
        "sites that are part of another" = figure(row, TrendOf::Merged);
    "running_cost", "Running cost", Number, "£ a year", Restricted,
        "running cost of the last whole financial year, of the sites that have it" = figure(row, TrendOf::RunningCost);
    "floor_area", "Floor area", Number, "m²", Restricted,
        "gross internal area of the sites not sold that have it" = figure(row, TrendOf::FloorArea);
    "utilisation", "Utilisation", Number, "share", Restricted,
        "utilisation of the sites not sold, weighted by workstations" = figure(row, TrendOf::Utilisation);
    "backlog", "Backlog", Number, "£", Restricted,
        "backlog of the sites not sold that have it" = figure(row, TrendOf::Backlog);
}

fn text(title: &str, trends: &EstateTrends, panels: &[TrendOf], caption: &Caption) -> String {
    let mut out =
        vec![format!("{title}."), "Figures of the whole estate, a panel each.".to_owned()];
    for of in panels {
        let told: Vec<String> = trends
            .snapshots
            .iter()
            .enumerate()
            .filter_map(|(at, day)| {
                let value = value(trends, *of, at)?;
                Some(format!("{} in {}", trend_value(*of, value), month(*day)))
            })
            .collect();
        out.push(format!("{}: {}.", trend_name(*of), told.join(", ")));
    }
    out.extend(caption.sentences());
    out.join(" ")
}
