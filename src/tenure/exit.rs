//! The earliest lawful exit of a site: the latest of those of its leases, or a sale.

use super::LeaseBook;
use crate::{
    finance::{ExitBar, ExitRoute, LawfulExit, NotKnown, NoticeDays, lawful_exit},
    load::Estate,
    model::{Basis, Date, Lease, LeaseId, Money, Right, Site, Tenure, months_later},
    policy::{FigureName, Policy},
};

/// A way out that needs another's agreement, so that nobody can count on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ByAgreement {
    /// Assignment or surrender.
    pub route: ExitRoute,
    /// When it could be done, by the policy's months.
    pub on: Date,
}

/// How a site can be left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteExit {
    /// The last day it must be held; in the past when every lease has ended. `None` is not known.
    pub on: Option<Date>,
    /// By which way; `None` when the day is not known.
    pub route: ExitRoute,
    /// What the way costs: penalties and dilapidations of the leases, or agent and legal cost of a sale.
    pub cost: Result<Money, NotKnown>,
    /// The lease that ends last; none for a sale.
    pub lease: Option<LeaseId>,
    /// The last days for the notice that is still to be served.
    pub notice: Option<NoticeDays>,
    /// On what it rests.
    pub basis: Basis,
    /// The earliest day it may be once what is not recorded is known; `None` when all is recorded.
    pub perhaps: Option<Date>,
    /// Breaks that cannot be counted on, and why.
    pub barred: Vec<(LeaseId, Date, ExitBar)>,
    /// Ways out by agreement that would be earlier.
    pub by_agreement: Vec<ByAgreement>,
    /// The last day of the leases of a site that can be sold with them; `None` for the rest.
    pub sold_with_leases_to: Option<Date>,
}

impl SiteExit {
    fn unknown(basis: Basis, cost: NotKnown) -> Self {
        Self {
            on: None,
            route: ExitRoute::None,
            cost: Err(cost),
            lease: None,
            notice: None,
            basis,
            perhaps: None,
            barred: Vec::new(),
            by_agreement: Vec::new(),
            sold_with_leases_to: None,
        }
    }

    /// Returns the day that a letting must end before, `None` when nothing ends it.
    ///
    /// A letting goes with a site that is sold, so a freehold ends none, a long lease by its own last day.
    ///
    /// # Errors
    /// Why our exit is not known.
    pub fn ends_lettings(&self) -> Result<Option<Date>, Basis> {
        match (self.route, self.on) {
            (ExitRoute::Sale, _) => Ok(self.sold_with_leases_to),
            (_, Some(on)) => Ok(Some(on)),
            (_, None) => Err(self.basis),
        }
    }
}

/// Finds the exit of one site.
///
/// A freehold can be sold from `as_of` on, a long leasehold once its landlords allow the assignment, as
/// of right or by the policy's months for consent. Other sites are held until the last of their leases
/// can be ended ([`lawful_exit`]); leases that have run out count only where none runs.
pub(super) fn of_site(
    estate: &Estate,
    site: &Site,
    number: usize,
    book: &LeaseBook<'_>,
    policy: &Policy,
) -> SiteExit {
    let as_of = estate.snapshot.as_of;
    let Some(tenure) = site.tenure else {
        return SiteExit::unknown(Basis::TenureUnknown, NotKnown::Tenure);
    };
    if tenure == Tenure::Freehold {
        return sale(site, as_of, Basis::Freehold, policy);
    }
    let leases = book.running(number, as_of);
    let mut exit = of_leases(estate, &leases, book, policy);
    let assign = rights(&leases);
    let months = |name| months_later(as_of, policy.whole(name));
    if tenure == Tenure::LongLeasehold {
        let sold = match assign {
            Some(Right::Permitted) => Some(as_of),
            Some(Right::Consent) => months(FigureName::LettingConsentMonths),
            Some(Right::Barred) | None => None,
        };
        match sold.filter(|sold| exit.on.is_none_or(|on| *sold < on)) {
            Some(day) => {
                return SiteExit {
                    sold_with_leases_to: leases.iter().filter_map(|l| l.expiry).max(),
                    ..sale(site, day, Basis::Assignable, policy)
                };
            }
            // Not recorded: it may be sold as freely as a freehold.
            None if assign.is_none() => exit.perhaps = Some(as_of),
            None => {}
        }
    }
    if let (Some(on), Some(day)) = (exit.on, months(FigureName::AssignmentMonths))
        && day < on
    {
        let assignable = matches!(assign, Some(Right::Permitted | Right::Consent));
        let routes = [(ExitRoute::Assignment, assignable), (ExitRoute::Surrender, true)];
        let open = routes.into_iter().filter(|(_, is_open)| *is_open);
        exit.by_agreement = open.map(|(route, _)| ByAgreement { route, on: day }).collect();
    }
    exit
}

