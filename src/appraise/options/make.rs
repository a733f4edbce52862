//! The cash flow of each option, from the facts of its site.

use rust_decimal::Decimal;

use super::{Against, Bar, Flag, Missing, OptionKind, SiteOption, facts::Site};
use crate::{
    appraise::{
        NoLetting,
        flow::{Flow, FlowKind, Other, Prices},
        tenants,
    },
    finance::{self, EmptyBuilding, ExitRoute},
    model::{self, Basis, ConstraintKind, Date, Money, Period, months_later},
    policy::FigureName,
};

/// An option while it is put together.
struct Making<'a> {
    on: Site<'a>,
    option: SiteOption,
}

/// Returns every option that a site has, business as usual first.
pub(super) fn all(on: Site<'_>) -> Vec<SiteOption> {
    let mut usual = Making::begun(on, OptionKind::BusinessAsUsual);
    usual.in_use(None);
    let usual = usual.done();
    let mut all = vec![do_minimum(on, &usual), sublet(on, &usual)];
    all.extend(share(on, &usual));
    if on.is_let_to_us() {
        all.push(leave(on, None));
        all.extend(by_agreement(on));
    } else if on.site.tenure.is_some() {
        all.push(hold(on));
        all.push(dispose(on, false));
        if on.site.alternative_use_value.is_some() {
            all.push(dispose(on, true));
        }
    } else {
        all.extend([OptionKind::Leave, OptionKind::Dispose].map(|kind| not_told(on, kind)));
    }
    all.push(usual);
    all.sort_by_key(|option| option.kind);
    all
}

/// A way out that there is or is not, as the site is held: nobody can tell.
fn not_told(on: Site<'_>, kind: OptionKind) -> SiteOption {
    let mut making = Making::begun(on, kind);
    making.option.bars = on.keep_bars();
    making.lacks(Missing::Tenure);
    making.done()
}

/// Tells whether significant backlog costs as much or more by the horizon if it is put off as the do-minimum puts it.
pub(super) fn dearer_if_put_off(on: Site<'_>) -> bool {
    let works = || Ok(Money::pounds(Decimal::from(1_000_000)));
    let mut now = Making::begun(on, OptionKind::BusinessAsUsual);
    now.backlog(works(), 0, Decimal::ONE, None);
    let mut later = Making::begun(on, OptionKind::DoMinimum);
    later.put_off(works());
    let sum = |making: &Making<'_>| {
        Money::checked_sum(making.option.flows.iter().map(|f| f.economic)).unwrap_or_default()
    };
    sum(&later) <= sum(&now)
}

/// As business as usual, but for the backlog: high risk as there, significant risk put off and grown.
fn do_minimum(on: Site<'_>, usual: &SiteOption) -> SiteOption {
    let mut making = Making::as_usual(on, OptionKind::DoMinimum, usual);
    making.option.flows.retain(|f| f.kind != FlowKind::Backlog);
    making.backlog(on.site.backlog_high.ok_or(Missing::BacklogHigh), 0, Decimal::ONE, None);
    making.put_off(on.site.backlog_significant.ok_or(Missing::BacklogSignificant));
    making.done()
}

/// In use, with what a letting adds; at the chance that permission is given.
fn sublet(on: Site<'_>, usual: &SiteOption) -> SiteOption {
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
        Err(NoLetting::Cannot(basis)) => making.bar(basis.word().to_owned(), None),
        Err(NoLetting::NotKnown(_)) if !on.has_desks() => {
            making.bar("no surplus desk space is measured at a site of this use".to_owned(), None);
        }
        Err(NoLetting::NotKnown(basis)) => {
            making.lacks(match basis {
                Basis::LettingRentUnknown => Missing::RentalValue,
                Basis::LettingRightUnknown => Missing::RightToSublet,
                Basis::LettingCostUnknown if on.running_cost().is_err() => Missing::CostPaidBack,
                Basis::LettingCostUnknown => Missing::AreaPaidBack,
                Basis::LettingExitUnknown => Missing::ExitDay,
                Basis::EpcBelowMinimum => Missing::EnergyWorks,
                Basis::LettableUnknown => Missing::SurplusSpace,
                _ => Missing::Range,
            });
            making.option.most_gain = on.most_from_letting();
        }
    }
    making.done()
}

