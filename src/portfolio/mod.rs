//! The sites together: what they come to in sum, and how the receipt of each sale stands from appraisal to bank.
//!
//! It joins what the stages before found. `totals` sums values, running cost and what is recommended or decided;
//! `receipts` sets what a sale is appraised at against what is planned, in the programme and achieved; `savings` nets
//! what giving a site up saves.

mod receipts;
mod savings;
mod totals;

use std::sync::Arc;

use crate::{
    appraise::Appraisal,
    cover::Cover,
    fund::Fund,
    load::Estate,
    measure::Measures,
    model::Findings,
    policy::Policy,
    score::{Questioned, Ranking},
    tenure::SiteExits,
};

pub use receipts::{ReceiptNote, SaleStanding, SiteReceipt, receipts};
pub use savings::saving;
pub use totals::{
    CostLine, Counted, Total, TotalBasis, Totals, TotalsOf, category_order, category_sums, rows,
    totals, values_of,
};

/// Everything that is known of a snapshot.
#[derive(Debug, Clone, Copy)]
pub struct Results<'a> {
    /// What was read.
    pub estate: &'a Estate,
    /// What was found wrong or questioned on the way.
    pub findings: &'a Findings,
    /// How each site can be left.
    pub tenure: &'a SiteExits,
    /// What was measured.
    pub measures: &'a Measures,
    /// What letting surplus space is worth.
    pub appraisal: &'a Arc<Appraisal>,
    /// The capital programme and its borrowing.
    pub fund: &'a Fund,
    /// Who is in reach of the sites.
    pub cover: &'a Cover,
    /// How the sites stand.
    pub ranking: &'a Ranking,
    /// Which readings rest on questioned cells.
    pub questioned: &'a Questioned,
    /// By which rules.
    pub policy: &'a Policy,
}
