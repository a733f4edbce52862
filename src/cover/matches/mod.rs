//! Partners and sites that could share: the body's sites into space that partners offer, partners into its surplus space.
//!
//! Every pair within the policy's straight line is looked at, and says whether it fits or why not. Of those that fit, a set
//! is chosen in which no m² is used twice.

mod assigned;
mod look;
mod relocated;

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::{Rooms, ServiceCover};
use crate::{
    load::Estate,
    measure::Measures,
    model::{Area, Date, Partner, Use, to_whole, words},
    policy::{FigureName, Policy},
};
pub use assigned::assigned;
use look::Look;
use relocated::Relocated;

words!(
    /// Who would move.
    Direction {
        IntoPartner = "into_partner",
        PartnerIn = "partner_in",
    }
);

words!(
    /// Whether a pair could share.
    Fit {
        Yes = "yes",
        No = "no",
        NotKnown = "not_known",
    }
);

/// The pairs of a site and a partner that were looked at.
#[derive(Debug, Clone, Default)]
pub struct Matches {
    /// By direction, then site, then partner.
    pub all: Vec<Match>,
    /// Sites that would be looked at if they had a position, by their number.
    pub sites_not_placed: Vec<usize>,
    /// Partners that offer or want space and have no position, by their number.
    pub partners_not_placed: Vec<usize>,
}

/// One site and one partner within reach of each other.
#[derive(Debug, Clone)]
pub struct Match {
    /// Who would move.
    pub direction: Direction,
    /// By its number.
    pub site: usize,
    /// By its place in the estate's partners.
    pub partner: usize,
    /// In a straight line.
    pub metres: f64,
    /// The most workstations that may be needed, of a site that would move; `None` is not known.
    pub workstations: Option<i64>,
    /// The most space that may be needed, in thousandths of a m²; `None` is not known.
    pub needed: Option<i64>,
    /// The least space that there may be, in thousandths of a m²; `None` is not known.
    pub there: Option<i64>,
    /// Of a site that would move, the least and the most of the demand, as shares, that goes out of reach if what it gives the
    /// public goes on at the partner's site, none and all where nothing is known of whom it serves; `None` where it gives
    /// nothing, and of a pair that does not fit for another reason.
    pub lost: Option<(f64, f64)>,
    /// Whether the workstations of a site that would move stand on a count of people, not on the policy's for each FTE.
    pub counted: bool,
    /// Why it does not fit, or is not known.
    pub misfits: Vec<Misfit>,
    /// Whether a landlord has to consent first.
    pub by_consent: bool,
    /// Whether it is one of those chosen together.
    pub chosen: bool,
    /// Whether the choice that it was looked at for is shown to be the best.
    pub is_exact: bool,
}

impl Match {
    /// Tells whether the pair could share.
    #[must_use]
    pub fn fit(&self) -> Fit {
        if self.misfits.iter().any(Misfit::is_refusal) {
            Fit::No
        } else if self.misfits.is_empty() {
            Fit::Yes
        } else {
            Fit::NotKnown
        }
    }
}

/// Why a pair does not fit, or is not known to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Misfit {
    /// The site must be kept.
    MustKeep,
    /// It is decided that teams of another site move in.
    Receives,
    /// More space is needed than there is.
    Area,
    /// What it gives the public would be out of reach of more of the demand than the body allows.
    OutOfReach,
    /// Whether it would is not known: a zone, or a site that gives the service, has no position.
    ReachNotKnown,
    /// Teams do what may not be done in shared space; by their places in the estate's teams.
    NotShared(Vec<usize>),
    /// What teams do could not be read; by their places in the estate's teams.
    FunctionUnreadable(Vec<usize>),
    /// Who moves must be in a secure site, and the other is none.
    NotSecure,
    /// The site is secure, and the partner that would move in is not.
    SecureSite,
    /// Whether the one or the other is secure is not recorded.
    SecureNotKnown,
    /// Offer or want begins after a move could be made.
    Begins(Date),
    /// Offer or want ends too soon after a move.
    Ends(Date),
    /// A date of offer or want could not be read.
    DatesUnreadable,
    /// A lease bars it.
    Barred,
    /// Whether the leases let it be shared or sublet is not known.
    RightNotKnown,
    /// How much space who moves needs is not known.
    NeedNotKnown,
    /// How much space the site could let is not known.
    SpaceNotKnown,
    /// Who would move works at such a site, and whether the partner's space suits that is not known.
    UseNotKnown(Use),
    /// Whether the space has an entrance of its own is not known, and teams there may not share.
    EntranceNotKnown,
}

impl Misfit {
    /// Tells whether it refuses the pair, rather than that something is not known.
    #[must_use]
    pub const fn is_refusal(&self) -> bool {
        matches!(
            self,
            Self::MustKeep
                | Self::Receives
                | Self::Area
                | Self::OutOfReach
                | Self::NotShared(_)
                | Self::NotSecure
                | Self::SecureSite
                | Self::Begins(_)
                | Self::Ends(_)
                | Self::Barred
        )
    }
}

