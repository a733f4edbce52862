//! The tables of the plan: what is done with each site, the limits, the teams that move.

use super::output_table;
use crate::{
    edition::{
        Edition, FrontierKind, FrontierRow, PlanAgainst, PlanLimitRow, PlanMoveRow, PlanRow,
        PlanScenarioRow, PlanSlipRow, PlanStepRow, PlanSummary, PlanView, PlanYearRow,
        ProgrammeSums, SlipOf, View,
    },
    model::{Money, decimals},
    wording::{
        broken_names, limit_amount, limit_unit, plan_change, plan_limit, step_done, step_waits,
        waits_for_facts, why_not_alone,
    },
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
    "put_off", "Put off", Whole, "months", Restricted,
        "by how many months it is done later than it could be" = row.put_off;
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
    "alone_put_off", "Alone, put off", Whole, "months", Restricted,
        "by how many months that would be done later than it could be" = row.alone_put_off;
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
        "received from sales; a receipt that the body itself plans is of the year that it gives, whatever the day of the sale" = Money::from_pence(row.receipts);
    "not_covered", "Not covered", Money, "£", Restricted,
        "works up to the end of the year less receipts up to then; below zero receipts are ahead" = Money::from_pence(row.not_covered);
    "revenue", "Rise in costs", Money, "£", Restricted,
        "costs of the year more than business as usual, less rent received; below zero is a saving" = Money::from_pence(row.revenue);
    "one_off", "Of it, once", Money, "£", Restricted,
        "those of them that fall once" = Money::from_pence(row.one_off);
    "moves", "Sites moved out of", Whole, "sites", Restricted,
        "sites that people move out of" = row.moves;
    "programme_borrowing", "Borrowed", Money, "£", Restricted,
        "spend of the capital programme that nothing else finances, with the plan in it; this and the next three are empty without a programme and a treasury"
            = row.programme.map(|own| Money::from_pence(own.borrowing));
    "programme_borrowing_as_decided", "Borrowed, as decided", Money, "£", Restricted,
        "the same with what is decided alone" = row.programme.map(|own| Money::from_pence(own.borrowing_as_decided));
    "programme_revenue", "Revenue cost", Money, "£", Restricted,
        "the revenue cost of the capital programme, with the plan in it" = row.programme.map(|own| Money::from_pence(own.revenue));
    "programme_revenue_as_decided", "Revenue cost, as decided", Money, "£", Restricted,
        "the same with what is decided alone" = row.programme.map(|own| Money::from_pence(own.revenue_as_decided));
}

/// The steps of a plan, each with the plan that it is of.
fn steps(view: &View) -> impl Iterator<Item = (&PlanView, &PlanStepRow)> {
    view.plan.iter().flat_map(|plan| plan.steps.iter().map(move |row| (plan, row)))
}

output_table! {
    /// the programme of moves: the steps of the plan in time, each with those that it waits for
    PlanSteps: file "plan_steps.csv", sheet "", key ["step"];
    rows row: (&'a PlanView, &'a PlanStepRow) = |view| steps(view);
    absent |view| absent(view).or_else(|| steps(view).next().is_none().then_some("the plan changes nothing on a day that is known"));
    "step", "Step", Whole, "", Restricted,
        "from 1, in order of the day on which it is done" = row.1.step;
    "site_id", "Site", Text, "", Restricted,
        "the site" = &row.1.site_id;
    "name", "Name", Text, "", Restricted,
        "its name" = &row.1.name;
    "kind", "Kind", Text, "", Restricted,
        "`serve_notice`: on the last safe day; `agree`: the partner must have agreed; `wait`: something prevents the sale until then; `make_room`: works for teams of others; `move_out`; `sell`: it is held until it is sold, with planning permission where the plan says so; `give_up`: the lease ends; `let_in`: a tenant or partner moves in"
            = row.1.kind;
    "what", "What", Text, "", Restricted,
        "what is done, in words" = step_done(row.1);
    "from", "From", Day, "", Restricted,
        "when it begins; empty of what is done on a day, and of works, of which it is not recorded how long they take"
            = row.1.from;
    "until", "Done on", Day, "", Restricted,
        "when it is done" = row.1.until;
    "waits_for", "Waits for", List, "", Restricted,
        "steps that must be done before it is" = row.1.waits_for.iter().map(ToString::to_string).collect::<Vec<_>>();
    "waits_for_what", "In words", List, "", Restricted,
        "the same in words; without a name those of the site itself" = step_waits(row.0, row.1);
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
    "saving", "Saving a year", Money, "£ a year", Restricted,
        "the most that a plan then saves in the last year of the budget, sums that fall once left aside; empty on the first frontier"
            = (row.kind != FrontierKind::WorthAgainstBorrowing).then(|| Money::from_pence(row.best));
    "proven", "Proven", YesNo, "", Restricted,
        "`yes` where no plan does better; else none was found that does" = row.is_proven;
    "changes", "What changes", List, "", Restricted,
        "what it does otherwise than the point before; at the first point, than business as usual. Of plans that come to the same it is the one that changes fewest sites"
            = row.changes.iter().map(plan_change).collect::<Vec<_>>();
}

fn sums(row: &PlanScenarioRow, with: bool) -> Option<&ProgrammeSums> {
    if with { row.with.as_ref() } else { row.without.as_ref() }
}

