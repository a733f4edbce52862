//! One dated sum and what it is worth in each ledger.
//!
//! The *budget* holds every payment. The *economic* ledger leaves out transfers: business rates, what one
//! public body pays another, its rent among it, and a cost paid back that is borne anyway. The *public sector* is the budget
//! without payments whose other side is public too.

use std::{num::NonZeroU32, sync::OnceLock};

use rust_decimal::Decimal;

use crate::{
    finance::{RateSteps, annuity_factor, optimism_bias},
    model::{Date, Money, Period, Prices, months_later, words},
    policy::{FigureName, Policy},
};

words!(
    /// What a sum is for.
    FlowKind {
        /// Consent or a deed.
        Permission = "permission",
        /// Works to make space fit to let.
        FitOut = "fit_out",
        /// Works to give it an entrance of its own.
        Separation = "separation",
        /// The letting agent.
        Agent = "agent",
        /// Our legal cost.
        Legal = "legal",
        /// Rent that is received.
        Rent = "rent",
        /// Service charge and rates that the tenant pays back.
        Recovered = "recovered",
        /// Rent lost to voids and bad debt.
        Voids = "voids",
        Management = "management",
        /// Rent that is paid.
        RentPaid = "rent_paid",
        /// Service charge that is paid.
        ServiceCharge = "service_charge",
        /// Business rates on a building in use.
        Rates = "rates",
        /// Running cost apart from rent, rates and service charge.
        RunningCost = "running_cost",
        Backlog = "backlog",
        /// Moving workstations.
        Relocation = "relocation",
        /// Works that make room for teams at another site.
        RoomWorks = "room_works",
        /// Running workstations at another site.
        DesksElsewhere = "desks_elsewhere",
        /// What a partner asks for its space, running cost included.
        PartnerCharge = "partner_charge",
        /// Holding an empty building, rates apart.
        Holding = "holding",
        /// Business rates on an empty building.
        EmptyRates = "empty_rates",
        /// Planning application and consultants.
        Planning = "planning",
        /// Penalties and dilapidations.
        ExitCost = "exit_cost",
        /// What a tenant of ours is paid to leave.
        Possession = "possession",
        /// What is paid, or received, for a lease that ends or passes on by agreement.
        Consideration = "consideration",
        /// Running the site's function elsewhere.
        FunctionElsewhere = "function_elsewhere",
        /// What a partner saves elsewhere.
        PartnerSaves = "partner_saves",
        /// Clearing the site of contamination.
        Works = "works",
        /// A grant that is paid back.
        Clawback = "clawback",
        /// What a sale brings after slippage, agent and legal cost.
        Receipt = "receipt",
    }
);

/// Who is on the other side of a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Other {
    /// A private body.
    Private,
    /// A public body.
    Public,
    /// Not recorded; counted as private, and marked.
    NotRecorded,
}

impl Other {
    /// Returns the side that a cell says is public or not.
    pub const fn of(public: Option<bool>) -> Self {
        match public {
            Some(true) => Self::Public,
            Some(false) => Self::Private,
            None => Self::NotRecorded,
        }
    }
}

/// In which ledgers a sum counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct InLedgers {
    pub budget: bool,
    pub economic: bool,
    pub public_sector: bool,
    /// Whether it is a transfer if the other side turns out to be a public body.
    pub may_be_transfer: bool,
}

impl InLedgers {
    pub fn of(kind: FlowKind, other: Other) -> Self {
        let public = other == Other::Public;
        let (economic, public_sector) = match kind {
            FlowKind::Rates | FlowKind::EmptyRates => (false, false),
            FlowKind::Rent | FlowKind::Voids | FlowKind::RentPaid => (!public, !public),
            // It pays for running cost too.
            FlowKind::PartnerCharge => (true, !public),
            // Of what is paid back nothing more is spent or saved.
            FlowKind::Recovered => (false, !public),
            _ => (true, true),
        };
        let rent = matches!(kind, FlowKind::Rent | FlowKind::RentPaid);
        // What a partner saves is no money of ours.
        let budget = kind != FlowKind::PartnerSaves;
        let may_be_transfer = rent && other == Other::NotRecorded;
        Self { budget, economic, public_sector, may_be_transfer }
    }
}

