//! The pictures of a report: one chart a file.
//!
//! Takes the [`View`] of one edition, or an estate's ranks over its snapshots, and gives pictures with
//! their numbers and their words. Nothing is computed here but what a picture needs: places, counts and
//! the message of a title. Each chart is described once, as a sheet of marks; SVG and PNG are both
//! rendered from it by plotters, which nothing outside this folder uses; a PNG on a canvas of our own.

mod axis;
mod bars;
mod basemap;
mod bubble_names;
mod bubble_size;
mod canvas;
mod chart_tables;
mod coverage_bars;
mod coverage_map;
mod cumulative;
mod dates;
mod font_metrics;
mod frame;
mod frontier_panel;
mod glyphs;
mod group;
mod group_benchmarks;
mod group_caption;
mod group_ranking;
mod labels;
mod lease_marks;
mod lease_timeline;
mod map;
mod markers;
mod moves;
mod moves_lines;
mod moves_map;
mod moves_marks;
mod numbers;
mod option_advantage;
mod palette;
mod plan_frontiers;
mod plan_gantt;
mod programme;
mod quadrants;
mod rank_moves;
mod ranking;
mod render;
mod rent_by_year;
mod running_cost;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod samples_fund;
#[cfg(test)]
mod samples_group;
mod sheet;
mod site_names;
mod sizes;
mod spread;
mod trends;
mod utilisation_cost;
mod zone_class;

use rayon::prelude::*;

use crate::{
    edition::{Edition, NotRanked, View},
    model::{Date, TrendOf},
};
pub use chart_tables::TABLES;
use font_metrics::FontMetrics;
pub use group::group_charts;
pub(crate) use group::left_out_of_group;
pub use numbers::ChartNumbers;
use numbers::chart_table;
use render::Packing;
use sheet::{Form, Sheet};
#[cfg(test)]
use sizes::fitted;
use sizes::{with_sizes, with_slide};
pub(crate) use spread::spread;

/// Draws every chart of a snapshot, in a fixed order; a chart without data is left out.
///
/// # Errors
/// [`DrawError`] when a font, a picture or a table could not be written: a bug, since no input of a
/// view may cause it.
pub fn charts(view: &View) -> Result<Vec<ChartFiles>, DrawError> {
    let metrics = FontMetrics::load()?;
    let made = CHARTS
        .par_iter()
        .map(|(make, for_boards)| with_sizes(*for_boards, |form| make(view, &metrics, form)));
    let made: Vec<Vec<_>> = made.collect::<Result<_, _>>()?;
    let all: Vec<_> = made.into_iter().flatten().collect();
    let packing = Packing::of(view.sites.len());
    let render = |(chart, sizes)| render::rendered(chart, sizes, &metrics, packing);
    all.into_par_iter().map(render).collect()
}

/// Says which pictures a report has a reason to leave out, by their names without ending, and why.
pub(crate) fn left_out(view: &View) -> Vec<(&'static str, &'static str)> {
    let moves = moves_map::absent(view).map(|why| ("moves_map", why));
    let frontiers = plan_frontiers::absent(view).map(|why| ("plan_frontiers", why));
    moves.into_iter().chain(frontiers).collect()
}

/// Makes the pages of one chart for a size of picture; none without data.
type Maker = fn(&View, &FontMetrics, Form) -> Result<Vec<Chart>, DrawError>;

/// The charts of a snapshot, in the order they are shown, and whether board papers show them.
const CHARTS: [(Maker, bool); 20] = [
    (ranking::charts, true),
    (utilisation_cost::charts, true),
    (running_cost::charts, false),
    (lease_timeline::charts, false),
    (rent_by_year::charts, false),
    (option_advantage::charts, false),
    (cumulative::charts, false),
    (plan_frontiers::charts, false),
    (programme::spend_by_source, false),
    (programme::requirement_and_debt, false),
    (programme::revenue_effect, false),
    (programme::savings_against_target, true),
    (programme::scenarios, true),
    (programme::levers, false),
    (programme::benefits, false),
    (map::charts, true),
    (coverage_bars::charts, true),
    (coverage_map::charts, false),
    (moves_map::charts, false),
    (plan_gantt::charts, false),
];

