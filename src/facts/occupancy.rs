//! The observations: read, then added up by site as `measure` adds them up.

use rust_decimal::{Decimal, prelude::ToPrimitive};

use super::{
    LongTable,
    cells::{Number, Plain},
    dialect::Dialect,
    rejected::{self, Cells},
    rows,
};
use crate::{
    load::{
        self,
        columns::sums,
        schema::{ColumnKind, OCCUPANCY},
    },
    model::{Date, ObservationMethod, Rule, day_number, months_earlier},
    policy::{FigureName, Policy},
};

/// The cells of an observation that may be rejected.
pub(super) const CELLS: Cells = Cells {
    table: &OCCUPANCY,
    columns: &[
        "site_id",
        "on",
        "method",
        "capacity",
        "hours_open",
        "mean_occupied",
        "peak_occupied",
        "hours_in_use",
    ],
};

/// The columns of numbers: the header, and the column of whole thousandths.
const NUMBERS: [(&str, &str); 5] = [
    ("capacity", "places"),
    ("hours_open", "hours"),
    ("mean_occupied", "mean"),
    ("peak_occupied", "peak"),
    ("hours_in_use", "in_use"),
];

/// Returns what a column of numbers is read for.
fn number_of(column: &str) -> Number {
    match OCCUPANCY.column(column).map(|column| column.kind) {
        Some(ColumnKind::Number(most)) => Number::Thousandths(most),
        _ => Number::Thousandths(0),
    }
}

/// Returns the words of a column's own unit, which may stand behind its numbers.
fn units_of(column: &str) -> Vec<&'static str> {
    let unit = OCCUPANCY.column(column).map_or("", |column| column.unit);
    load::unit::own_words(unit).collect()
}

/// The view of the values of each observation, which the results are read from.
pub(super) const LINES: &str = "occupancy_lines";

/// What the sums need of an observation.
const NEEDED: [&str; 11] = [
    "site_id_text",
    "on_written",
    "in_window",
    "not_used",
    "method",
    "places",
    "hours",
    "mean",
    "peak",
    "in_use",
    "file",
];

/// Returns the statements that read the observations, the last of them [`LINES`].
pub(super) fn views(d: Dialect, source: &LongTable, as_of: Date, policy: &Policy) -> Vec<String> {
    let judged = rows::judged(d, "SELECT * FROM occupancy_values", source, &CELLS);
    let lines = rejected::lines(&format!("({judged}) AS judged"), &CELLS, &NEEDED);
    let mut made = vec![
        d.view("occupancy_parts", &parts(d, source, policy)),
        d.view("occupancy_manner", &manner()),
        d.view("occupancy_values", &values(d, as_of, policy)),
        d.view(LINES, &lines),
    ];
    made.extend(d.kept(LINES));
    made
}

/// Cells as text, and the parts of numbers and dates.
fn parts(d: Dialect, source: &LongTable, policy: &Policy) -> String {
    let forms = [("site_id", Plain::Text), ("on", Plain::Date), ("method", Plain::Word)];
    let forms: Vec<(&str, Plain)> =
        forms.into_iter().chain(NUMBERS.map(|(of, _)| (of, Plain::Number))).collect();
    let cells = super::cells_of(d, source, &OCCUPANCY, &forms);
    let plain: Vec<String> = forms.iter().map(|(of, form)| d.plain(of, *form)).collect();
    let raws: Vec<String> = forms.iter().map(|(of, _)| d.seen(of)).collect();
    let mut texts = vec![
        d.on_line("site_id", "line"),
        d.one_line("on"),
        d.stripped("method"),
        d.word_forms("method"),
    ];
    texts.extend(NUMBERS.map(|(of, _)| d.one_line(of)));
    let numbers = NUMBERS.map(|(of, _)| d.number_parts(of, number_of(of), &units_of(of)));
    format!(
        "SELECT *,\n    {}\nFROM (SELECT *,\n    {}\n  FROM (SELECT *,\n    {},\n    {},\n    {}\n  \
         FROM (SELECT *,\n    {}\n    FROM (SELECT *,\n      {}\n      FROM (SELECT *,\n        \
         {}\n        FROM (SELECT {cells}\n          FROM occupancy_source) AS cells) AS plain) AS \
         raws) AS texts) AS written) AS parts",
        d.date_order("on"),
        d.date_parts("on", load::last_year(policy)),
        d.id("site_id"),
        d.date_written("on"),
        numbers.join(",\n    "),
        texts.join(",\n    "),
        raws.join(",\n      "),
        plain.join(",\n        "),
    )
}

