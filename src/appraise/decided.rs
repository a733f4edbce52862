//! What the body has decided of its sites: told as decided everywhere, and not proposed again.
//!
//! A decision stands in `treasury.toml`, or in the status of a site, or behind a receipt that pays for a scheme or
//! is given in `treasury.toml`. The first of these that there is holds.

use std::collections::{BTreeMap, BTreeSet};

use super::options::{Advice, AdviceReason, Recommendation, Stopped};
use crate::{
    load::Estate,
    model::{OptionKind, RowRef, SiteId, Status},
};

/// On what a decision rests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DecisionSource {
    /// What the body says, among the decisions of `treasury.toml`.
    Body(String),
    /// The site is sold.
    Sold,
    /// The site is for sale.
    ForSale,
    /// A receipt from its sale pays for this scheme.
    PaysFor(String),
    /// A receipt from its sale stands among those of `treasury.toml`, of which it says this.
    Receipt(String),
}

/// What the body has decided of one site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// What is to be done, or is done.
    pub option: OptionKind,
    /// On what the decision rests.
    pub source: DecisionSource,
    /// The row that records it; `None` in `treasury.toml`, whose entries have none.
    pub row: Option<RowRef>,
}

/// Returns what is decided of every site, in the order of [`Estate::sites`]; `None` where nothing is.
pub(super) fn decisions(estate: &Estate) -> Vec<Option<Decided>> {
    let treasury = || estate.treasury.iter();
    let given: BTreeMap<&SiteId, Decided> =
        treasury().flat_map(|t| &t.decisions).map(|d| (&d.site_id, of_treasury(d))).collect();
    let receipts = receipts(estate);
    let of_site = |site: &crate::model::Site| {
        let by_status = match site.status_or_operational() {
            Some(Status::Sold) => Some(DecisionSource::Sold),
            Some(Status::ForSale) => Some(DecisionSource::ForSale),
            _ => None,
        };
        let (option, row) = (OptionKind::Dispose, Some(site.row.clone()));
        let by_status = by_status.map(|source| Decided { option, source, row });
        let decided = given.get(&site.site_id).cloned().or(by_status);
        decided.or_else(|| receipts.get(&site.site_id).cloned())
    };
    estate.sites.iter().map(of_site).collect()
}

fn of_treasury(decision: &crate::model::Decision) -> Decided {
    Decided {
        option: decision.option,
        source: DecisionSource::Body(decision.source.clone()),
        row: None,
    }
}

/// The sites whose sale pays for a scheme or is given as a receipt, the first that says so.
fn receipts(estate: &Estate) -> BTreeMap<&SiteId, Decided> {
    let mut found: BTreeMap<&SiteId, Decided> = BTreeMap::new();
    let mut add = |site, source, row| {
        let option = OptionKind::Dispose;
        found.entry(site).or_insert(Decided { option, source, row });
    };
    for row in estate.projects.iter().flatten() {
        if let Some(site) = &row.receipt_site_id {
            let scheme = row.name.as_deref().unwrap_or(row.project_id.as_str());
            add(site, DecisionSource::PaysFor(scheme.to_owned()), Some(row.row.clone()));
        }
    }
    for receipt in estate.treasury.iter().flat_map(|t| &t.receipts) {
        if let Some(site) = &receipt.site_id {
            add(site, DecisionSource::Receipt(receipt.what.clone()), None);
        }
    }
    found
}

/// Returns the sites from whose sale a receipt is given or expected by the body itself.
#[must_use]
pub fn sold_by_receipt(estate: &Estate) -> BTreeSet<SiteId> {
    receipts(estate).into_keys().cloned().collect()
}

impl Decided {
    /// Puts the decision in the place of what the appraisal recommends, which is told beside it.
    ///
    /// The options stay as they are. A site that is sold has nothing more to be advised on.
    pub(super) fn put_in(&self, found: Recommendation) -> Recommendation {
        if found.advice == Advice::None {
            return found;
        }
        let stopped = match found.options.iter().find(|o| o.kind == self.option) {
            None => Some(Stopped::NoOption),
            Some(option) => Stopped::of(&option.bars),
        };
        let why = AdviceReason::Decided {
            option: self.option,
            source: self.source.clone(),
            stopped,
            appraised: found.leads.filter(|_| found.advice == Advice::Recommended),
            why: Box::new(found.why),
        };
        Recommendation {
            options: found.options,
            advice: Advice::Decided,
            leads: Some(self.option),
            settles: Vec::new(),
            why,
            would_change: Vec::new(),
        }
    }
}