/// In use, with a partner that bears its share of the running cost; what it saves elsewhere is not known.
fn share(on: Site<'_>, usual: &SiteOption) -> Option<SiteOption> {
    let partner_area = tenants::wanted(on.ground, on.number)?;
    let mut making = Making::as_usual(on, OptionKind::KeepAndShare, usual);
    making.option.by_agreement = true;
    making.lacks(Missing::PartnerSaves);
    let policy = on.policy();
    let start = months_later(on.as_of(), policy.whole(FigureName::LettingConsentMonths))?;
    let until = months_later(start, policy.whole(FigureName::LettingTermMonths))?;
    making.option.done_on = Some(start);
    match (on.running_cost(), on.site.gia_m2) {
        (Ok([_, rates, rest]), Some(whole)) => {
            let borne = rates.checked_add(rest)?.checked_mul(partner_area.as_m2())?;
            let borne = Money::pounds(borne.as_pounds().checked_div(whole.as_m2())?);
            making.yearly(FlowKind::Recovered, borne, start, Some(until), Other::Public);
        }
        (Ok(_), None) => making.lacks(Missing::AreaPaidBack),
        (Err(_), _) => making.lacks(Missing::CostPaidBack),
    }
    let legal = Money::pounds(policy.figure(FigureName::LettingLegal));
    making.pay(start, FlowKind::Legal, legal);
    Some(making.done())
}

/// In use until the exit, then gone.
fn leave(on: Site<'_>, agreed: Option<Date>) -> SiteOption {
    let kind = if agreed.is_some() { OptionKind::LeaveByAgreement } else { OptionKind::Leave };
    let mut making = Making::begun(on, kind);
    making.option.bars = on.keep_bars();
    making.option.by_agreement = agreed.is_some();
    let Some(exit) = agreed.or(on.exit.on) else {
        making.lacks(Missing::ExitDay);
        return making.done();
    };
    let exit = exit.max(on.as_of());
    making.option.done_on = Some(exit);
    if on.exit.route == ExitRoute::None || on.exit.perhaps.is_some() {
        making.lacks(Missing::ExitDay);
    }
    making.in_use(Some(exit));
    making.moved(exit);
    if agreed.is_some() {
        making.lacks(Missing::Consideration);
    } else {
        match on.exit.cost {
            Ok(cost) => making.pay(exit, FlowKind::ExitCost, cost),
            Err(_) => making.lacks(Missing::ExitCost),
        }
    }
    making.done()
}

fn by_agreement(on: Site<'_>) -> Option<SiteOption> {
    let day = on.exit.by_agreement.iter().map(|way| way.on).min()?;
    Some(leave(on, Some(day)))
}

/// Emptied and held to the horizon.
fn hold(on: Site<'_>) -> SiteOption {
    let mut making = Making::begun(on, OptionKind::VacateAndHold);
    making.option.bars = on.keep_bars();
    let horizon = months_later(on.as_of(), on.years().saturating_mul(12));
    match (on.emptied(), horizon) {
        (Some(empty), Some(horizon)) => {
            making.option.done_on = Some(empty);
            making.in_use(Some(empty));
            making.moved(empty);
            making.empty(empty, horizon);
        }
        _ => making.lacks(Missing::Range),
    }
    making.done()
}

/// Emptied, held until it can be sold, and sold.
fn dispose(on: Site<'_>, with_planning: bool) -> SiteOption {
    let kind = if with_planning { OptionKind::DisposeWithPlanning } else { OptionKind::Dispose };
    let mut making = Making::begun(on, kind);
    let (Some(empty), Some(wanted)) = (on.emptied(), on.sold(with_planning)) else {
        making.lacks(Missing::Range);
        return making.done();
    };
    let (bars, day) = on.sale_bars(wanted);
    making.option.bars = bars;
    making.option.done_on = Some(day);
    if on.may_be_assigned_is_unknown() {
        making.lacks(Missing::RightToAssign);
    }
    if on.site.compulsorily_purchased == Some(true) {
        making.option.flags.push(Flag::FormerOwner);
    }
    if !with_planning {
        making.option.upside = on.overage();
    }
    making.in_use(Some(empty));
    making.moved(empty);
    making.empty(empty, day);
    let policy = on.policy();
    let value = if with_planning { on.site.alternative_use_value } else { on.site.market_value };
    let receipt = value.map(|value| finance::expected_receipt(value, policy));
    match receipt {
        Some(receipt) => {
            let flow = receipt.and_then(|r| making.dated(day, FlowKind::Receipt, r));
            making.add(flow);
        }
        None => making.lacks(Missing::MarketValue),
    }
    if with_planning {
        let cost = Money::pounds(policy.figure(FigureName::PlanningCost));
        making.pay(empty, FlowKind::Planning, cost);
    }
    for (kind, fact) in [
        (ConstraintKind::GrantClawback, Missing::Clawback),
        (ConstraintKind::Contamination, Missing::Works),
    ] {
        if on.constraints().any(|c| c.kind == Some(kind)) {
            making.lacks(fact);
        }
    }
    making.done()
}

