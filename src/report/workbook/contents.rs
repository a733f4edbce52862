//! The sheets after the read-me: which there are, in which order, what each is.

use super::{
    leases, live, sift,
    weights::{self, Weights},
};
use crate::{
    edition::{
        Edition, FundView, View,
        tables::{OutputTable, Ranking, Receipts},
    },
    model::{CostCategory, Unit},
    report::{
        fund, known, options,
        tables::{self, Cell, Form, Table, columns, is_number, money, text},
    },
};

/// A sheet before it is written.
pub(super) struct Sheet<'a> {
    pub name: &'static str,
    /// What the read-me says of it.
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
pub(super) const WIDEST: usize = 60;
/// Widest column of the ranking, which is read on one page.
pub(super) const NAMES: usize = 34;
/// Widest column of a sheet of many columns.
pub(super) const NARROW: usize = 26;

/// What stands on a sheet.
pub(super) enum Content<'a> {
    Table(Table<'a>),
    /// The weights as cells that may be changed.
    Weights(Weights<'a>),
    /// The ranking as formulas of the weights.
    Live(Weights<'a>),
    /// Rent and service charge, a column a year.
    Rent,
    /// The capital programme, a column a year.
    Programme(&'a FundView),
    /// What revenue bears of each part, a column a year.
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

/// Returns the sheets in order; those about leases and lettings are in the restricted edition only.
pub(super) fn contents(view: &View) -> Vec<Sheet<'_>> {
    let table = |name, words, table| {
        let content = Content::Table(table);
        Sheet { name, words, content, widest: WIDEST, pages: 1, prints: prints(name) }
    };
    let ranking = table(
        "Ranking",
        "the order in which sites are candidates for surplus.",
        Ranking.table(view),
    );
    let mut sheets = vec![Sheet { widest: NAMES, ..ranking }];
    sift::put_in(&mut sheets, view);
    sheets.extend(of_weights(view));
    sheets.extend([
        table(
            "Measures",
            "what was read at each site, with its lowest and highest value.",
            tables::measures(view),
        ),
        table(
            "Contributions",
            "how each reading became points of a score.",
            tables::contributions(view),
        ),
        table("Running cost", "each site's cost by category.", running_cost(view)),
    ]);
    sheets.extend(of_options(view));
    sheets.extend(of_programme(view));
    sheets.extend(leases::sheets(view));
    sheets.extend([
        table(
            "Completeness",
            "at how many of the sites not sold each column is filled.",
            known::completeness(view),
        ),
        table(
            "Find out next",
            "the missing facts that leave the first of the ranking widest.",
            known::find_out_next(view),
        ),
        table(
            "Findings",
            "what is wrong or doubtful in the data, and how to mend it.",
            tables::findings(&view.findings, false),
        ),
        table("Sources", "how many rows of which file stand behind each measure.", sources(view)),
        table("Policy", "the figures people decided, each with its source.", policy(view)),
    ]);
    sheets
}

/// Returns how many records a sheet prints at most: a long one its first alone, what is read on paper all.
pub(super) fn prints(name: &str) -> Option<u32> {
    const FIRST: u32 = 60;
    LONG.contains(&name).then_some(FIRST)
}

/// Returns the weights and the ranking by them, where the edition has levels and the estate is not too large.
fn of_weights(view: &View) -> Vec<Sheet<'_>> {
    let (Some(told), Some(used)) = (Weights::of(view), Weights::of(view)) else {
        return Vec::new();
    };
    let sheet = |name, words, content| {
        let prints = prints(name);
        Sheet { name, words, content, widest: WIDEST, pages: 1, prints }
    };
    vec![
        sheet(
            weights::WEIGHTS,
            "what each criterion counts, in cells that may be changed.",
            Content::Weights(told),
        ),
        sheet(
            live::LIVE,
            "the ranking as formulas of the weights; by the policy's weights it is the ranking of this report.",
            Content::Live(used),
        ),
    ]
}

/// Returns the sheets about options that have something on them.
fn of_options(view: &View) -> Vec<Sheet<'_>> {
    let all = [
        (
            "Recommendations",
            "what is recommended at each site, why, and what would change it.",
            options::advice(view),
            1,
        ),
        (
            "Options",
            "what could be done with each site, against business as usual, present values.",
            options::options(view),
            2,
        ),
        (
            "Option cash flow",
            "every sum of the option that leads where it is a change; option_flows.csv has all options.",
            options::leading_flows(view),
            1,
        ),
        (
            "Receipts by site",
            "what each sale brings: appraised, planned, in the programme, achieved, and why these differ.",
            Receipts.table(view),
            2,
        ),
        ("Principles", "what the body wants of its estate.", options::principles(view), 1),
    ];
    let is = view.edition == Edition::Restricted && !view.options.rows.is_empty();
    let has = |name: &str| match name {
        "Principles" => !view.options.principles.is_empty(),
        "Receipts by site" => !view.receipts.is_empty(),
        _ => true,
    };
    let sheet = |(name, words, table, pages)| {
        let widest = if pages > 1 { NARROW } else { WIDEST };
        Sheet { name, words, content: Content::Table(table), widest, pages, prints: prints(name) }
    };
    all.into_iter().filter(|(name, ..)| is && has(name)).map(sheet).collect()
}

/// Returns the sheets of the capital programme that have something on them; the restricted edition alone has any.
fn of_programme(view: &View) -> Vec<Sheet<'_>> {
    let found = view.fund.as_ref().filter(|_| view.edition == Edition::Restricted);
    let Some(found) = found else { return Vec::new() };
    let is_there = !found.years.is_empty();
    let mut sheets = Vec::new();
    let mut put = |is: bool, name, words, content, (widest, pages)| {
        if is {
            sheets.push(Sheet { name, words, content, widest, pages, prints: prints(name) });
        }
    };
    let of = Content::Table;
    put(
        is_there,
        "Programme",
        "for each year what is spent, who pays, what is borrowed from where and what revenue bears. Sums \
         over the budget and checks are formulas; a check is nought.",
        Content::Programme(found),
        (WIDEST, 1),
    );
    let (wide, narrow) = ((WIDEST, 1), (NARROW, 2));
    put(
        !found.schemes.is_empty(),
        "Schemes",
        "spend, sources, borrowing and its charge of each scheme by year.",
        of(fund::programme(found)),
        narrow,
    );
    let receipts = "what sales are planned to bring; those recommended alone count in no sum.";
    put(!found.receipts.is_empty(), "Receipts", receipts, of(fund::receipts(found)), wide);
    let loans = "the loans to be taken, by year.";
    put(!found.loans.is_empty(), "New loans", loans, of(fund::loans(found)), wide);
    put(
        !found.revenue.is_empty(),
        "Revenue by part",
        "what revenue bears of each scheme and decision, a column a year; totals are formulas.",
        Content::RevenueByPart(found),
        wide,
    );
    put(
        !found.reconciliation.is_empty(),
        "Reconciliation",
        "from the economic case of each decision about a site to the budget, sum by sum.",
        of(fund::reconciliation(found)),
        narrow,
    );
    put(
        is_there && !found.scenarios.is_empty(),
        "Scenarios",
        "what the programme comes to as planned and otherwise, side by side; differences are formulas.",
        Content::Scenarios(found),
        wide,
    );
    let levers = "one thing changed at a time, the one that moves revenue most first.";
    put(is_there && !found.swings.is_empty(), "Levers", levers, of(fund::levers(found)), narrow);
    put(
        !found.break_even.is_empty(),
        "Break-even receipts",
        "what the sale tied to a scheme must fetch for nothing to stay borrowed; empty: over £1bn, or not planned.",
        of(fund::break_even(found)),
        wide,
    );
    put(
        !found.flags.is_empty() || !found.unknown.is_empty(),
        "Programme flags",
        "what to look at in the programme, and what is not known of it.",
        of(fund::flags(found)),
        wide,
    );
    let benefits = "planned and realised savings by year, with what the ledger says.";
    put(!found.benefits.is_empty(), "Benefits", benefits, of(fund::benefits(found)), narrow);
    let initiatives = "benefits planned, realised and proved, by initiative.";
    put(
        !found.initiatives.is_empty(),
        "Initiatives",
        initiatives,
        of(fund::initiatives(found)),
        wide,
    );
    sheets
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
    Table { columns, rows: Box::new(rows) }
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
    let alike = view.sources.chunk_by(|a, b| {
        (&a.site_id, a.measure, &a.file, &a.sheet) == (&b.site_id, b.measure, &b.file, &b.sheet)
    });
    let rows = alike.filter_map(|rows| {
        let first = rows.first()?;
        Some(vec![
            text(&first.site_id),
            text(first.measure.word()),
            text(&first.file),
            text(&first.sheet),
            Cell::Number(rows.len().to_string().into(), Form::Whole),
        ])
    });
    Table { columns, rows: Box::new(rows) }
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
            let form = if pounds { Form::Pounds } else { Form::Plain };
            Cell::Number(figure.value.as_str().into(), form)
        } else {
            text(&figure.value)
        };
        let source = text(&figure.source);
        vec![text(&figure.name), value, text(&figure.unit), text(&figure.meaning), source]
    });
    Table { columns, rows: Box::new(rows) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edition::example;

    #[test]
    fn sheets_about_leases_are_for_the_body_alone() {
        let mut view = example::with_options();
        let has = |view: &View| {
            let on = |name| contents(view).iter().any(|s| s.name == name);
            assert_eq!(on("Exits"), on("Options"));
            on("Exits") && on("Principles")
        };
        assert!(has(&view));
        view.edition = Edition::Public;
        assert!(!has(&view));
        assert!(!has(&example::view()));
    }
}
