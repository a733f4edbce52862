//! Where the dialects of SQL part: names, patterns, whole division, how a file is read and written.

use super::LongTable;

/// The text of a row that holds more or fewer cells than its header, where an engine tells it; else null.
pub(super) const BEYOND: &str = "beyond_raw";

/// An engine that the query can be printed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// Apache Spark, 3.5 or later.
    Spark,
    /// DuckDB, 1.1 or later.
    DuckDb,
    /// Apache DataFusion, 50 or later.
    DataFusion,
}

/// How a table is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stored {
    /// One Parquet file, or a folder of them, by the values of some columns or not.
    Parquet,
    /// Text with a header and commas.
    Csv,
}

impl Dialect {
    /// Every dialect.
    pub const ALL: [Self; 3] = [Self::Spark, Self::DuckDb, Self::DataFusion];

    /// Returns the name that a command line has for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Spark => "spark",
            Self::DuckDb => "duckdb",
            Self::DataFusion => "datafusion",
        }
    }

    /// Says how a file of the query is run.
    pub(super) const fn run(self) -> &'static str {
        match self {
            Self::Spark => "spark-sql -f FILE, or spark.sql() of each statement",
            Self::DuckDb => "duckdb < FILE",
            Self::DataFusion => "datafusion-cli -f FILE",
        }
    }

    /// Says what becomes of the folder for the results where it is missing.
    pub(super) const fn missing_folder(self) -> &'static str {
        match self {
            Self::Spark => "Spark makes it",
            Self::DataFusion => "DataFusion makes it",
            Self::DuckDb => "make it first: DuckDB does not",
        }
    }

    /// Writes a text as the dialect quotes it.
    pub(super) fn quoted(self, text: &str) -> String {
        match self {
            Self::Spark => format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'")),
            Self::DuckDb | Self::DataFusion => format!("'{}'", text.replace('\'', "''")),
        }
    }

    /// Writes the name of a column of the source as the dialect quotes it.
    pub(super) fn name(self, column: &str) -> String {
        match self {
            Self::Spark => format!("`{}`", column.replace('`', "``")),
            Self::DuckDb | Self::DataFusion => format!("\"{}\"", column.replace('"', "\"\"")),
        }
    }

    /// Writes a pattern; none holds a quotation mark.
    fn pattern(self, pattern: &str) -> String {
        match self {
            Self::Spark => format!("r'{pattern}'"),
            Self::DuckDb | Self::DataFusion => format!("'{pattern}'"),
        }
    }

    /// Tells whether a pattern is found in a text.
    pub(super) fn matches(self, text: &str, pattern: &str) -> String {
        let pattern = self.pattern(pattern);
        match self {
            Self::Spark => format!("({text} RLIKE {pattern})"),
            Self::DuckDb => format!("regexp_matches({text}, {pattern})"),
            Self::DataFusion => format!("regexp_like({text}, {pattern})"),
        }
    }

    /// Replaces whatever a pattern finds in a text.
    pub(super) fn replaced(self, text: &str, pattern: &str, by: &str) -> String {
        let pattern = self.pattern(pattern);
        match self {
            Self::Spark => format!("regexp_replace({text}, {pattern}, '{by}')"),
            Self::DuckDb | Self::DataFusion => {
                format!("regexp_replace({text}, {pattern}, '{by}', 'g')")
            }
        }
    }

    /// Writes a cell as text, whatever the file has it as.
    pub(super) fn as_text(self, cell: &str) -> String {
        match self {
            Self::Spark => format!("CAST({cell} AS STRING)"),
            Self::DuckDb | Self::DataFusion => format!("CAST({cell} AS VARCHAR)"),
        }
    }

    /// Turns digits into a whole number; null where they are none.
    pub(super) fn whole(self, digits: &str) -> String {
        format!("TRY_CAST({digits} AS BIGINT)")
    }

    /// Divides whole numbers of which neither is negative, and leaves the rest out.
    pub(super) fn quotient(self, above: &str, below: &str) -> String {
        match self {
            Self::Spark => format!("(({above}) div ({below}))"),
            Self::DuckDb => format!("(({above}) // ({below}))"),
            Self::DataFusion => format!("(({above}) / ({below}))"),
        }
    }

    /// Adds whole numbers up; what is beyond 64 bits is told before it is used.
    pub(super) fn sum(self, of: &str) -> String {
        match self {
            Self::Spark => format!("try_sum({of})"),
            Self::DuckDb => format!("TRY_CAST(sum({of}) AS BIGINT)"),
            Self::DataFusion => format!("sum({of})"),
        }
    }

    /// Makes a row for each whole number of a span, both ends included.
    pub(super) fn each(self, from: &str, to: &str) -> String {
        match self {
            Self::Spark => format!("explode(sequence({from}, {to}))"),
            Self::DuckDb => format!("unnest(range({from}, {to} + 1))"),
            Self::DataFusion => format!("unnest(generate_series({from}, {to}))"),
        }
    }

    /// Takes the rows of a view of which a condition holds.
    ///
    /// DataFusion would put the condition before the steps that the view is made of, and repeat each step in it wherever
    /// the next names it. What is drawn at random it leaves where it stands.
    pub(super) fn rows_where(self, view: &str, condition: &str) -> String {
        match self {
            Self::Spark | Self::DuckDb => format!("SELECT * FROM {view} WHERE {condition}"),
            Self::DataFusion => format!(
                "SELECT * FROM (SELECT *, ({condition}) AND random() >= 0 AS is_taken FROM {view}) \
                 AS asked WHERE is_taken"
            ),
        }
    }

    /// Begins a view that later statements read.
    pub(super) fn view(self, name: &str, query: &str) -> String {
        let head = match self {
            Self::Spark => "CREATE OR REPLACE TEMPORARY VIEW",
            Self::DuckDb => "CREATE OR REPLACE TEMP VIEW",
            Self::DataFusion => "CREATE OR REPLACE VIEW",
        };
        format!("{head} {name} AS\n{query};\n")
    }

    /// Keeps the rows of a view on disk until [`Dialect::let_go`], where the engine would else make them anew for each
    /// result: `None` where it does so fast enough.
    pub(super) fn kept(self, view: &str) -> Option<String> {
        (self == Self::Spark)
            .then(|| format!("CACHE TABLE {view} OPTIONS ('storageLevel' 'DISK_ONLY');\n"))
    }

    /// Lets go of the rows that [`Dialect::kept`] keeps.
    pub(super) fn let_go(self, view: &str) -> Option<String> {
        (self == Self::Spark).then(|| format!("UNCACHE TABLE {view};\n"))
    }

    /// Makes a source of the files of a table, all cells as they stand.
    pub(super) fn source(self, name: &str, table: &LongTable) -> String {
        let LongTable { path, stored: form, is_folder, header } = table;
        let (form, is_folder) = (*form, *is_folder);
        let quoted = self.quoted(path);
        match (self, form) {
            (Self::Spark, Stored::Parquet) => format!(
                "CREATE OR REPLACE TEMPORARY VIEW {name}_source USING parquet OPTIONS (path \
                 {quoted}, recursiveFileLookup 'false');\n"
            ),
            (Self::Spark, Stored::Csv) => {
                // With its columns named, another header stops the run, and a row that is longer or shorter stands behind.
                let columns = header.iter().map(|header| self.name(header));
                let columns: Vec<String> =
                    columns.chain([BEYOND.to_owned()]).map(|name| name + " STRING").collect();
                format!(
                    "CREATE OR REPLACE TEMPORARY VIEW {name}_source ({}) USING csv OPTIONS (path \
                     {quoted}, header 'true', enforceSchema 'false', multiLine 'true', escape '\"', \
                     mode 'PERMISSIVE', columnNameOfCorruptRecord '{}');\n",
                    columns.join(", "),
                    BEYOND
                )
            }
            (Self::DuckDb, Stored::Parquet) => {
                let glob = if is_folder { format!("{path}/**/*.parquet") } else { path.to_owned() };
                let read = format!(
                    "SELECT * FROM read_parquet({}, hive_partitioning = {is_folder}, {}filename = \
                     true)",
                    self.quoted(&glob),
                    if is_folder { "hive_types_autocast = false, " } else { "" },
                );
                self.view(&format!("{name}_source"), &read)
            }
            (Self::DuckDb, Stored::Csv) => {
                // With its columns named, a row with more cells than these stops the run: none is read as another's. The
                // names are not held against the header, so that is done first.
                let columns: Vec<String> =
                    header.iter().map(|name| format!("{}: 'VARCHAR'", self.quoted(name))).collect();
                let read = |has_header: bool| {
                    format!(
                        "SELECT * FROM read_csv({quoted}, auto_detect = false, columns = {{{}}}, \
                         header = {has_header}, delim = ',', quote = '\"', escape = '\"', \
                         null_padding = true, parallel = false, filename = true)",
                        columns.join(", ")
                    )
                };
                let same = header.iter().map(|name| {
                    format!("trim(coalesce({}, '')) = trim({})", self.name(name), self.quoted(name))
                });
                let same: Vec<String> = same.collect();
                let stop =
                    format!("the header of {path} is not that of this query: print it again");
                format!(
                    "SELECT CASE WHEN NOT ({}) THEN error({}) END FROM ({} LIMIT 1) AS header;\n{}",
                    same.join(" AND "),
                    self.quoted(&stop),
                    read(false),
                    self.view(&format!("{name}_source"), &read(true))
                )
            }
            (Self::DataFusion, Stored::Parquet) => {
                let slash = if is_folder && !path.ends_with('/') { "/" } else { "" };
                format!(
                    "DROP TABLE IF EXISTS {name}_source;\nCREATE EXTERNAL TABLE {name}_source \
                     STORED AS PARQUET LOCATION {};\n",
                    self.quoted(&format!("{path}{slash}"))
                )
            }
            (Self::DataFusion, Stored::Csv) => format!(
                "DROP TABLE IF EXISTS {name}_source;\nCREATE EXTERNAL TABLE {name}_source STORED \
                 AS CSV LOCATION {quoted} OPTIONS ('format.has_header' 'true', \
                 'format.schema_infer_max_rec' '0', 'format.newlines_in_values' 'true');\n"
            ),
        }
    }

    /// Names the column of a source that holds the text of a row with more or fewer cells than its header, where the engine
    /// goes on with such a row.
    pub(super) fn beyond(self, table: &LongTable) -> Option<&'static str> {
        (self == Self::Spark && table.stored == Stored::Csv).then_some(BEYOND)
    }

    /// Names the file of a row.
    pub(super) fn file(self, path: &str) -> String {
        match self {
            Self::Spark => "input_file_name()".to_owned(),
            Self::DuckDb => "filename".to_owned(),
            Self::DataFusion => self.quoted(path),
        }
    }

    /// Writes the result of a query to a file of a folder.
    pub(super) fn written(self, query: &str, out: &str, table: &str) -> String {
        let target = self.quoted(&format!("{}/{table}.parquet", out.trim_end_matches('/')));
        match self {
            Self::Spark => {
                format!("INSERT OVERWRITE DIRECTORY {target} USING parquet\n{query};\n")
            }
            Self::DuckDb => format!("COPY (\n{query}\n) TO {target} (FORMAT parquet);\n"),
            Self::DataFusion => format!("COPY (\n{query}\n) TO {target} STORED AS PARQUET;\n"),
        }
    }
}
