//! What the sale of each site brings: appraised, planned, in the programme and achieved, and why these differ.

use std::collections::BTreeMap;

use super::Results;
use crate::{
    appraise::{Advice, Decided, DecisionSource, OptionKind, Recommendation},
    fund::{Barred, ReceiptDue},
    model::{BenefitKind, BenefitStatus, Date, FinancialYear, Money, Site, SiteId, Status, words},
    policy::Decisions,
};

words! {
    /// How far the sale of a site is settled.
    SaleStanding {
        Decided = "decided",
        Recommended = "recommended",
        Open = "open",
        Sold = "sold",
    }
}

/// One site from whose sale a receipt is appraised, planned, in the programme or achieved; sums in pence.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "the rest are named as the columns they are shown under")]
pub struct SiteReceipt {
    pub site_id: String,
    pub name: String,
    pub standing: SaleStanding,
    /// What is decided, recommended or leads.
    pub option: Option<OptionKind>,
    /// On what a decision rests; `None` without one.
    pub source: Option<DecisionSource>,
    /// Net, at today's prices, by the option; `None` is not known, or no sale.
    pub appraised: Option<i64>,
    /// The day of the appraised sale.
    pub appraised_on: Option<Date>,
    /// Given by the body, before the cost of sale.
    pub planned: Option<i64>,
    pub planned_in: Vec<FinancialYear>,
    /// Schemes and files that give it.
    pub planned_by: Vec<String>,
    /// Net of the cost of sale, at the prices of its year; what is recommended only is in no programme.
    pub programme: Option<i64>,
    pub programme_in: Vec<FinancialYear>,
    /// As the register of benefits has it.
    pub achieved: Option<i64>,
    pub achieved_in: Vec<FinancialYear>,
    /// Whether a sale is decided that is ruled out or cannot be done, so that nobody can count on its receipt.
    pub is_barred: bool,
    /// Why these sums differ, and what stands against the sale.
    pub notes: Vec<ReceiptNote>,
}

/// Why the sums of a sale differ, or what stands against it; sums in pence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReceiptNote {
    /// What is decided cannot be done.
    Barred(Barred),
    /// What the body plans, and how far it is over the appraised receipt.
    PlannedAndAppraised {
        /// Before the cost of sale.
        planned: i64,
        /// Below zero it is under it.
        over: i64,
    },
    /// The programme deducts this cost of sale.
    CostDeducted(i64),
    /// The programme takes the appraised receipt at the prices of its year.
    AppraisedAtPricesOfItsYear,
    /// The programme takes the appraised receipt as it is.
    AppraisedInProgramme,
    /// The planned receipt is outside the years of the programme, or claimed elsewhere.
    PlannedLeftOut,
    /// There is no capital programme.
    NoProgramme,
    /// Decided, but not in the programme.
    DecidedLeftOut,
    /// Open, so not in the programme.
    OpenLeftOut,
    /// Recommended only, so not in the programme.
    RecommendedLeftOut,
    /// How far what the sale raised is over what was planned.
    RaisedOverPlan(i64),
    /// The site is sold, and nothing was planned.
    SoldAlready,
    /// The sale has no appraised value.
    NotAppraised,
}

/// Sums of several years of one site.
#[derive(Default)]
struct Dated {
    sum: Option<i64>,
    years: Vec<FinancialYear>,
    by: Vec<String>,
}

impl Dated {
    fn add(&mut self, sum: i64, year: FinancialYear, by: &str) {
        self.sum = Some(self.sum.unwrap_or(0).saturating_add(sum));
        if !self.years.contains(&year) {
            self.years.push(year);
        }
        if !by.is_empty() && !self.by.iter().any(|own| own == by) {
            self.by.push(by.to_owned());
        }
    }

    fn in_years(&self) -> Vec<FinancialYear> {
        let mut years = self.years.clone();
        years.sort();
        years
    }
}

