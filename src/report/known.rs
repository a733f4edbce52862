//! The tables of how much is known and of what to find out next, for CSV files and workbook.

use super::tables::{Cell, Form, Table, columns, digits, text};
use crate::{
    edition::{CompletenessRow, NextRow, View},
    model::{Measure, decimals},
};

/// A line a column.
pub(super) fn completeness(view: &View) -> Table<'_> {
    let columns = columns(&[
        ("table", "Table"),
        ("column", "Column"),
        ("known", "Known at"),
        ("of", "Of sites"),
        ("share", "Share"),
        ("criteria", "Criteria that read it"),
        ("unreadable", "Unreadable at"),
        ("wanted", "Wanted at"),
    ]);
    let rows = view.completeness.iter().map(|row: &CompletenessRow| {
        let criteria: Vec<&str> = row.criteria.iter().copied().map(Measure::word).collect();
        vec![
            text(row.table),
            text(row.column),
            digits(Some(&row.known), Form::Whole),
            digits(Some(&row.of), Form::Whole),
            match row.share {
                Some(share) => Cell::Number(decimals(share, 10_000, 4).into(), Form::Share),
                None => Cell::Empty,
            },
            joined(&criteria),
            digits(row.unreadable.as_ref(), Form::Whole),
            digits(Some(&row.wanted), Form::Whole),
        ]
    });
    Table { columns, rows: Box::new(rows) }
}

/// A line a criterion and what it waits for, in order.
pub(super) fn find_out_next(view: &View) -> Table<'_> {
    let columns = columns(&[
        ("order", "Order"),
        ("criterion", "Criterion"),
        ("what", "What"),
        ("table", "Table"),
        ("columns", "Columns"),
        ("sites", "Sites"),
        ("site_ids", "Which sites"),
        ("index_points", "Index points, sum"),
        ("index_points_at_one_site", "Index points, most at one site"),
    ]);
    let rows = (1..).zip(&view.next.rows).map(|(order, row): (usize, &NextRow)| {
        let ids: Vec<&str> = row.site_ids.iter().map(String::as_str).collect();
        let tables: Vec<&str> = row.places.iter().map(|(table, _)| *table).collect();
        let columns: Vec<&str> = row.places.iter().flat_map(|(_, c)| c).copied().collect();
        vec![
            digits(Some(&order), Form::Whole),
            text(row.criterion.word()),
            text(&row.what),
            joined(&tables),
            joined(&columns),
            digits(Some(&row.site_ids.len()), Form::Whole),
            joined(&ids),
            digits(row.points.as_ref(), Form::Tenth),
            digits(row.most.as_ref(), Form::Tenth),
        ]
    });
    Table { columns, rows: Box::new(rows) }
}

fn joined(words: &[&str]) -> Cell<'static> {
    if words.is_empty() { Cell::Empty } else { Cell::Text(words.join("; ").into()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{edition::example, report::tables::csv_of};

    fn csv_text(file: &'static str, table: Table<'_>) -> String {
        String::from_utf8(csv_of(file, table).unwrap()).unwrap()
    }

    #[test]
    fn completeness_says_what_is_known_of_how_many_and_who_reads_it() {
        let view = example::view();
        insta::assert_snapshot!(csv_text("completeness.csv", completeness(&view)), @"
        table,column,known,of,share,criteria,unreadable,wanted
        sites,market_value,2,3,0.6667,net_receipt,0,1
        sites,gia_m2,3,3,1.0000,area_in_use; cost_per_m2,0,0
        costs,amount,1,3,0.3333,cost_saved,,2
        sites,epc_rating,0,3,0.0000,,0,0
        ");
    }

    #[test]
    fn what_to_find_out_next_comes_in_order_and_what_is_for_later_last() {
        let view = example::view();
        insta::assert_snapshot!(csv_text("find_out_next.csv", find_out_next(&view)), @"
        order,criterion,what,table,columns,sites,site_ids,index_points,index_points_at_one_site
        1,cost_saved,running cost of the year,costs,financial_year; category; amount,1,'=cmd(),12.500000,12.500000
        2,coverage_kept,read by a later capability,,,2,FEN-001; =cmd(),15.000000,7.500000
        ");
    }
}