/// One sum; below zero we pay.
///
/// A large estate has a million and more: whole pence, and one present value for all ledgers that it counts in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flow {
    /// In pence, in its prices.
    amount: i64,
    /// Its present value in pence.
    worth: i64,
    /// What £1 then is worth on `as_of`, in units of [`DECIMALS`].
    factor: u64,
    /// When it is due; a year's sum at its end.
    pub on: Date,
    /// The days that a year's sum is for; `None` of a sum that falls on its day.
    pub over: Option<Period>,
    /// One more than the place of the lease whose schedule it comes from.
    lease: Option<NonZeroU32>,
    /// What it is for.
    pub kind: FlowKind,
    /// Its prices.
    pub prices: Prices,
    /// The ledgers that its present value counts in.
    counts: InLedgers,
    /// Whether it falls after what binds us: it is there only if a lease is renewed.
    pub beyond: bool,
}

impl Flow {
    /// Returns the sum to the penny, in its prices.
    #[must_use]
    pub fn amount(&self) -> Money {
        Money::from_pence(self.amount)
    }

    /// Returns what £1 then is worth on `as_of`.
    #[must_use]
    pub fn factor(&self) -> Decimal {
        Decimal::from_i128_with_scale(self.factor.into(), DECIMALS)
    }

    /// Returns its present value in the budget, to the penny.
    #[must_use]
    pub fn budget(&self) -> Money {
        self.worth_if(self.counts.budget)
    }

    /// Returns its present value in the economic ledger, to the penny; zero for a transfer.
    #[must_use]
    pub fn economic(&self) -> Money {
        self.worth_if(self.counts.economic)
    }

    /// Returns its present value to the public sector, to the penny; zero where the other side is public.
    #[must_use]
    pub fn public_sector(&self) -> Money {
        self.worth_if(self.counts.public_sector)
    }

    fn worth_if(&self, counts: bool) -> Money {
        if counts { Money::from_pence(self.worth) } else { Money::ZERO }
    }

    /// Tells whether it is rent of a lease whose other side nobody recorded as public or not: if public it is a transfer.
    #[must_use]
    pub const fn may_be_transfer(&self) -> bool {
        self.counts.may_be_transfer
    }

    /// Returns the lease whose schedule it comes from, by its place in [`crate::load::Estate::leases`].
    #[must_use]
    pub fn lease(&self) -> Option<usize> {
        usize::try_from(self.lease?.get() - 1).ok()
    }

    /// Returns the flow as one of a lease's schedule, or of none.
    pub(super) fn of_lease(self, lease: Option<usize>) -> Self {
        let number =
            lease.and_then(|place| NonZeroU32::new(u32::try_from(place).ok()?.checked_add(1)?));
        Self { lease: number, ..self }
    }

    /// Returns the flow as one that falls after what binds us, or not.
    pub(super) const fn beyond(self, beyond: bool) -> Self {
        Self { beyond, ..self }
    }

    /// Returns the flow as it counts at a chance from 0 to 1; `None` beyond the range of money.
    pub(super) fn at_chance(self, chance: Decimal) -> Option<Self> {
        if chance == Decimal::ONE {
            return Some(self);
        }
        let at = |pence: i64| pence_of(Money::from_pence(pence).checked_mul(chance)?.to_penny());
        Some(Self { amount: at(self.amount)?, worth: at(self.worth)?, ..self })
    }
}

/// The rates of a policy on a day.
#[derive(Debug)]
pub(super) struct Ledgers {
    /// Real rates.
    pub real: Discount,
    nominal: Discount,
    /// Of the end of each year from now, with its real factor; the first is now.
    years: Vec<(Date, Decimal)>,
    /// The factors in units, where they can be.
    year_units: Vec<Option<u64>>,
    /// What £1 at the end of each of the policy's years is worth.
    pub annuity: Decimal,
}

/// One chain of rates, with the factors that were asked for already: sites share most of their days.
#[derive(Debug)]
pub(super) struct Discount {
    /// The rates.
    pub rates: RateSteps,
    as_of: Date,
    by_days: Vec<OnceLock<Option<Decimal>>>,
}

impl Discount {
    fn of(rates: RateSteps, as_of: Date, years: u32) -> Self {
        let days = usize::try_from(years).unwrap_or(0).saturating_add(1).saturating_mul(366);
        Self { rates, as_of, by_days: (0..days).map(|_| OnceLock::new()).collect() }
    }

