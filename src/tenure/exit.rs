//! The earliest lawful exit of a site: the latest of those of its leases, or a sale once nothing stops it.

use super::{
    LeaseBook,
    sale_bars::{self, SaleBars},
};
use crate::{
    finance::{ExitBar, ExitRoute, LawfulExit, NotKnown, NoticeDays, lawful_exit},
    load::Estate,
    model::{Basis, Date, Gap, Gaps, Lease, LeaseId, Money, Right, Site, Tenure, months_later},
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
    /// The last day it must be held; in the past when every lease has ended. `None` is not known, or never where the
    /// only way is a sale that is barred without end: [`SiteExit::is_barred`].
    pub on: Option<Date>,
    /// By which way; `None` when the day is not known.
    pub route: ExitRoute,
    /// What the way costs: penalties and dilapidations of the leases, or agent and legal cost of a sale.
    pub cost: Result<Money, NotKnown>,
    /// What of it is penalties of breaks.
    pub penalty: Result<Money, NotKnown>,
    /// What of it is dilapidations.
    pub dilapidations: Result<Money, NotKnown>,
    /// What a sale costs at least while `cost` is not known: what is known of it; `None` for other ways.
    pub cost_at_least: Option<Money>,
    /// The lease that ends last; none for a sale.
    pub lease: Option<LeaseId>,
    /// The last days for the notice that is still to be served.
    pub notice: Option<NoticeDays>,
    /// Whether its day is counted from notice that is served on the day of the snapshot.
    pub notice_today: bool,
    /// On what it rests.
    pub basis: Basis,
    /// The facts without which its day is not known, or may be earlier.
    pub gaps: Gaps,
    /// The earliest day it may be once what is not recorded is known, or if nobody acts who could delay a sale;
    /// `None` when all is recorded.
    pub perhaps: Option<Date>,
    /// Breaks that cannot be counted on, and why.
    pub barred: Vec<(LeaseId, Date, ExitBar)>,
    /// Ways out by agreement that would be earlier.
    pub by_agreement: Vec<ByAgreement>,
    /// The last day of the leases of a site that can be sold with them; `None` for the rest.
    pub sold_with_leases_to: Option<Date>,
    /// What stands in the way of a sale of the site, or of its lease, whichever way out is earliest.
    pub sale: SaleBars,
}

impl SiteExit {
    fn unknown(basis: Basis, cost: NotKnown, sale: SaleBars) -> Self {
        Self {
            on: None,
            route: ExitRoute::None,
            cost: Err(cost),
            penalty: Err(cost),
            dilapidations: Err(cost),
            cost_at_least: None,
            lease: None,
            notice: None,
            notice_today: false,
            basis,
            gaps: cost.gap().into(),
            perhaps: None,
            barred: Vec::new(),
            by_agreement: Vec::new(),
            sold_with_leases_to: None,
            sale,
        }
    }

