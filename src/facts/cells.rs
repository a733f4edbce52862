//! One cell in SQL: text by pattern to whole numbers, as `load` reads it, with no fraction on the way.
//!
//! An expression here is a text of SQL; a column is named by what it holds and a word behind it, such as `amount_text`.

use super::dialect::Dialect;
use crate::load::words;

/// What Unicode calls white space, for the inside of a pattern's brackets.
pub(super) const BLANK: &str =
    r"\t\n\x0B\f\r \x{85}\x{A0}\x{1680}\x{2000}-\x{200A}\x{2028}\x{2029}\x{202F}\x{205F}\x{3000}";

/// Digits with thousands separated by commas or blanks, then a point and decimals.
const DIGITS: &str = r"(?:[0-9]+|[1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]{0,2}(?:[ \x{A0}\x{202F}][0-9]{3})+)(?:[.][0-9]+)?";

/// A number whose comma is the decimal one, or that has points between thousands.
const COMMA: &str = r"(?:(?:[0-9]+|[1-9][0-9]{0,2}(?:[.][0-9]{3})+|[1-9][0-9]{0,2}(?:[ \x{A0}\x{202F}][0-9]{3})+),(?:[0-9]{1,2}|[0-9]{4,})|(?:0[0-9]*|[0-9]{4,}|[1-9][0-9]{0,2}(?:[.][0-9]{3})+|[1-9][0-9]{0,2}(?:[ \x{A0}\x{202F}][0-9]{3})+),[0-9]{3}|[1-9][0-9]{0,2}(?:[.][0-9]{3}){2,})";

/// A number that is two, by whichever mark is the decimal one.
const EITHER_COMMA: &str = r"[1-9][0-9]{0,2},[0-9]{3}";
const EITHER_POINT: &str = r"[1-9][0-9]{0,2}[.][0-9]{3}";

/// Puts the marks of money around digits: a sign before or behind or brackets, £ or GBP, each once; `CR` and `DR`.
fn money(digits: &str) -> String {
    let b = format!("[{BLANK}]*");
    let p = format!("(?:£|GBP){b}");
    let m = "[-−]";
    let debit = format!("{digits}(?:{b}(?:DR|Dr|dr))?");
    let any = format!("(?:(?:{p})?{debit}|{digits}{b}GBP)");
    format!(
        "^(?:{any}|(?:{p})?{digits}{b}(?:CR|Cr|cr)|{m}{b}{any}|{any}{b}{m}|[(]{b}{any}{b}[)]\
         |{p}{m}{b}{debit}|{p}[(]{b}{debit}{b}[)])$"
    )
}

/// Puts the marks of a bare number around digits: a sign or brackets.
fn bare(digits: &str) -> String {
    let b = format!("[{BLANK}]*");
    format!("^(?:(?:[-−]{b})?{digits}|{digits}{b}[-−]|[(]{b}{digits}{b}[)])$")
}

// Plain cells end with `\z`: in Java `$` stands before a last line break too.
/// A cell that is a number in the plainest way: no sign or mark, and not two numbers by whichever mark is the decimal one.
const PLAIN_NUMBER: &str = r"^[0-9]{1,9}(?:[.][0-9]{1,2})?\z";

/// A cell that is a date in the plainest way, as other programs write it: with midnight behind it or not.
const PLAIN_DATE: &str = r"^[12][0-9]{3}-[0-9]{2}-[0-9]{2}(?:[T ]00:00(?::00)?)?\z";

/// A cell of small letters alone, which is its own folded form.
const PLAIN_WORD: &str = r"^[a-z]+\z";

/// A cell of letters, digits and marks alone, without a blank.
const PLAIN_TEXT: &str = r"^[!-~]+\z";

/// In which form most cells of a column are: such a cell is read without a further look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Plain {
    /// Digits, with two decimals at most.
    Number,
    /// `2019-04-30`.
    Date,
    /// A word of the schema.
    Word,
    /// An id or a year.
    Text,
}

impl Plain {
    const fn pattern(self) -> &'static str {
        match self {
            Self::Number => PLAIN_NUMBER,
            Self::Date => PLAIN_DATE,
            Self::Word => PLAIN_WORD,
            Self::Text => PLAIN_TEXT,
        }
    }
}

/// What a number's cell is read for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Number {
    /// Pounds, to whole pence; beyond this many pence it is too large.
    Pence(i64),
    /// Whole thousandths from 0 to this many units.
    Thousandths(i64),
}

impl Dialect {
    /// Takes blanks off both ends.
    fn trimmed(self, text: &str) -> String {
        self.replaced(text, &format!("^[{BLANK}]+|[{BLANK}]+$"), "")
    }

