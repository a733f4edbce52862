//! Files of other layouts as rows of text: any delimiter, encoding or kind of workbook.
//!
//! Nothing is known here of headers or columns; `mapping` decides what a row means.

use super::{
    book::{Book, is_book},
    encoding::{Decoded, decoded},
    json,
    parquet::{is_parquet, parquet_rows},
    raw::blank_lines,
};

pub use super::book::{BookFault, Facts};

/// How to read a file, where it does not tell by itself.
#[derive(Debug, Clone, Default)]
pub struct SheetReading {
    /// Sheet of a workbook; the first unless told.
    pub sheet: Option<String>,
    /// Character between cells; found from the text unless told.
    pub delimiter: Option<char>,
    /// Name of the encoding, as in `windows-1252`; found from the bytes unless told.
    pub encoding: Option<String>,
    /// Whether quotation marks enclose cells; found from the text unless told.
    pub quotes: Option<bool>,
    /// The decimal mark that the numbers of a workbook are written with; a point unless told.
    pub decimal: Option<char>,
}

/// One sheet or text file, row by row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetRows {
    /// The sheet's name; `None` of a text file.
    pub sheet: Option<String>,
    /// The names of the workbook's other sheets.
    pub others: Vec<String>,
    /// Rows that are not blank, with their number as a spreadsheet shows it.
    pub rows: Vec<(u32, Vec<String>)>,
    /// How it was read, in words.
    pub read_as: String,
    /// Bytes of a text file that are not UTF-8, as far as no encoding was told: in words, with the first row.
    pub odd_bytes: Option<(String, Option<u32>)>,
    /// What the sheet hides, merges and leaves unsolved.
    pub facts: Facts,
    /// The other sheets that hold anything, if no sheet was asked for.
    pub further: Vec<Sheet>,
    /// Parts of a JSON file that are in no row.
    pub left_out: Vec<String>,
    /// Lists of objects of a JSON file beside the one that is read.
    pub other_lists: Vec<String>,
}

/// Another sheet of a workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// Rows that are not blank, with their number.
    pub rows: Vec<(u32, Vec<String>)>,
    /// What it hides, merges and leaves unsolved.
    pub facts: Facts,
}

impl SheetRows {
    /// Makes a grid of rows and how they were read.
    pub(crate) fn of(rows: Vec<(u32, Vec<String>)>, read_as: String) -> Self {
        Self {
            sheet: None,
            others: Vec::new(),
            rows,
            read_as,
            odd_bytes: None,
            facts: Facts::default(),
            further: Vec::new(),
            left_out: Vec::new(),
            other_lists: Vec::new(),
        }
    }
}

