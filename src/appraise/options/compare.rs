//! Options against business as usual, taken off once; the recommendation, or what would settle it.

use super::{
    AdviceReason, Against, Missing, OptionKind, SiteOption, WouldChange, backlog, break_even,
    facts::SiteCase, make, tally::FlowSums, why,
};
use crate::{
    appraise::flow::{Flow, FlowKind, Ledgers},
    finance::{confirm_xirr, equivalent_annual, payback, xirr},
    model::{Date, Gap, Money, SiteId, Status, words},
    policy::FigureName,
};

words!(
    /// How far the options of a site are settled.
    Advice {
        /// One option is best whatever the missing facts turn out to be.
        Recommended = "recommended",
        /// It depends on facts that are not known.
        Open = "open",
        /// The body has decided already; what the appraisal finds is told beside it.
        Decided = "decided",
        /// The site is sold.
        None = "none",
    }
);

/// The options of a site and what follows from them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recommendation {
    /// Every option, in the order of [`OptionKind`].
    pub options: Vec<SiteOption>,
    /// How far it is settled.
    pub advice: Advice,
    /// The option that is recommended, or that leads while it is open.
    pub leads: Option<OptionKind>,
    /// The facts that would settle it, each with the option that waits for it.
    pub settles: Vec<(OptionKind, Missing)>,
    /// Why.
    pub why: AdviceReason,
    /// What would change it, and what it waits for.
    pub would_change: Vec<WouldChange>,
}

/// Sets every option against business as usual, and recommends.
///
/// The economic ledger decides; the other two are shown. An option is recommended when the least it can
/// bring beats the most that any other open one can, and business as usual by more than the policy's
/// margin. What needs another's agreement, or is barred without end, is shown and not recommended.
pub(in crate::appraise) fn advise(site: SiteCase<'_>) -> Recommendation {
    let mut options = set_against_usual(site);
    if options.is_empty() {
        return Recommendation {
            options,
            advice: Advice::None,
            leads: None,
            settles: Vec::new(),
            why: AdviceReason::Sold,
            would_change: Vec::new(),
        };
    }
    let advice = settle(&options, site);
    let best_of_others = |kind: OptionKind| {
        let others = candidates(&options).filter(|o| o.kind != kind);
        others.filter_map(|o| o.against.low).max().unwrap_or(Money::ZERO)
    };
    let others: Vec<Money> = options.iter().map(|o| best_of_others(o.kind)).collect();
    for (option, other) in options.iter_mut().zip(others) {
        break_even::receipt_that_ties(option, other, site);
    }
    let mut found = Recommendation { options, ..advice };
    found.would_change = why::would_change(&found, margin(site));
    found
}

/// Returns every option of a site set against business as usual, which is the first; none of one that is sold.
pub(in crate::appraise) fn set_against_usual(site: SiteCase<'_>) -> Vec<SiteOption> {
    if matches!(site.site.status_or_operational(), Some(Status::Sold)) {
        return Vec::new();
    }
    let mut options = make::all(site);
    let (usual, lacks) = (options[0].tally.clone(), options[0].missing.clone());
    for option in &mut options {
        set_against(option, (&usual, &lacks), site);
    }
    options
}

/// Options that can be recommended.
pub(super) fn candidates(options: &[SiteOption]) -> impl Iterator<Item = &SiteOption> {
    options.iter().filter(|o| o.is_open() && !o.by_agreement && !o.kind.holds_alone())
}

fn margin(site: SiteCase<'_>) -> Money {
    Money::pounds(site.policy().figure(FigureName::OptionMargin))
}

/// Tells whether a fact that business as usual lacks too cancels: the site is kept as it is.
const fn keeps_all(kind: OptionKind) -> bool {
    matches!(kind, OptionKind::BusinessAsUsual | OptionKind::KeepAndShare | OptionKind::Sublet)
}

