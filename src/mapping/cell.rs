//! One cell of a table, made of the cells of a row as the mapping says.

use rust_decimal::Decimal;

use super::{
    dates,
    decimals::{Mark, either, fix, is_respelt, number},
    recipe::{Fields, Find, Input, OneOrMore, SourceUnit, Spec, first_parts},
    source::{Found, Row, Source, is_null, tidy},
    units::{area, in_units, pounds_in},
};
use crate::{
    load::{self, fits, number_for, number_of, schema::ColumnKind, schema::SchemaColumn},
    model::{Finding, Findings, Place, Postcode, Rule, folded},
    policy::Policy,
};

/// What fills a column of a table, with the headers found.
pub(super) struct Filling<'m> {
    pub column: &'static SchemaColumn,
    pub spec: &'m Spec,
    parts: Vec<usize>,
    otherwise: Option<Box<Filling<'m>>>,
}

/// Where a cell is made: for findings and words.
pub(super) struct Making<'a> {
    pub source: &'a Source,
    pub input: &'a Input,
    pub policy: &'a Policy,
}

impl<'m> Filling<'m> {
    /// Finds the columns that a spec names; a doubled one that differs is a finding.
    ///
    /// `None` if the file has none of them: then the column of the table stays empty.
    pub fn new(
        column: &'static SchemaColumn,
        spec: &'m Spec,
        source: &Source,
        findings: &mut Findings,
    ) -> Option<Self> {
        let own = &spec.0;
        let mut parts = Vec::new();
        let mut look = |names: &OneOrMore<String>| match source.find(names, own.nth) {
            Found::At(at) => parts.push(at),
            Found::Missing if own.nth.is_some() && !own.optional => {
                let text = names.0.first().map_or("", String::as_str);
                let found = format!("fewer columns {text:?} than `nth` asks for");
                let expected = "every column in the mapping".to_owned();
                let place = source.place(None, Some(text));
                findings.push(
                    Finding::new(Rule::MissingColumn, place, "", found, expected)
                        .fix("correct `nth` in the mapping"),
                );
            }
            Found::Missing => {}
            Found::Several => {
                let text = names.0.first().map_or("", String::as_str);
                let found = format!("{text:?} above several columns that differ");
                let expected = "each header once only, or `nth` in the mapping".to_owned();
                let place = source.place(None, Some(text));
                findings.push(
                    Finding::new(Rule::HeaderGivenTwice, place, "", found, expected)
                        .fix("say in the mapping which one to read: nth = 1 is the first"),
                );
            }
        };
        own.column.iter().for_each(&mut look);
        own.columns.iter().flatten().for_each(&mut look);
        let otherwise = own
            .otherwise_from
            .as_ref()
            .and_then(|other| Self::new(column, other, source, findings))
            .map(Box::new);
        let useful = own.constant.is_some() || !parts.is_empty() || otherwise.is_some();
        useful.then_some(Self { column, spec, parts, otherwise })
    }

    /// Tells whether the cell is the same for every row.
    pub const fn is_constant(&self) -> bool {
        self.spec.0.constant.is_some()
    }

    /// Returns the one column of the source whose numbers go into this column as they stand.
    pub fn number_column(&self) -> Option<usize> {
        let numeric = matches!(
            self.column.kind,
            ColumnKind::Money
                | ColumnKind::Number(_)
                | ColumnKind::Above(_)
                | ColumnKind::Whole(_)
                | ColumnKind::Count(_)
        );
        let plain = self.spec.0.map.is_empty() && self.spec.0.split.is_none();
        self.parts.first().copied().filter(|_| numeric && plain && self.parts.len() == 1)
    }

    /// Returns how the numbers of its column are written.
    pub fn mark(&self, source: &Source) -> Mark {
        self.parts.first().and_then(|at| source.marks.get(*at)).cloned().unwrap_or_default()
    }

    /// Returns the text that its map is looked up for, as the cells of a row have it.
    pub fn looked_up(&self, row: &Row) -> String {
        let cells = self.parts.iter().map(|at| tidy(&row.cells[*at]));
        let words: Vec<String> = cells.filter(|text| !text.is_empty()).collect();
        let whole = words.join(self.spec.0.join.as_deref().unwrap_or(", "));
        cut(&whole, &self.spec.0).unwrap_or(whole)
    }

    /// Names the columns of the file that it is made of.
    pub fn shown(&self, source: &Source) -> String {
        let headers = self.parts.iter().map(|at| source.shown(*at));
        headers.collect::<Vec<_>>().join(", ")
    }