output_table! {
    /// the plan as planned and under the scenarios of the capital programme
    PlanScenarios: file "plan_scenarios.csv", sheet "", key ["scenario"];
    rows row: &'a PlanScenarioRow = |view| view.plan.iter().flat_map(|plan| &plan.scenarios);
    absent |view| absent(view).or_else(|| not_costed(view));
    "scenario", "Scenario", Text, "", Restricted,
        "the scenario's entry in the policy; `base` is as planned" = &row.id;
    "title", "Title", Text, "", Restricted,
        "its title" = &row.title;
    "worth", "Worth", Money, "£", Restricted,
        "what the plan is then worth against business as usual: costs that fall once, receipts, and days of sale with what holding costs meanwhile; interest, grants and lenders change the budget and not this; empty where sales are more than five years late, or would fall after the years of the appraisal"
            = row.worth.map(Money::from_pence);
    "breaks", "Breaks", List, "", Restricted,
        "limits that it then breaks" = broken_names(&row.breaks);
    "best", "Best then", Money, "£", Restricted,
        "what the best plan that then keeps every limit is worth; empty where none was found" = row.best.map(Money::from_pence);
    "proven", "Proven", YesNo, "", Restricted,
        "`yes` where no plan is then worth more than that" = row.is_proven;
    "otherwise", "What it does otherwise", List, "", Restricted,
        "what that does otherwise than the plan; empty where it is the plan" = row.otherwise.iter().map(plan_change).collect::<Vec<_>>();
    "borrowing", "Borrowed", Money, "£", Restricted,
        "borrowed over the years of the budget with the plan in the capital programme; this and the rest are empty without a programme and a treasury"
            = sums(row, true).map(|own| Money::from_pence(own.borrowing));
    "borrowing_as_decided", "Borrowed, as decided", Money, "£", Restricted,
        "the same with what is decided alone" = sums(row, false).map(|own| Money::from_pence(own.borrowing));
    "peak_debt", "Peak debt", Money, "£", Restricted,
        "the most that is owed at the end of any year followed, with the plan" = sums(row, true).map(|own| Money::from_pence(own.peak_debt));
    "peak_debt_as_decided", "Peak debt, as decided", Money, "£", Restricted,
        "the same with what is decided alone" = sums(row, false).map(|own| Money::from_pence(own.peak_debt));
    "revenue", "Revenue cost", Money, "£", Restricted,
        "the revenue cost over the years of the budget, with the plan" = sums(row, true).map(|own| Money::from_pence(own.revenue));
    "revenue_as_decided", "Revenue cost, as decided", Money, "£", Restricted,
        "the same with what is decided alone; in both, a scenario of costs moves what schemes spend and not what falls once at sites" = sums(row, false).map(|own| Money::from_pence(own.revenue));
    "source", "Source", Text, "", Restricted,
        "the evidence for the scenario" = &row.source;
}

/// Says why nothing is told of a plan when something slips.
fn not_costed(view: &View) -> Option<&'static str> {
    let plan = view.plan.as_ref()?;
    plan.scenarios
        .is_empty()
        .then_some("more sites have a choice than this is worked out for (`plan.costed_sites`)")
}

/// Says why nothing is told of how far things may slip.
fn not_proven(view: &View) -> Option<&'static str> {
    let plan = view.plan.as_ref()?;
    plan.slips
        .is_empty()
        .then_some("the plan is not proven to be the best, so that no other is compared with it")
}

fn slips(view: &View) -> &[PlanSlipRow] {
    view.plan.as_ref().map_or(&[], |plan| &plan.slips)
}

/// What slips, as the table names it, and in what unit.
const fn slip_of(of: SlipOf) -> (&'static str, &'static str) {
    match of {
        SlipOf::Costs => ("costs_rise", "%"),
        SlipOf::Receipts => ("receipts_fall", "%"),
        SlipOf::Late => ("sales_late", "years"),
    }
}

/// Writes how far something slips: per cent with a decimal, or years.
fn slip(of: SlipOf, amount: i64) -> String {
    match of {
        SlipOf::Costs | SlipOf::Receipts => decimals(amount, 10, 1),
        SlipOf::Late => amount.to_string(),
    }
}

output_table! {
    /// how far costs, receipts and days of sale may each slip before another plan is worth more, all limits counted as planned
    PlanSlips: file "plan_slips.csv", sheet "", key ["slip"];
    rows row: &'a PlanSlipRow = |view| slips(view).iter();
    absent |view| absent(view).or_else(|| not_costed(view)).or_else(|| not_proven(view));
    "slip", "What slips", Text, "", Restricted,
        "`costs_rise`: costs that fall once; `receipts_fall`; `sales_late`" = slip_of(row.of).0;
    "unit", "Unit", Text, "", Restricted,
        "the unit of the next two" = slip_of(row.of).1;
    "another_is_better_from", "Another is better from", Number, "", Restricted,
        "the least slip at which another plan is worth more; empty where none is up to the most that is tried"
            = row.until.map(|until| slip(row.of, until));
    "tried_to", "Tried to", Number, "", Restricted,
        "the most that is tried" = slip(row.of, row.of.most());
    "shown", "Shown", YesNo, "", Restricted,
        "`yes` where that is proven; else it was not found out" = row.is_shown;
    "applies", "Applies", YesNo, "", Restricted,
        "`no` where the plan has no such cost, or no sale" = row.has_any;
    "otherwise", "What that does otherwise", List, "", Restricted,
        "what the plan does otherwise that is then worth more" = row.otherwise.iter().map(plan_change).collect::<Vec<_>>();
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
