//! What sales bring to the programme: given or appraised, tied to a scheme or for any, each once.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::{
    Unknown,
    ground::{Sources, Span, cell, growth, pence, share_of},
    schemes::Scheme,
    sites::SiteLine,
};
use crate::{
    appraise::{FlowKind, OptionKind, SiteOption},
    finance::sale_price,
    model::{Fact, FinancialYear, ProjectId, SiteId},
    policy::{Decisions, FigureName},
};

/// One receipt still to come, as planned.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "the rest say themselves")]
pub struct ReceiptDue {
    /// `None` is of no site of the register.
    pub site_id: Option<SiteId>,
    /// The scheme it is tied to, as a place among them; `None` is for any.
    pub scheme: Option<usize>,
    pub year: FinancialYear,
    /// In pence, before the cost of sale.
    pub gross: i64,
    /// In pence.
    pub cost: i64,
    /// Given by the body, not appraised.
    pub given: bool,
    /// Whether its sale is decided, or recommended only.
    pub taken: Decisions,
    pub what: String,
    pub(super) place: usize,
    /// The site's line, as a place among them, whose cost of holding a delay adds to.
    pub(super) site: Option<usize>,
}

/// Finds the receipts, each site's once: a scheme's given one first, then the treasury's, then the appraised.
pub(super) fn due(
    from: Sources<'_>,
    span: Span,
    schemes: &[Scheme],
    sites: &[SiteLine],
    unknown: &mut Vec<Unknown>,
) -> Vec<ReceiptDue> {
    let mut book = Book { from, span, sites, claimed: BTreeMap::new(), due: Vec::new() };
    let number = |id: &ProjectId| schemes.iter().position(|s| s.project_id == *id);
    let rows = from.estate.projects.as_deref().unwrap_or_default();
    let mut tied = Vec::new();
    for row in rows {
        let Some(scheme) = number(&row.project_id) else { continue };
        match (cell(row.receipt), row.receipt) {
            (None, _) => {
                let id = row.project_id.to_string();
                unknown.push(Unknown::Cell(id, row.financial_year, "receipt"));
            }
            (Some(_), Fact::Empty) => {
                if let Some(site) = &row.receipt_site_id {
                    tied.push((scheme, site));
                }
            }
            (Some(gross), _) => {
                let cost = cell(row.sale_cost).unwrap_or_else(|| {
                    let id = row.project_id.to_string();
                    unknown.push(Unknown::Cell(id, row.financial_year, "sale_cost"));
                    0
                });
                let what = format!("given by {}", row.project_id);
                let site = row.receipt_site_id.as_ref();
                book.given(site, Some(scheme), row.financial_year, (gross, cost), what);
            }
        }
    }
    for receipt in from.estate.treasury.iter().flat_map(|t| &t.receipts) {
        let sums = (pence(receipt.amount), receipt.sale_cost.map_or(0, pence));
        book.given(
            receipt.site_id.as_ref(),
            None,
            receipt.financial_year,
            sums,
            receipt.what.clone(),
        );
    }
    for (scheme, site) in tied {
        book.appraised(site, Some(scheme), unknown);
    }
    for line in sites.iter().filter(|line| line.option.is_sale()) {
        book.appraised(&line.site_id, None, unknown);
    }
    let mut due = book.due;
    due.sort_by(|a, b| (a.place, &a.site_id, &a.what).cmp(&(b.place, &b.site_id, &b.what)));
    due
}

struct Book<'a> {
    from: Sources<'a>,
    span: Span,
    sites: &'a [SiteLine],
    /// By whom a site's receipt is claimed: a scheme, or none for all.
    claimed: BTreeMap<&'a SiteId, Option<usize>>,
    due: Vec<ReceiptDue>,
}

impl<'a> Book<'a> {
    fn line_of(&self, site: Option<&SiteId>) -> Option<usize> {
        self.sites.iter().position(|line| Some(&line.site_id) == site)
    }

    fn given(
        &mut self,
        site: Option<&'a SiteId>,
        scheme: Option<usize>,
        year: FinancialYear,
        (gross, cost): (i64, i64),
        what: String,
    ) {
        if let Some(site) = site {
            // Instalments of one sale to one scheme are one claim.
            if *self.claimed.entry(site).or_insert(scheme) != scheme {
                return;
            }
        }
        let Some(place) = self.span.place(year) else { return };
        let site_line = self.line_of(site);
        self.due.push(ReceiptDue {
            site_id: site.cloned(),
            scheme,
            year,
            gross,
            cost,
            given: true,
            taken: Decisions::Taken,
            what,
            place,
            site: site_line,
        });
    }

    fn appraised(&mut self, site: &'a SiteId, scheme: Option<usize>, unknown: &mut Vec<Unknown>) {
        if self.claimed.contains_key(site) {
            return;
        }
        self.claimed.insert(site, scheme);
        let site_line = self.line_of(Some(site));
        let decided = site_line.map(|at| &self.sites[at]);
        let kind = decided.map(|l| l.option).filter(|o| o.is_sale()).unwrap_or(OptionKind::Dispose);
        let taken = if scheme.is_some() {
            Decisions::Taken
        } else {
            decided.map_or(Decisions::Taken, |line| line.taken)
        };
        if scheme.is_some() && decided.is_none_or(|line| line.taken != Decisions::Taken) {
            unknown.push(Unknown::NotDecided(site.to_string()));
        }
        let found = self.from.estate.site_number(site).and_then(|number| {
            let options = &self.from.appraisal.recommendations.get(number)?.options;
            let option = options.iter().find(|o| o.kind == kind)?;
            self.sums(number, option)
        });
        match found {
            Some((year, gross, cost)) => {
                let Some(place) = self.span.place(year) else { return };
                self.due.push(ReceiptDue {
                    site_id: Some(site.clone()),
                    scheme,
                    year,
                    gross,
                    cost,
                    given: false,
                    taken,
                    what: format!("appraised: {}", kind.word()),
                    place,
                    site: site_line,
                });
            }
            None if taken == Decisions::Taken => unknown.push(Unknown::Receipt(site.to_string())),
            None => {}
        }
    }

    /// The year, the price and the cost of an appraised sale; `None` where they are not known.
    fn sums(&self, number: usize, option: &SiteOption) -> Option<(FinancialYear, i64, i64)> {
        let policy = self.from.policy;
        let flow = option.flows.iter().find(|f| f.kind == FlowKind::Receipt)?;
        let site = &self.from.estate.sites[number];
        let value = match option.kind {
            OptionKind::DisposeWithPlanning => site.alternative_use_value,
            _ => site.market_value,
        }?;
        let year = FinancialYear::containing(flow.on);
        let place = self.span.place(year).unwrap_or(0);
        let grown = growth(policy.figure(FigureName::ReceiptGrowth), place).unwrap_or(Decimal::ONE);
        let net = share_of(pence(flow.amount), grown);
        let gross = share_of(pence(sale_price(value, policy)?), grown);
        Some((year, gross, gross - net))
    }
}

/// Splits the cost of a sale: what may be met from the receipt, and what falls on revenue.
pub(super) fn split_cost(gross: i64, cost: i64, share: Decimal) -> (i64, i64) {
    let from_receipt = cost.clamp(0, share_of(gross, share).max(0));
    (from_receipt, cost - from_receipt)
}