fn set_against(
    option: &mut SiteOption,
    (usual, of_usual): (&FlowSums, &[Missing]),
    site: SiteCase<'_>,
) {
    let both = option.tally.sums().zip(usual.sums());
    let Some((own, advantage)) = both.and_then(|(own, base)| Some((own, own.less(base)?))) else {
        option.missing.push(Missing::Range);
        return;
    };
    // Business as usual may owe dilapidations at the end of the term, but never a penalty.
    let penalty_alone = option.kind == OptionKind::Leave && site.exit.penalty.is_err();
    let shared =
        |fact: &Missing| of_usual.contains(fact) && !(penalty_alone && *fact == Missing::ExitCost);
    let alone = option.missing.iter().copied().filter(|f| !shared(f) && !f.is_transfer());
    let alone: Vec<Missing> = alone.collect();
    // What both spend alike cancels: all of it where the site is kept, all but the works that are put off by the
    // do-minimum.
    let differs = |fact: &&Missing| match option.kind {
        kind if keeps_all(kind) => false,
        OptionKind::DoMinimum => **fact == Missing::BacklogSignificant,
        _ => true,
    };
    let is_fact = |fact: &&Missing| **fact != Missing::RentReceived && !fact.is_transfer();
    let some_differ = of_usual.iter().filter(differs).any(|fact| is_fact(&fact));
    // An option that ends the use earlier bears no more of a cost that business as usual bears to the end. Works
    // that are put off bear more where they grow faster than money is discounted, unless they are put off for good.
    let bears_more = option.kind == OptionKind::DoMinimum && backlog::dearer_if_put_off(site);
    let costs_known = alone.iter().all(|f| f.is_gain()) && !(bears_more && some_differ);
    let gains_known = alone.iter().all(|f| f.is_cost()) && (bears_more || !some_differ);
    let own_known = option.missing.iter().all(|fact| fact.is_transfer());
    let transfers_known = !option.missing.iter().any(|fact| fact.is_transfer());
    let against = &mut option.against;
    against.own = own;
    let part = |of: fn(&FlowSums) -> Option<Money>| of(&option.tally)?.checked_sub(of(usual)?);
    let beyond = part(FlowSums::beyond).unwrap_or_default();
    against.beyond = beyond;
    against.bound = advantage.economic.checked_sub(beyond).unwrap_or_default();
    let to_landlords = part(FlowSums::transfer).unwrap_or_default();
    against.if_public = Money::ZERO.checked_sub(to_landlords).unwrap_or_default();
    against.beyond_if_public = part(FlowSums::beyond_transfer).unwrap_or_default();
    // A letting of unknown terms may lose as well as gain.
    let may_lose = option.kind == OptionKind::Sublet && !alone.is_empty();
    // A rent that is not known is lost where the letting ends with the option: the policy bounds it.
    let changes = !keeps_all(option.kind) && option.kind != OptionKind::DoMinimum;
    let loses = changes && of_usual.contains(&Missing::RentReceived);
    let least = || match loses {
        true => advantage.economic.checked_sub(site.most_rent_received()?),
        false => Some(advantage.economic),
    };
    against.low = least().filter(|_| costs_known && !may_lose);
    against.high = if gains_known {
        Some(advantage.economic)
    } else if alone.iter().all(|f| f.is_gain() || f.is_cost()) && !some_differ {
        option.most_gain.and_then(|most| advantage.economic.checked_add(most))
    } else {
        None
    };
    let all_known = costs_known && gains_known && transfers_known && !loses;
    against.advantage = all_known.then_some(advantage);
    if own_known {
        against.equivalent_annual = equivalent_annual(own.economic, site.ledgers.annuity);
    }
}

/// Works out the real rate of return of every option against business as usual.
///
/// Of the economic ledger at today's prices: a sum fixed in cash is deflated. Solved in floating point and confirmed in
/// decimals.
pub(in crate::appraise) fn rates_of_return(found: &mut Recommendation, ledgers: &Ledgers) {
    let real = |flow: &Flow| {
        let worth = flow.economic().as_pounds();
        let amount = worth.checked_div(ledgers.real.factor(flow.on)?)?;
        Some((flow.on, Money::pounds(amount).to_penny()))
    };
    let of = |flows: &[Flow]| flows.iter().map(real).collect::<Option<Vec<_>>>();
    let Some(usual) = found.options.first().and_then(|usual| of(&usual.flows)) else { return };
    for option in found.options.iter_mut().filter(|o| o.against.advantage.is_some()) {
        let Some(mut sums) = of(&option.flows) else { continue };
        let turned =
            usual.iter().filter_map(|(on, sum)| Some((*on, Money::ZERO.checked_sub(*sum)?)));
        sums.extend(turned);
        sums.sort_by_key(|(on, _)| *on);
        let Ok(rates) = xirr(&sums) else { continue };
        if let ([only], false) = (rates.all(), rates.beyond)
            && confirm_xirr(&sums, *only)
        {
            option.against.rate_of_return = format!("{:.6}", only.rate).parse().ok();
        }
    }
}

