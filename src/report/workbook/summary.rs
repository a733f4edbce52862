//! The first sheet: the estate, its money, candidates, dates and data on one page.

use crate::{
    edition::{Counted, Edition, EventState, FinancingRow, FundView, LeaseEventRow, Total, View},
    model::{Severity, pounds_short},
    report::tables::{Cell, NumberForm, Table, column, money},
    tables::Kind,
    wording::{
        capital, count, event_state, facts_to_find, index, long_date, of_sites, places_to_look,
        range, verdict, what_is_dated,
    },
};

/// Names the sheet.
pub(super) const SUMMARY: &str = "Summary";
/// Candidates, and dates to act by, that it names at most: it is one page.
const NAMED: usize = 6;

/// What one line says: of which part, what, how much, and on what it rests.
struct SummaryLine {
    part: &'static str,
    what: String,
    value: Cell<'static>,
    rests_on: String,
}

/// Returns the lines as a table.
pub(super) fn summary(view: &View) -> Table<'_> {
    let parts = [estate(view), money_of(view), candidates(view), dates(view), data(view)];
    let heading = |name, heading, kind| crate::tables::Column { kind, ..column(name, heading) };
    Table {
        file: "",
        columns: vec![
            heading("part", "Part", Kind::Text),
            heading("figure", "Figure", Kind::Text),
            heading("value", "Value", Kind::Number),
            heading("rests_on", "What it is and rests on", Kind::Text),
        ],
        rows: Box::new(parts.into_iter().flatten().map(|line| {
            let SummaryLine { part, what, value, rests_on } = line;
            vec![
                Cell::Text(part.into()),
                Cell::Text(what.into()),
                value,
                Cell::Text(rests_on.into()),
            ]
        })),
    }
}

fn whole(number: usize) -> Cell<'static> {
    Cell::Number(number.to_string().into(), NumberForm::Whole)
}

fn estate(view: &View) -> Vec<SummaryLine> {
    let line = |what: &str, value: Cell<'static>, rests_on: String| SummaryLine {
        part: "Estate",
        what: what.to_owned(),
        value,
        rests_on,
    };
    let totals = &view.totals;
    let left_out = match view.left_out {
        0 => format!("not sold, on {}", long_date(view.as_of)),
        others => {
            format!("not sold, on {}; {others} more are not in this edition", long_date(view.as_of))
        }
    };
    let mut lines = vec![
        line("Sites", whole(totals.sites), left_out),
        line("Sites ranked", whole(totals.ranked), "as candidates for surplus".to_owned()),
    ];
    let held = totals.sites;
    let rounded = if view.edition == Edition::Public { "rounded; " } else { "" };
    let mut sum = |what: &str, known: Option<(usize, i64)>, of: &str| {
        let sold = |sites| if sites > held { "; sold ones had costs too" } else { "" };
        let rests_on = |sites| format!("{rounded}{of}of {}{}", count(sites, "site"), sold(sites));
        let (sites, pence) = known.map_or((0, None), |(sites, pence)| (sites, Some(pence)));
        let said =
            if pence.is_some() { rests_on(sites) } else { "not known of any site".to_owned() };
        lines.push(line(what, money(pence), said));
    };
    sum("Running cost a year", totals.running_cost, &format!("{}, ", view.cost_year));
    sum("Market value", totals.market_value, "");
    sum("Existing use value", totals.existing_use_value, "");
    lines
}

/// Which sums of what is decided and recommended it names, and how.
const SUMS: [(Counted, &str); 5] = [
    (Counted::SavingOfDecided, "Saved a year by what is decided"),
    (Counted::ReceiptOfDecided, "Receipts of what is decided"),
    (Counted::SavingOfAll, "Saved a year by what is recommended beyond it"),
    (Counted::ReceiptOfAll, "Receipts of what is recommended beyond it"),
    (Counted::AdvantageOfAll, "Economic advantage of what is recommended"),
];

fn money_of(view: &View) -> Vec<SummaryLine> {
    let line = |what: String, value: Cell<'static>, rests_on: String| SummaryLine {
        part: "Money",
        what,
        value,
        rests_on,
    };
    let sum = |(of, what): &(Counted, &str)| {
        let total = view.total_rows.iter().find(|total| total.what == *of)?;
        let least = if total.is_least() { "at least; " } else { "" };
        let worth = match of {
            Counted::AdvantageOfAll => "present value over business as usual; ",
            Counted::SavingOfDecided | Counted::SavingOfAll => {
                "running cost, net of running elsewhere; "
            }
            _ => "net of the cost of sale; ",
        };
        let of_them = stands_on(total);
        Some(line((*what).to_owned(), money(total.sum), format!("{worth}{least}{of_them}")))
    };
    let mut lines: Vec<SummaryLine> = SUMS.iter().filter_map(sum).collect();
    if let Some(fund) = view.fund.as_ref().filter(|fund| fund.has_treasury) {
        lines.extend(
            programme(fund)
                .into_iter()
                .map(|(what, pence, rests_on)| line(what, money(pence), rests_on)),
        );
    }
    lines
}

