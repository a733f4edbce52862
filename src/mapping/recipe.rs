//! What a mapping says, as its TOML file has it.

use std::collections::BTreeMap;

use serde::{
    Deserialize, Deserializer,
    de::{self, MapAccess, Visitor, value::MapAccessDeserializer},
};

/// A mapping: which files come in, and how the tables of a snapshot are made of them.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// What it is for, in a line.
    pub name: String,
    /// Publisher, title and date of the files it was made for.
    #[serde(default)]
    pub source: String,
    /// What `estate.toml` will say.
    #[serde(default)]
    pub estate: EstateSpec,
    /// The files, in the order of the command line.
    pub input: Vec<Input>,
    /// The tables made of them.
    pub table: Vec<TableSpec>,
}

/// What `estate.toml` of the new snapshot says.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EstateSpec {
    /// The estate's name; the folder's parent's unless told.
    pub name: Option<String>,
    /// The body.
    pub organisation: Option<String>,
    /// Words that every page and picture must carry.
    pub note: Option<String>,
}

/// One file that comes in.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// How tables and the command line call it.
    pub name: String,
    /// Sheet of a workbook; the first unless told.
    pub sheet: Option<String>,
    /// Row of the header, or several whose texts are joined by ` / `; found by the named columns
    /// unless told.
    pub header: Option<OneOrMore<u32>>,
    /// Names of the columns of a file that has no header.
    pub columns: Option<Vec<String>>,
    /// Character between cells; found unless told.
    pub delimiter: Option<char>,
    /// Encoding; found unless told.
    pub encoding: Option<String>,
    /// Whether quotation marks enclose cells; found unless told.
    pub quotes: Option<bool>,
    /// The decimal mark of its numbers, `.` or `,`; judged by each column unless told.
    pub decimal: Option<char>,
    /// Words that mean "not known", besides those of the policy.
    #[serde(default)]
    pub null: Vec<String>,
    /// Rows that are left out, each with its reason.
    #[serde(default)]
    pub drop: Vec<Drop>,
    /// Columns of other inputs that are put beside this one's.
    #[serde(default)]
    pub join: Vec<Join>,
    /// Whether the file may be missing from the command line.
    #[serde(default)]
    pub optional: bool,
}

/// Rows left out: those of which every given test holds.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Drop {
    /// The column that is looked at.
    pub column: OneOrMore<String>,
    /// The cell is one of these, case and blanks aside.
    pub is: Option<Vec<String>>,
    /// The cell is none of these.
    pub is_not: Option<Vec<String>>,
    /// The cell begins with one of these.
    pub begins: Option<Vec<String>>,
    /// The cell holds one of these.
    pub contains: Option<Vec<String>>,
    /// The cell is empty, or is not.
    pub empty: Option<bool>,
    /// The cell is a number, or is not.
    pub number: Option<bool>,
    /// Why such rows are no records.
    pub reason: String,
}

/// Columns of another input, found by a key.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Join {
    /// The other input; its columns are then called `NAME: HEADER`.
    pub with: String,
    /// Column here.
    pub column: Key,
    /// Column there.
    pub equals: Key,
    /// Which row counts where the key stands in several; `same` wants them to agree.
    #[serde(default)]
    pub choice: Choice,
    /// Whether keys are postcodes, compared without blanks.
    #[serde(default)]
    pub postcode: bool,
}

/// One table of the snapshot.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableSpec {
    /// Its name in the schema.
    pub name: String,
    /// The input it is made of.
    pub from: String,
    /// Columns of the schema and what fills them.
    #[serde(default)]
    pub columns: BTreeMap<String, Spec>,
    /// Makes several records of a row: each of these columns laid over those of the table.
    #[serde(default)]
    pub line: Vec<BTreeMap<String, Spec>>,
    /// One record for all rows that agree in these columns of the input.
    #[serde(default)]
    pub one_per: Vec<Key>,
    /// Which row counts where rows are put together, unless the column says; all must agree unless told.
    pub choice: Option<Choice>,
    /// Fills empty positions from another input by postcode.
    pub position: Option<Position>,
}

