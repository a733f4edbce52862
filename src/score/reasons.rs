//! Why a site stands where it does in the ranking: what gives most of its index.

use super::{SiteResult, explain};
use crate::{
    measure::SiteMeasures,
    model::{Basis, Index, Measure, Quantity},
    policy::Policy,
};

/// How many reasons are named.
const NAMED: usize = 3;

/// What raises the index of a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReasonKind {
    /// What one criterion reads.
    Reading(Measure),
    /// That the site is vacant, however many criteria read it.
    Vacant,
    /// That it is one of the least used sites: all that the public is told of its use.
    LeastUsed,
}

/// One thing that raises the index of a site.
#[derive(Debug, Clone, PartialEq)]
pub struct Reason {
    /// What it is.
    pub kind: ReasonKind,
    /// The reading; `None` where there is none to show.
    pub reading: Option<Quantity>,
    /// Points of the index; `None` is not shown.
    pub points: Option<Index>,
    /// Whether the reading is not for publication.
    pub is_confidential: bool,
}

/// Returns what gives most of a site's index, most first.
#[must_use]
pub fn reasons(result: &SiteResult, measures: &SiteMeasures, policy: &Policy) -> Vec<Reason> {
    let (vacant, parts): (Vec<_>, Vec<_>) = explain::index_parts(result, policy)
        .into_iter()
        .partition(|part| measures.reading(part.criterion).basis == Basis::Vacant);
    let reason = |part: &explain::IndexPart| {
        let own = policy.criteria.iter().find(|c| c.measure == part.criterion);
        Reason {
            kind: ReasonKind::Reading(part.criterion),
            reading: measures.reading(part.criterion).value,
            points: Some(part.points),
            is_confidential: own.is_some_and(|c| c.confidential),
        }
    };
    let mut named: Vec<Reason> = parts.iter().filter(|p| p.points.0 > 0).map(reason).collect();
    let vacant = Index(vacant.iter().map(|part| part.points.0).sum());
    if vacant.0 > 0 {
        let (kind, points) = (ReasonKind::Vacant, Some(vacant));
        named.push(Reason { kind, reading: None, points, is_confidential: false });
        named.sort_by_key(|reason| std::cmp::Reverse(reason.points));
    }
    named.truncate(NAMED);
    named
}
