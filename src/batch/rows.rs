//! Lines of the summary of several snapshots.

use crate::{edition::FoundBy, model::Index};

/// One line of `summary.csv`.
pub(super) struct SummaryRow {
    pub as_of: String,
    /// `None` of a snapshot that has errors.
    pub told: Option<SnapshotTold>,
}

impl SummaryRow {
    pub(super) fn first(&self) -> Option<&(String, Option<Index>)> {
        self.told.as_ref()?.first.as_ref()
    }

    pub(super) fn since(&self) -> Option<&SinceBefore> {
        self.told.as_ref()?.since.as_ref()
    }
}

/// What a summary tells of a snapshot.
pub(super) struct SnapshotTold {
    pub sites: usize,
    pub ranked: usize,
    pub sold: usize,
    pub for_sale: usize,
    pub must_keep: usize,
    pub too_little_known: usize,
    /// The site that ranks first, with its index.
    pub first: Option<(String, Option<Index>)>,
    /// In millionths of a pound.
    pub running_cost: Option<i64>,
    pub warnings: Option<usize>,
    pub notes: Option<usize>,
    /// `None` of the first snapshot.
    pub since: Option<SinceBefore>,
}

/// Sites that came, went, are newly ranked and are ranked no longer.
pub(super) struct SinceBefore {
    pub added: usize,
    pub gone: usize,
    pub newly_ranked: usize,
    pub no_longer_ranked: usize,
}

/// One line of `rank_moves.csv`.
pub(super) struct MoveRow {
    pub site_id: String,
    pub name: String,
    pub from: String,
    pub to: String,
    /// A word where there is no rank.
    pub rank_before: String,
    pub rank_after: String,
    pub places_up: Option<i64>,
    pub index_before: Option<Index>,
    pub index_after: Option<Index>,
    /// The id that it had before, if another, and what it was found by.
    pub again: Option<(String, FoundBy)>,
    /// The site that it is part of now, or was part of then.
    pub part_of: Option<String>,
}

impl MoveRow {
    pub(super) fn index_change(&self) -> Option<Index> {
        self.index_before.zip(self.index_after).map(|(before, after)| Index(after.0 - before.0))
    }
}
