//! What a board reads first, in words: the lines of the money table, the options of a site in one cell, and how the plan
//! of the estate stands beside the recommendations.

use super::{
    and_list, and_list_up_to, capital, could, could_share, counted, counted_as, minutes_said,
    more_or_less, name_of, number, options::verdict, plan::broken_names, service, short_money,
    short_sum, whole,
};
use crate::{
    edition::{
        MoneyLine, MoneyRow, MoneySum, OptionRow, OptionState, PlanLimitOf, PlanRow, View,
        money_rows,
    },
    model::{Money, OptionKind},
};

/// Sites that a sentence names.
const SITES: usize = 6;

/// Names a line of the money table.
pub(crate) fn money_line(row: &MoneyRow) -> String {
    let over = row.years.map_or_else(String::new, |(from, to)| match from == to {
        true => format!(" in {to}"),
        false => format!(", {from} to {to}"),
    });
    if row.line == MoneyLine::Savings {
        return format!("Lasting savings{over}, capital schemes included");
    }
    let what = match row.line {
        MoneyLine::Saving => "Saved a year, net of workstations elsewhere",
        MoneyLine::Moving => "Moving teams, once",
        MoneyLine::Receipts => "Sale receipts, after costs of sale",
        MoneyLine::Borrowing => "Borrowing",
        MoneyLine::RevenueCost => "Cost to revenue, programme and decisions",
        MoneyLine::Savings => "Lasting savings",
        MoneyLine::Target => "Savings target",
        MoneyLine::Shortfall => "Short of the savings target",
    };
    format!("{what}{over}")
}

/// Writes a sum of the money table: `at least` where a site's figure is missing from it.
pub(crate) fn money_sum(line: MoneyLine, sum: MoneySum) -> String {
    match sum.pence {
        None => "not known".to_owned(),
        Some(0) if line == MoneyLine::Shortfall => "met".to_owned(),
        Some(pence) if sum.is_part() => format!("at least {}", short_sum(pence)),
        Some(pence) => short_sum(pence),
    }
}