/// Returns what each sale brings, in `site_id` order; sites without a receipt and a decided sale are left out.
#[must_use]
pub fn receipts(results: Results<'_>) -> Vec<SiteReceipt> {
    let Results { estate, appraisal, .. } = results;
    let planned = planned(results);
    let programme = in_programme(results);
    let achieved = achieved(results);
    let none = Dated::default();
    let of_site = |(number, site): (usize, &Site)| {
        let found = appraisal.recommendations.get(number)?;
        let decided = appraisal.decided.get(number).and_then(Option::as_ref);
        let id = &site.site_id;
        let [planned, programme, achieved] =
            [&planned, &programme, &achieved].map(|sums| sums.get(id).unwrap_or(&none));
        let appraised = found.receipt();
        let sums = [appraised, planned.sum, programme.sum, achieved.sum];
        let is_decided_sale = found.is_sold() && decided.is_some();
        if sums.iter().all(Option::is_none) && !is_decided_sale {
            return None;
        }
        let leading = found.options.iter().find(|o| Some(o.kind) == found.leads);
        Some(SiteReceipt {
            site_id: id.to_string(),
            name: site.name.clone(),
            standing: standing(site, found),
            option: decided.map(|d| d.option).or(found.leads),
            source: decided.map(|d| d.source.clone()),
            appraised,
            appraised_on: leading.filter(|o| o.kind.is_sale()).and_then(|o| o.done_on),
            planned: planned.sum,
            planned_in: planned.in_years(),
            planned_by: planned.by.clone(),
            programme: programme.sum,
            programme_in: programme.in_years(),
            achieved: achieved.sum,
            achieved_in: achieved.in_years(),
            is_barred: is_decided_sale && barred(results, site).next().is_some(),
            notes: notes(results, (site, found, decided), planned.sum, programme.sum, achieved.sum),
        })
    };
    estate.sites.iter().enumerate().filter_map(of_site).collect()
}

/// Returns what decided sales bring to the programme net, or are appraised at where no programme has them, by site;
/// `None` is not known.
pub(super) fn of_decided(results: Results<'_>) -> BTreeMap<&SiteId, Option<i64>> {
    let Results { estate, appraisal, .. } = results;
    let programme = in_programme(results);
    let pairs = estate.sites.iter().zip(&appraisal.recommendations);
    let decided = pairs.filter(|(_, found)| found.advice == Advice::Decided);
    let sold = decided.filter(|(_, found)| found.is_sold());
    let sum = |(site, found): (&'_ Site, &Recommendation)| {
        programme.get(&site.site_id).and_then(|own| own.sum).or_else(|| found.receipt())
    };
    sold.map(|(site, found)| (&site.site_id, sum((site, found)))).collect()
}

fn standing(site: &Site, found: &Recommendation) -> SaleStanding {
    match (site.status_or_operational(), found.advice) {
        (Some(Status::Sold), _) | (_, Advice::None) => SaleStanding::Sold,
        (_, Advice::Decided) => SaleStanding::Decided,
        (_, Advice::Recommended) => SaleStanding::Recommended,
        (_, Advice::Open) => SaleStanding::Open,
    }
}

/// Receipts that the body gives, before the cost of sale.
fn planned<'a>(results: Results<'a>) -> BTreeMap<&'a SiteId, Dated> {
    let mut sums: BTreeMap<&SiteId, Dated> = BTreeMap::new();
    for row in results.estate.projects.iter().flatten() {
        let given = row.receipt.known().and_then(Money::pence);
        if let (Some(site), Some(given)) = (&row.receipt_site_id, given) {
            sums.entry(site).or_default().add(given, row.financial_year, row.project_id.as_str());
        }
    }
    for given in results.estate.treasury.iter().flat_map(|t| &t.receipts) {
        if let (Some(site), Some(sum)) = (&given.site_id, given.amount.pence()) {
            sums.entry(site).or_default().add(sum, given.financial_year, "treasury.toml");
        }
    }
    sums
}

