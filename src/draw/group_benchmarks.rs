//! One benchmark of several bodies: the median of each body's sites beside the quartiles of all bodies' sites of the use.

use super::{
    Chart, ChartNumbers, DrawError,
    axis::Axis,
    chart_table,
    font_metrics::{FontMetrics, FontWeight},
    frame::{self, Caption, Key},
    group_caption::caption,
    markers::Shape,
    sheet::{Area, BLACK, EDGE, Form, GREY, GRID, Line, NAVY, RULE, SKY, Sheet, WHITE},
};
use crate::{
    edition::{Benchmark, BenchmarkRow, Edition, GroupView},
    model::{Date, ratio_term, to_whole, with_thousands},
    wording::{
        and_list, benchmark_chart, benchmark_data, benchmark_definition, benchmark_digits,
        benchmark_name, benchmark_shown, benchmark_unit, capital, counted, more_than, number,
        one_line, spoken,
    },
};

const NAME: f64 = 14.0;
const SMALL: f64 = 13.0;
/// From row to row.
const PITCH: f64 = 22.0;
/// Above the rows of a use its name and quartiles.
const HEAD: f64 = 28.0;
/// Above the rows of a column of uses the scale; below them the scale again.
const SCALE: f64 = 22.0;
const FOOT: f64 = 24.0;
/// Between two columns of uses.
const BETWEEN: f64 = 28.0;
/// From the right end of a column of uses to the end of the medians, and of the scale.
const MEDIAN_END: f64 = 66.0;
const SCALE_END: f64 = 152.0;

/// One body at one use.
#[derive(Clone, Copy)]
struct Row<'a> {
    own: &'a BenchmarkRow,
    body: &'a str,
    all: &'a BenchmarkRow,
    quartiles: [i64; 3],
    /// Whether another body's data is newer.
    is_older: bool,
}

impl Row<'_> {
    /// Tells whether the median is on the side that is looked at first: used too little, or else too expensive or too large.
    fn stands_out(&self) -> bool {
        let [lower, _, upper] = self.quartiles;
        self.own.median.is_some_and(|own| match self.own.benchmark {
            Benchmark::Utilisation => own < lower,
            _ => own > upper,
        })
    }

    /// Tells whether it has a median that some of its sites are missing from.
    const fn is_part(&self) -> bool {
        self.own.median.is_some() && self.own.known < self.own.of
    }

    fn label(&self, metrics: &FontMetrics) -> String {
        let body = metrics.plain(self.body);
        match self.own.data_of.first().filter(|_| self.is_older) {
            Some(of) => format!("{body}, {}", short(of)),
            None => body,
        }
    }

    fn site_use(&self) -> String {
        capital(&spoken(self.own.site_use.word()))
    }
}

/// Says why a benchmark is not drawn; `None` where it is.
pub(super) fn absent(view: &GroupView, benchmark: Benchmark) -> Option<&'static str> {
    let has = view.benchmarks.iter().any(|row| row.benchmark == benchmark);
    match (has, rows(view, benchmark).0.is_empty()) {
        (_, false) => None,
        (false, true) if view.edition == Edition::Public => Some("not for publication"),
        _ => Some("no use has quartiles and a body with enough sites"),
    }
}

