//! What the options of one site share: its yearly cost, its need, its dates.

use rust_decimal::Decimal;

use super::{Bar, BarReason, Missing, leases::Schedules};
use crate::{
    appraise::{
        Delay, Letting, NoLetting,
        flow::{FlowKind, Ledgers, bias, works_with_bias},
        letting_inputs::LettingInputs,
        tenants,
    },
    cover::{Displaced, Match, lost_besides_decided},
    measure::SiteMeasures,
    model::{
        self, CostCategory, Date, Fact, Gaps, Measure, Money, OptionFact, OptionFactKind,
        OptionKind, Quantity, Status, Use, months_later, to_whole,
    },
    policy::{FigureName, Policy},
    tenure::{SaleBar, SaleBarKind, SiteExit},
};

/// Pounds a year of a running cost.
#[derive(Debug, Clone, Copy)]
pub(super) struct RunningCost {
    pub rent: Money,
    pub rates: Money,
    pub service_charge: Money,
    /// All else.
    pub rest: Money,
}

impl RunningCost {
    /// Returns the part that a kind of flow stands for; all else for any other kind.
    pub const fn of(&self, kind: FlowKind) -> Money {
        match kind {
            FlowKind::RentPaid => self.rent,
            FlowKind::Rates => self.rates,
            FlowKind::ServiceCharge => self.service_charge,
            _ => self.rest,
        }
    }
}

/// One site with everything its options are made from.
#[derive(Clone, Copy)]
pub struct SiteCase<'a> {
    pub(super) site: &'a model::Site,
    pub(super) number: usize,
    pub(super) measures: &'a SiteMeasures,
    pub(super) exit: &'a SiteExit,
    pub(super) letting: &'a Result<Letting, NoLetting>,
    pub(super) inputs: &'a LettingInputs<'a>,
    pub(super) ledgers: &'a Ledgers,
    pub(super) schedules: &'a Schedules,
    pub(in crate::appraise) delay: Delay,
}

impl<'a> SiteCase<'a> {
    pub(in crate::appraise) fn of(
        inputs: &'a LettingInputs<'a>,
        letting: &'a Result<Letting, NoLetting>,
        number: usize,
        schedules: &'a Schedules,
    ) -> Self {
        Self {
            site: &inputs.estate.sites[number],
            number,
            measures: &inputs.measures.sites[number],
            exit: &inputs.tenure.sites[number],
            letting,
            inputs,
            ledgers: inputs.ledgers,
            schedules,
            delay: Delay::default(),
        }
    }