    /// Tells as `{of}_plain` whether a cell is in the form of most.
    pub(super) fn plain(self, of: &str, form: Plain) -> String {
        format!("{} AS {of}_plain", self.matches(&format!("{of}_raw"), form.pattern()))
    }

    /// Reads a cell as one line without blanks at its ends, as `{of}_text`; null where nothing is left.
    pub(super) fn one_line(self, of: &str) -> String {
        let raw = format!("{of}_raw");
        self.text(of, &self.trimmed(&self.replaced(&raw, r"[\n\r]+", "")))
    }

    /// Reads a cell without blanks at its ends, line breaks within it kept, as `{of}_text`; null where nothing is left.
    pub(super) fn stripped(self, of: &str) -> String {
        self.text(of, &self.trimmed(&format!("{of}_raw")))
    }

    fn text(self, of: &str, slow: &str) -> String {
        let raw = format!("{of}_raw");
        let no_blank = self.matches(&raw, PLAIN_TEXT);
        format!(
            "CASE WHEN {of}_plain OR {no_blank} THEN {raw} ELSE nullif({slow}, '') END AS {of}_text"
        )
    }

    /// Folds a text as words of the schema are: no blanks, hyphens and underscores, small letters.
    fn folded(self, text: &str) -> String {
        format!("lower({})", self.replaced(text, &format!("[{BLANK}_-]+"), ""))
    }

    /// Tells whether a text that is no value says that it is not known.
    pub(super) fn is_null_word(self, raw: &str, null_words: &[String]) -> String {
        let words: Vec<String> = null_words.iter().map(|word| self.quoted(word)).collect();
        format!(
            "(length({}) <= 40 AND {} IN ({}))",
            self.trimmed(raw),
            self.folded(raw),
            words.join(", ")
        )
    }

    /// Tells the columns `{of}_folded` and `{of}_tidy` of a word's cell: as words of the schema are folded, and with single
    /// blanks in small letters.
    pub(super) fn word_forms(self, of: &str) -> String {
        let raw = format!("{of}_raw");
        let tidy = self.replaced(&self.trimmed(&raw), &format!("[{BLANK}]+"), " ");
        format!(
            "CASE WHEN {of}_plain THEN {raw} ELSE {} END AS {of}_folded,\n    CASE WHEN {of}_plain \
             THEN {raw} ELSE lower({tidy}) END AS {of}_tidy",
            self.folded(&raw),
        )
    }

    /// Reads a word of a column, or what people write for it, as `value` of its place; null where it is neither.
    pub(super) fn listed_word(
        self,
        column: &str,
        all: &[&str],
        value: impl Fn(usize) -> String,
    ) -> String {
        let (folded, tidy) = (format!("{column}_folded"), format!("{column}_tidy"));
        let mut cases = String::from("CASE");
        for (at, word) in all.iter().enumerate() {
            let own = self.quoted(&crate::model::folded(word));
            cases += &format!(" WHEN {folded} = {own} THEN {}", value(at));
        }
        for (at, word) in all.iter().enumerate() {
            let others = words::values_of(column).and_then(|words| words.get(*word));
            let others: Vec<String> =
                others.into_iter().flatten().map(|text| self.quoted(text)).collect();
            if !others.is_empty() {
                cases += &format!(" WHEN {tidy} IN ({}) THEN {}", others.join(", "), value(at));
            }
        }
        cases + " END"
    }

    /// Tells the columns `{of}_digits` and `{of}_minus` of a number's text that is not plain: digits with a point, and
    /// whether it is negative.
    pub(super) fn number_parts(self, of: &str, number: Number) -> String {
        let text = format!("{of}_text");
        let pattern = match number {
            Number::Pence(_) => money(DIGITS),
            Number::Thousandths(_) => bare(DIGITS),
        };
        let digits = self.replaced(&text, "[^0-9.]", "");
        let is = self.matches(&text, &pattern);
        let minus = self.matches(&text, "[-−(]|CR$|Cr$|cr$");
        let either = |core: &str| match number {
            Number::Pence(_) => money(core),
            Number::Thousandths(_) => bare(core),
        };
        format!(
            "CASE WHEN {of}_plain THEN NULL WHEN {is} THEN {digits} END AS {of}_digits,\n    CASE \
             WHEN {of}_plain THEN false ELSE {minus} END AS {of}_minus,\n    CASE WHEN {of}_plain \
             THEN 0 WHEN ({text} LIKE '%,%' OR {text} LIKE '%.%.%') AND {} THEN 1 ELSE 0 END AS \
             {of}_comma,\n    CASE WHEN {of}_plain THEN 0 WHEN {text} LIKE '%,%' AND {} THEN 2 \
             WHEN {text} LIKE '%.%' AND {} THEN 1 ELSE 0 END AS {of}_either",
            self.matches(&text, &either(COMMA)),
            self.matches(&text, &either(EITHER_COMMA)),
            self.matches(&text, &either(EITHER_POINT)),
        )
    }