/// Receipts that count in the programme as planned, net of the cost of sale.
fn in_programme<'a>(results: Results<'a>) -> BTreeMap<&'a SiteId, Dated> {
    let mut sums: BTreeMap<&SiteId, Dated> = BTreeMap::new();
    for receipt in due(results).filter(|r| r.taken == Decisions::Taken) {
        if let Some(site) = &receipt.site_id {
            sums.entry(site).or_default().add(receipt.gross - receipt.cost, receipt.year, "");
        }
    }
    sums
}

/// Returns what is decided of a site and cannot be done, with what is against it.
fn barred<'a>(results: Results<'a>, site: &'a Site) -> impl Iterator<Item = &'a Barred> {
    let all = results.fund.programme.iter().flat_map(|p| &p.inputs.barred);
    all.filter(|barred| barred.site_id == site.site_id)
}

fn due<'a>(results: Results<'a>) -> impl Iterator<Item = &'a ReceiptDue> {
    results.fund.programme.iter().flat_map(|programme| &programme.inputs.receipts)
}

/// Receipts realised, as the register of benefits has them.
fn achieved<'a>(results: Results<'a>) -> BTreeMap<&'a SiteId, Dated> {
    let mut sums: BTreeMap<&SiteId, Dated> = BTreeMap::new();
    for line in &results.fund.benefits.lines {
        let counts =
            line.kind == BenefitKind::Receipt && line.row.status != Some(BenefitStatus::Withdrawn);
        if let (Some(site), Some(sum), true) = (&line.row.site_id, line.realised, counts) {
            sums.entry(site).or_default().add(sum, line.row.financial_year, "");
        }
    }
    sums
}

/// Returns why the sums of a site differ, and what stands against its sale.
fn notes(
    results: Results<'_>,
    (site, found, decided): (&Site, &Recommendation, Option<&Decided>),
    planned: Option<i64>,
    programme: Option<i64>,
    achieved: Option<i64>,
) -> Vec<ReceiptNote> {
    let own = || due(results).filter(|r| r.site_id.as_ref() == Some(&site.site_id));
    let appraised = found.receipt();
    let mut notes: Vec<ReceiptNote> = Vec::new();
    notes.extend(barred(results, site).map(|b| ReceiptNote::Barred(b.clone())));
    if let (Some(planned), Some(appraised)) = (planned, appraised) {
        notes.push(ReceiptNote::PlannedAndAppraised { planned, over: planned - appraised });
    }
    match (programme, planned) {
        (Some(_), Some(_)) => {
            let cost: i64 = own().map(|r| r.cost).sum();
            notes.extend((cost != 0).then_some(ReceiptNote::CostDeducted(cost)));
        }
        (Some(programme), None) if Some(programme) != appraised => {
            notes.push(ReceiptNote::AppraisedAtPricesOfItsYear);
        }
        (Some(_), None) => notes.push(ReceiptNote::AppraisedInProgramme),
        (None, Some(_)) if results.fund.programme.is_some() => {
            notes.push(ReceiptNote::PlannedLeftOut);
        }
        (None, _) if achieved.is_none() => {
            notes.push(not_in_programme(results, found, decided));
        }
        _ => {}
    }
    match (achieved, planned) {
        (Some(achieved), Some(planned)) if achieved != planned => {
            notes.push(ReceiptNote::RaisedOverPlan(achieved - planned));
        }
        (Some(_), None) => notes.push(ReceiptNote::SoldAlready),
        _ => {}
    }
    if appraised.is_none() && found.is_sold() {
        notes.push(ReceiptNote::NotAppraised);
    }
    notes
}

fn not_in_programme(
    results: Results<'_>,
    found: &Recommendation,
    decided: Option<&Decided>,
) -> ReceiptNote {
    match (results.fund.programme.is_some(), decided, found.advice) {
        (false, ..) => ReceiptNote::NoProgramme,
        (true, Some(_), _) => ReceiptNote::DecidedLeftOut,
        (true, None, Advice::Open) => ReceiptNote::OpenLeftOut,
        (true, None, _) => ReceiptNote::RecommendedLeftOut,
    }
}
