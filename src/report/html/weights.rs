//! What the page needs to rank by other weights: the criteria with the policy's weights, and every level.
//!
//! The arithmetic stands in `script/score.js` and is the program's own; tests drive both and compare.

use std::{collections::BTreeMap, fmt::Write};

use minijinja::{Value, context};

use super::list;
use crate::{
    edition::{ContributionRow, CriterionRow, NotRanked, SiteRow, View},
    model::{Score, State, Weight},
    wording::capital,
};

/// Stands for a level that is not benchmarked; no level is below zero.
const NOT_BENCHMARKED: &str = "-1";
/// Reasons for no rank that weights do not change, in the order of the ranking.
const FIXED: [NotRanked; 3] = [NotRanked::Sold, NotRanked::ForSale, NotRanked::MustKeep];

/// Returns the criteria by score, for every score.
fn criteria(view: &View) -> impl Iterator<Item = (Score, Vec<&CriterionRow>)> {
    let of = |score: &Score| view.criteria.iter().filter(|c| c.score == *score).collect();
    Score::ALL.iter().map(move |score| (*score, of(score)))
}

/// Returns the criteria of each score that has any: weight, value function and source.
pub(super) fn describe(view: &View) -> Value {
    let scores = criteria(view).filter(|(_, criteria)| !criteria.is_empty());
    let scores = scores.map(|(score, criteria)| {
        context! {
            score => capital(score.word()),
            number => score as usize,
            criteria => list(&criteria, |c| context! {
                name => c.criterion.label(),
                word => c.criterion.word(),
                weight => c.weight.to_string(),
                scale => c.scale.as_str(),
                source => c.source.as_str(),
                worst => c.swing.worst.as_str(),
                best => c.swing.best.as_str(),
                levels => c.swing.levels,
            }),
        }
    });
    scores.collect::<Vec<_>>().into()
}

/// Returns what the sliders start from; nothing in an edition that has no levels to weigh.
pub(super) fn sliders(view: &View) -> Option<Value> {
    let weighing = view.weighing?;
    Some(context! {
        share => weighing.shares.0,
        step => step(view),
        scores => describe(view),
        data => Value::from_safe_string(data(view, weighing.least_known)),
    })
}

/// Returns the step of the sliders: whole weights, unless the policy has finer ones.
fn step(view: &View) -> String {
    let is_whole = |of: &CriterionRow| of.weight.units().is_multiple_of(Weight::UNIT);
    let finest = if view.criteria.iter().all(is_whole) { Weight::UNIT } else { 1 };
    Weight::of_units(finest).unwrap_or(Weight::NONE).to_string()
}

/// Writes the levels of every site in the order of the ranking, a line a site.
///
/// A site is its number by id, its fixed reason for no rank, and its levels by score: a number, `[mid, low,
/// high]` where it is known in part, `null` where it is not known. It holds numbers only, so nothing is
/// escaped. Numbers are the shortest that read back as the same.
fn data(view: &View, least_known: i64) -> String {
    let mut by_id: Vec<&str> = view.sites.iter().map(|s| s.site_id.as_str()).collect();
    by_id.sort_unstable();
    let number: BTreeMap<&str, usize> = by_id.into_iter().zip(0..).collect();
    let mut rows: BTreeMap<&str, Vec<&ContributionRow>> = BTreeMap::new();
    for row in &view.contributions {
        rows.entry(row.site_id.as_str()).or_default().push(row);
    }
    let scores: Vec<_> = criteria(view).collect();
    let none = Vec::new();
    let line = |site: &SiteRow| {
        let id = site.site_id.as_str();
        let of_site = rows.get(id).unwrap_or(&none);
        let fixed = FIXED.iter().position(|why| site.not_ranked == Some(*why));
        let fixed = fixed.map_or_else(|| "null".to_owned(), |at| at.to_string());
        let mut line = format!("[{},{fixed}", number.get(id).copied().unwrap_or_default());
        for (score, criteria) in &scores {
            let levels = criteria.iter().map(|of| {
                let is =
                    |row: &&&ContributionRow| row.score == *score && row.criterion == of.criterion;
                of_site.iter().find(is).map_or_else(|| NOT_BENCHMARKED.to_owned(), |row| level(row))
            });
            let _ = write!(line, ",[{}]", levels.collect::<Vec<_>>().join(","));
        }
        line + "]"
    };
    let lines: Vec<String> = view.sites.iter().map(line).collect();
    format!("{{\"least\":{least_known},\"sites\":[\n{}\n]}}", lines.join(",\n"))
}

fn level(row: &ContributionRow) -> String {
    match (row.state, row.level, row.level_range) {
        (State::NotBenchmarked, ..) | (_, _, None) => NOT_BENCHMARKED.to_owned(),
        (_, None, _) => "null".to_owned(),
        (_, Some(mid), Some((low, high))) => {
            let (mid, low, high) = (mid.to_string(), low.to_string(), high.to_string());
            if mid == low && mid == high { mid } else { format!("[{mid},{low},{high}]") }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edition::example;

    #[test]
    fn levels_stand_a_line_a_site_in_the_order_of_the_ranking() {
        insta::assert_snapshot!(data(example::hostile(), 5_000), @r#"
        {"least":5000,"sites":[
        [1,null,[[38.02083333333333,19.010416666666664,100],32.69230769230769,null,null],[100,100,70.108,null,100,null],[50,46.70036764705882,52,11.956521739130437,null,null,85.41666666666667]],
        [0,null,[69.44444444444446,74.35897435897438,null,null],[65.33333333333334,75,0,null,72.91666666666666,null],[53.308625,0,null,2.2461805555555556,null,null,12.5]],
        [3,1,[-1,-1,-1,null],[null,100,null,null,100,null],[null,6.416176470588235,null,null,null,null,100]],
        [2,2,[-1,-1,-1,null],[null,100,null,null,100,null],[10,null,null,0,null,null,100]]
        ]}
        "#);
    }

    #[test]
    fn an_edition_without_levels_has_no_sliders() {
        let mut view = example::hostile().clone();
        assert!(sliders(&view).is_some());
        view.weighing = None;
        assert!(sliders(&view).is_none());
    }
}