    /// Returns what £1 due on a day is worth on `as_of`; `None` before it.
    pub fn factor(&self, on: Date) -> Option<Decimal> {
        let work = || self.rates.factor_on(self.as_of, on).map(handy);
        let place = usize::try_from((on - self.as_of).num_days()).ok()?;
        self.by_days.get(place).map_or_else(work, |place| *place.get_or_init(work))
    }
}

impl Ledgers {
    /// Reads the rates; `None` for rates that no policy can hold.
    pub fn of(policy: &Policy, as_of: Date) -> Option<Self> {
        let real = RateSteps::real(policy)?;
        let nominal = real.nominal(policy.figure(FigureName::Inflation))?;
        let horizon = policy.whole(FigureName::AppraisalYears);
        let year = |year: u32| {
            Some((months_later(as_of, year.checked_mul(12)?)?, handy(real.factor(year)?)))
        };
        let years: Vec<(Date, Decimal)> = (0..=horizon).map(year).collect::<Option<_>>()?;
        let year_units = years.iter().map(|(_, factor)| units_of(*factor)).collect();
        let annuity = annuity_factor(&real, horizon)?;
        let chain = |rates| Discount::of(rates, as_of, horizon);
        let (real, nominal) = (chain(real), chain(nominal));
        Some(Self { real, nominal, years, year_units, annuity })
    }

    /// Returns the day on which so many years are over; `None` beyond the policy's years.
    pub fn year_end(&self, year: u32) -> Option<Date> {
        self.years.get(usize::try_from(year).ok()?).map(|(on, _)| *on)
    }

    /// Values a sum on a day from `as_of` on; `None` before it or beyond the range of money.
    pub fn dated(
        &self,
        on: Date,
        kind: FlowKind,
        amount: Money,
        prices: Prices,
        other: Other,
    ) -> Option<Flow> {
        let rates = if prices == Prices::Cash { &self.nominal } else { &self.real };
        valued(on, kind, amount, prices, rates.factor(on)?, other)
    }

    /// Returns what whole pence at the end of a year are worth in real terms; `None` where that takes decimals.
    pub fn worth_at_end(&self, year: u32, pence: i64) -> Option<i64> {
        worth_in_pence(pence, (*self.year_units.get(usize::try_from(year).ok()?)?)?)
    }

    /// Values the sum of some days of a year at today's prices, due at the year's end; years count from 1.
    pub fn yearly(
        &self,
        (year, over): (u32, Period),
        kind: FlowKind,
        amount: Money,
        other: Other,
    ) -> Option<Flow> {
        let (on, factor) = *self.years.get(usize::try_from(year).ok()?)?;
        let flow = valued(on, kind, amount, Prices::Today, factor, other)?;
        Some(Flow { over: Some(over), ..flow })
    }
}

/// Returns the optimism bias of a policy, a fraction: the upper bound less what is mitigated.
pub(super) fn bias(upper: FigureName, policy: &Policy) -> Option<Decimal> {
    optimism_bias(policy.figure(upper), policy.figure(FigureName::BiasMitigated))
}

/// Returns what works cost with optimism bias; `None` beyond the range of money.
pub(super) fn works_with_bias(works: Money, policy: &Policy) -> Option<Money> {
    works.checked_mul(Decimal::ONE.checked_add(bias(FigureName::WorksBias, policy)?)?)
}

/// Rounds a factor at the 16th decimal: £1bn by it is exact to a ten-millionth of a pound, and quick.
fn handy(factor: Decimal) -> Decimal {
    factor.round_dp(16)
}

/// Returns what a sum to the penny is worth at a factor, to the penny; `None` beyond the range of money.
fn worth(amount: Money, factor: Decimal) -> Option<Money> {
    let quick = || {
        let units = units_of(factor)?;
        let pence = i64::try_from(amount.many_pence()).ok()?;
        worth_in_pence(pence, units).filter(|worth| *worth != 0).map(Money::from_pence)
    };
    quick().map_or_else(|| Some(amount.checked_mul(factor)?.to_penny()), Some)
}

/// Decimals of a [`handy`] factor.
const DECIMALS: u32 = 16;

/// Returns a factor in units of its last decimal, if it has as many as it may.
fn units_of(factor: Decimal) -> Option<u64> {
    u64::try_from(factor.mantissa()).ok().filter(|_| factor.scale() == DECIMALS)
}

