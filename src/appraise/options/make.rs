//! The cash flow of each option, from the facts of its site.

use rust_decimal::Decimal;

use super::{
    Against, Bar, BarReason, Flag, Missing, OptionKind, SiteOption,
    facts::SiteCase,
    leases::{After, Lettings, Until},
    own_space, partner, partner_space,
    tally::FlowSums,
};
use crate::{
    appraise::{
        CashFlows, NoLetting,
        flow::{FlowKind, Other},
    },
    finance::{self, ExitRoute},
    model::{
        Basis, ConstraintKind, Date, Gaps, Measure, Money, OptionFactKind, Prices, months_later,
    },
    policy::FigureName,
};

/// An option while it is put together.
pub(super) struct Making<'a> {
    pub(super) on: SiteCase<'a>,
    pub(super) option: SiteOption,
    /// Whether the flows are kept, or added up alone.
    pub(super) keeps: bool,
    /// The last day whose flows are added up; `None` is without end.
    pub(super) last: Option<Date>,
}

/// Returns every option that a site has, business as usual first.
pub(super) fn all(on: SiteCase<'_>) -> Vec<SiteOption> {
    let usual = as_planned(on);
    let mut all = vec![do_minimum(on, &usual), sublet(on, &usual)];
    all.extend(partner::share(on, &usual));
    if on.is_let_to_us() {
        all.push(leave(on, OptionKind::Leave, on.exit.on));
        all.extend(by_agreement(on));
    } else if on.site.tenure.is_some() {
        all.push(hold(on));
        all.push(dispose(on, OptionKind::Dispose));
        if on.site.alternative_use_value.is_some() {
            all.push(dispose(on, OptionKind::DisposeWithPlanning));
        }
    } else {
        all.extend([OptionKind::Leave, OptionKind::Dispose].map(|kind| not_told(on, kind)));
    }
    all.extend(own_space::given_up(on));
    all.extend(partner_space::given_up(on));
    let reach = on.coverage_bar();
    for option in all.iter_mut().filter(|option| option.kind.closes()) {
        let mut bar = |why| option.bars.push(Bar { why, until: None });
        if on.receives() {
            bar(BarReason::Receives);
        }
        if on.receiver_takes_nobody(option.kind) {
            bar(BarReason::NoReceiver);
        }
        if on.receiver_is_decided(option.kind)
            && let Some(why) = own_space::no_room(on)
        {
            bar(why);
        }
        match &reach {
            // What it gives the public goes on at the partner's site, or the pair does not fit.
            _ if option.kind == OptionKind::MoveToPartnerSpace => {}
            Ok(Some(why)) => bar(why.clone()),
            Ok(None) => {}
            Err(gaps) => {
                option.missing.push(Missing::CoverageLost);
                option.missing.sort_unstable();
                option.gaps.extend(gaps.iter().map(|gap| (Missing::CoverageLost, gap)));
                option.gaps.sort_unstable();
            }
        }
    }
    all.push(usual);
    all.sort_by_key(|option| option.kind);
    all
}

/// In use and as let, to the horizon or to the end of what leases bind us to, as is assumed.
fn as_planned(on: SiteCase<'_>) -> SiteOption {
    let mut making = Making::begun(on, OptionKind::BusinessAsUsual);
    let ends = on.usual_ends();
    making.in_use(ends);
    let held = ends.map_or(Until::Horizon, Until::Left);
    making.rent_paid(ends, held);
    making.rent_received(Lettings { until: held, after: After::AsUsual });
    if let Some(end) = ends {
        making.moved(end);
        making.dilapidations(end);
    }
    making.done()
}

/// A way out that there is or is not, as the site is held: nobody can tell.
fn not_told(on: SiteCase<'_>, kind: OptionKind) -> SiteOption {
    let mut making = Making::begun(on, kind);
    // What stops a sale stops it however the site is held.
    making.option.bars = match kind {
        OptionKind::Dispose => on.sale_bars(on.as_of()).0,
        _ => on.keep_bars(),
    };
    making.lacks(Missing::Tenure);
    making.done()
}

/// As business as usual, but for the backlog: high risk as there, significant risk put off and grown.
fn do_minimum(on: SiteCase<'_>, usual: &SiteOption) -> SiteOption {
    let mut making = Making::as_usual(on, OptionKind::DoMinimum, usual);
    making.option.flows.retain(|f| f.kind != FlowKind::Backlog);
    making.option.tally.leave_backlog();
    let high = on.site.backlog_high.ok_or(Missing::BacklogHigh);
    making.backlog(high, 0, Decimal::ONE, on.usual_ends());
    making.put_off(on.site.backlog_significant.ok_or(Missing::BacklogSignificant));
    making.done()
}

