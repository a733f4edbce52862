//! How sure a rank is, in sentences.

use super::{count_of, number, per_cent, small};
use crate::{
    edition::{
        ConfidenceRow, ConfidenceView, DrawShare, FIRST_CANDIDATES, FlipRow, Lever, ReadingsTried,
        WeightsTried,
    },
    model::{decimals, ratio_term, to_whole, with_thousands},
};

/// Says in one sentence how far a site's place can be trusted.
pub(crate) fn how_sure(view: &ConfidenceView, row: &ConfidenceRow) -> String {
    let parts = [holds(view, row), turns(view, row), Some(once_known(view, row))];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    super::capital(&parts.join("; "))
}

/// Says how often it holds its place by weights near the policy's, on readings as known.
fn holds(view: &ConfidenceView, row: &ConfidenceRow) -> Option<String> {
    let held = row.held_by(WeightsTried::NearPolicy, ReadingsTried::AsKnown)?;
    let (place, share) = match row.rank? {
        1 => ("first".to_owned(), held.first),
        _ if view.has_more_than_first() => {
            (format!("among the first {}", number(view.first_places)), held.among_first)
        }
        rank => (format!("{} or better", ordinal(rank)), held.kept?),
    };
    Some(match share {
        10_000 => format!("{place} in every weighting tried near the policy's"),
        0 => format!("{place} in no weighting tried near the policy's"),
        share => format!("{place} in {} of weightings near the policy's", nearly(share)),
    })
}

/// Writes a share as whole per cent, never as all or nothing where it is not.
fn nearly(share: DrawShare) -> String {
    match share {
        1..50 => "under 1%".to_owned(),
        9_950..10_000 => "over 99%".to_owned(),
        share => per_cent(share),
    }
}

/// Says which one weight turns its place.
fn turns(view: &ConfidenceView, row: &ConfidenceRow) -> Option<String> {
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
        Lever::Criterion(_, measure) => {
            format!("{} weighed {then} instead of {now}", small(measure.label()))
        }
        Lever::IndexShare => format!("utilisation made {then}% of the index instead of {now}%"),
    }
}

/// Names whose weight a lever is.
pub(crate) fn weight_of(lever: Lever) -> String {
    match lever {
        Lever::Criterion(_, measure) => measure.label().to_owned(),
        Lever::IndexShare => "Utilisation's share of the index, %".to_owned(),
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

/// Says what stands behind the shares.
pub(crate) fn drawn_how(view: &ConfidenceView) -> String {
    let draws = view.draws;
    let within = 1.96 * 50.0 / ratio_term(draws.into()).sqrt();
    let within = decimals(to_whole(within * 10.0), 10, 1);
    format!(
        "Shares are of {} weightings drawn near the policy's, and lie within {within} points, 95 times in 100. A weight \
         is of 100 in its score; where one changes, the others keep their proportions.",
        with_thousands(&draws.to_string()),
    )
}