impl<'a> Making<'a> {
    fn begun(on: Site<'a>, kind: OptionKind) -> Self {
        let option = SiteOption {
            kind,
            done_on: None,
            flows: Vec::new(),
            missing: Vec::new(),
            most_gain: None,
            bars: Vec::new(),
            flags: Vec::new(),
            upside: None,
            by_agreement: false,
            against: Against::default(),
        };
        Self { on, option }
    }

    /// Begins with all that business as usual spends.
    fn as_usual(on: Site<'a>, kind: OptionKind, usual: &SiteOption) -> Self {
        let (flows, missing) = (usual.flows.clone(), usual.missing.clone());
        let begun = Self::begun(on, kind);
        Self { option: SiteOption { flows, missing, ..begun.option }, ..begun }
    }

    /// Closes the option at the policy's horizon: nothing after it counts, for or against.
    fn done(mut self) -> SiteOption {
        if let Some(horizon) = self.on.ledgers.year_end(self.on.years()) {
            self.option.flows.retain(|f| f.on <= horizon);
            if self.option.done_on.is_some_and(|on| on > horizon) {
                let years = self.on.years();
                self.bar(format!("not before the end of the {years} years looked at"), None);
            }
        }
        self.option.flows.sort_by_key(|f| (f.on, f.kind));
        self.option.missing.sort_unstable();
        self.option.missing.dedup();
        self.option
    }

    fn lacks(&mut self, fact: Missing) {
        self.option.missing.push(fact);
    }

    fn bar(&mut self, why: String, until: Option<Date>) {
        self.option.bars.push(Bar { why, until });
    }

    fn add(&mut self, flow: Option<Flow>) {
        match flow {
            Some(flow) if flow.amount == Money::ZERO => {}
            Some(flow) => self.option.flows.push(flow),
            None => self.lacks(Missing::Range),
        }
    }

    fn dated(&self, on: Date, kind: FlowKind, amount: Money) -> Option<Flow> {
        self.on.ledgers.dated(on, kind, amount, Prices::Today, Other::Private)
    }

    fn pay(&mut self, on: Date, kind: FlowKind, cost: Money) {
        let less = Money::ZERO.checked_sub(cost);
        let flow = less.and_then(|amount| self.dated(on, kind, amount));
        self.add(flow);
    }

    /// Adds a yearly sum between two days: each year's share by days, due at the year's end.
    fn yearly(
        &mut self,
        kind: FlowKind,
        a_year: Money,
        from: Date,
        until: Option<Date>,
        other: Other,
    ) {
        for year in 1..=self.on.years() {
            let flow = self.share(year, from, until).map(|share| {
                // A whole year's sum is the sum itself.
                let amount =
                    if share == Decimal::ONE { a_year } else { a_year.checked_mul(share)? };
                self.on.ledgers.yearly(year, kind, amount, other)
            });
            if let Some(flow) = flow {
                self.add(flow);
            }
        }
    }

    /// The share of a year's days from a day to before another; `None` when there is none.
    fn share(&self, year: u32, from: Date, until: Option<Date>) -> Option<Decimal> {
        let day = |year| self.on.ledgers.year_end(year);
        let whole = Period::new(day(year - 1)?, day(year)?)?;
        let part = Period::new(from, until.unwrap_or(whole.until()).max(from))?.overlap(whole)?;
        Decimal::from(part.days()).checked_div(Decimal::from(whole.days()))
    }

    fn cost(&mut self, kind: FlowKind, a_year: Money, from: Date, until: Option<Date>) {
        let less = Money::ZERO.checked_sub(a_year);
        match less {
            Some(less) => self.yearly(kind, less, from, until, Other::Private),
            None => self.lacks(Missing::Range),
        }
    }

