//! One letting: its dates, its cash flow and what that is worth in both ledgers.

use chrono::Days;
use rust_decimal::Decimal;

use super::{
    NoLetting, Permission, PermissionKind,
    flow::{Flow, FlowKind, Other, works_with_bias},
    head_lease_checks::{self, LettingTest},
    letting_inputs::{LettingInputs, lettable_area},
    permission,
    tenants::{self, Offer, RentSource, Tenant},
};
use crate::{
    finance::{
        Ahead, Concession, IndexTerms, PaymentKind, RentTerms, next_quarter_day, rent_schedule,
    },
    measure::SiteMeasures,
    model::{
        Area, Basis, Blocks, CostCategory, Date, Gap, Gaps, Lease, Money, Payment, Period, Prices,
        Review, Site, Status, months_later, whole_months,
    },
    policy::{FigureName, Policy},
};

/// A letting of surplus space that could be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letting {
    /// Who to.
    pub tenant: Tenant,
    /// How much.
    pub area: Area,
    /// Pounds a year, and where the rate per m² is read.
    pub rent: Money,
    /// Where the rent is read.
    pub rent_source: RentSource,
    /// First and last day.
    pub term: Period,
    /// Months from the start without rent, taken as whole quarters.
    pub rent_free_months: u32,
    /// What has to be obtained first.
    pub permission: Permission,
    /// In order of day, then kind; those of permission are spent even if it is refused.
    pub flows: Vec<Flow>,
    /// Σ of the flows in the budget, if permission is given.
    pub budget: Money,
    /// Σ of the flows in the economic ledger, if permission is given.
    pub economic: Money,
    /// Budget by the chance that permission is given, its cost spent either way.
    pub expected_budget: Money,
    /// The economic ledger likewise.
    pub expected_economic: Money,
    /// Expected budget value per m² let.
    pub value_per_m2: Money,
    /// The letting against the leases above it and the law.
    pub tests: Vec<LettingTest>,
    /// How many others could take the space; the best by expected budget value is shown.
    pub others: usize,
}

/// Returns the letting of a site that is worth most to the budget, or why there is none.
pub(super) fn best(inputs: &LettingInputs<'_>, number: usize) -> Result<Letting, NoLetting> {
    let site = &inputs.estate.sites[number];
    let policy = inputs.policy;
    let as_of = inputs.estate.snapshot.as_of;
    if matches!(site.status_or_operational(), Some(Status::Sold)) {
        return Err(NoLetting::Cannot(Basis::NothingToLet));
    }
    let lettable = lettable_area(site, &inputs.measures.sites[number])?;
    let leases = inputs.book.running(number, as_of);
    let permission = permission::of_site(site, &leases, policy)?;
    // What may not be let today may not be let later.
    if head_lease_checks::energy(site, as_of, policy) == Some(false) {
        return Err(NoLetting::NotKnown(Basis::EpcBelowMinimum, Gap::EnergyRating.into()));
    }
    let free_from = free_from(inputs, site)?;
    let recovered = recovered_per_m2(site, &inputs.measures.sites[number], policy)
        .map_err(|gaps| NoLetting::NotKnown(Basis::LettingCostUnknown, gaps))?;
    let offers = tenants::offers(inputs, site, &leases, lettable)?;
    let others = offers.len() - 1;
    let mut best: Option<Letting> = None;
    let mut refused =
        NoLetting::NotKnown(Basis::LettingExitUnknown, inputs.tenure.sites[number].gaps);
    for offer in offers {
        let place = Place { site, number, leases: &leases, permission, free_from, recovered };
        match letting(inputs, &place, offer) {
            Err(why) => refused = why,
            Ok(found) => {
                if best.as_ref().is_none_or(|b| found.expected_budget > b.expected_budget) {
                    best = Some(Letting { others, ..found });
                }
            }
        }
    }
    best.ok_or(refused)
}

/// What does not depend on who takes the space.
#[derive(Clone, Copy)]
struct Place<'a> {
    site: &'a Site,
    number: usize,
    leases: &'a [&'a Lease],
    permission: Permission,
    /// The first day on which no constraint stops a letting.
    free_from: Date,
    /// What a tenant pays back, pounds a year per m².
    recovered: Decimal,
}

