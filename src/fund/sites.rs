//! What decisions about sites do to the budget, and how every figure of it comes from the option's economic cash flow.

use std::borrow::Cow;

use super::{
    ProgrammeGap,
    by_year::{Key, differences},
    pence::{growth, pence, share_within},
    receipts::Due,
    sources::Sources,
    years::{Span, year_due},
};
use crate::{
    appraise::{
        self, Advice, Bar, Decided, DecisionSource, Flow, FlowKind, Held, Letting, OptionKind,
        Recommendation, SiteOption,
    },
    load::Estate,
    model::{Date, FinancialYear, Money, Prices, Site, SiteId, Status, words},
    policy::{Decisions, FigureName, Policy},
};

words!(
    /// Where a sum stands in the budget.
    BudgetLine {
        RunningCost = "running_cost",
        OneOff = "one_off_revenue",
        RentIn = "rent_in",
        Receipt = "capital_receipt",
        /// Backlog: works that no budget holds.
        NotBudgeted = "not_budgeted",
        /// In a year before the first or after the last one followed.
        OtherYears = "other_years",
    }
);

/// One site with a decision, and what it changes against business as usual, in pence by year.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "the rest say themselves")]
pub struct SiteLine {
    pub site_id: SiteId,
    pub name: String,
    pub option: OptionKind,
    /// Whether somebody has decided it, or it is recommended only.
    pub taken: Decisions,
    /// Above zero costs more.
    pub(super) running: Vec<i64>,
    /// Above zero costs more.
    pub(super) one_off: Vec<i64>,
    /// Above zero is received.
    pub(super) rent_in: Vec<i64>,
    /// What another year of waiting for the sale costs, at today's prices, of what is known.
    pub(super) holding_a_year: i64,
    /// Whether all of it is known.
    pub(super) holding_is_whole: bool,
    /// How its figures come from the economic cash flow, in order of day, then kind.
    pub rows: Vec<Reconciled>,
}

/// One sum of an option less business as usual, from the economic ledger to the budget; below zero we pay.
///
/// economic + transfers + discount + inflation + replaced = budget, to the penny.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the rest say themselves")]
pub struct Reconciled {
    /// The day it is due; of a year's sum the last day of the part that falls in the financial year.
    pub on: Date,
    /// The financial year it falls in; a year's sum stands in each by its days.
    pub year: FinancialYear,
    pub what: FlowKind,
    pub line: BudgetLine,
    /// Its present value in the economic ledger.
    pub economic: i64,
    /// Present value of what the economic ledger leaves out.
    pub transfers: i64,
    /// What discounting took off.
    pub discount: i64,
    /// From today's prices to those of its year.
    pub inflation: i64,
    /// What a given receipt adds to the appraised one, and the legal cost of a sale whose receipt is not known; takes
    /// out what no budget, or no year of it, holds.
    pub replaced: i64,
    /// As it stands in the budget.
    pub budget: i64,
}

/// Returns the line of the budget that a sum stands in.
#[must_use]
pub const fn budget_line(what: FlowKind) -> BudgetLine {
    match what {
        FlowKind::Rates
        | FlowKind::RunningCost
        | FlowKind::RentPaid
        | FlowKind::ServiceCharge
        | FlowKind::FunctionElsewhere
        | FlowKind::DesksElsewhere
        | FlowKind::PartnerCharge
        | FlowKind::Holding
        | FlowKind::EmptyRates => BudgetLine::RunningCost,
        FlowKind::Permission
        | FlowKind::FitOut
        | FlowKind::Separation
        | FlowKind::Agent
        | FlowKind::Legal
        | FlowKind::Relocation
        | FlowKind::RoomWorks
        | FlowKind::Planning
        | FlowKind::ExitCost
        | FlowKind::Possession
        | FlowKind::Consideration
        | FlowKind::Works
        | FlowKind::Clawback => BudgetLine::OneOff,
        FlowKind::Rent | FlowKind::Recovered | FlowKind::Voids | FlowKind::Management => {
            BudgetLine::RentIn
        }
        FlowKind::Receipt => BudgetLine::Receipt,
        FlowKind::Backlog | FlowKind::PartnerSaves => BudgetLine::NotBudgeted,
    }
}

