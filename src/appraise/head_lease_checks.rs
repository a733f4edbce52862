//! A letting between what stands above it and what it grants: where the body could be squeezed.

use super::letting_inputs::LettingInputs;
use crate::{
    finance::{Change, ExitRoute, RentTerms, lawful_exit},
    load::Estate,
    model::{
        Basis, Date, Lease, LeaseId, Lta1954, Money, Period, Review, Role, Site, Status,
        months_later, words,
    },
    policy::{FigureName, Policy},
    tenure::{EnergyTest, LeaseBook, SiteExit, SiteExits, energy_test},
};

words!(
    /// What a letting is held against.
    TestKind {
        /// It ends before our own exit.
        EndsBeforeExit = "ends_before_exit",
        /// Its rent is reviewed when the rent above is.
        ReviewsMatch = "reviews_match",
        /// Its rent may not fall while the rent above may not.
        UpwardOnlyMatches = "upward_only_matches",
        /// The energy rating allows a letting.
        EnergyRating = "energy_rating",
        /// Its tenant has no right to stay.
        ContractedOut = "contracted_out",
    }
);

words!(
    /// What a test came to.
    Outcome {
        Holds = "holds",
        Fails = "fails",
        /// A fact it depends on is not recorded.
        NotKnown = "not_known",
        /// There is nothing to hold it against.
        NotApplicable = "not_applicable",
    }
);

/// Why a test came to what it did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TestReason {
    /// There is no head lease above the letting.
    NoHeadLease,
    /// The head lease above the letting is not recorded.
    HeadLeaseNotRecorded,
    /// Our own exit is not known.
    ExitNotKnown(Basis),
    /// It is periodic: our notice must end it before the day on which we could leave.
    Periodic(Date),
    /// It ends before the day of our earliest exit.
    EndsBefore(Date),
    /// It goes on beyond the day of our earliest exit.
    GoesOnBeyond(Date),
    /// The rent above is reviewed on a day, and its own is not.
    NotReviewed(Date),
    /// How and when a rent is reviewed is not recorded.
    ReviewsNotRecorded,
    /// Its rent is reviewed whenever the rent above is.
    ReviewsMatch,
    /// Its rent is fixed, or the rent above may fall too.
    FixedOrBothMayFall,
    /// Neither rent may fall.
    NeitherMayFall,
    /// Its rent may fall, and the rent above may not.
    MayFall,
    /// Whether a review may lower the rent is not recorded.
    UpwardOnlyNotRecorded,
    /// The energy rating is not recorded.
    RatingNotRecorded,
    /// The minimum does not apply to it yet.
    RatingNotYet,
    /// The rating, as recorded, allows it.
    RatingMeets(String),
    /// The rating, as recorded, does not.
    RatingBelow(String),
    /// Its tenant has no right to stay.
    ContractedOut,
    /// Its tenant may stay.
    Protected,
    /// Its position under the 1954 Act is not recorded.
    ActNotRecorded,
}

impl TestReason {
    /// Returns what the test came to.
    #[must_use]
    pub const fn outcome(&self) -> Outcome {
        match self {
            Self::NoHeadLease => Outcome::NotApplicable,
            Self::HeadLeaseNotRecorded
            | Self::ExitNotKnown(_)
            | Self::Periodic(_)
            | Self::ReviewsNotRecorded
            | Self::UpwardOnlyNotRecorded
            | Self::RatingNotRecorded
            | Self::ActNotRecorded => Outcome::NotKnown,
            Self::EndsBefore(_)
            | Self::ReviewsMatch
            | Self::FixedOrBothMayFall
            | Self::NeitherMayFall
            | Self::RatingNotYet
            | Self::RatingMeets(_)
            | Self::ContractedOut => Outcome::Holds,
            Self::GoesOnBeyond(_)
            | Self::NotReviewed(_)
            | Self::MayFall
            | Self::RatingBelow(_)
            | Self::Protected => Outcome::Fails,
        }
    }
}

/// One test of one letting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LettingTest {
    /// What is tested.
    pub kind: TestKind,
    /// Why it came to what it did.
    pub reason: TestReason,
}

impl LettingTest {
    /// Returns what it came to.
    #[must_use]
    pub const fn outcome(&self) -> Outcome {
        self.reason.outcome()
    }
}

/// A running letting with its tests.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the rest say themselves")]
pub struct RunningLetting {
    /// The number of its site.
    pub site: usize,
    pub lease_id: LeaseId,
    pub rent: Option<Money>,
    /// Estimated rental value less the rent shown, pounds a year; `None` when either is not known.
    pub concession: Option<Money>,
    pub tests: Vec<LettingTest>,
}

