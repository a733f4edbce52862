//! What sales bring to the programme: given or appraised, tied to a scheme or for any, each once.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::{
    BeyondYears, Claimant, ProgrammeGap, ReceiptSource,
    pence::{cell, growth, pence, share_of, share_within},
    schemes::Scheme,
    sites::SiteLine,
    sources::Sources,
    years::{Span, year_due},
};
use crate::{
    appraise::{FlowKind, Missing, OptionKind, SiteOption},
    finance::{net_receipt, sale_price},
    model::{Date, Fact, FinancialYear, Money, OptionFactKind, ProjectId, SiteId},
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
    /// Whether its sale is decided, or recommended only.
    pub taken: Decisions,
    pub source: ReceiptSource,
    pub(super) place: usize,
    /// What all instalments of its sale come to, in pence: by that it is capital or too small.
    pub(super) whole: i64,
    /// The site's line, as a place among them, whose cost of holding a delay adds to.
    pub(super) site: Option<usize>,
}

impl ReceiptDue {
    /// Tells whether the body gives it, so that it is not appraised.
    pub(super) const fn is_given(&self) -> bool {
        !matches!(self.source, ReceiptSource::Appraised(_))
    }
}

/// The receipts, and which sites' are given.
pub(super) struct Due {
    /// In order of year, then site.
    pub receipts: Vec<ReceiptDue>,
    /// Sites whose receipt is given: no appraised one counts, be it that the given one falls in no year followed.
    pub given: BTreeSet<SiteId>,
    /// Sales that are decided and whose receipt is not known: the site's line, as a place, and the day of the sale.
    pub unvalued: Vec<(usize, Date)>,
    /// What sales tied to schemes brought before the first year, less their cost: the scheme, as a place, and pence.
    pub before: Vec<(usize, i64)>,
}

/// Finds the receipts, each site's once: a scheme's given one first, then the treasury's, then the appraised.
///
/// A receipt that the treasury gives of a site whose sale pays for a scheme is tied to the scheme.
pub(super) fn due(
    from: Sources<'_>,
    span: Span,
    schemes: &[Scheme],
    sites: &[SiteLine],
    gaps: &mut Vec<ProgrammeGap>,
) -> Due {
    let mut book = Book {
        from,
        span,
        sites,
        claimed: BTreeMap::new(),
        given: BTreeSet::new(),
        due: Vec::new(),
        unvalued: Vec::new(),
        before: Vec::new(),
        gaps,
    };
    // Both schemes and sites are in order of their ids.
    let number = |id: &ProjectId| schemes.binary_search_by(|s| s.project_id.cmp(id)).ok();
    let rows = from.estate.projects.as_deref().unwrap_or_default();
    let mut tied = Vec::new();
    for row in rows {
        let Some(scheme) = number(&row.project_id) else { continue };
        let who = &row.project_id;
        let claimant = Claimant::Scheme(who.clone());
        let own = (Some(scheme), row.financial_year);
        let readable = |sum| cell(sum).filter(|pence| *pence >= 0);
        match (readable(row.receipt), row.receipt) {
            (None, _) => {
                // Claimed all the same: what is not known is not the appraised sum.
                book.claim(row.receipt_site_id.as_ref(), Some(scheme), claimant);
                book.gaps.push(ProgrammeGap::Cell(who.clone(), row.financial_year, "receipt"));
            }
            (Some(_), Fact::Empty) => {
                if let Some(site) = &row.receipt_site_id {
                    tied.push((scheme, site));
                }
            }
            (Some(gross), _) => {
                if readable(row.sale_cost).is_none() {
                    book.gaps.push(ProgrammeGap::Cell(
                        who.clone(),
                        row.financial_year,
                        "sale_cost",
                    ));
                }
                let cost = readable(row.sale_cost).filter(|_| row.sale_cost != Fact::Empty);
                let site = row.receipt_site_id.as_ref();
                let source = ReceiptSource::Scheme(who.clone());
                book.given(site, own, (gross, cost), (source, claimant));
            }
        }
    }
    for receipt in from.estate.treasury.iter().flat_map(|t| &t.receipts) {
        let site = receipt.site_id.as_ref();
        let scheme = tied.iter().find(|(_, tied)| Some(*tied) == site).map(|(scheme, _)| *scheme);
        let sums = (pence(receipt.amount), receipt.sale_cost.map(pence));
        let source = (ReceiptSource::Treasury(receipt.what.clone()), Claimant::Treasury);
        book.given(site, (scheme, receipt.financial_year), sums, source);
    }
    for (scheme, site) in tied {
        book.appraised(site, Some(scheme));
    }
    for line in sites.iter().filter(|line| line.sells()) {
        book.appraised(&line.site_id, None);
    }
    let Book { mut due, given, unvalued, before, .. } = book;
    let mut sales: BTreeMap<SiteId, i64> = BTreeMap::new();
    for receipt in &due {
        if let Some(site) = &receipt.site_id {
            *sales.entry(site.clone()).or_default() += receipt.gross;
        }
    }
    for receipt in &mut due {
        let sale = receipt.site_id.as_ref().and_then(|site| sales.get(site));
        receipt.whole = sale.copied().unwrap_or(receipt.gross);
    }
    let held = due.iter().filter_map(|r| sites.get(r.site?));
    let not_known = held.filter(|site| !site.holding_is_whole);
    gaps.extend(not_known.map(|site| ProgrammeGap::Holding(site.site_id.clone())));
    due.sort_by(|a, b| (a.place, &a.site_id, &a.source).cmp(&(b.place, &b.site_id, &b.source)));
    Due { receipts: due, given, unvalued, before }
}

