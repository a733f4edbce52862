//! The command line, and nothing but.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

use crate::{edition, model};

/// Estate portfolio analysis: from property spreadsheets to ranked, charted reports.
///
/// A snapshot is a folder named YYYY-MM-DD with tables in it (sites.csv and others; `terrier schema` lists
/// them). Where a command takes a snapshot, a folder of snapshots means the newest in it.
#[derive(Debug, Parser)]
#[command(name = "terrier", version, max_term_width = 100)]
pub struct Args {
    /// Policy file laid over the default, figure by figure
    #[arg(long, global = true, value_name = "FILE")]
    pub policy: Option<PathBuf>,
    /// Least severity of a finding that stops the run
    #[arg(long, global = true, value_name = "SEVERITY", default_value = "error")]
    pub fail_on: SeverityArg,
    /// Say nothing but results and errors
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Show notes too
    #[arg(short, long, global = true)]
    pub verbose: bool,
    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make a snapshot folder with a template of every table
    New {
        /// The folder, ROOT/YYYY-MM-DD
        folder: PathBuf,
    },
    /// List every table and column that can be read, or that a report holds
    Schema {
        /// The tables of a report, in place of those that are read
        #[arg(long)]
        reports: bool,
        /// As Markdown or JSON
        #[arg(long, default_value = "md")]
        format: SchemaFormat,
    },
    /// Tell what a rule checks, why, and how to fix it; without a rule, list them
    ExplainRule {
        /// The rule's name, as in error[lease-ends-before-start]
        rule: Option<String>,
    },
    /// Turn files of another layout into a snapshot, or propose a mapping for them
    ///
    /// A mapping is a TOML file, or one that comes with the program (`--list`). Files are given in the order
    /// of its inputs, or as NAME=FILE. With `--propose` the files alone are named, and a first mapping for
    /// them is printed.
    Import {
        /// MAPPING and its files; with --propose the files alone
        #[arg(value_name = "MAPPING|FILE", required_unless_present = "list")]
        names: Vec<String>,
        /// The snapshot to make, ROOT/YYYY-MM-DD
        #[arg(long, value_name = "DIR", required_unless_present_any = ["add_to", "propose", "list"])]
        out: Option<PathBuf>,
        /// The snapshot to add the tables to, such as partners to a register
        #[arg(long, value_name = "DIR", conflicts_with_all = ["out", "propose", "list"])]
        add_to: Option<PathBuf>,
        /// Print a first mapping for the files, with how sure each column is
        #[arg(long, conflicts_with = "out")]
        propose: bool,
        /// List the mappings that come with the program
        #[arg(long, conflicts_with_all = ["out", "propose", "names"])]
        list: bool,
    },
    /// Read a snapshot and list everything found wrong, questioned or worth knowing
    Check {
        /// Snapshot, or folder of snapshots
        #[arg(value_name = "DIR")]
        folder: PathBuf,
        /// How to print
        #[arg(long, default_value = "table")]
        format: Format,
    },
    /// Rank the candidates for surplus; the table shows the first 20 unless told
    Rank {
        /// Snapshot, or folder of snapshots
        #[arg(value_name = "DIR")]
        folder: PathBuf,
        /// Keep the first N ranked sites
        #[arg(long, value_name = "N")]
        top: Option<std::num::NonZeroUsize>,
        /// How to print
        #[arg(long, default_value = "table")]
        format: Format,
    },
    /// Say which sites to look at first, by what a register alone says of them
    ///
    /// Signals such as a vacant building, poor condition or a lease that ends soon are each for looking at a site,
    /// against, or not known; they are counted, and the policy's counts make the groups.
    Sift {
        /// Snapshot, or folder of snapshots
        #[arg(value_name = "DIR")]
        folder: PathBuf,
        /// How to print; `csv` is sift.csv
        #[arg(long, default_value = "table")]
        format: Format,
    },
    /// List what is ahead of leases and agreements: breaks, reviews, ends, and the last day to act on each
    ///
    /// Urgent breaks come first, then everything by its last day to act. The cost of missing a break is the
    /// present value of rent and service charge from the break to the next lawful exit, its penalty not
    /// taken off. With --summary, what each lease comes to: passing rent, commitment, reversion, unexpired term.
    Leases {
        /// Snapshot, or folder of snapshots
        #[arg(value_name = "DIR")]
        folder: PathBuf,
        /// How many months ahead to look [default: the policy's lease_calendar_months]
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(0..=12_000))]
        months: Option<u32>,
        /// Show what each lease comes to, in place of what is ahead; `csv` is lease_summary.csv
        #[arg(long, conflicts_with = "months")]
        summary: bool,
        /// How to print
        #[arg(long, default_value = "table")]
        format: Format,
    },
    /// Compare what could be done with each site: keep, share, let, leave, hold or sell
    ///
    /// Every option has its own cash flow, set against business as usual once. With SITE, its options side by
    /// side, what stands in the way, and every sum of the option that leads.
    Appraise {
        /// Snapshot, or folder of snapshots
        #[arg(value_name = "DIR")]
        folder: PathBuf,
        /// The site's id; all sites unless told
        #[arg(value_name = "SITE")]
        site: Option<String>,
        /// How to print; `csv` is options.csv, of one site or all
        #[arg(long, default_value = "table")]
        format: Format,
    },
    /// Follow the capital programme: what is spent, who pays, what is borrowed, what revenue bears
    ///
    /// A column a year of the budget, then scenarios, the receipts at which schemes need no borrowing, and what is to
    /// be looked at. With PROJECT, one scheme year by year, with the rows behind it.
    Fund {
        /// Snapshot, or folder of snapshots
        #[arg(value_name = "DIR")]
        folder: PathBuf,
        /// The scheme's id; the whole programme unless told
        #[arg(value_name = "PROJECT")]
        project: Option<String>,
        /// How to print; `csv` is programme.csv, of one scheme or all
        #[arg(long, default_value = "table")]
        format: Format,
    },
    /// Tell why a site stands where it does
    Explain {
        /// Snapshot, or folder of snapshots
        #[arg(value_name = "DIR")]
        folder: PathBuf,
        /// The site's id
        site: String,
    },
    /// Write the report folder: tables, workbook, page, board paper, map and charts
    Report {
        /// Snapshot, or folder of snapshots
        #[arg(value_name = "DIR")]
        folder: PathBuf,
        /// Folder in which the report's own folder AS_OF is made [default: reports/ESTATE]
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
        /// Who may read it
        #[arg(long, default_value = "restricted")]
        edition: EditionArg,
        /// The wording of the board paper, instead of the program's own (data/paper/paper.md)
        #[arg(long, value_name = "FILE")]
        paper: Option<PathBuf>,
        /// The Word file that the board paper is put in, instead of the program's own
        /// (data/paper/template.docx)
        #[arg(long, value_name = "FILE")]
        paper_template: Option<PathBuf>,
    },
    /// Report every snapshot under a folder that changed (restricted edition), with a summary and the moves
    /// of ranks between them
    Batch {
        /// Folder that is searched for snapshots at any depth
        root: PathBuf,
        /// Folder in which ESTATE/AS_OF are made
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
        /// Snapshots worked on at once [default: one a processor]
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
        jobs: Option<u16>,
    },
    /// Print a completion script for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man,
}

/// How to print rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For reading
    Table,
    /// Comma-separated values
    Csv,
    /// JSON
    Json,
}

/// How to print the schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SchemaFormat {
    /// Markdown
    Md,
    /// JSON
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
