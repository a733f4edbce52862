//! Input as nobody means it: snapshots with one thing changed at random, by a seed, so that each run tries the same.
//!
//! Sixty of each kind are tried in every run. `TERRIER_MUTATED=20000` tries that many of each, and `TERRIER_MUTATED_SEED` others.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::{Cursor, Read, Write},
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    sync::{
        Mutex, OnceLock,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use terrier::{
    batch::{self, SnapshotOutcome},
    edition::Edition,
    load::{
        Hashes,
        schema::{ColumnKind, SchemaColumn, SchemaTable, TABLES},
    },
    model::{Finding, Findings, Severity},
    policy::Policy,
};

use crate::{
    published::without_charts,
    sample::{NEWEST, project},
};

/// How many are tried of each kind if nobody says.
const FEW: usize = 60;
/// No run may take longer.
const LONGEST: Duration = Duration::from_secs(10);
/// Of the changes that a reader must notice, the share that is named by its cell, in per cent.
const NAMED: usize = 95;
/// The sites of the small estate: those that the treasury names, one that a covenant binds, one with an
/// indexed rent, one shared.
const SITES: [&str; 7] =
    ["FEN-004", "FEN-012", "FEN-014", "FEN-015", "FEN-017", "FEN-031", "FEN-044"];
/// Files of a snapshot by name.
type Files = BTreeMap<String, Vec<u8>>;

/// Numbers by a seed (SplitMix64), the same on every machine.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Returns a number below `most`, which is not 0.
    fn below(&mut self, most: usize) -> usize {
        usize::try_from(self.next() % most as u64).unwrap()
    }

    fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

/// Where a change must be named.
#[derive(Debug, Clone)]
struct Named {
    row: Option<u32>,
    column: Option<String>,
}

/// One change: what it is, and where it must be named if it changes a value beyond doubt.
struct Mutation {
    what: String,
    file: String,
    named: Option<Named>,
}

/// Returns the records of a file, the header first.
fn records(bytes: &[u8]) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
    reader.records().map(|r| r.unwrap().iter().map(str::to_owned).collect()).collect()
}

fn written(rows: &[Vec<String>]) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    for row in rows {
        writer.write_record(row).unwrap();
    }
    writer.into_inner().unwrap()
}

/// The newest snapshot of the sample with a few sites, of which the long tables keep a few rows.
fn small_estate() -> Files {
    let mut files = Files::new();
    let mut leases = BTreeSet::new();
    for entry in fs::read_dir(project(NEWEST)).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        files.insert(name, fs::read(&path).unwrap());
    }
    let names: Vec<String> = files.keys().filter(|n| n.ends_with(".csv")).cloned().collect();
    // Leases before their events.
    for name in names.iter().rev() {
        let mut rows = records(&files[name]);
        let header = rows.remove(0);
        let at = |column: &str| header.iter().position(|h| h == column);
        let (mut kept, mut of_site) = (vec![header.clone()], BTreeMap::<String, usize>::new());
        for row in rows {
            let id = at("site_id").map_or("", |at| &row[at]);
            let of = of_site.entry(id.to_owned()).or_default();
            let long = ["costs", "occupancy", "travel"].iter().any(|l| name.starts_with(l));
            let keeps = match name.as_str() {
                "lease_events.csv" => true,
                "indices.csv" | "postcodes.csv" => *of < 40,
                _ => (id.is_empty() || SITES.contains(&id)) && (!long || *of < 12),
            };
            if keeps {
                *of += 1;
                if name == "leases.csv" {
                    leases.insert(row[0].clone());
                }
                kept.push(row);
            }
        }
        files.insert(name.clone(), written(&kept));
    }
    let mut events = records(&files["lease_events.csv"]);
    events.retain(|row| row[0] == "lease_id" || leases.contains(&row[0]));
    files.insert("lease_events.csv".to_owned(), written(&events));
    files
}