/// What the columns as a whole show: decimal commas in any, and days with the month first.
fn manner() -> String {
    let commas = NUMBERS.map(|(of, _)| format!("max({of}_comma)"));
    format!(
        "SELECT greatest({}) AS has_comma, max(on_order) AS on_most\nFROM occupancy_parts",
        commas.join(", ")
    )
}

/// The value of each cell, and the rule that it breaks if it has none.
fn values(d: Dialect, as_of: Date, policy: &Policy) -> String {
    let word = |rule: Rule| d.quoted(rule.word());
    let (empty, unreadable) = (word(Rule::RequiredCellEmpty), word(Rule::RequiredCellUnreadable));
    let nothing = |of: &str| {
        let word = d.is_null_word(&format!("{of}_raw"), &policy.null_words);
        format!("({of}_text IS NULL OR {word})")
    };
    let doubt = "(on_order = 1 AND on_most = 2)";
    // A comma in a number that could be two is settled by what else the column shows: only terrier itself looks.
    let doubted = |of: &str| format!("({of}_either = 2 OR ({of}_either = 1 AND has_comma = 1))");
    let methods = d.listed_word("method", ObservationMethod::WORDS, |at| at.to_string());
    let mut values = vec![
        format!("{} AS on_day_number", d.day_number("on", doubt)),
        "on_year * 10000 + on_month * 100 + on_day AS on_written".to_owned(),
    ];
    let mut rules = vec![
        format!(
            "CASE WHEN site_id_text IS NULL THEN {empty} WHEN site_id_text = '{}' THEN {} WHEN \
             length(site_id_text) > 32 THEN {} END AS site_id_rule",
            load::EXAMPLE,
            word(Rule::ExampleRow),
            word(Rule::IdTooLong),
        ),
        format!(
            "CASE WHEN on_day_number IS NOT NULL THEN NULL WHEN {} THEN {empty} ELSE \
             {unreadable} END AS on_rule",
            nothing("on")
        ),
        format!(
            "CASE WHEN method_read IS NULL AND NOT {} THEN {} END AS method_rule",
            nothing("method"),
            word(Rule::CellUnreadable)
        ),
    ];
    for (of, name) in NUMBERS {
        let number = number_of(of);
        values.push(format!("{} AS {name}", d.number_value(of, number, &doubted(of))));
        let percent = d.matches(&format!("{of}_text"), "%$");
        let rule = if of == "capacity" {
            format!(
                "CASE WHEN {name} IS NOT NULL THEN NULL WHEN {} THEN {empty} ELSE {unreadable} \
                 END AS {of}_rule",
                nothing(of)
            )
        } else {
            format!(
                "CASE WHEN {name} IS NOT NULL OR {} THEN NULL WHEN {} THEN {} WHEN {percent} OR \
                 {} THEN {} ELSE {} END AS {of}_rule",
                nothing(of),
                doubted(of),
                word(Rule::NumberDoubted),
                d.has_unit(of),
                word(Rule::WrongUnit),
                word(Rule::CellUnreadable)
            )
        };
        rules.push(rule);
    }
    let sizes = NUMBERS.map(|(of, _)| d.number_sizes(of));
    let survey = ObservationMethod::Survey as u32;
    let booking = ObservationMethod::Booking as u32;
    let months = policy.whole(FigureName::OccupancyWindowMonths);
    let after = months_earlier(as_of, months).map_or(i32::MIN, day_number);
    let until = day_number(as_of);
    format!(
        "SELECT *,\n    (on_day_number > {after} AND on_day_number <= {until}) AS in_window,\n    \
         (on_day_number <= {until} AND coalesce(method, 0) >= {booking}) AS not_used\nFROM (SELECT \
         *,\n    CASE WHEN method_rule IS NOT NULL THEN NULL ELSE coalesce(method_read, {survey}) \
         END AS method\n  FROM (SELECT *,\n    {}\n    FROM (SELECT *,\n      {}\n      FROM \
         (SELECT *,\n      {}\n      FROM (SELECT *,\n      {}\n      FROM (SELECT *,\n        \
         {},\n        {},\n        {methods} AS method_read\n        FROM occupancy_parts CROSS \
         JOIN occupancy_manner) AS numbers) AS clock) AS moved) AS read) AS ruled) AS methods",
        rules.join(",\n    "),
        values.join(",\n      "),
        d.date_by_clock("on"),
        d.date_moved("on"),
        d.date_numbers("on", load::last_year(policy)),
        sizes.join(",\n        "),
    )
}

