//! The capital programme as rows; the restricted edition alone has any.

use rust_decimal::Decimal;

use super::Results;
pub use crate::fund::{
    DebtYear, FundFlag, FundingYear, InitiativeSum, ProgrammeSums, RevenueYear, ScenarioResult,
    SchemeYear, SwingResult,
};
use crate::{
    appraise::FlowKind,
    fund::{self, BudgetLine, Programme, ProgrammeGap, Proof, ReceiptSource, RevenueOf},
    model::{BenefitKind, BenefitStatus, Date, FinancialYear, OptionKind, RowRef, words},
    policy::Decisions,
};

/// Programme, borrowing, revenue and benefits; sums in pence.
#[derive(Debug, Clone, Default)]
#[allow(missing_docs, reason = "the rest say themselves")]
pub struct FundView {
    /// Every year followed; empty without a programme.
    pub years: Vec<FinancialYear>,
    /// How many of them are years of the budget.
    pub budget_years: usize,
    /// One line a scheme, in order of its id.
    pub schemes: Vec<SchemeRow>,
    /// One line a year, in the order of `years`.
    pub financing: Vec<FinancingRow>,
    /// One line a receipt, in order of year.
    pub receipts: Vec<ReceiptRow>,
    /// One line a new loan, in order of year.
    pub loans: Vec<LoanRow>,
    /// One line a part; its years are those of `years`.
    pub revenue: Vec<RevenueRow>,
    /// One line a sum of each decision about a site.
    pub reconciliation: Vec<ReconciledRow>,
    /// As planned first.
    pub scenarios: Vec<ScenarioResult>,
    /// The lever that moves revenue most first.
    pub swings: Vec<SwingResult>,
    pub break_even: Vec<BreakEvenRow>,
    /// Of every scheme, then of every decision taken.
    pub effects: Vec<EffectRow>,
    pub flags: Vec<FundFlag>,
    /// What is not known; sums are of what is known.
    pub gaps: Vec<ProgrammeGap>,
    /// One line a benefit and year.
    pub benefits: Vec<BenefitRow>,
    pub initiatives: Vec<InitiativeSum>,
    /// Whether the balance sheet side is given: without it nothing is said of debt and revenue.
    pub has_treasury: bool,
}

/// One scheme.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "named as the columns they are shown under")]
pub struct SchemeRow {
    pub project_id: String,
    pub name: String,
    pub site_id: String,
    pub years: Vec<SchemeYear>,
    /// The rows behind it.
    pub rows: Vec<RowRef>,
}

/// One year of programme, debt and revenue.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "the rest say themselves")]
pub struct FinancingRow {
    pub year: FinancialYear,
    pub funding: FundingYear,
    /// `None` without a treasury.
    pub debt: Option<DebtYear>,
    pub revenue: RevenueYear,
    pub authorised_limit: Option<i64>,
    pub operational_boundary: Option<i64>,
    pub net_revenue_stream: Option<i64>,
    /// MRP, voluntary provision and interest less investment income.
    pub financing_cost: Option<i64>,
    /// As a fraction of the net revenue stream of the year.
    pub financing_share: Option<Decimal>,
    pub force_target: Option<i64>,
    pub estate_target: Option<i64>,
}

/// One receipt.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "named as the columns they are shown under")]
pub struct ReceiptRow {
    pub year: FinancialYear,
    pub site_id: String,
    /// The scheme it is tied to; empty is for any.
    pub project_id: String,
    pub gross: i64,
    pub sale_cost: i64,
    /// What is recommended only counts in no sum as planned.
    pub decision: Decisions,
    pub source: ReceiptSource,
}

/// One new loan.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "named as the columns they are shown under")]
pub struct LoanRow {
    pub year: FinancialYear,
    pub principal: i64,
    /// A fraction a year.
    pub rate: Decimal,
    /// For a year at most.
    pub is_short: bool,
}

words!(
    /// What a revenue cost is of.
    RevenuePartKind {
        Total = "total",
        /// What was borrowed before the first year.
        Before = "before",
        Project = "project",
        /// A decision about a site.
        Site = "site",
        Sales = "sales",
        /// Cashable benefits of no site and no scheme.
        Benefits = "benefits",
    }
);

/// What a revenue cost is of, with its id and its name.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the same as their kinds")]
pub enum RevenuePart {
    Total,
    Before,
    Project { id: String, name: String },
    Site { id: String, name: String, option: OptionKind },
    Sales,
    Benefits,
}

impl RevenuePart {
    /// Returns its kind.
    #[must_use]
    pub const fn kind(&self) -> RevenuePartKind {
        match self {
            Self::Total => RevenuePartKind::Total,
            Self::Before => RevenuePartKind::Before,
            Self::Project { .. } => RevenuePartKind::Project,
            Self::Site { .. } => RevenuePartKind::Site,
            Self::Sales => RevenuePartKind::Sales,
            Self::Benefits => RevenuePartKind::Benefits,
        }
    }

