//! What could be done with each site, as rows; the restricted edition alone has any.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::{Results, parts::with_room};
use crate::{
    appraise::{
        Advice, AdviceReason, Appraisal, Bar, DecisionSource, Flag, Flow, FlowKind, FollowsTerm,
        KindSums, LeaseSums, Missing, OptionKind, Recommendation, SiteOption, WouldChange,
    },
    load::Estate,
    model::{Date, LeaseId, Money, Prices, Principle, Role, Site, SiteId, words},
    policy::BestValue,
    tenure::{LeaseCash, lease_cash},
};

words! {
    /// Whether an option can be taken.
    #[derive(Default)]
    OptionState {
        #[default]
        Available = "available",
        /// If the other side agrees.
        ByAgreement = "by_agreement",
        /// While no other closure takes the room.
        WhileRoomLasts = "while_room_lasts",
        Barred = "barred",
    }
}

/// How far the options of a site are settled, and which leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    /// How far they are settled.
    pub advice: Advice,
    /// The option that is recommended or decided, or that leads while it is open.
    pub leads: Option<OptionKind>,
}

impl Verdict {
    /// That of a site without options, and of every site in the public edition.
    pub const NONE: Self = Self { advice: Advice::None, leads: None };

    /// Returns the word that stands in files: the recommended option, `open`, `decided`, or nothing.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match (self.advice, self.leads) {
            (Advice::Recommended, Some(kind)) => kind.word(),
            (Advice::Open | Advice::Decided, _) => self.advice.word(),
            (Advice::Recommended | Advice::None, _) => "",
        }
    }

    /// Returns the option that is recommended.
    #[must_use]
    pub fn recommended(self) -> Option<OptionKind> {
        self.leads.filter(|_| self.advice == Advice::Recommended)
    }

    /// Returns the option that the body has decided on.
    #[must_use]
    pub fn decided(self) -> Option<OptionKind> {
        self.leads.filter(|_| self.advice == Advice::Decided)
    }

    /// Tells whether the option recommended or decided closes the site.
    #[must_use]
    pub fn closes(self) -> bool {
        self.recommended().or(self.decided()).is_some_and(OptionKind::closes)
    }

    /// Tells whether the choice waits for facts.
    #[must_use]
    pub fn is_open(self) -> bool {
        self.advice == Advice::Open
    }

    /// Tells whether the site has options at all.
    #[must_use]
    pub const fn is_any(self) -> bool {
        !self.word().is_empty()
    }
}

impl Default for Verdict {
    fn default() -> Self {
        Self::NONE
    }
}

impl From<&Recommendation> for Verdict {
    fn from(found: &Recommendation) -> Self {
        Self { advice: found.advice, leads: found.leads }
    }
}

/// Options, their cash flows and the recommendations; all empty in the public edition.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// In order of site, then kind.
    pub rows: Vec<OptionRow>,
    /// The sums of every option.
    pub flows: OptionFlows,
    /// One a site, in `site_id` order.
    pub advice: Vec<AdviceRow>,
    /// The body's principles, in its order: id, words, source.
    pub principles: Vec<(String, String, String)>,
}

/// The sums of every option of every site, in order of site, kind, day.
///
/// They stay where they were worked out, and each becomes a row as it is read: a large estate has a million.
#[derive(Debug, Clone, Default)]
pub struct OptionFlows {
    /// None in the public edition.
    of: Option<FlowsOf>,
}

#[derive(Debug, Clone)]
struct FlowsOf {
    appraisal: Arc<Appraisal>,
    /// In the order of the recommendations.
    sites: Vec<SiteId>,
    /// In the order of the estate.
    leases: Vec<LeaseId>,
}

impl OptionFlows {
    fn of(results: Results<'_>) -> Self {
        let Results { estate, appraisal, .. } = results;
        let of = FlowsOf {
            appraisal: Arc::clone(appraisal),
            sites: estate.sites.iter().map(|site| site.site_id.clone()).collect(),
            leases: estate.leases.iter().map(|lease| lease.lease_id.clone()).collect(),
        };
        Self { of: Some(of) }
    }

