//! The ranking: each ranked site's need index, stacked by its two halves, with the range it may lie in.

use super::{
    Chart, ChartNumbers, DrawError,
    axis::Axis,
    bars::{Bars, Label},
    chart_table,
    font_metrics::FontMetrics,
    frame::{self, Caption, Key, Page},
    sheet::{AMBER, Area, BLACK, Form, GREY, Line, NAVY, Sheet, WHITE},
    site_names::names,
};
use crate::{
    edition::{Edition, FIRST_CANDIDATES, SiteRow, View},
    model::{Index, ratio_term, to_whole, with_thousands},
    wording::{capital, count_of, first_words, left_over, number},
};

/// From the ends of index and range, and from the bars, to the right end of what is drawn.
const INDEX_END: f64 = 84.0;
pub(super) const BARS_END: f64 = 146.0;

/// A ranked site as it is drawn.
pub(super) struct Row<'a> {
    pub rank: u32,
    pub name: String,
    pub index: Index,
    /// The two parts of the index; `None` where they are not shown.
    pub halves: Option<(Index, Index)>,
    pub site: &'a SiteRow,
}

/// Draws the ranked sites, 25 a page.
pub(super) fn charts(
    view: &View,
    metrics: &FontMetrics,
    form: Form,
) -> Result<Vec<Chart>, DrawError> {
    let ranked = |s: &&SiteRow| s.rank.is_some() && s.need_index.is_some();
    let sites: Vec<_> = view.sites.iter().filter(ranked).collect();
    let rows: Vec<_> = names(sites.iter().copied(), metrics)
        .into_iter()
        .zip(&sites)
        .filter_map(|(name, site)| {
            let (rank, index) = (site.rank?, site.need_index?);
            Some(Row { rank, name, index, halves: site.halves, site })
        })
        .collect();
    // A board paper shows the candidates that it names.
    let rows_shown = if form.is_bare { form.rows.min(FIRST_CANDIDATES) } else { form.rows };
    let form = Form { rows: rows_shown, ..form };
    frame::pages(form, &rows).iter().map(|page| chart(view, metrics, &rows, page, form)).collect()
}

fn chart(
    view: &View,
    metrics: &FontMetrics,
    all: &[Row],
    page: &Page<Row>,
    form: Form,
) -> Result<Chart, DrawError> {
    let title = page_title(all, page);
    let caption = Caption::of(view, about(view, all, page, form));
    let name = page.name("ranking");
    let sheet = sheet(metrics, form, &title, page.rows, &caption);
    let text = text(&title, page, &caption);
    let numbers = ChartNumbers::of(&RankingChart, RankingChart::of(page.rows.iter()))?;
    Ok(Chart { name, title, sheet, numbers, text })
}

/// Returns the message of a page: on further ones which ranks are shown.
fn page_title(all: &[Row], page: &Page<Row>) -> String {
    if page.number == 1 {
        return title(all);
    }
    let (first, last, total) = (page.first, page.last, with_thousands(&all.len().to_string()));
    format!("Candidates for surplus ranked {first} to {last} of {total}")
}

/// Returns the message: who leads.
pub(super) fn title(all: &[Row]) -> String {
    let count = all.len();
    let total = with_thousands(&count.to_string());
    let Some(leader) = all.first() else { return String::new() };
    let ties = all.iter().filter(|r| r.index == leader.index).count();
    match (ties, count) {
        (_, 1) => format!("{} is the only ranked candidate", first_words(&leader.name, 5)),
        (1, _) => {
            format!("{} leads {total} candidates for surplus", first_words(&leader.name, 5))
        }
        (n, _) if n == count => format!("All {total} candidates for surplus have the same index"),
        _ => {
            let ties = capital(&number(ties));
            format!("{ties} sites share the lead of {total} candidates for surplus")
        }
    }
}

/// Returns what the caption says of this page.
fn about(view: &View, all: &[Row], page: &Page<Row>, form: Form) -> Vec<String> {
    let total = count_of(all.len(), "ranked site", "ranked sites");
    let mut about = vec![match (page.rows.first(), page.rows.last()) {
        (Some(first), Some(last)) if first.rank != last.rank => {
            format!("Shown: ranks {} to {} of {total}.", first.rank, last.rank)
        }
        (Some(first), _) => format!("Shown: rank {} of {total}.", first.rank),
        _ => String::new(),
    }];
    about.extend(left_over(all.len(), form.drawn(all.len())));
    let without = view.sites.len().saturating_sub(all.len());
    if without > 0 {
        let (are, sites) = if without == 1 { ("is", "site") } else { ("are", "sites") };
        let without = capital(&number(without));
        about.push(format!("{without} {sites} {are} not ranked; see the tables for the reasons."));
    }
    let five = 5 * Index::UNIT;
    if view.edition == Edition::Public && all.iter().all(|r| r.index.0 % five == 0) {
        about.push("Points are rounded to multiples of 5.".to_owned());
    }
    about
}

