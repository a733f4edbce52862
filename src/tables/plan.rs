//! The tables of the plan: what is done with each site, the limits, the teams that move.

use super::output_table;
use crate::{
    edition::{
        Edition, FrontierKind, FrontierRow, PlanAgainst, PlanLimitRow, PlanMoveRow, PlanRow,
        PlanSummary, PlanYearRow, View,
    },
    model::{Money, decimals},
    wording::{broken_names, limit_amount, limit_unit, plan_limit, waits_for_facts, why_not_alone},
};

/// Says why a view has no plan.
fn absent(view: &View) -> Option<&'static str> {
    match (view.edition, &view.plan) {
        (Edition::Public, _) => {
            Some("not for publication: it names sites that could close, and what each is worth")
        }
        (Edition::Restricted, None) => Some(
            "more sites have a choice than a report plans for (`plan.costed_sites`); `terrier plan` finds it",
        ),
        (Edition::Restricted, Some(plan)) if plan.rows.is_empty() => {
            Some("no plan was found; `terrier plan` says why")
        }
        _ => None,
    }
}

/// Says why a view has no limits.
fn no_limits(view: &View) -> Option<&'static str> {
    let has = view.plan.as_ref().is_some_and(|plan| !plan.limits.is_empty());
    absent(view).filter(|_| !has).or_else(|| (!has).then_some("the policy sets none"))
}

fn rows(view: &View) -> &[PlanRow] {
    view.plan.as_ref().map_or(&[], |plan| &plan.rows)
}

fn limits(view: &View) -> &[PlanLimitRow] {
    view.plan.as_ref().map_or(&[], |plan| &plan.limits)
}

fn moves(view: &View) -> &[PlanMoveRow] {
    view.plan.as_ref().map_or(&[], |plan| &plan.moves)
}

/// Thousandths to a tenth.
fn tenth(thousandths: i64) -> String {
    decimals(thousandths, 1000, 1)
}

output_table! {
    /// what is done with each site in the plan that is worth most and keeps every limit
    PlanOfSites: file "plan.csv", sheet "Plan", key ["site_id"];
    rows row: &'a PlanRow = |view| rows(view).iter();
    absent |view| absent(view);
    "site_id", "Site", Text, "", Restricted,
        "the site" = &row.site_id;
    "name", "Name", Text, "", Restricted,
        "its name" = &row.name;
    "state", "State", Text, "", Restricted,
        "`decided`; `decision_ruled_out`: it cannot be done, so the site stays as it is; `chosen`; `stays`: business as usual is chosen of several; `waits`: what other options are worth is not known; `nothing_else`: all others are ruled out or not counted on; `sold`"
            = row.state;
    "option", "Option", Text, "", Restricted,
        "what the plan does" = row.option;
    "left_on", "Left on", Day, "", Restricted,
        "when people leave it; empty where nobody does. Moves a year, and sites left in order, count by it" = row.left_on;
    "done_on", "Done on", Day, "", Restricted,
        "when it is done; empty where nothing changes" = row.done_on;
    "elsewhere", "Workstations elsewhere", Tenth, "workstations", Restricted,
        "workstations that are then taken elsewhere, neither in the body's own space nor in a partner's" = tenth(row.elsewhere);
    "worth", "Worth", Money, "£", Restricted,
        "economic net present value against business as usual, works at other sites left aside; empty is not known, of a decision, and nothing is counted for it"
            = row.worth.map(Money::from_pence);
    "at_least", "At least", YesNo, "", Restricted,
        "`yes` where it is worth at least so much" = row.at_least;
    "works", "Works here", Money, "£", Restricted,
        "present value of works here that make room for teams of others; with `worth` the sum over all sites is what the plan is worth"
            = Money::from_pence(row.works);
    "alone", "Best alone", Text, "", Restricted,
        "its best option, were there no other site and no limit" = row.alone;
    "alone_worth", "Worth alone", Money, "£", Restricted,
        "what that is worth, works at other sites among it" = Money::from_pence(row.alone_worth);
    "not_alone_because", "Why not", Text, "", Restricted,
        "why that is not chosen; empty where it is" = why_not_alone(row);
    "waits_for", "Waits for", List, "", Restricted,
        "options that are not counted on, with the facts that they lack" = waits_for_facts(row);
}

