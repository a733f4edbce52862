//! What is readable but implausible: kept, used and named.
//!
//! Each file looks at one subject; a rule is a function that pushes its findings.

mod areas;
mod leases;
mod occupancy;
mod register;
mod totals;

use super::Estate;
use crate::{model::Findings, policy::Policy};

/// Looks at everything.
pub(super) fn all(estate: &Estate, policy: &Policy, findings: &mut Findings) {
    areas::look(estate, policy, findings);
    leases::look(estate, findings);
    occupancy::look(estate, findings);
    register::look(estate, policy, findings);
    totals::look(estate, policy, findings);
}
