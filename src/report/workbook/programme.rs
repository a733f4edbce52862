//! The capital programme as finance officers lay it out: parts and lines down, years across, with checks.
//!
//! Sums over the budget and checks are formulas with the results that the program has; a check is zero.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use rust_xlsxwriter::{
    ConditionalFormatCell, ConditionalFormatCellRule, Formula, Worksheet, XlsxError,
    utility::row_col_to_cell,
};

use super::{
    LINE_HEIGHT, PART_HEIGHT, Styles,
    looks::{self, Records},
};
use crate::{
    edition::FundView,
    report::{
        fund::{Line, Part, parts},
        tables::Cell,
    },
    tables::Kind,
};

/// Width of the column of labels, in characters.
const LABELS: u32 = 44;
/// Heading of the column of labels: what the figures are in.
const IN_POUNDS: &str = "£";
/// Heading of the budget's sums.
const BUDGET: &str = "Budget, total";
/// Width of a column of sums, in characters.
const YEAR: u32 = 13;
/// Lines that are not added up over years: balances of one day, limits, shares and targets.
const NO_SUM: [&str; 24] = [
    "receipts_opening",
    "receipts_closing",
    "grants_closing",
    "cfr_opening",
    "cfr_closing",
    "lease_liability",
    "pfi",
    "cfr_loans",
    "reserves_closing",
    "unapplied",
    "working_capital",
    "liability_benchmark",
    "loans_opening",
    "loans_closing",
    "internal_borrowing",
    "investments",
    "gross_debt",
    "operational_boundary",
    "authorised_limit",
    "net_revenue_stream",
    "financing_share",
    "estate_saving",
    "estate_target",
    "force_target",
];
/// Lines that others add up to.
const TOTALS: [&str; 6] =
    ["spend", "receipts_closing", "cfr_closing", "loans_closing", "gross_debt", "revenue_effect"];
/// Parts that begin a page in print, by number.
const PAGES: [usize; 2] = [3, 5];

