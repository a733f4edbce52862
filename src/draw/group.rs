//! The pictures of several bodies: their candidates in one ranking, and their benchmarks.

use rayon::prelude::*;

use super::{
    ChartFiles, DrawError, font_metrics::FontMetrics, frame::Caption, group_benchmarks,
    group_ranking, render, with_slide,
};
use crate::{
    edition::{Benchmark, GroupView},
    wording::{
        GROUP_RANKING_CHART, and_list_up_to, benchmark_chart, count_bodies, long_date, one_line,
    },
};

/// Bodies that a caption names; the rest are counted.
const NAMED: usize = 4;

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

/// Returns the caption of a chart of several bodies.
pub(super) fn caption(view: &GroupView, mut about: Vec<String>) -> Caption {
    let left_out = view.bodies.iter().filter(|body| !body.left_out.is_empty());
    let left_out: Vec<String> = left_out.map(|body| one_line(&body.body)).collect();
    if !left_out.is_empty() {
        let names = and_list_up_to(&left_out, NAMED);
        about.push(format!("Left out, as the data could not be used: {names}."));
    }
    let mut days: Vec<_> = view.read().filter_map(|body| body.as_of).collect();
    days.sort_unstable();
    days.dedup();
    let days = match days.as_slice() {
        [] => String::new(),
        [only] => format!(" as at {}", long_date(*only)),
        [first, .., last] => format!(" as at {} to {}", long_date(*first), long_date(*last)),
    };
    let bodies = count_bodies(view.read().count());
    Caption {
        about,
        source: format!("Source: {}, property data of {bodies}{days}.", one_line(&view.name)),
        note: view.note.clone(),
        edition: view.edition,
    }
}
