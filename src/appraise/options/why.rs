//! What is recommended and why, and what would change it: the facts of it, without a word.

use rust_decimal::Decimal;

use super::{Bar, Missing, OptionKind, Recommendation, SiteOption, compare::candidates};
use crate::{
    appraise::{Advice, DecisionSource},
    model::{Date, Money},
};

/// What an option is worth over business as usual.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Worth {
    /// The option.
    pub kind: OptionKind,
    /// The least; `None` is not known, as in the next.
    pub low: Option<Money>,
    /// The most.
    pub high: Option<Money>,
}

/// Why an option is recommended, or none is yet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum AdviceReason {
    /// The site is sold.
    #[default]
    Sold,
    /// No other option is better than business as usual by this margin of the policy.
    NothingBetter(Money),
    /// One option is better than business as usual.
    Better {
        /// Which.
        best: Worth,
        /// What of it falls to the end of what leases bind us to, and beyond; `None` where nothing falls beyond.
        parts: Option<(Money, Money)>,
        /// The next best that is known to be better than business as usual.
        next: Option<Worth>,
    },
    /// Facts are needed.
    Open {
        /// Which.
        facts: Vec<Missing>,
        /// The strongest option on present information.
        leads: Option<Worth>,
    },
    /// The choice rests on assumptions, each of which would turn it alone.
    Turns(Vec<Turn>),
    /// The body has decided.
    Decided {
        /// On what.
        option: OptionKind,
        /// On what the decision rests.
        source: DecisionSource,
        /// What stops it; `None` where nothing does.
        stopped: Option<Stopped>,
        /// The option that the appraisal recommends; `None` where it is open.
        appraised: Option<OptionKind>,
        /// Why it does.
        why: Box<AdviceReason>,
    },
}

/// What stops an option that is decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stopped {
    /// The site has no such option.
    NoOption,
    /// These rule it out.
    RuledOut(Vec<Bar>),
    /// It must wait until a day for these.
    Waits(Date, Vec<Bar>),
}

/// An assumption that turns a choice; advantages over business as usual.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// That the lease is renewed after its term.
    Renewal {
        /// The option that leads.
        kind: OptionKind,
        /// Over the current lease.
        bound: Money,
        /// After it, if renewed.
        beyond: Money,
        /// The option that leads without.
        instead: Option<OptionKind>,
    },
    /// That the other side of the lease is no public body.
    PrivateLandlord {
        /// The option that leads.
        kind: OptionKind,
        /// Its advantage if it is none.
        private: Money,
        /// The same if it is one.
        public: Money,
    },
    /// Both together, neither of which turns it alone.
    Both {
        /// The option that leads.
        kind: OptionKind,
        /// Its advantage as assumed.
        all: Money,
        /// Its advantage without renewal and without rent to or from bodies that may be public.
        without: Money,
    },
}

/// What would change a recommendation, or what it waits for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WouldChange {
    /// A fall of the receipt by more than this fraction.
    ReceiptFalls(Decimal),
    /// That an option, the best of the others, is worth so much more; business as usual: the best so much less.
    Rival(OptionKind, Money),
    /// A net receipt of another option; zero where it would be as good even so.
    Receipt(OptionKind, Money),
    /// That these costs of another option come to less than this.
    CostsBelow(OptionKind, Vec<Missing>, Money),
    /// That an option, which would be better, was not ruled out by this.
    RuledOut(Worth, Bar),
    /// That another side agrees to one of these.
    Agreement(Vec<OptionKind>),
    /// That no other closure takes the room that moving its teams to other sites needs.
    OwnSpace(Worth),
    /// That what stands in its way for a time goes.
    Obstacles(Vec<Bar>),
    /// The facts that settle it, and nothing else.
    Facts,
}

impl Worth {
    const fn of(option: &SiteOption) -> Self {
        Self { kind: option.kind, low: option.against.low, high: option.against.high }
    }
}

impl Stopped {
    /// Finds what stops an option among what stands in its way.
    pub(in crate::appraise) fn of(bars: &[Bar]) -> Option<Self> {
        let (waits, endless): (Vec<Bar>, Vec<Bar>) =
            bars.iter().cloned().partition(|b| b.until.is_some());
        if !endless.is_empty() {
            return Some(Self::RuledOut(endless));
        }
        let until = waits.iter().filter_map(|b| b.until).max()?;
        Some(Self::Waits(until, waits))
    }
}

/// Returns why an option is recommended.
pub(super) fn recommended(
    best: &SiteOption,
    options: &[SiteOption],
    margin: Money,
) -> AdviceReason {
    if best.kind == OptionKind::BusinessAsUsual {
        return AdviceReason::NothingBetter(margin);
    }
    let next = candidates(options)
        .filter(|o| o.kind != best.kind && o.kind != OptionKind::BusinessAsUsual)
        .filter_map(|o| Some((o.against.low.filter(|low| *low > Money::ZERO)?, o)))
        .max_by_key(|(low, option)| (*low, std::cmp::Reverse(option.kind)));
    let (bound, beyond) = (best.against.bound, best.against.beyond);
    let in_two = beyond != Money::ZERO && best.against.low.is_some();
    AdviceReason::Better {
        best: Worth::of(best),
        parts: in_two.then_some((bound, beyond)),
        next: next.map(|(_, option)| Worth::of(option)),
    }
}

/// Returns what keeps it open.
pub(super) fn open(leads: Option<&SiteOption>, settles: &[(OptionKind, Missing)]) -> AdviceReason {
    let facts = settles.iter().map(|(_, fact)| *fact).collect();
    AdviceReason::Open { facts, leads: leads.map(Worth::of) }
}