impl Recommendation {
    /// Returns the lines of the tables that would settle each fact, at the recommendation's site.
    ///
    /// `option_facts: FEN-031, leave_by_agreement, consideration` is a row to add, `sites: FEN-031, market_value` a
    /// cell to fill; a fact that several options wait for has a row for each, one beyond the range of the program none.
    #[must_use]
    pub fn closed_by(&self, site: &SiteId) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for (option, fact) in &self.settles {
            let waiting = candidates(&self.options).filter(|o| o.missing.contains(fact));
            let others = waiting.map(|o| o.kind).filter(|other| other != option);
            let waits: Vec<OptionKind> = std::iter::once(*option).chain(others).collect();
            for line in self.settled_by(site, *fact, &waits) {
                if !lines.contains(&line) {
                    lines.push(line);
                }
            }
        }
        lines
    }

    /// Returns the lines of the tables that would settle one fact, which these options wait for.
    #[must_use]
    pub fn settled_by(&self, site: &SiteId, fact: Missing, waits: &[OptionKind]) -> Vec<String> {
        let mut lines = Vec::new();
        for gap in self.gaps_behind(fact) {
            match (gap, gap.option_fact()) {
                (_, Some(kind)) => {
                    let fits = waits.iter().filter(|o| kind.options().contains(o));
                    lines.extend(fits.map(|o| format!("option_facts: {site}, {o}, {kind}")));
                }
                (Gap::Decision, _) => {
                    lines.push(format!("treasury.toml: {site}, {}", Gap::Decision.word()));
                }
                _ => lines.push(format!("{}: {site}, {}", gap.table(), gap.column())),
            }
        }
        lines
    }

    /// Returns the gaps behind a fact that any option lacks, in the order of the options.
    fn gaps_behind(&self, fact: Missing) -> Vec<Gap> {
        let met = self.options.iter().flat_map(|option| &option.gaps);
        let own = met.filter(|(of, _)| *of == fact).map(|(_, gap)| *gap);
        let mut gaps: Vec<Gap> = Vec::new();
        for gap in own {
            if !gaps.contains(&gap) {
                gaps.push(gap);
            }
        }
        // What a choice rests on no option lacks.
        if gaps.is_empty() {
            gaps.extend(fact.gap());
        }
        gaps
    }

    /// Returns what running elsewhere costs a year once the site is given up: workstations, or its function.
    ///
    /// By the option that leads, else by the first that gives the site up. Pounds a year at today's prices. `None`
    /// where no option gives it up, where what is needed elsewhere is not known, or where cash flows are not kept.
    #[must_use]
    pub fn elsewhere_a_year(&self) -> Option<Money> {
        let gives_up = |o: &&SiteOption| o.kind.gives_up() && !o.flows.is_empty();
        let leads = self.options.iter().find(|o| Some(o.kind) == self.leads).filter(gives_up);
        let option = leads.or_else(|| self.options.iter().find(gives_up))?;
        if option.missing.iter().any(|f| matches!(f, Missing::Need | Missing::Function)) {
            return None;
        }
        // Each is the same every whole year: the dearest year is one.
        let of = |kind| {
            let own = option.flows.iter().filter(|f| f.kind == kind);
            own.filter_map(|f| Money::ZERO.checked_sub(f.amount())).max().unwrap_or_default()
        };
        of(FlowKind::DesksElsewhere).checked_add(of(FlowKind::FunctionElsewhere))
    }

    /// Returns the day from which the budget is never worse off than under business as usual, undiscounted.
    ///
    /// Not before the option is done. `None` when it never is, when the option is barred without end, when the
    /// advantage is not known, or when nothing differs.
    #[must_use]
    pub fn payback(&self, kind: OptionKind) -> Option<Date> {
        let usual = self.options.first()?;
        let option = self.options.iter().find(|o| o.kind == kind && o.is_open())?;
        option.against.advantage?;
        let changes = option.flows != usual.flows;
        let paid = payback(&difference(&option.flows, &usual.flows)).filter(|_| changes)?;
        Some(option.done_on.map_or(paid, |done| paid.max(done)))
    }
}