    /// In use until a day, or to the horizon: running cost, and the backlog that is spent meanwhile.
    fn in_use(&mut self, until: Option<Date>) {
        let on = self.on;
        let as_of = on.as_of();
        if until.is_some_and(|until| until <= as_of) {
            return;
        }
        match on.running_cost() {
            Ok([rent, rates, rest]) => {
                for (kind, sum) in [
                    (FlowKind::RentPaid, rent),
                    (FlowKind::Rates, rates),
                    (FlowKind::RunningCost, rest),
                ] {
                    self.cost(kind, sum, as_of, until);
                }
            }
            Err(fact) => self.lacks(fact),
        }
        let high = on.site.backlog_high.ok_or(Missing::BacklogHigh);
        let significant = on.site.backlog_significant.ok_or(Missing::BacklogSignificant);
        self.backlog(high, 0, Decimal::ONE, until);
        self.backlog(significant, 0, Decimal::ONE, until);
    }

    /// Puts works off for the policy's years, while they grow.
    fn put_off(&mut self, works: Result<Money, Missing>) {
        let policy = self.on.policy();
        let years = policy.whole(FigureName::BacklogDeferredYears);
        let growth = Decimal::ONE + policy.figure(FigureName::BacklogGrowth);
        match (0..years).try_fold(Decimal::ONE, |all, _| all.checked_mul(growth)) {
            Some(grown) => self.backlog(works, years, grown, None),
            None => self.lacks(Missing::Range),
        }
    }

    /// Spends works evenly over the policy's years, after some years, with optimism bias.
    fn backlog(
        &mut self,
        works: Result<Money, Missing>,
        after: u32,
        grown: Decimal,
        until: Option<Date>,
    ) {
        let on = self.on;
        let works = match works {
            Ok(works) => works,
            Err(fact) => return self.lacks(fact),
        };
        let years = on.policy().whole(FigureName::BacklogYears);
        let a_year = on
            .with_bias(works)
            .and_then(|w| w.checked_mul(grown))
            .and_then(|w| Some(Money::pounds(w.as_pounds().checked_div(Decimal::from(years))?)));
        let day = |years: u32| months_later(on.as_of(), years.checked_mul(12)?);
        let (from, last) = (day(after), after.checked_add(years).and_then(day));
        match (a_year, from, last) {
            (Some(a_year), Some(from), Some(last)) => {
                let until = until.map_or(last, |until| until.min(last));
                if from < until {
                    self.cost(FlowKind::Backlog, a_year, from, Some(until));
                }
            }
            _ => self.lacks(Missing::Range),
        }
    }

    /// Moves what is still needed, and runs it elsewhere to the horizon.
    fn moved(&mut self, day: Date) {
        let need = match self.on.need() {
            Ok(need) => need,
            Err(fact) => return self.lacks(fact),
        };
        let policy = self.on.policy();
        let of = |name| Money::pounds(policy.figure(name)).checked_mul(need);
        match (of(FigureName::RelocationPerDesk), of(FigureName::DeskElsewhere)) {
            (Some(once), Some(a_year)) => {
                self.pay(day, FlowKind::Relocation, once);
                self.cost(FlowKind::DesksElsewhere, a_year, day, None);
            }
            _ => self.lacks(Missing::Range),
        }
    }

    /// Holds an empty building between two days: secured, insured, and rated after the free months; the rent of a
    /// long lease runs on.
    fn empty(&mut self, from: Date, until: Date) {
        let on = self.on;
        let policy = on.policy();
        let Some(held) = Period::new(from, until) else { return };
        if on.site.tenure == Some(model::Tenure::LongLeasehold) {
            match on.running_cost() {
                Ok([rent, ..]) => self.cost(FlowKind::RentPaid, rent, from, Some(until)),
                Err(fact) => self.lacks(fact),
            }
        }
        match on.site.gia_m2 {
            Some(area) => {
                let a_year = Money::pounds(policy.figure(FigureName::HoldingPerM2))
                    .checked_mul(area.as_m2());
                match a_year {
                    Some(a_year) => self.cost(FlowKind::Holding, a_year, from, Some(until)),
                    None => self.lacks(Missing::Range),
                }
            }
            None => self.lacks(Missing::GrossArea),
        }
        let building = EmptyBuilding::of(on.site);
        let told = !building.since_not_recorded || !on.is_vacant();
        if !told && building.is_rated(policy) == Ok(true) {
            self.option.flags.push(Flag::EmptySince);
        }
        let rates = building.rates(held, policy);
        match rates {
            Ok(rates) => {
                for of_year in rates {
                    let due = of_year.period.until().pred_opt().unwrap_or(held.from());
                    self.pay(due, FlowKind::EmptyRates, of_year.amount);
                }
            }
            Err(finance::NotKnown::RateableValue) => self.lacks(Missing::RateableValue),
            Err(_) => self.lacks(Missing::Range),
        }
    }
}
