//! The sheets after the read-me: which there are, in which order, what each is.

use super::{
    charts,
    groups::Group,
    live, summary, swing,
    weights::{self, Weights},
};
use crate::{
    edition::{FundView, View},
    model::{CostCategory, Unit},
    report::{
        long::{AS_CSV, AS_SHEET, Most, long_file},
        options,
        tables::{self, Cell, NumberForm, Table, columns, is_number, money, text},
    },
    tables::{ALL, Audience, OutputTable},
};

/// A sheet before it is written.
pub(super) struct Sheet<'a> {
    pub name: &'static str,
    /// What the read-me says of it, without a stop.
    pub words: &'static str,
    pub content: Content<'a>,
    /// Characters of its widest column, at most.
    pub widest: usize,
    /// Pages that its columns take in print.
    pub pages: u16,
    /// Records that it prints at most; `None` prints all.
    pub prints: Option<u32>,
}

/// Widest column, in characters.
const WIDEST: usize = 60;
/// Widest column of a table of sites that is read on one page.
const NAMES: usize = 34;
/// Widest column of a sheet of many columns.
const NARROW: usize = 26;
/// So many columns are many.
const MANY_COLUMNS: usize = 12;

/// What stands on a sheet.
pub(super) enum Content<'a> {
    Table(Table<'a>),
    /// Nothing: the table is longer than a sheet may be.
    TooLong {
        most: Most,
        /// The data file that has it all.
        file: String,
    },
    /// Charts that the spreadsheet draws.
    Charts,
    /// The weights as cells that may be changed.
    Weights(Weights<'a>),
    /// The swings of the criteria, to be given points.
    Swings(Weights<'a>),
    /// The ranking as formulas of the weights.
    Live(Weights<'a>),
    /// Rent and service charge, a column a year.
    Rent,
    /// The capital programme, a column a year.
    Programme(&'a FundView),
    /// The revenue cost of each part, a column a year.
    RevenueByPart(&'a FundView),
    /// A column a scenario.
    Scenarios(&'a FundView),
}

/// Sheets of many lines, which are looked up on a screen and not read on paper.
const LONG: [&str; 10] = [
    "Sift signals",
    "Measures",
    "Contributions",
    "Sources",
    "Findings",
    "Options",
    "Option cash flow",
    "Schemes",
    "Reconciliation",
    "Letting cash flow",
];

/// Sheets with so many columns that they print on two pages side by side.
const TWO_PAGES: [&str; 8] = [
    "Options",
    "Receipts by site",
    "Schemes",
    "Reconciliation",
    "Levers",
    "Benefits",
    "Lettings",
    "Lease summary",
];

/// The columns of what is ahead of leases that a sheet has, in its order.
const CALENDAR: [&str; 16] = [
    "act_by",
    "state",
    "what",
    "falls_on",
    "site_id",
    "name",
    "lease_id",
    "agreement_id",
    "counterparty",
    "role",
    "legal_last_day",
    "penalty",
    "cost_of_missing",
    "next_exit",
    "conditions",
    "not_known",
];

/// The columns of how sure each rank is that a sheet has, the sentence with room to be read.
const SURE: [&str; 9] = [
    "rank",
    "site_id",
    "name",
    "how_sure",
    "best_rank",
    "worst_rank",
    "first_near",
    "first_near_ranges",
    "among_first_near",
];

/// Characters of a column of sentences, at most.
const SENTENCES: usize = 90;

/// Returns the sheets in order of their groups: those of the declared tables, and between them those that no data file has.
///
/// The first sift stands before the ranking where it leads.
pub(super) fn contents(view: &View) -> Vec<Sheet<'_>> {
    let mut sheets = vec![Sheet {
        widest: WIDEST,
        ..made(
            summary::SUMMARY,
            "the estate, its money, candidates, dates and data on one page",
            summary::summary(view),
        )
    }];
    if charts::has_any(view) {
        let words =
            "the ranking, and the budget's spend and savings, as charts that can be changed";
        sheets.push(sheet(charts::CHARTS, words, Content::Charts));
    }
    for table in ALL {
        sheets.extend(declared(*table, view));
        match table.file() {
            "sift_signals.csv" => sheets.extend(of_weights(view)),
            "contributions.csv" if view.sites.iter().any(|s| s.running_cost.is_some()) => {
                sheets.push(made(
                    "Running cost",
                    "running cost of each site by category",
                    running_cost(view),
                ));
            }
            "receipts.csv" => sheets.extend(principles(view)),
            _ => {}
        }
    }
    sheets.push(made("Policy", "policy figures and their sources", policy(view)));
    let leads = |name: &str| view.sift.leads && matches!(name, "First sift" | "Sift signals");
    sheets.sort_by_key(|sheet| (Group::of(sheet.name), !leads(sheet.name)));
    sheets
}

/// Returns the sheet of a declared table; `None` where it has none, or nothing on it that this edition may show.
fn declared<'a>(table: &dyn OutputTable, view: &'a View) -> Option<Sheet<'a>> {
    let is_empty = || table.table(view).rows.next().is_none();
    let is_restricted = table.columns().iter().all(|c| c.audience == Audience::Restricted);
    let is_sift = table.file().starts_with("sift");
    let is_none = table.sheet().is_empty() || table.absent(view).is_some();
    if is_none || (is_restricted || is_sift) && is_empty() {
        return None;
    }
    // A line a site is what a workbook is for; of what no CSV file has a sheet is all that a spreadsheet opens.
    let is_parquet = AS_CSV.is_passed(table.table(view));
    let most = if *table.key() == ["site_id"] || is_parquet { AS_CSV } else { AS_SHEET };
    let content = match table.file() {
        "capital_financing.csv" => Content::Programme(view.fund.as_ref()?),
        "revenue_effect.csv" => Content::RevenueByPart(view.fund.as_ref()?),
        "scenarios.csv" => Content::Scenarios(view.fund.as_ref()?),
        "rent.csv" => Content::Rent,
        _ if most.is_passed(shown(table, view)) => Content::TooLong {
            most,
            file: if is_parquet { long_file(table.file()) } else { table.file().to_owned() },
        },
        _ => Content::Table(shown(table, view)),
    };
    let widest = match table.file() {
        "ranking.csv" | "sift.csv" => NAMES,
        "rank_confidence.csv" => SENTENCES,
        "plan.csv" => WIDEST,
        _ => widest(table.columns().len()),
    };
    let words = match table.file() {
        "capital_financing.csv" => {
            "spend, financing, borrowing and revenue cost by year; totals over the budget and checks are formulas, and \
             each check must be 0"
        }
        "revenue_effect.csv" => {
            "revenue cost of each scheme and decision, one column per year; totals are formulas"
        }
        "scenarios.csv" => {
            "the programme as planned and in each scenario, side by side; differences are formulas"
        }
        "rent.csv" => {
            "rent and service charge of every lease by financial year, with totals; italics: estimated; empty \
             cells: nothing is due"
        }
        "option_flows.csv" => {
            "cash flow of the leading option where it is a change; option_flows.csv has all options"
        }
        "rank_confidence.csv" => {
            "how sure the rank of each site is; rank_confidence.csv has more shares and other methods"
        }
        "sources.csv" => "files and numbers of rows behind each measure",
        _ => table.what(),
    };
    Some(Sheet { widest, ..sheet(table.sheet(), words, content) })
}

/// Returns what a sheet has of a declared table.
fn shown<'a>(table: &dyn OutputTable, view: &'a View) -> Table<'a> {
    match table.file() {
        "option_flows.csv" => options::leading_flows(view),
        "lease_events.csv" => table.table(view).picked(&CALENDAR),
        "rank_confidence.csv" => table.table(view).picked(&SURE),
        "findings.csv" => table.table(view).without("row"),
        "sources.csv" => sources(view),
        _ => table.table(view),
    }
}

/// Returns the characters of the widest column of a sheet of so many.
pub(super) const fn widest(columns: usize) -> usize {
    if columns >= MANY_COLUMNS { NARROW } else { WIDEST }
}

fn sheet<'a>(name: &'static str, words: &'static str, content: Content<'a>) -> Sheet<'a> {
    const FIRST: u32 = 50;
    Sheet {
        name,
        words,
        content,
        widest: WIDEST,
        pages: if TWO_PAGES.contains(&name) { 2 } else { 1 },
        // A long one prints its first records alone, what is read on paper all.
        prints: LONG.contains(&name).then_some(FIRST),
    }
}