/// Looks at every site and partner within the policy's distance of each other, and chooses among those that fit.
///
/// First as much m² as can be of sites that move out whole into partners' space, with the fewest metres; then, of the sites
/// and partners that are left, the same of partners that move in. Of equal choices the one with the lower ids is taken.
///
/// # Unknown
/// A site or partner without a position is in no pair; both are listed.
#[must_use]
pub fn matches(
    estate: &Estate,
    measures: &Measures,
    (rooms, services): (&Rooms, &[ServiceCover]),
    policy: &Policy,
) -> Matches {
    let Some(partners) = estate.partners.as_deref() else { return Matches::default() };
    let has = |area: Option<Area>| area.is_some_and(|a| a.as_m2() > Decimal::ZERO);
    let with = |has: &dyn Fn(&Partner) -> bool| -> Vec<usize> {
        (0..partners.len()).filter(|at| has(&partners[*at])).collect()
    };
    let offering = with(&|partner| has(partner.offers_m2));
    let wanting = with(&|partner| has(partner.wants_m2));
    let look = Look::of(estate, measures, rooms, partners, policy);
    let sites = || 0..estate.sites.len();
    let leaving: Vec<usize> = sites().filter(|site| look.could_leave(*site)).collect();
    let hosts: Vec<usize> = sites().filter(|site| look.could_host(*site)).collect();
    let mut into = look.pairs(&leaving, &offering, |at| look.site_out(at));
    let allowed = policy.ratio(FigureName::CoverMostLost);
    let relocated = Relocated::of(estate, services, policy);
    for pair in into.iter_mut().filter(|pair| pair.fit() != Fit::No) {
        let to = partners[pair.partner].position;
        pair.lost = to.and_then(|to| relocated.lost(pair.site, to));
        match pair.lost {
            Some((least, _)) if least > allowed => pair.misfits.push(Misfit::OutOfReach),
            Some((_, most)) if most > allowed => pair.misfits.push(Misfit::ReachNotKnown),
            _ => {}
        }
    }
    chosen(&mut into, |pair| (pair.site, pair.partner), |_| true);
    let taken: Vec<&Match> = into.iter().filter(|pair| pair.chosen).collect();
    let sites_gone: BTreeSet<usize> = taken.iter().map(|pair| pair.site).collect();
    let hosting: BTreeSet<usize> = taken.iter().map(|pair| pair.partner).collect();
    let mut within = look.pairs(&hosts, &wanting, |at| look.partner_in(at));
    chosen(
        &mut within,
        |pair| (pair.partner, pair.site),
        |pair| !sites_gone.contains(&pair.site) && !hosting.contains(&pair.partner),
    );
    let placed = |site: usize| estate.sites[site].position.is_some();
    let mut not_placed: BTreeSet<usize> = BTreeSet::new();
    let each = [(&leaving, &offering), (&hosts, &wanting)];
    for (sites, _) in each.iter().filter(|(_, partners)| !partners.is_empty()) {
        not_placed.extend(sites.iter().filter(|site| !placed(**site)));
    }
    let partners_in_play: BTreeSet<usize> = offering.into_iter().chain(wanting).collect();
    into.extend(within);
    Matches {
        all: into,
        sites_not_placed: not_placed.into_iter().collect(),
        partners_not_placed: partners_in_play
            .into_iter()
            .filter(|at| partners[*at].position.is_none())
            .collect(),
    }
}

impl Matches {
    /// Returns the partner's space that a site would move into: of those that stand then, or else of all that fit, the one
    /// chosen, else the nearest.
    #[must_use]
    pub fn space_for(&self, site: usize, stands: impl Fn(usize) -> bool) -> Option<&Match> {
        // By direction, then site.
        let into = |pair: &Match| (pair.direction, pair.site) < (Direction::IntoPartner, site);
        let from = self.all.partition_point(into);
        let own = self.all[from..].iter();
        let own = own.take_while(|p| p.direction == Direction::IntoPartner && p.site == site);
        let fit = own.filter(|pair| pair.fit() == Fit::Yes);
        let first = |pair: &Match| (!stands(pair.partner), !pair.chosen);
        fit.min_by(|a, b| first(a).cmp(&first(b)).then(a.metres.total_cmp(&b.metres)))
    }
}

/// Marks the pairs that are chosen together, of those that fit and are left.
fn chosen(
    pairs: &mut [Match],
    ends: impl Fn(&Match) -> (usize, usize),
    is_left: impl Fn(&Match) -> bool,
) {
    let open: Vec<usize> = (0..pairs.len())
        .filter(|at| pairs[*at].fit() == Fit::Yes && is_left(&pairs[*at]))
        .collect();
    let mut customers: BTreeMap<usize, i64> = BTreeMap::new();
    let mut receivers: BTreeMap<usize, i64> = BTreeMap::new();
    for at in &open {
        let (customer, receiver) = ends(&pairs[*at]);
        customers.insert(customer, pairs[*at].needed.unwrap_or(0));
        receivers.insert(receiver, pairs[*at].there.unwrap_or(0));
    }
    let place = |of: &BTreeMap<usize, i64>| -> BTreeMap<usize, usize> {
        of.keys().enumerate().map(|(place, number)| (*number, place)).collect()
    };
    let (customer_at, receiver_at) = (place(&customers), place(&receivers));
    let edges: Vec<(usize, usize, i64)> = open
        .iter()
        .map(|at| {
            let (customer, receiver) = ends(&pairs[*at]);
            (customer_at[&customer], receiver_at[&receiver], to_whole(pairs[*at].metres))
        })
        .collect();
    let sizes: Vec<i64> = customers.into_values().collect();
    let room: Vec<i64> = receivers.into_values().collect();
    let to = assigned(&sizes, &room, &edges);
    for (at, (customer, receiver, _)) in open.into_iter().zip(edges) {
        pairs[at].chosen = to[customer].0 == Some(receiver);
        pairs[at].is_exact = to[customer].1;
    }
}
