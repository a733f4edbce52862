//! What the page says of how much is known: the columns that are not full, and what to find out next.

use minijinja::{Value, context};

use super::list;
use crate::{
    edition::{CompletenessRow, NextFacts, NextRow, View},
    model::{Index, Measure, decimals},
    wording::{and_list, count, facts_to_find, index, per_cent, places_to_look},
};

/// Things to find out that the page names; the data file has all.
const MOST_NEXT: usize = 8;

/// Returns the section of what is known.
pub(super) fn known(view: &View) -> Value {
    let read: Vec<_> = view.completeness.iter().filter(|c| !c.criteria.is_empty()).collect();
    let (full, open): (Vec<_>, Vec<_>) = read.into_iter().partition(|c| is_full(c));
    context! {
        rows => list(&open, |row| column(row)),
        full => full_columns(&full, open.is_empty()),
        rest => rest(view),
    }
}

fn is_full(column: &CompletenessRow) -> bool {
    column.known == column.of
}

fn column(row: &CompletenessRow) -> Value {
    let criteria: Vec<&str> = row.criteria.iter().copied().map(Measure::label).collect();
    context! {
        table => row.table,
        column => row.column,
        share => row.share.map(per_cent),
        // As the bar has it, out of 100.
        width => row.share.map(|share| decimals(share, 100, 2)),
        known => format!("{} of {}", row.known, row.of),
        unreadable => row.unreadable.filter(|n| *n > 0),
        wanted => row.wanted,
        criteria => criteria.join(", "),
    }
}

/// Names the columns that are full.
fn full_columns(full: &[&CompletenessRow], all: bool) -> Option<String> {
    let names: Vec<String> = full.iter().map(|c| format!("{} in {}", c.column, c.table)).collect();
    match (names.as_slice(), all) {
        ([], _) => None,
        ([only], _) => Some(format!("Complete at every such site: {only}.")),
        (several, true) => Some(format!(
            "All {} columns used in a score are complete at every such site.",
            several.len()
        )),
        (several, false) => Some(format!("Complete at every such site: {}.", and_list(several))),
    }
}

/// Says how the columns stand that no score reads.
fn rest(view: &View) -> Option<String> {
    let rest: Vec<_> = view.completeness.iter().filter(|c| c.criteria.is_empty()).collect();
    let full = match rest.iter().filter(|c| is_full(c)).count() {
        0 => "none is".to_owned(),
        1 => "one is".to_owned(),
        some => format!("{some} are"),
    };
    (!rest.is_empty()).then(|| {
        format!(
            "No score uses the other {} of the register; {full} complete at every site. \
             completeness.csv lists all columns.",
            count(rest.len(), "column"),
        )
    })
}

/// Returns the section of what to find out next.
pub(super) fn next(view: &View) -> Value {
    let NextFacts { rows, among, .. } = &view.next;
    let now = rows.iter().filter(|r| !r.waits_for_nothing()).count();
    let shown: Vec<_> = rows.iter().take(MOST_NEXT).collect();
    let more = rows.len() - shown.len();
    context! {
        intro => intro(&among_sites(&view.next), now, rows.len()),
        among => *among,
        rows => list(&shown, |row| fact(row, *among)),
        more => (more > 0).then(|| format!("For {more} more, see find_out_next.csv.")),
    }
}

/// Says among which sites was looked.
fn among_sites(next: &NextFacts) -> String {
    match (next.among, next.more, next.ranked) {
        (0, ..) => String::new(),
        (1, _, true) => "the one ranked site".to_owned(),
        (n, true, true) => format!("the first {n} of the ranking"),
        (n, false, true) => format!("the {n} ranked sites"),
        (1, _, false) => "the one site too little known to rank".to_owned(),
        (n, true, false) => format!("{n} of the sites too little known to rank"),
        (n, false, false) => format!("the {n} sites too little known to rank"),
    }
}

/// Says what the rows are, and what their points.
fn intro(sites: &str, now: usize, all: usize) -> String {
    if sites.is_empty() {
        return "No site would be ranked more reliably with further information.".to_owned();
    }
    match (now, all) {
        (_, 0) => format!("No fact used in the need index is missing at {sites}."),
        (0, _) => format!(
            "No fact that can be recorded now is missing at {sites}; the rest needs a later version of this \
             program."
        ),
        _ => format!(
            "Missing facts at {sites}, largest effect on the need index first. Points: how far the index could \
             move once the fact is known."
        ),
    }
}

fn fact(row: &NextRow, among: usize) -> Value {
    let points = |points: Option<Index>| points.map(|_| index(points));
    context! {
        criterion => row.criterion.label(),
        what => super::capital(&facts_to_find(row)),
        place => places_to_look(row),
        sites => format!("{} of {among}", row.site_ids.len()),
        site_ids => row.site_ids.join(", "),
        most => points(row.most),
        points => points(row.points),
        later => row.waits_for_nothing(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edition::example;

    #[test]
    fn the_introduction_is_true_of_any_number_of_sites() {
        let describe = |among, more, ranked, now, all| {
            let next = NextFacts { rows: Vec::new(), among, more, ranked };
            intro(&among_sites(&next), now, all)
        };
        assert!(describe(0, false, false, 0, 0).starts_with("No site would be"));
        assert!(describe(10, true, true, 0, 0).contains("missing at the first 10 of the ranking"));
        assert!(describe(1, false, true, 0, 2).contains("needs a later"));
        assert!(describe(2, false, false, 3, 5).starts_with("Missing facts at the 2 sites too"));
    }

    #[test]
    fn full_columns_are_named_in_a_line() {
        let view = example::hostile();
        let known = known(view);
        let open = view.completeness.iter().filter(|c| !c.criteria.is_empty() && c.known < c.of);
        assert_eq!(known.get_attr("rows").unwrap().len(), Some(open.count()));
        let full = known.get_attr("full").unwrap().to_string();
        assert!(full.starts_with("Complete at every such site: use in sites, "), "{full}");
        let rest = known.get_attr("rest").unwrap().to_string();
        assert!(rest.contains(" of the register; none is complete at every site."), "{rest}");
    }
}
