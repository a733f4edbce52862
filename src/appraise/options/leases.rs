//! What the leases of a site pay and bring in each option: by their own schedules to their ends, then as the policy
//! assumes.

use std::{cell::RefCell, rc::Rc};

use rust_decimal::Decimal;

use super::{BarReason, Flag, Missing, adding::Mark, facts::SiteCase, make::Making};
use crate::{
    appraise::flow::{FlowKind, Other},
    finance::{ExitRoute, NotKnown, PaymentKind, RentPayment},
    model::{AfterTerm, Date, Gap, Money, OptionFactKind, Prices, Role, Tenure, months_later},
    policy::FigureName,
    tenure::{LeaseCash, prices_of},
};

/// When leases stop mattering to us, in an option.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Until {
    /// Not within the appraisal period.
    Horizon,
    /// The lease ends with its last day here: the payment period in which it falls goes by days.
    Left(Date),
    /// Somebody else is party to the lease from this day on: what fell due before it stays with us.
    Sold(Date),
}

/// A part of a building for some days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Part {
    pub from: Date,
    pub until: Date,
    pub share: Decimal,
    pub is_let: bool,
}

/// What the leases of one site pay, each worked out once for all options.
#[derive(Debug, Default)]
pub struct Schedules {
    known: RefCell<Vec<(Scheduled, Rc<Payments>)>>,
}

/// A lease by its place, and the day to which its payments are asked for.
type Scheduled = (usize, Option<Date>);

/// What a lease pays, or why that is not known.
type Payments = Result<Vec<RentPayment>, NotKnown>;

impl Schedules {
    /// Returns what a lease pays to a day, or to its end.
    fn of(&self, lease: &LeaseCash<'_>, through: Option<Date>) -> Rc<Payments> {
        let key = (lease.number, through);
        let mut known = self.known.borrow_mut();
        if let Some((_, payments)) = known.iter().find(|(own, _)| *own == key) {
            return Rc::clone(payments);
        }
        let payments = Rc::new(lease.payments(through));
        known.push((key, Rc::clone(&payments)));
        payments
    }
}

/// How the lettings of a site fare in an option.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Lettings {
    /// Until when they are ours.
    pub until: Until,
    pub after: After,
}

/// What follows the term of a letting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum After {
    /// It goes on as business as usual assumes.
    AsUsual,
    /// Who may stay on goes on as business as usual assumes, others are gone with their term.
    MayStay,
}

impl Until {
    /// Returns the first day that no longer counts, `None` at the horizon.
    pub(super) const fn day(self) -> Option<Date> {
        match self {
            Self::Horizon => None,
            Self::Left(day) | Self::Sold(day) => Some(day),
        }
    }
}