/// Draws how the ranks of an estate's sites moved over its snapshots; nothing for fewer than two.
///
/// # Errors
/// As [`charts`].
pub fn rank_moves(history: &RankHistory) -> Result<Vec<ChartFiles>, DrawError> {
    let metrics = FontMetrics::load()?;
    let made =
        with_slide(|form| Ok(rank_moves::chart(history, &metrics, form)?.into_iter().collect()))?;
    made.into_iter()
        .map(|(chart, sizes)| render::rendered(chart, sizes, &metrics, Packing::Quick))
        .collect()
}

/// Draws the whole estate over its snapshots; nothing for fewer than two.
///
/// # Errors
/// As [`charts`].
pub fn estate_trends(trends: &EstateTrends) -> Result<Vec<ChartFiles>, DrawError> {
    let metrics = FontMetrics::load()?;
    let made = with_slide(|form| Ok(trends::chart(trends, &metrics, form)?.into_iter().collect()))?;
    made.into_iter()
        .map(|(chart, sizes)| render::rendered(chart, sizes, &metrics, Packing::Quick))
        .collect()
}

/// One picture, its numbers and its words.
#[derive(Debug, Clone)]
pub struct ChartFiles {
    /// The name of its files, such as `ranking` or `ranking_2`.
    pub name: String,
    /// The message, in ten words or fewer.
    pub title: String,
    /// The picture as SVG, with title and description.
    pub svg: String,
    /// The same picture as PNG of 300 dots an inch, as wide as the text of an A4 page: 160 mm.
    pub png: Vec<u8>,
    /// The same message as PNG of 300 dots an inch for a slide, 300 mm wide and sixteen to nine, with the bars that
    /// it has room for; none of further pages.
    pub slide: Option<Vec<u8>>,
    /// The same as PNG for a board paper, 160 mm wide and low: its caption says the message; of some charts alone.
    pub board: Option<Vec<u8>>,
    /// The numbers drawn.
    pub numbers: ChartNumbers,
    /// The alternative text: the message and the main figures in plain sentences.
    pub text: String,
}

