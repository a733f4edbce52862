//! The plan in words: the answer, the limits, what it is worth.

use super::{and_list, and_list_up_to, capital, counted, number, per_cent_of_one, service, tenths};
use crate::{
    edition::{
        NextPlan, PlanAgainst, PlanBreaks, PlanChange, PlanFound, PlanLimitOf, PlanLimitRow,
        PlanProof, PlanRow, PlanState, PlanSummary, PlanView,
    },
    model::{OptionKind, Service, decimals, pounds, pounds_short, with_thousands},
};
use rust_decimal::Decimal;

/// Names that a sentence tells; the rest are counted.
const NAMES: usize = 15;

/// Returns the unit of what a limit counts.
pub(crate) fn limit_unit(of: &PlanLimitOf) -> &'static str {
    match of {
        PlanLimitOf::Coverage { service: Service::ResponseBase, .. } => "demand",
        PlanLimitOf::Coverage { .. } => "demand",
        PlanLimitOf::Counters { .. } => "counters",
        PlanLimitOf::Works(_)
        | PlanLimitOf::Borrowing(_)
        | PlanLimitOf::Revenue(_)
        | PlanLimitOf::OneOff(_) => "£",
        PlanLimitOf::Moves(_) | PlanLimitOf::PartnerOnce(_) => "sites",
        PlanLimitOf::LeastArea | PlanLimitOf::MostArea | PlanLimitOf::PartnerSpace(_) => "m²",
        PlanLimitOf::Elsewhere => "workstations",
        PlanLimitOf::Together(_) | PlanLimitOf::InOrder(_) => "times broken",
        PlanLimitOf::Decided { .. } => "times done",
    }
}

/// Writes an amount of a limit in its unit, as digits.
pub(crate) fn limit_amount(of: &PlanLimitOf, amount: i64) -> String {
    match limit_unit(of) {
        "£" => decimals(amount, 100, 2),
        "m²" | "workstations" => decimals(amount, 1000, 1),
        _ => amount.to_string(),
    }
}

/// Writes an amount of a limit in words.
fn amount(of: &PlanLimitOf, amount: i64) -> String {
    match limit_unit(of) {
        "£" => pounds(amount),
        "m²" => format!("{} m²", tenths(amount)),
        "workstations" => format!("{} workstations", tenths(amount)),
        "demand" => with_thousands(&amount.to_string()),
        "counters" => counted(usize::try_from(amount).unwrap_or(0), "counter"),
        _ => counted(usize::try_from(amount).unwrap_or(0), "site"),
    }
}

/// Names a limit shortly.
pub(crate) fn limit_name(of: &PlanLimitOf) -> String {
    match of {
        PlanLimitOf::Coverage { service: own, district, .. } => match district.as_deref() {
            None => format!("coverage of {}", service(*own)),
            Some("") => format!("coverage of {} outside the districts", service(*own)),
            Some(district) => format!("coverage of {} in {district}", service(*own)),
        },
        PlanLimitOf::Counters { district, .. } => {
            format!("public counters open long in {district}")
        }
        PlanLimitOf::Works(year) => format!("spent on works in {year}"),
        PlanLimitOf::Borrowing(year) => {
            format!("works not covered by receipts at the end of {year}")
        }
        PlanLimitOf::Revenue(year) => format!("rise in costs in {year}"),
        PlanLimitOf::OneOff(year) => format!("costs that fall once in {year}"),
        PlanLimitOf::Moves(year) => format!("sites moved out of in {year}"),
        PlanLimitOf::LeastArea => "least floor area held".to_owned(),
        PlanLimitOf::MostArea => "most floor area held".to_owned(),
        PlanLimitOf::Elsewhere => "workstations taken elsewhere".to_owned(),
        PlanLimitOf::PartnerSpace(name) => format!("space that {name} offers"),
        PlanLimitOf::PartnerOnce(name) => format!("{name} moves in once"),
        PlanLimitOf::Together([one, other]) => {
            format!("{one} and {other} close together or not at all")
        }
        PlanLimitOf::InOrder([first, then]) => format!("{then} is left only once {first} is"),
        PlanLimitOf::Decided { name, option } => format!("decided of {name}: {}", option.name()),
    }
}