    /// Reads `{of}_whole` and `{of}_decimals` of a number's digits; a whole part of more than 12 digits is cut to a
    /// number that no column holds.
    pub(super) fn number_sizes(self, of: &str) -> String {
        let stripped = self.replaced(&format!("split_part({of}_digits, '.', 1)"), "^0+", "");
        let whole = self.whole(&format!("'0' || {stripped}"));
        format!(
            "CASE WHEN {of}_digits IS NULL THEN NULL WHEN length({stripped}) > 12 THEN 9999999999999 ELSE {whole} END AS \
             {of}_whole,\n    split_part({of}_digits, '.', 2) AS {of}_decimals"
        )
    }

    /// Reads a number's value; null where it is none, or not one that the column can hold.
    ///
    /// `doubt` is a condition under which a number that could be two is not read.
    pub(super) fn number_value(self, of: &str, number: Number, doubt: &str) -> String {
        let (whole, decimals) = (format!("{of}_whole"), format!("{of}_decimals"));
        let no_more = |from: usize| {
            format!("{} = ''", self.replaced(&format!("substr({decimals}, {from})"), "0+$", ""))
        };
        let first =
            |places: usize| self.whole(&format!("substr({decimals} || '0000', 1, {places})"));
        // The digits as one number, times what two decimals at most have left over.
        let plain = |parts: u32, most: i64| {
            let text = format!("{of}_text");
            let is_point = |back: u32| format!("substr({text}, length({text}) - {back}, 1) = '.'");
            let value = format!(
                "{} * CASE WHEN {} THEN {} WHEN {} THEN {} ELSE {parts} END",
                self.whole(&format!("replace({text}, '.', '')")),
                is_point(1),
                parts / 10,
                is_point(2),
                parts / 100,
            );
            format!("WHEN {of}_plain THEN CASE WHEN {value} <= {most} THEN {value} END")
        };
        match number {
            Number::Pence(most) => {
                let size = format!("{whole} * 100 + {}", first(2));
                format!(
                    "CASE {} WHEN {doubt} THEN NULL WHEN {whole} <= {} AND {} AND {size} <= {most} \
                     THEN (CASE WHEN {of}_minus THEN -1 ELSE 1 END) * ({size}) END",
                    plain(100, most),
                    most / 100,
                    no_more(3),
                )
            }
            Number::Thousandths(most) => {
                let size = format!(
                    "{whole} * 1000 + {} + CASE WHEN substr({decimals} || '0000', 4, 1) >= '5' \
                     THEN 1 ELSE 0 END",
                    first(3)
                );
                let none = format!("({whole} = 0 AND {})", no_more(1));
                format!(
                    "CASE {} WHEN {doubt} THEN NULL WHEN ({whole} < {most} OR ({whole} = {most} AND \
                     {})) AND (NOT {of}_minus OR {none}) THEN {size} END",
                    plain(1000, most * 1000),
                    no_more(1),
                )
            }
        }
    }

    /// Tells whether an amount is a number beyond what a column of money holds.
    pub(super) fn is_too_large(self, of: &str, most: i64) -> String {
        let (whole, decimals) = (format!("{of}_whole"), format!("{of}_decimals"));
        let rest = self.replaced(&decimals, "0+$", "");
        let pounds = most / 100;
        format!("({whole} > {pounds} OR ({whole} = {pounds} AND {rest} <> ''))")
    }

    /// Brings a date of digits into the form `first-second-third`; null where it is none.
    pub(super) fn date_parts(self, of: &str) -> String {
        let b = format!("[{BLANK}]*");
        let time = "(?:[01]?[0-9]|2[0-3]):[0-5]?[0-9](?::[0-5]?[0-9](?:[.][0-9]*)?)?";
        let day = self.replaced(&format!("{of}_text"), &format!("[ ,]*[T ]{time}$"), "");
        let n = format!("{b}[0-9]+{b}");
        let three = self.matches(&day, &format!("^(?:{n}/{n}/{n}|{n}-{n}-{n}|{n}[.]{n}[.]{n})$"));
        let parted =
            self.replaced(&self.replaced(&day, &format!("[{BLANK}]+"), ""), "[^0-9]+", "-");
        let iso = self.matches(&format!("{of}_text"), "^[0-9]{4}-[0-9]{2}-[0-9]{2}$");
        let compact = self.matches(&day, "^[0-9]{8}$");
        format!(
            "CASE WHEN {of}_plain THEN substr({of}_text, 1, 10) WHEN {iso} THEN {of}_text WHEN {three} THEN {parted} WHEN {compact} THEN substr({day}, 1, 4) || '-' || \
             substr({day}, 5, 2) || '-' || substr({day}, 7, 2) END AS {of}_parts"
        )
    }

