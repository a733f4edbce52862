//! What the body has decided of its sites: told as decided everywhere, and not proposed again.
//!
//! A decision stands in `treasury.toml`, or in the status of a site, or behind a receipt that pays for a scheme or
//! is given in `treasury.toml`. The first of these that there is holds.

use std::collections::{BTreeMap, BTreeSet};

use super::options::{Advice, Bar, Recommendation};
use crate::{
    load::Estate,
    model::{Date, OptionKind, RowRef, SiteId, Status, words},
};

words!(
    /// Where a decision is recorded.
    DecidedBy {
        /// Among the decisions of `treasury.toml`.
        Treasury = "treasury",
        /// The site is for sale, or sold.
        Status = "status",
        /// A receipt from its sale pays for a scheme, or stands among the receipts of `treasury.toml`.
        Receipt = "receipt",
    }
);

/// What the body has decided of one site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// What is to be done, or is done.
    pub option: OptionKind,
    /// On what the decision rests, in words.
    pub source: String,
    /// Where it is recorded.
    pub by: DecidedBy,
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
        let for_sale = |source: &str| Decided {
            option: OptionKind::Dispose,
            source: source.to_owned(),
            by: DecidedBy::Status,
            row: Some(site.row.clone()),
        };
        let by_status = match site.status_or_operational() {
            Some(Status::Sold) => Some(for_sale("the site is sold")),
            Some(Status::ForSale) => Some(for_sale("the site is for sale")),
            _ => None,
        };
        let decided = given.get(&site.site_id).cloned().or(by_status);
        decided.or_else(|| receipts.get(&site.site_id).cloned())
    };
    estate.sites.iter().map(of_site).collect()
}

fn of_treasury(decision: &crate::model::Decision) -> Decided {
    Decided {
        option: decision.option,
        source: decision.source.clone(),
        by: DecidedBy::Treasury,
        row: None,
    }
}

/// The sites whose sale pays for a scheme or is given as a receipt, the first that says so.
fn receipts(estate: &Estate) -> BTreeMap<&SiteId, Decided> {
    let mut found: BTreeMap<&SiteId, Decided> = BTreeMap::new();
    let mut add = |site, source: String, row| {
        let (option, by) = (OptionKind::Dispose, DecidedBy::Receipt);
        found.entry(site).or_insert(Decided { option, source, by, row });
    };
    for row in estate.projects.iter().flatten() {
        if let Some(site) = &row.receipt_site_id {
            let scheme = row.name.as_deref().unwrap_or(row.project_id.as_str());
            add(site, format!("its sale pays for {scheme}"), Some(row.row.clone()));
        }
    }
    for receipt in estate.treasury.iter().flat_map(|t| &t.receipts) {
        if let Some(site) = &receipt.site_id {
            add(site, format!("receipt given: {}", receipt.what), None);
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
        let mut why = vec![format!("Decided: {} ({}).", self.option.name(), self.source)];
        match found.options.iter().find(|o| o.kind == self.option) {
            None => why.push("The appraisal has no such option for the site.".to_owned()),
            Some(option) => why.extend(stopped(&option.bars)),
        }
        why.push(match (found.advice, found.leads) {
            (Advice::Recommended, Some(kind)) if kind == self.option => {
                "The appraisal recommends the same option.".to_owned()
            }
            (Advice::Recommended, Some(kind)) => {
                format!("The appraisal would recommend: {}.", kind.name())
            }
            _ => "The appraisal on its own does not settle the choice.".to_owned(),
        });
        why.push(found.why);
        Recommendation {
            options: found.options,
            advice: Advice::Decided,
            leads: Some(self.option),
            settles: Vec::new(),
            why: why.join(" "),
            would_change: String::new(),
        }
    }
}

/// Says what rules a decided option out, or what it has to wait for.
fn stopped(bars: &[Bar]) -> Option<String> {
    let named =
        |bars: Vec<&Bar>| bars.iter().map(|b| b.why.as_str()).collect::<Vec<_>>().join("; ");
    let (waits, endless): (Vec<&Bar>, Vec<&Bar>) = bars.iter().partition(|b| b.until.is_some());
    if !endless.is_empty() {
        return Some(format!("It is ruled out: {}.", named(endless)));
    }
    let until: Date = waits.iter().filter_map(|b| b.until).max()?;
    let until = until.format("%-d %B %Y");
    Some(format!("It must wait until {until}: {}.", named(waits)))
}
