//! The section about lettings: those that could be made, why there is none elsewhere, those that run.

use std::collections::BTreeMap;

use minijinja::{Value, context};

use super::{Shown, at_most, list};
use crate::{
    edition::{LettingFlowRow, LettingRow, LettingTerms, LettingTest, Outcome, View},
    model::{Basis, Money, with_thousands},
    wording::{
        and_list_up_to, capital, count, long_date, money, per_cent_of_one, spoken, tenant,
        test_reason,
    },
};

/// Lettings that run which the page names; the data file has all.
const MOST_RUNNING: usize = 200;
/// Possible lettings that the page names, the most valuable first; the data file has all.
const MOST_PROPOSED: usize = 100;
/// Sites named for one reason.
const MOST_NAMED: usize = 12;

/// Returns the section; nothing where no site was looked at, nor any letting runs.
pub(super) fn lettings(view: &View, shown: &Shown) -> Option<Value> {
    let lettings = &view.lettings;
    if lettings.proposed.is_empty() && lettings.running.is_empty() {
        return None;
    }
    let mut proposed: Vec<_> =
        lettings.proposed.iter().filter_map(|row| Some((row, row.terms.as_ref().ok()?))).collect();
    proposed.sort_by(|(a, one), (b, two)| {
        two.expected_budget.cmp(&one.expected_budget).then_with(|| a.site_id.cmp(&b.site_id))
    });
    let said = describe(proposed.len(), lettings.running.len());
    let (most_proposed, most_running) = (at_most(view, MOST_PROPOSED), at_most(view, MOST_RUNNING));
    let more_proposed = proposed.len().saturating_sub(most_proposed);
    proposed.truncate(most_proposed);
    let more = lettings.running.len().saturating_sub(most_running);
    let running: Vec<_> = lettings.running.iter().take(most_running).collect();
    Some(context! {
        said,
        more_proposed => (more_proposed > 0)
            .then(|| format!("For {more_proposed} more, see lettings.csv.")),
        proposed => list(&proposed, |(row, of_site)| context! {
            link => shown.link(&row.site_id),
            name => name(&row.name, &row.site_id),
            site_id => row.site_id.as_str(),
            terms => terms(of_site),
        }),
        none => none(&lettings.proposed),
        running => list(&running, |row| context! {
            link => shown.link(&row.site_id),
            name => name(&row.name, &row.site_id),
            lease_id => row.lease_id.as_str(),
            counterparty => row.counterparty.as_str(),
            rent => row.rent.map(money),
            erv => row.erv.map(money),
            concession => row.concession.map(money),
            tests => tests(&row.tests),
        }),
        more => (more > 0).then(|| format!("For {more} more, see running_lettings.csv.")),
    })
}

fn describe(proposed: usize, running: usize) -> String {
    let proposed = match proposed {
        0 => "No letting of surplus space is proposed: none is of value, or too little is known."
            .into(),
        1 => "Surplus space could be let at one site.".to_owned(),
        some => format!("Surplus space could be let at {some} sites."),
    };
    match running {
        0 => proposed,
        1 => format!("{proposed} There is one current letting."),
        some => format!("{proposed} There are {some} current lettings."),
    }
}

fn name<'a>(name: &'a str, site_id: &'a str) -> &'a str {
    if name.is_empty() { site_id } else { name }
}

/// Returns the terms of a proposed letting, as the section and that of the site have them.
pub(super) fn terms(terms: &LettingTerms) -> Value {
    let free = match terms.rent_free_months {
        0 => "no rent-free period".to_owned(),
        months => format!("{} rent-free", count_months(months)),
    };
    let mut permission = spoken(terms.permission.kind.word());
    if terms.permission.months > 0 {
        permission.push_str(&format!(", {}", count_months(terms.permission.months)));
    }
    if terms.permission.cost != Money::ZERO {
        permission.push_str(&format!(", {}", money(terms.permission.cost)));
    }
    // Without chance the value if given is the expected one.
    let chancy = (terms.budget, terms.economic) != (terms.expected_budget, terms.expected_economic);
    context! {
        tenant => capital(&tenant(&terms.tenant)),
        area => format!("{} m²", with_thousands(&terms.area.as_m2().normalize().to_string())),
        rent => money(terms.rent),
        rent_source => spoken(terms.rent_source.word()),
        from => long_date(terms.starts),
        until => long_date(terms.ends),
        free,
        permission => capital(&permission),
        chance => chancy.then(|| per_cent_of_one(terms.permission.chance)),
        chancy,
        budget => money(terms.budget),
        economic => money(terms.economic),
        expected_budget => money(terms.expected_budget),
        expected_economic => money(terms.expected_economic),
        per_m2 => money(terms.value_per_m2),
        others => (terms.others > 0).then(|| count(terms.others, "other possible occupier")),
        tests => tests(&terms.tests),
    }
}

fn count_months(months: u32) -> String {
    if months == 1 { "1 month".to_owned() } else { format!("{months} months") }
}

/// Returns what tests came to, those that do not apply left out.
fn tests(tests: &[LettingTest]) -> Value {
    let described = tests.iter().filter(|test| test.outcome() != Outcome::NotApplicable);
    let described: Vec<_> = described.collect();
    list(&described, |test| {
        context! {
            test => capital(&spoken(test.kind.word())),
            outcome => spoken(test.outcome().word()),
            fails => test.outcome() == Outcome::Fails,
            why => test_reason(&test.reason, |day| day.to_string()),
        }
    })
}

/// Returns why there is no letting at the other sites, the commonest reason first.
fn none(proposed: &[LettingRow]) -> Value {
    let mut sites: BTreeMap<Basis, Vec<String>> = BTreeMap::new();
    for row in proposed {
        if let Err(none) = row.terms {
            sites.entry(none.basis()).or_default().push(name(&row.name, &row.site_id).to_owned());
        }
    }
    let mut reasons: Vec<_> = sites.into_iter().collect();
    reasons.sort_by_key(|(reason, sites)| (std::cmp::Reverse(sites.len()), reason.word()));
    list(&reasons, |(reason, sites)| {
        context! {
            reason => capital(reason.word()),
            count => sites.len(),
            sites => and_list_up_to(sites, MOST_NAMED),
        }
    })
}

/// Returns the cash flow of a letting.
pub(super) fn flows(flows: &[&LettingFlowRow]) -> Value {
    list(flows, |flow| {
        context! {
            on => long_date(flow.on),
            what => capital(&spoken(flow.what.word())),
            amount => money(flow.amount),
            budget => money(flow.budget),
            economic => money(flow.economic),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edition::example;

    #[test]
    fn lettings_are_told_by_worth_and_the_rest_by_reason() {
        let section = lettings(example::hostile(), &Shown::of(&[])).unwrap();
        let words = section.get_attr("said").unwrap().to_string();
        assert_eq!(words, "Surplus space could be let at 2 sites. There is one current letting.");
        let none = section.get_attr("none").unwrap().get_item(&Value::from(0)).unwrap();
        assert_eq!(none.get_attr("count").unwrap().to_string(), "2");
        assert!(lettings(example::empty(), &Shown::of(&[])).is_none());
    }
}