/// In use, with what a letting adds; at the chance that permission is given.
fn sublet(on: SiteCase<'_>, usual: &SiteOption) -> SiteOption {
    let mut making = Making::as_usual(on, OptionKind::Sublet, usual);
    match on.letting {
        Ok(letting) => {
            making.option.done_on = Some(letting.term.from());
            for flow in &letting.flows {
                let asked = flow.kind == FlowKind::Permission;
                let chance = if asked { Decimal::ONE } else { letting.permission.chance };
                making.add(flow.at_chance(chance));
            }
        }
        Err(NoLetting::Cannot(basis)) => making.bar(BarReason::NoLetting(*basis), None),
        Err(NoLetting::NotKnown(..)) if !on.has_desks() => {
            making.bar(BarReason::NoDesks, None);
        }
        Err(NoLetting::NotKnown(basis, gaps)) => {
            let fact = match basis {
                Basis::LettingRentUnknown => Missing::RentalValue,
                Basis::LettingRightUnknown => Missing::RightToSublet,
                Basis::LettingCostUnknown if on.running_cost().is_err() => Missing::CostPaidBack,
                Basis::LettingCostUnknown => Missing::AreaPaidBack,
                Basis::LettingExitUnknown => Missing::ExitDay,
                Basis::EpcBelowMinimum => Missing::EnergyWorks,
                Basis::LettableUnknown => Missing::SurplusSpace,
                _ => Missing::Range,
            };
            making.lacks_for(fact, *gaps);
            making.option.most_gain = on.most_from_letting();
        }
    }
    making.done()
}

/// In use until the exit, then gone.
pub(super) fn leave(on: SiteCase<'_>, kind: OptionKind, exit: Option<Date>) -> SiteOption {
    let mut making = Making::begun(on, kind);
    let agreed = kind == OptionKind::LeaveByAgreement;
    making.option.bars = on.keep_bars();
    making.option.by_agreement = agreed;
    let Some(exit) = exit else {
        making.lacks(Missing::ExitDay);
        return making.done();
    };
    let exit = exit.max(on.as_of());
    making.option.done_on = Some(exit);
    if on.exit.route == ExitRoute::None || on.exit.perhaps.is_some() {
        making.lacks(Missing::ExitDay);
    }
    making.in_use(Some(exit));
    making.rent_paid(Some(exit), Until::Left(exit));
    making.rent_received(Lettings { until: Until::Left(exit), after: After::AsUsual });
    making.moved(exit);
    making.pay_given(exit, OptionFactKind::Possession, FlowKind::Possession);
    if agreed {
        match making.given(OptionFactKind::Consideration) {
            Some(sum) => {
                let flow = making.dated(exit, FlowKind::Consideration, sum);
                making.add(flow);
            }
            None => making.lacks(Missing::Consideration),
        }
        // What is agreed settles all, unless the facts name more.
        making.pay_given(exit, OptionFactKind::Penalty, FlowKind::ExitCost);
        making.pay_given(exit, OptionFactKind::Dilapidations, FlowKind::ExitCost);
    } else {
        making.exit_cost(exit);
    }
    making.done()
}

fn by_agreement(on: SiteCase<'_>) -> Option<SiteOption> {
    let earliest = on.exit.by_agreement.iter().map(|way| way.on).min()?;
    let agreed = on.fact(OptionKind::LeaveByAgreement, OptionFactKind::Consideration);
    let day = agreed.and_then(|fact| fact.on).unwrap_or(earliest);
    Some(leave(on, OptionKind::LeaveByAgreement, Some(day)))
}

/// Emptied and held to the horizon.
fn hold(on: SiteCase<'_>) -> SiteOption {
    let mut making = Making::begun(on, OptionKind::VacateAndHold);
    making.option.bars = on.keep_bars();
    let horizon = months_later(on.as_of(), on.years().saturating_mul(12));
    match (on.emptied(), horizon) {
        (Some(empty), Some(horizon)) => {
            making.option.done_on = Some(empty);
            making.in_use(Some(empty));
            // A long lease is held to its end and no longer.
            let ends = on.bound_until().filter(|ends| *ends < horizon);
            let (held, last) = match ends {
                Some(ends) => (Until::Left(ends), ends),
                None => (Until::Horizon, horizon),
            };
            let gone = making.possession_bought(horizon);
            let until = gone.map_or(held, Until::Left);
            let lettings = Lettings { until, after: After::MayStay };
            making.rent_paid(Some(empty), held);
            making.rent_received(lettings);
            making.moved(empty);
            making.empty((empty, last), lettings);
        }
        _ => making.lacks(Missing::Range),
    }
    making.done()
}

