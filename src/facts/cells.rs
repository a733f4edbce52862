//! One cell in SQL: text by pattern to whole numbers, as `load` reads it, with no fraction on the way.
//!
//! An expression here is a text of SQL; a column is named by what it holds and a word behind it, such as `amount_text`.

use super::dialect::Dialect;
use crate::{
    load::{unit, words},
    model::UNSEEN,
};

/// What Unicode calls white space, for the inside of a pattern's brackets.
pub(super) const BLANK: &str =
    r"\t\n\x0B\f\r \x{85}\x{A0}\x{1680}\x{2000}-\x{200A}\x{2028}\x{2029}\x{202F}\x{205F}\x{3000}";

/// Digits with thousands separated by commas or blanks, then a point and decimals.
const DIGITS: &str = r"(?:[0-9]+|[1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]{0,2}(?:[ \x{A0}\x{202F}][0-9]{3})+)(?:[.][0-9]+)?";

/// A number whose comma is the decimal one.
const COMMA: &str = r"(?:(?:[0-9]+|[1-9][0-9]{0,2}(?:[.][0-9]{3})+|[1-9][0-9]{0,2}(?:[ \x{A0}\x{202F}][0-9]{3})+),(?:[0-9]{1,2}|[0-9]{4,})|(?:0[0-9]*|[0-9]{4,}|[1-9][0-9]{0,2}(?:[.][0-9]{3})+|[1-9][0-9]{0,2}(?:[ \x{A0}\x{202F}][0-9]{3})+),[0-9]{3})";

/// A number with points between thousands, which is none where commas are not decimal.
const POINTS: &str = r"[1-9][0-9]{0,2}(?:[.][0-9]{3}){2,}";

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

