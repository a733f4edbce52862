//! How sure a rank is, in sentences.

use super::{and_list, and_list_up_to, count_of, number, per_cent, small};
use crate::{
    edition::{
        ConfidenceRow, ConfidenceView, DrawShare, FIRST_CANDIDATES, FlipRow, HeldRow, OtherMethod,
        ReadingsTried, WeightLever, WeightsTried,
    },
    model::{decimals, with_thousands},
};

/// Says in one sentence how far a site's place can be trusted.
pub(crate) fn how_sure(view: &ConfidenceView, row: &ConfidenceRow) -> String {
    let parts = [holds(view, row), turns(view, row), Some(once_known(view, row))];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    super::capital(&parts.join("; "))
}

/// Says how often it holds its place by weights near the policy's, on readings as known.
fn holds(view: &ConfidenceView, row: &ConfidenceRow) -> Option<String> {
    let by = |readings| row.held_by(WeightsTried::NearPolicy, readings);
    let is_cut = view.has_more_than_first();
    let share = |held: &HeldRow| match row.rank {
        Some(1) => Some(held.first),
        _ if is_cut => Some(held.among_first),
        _ => held.kept,
    };
    let place = match row.rank? {
        1 => "first".to_owned(),
        _ if is_cut => format!("among the first {}", number(view.first_places)),
        rank => format!("{} or better", ordinal(rank)),
    };
    let known = by(ReadingsTried::AsKnown).and_then(share)?;
    let open = by(ReadingsTried::WithinRanges).and_then(share).map(nearly);
    let open = open.filter(|open| *open != nearly(known));
    let known = match known {
        0 => "no weighting".to_owned(),
        10_000 => "all weightings".to_owned(),
        share => format!("{} of weightings", nearly(share)),
    };
    let open = open.map(|open| format!(" ({open} if unknown facts can take any value)"));
    Some(format!("{place} in {known} near the policy's{}", open.unwrap_or_default()))
}

/// Writes a share as whole per cent, never as all or nothing where it is not.
fn nearly(share: DrawShare) -> String {
    match share {
        0 => "none".to_owned(),
        10_000 => "all".to_owned(),
        1..50 => "under 1%".to_owned(),
        9_950..10_000 => "over 99%".to_owned(),
        share => per_cent(share),
    }
}

/// Says which one weight turns its place.
fn turns(view: &ConfidenceView, row: &ConfidenceRow) -> Option<String> {
    if let Some(next) = row.next.as_ref().filter(|next| next.is_level) {
        return Some(format!("equal to {}, which stands after it by its id alone", next.name));
    }
    if row.is_first && row.rank != Some(1) {
        let places = number(view.first_places);
        return Some(match row.leaves_first.first() {
            Some(flip) => format!("out of the first {places} if {}", weighed(*flip)),
            None => format!("no change of one weight takes it out of the first {places}"),
        });
    }
    let next = row.next.as_ref()?;
    Some(match next.flips.first() {
        Some(flip) => format!("falls behind {} if {}", next.name, weighed(*flip)),
        None => format!("no change of one weight puts it behind {}", next.name),
    })
}

/// Says what a weight would be and what it is.
pub(crate) fn weighed(flip: FlipRow) -> String {
    let FlipRow { now, then, .. } = flip;
    match flip.lever {
        WeightLever::Criterion(_, measure) => {
            format!("{} weighed {then} instead of {now}", small(measure.label()))
        }
        WeightLever::IndexShare => {
            format!("utilisation made {then}% of the index instead of {now}%")
        }
    }
}

/// Names whose weight a lever is.
pub(crate) fn weight_of(lever: WeightLever) -> String {
    match lever {
        WeightLever::Criterion(_, measure) => measure.label().to_owned(),
        WeightLever::IndexShare => "Utilisation's share of the index, %".to_owned(),
    }
}

/// Says that a site is no longer among the first places.
pub(crate) fn leaves_first() -> String {
    format!("leaves the first {}", number(FIRST_CANDIDATES))
}

/// Says what is missing, and where it could stand once that is known.
fn once_known(view: &ConfidenceView, row: &ConfidenceRow) -> String {
    let facts = match row.facts_missing {
        0 => String::new(),
        facts => format!("{} missing", count_of(facts, "fact is", "facts are")),
    };
    let (best, worst) = (row.best_rank, row.worst_rank);
    let of = with_thousands(&view.candidates.to_string());
    let could = if best == worst && Some(best) == row.rank {
        format!("stays {} of {of} whatever the rest turns out to be", ordinal(best))
    } else if best == worst {
        format!("will be {} of {of} once all readings are known", ordinal(best))
    } else {
        format!(
            "could be {} to {} of {of} once all readings are known",
            ordinal(best),
            ordinal(worst)
        )
    };
    if facts.is_empty() { could } else { format!("{facts}: {could}") }
}

/// Writes a place: `1st`, `22nd`.
pub(crate) fn ordinal(place: u32) -> String {
    let ending = match (place % 100, place % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    };
    format!("{place}{ending}")
}

/// Says how far other methods agree, and which criteria may count one thing twice; nothing where neither is known.
pub(crate) fn other_methods(view: &ConfidenceView) -> Vec<String> {
    let agree: Vec<String> = view
        .opinions
        .iter()
        .filter_map(|own| {
            let name = match own.method {
                OtherMethod::Topsis => "TOPSIS",
                OtherMethod::RelativeSum => "the weighted sum of levels relative to the sites",
                OtherMethod::WeightedProduct => "the weighted product",
            };
            Some(format!("{} by {name}", decimals(own.kendall?, 10_000, 2)))
        })
        .collect();
    let mut said = Vec::new();
    if !agree.is_empty() {
        said.push(format!(
            "Other methods on the same weights agree with this order to {} (1 is the same order, 0 is chance; Kendall's \
             rank correlation).",
            and_list(&agree)
        ));
    }
    let doubled: Vec<String> = view
        .pairs
        .iter()
        .filter(|pair| pair.is_doubled)
        .map(|pair| {
            format!(
                "{} and {} ({} over {}; {} of the index together)",
                small(pair.one.label()),
                small(pair.other.label()),
                decimals(pair.correlation, 10_000, 2),
                count_of(pair.sites, "site", "sites"),
                per_cent(pair.together)
            )
        })
        .collect();
    said.push(if doubled.is_empty() {
        "No two criteria are so closely correlated that they may count one thing twice.".to_owned()
    } else {
        format!(
            "These criteria are correlated, so they may count one thing twice: {}.",
            and_list_up_to(&doubled, 2)
        )
    });
    said
}

/// Says what stands behind the shares; nothing where nothing was drawn.
pub(crate) fn drawn_how(view: &ConfidenceView) -> Option<String> {
    let (draws, error) = (view.draws, view.standard_error?);
    // 95 times in 100 a share lies within 1.96 standard errors.
    let within = decimals(error * 196, 10_000, 1);
    Some(format!(
        "Shares come from {} weightings drawn near the policy's, and are accurate to {within} percentage points (95% \
         confidence). A weight is out of 100 in its score; where one changes, the others keep their proportions.",
        with_thousands(&draws.to_string()),
    ))
}