/// Multiplies whole pence by a factor in units of 10^-16 and rounds to the penny, halves away from zero; `None` beyond
/// `i64`.
fn worth_in_pence(pence: i64, units: u64) -> Option<i64> {
    const HALF: u128 = 5_000_000_000_000_000;
    // 10^16 is 2^16 × 5^16: what is left of most sums after the shift is divided quickly.
    const FIVES: u64 = 152_587_890_625;
    let product = u128::from(pence.unsigned_abs()) * u128::from(units) + HALF;
    let shifted = product >> DECIMALS;
    let size = match u64::try_from(shifted) {
        Ok(short) => i64::try_from(short / FIVES),
        Err(_) => i64::try_from(shifted / u128::from(FIVES)),
    };
    size.ok().map(|size| if pence < 0 { -size } else { size })
}

/// Returns a sum to the penny in pence; `None` beyond `i64`.
fn pence_of(sum: Money) -> Option<i64> {
    i64::try_from(sum.many_pence()).ok()
}

fn valued(
    on: Date,
    kind: FlowKind,
    amount: Money,
    prices: Prices,
    factor: Decimal,
    other: Other,
) -> Option<Flow> {
    let amount = amount.to_penny();
    let worth = worth(amount, factor)?;
    let mut units = factor;
    units.rescale(DECIMALS);
    Some(Flow {
        amount: pence_of(amount)?,
        worth: pence_of(worth)?,
        factor: u64::try_from(units.mantissa()).ok()?,
        on,
        over: None,
        lease: None,
        kind,
        prices,
        counts: InLedgers::of(kind, other),
        beyond: false,
    })
}

#[cfg(test)]
impl Flow {
    /// Makes a running cost of some days from its sum and present value in pence; a transfer is in the budget alone.
    pub(crate) fn made(on: Date, over: Period, sums: [i64; 2], is_transfer: bool) -> Self {
        let kind = if is_transfer { FlowKind::Rates } else { FlowKind::RunningCost };
        let [amount, worth] = sums;
        Self {
            amount,
            worth,
            factor: 10_u64.pow(DECIMALS),
            on,
            over: Some(over),
            lease: None,
            kind,
            prices: Prices::Today,
            counts: InLedgers::of(kind, Other::Private),
            beyond: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flow_takes_no_more_room_than_a_million_of_them_may() {
        assert_eq!(std::mem::size_of::<Flow>(), 48);
    }

    #[test]
    fn a_flow_keeps_its_factor_and_its_lease() {
        let over =
            Period::new("2020-04-01".parse().unwrap(), "2021-04-01".parse().unwrap()).unwrap();
        let flow = Flow::made(over.until(), over, [100, 90], true);
        assert_eq!((flow.factor(), flow.lease()), (Decimal::ONE, None));
        assert_eq!((flow.budget(), flow.economic()), (Money::from_pence(90), Money::ZERO));
        for place in [0, 1, 99_999] {
            assert_eq!(flow.of_lease(Some(place)).lease(), Some(place));
        }
        let half = flow.at_chance(Decimal::new(5, 1)).unwrap();
        assert_eq!((half.amount(), half.budget()), (Money::from_pence(50), Money::from_pence(45)));
    }

    proptest::proptest! {
        #[test]
        fn whole_pence_are_worth_what_decimals_say(
            pence in -200_000_000_000_i64..200_000_000_000,
            factor in 0_i128..=11_000_000_000_000_000,
            decimals in 0_u32..=2,
        ) {
            let amount = Money::pounds(Decimal::new(pence, decimals));
            let factor = Decimal::from_i128_with_scale(factor, DECIMALS);
            let exact = amount.checked_mul(factor).unwrap().to_penny();
            let found = worth(amount, factor).unwrap();
            proptest::prop_assert_eq!(found, exact);
            proptest::prop_assert_eq!(found.as_pounds().scale(), exact.as_pounds().scale());
        }
    }

    #[test]
    fn half_a_penny_goes_away_from_zero() {
        let half = 5_000_000_000_000_000;
        assert_eq!(worth_in_pence(1, half), Some(1));
        assert_eq!(worth_in_pence(-3, half), Some(-2));
        assert_eq!(worth_in_pence(1, half - 1), Some(0));
        assert_eq!(worth_in_pence(i64::MAX, 2 * half), Some(i64::MAX));
        assert_eq!(worth_in_pence(i64::MAX, 2 * half + 1), None);
    }
}