fn letting(
    inputs: &LettingInputs<'_>,
    place: &Place<'_>,
    offer: Offer,
) -> Result<Letting, NoLetting> {
    // Only a rent beyond belief brings a sum there beyond what can be held.
    let range = NoLetting::NotKnown(Basis::ExitBeyondRange, Gap::RentalValue.into());
    let policy = inputs.policy;
    let on_market = offer.tenant == Tenant::OpenMarket;
    let term = term(inputs, place, &offer)?;
    if head_lease_checks::energy(place.site, term.from(), policy) == Some(false) {
        return Err(NoLetting::NotKnown(Basis::EpcBelowMinimum, Gap::EnergyRating.into()));
    }
    let rent = offer.rent_per_m2.checked_mul(offer.area.as_m2()).ok_or(range)?.to_penny();
    let free = if on_market { policy.whole(FigureName::LettingRentFreeMonths) } else { 0 };
    let flows = flows(inputs, place, &offer, (term, rent, free)).ok_or(range)?;
    let sum = |of: fn(&Flow) -> Money| Money::checked_sum(flows.iter().map(of)).ok_or(range);
    let spent = |of: fn(&Flow) -> Money| {
        let asked = flows.iter().filter(|f| f.kind == FlowKind::Permission).map(of);
        Money::checked_sum(asked).ok_or(range)
    };
    let expected = |of: fn(&Flow) -> Money| {
        let (all, spent) = (sum(of)?, spent(of)?);
        let rest = all.checked_sub(spent).and_then(|m| m.checked_mul(place.permission.chance));
        rest.and_then(|rest| rest.checked_add(spent)).map(Money::to_penny).ok_or(range)
    };
    let expected_budget = expected(|f| f.budget())?;
    let value = expected_budget.as_pounds().checked_div(offer.area.as_m2()).ok_or(range)?;
    Ok(Letting {
        budget: sum(|f| f.budget())?,
        economic: sum(|f| f.economic())?,
        expected_budget,
        expected_economic: expected(|f| f.economic())?,
        value_per_m2: Money::pounds(value).to_penny(),
        tests: head_lease_checks::proposed_tests(
            inputs,
            place.site,
            place.number,
            place.leases,
            term,
        ),
        tenant: offer.tenant,
        area: offer.area,
        rent,
        rent_source: offer.source,
        term,
        rent_free_months: free,
        permission: place.permission,
        flows,
        others: 0,
    })
}

/// Returns the first day on which no constraint stops a letting.
fn free_from(inputs: &LettingInputs<'_>, site: &Site) -> Result<Date, NoLetting> {
    let as_of = inputs.estate.snapshot.as_of;
    let own = inputs.estate.constraints_of(&site.site_id).iter().filter(|c| c.holds_on(as_of));
    let stops = own.filter(|c| c.blocks_or_both() != Blocks::Sale);
    stops.map(|c| c.until.and_then(|day| day.succ_opt())).try_fold(as_of, |free, until| {
        until.map(|day| free.max(day)).ok_or(NoLetting::Cannot(Basis::LettingBarred))
    })
}

/// Returns what a tenant pays back of the running cost, pounds a year per m²; rent is not in it.
///
/// # Errors
/// The facts without which it is not known.
fn recovered_per_m2(
    site: &Site,
    measures: &SiteMeasures,
    policy: &Policy,
) -> Result<Decimal, Gaps> {
    let gaps = Gaps::NONE
        .and_if(measures.costs.is_none(), Gap::RunningCost)
        .and_if(site.gia_m2.is_none_or(|area| area.as_m2().is_zero()), Gap::GrossArea);
    let share = || {
        let costs = measures.costs.as_ref()?;
        let with_rent = costs.iter().try_fold(0_i64, |sum, pence| sum.checked_add(*pence))?;
        let pence = with_rent.checked_sub(costs[CostCategory::Rent as usize])?;
        let recovery = policy.figure(FigureName::LettingRecovery);
        let cost = Money::from_pence(pence.max(0)).checked_mul(recovery)?;
        cost.as_pounds().checked_div(site.gia_m2?.as_m2())
    };
    share().ok_or_else(|| gaps.or(Gap::RunningCost))
}

/// Returns the days of a letting: from a quarter day, for the policy's term, before our own exit, and for a
/// partner no longer than it looks for space.
fn term(inputs: &LettingInputs<'_>, place: &Place<'_>, offer: &Offer) -> Result<Period, NoLetting> {
    let policy = inputs.policy;
    let range = NoLetting::NotKnown(Basis::ExitBeyondRange, Gaps::NONE);
    let as_of = inputs.estate.snapshot.as_of;
    let on_market = offer.tenant == Tenant::OpenMarket;
    let marketing = if on_market { policy.whole(FigureName::LettingMarketingMonths) } else { 0 };
    let months = marketing.checked_add(place.permission.months).ok_or(range)?;
    let ready = months_later(as_of, months).ok_or(range)?.max(place.free_from);
    let start = ready.pred_opt().and_then(next_quarter_day).ok_or(range)?;
    let mut until =
        months_later(start, policy.whole(FigureName::LettingTermMonths)).ok_or(range)?;
    // The last day of the letting is before the day of our exit.
    let exit = &inputs.tenure.sites[place.number];
    let unknown = |_| NoLetting::NotKnown(Basis::LettingExitUnknown, exit.gaps);
    let exit = exit.ends_lettings().map_err(unknown)?;
    // A partner stays no longer than it looks for space.
    let wanted = offer.until.and_then(|last| last.succ_opt());
    until = exit.into_iter().chain(wanted).fold(until, Date::min);
    let short = NoLetting::Cannot(Basis::LettingNoTime);
    let term = Period::new(start, until).ok_or(short)?;
    let shortest = i64::from(policy.whole(FigureName::LettingShortestMonths));
    if whole_months(start, until) < shortest { Err(short) } else { Ok(term) }
}

