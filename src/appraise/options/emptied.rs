//! What an option costs once a site is left: moving, running elsewhere what is needed, holding what stands empty.

use rust_decimal::Decimal;

use super::{
    Flag, Held, Missing,
    leases::{Lettings, Part, Until},
    make::Making,
};
use crate::{
    appraise::flow::FlowKind,
    finance::{self, EmptyBuilding},
    model::{Date, Money, OptionFactKind, OptionKind, Period, Role, months_later},
    policy::FigureName,
};

impl Making<'_> {
    /// Moves what is still needed, and runs it elsewhere to the horizon.
    pub(super) fn moved(&mut self, day: Date) {
        if self.option.kind == OptionKind::MoveToOwnSpace
            || self.on.receiver_is_decided(self.option.kind)
        {
            return self.moved_to_own(day);
        }
        if self.option.kind == OptionKind::MoveToPartnerSpace {
            return self.moved_to_partner(day);
        }
        // What the body says that it costs takes the place of what desks would.
        let given = self.given(OptionFactKind::FunctionElsewhere);
        if let Some(a_year) = given {
            self.cost(FlowKind::FunctionElsewhere, a_year, day, None);
        }
        let need = match self.on.need() {
            Ok(need) => need,
            Err(_) if given.is_some() => return,
            Err(fact) => return self.lacks(fact),
        };
        let policy = self.on.policy();
        let of = |name| Money::pounds(policy.figure(name)).checked_mul(need);
        match (of(FigureName::RelocationPerDesk), of(FigureName::DeskElsewhere)) {
            (Some(once), Some(a_year)) => {
                self.pay(day, FlowKind::Relocation, once);
                if given.is_none() {
                    self.cost(FlowKind::DesksElsewhere, a_year, day, None);
                }
            }
            _ => self.lacks(Missing::Range),
        }
    }

    /// What a further year costs of a building that is empty from one day and held to another, its leases among it.
    pub(super) fn another_year(
        &self,
        (from, until): (Date, Date),
        lettings: Lettings,
    ) -> Option<Held> {
        let held = |until| {
            let sold = match lettings.until {
                Until::Left(_) => lettings,
                _ => Lettings { until: Until::Sold(until), ..lettings },
            };
            let mut making = Making::trial(self.on, self.option.kind);
            making.rent_paid(Some(from), Until::Sold(until));
            making.rent_received(sold);
            making.empty((from, until), sold);
            Some((making.option.tally.amount()?, making.option.missing.is_empty()))
        };
        let (longer, is_whole) = held(months_later(until, 12)?)?;
        Some(Held { cost: held(until)?.0.checked_sub(longer)?, is_whole })
    }

    /// Holds a building between two days: what stands empty secured, insured, and rated after the free months; what is
    /// let as it was, its share of the running cost with it.
    pub(super) fn empty(&mut self, (from, until): (Date, Date), lettings: Lettings) {
        for part in self.on.parts(from, until, lettings) {
            if part.is_let {
                self.let_part(part);
            } else {
                self.empty_part(part.from, part.until, part.share);
            }
        }
        if self.on.leases(Role::Landlord).any(|l| l.lease.area_m2.is_none()) {
            self.lacks(Missing::LetArea);
        }
    }

    /// Runs what is let of a building on; rates are the occupier's.
    fn let_part(&mut self, part: Part) {
        match self.on.running_cost() {
            Ok(cost) => match cost.rest.checked_mul(part.share) {
                Some(a_year) => {
                    self.cost(FlowKind::RunningCost, a_year, part.from, Some(part.until));
                }
                None => self.lacks(Missing::Range),
            },
            Err(fact) => self.lacks(fact),
        }
    }

    /// Holds a share of a building between two days.
    fn empty_part(&mut self, from: Date, until: Date, share: Decimal) {
        let on = self.on;
        let policy = on.policy();
        let Some(held) = Period::new(from, until) else { return };
        match on.site.gia_m2 {
            Some(area) => {
                let a_year = Money::pounds(policy.figure(FigureName::HoldingPerM2))
                    .checked_mul(area.as_m2())
                    .and_then(|sum| sum.checked_mul(share));
                match a_year {
                    Some(a_year) => self.cost(FlowKind::Holding, a_year, from, Some(until)),
                    None => self.lacks(Missing::Range),
                }
            }
            None => self.lacks(Missing::GrossArea),
        }
        // What is let until then becomes empty anew: its free months begin.
        let of_site = EmptyBuilding::of(on.site);
        let since = of_site.since.filter(|_| from <= on.as_of());
        let building = EmptyBuilding { since, ..of_site };
        let described = !building.since_not_recorded || !on.is_vacant();
        if !described && building.is_rated(policy) == Ok(true) {
            self.option.flags.push(Flag::EmptySince);
        }
        let rates = building.rates(held, policy);
        match rates {
            Ok(rates) => {
                for of_year in rates {
                    let due = of_year.period.until().pred_opt().unwrap_or(held.from());
                    match of_year.amount.checked_mul(share) {
                        Some(amount) => self.pay(due, FlowKind::EmptyRates, amount),
                        None => self.lacks(Missing::Range),
                    }
                }
            }
            Err(finance::NotKnown::RateableValue) => self.lacks(Missing::RateableValue),
            Err(_) => self.lacks(Missing::Range),
        }
    }
}
