//! The tables of a report, each declared once: its file, sheet and key, and of every column what it holds, means, and
//! who may read it.
//!
//! From a declaration come the CSV file, the sheet of the workbook, the label on the page, the reason in the manifest,
//! the data dictionary of `reports/README.md` and `datapackage.json`. A column is a field of its row and a line here;
//! a table is its row, what fills it in the view, and a declaration. The numbers of a chart are declared beside what draws
//! it, and what a batch writes of several snapshots beside what compares them.

mod agile;
mod agreements;
mod benefits;
mod budget;
mod cell;
mod changes;
mod confidence;
mod counters;
mod coverage;
mod declare;
mod displacement;
mod financing;
mod group;
mod known;
mod lease_accounts;
mod lease_summary;
mod leases;
mod lettings;
mod matches;
mod money;
mod options;
mod plan;
mod programme;
mod receipts;
mod sift;
mod sites;
mod totals;
mod written;

pub use agile::AgileWorking;
pub use agreements::AgreementShares;
pub use benefits::{Benefits, Initiatives};
pub use budget::{Levers, NewLoans, RevenueEffect, RevenueEffectOfEach, Scenarios};
pub use cell::{BETWEEN, Cell, Kind, NumberForm, Value, is_number};
pub use changes::{ChangeCauses, ChangesSince, DecisionOutcomes, RankChanges, Targets};
pub use confidence::{
    CentralWeights, CriteriaPairs, RankAcceptability, RankConfidence, RankFlips, RankPairs,
    SecondOpinions,
};
pub use counters::{CounterStatements, PublicCounters};
pub use coverage::{Closures, CoverageOfArea};
pub use displacement::Displacement;
pub use financing::CapitalFinancing;
pub use group::{
    BenchmarkSites, Benchmarks, Bodies, GroupAgreements, GroupDifferences, GroupMatches,
    GroupNeeds, GroupRanking, GroupTotals, SharedPlaces,
};
pub use known::{Completeness, FindOutNext, Findings, Sources};
pub use lease_accounts::{LeaseAccountTotals, LeaseAccounts};
pub use lease_summary::{LeaseExpiries, LeaseSummary, LeaseTerms};
pub use leases::{Exits, LeaseEvents, Rent, RentTotals};
pub use lettings::{LettingFlows, ProposedLettings, RunningLettings};
pub use matches::PartnerMatches;
pub use money::MoneyOfPaper;
pub use options::{OptionFlows, PlanFlows, Recommendations, SiteOptions};
pub use plan::{
    PlanComparison, PlanFrontiers, PlanLimits, PlanMoves, PlanOfSites, PlanScenarios, PlanSlips,
    PlanSteps, PlanYears,
};
pub use programme::{
    BreakEvenReceipts, BudgetReconciliation, CapitalReceipts, Programme, ProgrammeFlags,
};
pub use receipts::Receipts;
pub use sift::{FirstSift, SiftSignals};
pub use sites::{Contributions, Measures, Ranking, SiteList};
pub use totals::Totals;

use crate::edition::{Edition, GroupView, View};
use declare::output_table;
pub(crate) use declare::rows_table;
pub use written::csv_bytes;

crate::model::words! {
    /// Who may read what a column holds.
    Audience {
        Public = "public",
        Banded = "public in bands or rounded",
        Restricted = "restricted",
    }
}

/// One column as declared.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Its name in data files.
    pub name: &'static str,
    /// Its heading in a sheet.
    pub heading: &'static str,
    /// What its cells hold.
    pub kind: Kind,
    /// The unit of its numbers; empty where they have none, or another column names it.
    pub unit: &'static str,
    /// Who may read it.
    pub audience: Audience,
    /// What it means, in words that begin small.
    pub meaning: &'static str,
}

/// Columns and rows; every row has as many cells as there are columns.
pub struct Table<'a> {
    /// The name of its data file; empty where it is a sheet alone.
    pub file: &'static str,
    /// The columns in order.
    pub columns: Vec<Column>,
    /// The rows in the order of the file.
    pub rows: Box<dyn Iterator<Item = Vec<Cell<'a>>> + 'a>,
}

