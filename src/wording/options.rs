//! What can be done with a site, and how far it is settled, in words.

use crate::{
    edition::{Advice, AdviceRow, BestValue, FollowsTerm, OptionState, Verdict},
    model::{Money, OptionKind, pounds},
};

/// Writes an option as what is to be done: `sell as it stands`.
pub(crate) const fn option(kind: OptionKind) -> &'static str {
    kind.name()
}

/// Writes how an option stands.
pub(crate) const fn option_state(state: OptionState) -> &'static str {
    match state {
        OptionState::Available => "available",
        OptionState::ByAgreement => "by agreement",
        OptionState::WhileRoomLasts => "while the room is not taken",
        OptionState::Barred => "ruled out",
    }
}

/// Writes what is recommended or decided of a site; empty where it has no options.
pub(crate) fn verdict(verdict: Verdict) -> String {
    match (verdict.advice, verdict.leads) {
        (Advice::Open, _) => "open".to_owned(),
        (Advice::Decided, Some(kind)) => format!("decided: {}", option(kind)),
        (Advice::Recommended, Some(kind)) => option(kind).to_owned(),
        (Advice::None | Advice::Decided | Advice::Recommended, _) => String::new(),
    }
}

/// Writes what best value asks for, with its source.
pub(crate) fn best_value(said: &BestValue) -> String {
    match said.source.as_str() {
        "" => said.words.clone(),
        source => format!("{} Source: {source}.", said.words),
    }
}

/// Names what is not recorded of a site and asks for a look before a sale.
pub(crate) fn not_recorded(advice: &AdviceRow) -> Option<&'static str> {
    advice
        .may_be_purchased
        .then_some("whether it was acquired by or under threat of compulsory purchase")
}

/// Says what business as usual takes to follow the term of a lease.
pub(crate) fn after_term(after: FollowsTerm) -> String {
    match after {
        FollowsTerm::Renewed(Some((rent, from))) => {
            format!("renewed at {} a year, the {from}", sum(rent))
        }
        FollowsTerm::Renewed(None) => "renewed at a rent that is not known".to_owned(),
        FollowsTerm::HoldsOver => "holds over; assumed to end".to_owned(),
        FollowsTerm::UntilNotice => "continues until notice is given".to_owned(),
        FollowsTerm::Ends => "ends with its term, or after the appraisal period".to_owned(),
        FollowsTerm::Ended => String::new(),
    }
}

/// Writes a sum in whole pounds; one that has parts of a penny as it is.
pub(super) fn sum(sum: Money) -> String {
    sum.pence().map_or_else(|| sum.to_string(), pounds)
}
