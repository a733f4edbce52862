//! The pictures of several bodies: their candidates in one ranking, and their benchmarks.

use rayon::prelude::*;

use super::{
    ChartFiles, DrawError, font_metrics::FontMetrics, group_benchmarks, group_ranking, render,
    with_slide,
};
use crate::{
    edition::{Benchmark, GroupView},
    wording::{GROUP_RANKING_CHART, benchmark_chart},
};

/// Draws every chart of several bodies, in a fixed order; a chart without data is left out.
///
/// # Errors
/// [`DrawError`] when a font, a picture or a table could not be written: a bug, since no input of a view may cause it.
pub fn group_charts(view: &GroupView) -> Result<Vec<ChartFiles>, DrawError> {
    let metrics = FontMetrics::load()?;
    let ranking = |form| Ok(group_ranking::chart(view, &metrics, form)?.into_iter().collect());
    let mut made = with_slide(ranking)?;
    for benchmark in Benchmark::ALL {
        made.extend(with_slide(|form| group_benchmarks::charts(view, *benchmark, &metrics, form))?);
    }
    made.into_par_iter()
        .map(|(chart, slide)| render::rendered(chart, slide, &metrics, render::Packing::Quick))
        .collect()
}

/// Says which pictures of several bodies are left out, by their names without ending, and why.
pub(crate) fn left_out_of_group(view: &GroupView) -> Vec<(String, &'static str)> {
    let ranking = view.sites.iter().all(|row| row.rank.is_none());
    let ranking = ranking.then(|| (GROUP_RANKING_CHART.to_owned(), "no site is ranked"));
    let benchmarks = Benchmark::ALL.iter().filter_map(|benchmark| {
        Some((benchmark_chart(*benchmark), group_benchmarks::absent(view, *benchmark)?))
    });
    ranking.into_iter().chain(benchmarks).collect()
}