    /// Reads a cell's number, in the file's own unit, if what is made of it is one that the column can hold.
    pub fn number(&self, text: &str, making: &Making<'_>) -> Option<Decimal> {
        let (mark, unit) = (self.mark(making.source), self.spec.0.unit);
        let part = cut(text, &self.spec.0)?;
        if self.is_made(&part, &mark, making) {
            let number = self.converted(&part, &mark, making.policy)?;
            let made = in_units(number, unit, self.column)?;
            return fits(&made, self.column, making.policy).then_some(number);
        }
        let questioned = either(&part, &mark, self.column.kind, making.policy).is_some();
        number_for(&part, self.column).filter(|_| !questioned)
    }

    /// Tells whether a number is written anew, and not passed on as it stands.
    fn is_made(&self, text: &str, mark: &Mark, making: &Making<'_>) -> bool {
        self.spec.0.unit.is_some()
            || matches!(mark, Mark::Stated(_))
            || is_respelt(text, mark, self.column.kind, making.policy)
    }

    /// Reads a number that is converted; a per cent is one only where the mapping says so, and a cell that states
    /// its own thousands or millions, another unit than the mapping, or pounds where none are, is not converted in
    /// silence.
    fn converted(&self, text: &str, mark: &Mark, policy: &Policy) -> Option<Decimal> {
        let per_cent = text.ends_with('%') && self.spec.0.unit != Some(SourceUnit::Percent);
        let read = number(text, mark, self.column.kind, policy)?;
        let is_money = self.column.kind == ColumnKind::Money;
        if per_cent || read.multiple || ((read.pounds || read.ledger) && !is_money) {
            return None;
        }
        match (read.unit, self.spec.0.unit) {
            (None, _) => Some(read.value),
            (Some(named), Some(stated)) => (area(stated) == Some(named)).then_some(read.value),
            (Some(named), None) => match named.turned(read.value, self.column.unit)? {
                load::Turned::Own(value) | load::Turned::Converted(value) => Some(value),
            },
        }
    }

    /// Tells whether an amount of the file is rounded to the penny.
    pub fn is_rounded(&self, number: Decimal) -> bool {
        let Some(unit) = self.spec.0.unit.filter(|_| self.column.kind == ColumnKind::Money) else {
            return false;
        };
        let made = in_units(number, Some(unit), self.column).and_then(|made| number_of(&made));
        made.zip(pounds_in(unit).and_then(|pounds| number.checked_mul(pounds)))
            .is_some_and(|(made, exact)| made != exact)
    }

    /// Makes the cell; `None` is not known.
    ///
    /// What cannot be made sense of is passed on as it stands, with a finding: `check` then names it
    /// again, and it counts as unreadable and not as empty.
    pub fn text(&self, row: &Row, making: &Making<'_>, findings: &mut Findings) -> Option<String> {
        let own = &self.spec.0;
        let made = match &own.constant {
            Some(text) => Some(text.clone()),
            None => self.of_row(row, making, findings),
        };
        made.or_else(|| self.otherwise.as_ref()?.text(row, making, findings))
    }

    /// Returns it and what fills the cell where it gives nothing, in that order.
    pub fn chain(&self) -> Vec<&Self> {
        let mut chain = vec![self];
        chain.extend(self.otherwise.iter().flat_map(|other| other.chain()));
        chain
    }