/// Says in a few sentences what the decisions come to, what the plan, or every recommended option, would add, and how far
/// savings stay from their target; nothing where none of it is known.
pub(crate) fn money_brief(view: &View) -> Vec<String> {
    let rows = money_rows(view);
    let row = |line| rows.iter().find(|row| row.line == line);
    let has_plan = rows.iter().any(|row| row.plan.pence.is_some());
    let then = |row: &MoneyRow| if has_plan { row.plan } else { row.recommended };
    let who = match has_plan {
        true => "The plan for the whole estate",
        false => "Every recommended option together",
    };
    let both = |of: &dyn Fn(&MoneyRow) -> MoneySum, [save, bring, cost]: [&str; 3], after: &str| {
        let told = |line, word: &str, unit: &str, beyond: &str| {
            let sum = of(row(line)?);
            let pence = sum.pence.filter(|_| sum.of > 0)?;
            Some(match pence {
                // Workstations elsewhere, or the cost of sale, can take more than is saved or brought.
                below if below < 0 => format!("{cost} {}{beyond}", short_sum(-below)),
                _ => format!("{word} {}{unit}", money_sum(line, sum)),
            })
        };
        let a_year = format!(" a year{after}");
        let parts = [
            told(MoneyLine::Saving, save, &a_year, &a_year),
            told(MoneyLine::Receipts, bring, " of sale receipts", " to sell beyond its receipts"),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        (!parts.is_empty()).then(|| and_list(&parts))
    };
    let net = " net of workstations elsewhere";
    let mut said = Vec::new();
    let decided = both(&|row| row.decided, ["saves", "brings", "costs"], net);
    said.extend(decided.as_ref().map(|what| format!("What is decided {what}.")));
    let after = if decided.is_some() { "" } else { net };
    let more = both(&then, ["save", "bring", "cost"], after).map(|what| {
        let counted_in = if decided.is_some() { ", with what is decided," } else { "" };
        format!("{who}{counted_in} would {what}.")
    });
    said.extend(more);
    said.extend(target_brief(&rows, has_plan));
    said
}

/// Says in one sentence what lasting savings, of which the capital schemes' own running cost is a part, stand beside their
/// target; `None` where either is not known.
fn target_brief(rows: &[MoneyRow], has_plan: bool) -> Option<String> {
    let row = |line| rows.iter().find(|row| row.line == line);
    let savings = row(MoneyLine::Savings)?;
    let (aim, now) = (row(MoneyLine::Target)?.decided.pence?, savings.decided.pence?);
    let (later, who) = match has_plan {
        true => (savings.plan.pence, "with the plan"),
        false => (savings.recommended.pence, "with every recommended option"),
    };
    let later = later.filter(|later| *later != now);
    let later = later.map_or_else(String::new, |later| format!(" and {} {who}", short_sum(later)));
    Some(format!(
        "{}, are {} as decided{later}; the target is {}.",
        money_line(savings),
        short_sum(now),
        short_sum(aim),
    ))
}

/// Writes what else could be done with a site in one cell: what is worth more than business as usual, best first, then what
/// is not valued and what is ruled out; what is no better is left out.
pub(crate) fn options_considered(options: &[&OptionRow]) -> String {
    let others = || options.iter().copied().filter(|o| o.option != OptionKind::BusinessAsUsual);
    let open = || others().filter(|o| o.state != OptionState::Barred);
    let worth = |o: &OptionRow| o.advantage_economic.or(o.advantage_low);
    let is_better = |o: &&OptionRow| worth(o).is_some_and(|worth| worth > Money::ZERO);
    let mut valued: Vec<&OptionRow> = open().filter(is_better).collect();
    valued.sort_by_key(|o| std::cmp::Reverse(worth(o)));
    let told = valued.iter().map(|o| {
        let least = if o.advantage_economic.is_some() { "" } else { "at least " };
        let worth = worth(o).map(short_money).unwrap_or_default();
        format!("{} {least}{worth}", o.option.name())
    });
    let mut parts: Vec<String> = told.collect();
    let mut add = |what: &str, kinds: Vec<&'static str>| {
        if !kinds.is_empty() {
            parts.push(format!("{what}: {}", kinds.join(", ")));
        }
    };
    // What is known of it is no more than nothing, and it may be more.
    let unknown = open().filter(|o| o.advantage_economic.is_none() && !is_better(o));
    add("not valued", unknown.map(|o| o.option.name()).collect());
    let barred = others().filter(|o| o.state == OptionState::Barred);
    add("ruled out", barred.map(|o| o.option.name()).collect());
    if parts.is_empty() { "None is better".to_owned() } else { capital(&parts.join("; ")) }
}

/// Says how many sites the plan of the estate changes, and where it does other than the recommendations, with why; nothing
/// without a plan.
pub(crate) fn plan_beside(view: &View) -> Vec<String> {
    let Some(plan) = view.plan.as_ref().filter(|plan| plan.summary.is_some()) else {
        return Vec::new();
    };
    let verdict_of = |row: &PlanRow| {
        view.options.advice.iter().find(|a| a.site_id == row.site_id).map(|a| a.verdict)
    };
    let changed = |row: &&PlanRow| row.option != OptionKind::BusinessAsUsual;
    let changes = plan.rows.iter().filter(changed).count();
    let decided = plan.rows.iter().filter(changed);
    let decided =
        decided.filter(|row| verdict_of(row).and_then(|v| v.decided()) == Some(row.option)).count();
    let already = if decided == 0 {
        String::new()
    } else {
        format!(", {} of them already decided", number(decided))
    };
    let mut said = vec![format!(
        "The plan for the whole estate keeps every limit of the policy and changes {}{already}.",
        counted(changes, "site")
    )];
    let others: Vec<(&PlanRow, OptionKind)> = plan
        .rows
        .iter()
        .filter_map(|row| {
            let own = verdict_of(row)?.recommended()?;
            (own != row.option).then_some((row, own))
        })
        .collect();
    for (row, own) in others.iter().take(SITES) {
        let does = match row.option {
            OptionKind::BusinessAsUsual => "keeps",
            _ => "does otherwise at",
        };
        let why = match row.instead.as_ref().map(broken_names) {
            Some(broken) if !broken.is_empty() => {
                format!("that would break the limit on {}", and_list(&broken))
            }
            _ => "together with the other changes that is worth less".to_owned(),
        };
        said.push(format!(
            "It {does} {}, though \u{2018}{}\u{2019} is best for that site alone: {why}.",
            name_of(&row.name, &row.site_id),
            own.name()
        ));
    }
    let taken: Vec<String> = plan
        .rows
        .iter()
        .filter(changed)
        .filter(|row| verdict_of(row).is_some_and(|v| v.is_open()))
        .map(|row| format!("{} ({})", name_of(&row.name, &row.site_id), row.option.name()))
        .collect();
    if !taken.is_empty() {
        let it = if taken.len() == 1 { "is" } else { "are" };
        said.push(format!(
            "{} {it} in it though not recommended yet, since facts are missing.",
            and_list_up_to(&taken, SITES)
        ));
    }
    if others.is_empty() && taken.is_empty() {
        said.push("It does what is decided and recommended at every site.".to_owned());
    }
    said
}

