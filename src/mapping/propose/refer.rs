//! Records that belong to those of another file: by which column, and by which part of it.

use std::collections::BTreeSet;

use super::{
    Looked,
    columns::live,
    profile::ratio,
    record::{Id, is_doubled},
    sort::{Proposal, Sort},
};
use crate::mapping::recipe::first_parts;

/// Texts by which a longer key is parted.
const MARKS: [&str; 6] = ["/", "-", ".", "_", ":", " "];

/// The mark that parts a key and how many parts count; `None` for the whole.
type Cut = Option<(&'static str, usize)>;

/// The share of the rows whose key must be known for a column to be taken as it.
const ENOUGH: f64 = 0.5;

/// The ids of the sites and leases of the files at hand.
#[derive(Default)]
pub(super) struct Known {
    sites: BTreeSet<String>,
    leases: BTreeSet<String>,
}

impl Known {
    /// Takes up the ids of a file of sites or leases.
    pub fn learn(&mut self, looked: &Looked, proposal: &Proposal, id: &Id) {
        if !proposal.sort.has_sites() {
            return;
        }
        self.sites.extend(looked.rows.iter().map(|row| id.text(row)));
        if let Some(at) = live(&proposal.leases, "lease_id").and_then(|m| m.columns.first()) {
            self.leases.extend(looked.rows.iter().map(|row| row[*at].clone()));
        }
        self.sites.remove("");
        self.leases.remove("");
    }

    /// Returns the column, or the part of one, whose texts are ids of the other file; `None` if there is none.
    pub fn referred(&self, proposal: &Proposal, looked: &Looked) -> Option<Id> {
        proposal.sort.refers_by()?;
        let ids = if proposal.sort == Sort::Events { &self.leases } else { &self.sites };
        if ids.is_empty() {
            return None;
        }
        let filled = |at: usize| {
            looked.rows.iter().map(move |row| row[at].as_str()).filter(|t| !t.is_empty())
        };
        let share = |at: usize, part: &dyn Fn(&str) -> Option<String>| {
            let known = filled(at).filter(|text| part(text).is_some_and(|own| ids.contains(&own)));
            ratio(known.count(), looked.rows.len())
        };
        let can = |at: &usize| {
            !looked.columns[*at].header.is_empty() && !is_doubled(&looked.columns, *at)
        };
        let mut best: Option<(f64, usize, Cut)> = None;
        for at in (0..looked.columns.len()).filter(can) {
            let whole = share(at, &|text| Some(text.to_owned()));
            let better = |share: f64| best.is_none_or(|(most, ..)| share > most);
            if whole >= ENOUGH && better(whole) {
                best = Some((whole, at, None));
            }
        }
        if best.is_none() {
            for at in (0..looked.columns.len()).filter(can) {
                for (mark, parts) in MARKS.iter().flat_map(|mark| (1..=3).map(move |n| (*mark, n)))
                {
                    let part = share(at, &|text| first_parts(text, mark, parts).map(str::to_owned));
                    if part >= ENOUGH && best.is_none_or(|(most, ..)| part > most) {
                        best = Some((part, at, Some((mark, parts))));
                    }
                }
            }
        }
        let (share, at, cut) = best?;
        let known = Some(match cut {
            None => format!("{:.0} % of the cells", share * 100.0),
            Some((_, parts)) => {
                format!("the first {parts} parts of {:.0} % of the cells", share * 100.0)
            }
        });
        Some(Id { cut, known, ..Id::plain(at) })
    }
}

/// Returns what a column says in the rows where it says something.
fn filled(looked: &Looked, at: usize) -> impl Iterator<Item = &str> {
    looked.rows.iter().map(move |row| row[at].as_str()).filter(|text| !text.is_empty())
}

fn can_be_named(looked: &Looked, at: usize) -> bool {
    !looked.columns[at].header.is_empty() && !is_doubled(&looked.columns, at)
}

/// Tells how the ids of a file of sites are cut so that they are those that another file has: `AB/012` of `AB/012/01`.
///
/// `None` if the other file has no such column, or if sites would no longer be told apart.
pub(super) fn shortened(
    (sites, id): (&Looked, &Id),
    other: &Looked,
) -> Option<(&'static str, usize)> {
    if id.is_made || id.columns.len() != 1 || !id.otherwise.is_empty() {
        return None;
    }
    let whole: Vec<String> = sites.rows.iter().map(|row| id.text(row)).collect();
    let ways = MARKS.iter().flat_map(|mark| (1..=3).map(move |parts| (*mark, parts)));
    ways.into_iter().find(|(mark, parts)| {
        let cut: BTreeSet<&str> =
            whole.iter().filter_map(|text| first_parts(text, mark, *parts)).collect();
        let is_shorter = whole.iter().all(|text| !cut.contains(text.as_str()));
        let is_known = |at: usize| {
            let known = filled(other, at).filter(|text| cut.contains(text)).count();
            ratio(known, other.rows.len()) >= ENOUGH
        };
        let columns = || (0..other.columns.len()).filter(|at| can_be_named(other, *at));
        cut.len() == whole.len() && is_shorter && columns().any(is_known)
    })
}