/// What a cell of a kind cannot hold.
fn impossible(kind: ColumnKind, random: &mut Random) -> Option<String> {
    const NO_NUMBERS: &[&str] = &[
        "abc",
        "1O5",
        "12.3.4",
        "--7",
        "1e400",
        "5x",
        "twelve",
        "0x1F",
        "3;4",
        "7\u{1b}[2J",
        "1 2 3 x",
    ];
    const NO_DAYS: &[&str] = &[
        "2019-02-30",
        "2019-13-01",
        "31/31/2019",
        "0000-00-00",
        "yesterday",
        "20x9-01-01",
        "2019-1-1-1",
    ];
    let beyond = |most: i64| (i128::from(most) * 10 + 7).to_string();
    let of = |random: &mut Random, all: &[&str], or: String| {
        let at = random.below(all.len() + 2);
        all.get(at).map_or(or, |text| (*text).to_owned())
    };
    Some(match kind {
        ColumnKind::Id => format!("NO-SUCH-{}", "X".repeat(30)),
        ColumnKind::Text => return None,
        ColumnKind::Words(_) => (*random.of(&["zzz", "q7", "=1+1", "\u{202e}office"])).to_owned(),
        ColumnKind::YesNo => (*random.of(&["maybe", "2", "yess"])).to_owned(),
        ColumnKind::Money => (*random.of(NO_NUMBERS)).to_owned(),
        ColumnKind::Number(most) => of(random, NO_NUMBERS, beyond(most)),
        ColumnKind::Above(_) => of(random, NO_NUMBERS, "-4".to_owned()),
        ColumnKind::Whole(most) => of(random, NO_NUMBERS, beyond(most)),
        ColumnKind::Count(most) => of(random, NO_NUMBERS, beyond(most)),
        ColumnKind::Signed(_, most) => of(random, NO_NUMBERS, beyond(most)),
        ColumnKind::Date => (*random.of(NO_DAYS)).to_owned(),
        ColumnKind::FinancialYear => {
            (*random.of(&["2019/29", "19-20x", "2019/2O", "year"])).to_owned()
        }
        ColumnKind::Month => (*random.of(&["2019-13", "13/2019x", "2019-00", "month"])).to_owned(),
        ColumnKind::Clock => (*random.of(&["25:61", "noon-ish", "-1:00"])).to_owned(),
        ColumnKind::Share(_, most) => of(random, NO_NUMBERS, format!("{}%", most * 10 + 7)),
    })
}

/// The table of a file.
fn table_of(file: &str) -> Option<&'static SchemaTable> {
    let stem = file.strip_suffix(".csv")?;
    TABLES.iter().find(|table| table.name == stem)
}

/// Makes a change that a reader must notice.
fn beyond_doubt(files: &mut Files, random: &mut Random) -> Option<Mutation> {
    let names: Vec<String> = files.keys().filter(|n| table_of(n).is_some()).cloned().collect();
    let file = random.of(&names).clone();
    let table = table_of(&file)?;
    let mut rows = records(&files[&file]);
    let row = 1 + random.below(rows.len() - 1);
    let at = random.below(rows[0].len());
    let name = rows[0][at].clone();
    let column: &SchemaColumn = table.column(&name)?;
    let place = u32::try_from(row + 1).unwrap();
    let cell = Named { row: Some(place), column: Some(name.clone()) };
    let record = Named { row: Some(place), column: None };
    let (what, named) = match random.below(12) {
        0 if column.is_required() => {
            rows[row][at].clear();
            ("a required cell emptied".to_owned(), cell)
        }
        1 => {
            rows[row].push("more".to_owned());
            ("a cell too many".to_owned(), record)
        }
        2 if rows[row].last().is_some_and(|last| !last.is_empty()) => {
            rows[row].remove(at);
            ("a cell too few".to_owned(), record)
        }
        3 => {
            rows[0][at] = format!("zz{at}");
            (
                "a header of another name".to_owned(),
                Named { row: None, column: Some(format!("zz{at}")) },
            )
        }
        4 if column.kind == ColumnKind::Text && !rows[row][at].is_empty() => {
            let code = *random.of(&['\u{0}', '\u{1b}', '\u{7}', '\u{9b}', '\u{202e}']);
            rows[row][at].push(code);
            (format!("a control character {code:?}"), cell)
        }
        5 if !table.key.is_empty() => {
            let again = rows[row].clone();
            rows.push(again);
            let last = u32::try_from(rows.len()).unwrap();
            ("a record twice".to_owned(), Named { row: Some(last), column: None })
        }
        _ => {
            let text = impossible(column.kind, random)?;
            let what = format!("{} {text:?}", kind_of(column.kind));
            rows[row][at] = text;
            (what, cell)
        }
    };
    files.insert(file.clone(), written(&rows));
    Some(Mutation { what, file, named: Some(named) })
}

fn kind_of(kind: ColumnKind) -> String {
    let shown = format!("{kind:?}");
    shown.split('(').next().unwrap().to_owned()
}