    /// Makes the cell of its own columns alone.
    pub fn of_row(
        &self,
        row: &Row,
        making: &Making<'_>,
        findings: &mut Findings,
    ) -> Option<String> {
        let own = &*self.spec.0;
        let cells = self.parts.iter().map(|at| tidy(&row.cells[*at]));
        // What the mapping itself turns into something says it, be it a word for "not known" elsewhere.
        let says = |text: &String| {
            own.maps(text)
                || !is_null(text, &making.input.null, making.policy)
                    && !own.null.iter().any(|word| folded(word) == folded(text))
        };
        let words: Vec<String> = cells.filter(says).collect();
        let whole = words.join(own.join.as_deref().unwrap_or(", "));
        if whole.is_empty() {
            return own.entry("").map(|(_, to)| to.clone()).filter(|to| !to.is_empty());
        }
        let mut warn = |text: &str, expected: String| {
            let header = self.parts.first().and_then(|at| making.source.header.get(*at));
            let place = making.source.place(Some(row.row), header.map(String::as_str));
            findings.push(unread(place, text, expected, self.column));
        };
        if own.find == Some(Find::Postcode) {
            return found_postcode(&whole);
        }
        let Some(cut) = cut(&whole, own) else {
            warn(&whole, format!("text with {}", marks(own)));
            return Some(self.unread(whole, making.policy));
        };
        let mapped = match mapped(&cut, own) {
            Mapped::To(text) => text,
            Mapped::Unlisted => {
                warn(&cut, "a word in the mapping's list".to_owned());
                cut
            }
            Mapped::Undecided => {
                let still = format!("a meaning in the mapping, which has {UNDECIDED:?}");
                warn(&cut, still);
                // `check` might know the word: nobody has said that this is what it means here.
                return Some(format!("{cut} (meaning not decided)"));
            }
        };
        if mapped.is_empty() {
            return None;
        }
        let mark = self.mark(making.source);
        if is_numeric(self.column.kind)
            && let Some(either) = either(&mapped, &mark, self.column.kind, making.policy)
        {
            let header = self.parts.first().and_then(|at| making.source.header.get(*at));
            let place = making.source.place(Some(row.row), header.map(String::as_str));
            let found = format!("{mapped:?}, which the other numbers in the column do not settle");
            let expected = "a number with only one possible reading".to_owned();
            findings.push(
                Finding::new(Rule::NumberDoubted, place, "", found, expected)
                    .fix(fix(making.source)),
            );
            return Some(either);
        }
        if self.column.kind == ColumnKind::Date
            && own.date.is_none()
            && let Some(expected) = dates::unclear(&mapped, self.parts.first(), making.source)
        {
            let header = self.parts.first().and_then(|at| making.source.header.get(*at));
            let place = making.source.place(Some(row.row), header.map(String::as_str));
            let finding = unread(place, &mapped, expected, self.column);
            findings.push(Finding { rule: Rule::DateDoubted, ..finding });
            return Some(format!("{mapped} (day or month first)"));
        }
        let made = match (own.date, own.unit) {
            (Some(order), _) => dates::iso(&mapped, order, making.policy),
            (None, unit)
                if is_numeric(self.column.kind) && self.is_made(&mapped, &mark, making) =>
            {
                self.converted(&mapped, &mark, making.policy)
                    .and_then(|n| in_units(n, unit, self.column))
            }
            _ => Some(mapped.clone()),
        };
        let Some(made) = made else {
            warn(&mapped, self.column.kind.form());
            return Some(self.unread(mapped, making.policy));
        };
        Some(if own.slug { slug(&made) } else { made })
    }

    /// Marks a cell that the mapping makes no sense of where the reader of the snapshot would take it for a number
    /// or a day: in a unit or an order that it is not in.
    fn unread(&self, text: String, policy: &Policy) -> String {
        let is_read = (is_numeric(self.column.kind) || self.column.kind == ColumnKind::Date)
            && fits(&text, self.column, policy);
        if is_read { format!("{text} (not read on import)") } else { text }
    }
}

pub(super) const fn is_numeric(kind: ColumnKind) -> bool {
    matches!(
        kind,
        ColumnKind::Money
            | ColumnKind::Number(_)
            | ColumnKind::Above(_)
            | ColumnKind::Whole(_)
            | ColumnKind::Count(_)
            | ColumnKind::Signed(..)
    )
}

/// Makes the finding about a cell that the mapping makes no sense of.
fn unread(place: Place, text: &str, expected: String, column: &SchemaColumn) -> Finding {
    Finding::new(Rule::CellUnreadable, place, "", format!("{text:?}"), expected).fix(format!(
        "say in the mapping what it means for `{}`, or correct the cell; it is copied as it stands",
        column.name
    ))
}

/// Keeps the part of a cell that the mapping asks for; `None` if its marks are not there.
pub(super) fn cut(text: &str, own: &Fields) -> Option<String> {
    let mut rest = text;
    if let Some(mark) = &own.after {
        rest = rest.split_once(mark.as_str())?.1;
    }
    if let Some(mark) = &own.before {
        rest = rest.split_once(mark.as_str())?.0;
    }
    if let (Some(mark), Some(part)) = (&own.split, own.part) {
        let parts: Vec<&str> = rest.split(mark.as_str()).collect();
        rest = parts.get(part - 1).filter(|_| parts.len() > 1)?;
    }
    if let (Some(mark), Some(count)) = (&own.split, own.parts) {
        rest = first_parts(rest, mark, count)?;
    }
    let marks = own.trim.as_deref().unwrap_or_default();
    Some(rest.trim_matches(|c: char| c.is_whitespace() || marks.contains(c)).to_owned())
}