/// Emptied, held until it can be sold, and sold.
pub(super) fn dispose(on: SiteCase<'_>, kind: OptionKind) -> SiteOption {
    let with_planning = kind == OptionKind::DisposeWithPlanning;
    let mut making = Making::begun(on, kind);
    let (Some(empty), Some(wanted)) = (on.emptied(), on.sold(with_planning)) else {
        making.lacks(Missing::Range);
        return making.done();
    };
    let agreed = on.fact(kind, OptionFactKind::AgreedPrice);
    let agreed = agreed.or_else(|| on.fact(kind, OptionFactKind::Consideration));
    let wanted = agreed.and_then(|fact| fact.on).unwrap_or(wanted);
    let (bars, day) = on.sale_bars(wanted);
    making.option.bars = bars;
    let (lettings, sold) = making.lettings_at_sale(day, with_planning);
    // Nobody empties a building years before its tenants are gone.
    let later = if on.is_vacant() { None } else { empty.checked_add_signed(sold - day) };
    let (empty, day) = (later.unwrap_or(empty), sold);
    if on.may_be_assigned_is_unknown() {
        making.lacks(Missing::RightToAssign);
    }
    if on.site.compulsorily_purchased == Some(true) {
        making.option.flags.push(Flag::FormerOwner);
    }
    if !with_planning {
        making.option.upside = on.overage();
    }
    // A price agreed for an early day leaves no time in which the building stands empty.
    let empty = empty.min(day);
    let (lettings, day) = making.sold_late(lettings, day);
    making.option.done_on = Some(day);
    making.in_use(Some(empty));
    making.rent_paid(Some(empty), Until::Sold(day));
    making.rent_received(lettings);
    making.moved(empty);
    making.empty((empty, day), lettings);
    making.option.another_year = making.another_year((empty, day), lettings);
    if on.bound_until().is_some_and(|ends| ends < day) {
        making.bar(BarReason::LeaseEndsFirst, None);
    }
    let policy = on.policy();
    let value = if with_planning { on.site.alternative_use_value } else { on.site.market_value };
    let legal = Money::pounds(policy.figure(FigureName::SaleLegal));
    let agent = policy.figure(FigureName::SaleAgent);
    // A long lease is assigned at a price.
    let agreed = making.given(OptionFactKind::AgreedPrice);
    let agreed = agreed.or_else(|| making.given(OptionFactKind::Consideration));
    // What is agreed is fixed in cash.
    let prices = if agreed.is_some() { Prices::Cash } else { Prices::Today };
    let receipt = match (agreed, value) {
        (Some(price), _) => Some(finance::net_receipt(price, Decimal::ZERO, agent, legal)),
        (None, value) => value.map(|value| finance::expected_receipt(value, policy)),
    };
    match receipt {
        Some(receipt) => {
            let flow = receipt
                .and_then(|r| on.ledgers.dated(day, FlowKind::Receipt, r, prices, Other::Private));
            making.add(flow);
        }
        None => {
            making.lacks(Missing::MarketValue);
            // The lawyer is paid whatever it brings.
            making.pay(day, FlowKind::Legal, legal);
        }
    }
    if with_planning {
        let cost = Money::pounds(policy.figure(FigureName::PlanningCost));
        making.pay(empty, FlowKind::Planning, cost);
    }
    for (kind, given, what, fact) in [
        (
            ConstraintKind::GrantClawback,
            OptionFactKind::Clawback,
            FlowKind::Clawback,
            Missing::Clawback,
        ),
        (ConstraintKind::Contamination, OptionFactKind::Works, FlowKind::Works, Missing::Works),
    ] {
        let known = making.pay_given(day, given, what);
        if !known && on.constraints().any(|c| c.kind == Some(kind)) {
            making.lacks(fact);
        }
    }
    making.done()
}

