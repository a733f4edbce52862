//! The tables of public counters: hours, visits, cost and what closing each alone changes, and that in sentences.

use super::{cell::BETWEEN, output_table};
use crate::{
    edition::{CounterRow, Edition, View},
    model::{AtLeast, Weekday, decimals},
    wording::{CounterStatement, counter_statement, purposes_said, to_places, week_hours},
};

/// Says why a view has no counters.
fn absent(view: &View) -> Option<&'static str> {
    match view.edition {
        Edition::Public => Some("not for publication: it would show which counters may close"),
        Edition::Restricted => {
            (!view.cover.counters.has_table).then_some("no table of public counters is given")
        }
    }
}

/// Hours to a tenth.
fn hours(minutes: u32) -> String {
    decimals(i64::from(minutes), 60, 1)
}

/// Hours of a row of which any are known.
fn known(row: &CounterRow, minutes: u32) -> Option<String> {
    (row.days_not_known.len() < Weekday::ALL.len()).then(|| hours(minutes))
}

/// Says whether a sum is all or a least; nothing where nothing is known.
fn basis<T>(sum: Option<AtLeast<T>>) -> &'static str {
    match sum {
        None => "",
        Some(sum) if sum.is_all => "all",
        Some(_) => "at least",
    }
}

const fn held(holds: Option<bool>) -> &'static str {
    match holds {
        Some(true) => "yes",
        Some(false) => "no",
        None => "not known",
    }
}

fn pounds(pence: Option<i64>) -> Option<String> {
    pence.map(|pence| decimals(pence, 100, 2))
}