/// Says how many stay within reach under the plan; nothing where it holds no limit of coverage over the whole area.
pub(crate) fn plan_keeps_reach(view: &View) -> Vec<String> {
    let limits = view.plan.iter().flat_map(|plan| &plan.limits);
    let told = limits.filter_map(|row| {
        let PlanLimitOf::Coverage { service: own, district: None, demand, today } = &row.of else {
            return None;
        };
        let rule = view.cover.rules.iter().find(|rule| rule.service == *own)?;
        let used = u64::try_from(row.used?).ok()?;
        let (demand, today) = (u64::try_from(*demand).ok()?, u64::try_from(*today).ok()?);
        let then = match used == today {
            true => "as today".to_owned(),
            false => format!("against {} today", whole(today)),
        };
        Some(format!(
            "{} of {} {} within {} of {} ({then})",
            whole(used),
            whole(demand),
            counted_as(rule.counted),
            minutes_said(rule.minutes),
            service(*own)
        ))
    });
    let told: Vec<String> = told.collect();
    if told.is_empty() { Vec::new() } else { vec![format!("The plan keeps {}.", and_list(&told))] }
}

/// Says how many of the residents whose nearest public counter closes live in the most deprived fifth of areas, were every
/// proposed closure made; `None` where no counter closes, or no one's area is known.
pub(crate) fn deprived_of_counters(view: &View) -> Option<String> {
    let closures = &view.cover.proposed.as_ref()?.closures;
    let row = closures.iter().find(|row| row.service == crate::model::Service::PublicCounter)?;
    let known = row.people.checked_sub(row.decile_not_known).filter(|known| *known > 0)?;
    let least = if known < row.people { "at least " } else { "" };
    Some(format!(
        "After the proposed closures {} residents would have another nearest counter; {least}{} of them live in the most \
         deprived fifth of areas.",
        whole(row.people),
        whole(row.most_deprived)
    ))
}

/// Writes what is recommended at a site in a cell.
pub(crate) fn recommended_in_short(of: crate::edition::Verdict) -> String {
    match of.leads {
        _ if !of.is_any() => "\u{2013}".to_owned(),
        _ if of.is_open() => "Open".to_owned(),
        _ => capital(&verdict(of)),
    }
}

/// Says how the first pair of a site and a partner of which the worth is known could share, shortly; `None` without one.
pub(crate) fn shared_in_short(view: &View) -> Option<String> {
    let (row, worth) = could_share(&view.matches)
        .into_iter()
        .find_map(|(row, _)| Some((row, row.advantage?.budget)))?;
    Some(format!(
        "{} If the partner agrees, that would be worth {} than business as usual to the body\u{2019}s budget.",
        could(row),
        more_or_less(worth)
    ))
}
