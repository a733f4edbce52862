//! The rows of what an edition shows of several bodies together.

use rust_decimal::Decimal;

use super::{Edition, MatchRow, SiteRow};
use crate::{
    cover::Fit,
    group::{Benchmark, DifferenceKind, NeedOf, OfferKind, PlaceFoundBy, SumOf},
    model::{Date, FinancialYear, Index, Use},
};

/// A body whose data could not be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BodyLeftOut {
    /// Its name.
    pub body: String,
    /// The day of its snapshot as its folder is named; empty where there is none.
    pub date: String,
    /// Why.
    pub why: String,
    /// Errors in its data.
    pub errors: usize,
}

/// One body of the group.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "named as the columns of `bodies.csv`")]
pub struct BodyRow {
    pub body: String,
    pub organisation: String,
    /// Empty of a body that is in the report.
    pub left_out: String,
    /// Errors of a body that is left out.
    pub errors: Option<usize>,
    pub as_of: Option<Date>,
    pub cost_year: Option<FinancialYear>,
    /// The name of its own policy; `None` where it is judged by the common one alone.
    pub own_policy: Option<String>,
    /// Not sold; in the public edition those shown.
    pub sites: Option<usize>,
    pub ranked: Option<usize>,
    /// The share of the weight of the index that is known, over its sites, in ten-thousandths.
    pub known_share: Option<i64>,
    /// Warnings in its data; `None` in the public edition.
    pub warnings: Option<usize>,
    /// Columns of its data whose unit or meaning moved since its snapshot before, file and column; none in the public
    /// edition.
    pub moved: Vec<String>,
}

/// One sum of one body, or of all.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "named as the columns of `group_totals.csv`")]
pub struct GroupTotalRow {
    /// `None` is all together.
    pub body: Option<String>,
    pub what: SumOf,
    /// Pence, thousandths of a m², or sites; `None` is not known, or not shown.
    pub sum: Option<i64>,
    pub known: usize,
    pub of: usize,
    pub years: Vec<FinancialYear>,
}

/// One site in the ranking of all bodies.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "named as the columns of `group_ranking.csv`")]
pub struct GroupSiteRow {
    pub body: String,
    /// Among the sites of all bodies; `None` is not ranked.
    pub rank: Option<u32>,
    /// Among its body's sites under the body's own policy; `None` is not ranked by it, or there is none.
    pub rank_by_own: Option<u32>,
    pub index_by_own: Option<Index>,
    /// Whether its body has a policy of its own.
    pub has_own: bool,
    /// As its own report has it, by the common policy; its rank is that among its body's sites.
    pub site: SiteRow,
}

impl GroupSiteRow {
    /// Returns by how many places its rank under its body's own policy is better than under the common one; `None` where
    /// it is not ranked by both.
    #[must_use]
    pub fn places_by_own(&self) -> Option<i64> {
        let common = self.site.rank.map(i64::from)?;
        Some(common - self.rank_by_own.map(i64::from)?)
    }
}

/// One need for space.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "named as the columns of `group_needs.csv`")]
pub struct GroupNeedRow {
    pub of: NeedOf,
    pub body: String,
    /// Empty of a partner.
    pub site_id: String,
    pub name: String,
    /// Of a partner, whose it is.
    pub organisation: String,
    /// In thousandths of a m².
    pub needed: Option<i64>,
    /// Thousandths of workstations, needed and placed at the body's own sites.
    pub own_room: Option<(i64, i64)>,
    pub saved: Option<i64>,
    /// Pairs within the distance, those that both policies allow, and those that wait for facts.
    pub pairs: usize,
    pub fit: usize,
    pub not_known: usize,
}

/// One need held against another body's space.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "named as the columns of `group_matches.csv`")]
pub struct GroupMatchRow {
    pub need: GroupNeedRow,
    pub offer: OfferKind,
    pub host_body: String,
    pub host_id: String,
    pub host_name: String,
    /// Whether its own body would leave the host, which would then have to stay.
    pub host_leaves: bool,
    pub metres: f64,
    /// In thousandths of a m².
    pub there: Option<i64>,
    pub fit: Fit,
    /// As each body's policy has it.
    pub out: Option<MatchRow>,
    pub within: Option<MatchRow>,
    pub chosen: bool,
}

/// One place in two bodies' files.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "named as the columns of `shared_places.csv`")]
pub struct SharedPlaceRow {
    pub body: String,
    pub site_id: String,
    pub name: String,
    pub other_body: String,
    /// Id in the other body's register, or in its table of partners.
    pub other_id: String,
    pub other_name: String,
    /// Whether the other record is a row of a table of partners.
    pub is_partner: bool,
    pub found_by: PlaceFoundBy,
    pub metres: Option<f64>,
    /// Running cost in each register, in pence.
    pub cost: Option<i64>,
    pub other_cost: Option<i64>,
}

