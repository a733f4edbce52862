//! What is readable but implausible: kept, used and named.
//!
//! Each file looks at one subject; a rule is a function that pushes its findings.

mod agreements;
mod alike_ids;
mod areas;
mod backlog;
mod benefits;
mod breaks;
mod counters;
mod decisions;
mod drift;
mod impossible;
mod lease_events;
mod lease_sums;
mod leases;
mod lines;
mod occupancy;
mod option_facts;
mod partners;
mod people;
mod previous;
mod programme;
mod proportion;
mod register;
mod scale;
mod sizes;
mod status;
mod sum_rows;
mod summary;
mod terms;
mod totals;
mod twice;
mod values;

use rayon::prelude::*;

pub use drift::drift;
pub use previous::against_previous;

use super::Estate;
use crate::{model::Findings, policy::Policy};

/// Looks at one subject.
type Look = fn(&Estate, &Policy, &mut Findings);

/// Looks at everything, one subject beside the other.
pub(super) fn all(estate: &Estate, policy: &Policy, findings: &mut Findings) {
    let looks: &[Look] = &[
        agreements::look,
        alike_ids::look,
        areas::look,
        backlog::look,
        benefits::look,
        breaks::look,
        counters::look,
        decisions::look,
        impossible::look,
        lease_events::look,
        lease_sums::look,
        leases::look,
        lines::look,
        occupancy::look,
        option_facts::look,
        partners::look,
        people::look,
        programme::look,
        proportion::look,
        register::look,
        sizes::look,
        status::look,
        sum_rows::look,
        summary::look,
        terms::look,
        totals::look,
        twice::look,
        values::look,
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
