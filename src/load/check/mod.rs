//! What is readable but implausible: kept, used and named.
//!
//! Each file looks at one subject; a rule is a function that pushes its findings.

mod agreements;
mod areas;
mod backlog;
mod benefits;
mod breaks;
mod decisions;
mod lease_events;
mod leases;
mod lines;
mod occupancy;
mod option_facts;
mod partners;
mod programme;
mod register;
mod terms;
mod totals;

use rayon::prelude::*;

use super::Estate;
use crate::{model::Findings, policy::Policy};

/// Looks at one subject.
type Look = fn(&Estate, &Policy, &mut Findings);

/// Looks at everything, one subject beside the other.
pub(super) fn all(estate: &Estate, policy: &Policy, findings: &mut Findings) {
    let looks: &[Look] = &[
        agreements::look,
        areas::look,
        backlog::look,
        benefits::look,
        breaks::look,
        decisions::look,
        lease_events::look,
        leases::look,
        lines::look,
        occupancy::look,
        option_facts::look,
        partners::look,
        programme::look,
        register::look,
        terms::look,
        totals::look,
    ];
    let found: Vec<Findings> = looks
        .par_iter()
        .map(|look| {
            let mut found = Findings::default();
            look(estate, policy, &mut found);
            found
        })
        .collect();
    for found in found {
        findings.append(found);
    }
}