/// One party of an agreement, joined from all files.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "named as the columns of `group_agreements.csv`")]
pub struct GroupAgreementRow {
    pub agreement_id: String,
    /// Bodies whose files record it.
    pub recorded_by: Vec<String>,
    pub site_name: String,
    pub party: String,
    /// The body of the group that the party is; `None` is another.
    pub body: Option<String>,
    pub share_basis: String,
    pub share: Option<Decimal>,
    pub is_whole: Option<bool>,
    pub year: Option<FinancialYear>,
    pub running_cost: Option<i64>,
    pub cost: Option<i64>,
    pub ledger: Option<i64>,
}

impl GroupAgreementRow {
    /// Returns what its own ledger bears over its part, in pence; below zero it owes.
    #[must_use]
    pub fn over(&self) -> Option<i64> {
        self.ledger?.checked_sub(self.cost?)
    }
}

/// One benchmark of one use, of one body or of all.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "named as the columns of `benchmarks.csv`")]
pub struct BenchmarkRow {
    pub site_use: Use,
    pub benchmark: Benchmark,
    /// `None` is all together.
    pub body: Option<String>,
    /// Sum over sum, in the unit of the benchmark; in the public edition the median of the sites' published figures.
    pub value: Option<i64>,
    pub known: usize,
    pub of: usize,
    /// Of the row's own sites by nearest rank; `None` over too few.
    pub median: Option<i64>,
    /// Over the sites of all bodies; of the row of all alone.
    pub quartiles: Option<[i64; 3]>,
    /// Of a body, its sites above the upper quartile and below the lower.
    pub above: Option<usize>,
    pub below: Option<usize>,
    /// The years of the ledgers, or the days of the registers.
    pub data_of: Vec<String>,
}

/// One site of a benchmark.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "named as the columns of `benchmark_sites.csv`")]
pub struct BenchmarkSiteRow {
    pub site_use: Use,
    pub benchmark: Benchmark,
    pub body: String,
    pub site_id: String,
    pub name: String,
    /// In the unit of the benchmark; `None` is not known.
    pub value: Option<i64>,
    /// From 1, the lowest, to 4; `None` where it is not known, or there are no quartiles.
    pub quarter: Option<u8>,
}

/// One record of what does not agree.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "named as the columns of `group_differences.csv`")]
pub struct DifferenceRow {
    /// Which difference, from 1: those of one number belong together.
    pub number: usize,
    pub kind: DifferenceKind,
    pub agreement: String,
    pub party: String,
    pub body: String,
    pub file: String,
    pub row: Option<u32>,
    pub says: String,
}

/// Several bodies as one edition shows them.
#[derive(Debug, Clone)]
pub struct GroupView {
    /// Who may read it.
    pub edition: Edition,
    /// The name of the group.
    pub name: String,
    /// Words that every page must carry.
    pub note: Option<String>,
    /// The newest day of a body's data.
    pub as_of: Date,
    /// The name of the common policy.
    pub policy: String,
    /// Sites that a quartile is of at least.
    pub quartile_sites: u32,
    /// Sites that a body's median is of at least.
    pub median_sites: u32,
    /// Places by which ranks under two policies differ to be named.
    pub rank_differs: u32,
    /// Sites that a published figure of a body is of at least.
    pub public_sites: u32,
    /// In metres: records within it are of one place.
    pub same_place: Decimal,
    /// Bodies in the order of the folders, then those left out.
    pub bodies: Vec<BodyRow>,
    /// By what is added up, then body.
    pub totals: Vec<GroupTotalRow>,
    /// In the order of the ranking of all.
    pub sites: Vec<GroupSiteRow>,
    /// By body; none in the public edition, as in what follows down to `agreements`.
    pub needs: Vec<GroupNeedRow>,
    /// By need, offer, host.
    pub matches: Vec<GroupMatchRow>,
    /// Buildings in two registers, then partners that are bodies here.
    pub shared: Vec<SharedPlaceRow>,
    /// By agreement and party.
    pub agreements: Vec<GroupAgreementRow>,
    /// By use and benchmark; each body's row, then that of all.
    pub benchmarks: Vec<BenchmarkRow>,
    /// The sites behind them; none in the public edition.
    pub benchmark_sites: Vec<BenchmarkSiteRow>,
    /// By their numbers.
    pub differences: Vec<DifferenceRow>,
}

impl GroupView {
    /// Returns the bodies that are in the report.
    pub fn read(&self) -> impl Iterator<Item = &BodyRow> {
        self.bodies.iter().filter(|body| body.left_out.is_empty())
    }
}
