//! The query that turns `costs` and `occupancy` into sums by site on an engine of its own: [`sql`] prints it.
//!
//! Only these two tables grow without bound. The query reads every cell as text and by pattern, as `load` does
//! (`cells`, `dates`), in whole numbers throughout: engines round decimals, quotients and means each their own way. `rows` tells
//! which rows are no records. `costs` and `occupancy` hold the queries of the two tables, `rejected` that of what could not
//! be read, `dialect` what differs between engines. The words come from the declarations that `load` reads by.

mod cells;
mod costs;
mod dates;
mod dialect;
mod occupancy;
mod rejected;
mod rows;

use self::cells::Plain;
use crate::{
    load::schema::{COST_TOTALS, OCCUPANCY_SUMMARY, REJECTED_CELLS, SchemaTable},
    model::{Date, with_thousands},
    policy::{FigureName, Policy},
};

pub use dialect::{Dialect, Stored};

/// A table that the query reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LongTable {
    /// Its file or folder, as the engine finds it.
    pub path: String,
    /// How it is stored.
    pub stored: Stored,
    /// Whether the path is a folder of files.
    pub is_folder: bool,
    /// The headers of its columns as they stand.
    pub header: Vec<String>,
}

impl LongTable {
    /// Returns the header that stands for a column of the schema, if there is one.
    fn header_of(&self, table: &'static SchemaTable, column: &str) -> Option<&str> {
        let is = |text: &&String| table.named_by(text).is_some_and(|c| c.name == column);
        self.header.iter().find(is).map(String::as_str)
    }

    /// Returns the headers of a text file that stand for no column of the schema, each with its place.
    ///
    /// A column of a Parquet file may hold what is no text, so those of the schema alone are looked at there.
    fn other_headers(&self, table: &'static SchemaTable) -> Vec<(usize, &str)> {
        let is_read = |header: &str| {
            table.named_by(header).is_some_and(|c| self.header_of(table, c.name) == Some(header))
        };
        let others = self.header.iter().map(String::as_str).enumerate();
        match self.stored {
            Stored::Parquet => Vec::new(),
            Stored::Csv => others.filter(|(_, header)| !is_read(header)).collect(),
        }
    }
}

/// What the query is printed for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactsQuery {
    /// The engine.
    pub dialect: Dialect,
    /// The ledger, if there is one.
    pub costs: Option<LongTable>,
    /// The observations, if there are any.
    pub occupancy: Option<LongTable>,
    /// The folder that the results go to.
    pub out: String,
    /// The day of the snapshot.
    pub as_of: Date,
}

/// What Spark is set to while the query runs, and then no longer.
///
/// The values of folders stay text: `2019-20` and `007` are no numbers or days. The steps of reading a cell stay apart:
/// put into one another, each repeated wherever the next names it, they grow beyond what Spark compiles. A step of its own
/// that grows beyond what Java compiles (8,000 bytes of its code) is taken apart, not read over and over as it stands.
const SPARK_SETTINGS: [(&str, &str); 3] = [
    ("spark.sql.codegen.hugeMethodLimit", "8000"),
    ("spark.sql.sources.partitionColumnTypeInference.enabled", "false"),
    (
        "spark.sql.optimizer.excludedRules",
        "org.apache.spark.sql.catalyst.optimizer.CollapseProject,\
         org.apache.spark.sql.catalyst.optimizer.PushDownPredicates,\
         org.apache.spark.sql.catalyst.optimizer.PushPredicateThroughNonJoin,\
         org.apache.spark.sql.catalyst.optimizer.InferFiltersFromConstraints",
    ),
];

/// Takes the cells of a source as text: of a column of the schema as `{column}_cell` where most of its cells may be plain and
/// as `{column}_raw` elsewhere, null throughout where it is not there; of any other column of a text file as
/// `other_{place}_raw`.
fn cells_of(
    dialect: Dialect,
    source: &LongTable,
    table: &'static SchemaTable,
    plain: &[(&str, Plain)],
) -> String {
    let mut cells = vec![format!("{} AS file", dialect.file(&source.path))];
    for column in table.columns {
        let header = source.header_of(table, column.name).map(|header| dialect.name(header));
        let cell = dialect.as_text(header.as_deref().unwrap_or("NULL"));
        let is_plain = plain.iter().any(|(of, _)| *of == column.name);
        let form = if is_plain { "cell" } else { "raw" };
        cells.push(format!("{cell} AS {}_{form}", column.name));
    }
    for (at, header) in source.other_headers(table) {
        let cell = dialect.as_text(&dialect.name(header));
        cells.push(format!("{cell} AS {}", rows::other(at)));
    }
    cells.extend(dialect.beyond(source).map(|text| format!("{text} AS {}", dialect::BEYOND)));
    cells.join(",\n    ")
}