/// Bytes that have troubled readers.
const ODD: &[&[u8]] = &[
    b"\"",
    b"\"\"",
    b"\"\"\"",
    b",",
    b",,,,,,,,",
    b";",
    b"\t",
    b"\n",
    b"\r",
    b"\r\n\r\n",
    b"\0",
    b"\x1b]52;c;x\x07",
    b"\xff",
    b"\xef\xbb\xbf",
    b"\xfe\xff",
    b"\xe2\x80\xae",
    b"\xc2\x85",
    b"\xf0\x9f\x8f\xa2",
    b"=",
    b"'",
    b"-",
    b"(1)",
    b"%",
    b"\xc2\xa3",
    b"1e308",
    b"-0",
    b"NaN",
    b"inf",
    b"99999999999999999999999999999",
    b"0.0000000000000000000000000001",
    b"79228162514264337593543950335",
    b"-9223372036854775808",
    b"18446744073709551616",
    b"4294967295",
    b"9999-12-31",
    b"-262143-01-01",
    b"262142-12-31",
    b"0001-01-01",
    b"1900-02-29",
    b"2100-02-29",
    b"1970-01-01",
    b"31/12/9999",
    b"9999/00",
    b"24:00",
    b"{",
    b"}",
    b"[",
    b"]",
    b"[[",
    b"null",
    b"{{",
    b"{%",
    b"<",
    b"&amp;",
    b"../../etc",
    b"#REF!",
    b"100%",
    b"1,5",
    b"1.234.567,89",
];

fn odd(random: &mut Random) -> &'static [u8] {
    ODD[random.below(ODD.len())]
}

/// Changes bytes at random: a reader may notice or not, and must come to an end.
fn at_random(bytes: &mut Vec<u8>, others: &[u8], random: &mut Random) -> String {
    let what = random.below(10);
    if bytes.is_empty() {
        return "nothing".to_owned();
    }
    let at = random.below(bytes.len());
    let until = (at + 1 + random.below(40)).min(bytes.len());
    let mut put =
        |at: usize, until: usize, new: &[u8]| drop(bytes.splice(at..until, new.iter().copied()));
    match what {
        0 => bytes[at] ^= 1 << random.below(8),
        1 => bytes.truncate(at),
        2 => put(at, until, &[]),
        3 => put(at, at, odd(random)),
        4 => put(at, until, odd(random)),
        5 => {
            let own = bytes[at..until].to_vec();
            let to = random.below(bytes.len());
            drop(bytes.splice(to..to, own));
        }
        6 => {
            let many = odd(random).repeat(1 + random.below(2_000));
            put(at, at, &many);
        }
        7 if !others.is_empty() => {
            let from = random.below(others.len());
            let to = (from + 1 + random.below(300)).min(others.len());
            put(at, until, &others[from..to]);
        }
        8 => bytes.rotate_left(at),
        _ => {
            for _ in 0..20 {
                let at = random.below(bytes.len());
                bytes[at] = u8::try_from(random.below(256)).unwrap();
            }
        }
    }
    [
        "a bit",
        "a cut",
        "bytes taken out",
        "odd bytes put in",
        "odd bytes instead",
        "bytes again",
        "odd bytes many times",
        "bytes of another file",
        "bytes turned round",
        "twenty bytes",
    ][what]
        .to_owned()
}

/// Swaps cells, or puts an odd text into a few, so that the file stays a table.
fn cells_at_random(bytes: &mut Vec<u8>, random: &mut Random) -> String {
    let mut rows = records(bytes);
    let many = 1 + random.below(6);
    for _ in 0..many {
        let (a, b) = (random.below(rows.len()), random.below(rows.len()));
        let (x, y) = (random.below(rows[a].len()), random.below(rows[b].len()));
        match random.below(4) {
            0 => {
                let (one, other) = (rows[a][x].clone(), rows[b][y].clone());
                (rows[a][x], rows[b][y]) = (other, one);
            }
            1 => rows[a][x] = rows[b][x.min(rows[b].len() - 1)].clone(),
            2 => rows[a][x] = String::from_utf8_lossy(odd(random)).into_owned(),
            _ => {
                let more = String::from_utf8_lossy(odd(random)).into_owned();
                rows[a][x] = format!("{}{more}", rows[a][x]);
            }
        }
    }
    *bytes = written(&rows);
    "cells".to_owned()
}

