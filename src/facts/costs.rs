//! The ledger: its lines read, then added up by site, financial year and category.

use super::{
    LongTable,
    cells::{Number, Plain},
    dialect::Dialect,
    rejected::{self, Cells},
    rows,
};
use crate::{
    load::{self, schema::COSTS},
    model::{CostCategory, LARGEST_PENCE, Rule},
    policy::Policy,
};

/// The cells of a line that may be rejected.
pub(super) const CELLS: Cells = Cells {
    table: &COSTS,
    columns: &["site_id", "financial_year", "from", "to", "category", "amount"],
};

/// The dates of a line.
const DATES: [&str; 2] = ["from", "to"];

/// The form that most cells of a column are in.
const PLAIN: [(&str, Plain); 6] = [
    ("site_id", Plain::Text),
    ("financial_year", Plain::Text),
    ("from", Plain::Date),
    ("to", Plain::Date),
    ("category", Plain::Word),
    ("amount", Plain::Number),
];

const AMOUNT: Number = Number::Pence(LARGEST_PENCE);

/// The view of the values of each line, which the results are read from.
pub(super) const LINES: &str = "cost_lines";

/// What the totals need of a line.
const NEEDED: [&str; 9] = [
    "site_id_text",
    "category",
    "pence",
    "year_start",
    "from_on",
    "to_on",
    "from_year * 12 + from_month AS from_month",
    "to_year * 12 + to_month AS to_month",
    "file",
];

/// Returns the statements that read the ledger, the last of them [`LINES`].
pub(super) fn views(d: Dialect, source: &LongTable, policy: &Policy) -> Vec<String> {
    let judged = rows::judged(d, "SELECT * FROM cost_values", source, &CELLS);
    let lines = rejected::lines(&format!("({judged}) AS judged"), &CELLS, &NEEDED);
    let mut made = vec![
        d.view("cost_parts", &parts(d, source, policy)),
        d.view("cost_manner", MANNER),
        d.view("cost_values", &values(d, policy)),
        d.view(LINES, &lines),
    ];
    made.extend(d.kept(LINES));
    made
}

/// Cells as text, and the parts of numbers and dates.
fn parts(d: Dialect, source: &LongTable, policy: &Policy) -> String {
    let cells = super::cells_of(d, source, &COSTS, &PLAIN);
    let plain = PLAIN.map(|(of, form)| d.plain(of, form));
    let raws = PLAIN.map(|(of, _)| d.seen(of));
    let texts = [
        d.on_line("site_id", "line"),
        d.stripped("financial_year"),
        d.one_line("from"),
        d.one_line("to"),
        d.stripped("category"),
        d.word_forms("category"),
        d.one_line("amount"),
    ];
    let mut written = vec![d.id("site_id")];
    written.extend(DATES.map(|of| d.date_written(of)));
    let dates = DATES.map(|of| d.date_parts(of, load::last_year(policy)));
    let orders = DATES.map(|of| d.date_order(of));
    format!(
        "SELECT *,\n    {}\nFROM (SELECT *,\n    {}\n  FROM (SELECT *,\n    {},\n    {}\n  FROM \
         (SELECT *,\n    {}\n    FROM (SELECT *,\n      {}\n      FROM (SELECT *,\n        {}\n        FROM \
         (SELECT {cells}\n          FROM costs_source) AS cells) AS plain) AS raws) AS texts) AS \
         written) AS parts",
        orders.join(",\n    "),
        dates.join(",\n    "),
        written.join(",\n    "),
        d.number_parts("amount", AMOUNT, &[]),
        texts.join(",\n    "),
        raws.join(",\n      "),
        plain.join(",\n        "),
    )
}

/// What the columns as a whole show: decimal commas, and dates with the month first.
const MANNER: &str = "SELECT max(amount_comma) AS has_comma,\n    max(from_order) AS from_most, \
                      max(to_order) AS to_most\nFROM cost_parts";

