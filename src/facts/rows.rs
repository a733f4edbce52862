//! Which rows are no records, as `load` leaves them out: blank ones, headings and notes, the header once more, units, totals;
//! and those with more cells than their header.

use super::{
    LongTable,
    cells::BLANK,
    dialect::{BEYOND, Dialect},
    rejected::Cells,
};
use crate::{
    load::shape,
    model::{Rule, folded},
};

/// The name of a row as a whole among its cells.
pub(super) const ROW: &str = "row";

/// What stands for the rule of a row without a filled cell, of which nothing is told.
pub(super) const NOTHING: &str = "nothing";

/// Says what is expected of a row that is no record, by its rule.
pub(super) fn expected(d: Dialect) -> String {
    let when = |rule: Rule, words: &str| {
        format!("WHEN {} THEN {}", d.quoted(rule.word()), d.quoted(words))
    };
    format!(
        "CASE row_rule {} {} ELSE {} END",
        when(Rule::SubtotalRow, shape::NO_TOTALS),
        when(Rule::RowTooLong, "as many cells as the header has"),
        d.quoted(shape::A_RECORD)
    )
}

/// Names the text of a column that stands for none of the schema, by its place in the header.
pub(super) fn other(at: usize) -> String {
    format!("other_{at}_raw")
}

/// A total, as [`shape::is_total`] knows it.
fn total() -> String {
    let apart = format!("[{BLANK}-]");
    let total = "(?:sub)?totals?";
    format!(
        "(?is)^(?:{total}|(?:grand|sub|overall|sum){apart}totals?(?:{apart}.*)?\
         |{total}{apart}(?:for|of|all|by|in|)(?:{apart}.*)?|(?:subtotal|(?:sub)?total:){apart}.*\
         |.*{apart}{total})[:{BLANK}]*$"
    )
}

/// A row of units, its cells folded and each behind a bar.
fn units() -> String {
    let escape = |word: &&str| word.replace('.', "[.]").replace('\'', r"\x27");
    let words: Vec<String> = shape::UNITS.iter().map(escape).collect();
    format!(r"^(?:\|(?:[()\[\]]*(?:{})[()\[\]]*)?)*$", words.join("|"))
}

/// The columns of a row in the order of the header, each by what holds its text.
struct Shown<'a> {
    source: &'a LongTable,
    cells: &'a Cells,
}

impl Shown<'_> {
    /// Returns the column of the schema that a place of the header is read as.
    fn read_as(&self, at: usize) -> Option<&'static str> {
        let header = self.source.header.get(at)?;
        let column = self.cells.table.named_by(header)?;
        let is_first = self.source.header_of(self.cells.table, column.name) == Some(header);
        is_first.then_some(column.name)
    }

    /// Returns the places of the header that are looked at, and the text of each.
    fn places(&self) -> Vec<(usize, String)> {
        let others: Vec<usize> =
            self.source.other_headers(self.cells.table).into_iter().map(|(at, _)| at).collect();
        (0..self.source.header.len())
            .filter_map(|at| match self.read_as(at) {
                Some(column) => Some((at, format!("{column}_raw"))),
                None => others.contains(&at).then(|| (at, other(at))),
            })
            .collect()
    }
}

/// What stands at a place of a row that is looked at: its text without blanks at its ends, null where nothing is left.
fn shown(at: usize) -> String {
    format!("shown_{at}")
}

/// Tells whether the one filled cell of a row is a heading or a note, as [`shape::is_heading`] has it, and not the id of a
/// record that lacks the rest; `None` where a row of one cell may be a record.
fn is_lone(d: Dialect, row: &Shown<'_>) -> Option<String> {
    let needed = row.cells.table.needed_places(&row.source.header);
    let id = shown(*needed.first()?);
    (row.source.header.len() >= shape::FEWEST_COLUMNS && needed.len() > 1).then(|| {
        let has_blank = d.matches(&id, &format!("[{BLANK}]"));
        format!("({id} IS NULL OR {has_blank} OR NOT {})", d.matches(&id, "[0-9]"))
    })
}

/// Tells whether a row is the header once more, as [`shape::is_header_again`] has it, and its first filled cell is written as
/// it is there.
fn is_header_again(d: Dialect, row: &Shown<'_>, places: &[usize]) -> String {
    let header = |at: usize| row.source.header.get(at).map_or("", |header| header.trim());
    let same = places.iter().map(|at| {
        format!("{} IN ('', {})", d.folded_cell(&shown(*at)), d.quoted(&folded(header(*at))))
    });
    let same: Vec<String> = same.collect();
    let as_written = first(
        places,
        |at| format!("{} IS NOT NULL", shown(at)),
        |at| format!("lower({}) = {}", shown(at), d.quoted(&header(at).to_lowercase())),
    );
    format!("({} AND coalesce({as_written}, false))", same.join(" AND "))
}