output_table! {
    /// the limits of the plan, what it uses of each and what each costs
    PlanLimits: file "plan_limits.csv", sheet "Plan limits", key ["limit"];
    rows row: &'a PlanLimitRow = |view| limits(view).iter();
    absent |view| no_limits(view);
    "limit", "Limit", Text, "", Restricted,
        "what must be kept to, in words" = plan_limit(row);
    "unit", "Unit", Text, "", Restricted,
        "the unit of the next three" = limit_unit(&row.of);
    "used", "Used", Number, "", Restricted,
        "what the plan uses of it, or keeps of it; empty without a plan" = row.used.map(|used| limit_amount(&row.of, used));
    "bound", "Bound", Number, "", Restricted,
        "the most, or the least" = limit_amount(&row.of, row.bound);
    "slack", "To spare", Number, "", Restricted,
        "how far the plan is from the bound"
            = row.used.map(|used| limit_amount(&row.of, if row.is_least { used - row.bound } else { row.bound - used }));
    "side", "Side", Text, "", Restricted,
        "`least` or `most`" = if row.is_least { "least" } else { "most" };
    "cost", "What it costs", Money, "£", Restricted,
        "what the best plan without it is worth more; empty where that was not worked out" = row.cost.map(Money::from_pence);
    "cost_is_exact", "Shown", YesNo, "", Restricted,
        "`yes` where that is shown; else it is at least so much" = row.cost_is_exact;
    "clashes", "Clashes", YesNo, "", Restricted,
        "`yes` where no plan keeps every limit and this is one of those that clash" = row.clashes;
    "source", "Source", Text, "", Restricted,
        "on what it rests" = &row.source;
}

output_table! {
    /// the teams that the plan moves to other sites of the body
    PlanMoves: file "moves.csv", sheet "Plan moves", key ["site_id", "team", "fte", "workstations"];
    rows row: &'a PlanMoveRow = |view| moves(view).iter();
    absent |view| absent(view).or_else(|| moves(view).is_empty().then_some("the plan moves no team to another site of the body"));
    "site_id", "Site", Text, "", Restricted,
        "the site that closes" = &row.site_id;
    "name", "Name", Text, "", Restricted,
        "its name" = &row.name;
    "team", "Team", Text, "", Restricted,
        "a team that works there" = &row.team;
    "function", "Function", Text, "", Restricted,
        "what the team does" = row.function;
    "fte", "FTE", Tenth, "FTE", Restricted,
        "its full-time equivalents" = tenth(row.fte);
    "workstations", "Workstations needed", Tenth, "workstations", Restricted,
        "its share of the workstations needed at the site" = tenth(row.workstations);
    "needed_from", "By", Text, "", Restricted,
        "`count` of people at their peak, with the policy's allowance; else `fte` by the policy's workstations for each"
            = if row.counted { "count" } else { "fte" };
    "to_site_id", "Goes to", Text, "", Restricted,
        "the site that takes it" = &row.to_site_id;
    "to_name", "Its name", Text, "", Restricted,
        "its name" = &row.to_name;
    "minutes", "Minutes", Tenth, "minutes", Restricted,
        "by car from the one to the other, estimated from a straight line" = format!("{:.1}", row.minutes);
    "on", "On", Day, "", Restricted,
        "when it moves" = row.on;
    "works_on", "Works by", Day, "", Restricted,
        "when works that make room there must be done; empty without works" = row.works_on;
}

fn years(view: &View) -> &[PlanYearRow] {
    view.plan.as_ref().map_or(&[], |plan| &plan.years)
}

output_table! {
    /// what the plan changes in each financial year of the budget, against business as usual
    PlanYears: file "plan_years.csv", sheet "Plan by year", key ["year"];
    rows row: &'a PlanYearRow = |view| years(view).iter();
    absent |view| absent(view);
    "year", "Year", Year, "", Restricted,
        "a financial year of the budget" = row.year;
    "works", "Works", Money, "£", Restricted,
        "spent on works" = Money::from_pence(row.works);
    "receipts", "Receipts", Money, "£", Restricted,
        "received from sales" = Money::from_pence(row.receipts);
    "not_covered", "Not covered", Money, "£", Restricted,
        "works up to the end of the year less receipts up to then; below zero receipts are ahead" = Money::from_pence(row.not_covered);
    "revenue", "Rise in costs", Money, "£", Restricted,
        "costs of the year more than business as usual, less rent received; below zero is a saving" = Money::from_pence(row.revenue);
    "one_off", "Of it, once", Money, "£", Restricted,
        "those of them that fall once" = Money::from_pence(row.one_off);
    "moves", "Sites moved out of", Whole, "sites", Restricted,
        "sites that people move out of" = row.moves;
}

