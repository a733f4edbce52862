//! Charts that a spreadsheet draws itself: the ranking, who pays for the programme, savings against what was agreed.
//!
//! They read cells, so that a reader can restyle them and paste them into a paper of their own.

use rust_xlsxwriter::{Chart, ChartFormat, ChartSolidFill, ChartType, Color, Worksheet, XlsxError};

use super::{Styles, fill, looks};
use crate::{
    edition::{FinancingRow, View},
    report::tables::{Cell, Table, column, money},
    tables::{Column, Kind},
};

/// Names the sheet.
pub(super) const CHARTS: &str = "Charts";
/// Sites that the chart of the ranking shows, at most.
const SITES: usize = 20;
/// Height of a chart in rows of the sheet, with the gap below it.
const ROWS: u32 = 22;
/// In pixels.
const SIZE: (u32, u32) = (900, 400);

/// A column of the sheet's own table, and how its chart shows it.
struct Series {
    name: &'static str,
    heading: &'static str,
    of: fn(&FinancingRow) -> Option<i64>,
    colour: Color,
}

/// Who pays for the spend of a year, from the bottom of a column upward.
const PAYERS: [Series; 4] = [
    Series {
        name: "borrowing",
        heading: "Borrowing",
        of: |row| Some(row.funding.schemes.borrowing),
        colour: Color::RGB(0x1F_3A_5F),
    },
    Series {
        name: "capital_receipts",
        heading: "Capital receipts",
        of: |row| Some(row.funding.schemes.from_receipts()),
        colour: Color::RGB(0x56_B4_E9),
    },
    Series {
        name: "revenue_and_reserves",
        heading: "Revenue and reserves",
        of: |row| Some(row.funding.schemes.from_revenue()),
        colour: Color::RGB(0xE6_9F_00),
    },
    Series {
        name: "grants",
        heading: "Grants",
        of: |row| Some(row.funding.schemes.from_grants()),
        colour: Color::RGB(0xB8_C2_CC),
    },
];

/// What is saved a year, and what was agreed.
const SAVINGS: [Series; 3] = [
    Series {
        name: "savings",
        heading: "Lasting savings",
        of: |row| row.debt.map(|_| row.revenue.saving() + row.revenue.other_savings),
        colour: Color::RGB(0x1F_3A_5F),
    },
    Series {
        name: "estate_target",
        heading: "Estate’s agreed share",
        of: |row| row.estate_target,
        colour: Color::RGB(0xD5_5E_00),
    },
    Series {
        name: "force_target",
        heading: "Whole body’s target",
        of: |row| row.force_target,
        colour: Color::RGB(0x52_52_52),
    },
];

/// Tells whether there is anything that it could draw.
pub(super) fn has_any(view: &View) -> bool {
    view.sites.iter().any(|site| site.rank.is_some()) || !years(view).is_empty()
}

/// The years of the budget.
fn years(view: &View) -> &[FinancingRow] {
    let fund = view.fund.as_ref();
    let years = fund.and_then(|fund| fund.financing.get(..fund.budget_years));
    years.unwrap_or_default()
}

/// Writes the years with their sums, and the charts below them.
pub(super) fn draw(sheet: &mut Worksheet, view: &View, styles: &Styles) -> Result<(), XlsxError> {
    let rows = years(view);
    let shown: Vec<&Series> = PAYERS
        .iter()
        .chain(&SAVINGS)
        .filter(|series| rows.iter().any(|row| (series.of)(row).is_some_and(|sum| sum != 0)))
        .collect();
    let mut next = 0;
    if !rows.is_empty() {
        let heading = |name, heading, kind| Column { kind, ..column(name, heading) };
        let first = heading("financial_year", "Financial year", Kind::Year);
        let others = shown.iter().map(|s| heading(s.name, s.heading, Kind::Money));
        let columns: Vec<Column> = std::iter::once(first).chain(others).collect();
        let cells = |row: &FinancingRow| {
            let year = Cell::Text(row.year.to_string().into());
            let sums = shown.iter().map(|series| money((series.of)(row)));
            std::iter::once(year).chain(sums).collect()
        };
        let made: Vec<Vec<Cell<'_>>> = rows.iter().map(cells).collect();
        let table = Table { file: "", columns: columns.clone(), rows: Box::new(made.into_iter()) };
        let records = fill(sheet, table, styles, (super::MOST_RECORDS, 30))?;
        looks::dress(sheet, (CHARTS, &columns), records, styles)?;
        next = records + 2;
        for (title, kind, of) in [
            ("Capital spend by source of finance, £ a year", ChartType::ColumnStacked, &PAYERS[..]),
            ("Lasting savings and what was agreed, £ a year", ChartType::Column, &SAVINGS[..]),
        ] {
            let own: Vec<(&Series, u16)> = shown
                .iter()
                .zip(1_u16..)
                .filter(|(series, _)| of.iter().any(|one| one.name == series.name))
                .map(|(series, at)| (*series, at))
                .collect();
            if own.is_empty() {
                continue;
            }
            let mut chart = titled(kind, title);
            for (series, at) in own {
                chart
                    .add_series()
                    .set_name(series.heading)
                    .set_categories((CHARTS, 1, 0, records, 0))
                    .set_values((CHARTS, 1, at, records, at))
                    .set_format(&mut filled(series.colour));
            }
            chart.y_axis().set_num_format("£#,##0");
            chart.legend().set_position(rust_xlsxwriter::ChartLegendPosition::Bottom);
            sheet.insert_chart(next, 0, &chart)?;
            next += ROWS;
        }
    }
    let ranked = view.sites.iter().filter(|site| site.rank.is_some()).take(SITES).count();
    if let Some(last) = u32::try_from(ranked).ok().filter(|ranked| *ranked > 0) {
        let mut chart = titled(ChartType::Bar, "Need index of the first candidates, 0 to 100");
        chart
            .add_series()
            .set_name("Need index")
            .set_categories(("Ranking", 1, 2, last, 2))
            .set_values(("Ranking", 1, 3, last, 3))
            .set_format(&mut filled(Color::RGB(0x1F_3A_5F)));
        // The first stands at the top.
        chart.y_axis().set_reverse();
        chart.x_axis().set_min(0).set_max(100);
        chart.set_height(SIZE.1 + 200);
        chart.legend().set_hidden();
        sheet.insert_chart(next, 0, &chart)?;
        next += ROWS + ROWS / 2;
    }
    sheet.set_print_area(0, 0, next, 9)?.set_print_fit_to_pages(1, 1).set_portrait();
    Ok(())
}

fn titled(kind: ChartType, title: &str) -> Chart {
    let mut chart = Chart::new(kind);
    chart.title().set_name(title);
    chart.set_width(SIZE.0).set_height(SIZE.1).set_alt_text(title);
    chart
}

fn filled(colour: Color) -> ChartFormat {
    let mut format = ChartFormat::new();
    format.set_solid_fill(ChartSolidFill::new().set_color(colour));
    format
}