/// Why a chart could not be drawn.
#[derive(Debug, thiserror::Error)]
pub enum DrawError {
    /// The fonts of the program could not be read.
    #[error("the built-in font could not be read")]
    Font,
    /// The drawing library refused a mark.
    #[error("a chart could not be drawn: {0}")]
    Backend(String),
    /// The picture could not be encoded.
    #[error("a chart could not be written as PNG")]
    Png(#[from] png::EncodingError),
    /// The table of a chart could not be written.
    #[error("the numbers of a chart could not be written as CSV")]
    Table(#[from] csv::Error),
    /// The table of a chart is no text.
    #[error("the numbers of a chart could not be written as text")]
    NoText(#[from] std::string::FromUtf8Error),
}

/// The whole estate over its snapshots.
#[derive(Debug, Clone)]
pub struct EstateTrends {
    /// The estate's name.
    pub estate: String,
    /// Words that every picture must carry.
    pub note: Option<String>,
    /// Who may read the chart.
    pub edition: Edition,
    /// In order, oldest first.
    pub snapshots: Vec<Date>,
    /// One a figure.
    pub series: Vec<TrendSeries>,
}

/// One figure of the estate, a value a snapshot in millionths; `None` is not known.
#[derive(Debug, Clone)]
pub struct TrendSeries {
    /// Of what.
    pub of: TrendOf,
    /// In the order of the snapshots.
    pub values: Vec<Option<i64>>,
    /// At the last snapshot, the sites with the figure and those that could have it.
    pub known: (usize, usize),
}

/// The ranks of an estate's sites over its snapshots.
#[derive(Debug, Clone)]
pub struct RankHistory {
    /// The estate's name.
    pub estate: String,
    /// Words that every picture must carry, such as "Illustrative data".
    pub note: Option<String>,
    /// Who may read the chart.
    pub edition: Edition,
    /// In order, oldest first.
    pub snapshots: Vec<Date>,
    /// One line a site.
    pub lines: Vec<MoveLine>,
}

/// One site's ranks over the snapshots.
#[derive(Debug, Clone)]
pub struct MoveLine {
    /// The id of the site.
    pub site_id: String,
    /// Ids that it had in earlier snapshots, if others, oldest first.
    pub earlier_ids: Vec<String>,
    /// The site's latest name.
    pub name: String,
    /// One a snapshot; missing ones at the end count as absent.
    pub places: Vec<Standing>,
}

/// Where a site stood in one snapshot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// Its rank, from 1.
    Ranked(u32),
    /// It has no rank; why.
    Unranked(NotRanked),
    /// The snapshot has no such site.
    Absent,
}

/// One chart before it is rendered.
#[derive(Debug, Clone)]
struct Chart {
    name: String,
    title: String,
    sheet: Sheet,
    numbers: ChartNumbers,
    text: String,
}

/// Makes every chart of a view in one size.
#[cfg(test)]
fn unrendered(view: &View, metrics: &FontMetrics, form: Form) -> Vec<Chart> {
    let fit = |make: &Maker| fitted(form, |form| make(view, metrics, form));
    CHARTS.iter().flat_map(|(make, _)| fit(make).unwrap()).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::{
        sheet::{Area, Line, Mark},
        *,
    };

    fn charts(view: &View) -> Vec<Chart> {
        super::unrendered(view, &FontMetrics::load().unwrap(), Form::PAGE)
    }

    fn slides(view: &View) -> Vec<Chart> {
        super::unrendered(view, &FontMetrics::load().unwrap(), Form::SLIDE)
    }

    fn long_names(mut view: View) -> View {
        for site in &mut view.sites {
            site.name = format!("{} {}", site.site_id, "Investigation and Custody ".repeat(2));
        }
        view
    }

    /// Every chart of views of every size, some of them ugly.
    static EVERY_CHART: LazyLock<Vec<Chart>> = LazyLock::new(|| {
        let views = [samples::view(1), samples::view(40), samples::ugly()];
        let mut every: Vec<_> = views.iter().flat_map(charts).collect();
        every.extend(views.iter().flat_map(slides));
        every.extend([1, 40, 120].iter().flat_map(|count| slides(&samples::placed(*count))));
        every.extend([3, 120].iter().flat_map(|count| slides(&samples::leases(*count))));
        every.extend([2, 60].iter().flat_map(|count| slides(&samples::options(*count))));
        every.extend(slides(&samples::rents(60)));
        every.extend(charts(&long_names(samples::view(120))));
        every.extend([3, 120].iter().flat_map(|count| charts(&samples::leases(*count))));
        every.extend(charts(&samples::ugly_leases()));
        every.extend([1, 10, 60].iter().flat_map(|years| charts(&samples::rents(*years))));
        every.extend([1, 2, 60].iter().flat_map(|count| charts(&samples::options(*count))));
        every.extend(charts(&long_names(samples::options(30))));
        every.extend(charts(&samples::ugly_options()));
        every.extend([1, 40, 120].iter().flat_map(|count| charts(&samples::placed(*count))));
        every.extend(charts(&long_names(samples::placed(60))));
        for view in [samples::covered(), samples::ugly_coverage()] {
            every.extend([charts(&view), slides(&view)].concat());
        }
        for view in [samples::moves(false), samples::moves(true)] {
            every.extend([charts(&view), slides(&view)].concat());
        }
        for points in [&[1, 3, 1], &[9, 2, 2], &[1, 9, 9], &[9, 9, 9]] {
            let view = samples::frontiers(points);
            every.extend([charts(&view), slides(&view)].concat());
        }
        every.extend(
            [charts(&samples::ugly_frontiers()), slides(&samples::ugly_frontiers())].concat(),
        );
        for (_, view) in samples_fund::EVERY.iter() {
            every.extend([charts(view), slides(view)].concat());
        }
        let metrics = FontMetrics::load().unwrap();
        for (sites, snapshots) in [(1, 2), (9, 3), (60, 12)] {
            let history = samples::history(sites, snapshots);
            every.extend(rank_moves::chart(&history, &metrics, Form::PAGE).unwrap());
        }
        every.extend(samples_group::every(&metrics));
        every
    });

    fn texts(chart: &Chart) -> Vec<&Line> {
        let text = |m: &'_ _| matches!(m, Mark::Text(_));
        let marks = chart.sheet.marks.iter().filter(|m| text(m));
        marks.filter_map(|m| if let Mark::Text(line) = m { Some(line) } else { None }).collect()
    }

    #[test]
    fn no_text_leaves_the_picture_or_meets_another() {
        let metrics = FontMetrics::load().unwrap();
        for chart in EVERY_CHART.iter() {
            let areas: Vec<(Area, &Line)> =
                texts(chart).into_iter().map(|t| (t.area(&metrics), t)).collect();
            for (at, (area, line)) in areas.iter().enumerate() {
                let within =
                    area.left >= 0.0 && area.right <= chart.sheet.form.width && area.top >= 0.0;
                assert!(within && area.bottom <= chart.sheet.height, "{}: {line:?}", chart.name);
                for (other, second) in areas.iter().skip(at + 1) {
                    let apart = !area.meets(other, -0.5);
                    assert!(apart, "{}: {:?} {:?}", chart.name, line.words, second.words);
                }
            }
        }
    }

    #[test]
    fn no_type_is_below_eight_points_of_print_and_bars_fit_their_page() {
        let mut views = vec![
            samples::placed(20),
            samples::leases(120),
            samples::rents(60),
            samples::options(60),
            samples::covered(),
            samples::frontiers(&[9, 9, 9]),
        ];
        views.extend(samples_fund::EVERY.iter().map(|(_, view)| view.clone()));
        let of_views = views.iter().flat_map(|v| [charts(v), slides(v)].concat());
        for chart in of_views.chain(samples_group::every(&FontMetrics::load().unwrap())) {
            let form = chart.sheet.form;
            // A slide that is too high is made smaller.
            let shrunk = form.height.map_or(1.0, |h| (h / chart.sheet.height).min(1.0));
            let print = form.millimetres / 25.4 * 72.0 / form.width * shrunk;
            for line in texts(&chart) {
                assert!(line.size * print >= 8.0, "{}: {line:?}", chart.name);
            }
            assert!(
                chart.sheet.height <= form.most + 0.5,
                "{}: {}",
                chart.name,
                chart.sheet.height
            );
        }
    }

    #[test]
    fn every_title_has_ten_words_or_fewer() {
        for chart in EVERY_CHART.iter() {
            assert!(chart.title.split_whitespace().count() <= 10, "{}", chart.title);
        }
    }

    #[test]
    fn every_picture_names_its_scales_source_and_marking() {
        let view = samples::view(30);
        let source = "Source: Fenshire Police & Crime Commissioner, property data as at \
                      31 March 2020; running cost 2019/20.";
        for chart in charts(&view) {
            let words = samples::words(&chart.sheet);
            let scale = match chart.name.trim_end_matches("_2") {
                "ranking" => "Need index (points)",
                "running_cost" => "Running cost (£ a year)",
                "cumulative" => "Running cost saved, net (£ a year)",
                _ => "Running cost per m² (£ a year)",
            };
            for expected in [scale, source, view.edition.marking(), view.note.as_ref().unwrap()] {
                assert!(words.contains(expected), "{}: {expected}", chart.name);
                assert!(expected == scale || chart.text.contains(expected));
            }
        }
    }

    #[test]
    fn charts_come_in_a_fixed_order_and_those_without_data_are_left_out() {
        let names = |view: &View| charts(view).into_iter().map(|p| p.name).collect::<Vec<_>>();
        let expected = [
            "ranking",
            "ranking_2",
            "utilisation_cost",
            "running_cost",
            "running_cost_2",
            "cumulative",
        ];
        assert_eq!(names(&samples::view(30)), expected);
        let view = View { sites: samples::placed(9).sites, ..samples_fund::EVERY[0].1.clone() };
        let drawn = names(&view);
        let programme = [
            "spend_by_source",
            "requirement_and_debt",
            "revenue_effect",
            "savings_against_target",
            "scenarios",
            "levers",
            "benefits",
            "map",
        ];
        assert!(drawn.ends_with(&programme.map(str::to_owned)), "{drawn:?}");
        assert!(names(&samples::view(0)).is_empty());
        assert!(super::charts(&samples::view(0)).unwrap().is_empty());
    }

    #[test]
    fn a_large_estate_is_drawn_on_four_pages_a_chart() {
        let charts = charts(&samples::view(1_200));
        assert_eq!(charts.len(), 10);
        for chart in charts.iter().filter(|chart| chart.name != "cumulative") {
            assert!(chart.text.contains("more sites are in the tables"), "{}", chart.name);
        }
    }
}