    /// Returns the rows in order.
    pub fn iter(&self) -> impl Iterator<Item = OptionFlowRow> {
        let all = |of: &'_ FlowsOf| 0..of.sites.len();
        self.of.iter().flat_map(move |of| all(of).flat_map(|site| of.rows(site)))
    }

    /// Returns the rows of one site.
    pub fn of_site<'a>(&'a self, site_id: &'a str) -> impl Iterator<Item = OptionFlowRow> + 'a {
        let is_it = move |site: &SiteId| site.as_str() == site_id;
        let find = move |of: &FlowsOf| of.sites.iter().position(is_it);
        let found = self.of.iter().filter_map(move |of| Some((of, find(of)?)));
        found.flat_map(|(of, site)| of.rows(site))
    }

    /// Returns how many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        let found = self.of.iter().flat_map(|of| &of.appraisal.recommendations);
        found.flat_map(|found| &found.options).map(|option| option.flows.len()).sum()
    }
}

impl FlowsOf {
    fn rows(&self, site: usize) -> impl Iterator<Item = OptionFlowRow> {
        let found = self.appraisal.recommendations.get(site).zip(self.sites.get(site));
        found.into_iter().flat_map(move |(found, site_id)| {
            found.options.iter().flat_map(move |option| {
                option.flows.iter().map(move |flow| self.row(site_id, option.kind, flow))
            })
        })
    }

    fn row(&self, site_id: &SiteId, kind: OptionKind, flow: &Flow) -> OptionFlowRow {
        flow_row(site_id, kind, flow, flow.lease().and_then(|number| self.leases.get(number)))
    }
}

/// One line of `options.csv`.
#[derive(Debug, Clone, Default)]
#[allow(missing_docs, reason = "the rest are named as the columns they are shown under")]
pub struct OptionRow {
    pub site_id: String,
    pub name: String,
    pub option: OptionKind,
    pub state: OptionState,
    /// Whether it is the one that is recommended.
    pub recommended: bool,
    /// Whether it is the one that the body has decided on.
    pub decided: bool,
    pub done_on: Option<Date>,
    /// Net present values of what is known; all of it unless `missing` says otherwise.
    pub economic: Money,
    pub budget: Money,
    pub public_sector: Money,
    /// Over business as usual; `None` is not known.
    pub advantage_economic: Option<Money>,
    pub advantage_budget: Option<Money>,
    pub advantage_public_sector: Option<Money>,
    /// Least and most the economic advantage can be.
    pub advantage_low: Option<Money>,
    pub advantage_high: Option<Money>,
    /// What of the economic advantage, as far as it is known, falls to the end of what leases bind us to, and what beyond it.
    pub advantage_bound: Option<Money>,
    pub advantage_beyond: Option<Money>,
    /// The economic advantage if a landlord of whom that is not recorded is a public body; empty where none is.
    pub advantage_if_public: Option<Money>,
    /// The real rate of return of the economic advantage, a fraction with four decimals; empty where there is none.
    pub irr: String,
    pub equivalent_annual: Option<Money>,
    pub payback_on: Option<Date>,
    /// A fraction with four decimals; empty where there is none.
    pub switching: String,
    pub break_even_receipt: Option<Money>,
    /// Facts that are not known.
    pub missing: Vec<Missing>,
    /// What stands in the way, until when.
    pub bars: Vec<Bar>,
    /// What is to be settled on the way.
    pub flags: Vec<Flag>,
    /// What a share in a later uplift could bring; in no other sum.
    pub upside_low: Option<Money>,
    pub upside_high: Option<Money>,
    /// Ids of the principles it serves and breaches.
    pub serves: Vec<String>,
    pub breaches: Vec<String>,
}

/// One line of `option_flows.csv`.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "named as the columns they are shown under")]
pub struct OptionFlowRow {
    pub site_id: SiteId,
    pub option: OptionKind,
    pub on: Date,
    pub what: FlowKind,
    /// The lease whose schedule it comes from; empty where it is none's.
    pub lease_id: Option<LeaseId>,
    /// Whether it is there only if a lease is renewed.
    pub beyond: bool,
    pub amount: Money,
    pub prices: Prices,
    /// What £1 on the day is worth now.
    pub factor: Decimal,
    pub budget: Money,
    pub economic: Money,
    pub public_sector: Money,
}

