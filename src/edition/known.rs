//! How much is known and what to find out next, as rows, over the sites an edition shows.

use super::{CompletenessRow, NextFacts, NextRow, Results};
use crate::{
    measure::MeasureError,
    model::{Gap, Site, div_round},
    score::known::{Completeness, Next, completeness, find_out},
};

/// Counts how well each column is filled at some sites.
pub(super) fn completeness_rows(
    results: Results<'_>,
    keep: impl Fn(&Site) -> bool,
) -> Result<Vec<CompletenessRow>, MeasureError> {
    let Results { estate, findings, measures, policy, .. } = results;
    let columns = completeness(estate, findings, measures, policy, keep)?;
    Ok(columns.into_iter().map(completeness_row).collect())
}

fn completeness_row(column: Completeness) -> CompletenessRow {
    let whole = |n: usize| i128::try_from(n).unwrap_or(i128::MAX);
    let share = (column.of > 0).then(|| {
        let share = div_round(whole(column.known) * 10_000, whole(column.of));
        i64::try_from(share).unwrap_or(i64::MAX)
    });
    CompletenessRow {
        table: column.table,
        column: column.column,
        known: column.known,
        of: column.of,
        share,
        criteria: column.criteria,
        unreadable: column.unreadable,
        wanted: column.wanted,
    }
}

/// Lists what to find out next at some sites.
pub(super) fn next_facts(results: Results<'_>, keep: impl Fn(&Site) -> bool) -> NextFacts {
    let Results { estate, measures, ranking, policy, .. } = results;
    let found = find_out(estate, measures, ranking, policy, keep);
    let rows = found.next.iter().map(next_row).collect();
    NextFacts { rows, among: found.among, more: found.more, ranked: found.ranked }
}

fn next_row(next: &Next) -> NextRow {
    let gaps: Vec<Gap> = next.gaps.iter().collect();
    let alike = gaps.chunk_by(|a, b| a.table() == b.table());
    let places = alike.filter_map(|gaps| {
        let columns = gaps.iter().flat_map(|gap| gap.columns()).copied().collect();
        Some((gaps.first()?.table(), columns))
    });
    NextRow {
        criterion: next.criterion,
        places: places.collect(),
        gaps,
        site_ids: next.sites.iter().map(ToString::to_string).collect(),
        points: Some(next.points),
        most: Some(next.most),
        in_part: next.in_part,
    }
}
