//! What is recommended or decided of a site, why, and what would change it, in sentences.

use rust_decimal::Decimal;

use super::{bar_reason, capital, long_date, options::sum, words_of};
use crate::{
    edition::{AdviceReason, Bar, DecisionSource, Stopped, Turn, Worth, WouldChange},
    model::{Date, Money, OptionKind, or_list},
};

/// Writes what is done, as the subject of a sentence.
const fn doing(kind: OptionKind) -> &'static str {
    match kind {
        OptionKind::BusinessAsUsual => "business as usual",
        OptionKind::DoMinimum => "keeping it with the least repair",
        OptionKind::KeepAndShare => "keeping it and sharing with a partner",
        OptionKind::Sublet => "letting the surplus space",
        OptionKind::Leave => "leaving the lease",
        OptionKind::LeaveByAgreement => "ending the lease by agreement",
        OptionKind::VacateAndHold => "keeping it empty",
        OptionKind::Dispose => "selling it as it stands",
        OptionKind::DisposeWithPlanning => "selling it with planning permission",
        OptionKind::MoveToOwnSpace => "moving its teams into own space and giving it up",
        OptionKind::MoveToPartnerSpace => "moving into a partner's space and giving it up",
    }
}

/// Says why an option is recommended, or none is yet.
pub(crate) fn why(why: &AdviceReason) -> String {
    match why {
        AdviceReason::Sold => "The site is sold.".to_owned(),
        AdviceReason::NothingBetter(margin) => format!(
            "No other available option is better than business as usual by the policy's margin of {}.",
            sum(*margin)
        ),
        AdviceReason::Better { best, parts, next } => {
            let next = next.map_or_else(
                || {
                    "; no other available option is known to be better than business as usual"
                        .to_owned()
                },
                |next| format!("; the next best is {}, {}", doing(next.kind), worth(next)),
            );
            format!(
                "{} is {} than business as usual in economic terms (present value){next}.{}",
                capital(doing(best.kind)),
                worth(*best),
                parts.map(in_two_parts).unwrap_or_default()
            )
        }
        AdviceReason::Open { facts, leads } => {
            let leads = leads.map(|leads| {
                let worth = match leads.kind {
                    OptionKind::BusinessAsUsual => String::new(),
                    _ => format!(", {} than business as usual", worth(leads)),
                };
                let doing = doing(leads.kind);
                format!(" On present information, {doing} is the strongest option{worth}.")
            });
            format!(
                "No recommendation yet; information needed: {}.{}",
                words_of(facts),
                leads.unwrap_or_default()
            )
        }
        AdviceReason::Turns(turns) => turns.iter().map(|t| turn(*t)).collect::<Vec<_>>().join(" "),
        AdviceReason::Decided { option, source, stopped, appraised, why: appraisal } => {
            let mut words =
                vec![format!("Decided: {} ({}).", option.name(), decision_source(source))];
            words.extend(stopped.as_ref().map(stops));
            words.push(match appraised {
                Some(kind) if kind == option => {
                    "The appraisal recommends the same option.".to_owned()
                }
                Some(kind) => format!("The appraisal would recommend: {}.", kind.name()),
                None => "The appraisal on its own does not settle the choice.".to_owned(),
            });
            words.push(self::why(appraisal));
            words.join(" ")
        }
    }
}

/// Says on what a decision rests.
pub(crate) fn decision_source(source: &DecisionSource) -> String {
    match source {
        DecisionSource::Body(words) => words.clone(),
        DecisionSource::Sold => "the site is sold".to_owned(),
        DecisionSource::ForSale => "the site is for sale".to_owned(),
        DecisionSource::PaysFor(scheme) => format!("its sale pays for {scheme}"),
        DecisionSource::Receipt(what) => format!("receipt given: {what}"),
    }
}

fn stops(stopped: &Stopped) -> String {
    match stopped {
        Stopped::NoOption => "The appraisal has no such option for the site.".to_owned(),
        Stopped::RuledOut(bars) => format!("It is ruled out: {}.", named(bars)),
        Stopped::Waits(until, bars) => {
            format!("It must wait until {}: {}.", long_date(*until), named(bars))
        }
    }
}

/// Names what stands in the way, without its days.
pub(super) fn named(bars: &[Bar]) -> String {
    bars.iter().map(|bar| bar_reason(&bar.why)).collect::<Vec<_>>().join("; ")
}

/// Writes what stands in the way of an option, until when.
pub(crate) fn bar(bar: &Bar) -> String {
    bar.until.map_or_else(|| bar_reason(&bar.why), |until| not_before(bar, until))
}

fn not_before(bar: &Bar, until: Date) -> String {
    format!("{} (not before {})", bar_reason(&bar.why), long_date(until))
}

/// Says how a worth falls to the two sides of the end of what leases bind us to.
fn in_two_parts((bound, beyond): (Money, Money)) -> String {
    let side = |part: Money, place: &str| match part < Money::ZERO {
        true => format!("{} is lost {place}", sum(positive(part))),
        false => format!("{} is gained {place}", sum(part)),
    };
    format!(
        " Of this, {} and {}.",
        side(bound, "over the current lease"),
        side(beyond, "after it, if the lease is renewed")
    )
}