/// Returns the statements, in the order in which they must run.
///
/// Each ends with a semicolon; none holds one before its end, but in text that is quoted.
#[must_use]
pub fn statements(ask: &FactsQuery, policy: &Policy) -> Vec<String> {
    let dialect = ask.dialect;
    let mut made = Vec::new();
    if dialect == Dialect::Spark {
        made.extend(SPARK_SETTINGS.map(|(name, value)| format!("SET {name} = {value};\n")));
    }
    let source = |name: &str, source: &LongTable| {
        let made = dialect.source(name, source);
        made.split_inclusive(";\n").map(str::to_owned).collect::<Vec<_>>()
    };
    let mut rejected = Vec::new();
    if let Some(of) = &ask.costs {
        made.extend(source("costs", of));
        made.extend(costs::views(dialect, of, policy));
        made.push(dialect.written(&costs::totals(dialect), &ask.out, COST_TOTALS.name));
        rejected.push(rejected::query(dialect, costs::LINES, &costs::CELLS));
    }
    if let Some(of) = &ask.occupancy {
        made.extend(source("occupancy", of));
        made.extend(occupancy::views(dialect, of, ask.as_of, policy));
        let query = occupancy::summary(dialect, ask.as_of, policy);
        made.push(dialect.written(&query, &ask.out, OCCUPANCY_SUMMARY.name));
        rejected.push(rejected::query(dialect, occupancy::LINES, &occupancy::CELLS));
    }
    if !rejected.is_empty() {
        let query = rejected::all(&rejected);
        made.push(dialect.written(&query, &ask.out, REJECTED_CELLS.name));
    }
    let views = [
        ask.costs.as_ref().map(|_| costs::LINES),
        ask.occupancy.as_ref().map(|_| occupancy::LINES),
    ];
    made.extend(views.into_iter().flatten().filter_map(|view| dialect.let_go(view)));
    if dialect == Dialect::Spark {
        made.extend(SPARK_SETTINGS.map(|(name, _)| format!("RESET {name};\n")));
    }
    made
}

/// Returns the query as a file of statements, with a head that says how to run it and what it reads.
#[must_use]
pub fn sql(ask: &FactsQuery, policy: &Policy) -> String {
    let months = policy.whole(FigureName::OccupancyWindowMonths);
    let most = with_thousands(&(crate::model::LARGEST_PENCE / 100).to_string());
    let head = format!(
        "-- Sums by site of the ledger and the observations, for a snapshot of {as_of}.\n\
         -- Run: {run}\n\
         -- The results go to the folder {out} on the machine that runs the query; if it is missing, {missing}.\n\
         -- It writes cost_totals, occupancy_summary and rejected_cells as Parquet. Move them into the snapshot in\n\
         -- place of costs and occupancy; terrier check tells the cells that were rejected.\n\
         -- Every cell is read as text and by pattern, in whole pence and thousandths. Read are: £, GBP, commas and\n\
         -- blanks between thousands, a sign before or behind, (1,234.50), CR and DR; dates of digits, the day before\n\
         -- the month, with or without a time of day; financial years such as 2019/20; the words of the schema and\n\
         -- what people write for them. Amounts lie within £{most} either way.\n\
         -- Read too: £35k and £1.2m, exponents as programs write them, hours behind a number of hours, decimal\n\
         -- commas, months by name, and stamps with a time zone as the day by the British clock.\n\
         -- Rejected, though terrier itself may read them: numbers that are two by whichever mark is the decimal\n\
         -- one, where the table shows decimal commas, and time zones beyond 14 hours.\n\
         -- Observations count in the {months} months to {as_of}.\n",
        as_of = ask.as_of,
        run = ask.dialect.run(),
        out = ask.dialect.quoted(&ask.out).replace(['\n', '\r'], " "),
        missing = ask.dialect.missing_folder(),
    );
    format!("{head}\n{}", statements(ask, policy).join("\n"))
}