/// The rows of observations that are added up, with the flags that say to what.
fn lines(d: Dialect) -> String {
    let booking = ObservationMethod::Booking as u32;
    // A share as a whole number, and the rest behind it: exact order without fractions.
    let tenths = d.quotient("seen * 10000000000", "nullif(places, 0)");
    let rest = "((seen * 10000000000) % nullif(places, 0)) * 10000000000";
    let behind = d.quotient(rest, "nullif(places, 0)");
    format!(
        "SELECT *,\n    used AND places > 0 AND seen IS NOT NULL AS is_share,\n    used AND seen IS \
         NOT NULL AS is_peak,\n    used AND people IS NOT NULL AS is_known,\n    hours IS NOT NULL \
         AS is_timed,\n    hours IS NOT NULL AND busy IS NOT NULL AS is_busy,\n    {tenths} AS \
         share_tenths, {behind} AS share_behind,\n    greatest(places, coalesce(seen_mean, 0)) * \
         greatest(coalesce(hours, 0), coalesce(busy, 0), 1) AS size\n  FROM (SELECT *,\n    CASE \
         WHEN NOT hours_bad THEN seen_mean END AS people\n  FROM (SELECT *,\n    CASE WHEN method \
         IS NOT NULL THEN mean END AS seen_mean,\n    CASE WHEN method IS NOT NULL THEN peak END \
         AS seen,\n    CASE WHEN method IS NOT NULL THEN in_use END AS busy,\n    \
         coalesce(in_window AND (method IS NULL OR (method < {booking} AND method = best)), false) \
         AS used\n  FROM (SELECT site_id_text, on_written, in_window, not_used, method, places, \
         hours, mean, peak, in_use,\n    hours_open_rule IS NOT NULL AS hours_bad,\n    min(CASE \
         WHEN in_window AND method < {booking} THEN method END) OVER (PARTITION BY site_id_text) \
         AS best\n  FROM ({}) AS whole) AS kept) AS chosen) AS seen_rows",
        d.rows_where(
            LINES,
            "row_rule IS NULL AND site_id_rule IS NULL AND on_rule IS NULL AND capacity_rule IS \
             NULL",
        ),
    )
}

/// The same with the place of each among those of its site, and how many there are.
fn ranked(d: Dialect) -> String {
    let over = "OVER (PARTITION BY site_id_text";
    let count = |of: &str| format!("sum(CASE WHEN {of} THEN 1 ELSE 0 END) {over})");
    format!(
        "SELECT *,\n    row_number() {over}, is_share ORDER BY share_tenths, share_behind, places) \
         AS share_rank,\n    row_number() {over}, is_peak ORDER BY seen) AS peak_rank,\n    \
         row_number() {over}, used ORDER BY coalesce(seen, places)) AS filled_rank,\n    {} AS \
         shares,\n    {} AS placed,\n    {} AS below,\n    {} AS peaks,\n    {} AS all_used\n  FROM \
         ({}) AS flagged",
        count("is_share"),
        count("used AND places > 0"),
        count("is_share AND seen < places"),
        count("is_peak"),
        count("used"),
        lines(d),
    )
}

