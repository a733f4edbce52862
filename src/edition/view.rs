//! What one edition shows of a snapshot, in one type.

use super::{
    AgileView, AgreementRow, ChangesView, CompletenessRow, ConfidenceView, ContributionRow,
    CoverView, CriterionRow, DisplacementView, Edition, ExitRow, FigureRow, FindingRow, FundView,
    LeaseAccountRow, LeaseAccountTotalRow, LeaseEventRow, LeaseRate, LeaseRow, LeaseSummaries,
    Lettings, MatchView, MeasureRow, NextFacts, Options, OutlineRow, PartnerRow, PlanView, RentRow,
    RentTotalRow, Sift, Since, SiteReceipt, SiteRow, Total, Totals, Weighing, WeightingRow,
};
use crate::{
    measure::SourceRows,
    model::{Date, FinancialYear, Paper},
};

/// The results of one snapshot as one edition shows them.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "the rest are named as the columns and words they are shown under")]
pub struct View {
    pub edition: Edition,
    /// The estate's name.
    pub estate: String,
    pub organisation: Option<String>,
    /// Words that every page and picture must carry, such as "Illustrative data".
    pub note: Option<String>,
    pub as_of: Date,
    /// The year whose running cost is shown.
    pub cost_year: FinancialYear,
    /// In the order of the ranking: ranked sites first, then the others.
    pub sites: Vec<SiteRow>,
    /// In order of site, then measure.
    pub measures: Vec<MeasureRow>,
    /// In order of site, then score, then criterion as in the policy.
    pub contributions: Vec<ContributionRow>,
    /// In the order of design section 5.
    pub findings: Vec<FindingRow>,
    /// In order of site, measure, file, sheet, row.
    pub sources: Vec<SourceRows>,
    /// What a register alone says of which sites to look at first.
    pub sift: Sift,
    /// Lettings of surplus space; empty in the public edition.
    pub lettings: Lettings,
    /// Options of each site; empty in the public edition.
    pub options: Options,
    /// Receipts site by site; none in the public edition.
    pub receipts: Vec<SiteReceipt>,
    /// The capital programme; `None` without one and in the public edition.
    pub fund: Option<FundView>,
    /// Who is in reach of the sites, and what closures change.
    pub cover: CoverView,
    /// Where the teams of each site could go were it closed alone.
    pub displacement: DisplacementView,
    /// What agile working changes; nothing in the public edition.
    pub agile: AgileView,
    /// How sure each rank is; nothing in the public edition.
    pub confidence: ConfidenceView,
    /// What changed since the snapshot before; `None` without one, and in the public edition.
    pub changes: Option<ChangesView>,
    /// The plan of the estate; `None` where none was looked for, and in the public edition.
    pub plan: Option<PlanView>,
    /// The sites and partners that could share; none in the public edition.
    pub matches: MatchView,
    /// The partners' sites, in the order of the table; none in the public edition.
    pub partners: Vec<PartnerRow>,
    /// What each party of an agreement bears; none in the public edition.
    pub agreements: Vec<AgreementRow>,
    pub totals: Totals,
    /// Sites not sold that this edition leaves out: those with security needs in the public one.
    pub left_out: usize,
    /// Sums that a paper tells, in order of what they are of.
    pub total_rows: Vec<Total>,
    /// What the body says of its paper.
    pub paper: Paper,
    /// The snapshot before; `None` without one.
    pub since: Option<Since>,
    /// Leases, either way, that the rows about leases are of; zero in the public edition.
    pub leases: usize,
    /// The last day of the calendar of what is ahead of leases.
    pub calendar_until: Date,
    /// How many days before a latest date to act a calendar program reminds of it.
    pub reminder_days: u32,
    /// Those of them that have not ended, by site; none in the public edition, as in what follows down to `exits`.
    pub running_leases: Vec<LeaseRow>,
    /// What each of them comes to; empty in the public edition.
    pub lease_summary: LeaseSummaries,
    /// Dated and ahead, in order of the last day to act.
    pub lease_events: Vec<LeaseEventRow>,
    /// In order of lease, year, kind.
    pub rent: Vec<RentRow>,
    /// In order of year, direction, kind.
    pub rent_totals: Vec<RentTotalRow>,
    /// Leases as tenant in order of lease, year.
    pub lease_accounts: Vec<LeaseAccountRow>,
    /// How their payments are discounted; `None` in the public edition.
    pub lease_rate: Option<LeaseRate>,
    /// In order of year.
    pub lease_account_totals: Vec<LeaseAccountTotalRow>,
    /// How each site can be left, in order of site.
    pub exits: Vec<ExitRow>,
    /// Columns that criteria read first, then the others.
    pub completeness: Vec<CompletenessRow>,
    pub next: NextFacts,
    /// The policy's criteria by score, in its order.
    pub criteria: Vec<CriterionRow>,
    /// How their weights were found, alike ones together.
    pub weightings: Vec<WeightingRow>,
    /// The policy's figures, in its order.
    pub figures: Vec<FigureRow>,
    /// How the halves of the index are weighed; never in the public edition, where a price could be
    /// worked back from many rankings.
    pub weighing: Option<Weighing>,
    /// The policy's name.
    pub policy: String,
    /// Lines of the chart of utilisation and cost: a share, and pounds per m².
    pub quadrants: (f64, f64),
    /// Things a reader of the report must know.
    pub remarks: Vec<super::Remark>,
    /// Areas that the map shows beneath the sites.
    pub outlines: Vec<OutlineRow>,
}
