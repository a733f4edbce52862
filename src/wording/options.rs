//! What can be done with a site, and how far it is settled, in words.

use crate::{
    edition::{Advice, OptionState, Verdict},
    model::OptionKind,
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