struct Book<'a, 'b> {
    from: Sources<'a>,
    span: Span,
    sites: &'a [SiteLine],
    /// By whom a site's receipt is claimed: a scheme, or none for all.
    claimed: BTreeMap<&'a SiteId, Option<usize>>,
    given: BTreeSet<SiteId>,
    due: Vec<ReceiptDue>,
    unvalued: Vec<(usize, Date)>,
    before: Vec<(usize, i64)>,
    gaps: &'b mut Vec<ProgrammeGap>,
}

impl<'a> Book<'a, '_> {
    /// Claims a site's receipt; false, and told, when another has it. Instalments to one scheme are one claim.
    fn claim(&mut self, site: Option<&'a SiteId>, scheme: Option<usize>, who: Claimant) -> bool {
        let Some(site) = site else { return true };
        let is_own = *self.claimed.entry(site).or_insert(scheme) == scheme;
        if is_own {
            self.given.insert(site.clone());
        } else {
            self.gaps.push(ProgrammeGap::ClaimedTwice(site.clone(), who));
        }
        is_own
    }

    /// The place of a year; one after the last is told.
    fn place(&mut self, year: FinancialYear, what: BeyondYears) -> Option<usize> {
        let place = self.span.place(year);
        if place.is_none() && !self.span.is_past(year) {
            self.gaps.push(ProgrammeGap::BeyondYears(what));
        }
        place
    }

    /// What a sale costs by the policy: the agent's share, and the lawyer once a site.
    fn policy_cost(&self, site: Option<&SiteId>, gross: i64) -> i64 {
        let policy = self.from.policy;
        let earlier = site.is_some() && self.due.iter().any(|r| r.site_id.as_ref() == site);
        let legal = if earlier || gross == 0 {
            Money::ZERO
        } else {
            Money::pounds(policy.figure(FigureName::SaleLegal))
        };
        let agent = policy.figure(FigureName::SaleAgent);
        let net = net_receipt(Money::from_pence(gross), Decimal::ZERO, agent, legal);
        net.map_or(0, |net| gross - pence(net))
    }

    fn line_of(&self, site: Option<&SiteId>) -> Option<usize> {
        let site = site?;
        self.sites.binary_search_by(|line| line.site_id.cmp(site)).ok()
    }

    fn given(
        &mut self,
        site: Option<&'a SiteId>,
        (scheme, year): (Option<usize>, FinancialYear),
        (gross, cost): (i64, Option<i64>),
        (source, who): (ReceiptSource, Claimant),
    ) {
        if !self.claim(site, scheme, who) {
            return;
        }
        let cost = cost.unwrap_or_else(|| self.policy_cost(site, gross));
        let Some(place) = self.place(year, BeyondYears::Receipt(source.clone())) else {
            let past = scheme.filter(|_| self.span.is_past(year));
            self.before.extend(past.map(|scheme| (scheme, gross - cost)));
            return;
        };
        let site_line = self.line_of(site);
        self.due.push(ReceiptDue {
            site_id: site.cloned(),
            scheme,
            year,
            gross,
            cost,
            taken: Decisions::Taken,
            source,
            place,
            whole: gross,
            site: site_line,
        });
    }

    fn appraised(&mut self, site: &'a SiteId, scheme: Option<usize>) {
        if let Some(by) = self.claimed.get(site) {
            if scheme.is_some() && *by != scheme {
                self.gaps.push(ProgrammeGap::ClaimedTwice(site.clone(), Claimant::Tied));
            }
            return;
        }
        self.claimed.insert(site, scheme);
        let site_line = self.line_of(Some(site));
        let decided = site_line.map(|at| &self.sites[at]);
        let sold = decided.filter(|line| line.sells()).map(|line| line.option);
        let kind = sold.unwrap_or(OptionKind::Dispose);
        let taken = if scheme.is_some() {
            Decisions::Taken
        } else {
            decided.map_or(Decisions::Taken, |line| line.taken)
        };
        let sale = self.from.estate.site_number(site).and_then(|number| {
            let options = &self.from.appraisal.recommendations.get(number)?.options;
            Some((number, options.iter().find(|o| o.kind == kind)?))
        });
        match sale.and_then(|(number, option)| self.sums(number, option)) {
            Some((year, gross, cost)) => {
                let sale = BeyondYears::Sale(site.clone());
                let Some(place) = self.place(year, sale) else { return };
                self.due.push(ReceiptDue {
                    site_id: Some(site.clone()),
                    scheme,
                    year,
                    gross,
                    cost,
                    taken,
                    source: ReceiptSource::Appraised(kind),
                    place,
                    whole: gross,
                    site: site_line,
                });
            }
            None if taken == Decisions::Taken => {
                let bears = |kind| matches!(kind, FlowKind::Legal | FlowKind::Receipt);
                let sale = sale.filter(|(_, sale)| !sale.flows.iter().any(|f| bears(f.kind)));
                let on = sale.and_then(|(_, sale)| sale.done_on);
                let decided = decided.filter(|line| line.taken == Decisions::Taken);
                self.unvalued.extend(decided.and(site_line).zip(on));
                let number = self.from.estate.site_number(site);
                let found = number.and_then(|n| self.from.appraisal.recommendations.get(n));
                // A site without such an option, since it is sold, lacks nothing.
                let found = found.filter(|found| found.options.iter().any(|o| o.kind == kind));
                let lines = found.map(|f| f.settled_by(site, Missing::MarketValue, &[kind]));
                self.gaps.push(ProgrammeGap::Receipt(site.clone(), lines.unwrap_or_default()));
            }
            None => {}
        }
    }

    /// The year, the price and the cost of an appraised sale; `None` where they are not known.
    fn sums(&self, number: usize, option: &SiteOption) -> Option<(FinancialYear, i64, i64)> {
        let policy = self.from.policy;
        let flow = option.flows.iter().find(|f| f.kind == FlowKind::Receipt)?;
        let site = &self.from.estate.sites[number];
        let year = year_due(flow.on, self.from.estate.snapshot.as_of);
        let fact = |fact| self.from.estate.option_fact(&site.site_id, option.kind, fact)?.amount;
        let agreed = fact(OptionFactKind::AgreedPrice);
        if let Some(price) = agreed.or_else(|| fact(OptionFactKind::Consideration)) {
            // What is agreed is fixed in cash.
            let gross = share_within(pence(price), Decimal::ONE)?;
            return Some((year, gross, gross - pence(flow.amount())));
        }
        let value = match option.kind {
            OptionKind::DisposeWithPlanning => site.alternative_use_value,
            _ => site.market_value,
        }?;
        let place = self.span.place(year).unwrap_or(0);
        let grown = growth(policy.figure(FigureName::ReceiptGrowth), place)?;
        let net = share_within(pence(flow.amount()), grown)?;
        let gross = share_within(pence(sale_price(value, policy)?), grown)?;
        Some((year, gross, gross - net))
    }
}

/// Splits the cost of a sale: what may be met from the receipt, and what falls on revenue.
pub(super) fn split_cost(gross: i64, cost: i64, share: Decimal) -> (i64, i64) {
    let from_receipt = cost.clamp(0, share_of(gross, share).max(0));
    (from_receipt, cost - from_receipt)
}