/// Draws a benchmark, as many uses a page as it has room for.
pub(super) fn charts(
    view: &GroupView,
    benchmark: Benchmark,
    metrics: &FontMetrics,
    form: Form,
) -> Result<Vec<Chart>, DrawError> {
    let (rows, without) = rows(view, benchmark);
    let scale = rows.iter().flat_map(|row| [row.own.median.unwrap_or(0), row.quartiles[2]]).max();
    let columns: usize = if form.height.is_some() { 2 } else { 1 };
    let cut = cut(form.rows, &rows);
    let pages: Vec<&[&[Row<'_>]]> = cut.chunks(columns).take(form.pages).collect();
    let count = |rows: &[&[Row<'_>]]| rows.iter().map(|rows| rows.len()).sum::<usize>();
    let drawn: usize = pages.iter().map(|page| count(page)).sum();
    let left_over = more_than(rows.len(), drawn, "row");
    let chart = |(at, page): (usize, &&[&[Row<'_>]])| {
        let about = about(view, benchmark, (&rows, &without), left_over.clone());
        let caption = caption(view, about);
        let title = title(benchmark, &rows, at);
        let name = benchmark_chart(benchmark);
        let name = if at == 0 { name } else { format!("{name}_{}", at + 1) };
        Ok(Chart {
            name,
            sheet: sheet((metrics, form), &title, page, scale.unwrap_or(0), &caption),
            numbers: ChartNumbers::of(
                &GroupBenchmarkChart,
                GroupBenchmarkChart::of(page.iter().flat_map(|rows| rows.iter())),
            )?,
            text: text(&title, page, &caption),
            title,
        })
    };
    pages.iter().enumerate().map(chart).collect()
}

/// Returns the bodies of each use that has quartiles and a body's median, and the uses that have not.
fn rows(view: &GroupView, benchmark: Benchmark) -> (Vec<Row<'_>>, Vec<String>) {
    let own = || view.benchmarks.iter().filter(move |row| row.benchmark == benchmark);
    let newest = own().flat_map(|row| &row.data_of).max();
    let (mut rows, mut without) = (Vec::new(), Vec::new());
    for all in own().filter(|row| row.body.is_none()) {
        let of_use: Vec<Row<'_>> = own()
            .filter(|row| row.site_use == all.site_use)
            .filter_map(|own| {
                let is_older = own.data_of.iter().max() != newest;
                let (body, quartiles) = (own.body.as_deref()?, all.quartiles?);
                Some(Row { own, body, all, quartiles, is_older })
            })
            .collect();
        if of_use.iter().any(|row| row.own.median.is_some()) {
            rows.extend(of_use);
        } else if all.known > 0 {
            without.push(spoken(all.site_use.word()));
        }
    }
    (rows, without)
}

/// Cuts rows into columns of at most so many; a use is parted only where it alone is more.
fn cut<'r, 'a>(most: usize, rows: &'r [Row<'a>]) -> Vec<&'r [Row<'a>]> {
    let mut columns = Vec::new();
    let mut rest = rows;
    while !rest.is_empty() {
        let mut to = most.max(1).min(rest.len());
        if to < rest.len() {
            let parts = |at: &usize| rest[*at].own.site_use != rest[*at - 1].own.site_use;
            to = (1..=to).rev().find(parts).unwrap_or(to);
        }
        let (column, more) = rest.split_at(to);
        columns.push(column);
        rest = more;
    }
    columns
}

/// Returns the message: how many medians stand out.
fn title(benchmark: Benchmark, rows: &[Row<'_>], page: usize) -> String {
    let name = capital(benchmark_name(benchmark));
    if page > 0 {
        return format!("{name}: further uses, page {}", page + 1);
    }
    let many = rows.iter().filter(|row| row.stands_out()).count();
    format!("{name}: {} {}", counted(many, "median"), side(benchmark))
}

const fn side(benchmark: Benchmark) -> &'static str {
    match benchmark {
        Benchmark::Utilisation => "below the lower quartile",
        _ => "above the upper quartile",
    }
}

fn about(
    view: &GroupView,
    benchmark: Benchmark,
    (rows, without): (&[Row<'_>], &[String]),
    left_over: Option<String>,
) -> Vec<String> {
    let mut about = vec![benchmark_definition(view.edition, benchmark).to_owned()];
    let out: Vec<String> = rows
        .iter()
        .filter(|row| row.stands_out())
        .map(|row| format!("{} ({})", one_line(row.body), spoken(row.own.site_use.word())))
        .collect();
    if !out.is_empty() {
        about.push(format!("{} (in bold): {}.", capital(side(benchmark)), and_list(&out)));
    }
    let least = number(usize::try_from(view.median_sites).unwrap_or(usize::MAX));
    if rows.iter().any(|row| row.own.median.is_none() && row.own.known > 0) {
        about.push(format!("Too few: fewer than {least} sites with figures."));
    }
    if !without.is_empty() {
        about.push(format!(
            "Not drawn, as no body has {least} sites with figures: {}.",
            and_list(without)
        ));
    }
    let mut data: Vec<&str> =
        rows.iter().flat_map(|row| row.own.data_of.iter().map(String::as_str)).collect();
    data.sort_unstable();
    data.dedup();
    about.push(benchmark_data(&data));
    about.extend(left_over);
    about
}

/// Writes the year of a ledger as it is, and a day by its month.
fn short(of: &str) -> String {
    of.parse::<Date>().map_or_else(|_| of.to_owned(), |day| day.format("%b %Y").to_string())
}

/// A value of a benchmark in pounds, m² or per cent.
fn amount(value: i64) -> f64 {
    ratio_term(value) / 100.0
}

fn tick(benchmark: Benchmark, axis: &Axis, value: f64) -> String {
    match benchmark {
        Benchmark::AreaPerFte => with_thousands(&to_whole(value).to_string()),
        Benchmark::Utilisation => format!("{}%", to_whole(value)),
        _ => axis.pounds(value),
    }
}

fn axis_name(benchmark: Benchmark) -> String {
    match benchmark {
        Benchmark::Utilisation => "Utilisation".to_owned(),
        _ => format!("{} ({})", capital(benchmark_name(benchmark)), benchmark_unit(benchmark)),
    }
}

fn sheet(
    (metrics, form): (&FontMetrics, Form),
    title: &str,
    columns: &[&[Row<'_>]],
    scale: i64,
    caption: &Caption,
) -> Sheet {
    let shown = "The median of each body\u{2019}s own sites beside the quartiles of the sites of all bodies, by use";
    let (mut sheet, y) = frame::begin(form, metrics, title, shown);
    let is_part = columns.iter().flat_map(|rows| rows.iter()).any(Row::is_part);
    let y = frame::legend(&mut sheet, metrics, y, &keys(is_part));
    let count = ratio_term(i64::try_from(columns.len()).unwrap_or(1).max(1));
    let width = (form.right() - EDGE - BETWEEN * (count - 1.0)) / count;
    let mut bottom = y;
    let mut left = EDGE;
    for rows in columns {
        let ends = (left, left + width);
        bottom = column(&mut sheet, metrics, rows, scale, (ends, y)).max(bottom);
        left += width + BETWEEN;
    }
    frame::end(&mut sheet, metrics, bottom, caption);
    sheet
}

fn keys(is_part: bool) -> Vec<Key> {
    let middle =
        |area: Area| (f64::midpoint(area.left, area.right), f64::midpoint(area.top, area.bottom));
    let mut keys = vec![Key::new("Median of the body\u{2019}s sites", move |sheet, area| {
        Shape::Diamond.draw(sheet, middle(area), NAVY);
    })];
    if is_part {
        keys.push(Key::new("The same, some sites lack the figure", move |sheet, area| {
            Shape::Diamond.draw(sheet, middle(area), WHITE);
        }));
    }
    keys.push(Key::new("All bodies: lower to upper quartile, and median", move |sheet, area| {
        sheet.fill(area, SKY);
        let x = middle(area).0;
        sheet.stroke((x, area.top), (x, area.bottom), 2.0, BLACK);
    }));
    keys
}

/// Draws a column of uses from `y` down; returns the height used.
fn column(
    sheet: &mut Sheet,
    metrics: &FontMetrics,
    rows: &[Row<'_>],
    scale: i64,
    ((left, right), y): ((f64, f64), f64),
) -> f64 {
    let Some(first) = rows.first() else { return y };
    let benchmark = first.own.benchmark;
    let labels = if right - left > 600.0 { 196.0 } else { 188.0 };
    let points = (left + labels, right - SCALE_END);
    let axis = Axis::over(0.0, amount(scale), 1.0, 6.0, points);
    let ticks = |sheet: &mut Sheet, baseline: f64| {
        for value in axis.ticks() {
            let words = tick(benchmark, &axis, value);
            sheet.text(Line::new(words, axis.at(value), baseline, SMALL).middle().colour(GREY));
        }
    };
    ticks(sheet, y + 14.0);
    for (words, end) in [("Median", MEDIAN_END), ("Sites", 0.0)] {
        sheet.text(Line::new(words, right - end, y + 14.0, SMALL).bold().end().colour(GREY));
    }
    let mut top = y + SCALE;
    for of_use in rows.chunk_by(|a, b| a.own.site_use == b.own.site_use) {
        top = one_use(sheet, metrics, of_use, (axis, left, right), top);
    }
    ticks(sheet, top + 16.0);
    let middle = f64::midpoint(points.0, points.1);
    let name = axis_name(benchmark);
    sheet.text(Line::new(name, middle, top + FOOT + 12.0, SMALL).middle());
    top + FOOT + 26.0
}

/// Draws the bodies of one use; returns the height used.
fn one_use(
    sheet: &mut Sheet,
    metrics: &FontMetrics,
    rows: &[Row<'_>],
    (axis, left, right): (Axis, f64, f64),
    y: f64,
) -> f64 {
    let Some(Row { all, quartiles, own, .. }) = rows.first() else { return y };
    let benchmark = own.benchmark;
    let head = y + HEAD - 10.0;
    let name = metrics.fit(&rows[0].site_use(), NAME, FontWeight::Bold, axis.points.0 - left - 8.0);
    sheet.text(Line::new(name, left, head, NAME).bold());
    let told = quartiles.map(|value| benchmark_shown(benchmark, value)).join(" / ");
    let told = format!("Quartiles {told} ({} of {} sites)", all.known, all.of);
    let told = metrics.fit(&told, SMALL, FontWeight::Regular, right - axis.points.0);
    sheet.text(Line::new(told, axis.points.0, head, SMALL).colour(GREY));
    let top = y + HEAD;
    let bottom = top + PITCH * ratio_term(i64::try_from(rows.len()).unwrap_or(0));
    let [lower, middle, upper] = quartiles.map(|value| axis.at(amount(value)));
    // Where the quartiles are one, a band of no width would not be seen.
    let (low, high) = (lower.min(upper - 3.0), upper.max(lower + 3.0));
    sheet.fill(Area { left: low, top, right: high, bottom }, SKY);
    for value in axis.ticks() {
        let x = axis.at(value);
        let colour = if value.abs() < axis.step / 2.0 { RULE } else { GRID };
        sheet.stroke((x, top), (x, bottom), 1.0, colour);
    }
    sheet.stroke((middle, top), (middle, bottom), 2.0, BLACK);
    let mut centre = top + PITCH / 2.0;
    for row in rows {
        let baseline = centre + 5.0;
        let room = axis.points.0 - left - 12.0;
        let label = metrics.fit(&row.label(metrics), NAME, FontWeight::Regular, room);
        sheet.text(Line::new(label, left, baseline, NAME));
        let told = match row.own.median {
            Some(own) => {
                let colour = if row.is_part() { WHITE } else { NAVY };
                Shape::Diamond.draw(sheet, (axis.at(amount(own)), centre), colour);
                Line::new(benchmark_shown(benchmark, own), 0.0, baseline, NAME)
            }
            None => {
                sheet.dashes((axis.points.0, centre), (axis.points.1, centre), 1.0, GREY);
                let words = if row.own.known == 0 { "no figures" } else { "too few" };
                Line::new(words, 0.0, baseline, SMALL).colour(GREY)
            }
        };
        let told = Line { x: right - MEDIAN_END, ..told.end() };
        sheet.text(if row.stands_out() { told.bold() } else { told });
        let sites = format!("{} of {}", row.own.known, row.own.of);
        sheet.text(Line::new(sites, right, baseline, SMALL).end().colour(GREY));
        centre += PITCH;
    }
    bottom + 4.0
}

/// Writes a value of a benchmark in its unit.
fn digits(row: &Row<'_>, value: i64) -> String {
    benchmark_digits(row.own.benchmark, value)
}

chart_table! {
    /// the dots of a chart of one benchmark: each body's median beside the quartiles of all bodies' sites of the use
    GroupBenchmarkChart: file "charts/benchmark_BENCHMARK.csv", key ["use", "benchmark", "body"];
    rows row: &'a Row<'a>;
    "use", "Use", Text, "", Public,
        "the use of the sites" = row.own.site_use.word();
    "benchmark", "Benchmark", Text, "", Public,
        "what is compared, as in `benchmarks.csv`" = row.own.benchmark.word();
    "body", "Body", Text, "", Public,
        "the body" = row.body;
    "median", "Median", Number, "", Banded,
        "the median of the body's sites, in the unit; empty where too few of them have the figure" = row.own.median.map(|value| digits(row, value));
    "unit", "Unit", Text, "", Public,
        "the unit of the four values" = benchmark_unit(row.own.benchmark);
    "known", "Sites with figure", Whole, "sites", Public,
        "sites of the body and the use that have the figure" = row.own.known;
    "of", "Sites", Whole, "sites", Public,
        "sites of the body and the use" = row.own.of;
    "lower_quartile", "Lower quartile", Number, "", Banded,
        "a quarter of the sites of all bodies lie at it or below" = digits(row, row.quartiles[0]);
    "median_of_all", "Median of all", Number, "", Banded,
        "half of the sites of all bodies lie at it or below" = digits(row, row.quartiles[1]);
    "upper_quartile", "Upper quartile", Number, "", Banded,
        "three quarters of the sites of all bodies lie at it or below" = digits(row, row.quartiles[2]);
    "data_of", "Data of", List, "", Public,
        "the years or days that the figures are of" = &row.own.data_of;
}

/// Returns the message and every median in sentences.
fn text(title: &str, columns: &[&[Row<'_>]], caption: &Caption) -> String {
    let mut out = vec![
        format!("{title}."),
        "Dot chart of the median of each body\u{2019}s sites, beside the quartiles of all bodies\u{2019} sites of the use."
            .to_owned(),
    ];
    for rows in columns {
        for of_use in rows.chunk_by(|a, b| a.own.site_use == b.own.site_use) {
            let Some(first) = of_use.first() else { continue };
            let shown = |value: i64| benchmark_shown(first.own.benchmark, value);
            let [lower, middle, upper] = first.quartiles.map(shown);
            let bodies: Vec<String> = of_use
                .iter()
                .map(|row| {
                    let told = match row.own.median {
                        Some(own) => shown(own),
                        None if row.own.known == 0 => "no figures".to_owned(),
                        None => "too few sites".to_owned(),
                    };
                    format!(
                        "{} {told} ({} of {} sites)",
                        one_line(row.body),
                        row.own.known,
                        row.own.of
                    )
                })
                .collect();
            out.push(format!(
                "{}: lower quartile {lower}, median {middle}, upper quartile {upper}; {}.",
                first.site_use(),
                and_list(&bodies)
            ));
        }
    }
    out.extend(caption.sentences());
    out.join(" ")
}

#[cfg(test)]
mod tests {
    use super::{
        super::{Form, samples_group::region},
        *,
    };

    #[test]
    fn a_use_is_parted_only_where_it_is_more_than_a_column() {
        let view = region(5);
        let (rows, without) = rows(&view, Benchmark::CostPerM2);
        assert_eq!((rows.len(), without), (10, vec!["custody".to_owned()]));
        let lengths = |most| cut(most, &rows).iter().map(|part| part.len()).collect::<Vec<_>>();
        assert_eq!(lengths(12), [10]);
        assert_eq!(lengths(9), [5, 5]);
        assert_eq!(lengths(3), [3, 2, 3, 2]);
    }

    #[test]
    fn what_cannot_be_drawn_is_said_and_no_number_is_made_of_it() {
        let metrics = FontMetrics::load().unwrap();
        let view = region(5);
        let charts = charts(&view, Benchmark::CostPerM2, &metrics, Form::PAGE).unwrap();
        let [chart] = charts.as_slice() else { panic!("{}", charts.len()) };
        assert_eq!(chart.title, "Running cost per m²: two medians above the upper quartile");
        for said in [
            "Above the upper quartile (in bold): Force 5 (office) and Force 5 (front counter).",
            "Too few: fewer than three sites with figures.",
            "Not drawn, as no body has three sites with figures: custody.",
            "Force 1 too few sites (2 of 4 sites)",
            "Force 2 no figures (0 of 4 sites)",
        ] {
            assert!(chart.text.contains(said), "{said}: {}", chart.text);
        }
        assert!(
            chart.numbers.csv.contains("office,cost_per_m2,Force 1,,£ per m² a year,2,4,40.00")
        );
        assert_eq!(absent(&view, Benchmark::CostPerM2), None);
        assert!(absent(&view, Benchmark::Utilisation).is_some());
    }
}
