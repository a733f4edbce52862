//! What both generators write with: dates, seeded numbers, money as text, and tables of text cells.

use std::{
    fmt, fs,
    io::{self, Error, ErrorKind},
    path::Path,
};

/// A day, counted from 1 January 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(pub i64);

impl Day {
    /// Makes the day of a year, month and day of the month, by the Gregorian calendar.
    pub fn new(year: i64, month: i64, day: i64) -> Self {
        let year = if month <= 2 { year - 1 } else { year };
        let month = (month + 9) % 12;
        let (era, year) = (year.div_euclid(400), year.rem_euclid(400));
        let in_year = (153 * month + 2) / 5 + day - 1;
        Self(era * 146_097 + year * 365 + year / 4 - year / 100 + in_year - 719_468)
    }

    /// Returns the day some days later.
    pub fn plus(self, days: i64) -> Self {
        Self(self.0 + days)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let days = self.0 + 719_468;
        let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
        let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
        let in_year = day - (365 * year + year / 4 - year / 100);
        let shifted = (5 * in_year + 2) / 153;
        let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
        let year = year + era * 400 + i64::from(month <= 2);
        write!(f, "{year:04}-{month:02}-{:02}", in_year - (153 * shifted + 2) / 5 + 1)
    }
}

/// A seeded stream of numbers (`SplitMix64`), the same on every machine and in every version.
#[derive(Debug, Clone)]
pub struct Rng(u64);

impl Rng {
    /// Starts the stream that belongs to a table, a year and a row.
    pub fn new(table: i64, year: i64, row: i64) -> Self {
        let seed = row.wrapping_mul(1_000_003).wrapping_add(year).wrapping_mul(101);
        let mut rng = Self(seed.wrapping_add(table).cast_unsigned());
        rng.next();
        rng
    }

    /// Returns the next number.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// Returns a number from `low` to `high`, both possible; `low` if the range is empty.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let width = (high - low).max(0) + 1;
        low + (self.next() >> 1).cast_signed() % width
    }

    /// Tells, true `share` times in a thousand.
    pub fn chance(&mut self, share: i64) -> bool {
        self.between(0, 999) < share
    }

    /// Returns one of the words; empty if there is none.
    pub fn pick(&mut self, words: &[&'static str]) -> &'static str {
        let last = i64::try_from(words.len()).unwrap_or(0) - 1;
        let at = usize::try_from(self.between(0, last)).unwrap_or(0);
        words.get(at).copied().unwrap_or("")
    }
}

/// Writes whole pence as pounds with two decimals.
pub fn pounds(pence: i64) -> String {
    let sign = if pence < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", pence.abs() / 100, pence.abs() % 100)
}

/// Writes whole pence, not negative, as pounds with thousands commas and two decimals.
pub fn pounds_with_commas(pence: i64) -> String {
    let whole = (pence / 100).to_string();
    let mut text = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    format!("{text}.{:02}", pence % 100)
}

/// Writes whole tenths, not negative, with one decimal, or none if it is nought.
pub fn tenths(value: i64) -> String {
    if value % 10 == 0 {
        (value / 10).to_string()
    } else {
        format!("{}.{}", value / 10, value % 10)
    }
}

/// Splits a line of a built-in table into its cells; `-` becomes empty.
pub fn cells(line: &'static str) -> Vec<&'static str> {
    line.split('|').map(|cell| if cell == "-" { "" } else { cell }).collect()
}

/// Reads a whole number that a built-in table holds; `None` for an empty or missing cell.
///
/// # Errors
/// If the cell holds anything else.
pub fn number(cell: Option<&&'static str>) -> io::Result<Option<i64>> {
    match cell {
        None | Some(&"") => Ok(None),
        Some(text) => text.parse().map(Some).map_err(|_| bad(&format!("no number: {text}"))),
    }
}

/// Makes the error for a built-in table that does not hold what it should.
pub fn bad(text: &str) -> Error {
    Error::new(ErrorKind::InvalidData, text)
}

/// A table of text cells; a row may be shorter than the header.
#[derive(Debug)]
pub struct Table {
    /// The file's name without `.csv`.
    pub name: &'static str,
    header: Vec<&'static str>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// Makes an empty table from a header with commas.
    pub fn new(name: &'static str, header: &'static str) -> Self {
        Self { name, header: header.split(',').collect(), rows: Vec::new() }
    }

    /// Returns the number of rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Returns the rows.
    pub fn rows(&self) -> impl Iterator<Item = &[String]> {
        self.rows.iter().map(Vec::as_slice)
    }

    /// Adds a row.
    pub fn push(&mut self, row: Vec<String>) {
        self.rows.push(row);
    }

    /// Adds a row of fixed text.
    pub fn push_text(&mut self, row: &[&str]) {
        self.rows.push(row.iter().map(ToString::to_string).collect());
    }

    /// Returns some columns of every row.
    ///
    /// # Errors
    /// If there is no such column.
    pub fn cells(&self, columns: &[&str]) -> io::Result<Vec<Vec<&str>>> {
        let at = |name: &&str| self.header.iter().position(|column| column == name);
        let at: Option<Vec<usize>> = columns.iter().map(at).collect();
        let at = at.ok_or_else(|| bad(&format!("{}: not all of {columns:?}", self.name)))?;
        let rows = self.rows.iter().map(Vec::as_slice);
        Ok(rows.map(|row| at.iter().map(|at| cell_of(row, *at)).collect()).collect())
    }

    /// Finds the one row whose first cells are `key`.
    fn row(&mut self, key: &[&str]) -> io::Result<&mut Vec<String>> {
        let name = self.name;
        let mut rows =
            self.rows.iter_mut().filter(|row| row.iter().zip(key).all(|(cell, key)| cell == key));
        match (rows.next(), rows.next()) {
            (Some(row), None) => Ok(row),
            _ => Err(bad(&format!("{name}: not one row of {key:?}"))),
        }
    }

    /// Writes `value` over a cell of the one row whose first cells are `key`.
    ///
    /// # Errors
    /// If there is no such row or column, or more than one row.
    pub fn set(&mut self, key: &[&str], column: &str, value: &str) -> io::Result<()> {
        let at = self.header.iter().position(|name| *name == column);
        let name = self.name;
        let cell = at.and_then(|at| self.row(key).ok()?.get_mut(at));
        let cell = cell.ok_or_else(|| bad(&format!("{name}: no {column} of {key:?}")))?;
        value.clone_into(cell);
        Ok(())
    }

    /// Cuts the one row whose first cells are `key` to some cells.
    ///
    /// # Errors
    /// If there is no such row, or more than one.
    pub fn cut(&mut self, key: &[&str], cells: usize) -> io::Result<()> {
        self.row(key)?.truncate(cells);
        Ok(())
    }

    /// Writes `NAME.csv` into a folder, quoting only the cells that need it.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn write(&self, folder: &Path) -> io::Result<()> {
        let mut text = self.header.join(",");
        text.push('\n');
        for row in &self.rows {
            let row: Vec<String> = row.iter().map(|cell| quoted(cell)).collect();
            text.push_str(&row.join(","));
            text.push('\n');
        }
        fs::write(folder.join(format!("{}.csv", self.name)), text)
    }
}

/// Returns a cell of a row; empty where the row is shorter.
fn cell_of(row: &[String], at: usize) -> &str {
    row.get(at).map_or("", String::as_str)
}

/// Puts quotation marks round a cell that holds a comma or a quotation mark.
fn quoted(cell: &str) -> String {
    if cell.contains([',', '"']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}
