//! Estate in, [`SiteExits`] out: when each site can be left in law, by which way and at what cost.
//!
//! `sale_bars` gathers what stands in the way of a sale, once for every stage and output; `exit` finds the earliest
//! lawful exit of every lease as tenant and of every site. What is ahead of a
//! lease, what it pays and how it stands in the accounts is worked out when it is asked for: [`calendar()`],
//! [`payable()`], [`accounts()`] and [`summary()`], which leases run ([`running()`]), when they end ([`lease_ends()`]), what they ask for in a year ([`year_rents()`]), all of the lease as it stands (`term`). The arithmetic is [`crate::finance`]'s; this stage puts leases, their dated
//! terms, subleases and policy together.

mod accounts;
mod calendar;
mod ends;
mod energy;
mod exit;
mod flows;
mod missed;
mod payable;
mod running;
mod sale_bars;
mod summary;
mod term;
mod unexpired;
mod year_rent;

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::{
    load::Estate,
    model::{Lease, LeaseId, Role},
    policy::Policy,
};

pub use accounts::{Accounts, AccountsYear, LeaseInAccounts, Recognition, Remeasured, accounts};
pub use calendar::{DatedEvent, DatedKind, EventState, Progress, Subject, calendar};
pub use ends::{LeaseEnd, lease_ends};
pub use energy::{EnergyTest, coming_grade, energy_test};
pub use exit::{ByAgreement, SiteExit};
pub(crate) use flows::lease_cash;
pub use flows::{AfterRent, LeaseCash, prices_of};
pub use missed::CostOfMissing;
pub use payable::{Payable, RentLine, RentState, RentTotal, payable};
pub use running::{Running, running};
pub use sale_bars::{MoratoriumStage, SaleBar, SaleBarKind, SaleBars};
pub use summary::{Commitment, LeaseState, LeaseSummary, NextBreak, Summary, Unexpired, summary};
pub use unexpired::{Ends, ExpiryYear, GroupedBy, TermsOf};
pub use year_rent::{YearRent, year_rents};

/// How every site can be left, in the order of [`Estate::sites`].
#[derive(Debug, Clone)]
pub struct SiteExits {
    /// One entry a site.
    pub sites: Vec<SiteExit>,
}

/// Finds the earliest lawful exit of every site.
#[must_use]
pub fn tenure(estate: &Estate, policy: &Policy) -> SiteExits {
    let book = LeaseBook::of(estate);
    let exits = estate.sites.par_iter().enumerate();
    SiteExits {
        sites: exits.map(|(n, site)| exit::of_site(estate, site, n, &book, policy)).collect(),
    }
}

/// The leases of an estate by what they belong to.
#[derive(Debug)]
pub(crate) struct LeaseBook<'a> {
    /// Leases as tenant by the number of their site, in `lease_id` order.
    held: BTreeMap<usize, Vec<&'a Lease>>,
    /// Leases granted out of another lease.
    sublets: BTreeMap<&'a LeaseId, Vec<&'a Lease>>,
}

impl<'a> LeaseBook<'a> {
    /// Sorts the leases of an estate.
    pub fn of(estate: &'a Estate) -> Self {
        let mut book = Self { held: BTreeMap::new(), sublets: BTreeMap::new() };
        for lease in &estate.leases {
            let site = estate.site_number(&lease.site_id).filter(|_| lease.role == Role::Tenant);
            if let Some(number) = site {
                book.held.entry(number).or_default().push(lease);
            }
            if let Some(head) = lease.parent_lease_id.as_ref().filter(|h| **h != lease.lease_id) {
                book.sublets.entry(head).or_default().push(lease);
            }
        }
        book
    }

    /// Returns the leases as tenant of a site that run on or after a day; all of them when none does.
    pub fn running(&self, site: usize, on: crate::model::Date) -> Vec<&'a Lease> {
        let all = self.held.get(&site).map_or(&[][..], Vec::as_slice);
        let running: Vec<&Lease> = all.iter().copied().filter(|l| l.runs_to(on)).collect();
        if running.is_empty() { all.to_vec() } else { running }
    }

    /// Returns the leases granted out of one.
    pub fn sublets(&self, head: &LeaseId) -> &[&'a Lease] {
        self.sublets.get(head).map_or(&[], Vec::as_slice)
    }
}
