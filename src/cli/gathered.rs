//! Findings alike told once: what, how many, the first rows and texts.

use std::{collections::BTreeMap, path::Path};

use super::print::in_folder;
use crate::model::{Finding, and_list_up_to, counted, with_thousands};

/// Findings of one rule and table that are told one by one.
const APART: usize = 3;
/// Columns of one rule and table that are told one by one.
const COLUMNS: usize = 4;
/// Rows, or records, named of findings told together.
const ROWS: usize = 5;

/// Returns what the screen shows of the findings of one severity and rule, in their order: a block a finding where
/// a table has few, else one for those of a column, or of the whole table where many columns have them.
///
/// `listed` says where all are listed.
pub(super) fn blocks(findings: &[&Finding], folder: &Path, listed: &str) -> Vec<String> {
    let mut tables: BTreeMap<(&str, Option<&str>), Vec<&Finding>> = BTreeMap::new();
    for finding in findings {
        let key = (&*finding.place.file, finding.place.sheet.as_deref());
        tables.entry(key).or_default().push(finding);
    }
    let mut blocks = Vec::new();
    for of_table in tables.into_values() {
        if of_table.len() <= APART {
            blocks.extend(of_table.into_iter().map(|finding| in_folder(finding, folder)));
            continue;
        }
        let mut columns: BTreeMap<Option<&str>, Vec<&Finding>> = BTreeMap::new();
        for finding in &of_table {
            columns.entry(finding.place.column.as_deref()).or_default().push(finding);
        }
        if columns.len() > COLUMNS {
            blocks.push(together(&of_table, folder, listed));
            continue;
        }
        blocks.extend(columns.into_values().map(|of_column| match of_column.as_slice() {
            [only] => in_folder(only, folder),
            several => together(several, folder, listed),
        }));
    }
    blocks
}

/// Writes findings of one rule and table as one.
fn together(findings: &[&Finding], folder: &Path, listed: &str) -> String {
    let Some(first) = findings.first() else { return String::new() };
    let mut columns: Vec<String> = Vec::new();
    for column in findings.iter().filter_map(|f| f.place.column.as_ref()) {
        let column = format!("`{column}`");
        if !columns.contains(&column) {
            columns.push(column);
        }
    }
    let file = folder.join(&*first.place.file);
    let mut head = format!("{}[{}]: {}", first.severity, first.rule, file.display());
    if let Some(sheet) = &first.place.sheet {
        head.push_str(&format!(", sheet `{sheet}`"));
    }
    let named = and_list_up_to(&columns, COLUMNS);
    let what = if first.place.file.ends_with(".toml") {
        ("entry", "entries")
    } else {
        ("column", "columns")
    };
    match columns.len() {
        0 => {}
        1 => head.push_str(&format!(", {} {named}", what.0)),
        _ => head.push_str(&format!(", {} {named}", what.1)),
    }
    let mut rows: Vec<u32> = findings.iter().filter_map(|f| f.place.row).collect();
    rows.sort_unstable();
    rows.dedup();
    let described: Vec<String> = rows.iter().map(u32::to_string).collect();
    let number = counted(findings.len(), "finding");
    if rows.is_empty() {
        head.push_str(&format!(": {number}"));
    } else {
        let s = if rows.len() == 1 { "" } else { "s" };
        head.push_str(&format!(": {number}, row{s} {}", and_list_up_to(&described, ROWS)));
    }
    let mut by_row: Vec<&&Finding> = findings.iter().collect();
    by_row.sort_by_key(|f| f.place.row);
    let mut founds: Vec<String> = by_row.iter().take(APART).map(|f| found(f)).collect();
    let more = findings.len() - founds.len();
    if more > 0 {
        founds.push(format!("and {} more; {listed}", with_thousands(&more.to_string())));
    }
    let mut text = format!("{head}\n  found:    {}", founds.join("\n            "));
    text.push_str(&format!("\n  expected: {}", first.expected));
    if !first.fix.is_empty() {
        text.push_str(&format!("\n  fix:      {}", first.fix));
    }
    text
}

/// Writes what one of several is: the record's own id, unless the text has it already.
fn found(finding: &Finding) -> String {
    if finding.id.is_empty() || finding.found.contains(&finding.id) {
        return finding.found.clone();
    }
    format!("{}: {}", finding.id, finding.found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Place, Rule};

    fn finding(row: u32, column: &str, found: &str) -> Finding {
        let place =
            Place { row: Some(row), column: Some(column.to_owned()), ..Place::file("sites.csv") };
        Finding::new(
            Rule::CellUnreadable,
            place,
            &format!("S{row}"),
            found.to_owned(),
            "a number".to_owned(),
        )
        .fix("correct the cell")
    }

    fn shown(findings: &[Finding]) -> Vec<String> {
        let all: Vec<&Finding> = findings.iter().collect();
        blocks(&all, Path::new(""), "`check` lists all")
    }

    #[test]
    fn few_findings_of_a_table_are_told_one_by_one() {
        let few: Vec<Finding> = (2..5).map(|row| finding(row, "gia_m2", "\"n.k.\"")).collect();
        let blocks = shown(&few);
        assert_eq!(blocks.len(), 3);
        assert_eq!(blocks[0], few[0].to_string());
    }

    #[test]
    fn many_of_a_column_are_told_once_with_their_first_rows() {
        let many: Vec<Finding> =
            (0..1_205).map(|n| finding(1_206 - n, "gia_m2", "\"n.k.\"")).collect();
        insta::assert_snapshot!(shown(&many).join("\n\n"), @r#"
        warning[cell-unreadable]: sites.csv, column `gia_m2`: 1,205 findings, rows 2, 3, 4, 5, 6 and 1,200 more
          found:    S2: "n.k."
                    S3: "n.k."
                    S4: "n.k."
                    and 1,202 more; `check` lists all
          expected: a number
          fix:      correct the cell
        "#);
    }

    #[test]
    fn many_columns_are_told_together_and_a_few_apart() {
        let columns = ["a", "b", "c", "d", "e"];
        let many: Vec<Finding> =
            (0..10).map(|n| finding(n + 2, columns[n as usize % 5], "\"?!\"")).collect();
        let whole = shown(&many);
        assert_eq!(whole.len(), 1);
        assert!(
            whole[0].contains("columns `a`, `b`, `c`, `d` and 1 more: 10 findings"),
            "{}",
            whole[0]
        );
        let fewer: Vec<Finding> =
            many.into_iter().filter(|f| f.place.column.as_deref() != Some("e")).collect();
        assert_eq!(shown(&fewer).len(), 4);
    }
}
