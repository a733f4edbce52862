//! What the tables beside the register hold of each site, to tell how well their columns are filled.

use crate::{
    load::Estate,
    model::{Fact, Lease, Site, Tenure},
    tenure::LeaseBook,
};

/// What the tables beside the register hold of one site.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Beside {
    pub tenant_lease: bool,
    /// Whether every lease that counts says what may be sublet.
    pub sublet_known: bool,
    pub sublet_unreadable: bool,
    pub consent_known: bool,
    pub consent_unreadable: bool,
    /// Whether every lease that counts, and every sublease of it, says how it stands under the 1954 Act.
    pub act_known: bool,
    pub assign_known: bool,
    pub dilapidations_known: bool,
    pub team: bool,
    pub office_team: bool,
    pub function_known: bool,
    pub function_unreadable: bool,
}

impl Beside {
    /// Looks through leases and teams once; one entry a site, in `site_id` order.
    pub(super) fn of_sites(estate: &Estate) -> Vec<Self> {
        let as_of = estate.snapshot.as_of;
        let book = LeaseBook::of(estate);
        let mut all = vec![Self::default(); estate.sites.len()];
        for (number, of) in all.iter_mut().enumerate() {
            // As the reading has it: those that still run, or all when none does.
            let read = book.running(number, as_of);
            if read.is_empty() {
                continue;
            }
            of.tenant_lease = true;
            let says = |l: &Lease| l.lta_1954.is_some();
            let sublets = |l: &Lease| book.sublets(&l.lease_id).iter().all(|s| says(s));
            of.act_known = read.iter().all(|l| says(l) && sublets(l));
            of.assign_known = read.iter().all(|l| l.assign.is_some());
            of.dilapidations_known = read.iter().all(|l| l.dilapidations.is_some());
            of.sublet_known = read.iter().all(|l| l.sublet_part.known().is_some());
            of.sublet_unreadable = read.iter().any(|l| l.sublet_part == Fact::Unreadable);
            of.consent_known = read.iter().all(|l| l.consent_state.known().is_some());
            of.consent_unreadable = read.iter().any(|l| l.consent_state == Fact::Unreadable);
        }
        for team in &estate.teams {
            let Some(of) = estate.site_number(&team.site_id).and_then(|n| all.get_mut(n)) else {
                continue;
            };
            let first = !of.team;
            of.team = true;
            let office = crate::model::TeamFunction::Office;
            of.office_team |= team.function.or_empty(office) == Some(office);
            of.function_known = (first || of.function_known) && team.function.known().is_some();
            of.function_unreadable |= team.function == Fact::Unreadable;
        }
        all
    }
}

/// Tells whether a site is let to the body, or may be: only then is there a lease to record.
pub(super) fn may_have_lease(site: &Site) -> bool {
    site.tenure != Some(Tenure::Freehold)
}