    /// Returns the id of its scheme or site; empty of any other.
    #[must_use]
    pub fn id(&self) -> &str {
        match self {
            Self::Project { id, .. } | Self::Site { id, .. } => id,
            Self::Total | Self::Before | Self::Sales | Self::Benefits => "",
        }
    }
}

/// The revenue cost of one part.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "named as the columns they are shown under")]
pub struct RevenueRow {
    pub part: RevenuePart,
    pub years: Vec<RevenueYear>,
}

/// One sum of a decision, from the economic ledger to the budget.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "named as the columns they are shown under")]
pub struct ReconciledRow {
    pub site_id: String,
    pub option: OptionKind,
    pub decision: Decisions,
    pub year: FinancialYear,
    pub on: Date,
    pub what: FlowKind,
    pub economic: i64,
    pub transfers: i64,
    pub discount: i64,
    pub inflation: i64,
    pub replaced: i64,
    pub budget: i64,
    pub line: BudgetLine,
}

/// The receipt at which a scheme leaves nothing borrowed.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "named as the columns they are shown under")]
pub struct BreakEvenRow {
    pub project_id: String,
    pub name: String,
    pub site_id: String,
    /// The year of the sale.
    pub year: FinancialYear,
    pub planned: Option<i64>,
    /// `None` is over £1bn.
    pub receipt: Option<i64>,
    /// Spent before the first year and paid by nothing.
    pub before: i64,
    pub left: i64,
}

/// What one scheme or decision does: the programme with it less the one without.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "named as the columns they are shown under")]
pub struct EffectRow {
    pub part: RevenuePart,
    /// Borne by revenue, financing in it, by year.
    pub revenue: Vec<i64>,
    /// Over the years of the budget.
    pub in_budget: i64,
    pub borrowing: i64,
    pub cfr: i64,
    pub peak_debt: i64,
}

/// One year of one benefit.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "named as the columns they are shown under")]
pub struct BenefitRow {
    pub benefit_id: String,
    pub initiative: String,
    pub site_id: String,
    pub kind: BenefitKind,
    pub owner: String,
    pub agreed_on: Option<Date>,
    pub status: Option<BenefitStatus>,
    pub year: FinancialYear,
    pub planned: Option<i64>,
    /// What of it counts once.
    pub counted: Option<i64>,
    /// Benefits that claim the same running cost.
    pub also_claimed_by: Vec<String>,
    pub realised: Option<i64>,
    pub cashable: Option<bool>,
    /// The year before, and the site's cost in it.
    pub before_year: Option<FinancialYear>,
    pub cost_before: Option<i64>,
    pub cost_after: Option<i64>,
    pub fall: Option<i64>,
    pub proof: Proof,
    pub evidence: String,
}

impl FundView {
    /// Returns the years of the budget that begin with a requirement of nil or below, so that no MRP is due in them.
    #[must_use]
    pub fn years_without_mrp(&self) -> Vec<FinancialYear> {
        let budget = self.financing.iter().take(self.budget_years);
        let none = budget.filter(|row| row.debt.is_some_and(|debt| debt.cfr_opening <= 0));
        none.map(|row| row.year).collect()
    }
}

/// Makes the rows; `None` without programme, treasury and benefits.
pub(super) fn of(results: Results<'_>) -> Option<FundView> {
    let fund = results.fund;
    let mut view = fund.programme.as_ref().map(programme).unwrap_or_default();
    benefits(&fund.benefits, &mut view);
    let has_any = !view.years.is_empty() || !view.benefits.is_empty();
    has_any.then_some(view)
}