/// Tells whether the energy rating of a site allows a letting on a day; `None` when it is not known.
///
/// # Source
/// The policy's least grade, from the day it holds.
pub(super) fn energy(site: &Site, on: Date, policy: &Policy) -> Option<bool> {
    match energy_test(site, on, on, policy) {
        EnergyTest::NotYet | EnergyTest::Meets => Some(true),
        EnergyTest::Below => Some(false),
        EnergyTest::NotKnown => None,
    }
}

/// What a letting grants.
struct Below {
    from: Date,
    /// The day after the last; a periodic tenancy has none.
    until: Option<Date>,
    /// Days on which its rent is reviewed, and how; `None` is not recorded.
    reviews: Option<(Vec<Date>, Review)>,
    upward_only: Option<bool>,
    contracted_out: Option<bool>,
}

/// Tests a proposed letting: at a fixed rent, contracted out, on the day it starts.
pub(super) fn proposed_tests(
    inputs: &LettingInputs<'_>,
    site: &Site,
    number: usize,
    above: &[&Lease],
    term: Period,
) -> Vec<LettingTest> {
    let below = Below {
        from: term.from(),
        until: Some(term.until()),
        reviews: Some((Vec::new(), Review::None)),
        upward_only: Some(true),
        contracted_out: Some(true),
    };
    let exit = inputs.tenure.sites[number].ends_lettings();
    tests(inputs.estate, inputs.policy, site, (above, exit), &below)
}

/// Tests every letting that runs, in `lease_id` order.
///
/// What stands above it is the head lease it names, to its own exit, even one that has run out; else the leases
/// the body holds of its site, to that of the site.
#[must_use]
pub fn running_tests(estate: &Estate, tenure: &SiteExits, policy: &Policy) -> Vec<RunningLetting> {
    let as_of = estate.snapshot.as_of;
    let book = LeaseBook::of(estate);
    let lets = estate.leases.iter().filter(|l| l.role == Role::Landlord && l.runs_to(as_of));
    let running = lets.filter_map(|lease| {
        let number = estate.site_number(&lease.site_id)?;
        let site = &estate.sites[number];
        if site.status_or_operational() == Some(Status::Sold) {
            return None;
        }
        let named = lease.parent_lease_id.as_ref();
        let head = named.and_then(|id| estate.lease(id).filter(|l| l.role == Role::Tenant));
        let exit = &tenure.sites[number];
        let (above, exit) = match (named, head) {
            (Some(_), Some(head)) => {
                let others = book.sublets(&head.lease_id).iter().copied();
                let others: Vec<&Lease> = others.filter(|s| s.lease_id != lease.lease_id).collect();
                (vec![head], head_exit(estate, head, &others, exit, policy))
            }
            // A head lease that nobody recorded: what it says is not known.
            (Some(_), None) => (Vec::new(), Err(Basis::NoTenantLease)),
            (None, _) => (book.running(number, as_of), exit.ends_lettings()),
        };
        let below = Below {
            from: lease.start,
            until: match lease.expiry {
                Some(last) => Some(Period::through(lease.start, last)?.until()),
                None => None,
            },
            reviews: review_days(estate, lease, policy),
            upward_only: lease.upward_only,
            contracted_out: lease.lta_1954.map(|act| act == Lta1954::ContractedOut),
        };
        Some(RunningLetting {
            site: number,
            lease_id: lease.lease_id.clone(),
            rent: lease.rent,
            concession: lease.erv.zip(lease.rent).and_then(|(erv, rent)| erv.checked_sub(rent)),
            tests: tests(estate, policy, site, (&above, exit), &below),
        })
    });
    running.collect()
}

/// Returns the days on which a rent is reviewed, and how; `None` when the lease does not say.
fn review_days(estate: &Estate, lease: &Lease, policy: &Policy) -> Option<(Vec<Date>, Review)> {
    let events = estate.events_of(&lease.lease_id);
    let as_of = estate.snapshot.as_of;
    let last = months_later(as_of, policy.whole(FigureName::AppraisalYears).saturating_mul(12))?;
    let recorded = (as_of, policy.leases().days_in_year);
    let terms = RentTerms::read_through(lease, events, recorded, last).ok()?;
    let reviews = terms.changes.iter().filter(|(_, c)| matches!(c, Change::Review(_)));
    let days: Vec<Date> = reviews.map(|(on, _)| *on).collect();
    match lease.review {
        // Every day is known unless reviews go by years that nobody recorded.
        Some(kind) if terms.undated_review.is_none() => Some((days, kind)),
        _ => None,
    }
}