impl<'a> Making<'a> {
    pub(super) fn begun(on: SiteCase<'a>, kind: OptionKind) -> Self {
        let option = SiteOption {
            kind,
            done_on: None,
            flows: Vec::new(),
            missing: Vec::new(),
            gaps: Vec::new(),
            most_gain: None,
            bars: Vec::new(),
            flags: Vec::new(),
            upside: None,
            by_agreement: false,
            partner: None,
            another_year: None,
            against: Against::default(),
            tally: FlowSums::default(),
        };
        let keeps = on.inputs.flows == CashFlows::Kept;
        Self { on, option, keeps, last: on.ledgers.year_end(on.years()) }
    }

    /// Begins with nothing, to learn what some sums come to, whenever they fall.
    pub(super) fn trial(on: SiteCase<'a>, kind: OptionKind) -> Self {
        Self { keeps: false, last: None, ..Self::begun(on, kind) }
    }

    /// Begins with all that business as usual spends.
    pub(super) fn as_usual(on: SiteCase<'a>, kind: OptionKind, usual: &SiteOption) -> Self {
        let SiteOption { flows, tally, missing, gaps, flags, .. } = usual.clone();
        let begun = Self::begun(on, kind);
        Self { option: SiteOption { flows, tally, missing, gaps, flags, ..begun.option }, ..begun }
    }

    /// Closes the option at the policy's horizon: nothing after it counts, for or against.
    pub(super) fn done(mut self) -> SiteOption {
        if let Some(horizon) = self.on.ledgers.year_end(self.on.years()) {
            self.option.flows.retain(|f| f.on <= horizon);
            if self.option.done_on.is_some_and(|on| on > horizon) {
                self.bar(BarReason::AfterAppraisal(self.on.years()), None);
            }
        }
        self.option.flows.sort_by_key(|f| (f.on, f.kind));
        // They are kept until the report is written: a large estate has more than a million.
        self.option.flows.shrink_to_fit();
        if self.keeps {
            self.option.tally = FlowSums::of(&self.option.flows);
        }
        self.option.missing.sort_unstable();
        self.option.missing.dedup();
        self.option.gaps.sort_unstable();
        self.option.gaps.dedup();
        self.option.flags.sort_unstable();
        self.option.flags.dedup();
        self.option
    }

    /// Notes what is not known of the option, and the gap that it is.
    pub(super) fn lacks(&mut self, fact: Missing) {
        let peak = || self.on.measures.reading(Measure::PeakPeople).gaps;
        let gaps = match fact {
            Missing::Need => peak(),
            Missing::ExitDay => self.on.exit.gaps,
            fact => fact.gap().into(),
        };
        self.lacks_for(fact, gaps);
    }

    /// Notes what is not known of the option for want of these facts.
    pub(super) fn lacks_for(&mut self, fact: Missing, gaps: Gaps) {
        self.option.missing.push(fact);
        self.option.gaps.extend(gaps.iter().map(|gap| (fact, gap)));
    }

    /// Returns the sum that the body gives of this option.
    pub(super) fn given(&self, fact: OptionFactKind) -> Option<Money> {
        self.on.fact(self.option.kind, fact)?.amount
    }

    /// Pays a sum that the body gives of this option, on its day or on that of the option; false when none is given.
    pub(super) fn pay_given(&mut self, day: Date, fact: OptionFactKind, what: FlowKind) -> bool {
        let Some(given) = self.on.fact(self.option.kind, fact) else { return false };
        let Some(cost) = given.amount else { return false };
        self.pay(given.on.unwrap_or(day), what, cost);
        true
    }

    pub(super) fn bar(&mut self, why: BarReason, until: Option<Date>) {
        self.option.bars.push(Bar { why, until });
    }

    /// In use until a day, or to the horizon: running cost apart from what goes with leases, and the backlog that is
    /// spent meanwhile.
    fn in_use(&mut self, until: Option<Date>) {
        let on = self.on;
        let as_of = on.as_of();
        if until.is_some_and(|until| until <= as_of) {
            return;
        }
        match on.running_cost() {
            Ok(cost) => {
                for kind in [FlowKind::Rates, FlowKind::RunningCost] {
                    self.cost(kind, cost.of(kind), as_of, until);
                }
            }
            Err(fact) => self.lacks(fact),
        }
        let high = on.site.backlog_high.ok_or(Missing::BacklogHigh);
        let significant = on.site.backlog_significant.ok_or(Missing::BacklogSignificant);
        self.backlog(high, 0, Decimal::ONE, until);
        self.backlog(significant, 0, Decimal::ONE, until);
    }
}
