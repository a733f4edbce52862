//! The tables of what is known, questioned and missing, and of where each reading comes from.

use super::output_table;
use crate::{
    edition::{CompletenessRow, FindingRow, NextRow, SourceRows},
    model::{Measure, decimals},
    wording::facts_to_find,
};

output_table! {
    /// at how many of the sites not sold each column is filled
    Completeness: file "completeness.csv", sheet "Completeness", key ["table", "column"];
    rows row: &'a CompletenessRow = |view| view.completeness.iter();
    absent |_view| None;
    "table", "Table", Text, "", Public,
        "the table of the snapshot" = row.table;
    "column", "Column", Text, "", Public,
        "its column" = row.column;
    "known", "Known at", Whole, "sites", Public,
        "sites at which the fact is recorded" = row.known;
    "of_sites", "Of sites", Whole, "sites", Public,
        "sites not sold; for leases those that are not freehold" = row.of;
    "share", "Share", Share, "share", Public,
        "`known` divided by `of_sites`; empty where there are none"
            = row.share.map(|share| decimals(share, 10_000, 4));
    "criteria", "Criteria that read it", List, "", Public,
        "the criteria that read the column"
            = row.criteria.iter().copied().map(Measure::word).collect::<Vec<_>>();
    "unreadable", "Unreadable at", Whole, "sites", Public,
        "sites at which the cell could not be used; empty where it is not counted separately"
            = row.unreadable;
    "wanted", "Wanted at", Whole, "sites", Public,
        "sites at which a criterion needs the fact" = row.wanted;
}

output_table! {
    /// the missing facts that leave the first of the ranking widest
    FindOutNext: file "find_out_next.csv", sheet "Find out next", key ["order"];
    rows row: (usize, &'a NextRow) = |view| (1..).zip(&view.next.rows);
    absent |_view| None;
    "order", "Order", Whole, "", Public,
        "the order in which to find them out" = row.0;
    "criterion", "Criterion", Text, "", Public,
        "the criterion that needs the facts" = row.1.criterion;
    "what", "What", Text, "", Public,
        "the facts in words" = facts_to_find(row.1);
    "table", "Table", List, "", Public,
        "the tables to enter them in; empty where no table holds them yet"
            = row.1.places.iter().map(|(table, _)| *table).collect::<Vec<_>>();
    "columns", "Columns", List, "", Public,
        "their columns"
            = row.1.places.iter().flat_map(|(_, c)| c).copied().collect::<Vec<_>>();
    "sites", "Sites", Whole, "sites", Public,
        "how many sites need them" = row.1.site_ids.len();
    "site_ids", "Which sites", List, "", Public,
        "which sites" = &row.1.site_ids;
    "index_points", "Index points, total", Tenth, "points", Banded,
        "how far the facts could change the index, in total for these sites" = row.1.points;
    "index_points_at_one_site", "Index points, most at one site", Tenth, "points", Banded,
        "the most at one site" = row.1.most;
}

output_table! {
    /// what is wrong or questioned in the data, with rows
    Findings: file "findings.csv", sheet "Findings", key [];
    rows row: &'a FindingRow = |view| view.findings.iter();
    absent |_view| None;
    "severity", "Severity", Text, "", Public,
        "error, warning or note" = row.severity;
    "rule", "Rule", Text, "", Public,
        "the rule; `terrier explain-rule RULE` prints its page" = row.rule;
    "file", "File", Text, "", Public,
        "the file" = &row.file;
    "sheet", "Sheet", Text, "", Public,
        "the sheet of a workbook" = &row.sheet;
    "column", "Column", Text, "", Public,
        "the column, or the entry of a TOML file" = &row.column;
    "id", "Record", Text, "", Public,
        "the id of the record; empty where it is about the table" = &row.id;
    "found", "Found", Text, "", Restricted,
        "what was found" = &row.found;
    "expected", "Expected", Text, "", Restricted,
        "what was expected" = &row.expected;
    "fix", "How to fix", Text, "", Restricted,
        "how to correct it" = &row.fix;
    "row", "Row", Whole, "", Restricted,
        "the row as a spreadsheet shows it; empty where it is about the whole column or file"
            = row.row;
}

output_table! {
    /// which rows of which file stand behind each measure
    Sources: file "sources.csv", sheet "Sources", key [];
    rows row: (&'a SourceRows, Option<u32>) = |view| view.sources.iter().flat_map(SourceRows::lines);
    absent |_view| None;
    "site_id", "Site", Text, "", Public,
        "the site's id as in `sites`" = row.0.site_id.as_str();
    "measure", "Measure", Text, "", Public,
        "the measure" = row.0.measure;
    "file", "File", Text, "", Public,
        "the file of the snapshot" = row.0.file.as_ref();
    "sheet", "Sheet", Text, "", Public,
        "the sheet of a workbook" = row.0.sheet.as_deref().unwrap_or_default();
    "row", "Row", Whole, "", Restricted,
        "the row as a spreadsheet shows it" = row.1;
}