/// What must come to zero: lines added, lines taken off.
type Balance = (&'static str, &'static [&'static str], &'static [&'static str]);

/// The checks below each part.
const CHECKS: [&[Balance]; 7] = [
    &[(
        "Check: budget and changes less spend",
        &["budget", "inflation", "optimism_bias", "slipped_in"],
        &["slipped_out", "spend"],
    )],
    &[(
        "Check: sources less spend",
        &[
            "grant",
            "linked_receipt",
            "general_grant",
            "revenue_contribution",
            "reserves",
            "general_receipt",
            "borrowing",
        ],
        &["spend"],
    )],
    &[(
        "Check: opening, received, less used, less closing",
        &["receipts_opening", "receipts_received"],
        &[
            "receipts_to_revenue",
            "sale_costs_met",
            "linked_receipt",
            "general_receipt",
            "set_aside",
            "receipts_closing",
        ],
    )],
    &[
        (
            "Check: opening, additions, less reductions, less closing",
            &["cfr_opening", "unfinanced", "lease_additions"],
            &["mrp_before", "mrp_programme", "mrp_leases", "voluntary", "set_aside", "cfr_closing"],
        ),
        (
            "Check: for loans, of leases, of PFI, less closing",
            &["cfr_loans", "lease_liability", "pfi"],
            &["cfr_closing"],
        ),
        ("Check: unfinanced spend less borrowing above", &["unfinanced"], &["borrowing"]),
    ],
    &[
        (
            "Check: opening, new, less repaid, less closing loans",
            &["loans_opening", "new_long", "new_short"],
            &["loans_repaid", "loans_closing"],
        ),
        (
            "Check: loans and internal borrowing less requirement",
            &["loans_closing", "internal_borrowing"],
            &["cfr_loans"],
        ),
        (
            "Check: invested and lent internally, less resources",
            &["investments", "internal_borrowing"],
            &["reserves_closing", "unapplied", "working_capital"],
        ),
        (
            "Check: loans, leases and PFI less gross debt",
            &["loans_closing", "lease_liability", "pfi"],
            &["gross_debt"],
        ),
    ],
    &[
        (
            "Check: charges less savings, less revenue cost",
            &[
                "revenue_mrp",
                "revenue_voluntary",
                "interest",
                "income_forgone",
                "running_cost_change",
                "one_off_revenue",
                "revenue_financing",
            ],
            &["rent_in", "other_savings", "receipts_interest", "revenue_effect"],
        ),
        ("Check: MRP above less MRP here", &["mrp_before", "mrp_programme"], &["revenue_mrp"]),
    ],
    &[],
];

/// Openings that must be the closings of the year before.
const CARRIED: [(usize, &str, &str, &str); 3] = [
    (2, "Check: opening less closing of the year before", "receipts_opening", "receipts_closing"),
    (3, "Check: opening less closing of the year before", "cfr_opening", "cfr_closing"),
    (4, "Check: opening less closing of the year before", "loans_opening", "loans_closing"),
];

/// One row of the sheet, before it is written.
enum Row<'a> {
    Part(usize, &'static str),
    Line(&'a Line<'a>),
    Check(&'static Balance),
    Carried(&'static str, &'static str, &'static str),
    /// A part of which nothing is known.
    NotKnown,
}

/// The columns of the years, with that of the budget's sums after its years.
pub(super) struct Years {
    /// Before them stand labels.
    pub first: u16,
    pub budget: u16,
    pub count: u16,
}

impl Years {
    pub(super) fn of(fund: &FundView, first: u16) -> Self {
        let whole = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
        Self { first, budget: whole(fund.budget_years), count: whole(fund.years.len()) }
    }

    /// Returns the column of a year.
    pub(super) const fn at(&self, year: u16) -> u16 {
        self.first + year + if year < self.budget { 0 } else { 1 }
    }

    /// Returns the column of the budget's sums.
    pub(super) const fn sums(&self) -> u16 {
        self.first + self.budget
    }

    /// Returns the headings of the columns: the labels, the years of the budget, its sums, the years after it.
    pub(super) fn headings(&self, fund: &FundView, labels: &[&str]) -> Vec<String> {
        let mut headings: Vec<String> = labels.iter().map(|label| (*label).to_owned()).collect();
        headings.extend(fund.years.iter().map(ToString::to_string));
        headings.insert(usize::from(self.sums()), BUDGET.to_owned());
        headings
    }

    /// Writes the years, and sets widths and pages: the budget first, labels on every page.
    pub(super) fn head(
        &self,
        sheet: &mut Worksheet,
        fund: &FundView,
        styles: &Styles,
        labels: u32,
    ) -> Result<(), XlsxError> {
        for (year, at) in fund.years.iter().zip(0..) {
            sheet.write_string_with_format(0, self.at(at), year.to_string(), &styles.header)?;
            sheet.set_column_width(self.at(at), f64::from(YEAR))?;
        }
        sheet.write_string_with_format(0, self.sums(), BUDGET, &styles.header)?;
        sheet.set_column_width(self.sums(), f64::from(YEAR))?;
        sheet.set_row_height(0, LINE_HEIGHT * 2.0)?;
        sheet.set_freeze_panes(1, self.first)?.set_repeat_rows(0, 0)?;
        sheet.set_repeat_columns(0, self.first - 1)?;
        sheet.set_print_scale(self.scale(labels)).set_margins(0.4, 0.4, 0.75, 0.75, 0.3, 0.3);
        if self.count > self.budget {
            sheet.set_vertical_page_breaks(&[u32::from(self.sums()) + 1])?;
        }
        Ok(())
    }

    /// Returns the scale at which labels and budget fit the width of a page, in per cent.
    fn scale(&self, labels: u32) -> u16 {
        // A4 across less margins, in characters of a wide font: not every reader has the narrow one.
        const PAGE: u32 = 96;
        const LARGEST: u32 = 75;
        let columns = u32::from(self.budget) + 1;
        let wide = labels + columns * (YEAR + 1);
        u16::try_from((PAGE * 100).div_euclid(wide.max(1)).clamp(30, LARGEST)).unwrap_or(30)
    }
}

/// Writes the sheet; returns how many lines it has.
pub(super) fn fill(
    sheet: &mut Worksheet,
    fund: &FundView,
    styles: &Styles,
) -> Result<u32, XlsxError> {
    let years = Years::of(fund, 1);
    sheet.write_string_with_format(0, 0, IN_POUNDS, &styles.header)?;
    sheet.set_column_width(0, f64::from(LABELS))?;
    years.head(sheet, fund, styles, LABELS)?;
    let parts = parts(&fund.financing);
    let rows = rows(&parts);
    let mut places = BTreeMap::new();
    for (row, at) in rows.iter().zip(1_u32..) {
        if let Row::Line(line) = row {
            places.insert(line.column.name, (at, *line));
        }
    }
    let grid = Grid { years, places };
    let mut breaks = Vec::new();
    let alarm = ConditionalFormatCell::new()
        .set_rule(ConditionalFormatCellRule::NotEqualTo(0))
        .set_format(super::alarm());
    for (row, at) in rows.iter().zip(1_u32..) {
        match row {
            Row::Part(number, heading) => {
                if PAGES.contains(number) {
                    breaks.push(at);
                }
                sheet.set_row_height(at, LINE_HEIGHT * PART_HEIGHT)?;
                sheet.write_string_with_format(at, 0, *heading, &styles.part)?;
                for column in 1..=grid.years.first + grid.years.count {
                    sheet.write_blank(at, column, &styles.part)?;
                }
            }
            Row::Line(line) => grid.line(sheet, at, line, styles)?,
            Row::Check(balance) => {
                grid.check(sheet, at, balance, styles)?;
                let last = grid.years.first + grid.years.count;
                sheet.add_conditional_format(at, 1, at, last, &alarm)?;
            }
            Row::Carried(label, opening, closing) => {
                grid.carried(sheet, at, (label, opening, closing), styles)?;
                let last = grid.years.first + grid.years.count;
                sheet.add_conditional_format(at, 1, at, last, &alarm)?;
            }
            Row::NotKnown => {
                let words = "Not known: no treasury figures are recorded.";
                sheet.write_string_with_format(at, 0, words, &styles.check_label)?;
            }
        }
    }
    sheet.set_page_breaks(&breaks)?;
    let last = u32::try_from(rows.len()).unwrap_or(u32::MAX);
    let headings = grid.years.headings(fund, &[IN_POUNDS]);
    looks::mark(sheet, ("Programme", Records::AsTheyStand), (0, last), &headings, styles)?;
    Ok(last)
}

/// Returns the rows; a part of which nothing is known has no lines, and a check no place without its lines.
fn rows<'a>(parts: &'a [Part<'a>]) -> Vec<Row<'a>> {
    let is_known = |line: &Line<'_>| line.cells.iter().any(|cell| *cell != Cell::Empty);
    let is_there = |name: &&str| {
        let mut lines = parts.iter().flat_map(|part| &part.lines);
        lines.any(|line| line.column.name == *name && is_known(line))
    };
    let mut rows = Vec::new();
    for ((number, Part { heading, lines }), checks) in parts.iter().enumerate().zip(CHECKS) {
        rows.push(Row::Part(number, heading));
        if lines.iter().any(is_known) {
            rows.extend(lines.iter().map(Row::Line));
        } else {
            rows.push(Row::NotKnown);
        }
        let whole = |check: &&Balance| check.1.iter().chain(check.2).all(&is_there);
        rows.extend(checks.iter().filter(whole).map(Row::Check));
        let carried = CARRIED.iter().filter(|(part, ..)| *part == number);
        let carried =
            carried.filter(|(_, _, opening, closing)| is_there(opening) && is_there(closing));
        rows.extend(
            carried.map(|(_, label, opening, closing)| Row::Carried(label, opening, closing)),
        );
    }
    rows
}

/// Lines by name with their rows, and the columns of years.
struct Grid<'a> {
    years: Years,
    places: BTreeMap<&'static str, (u32, &'a Line<'a>)>,
}

impl Grid<'_> {
    /// Returns a line's sum of one year in pounds.
    fn value(&self, name: &str, year: u16) -> Option<Decimal> {
        self.places.get(name)?.1.number(usize::from(year))
    }

    /// Returns a line's sum over the budget; `None` when it cannot be added up, or a year is not known.
    fn sum(&self, name: &str) -> Option<Decimal> {
        let may = !NO_SUM.contains(&name) && self.years.budget > 0;
        let mut values = (0..self.years.budget).map(|year| self.value(name, year));
        values.try_fold(Decimal::ZERO, |sum, value| sum.checked_add(value?)).filter(|_| may)
    }

    fn line(
        &self,
        sheet: &mut Worksheet,
        at: u32,
        line: &Line<'_>,
        styles: &Styles,
    ) -> Result<(), XlsxError> {
        let name = line.column.name;
        let is_total = TOTALS.contains(&name);
        let label = if is_total { &styles.total_label } else { &styles.text };
        sheet.write_string_with_format(at, 0, line.column.heading, label)?;
        let style = match line.column.kind {
            Kind::Share => &styles.share,
            _ if is_total => &styles.total,
            _ => &styles.pounds,
        };
        for year in 0..self.years.count {
            let Some(value) = self.value(name, year) else { continue };
            let number = value.to_string().parse::<f64>().unwrap_or_default();
            sheet.write_number_with_format(at, self.years.at(year), number, style)?;
        }
        let Some(sum) = self.sum(name) else { return Ok(()) };
        let (first, last) = (self.years.at(0), self.years.at(self.years.budget - 1));
        let of = format!("=SUM({}:{})", row_col_to_cell(at, first), row_col_to_cell(at, last));
        let formula = Formula::new(of).set_result(sum.to_string());
        sheet.write_formula_with_format(at, self.years.sums(), formula, style)?;
        Ok(())
    }

    /// Writes a check of every year whose lines are known, and of the budget where all can be added up.
    fn check(
        &self,
        sheet: &mut Worksheet,
        at: u32,
        (label, plus, minus): &Balance,
        styles: &Styles,
    ) -> Result<(), XlsxError> {
        sheet.write_string_with_format(at, 0, *label, &styles.check_label)?;
        let signed = || plus.iter().map(|n| ('+', n)).chain(minus.iter().map(|n| ('-', n)));
        let left = |value: &dyn Fn(&str) -> Option<Decimal>| {
            signed().try_fold(Decimal::ZERO, |left, (sign, name)| {
                let value = value(name)?;
                if sign == '+' { left.checked_add(value) } else { left.checked_sub(value) }
            })
        };
        let mut put = |column: u16, left: Option<Decimal>| -> Result<(), XlsxError> {
            let Some(left) = left else { return Ok(()) };
            let mut terms = String::new();
            for (sign, name) in signed() {
                let Some((row, _)) = self.places.get(name) else { return Ok(()) };
                terms.push(sign);
                terms.push_str(&row_col_to_cell(*row, column));
            }
            let terms = terms.trim_start_matches('+');
            let formula = Formula::new(format!("=ROUND({terms},2)")).set_result(left.to_string());
            sheet.write_formula_with_format(at, column, formula, &styles.check)?;
            Ok(())
        };
        for year in 0..self.years.count {
            put(self.years.at(year), left(&|name| self.value(name, year)))?;
        }
        put(self.years.sums(), left(&|name| self.sum(name)))
    }

    /// Writes a check of every year after the first.
    fn carried(
        &self,
        sheet: &mut Worksheet,
        at: u32,
        (label, opening, closing): (&str, &str, &str),
        styles: &Styles,
    ) -> Result<(), XlsxError> {
        sheet.write_string_with_format(at, 0, label, &styles.check_label)?;
        let row = |name: &str| self.places.get(name).map(|(row, _)| *row);
        let (Some(open), Some(close)) = (row(opening), row(closing)) else { return Ok(()) };
        for year in 1..self.years.count {
            let values = self.value(opening, year).zip(self.value(closing, year - 1));
            let Some(left) = values.and_then(|(a, b)| a.checked_sub(b)) else { continue };
            let (now, before) = (self.years.at(year), self.years.at(year - 1));
            let of = format!(
                "=ROUND({}-{},2)",
                row_col_to_cell(open, now),
                row_col_to_cell(close, before)
            );
            let formula = Formula::new(of).set_result(left.to_string());
            sheet.write_formula_with_format(at, now, formula, &styles.check)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