/// What is recommended at a site, and why.
#[derive(Debug, Clone, Default)]
#[allow(missing_docs, reason = "the rest say themselves")]
pub struct AdviceRow {
    pub site_id: String,
    pub name: String,
    /// What is recommended or decided.
    pub verdict: Verdict,
    /// On what a decision rests; `None` without one.
    pub decided_by: Option<DecisionSource>,
    /// Why it is recommended, or nothing is yet.
    pub why: AdviceReason,
    pub would_change: Vec<WouldChange>,
    /// Facts that would settle it.
    pub settles: Vec<Missing>,
    /// The line of the tables that would settle each: table, site, option and fact, or column.
    pub closed_by: Vec<String>,
    /// Whether it can be sold and it is not recorded that it was acquired under compulsory purchase, or was not.
    pub may_be_purchased: bool,
    /// Each lease of the site in each option, in order of lease.
    pub leases: Vec<LeaseInOptionsRow>,
    /// The sums of the option that leads, by kind, in the order in which they first fall due.
    pub flows: Vec<KindSums>,
    /// What best value asks for where a sale is recommended or leads.
    pub best_value: Option<BestValue>,
}

/// One lease in the options of its site.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "the rest say themselves")]
pub struct LeaseInOptionsRow {
    pub lease_id: String,
    pub counterparty: String,
    /// Our side of it.
    pub role: Role,
    /// The last day of the term as it stands; `None` of a periodic tenancy.
    pub ends_on: Option<Date>,
    /// What business as usual takes to follow the term.
    pub after: FollowsTerm,
    /// One an option, in their order.
    pub sums: Vec<LeaseSums>,
}

/// Returns how far the options of a site are settled.
pub(super) fn verdict(results: Results<'_>, number: usize) -> Verdict {
    results.appraisal.recommendations.get(number).map_or(Verdict::NONE, Verdict::from)
}

/// Makes the rows of every site.
pub(super) fn of(results: Results<'_>) -> Options {
    let Results { estate, appraisal, policy, .. } = results;
    let wanted = principles(results);
    let pairs = || estate.sites.iter().zip(&appraisal.recommendations);
    let decided = &appraisal.decided;
    let rows = pairs().flat_map(|(site, found)| {
        found.options.iter().map(|option| row(site, found, option, wanted))
    });
    let options = pairs().map(|(_, found)| found.options.len()).sum();
    let cash = lease_cash(estate, policy);
    let advice =
        pairs().zip(decided).zip(&cash).map(|(((site, found), decided), leases)| AdviceRow {
            leases: lease_rows(results, leases, found),
            decided_by: decided.as_ref().map(|d| d.source.clone()),
            site_id: site.site_id.to_string(),
            name: site.name.clone(),
            verdict: Verdict::from(found),
            why: found.why.clone(),
            would_change: found.would_change.clone(),
            settles: found.settles.iter().map(|(_, fact)| *fact).collect(),
            closed_by: found.closed_by(&site.site_id),
            may_be_purchased: site.compulsorily_purchased.is_none()
                && found.options.iter().any(|o| o.kind.is_sale()),
            flows: found.leading_sums(),
            best_value: found
                .is_sold()
                .then(|| policy.best_value.clone())
                .filter(|said| !said.words.is_empty()),
        });
    let principles = wanted.iter().map(|p| (p.id.clone(), p.words.clone(), p.source.clone()));
    Options {
        rows: with_room(options, rows),
        flows: OptionFlows::of(results),
        advice: advice.collect(),
        principles: principles.collect(),
    }
}

/// Returns what the body wants of its estate: as its paper states it, else its policy file.
fn principles(results: Results<'_>) -> &[Principle] {
    let own = results.estate.paper.principles.as_slice();
    if own.is_empty() { &results.policy.principles } else { own }
}