fn made<'a>(name: &'static str, words: &'static str, table: Table<'a>) -> Sheet<'a> {
    sheet(name, words, Content::Table(table))
}

/// Returns the weights and the ranking by them, where the edition has levels and the estate is not too large.
fn of_weights(view: &View) -> Vec<Sheet<'_>> {
    let weights = || Weights::of(view);
    let (Some(told), Some(swings), Some(used)) = (weights(), weights(), weights()) else {
        return Vec::new();
    };
    vec![
        sheet(
            weights::WEIGHTS,
            "weights of the criteria, in cells that you can change",
            Content::Weights(told),
        ),
        sheet(swing::SWINGS, swing::WORDS, Content::Swings(swings)),
        sheet(
            live::LIVE,
            "the ranking by formulas; with the policy weights it is the ranking of this report",
            Content::Live(used),
        ),
    ]
}

/// Returns the body's principles, where options are checked against them.
fn principles(view: &View) -> Option<Sheet<'_>> {
    let is = !view.options.rows.is_empty() && !view.options.principles.is_empty();
    let words = "the body's principles for its estate";
    is.then(|| made("Principles", words, options::principles(view)))
}

/// A line a site, a column a category.
fn running_cost(view: &View) -> Table<'_> {
    let categories = cost_categories(view);
    let mut columns =
        columns(&[("site_id", "Site"), ("name", "Name"), ("running_cost", "Running cost")]);
    columns.extend(categories.iter().map(|c| tables::column(c.word(), c.label())));
    let rows = view.sites.iter().map(move |site| {
        let mut cells = vec![text(&site.site_id), text(&site.name), money(site.running_cost)];
        cells.extend(categories.iter().map(|category| {
            money(site.costs.iter().find(|line| line.category == *category).map(|l| l.pence))
        }));
        cells
    });
    Table { file: "", columns, rows: Box::new(rows) }
}