fn programme(found: &Programme) -> FundView {
    let Programme { inputs, planned, .. } = found;
    let year = |place: usize| inputs.year(place);
    let schemes = inputs.schemes.iter().enumerate().map(|(at, scheme)| SchemeRow {
        project_id: scheme.project_id.to_string(),
        name: scheme.name.clone(),
        site_id: scheme.site_id.as_ref().map_or_else(String::new, ToString::to_string),
        years: planned.funding.scheme(at).to_vec(),
        rows: scheme.rows.clone(),
    });
    let given = inputs.terms.as_ref();
    let financing = planned.funding.years.iter().enumerate().map(|(at, funding)| {
        let debt = planned.debt.as_ref().map(|debt| debt.years[at]);
        let net_revenue_stream = given.and_then(|t| t.net_revenue(at));
        let [force_target, estate_target] = given.map_or([None, None], |t| t.targets(at));
        FinancingRow {
            year: year(at),
            funding: *funding,
            debt,
            revenue: planned.revenue[at],
            authorised_limit: given.and_then(|t| t.authorised_limit(at)),
            operational_boundary: given.and_then(|t| t.operational_boundary(at)),
            net_revenue_stream,
            financing_cost: debt.as_ref().map(fund::financing_cost),
            financing_share: debt.and_then(|d| fund::financing_share(&d, net_revenue_stream)),
            force_target,
            estate_target,
        }
    });
    let scheme_id = |at: usize| inputs.schemes[at].project_id.to_string();
    let receipts = inputs.receipts.iter().map(|r| ReceiptRow {
        year: r.year,
        site_id: r.site_id.as_ref().map_or_else(String::new, ToString::to_string),
        project_id: r.scheme.map_or_else(String::new, scheme_id),
        gross: r.gross,
        sale_cost: r.cost,
        decision: r.taken,
        source: r.source.clone(),
    });
    let loans = planned.debt.iter().flat_map(|debt| &debt.loans).map(|loan| LoanRow {
        year: loan.year,
        principal: loan.principal,
        rate: loan.rate,
        is_short: loan.is_short,
    });
    let total = RevenueRow { part: RevenuePart::Total, years: found.revenue.total.clone() };
    let parts = found
        .revenue
        .parts
        .iter()
        .map(|(of, years)| RevenueRow { part: part(found, *of), years: years.clone() });
    let reconciliation = inputs.sites.iter().flat_map(|site| {
        site.rows.iter().map(|row| ReconciledRow {
            site_id: site.site_id.to_string(),
            option: site.option,
            decision: site.taken,
            year: row.year,
            on: row.on,
            what: row.what,
            economic: row.economic,
            transfers: row.transfers,
            discount: row.discount,
            inflation: row.inflation,
            replaced: row.replaced,
            budget: row.budget,
            line: row.line,
        })
    });
    FundView {
        years: (0..inputs.years).map(year).collect(),
        budget_years: inputs.budget_years(),
        schemes: schemes.collect(),
        financing: financing.collect(),
        receipts: receipts.collect(),
        loans: loans.collect(),
        revenue: std::iter::once(total).chain(parts).collect(),
        reconciliation: reconciliation.collect(),
        gaps: inputs.gaps.clone(),
        has_treasury: given.is_some(),
        ..compared(found)
    }
}

fn part(found: &Programme, of: RevenueOf) -> RevenuePart {
    let inputs = &found.inputs;
    match of {
        RevenueOf::Before => RevenuePart::Before,
        RevenueOf::Scheme(at) => {
            let scheme = &inputs.schemes[at];
            RevenuePart::Project { id: scheme.project_id.to_string(), name: scheme.name.clone() }
        }
        RevenueOf::Site(at) => {
            let site = &inputs.sites[at];
            let (id, name) = (site.site_id.to_string(), site.name.clone());
            RevenuePart::Site { id, name, option: site.option }
        }
        RevenueOf::Sales => RevenuePart::Sales,
        RevenueOf::Benefits => RevenuePart::Benefits,
    }
}

/// Scenarios, levers, break-even receipts and flags.
fn compared(found: &Programme) -> FundView {
    let inputs = &found.inputs;
    let break_even = found.break_even.iter().map(|b| {
        let scheme = &inputs.schemes[b.scheme];
        let site = scheme.receipt_site_id.as_ref();
        BreakEvenRow {
            project_id: scheme.project_id.to_string(),
            name: scheme.name.clone(),
            site_id: site.map_or_else(String::new, ToString::to_string),
            year: inputs.year(b.place),
            planned: b.planned,
            receipt: b.receipt,
            before: b.before,
            left: b.left,
        }
    });
    let effects = found.effects.iter().map(|effect| EffectRow {
        part: part(found, effect.of),
        revenue: effect.revenue.clone(),
        in_budget: effect.in_budget,
        borrowing: effect.borrowing,
        cfr: effect.cfr,
        peak_debt: effect.peak_debt,
    });
    FundView {
        scenarios: found.scenarios.clone(),
        swings: found.swings.clone(),
        break_even: break_even.collect(),
        effects: effects.collect(),
        flags: found.flags.clone(),
        ..FundView::default()
    }
}

fn benefits(found: &fund::Benefits, view: &mut FundView) {
    let text = |text: Option<&String>| text.cloned().unwrap_or_default();
    let row = |line: &fund::BenefitLine| BenefitRow {
        benefit_id: line.row.benefit_id.to_string(),
        initiative: line.row.initiative.clone(),
        site_id: line.row.site_id.as_ref().map_or_else(String::new, ToString::to_string),
        kind: line.kind,
        owner: text(line.row.owner.as_ref()),
        agreed_on: line.row.agreed_on,
        status: line.row.status,
        year: line.row.financial_year,
        planned: line.planned,
        counted: line.counted,
        also_claimed_by: line.also_claimed_by.iter().map(ToString::to_string).collect(),
        realised: line.realised,
        cashable: line.row.cashable,
        before_year: line.before.map(|(year, _)| year),
        cost_before: line.before.map(|(_, cost)| cost),
        cost_after: line.after,
        fall: line.fall(),
        proof: line.proof,
        evidence: text(line.row.evidence.as_ref()),
    };
    view.benefits = found.lines.iter().map(row).collect();
    view.initiatives.clone_from(&found.initiatives);
}
