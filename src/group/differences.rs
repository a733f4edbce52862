//! What does not agree between the bodies' files.

use super::Body;
use crate::model::{RowRef, words};

words!(
    /// What does not agree.
    DifferenceKind {
        /// Snapshots of several days.
        Days = "days",
        /// Running cost of several years.
        Years = "years",
        /// Files record another share for one party.
        Share = "share",
        /// The shares of an agreement do not come to the whole.
        Whole = "whole",
        /// Files record other dates for one party.
        Dates = "dates",
        /// A party stands in one file only.
        Party = "party",
        /// Files name sites that are not known to be one building.
        Site = "site",
    }
);

/// A record of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordAt {
    /// The body by its place.
    pub body: usize,
    /// Where in its snapshot; `None` is the snapshot itself.
    pub row: Option<RowRef>,
    /// What it says.
    pub says: String,
}

/// One thing that does not agree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What.
    pub kind: DifferenceKind,
    /// The agreement, and the party; empty where it is about neither.
    pub agreement: String,
    /// See `agreement`.
    pub party: String,
    /// What each record says, in order of the bodies.
    pub records: Vec<RecordAt>,
}

/// Returns where the bodies' snapshots are of several days, and their ledgers of several years.
#[must_use]
pub fn of_days(bodies: &[Body<'_>]) -> Vec<Difference> {
    let of = |kind, says: &dyn Fn(&Body<'_>) -> String| {
        let record = |(body, of): (usize, &Body<'_>)| RecordAt { body, row: None, says: says(of) };
        let records: Vec<RecordAt> = bodies.iter().enumerate().map(record).collect();
        let differ = records.windows(2).any(|pair| pair[0].says != pair[1].says);
        let (agreement, party) = (String::new(), String::new());
        differ.then_some(Difference { kind, agreement, party, records })
    };
    let day = |body: &Body<'_>| body.common.estate.snapshot.as_of.to_string();
    let year = |body: &Body<'_>| body.common.measures.cost_year.to_string();
    let both = [of(DifferenceKind::Days, &day), of(DifferenceKind::Years, &year)];
    both.into_iter().flatten().collect()
}
