//! The command line, and nothing but.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

use super::facts_sql::DialectArg;
use crate::{edition, model};

/// What the exit codes mean: they are the same on every system.
pub const EXIT_CODES: &str = "Exit codes:
    0  done
    1  the data has errors, or a snapshot of a batch could not be reported
    2  the run could not be done: the command line, a file, a folder or the policy
    3  another run is writing to the same folder
  130  interrupted";

/// Estate portfolio analysis: from property spreadsheets to ranked, charted reports.
///
/// A snapshot is a folder named YYYY-MM-DD that contains tables: sites.csv and others (`terrier schema` lists them).
/// Given a folder of snapshots, a command uses the newest.
#[derive(Debug, Parser)]
#[command(name = "terrier", version, max_term_width = 100, after_help = EXIT_CODES)]
pub struct Args {
    /// Policy file laid over the built-in one, entry by entry (`terrier policy` prints it)
    #[arg(long, global = true, value_name = "FILE")]
    pub policy: Option<PathBuf>,
    /// Try another weight for one criterion; the others of its score keep their proportions. Several are set one
    /// after the other
    #[arg(long, global = true, value_name = "CRITERION=WEIGHT")]
    pub weight: Vec<String>,
    /// Stop at findings of this severity or higher
    #[arg(long, global = true, value_name = "SEVERITY", default_value = "error")]
    pub fail_on: SeverityArg,
    /// Show only results and errors
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Show notes too
    #[arg(short, long, global = true)]
    pub verbose: bool,
    /// How progress, findings and errors are written to standard error; `json` is one object a line
    #[arg(long, global = true, value_name = "FORMAT", default_value = "text")]
    pub log_format: LogFormat,
    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Create a snapshot folder with a template for every table
    New {
        /// Folder to create, ROOT/YYYY-MM-DD
        folder: PathBuf,
    },
    /// List the tables and columns of a snapshot or of a report
    Schema {
        /// List the tables of a report instead
        #[arg(long)]
        reports: bool,
        /// How to print
        #[arg(long, default_value = "md")]
        format: SchemaFormat,
    },
    /// Explain a rule: what it checks, why, and how to fix it; without a name, list all rules
    ExplainRule {
        /// The rule's name, as in error[lease-ends-before-start]
        rule: Option<String>,
    },
    /// Import files with another layout into a snapshot, or propose a mapping for them
    ///
    /// A mapping is a TOML file, or a built-in one (`--list`). Give the files in the order of its inputs, or as
    /// NAME=FILE. With `--propose`, give the files only; a first mapping for them is printed.
    Import {
        /// MAPPING and its files; with --propose the files only
        #[arg(value_name = "MAPPING|FILE", required_unless_present = "list")]
        names: Vec<String>,
        /// Snapshot to create, ROOT/YYYY-MM-DD
        #[arg(long, value_name = "DIR", required_unless_present_any = ["add_to", "propose", "list"])]
        out: Option<PathBuf>,
        /// Snapshot to add the tables to, such as partners to a register
        #[arg(long, value_name = "DIR", conflicts_with_all = ["out", "propose", "list"])]
        add_to: Option<PathBuf>,
        /// Print a first mapping for the files, with a note on how certain each column is
        #[arg(long, conflicts_with = "out")]
        propose: bool,
        /// List the built-in mappings
        #[arg(long, conflicts_with_all = ["out", "propose", "names"])]
        list: bool,
        /// Show what would be imported, and write nothing
        #[arg(long, conflicts_with_all = ["propose", "list"])]
        dry_run: bool,
    },
    /// Check a snapshot and list its errors, warnings and notes
    Check {
        /// Snapshot, or folder of snapshots
        #[arg(value_name = "DIR")]
        folder: PathBuf,
        /// How to print
        #[arg(long, default_value = "table")]
        format: Format,
    },
    /// Rank the candidates for surplus
    Rank {
        /// Snapshot, or folder of snapshots
        #[arg(value_name = "DIR")]
        folder: PathBuf,
        /// Show the first N ranked sites [default: 20 in a table, otherwise all]
        #[arg(long, value_name = "N", value_parser = at_least_one)]
        top: Option<std::num::NonZeroUsize>,
        /// Leave out places, lettings and options: faster, and what rests on them is not known
        #[arg(long)]
        measures_only: bool,
        /// How to print
        #[arg(long, default_value = "table")]
        format: Format,
    },
    /// Show who is within reach of the open sites, and what closures change
    ///
    /// With --close: what closing these sites together changes. With --agile: the workstations that teams need with mobile
    /// devices, and the sites that this frees.
    Cover {
        /// Snapshot, or folder of snapshots
        #[arg(value_name = "DIR")]
        folder: PathBuf,
        /// Sites to close together, by their ids: A,B,C
        #[arg(long, value_name = "IDS", value_delimiter = ',')]
        close: Vec<String>,
        /// Show what agile working frees instead; `csv` gives agile.csv
        #[arg(long, conflicts_with = "close")]
        agile: bool,
        /// How to print; `csv` gives coverage.csv
        #[arg(long, default_value = "table")]
        format: Format,
    },
    /// List the sites to review first, from the register alone
    ///
    /// Each signal, such as a vacant building, poor condition or a lease that ends soon, is for a review, against it
    /// or not known. The signals are counted, and the policy says how many put a site in each group.
    Sift {
        /// Snapshot, or folder of snapshots
        #[arg(value_name = "DIR")]
        folder: PathBuf,
        /// How to print; `csv` gives sift.csv
        #[arg(long, default_value = "table")]
        format: Format,
    },
    /// List future events of leases and agreements: breaks, reviews and ends, with the latest date to act
    ///
    /// Urgent breaks come first, then all events by the latest date to act. The cost of missing a break is the present
    /// value of rent and service charge from the break to the next lawful exit, before any penalty. With --summary,
    /// the figures of each lease: passing rent, commitment, reversion and unexpired term.
    Leases {
        /// Snapshot, or folder of snapshots
        #[arg(value_name = "DIR")]
        folder: PathBuf,
        /// How many months ahead to look [default: the policy's lease_calendar_months]
        #[arg(long, value_name = "N", value_parser = between(0_u32, 12_000))]
        months: Option<u32>,
        /// Show the figures of each lease instead of events; `csv` gives lease_summary.csv
        #[arg(long, conflicts_with = "months")]
        summary: bool,
        /// How to print
        #[arg(long, default_value = "table")]
        format: Format,
    },
    /// Compare the options for each site: keep, share, let, leave, hold or sell
    ///
    /// The cash flow of every option is compared with business as usual. With SITE, the options side by side, what
    /// each one waits for, and the cash flows of the leading option.
    Appraise {
        /// Snapshot, or folder of snapshots
        #[arg(value_name = "DIR")]
        folder: PathBuf,
        /// Site id; all sites by default
        #[arg(value_name = "SITE")]
        site: Option<String>,
        /// How to print; `csv` gives options.csv
        #[arg(long, default_value = "table")]
        format: Format,
    },
    /// Find the plan of the whole estate that is worth most within the limits of the policy
    ///
    /// One option for each site. The limits, such as coverage and budgets, are those of the policy; its default has few,
    /// and a body adds its own with --policy. The plan is proven to be the best, or says how far it may be from it.
    Plan {
        /// Snapshot, or folder of snapshots
        #[arg(value_name = "DIR")]
        folder: PathBuf,
        /// Stop the search after so many seconds: another run may then find another plan
        #[arg(long, value_name = "SECONDS", value_parser = between(1_u64, 86_400))]
        time_limit: Option<u64>,
        /// Write the model for another solver, as FILE.lp or FILE.mps
        #[arg(long, value_name = "FILE")]
        write_model: Option<PathBuf>,
        /// Begin with another solver's plan: a file with a line for each variable, its name and its value
        #[arg(long, value_name = "FILE")]
        read_solution: Option<PathBuf>,
        /// How to print; `csv` gives plan.csv
        #[arg(long, default_value = "table")]
        format: Format,
    },
    /// Show the capital programme: spend, financing, borrowing and the cost to revenue
    ///
    /// One column for each year of the budget, then scenarios, break-even receipts and points to review. With
    /// PROJECT, one scheme year by year, with its source rows.
    Fund {
        /// Snapshot, or folder of snapshots
        #[arg(value_name = "DIR")]
        folder: PathBuf,
        /// Scheme id; the whole programme by default
        #[arg(value_name = "PROJECT")]
        project: Option<String>,
        /// How to print; `csv` gives programme.csv
        #[arg(long, default_value = "table")]
        format: Format,
    },
    /// Explain the rank of a site
    Explain {
        /// Snapshot, or folder of snapshots
        #[arg(value_name = "DIR")]
        folder: PathBuf,
        /// Site id
        site: String,
        /// How to print
        #[arg(long, value_enum, default_value = "text")]
        format: ExplainFormat,
    },
    /// Compare two snapshots of an estate: what changed, and why each site moved
    ///
    /// Sites that came, went, were sold or have another id; what is recorded differently, with its rows; ranks and scores
    /// split by criterion and cause, adding up exactly; new lease dates, findings, and what came of decisions.
    Compare {
        /// The earlier snapshot
        #[arg(value_name = "BEFORE")]
        before: PathBuf,
        /// The later snapshot
        #[arg(value_name = "AFTER")]
        after: PathBuf,
        /// The policy file that the earlier snapshot was judged by [default: the built-in one where --report-before was made with it, else the same for both]
        #[arg(long, value_name = "FILE")]
        policy_before: Option<PathBuf>,
        /// The report that was made of the earlier snapshot: what this program calculates differently is told
        #[arg(long, value_name = "DIR")]
        report_before: Option<PathBuf>,
        /// New folder for every table of the comparison
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
        /// How to print; `csv` gives rank_changes.csv, `md` Markdown for a paper
        #[arg(long, default_value = "table")]
        format: CompareFormat,
    },
    /// Report several bodies together: totals, one ranking, space across bodies, agreements and benchmarks
    ///
    /// ROOT has a folder for each body, with its snapshots and, where it has its own, its policy file `policy.toml`. The
    /// newest snapshot of each is taken. A body whose data has errors is left out and named, and the exit code is 1.
    Group {
        /// Folder of the bodies' folders
        #[arg(value_name = "ROOT")]
        root: PathBuf,
        /// Folder that will contain the report folder AS_OF
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
        /// Who may read it
        #[arg(long, default_value = "restricted")]
        edition: EditionArg,
        /// Take the newest snapshot of each body on or before this day
        #[arg(long, value_name = "DATE")]
        as_of: Option<model::Date>,
        /// How to print; `csv` gives group_ranking.csv, `md` Markdown for a paper
        #[arg(long, default_value = "table")]
        format: CompareFormat,
    },
    /// Write the report folder: tables, workbook, page, board paper, map and charts
    Report {
        /// Snapshot, or folder of snapshots
        #[arg(value_name = "DIR")]
        folder: PathBuf,
        /// Folder that will contain the report folder AS_OF [default: reports/ESTATE]
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
        /// Who may read it
        #[arg(long, default_value = "restricted")]
        edition: EditionArg,
        /// The wording of the board paper, instead of the built-in one (`terrier paper --wording` prints it)
        #[arg(long, value_name = "FILE")]
        paper: Option<PathBuf>,
        /// The Word file that the board paper is put in, instead of the built-in one (`terrier paper --template`)
        #[arg(long, value_name = "FILE")]
        paper_template: Option<PathBuf>,
        /// How much of the board paper to write
        #[arg(long, default_value = "full")]
        length: super::report::LengthArg,
        /// Say where the report would be written and what has changed since the one there, and write nothing
        #[arg(long)]
        dry_run: bool,
    },
    /// Write reports for all changed snapshots in a folder, with a summary and changes of rank
    ///
    /// Reports are the restricted edition. It may be stopped or killed at any moment: every report is whole, and the
    /// next run does only what is left. Two runs at once into the same folder are refused.
    Batch {
        /// Folder to search for snapshots, at any depth
        root: PathBuf,
        /// Folder that will contain ESTATE/AS_OF
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
        /// Snapshots to process at once [default: one per processor]
        #[arg(long, value_name = "N", value_parser = between(1_u16, 256))]
        jobs: Option<u16>,
        /// Say which reports would be written and why, check their data, and write nothing
        #[arg(long)]
        dry_run: bool,
    },
    /// Print the built-in policy: every weight, threshold and figure, with its source
    ///
    /// Save it, keep the entries that you want to change, and give the file to any command with --policy. Entries
    /// that the file does not hold stay as they are. With --swing: the policy file of the weights that a board found by
    /// filling in the Swing weights sheet of a report's workbook.
    Policy {
        /// Print the weights of a workbook's filled-in Swing weights sheet instead, as a policy file
        #[arg(long, value_name = "BOOK.xlsx")]
        swing: Option<PathBuf>,
        /// Write a new file instead of printing
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Print the built-in wording of the board paper, or its Word template
    ///
    /// Change a copy, and give it to `terrier report` with --paper (the wording) or --paper-template (the Word file).
    #[command(group = clap::ArgGroup::new("which").required(true))]
    Paper {
        /// The wording: Markdown with the names of facts in it
        #[arg(long, group = "which")]
        wording: bool,
        /// The Word template (.docx): page, styles, lists, header and footer
        #[arg(long, group = "which")]
        template: bool,
        /// Write a new file instead of printing
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Print the query that adds up the ledger and the observations on another engine
    ///
    /// For tables too large for one machine. The query writes cost_totals, occupancy_summary and rejected_cells as
    /// Parquet; a snapshot that holds these instead of costs and occupancy loads the same. Without --costs and
    /// --occupancy it reads costs.parquet and occupancy.parquet. Columns are looked up where a path is on this machine.
    FactsSql {
        /// Engine to print it for
        #[arg(long)]
        dialect: DialectArg,
        /// Ledger: a Parquet file or folder of them, or a CSV file
        #[arg(long, value_name = "PATH")]
        costs: Option<String>,
        /// Headers of the ledger, where its path is not on this machine [default: those of the schema]
        #[arg(long, value_name = "NAMES", value_delimiter = ',', requires = "costs")]
        costs_columns: Vec<String>,
        /// Observations: a Parquet file or folder of them, or a CSV file
        #[arg(long, value_name = "PATH")]
        occupancy: Option<String>,
        /// Headers of the observations, where their path is not on this machine [default: those of the schema]
        #[arg(long, value_name = "NAMES", value_delimiter = ',', requires = "occupancy")]
        occupancy_columns: Vec<String>,
        /// Folder for the results: DuckDB needs it to exist, Spark and DataFusion make it
        #[arg(long, value_name = "DIR", default_value = ".")]
        out: String,
        /// Date of the snapshot [default: the date that a folder of the paths is named by]
        #[arg(long, value_name = "YYYY-MM-DD")]
        as_of: Option<model::Date>,
    },
    /// Print a completion script for a shell
    Completions {
        /// Name of the shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man,
}

/// Reads a count that may not be zero.
fn at_least_one(text: &str) -> Result<std::num::NonZeroUsize, &'static str> {
    text.parse().map_err(|_| "must be a whole number, at least 1")
}

/// Returns what reads a whole number from a least to a most.
fn between<T>(least: T, most: T) -> impl Fn(&str) -> Result<T, String> + Clone
where
    T: std::str::FromStr + PartialOrd + std::fmt::Display + Copy,
{
    move |text: &str| {
        let number = text.parse().ok().filter(|number| (least..=most).contains(number));
        number.ok_or_else(|| format!("must be a whole number from {least} to {most}"))
    }
}

/// How to print rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Columns to read on screen
    Table,
    /// CSV
    Csv,
    /// JSON
    Json,
}

/// How to print what explains a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExplainFormat {
    /// Words to read
    Text,
    /// The site's rows in every table of the report, in JSON
    Json,
}

/// How to print a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CompareFormat {
    /// Columns to read on screen
    Table,
    /// CSV
    Csv,
    /// JSON
    Json,
    /// Markdown
    Md,
}

/// How to print the schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SchemaFormat {
    /// Markdown
    Md,
    /// JSON
    Json,
}

/// How to write to standard error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// Words to read
    Text,
    /// One JSON object a line
    Json,
}

/// A severity as typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SeverityArg {
    /// Any finding
    Note,
    /// A warning or an error
    Warning,
    /// An error
    Error,
}

impl From<SeverityArg> for model::Severity {
    fn from(arg: SeverityArg) -> Self {
        match arg {
            SeverityArg::Note => Self::Note,
            SeverityArg::Warning => Self::Warning,
            SeverityArg::Error => Self::Error,
        }
    }
}

/// An edition as typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum EditionArg {
    /// With prices and security details
    Restricted,
    /// For publication
    Public,
}

impl From<EditionArg> for edition::Edition {
    fn from(arg: EditionArg) -> Self {
        match arg {
            EditionArg::Restricted => Self::Restricted,
            EditionArg::Public => Self::Public,
        }
    }
}