/// The undiscounted budget of an option less that of business as usual, by day.
fn difference(option: &[Flow], usual: &[Flow]) -> Vec<(Date, Money)> {
    let turned = usual.iter().filter_map(|f| Some((f.on, Money::ZERO.checked_sub(f.amount())?)));
    let mut flows: Vec<(Date, Money)> =
        option.iter().map(|f| (f.on, f.amount())).chain(turned).collect();
    flows.sort_by_key(|(on, _)| *on);
    flows
}

/// Facts, and the part of an advantage that rests on them.
type Assumed = (&'static [Missing], fn(&Against) -> Money);

/// An assumption that the comparison rests on, the facts that would settle it, and what of an advantage goes without.
const ASSUMED: [Assumed; 3] = [
    (&[Missing::AfterTerm], |against| against.beyond),
    (&[Missing::PublicLandlord], |against| to_unrecorded(against)),
    (&[Missing::AfterTerm, Missing::PublicLandlord], |against| {
        let both = against.beyond.checked_add(to_unrecorded(against));
        both.and_then(|both| both.checked_sub(against.beyond_if_public)).unwrap_or_default()
    }),
];

/// What is left of an advantage without a renewal and without rent to or from bodies that may be public.
fn rests_on_neither(against: &Against) -> Money {
    let all = against.bound.checked_add(against.beyond);
    all.and_then(|all| all.checked_sub(ASSUMED[2].1(against))).unwrap_or_default()
}

/// The part of an advantage that is rent of leases whose other side is not recorded as public or not.
fn to_unrecorded(against: &Against) -> Money {
    Money::ZERO.checked_sub(against.if_public).unwrap_or_default()
}

impl Against {
    /// Returns the least that a sum of it comes to, were leases not renewed of which that is assumed, or bodies public of whom
    /// that is not recorded.
    #[must_use]
    pub fn least_of(&self, sum: Money) -> Money {
        let without = ASSUMED.iter().filter_map(|(_, part)| sum.checked_sub(part(self)));
        without.fold(sum, Money::min)
    }
}

/// Recommends, or names what is open; the options themselves are left for the caller to add.
///
/// A choice that would be another one if a lease were not renewed, or if a landlord of whom that is not recorded were
/// a public body, is open.
fn settle(options: &[SiteOption], site: SiteCase<'_>) -> Recommendation {
    let margin = margin(site);
    let is_vacant = site.site.status_or_operational() == Some(Status::Vacant);
    let found = settle_by(options, margin, is_vacant);
    if found.advice != Advice::Recommended {
        return found;
    }
    let (mut instead, mut together) = (None, false);
    let mut turns: Vec<Missing> = Vec::new();
    for (facts, rests_on) in ASSUMED {
        // Both in doubt together are looked at only where neither turns it alone.
        if facts.len() > 1 && !turns.is_empty() {
            continue;
        }
        let less = |sum: Option<Money>, part: Money| sum.and_then(|sum| sum.checked_sub(part));
        let without = |option: &SiteOption| {
            let part = rests_on(&option.against);
            let mut against = option.against.clone();
            against.low = less(against.low, part);
            against.high = less(against.high, part);
            // What is compared needs no cash flows.
            SiteOption { against, ..option.without_flows() }
        };
        if options.iter().all(|o| rests_on(&o.against) == Money::ZERO) {
            continue;
        }
        let without: Vec<SiteOption> = options.iter().map(without).collect();
        let other = settle_by(&without, margin, is_vacant);
        if (other.advice, other.leads) != (found.advice, found.leads) {
            instead = instead.or(other.leads);
            turns.extend(facts);
            together = facts.len() > 1;
        }
    }
    let leading = options.iter().find(|o| Some(o.kind) == found.leads);
    let (Some(leading), false) = (leading, turns.is_empty()) else { return found };
    Recommendation {
        options: Vec::new(),
        advice: Advice::Open,
        leads: found.leads,
        why: match together {
            true => why::both_turn(leading, rests_on_neither(&leading.against)),
            false => why::turns(leading, &turns, instead),
        },
        would_change: Vec::new(),
        settles: turns.into_iter().map(|fact| (leading.kind, fact)).collect(),
    }
}

fn settle_by(options: &[SiteOption], margin: Money, is_vacant: bool) -> Recommendation {
    let low = |o: &SiteOption| o.against.low;
    // Business as usual stays unless another is better by the margin.
    let worth = |o: &SiteOption| {
        let least = low(o)?;
        (o.kind == OptionKind::BusinessAsUsual || least > margin).then_some(least)
    };
    let best = candidates(options).filter_map(|o| Some((worth(o)?, o))).max_by(|a, b| {
        // Of equal worth the earlier kind: the one that changes less.
        a.0.cmp(&b.0).then(b.1.kind.cmp(&a.1.kind))
    });
    let Some((least, best)) = best else {
        return open(options, None, &[], candidates(options).collect());
    };
    let bar = if best.kind == OptionKind::BusinessAsUsual { margin } else { least };
    let rivals: Vec<&SiteOption> = candidates(options)
        .filter(|o| o.kind != best.kind)
        .filter(|o| o.against.high.is_none_or(|high| high > bar) && !is_beaten(o, best))
        .collect();
    if rivals.is_empty() {
        return Recommendation {
            options: Vec::new(),
            advice: Advice::Recommended,
            leads: Some(best.kind),
            settles: Vec::new(),
            why: why::recommended(best, options, margin),
            would_change: Vec::new(),
        };
    }
    let leads = Some(best.kind).filter(|_| is_lead(best, &rivals, options, is_vacant));
    open(options, leads, &best.missing, rivals)
}

/// Tells whether the best of several is ahead of anything: business as usual is not where no other option can be held
/// against it yet, nor at a vacant site, which has no use to go on with.
fn is_lead(
    best: &SiteOption,
    rivals: &[&SiteOption],
    options: &[SiteOption],
    is_vacant: bool,
) -> bool {
    let is_rival = |option: &SiteOption| rivals.iter().any(|rival| rival.kind == option.kind);
    let others = || candidates(options).filter(|o| o.kind != best.kind);
    best.kind != OptionKind::BusinessAsUsual || !is_vacant && others().any(|o| !is_rival(o))
}

/// Tells whether an option cannot be worth more than another by their own sums, whatever business as usual costs.
fn is_beaten(option: &SiteOption, by: &SiteOption) -> bool {
    by.missing.iter().all(|fact| fact.is_gain() || fact.is_transfer())
        && option.missing.iter().all(|fact| fact.is_cost())
        && option.against.own.economic <= by.against.own.economic
}

fn open(
    options: &[SiteOption],
    leads: Option<OptionKind>,
    own: &[Missing],
    rivals: Vec<&SiteOption>,
) -> Recommendation {
    let usual = &options[0].missing;
    let mut settles: Vec<(OptionKind, Missing)> = Vec::new();
    for rival in rivals {
        let shared: Vec<Missing> = match rival.kind {
            kind if keeps_all(kind) => Vec::new(),
            OptionKind::DoMinimum => {
                usual.iter().filter(|f| **f == Missing::BacklogSignificant).copied().collect()
            }
            _ => usual.clone(),
        };
        let decides = |fact: &&Missing| !usual.contains(fact) && !fact.is_transfer();
        let alone = rival.missing.iter().filter(decides);
        settles.extend(alone.chain(&shared).map(|fact| (rival.kind, *fact)));
    }
    if let Some(kind) = leads {
        settles.extend(
            own.iter().filter(|f| !usual.contains(f) && !f.is_transfer()).map(|fact| (kind, *fact)),
        );
    }
    settles.sort_by_key(|(kind, fact)| (*fact, *kind));
    settles.dedup_by_key(|(_, fact)| *fact);
    let leading = options.iter().find(|o| Some(o.kind) == leads);
    Recommendation {
        options: Vec::new(),
        advice: Advice::Open,
        leads,
        why: why::open(leading, &settles),
        would_change: Vec::new(),
        settles,
    }
}
