//! The revenue cost of each part, a column a year; the figures of each scenario, a column a scenario.

use rust_xlsxwriter::{Formula, Worksheet, XlsxError, utility::row_col_to_cell};

use super::{
    LINE_HEIGHT, PART_HEIGHT, Styles, lines_of_heading,
    looks::{self, Records},
    programme::Years,
    writable, write_cell,
};
use crate::{
    edition::{FundView, RevenuePart, RevenueRow, RevenueYear},
    model::Money,
    report::tables::{Cell, Column, NumberForm, Table},
    tables::Scenarios,
    wording::{capital, revenue_part, spoken},
};

/// What stands before the years, with widths.
const HEADINGS: [(&str, u32); 3] = [("Part", 12), ("Id", 12), ("Name", 42)];

/// A line of the revenue cost: heading, and how it is read.
type Line = (&'static str, fn(&RevenueYear) -> i64);

const LINES: [Line; 11] = [
    ("Revenue cost", RevenueYear::total),
    ("MRP without leases", |y| y.mrp),
    ("Voluntary provision", |y| y.voluntary),
    ("Interest on loans", |y| y.interest),
    ("Investment income forgone", |y| y.income_forgone),
    ("Change in running cost", |y| y.running_cost),
    ("One-off revenue", |y| y.one_off),
    ("Revenue contributions to capital", |y| y.revenue_contribution),
    ("Less rent received", |y| y.rent_in),
    ("Less other savings", |y| y.other_savings),
    ("Less interest on receipts held", |y| y.receipts_interest),
];

fn pounds(pence: i64) -> f64 {
    Money::from_pence(pence).to_string().parse().unwrap_or_default()
}

/// Writes the revenue cost by part, a section a line; returns how many lines there are.
pub(super) fn revenue(
    sheet: &mut Worksheet,
    fund: &FundView,
    styles: &Styles,
) -> Result<u32, XlsxError> {
    let years = Years::of(fund, 3);
    for ((heading, width), at) in HEADINGS.into_iter().zip(0_u16..) {
        sheet.write_string_with_format(0, at, heading, &styles.header)?;
        sheet.set_column_width(at, f64::from(width))?;
    }
    years.head(sheet, fund, styles, HEADINGS.iter().map(|(_, width)| width).sum())?;
    let total = fund.revenue.iter().find(|part| part.part == RevenuePart::Total);
    let mut row = 1;
    for (heading, read) in LINES {
        let is_part = |part: &&RevenueRow| {
            part.part != RevenuePart::Total && part.years.iter().any(|year| read(year) != 0)
        };
        let parts: Vec<&RevenueRow> = fund.revenue.iter().filter(is_part).collect();
        if parts.is_empty() {
            continue;
        }
        sheet.set_row_height(row, LINE_HEIGHT * PART_HEIGHT)?;
        sheet.write_string_with_format(row, 0, heading, &styles.part)?;
        for column in 1..=years.first + years.count {
            sheet.write_blank(row, column, &styles.part)?;
        }
        let first = row + 1;
        for part in &parts {
            row += 1;
            let kind = capital(&spoken(part.part.kind().word()));
            let name = revenue_part(&part.part);
            let words = [kind, writable(part.part.id()), writable(&name)];
            for (words, at) in words.into_iter().zip(0_u16..) {
                sheet.write_string_with_format(row, at, words, &styles.text)?;
            }
            for (year, at) in part.years.iter().zip(0..) {
                let sum = pounds(read(year));
                sheet.write_number_with_format(row, years.at(at), sum, &styles.pounds)?;
            }
            in_budget(sheet, row, &years, part, read, styles)?;
        }
        let last = row;
        row += 1;
        sheet.write_string_with_format(row, 0, "Total", &styles.total_label)?;
        for column in 1..years.first {
            sheet.write_blank(row, column, &styles.total_label)?;
        }
        for year in 0..years.count {
            let sum = total.and_then(|t| t.years.get(usize::from(year))).map_or(0, read);
            add_up(sheet, (row, years.at(year)), (first, last), sum, styles)?;
        }
        let sum = total.map_or(0, |t| of_budget(t, &years, read));
        add_up(sheet, (row, years.sums()), (first, last), sum, styles)?;
        row += 1;
    }
    let headings = years.headings(fund, &HEADINGS.map(|(heading, _)| heading));
    looks::mark(sheet, ("Revenue by part", Records::AsTheyStand), (0, row - 1), &headings, styles)?;
    Ok(row - 1)
}

/// Returns a part's sum over the budget.
fn of_budget(part: &RevenueRow, years: &Years, read: fn(&RevenueYear) -> i64) -> i64 {
    part.years.iter().take(usize::from(years.budget)).map(read).sum()
}

/// Writes the sum of a line's years of the budget.
fn in_budget(
    sheet: &mut Worksheet,
    row: u32,
    years: &Years,
    part: &RevenueRow,
    read: fn(&RevenueYear) -> i64,
    styles: &Styles,
) -> Result<(), XlsxError> {
    let Some(last) = years.budget.checked_sub(1) else { return Ok(()) };
    let (from, to) = (row_col_to_cell(row, years.at(0)), row_col_to_cell(row, years.at(last)));
    let sum = Money::from_pence(of_budget(part, years, read)).to_string();
    let formula = Formula::new(format!("=SUM({from}:{to})")).set_result(sum);
    sheet.write_formula_with_format(row, years.sums(), formula, &styles.pounds)?;
    Ok(())
}

/// Writes the sum of a column's lines.
fn add_up(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    (first, last): (u32, u32),
    pence: i64,
    styles: &Styles,
) -> Result<(), XlsxError> {
    let (from, to) = (row_col_to_cell(first, column), row_col_to_cell(last, column));
    let sum = Money::from_pence(pence).to_string();
    let formula = Formula::new(format!("=SUM({from}:{to})")).set_result(sum);
    sheet.write_formula_with_format(row, column, formula, &styles.total)?;
    Ok(())
}

/// Writes the scenarios side by side, then how far each is from the first; returns how many lines there are.
pub(super) fn scenarios(
    sheet: &mut Worksheet,
    fund: &FundView,
    styles: &Styles,
) -> Result<u32, XlsxError> {
    const OVER_BUDGET: &str = "Over the years of the budget";
    const LABELS: f64 = 42.0;
    const WIDTH: usize = 18;
    sheet.write_string_with_format(0, 0, OVER_BUDGET, &styles.header)?;
    sheet.set_column_width(0, LABELS)?;
    let Table { columns: all, rows, .. } = Scenarios::of_fund(fund);
    let of_sums = |row: Vec<_>| {
        let cells = all.iter().zip(row).filter(|(column, _)| column.kind.is_number());
        cells.map(|(_, cell)| cell).collect()
    };
    let columns: Vec<Vec<Cell<'_>>> = rows.map(of_sums).collect();
    let mut lines = 2;
    let is_limit = |name: &str| name == "years_over_limit" || name == "peak_debt";
    let sums = all.iter().filter(|column| column.kind.is_number());
    let names: Vec<(&str, String)> = sums
        .map(|Column { name, heading, .. }| {
            let all = if is_limit(name) { ", all years modelled" } else { "" };
            (*name, format!("{heading}{all}"))
        })
        .collect();
    for ((name, heading), row) in names.iter().zip(1_u32..) {
        let is_total = *name == "revenue_effect";
        let style = if is_total { &styles.label } else { &styles.text };
        sheet.write_string_with_format(row, 0, heading, style)?;
    }
    let source = u32::try_from(names.len()).unwrap_or(0) + 1;
    let first_difference = source + 1;
    sheet.set_row_height(first_difference, LINE_HEIGHT * PART_HEIGHT)?;
    sheet.write_string_with_format(source, 0, "Source", &styles.text)?;
    sheet.write_string_with_format(
        first_difference,
        0,
        "Difference from the plan",
        &styles.part,
    )?;
    for ((scenario, cells), column) in fund.scenarios.iter().zip(&columns).zip(1_u16..) {
        sheet.set_column_width(column, f64::from(u32::try_from(WIDTH).unwrap_or(0)))?;
        lines = lines.max(lines_of_heading(&scenario.title, WIDTH));
        sheet.write_string_with_format(0, column, writable(&scenario.title), &styles.header)?;
        for (cell, row) in cells.iter().zip(1_u32..) {
            write_cell(sheet, (row, column), cell, styles)?;
        }
        let words = writable(&scenario.source);
        sheet.write_string_with_format(source, column, words, &styles.text)?;
        sheet.write_blank(first_difference, column, &styles.part)?;
    }
    let longest = fund.scenarios.iter().map(|s| lines_of_heading(&s.source, WIDTH)).max();
    sheet.set_row_height(source, LINE_HEIGHT * f64::from(longest.unwrap_or(1)))?;
    let mut row = first_difference;
    for ((_, heading), (at, of)) in names.iter().zip((0_usize..).zip(1_u32..)) {
        let digits = |column: &Vec<Cell<'_>>| match column.get(at) {
            Some(Cell::Number(digits, NumberForm::Pounds)) => {
                digits.parse::<rust_decimal::Decimal>().ok()
            }
            _ => None,
        };
        let Some(planned) = columns.first().and_then(digits) else { continue };
        row += 1;
        sheet.write_string_with_format(row, 0, heading, &styles.text)?;
        for (cells, column) in columns.iter().zip(1_u16..).skip(1) {
            let Some(more) = digits(cells).and_then(|sum| sum.checked_sub(planned)) else {
                continue;
            };
            let base = row_col_to_cell(of, 1);
            let terms = format!("=ROUND({}-{base},2)", row_col_to_cell(of, column));
            let formula = Formula::new(terms).set_result(more.to_string());
            sheet.write_formula_with_format(row, column, formula, &styles.pounds)?;
        }
    }
    let titles = fund.scenarios.iter().map(|scenario| writable(&scenario.title));
    let headings: Vec<String> = std::iter::once(OVER_BUDGET.to_owned()).chain(titles).collect();
    looks::mark(sheet, ("Scenarios", Records::AsTheyStand), (0, row), &headings, styles)?;
    sheet.set_row_height(0, LINE_HEIGHT * f64::from(lines))?;
    sheet.set_freeze_panes(1, 1)?.set_repeat_rows(0, 0)?.set_repeat_columns(0, 0)?;
    Ok(row)
}
