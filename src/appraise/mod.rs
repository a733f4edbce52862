//! Estate, exits and measures in; the options of each site and what they are worth out.
//!
//! `permission` reads what a letting needs of the landlord, `tenants` who could take the space and at what
//! rent, `letting` puts the cash flow together in both ledgers, `head_lease_checks` holds a letting, proposed or
//! running, against the lease above it; `options` sets what could be done with a site against business as
//! usual, and `decided` puts what the body has decided in the place of a recommendation. A site whose facts
//! do not settle it has no letting and says why: [`NoLetting`].

mod decided;
mod delayed;
mod flow;
mod head_lease_checks;
mod letting;
mod letting_inputs;
mod options;
mod permission;
mod tenants;

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::{
    cover::{self, Cover},
    load::Estate,
    measure::{FoundRows, Measures},
    model::{
        Basis, Date, FinancialYear, Gap, Gaps, Measure, Money, Prices, Quantity, Reading, RowRef,
    },
    policy::Policy,
    tenure::{LeaseBook, SiteExits, lease_cash},
};

pub use decided::{Decided, DecisionSource, sold_by_receipt};
pub use delayed::{Delay, delayed};
pub use flow::{Flow, FlowKind};
pub use head_lease_checks::{
    LettingTest, Outcome, RunningLetting, TestKind, TestReason, running_tests,
};
pub use letting::Letting;
pub use options::{
    Advice, AdviceReason, Against, Bar, BarReason, Flag, FlowsByLease, FollowsTerm, Held, KindSums,
    LeaseSums, Missing, OptionKind, Recommendation, SiteOption, Stopped, Sums, Turn, Worth,
    WouldChange,
};
pub use permission::{Permission, PermissionKind};
pub use tenants::{RentSource, Tenant};

/// Why no letting of a site is appraised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoLetting {
    /// None can be made: a letting brings nothing.
    Cannot(Basis),
    /// Facts that settle it are not known; what they leave open, and which they are.
    NotKnown(Basis, Gaps),
}

impl NoLetting {
    /// Returns the reason.
    #[must_use]
    pub const fn basis(self) -> Basis {
        match self {
            Self::Cannot(basis) | Self::NotKnown(basis, _) => basis,
        }
    }
}

/// What letting the surplus space of every site is worth, in the order of [`Estate::sites`].
#[derive(Debug, Clone)]
pub struct Appraisal {
    /// The best letting of each site, or why there is none.
    pub lettings: Vec<Result<Letting, NoLetting>>,
    /// The options of each site, and which is recommended.
    pub recommendations: Vec<Recommendation>,
    /// What the body has decided of each site; `None` where nothing is.
    pub decided: Vec<Option<Decided>>,
    partner_need: Vec<(Reading, Vec<RowRef>)>,
}

/// Whether the cash flows of options are kept once they are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CashFlows {
    /// All of them, to be shown.
    Kept,
    /// None: a ranking needs what they come to alone, and a large estate has millions.
    Dropped,
}

/// Appraises the options of every site, letting its surplus space among them.
#[must_use]
pub fn appraise(
    estate: &Estate,
    tenure: &SiteExits,
    (measures, cover): (&Measures, &Cover),
    policy: &Policy,
    flows: CashFlows,
) -> Appraisal {
    let sites = estate.sites.len();
    let Some(ledgers) = flow::Ledgers::of(policy, estate.snapshot.as_of) else {
        // Only a day so late that the years of the appraisal have no end.
        return none(estate, Basis::ExitBeyondRange);
    };
    with_inputs(estate, tenure, (measures, cover), (policy, &ledgers, flows), |inputs| {
        let (lettings, partner_need): (Vec<_>, Vec<_>) = (0..sites)
            .into_par_iter()
            .map(|number| (letting::best(inputs, number), tenants::partner_need(inputs, number)))
            .unzip();
        let decided = decided::decisions(estate);
        let advise = |(number, letting): (usize, _)| {
            let schedules = options::Schedules::default();
            let site = options::SiteCase::of(inputs, letting, number, &schedules);
            let mut found = options::advise(site);
            if let Some(decided) = &decided[number] {
                found = decided.put_in(found);
            }
            if flows == CashFlows::Kept {
                options::rates_of_return(&mut found, &ledgers);
            }
            found
        };
        let recommendations = lettings.par_iter().enumerate().map(advise).collect();
        Appraisal { lettings, recommendations, decided, partner_need }
    })
}

/// Returns an appraisal of no site, and why there is none.
fn none(estate: &Estate, why: Basis) -> Appraisal {
    let sites = estate.sites.len();
    Appraisal {
        lettings: vec![Err(NoLetting::NotKnown(why, Gaps::NONE)); sites],
        recommendations: Vec::new(),
        decided: decided::decisions(estate),
        partner_need: vec![(Reading::unknown(why), Vec::new()); sites],
    }
}