impl Making<'_> {
    /// Adds rent and service charge that we pay: from the leases, from the ledger where no lease names them.
    ///
    /// A building that is emptied goes on paying for a lease that is held; rent that only the ledger tells ends with
    /// the use unless the lease is a long one.
    pub(super) fn rent_paid(&mut self, used: Option<Date>, held: Until) {
        let on = self.on;
        let as_of = on.as_of();
        let ledger_until =
            if on.site.tenure == Some(Tenure::LongLeasehold) { held.day() } else { used };
        let leases: Vec<&LeaseCash<'_>> = on.leases(Role::Tenant).collect();
        for (kind, ledger, named) in [
            (PaymentKind::Rent, FlowKind::RentPaid, names_rent as fn(&LeaseCash<'_>) -> bool),
            (PaymentKind::ServiceCharge, FlowKind::ServiceCharge, names_charge),
        ] {
            if leases.iter().any(|lease| named(lease)) {
                for lease in &leases {
                    self.lease(lease, kind, held, on.renews() && !lease.ended_by_notice);
                }
            } else {
                match on.running_cost() {
                    Ok(cost) => self.cost(ledger, cost.of(ledger), as_of, ledger_until),
                    Err(fact) => self.lacks(fact),
                }
            }
        }
    }

    /// Adds what tenants of ours pay until the leases end or are no longer ours.
    pub(super) fn rent_received(&mut self, lettings: Lettings) {
        let leases: Vec<&LeaseCash<'_>> = self.on.leases(Role::Landlord).collect();
        for lease in leases {
            let renewed = self.on.goes_on(lease, lettings.after);
            for kind in [PaymentKind::Rent, PaymentKind::ServiceCharge] {
                self.lease(lease, kind, lettings.until, renewed);
            }
        }
    }

    /// Adds one kind of payment of one lease: as its schedule has it, then as it would go on.
    fn lease(&mut self, lease: &LeaseCash<'_>, kind: PaymentKind, held: Until, renewed: bool) {
        if held.day().is_some_and(|day| day <= self.on.as_of()) {
            return;
        }
        if kind == PaymentKind::ServiceCharge && !lease.names_service_charge() {
            if lease.lease.role == Role::Landlord {
                self.lacks(Missing::ChargeReceived);
            }
            return;
        }
        if lease.holds_over {
            return self.held_over(lease, kind, held, renewed);
        }
        self.in_term(lease, kind, held);
        let ends = lease.ends_on.and_then(|ends| ends.succ_opt());
        let (Some(after), true) = (ends, renewed) else { return };
        if held.day().is_none_or(|day| after < day) {
            self.after_term(lease, kind, after, held);
        }
    }

    /// Adds what falls due in the term; of a periodic tenancy what falls due after it could be ended is not bound.
    fn in_term(&mut self, lease: &LeaseCash<'_>, kind: PaymentKind, held: Until) {
        let as_of = self.on.as_of();
        let bound = self.on.bound_of(lease);
        let through = if let Until::Left(day) = held { Some(day) } else { None };
        let payments = self.on.schedules.of(lease, through);
        let payments = match payments.as_ref() {
            Ok(payments) => payments,
            Err(why) => return self.lacks_rent(lease, *why),
        };
        let ours = |due: Date| match held {
            Until::Sold(day) => due < day,
            Until::Horizon | Until::Left(_) => true,
        };
        for payment in payments.iter().filter(|p| p.kind == kind && p.due >= as_of && ours(p.due)) {
            match payment.amount {
                Ok(amount) => {
                    let prices = prices_of(payment);
                    let beyond = lease.ends_on.is_none() && payment.due > bound;
                    self.of_lease(lease, kind, (payment.due, amount, prices), beyond);
                }
                Err(why) => self.lacks_rent(lease, why),
            }
        }
    }

    /// A lease whose term has ended: the rent passing until it can be ended, flagged as assumed, then as a renewal.
    fn held_over(&mut self, lease: &LeaseCash<'_>, kind: PaymentKind, held: Until, renewed: bool) {
        let on = self.on;
        let followed = lease.followed_on;
        let bound = followed.unwrap_or_else(|| self.on.bound_of(lease));
        let passing = match kind {
            PaymentKind::Rent => lease.passing(),
            _ => lease.lease.service_charge.ok_or(NotKnown::ServiceCharge),
        };
        let until = held.day().map_or(bound, |day| day.min(bound));
        match passing {
            Ok(passing) => {
                self.option.flags.push(Flag::HeldOver);
                self.yearly_of_lease(lease, kind, passing, (on.as_of(), Some(until)), false);
            }
            Err(why) => self.lacks_rent(lease, why),
        }
        if renewed && followed.is_none() && held.day().is_none_or(|day| bound < day) {
            self.after_term(lease, kind, bound, held);
        }
    }

    fn after_term(&mut self, lease: &LeaseCash<'_>, kind: PaymentKind, from: Date, held: Until) {
        let a_year = match kind {
            PaymentKind::Rent => lease.after_term().map(|(rent, _)| rent),
            _ => lease.lease.service_charge.ok_or(NotKnown::ServiceCharge),
        };
        match a_year {
            Ok(a_year) => self.yearly_of_lease(lease, kind, a_year, (from, held.day()), true),
            Err(why) => self.lacks_rent(lease, why),
        }
    }

    fn yearly_of_lease(
        &mut self,
        lease: &LeaseCash<'_>,
        kind: PaymentKind,
        a_year: Money,
        (from, until): (Date, Option<Date>),
        beyond: bool,
    ) {
        let Some((what, other, signed)) = side(lease, kind, a_year) else {
            return self.lacks(Missing::Range);
        };
        let mark = Mark { lease: Some(lease.number), beyond };
        self.yearly(what, signed, (from.max(self.on.as_of()), until), other, mark);
    }

    fn of_lease(
        &mut self,
        lease: &LeaseCash<'_>,
        kind: PaymentKind,
        (due, amount, prices): (Date, Money, Prices),
        beyond: bool,
    ) {
        let Some((what, other, signed)) = side(lease, kind, amount) else {
            return self.lacks(Missing::Range);
        };
        let flow = self.on.ledgers.dated(due, what, signed, prices, other);
        self.add_marked(flow, Mark { lease: Some(lease.number), beyond });
    }

    /// Pays what ending the leases costs: penalties and dilapidations, those that the body gives of the option first.
    pub(super) fn exit_cost(&mut self, exit: Date) {
        let on = self.on;
        for (given, known) in [
            (OptionFactKind::Penalty, on.exit.penalty),
            (OptionFactKind::Dilapidations, on.exit.dilapidations),
        ] {
            if self.pay_given(exit, given, FlowKind::ExitCost) {
                continue;
            }
            match known {
                Ok(cost) => self.pay(exit, FlowKind::ExitCost, cost),
                Err(why) => self.lacks_for(Missing::ExitCost, why.gap().into()),
            }
        }
    }

    /// Pays dilapidations at the end of the terms, where business as usual ends with them.
    pub(super) fn dilapidations(&mut self, end: Date) {
        let held = self.on.leases(Role::Tenant);
        if self.pay_given(end, OptionFactKind::Dilapidations, FlowKind::ExitCost) {
            return;
        }
        let all: Option<Vec<Money>> = held.map(|l| l.lease.dilapidations).collect();
        match all.and_then(Money::checked_sum) {
            Some(cost) => self.pay(end, FlowKind::ExitCost, cost),
            None => self.lacks_for(Missing::ExitCost, Gap::Dilapidations.into()),
        }
    }

    /// Notes that what a lease pays is not known, and why.
    fn lacks_rent(&mut self, lease: &LeaseCash<'_>, why: NotKnown) {
        let fact = match lease.lease.role {
            Role::Tenant => Missing::LeaseRent,
            Role::Landlord => Missing::RentReceived,
        };
        self.lacks_for(fact, why.gap().into());
    }

    /// Settles the tenants of ours who are there on the day of a sale: it goes with their leases, or they are gone
    /// before. Returns how their lettings fare, and the earliest day of the sale.
    pub(super) fn lettings_at_sale(&mut self, wanted: Date, vacant: bool) -> (Lettings, Date) {
        let on = self.on;
        if let Some(gone) = self.possession_bought(wanted) {
            let until = Until::Left(gone);
            return (Lettings { until, after: After::MayStay }, wanted.max(gone));
        }
        if !vacant {
            let there = |l: &LeaseCash<'_>| {
                l.lease.start < wanted
                    && (l.holds_over || l.runs_to(wanted) || on.goes_on(l, After::AsUsual))
            };
            if on.leases(Role::Landlord).any(there) {
                self.option.flags.push(Flag::SubjectToLease);
            }
            return (Lettings { until: Until::Sold(wanted), after: After::AsUsual }, wanted);
        }
        let mut day = wanted;
        for lease in on.leases(Role::Landlord) {
            let who = lease.lease.counterparty.clone();
            let ends = lease.ends_on.and_then(|ends| ends.succ_opt());
            let by_right = lease.possession_on.or(lease.ends_on.filter(|_| lease.ended_by_notice));
            let gone = by_right.and_then(|last| last.succ_opt());
            match gone {
                Some(gone) if gone > wanted => {
                    self.bar(BarReason::Let(who), Some(gone));
                    day = day.max(gone);
                }
                Some(_) => {}
                None => {
                    let until = ends.filter(|until| *until > wanted);
                    self.bar(BarReason::LetOn(who), Some(until.unwrap_or(wanted)));
                    day = until.map_or(day, |until| day.max(until));
                    // Who is not recorded as protected may turn out to have to go.
                    let unclear = lease.lease.lta_1954.is_none();
                    let gap = if unclear { Gap::Act1954 } else { Gap::Possession };
                    self.lacks_for(Missing::Possession, gap.into());
                }
            }
        }
        (Lettings { until: Until::Sold(day), after: After::MayStay }, day)
    }

    /// Puts a sale off by what it is late: who is there until it stays until then, whoever is gone before it stays gone.
    pub(super) fn sold_late(&mut self, lettings: Lettings, sold: Date) -> (Lettings, Date) {
        let Some(late) = months_later(sold, self.on.delay.sold) else {
            self.lacks(Missing::Range);
            return (lettings, sold);
        };
        let until = match lettings.until {
            Until::Sold(_) => Until::Sold(late),
            other => other,
        };
        (Lettings { until, ..lettings }, late)
    }

    /// Pays what the body gives as the cost of vacant possession, and returns the day on which the tenants are gone.
    pub(super) fn possession_bought(&mut self, latest: Date) -> Option<Date> {
        let fact = self.on.fact(self.option.kind, OptionFactKind::Possession)?;
        let cost = fact.amount?;
        let gone = fact.on.or(self.on.emptied()).unwrap_or(latest);
        self.pay(gone, FlowKind::Possession, cost);
        Some(gone)
    }
}