/// Returns what is told of the first place of which a condition holds; null where there is none.
fn first(places: &[usize], is: impl Fn(usize) -> String, told: impl Fn(usize) -> String) -> String {
    let cases = places.iter().map(|at| format!("WHEN {} THEN {}", is(*at), told(*at)));
    format!("CASE {} END", cases.collect::<Vec<_>>().join(" "))
}

/// Puts behind the values of a view `row_rule`, the rule by which a row is no record, and `row_found`, its filled cells.
///
/// Only rows of which a cell breaks a rule are looked at, and those whose id may be a total: no other is no record.
pub(super) fn judged(d: Dialect, values: &str, source: &LongTable, cells: &Cells) -> String {
    let row = Shown { source, cells };
    let (places, raws): (Vec<usize>, Vec<String>) = row.places().into_iter().unzip();
    let needed = cells.table.needed_places(&source.header);
    let beyond = d.beyond(source);
    let mut looked: Vec<String> =
        cells.columns.iter().map(|column| format!("{column}_rule IS NOT NULL")).collect();
    looked.push("lower(site_id_text) LIKE '%total%'".to_owned());
    looked.extend(beyond.map(|_| format!("{BEYOND} IS NOT NULL")));
    let texts = places.iter().zip(&raws).map(|(at, raw)| {
        let text = d.trimmed(&d.without_unseen(raw));
        format!("CASE WHEN is_looked_at THEN nullif({text}, '') END AS {}", shown(*at))
    });
    let all = |of: &dyn Fn(&usize) -> String, between: &str| {
        places.iter().map(of).collect::<Vec<_>>().join(between)
    };
    let is_total = |at: usize| {
        let text = shown(at);
        format!("(length({text}) <= {} AND {})", shape::LONGEST_TOTAL, d.matches(&text, &total()))
    };
    let told = [
        format!(
            "{} AS filled",
            all(&|at| format!("CASE WHEN {} IS NULL THEN 0 ELSE 1 END", shown(*at)), " + ")
        ),
        format!("{} AS is_header", is_header_again(d, &row, &places)),
        format!(
            "{} AS is_units",
            d.matches(
                &all(&|at| format!("'|' || {}", d.folded_cell(&shown(*at))), " || "),
                &units()
            )
        ),
        format!(
            "{} AS total_is_needed",
            first(&places, is_total, |at| needed.contains(&at).to_string())
        ),
        format!(
            "({}) AS is_lacking",
            needed
                .iter()
                .map(|at| format!("{} IS NULL", shown(*at)))
                .collect::<Vec<_>>()
                .join(" OR ")
        ),
        format!("concat_ws(', ', {}) AS {ROW}_raw", all(&|at| shown(*at), ", ")),
    ];
    let word = |rule: Rule| d.quoted(rule.word());
    let mut rules = vec!["NOT is_looked_at THEN NULL".to_owned()];
    if beyond.is_some() {
        let outside = d.without_quoted(BEYOND);
        let is_longer = d.matches(&outside, &more_cells(source.header.len()));
        rules.push(format!("{is_longer} THEN {}", word(Rule::RowTooLong)));
    }
    rules.push(format!("filled = 0 THEN '{NOTHING}'"));
    rules.extend(
        is_lone(d, &row)
            .map(|is_lone| format!("filled = 1 AND {is_lone} THEN {}", word(Rule::RowNoRecord))),
    );
    rules.push(format!("filled > 1 AND (is_header OR is_units) THEN {}", word(Rule::RowNoRecord)));
    rules.push(format!(
        "total_is_needed OR (total_is_needed IS NOT NULL AND is_lacking) THEN {}",
        word(Rule::SubtotalRow)
    ));
    format!(
        "SELECT *,\n    CASE WHEN {} END AS {ROW}_rule\nFROM (SELECT *,\n    {}\n  FROM (SELECT *,\n    {}\n    \
         FROM (SELECT *,\n      ({}) AS is_looked_at\n      FROM ({values}) AS valued) AS asked) AS shown) AS told",
        rules.join("\n    WHEN "),
        told.join(",\n    "),
        texts.collect::<Vec<_>>().join(",\n    "),
        looked.join(" OR "),
    )
}

/// Text that goes on behind as many cells as a header has, with more than blanks.
fn more_cells(header: usize) -> String {
    format!("(?s)^(?:[^,]*,){{{header}}}.*[^,{BLANK}]")
}