/// Returns the sites with a decision: taken, or, marked as such, recommended.
pub(super) fn decided(
    from: Sources<'_>,
    span: Span,
    gaps: &mut Vec<ProgrammeGap>,
) -> Vec<SiteLine> {
    let Sources { estate, appraisal, .. } = from;
    let mut lines = Vec::new();
    let found = appraisal.recommendations.iter().zip(&appraisal.decided);
    for (site, (found, decided)) in estate.sites.iter().zip(found) {
        let decision = match decided {
            // What was decided of it is done.
            Some(decided) if is_done(site, decided) => None,
            Some(decided) => Some((decided.option, Decisions::Taken)),
            None => recommended(found).map(|option| (option, Decisions::Recommended)),
        };
        let Some((option, taken)) = decision else { continue };
        if option == OptionKind::BusinessAsUsual {
            continue;
        }
        match found.options.iter().find(|o| o.kind == option) {
            Some(chosen) => {
                lines.push(line(from, span, site, (chosen, found), taken, gaps));
            }
            None => gaps.push(ProgrammeGap::NoOption(site.site_id.clone(), option)),
        }
    }
    lines
}

fn is_done(site: &Site, decided: &Decided) -> bool {
    site.status_or_operational() == Some(Status::Sold) && decided.option.is_sale()
}

/// A decision that cannot stand as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the rest say themselves")]
pub struct Barred {
    pub site_id: SiteId,
    pub name: String,
    pub option: OptionKind,
    pub source: DecisionSource,
    /// What is against it.
    pub against: DecisionBar,
}

/// What is against a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DecisionBar {
    /// The site has no such option.
    NoOption,
    /// These rule it out.
    RuledOut(Vec<Bar>),
    /// A receipt from its sale is still given.
    ReceiptGiven,
}

/// Returns the decisions that are ruled out, that the site has no such option for, or that a receipt belies.
pub(super) fn barred(from: Sources<'_>) -> Vec<Barred> {
    let Sources { estate, appraisal, .. } = from;
    let sold = appraise::sold_by_receipt(estate);
    let mut barred = Vec::new();
    let found = appraisal.recommendations.iter().zip(&appraisal.decided);
    for (site, (found, decided)) in estate.sites.iter().zip(found) {
        let Some(decided) = decided else { continue };
        if found.options.is_empty() && is_done(site, decided) {
            continue;
        }
        let Some(against) = against(found, decided, sold.contains(&site.site_id)) else { continue };
        barred.push(Barred {
            site_id: site.site_id.clone(),
            name: site.name.clone(),
            option: decided.option,
            source: decided.source.clone(),
            against,
        });
    }
    barred
}

/// Finds what is against a decision; `None` where nothing is for good.
fn against(found: &Recommendation, decided: &Decided, has_receipt: bool) -> Option<DecisionBar> {
    let Some(option) = found.options.iter().find(|o| o.kind == decided.option) else {
        return Some(DecisionBar::NoOption);
    };
    if !option.is_open() {
        let endless = option.bars.iter().filter(|bar| bar.until.is_none());
        return Some(DecisionBar::RuledOut(endless.cloned().collect()));
    }
    (has_receipt && !decided.option.gives_up()).then_some(DecisionBar::ReceiptGiven)
}

fn recommended(found: &Recommendation) -> Option<OptionKind> {
    found.leads.filter(|_| found.advice == Advice::Recommended)
}