    /// Tells of a date's parts whether only the second can be the day (2), or either (1).
    pub(super) fn date_order(self, of: &str) -> String {
        let part = |at: usize| self.whole(&format!("split_part({of}_parts, '-', {at})"));
        let (first, second) = (part(1), part(2));
        format!(
            "CASE WHEN {of}_plain THEN 0 WHEN {first} BETWEEN 1 AND 12 AND {second} BETWEEN 13 AND 31 THEN 2 WHEN \
             {first} <= 12 AND {second} <= 12 AND {first} <> {second} THEN 1 ELSE 0 END AS \
             {of}_order"
        )
    }

    /// Reads year, month and day of a date's parts; a year of two digits is the one of the hundred up to `last_year`.
    pub(super) fn date_numbers(self, of: &str, last_year: i32) -> String {
        let text = |at: usize| format!("split_part({of}_parts, '-', {at})");
        let part = |at: usize| self.whole(&text(at));
        let year_first = format!("length({}) = 4", text(1));
        let short = |at: usize| format!("length({}) <= 2", text(at));
        let two = part(3);
        let plain = |from: usize, letters: usize| {
            self.whole(&format!("substr({of}_text, {from}, {letters})"))
        };
        format!(
            "CASE WHEN {of}_plain THEN {y} WHEN {year_first} AND {s2} AND {s3} THEN {p1} WHEN {s1} \
             AND {s2} AND length({t3}) = 4 THEN {p3} WHEN {s1} AND {s2} AND length({t3}) = 2 THEN \
             {last_year} - (({last_year} - {two}) % 100) END AS {of}_year,\n    CASE WHEN \
             {of}_plain THEN {m} ELSE {p2} END AS {of}_month,\n    CASE WHEN {of}_plain THEN {d} \
             WHEN {year_first} THEN {p3} ELSE {p1} END AS {of}_day",
            y = plain(1, 4),
            m = plain(6, 2),
            d = plain(9, 2),
            s1 = short(1),
            s2 = short(2),
            s3 = short(3),
            p1 = part(1),
            p2 = part(2),
            p3 = part(3),
            t3 = text(3),
        )
    }

    /// Counts the days from 1 January 1970 to a date; null where the calendar has no such day, or `doubt` holds.
    pub(super) fn day_number(self, of: &str, doubt: &str) -> String {
        let (year, month, day) = (format!("{of}_year"), format!("{of}_month"), format!("{of}_day"));
        let leap = format!("({year} % 4 = 0 AND ({year} % 100 <> 0 OR {year} % 400 = 0))");
        let most = format!(
            "CASE WHEN {month} = 2 AND {leap} THEN 29 WHEN {month} = 2 THEN 28 WHEN {month} IN \
             (4, 6, 9, 11) THEN 30 ELSE 31 END"
        );
        // Years and months are counted from March, so that a leap day is the last of its year.
        let from_march = format!("({year} - CASE WHEN {month} <= 2 THEN 1 ELSE 0 END)");
        let months = format!("({month} + CASE WHEN {month} <= 2 THEN 9 ELSE -3 END)");
        format!(
            "CASE WHEN {doubt} THEN NULL WHEN {year} BETWEEN 1700 AND 2999 AND {month} BETWEEN 1 \
             AND 12 AND {day} BETWEEN 1 AND {most} THEN {} + {} + {day} - 719469 END",
            self.days_of_years(&from_march),
            self.quotient(&format!("153 * {months} + 2"), "5"),
        )
    }

    /// Counts the days of whole years that begin in March.
    pub(super) fn days_of_years(self, years: &str) -> String {
        format!(
            "{years} * 365 + {} - {} + {}",
            self.quotient(years, "4"),
            self.quotient(years, "100"),
            self.quotient(years, "400"),
        )
    }

    /// Counts the days from 1 January 1970 to 1 April of a year.
    pub(super) fn first_of_april(self, year: &str) -> String {
        format!("({} + 31 + 1 - 719469)", self.days_of_years(year))
    }

    /// Reads the first year of a financial year such as `2019/20`; null where it is none.
    pub(super) fn financial_year(self, text: &str) -> String {
        let is = self.matches(text, "^[0-9]{4}[/-](?:[0-9]{2}|[0-9]{4})$");
        let start = self.whole(&format!("substr({text}, 1, 4)"));
        let end = self.whole(&format!("substr({text}, 6)"));
        format!(
            "CASE WHEN {is} AND {start} BETWEEN 1700 AND 2998 AND ((length({text}) = 7 AND {end} \
             = ({start} + 1) % 100) OR (length({text}) = 9 AND {end} = {start} + 1)) THEN {start} \
             END"
        )
    }
}