/// Returns the day that a letting out of a head lease must end before: the exit there would be but for it.
///
/// A head lease that can be sold runs on to its own last day.
fn head_exit(
    estate: &Estate,
    head: &Lease,
    others: &[&Lease],
    site: &SiteExit,
    policy: &Policy,
) -> Result<Option<Date>, Basis> {
    if site.route == ExitRoute::Sale {
        return Ok(head.expiry);
    }
    let (events, as_of) = (estate.events_of(&head.lease_id), estate.snapshot.as_of);
    lawful_exit(head, events, others, as_of, &policy.leases(), &policy.bank_holidays)
        .map(|exit| exit.on)
        .map_err(|_| Basis::ExitBeyondRange)
}

fn tests(
    estate: &Estate,
    policy: &Policy,
    site: &Site,
    (above, exit): (&[&Lease], Result<Option<Date>, Basis>),
    below: &Below,
) -> Vec<LettingTest> {
    let as_of = estate.snapshot.as_of;
    let test = |kind, reason| LettingTest { kind, reason };
    let no_lease = || match exit {
        Ok(_) => TestReason::NoHeadLease,
        Err(_) => TestReason::HeadLeaseNotRecorded,
    };
    let ends = match exit {
        Err(basis) => TestReason::ExitNotKnown(basis),
        Ok(None) => no_lease(),
        Ok(Some(_)) if above.is_empty() => no_lease(),
        Ok(Some(on)) => match below.until {
            None => TestReason::Periodic(on),
            Some(until) if until <= on => TestReason::EndsBefore(on),
            Some(_) => TestReason::GoesOnBeyond(on),
        },
    };
    let heads: Vec<_> = above.iter().map(|h| (*h, review_days(estate, h, policy))).collect();
    let own_days = below.reviews.as_ref().map_or(&[][..], |(days, _)| days.as_slice());
    let clash = heads.iter().find_map(|(_, reviews)| {
        let (days, kind) = reviews.as_ref()?;
        let within = |d: &&Date| {
            **d > as_of && **d > below.from && below.until.is_none_or(|until| **d < until)
        };
        days.iter().filter(within).find(|d| {
            let same_kind = below.reviews.as_ref().is_some_and(|(_, own)| own == kind);
            !(own_days.contains(d) && same_kind)
        })
    });
    let unknown = heads.iter().any(|(_, reviews)| reviews.is_none()) || below.reviews.is_none();
    let reviews = match clash {
        _ if above.is_empty() => no_lease(),
        Some(on) if below.reviews.is_some() => TestReason::NotReviewed(*on),
        _ if unknown => TestReason::ReviewsNotRecorded,
        _ => TestReason::ReviewsMatch,
    };
    let fixed = |reviews: &Option<(Vec<Date>, Review)>| {
        reviews.as_ref().is_some_and(|(days, kind)| days.is_empty() || *kind == Review::None)
    };
    let head_upward =
        heads.iter().map(|(h, reviews)| if fixed(reviews) { Some(false) } else { h.upward_only });
    let head_upward: Vec<Option<bool>> = head_upward.collect();
    let own_fixed = fixed(&below.reviews);
    let upward = if above.is_empty() {
        no_lease()
    } else if own_fixed || head_upward.iter().all(|u| *u == Some(false)) {
        TestReason::FixedOrBothMayFall
    } else {
        match below.upward_only {
            Some(true) => TestReason::NeitherMayFall,
            Some(false) if head_upward.contains(&Some(true)) => TestReason::MayFall,
            _ => TestReason::UpwardOnlyNotRecorded,
        }
    };
    let rating = || site.epc_rating.clone().unwrap_or_default();
    let energy = match energy_test(site, below.from, as_of, policy) {
        EnergyTest::NotKnown => TestReason::RatingNotRecorded,
        EnergyTest::NotYet => TestReason::RatingNotYet,
        EnergyTest::Meets => TestReason::RatingMeets(rating()),
        EnergyTest::Below => TestReason::RatingBelow(rating()),
    };
    let stays = match below.contracted_out {
        Some(true) => TestReason::ContractedOut,
        Some(false) => TestReason::Protected,
        None => TestReason::ActNotRecorded,
    };
    vec![
        test(TestKind::EndsBeforeExit, ends),
        test(TestKind::ReviewsMatch, reviews),
        test(TestKind::UpwardOnlyMatches, upward),
        test(TestKind::EnergyRating, energy),
        test(TestKind::ContractedOut, stays),
    ]
}
