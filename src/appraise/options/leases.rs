//! What the leases of a site pay and bring in each option: by their own schedules to their ends, then as the policy
//! assumes.

use rust_decimal::Decimal;

use super::{Flag, Missing, facts::Site, make::Making};
use crate::{
    appraise::flow::{FlowKind, Other},
    finance::{NotKnown, PaymentKind},
    model::{AfterTerm, Date, Money, OptionFactKind, Prices, Role, Tenure},
    policy::FigureName,
    tenure::{LeaseCash, prices_of},
};

/// When leases stop mattering to us, in an option.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Until {
    /// Not within the years looked at.
    Horizon,
    /// The lease ends with its last day here: the payment period in which it falls goes by days.
    Left(Date),
    /// Somebody else is party to the lease from this day on: what fell due before it stays with us.
    Sold(Date),
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
                    self.lease(lease, kind, held, on.renews());
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
    ///
    /// A building let to others is not emptied by our leaving: `renewed` tells whether a letting is taken to go on
    /// after its term.
    pub(super) fn rent_received(&mut self, held: Until, renewed: bool) {
        let leases: Vec<&LeaseCash<'_>> = self.on.leases(Role::Landlord).collect();
        for lease in leases {
            for kind in [PaymentKind::Rent, PaymentKind::ServiceCharge] {
                self.lease(lease, kind, held, renewed);
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
        let bound = self.bound_of(lease);
        let through = if let Until::Left(day) = held { Some(day) } else { None };
        let Ok(payments) = lease.payments(through) else {
            return self.lacks(Self::unknown(lease));
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
                Err(_) => self.lacks(Self::unknown(lease)),
            }
        }
    }

    /// A lease whose term has ended: the rent passing until it can be ended, then as a renewal.
    fn held_over(&mut self, lease: &LeaseCash<'_>, kind: PaymentKind, held: Until, renewed: bool) {
        let on = self.on;
        let bound = self.bound_of(lease);
        let passing = match kind {
            PaymentKind::Rent => lease.passing(),
            _ => lease.lease.service_charge.ok_or(NotKnown::ServiceCharge),
        };
        let until = held.day().map_or(bound, |day| day.min(bound));
        match passing {
            Ok(passing) => {
                self.yearly_of_lease(lease, kind, passing, (on.as_of(), Some(until)), false)
            }
            Err(_) => self.lacks(Self::unknown(lease)),
        }
        if renewed && held.day().is_none_or(|day| bound < day) {
            self.after_term(lease, kind, bound, held);
        }
    }

    /// Returns the day to which a tenancy without an end binds both sides.
    fn bound_of(&self, lease: &LeaseCash<'_>) -> Date {
        let on = self.on;
        let exit = on.exit.on.filter(|_| lease.lease.role == Role::Tenant);
        exit.or_else(|| on.notice_while_holding_over()).unwrap_or(on.as_of())
    }

    fn after_term(&mut self, lease: &LeaseCash<'_>, kind: PaymentKind, from: Date, held: Until) {
        let a_year = match kind {
            PaymentKind::Rent => lease.after_term().map(|(rent, _)| rent),
            _ => lease.lease.service_charge.ok_or(NotKnown::ServiceCharge),
        };
        match a_year {
            Ok(a_year) => self.yearly_of_lease(lease, kind, a_year, (from, held.day()), true),
            Err(_) => self.lacks(Self::unknown(lease)),
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
        let first = self.option.flows.len();
        self.yearly(what, signed, from.max(self.on.as_of()), until, other);
        for flow in &mut self.option.flows[first..] {
            *flow = flow.of_lease(lease.number).beyond(beyond);
        }
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
        self.add(flow.map(|flow| flow.of_lease(lease.number).beyond(beyond)));
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
                Err(_) => self.lacks(Missing::ExitCost),
            }
        }
    }

    /// Pays dilapidations at the end of the terms, where business as usual ends with them.
    pub(super) fn dilapidations(&mut self, end: Date) {
        let held = self.on.leases(Role::Tenant);
        let all: Option<Vec<Money>> = held.map(|l| l.lease.dilapidations).collect();
        match all.and_then(Money::checked_sum) {
            Some(cost) => self.pay(end, FlowKind::ExitCost, cost),
            None => self.lacks(Missing::ExitCost),
        }
    }

    const fn unknown(lease: &LeaseCash<'_>) -> Missing {
        match lease.lease.role {
            Role::Tenant => Missing::LeaseRent,
            Role::Landlord => Missing::RentReceived,
        }
    }

    /// Settles the tenants of ours who are there on the day of a sale: it goes with their leases, or they are gone
    /// before. Returns from when their rent is no longer ours, and the earliest day of the sale.
    pub(super) fn lettings_at_sale(&mut self, wanted: Date, vacant: bool) -> (Until, Date) {
        let on = self.on;
        let runs = |day: Date| {
            let runs = move |l: &&LeaseCash<'_>| l.holds_over || l.runs_to(day);
            on.leases(Role::Landlord).any(|l| runs(&l))
        };
        if let Some(fact) = on.fact(self.option.kind, OptionFactKind::Possession)
            && let Some(cost) = fact.amount
        {
            let gone = fact.on.or(on.emptied()).unwrap_or(wanted);
            self.pay(gone, FlowKind::Possession, cost);
            return (Until::Left(gone), wanted.max(gone));
        }
        if !runs(wanted) {
            return (Until::Sold(wanted), wanted);
        }
        if !vacant {
            self.option.flags.push(Flag::SubjectToLease);
            return (Until::Sold(wanted), wanted);
        }
        let mut day = wanted;
        for lease in on.leases(Role::Landlord).filter(|l| l.holds_over || l.runs_to(wanted)) {
            let who = lease.lease.counterparty.as_deref().unwrap_or("a tenant");
            if let Some(last) = lease.possession_on {
                let until = last.succ_opt();
                self.bar(format!("let to {who}"), until);
                day = until.map_or(day, |until| day.max(until));
            } else {
                let until = lease.ends_on.and_then(|ends| ends.succ_opt());
                let until = until.filter(|until| *until > on.as_of());
                let why =
                    format!("let to {who}, who may stay on: vacant possession needs agreement");
                self.bar(why, Some(until.unwrap_or(wanted)));
                day = until.map_or(day, |until| day.max(until));
                self.lacks(Missing::Possession);
            }
        }
        (Until::Sold(day), day)
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

impl<'a> Site<'a> {
    /// Returns the leases of one side that run, begin later or hold over.
    pub(super) fn leases(&self, role: Role) -> impl Iterator<Item = &'a LeaseCash<'a>> + use<'a> {
        self.ground.cash[self.number].iter().filter(move |l| l.lease.role == role)
    }

    /// Returns the last day to which leases as tenant bind us; `None` where the site is not held by one, or none is
    /// recorded.
    pub(super) fn bound_until(&self) -> Option<Date> {
        if !self.is_let_to_us() && self.site.tenure != Some(Tenure::LongLeasehold) {
            return None;
        }
        // What has no end, or has passed it, binds to the day on which it can be ended.
        let ends = self.leases(Role::Tenant).map(|l| l.ends_on.filter(|_| !l.holds_over));
        ends.map(|end| end.or(self.exit.on)).max().flatten().map(|end| end.max(self.as_of()))
    }

    /// Tells whether business as usual is taken to go on after the term of its leases.
    ///
    /// A column of the site says so, else the policy; a vacant site ends.
    pub(super) fn renews(&self) -> bool {
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

    /// Returns the parts of a building that stand empty between two days: each from a day on, with its share of the
    /// whole. What is let stands empty when the letting ends; one whose area is not recorded takes none.
    pub(super) fn empty_parts(&self, from: Date, until: Date) -> Vec<(Date, Decimal)> {
        let Some(whole) = self.site.gia_m2.map(|area| area.as_m2()).filter(|a| !a.is_zero()) else {
            return vec![(from, Decimal::ONE)];
        };
        let mut free = Decimal::ONE;
        let mut later = Vec::new();
        for lease in self.leases(Role::Landlord) {
            let Some(area) = lease.lease.area_m2 else { continue };
            let ends = lease.ends_on.and_then(|ends| ends.succ_opt());
            let ends = ends.filter(|_| !lease.holds_over);
            if lease.lease.start >= until || ends.is_some_and(|ends| ends <= from) {
                continue;
            }
            let share = area.as_m2().checked_div(whole).unwrap_or(free).min(free);
            free -= share;
            later.extend(ends.filter(|ends| *ends < until).map(|ends| (ends, share)));
        }
        later.push((from, free));
        later.sort_unstable();
        later.retain(|(_, share)| !share.is_zero());
        later
    }

    /// Returns the day on which business as usual ends with its leases; `None` where it goes on.
    pub(super) fn usual_ends(&self) -> Option<Date> {
        self.bound_until().filter(|_| !self.renews())
    }
}
