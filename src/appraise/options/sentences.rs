//! What is recommended, why, and what would change it, in sentences.

use rust_decimal::Decimal;

use super::{Missing, OptionKind, Recommendation, SiteOption, compare::candidates};
use crate::{
    appraise::Advice,
    model::{Date, Money, capital, or_list, pounds},
};

impl OptionKind {
    /// Returns what is done, as the subject of a sentence.
    #[must_use]
    pub const fn doing(self) -> &'static str {
        match self {
            Self::BusinessAsUsual => "business as usual",
            Self::DoMinimum => "keeping it with the least repair",
            Self::KeepAndShare => "keeping it and sharing with a partner",
            Self::Sublet => "letting the surplus space",
            Self::Leave => "leaving the lease",
            Self::LeaveByAgreement => "ending the lease by agreement",
            Self::VacateAndHold => "keeping it empty",
            Self::Dispose => "selling it as it stands",
            Self::DisposeWithPlanning => "selling it with planning permission",
        }
    }
}

/// Says why an option is recommended.
pub(super) fn why(best: &SiteOption, options: &[SiteOption], margin: Money) -> String {
    if best.kind == OptionKind::BusinessAsUsual {
        let margin = shown(margin);
        return format!(
            "No other available option is better than business as usual by the policy's margin of {margin}."
        );
    }
    let second = candidates(options)
        .filter(|o| o.kind != best.kind && o.kind != OptionKind::BusinessAsUsual)
        .filter_map(|o| Some((o.against.low.filter(|low| *low > Money::ZERO)?, o)))
        .max_by_key(|(low, option)| (*low, std::cmp::Reverse(option.kind)));
    let second = second.map_or_else(
        || "; no other available option is known to be better than business as usual".to_owned(),
        |(_, option)| format!("; the next best is {}, {}", option.kind.doing(), worth(option)),
    );
    format!(
        "{} is {} than business as usual in economic terms (present value){second}.{}",
        capital(best.kind.doing()),
        worth(best),
        in_two_parts(best)
    )
}

/// Says how a worth falls to the two sides of the end of what leases bind us to; nothing where it does not.
fn in_two_parts(option: &SiteOption) -> String {
    let (bound, beyond) = (option.against.bound, option.against.beyond);
    if beyond == Money::ZERO || option.against.low.is_none() {
        return String::new();
    }
    let side = |sum: Money, place: &str| match sum < Money::ZERO {
        true => format!("{} is lost {place}", shown(positive(sum))),
        false => format!("{} is gained {place}", shown(sum)),
    };
    format!(
        " Of this, {} and {}.",
        side(bound, "over the current lease"),
        side(beyond, "after it, if the lease is renewed")
    )
}

/// Says what keeps it open.
pub(super) fn why_open(leads: Option<&SiteOption>, settles: &[(OptionKind, Missing)]) -> String {
    let facts: Vec<&str> = settles.iter().map(|(_, fact)| fact.word()).collect();
    let leads = leads.map_or_else(String::new, |option| {
        let worth = match option.kind {
            OptionKind::BusinessAsUsual => String::new(),
            _ => format!(", {} than business as usual", worth(option)),
        };
        format!(" On present information, {} is the strongest option{worth}.", option.kind.doing())
    });
    format!("No recommendation yet; information needed: {}.{leads}", facts.join("; "))
}

/// Says that the choice rests on an assumption, and in which two parts it is worth what it is worth.
pub(super) fn why_it_turns(
    leads: Option<&SiteOption>,
    turns: &[Missing],
    instead: Option<OptionKind>,
) -> String {
    let Some(option) = leads else { return String::new() };
    let doing = option.kind.doing();
    let mut words = Vec::new();
    if turns.contains(&Missing::AfterTerm) {
        words.push(if option.kind == OptionKind::BusinessAsUsual {
            let other = instead.filter(|kind| *kind != OptionKind::BusinessAsUsual);
            let other = other.map_or_else(String::new, |kind| {
                format!(" Over the current lease alone, {} is better.", kind.doing())
            });
            format!(
                "No recommendation yet: the choice depends on whether the lease is renewed after its term. If it is, no \
                 other option is better than business as usual.{other}"
            )
        } else {
            format!(
                "No recommendation yet: the choice depends on whether the lease is renewed after its term. Over the \
                 current lease, {doing} is {} business as usual; after it, if the lease is renewed, {}.",
                compared(option.against.bound),
                further(option.against.beyond)
            )
        });
    }
    if turns.contains(&Missing::PublicLandlord) {
        let total = option.against.bound.checked_add(option.against.beyond).unwrap_or_default();
        let public = total.checked_add(option.against.if_public).unwrap_or_default();
        words.push(format!(
            "No recommendation yet: the choice depends on whether the other party to the lease is a public body, which is \
             not recorded. If it is not, {doing} is {} business as usual; if it is, the rent is a transfer between \
             public bodies, and {doing} is {} business as usual.",
            compared(total),
            compared(public)
        ));
    }
    words.join(" ")
}

