//! What the body itself says of its paper; what it does not say is said to be not given.

use minijinja::{Value, context};

use super::ahead::dated;
use crate::{
    edition::View,
    model::{Date, NextStep, Risk},
    wording::{long_date, plain},
};

const NOT_GIVEN: &str = "not given";

pub(super) fn facts(view: &View) -> Value {
    let paper = &view.paper;
    let given = |text: &Option<String>| text.as_deref().unwrap_or(NOT_GIVEN).to_owned();
    let describe = |text: &Option<String>| text.as_deref().map(sentence);
    context! {
        front => context! {
            agenda_item => given(&paper.agenda_item),
            to => given(&paper.to),
            from => given(&paper.from),
            date => paper.date.map_or_else(|| NOT_GIVEN.to_owned(), long_date),
            contact_officer => given(&paper.contact_officer),
        },
        // Who decides, as the subject of a sentence.
        board => board(paper.to.as_deref()),
        decision => paper.decision.as_deref().map(clause),
        financial_comment => describe(&paper.financial.comment),
        legal => context! {
            powers => describe(&paper.legal.powers),
            advice => describe(&paper.legal.advice),
        },
        equality => context! {
            eqia_reference => paper.equality.eqia_reference.as_deref(),
            eqia_on => paper.equality.eqia_on.map(long_date),
            consultation => describe(&paper.equality.consultation),
            finding => describe(&paper.equality.finding),
        },
        public_access => describe(&paper.public_access.assessment),
        staffing_comment => describe(&paper.staffing.comment),
        sustainability_comment => describe(&paper.sustainability.comment),
        current_work => paper.current_work.iter().map(|w| sentence(&w.what)).collect::<Vec<_>>(),
        risks => paper.risks.iter().map(risk).collect::<Vec<_>>(),
        next_steps => paper.next_steps.iter().map(|s| next_step(s, paper.date)).collect::<Vec<_>>(),
        background => paper.background.iter().map(|b| context! {
            title => b.title.as_str(),
            reference => b.reference.as_deref(),
        }).collect::<Vec<_>>(),
    }
}

fn board(to: Option<&str>) -> String {
    match to {
        None => "the Board".to_owned(),
        Some(name) if name.to_lowercase().starts_with("the ") => name.to_owned(),
        Some(name) => format!("the {name}"),
    }
}

/// Ends a text with a full stop where it has no end.
pub(super) fn sentence(text: &str) -> String {
    let text = plain(text);
    if text.ends_with(['.', '!', '?', ':']) { text } else { format!("{text}.") }
}

/// Takes the full stop off, to go on in a sentence.
fn clause(text: &str) -> String {
    plain(text).trim_end_matches('.').to_owned()
}

fn risk(risk: &Risk) -> Value {
    context! {
        risk => sentence(&risk.risk),
        mitigation => risk.mitigation.as_deref().map_or_else(|| "None recorded.".to_owned(), sentence),
        owner => risk.owner.as_deref().unwrap_or(NOT_GIVEN),
    }
}

pub(super) fn next_step(step: &NextStep, meeting: Option<Date>) -> Value {
    context! {
        action => clause(&step.action),
        owner => step.owner.as_deref().unwrap_or(NOT_GIVEN),
        by => step.by.map_or_else(|| NOT_GIVEN.to_owned(), |by| dated(by, meeting)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_made_to_fit_a_sentence() {
        assert_eq!(sentence("a"), "a.");
        assert_eq!(sentence("a."), "a.");
        assert_eq!(clause("agree it."), "agree it");
        assert_eq!(board(Some("Finance Panel")), "the Finance Panel");
        assert_eq!(board(Some("The Board")), "The Board");
        assert_eq!(board(None), "the Board");
    }
}