/// The sums that are empty where they are too large: the column, which rows they are of, and what is added up.
const SUMS: [(&str, &str, &str); 11] = [
    (sums::PEOPLE_HOURS, "is_known AND is_timed", "people * hours"),
    (sums::PLACE_HOURS, "is_known AND is_timed", "places * hours"),
    (sums::PEOPLE_UNTIMED, "is_known AND NOT is_timed", "people"),
    (sums::PLACES_UNTIMED, "is_known AND NOT is_timed", "places"),
    (sums::PLACE_HOURS_UNCOUNTED, "NOT is_known AND is_timed", "places * hours"),
    (sums::PLACES_UNCOUNTED_UNTIMED, "NOT is_known AND NOT is_timed", "places"),
    (sums::PLACE_HOURS_IN_USE, "is_busy", "places * busy"),
    (sums::PLACE_HOURS_OPEN, "is_busy", "places * hours"),
    (sums::PEOPLE_HOURS_SEEN, "is_busy AND is_known", "people * hours"),
    (sums::PLACE_HOURS_SEEN, "is_busy AND is_known", "places * busy"),
    (sums::HOURS_SUM, "is_timed", "hours"),
];

/// The counts of rows: the column, and which rows it counts.
const COUNTS: [(&str, &str); 19] = [
    ("rows_in_window", "in_window"),
    ("rows_not_used", "not_used"),
    ("observations", "used"),
    (sums::HOURS_GIVEN, "used AND is_timed"),
    (sums::HOURS_MISSING, "used AND NOT is_timed"),
    (sums::PEOPLE_LACKING, "used AND NOT is_known"),
    ("mean_given", "used AND seen_mean IS NOT NULL"),
    ("peak_given", "is_peak"),
    ("peak_lacking", "used AND seen IS NULL"),
    ("peak_lacking_of_places", "used AND places > 0 AND seen IS NULL"),
    ("method_unread", "used AND method IS NULL"),
    ("hours_unread", "used AND hours_bad"),
    ("mean_lacking_sure", "used AND method IS NOT NULL AND NOT hours_bad AND mean IS NULL"),
    ("peak_lacking_sure", "used AND method IS NOT NULL AND peak IS NULL"),
    ("peak_above_capacity", "places > 0 AND peak > places"),
    ("mean_above_capacity", "places > 0 AND mean > places AND NOT coalesce(peak > places, false)"),
    ("mean_above_peak", "mean > peak"),
    ("hours_above_open", "in_use > hours"),
    ("without_places", "places = 0"),
];

/// Parts of a per cent in which the percentile is taken, so that its rank is a whole number.
const PARTS: u64 = 1_000_000;

/// The nearest ranks of the peaks: the column, and what it is of the ranked rows of a site.
fn percentiles(d: Dialect, percentile: Decimal) -> Vec<(String, String)> {
    let parts = (percentile * Decimal::from(PARTS)).to_u64().unwrap_or(100 * PARTS);
    let whole = 100 * PARTS;
    // Rank ⌈percentile × count⌉, from 1.
    let rank = |count: &str| {
        let above = format!("{count} * {parts} + {}", whole - 1);
        format!("greatest({}, 1)", d.quotient(&above, &whole.to_string()))
    };
    let at = |is: &str, place: &str, rank: &str, of: &str| {
        format!("max(CASE WHEN {is} AND {place} = {rank} THEN {of} END)")
    };
    let share = |rank: &str, of: &str| at("is_share", "share_rank", rank, of);
    // Rows without a peak stand at nobody, before all others, in the low; at capacity, a share of one, in the high.
    let mut made = Vec::new();
    let all = rank("placed");
    let behind = format!("({all} - (placed - shares))");
    for (of, name, nobody) in [("seen", "people", "0"), ("places", "places", "1000")] {
        made.push((format!("peak_{name}_mid"), share(&rank("shares"), of)));
        made.push((
            format!("peak_{name}_low"),
            format!(
                "CASE WHEN max(placed) > 0 AND max({behind}) <= 0 THEN {nobody} ELSE {} END",
                share(&behind, of)
            ),
        ));
        made.push((
            format!("peak_{name}_high"),
            format!(
                "CASE WHEN max({all}) <= max(below) THEN {} WHEN max(placed) > 0 AND max({all}) <= \
                 max(below) + max(placed - shares) THEN 1000 ELSE {} END",
                share(&all, of),
                share(&behind, of)
            ),
        ));
    }
    let peak = |rank: &str| at("is_peak", "peak_rank", rank, "seen");
    let all = rank("all_used");
    let behind = format!("({all} - (all_used - peaks))");
    made.push(("people_mid".to_owned(), peak(&rank("peaks"))));
    made.push((
        "people_low".to_owned(),
        format!(
            "CASE WHEN max(all_used) > 0 AND max({behind}) <= 0 THEN 0 ELSE {} END",
            peak(&behind)
        ),
    ));
    let filled = at("used", "filled_rank", &all, "coalesce(seen, places)");
    made.push(("people_high".to_owned(), filled));
    made
}