/// Puts the cash flow together; `None` beyond the range of money or dates.
fn flows(
    inputs: &LettingInputs<'_>,
    place: &Place<'_>,
    offer: &Offer,
    (term, rent, free): (Period, Money, u32),
) -> Option<Vec<Flow>> {
    let policy = inputs.policy;
    let as_of = inputs.estate.snapshot.as_of;
    let m2 = offer.area.as_m2();
    let public = matches!(offer.tenant, Tenant::Partner { public: true, .. });
    let recovered = Money::pounds(place.recovered.checked_mul(m2)?).to_penny();
    let schedule = rent_schedule(
        &terms(term, rent, free, recovered, policy.leases().days_in_year)?,
        None,
        Ahead::NotKnown,
        None,
    );
    let schedule = schedule.ok()?;
    let money = |name| Money::pounds(policy.figure(name));
    let mut sums: Vec<(Date, FlowKind, Money, Prices)> = Vec::new();
    let mut pay = |on, kind, amount: Money, prices| {
        let less = Money::ZERO.checked_sub(amount.to_penny())?;
        if less != Money::ZERO {
            sums.push((on, kind, less, prices));
        }
        Some(())
    };
    let start = term.from();
    pay(as_of, FlowKind::Permission, place.permission.cost, Prices::Today)?;
    let works = |sum| works_with_bias(sum, policy);
    let fit_out = works(money(FigureName::LettingFitOut).checked_mul(m2)?)?;
    pay(start, FlowKind::FitOut, fit_out, Prices::Today)?;
    // An entrance that is not recorded is taken to be missing: works are then too dear, never too cheap.
    if place.site.separate_entrance != Some(true) {
        let separation = works(money(FigureName::LettingSeparation))?;
        pay(start, FlowKind::Separation, separation, Prices::Today)?;
    }
    if offer.tenant == Tenant::OpenMarket {
        let fee = rent.checked_mul(policy.figure(FigureName::LettingAgent))?;
        pay(start, FlowKind::Agent, fee, Prices::Cash)?;
    }
    pay(start, FlowKind::Legal, money(FigureName::LettingLegal), Prices::Today)?;
    for payment in &schedule.payments {
        let (on, amount) = (payment.due, payment.amount.ok()?);
        match payment.kind {
            PaymentKind::Rent => {
                for (kind, figure) in [
                    (FlowKind::Voids, FigureName::LettingVoids),
                    (FlowKind::Management, FigureName::LettingManagement),
                ] {
                    pay(on, kind, amount.checked_mul(policy.figure(figure))?, Prices::Cash)?;
                }
                pay(on, FlowKind::Rent, Money::ZERO.checked_sub(amount)?, Prices::Cash)?;
            }
            PaymentKind::ServiceCharge => {
                pay(on, FlowKind::Recovered, Money::ZERO.checked_sub(amount)?, Prices::Today)?;
            }
            _ => {}
        }
    }
    sums.sort_by_key(|(on, kind, ..)| (*on, *kind));
    let other = if public { Other::Public } else { Other::Private };
    let flow = |(on, kind, amount, prices)| inputs.ledgers.dated(on, kind, amount, prices, other);
    sums.into_iter().map(flow).collect()
}

/// A fixed rent on quarter days in advance, with the months without rent at the start.
fn terms(
    term: Period,
    rent: Money,
    free: u32,
    recovered: Money,
    days_in_year: u32,
) -> Option<RentTerms> {
    // Whole quarters, to the nearest: months counted by the calendar would end a day or some before or after.
    let quarters = free.saturating_add(1) / 3;
    let free_until = (0..quarters).try_fold(term.from(), |day, _| next_quarter_day(day))?;
    let free_until = free_until.min(term.until());
    let concession = (free_until > term.from()).then_some(Concession {
        from: term.from(),
        until: Ok(free_until),
        rent: Ok(Money::ZERO),
    });
    Some(RentTerms {
        goes_on: false,
        term,
        rent: Some(rent),
        rent_on: term.from(),
        payment: Payment::QuarterDays,
        in_advance: true,
        days_in_year,
        concessions: concession.into_iter().collect(),
        changes: Vec::new(),
        review: Some(Review::None),
        undated_review: None,
        index: IndexTerms {
            cap: None,
            collar: None,
            compound: None,
            upward_only: None,
            base_month: None,
        },
        erv: None,
        service_charge: Some(recovered),
        vat_opted: Some(false),
        deposit: Some(Money::ZERO),
        dilapidations: Some(Money::ZERO),
        taken: Vec::new(),
    })
}

impl Letting {
    /// Returns the last day.
    #[must_use]
    pub fn ends(&self) -> Date {
        self.term.until().checked_sub_days(Days::new(1)).unwrap_or(self.term.from())
    }

    /// Tells whether something has to be obtained from a landlord first.
    #[must_use]
    pub const fn needs_permission(&self) -> bool {
        !matches!(self.permission.kind, PermissionKind::NoneNeeded | PermissionKind::Given)
    }
}