/// The value of each cell, and the rule that it breaks if it has none.
fn values(d: Dialect, policy: &Policy) -> String {
    let last_year = load::last_year(policy);
    let doubt = |of: &str| format!("({of}_order = 1 AND {of}_most = 2)");
    let category = d.listed_word("category", CostCategory::WORDS, |at| {
        d.quoted(CostCategory::WORDS.get(at).copied().unwrap_or_default())
    });
    let days = DATES.map(|of| format!("{} AS {of}_on", d.day_number(of, &doubt(of))));
    let numbers = DATES.map(|of| d.date_numbers(of, last_year));
    let moved = DATES.map(|of| d.date_moved(of));
    let by_clock = DATES.map(|of| d.date_by_clock(of));
    let amount = d.number_value("amount", AMOUNT, "(amount_either > 0 AND has_comma = 1)");
    let nothing = |of: &str| {
        let word = d.is_null_word(&format!("{of}_raw"), &policy.null_words);
        format!("({of}_text IS NULL OR {word})")
    };
    let word = |rule: Rule| d.quoted(rule.word());
    let (empty, unreadable) = (word(Rule::RequiredCellEmpty), word(Rule::RequiredCellUnreadable));
    let optional = |of: &str| {
        format!("CASE WHEN {of}_doubt THEN {} ELSE {} END", word(Rule::DateDoubted), {
            word(Rule::CellUnreadable)
        })
    };
    let without_year = "year_start IS NULL AND (from_on IS NULL OR to_on IS NULL)";
    let rules = [
        format!(
            "CASE WHEN site_id_text IS NULL THEN {empty} WHEN site_id_text = '{}' THEN {} WHEN \
             length(site_id_text) > 32 THEN {} END AS site_id_rule",
            load::EXAMPLE,
            word(Rule::ExampleRow),
            word(Rule::IdTooLong),
        ),
        format!(
            "CASE WHEN {without_year} AND year_bad THEN {unreadable} WHEN {without_year} AND NOT \
             from_bad AND NOT to_bad THEN {empty} WHEN NOT ({without_year}) AND year_bad THEN {} \
             END AS financial_year_rule",
            word(Rule::CellUnreadable)
        ),
        format!(
            "CASE WHEN from_bad AND NOT ({without_year}) THEN {} WHEN from_bad AND NOT year_bad \
             THEN {unreadable} END AS from_rule",
            optional("from")
        ),
        format!(
            "CASE WHEN to_bad AND NOT ({without_year}) THEN {} WHEN to_bad AND NOT year_bad AND \
             NOT from_bad THEN {unreadable} WHEN year_start IS NULL AND from_on > to_on THEN {} \
             END AS to_rule",
            optional("to"),
            word(Rule::LeaseEndsBeforeStart)
        ),
        format!(
            "CASE WHEN category IS NULL AND {} THEN {empty} WHEN category IS NULL THEN \
             {unreadable} END AS category_rule",
            nothing("category")
        ),
        format!(
            "CASE WHEN pence IS NOT NULL THEN NULL WHEN {} THEN {empty} WHEN {} THEN {} ELSE \
             {unreadable} END AS amount_rule",
            nothing("amount"),
            d.is_too_large("amount", LARGEST_PENCE),
            word(Rule::MoneyTooLarge)
        ),
    ];
    let bad =
        |of: &str, value: &str| format!("({value} IS NULL AND NOT {}) AS {of}_bad", nothing(of));
    let doubted = DATES.map(|of| format!("{} AS {of}_doubt", doubt(of)));
    format!(
        "SELECT *,\n    {}\nFROM (SELECT *,\n    {},\n    {},\n    {},\n    {}\n  FROM (SELECT \
         *,\n    {},\n    {amount} AS pence\n    FROM (SELECT *,\n      {}\n      FROM (SELECT *,\n      {}\n      FROM \
         (SELECT *,\n      {},\n      {},\n      {} AS year_start,\n      {category} AS \
         category\n      FROM cost_parts CROSS JOIN cost_manner) AS numbers) AS clock) AS moved) AS \
         days) AS read",
        rules.join(",\n    "),
        doubted.join(",\n    "),
        bad("from", "from_on"),
        bad("to", "to_on"),
        bad("financial_year", "year_start").replace("AS financial_year_bad", "AS year_bad"),
        days.join(",\n    "),
        by_clock.join(",\n      "),
        moved.join(",\n      "),
        numbers.join(",\n      "),
        d.number_sizes("amount"),
        d.financial_year("financial_year_text"),
    )
}

/// Adds the lines up; those by days are shared out among the years by their days, to the penny and halves away from
/// zero.
pub(super) fn totals(d: Dialect) -> String {
    let first = d.first_of_april("line_year");
    let next = d.first_of_april("(line_year + 1)");
    // A financial year begins with April: three months later, it is the year of the calendar.
    let year_of = |of: &str| d.quotient(&format!("{of}_month - 4"), "12");
    let shared = "(least(until_day, next_april) - greatest(from_on, april))";
    let share = d.quotient(
        &format!("abs(pence) * {shared} * 2 + (until_day - from_on)"),
        "(until_day - from_on) * 2",
    );
    let sign = "CASE WHEN pence < 0 THEN -1 ELSE 1 END";
    let text = |of: &str| d.as_text(of);
    format!(
        "SELECT site_id_text AS site_id, {} || '/' || lpad({}, 2, '0') AS financial_year, \
         category,\n    {} AS amount_pence, {} AS gross_pence, count(*) AS lines, count(year_start) AS \
         year_lines\nFROM (SELECT \
         site_id_text, category, line_year, year_start,\n    CASE WHEN year_start IS NOT NULL THEN pence ELSE \
         {sign} * {share} END AS part\n  FROM (SELECT *, {first} AS april, {next} AS \
         next_april\n    FROM (SELECT site_id_text, category, pence, year_start, from_on, to_on + \
         1 AS until_day,\n      {} AS line_year\n      FROM ({}) AS whole) AS \
         lines) AS years\n  WHERE line_year BETWEEN 1700 AND \
         2998) AS parts\nGROUP BY site_id_text, line_year, category\nORDER BY site_id, \
         financial_year, category",
        text("line_year"),
        text("(line_year + 1) % 100"),
        d.sum("part"),
        d.sum("abs(part)"),
        d.each(
            &format!("coalesce(year_start, {})", year_of("from")),
            &format!("coalesce(year_start, {})", year_of("to"))
        ),
        d.rows_where(
            LINES,
            "row_rule IS NULL AND site_id_rule IS NULL AND category IS NOT NULL AND pence IS NOT NULL AND (year_start IS \
             NOT NULL OR from_on <= to_on)",
        ),
    )
}