/// Returns the categories in use: those of the estate's total first, largest first.
fn cost_categories(view: &View) -> Vec<CostCategory> {
    let mut categories: Vec<_> = view.totals.costs.iter().map(|line| line.category).collect();
    for &category in CostCategory::ALL {
        let used = || view.sites.iter().flat_map(|s| &s.costs).any(|l| l.category == category);
        if !categories.contains(&category) && used() {
            categories.push(category);
        }
    }
    categories
}

/// A line a site, measure and file, with how many of its rows stand behind the measure.
fn sources(view: &View) -> Table<'_> {
    let columns = columns(&[
        ("site_id", "Site"),
        ("measure", "Measure"),
        ("file", "File"),
        ("sheet", "Sheet"),
        ("rows", "Rows behind it"),
    ]);
    let rows = view.sources.iter().map(|source| {
        vec![
            text(source.site_id.as_str()),
            text(source.measure.word()),
            text(&source.file),
            text(source.sheet.as_deref().unwrap_or_default()),
            Cell::Number(source.lines().count().to_string().into(), NumberForm::Whole),
        ]
    });
    Table { file: "", columns, rows: Box::new(rows) }
}

/// A line a figure of the policy.
fn policy(view: &View) -> Table<'_> {
    let columns = columns(&[
        ("figure", "Figure"),
        ("value", "Value"),
        ("unit", "Unit"),
        ("meaning", "Meaning"),
        ("source", "Source"),
    ]);
    let rows = view.figures.iter().map(|figure| {
        let value = if is_number(&figure.value) {
            let unit = Unit::ALL.iter().find(|u| u.word() == figure.unit);
            let pounds = unit.is_some_and(|u| u.word().starts_with('£'));
            let form = if pounds { NumberForm::Pounds } else { NumberForm::Plain };
            Cell::Number(figure.value.as_str().into(), form)
        } else {
            text(&figure.value)
        };
        let source = text(&figure.source);
        vec![text(&figure.name), value, text(&figure.unit), text(&figure.meaning), source]
    });
    Table { file: "", columns, rows: Box::new(rows) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edition::{Edition, example};
    use crate::tables::LeaseEvents;

    #[test]
    fn sheets_about_leases_are_for_the_body_alone() {
        let mut view = example::hostile().clone();
        let has = |view: &View| {
            let on = |name| contents(view).iter().any(|s| s.name == name);
            assert_eq!(on("Exits"), on("Options"));
            on("Exits") && on("Principles")
        };
        assert!(has(&view));
        view.edition = Edition::Public;
        view.options.rows.clear();
        assert!(!has(&view));
        assert!(!has(example::empty()));
    }

    #[test]
    fn the_calendar_has_all_the_columns_it_names() {
        let view = example::hostile();
        let table = LeaseEvents.table(view).picked(&CALENDAR);
        let names: Vec<&str> = table.columns.iter().map(|c| c.name).collect();
        assert_eq!(names, CALENDAR);
        let rows: Vec<_> = table.rows.collect();
        assert_eq!(rows[0].len(), CALENDAR.len());
        assert_eq!(rows[0][0], Cell::Day(example::lease_event().act_by.unwrap()));
    }

    #[test]
    fn a_table_that_is_too_long_has_no_sheet_but_a_file() {
        let mut view = example::hostile().clone();
        let first = view.contributions[0].clone();
        // Of twelve columns.
        view.contributions.resize(10_000, first.clone());
        let long = |view: &View| {
            contents(view).into_iter().find_map(|sheet| match sheet.content {
                Content::TooLong { file, .. } => Some((sheet.name, file)),
                _ => None,
            })
        };
        assert_eq!(long(&view), None);
        view.contributions.push(first.clone());
        assert_eq!(long(&view), Some(("Contributions", "contributions.csv".to_owned())));
        view.contributions.resize(25_001, first);
        assert_eq!(long(&view), Some(("Contributions", "contributions.parquet".to_owned())));
    }

    #[test]
    fn a_table_of_a_line_a_site_has_a_sheet_for_longer() {
        let mut view = example::hostile().clone();
        let first = view.sites[0].clone();
        view.sites.resize(9_300, first);
        let named = |name: &str| contents(&view).into_iter().find(|sheet| sheet.name == name);
        assert!(matches!(named("Ranking").unwrap().content, Content::Table(_)));
    }

    #[test]
    fn no_two_sheets_have_one_name() {
        let view = example::hostile();
        let mut names: Vec<&str> = contents(view).iter().map(|sheet| sheet.name).collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all);
    }
}