    pub(super) fn policy(&self) -> &'a Policy {
        self.inputs.policy
    }

    pub(super) fn as_of(&self) -> Date {
        self.inputs.estate.snapshot.as_of
    }

    /// Tells whether nobody works there; a site for sale is empty unless people were counted, or teams are
    /// recorded, at it.
    pub(super) fn is_vacant(&self) -> bool {
        match self.site.status_or_operational() {
            Some(Status::Vacant) => true,
            Some(Status::ForSale) => {
                let has_teams = !self.inputs.cover.rooms.sites[self.number].teams.is_empty();
                !has_teams && self.peak().is_none_or(|people| people.is_zero())
            }
            _ => false,
        }
    }

    fn peak(&self) -> Option<Decimal> {
        match self.measures.reading(Measure::PeakPeople).value {
            Some(Quantity::Whole(people)) => Some(Decimal::from(people)),
            Some(number @ Quantity::Number(_)) => number.text().parse().ok(),
            _ => None,
        }
    }

    pub(super) fn is_let_to_us(&self) -> bool {
        matches!(self.site.tenure, Some(model::Tenure::Leasehold | model::Tenure::Licence))
    }

    /// Years over which options are compared.
    pub(super) fn years(&self) -> u32 {
        self.policy().whole(FigureName::AppraisalYears)
    }

    /// Running cost of the last whole financial year.
    pub(super) fn running_cost(&self) -> Result<RunningCost, Missing> {
        let costs = self.measures.costs.as_ref().ok_or(Missing::RunningCost)?;
        let of = |category: CostCategory| costs[category as usize];
        let all = costs.iter().try_fold(0_i64, |sum, pence| sum.checked_add(*pence));
        let (rent, rates) = (of(CostCategory::Rent), of(CostCategory::Rates));
        let charge = of(CostCategory::ServiceCharge);
        let rest =
            all.and_then(|all| all.checked_sub(rent)?.checked_sub(rates)?.checked_sub(charge));
        let [rent, rates, service_charge, rest] =
            [rent, rates, charge, rest.ok_or(Missing::Range)?].map(Money::from_pence);
        Ok(RunningCost { rent, rates, service_charge, rest })
    }

    /// What the body gives of an option.
    pub(super) fn fact(&self, option: OptionKind, fact: OptionFactKind) -> Option<&'a OptionFact> {
        // What a lease costs at its end it costs business as usual too, where that ends with it.
        let option = match option {
            OptionKind::BusinessAsUsual => OptionKind::Leave,
            option if option.moves_teams() && self.is_let_to_us() => OptionKind::Leave,
            option if option.moves_teams() => OptionKind::Dispose,
            option => option,
        };
        self.inputs.estate.option_fact(&self.site.site_id, option, fact)
    }

    /// The day on which a tenant who holds over can be gone if notice is given on the day of the snapshot.
    pub(super) fn notice_while_holding_over(&self) -> Option<Date> {
        months_later(self.as_of(), self.policy().leases().holding_over_notice_months)
    }

    /// What works cost with optimism bias.
    pub(super) fn with_bias(&self, works: Money) -> Option<Money> {
        works_with_bias(works, self.policy())
    }

    /// Workstations that are needed elsewhere once the site is empty.
    ///
    /// The peak with the policy's allowance where people sit at desks, none at a vacant site or bare land; what
    /// custody, a store or a mast needs elsewhere is not a number of desks.
    pub(super) fn need(&self) -> Result<Decimal, Missing> {
        if self.is_vacant() {
            return Ok(Decimal::ZERO);
        }
        match self.site.site_use {
            Fact::Known(Use::Land) => return Ok(Decimal::ZERO),
            Fact::Known(
                Use::Custody | Use::Stores | Use::Workshop | Use::Mast | Use::Residential,
            ) => return Err(Missing::Function),
            _ => {}
        }
        let needed = self.measures.workstations_needed(self.policy());
        needed.map(|[mid, ..]| Decimal::from(mid)).ok_or(Missing::Need)
    }

    /// Where its teams would go were it closed alone.
    pub(super) fn displaced(&self) -> &'a Displaced {
        &self.inputs.cover.alone[self.number]
    }

    /// Tells whether it is decided to do this and to move its teams to another site of the body.
    pub(super) fn receiver_is_decided(&self, option: OptionKind) -> bool {
        let treasury = self.inputs.estate.treasury.iter();
        let mut own =
            treasury.flat_map(|t| &t.decisions).filter(|d| d.site_id == self.site.site_id);
        let promised = || self.inputs.cover.rooms.promised.iter().any(|(of, _)| *of == self.number);
        own.any(|decision| decision.option == option) && promised()
    }

    /// FTE of a team, in thousandths.
    pub(super) fn fte_of(&self, team: usize) -> i64 {
        self.inputs.estate.teams[team].fte.thousandths().unwrap_or(i64::MAX / 1_000_000)
    }

    /// The partner's space that it would move into: one that is offered on the day on which it could be left, if any is.
    pub(super) fn partner_space(&self) -> Option<&'a Match> {
        let left = if self.is_let_to_us() { self.exit.on } else { self.emptied() };
        let day = left.unwrap_or_else(|| self.as_of()).max(self.as_of());
        let partners = self.inputs.estate.partners.as_deref().unwrap_or_default();
        let stands = |at: usize| partners.get(at).is_some_and(|partner| partner.stands_on(day));
        self.inputs.cover.matches.space_for(self.number, stands)
    }

    /// Tells whether teams of another site are to move in, as decided.
    pub(super) fn receives(&self) -> bool {
        self.inputs.cover.rooms.decided.iter().any(|(_, to)| *to == self.number)
    }

    /// Tells whether its teams are decided to go, with an option, to a site that takes nobody.
    pub(super) fn receiver_takes_nobody(&self, option: OptionKind) -> bool {
        let rooms = &self.inputs.cover.rooms;
        let named = rooms.decided.iter().any(|(from, _)| *from == self.number);
        let takes = rooms.promised.iter().any(|(from, _)| *from == self.number);
        let treasury = self.inputs.estate.treasury.iter();
        let mut own =
            treasury.flat_map(|t| &t.decisions).filter(|d| d.site_id == self.site.site_id);
        named && !takes && own.any(|decision| decision.option == option)
    }

    /// Says that closing it, besides the sites that are decided to close, loses more coverage than the body allows.
    ///
    /// # Errors
    /// The gaps for want of which that is not known. Without zones nothing is measured, and nothing barred.
    pub(super) fn coverage_bar(&self) -> Result<Option<BarReason>, Gaps> {
        let cover = self.inputs.cover;
        let lost = lost_besides_decided(cover, self.number);
        let number = |quantity| match quantity {
            Quantity::Number(share) => Some(share),
            _ => None,
        };
        let known = lost.value.and_then(number);
        let bounds = lost.bounds().and_then(|(low, high)| Some((number(low)?, number(high)?)));
        let most = self.policy().ratio(FigureName::CoverMostLost);
        let (low, high) = match (known, bounds) {
            (Some(known), _) => (known, known),
            (None, Some(bounds)) => bounds,
            (None, None) if cover.services.is_empty() => return Ok(None),
            (None, None) => return Err(lost.gaps),
        };
        if low <= most && high > most {
            return Err(lost.gaps);
        }
        let hundredths = |share: f64| to_whole(share * 10_000.0);
        let alone = self.measures.reading(Measure::CoverageKept).value.and_then(number);
        Ok((low > most).then(|| BarReason::Coverage {
            lost: hundredths(low),
            most: hundredths(most),
            besides: alone.is_some_and(|alone| alone < low),
        }))
    }

    /// Tells whether people sit at desks here: what a desk tells can be measured.
    pub(super) fn has_desks(&self) -> bool {
        !matches!(
            self.site.site_use,
            Fact::Known(
                Use::Custody
                    | Use::Stores
                    | Use::Workshop
                    | Use::Mast
                    | Use::Residential
                    | Use::Land,
            )
        )
    }

    /// The most that a letting whose terms are not known could bring: all the space there is, at the policy's
    /// highest rent, for the whole term, without a cost; `None` when not even the space is known.
    pub(super) fn most_from_letting(&self) -> Option<Money> {
        let policy = self.policy();
        let surplus = crate::appraise::letting_inputs::lettable_area(self.site, self.measures).ok();
        let area = surplus.or(self.site.office_nia_m2).or(self.site.nia_m2.known());
        let area = area.or(self.site.gia_m2)?.as_m2();
        let months = policy.figure(FigureName::LettingTermMonths);
        let rent = Money::pounds(policy.figure(FigureName::LettingMostPerM2));
        // A rent that is recorded may be higher than the policy thinks possible.
        let rent = tenants::highest_rent(self.inputs, self.number).map_or(rent, |r| r.max(rent));
        let all = rent.checked_mul(area)?.checked_mul(months)?;
        Some(Money::pounds(all.as_pounds().checked_div(Decimal::from(12))?))
    }

    /// The day on which the site is empty.
    pub(super) fn emptied(&self) -> Option<Date> {
        if self.is_vacant() {
            return Some(self.as_of());
        }
        let months = self.policy().whole(FigureName::VacateMonths);
        months_later(self.as_of(), months.checked_add(self.delay.begun)?)
    }

    /// The day of a sale if nothing stood in the way: empty, then the policy's months with delay.
    pub(super) fn sold(&self, with_planning: bool) -> Option<Date> {
        let policy = self.policy();
        let planning = policy.figure(FigureName::PlanningMonths);
        let extra = if with_planning { planning } else { Decimal::ZERO };
        let months = policy.figure(FigureName::SaleMonths).checked_add(extra)?;
        let late = Decimal::ONE.checked_add(bias(FigureName::DelayBias, self.policy())?)?;
        let months: u32 = months.checked_mul(late)?.ceil().try_into().ok()?;
        // What stands empty already waits for its sale to begin.
        let begun = if self.is_vacant() { self.delay.begun } else { 0 };
        months_later(self.emptied()?, months.checked_add(begun)?)
    }

    /// What stands in the way of a sale on a day, and the day it can be: [`SaleBars`](crate::tenure::SaleBars).
    pub(super) fn sale_bars(&self, wanted: Date) -> (Vec<Bar>, Date) {
        let as_of = self.as_of();
        let bars = self.exit.sale.of_sale_on(wanted);
        let until = bars.iter().filter_map(|bar| bar.until).max();
        let day = until.map_or(wanted, |until| wanted.max(until));
        // Consent that is given in the months a sale takes anyway delays nothing.
        let delays =
            |bar: &SaleBar| bar.kind != SaleBarKind::ConsentToAssign || bar.holds_on(wanted);
        let bars = bars.into_iter().filter(|bar| bar.holds_on(as_of) && delays(bar));
        (bars.map(|bar| Bar { why: BarReason::Sale(bar.kind), until: bar.until }).collect(), day)
    }

    /// Tells whether a sale hangs on a right to assign that is not recorded.
    pub(super) fn may_be_assigned_is_unknown(&self) -> bool {
        self.exit.sale.right_to_assign_unknown
    }

    /// What a share in a later uplift could bring, least and most; `None` unless the alternative use is worth more
    /// than the market value.
    pub(super) fn overage(&self) -> Option<(Money, Money)> {
        let (other, market) = (self.site.alternative_use_value?, self.site.market_value?);
        let gap = other.checked_sub(market).filter(|gap| *gap > Money::ZERO)?;
        let of = |name| Some(gap.checked_mul(self.policy().figure(name))?.to_penny());
        Some((of(FigureName::OverageLow)?, of(FigureName::OverageHigh)?))
    }

    /// A site that must be kept can be neither sold nor left.
    pub(super) fn keep_bars(&self) -> Vec<Bar> {
        let bars = self.exit.sale.of_sale_on(self.as_of());
        let keep = bars.into_iter().filter(SaleBar::is_decision);
        keep.map(|bar| Bar { why: BarReason::Sale(bar.kind), until: bar.until }).collect()
    }

    /// Constraints that hold on the day of the snapshot.
    pub(super) fn constraints(&self) -> impl Iterator<Item = &'a model::Constraint> {
        let as_of = self.as_of();
        let own = self.inputs.estate.constraints_of(&self.site.site_id);
        own.iter().filter(move |c| c.holds_on(as_of))
    }
}