fn stands_on(total: &Total) -> String {
    match total.of {
        0 => "no site".to_owned(),
        of => of_sites(total.sites, of),
    }
}

/// The capital programme as planned, over the years of the budget.
fn programme(fund: &FundView) -> Vec<(String, Option<i64>, String)> {
    let (Some(base), Some(last)) = (
        fund.scenarios.first().map(|scenario| scenario.summary),
        fund.budget_years.checked_sub(1).and_then(|last| fund.financing.get(last)),
    ) else {
        return Vec::new();
    };
    let first = fund.financing.first().map_or(last.year, |row| row.year);
    let span = format!("capital programme as planned, {first} to {}", last.year);
    let mut lines = vec![
        ("Capital spend".to_owned(), Some(base.spend), span.clone()),
        (
            "Capital receipts".to_owned(),
            Some(base.receipts),
            format!("{span}; before costs of sale"),
        ),
        (
            "Borrowing".to_owned(),
            Some(base.borrowing),
            format!("{span}; spend that nothing else pays for"),
        ),
        (
            format!("Revenue effect in {}", last.year),
            Some(base.revenue_last),
            "cost to revenue of programme and decisions; below zero, it is saved".to_owned(),
        ),
    ];
    lines.extend(against_target(last));
    lines
}

/// What the last year of the budget saves against what was agreed.
fn against_target(last: &FinancingRow) -> Option<(String, Option<i64>, String)> {
    let (target, whose) = match (last.estate_target, last.force_target) {
        (Some(target), _) => (target, "the estate’s agreed share"),
        (None, Some(target)) => (target, "the whole body’s target"),
        (None, None) => return None,
    };
    let saved = last.revenue.saving() + last.revenue.other_savings;
    let difference = saved - target;
    let stands = match difference {
        0 => "met exactly".to_owned(),
        over if over > 0 => format!("exceeded by {}", pounds_short(over)),
        short => format!("missed by {}", pounds_short(-short)),
    };
    Some((
        format!("Lasting savings in {}", last.year),
        Some(saved),
        format!(
            "lower running cost and rent received, less added running cost; {whose} of {} is {stands}",
            pounds_short(target)
        ),
    ))
}

fn candidates(view: &View) -> Vec<SummaryLine> {
    let ranked = view.sites.iter().filter(|site| site.rank.is_some()).take(NAMED);
    let line = |site: &crate::edition::SiteRow| {
        let digits = site.need_index.map(|index| index.to_string());
        let value =
            digits.map_or(Cell::Empty, |digits| Cell::Number(digits.into(), NumberForm::Tenth));
        let within = range(&index(site.need_low), &index(site.need_high));
        let option = if site.verdict.is_any() {
            format!("; {}", verdict(site.verdict))
        } else {
            String::new()
        };
        SummaryLine {
            part: "Candidates",
            what: format!("{}. {} ({})", site.rank.unwrap_or_default(), site.name, site.site_id),
            value,
            rests_on: format!("need index, range {within}{option}"),
        }
    };
    ranked.map(line).collect()
}

fn dates(view: &View) -> Vec<SummaryLine> {
    let mut ahead: Vec<(&LeaseEventRow, crate::model::Date)> = view
        .lease_events
        .iter()
        .filter(|row| row.state.is_none_or(EventState::can_be_acted_on))
        .filter_map(|row| Some((row, row.act_by.filter(|day| *day >= view.as_of)?)))
        .collect();
    ahead.sort_by_key(|(_, day)| *day);
    let line = |(row, day): (&LeaseEventRow, crate::model::Date)| SummaryLine {
        part: "Dates",
        what: format!("Act by: {} ({})", row.name, row.site_id),
        value: Cell::Day(day),
        rests_on: format!(
            "{} on {}; {}",
            what_is_dated(row),
            long_date(row.on),
            event_state(row.state)
        ),
    };
    ahead.into_iter().take(NAMED).map(line).collect()
}

fn data(view: &View) -> Vec<SummaryLine> {
    let line = |what: &str, value: Cell<'static>, rests_on: String| SummaryLine {
        part: "Data",
        what: what.to_owned(),
        value,
        rests_on,
    };
    let found =
        |severity| view.findings.iter().filter(|finding| finding.severity == severity).count();
    let ranked: Vec<_> = view.sites.iter().filter(|site| site.rank.is_some()).collect();
    let whole_known = ranked.iter().filter(|site| site.known_share == Some(10_000)).count();
    let mut lines = vec![
        line(
            "Errors",
            whole(found(Severity::Error)),
            "figures that could not be used; sheet Findings".to_owned(),
        ),
        line(
            "Warnings",
            whole(found(Severity::Warning)),
            "figures to check; sheet Findings".to_owned(),
        ),
        line(
            "Ranked sites with every criterion known",
            whole(whole_known),
            format!("of {}; for the others a range is shown", ranked.len()),
        ),
    ];
    let next = view.next.rows.iter().find(|row| !row.waits_for_nothing());
    lines.extend(next.map(|row| {
        line(
            "Find out next",
            whole(row.site_ids.len()),
            format!("{}: {}", capital(&facts_to_find(row)), places_to_look(row)),
        )
    }));
    lines
}