fn sheet(metrics: &FontMetrics, form: Form, title: &str, rows: &[Row], caption: &Caption) -> Sheet {
    let halves = rows.iter().any(|r| r.halves.is_some());
    let shown = if halves {
        "Need index: half from under-use, half from the case for disposal"
    } else {
        "Need index: under-use and the case for disposal, half each"
    };
    let (mut sheet, y) = frame::begin(form, metrics, title, shown);
    let y = frame::legend(&mut sheet, metrics, y, &keys(halves));

    let labels: Vec<_> =
        rows.iter().map(|r| Label { before: r.rank.to_string(), name: r.name.clone() }).collect();
    let points = (form.either(226.0, 360.0), form.right() - BARS_END);
    let axis = Axis { low: 0.0, high: 100.0, step: 10.0, points };
    let tick = |value: f64| to_whole(value).to_string();
    let bars = Bars::begin(&mut sheet, metrics, y, &labels, axis, tick);
    heads(&mut sheet, y);
    for (at, row) in (0..).zip(rows) {
        bar(&mut sheet, &bars, at, row);
    }
    let y = bars.end(&mut sheet, "Need index (points)");
    frame::end(&mut sheet, metrics, y, caption);
    sheet
}

/// Writes what stands to the right of the bars.
pub(super) fn heads(sheet: &mut Sheet, y: f64) {
    for (words, end) in [("Index", INDEX_END), ("Range", 0.0)] {
        let place = (sheet.form.right() - end, y + 14.0);
        sheet.text(Line::new(words, place.0, place.1, 13.0).bold().end().colour(GREY));
    }
}

/// Returns the legend: the two halves, or the whole where the parts are not shown, and the range.
pub(super) fn keys(halves: bool) -> Vec<Key> {
    let words = if halves { "Under-use, 0 to 50" } else { "Need index" };
    let mut keys = vec![Key::new(words, |sheet, area| sheet.fill(area, NAVY))];
    if halves {
        keys.push(Key::new("Case for disposal, 0 to 50", second));
    }
    keys.push(Key::new("Range while facts are missing", |sheet, area| {
        whisker(sheet, (area.left, area.right), f64::midpoint(area.top, area.bottom));
    }));
    keys
}

/// Fills the second half, hatched so that it differs without colour.
fn second(sheet: &mut Sheet, area: Area) {
    sheet.fill(area, AMBER);
    sheet.hatch(area, 9.0, WHITE);
}

/// Draws the bar of a row, its range and their figures.
pub(super) fn bar(sheet: &mut Sheet, bars: &Bars, at: u32, row: &Row) {
    let points = |index: Index| (ratio_term(index.0) / ratio_term(Index::UNIT)).clamp(0.0, 100.0);
    let index = points(row.index);
    if let Some((use_part, _)) = row.halves {
        let middle = points(use_part).min(index);
        sheet.fill(bars.area(at, 0.0, middle), NAVY);
        second(sheet, bars.area(at, middle, index));
    } else {
        sheet.fill(bars.area(at, 0.0, index), NAVY);
    }
    let y = bars.middle(at);
    sheet.text(
        Line::new(row.index.one_decimal(), sheet.form.right() - INDEX_END, y + 5.0, 14.0)
            .bold()
            .end(),
    );
    if let (Some(low), Some(high)) = (row.site.need_low, row.site.need_high) {
        let range = if high > low {
            whisker(sheet, (bars.axis.at(points(low)), bars.axis.at(points(high))), y);
            format!("{}–{}", low.one_decimal(), high.one_decimal())
        } else {
            "–".to_owned()
        };
        sheet.text(Line::new(range, sheet.form.right(), y + 5.0, 13.0).end().colour(GREY));
    }
}

/// Draws a range as a line with end strokes, edged in white so that it stands out from any bar.
fn whisker(sheet: &mut Sheet, (low, high): (f64, f64), y: f64) {
    const CAP: f64 = 5.0;
    for (edge, colour) in [(1.5, WHITE), (0.0, BLACK)] {
        let mut block = |left: f64, right: f64, half: f64| {
            let area = Area {
                left: left - edge,
                top: y - half - edge,
                right: right + edge,
                bottom: y + half + edge,
            };
            sheet.fill(area, colour);
        };
        block(low, high, 1.0);
        block(low - 1.0, low + 1.0, CAP);
        block(high - 1.0, high + 1.0, CAP);
    }
}