/// Adds the observations of each site up, and takes the nearest ranks of its peaks.
pub(super) fn summary(d: Dialect, as_of: Date, policy: &Policy) -> String {
    let percentile = policy.figure(FigureName::PeakPercentile);
    let percentiles = percentiles(d, percentile);
    let mut grouped: Vec<String> = COUNTS
        .iter()
        .map(|(name, of)| format!("sum(CASE WHEN {of} THEN 1 ELSE 0 END) AS {name}"))
        .collect();
    grouped.extend(SUMS.iter().map(|(name, of, what)| {
        format!("{} AS {name}", d.sum(&format!("CASE WHEN used AND {of} THEN {what} ELSE 0 END")))
    }));
    grouped.extend(percentiles.iter().map(|(name, what)| format!("{what} AS {name}")));
    // Sums of sizes in two parts stay within 64 bits where the sums themselves may not.
    let used = |what: String| format!("sum(CASE WHEN used THEN {what} ELSE 0 END)");
    let (millions, rest) = (used(d.quotient("size", "1000000")), used("size % 1000000".to_owned()));
    let over = d.quotient("rest", "1000000");
    let (most, most_rest) = (i64::MAX / 1_000_000, i64::MAX % 1_000_000);
    let is_too_large = format!(
        "(millions + {over} > {most} OR (millions + {over} = {most} AND rest % 1000000 > \
         {most_rest}))"
    );
    let big = |what: &str| format!("CAST({what} AS BIGINT)");
    let mut shown: Vec<String> = vec![
        "site_id_text AS site_id".to_owned(),
        format!("'{as_of}' AS as_of"),
        format!("{} AS window_months", policy.whole(FigureName::OccupancyWindowMonths)),
        format!("'{}' AS peak_percentile", percentile.normalize()),
        "rows_read".to_owned(),
        "first_on".to_owned(),
        "last_on".to_owned(),
        "CASE WHEN is_too_large THEN 'yes' ELSE 'no' END AS too_large".to_owned(),
    ];
    shown.extend(COUNTS.iter().map(|(name, _)| format!("{} AS {name}", big(name))));
    shown.extend(
        SUMS.iter()
            .map(|(name, _, _)| format!("CASE WHEN NOT is_too_large THEN {name} END AS {name}")),
    );
    shown.extend(percentiles.iter().map(|(name, _)| name.clone()));
    format!(
        "SELECT {}\nFROM (SELECT *, {is_too_large} AS is_too_large\n  FROM (SELECT site_id_text, \
         count(*) AS rows_read, min(on_written) AS first_on, max(on_written) AS last_on,\n    {},\n    \
         {} AS millions, {} AS rest\n  FROM ({}) AS ranked\n  GROUP BY site_id_text) AS grouped) \
         AS sized\nORDER BY site_id",
        shown.join(",\n    "),
        grouped.join(",\n    "),
        big(&millions),
        big(&rest),
        ranked(d),
    )
}