/// Gathers what options are made from, and hands it on.
fn with_inputs<T>(
    estate: &Estate,
    tenure: &SiteExits,
    (measures, cover): (&Measures, &Cover),
    (policy, ledgers, flows): (&Policy, &flow::Ledgers, CashFlows),
    made: impl FnOnce(&letting_inputs::LettingInputs<'_>) -> T,
) -> T {
    let book = LeaseBook::of(estate);
    let cash = lease_cash(estate, policy);
    let reach = letting_inputs::PartnersInReach::of(estate, policy);
    made(&letting_inputs::LettingInputs {
        estate,
        tenure,
        measures,
        cover,
        book: &book,
        cash: &cash,
        reach: &reach,
        policy,
        ledgers,
        flows,
    })
}

impl Appraisal {
    /// Returns the years of empty rates that no row of the policy's table of multipliers covers.
    #[must_use]
    pub fn years_without_multiplier(&self, policy: &Policy) -> BTreeSet<FinancialYear> {
        let options = self.recommendations.iter().flat_map(|found| &found.options);
        let rates = options.flat_map(|o| &o.flows).filter(|f| f.kind == FlowKind::EmptyRates);
        let years = rates.map(|flow| FinancialYear::containing(flow.on));
        years.filter(|year| !policy.rates.covers(*year)).collect()
    }

    /// Puts letting value and partner need into the measures they were worked out from.
    #[must_use]
    pub fn set_in(&self, measures: Measures) -> Measures {
        let values = self.lettings.iter().map(letting_value).enumerate();
        let needs = self.partner_need.iter().map(|(need, _)| need.clone()).enumerate();
        measures.with(Measure::LettingValue, values).with(Measure::PartnerNeed, needs)
    }
}

/// What stands once places and options of an estate are known.
#[derive(Debug, Clone)]
pub struct Valued {
    /// Who is in reach, and where teams could go.
    pub cover: Cover,
    /// The measures with what cover and options read.
    pub measures: Measures,
    /// The options.
    pub appraisal: Appraisal,
}

/// Takes measures of an estate through [`cover::cover`] and [`appraise()`], and puts in what both read.
#[must_use]
pub fn valued(
    estate: &Estate,
    tenure: &SiteExits,
    measures: Measures,
    policy: &Policy,
    flows: CashFlows,
) -> Valued {
    let cover = cover::cover(estate, &measures, policy);
    let measures = cover::room_near_by(&cover, estate, cover::set_in(&cover, estate, measures));
    let appraisal = appraise(estate, tenure, (&measures, &cover), policy, flows);
    let measures = appraisal.set_in(measures);
    Valued { cover, measures, appraisal }
}

/// Takes measures as they are, without places, lettings and options: what would be read of these is not known.
#[must_use]
pub fn not_valued(estate: &Estate, measures: Measures, policy: &Policy) -> Valued {
    let appraisal = none(estate, Basis::NotReadYet);
    Valued { cover: Cover::left_out(policy), measures, appraisal }
}

/// Values works that make room for teams at other sites, each on its day and with the policy's optimism bias, as the
/// options have them; `None` beyond the range of money or of the appraisal's years.
#[must_use]
pub fn room_works(estate: &Estate, policy: &Policy, works: &[(Date, Money)]) -> Vec<Option<Flow>> {
    let ledgers = flow::Ledgers::of(policy, estate.snapshot.as_of);
    let of = |(on, cost): &(Date, Money)| {
        let paid = Money::ZERO.checked_sub(flow::works_with_bias(*cost, policy)?)?;
        let (kind, other) = (FlowKind::RoomWorks, flow::Other::Private);
        ledgers.as_ref()?.dated(*on, kind, paid, Prices::Today, other)
    };
    works.iter().map(of).collect()
}

/// Adds the rows of partners behind the readings of lettings to those that are found.
///
/// The other rows behind them are in [`crate::measure::sources`].
pub fn partner_sources(appraisal: &Appraisal, found: &mut FoundRows<'_>) {
    let pairs = appraisal.partner_need.iter().zip(&appraisal.lettings);
    for (number, ((need, rows), letting)) in pairs.enumerate() {
        let taken = letting.as_ref().is_ok_and(|l| l.tenant != Tenant::OpenMarket);
        for (measure, stands) in
            [(Measure::PartnerNeed, need.value.is_some()), (Measure::LettingValue, taken)]
        {
            rows.iter().filter(|_| stands).for_each(|row| found.add(number, &[measure], row));
        }
    }
}

/// Reads the expected budget value per m² let; a letting that cannot be made brings nothing.
fn letting_value(letting: &Result<Letting, NoLetting>) -> Reading {
    match letting {
        Ok(letting) => match letting.value_per_m2.pence() {
            Some(pence) => Reading::known(Quantity::Pence(pence), Basis::LettingBudget),
            None => Reading::unknown(Basis::LettingBudget).waits_for(Gap::RentalValue),
        },
        Err(NoLetting::Cannot(basis)) => Reading::known(Quantity::Pence(0), *basis),
        Err(NoLetting::NotKnown(basis, gaps)) => Reading::unknown(*basis).waits_for(*gaps),
    }
}
