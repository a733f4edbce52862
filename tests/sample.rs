//! The sample estate, whole or with one thing changed.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::OnceLock,
};

use terrier::{
    batch,
    model::{Finding, Findings},
    policy::Policy,
};

/// The newest snapshot of the sample.
pub const NEWEST: &str = "data/fenshire/2020-03-31";

/// Its tables.
pub const TABLES: [&str; 14] = [
    "sites",
    "leases",
    "lease_events",
    "constraints",
    "teams",
    "costs",
    "occupancy",
    "partners",
    "postcodes",
    "agreements",
    "indices",
    "projects",
    "benefits",
    "counters",
];

/// Files about the estate as a whole, which name sites here and there.
const OF_THE_WHOLE: [&str; 6] =
    ["projects.csv", "benefits.csv", "treasury.toml", "demand.csv", "travel.csv", "counters.csv"];

/// Returns a path in the project.
pub fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Reads a snapshot by the default policy and returns what was found.
pub fn findings_of(folder: &Path) -> Findings {
    let policy = Policy::default_policy().unwrap();
    batch::checked(folder, &policy).unwrap().findings
}

/// A copy of the newest snapshot that can be changed.
pub struct Sample {
    root: tempfile::TempDir,
    /// The snapshot's folder.
    pub folder: PathBuf,
}

impl Sample {
    /// Copies the newest snapshot into a folder of its own.
    pub fn new() -> Self {
        Self::named("2020-03-31")
    }

    /// Copies it under another name.
    pub fn named(name: &str) -> Self {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("fenshire").join(name);
        fs::create_dir_all(&folder).unwrap();
        for entry in fs::read_dir(project(NEWEST)).unwrap() {
            let path = entry.unwrap().path();
            fs::copy(&path, folder.join(path.file_name().unwrap())).unwrap();
        }
        Self { root, folder }
    }

    /// Copies the snapshot before beside it.
    pub fn with_the_one_before(self) -> Self {
        let before = self.folder.with_file_name("2019-03-31");
        fs::create_dir(&before).unwrap();
        for entry in fs::read_dir(project("data/fenshire/2019-03-31")).unwrap() {
            let path = entry.unwrap().path();
            fs::copy(&path, before.join(path.file_name().unwrap())).unwrap();
        }
        self
    }

    /// Copies its files into a folder, which is made.
    pub fn copy_to(&self, folder: &Path) {
        fs::create_dir_all(folder).unwrap();
        for entry in fs::read_dir(&self.folder).unwrap() {
            let path = entry.unwrap().path();
            fs::copy(&path, folder.join(path.file_name().unwrap())).unwrap();
        }
    }

    /// Returns a folder beside the estate, for reports.
    pub fn out(&self) -> PathBuf {
        self.root.path().join("out")
    }

    /// Returns a table's records, the header first.
    pub fn rows(&self, table: &str) -> Vec<Vec<String>> {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_path(self.folder.join(format!("{table}.csv")))
            .unwrap();
        reader.records().map(|r| r.unwrap().iter().map(str::to_owned).collect()).collect()
    }

    /// Writes a table's records.
    pub fn write(&self, table: &str, rows: &[Vec<String>]) {
        let mut csv = csv::WriterBuilder::new()
            .flexible(true)
            .from_path(self.folder.join(format!("{table}.csv")))
            .unwrap();
        for row in rows {
            csv.write_record(row).unwrap();
        }
        csv.flush().unwrap();
    }

    /// Keeps only the rows of some sites and of their leases; a table left without records goes, and so does
    /// what is about the estate as a whole.
    pub fn with_sites(self, keep: impl Fn(&str) -> bool) -> Self {
        for file in OF_THE_WHOLE {
            fs::remove_file(self.folder.join(file)).unwrap();
        }
        let of_whole = |table: &str| OF_THE_WHOLE.contains(&format!("{table}.csv").as_str());
        for table in TABLES.iter().filter(|t| **t != "lease_events" && !of_whole(t)) {
            self.keep_rows(table, "site_id", &keep);
        }
        if self.folder.join("leases.csv").exists() {
            let listed: Vec<String> =
                self.rows("leases").into_iter().map(|row| row[0].clone()).collect();
            self.keep_rows("lease_events", "lease_id", |lease| listed.iter().any(|l| l == lease));
        } else {
            self.keep_rows("lease_events", "lease_id", |_| false);
        }
        self
    }