/// Says that the choice rests on two assumptions together, neither of which turns it alone.
pub(super) fn why_both_turn(option: &SiteOption, without: Money) -> String {
    let all = option.against.bound.checked_add(option.against.beyond).unwrap_or_default();
    format!(
        "No recommendation yet: the choice depends on whether the lease is renewed after its term, and on whether the \
         other party to it is a public body, which is not recorded. If it is renewed and the other party is private, \
         {doing} is {} business as usual; if it is not renewed and the rent is a transfer between public \
         bodies, {doing} is {} business as usual.",
        compared(all),
        compared(without),
        doing = option.kind.doing()
    )
}

/// Says what an advantage is: `worth £5,000 more than`.
fn compared(sum: Money) -> String {
    match sum.cmp(&Money::ZERO) {
        std::cmp::Ordering::Greater => format!("worth {} more than", shown(sum)),
        std::cmp::Ordering::Equal => "worth as much as".to_owned(),
        std::cmp::Ordering::Less => format!("worth {} less than", shown(positive(sum))),
    }
}

fn further(sum: Money) -> String {
    match sum.cmp(&Money::ZERO) {
        std::cmp::Ordering::Less => format!("it loses {}", shown(positive(sum))),
        _ => format!("it gains {} more", shown(sum)),
    }
}

fn positive(sum: Money) -> Money {
    Money::ZERO.checked_sub(sum).unwrap_or(sum)
}

/// Says what would change the recommendation, and what it waits for.
pub(super) fn would_change(found: &Recommendation, margin: Money) -> String {
    let Some(best) = found.options.iter().find(|o| Some(o.kind) == found.leads) else {
        return String::new();
    };
    let mut parts = Vec::new();
    if let Some(fall) = best.against.switching {
        parts.push(may_fall(fall));
    } else if found.advice == Advice::Recommended {
        parts.extend(nearest_rival(best, &found.options, margin));
    }
    for option in candidates(&found.options).filter(|o| o.kind != best.kind) {
        if let Some(tie) = option.against.break_even_receipt {
            let doing = capital(option.kind.doing());
            parts.push(if tie > Money::ZERO {
                format!("{doing} would be as good at a net receipt of {}", shown(tie))
            } else {
                format!("{doing} would be as good even if the sale raised nothing")
            });
        }
    }
    let others = candidates(&found.options).filter(|o| o.kind != best.kind);
    parts.extend(others.filter_map(|o| cost_that_ties(o, best, margin)));
    parts.extend(ruled_out(best, &found.options));
    parts.extend(by_agreement(best, &found.options));
    let waits: Vec<String> = best
        .bars
        .iter()
        .filter_map(|bar| Some(format!("{} (not before {})", bar.why, written(bar.until?))))
        .collect();
    if !waits.is_empty() {
        parts.push(format!("Obstacles: {}", waits.join("; ")));
    }
    match (parts.is_empty(), found.advice) {
        (false, _) => format!("{}.", parts.join(". ")),
        (true, Advice::Open) => "The information listed would settle it.".to_owned(),
        (true, _) => String::new(),
    }
}

/// Says how far a receipt may fall, a fraction.
fn may_fall(fall: Decimal) -> String {
    let per_cent = (fall * Decimal::ONE_HUNDRED).round_dp(0);
    if fall > Decimal::ONE {
        "It remains the best option even if the sale raised nothing".to_owned()
    } else if per_cent < Decimal::ONE {
        "If the receipt falls by 1%, another option is better".to_owned()
    } else {
        format!("It remains the best option unless the receipt falls by about {per_cent}%")
    }
}