/// Says a limit with its bound.
pub(crate) fn plan_limit(row: &PlanLimitRow) -> String {
    let name = limit_name(&row.of);
    match &row.of {
        PlanLimitOf::Coverage { demand, today, .. } => format!(
            "{name}: at least {} of {} within reach; today {}",
            with_thousands(&row.bound.to_string()),
            with_thousands(&demand.to_string()),
            with_thousands(&today.to_string())
        ),
        PlanLimitOf::Counters { today, .. } => {
            format!("{name}: at least {}; today {today}", row.bound)
        }
        PlanLimitOf::Together(_)
        | PlanLimitOf::InOrder(_)
        | PlanLimitOf::Decided { .. }
        | PlanLimitOf::PartnerOnce(_) => name,
        PlanLimitOf::LeastArea | PlanLimitOf::MostArea => {
            format!("{name}: {}", amount(&row.of, row.bound))
        }
        _ => format!("{name}: at most {}", amount(&row.of, row.bound)),
    }
}

/// Names an option as a plan takes it: at once, or later.
pub(crate) fn planned(option: OptionKind, put_off: u32) -> String {
    let name = option.name();
    match put_off {
        0 => name.to_owned(),
        12 => format!("{name}, a year later"),
        months if months % 12 == 0 => format!("{name}, {} years later", number(whole(months / 12))),
        months => format!("{name}, {} later", counted(whole(months), "month")),
    }
}

fn whole(of: u32) -> usize {
    usize::try_from(of).unwrap_or(usize::MAX)
}

/// Names what a plan does at a site.
pub(crate) fn plan_change(change: &PlanChange) -> String {
    format!("{}: {}", change.name, planned(change.option, change.put_off))
}

/// Lists what a plan does otherwise than another.
pub(crate) fn plan_changes(changes: &[PlanChange]) -> String {
    let all: Vec<String> = changes.iter().map(plan_change).collect();
    and_list_up_to(&all, NAMES)
}

/// Names what a set of choices breaks.
pub(crate) fn broken_names(breaks: &PlanBreaks) -> Vec<String> {
    let mut named: Vec<String> = breaks.limits.iter().map(limit_name).collect();
    if breaks.no_room {
        named.push("room for the teams that move".to_owned());
    }
    named
}

pub(super) fn broken(breaks: &PlanBreaks) -> Option<String> {
    let named = broken_names(breaks);
    (!named.is_empty()).then(|| and_list_up_to(&named, NAMES))
}

/// Says why a site's best option alone is not chosen; empty where it is.
pub(crate) fn why_not_alone(row: &PlanRow) -> String {
    match row.instead.as_ref().map(broken) {
        None => String::new(),
        Some(Some(limits)) => format!("would break: {limits}"),
        Some(None) => {
            "the plan is worth more without it: it takes room, works or budget".to_owned()
        }
    }
}

/// Names the options of a site that are not counted on, each with why.
pub(crate) fn waits_for_facts(row: &PlanRow) -> Vec<String> {
    let facts = row.waits.iter().map(|(option, missing)| {
        let missing: Vec<&str> = missing.iter().map(|fact| fact.word()).collect();
        let missing = if missing.is_empty() { vec!["facts of business as usual"] } else { missing };
        format!("{}: {}", option.name(), and_list(&missing))
    });
    let assumed = row.assumed.iter().map(|option| {
        format!(
            "{}: worth it only if its lease is renewed, or its landlord is private",
            option.name()
        )
    });
    let agreed =
        row.by_agreement.iter().map(|option| format!("{}: another body must agree", option.name()));
    facts.chain(assumed).chain(agreed).collect()
}

/// Says what the plan does, in one sentence, what it is worth and how sure that is.
pub(crate) fn plan_answer(view: &PlanView) -> Vec<String> {
    let Some(summary) = &view.summary else { return vec![no_plan(view)] };
    let mut said = vec![done(view, summary)];
    if view.sites_with_choices > 0 {
        said.push(proof(summary));
    }
    if !summary.worth_not_known.is_empty() {
        said.push(format!(
            "Nothing is counted for what is decided of {}: what it is worth is not known.",
            and_list_up_to(&summary.worth_not_known, NAMES)
        ));
    }
    let waiting = view.rows.iter().filter(|row| row.state == PlanState::Waits);
    let waiting: Vec<&str> = waiting.map(|row| row.name.as_str()).collect();
    if !waiting.is_empty() {
        let (stay, they) = if waiting.len() == 1 { ("stays", "it") } else { ("stay", "they") };
        said.push(format!(
            "{} {stay} open only because what else {they} could do is not known: {}.",
            capital(&counted(waiting.len(), "site")),
            and_list_up_to(&waiting, NAMES)
        ));
    }
    let elsewhere: i64 = view.rows.iter().map(|row| row.elsewhere).sum();
    if elsewhere > 0 {
        said.push(format!(
            "{} workstations would be taken elsewhere, at the policy's cost: neither in the body's own space nor in a partner's.",
            tenths(elsewhere)
        ));
    }
    said
}