fn lease_rows(
    results: Results<'_>,
    leases: &[LeaseCash<'_>],
    found: &Recommendation,
) -> Vec<LeaseInOptionsRow> {
    let flows = found.by_lease();
    let row = |lease: &LeaseCash<'_>| LeaseInOptionsRow {
        lease_id: lease.lease.lease_id.to_string(),
        counterparty: lease.lease.counterparty.clone().unwrap_or_default(),
        role: lease.lease.role,
        ends_on: lease.ends_on,
        after: flows.after_term(lease, results.estate.snapshot.as_of),
        sums: flows.sums(lease),
    };
    leases.iter().map(row).collect()
}

fn row(
    site: &Site,
    found: &Recommendation,
    option: &SiteOption,
    principles: &[Principle],
) -> OptionRow {
    let against = &option.against;
    let advantage = against.advantage;
    let state = match (option.is_open(), option.by_agreement) {
        (false, _) => OptionState::Barred,
        (true, true) => OptionState::ByAgreement,
        (true, false) if option.kind.holds_alone() => OptionState::WhileRoomLasts,
        (true, false) => OptionState::Available,
    };
    let speaks = |p: &&Principle| !p.only_with_public_counter || site.public_counter == Some(true);
    let with = |of: fn(&Principle) -> &Vec<String>| {
        let named = |p: &&Principle| of(p).iter().any(|word| word == option.kind.word());
        principles.iter().filter(speaks).filter(named).map(|p| p.id.clone()).collect()
    };
    OptionRow {
        site_id: site.site_id.to_string(),
        name: site.name.clone(),
        option: option.kind,
        state,
        recommended: found.advice == Advice::Recommended && found.leads == Some(option.kind),
        decided: found.advice == Advice::Decided && found.leads == Some(option.kind),
        done_on: option.done_on,
        economic: against.own.economic,
        budget: against.own.budget,
        public_sector: against.own.public_sector,
        advantage_economic: advantage.map(|a| a.economic),
        advantage_budget: advantage.map(|a| a.budget),
        advantage_public_sector: advantage.map(|a| a.public_sector),
        advantage_low: against.low,
        advantage_high: against.high,
        advantage_bound: against.low.or(against.high).map(|_| against.bound),
        advantage_beyond: against.low.or(against.high).map(|_| against.beyond),
        advantage_if_public: advantage
            .filter(|_| against.if_public != Money::ZERO)
            .and_then(|a| a.economic.checked_add(against.if_public)),
        irr: against.rate_of_return.map_or_else(String::new, |rate| format!("{rate:.4}")),
        equivalent_annual: against.equivalent_annual,
        payback_on: found.payback(option.kind),
        switching: against.switching.map_or_else(String::new, |s| format!("{:.4}", s.round_dp(4))),
        break_even_receipt: against.break_even_receipt,
        missing: option.missing.clone(),
        bars: option.bars.clone(),
        flags: option.flags.clone(),
        upside_low: option.upside.map(|u| u.0),
        upside_high: option.upside.map(|u| u.1),
        serves: with(|p| &p.serves),
        breaches: with(|p| &p.breaches),
    }
}

/// Returns the row of one sum of an option.
pub(super) fn flow(estate: &Estate, site: &Site, kind: OptionKind, flow: &Flow) -> OptionFlowRow {
    let lease = flow.lease().and_then(|number| estate.leases.get(number));
    flow_row(&site.site_id, kind, flow, lease.map(|lease| &lease.lease_id))
}

fn flow_row(
    site_id: &SiteId,
    kind: OptionKind,
    flow: &Flow,
    lease: Option<&LeaseId>,
) -> OptionFlowRow {
    OptionFlowRow {
        site_id: site_id.clone(),
        option: kind,
        on: flow.on,
        what: flow.kind,
        lease_id: lease.cloned(),
        beyond: flow.beyond,
        amount: flow.amount(),
        prices: flow.prices,
        factor: flow.factor(),
        budget: flow.budget(),
        economic: flow.economic(),
        public_sector: flow.public_sector(),
    }
}