/// Returns the strictest right to assign; `None` when a lease does not say, or there is none.
fn rights(leases: &[&Lease]) -> Option<Right> {
    let all: Option<Vec<Right>> = leases.iter().map(|l| l.assign).collect();
    all?.into_iter().max()
}

fn sale(site: &Site, on: Date, basis: Basis, policy: &Policy) -> SiteExit {
    let fees = |value: Money| {
        let agent = value.checked_mul(policy.figure(FigureName::SaleAgent))?.to_penny();
        agent.checked_add(Money::pounds(policy.figure(FigureName::SaleLegal)))
    };
    let cost = site.market_value.ok_or(NotKnown::MarketValue);
    SiteExit {
        on: Some(on),
        route: ExitRoute::Sale,
        cost: cost.and_then(|value| fees(value).ok_or(NotKnown::Range)),
        ..SiteExit::unknown(basis, NotKnown::Range)
    }
}

fn of_leases(
    estate: &Estate,
    leases: &[&Lease],
    book: &LeaseBook<'_>,
    policy: &Policy,
) -> SiteExit {
    let as_of = estate.snapshot.as_of;
    let terms = policy.leases();
    let mut found: Option<(Date, SiteExit)> = None;
    let mut perhaps: Option<Date> = None;
    let mut may_be_earlier = false;
    let mut barred = Vec::new();
    let mut cost = Ok(Money::ZERO);
    for lease in leases {
        let events = estate.events_of(&lease.lease_id);
        let sublets = book.sublets(&lease.lease_id);
        let exit = lawful_exit(lease, events, sublets, as_of, &terms, &policy.bank_holidays);
        let Some((exit, on)) = exit.ok().and_then(|exit| exit.on.map(|on| (exit, on))) else {
            return SiteExit::unknown(Basis::ExitBeyondRange, NotKnown::Range);
        };
        let open = if_recorded(&exit, on, as_of);
        may_be_earlier |= open.is_some();
        perhaps = perhaps.max(Some(open.unwrap_or(on)));
        cost = cost.and_then(|sum| sum.checked_add(way_out(lease, &exit)?).ok_or(NotKnown::Range));
        let own = exit.barred.iter().map(|(day, bar)| (lease.lease_id.clone(), *day, bar.clone()));
        barred.extend(own);
        if found.as_ref().is_none_or(|(latest, _)| on > *latest) {
            let of_lease = SiteExit {
                on: Some(on),
                route: exit.route,
                lease: Some(lease.lease_id.clone()),
                notice: exit.notice,
                ..SiteExit::unknown(basis_of(exit.route), NotKnown::Range)
            };
            found = Some((on, of_lease));
        }
    }
    let Some((_, latest)) = found else {
        return SiteExit::unknown(Basis::NoTenantLease, NotKnown::NoLease);
    };
    let perhaps = perhaps.filter(|day| may_be_earlier && Some(*day) < latest.on);
    SiteExit { cost, barred, perhaps, ..latest }
}

/// What ending a lease costs: the way itself, and putting the building right.
fn way_out(lease: &Lease, exit: &LawfulExit) -> Result<Money, NotKnown> {
    if exit.route == ExitRoute::Ended {
        return Ok(Money::ZERO);
    }
    let dilapidations = lease.dilapidations.ok_or(NotKnown::Dilapidations)?;
    exit.cost?.checked_add(dilapidations.to_penny()).ok_or(NotKnown::Range)
}

/// The earliest day a lease may end if what it does not record turned out so; `None` if all is recorded.
fn if_recorded(exit: &LawfulExit, on: Date, as_of: Date) -> Option<Date> {
    let unclear =
        |bar: &ExitBar| matches!(bar, ExitBar::NotKnown(_) | ExitBar::UnclearSubtenant(_));
    let breaks = exit.barred.iter().filter(|(_, bar)| unclear(bar)).map(|(day, _)| *day);
    let held_over = exit.protection_taken.then_some(as_of);
    let first = breaks.chain(held_over).min()?;
    (first < on).then_some(first.max(as_of))
}

const fn basis_of(route: ExitRoute) -> Basis {
    match route {
        ExitRoute::Break => Basis::TenantsBreak,
        ExitRoute::HoldingOverNotice => Basis::HoldingOver,
        ExitRoute::NoticeToQuit => Basis::NoticeToQuit,
        ExitRoute::Ended => Basis::ExpiryPassed,
        _ => Basis::LastExpiry,
    }
}