/// Lists what is done, closures first: `Closing A and B and letting space at C`.
fn done(view: &PlanView, summary: &PlanSummary) -> String {
    let names = |of: &dyn Fn(&PlanRow) -> bool| -> Vec<&str> {
        view.rows.iter().filter(|row| of(row)).map(|row| row.name.as_str()).collect()
    };
    let changed = |row: &PlanRow| row.option != OptionKind::BusinessAsUsual;
    let closing = names(&|row| row.closes && changed(row));
    let mut parts = Vec::new();
    if !closing.is_empty() {
        parts.push(format!("closing {}", and_list_up_to(&closing, NAMES)));
    }
    for (option, doing) in [
        (OptionKind::Sublet, "letting the surplus space of"),
        (OptionKind::KeepAndShare, "sharing with a partner"),
        (OptionKind::DoMinimum, "keeping with the least repair"),
    ] {
        let own = names(&|row| row.option == option);
        if !own.is_empty() {
            parts.push(format!("{doing} {}", and_list_up_to(&own, NAMES)));
        }
    }
    if parts.is_empty() && view.sites_with_choices == 0 {
        return "There is nothing to plan: no site has an option that can be counted on besides business as usual.".to_owned();
    }
    if parts.is_empty() {
        return "No plan is better than business as usual within the limits.".to_owned();
    }
    let at_least = if summary.at_least { "at least " } else { "" };
    let (worth, than) =
        if summary.worth < 0 { (-summary.worth, "less") } else { (summary.worth, "more") };
    format!(
        "{} is worth {at_least}{} {than} than business as usual (economic, present value) and keeps every limit.",
        capital(&and_list(&parts)),
        pounds(worth)
    )
}

fn proof(summary: &PlanSummary) -> String {
    let nodes = with_thousands(&summary.nodes.to_string());
    let ended = match (summary.out_of_time, summary.seconds) {
        (true, Some(seconds)) => format!(
            "the search ended after {seconds} seconds, so that another run may find another plan"
        ),
        _ => format!("the search ended after {nodes} steps"),
    };
    match summary.proof {
        PlanProof::Optimal => "No plan within the limits is worth more: this is proven.".to_owned(),
        PlanProof::Within(bound) => format!(
            "It is not proven to be the best: no plan within the limits is worth more than {}, {} more ({ended}).",
            pounds(bound),
            within(summary.worth, bound)
        ),
        PlanProof::Heuristic => {
            "It was found by trying one change after another; how far it is from the best is not known.".to_owned()
        }
    }
}

/// Writes how much more a bound is than a worth, as a per cent of it.
fn within(worth: i64, bound: i64) -> String {
    let share = Decimal::from(bound - worth).checked_div(Decimal::from(worth.abs().max(1)));
    share.map_or_else(|| "much".to_owned(), |share| per_cent_of_one(share.round_dp(4)))
}

fn no_plan(view: &PlanView) -> String {
    match view.found {
        PlanFound::Plan | PlanFound::NotFound => {
            "No plan that keeps every limit was found, and none is ruled out: the search ended first.".to_owned()
        }
        PlanFound::Clash => "No plan keeps every limit.".to_owned(),
        PlanFound::TooMany => format!(
            "{} have more than one option; the policy lets a plan be sought for {} at most (plan.most_sites).",
            capital(&counted(view.sites_with_choices, "site")),
            view.most_sites
        ),
    }
}

/// Says which limits clash and what loosening each would take.
pub(crate) fn plan_clash(view: &PlanView) -> Vec<String> {
    let clashing: Vec<&PlanLimitRow> = view.limits.iter().filter(|row| row.clashes).collect();
    if clashing.is_empty() {
        return Vec::new();
    }
    let heading = match (clashing.len(), view.clash_is_smallest) {
        (1, _) => "No plan keeps this limit:",
        (_, true) => {
            "These limits cannot all be kept; without any one of them the rest of these could:"
        }
        (_, false) => "These limits cannot all be kept:",
    };
    let mut said = vec![heading.to_owned()];
    for row in clashing {
        let then = match (row.enough, row.is_enough) {
            (Some(bound), _) => {
                format!("a plan would keep all the others if it were {}", amount(&row.of, bound))
            }
            (None, true) => "a plan would keep all the others if it were given up".to_owned(),
            (None, false) => "giving it up would not be enough: other limits clash too".to_owned(),
        };
        said.push(format!("{}; {then}", plan_limit(row)));
    }
    said
}