/// Says that the choice rests on an assumption, and what it is worth with and without.
fn turn(turn: Turn) -> String {
    match turn {
        Turn::Renewal { kind: OptionKind::BusinessAsUsual, instead, .. } => {
            let other = instead.filter(|kind| *kind != OptionKind::BusinessAsUsual);
            let other = other.map_or_else(String::new, |kind| {
                format!(" Over the current lease alone, {} is better.", doing(kind))
            });
            format!(
                "No recommendation yet: the choice depends on whether the lease is renewed after its term. If it is, no \
                 other option is better than business as usual.{other}"
            )
        }
        Turn::Renewal { kind, bound, beyond, .. } => format!(
            "No recommendation yet: the choice depends on whether the lease is renewed after its term. Over the \
             current lease, {} is {} business as usual; after it, if the lease is renewed, {}.",
            doing(kind),
            compared(bound),
            further(beyond)
        ),
        Turn::PrivateLandlord { kind, private, public } => format!(
            "No recommendation yet: the choice depends on whether the other party to the lease is a public body, which is \
             not recorded. If it is not, {doing} is {} business as usual; if it is, the rent is a transfer between \
             public bodies, and {doing} is {} business as usual.",
            compared(private),
            compared(public),
            doing = doing(kind)
        ),
        Turn::Both { kind, all, without } => format!(
            "No recommendation yet: the choice depends on whether the lease is renewed after its term, and on whether the \
             other party to it is a public body, which is not recorded. If it is renewed and the other party is private, \
             {doing} is {} business as usual; if it is not renewed and the rent is a transfer between public \
             bodies, {doing} is {} business as usual.",
            compared(all),
            compared(without),
            doing = doing(kind)
        ),
    }
}

/// Says what an advantage is: `worth £5,000 more than`.
fn compared(advantage: Money) -> String {
    match advantage.cmp(&Money::ZERO) {
        std::cmp::Ordering::Equal => "worth as much as".to_owned(),
        _ => format!("worth {} than", more_or_less(advantage)),
    }
}

/// Writes an advantage: `£5,000 more`.
pub(crate) fn more_or_less(advantage: Money) -> String {
    match advantage.cmp(&Money::ZERO) {
        std::cmp::Ordering::Less => format!("{} less", sum(positive(advantage))),
        _ => format!("{} more", sum(advantage)),
    }
}

fn further(advantage: Money) -> String {
    match advantage.cmp(&Money::ZERO) {
        std::cmp::Ordering::Less => format!("it loses {}", sum(positive(advantage))),
        _ => format!("it gains {} more", sum(advantage)),
    }
}

fn positive(sum: Money) -> Money {
    Money::ZERO.checked_sub(sum).unwrap_or(sum)
}

/// Says what would change a recommendation, and what it waits for.
pub(crate) fn would_change(changes: &[WouldChange]) -> String {
    let parts: Vec<String> = changes.iter().map(change).collect();
    if parts.is_empty() { String::new() } else { format!("{}.", parts.join(". ")) }
}

fn change(change: &WouldChange) -> String {
    match change {
        WouldChange::ReceiptFalls(fall) => may_fall(*fall),
        WouldChange::Rival(kind @ OptionKind::BusinessAsUsual, short) => format!(
            "It would have to be worth {} less for {} to be the better option",
            sum(*short),
            doing(*kind)
        ),
        WouldChange::Rival(kind, short) => format!(
            "{} would have to be worth {} more to be the better option",
            capital(doing(*kind)),
            sum(*short)
        ),
        WouldChange::Receipt(kind, tie) => {
            let doing = capital(doing(*kind));
            if *tie > Money::ZERO {
                format!("{doing} would be as good at a net receipt of {}", sum(*tie))
            } else {
                format!("{doing} would be as good even if the sale raised nothing")
            }
        }
        WouldChange::CostsBelow(kind, facts, spare) => format!(
            "{} is better if the missing costs ({}) total less than {} in present value",
            capital(doing(*kind)),
            words_of(facts),
            sum(*spare)
        ),
        WouldChange::RuledOut(option, bar) => format!(
            "{} would be {} than business as usual, but is ruled out: {}",
            capital(doing(option.kind)),
            worth(*option),
            bar_reason(&bar.why)
        ),
        WouldChange::OwnSpace(worth_of) => format!(
            "{} would be {} than business as usual, as long as no other closure takes the room",
            capital(doing(worth_of.kind)),
            worth(*worth_of)
        ),
        WouldChange::Agreement(kinds) => {
            let doing: Vec<&str> = kinds.iter().map(|kind| doing(*kind)).collect();
            format!("{} could be better if the other party agrees", capital(&or_list(&doing)))
        }
        WouldChange::Obstacles(bars) => {
            format!("Obstacles: {}", bars.iter().map(bar).collect::<Vec<_>>().join("; "))
        }
        WouldChange::Facts => "The information listed would settle it".to_owned(),
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

fn worth(option: Worth) -> String {
    match (option.high, option.low) {
        (Some(high), Some(low)) if high == low => format!("worth {} more", sum(low)),
        (_, Some(low)) => format!("worth at least {} more", sum(low)),
        (_, None) => "worth more".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edition::Missing;

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
        let open = AdviceReason::Open { facts: vec![Missing::MarketValue], leads: None };
        assert_eq!(why(&open), "No recommendation yet; information needed: market value.");
        assert_eq!(or_list(&["a", "b", "c"]), "a, b or c");
    }
}