/// A table of postcodes that gives positions to records without one.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Position {
    /// The input with the postcodes.
    pub from: String,
    /// Its column of postcodes.
    pub postcode: OneOrMore<String>,
    /// Its column of eastings.
    pub easting: OneOrMore<String>,
    /// Its column of northings.
    pub northing: OneOrMore<String>,
}

/// Which value counts where several rows become one record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    /// All must agree; else the fact is not known, with a finding.
    #[default]
    Same,
    /// The first in the file that is not empty.
    First,
    /// The last in the file that is not empty.
    Last,
    /// The largest number, or latest date.
    Largest,
    /// The smallest number, or earliest date.
    Smallest,
    /// The sum; not known if any is not known.
    Sum,
}

/// What fills a column: a text alone is a header of the input.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spec(pub Box<Fields>);

/// The fields of a [`Spec`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fields {
    /// Header, or several that mean the same in different years.
    pub column: Option<OneOrMore<String>>,
    /// Which of several columns with the same header, from 1.
    pub nth: Option<usize>,
    /// Several columns whose texts are joined.
    pub columns: Option<Vec<OneOrMore<String>>>,
    /// What stands between joined texts; `, ` unless told.
    pub join: Option<String>,
    /// The same text in every record.
    pub constant: Option<String>,
    /// Whether the column may be missing from the file.
    #[serde(default)]
    pub optional: bool,
    /// Words of this column that mean "not known".
    #[serde(default)]
    pub null: Vec<String>,
    /// Keeps one part of the cell, as parted by this text.
    pub split: Option<String>,
    /// Which part, from 1.
    pub part: Option<usize>,
    /// Keeps so many parts from the first, with the text that parts them: `AB/012` of `AB/012/01`.
    pub parts: Option<usize>,
    /// Letters and marks that are taken off both ends.
    pub trim: Option<String>,
    /// Keeps the one thing of this kind that stands in the cell.
    pub find: Option<Find>,
    /// Keeps what stands after this text.
    pub after: Option<String>,
    /// Keeps what stands before this text.
    pub before: Option<String>,
    /// What cells are turned to, case and blanks aside.
    #[serde(default)]
    pub map: BTreeMap<String, String>,
    /// What a cell that is not in `map` becomes: empty for "not known"; a finding unless told.
    pub otherwise: Option<String>,
    /// What the numbers are in.
    pub unit: Option<SourceUnit>,
    /// The column of the record that a per cent is of.
    pub percent_of: Option<String>,
    /// In which order a date's parts stand.
    pub date: Option<DateOrder>,
    /// Turns the text into an id: lower case, runs of other characters as `-`, 32 characters.
    #[serde(default)]
    pub slug: bool,
    /// Gives a repeated id `-2`, `-3` at its end, with a note.
    #[serde(default)]
    pub number_repeats: bool,
    /// Which row counts where several become one record.
    pub choice: Option<Choice>,
    /// What fills the cell when this gives nothing.
    #[serde(rename = "else")]
    pub otherwise_from: Option<Spec>,
}

/// A column whose cells are compared: a header, several that mean the same, or a part of its cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// Header, or several that mean the same in different years.
    pub column: OneOrMore<String>,
    /// How many parts of the cell count, from the first, and the text that parts them.
    pub parts: Option<(usize, String)>,
}

impl Key {
    /// Returns what of a cell is compared; one of fewer parts counts whole.
    #[must_use]
    pub fn cut<'t>(&self, text: &'t str) -> &'t str {
        match &self.parts {
            Some((count, mark)) => first_parts(text, mark, *count).unwrap_or(text),
            None => text,
        }
    }
}