chart_table! {
    /// the bars of the chart of the need index
    RankingChart: file "charts/ranking.csv", key ["site_id"];
    rows row: &'a Row<'a>;
    "rank", "Rank", Whole, "", Public,
        "its place in the ranking, 1 the first to review as surplus" = row.rank;
    "site_id", "Site", Text, "", Public,
        "the site's id as in `sites`" = &row.site.site_id;
    "name", "Name", Text, "", Public,
        "the site's name" = &row.site.name;
    "need_index", "Need index", Tenth, "points", Banded,
        "the strength of the case for review as surplus, 0 to 100: the length of the bar" = row.index;
    "need_low", "Need low", Tenth, "points", Banded,
        "the lowest it can be once the unknown criteria are known" = row.site.need_low;
    "need_high", "Need high", Tenth, "points", Banded,
        "the highest it can be" = row.site.need_high;
    "under_use", "From under-use", Tenth, "points", Banded,
        "the part of the index from under-use" = row.site.halves.map(|halves| halves.0);
    "disposal", "From disposal", Tenth, "points", Banded,
        "the part of the index from disposal; the two parts add up to it" = row.site.halves.map(|halves| halves.1);
}

/// Says in which range the index may lie; nothing where it has no width.
pub(super) fn range_said(row: &Row) -> String {
    match (row.site.need_low, row.site.need_high) {
        (Some(low), Some(high)) if high > low => {
            format!("; range {} to {}", low.one_decimal(), high.one_decimal())
        }
        _ => String::new(),
    }
}

/// Returns the message and the five highest bars in sentences.
fn text(title: &str, page: &Page<Row>, caption: &Caption) -> String {
    const DESCRIBED: usize = 5;
    let mut out = vec![
        format!("{title}."),
        "Bar chart of the need index of each site, from 0 to 100 points.".to_owned(),
    ];
    out.extend(page.rows.iter().take(DESCRIBED).map(|r| {
        let halves = r.halves.map_or_else(String::new, |(u, d)| {
            format!(": {} from under-use and {} from disposal", u.one_decimal(), d.one_decimal())
        });
        let range = range_said(r);
        format!("Rank {}, {}, {} points{halves}{range}.", r.rank, r.name, r.index.one_decimal())
    }));
    out.extend(caption.sentences());
    out.join(" ")
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::{
        super::{font_metrics::FontWeight, samples},
        *,
    };

    fn first_title(view: &View) -> Option<String> {
        samples::drawn(charts, view).first().map(|p| p.title.clone())
    }

    #[rstest]
    #[case::two_lead(6, 2, "Two sites share the lead of 6 candidates for surplus")]
    #[case::all_alike(6, 6, "All 6 candidates for surplus have the same index")]
    #[case::one(1, 1, "Turvesey Police Station is the only ranked candidate")]
    fn a_title_is_true_of_ties(#[case] sites: usize, #[case] alike: usize, #[case] expected: &str) {
        let mut view = samples::view(sites);
        for site in view.sites.iter_mut().take(alike) {
            site.need_index = Some(Index(75_000_000));
        }
        assert_eq!(first_title(&view).unwrap(), expected);
    }

    #[test]
    fn no_ranked_site_is_no_chart() {
        let mut view = samples::view(3);
        for site in &mut view.sites {
            site.rank = None;
        }
        assert_eq!(first_title(&view), None);
    }

    #[test]
    fn further_pages_say_which_ranks_they_show_and_what_is_left_out() {
        let charts = samples::drawn(charts, &samples::view(120));
        let names: Vec<_> = charts.iter().map(|p| p.name.as_str()).collect();
        assert_eq!(names, ["ranking", "ranking_2", "ranking_3", "ranking_4"]);
        let last = charts.last().unwrap();
        assert_eq!(last.title, "Candidates for surplus ranked 76 to 100 of 120");
        assert!(last.text.contains("Shown: ranks 76 to 100 of 120 ranked sites."));
        assert!(last.text.contains("20 more sites are in the tables."));
    }

    #[test]
    fn parts_that_are_not_shown_are_not_drawn() {
        let mut view = samples::view(4);
        for site in &mut view.sites {
            site.halves = None;
        }
        let charts = samples::drawn(charts, &view);
        let chart = charts.first().unwrap();
        assert!(!samples::words(&chart.sheet).contains("disposal, 0 to 50"));
        assert!(chart.numbers.csv.lines().nth(1).unwrap().ends_with(",,"));
    }

    #[test]
    fn widths_hold_the_longest_words() {
        let metrics = FontMetrics::load().unwrap();
        let range = metrics.width("100.0–100.0", 13.0, FontWeight::Regular);
        assert!(range + 8.0 <= INDEX_END);
    }
}