/// Why a file cannot be read.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum ForeignError {
    /// A workbook that cannot be read.
    #[error(transparent)]
    Workbook(#[from] BookFault),
    /// A Parquet file that cannot be read, and why.
    #[error("the file is not readable as Parquet: {0}")]
    Parquet(String),
    /// A JSON file that holds no table, and why.
    #[error("the file does not contain a table in JSON: {0}")]
    Json(String),
    /// A sheet that is not there.
    #[error("there is no sheet {wanted:?}; the sheets are {there}")]
    Sheet {
        /// As it was asked for.
        wanted: String,
        /// The names of the sheets.
        there: String,
    },
    /// An encoding that is not known.
    #[error("{0:?} is not a known encoding")]
    Encoding(String),
    /// Bytes that are not text of the encoding that was told.
    #[error("bytes that are not text in {0}")]
    NotInEncoding(&'static str),
    /// A sheet of what has none.
    #[error("a file that has no sheets; the mapping names the sheet {0:?}")]
    NoSheets(String),
    /// Nothing but blanks.
    #[error("the file is empty")]
    Empty,
}

/// Characters that part cells in the files that bodies publish.
const DELIMITERS: [char; 8] = [',', ';', '\t', '|', '¬', '$', '~', '^'];

/// Stands in for a delimiter of more than one byte; no text holds it.
const UNIT_SEPARATOR: u8 = 0x1f;

/// Records that are looked at to find the delimiter.
const LOOKED_AT: usize = 300;

/// Returns the names of the sheets of a workbook; none of a text file.
#[must_use]
pub fn sheet_names(bytes: &[u8]) -> Vec<String> {
    if !is_book(bytes) {
        return Vec::new();
    }
    Book::open(bytes.to_vec()).map_or_else(|_| Vec::new(), |book| book.names())
}

/// Reads a file as rows of text.
///
/// # Errors
/// [`ForeignError`] if it cannot be opened, has no such sheet, or is empty.
pub fn grid(bytes: &[u8], reading: &SheetReading) -> Result<SheetRows, ForeignError> {
    let wanted = reading.sheet.as_ref().filter(|_| !is_book(bytes));
    if let Some(sheet) = wanted {
        return Err(ForeignError::NoSheets(sheet.clone()));
    }
    let grid = match () {
        () if is_parquet(bytes) => of_parquet(bytes)?,
        () if is_book(bytes) => of_book(bytes, reading)?,
        () if json::is_json(bytes) => {
            let json::Table { rows, read_as, left_out, other_lists } =
                json::table(bytes).map_err(ForeignError::Json)?;
            SheetRows { left_out, other_lists, ..SheetRows::of(rows, read_as) }
        }
        () => of_text(bytes, reading)?,
    };
    if grid.rows.is_empty() { Err(ForeignError::Empty) } else { Ok(grid) }
}

fn is_filled(cells: &[String]) -> bool {
    cells.iter().any(|cell| !cell.trim().is_empty())
}

fn of_book(bytes: &[u8], reading: &SheetReading) -> Result<SheetRows, ForeignError> {
    let mut book = Book::open(bytes.to_vec())?;
    let names = book.names();
    let fold = |text: &str| crate::model::folded(text);
    let mark = reading.decimal.unwrap_or('.');
    let mut read = |name: &str| -> Result<Sheet, BookFault> {
        let rows = book.rows(name, mark)?;
        let facts = book.facts(name, &rows);
        Ok(Sheet { name: name.to_owned(), rows, facts })
    };
    let (main, further) = match &reading.sheet {
        Some(wanted) => {
            let name = names.iter().find(|name| fold(name) == fold(wanted));
            let name = name.ok_or_else(|| ForeignError::Sheet {
                wanted: wanted.clone(),
                there: names.join(", "),
            })?;
            (read(name)?, Vec::new())
        }
        None => {
            let sheets = names.iter().map(|name| read(name)).collect::<Result<Vec<_>, _>>()?;
            let mut filled = sheets.into_iter().filter(|sheet| !sheet.rows.is_empty());
            (filled.next().ok_or(ForeignError::Empty)?, filled.collect())
        }
    };
    let read_as = format!("workbook, sheet {:?}", main.name);
    let others = names.iter().filter(|other| **other != main.name).cloned().collect();
    let Sheet { name, rows, facts } = main;
    Ok(SheetRows { sheet: Some(name), others, facts, further, ..SheetRows::of(rows, read_as) })
}

fn of_parquet(bytes: &[u8]) -> Result<SheetRows, ForeignError> {
    let rows = parquet_rows(bytes.to_vec()).map_err(ForeignError::Parquet)?;
    Ok(SheetRows::of(rows, "Parquet".to_owned()))
}

fn of_text(bytes: &[u8], reading: &SheetReading) -> Result<SheetRows, ForeignError> {
    let Decoded { text, encoding, stray } = match &reading.encoding {
        Some(name) => {
            let encoding = encoding_rs::Encoding::for_label(name.as_bytes())
                .ok_or_else(|| ForeignError::Encoding(name.clone()))?;
            let (text, encoding, faulty) = encoding.decode(bytes);
            if faulty {
                return Err(ForeignError::NotInEncoding(encoding.name()));
            }
            Decoded {
                text: text.into_owned().into_bytes(),
                encoding: encoding.name(),
                stray: Vec::new(),
            }
        }
        None => decoded(bytes.to_vec()),
    };
    let wanted: Vec<char> = reading.delimiter.map_or_else(|| DELIMITERS.to_vec(), |d| vec![d]);
    let quoting: &[bool] = match reading.quotes {
        Some(true) => &[true],
        Some(false) => &[false],
        None => &[true, false],
    };
    let tries = wanted.iter().flat_map(|d| quoting.iter().map(|q| (*d, *q)));
    let mut best: Option<(f64, char, bool)> = None;
    for (delimiter, quotes) in tries {
        let evenness = evenness(&records(&text, delimiter, quotes, LOOKED_AT));
        // The earlier wins a tie: commas and quotation marks are the rule.
        if best.is_none_or(|(most, ..)| evenness > most) {
            best = Some((evenness, delimiter, quotes));
        }
    }
    let (_, delimiter, quotes) = best.unwrap_or((0.0, ',', true));
    let rows = records(&text, delimiter, quotes, usize::MAX);
    let between = match delimiter {
        '\t' => "tabs".to_owned(),
        other => format!("{other:?}"),
    };
    let marks = if quotes { "" } else { ", quotation marks as text" };
    let first = stray.first().copied();
    let described = Decoded { text: Vec::new(), encoding, stray }.describe();
    let odd_bytes = described.filter(|_| reading.encoding.is_none()).map(|told| (told, first));
    let read_as = format!("{encoding} text, cells separated by {between}{marks}");
    Ok(SheetRows { odd_bytes, ..SheetRows::of(rows, read_as) })
}

/// Tells how much the records look like a table: many cells, and the same number in each.
fn evenness(rows: &[(u32, Vec<String>)]) -> f64 {
    let mut counts: Vec<usize> = rows.iter().map(|(_, cells)| cells.len()).collect();
    counts.sort_unstable();
    let mode = counts.chunk_by(PartialEq::eq).max_by_key(|same| same.len());
    let Some((mode, width)) = mode.and_then(|same| Some((same.len(), *same.first()?))) else {
        return 0.0;
    };
    let broken = rows.iter().filter(|(_, cells)| cells.iter().any(|c| c.contains('\n'))).count();
    let number = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    let share = number(mode) / number(counts.len());
    if width < 2 {
        return 0.0;
    }
    // A cell that runs over lines costs a little, so that a stray mark is not taken for an enclosing one.
    share * (1.0 + number(width)).ln() - 1e-6 * number(broken)
}

/// Reads up to `most` records; blank ones are left out.
fn records(text: &[u8], delimiter: char, quotes: bool, most: usize) -> Vec<(u32, Vec<String>)> {
    let mut replaced = Vec::new();
    let (text, byte) = match u8::try_from(delimiter) {
        Ok(byte) if byte.is_ascii() => (text, byte),
        _ => {
            let separator = char::from(UNIT_SEPARATOR).to_string();
            let as_text = String::from_utf8_lossy(text).replace(delimiter, &separator);
            replaced.extend(as_text.into_bytes());
            (replaced.as_slice(), UNIT_SEPARATOR)
        }
    };
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(byte)
        .quoting(quotes)
        .from_reader(text);
    let mut rows = Vec::new();
    let mut record = csv::ByteRecord::new();
    let mut row = 1;
    while rows.len() < most && reader.read_byte_record(&mut record).unwrap_or(false) {
        let start = record.position().map_or(0, csv::Position::byte);
        row += blank_lines(text, usize::try_from(start).unwrap_or(text.len()));
        let cells = record.iter().map(|cell| String::from_utf8_lossy(cell).into_owned());
        let cells: Vec<String> = cells.collect();
        if is_filled(&cells) {
            rows.push((row, cells));
        }
        row += 1;
    }
    rows
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn read(text: &str) -> SheetRows {
        grid(text.as_bytes(), &SheetReading::default()).unwrap()
    }

    #[rstest]
    #[case("id,name\nA,\"Hall, Old\"\nB,Shed\n", "Hall, Old")]
    #[case("id;name\nA;Hall, Old\nB;Shed\n", "Hall, Old")]
    #[case("id\tname\nA\tHall, Old\nB\tShed\n", "Hall, Old")]
    #[case("id¬name\nA¬Hall, Old\nB¬Shed\n", "Hall, Old")]
    #[case("id$name$x\nA$Hall, Old$1\nB$Shed, New$2\n", "Hall, Old")]
    #[case("id|name|area\nA|Hall|1,234.5\nB|Shed|12\n", "Hall")]
    #[case("id\tname\nA\t6\" pipe\nB\tShed 4\"\n", "6\" pipe")]
    fn the_delimiter_is_found(#[case] text: &str, #[case] name: &str) {
        let grid = read(text);
        assert_eq!(grid.rows[1], (2, grid.rows[1].1.clone()));
        assert_eq!(grid.rows[1].1[1], name);
    }

    #[rstest]
    #[case::little_endian(false)]
    #[case::big_endian(true)]
    fn text_of_two_bytes_a_letter_needs_no_mark_at_its_beginning(#[case] big: bool) {
        let text = "Réf,Name\nA,Hall\nB,Żabka\n";
        let unit = |unit: u16| if big { unit.to_be_bytes() } else { unit.to_le_bytes() };
        let bytes: Vec<u8> = text.encode_utf16().flat_map(unit).collect();
        let grid = grid(&bytes, &SheetReading::default()).unwrap();
        assert_eq!(grid.rows[2].1, ["B", "Żabka"]);
    }

    #[test]
    fn rows_are_numbered_as_a_spreadsheet_shows_them() {
        let grid = read("Title\n\nid,name\nA,\"two\nlines\"\n,\nB,Shed\n");
        let rows: Vec<u32> = grid.rows.iter().map(|(row, _)| *row).collect();
        assert_eq!(rows, [1, 3, 4, 6]);
    }

    #[test]
    fn what_cannot_be_read_says_why() {
        let reading =
            SheetReading { encoding: Some("klingon".to_owned()), ..SheetReading::default() };
        let no_encoding = ForeignError::Encoding("klingon".to_owned());
        assert_eq!(grid(b"a,b\n", &reading), Err(no_encoding));
        let reading =
            SheetReading { encoding: Some("utf-8".to_owned()), ..SheetReading::default() };
        assert_eq!(grid(b"a,\xa3\n", &reading), Err(ForeignError::NotInEncoding("UTF-8")));
        let reading = SheetReading { sheet: Some("x".to_owned()), ..SheetReading::default() };
        assert_eq!(grid(b"a,b\n", &reading), Err(ForeignError::NoSheets("x".to_owned())));
        assert_eq!(grid(b" \n\n", &SheetReading::default()), Err(ForeignError::Empty));
        let no_book = Err(ForeignError::Workbook(BookFault::NoBook));
        assert_eq!(grid(b"PK\x03\x04junk", &SheetReading::default()), no_book);
    }
}