    /// Tells whether a sale is the only way out and is barred without end.
    #[must_use]
    pub fn is_barred(&self) -> bool {
        self.route == ExitRoute::Sale && self.on.is_none()
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
/// A freehold can be sold from the first day on which nothing stops it, a long leasehold likewise once its landlords
/// allow the assignment. Other sites are held until the last of their leases can be ended ([`lawful_exit`]);
/// leases that have run out count only where none runs.
pub(super) fn of_site(
    estate: &Estate,
    site: &Site,
    number: usize,
    book: &LeaseBook<'_>,
    policy: &Policy,
) -> SiteExit {
    let as_of = estate.snapshot.as_of;
    let leases = book.running(number, as_of);
    let assign = rights(&leases);
    let sale_bars = sale_bars::of_site(estate, site, (&leases, assign), policy);
    let Some(tenure) = site.tenure else {
        let unknown = SiteExit::unknown(Basis::TenureUnknown, NotKnown::Tenure, sale_bars);
        let gaps = unknown.gaps.and_if(leases.is_empty(), Gap::TenantLease);
        return SiteExit { gaps, ..unknown };
    };
    if tenure == Tenure::Freehold {
        return sale(site, as_of, sale_bars, policy);
    }
    let sold = sale_bars.first_day(as_of);
    let mut exit = of_leases(estate, &leases, book, sale_bars, policy);
    let months = |name| months_later(as_of, policy.whole(name));
    if tenure == Tenure::LongLeasehold {
        if exit.sale.right_to_assign_unknown {
            // Not recorded: it may be sold as freely as a freehold.
            let sooner = sold.filter(|sold| exit.on.is_none_or(|on| *sold < on));
            exit.perhaps = sooner.or(exit.perhaps);
            // A lease that is not recorded says nothing of its assignment either.
            if sooner.is_some() && exit.on.is_some() {
                exit.gaps = Gaps::of(Gap::Assign).and_all(exit.gaps);
            }
        } else if sold.is_some_and(|sold| exit.on.is_none_or(|on| sold < on)) {
            return SiteExit {
                sold_with_leases_to: leases.iter().filter_map(|l| l.expiry).max(),
                ..sale(site, as_of, exit.sale, policy)
            };
        }
    }
    if let (Some(on), Some(day)) = (exit.on, months(FigureName::AssignmentMonths))
        && day < on
    {
        // An assignment is a sale of the lease.
        let day_of_sale = exit.sale.first_day(day).filter(|day| *day < on);
        let assignable = matches!(assign, Some(Right::Permitted | Right::Consent));
        let ways = [
            (ExitRoute::Assignment, day_of_sale.filter(|_| assignable)),
            (ExitRoute::Surrender, Some(day)),
        ];
        let open = ways.into_iter().filter_map(|(route, on)| Some(ByAgreement { route, on: on? }));
        exit.by_agreement = open.collect();
    }
    exit
}

/// Returns the strictest right to assign; `None` when a lease does not say, or there is none.
fn rights(leases: &[&Lease]) -> Option<Right> {
    let all: Option<Vec<Right>> = leases.iter().map(|l| l.assign).collect();
    all?.into_iter().max()
}

/// A sale on the first day on which nothing stops it; what it costs is known in part where a fact is missing.
fn sale(site: &Site, as_of: Date, bars: SaleBars, policy: &Policy) -> SiteExit {
    let on = bars.first_day(as_of);
    let basis = match (site.tenure, on) {
        (_, None) => Basis::SaleBarred,
        (Some(Tenure::LongLeasehold), _) => Basis::Assignable,
        (_, Some(day)) if day > as_of => Basis::SaleWaits,
        _ => Basis::Freehold,
    };
    let legal = Money::pounds(policy.figure(FigureName::SaleLegal));
    let agent =
        |value: Money| value.checked_mul(policy.figure(FigureName::SaleAgent)).map(Money::to_penny);
    let known = site.market_value.map_or(Some(Money::ZERO), agent);
    let known = known.and_then(|fee| fee.checked_add(legal));
    let missing = site.market_value.is_none().then_some(NotKnown::MarketValue);
    let missing = missing.or(bars.costs_not_known.first().copied());
    let cost = match (on, missing, known) {
        (None, ..) => Err(NotKnown::SaleBarred),
        (_, Some(fact), _) => Err(fact),
        (_, None, known) => known.ok_or(NotKnown::Range),
    };
    let perhaps = bars.perhaps(as_of).filter(|day| on.is_some_and(|on| *day < on));
    SiteExit {
        on,
        route: ExitRoute::Sale,
        cost,
        cost_at_least: known.filter(|_| on.is_some() && cost.is_err()),
        perhaps,
        ..SiteExit::unknown(basis, NotKnown::Range, bars)
    }
}

fn of_leases(
    estate: &Estate,
    leases: &[&Lease],
    book: &LeaseBook<'_>,
    sale: SaleBars,
    policy: &Policy,
) -> SiteExit {
    let as_of = estate.snapshot.as_of;
    let terms = policy.leases();
    let mut found: Option<(Date, SiteExit)> = None;
    let mut perhaps: Option<Date> = None;
    // The leases of which a fact is missing that might end them earlier, by the day to which they go without it.
    let mut unclear: Vec<(Date, Gaps)> = Vec::new();
    let mut barred = Vec::new();
    let (mut penalty, mut dilapidations) = (Ok(Money::ZERO), Ok(Money::ZERO));
    for lease in leases {
        let events = estate.events_of(&lease.lease_id);
        let sublets = book.sublets(&lease.lease_id);
        let exit = lawful_exit(lease, events, sublets, as_of, &terms, &policy.bank_holidays);
        let Some((exit, on)) = exit.ok().and_then(|exit| exit.on.map(|on| (exit, on))) else {
            let gaps = Gap::Expiry.into();
            let unknown = SiteExit::unknown(Basis::ExitBeyondRange, NotKnown::Range, sale);
            return SiteExit { gaps, ..unknown };
        };
        let open = if_recorded(&exit, on, as_of);
        unclear.extend(open.map(|_| (on, unrecorded(&exit, on))));
        perhaps = perhaps.max(Some(open.unwrap_or(on)));
        if exit.route != ExitRoute::Ended {
            penalty = added(penalty, exit.cost);
            let owed = lease.dilapidations.map(Money::to_penny).ok_or(NotKnown::Dilapidations);
            dilapidations = added(dilapidations, owed);
        }
        let own = exit.barred.iter().map(|(day, bar)| (lease.lease_id.clone(), *day, bar.clone()));
        barred.extend(own);
        if found.as_ref().is_none_or(|(latest, _)| on > *latest) {
            let of_lease = SiteExit {
                on: Some(on),
                route: exit.route,
                lease: Some(lease.lease_id.clone()),
                notice: exit.notice,
                notice_today: exit.notice_today,
                ..SiteExit::unknown(basis_of(exit.route), NotKnown::Range, sale.clone())
            };
            found = Some((on, of_lease));
        }
    }
    let Some((_, latest)) = found else {
        return SiteExit::unknown(Basis::NoTenantLease, NotKnown::NoLease, sale);
    };
    let perhaps = perhaps.filter(|day| !unclear.is_empty() && Some(*day) < latest.on);
    // What a lease lacks that ends before all the others anyway changes nothing.
    let matters = |on: &Date| perhaps.is_some_and(|day| *on > day);
    let gaps = unclear.iter().filter(|(on, _)| matters(on)).flat_map(|(_, gaps)| gaps.iter());
    let gaps = gaps.collect();
    let cost = added(penalty, dilapidations);
    SiteExit { cost, penalty, dilapidations, barred, gaps, perhaps, ..latest }
}

fn added(sum: Result<Money, NotKnown>, more: Result<Money, NotKnown>) -> Result<Money, NotKnown> {
    sum?.checked_add(more?).ok_or(NotKnown::Range)
}

/// Returns what a lease does not record that bars a break before a day, or that it was taken as protected for.
fn unrecorded(exit: &LawfulExit, on: Date) -> Gaps {
    let of_bar = |bar: &ExitBar| match bar {
        ExitBar::NotKnown(unknown) => unknown.gap(),
        ExitBar::UnclearSubtenant(_) => Some(Gap::Act1954),
        _ => None,
    };
    let barred = exit.barred.iter().filter(|(day, _)| *day < on);
    let gaps = barred.filter_map(|(_, bar)| of_bar(bar));
    gaps.chain(exit.protection_taken.then_some(Gap::Act1954)).collect()
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