fn frontiers(view: &View) -> &[FrontierRow] {
    view.plan.as_ref().map_or(&[], |plan| &plan.frontiers)
}

output_table! {
    /// plans along frontiers: worth against borrowing, and saving a year against coverage
    PlanFrontiers: file "plan_frontiers.csv", sheet "Plan frontiers", key ["frontier", "point"];
    rows row: &'a FrontierRow = |view| frontiers(view).iter();
    absent |view| absent(view).or_else(|| {
        frontiers(view).is_empty().then_some("the costs of limits are not worked out for so many sites, and neither are these")
    });
    "frontier", "Frontier", Text, "", Restricted,
        "`worth_against_borrowing`; `saving_against_counters` or `saving_against_bases`, along which the policy's limits on the coverage of that service are not kept, nor the appraisal's, while all others are"
            = row.kind;
    "point", "Point", Whole, "", Restricted,
        "from 1: the most borrowing, or the least within reach" = row.point;
    "peak_borrowing", "Peak borrowing", Money, "£", Restricted,
        "the most of works that receipts of sales do not cover at the end of a year; below zero receipts are always ahead; empty on the others"
            = (row.kind == FrontierKind::WorthAgainstBorrowing).then(|| Money::from_pence(row.bounded));
    "within_reach", "Within reach", Whole, "demand", Restricted,
        "demand within reach of a public counter, or of a response base; empty on the first frontier"
            = (row.kind != FrontierKind::WorthAgainstBorrowing).then_some(row.bounded);
    "worth", "Worth", Money, "£", Restricted,
        "what the plan is worth against business as usual: on the first frontier the most that any is then worth, on the others the most of plans that save as much"
            = Money::from_pence(row.worth);
    "saving", "Saving a year", Money, "£", Restricted,
        "the most that a plan then saves in the last year of the budget, sums that fall once left aside; empty on the first frontier"
            = (row.kind != FrontierKind::WorthAgainstBorrowing).then(|| Money::from_pence(row.best));
    "proven", "Proven", YesNo, "", Restricted,
        "`yes` where no plan does better; else none was found that does" = row.is_proven;
    "changes", "What changes", List, "", Restricted,
        "what it does otherwise than the point before; at the first point, than business as usual. Of plans that come to the same it is the one that changes fewest sites"
            = row.changes.iter().map(|(name, option)| format!("{name}: {}", option.name())).collect::<Vec<_>>();
}

/// A plan that the best is compared with: which, what it is worth, and what it breaks.
type Compared<'a> = (&'a PlanSummary, &'static str, Option<i64>, Vec<String>);

fn compared(view: &View) -> impl Iterator<Item = Compared<'_>> {
    let summary = view.plan.as_ref().and_then(|plan| plan.summary.as_ref());
    summary.into_iter().flat_map(|own| {
        let breaks = |of: &PlanAgainst| broken_names(&of.breaks);
        [
            (own, "plan", Some(own.worth), Vec::new()),
            (own, "decided_only", Some(own.decided.worth), breaks(&own.decided)),
            (own, "each_alone", Some(own.all_alone.worth), breaks(&own.all_alone)),
            (own, "one_change_after_another", own.greedy, Vec::new()),
            (own, "next_best", own.next.as_ref().map(|next| own.worth - next.less), Vec::new()),
        ]
    })
}

output_table! {
    /// the plan beside other plans: what each is worth, and which limits it would break
    PlanComparison: file "plan_comparison.csv", sheet "", key ["plan"];
    rows row: Compared<'a> = |view| compared(view);
    absent |view| absent(view);
    "plan", "Plan", Text, "", Restricted,
        "`plan`: the best; `decided_only`: what is decided and nothing else; `each_alone`: each site's best option alone; `one_change_after_another`: what trying single changes finds; `next_best`: the best that does something else at some site"
            = row.1;
    "worth", "Worth", Money, "£", Restricted,
        "economic net present value against business as usual; empty where there is none, or none was looked for"
            = row.2.map(Money::from_pence);
    "plan_is_worth_more", "Plan is worth more", Money, "£", Restricted,
        "what the plan is worth more than that" = row.2.map(|worth| Money::from_pence(row.0.worth - worth));
    "breaks", "Breaks", List, "", Restricted,
        "limits that it would break" = row.3;
}