/// A workbook of the tables, each a sheet, numbers as numbers.
fn workbook(files: &Files, tables: &[&str]) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    for table in tables {
        let sheet = book.add_worksheet();
        sheet.set_name(*table).unwrap();
        for (row, cells) in (0..).zip(records(&files[&format!("{table}.csv")])) {
            for (column, text) in (0..).zip(cells) {
                match text.parse::<f64>() {
                    Ok(number) if number.is_finite() => sheet.write_number(row, column, number),
                    _ => sheet.write_string(row, column, text),
                }
                .unwrap();
            }
        }
    }
    book.save_to_buffer().unwrap()
}

/// Changes one part of a workbook and packs it again, so that the packing is sound and the part is not.
fn part_at_random(bytes: &mut Vec<u8>, random: &mut Random) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(&*bytes)).unwrap();
    let chosen = random.below(archive.len());
    let mut packed = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mut what = String::new();
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).unwrap();
        let (name, mut text) = (part.name().unwrap().into_owned(), Vec::new());
        part.read_to_end(&mut text).unwrap();
        if at == chosen {
            what = format!("{} in {name}", at_random(&mut text, &[], random));
        }
        packed.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        packed.write_all(&text).unwrap();
    }
    let packed = packed.finish().unwrap().into_inner();
    *bytes = packed;
    what
}

/// How a file is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// So that a reader must notice.
    BeyondDoubt,
    /// Bytes and cells of any file.
    AtRandom,
    /// A workbook instead of a table, its bytes or one of its parts.
    Book,
}

fn mutated(files: &mut Files, way: Way, random: &mut Random) -> Mutation {
    let plain = |what: String, file: &str| Mutation { what, file: file.to_owned(), named: None };
    match way {
        Way::BeyondDoubt => loop {
            if let Some(made) = beyond_doubt(files, random) {
                return made;
            }
        },
        Way::AtRandom => {
            let names: Vec<String> = files.keys().cloned().collect();
            let (file, other) = (random.of(&names).clone(), random.of(&names).clone());
            let (others, bytes) = (files[&other].clone(), files.get_mut(&file).unwrap());
            let what = match random.below(2) {
                0 if table_of(&file).is_some() => cells_at_random(bytes, random),
                _ => at_random(bytes, &others, random),
            };
            plain(what, &file)
        }
        Way::Book => {
            let table = *random.of(&["sites", "leases", "costs", "teams"]);
            let mut bytes = workbook(files, &[table]);
            let what = match random.below(4) {
                0 => at_random(&mut bytes, &[], random),
                _ => part_at_random(&mut bytes, random),
            };
            files.remove(&format!("{table}.csv"));
            let file = format!("{table}.xlsx");
            files.insert(file.clone(), bytes);
            plain(what, &file)
        }
    }
}

/// The default policy with few draws, which take most of the time of a run.
fn few_draws() -> &'static Policy {
    static POLICY: OnceLock<Policy> = OnceLock::new();
    let overlay =
        "policy.name = \"few\"\n[figures.rank_draws]\nvalue = \"100\"\nsource = \"test\"\n";
    POLICY.get_or_init(|| Policy::from_text(Some(overlay)).unwrap())
}

/// Reads, checks and ranks a snapshot, and writes the files of its report if asked; returns what was found.
fn tried(folder: &Path, reports: bool) -> Result<Findings, String> {
    let outcome = batch::run_snapshot(folder, few_draws(), Severity::Error, Hashes::NotWanted);
    match outcome.map_err(|error| error.to_string())? {
        SnapshotOutcome::Stopped(findings) => Ok(findings),
        SnapshotOutcome::Ran(run) => {
            if reports {
                assert!(!without_charts(&run, Edition::Restricted).is_empty());
            }
            Ok(run.findings.clone())
        }
    }
}

/// Tells whether a finding that was not there before names the cell, or the record where no cell is named.
fn is_named(found: &Findings, before: &Findings, file: &str, named: &Named) -> bool {
    let told = |finding: &Finding| {
        &*finding.place.file == file
            && named.row.is_none_or(|row| finding.rows().any(|own| own == row))
            && (named.column.is_none()
                || named.column == finding.place.column
                || named.row.is_none())
    };
    let each = before.each();
    let new = |finding: &&Finding| !each.iter().any(|old| old == *finding);
    let says = |finding: &Finding| {
        named.row.is_some() || finding.to_string().contains(named.column.as_deref().unwrap_or(""))
    };
    found.each().iter().filter(new).any(|finding| told(finding) && says(finding))
}