impl Table<'_> {
    /// Keeps some columns in another order; names that it lacks are passed over.
    #[must_use]
    pub fn picked(self, names: &[&str]) -> Self {
        let at = |name: &&str| self.columns.iter().position(|c| c.name == *name);
        let places: Vec<usize> = names.iter().filter_map(at).collect();
        let columns = places.iter().filter_map(|at| self.columns.get(*at).copied()).collect();
        let rows = self.rows.map(move |mut row| {
            let take = |at: &usize| row.get_mut(*at).map_or(Cell::Empty, std::mem::take);
            places.iter().map(take).collect()
        });
        Self { file: self.file, columns, rows: Box::new(rows) }
    }

    /// Leaves out the columns that an edition may not show: their cells would all be empty.
    #[must_use]
    pub fn shown_in(self, edition: Edition) -> Self {
        let may = |audience| edition == Edition::Restricted || audience != Audience::Restricted;
        let names: Vec<&str> =
            self.columns.iter().filter(|column| may(column.audience)).map(|c| c.name).collect();
        self.picked(&names)
    }

    /// Leaves one column out.
    #[must_use]
    pub fn without(self, name: &str) -> Self {
        let names: Vec<&str> =
            self.columns.iter().map(|c| c.name).filter(|own| *own != name).collect();
        self.picked(&names)
    }
}

/// A table as declared: its file, and what its columns hold.
pub trait Declared: Sync + std::fmt::Debug {
    /// Returns the name of its file.
    fn file(&self) -> &'static str;

    /// Returns the name of its sheet; empty where the workbook has none of it.
    fn sheet(&self) -> &'static str;

    /// Says what it is, in words that begin small.
    fn what(&self) -> &'static str;

    /// Names the columns that tell its rows apart; none where the same row may stand twice.
    fn key(&self) -> &'static [&'static str];

    /// Returns its columns in order.
    fn columns(&self) -> &'static [Column];
}

/// A table of the report of an estate, or of what another view shows.
pub trait OutputTable<V = View>: Declared {
    /// Says why a view has none of it; `None` where it has.
    fn absent(&self, view: &V) -> Option<&'static str>;

    /// Returns its rows in a view.
    fn table<'a>(&self, view: &'a V) -> Table<'a>;
}

/// Every table of a report, in the order of its files and sheets.
pub const ALL: &[&dyn OutputTable] = &[
    &Ranking,
    &SiteList,
    &RankChanges,
    &ChangeCauses,
    &ChangesSince,
    &DecisionOutcomes,
    &Targets,
    &FirstSift,
    &SiftSignals,
    &Measures,
    &Contributions,
    &RankConfidence,
    &RankFlips,
    &RankAcceptability,
    &RankPairs,
    &CentralWeights,
    &SecondOpinions,
    &CriteriaPairs,
    &Recommendations,
    &SiteOptions,
    &OptionFlows,
    &PlanOfSites,
    &PlanLimits,
    &PlanMoves,
    &PlanComparison,
    &PlanYears,
    &PlanFrontiers,
    &PlanScenarios,
    &PlanSlips,
    &PlanSteps,
    &PlanFlows,
    &MoneyOfPaper,
    &Receipts,
    &CapitalFinancing,
    &Programme,
    &CapitalReceipts,
    &NewLoans,
    &RevenueEffect,
    &RevenueEffectOfEach,
    &BudgetReconciliation,
    &Scenarios,
    &Levers,
    &BreakEvenReceipts,
    &ProgrammeFlags,
    &Benefits,
    &Initiatives,
    &LeaseEvents,
    &LeaseSummary,
    &LeaseTerms,
    &LeaseExpiries,
    &Rent,
    &RentTotals,
    &LeaseAccounts,
    &LeaseAccountTotals,
    &Exits,
    &ProposedLettings,
    &LettingFlows,
    &RunningLettings,
    &CoverageOfArea,
    &Closures,
    &Displacement,
    &AgileWorking,
    &PartnerMatches,
    &AgreementShares,
    &PublicCounters,
    &CounterStatements,
    &Completeness,
    &FindOutNext,
    &Findings,
    &Sources,
    &Totals,
];

/// Every table of a report of several bodies, in the order of its files.
pub const OF_GROUP: &[&dyn OutputTable<GroupView>] = &[
    &Bodies,
    &GroupTotals,
    &GroupRanking,
    &GroupNeeds,
    &GroupMatches,
    &SharedPlaces,
    &GroupAgreements,
    &Benchmarks,
    &BenchmarkSites,
    &GroupDifferences,
];

/// Finds a table by the name of its file, as CSV or as Parquet.
#[must_use]
pub fn of_file(file: &str) -> Option<&'static dyn OutputTable> {
    let name = file.strip_suffix(".csv").or_else(|| file.strip_suffix(".parquet"))?;
    ALL.iter().copied().find(|table| table.file().strip_suffix(".csv") == Some(name))
}