fn line(
    from: Sources<'_>,
    span: Span,
    site: &Site,
    (chosen, found): (&SiteOption, &Recommendation),
    taken: Decisions,
    gaps: &mut Vec<ProgrammeGap>,
) -> SiteLine {
    let usual = found.options.iter().find(|o| o.kind == OptionKind::BusinessAsUsual);
    if taken == Decisions::Taken {
        let of_usual = usual.map_or(&[][..], |o| o.missing.as_slice());
        let mut facts: Vec<_> = chosen.missing.iter().chain(of_usual).copied().collect();
        facts.sort_unstable();
        facts.dedup();
        let id = &site.site_id;
        let both = [chosen.kind, OptionKind::BusinessAsUsual];
        let fact = |fact| ProgrammeGap::Site(id.clone(), fact, found.settled_by(id, fact, &both));
        gaps.extend(facts.into_iter().map(fact));
    }
    let as_of = from.estate.snapshot.as_of;
    let usual = usual.map_or(&[][..], |o| o.flows.as_slice());
    let letting = from.estate.site_number(&site.site_id);
    let letting = letting.and_then(|number| from.appraisal.lettings.get(number)?.as_ref().ok());
    let rows = differences(&budgeted(chosen, usual, taken, letting), usual, as_of)
        .into_iter()
        .map(|(key, sums)| {
            reconciled(key, sums, from.policy, span).unwrap_or_else(|| {
                gaps.push(ProgrammeGap::RangeOfSite(site.site_id.clone()));
                not_budgeted(key, sums, BudgetLine::NotBudgeted)
            })
        })
        .collect::<Vec<_>>();
    // What falls on the day of the snapshot itself is no part of a year.
    let before = |row: &Reconciled| span.is_past(row.year) && row.on > as_of;
    if taken == Decisions::Taken && rows.iter().any(before) {
        gaps.push(ProgrammeGap::BeforeFirst(site.site_id.clone(), span.first));
    }
    let held = held(chosen, found);
    let mut own = SiteLine {
        site_id: site.site_id.clone(),
        name: site.name.clone(),
        option: chosen.kind,
        taken,
        running: vec![0; span.years],
        one_off: vec![0; span.years],
        rent_in: vec![0; span.years],
        holding_a_year: held.map_or(0, |held| pence(held.cost)),
        holding_is_whole: held.is_some_and(|held| held.is_whole),
        rows,
    };
    for row in &own.rows {
        let Some(place) = span.place(row.year) else { continue };
        match row.line {
            BudgetLine::RunningCost => own.running[place] -= row.budget,
            BudgetLine::OneOff => own.one_off[place] -= row.budget,
            BudgetLine::RentIn => own.rent_in[place] += row.budget,
            BudgetLine::Receipt | BudgetLine::NotBudgeted | BudgetLine::OtherYears => {}
        }
    }
    own
}

/// Returns what cash flows change in the budget against others, by year and line; `None` where a sum grows beyond what can
/// be counted, or no year can be followed.
#[must_use]
pub fn budget_of(
    estate: &Estate,
    policy: &Policy,
    flows: &[Flow],
    usual: &[Flow],
) -> Option<Vec<Reconciled>> {
    let span = Span::of(estate, policy)?;
    let all = differences(flows, usual, estate.snapshot.as_of).into_iter();
    all.map(|(key, sums)| reconciled(key, sums, policy, span)).collect()
}

fn reconciled(
    (on, what, prices, year): Key,
    [amount, budget_value, economic]: [i64; 3],
    policy: &Policy,
    span: Span,
) -> Option<Reconciled> {
    let Some(place) = span.place(year) else {
        let (key, sums) = ((on, what, prices, year), [amount, budget_value, economic]);
        return Some(not_budgeted(key, sums, BudgetLine::OtherYears));
    };
    let line = budget_line(what);
    let rise = match (prices, line) {
        (Prices::Cash, _) => None,
        (Prices::Today, BudgetLine::Receipt) => Some(FigureName::ReceiptGrowth),
        (Prices::Today, _) => Some(FigureName::Inflation),
    };
    let nominal = match rise {
        Some(name) => share_within(amount, growth(policy.figure(name), place)?)?,
        None => amount,
    };
    let budgeted = line != BudgetLine::NotBudgeted;
    Some(Reconciled {
        on,
        year,
        what,
        line,
        economic,
        transfers: budget_value - economic,
        discount: amount - budget_value,
        inflation: nominal - amount,
        replaced: if budgeted { 0 } else { -nominal },
        budget: if budgeted { nominal } else { 0 },
    })
}