output_table! {
    /// each open public counter: hours, visits, cost, and what closing it alone changes
    PublicCounters: file "counters.csv", sheet "Counters", key ["site_id"];
    rows row: &'a CounterRow = |view| view.cover.counters.rows.iter();
    absent |view| absent(view);
    "site_id", "Site", Text, "", Restricted,
        "the site" = row.site_id.as_str();
    "name", "Name", Text, "", Restricted,
        "its name" = row.name.as_str();
    "district", "District", Text, "", Restricted,
        "its district" = row.district.as_deref().unwrap_or_default();
    "hours_a_week", "Hours a week", Tenth, "hours", Restricted,
        "hours of a week in which it is open, each once" = known(row, row.open.minutes());
    "hours_basis", "Hours are", Text, "", Restricted,
        "`all`, or `at least` where those of some days are not known"
            = if row.days_not_known.is_empty() { "all" }
                else if row.days_not_known.len() < Weekday::ALL.len() { "at least" } else { "" };
    "hours_at_night", "At night", Tenth, "hours", Restricted,
        "of these, hours at night (policy)" = known(row, row.night);
    "hours_at_weekends", "At weekends", Tenth, "hours", Restricted,
        "of these, hours on Saturday and Sunday" = known(row, row.weekend);
    "opening_hours", "Opening hours", Text, "", Restricted,
        "hours by day, as far as they are known; a day that is not named is closed, unless it is not known"
            = week_hours(&row.open);
    "days_not_known", "Days not known", List, "", Restricted,
        "days of which the hours are not known" = &row.days_not_known;
    "visits", "Visits", Whole, "visits a year", Restricted,
        "visits in a year, as recorded" = row.visits.map(|visits| visits.sum);
    "visits_basis", "Visits are", Text, "", Restricted,
        "`all`, or `at least` where those of some rows are not known" = basis(row.visits);
    "visits_a_day", "Visits a day", Tenth, "visits", Restricted,
        "visits on a day it is open, in a year of 365 days; empty unless hours and visits are known"
            = row.visits_a_day.map(|n| to_places(n, 1));
    "visits_an_hour", "Visits an hour", Number, "visits", Restricted,
        "visits in an hour open, likewise" = row.visits_an_hour.map(|n| to_places(n, 2));
    "quiet", "Quiet", YesNo, "", Restricted,
        "whether fewer visits are made in an hour open than the policy's limit" = row.is_quiet;
    "purposes", "Purposes", List, "", Restricted,
        "what visits are for, each with its share of those recorded" = purposes_said(&row.purposes);
    "counter_cost", "Counter's cost", Money, "£ a year", Restricted,
        "cost of staffing the counter, saved when it closes; not to be added to `building_saving` where the ledger of the site includes its staff"
            = row.cost.map(|cost| cost.sum);
    "counter_cost_basis", "Cost is", Text, "", Restricted,
        "`all`, or `at least` where that of some rows is not known" = basis(row.cost);
    "cost_per_visit", "Cost per visit", Money, "£", Restricted,
        "`counter_cost` divided by `visits`" = pounds(row.cost_per_visit);
    "building_saving", "Building's saving", Money, "£ a year", Restricted,
        "avoidable running cost of the site, saved only if the building is given up too" = pounds(row.building_saving);
    "nearest_site_id", "Nearest counter", Text, "", Restricted,
        "the nearest other open counter by straight line" = row.nearest.as_ref().map_or("", |n| n.site_id.as_str());
    "nearest_name", "Its name", Text, "", Restricted,
        "its name" = row.nearest.as_ref().map_or("", |n| n.name.as_str());
    "nearest_minutes", "Minutes to it", Tenth, "minutes", Restricted,
        "estimate: straight line × detour ÷ speed (policy), from counter to counter"
            = row.nearest.as_ref().map(|n| format!("{:.1}", n.minutes));
    "nearest_hours", "Its hours a week", Tenth, "hours", Restricted,
        "hours of a week in which it is open; empty unless all are known"
            = row.nearest.as_ref().filter(|n| n.days_not_known.is_empty()).map(|n| hours(n.open.minutes()));
    "nearest_closed_hours", "Hours it is closed", Tenth, "hours", Restricted,
        "hours of a week in which this counter is open and the nearest is not"
            = row.nearest.as_ref().and_then(|n| n.closed_then).map(hours);
    "hours_without", "Hours without", Tenth, "hours", Restricted,
        "hours of a week in which this counter is open and no other within the limit of travel is"
            = row.without_any.map(|(minutes, _)| hours(minutes));
    "hours_without_basis", "Hours without are", Text, "", Restricted,
        "`all`, or `at most` where hours or positions of other counters are not known"
            = row.without_any.map(|(_, at_most)| if at_most { "at most" } else { "all" });
    "district_limit_today", "District today", Text, "", Restricted,
        "whether its district has as many counters open long enough as the policy asks: yes, no or not known"
            = row.limit.as_ref().map(|limit| held(limit.today));
    "district_limit_after", "District after", Text, "", Restricted,
        "the same without this counter" = row.limit.as_ref().map(|limit| held(limit.after));
    "people", "People affected", Whole, "people", Restricted,
        "residents of the zones for which it is the nearest counter" = row.closure.as_ref().map(|c| c.people);
    "most_deprived", "In the most deprived fifth", Whole, "people", Restricted,
        "those of them in the most deprived fifth of areas" = row.closure.as_ref().map(|c| c.most_deprived);
    "further_minutes", "Further", Tenth, "minutes", Restricted,
        "mean minutes further to the nearest counter that stays open, for those affected"
            = row.closure.as_ref().and_then(|c| c.further).map(|n| format!("{n:.1}"));
    "not_known", "Not known", Text, "", Restricted,
        "what is not known of the counter or of closing it"
            = row.not_known.iter().map(|what| what.word()).collect::<Vec<_>>().join(BETWEEN);
}

/// A counter and its statement.
pub struct StatementLine<'a> {
    row: &'a CounterRow,
    said: CounterStatement,
}

output_table! {
    /// the statement of each open public counter in sentences, for an Equality Impact Assessment
    CounterStatements: file "counter_statements.csv", sheet "Counter statements", key ["site_id"];
    rows line: StatementLine<'a> = |view| {
        let rows = view.cover.counters.rows.iter();
        rows.map(|row| StatementLine { row, said: counter_statement(row) })
    };
    absent |view| absent(view);
    "site_id", "Site", Text, "", Restricted,
        "the site" = line.row.site_id.as_str();
    "open", "When it is open", Text, "", Restricted,
        "its hours" = line.said.open.join(" ");
    "visits", "Who comes for what", Text, "", Restricted,
        "visits, and what they are for" = line.said.visits.join(" ");
    "saving", "What closing it saves", Text, "", Restricted,
        "the saving of the counter, and that of its building, which are not added" = line.said.saving.join(" ");
    "further", "Who travels further", Text, "", Restricted,
        "who, how many of them in the most deprived fifth of areas, and by how much" = line.said.further.join(" ");
    "instead", "What stays open", Text, "", Restricted,
        "the nearest other counter, when it is open, and what the district keeps" = line.said.instead.join(" ");
    "not_known", "What is not known", Text, "", Restricted,
        "what is not known, and who could say" = line.said.not_known.join(" ");
}