fn names_charge(lease: &LeaseCash<'_>) -> bool {
    lease.names_service_charge()
}

/// Tells whether a lease says anything of its rent.
fn names_rent(lease: &LeaseCash<'_>) -> bool {
    lease.passing().is_ok() || lease.after_term().is_ok()
}

/// Returns what a payment of a lease is to us, who is on the other side, and its sum with our sign.
fn side(lease: &LeaseCash<'_>, kind: PaymentKind, sum: Money) -> Option<(FlowKind, Other, Money)> {
    let other = Other::of(lease.lease.landlord_public);
    match (lease.lease.role, kind) {
        (Role::Tenant, PaymentKind::Rent) => {
            Some((FlowKind::RentPaid, other, Money::ZERO.checked_sub(sum)?))
        }
        (Role::Tenant, _) => Some((FlowKind::ServiceCharge, other, Money::ZERO.checked_sub(sum)?)),
        (Role::Landlord, PaymentKind::Rent) => Some((FlowKind::Rent, other, sum)),
        (Role::Landlord, _) => Some((FlowKind::Recovered, other, sum)),
    }
}

impl<'a> SiteCase<'a> {
    /// Returns the leases of one side that run, begin later or hold over.
    pub(super) fn leases(&self, role: Role) -> impl Iterator<Item = &'a LeaseCash<'a>> + use<'a> {
        self.inputs.cash[self.number].iter().filter(move |l| l.lease.role == role)
    }

    /// Returns the day to which a tenancy without an end binds both sides.
    fn bound_of(&self, lease: &LeaseCash<'_>) -> Date {
        let exit = self.exit.on.filter(|_| lease.lease.role == Role::Tenant);
        let ends = exit.or(lease.quit_on).or_else(|| self.notice_while_holding_over());
        ends.unwrap_or(self.as_of())
    }

    /// Tells whether a letting is taken to go on after its term.
    fn goes_on(&self, lease: &LeaseCash<'_>, after: After) -> bool {
        let may = after == After::AsUsual || lease.possession_on.is_none();
        may && self.renews_lettings() && !lease.ended_by_notice
    }

    /// Returns the last day to which leases as tenant bind us; `None` where the site is not held by one, or none is
    /// recorded.
    pub(super) fn bound_until(&self) -> Option<Date> {
        if !self.is_let_to_us() && self.site.tenure != Some(Tenure::LongLeasehold) {
            return None;
        }
        if self.leases(Role::Tenant).next().is_none() && self.exit.route == ExitRoute::Ended {
            return Some(self.as_of());
        }
        // What has no end, or has passed it, binds to the day on which it can be ended.
        let ends = self.leases(Role::Tenant).map(|l| l.ends_on.filter(|_| !l.holds_over));
        ends.map(|end| end.or(self.exit.on)).max().flatten().map(|end| end.max(self.as_of()))
    }

    /// Tells whether business as usual is taken to go on after the term of its leases.
    ///
    /// A column of the site says so, else the policy; a vacant site ends, and so does one whose leases are all under
    /// notice.
    pub(super) fn renews(&self) -> bool {
        let mut held = self.leases(Role::Tenant).peekable();
        if held.peek().is_some() && held.all(|lease| lease.ended_by_notice) {
            return false;
        }
        let assumed = match self.site.after_term {
            Some(own) => own,
            None if self.is_vacant() => AfterTerm::End,
            None => self.policy().after_term,
        };
        assumed == AfterTerm::Renew
    }

    /// Tells whether a letting of ours is taken to go on after its term, under business as usual.
    ///
    /// As the leases as tenant do; that we have left a building does not end what others rent of it.
    pub(super) fn renews_lettings(&self) -> bool {
        self.site.after_term.unwrap_or(self.policy().after_term) == AfterTerm::Renew
    }

    /// Returns the most that lettings whose rent is not known can bring: their areas at the policy's highest rent for
    /// all the years looked at; `None` where an area is not known either.
    pub(super) fn most_rent_received(&self) -> Option<Money> {
        let most = Money::pounds(self.policy().figure(FigureName::LettingMostPerM2));
        let unknown = self.leases(Role::Landlord).filter(|lease| lease.passing().is_err());
        let a_year = unknown.map(|lease| most.checked_mul(lease.lease.area_m2?.as_m2()));
        let a_year = Money::checked_sum(a_year.collect::<Option<Vec<_>>>()?)?;
        Some(a_year.checked_mul(self.ledgers.annuity)?.to_penny())
    }

    /// Returns who the landlord is, where the ledger alone tells the rent.
    pub(super) fn landlord(&self) -> Other {
        let mut sides = self.leases(Role::Tenant).map(|l| l.lease.landlord_public);
        let first = sides.next().flatten();
        Other::of(first.filter(|_| sides.all(|side| side == first)))
    }

    /// Returns the parts of a building between two days: those that stand empty, and those that are let; each with its
    /// days and its share of the whole. A letting whose area is not recorded takes none.
    pub(super) fn parts(&self, from: Date, until: Date, lettings: Lettings) -> Vec<Part> {
        let part = |from, until, share, is_let| Part { from, until, share, is_let };
        let Some(whole) = self.site.gia_m2.map(|area| area.as_m2()).filter(|a| !a.is_zero()) else {
            return vec![part(from, until, Decimal::ONE, false)];
        };
        let mut free = Decimal::ONE;
        let mut parts = Vec::new();
        for lease in self.leases(Role::Landlord) {
            let Some(area) = lease.lease.area_m2 else { continue };
            let begins = lease.lease.start.max(from);
            let ends = self.let_until(lease, lettings).unwrap_or(until).min(until);
            if begins >= ends {
                continue;
            }
            let share = area.as_m2().checked_div(whole).unwrap_or(free).min(free);
            free -= share;
            parts.push(part(from, begins, share, false));
            parts.push(part(begins, ends, share, true));
            parts.push(part(ends, until, share, false));
        }
        parts.push(part(from, until, free, false));
        parts.retain(|part| part.from < part.until && !part.share.is_zero());
        parts.sort_unstable();
        parts
    }

    /// Returns the first day on which what is let stands empty; `None` where it stays let.
    fn let_until(&self, lease: &LeaseCash<'_>, lettings: Lettings) -> Option<Date> {
        let goes_on = self.goes_on(lease, lettings.after);
        let own = match lease.ends_on {
            _ if lease.holds_over && !goes_on => Some(self.bound_of(lease)),
            Some(ends) if !goes_on => ends.succ_opt(),
            _ => None,
        };
        let gone = if let Until::Left(day) = lettings.until { Some(day) } else { None };
        own.into_iter().chain(gone).min()
    }

    /// Returns the day on which business as usual ends with its leases; `None` where it goes on.
    pub(super) fn usual_ends(&self) -> Option<Date> {
        self.bound_until().filter(|_| !self.renews())
    }
}