/// Returns the assumptions that the choice of an option rests on.
pub(super) fn turns(
    option: &SiteOption,
    turns: &[Missing],
    instead: Option<OptionKind>,
) -> AdviceReason {
    let (kind, against) = (option.kind, &option.against);
    let (bound, beyond) = (against.bound, against.beyond);
    let mut found = Vec::new();
    if turns.contains(&Missing::AfterTerm) {
        found.push(Turn::Renewal { kind, bound, beyond, instead });
    }
    if turns.contains(&Missing::PublicLandlord) {
        let private = bound.checked_add(beyond).unwrap_or_default();
        let public = private.checked_add(against.if_public).unwrap_or_default();
        found.push(Turn::PrivateLandlord { kind, private, public });
    }
    AdviceReason::Turns(found)
}

/// Returns the two assumptions that the choice of an option rests on together.
pub(super) fn both_turn(option: &SiteOption, without: Money) -> AdviceReason {
    let all = option.against.bound.checked_add(option.against.beyond).unwrap_or_default();
    AdviceReason::Turns(vec![Turn::Both { kind: option.kind, all, without }])
}

/// Returns what would change the recommendation, and what it waits for.
pub(super) fn would_change(found: &Recommendation, margin: Money) -> Vec<WouldChange> {
    let Some(best) = found.options.iter().find(|o| Some(o.kind) == found.leads) else {
        return Vec::new();
    };
    let mut changes = Vec::new();
    if let Some(fall) = best.against.switching {
        changes.push(WouldChange::ReceiptFalls(fall));
    } else if found.advice == Advice::Recommended {
        changes.extend(nearest_rival(best, &found.options, margin));
    }
    let others = || candidates(&found.options).filter(|o| o.kind != best.kind);
    changes.extend(
        others().filter_map(|o| Some(WouldChange::Receipt(o.kind, o.against.break_even_receipt?))),
    );
    changes.extend(others().filter_map(|o| cost_that_ties(o, best, margin)));
    changes.extend(ruled_out(best, &found.options));
    changes.extend(by_agreement(best, &found.options));
    changes.extend(own_space(best, &found.options));
    let waits: Vec<Bar> = best.bars.iter().filter(|bar| bar.until.is_some()).cloned().collect();
    if !waits.is_empty() {
        changes.push(WouldChange::Obstacles(waits));
    }
    if changes.is_empty() && found.advice == Advice::Open {
        changes.push(WouldChange::Facts);
    }
    changes
}

/// Finds by how much the best of the others falls short.
fn nearest_rival(best: &SiteOption, options: &[SiteOption], margin: Money) -> Option<WouldChange> {
    let usual = best.kind == OptionKind::BusinessAsUsual;
    let bar = if usual { margin } else { best.against.low? };
    let rivals = candidates(options).filter(|o| o.kind != best.kind);
    let (high, rival) = rivals
        .filter_map(|o| Some((o.against.high?, o)))
        .max_by_key(|(high, option)| (*high, std::cmp::Reverse(option.kind)))?;
    let short = bar.checked_sub(high).filter(|short| *short > Money::ZERO)?;
    Some(WouldChange::Rival(rival.kind, short))
}

/// Finds below which cost an option would be better that lacks nothing but costs.
fn cost_that_ties(option: &SiteOption, best: &SiteOption, margin: Money) -> Option<WouldChange> {
    let usual = best.kind == OptionKind::BusinessAsUsual;
    let bar = if usual { margin } else { best.against.low? };
    let is_sum = |fact: &Missing| fact.is_cost() && *fact != Missing::RightToAssign;
    let costs = !option.missing.is_empty() && option.missing.iter().all(is_sum);
    let high = option.against.high.filter(|_| costs && option.against.low.is_none())?;
    let spare = high.checked_sub(bar).filter(|spare| *spare > Money::ZERO)?;
    let facts = option.missing.iter().filter(|fact| !fact.is_transfer()).copied();
    Some(WouldChange::CostsBelow(option.kind, facts.collect(), spare))
}

/// Finds the best of the options that are barred for good, where it would be better.
fn ruled_out(best: &SiteOption, options: &[SiteOption]) -> Option<WouldChange> {
    let barred = options.iter().filter(|o| !o.is_open() && !o.by_agreement);
    let (_, option) = barred
        .filter_map(|o| Some((o.against.low?, o)))
        .filter(|(low, _)| *low > best.against.low.unwrap_or_default().max(Money::ZERO))
        .max_by_key(|(low, option)| (*low, std::cmp::Reverse(option.kind)))?;
    let bar = option.bars.iter().find(|bar| bar.until.is_none())?;
    Some(WouldChange::RuledOut(Worth::of(option), bar.clone()))
}

/// Finds whether moving its teams into own space would be better, while the room lasts.
fn own_space(best: &SiteOption, options: &[SiteOption]) -> Option<WouldChange> {
    let least = best.against.low.unwrap_or_default().max(Money::ZERO);
    let better = |o: &&SiteOption| {
        o.kind.holds_alone() && o.is_open() && o.against.low.is_some_and(|low| low > least)
    };
    options.iter().find(better).map(|option| WouldChange::OwnSpace(Worth::of(option)))
}

/// Finds the options that somebody else's agreement could make better.
fn by_agreement(best: &SiteOption, options: &[SiteOption]) -> Option<WouldChange> {
    let least = best.against.low.unwrap_or_default();
    let may = |o: &&SiteOption| {
        o.by_agreement && o.is_open() && o.against.high.is_none_or(|high| high > least)
    };
    let kinds: Vec<OptionKind> = options.iter().filter(may).map(|o| o.kind).collect();
    (!kinds.is_empty()).then_some(WouldChange::Agreement(kinds))
}