/// Finds the last postcode within a text; a text without one has none, which is no fault.
fn found_postcode(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split([' ', ',', ';']).filter(|word| !word.is_empty()).collect();
    let pairs = words.windows(2).map(|pair| pair.join(" "));
    let read = |text: &str| Postcode::read(text).map(|code| code.to_string());
    let single = words.iter().rev().find_map(|word| read(word));
    pairs.rev().find_map(|pair| read(&pair)).or(single)
}

/// Says which marks a cell must hold.
fn marks(own: &Fields) -> String {
    let marks = [&own.after, &own.before, &own.split];
    let quoted: Vec<String> = marks.into_iter().flatten().map(|m| format!("{m:?}")).collect();
    quoted.join(" and ")
}

/// Folds a text as the entries of a map are compared; one of marks alone, such as `-`, stays as it is.
pub(super) fn map_key(text: &str) -> String {
    let folded = folded(text);
    if folded.is_empty() { text.trim().to_owned() } else { folded }
}

impl Fields {
    /// Returns the entry of the map that a text meets, case and blanks aside.
    pub(super) fn entry(&self, text: &str) -> Option<(&String, &String)> {
        if self.map.is_empty() {
            return None;
        }
        let text = map_key(text);
        self.map.iter().find(|(from, _)| map_key(from) == text)
    }

    /// Tells whether the map turns a cell, or the part of it that is kept, into something.
    fn maps(&self, text: &str) -> bool {
        !text.is_empty()
            && !self.map.is_empty()
            && (self.entry(text).is_some()
                || cut(text, self)
                    .is_some_and(|part| !part.is_empty() && self.entry(&part).is_some()))
    }
}

enum Mapped {
    To(String),
    Unlisted,
    /// Listed, without a meaning yet.
    Undecided,
}

/// What stands in a map for a meaning that nobody has given yet: the word is passed on, and named.
pub(super) const UNDECIDED: &str = "?";

fn mapped(text: &str, own: &Fields) -> Mapped {
    if own.map.is_empty() {
        return Mapped::To(text.to_owned());
    }
    match (own.entry(text).map(|(_, to)| to), &own.otherwise) {
        (Some(to), _) if to == UNDECIDED => Mapped::Undecided,
        (Some(to), _) | (None, Some(to)) => Mapped::To(to.clone()),
        (None, None) => Mapped::Unlisted,
    }
}

/// Turns text into an id: lower case letters and digits, all else as single `-`, 32 characters.
pub(super) fn slug(text: &str) -> String {
    let mut id = String::new();
    for c in text.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            id.push(c);
        } else if !id.is_empty() && !id.ends_with('-') {
            id.push('-');
        }
    }
    let short: String = id.chars().take(32).collect();
    short.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn fields(toml: &str) -> Fields {
        toml::from_str(toml).unwrap()
    }

    #[rstest]
    #[case("440715,354526", "split = \",\"\npart = 1", Some("440715"))]
    #[case("440715, 354526", "split = \",\"\npart = 2", Some("354526"))]
    #[case("0.537 hectares (1.33 acres)", "before = \" hectares\"", Some("0.537"))]
    #[case("0.537 hectares (1.33 acres)", "after = \"(\"\nbefore = \" acres\"", Some("1.33"))]
    #[case("AB/012/01", "split = \"/\"\nparts = 2", Some("AB/012"))]
    #[case("AB/012", "split = \"/\"\nparts = 2", Some("AB/012"))]
    #[case("AB", "split = \"/\"\nparts = 2", None)]
    #[case("440715", "split = \",\"\npart = 2", None)]
    #[case("see note", "before = \" hectares\"", None)]
    fn a_cell_is_cut_where_its_marks_are(
        #[case] text: &str,
        #[case] how: &str,
        #[case] part: Option<&str>,
    ) {
        assert_eq!(cut(text, &fields(how)).as_deref(), part);
    }

    /// 100 × 0.09290304 = 9.290304; 2.5 × 0.40468564224 = 1.0117141056; 100,000 × 0.09290304 ÷ 10,000 = 0.9290304.
    #[rstest]
    #[case("Nutholt Lane, Ely CB7 4PL", Some("CB7 4PL"))]
    #[case("Nutholt Lane, Ely, cb74pl", Some("CB7 4PL"))]
    #[case("Nutholt Lane, Ely", None)]
    fn a_postcode_is_found_in_an_address(#[case] text: &str, #[case] code: Option<&str>) {
        assert_eq!(found_postcode(text).as_deref(), code);
    }

    #[test]
    fn a_slug_is_a_short_id() {
        assert_eq!(slug("St. Ives – Police Station,"), "st-ives-police-station");
        assert_eq!(slug(&"word ".repeat(20)).chars().count(), 32);
    }
}
