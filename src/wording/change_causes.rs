//! Why a site's rank and need index moved, in one or two sentences.

use crate::{
    edition::{Cause, PartOf, PartRow, SiteMoveRow},
    model::{Index, decimals, div_round},
};

/// Criteria that a sentence names.
const NAMED_PARTS: usize = 3;

/// Says why a site's rank and need index moved: `Up 4 places: its own data +3, other sites +1. Need index +5.9: peak use +3.1
/// (its own data), the rest +2.8.`
pub(crate) fn why_moved(of: &SiteMoveRow) -> String {
    let mut said: Vec<String> = why_places(of).into_iter().collect();
    if let Some(change) = of.index_change().filter(|change| change.0 != 0) {
        said.push(index_parts(change, of));
    }
    said.join(" ")
}

/// Says why a site's rank moved; `None` unless it is ranked both times.
pub(crate) fn why_places(of: &SiteMoveRow) -> Option<String> {
    let places = of.places_up()?;
    let (word, size) = (if places < 0 { "Down" } else { "Up" }, places.unsigned_abs());
    let parts: Vec<String> = of.parts_of(PartOf::Rank).filter_map(place_part).collect();
    let by = if parts.is_empty() { String::new() } else { format!(": {}", parts.join(", ")) };
    Some(match places {
        0 if parts.is_empty() => "The same rank.".to_owned(),
        0 => format!("The same rank{by}."),
        _ => format!("{word} {size} {}{by}.", if size == 1 { "place" } else { "places" }),
    })
}

/// Says what a cause gave of a change of rank, with the range where the orders differ.
fn place_part(part: &PartRow) -> Option<String> {
    if part.mean == 0 {
        return None;
    }
    let range = if part.least == part.most {
        String::new()
    } else {
        format!(" ({} to {})", signed(&part.least.to_string()), signed(&part.most.to_string()))
    };
    Some(format!("{} {}{range}", cause(part.cause), signed(&part.mean.to_string())))
}

/// Says what a change of the need index is made of, to a tenth of a point, so that the parts told add up.
fn index_parts(change: Index, of: &SiteMoveRow) -> String {
    let parts: Vec<&PartRow> = of.parts_of(PartOf::NeedIndex).collect();
    let tenths = in_tenths(&parts.iter().map(|part| part.mean).collect::<Vec<_>>(), change.0);
    let mut told: Vec<(i64, (String, &str))> = parts
        .iter()
        .zip(&tenths)
        .filter(|(_, tenths)| **tenths != 0)
        .map(|(part, tenths)| (*tenths, (criterion(part), cause(part.cause))))
        .collect();
    told.sort_by_key(|(tenths, _)| std::cmp::Reverse(tenths.abs()));
    let rest: i64 = told.iter().skip(NAMED_PARTS).map(|(tenths, _)| tenths).sum();
    let more = told.len() > NAMED_PARTS;
    let mut said: Vec<String> = told
        .iter()
        .take(NAMED_PARTS)
        .map(|(tenths, (what, why))| {
            format!("{what} {} ({why})", signed(&decimals(*tenths, 10, 1)))
        })
        .collect();
    if more {
        said.push(format!("the rest {}", signed(&decimals(rest, 10, 1))));
    }
    let total = signed(&change.one_decimal());
    match said.is_empty() {
        true => format!("Need index {total}."),
        false => format!("Need index {total}: {}.", said.join(", ")),
    }
}

/// Rounds parts to tenths of a point so that they add up to the whole rounded, by largest remainder.
fn in_tenths(parts: &[i64], whole: i64) -> Vec<i64> {
    const TENTH: i64 = Index::UNIT / 10;
    let total = i64::try_from(div_round(whole.into(), TENTH.into())).unwrap_or_default();
    let mut tenths: Vec<i64> = parts.iter().map(|part| part.div_euclid(TENTH)).collect();
    let mut by_rest: Vec<usize> = (0..parts.len()).collect();
    by_rest.sort_by_key(|at| (std::cmp::Reverse(parts[*at].rem_euclid(TENTH)), *at));
    let left = total - tenths.iter().sum::<i64>();
    for at in by_rest.into_iter().take(usize::try_from(left).unwrap_or_default()) {
        tenths[at] += 1;
    }
    tenths
}

fn criterion(part: &PartRow) -> String {
    match (part.criterion, part.cause) {
        (Some((_, measure)), _) => super::small(measure.label()),
        (None, Cause::Program) => "scoring".to_owned(),
        (None, _) => "several criteria".to_owned(),
    }
}

/// Names a cause as a sentence has it.
pub(crate) const fn cause(cause: Cause) -> &'static str {
    match cause {
        Cause::Data => "its own data",
        Cause::Prices => "prices and indices",
        Cause::Policy => "the policy",
        Cause::Program => "the program",
        Cause::OtherSites => "other sites",
        Cause::Date => "the passage of time",
    }
}

/// Writes a number with its sign, zero aside.
pub(super) fn signed(number: &str) -> String {
    match number.strip_prefix(['-', '\u{2212}']) {
        Some(size) => format!("\u{2212}{size}"),
        None if number.chars().all(|c| matches!(c, '0' | '.')) => number.to_owned(),
        None => format!("+{number}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tenths_add_up_to_the_whole_as_it_is_rounded() {
        assert_eq!(in_tenths(&[140_000, 140_000, 140_000], 420_000), [2, 1, 1]);
        assert_eq!(in_tenths(&[-140_000, 520_000], 380_000), [-1, 5]);
        assert_eq!(in_tenths(&[], 0), [0_i64; 0]);
    }
}
