//! What is given of options against the tenure of their sites.

use crate::{
    load::Estate,
    model::{Finding, Findings, OptionFact, OptionKind, Place, Rule, Tenure},
    policy::Policy,
};

pub(super) fn look(estate: &Estate, _policy: &Policy, findings: &mut Findings) {
    for fact in &estate.option_facts {
        let tenure = estate.site(&fact.site_id).and_then(|site| site.tenure);
        if let Some(tenure) = tenure.filter(|tenure| !has(*tenure, fact.option)) {
            findings.push(unused(fact, tenure));
        }
    }
}

/// Tells whether a site held like this has the option.
const fn has(tenure: Tenure, option: OptionKind) -> bool {
    let let_to_us = matches!(tenure, Tenure::Leasehold | Tenure::Licence);
    match option {
        OptionKind::Leave | OptionKind::LeaveByAgreement => let_to_us,
        OptionKind::VacateAndHold | OptionKind::Dispose | OptionKind::DisposeWithPlanning => {
            !let_to_us
        }
        _ => true,
    }
}

fn unused(fact: &OptionFact, tenure: Tenure) -> Finding {
    let place = Place::cell(&fact.row, "option");
    let found = format!("\"{}\" for a site held by {tenure}; it is not used", fact.option);
    let expected = "an option that is open to a site with this tenure".to_owned();
    Finding::new(Rule::OptionFactUnused, place, fact.site_id.as_str(), found, expected)
        .fix("correct the option, or the site's tenure in `sites`")
}