/// Returns the first parts of a text, with the marks between them; `None` if it has fewer.
pub(super) fn first_parts<'t>(text: &'t str, mark: &str, count: usize) -> Option<&'t str> {
    let mut ends = text.match_indices(mark).map(|(at, _)| at).chain([text.len()]);
    ends.nth(count.checked_sub(1)?).and_then(|end| text.get(..end))
}

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Cut {
            column: OneOrMore<String>,
            split: String,
            parts: usize,
        }
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Either {
            Whole(OneOrMore<String>),
            Part(Cut),
        }
        match Either::deserialize(deserializer) {
            Ok(Either::Whole(column)) => Ok(Self { column, parts: None }),
            Ok(Either::Part(Cut { column, split, parts })) if parts > 0 && !split.is_empty() => {
                Ok(Self { column, parts: Some((parts, split)) })
            }
            Ok(Either::Part(_)) => {
                Err(de::Error::custom("`parts` must be at least 1, and `split` must not be empty"))
            }
            Err(_) => Err(de::Error::custom(
                "a key is a header in quotation marks, or { column = \"…\", split = \"/\", parts = 2 }",
            )),
        }
    }
}

/// What can be found within a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Find {
    /// A postcode of the United Kingdom, as at the end of an address.
    Postcode,
}

/// What the numbers of a column are in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum SourceUnit {
    /// Square metres.
    #[serde(rename = "m2")]
    SquareMetres,
    /// Square feet.
    #[serde(rename = "ft2")]
    SquareFeet,
    /// Hectares.
    #[serde(rename = "ha")]
    Hectares,
    /// Acres.
    #[serde(rename = "acres")]
    Acres,
    /// Pounds.
    #[serde(rename = "£")]
    Pounds,
    /// Thousands of pounds.
    #[serde(rename = "£k")]
    ThousandPounds,
    /// Millions of pounds.
    #[serde(rename = "£m")]
    MillionPounds,
    /// Per cent, of what `percent_of` names.
    #[serde(rename = "percent")]
    Percent,
    /// Fractions of one, of what `percent_of` names: per cents as a workbook holds them.
    #[serde(rename = "fraction")]
    Fraction,
}

/// In which order the parts of a date stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum DateOrder {
    /// Day, month, year.
    #[serde(rename = "dmy")]
    DayFirst,
    /// Month, day, year.
    #[serde(rename = "mdy")]
    MonthFirst,
    /// Year, month, day.
    #[serde(rename = "ymd")]
    YearFirst,
}

/// One value, or a list of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OneOrMore<T>(pub Vec<T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for OneOrMore<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Either<T> {
            One(T),
            More(Vec<T>),
        }
        Ok(Self(match Either::deserialize(deserializer)? {
            Either::One(one) => vec![one],
            Either::More(more) if !more.is_empty() => more,
            Either::More(_) => return Err(de::Error::custom("an empty list; give at least one")),
        }))
    }
}

impl<'de> Deserialize<'de> for Spec {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextOrTable;

        impl<'de> Visitor<'de> for TextOrTable {
            type Value = Fields;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a header in quotation marks, or a table such as { column = \"…\" }")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Fields, E> {
                let column = Some(OneOrMore(vec![text.to_owned()]));
                Ok(Fields { column, ..Fields::default() })
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Fields, A::Error> {
                Fields::deserialize(MapAccessDeserializer::new(map))
            }
        }

        deserializer.deserialize_any(TextOrTable).map(|fields| Self(Box::new(fields)))
    }
}

impl Spec {
    /// Returns the headers it names, each with those that mean the same.
    pub fn headers(&self) -> Vec<(&OneOrMore<String>, bool)> {
        let own = &self.0;
        let mut headers: Vec<_> = own.column.iter().map(|c| (c, own.optional)).collect();
        headers.extend(own.columns.iter().flatten().map(|c| (c, own.optional)));
        if let Some(other) = &own.otherwise_from {
            headers.extend(other.headers());
        }
        headers
    }
}
