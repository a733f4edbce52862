//! Several bodies together: sums, buildings in two registers, space and needs across bodies, agreements joined, and
//! benchmarks of sites of the same use.
//!
//! Every body comes with its results under the common policy and, where it has one, under its own. Sums and benchmarks
//! are by the common policy; what may be shared, and how far a team may go, is by each body's own: a pair of sites fits
//! only where both policies allow it. No figure is indexed from one year to another; [`Group::differences`] says where
//! days and years differ.

mod agreements;
mod benchmarks;
mod choice;
mod differences;
mod needs_and_offers;
mod places;
mod sharing;
mod sums;

use crate::{load::Estate, policy::Policy, portfolio::Results};

pub use agreements::{JoinedAgreement, JoinedParty, PartyRecord};
pub use benchmarks::{Benchmark, BenchmarkSite, BenchmarkSum, benchmark_sums, quartiles};
pub use differences::{Difference, DifferenceKind, RecordAt, of_days};
pub use needs_and_offers::{NeedOf, OfferKind, SharingNeed, SharingPair, SiteOf};
pub use places::{ListedPartner, PlaceFoundBy, SharedPlace};
pub use sums::{GroupSum, SumOf, together};

/// One body of a group.
#[derive(Debug, Clone, Copy)]
pub struct Body<'a> {
    /// Its name, which no other body of the group has.
    pub name: &'a str,
    /// Its results under the policy of all.
    pub common: Results<'a>,
    /// Its results under its own policy; `None` where it has none.
    pub own: Option<Results<'a>>,
}

impl<'a> Body<'a> {
    /// Returns its results under its own policy, or else under that of all.
    #[must_use]
    pub fn by_own(&self) -> Results<'a> {
        self.own.unwrap_or(self.common)
    }

    /// Tells whether a name of an organisation is that of this body.
    fn is_called(&self, name: &str) -> bool {
        let snapshot = &self.common.estate.snapshot;
        let own = [Some(self.name), Some(snapshot.name.as_str()), snapshot.organisation.as_deref()];
        let wanted = crate::model::folded(name);
        own.into_iter().flatten().any(|own| crate::model::folded(own) == wanted)
    }
}

/// What several bodies come to together; bodies are told by their places in the order given.
#[derive(Debug, Clone)]
pub struct Group {
    /// Sums of each body, in the order of [`SumOf`] and then of the bodies.
    pub sums: Vec<GroupSum>,
    /// Buildings that two registers hold.
    pub shared: Vec<SharedPlace>,
    /// Rows of a body's table of partners that are sites of another body here.
    pub listed: Vec<ListedPartner>,
    /// Sites that a body would leave, and wishes of others, for which another body's space is looked for.
    pub needs: Vec<SharingNeed>,
    /// Pairs of a need and another body's space within the distance of both policies.
    pub pairs: Vec<SharingPair>,
    /// The estates with the other bodies' offers and needs as their partners, in the order of the bodies.
    pub estates: Vec<Estate>,
    /// Agreements of all bodies, each once.
    pub agreements: Vec<JoinedAgreement>,
    /// What each site reads of each benchmark.
    pub benchmarks: Vec<BenchmarkSite>,
    /// What does not agree between the bodies' files.
    pub differences: Vec<Difference>,
}

/// Sets several bodies beside each other by the common policy.
#[must_use]
pub fn group(bodies: &[Body<'_>], policy: &Policy) -> Group {
    let shared = places::shared(bodies, policy);
    let listed = places::listed(bodies, policy);
    let (agreements, mut differences) = agreements::joined(bodies, &shared);
    differences.extend(of_days(bodies));
    let sharing = sharing::sharing(bodies, (&shared, &listed), policy);
    Group {
        sums: sums::sums(bodies),
        needs: sharing.needs,
        pairs: sharing.pairs,
        estates: sharing.estates,
        shared,
        listed,
        agreements,
        benchmarks: benchmarks::sites(bodies),
        differences,
    }
}