/// A sum that stands in no year of the budget.
fn not_budgeted(
    (on, what, _, year): Key,
    [amount, budget_value, economic]: [i64; 3],
    line: BudgetLine,
) -> Reconciled {
    Reconciled {
        on,
        year,
        what,
        line,
        economic,
        transfers: budget_value - economic,
        discount: amount - budget_value,
        inflation: 0,
        replaced: -amount,
        budget: 0,
    }
}

/// What another year of waiting for the sale of a site costs, by its own option or, of no sale, by selling it as it is.
fn held(chosen: &SiteOption, found: &Recommendation) -> Option<Held> {
    let sale = || found.options.iter().find(|o| o.kind == OptionKind::Dispose)?.another_year;
    chosen.another_year.or_else(sale)
}

/// The flows of an option as they are budgeted: a letting that is decided is not weighed by the chance of consent.
fn budgeted<'a>(
    chosen: &'a SiteOption,
    usual: &[Flow],
    taken: Decisions,
    letting: Option<&Letting>,
) -> Cow<'a, [Flow]> {
    match letting {
        Some(letting) if (chosen.kind, taken) == (OptionKind::Sublet, Decisions::Taken) => {
            Cow::Owned(usual.iter().chain(&letting.flows).copied().collect())
        }
        _ => Cow::Borrowed(&chosen.flows),
    }
}

/// Puts the receipts that stand in the budget beside the appraised ones.
///
/// Where a receipt is given, the appraised one is taken out of its year and the given one put in its own, if that is
/// followed. A sale whose receipt is not known costs its lawyer all the same.
pub(super) fn with_receipts(
    mut sites: Vec<SiteLine>,
    due: &Due,
    from: Sources<'_>,
    span: Span,
) -> Vec<SiteLine> {
    for (at, on) in &due.unvalued {
        sites[*at].bear_legal_cost(*on, from, span);
    }
    for site in sites.iter_mut().filter(|site| due.given.contains(&site.site_id)) {
        let given = due
            .receipts
            .iter()
            .filter(|r| r.is_given() && r.site_id.as_ref() == Some(&site.site_id));
        for row in site.rows.iter_mut().filter(|row| row.line == BudgetLine::Receipt) {
            row.replaced = -row.budget;
            row.budget = 0;
        }
        for receipt in given {
            let net = receipt.gross - receipt.cost;
            let Some(on) = receipt.year.period().and_then(|p| p.until().pred_opt()) else {
                continue;
            };
            let line = BudgetLine::Receipt;
            site.rows.push(Reconciled::put_in((on, receipt.year), FlowKind::Receipt, line, net));
        }
        site.rows.sort_by_key(|row| (row.on, row.what));
    }
    sites
}

impl SiteLine {
    /// Tells whether the site is sold: by a sale, or once its teams have moved.
    pub(super) fn sells(&self) -> bool {
        let has_receipt = |row: &Reconciled| row.what == FlowKind::Receipt;
        self.option.is_sale() || self.rows.iter().any(has_receipt)
    }

    fn bear_legal_cost(&mut self, on: Date, from: Sources<'_>, span: Span) {
        let year = year_due(on, from.estate.snapshot.as_of);
        let Some(place) = span.place(year) else { return };
        let today = pence(Money::pounds(from.policy.figure(FigureName::SaleLegal)));
        let grown = growth(from.policy.figure(FigureName::Inflation), place);
        let cost = grown.and_then(|grown| share_within(today, grown)).unwrap_or(today);
        let line = BudgetLine::OneOff;
        self.rows.push(Reconciled::put_in((on, year), FlowKind::Legal, line, -cost));
        self.rows.sort_by_key(|row| (row.on, row.what));
        self.one_off[place] += cost;
    }
}

impl Reconciled {
    /// A sum of the budget that no flow of the option has.
    const fn put_in(
        (on, year): (Date, FinancialYear),
        what: FlowKind,
        line: BudgetLine,
        pence: i64,
    ) -> Self {
        let (economic, transfers, discount, inflation) = (0, 0, 0, 0);
        Self {
            on,
            year,
            what,
            line,
            economic,
            transfers,
            discount,
            inflation,
            replaced: pence,
            budget: pence,
        }
    }
}