/// Says what the plan is worth against other plans, and what limits cost.
pub(crate) fn plan_worth(view: &PlanView) -> Vec<String> {
    let summary = view.summary.as_ref().filter(|_| view.sites_with_choices > 0);
    let Some(summary) = summary else { return Vec::new() };
    let mut said = vec![
        against(summary, &summary.decided, "what is decided alone"),
        against(summary, &summary.all_alone, "each site's best option alone"),
    ];
    match summary.greedy {
        Some(worth) if worth == summary.worth => {
            said.push("Trying one change after another finds a plan worth as much.".to_owned());
        }
        Some(worth) => said.push(format!(
            "Trying one change after another finds a plan worth {}: {} less.",
            pounds(worth),
            pounds(summary.worth - worth)
        )),
        None => said.push(
            "Trying one change after another finds no plan that keeps every limit.".to_owned(),
        ),
    }
    said.extend(summary.next.as_ref().map(next_best));
    let mut costs: Vec<&PlanLimitRow> =
        view.limits.iter().filter(|row| row.cost.is_some_and(|cost| cost > 0)).collect();
    costs.sort_by_key(|row| std::cmp::Reverse(row.cost));
    said.extend(costs.into_iter().map(cost));
    if view.sites_with_choices > view.costed_sites {
        said.push(format!(
            "What each limit costs, and the next best plan, are worked out for {} sites with a choice at most (plan.costed_sites); here {} have one.",
            view.costed_sites, view.sites_with_choices
        ));
    } else if !view.limits.is_empty() && view.limits.iter().all(|row| row.cost == Some(0)) {
        said.push(
            "No limit costs anything: the best plan without any one of them is worth no more."
                .to_owned(),
        );
    }
    said
}

/// Says what a plan that was read is worth, beside the one that was found.
pub(crate) fn plan_read(worth: i64, view: &PlanView) -> String {
    let found = view.summary.as_ref().map_or(worth, |summary| summary.worth);
    match found - worth {
        0 => "The plan that was read keeps every limit and is worth as much.".to_owned(),
        less => format!(
            "The plan that was read keeps every limit and is worth {}: {} less.",
            pounds(worth),
            pounds(less)
        ),
    }
}

fn against(summary: &PlanSummary, other: &PlanAgainst, what: &str) -> String {
    let gain = summary.worth - other.worth;
    let worth = pounds(other.worth);
    match broken(&other.breaks) {
        Some(limits) => format!("{} would be worth {worth}, but breaks: {limits}.", capital(what)),
        None if gain == 0 => format!("{} is worth as much.", capital(what)),
        None => {
            format!("{} is worth {worth}: the plan is worth {} more.", capital(what), pounds(gain))
        }
    }
}

fn next_best(next: &NextPlan) -> String {
    let otherwise = plan_changes(&next.otherwise);
    match (next.less, next.is_exact) {
        (0, _) => format!("Another plan is worth as much: it does otherwise at {otherwise}."),
        (less, true) => format!("The next best plan is worth {} less: {otherwise}.", pounds(less)),
        (less, false) => {
            format!("Another plan that was found is worth {} less: {otherwise}.", pounds(less))
        }
    }
}

fn cost(row: &PlanLimitRow) -> String {
    let at_least = if row.cost_is_exact { "" } else { "at least " };
    let cost = pounds(row.cost.unwrap_or(0));
    format!("{} costs {at_least}{cost}.", capital(&limit_name(&row.of)))
}

/// Writes what a plan uses of a limit, for the screen.
pub(crate) fn limit_used(row: &PlanLimitRow) -> [String; 3] {
    let short = |value: i64| match limit_unit(&row.of) {
        "£" => pounds_short(value),
        _ => with_thousands(&limit_amount(&row.of, value)),
    };
    let slack = row.used.map(|used| if row.is_least { used - row.bound } else { row.bound - used });
    [
        row.used.map(short).unwrap_or_default(),
        short(row.bound),
        slack.map(short).unwrap_or_default(),
    ]
}