/// Says by how much the best of the others falls short.
fn nearest_rival(best: &SiteOption, options: &[SiteOption], margin: Money) -> Option<String> {
    let usual = best.kind == OptionKind::BusinessAsUsual;
    let bar = if usual { margin } else { best.against.low? };
    let rivals = candidates(options).filter(|o| o.kind != best.kind);
    let (high, rival) = rivals
        .filter_map(|o| Some((o.against.high?, o)))
        .max_by_key(|(high, option)| (*high, std::cmp::Reverse(option.kind)))?;
    let short = bar.checked_sub(high).filter(|short| *short > Money::ZERO)?;
    let (doing, short) = (rival.kind.doing(), shown(short));
    Some(if rival.kind == OptionKind::BusinessAsUsual {
        format!("It would have to be worth {short} less for {doing} to be the better option")
    } else {
        format!("{} would have to be worth {short} more to be the better option", capital(doing))
    })
}

/// Says below which cost an option would be better that lacks nothing but costs.
fn cost_that_ties(option: &SiteOption, best: &SiteOption, margin: Money) -> Option<String> {
    let usual = best.kind == OptionKind::BusinessAsUsual;
    let bar = if usual { margin } else { best.against.low? };
    let is_sum = |fact: &Missing| fact.is_cost() && *fact != Missing::RightToAssign;
    let costs = !option.missing.is_empty() && option.missing.iter().all(is_sum);
    let high = option.against.high.filter(|_| costs && option.against.low.is_none())?;
    let spare = high.checked_sub(bar).filter(|spare| *spare > Money::ZERO)?;
    let facts = option.missing.iter().filter(|fact| !fact.is_transfer());
    let facts: Vec<&str> = facts.map(|fact| fact.word()).collect();
    Some(format!(
        "{} is better if the missing costs ({}) total less than {} in present value",
        capital(option.kind.doing()),
        facts.join("; "),
        shown(spare)
    ))
}

/// Names the best of the options that are barred for good, where it would be better.
fn ruled_out(best: &SiteOption, options: &[SiteOption]) -> Option<String> {
    let barred = options.iter().filter(|o| !o.is_open() && !o.by_agreement);
    let (_, option) = barred
        .filter_map(|o| Some((o.against.low?, o)))
        .filter(|(low, _)| *low > best.against.low.unwrap_or_default().max(Money::ZERO))
        .max_by_key(|(low, option)| (*low, std::cmp::Reverse(option.kind)))?;
    let why = option.bars.iter().find(|bar| bar.until.is_none())?;
    let doing = capital(option.kind.doing());
    Some(format!(
        "{doing} would be {} than business as usual, but is ruled out: {}",
        worth(option),
        why.why
    ))
}

/// Names the options that somebody else's agreement could make better.
fn by_agreement(best: &SiteOption, options: &[SiteOption]) -> Option<String> {
    let least = best.against.low.unwrap_or_default();
    let may = |o: &&SiteOption| {
        o.by_agreement && o.is_open() && o.against.high.is_none_or(|high| high > least)
    };
    let doing: Vec<&str> = options.iter().filter(may).map(|o| o.kind.doing()).collect();
    if doing.is_empty() {
        return None;
    }
    Some(format!("{} could be better if the other party agrees", capital(&or_list(&doing))))
}

fn worth(option: &SiteOption) -> String {
    match (option.against.high, option.against.low) {
        (Some(high), Some(low)) if high == low => format!("worth {} more", shown(low)),
        (_, Some(low)) => format!("worth at least {} more", shown(low)),
        (_, None) => "worth more".to_owned(),
    }
}

fn shown(sum: Money) -> String {
    sum.pence().map_or_else(|| sum.to_string(), pounds)
}

fn written(day: Date) -> String {
    day.format("%-d %B %Y").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receipt_may_fall_by_a_share_that_is_said_as_it_is() {
        let describe = |text: &str| may_fall(text.parse().unwrap());
        assert_eq!(
            describe("0.508"),
            "It remains the best option unless the receipt falls by about 51%"
        );
        assert_eq!(describe("0.004"), "If the receipt falls by 1%, another option is better");
        assert_eq!(describe("1.2"), "It remains the best option even if the sale raised nothing");
    }

    #[test]
    fn what_keeps_it_open_is_named() {
        let facts = [(OptionKind::Dispose, Missing::MarketValue)];
        assert_eq!(
            why_open(None, &facts),
            "No recommendation yet; information needed: market value."
        );
        assert_eq!(or_list(&["a", "b", "c"]), "a, b or c");
    }
}