/// What became of the changes of a thread.
#[derive(Default)]
struct Fates {
    detectable: usize,
    not_named: Vec<String>,
    faults: Vec<String>,
    slowest: Duration,
}

/// A folder whose files are written only where they differ.
struct Folder {
    _root: tempfile::TempDir,
    at: PathBuf,
    there: Files,
}

impl Folder {
    fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        let at = root.path().join("fenshire").join("2020-03-31");
        fs::create_dir_all(&at).unwrap();
        Self { _root: root, at, there: Files::new() }
    }

    fn holds(&mut self, files: Files) {
        for name in self.there.keys().filter(|name| !files.contains_key(*name)) {
            fs::remove_file(self.at.join(name)).unwrap();
        }
        for (name, bytes) in
            files.iter().filter(|(name, bytes)| self.there.get(*name) != Some(bytes))
        {
            fs::write(self.at.join(name), bytes).unwrap();
        }
        self.there = files;
    }
}

fn number(name: &str, or: usize) -> usize {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(or)
}

/// Tries as many changes as asked for, each of its own seed, on all processors.
fn try_all(way: Way) -> Fates {
    let (count, seed) = (number("TERRIER_MUTATED", FEW), number("TERRIER_MUTATED_SEED", 1));
    let workers = thread::available_parallelism().map_or(1, Into::into);
    let (next, all) = (AtomicUsize::new(0), Mutex::new(Fates::default()));
    let whole = small_estate();
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                let mut folder = Folder::new();
                folder.holds(whole.clone());
                let before = tried(&folder.at, true).unwrap();
                let errors = || before.iter().filter(|f| f.severity == Severity::Error);
                assert_eq!(errors().map(ToString::to_string).collect::<Vec<_>>(), [""; 0]);
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    if at >= count {
                        return;
                    }
                    let mut random = Random((seed as u64) << 40 | at as u64);
                    let mut files = whole.clone();
                    let made = mutated(&mut files, way, &mut random);
                    folder.holds(files);
                    let begun = Instant::now();
                    let outcome =
                        catch_unwind(AssertUnwindSafe(|| tried(&folder.at, at % 32 == 31)));
                    let took = begun.elapsed();
                    let shown = format!("{way:?} {at}: {}: {}", made.file, made.what);
                    let mut fates = all.lock().unwrap();
                    fates.slowest = fates.slowest.max(took);
                    if took > LONGEST {
                        fates.faults.push(format!("{shown}: {took:?}"));
                    }
                    match outcome {
                        Err(_) => fates.faults.push(format!("{shown}: panic")),
                        Ok(Err(error)) if !error.contains(&made.file) => {
                            fates.faults.push(format!("{shown}: {error}"));
                        }
                        Ok(Err(_)) => {}
                        Ok(Ok(found)) => {
                            if let Some(named) = &made.named {
                                fates.detectable += 1;
                                if !is_named(&found, &before, &made.file, named) {
                                    fates.not_named.push(format!("{shown} at {named:?}"));
                                }
                            }
                        }
                    }
                }
            });
        }
    });
    all.into_inner().unwrap()
}

#[allow(clippy::print_stderr, reason = "who asks for many wants to see what became of them")]
fn told(way: Way, fates: &Fates) {
    if std::env::var_os("TERRIER_MUTATED").is_some() {
        eprintln!(
            "{way:?}: slowest {:?}; {} of {} detectable not named",
            fates.slowest,
            fates.not_named.len(),
            fates.detectable
        );
        eprintln!("{}", fates.not_named.join("\n"));
    }
    assert!(fates.faults.is_empty(), "{}", fates.faults.join("\n"));
}

#[test]
fn a_value_that_cannot_be_is_named_by_its_cell() {
    let fates = try_all(Way::BeyondDoubt);
    told(Way::BeyondDoubt, &fates);
    let named = fates.detectable - fates.not_named.len();
    assert!(named * 100 >= NAMED * fates.detectable, "not named:\n{}", fates.not_named.join("\n"));
}

#[test]
fn tables_changed_at_random_are_read_or_refused_and_never_stop_the_program() {
    told(Way::AtRandom, &try_all(Way::AtRandom));
}

#[test]
fn workbooks_changed_at_random_are_read_or_refused_and_never_stop_the_program() {
    told(Way::Book, &try_all(Way::Book));
}