/// Puts the marks of money around digits with a tail of their own, behind which no word stands.
fn tailed_money(digits: &str) -> String {
    let b = format!("[{BLANK}]*");
    let p = format!("(?:£|GBP){b}");
    let m = "[-−]";
    let any = format!("(?:{p})?{digits}");
    format!(
        "^(?:{any}|{m}{b}{any}|{any}{b}{m}|[(]{b}{any}{b}[)]|{p}{m}{b}{digits}\
         |{p}[(]{b}{digits}{b}[)])$"
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

/// Blanks that may stand within a number, and before its tail.
const GAP: &str = r"[ \x{A0}\x{202F}]*";

/// A number with an exponent as programs write it: one digit before the point, and a fraction behind it or a sign.
fn exponent(fraction: &str) -> String {
    format!("[0-9](?:{fraction}{GAP}[eE][-+]?|{GAP}[eE][-+])[0-9]{{1,3}}")
}

/// The fraction of a number with an exponent, behind a point and behind a comma.
const POINT_FRACTION: &str = "[.][0-9]+";
const COMMA_FRACTION: &str = ",(?:[0-9]{1,2}|[0-9]{4,})";

/// As many zeros as an exponent moves a point by.
const ZEROS: &str = "'0000000000000000000000000000'";

/// What a number's cell is read for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Number {
    /// Pounds, to whole pence; beyond this many pence it is too large.
    Pence(i64),
    /// Whole thousandths from 0 to this many units.
    Thousandths(i64),
}

/// Returns the pattern of one of some words of units, in letters of either size and with a full stop or not.
fn one_of(units: &[&str]) -> String {
    let escaped: Vec<String> = units.iter().map(|word| word.replace('^', r"\^")).collect();
    format!("(?i:{})[.]?", escaped.join("|"))
}

impl Dialect {
    /// Takes blanks off both ends.
    pub(super) fn trimmed(self, text: &str) -> String {
        self.replaced(text, &format!("^[{BLANK}]+|[{BLANK}]+$"), "")
    }

    /// Tells as `{of}_plain` whether a cell is in the form of most.
    pub(super) fn plain(self, of: &str, form: Plain) -> String {
        format!("{} AS {of}_plain", self.matches(&format!("{of}_cell"), form.pattern()))
    }

    /// Takes what no reader sees out of a text, as [`seen_text`](crate::model::seen_text) does; a NUL stays, and makes the
    /// cell unreadable.
    pub(super) fn without_unseen(self, text: &str) -> String {
        let ranges = UNSEEN.iter().map(|(from, to)| {
            let from = u32::from(*from).max(1);
            format!(r"\x{{{from:X}}}-\x{{{:X}}}", u32::from(*to))
        });
        let unseen = ranges.collect::<String>();
        let lines = self.replaced(&self.replaced(text, r"\r\n", "\n"), r"\r", " ");
        format!(
            "CASE WHEN {} THEN {} ELSE {text} END",
            self.matches(text, &format!(r"[\r{unseen}]")),
            self.replaced(&lines, &format!("[{unseen}]"), ""),
        )
    }

    /// Reads a cell as `{of}_raw`, the text that a reader sees.
    pub(super) fn seen(self, of: &str) -> String {
        let cell = format!("{of}_cell");
        format!(
            "CASE WHEN {of}_plain THEN {cell} ELSE {} END AS {of}_raw",
            self.without_unseen(&cell)
        )
    }

    /// Reads the id of a site as `{of}_text`: on one line, and of digits without the `.0` that a spreadsheet puts behind it.
    pub(super) fn id(self, of: &str) -> String {
        let text = format!("{of}_line");
        format!(
            "CASE WHEN {} THEN substr({text}, 1, length({text}) - 2) ELSE {text} END AS {of}_text",
            self.matches(&text, "^[0-9]+[.]0$")
        )
    }

    /// Reads a cell as one line without blanks at its ends, as `{of}_text`; null where nothing is left.
    pub(super) fn one_line(self, of: &str) -> String {
        self.on_line(of, "text")
    }

    /// Reads a cell like [`Dialect::one_line`], as `{of}_{name}`.
    pub(super) fn on_line(self, of: &str, name: &str) -> String {
        let raw = format!("{of}_raw");
        self.text(of, &self.trimmed(&self.replaced(&raw, r"[\n\r]+", "")), name)
    }

    /// Reads a cell without blanks at its ends, line breaks within it kept, as `{of}_text`; null where nothing is left.
    pub(super) fn stripped(self, of: &str) -> String {
        self.text(of, &self.trimmed(&format!("{of}_raw")), "text")
    }

    fn text(self, of: &str, slow: &str, name: &str) -> String {
        let raw = format!("{of}_raw");
        let no_blank = self.matches(&raw, PLAIN_TEXT);
        format!(
            "CASE WHEN {of}_plain OR {no_blank} THEN {raw} ELSE nullif({slow}, '') END AS {of}_{name}"
        )
    }

    /// Folds a cell that may be null as words of the schema are; null is as an empty one.
    pub(super) fn folded_cell(self, text: &str) -> String {
        format!("coalesce({}, '')", self.folded(text))
    }

    /// Takes the text of a row without what stands in quotation marks: blanks go, anything else is a letter.
    pub(super) fn without_quoted(self, text: &str) -> String {
        let blank = self.replaced(text, &format!("\"[{BLANK}]*\""), "");
        self.replaced(&blank, "\"(?:[^\"]|\"\")*\"", "q")
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

    /// Tells the columns of a number's text that is not plain: `{of}_digits` with a point, `{of}_power` of ten that they
    /// are times, `{of}_minus` whether it is negative, and of decimal commas `{of}_comma` and `{of}_either`.
    pub(super) fn number_parts(self, of: &str, number: Number, units: &[&str]) -> String {
        let text = format!("{of}_text");
        let marked = |digits: &str| match number {
            Number::Pence(_) => money(digits),
            Number::Thousandths(_) => bare(digits),
        };
        let tailed = |digits: &str| match number {
            Number::Pence(_) => tailed_money(digits),
            Number::Thousandths(_) => bare(digits),
        };
        let tails = match number {
            Number::Pence(_) => "(?:k|K|m|M|mn|million|Million)".to_owned(),
            Number::Thousandths(_) if units.is_empty() => "[kK]".to_owned(),
            Number::Thousandths(_) => format!("(?:{}|[kK])", one_of(units)),
        };
        let is = |pattern: &str| self.matches(&text, pattern);
        let any = |digits: &str| {
            let with_tail = is(&tailed(&format!("{digits}{GAP}{tails}")));
            format!("{} OR {with_tail}", is(&marked(digits)))
        };
        let exponents = is(&tailed(&exponent(&format!("(?:{POINT_FRACTION}|{COMMA_FRACTION})"))));
        let comma_exponents = is(&tailed(&exponent(COMMA_FRACTION)));
        // What stands before the tail, with its digits and marks alone.
        let head = self.replaced(&format!("replace({text}, 'GBP', '')"), "[a-zA-Z].*$", "");
        let kept = self.replaced(&head, "[^0-9.,]", "");
        let digits = format!(
            "CASE WHEN {} THEN replace({}, ',', '.') ELSE replace({kept}, ',', '') END",
            self.matches(&kept, &format!("^{COMMA}$")),
            self.replaced(&kept, "[.]", ""),
        );
        let behind = |letters: &str| is(&format!("[0-9]{GAP}{letters}"));
        let behind_it = self.replaced(&text, "^.*[eE][+]?", "");
        let power = self.whole(&self.replaced(&behind_it, "[^0-9]+$", ""));
        let power = format!("CASE WHEN {power} BETWEEN -28 AND 28 THEN {power} END");
        let unsigned = self.replaced(&text, "[eE][-+]", "");
        format!(
            "CASE WHEN {of}_plain THEN NULL WHEN {} OR {exponents} THEN {digits} END AS {of}_digits,\n    CASE WHEN \
             {of}_plain THEN 0 WHEN {} THEN 3 WHEN {} THEN 6 WHEN {} THEN {power} ELSE 0 END AS \
             {of}_power,\n    CASE WHEN {of}_plain THEN false ELSE {} END AS {of}_minus,\n    CASE \
             WHEN {of}_plain THEN 0 WHEN ({text} LIKE '%,%' OR {text} LIKE '%.%.%') AND ({} OR \
             {comma_exponents}) THEN 1 ELSE 0 END AS {of}_comma,\n    CASE WHEN {of}_plain THEN 0 WHEN {text} LIKE '%,%' AND \
             ({}) THEN 2 WHEN {text} LIKE '%.%' AND ({}) THEN 1 ELSE 0 END AS {of}_either",
            any(&format!("(?:{DIGITS}|{COMMA})")),
            behind("[kK]"),
            behind("[mM]"),
            behind("[eE]"),
            self.matches(&unsigned, "[-−(]|CR$|Cr$|cr$"),
            any(&format!("(?:{COMMA}|{POINTS})")),
            any(EITHER_COMMA),
            any(EITHER_POINT),
        )
    }

    /// Reads `{of}_whole` and `{of}_decimals` of a number's digits; a whole part of more than 12 digits is cut to a
    /// number that no column holds.
    pub(super) fn number_sizes(self, of: &str) -> String {
        let (digits, power) = (format!("{of}_digits"), format!("{of}_power"));
        let part = |at: usize| format!("split_part({digits}, '.', {at})");
        let (before, behind) = (part(1), part(2));
        let moved = format!(
            "CASE WHEN {power} > 0 THEN {before} || substr({behind} || {ZEROS}, 1, {power}) WHEN \
             {power} < 0 THEN '0' ELSE {before} END"
        );
        let stripped = self.replaced(&format!("({moved})"), "^0+", "");
        let whole = self.whole(&format!("'0' || {stripped}"));
        format!(
            "CASE WHEN {digits} IS NULL OR {power} IS NULL OR ({power} < 0 AND length({behind}) - \
             {power} > 28) THEN NULL WHEN length({stripped}) > 12 \
             THEN 9999999999999 ELSE {whole} END AS {of}_whole,\n    CASE WHEN {power} > 0 THEN \
             substr({behind}, {power} + 1) WHEN {power} < 0 THEN substr({ZEROS}, 1, -{power} - 1) \
             || {before} || {behind} ELSE {behind} END AS {of}_decimals"
        )
    }

    /// Tells whether a number has a unit behind it, whichever.
    pub(super) fn has_unit(self, of: &str) -> String {
        let units: Vec<&str> = unit::all_words().collect();
        self.matches(&format!("{of}_text"), &bare(&format!("{DIGITS}{GAP}{}", one_of(&units))))
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
}
