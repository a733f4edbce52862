//! Why a site stands where it does in the ranking: the criteria that give most of its index.

use super::Results;
use crate::{
    measure::SiteMeasures,
    model::{Basis, Index},
    score::{SiteResult, explain},
};

/// Criteria named in a sentence.
const NAMED: usize = 3;

/// One thing that raises the index of a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// What it is, in words that begin small.
    pub label: &'static str,
    /// The reading with its unit; empty where there is none to show.
    pub shown: String,
    /// Points of the index; `None` is not shown.
    pub points: Option<Index>,
    /// Whether the reading is not for publication.
    pub is_confidential: bool,
}

impl Reason {
    /// Returns it as the public may read it: without points, from which a price could be worked back.
    #[must_use]
    pub fn for_the_public(self) -> Self {
        let shown = if self.is_confidential { String::new() } else { self.shown };
        Self { shown, points: None, ..self }
    }

    /// Returns what stands for all that is read of the use of one of the least used sites.
    pub(super) const fn least_used() -> Self {
        Self {
            label: "it is among the least used sites",
            shown: String::new(),
            points: None,
            is_confidential: false,
        }
    }
}

/// Returns what gives most of a site's index, most first.
pub(super) fn reasons(
    result: &SiteResult,
    measures: &SiteMeasures,
    results: Results<'_>,
) -> Vec<Reason> {
    let (vacant, parts): (Vec<_>, Vec<_>) = explain::index_parts(result, results.policy)
        .into_iter()
        .partition(|part| measures.reading(part.criterion).basis == Basis::Vacant);
    let reason = |part: &explain::IndexPart| {
        let unit = part.criterion.unit();
        let own = |c: &&crate::policy::Criterion| c.measure == part.criterion;
        Reason {
            label: part.criterion.raising(),
            shown: measures
                .reading(part.criterion)
                .value
                .map_or_else(String::new, |value| value.shown(unit)),
            points: Some(part.points),
            is_confidential: results
                .policy
                .criteria
                .iter()
                .find(own)
                .is_some_and(|c| c.confidential),
        }
    };
    let mut named: Vec<Reason> = parts.iter().filter(|p| p.points.0 > 0).map(reason).collect();
    // What is read of a vacant site is one thing, however many criteria read it.
    let vacant = Index(vacant.iter().map(|part| part.points.0).sum());
    if vacant.0 > 0 {
        let (label, points) = ("the site is vacant", Some(vacant));
        named.push(Reason { label, shown: String::new(), points, is_confidential: false });
        named.sort_by_key(|reason| std::cmp::Reverse(reason.points));
    }
    named.truncate(NAMED);
    named
}

/// Says them in one sentence; nothing where there are none.
pub(super) fn describe(reasons: &[Reason]) -> String {
    let each = |reason: &Reason| {
        let shown = match reason.shown.as_str() {
            "" => String::new(),
            shown => format!(" ({shown})"),
        };
        let points = reason
            .points
            .map_or_else(String::new, |points| format!(", {} points", points.one_decimal()));
        format!("{}{shown}{points}", reason.label)
    };
    match reasons {
        [] => String::new(),
        all => {
            let named: Vec<String> = all.iter().map(each).collect();
            format!("Most of the index comes from: {}.", named.join("; "))
        }
    }
}