    /// Keeps the rows of a table with some texts in a column, if it has that column.
    fn keep_rows(&self, table: &str, column: &str, keep: impl Fn(&str) -> bool) {
        let mut rows = self.rows(table);
        let Some(at) = rows[0].iter().position(|header| header == column) else { return };
        let header = rows.remove(0);
        rows.retain(|row| keep(&row[at]));
        if rows.is_empty() {
            fs::remove_file(self.folder.join(format!("{table}.csv"))).unwrap();
        } else {
            rows.insert(0, header);
            self.write(table, &rows);
        }
    }

    /// Changes the cells of one record, found by the text of its first cell.
    pub fn record(self, table: &str, id: &str, cells: &[(&str, &str)]) -> Self {
        let mut rows = self.rows(table);
        let header = rows[0].clone();
        let row = rows.iter_mut().find(|r| r[0] == id).unwrap();
        for (column, text) in cells {
            let at = header.iter().position(|h| h == column).unwrap();
            (*text).clone_into(&mut row[at]);
        }
        self.write(table, &rows);
        self
    }

    /// Changes one cell, found by the text of its record's first cell.
    pub fn cell(self, table: &str, id: &str, column: &str, text: &str) -> Self {
        self.record(table, id, &[(column, text)])
    }

    /// Adds a column that is empty but for one record, found by the text of its first cell.
    pub fn column(self, table: &str, name: &str, id: &str, text: &str) -> Self {
        let mut rows = self.rows(table);
        rows[0].push(name.to_owned());
        let at = rows.iter().position(|row| row[0] == id).unwrap();
        for (row, cells) in rows.iter_mut().enumerate().skip(1) {
            cells.push(if row == at { text.to_owned() } else { String::new() });
        }
        self.write(table, &rows);
        self
    }

    /// Changes one header.
    pub fn header(self, table: &str, from: &str, to: &str) -> Self {
        let mut rows = self.rows(table);
        let cell = rows[0].iter_mut().find(|h| *h == from).unwrap();
        to.clone_into(cell);
        self.write(table, &rows);
        self
    }

    /// Adds a line of text at the end of a table.
    pub fn line(self, table: &str, line: &str) -> Self {
        let path = self.folder.join(format!("{table}.csv"));
        let mut text = fs::read_to_string(&path).unwrap();
        text.push_str(line);
        fs::write(path, text).unwrap();
        self
    }

    /// Replaces text in a file, once.
    pub fn text(self, file: &str, from: &str, to: &str) -> Self {
        let path = self.folder.join(file);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{file} does not hold {from:?}");
        fs::write(path, text.replacen(from, to, 1)).unwrap();
        self
    }

    /// Adds or replaces a file.
    pub fn file(self, name: &str, bytes: &[u8]) -> Self {
        fs::write(self.folder.join(name), bytes).unwrap();
        self
    }

    /// Returns the one finding that the change added; all that was found before must be found still.
    pub fn only_finding(&self) -> Finding {
        static BEFORE: OnceLock<Findings> = OnceLock::new();
        let before = BEFORE.get_or_init(|| findings_of(&project(NEWEST)));
        let mut more: Vec<Finding> = findings_of(&self.folder).iter().cloned().collect();
        for finding in before {
            let at = more.iter().position(|f| f == finding);
            let shown: Vec<String> = more.iter().map(ToString::to_string).collect();
            let at = at.unwrap_or_else(|| {
                panic!("no longer found:\n{finding}\nfound:\n{}", shown.join("\n"))
            });
            more.remove(at);
        }
        let shown: Vec<String> = more.iter().map(ToString::to_string).collect();
        assert_eq!(more.len(), 1, "findings more:\n{}", shown.join("\n"));
        more.remove(0)
    }
}
