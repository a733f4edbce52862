//! Everything a programme is worked out from, as whole pence by year: made once, then run under any lever.

use rust_decimal::{Decimal, prelude::ToPrimitive};

use super::{
    ProgrammeGap,
    agreed::{self, Agreed},
    pence::pence,
    receipts::{self, ReceiptDue},
    schemes::{self, Scheme},
    sites::{self, Barred, SiteLine},
    sources::Sources,
    years::Span,
};
use crate::{
    finance::{DatedLoan, LoanTable, LoanYear, MrpProfiles, loan_years},
    model::{FinancialYear, Money, MrpMethod, Treasury, YearSum},
    policy::{Decisions, FigureName, FundingSource, Lever, ReceiptsLeft},
    tenure::{Recognition, accounts},
};

/// What the programme rests on.
#[derive(Debug, Clone)]
pub struct Inputs {
    /// The first year of the programme.
    pub first: FinancialYear,
    /// How many years are followed.
    pub years: usize,
    /// In `project_id` order.
    pub schemes: Vec<Scheme>,
    /// In order of year, then what they are.
    pub receipts: Vec<ReceiptDue>,
    /// Sites with a decision, taken or recommended, in `site_id` order.
    pub sites: Vec<SiteLine>,
    /// Decisions that cannot stand as they are, in `site_id` order.
    pub barred: Vec<Barred>,
    /// The balance sheet side; `None` when it is not given.
    pub terms: Option<Terms>,
    /// Leases on the balance sheet.
    pub leases: LeaseLines,
    /// What is not known.
    pub gaps: Vec<ProgrammeGap>,
    pub(super) order: Vec<FundingSource>,
    pub(super) left: ReceiptsLeft,
    pub(super) sale_costs_share: Decimal,
    pub(super) receipt_least: i64,
    pub(super) budget_years: usize,
    pub(super) short_life: u32,
    /// Years over which borrowing is charged, at most.
    pub(super) longest_life: u32,
    /// What cashable benefits outside sites and schemes save.
    pub(super) agreed: Agreed,
}

/// Treasury in pence by year.
#[derive(Debug, Clone)]
pub struct Terms {
    /// As given.
    pub given: Treasury,
    pub(super) opening: Vec<Opening>,
    pub(super) opening_cfr: i64,
    pub(super) pfi: i64,
    pub(super) opening_receipts: i64,
    pub(super) opening_grants: i64,
    pub(super) reserves: i64,
    pub(super) reserve_changes: Vec<i64>,
    pub(super) working_capital: i64,
    pub(super) minimum_liquidity: i64,
    pub(super) voluntary: Vec<i64>,
    pub(super) profiles: MrpProfiles,
    pub(super) method: MrpMethod,
    pub(super) existing: Vec<LoanYear>,
    /// Owed on the loans that are there on the first day.
    pub(super) opening_loans: i64,
    pub(super) authorised: Vec<Option<i64>>,
    pub(super) boundary: Vec<Option<i64>>,
    pub(super) net_revenue: Vec<Option<i64>>,
    pub(super) targets: Vec<[Option<i64>; 2]>,
}

/// A part of the requirement at the beginning.
#[derive(Debug, Clone)]
pub(super) struct Opening {
    pub pence: i64,
    /// Years of charge left; 0 is not known.
    pub years: u32,
    pub method: MrpMethod,
}

/// Leases on the balance sheet by year, in pence.
#[derive(Debug, Clone, Default)]
pub struct LeaseLines {
    pub(super) opening: i64,
    pub(super) additions: Vec<i64>,
    pub(super) charge: Vec<i64>,
    pub(super) interest: Vec<i64>,
}

/// Gathers the inputs; `None` without a scheme and without a treasury.
pub(super) fn lay(from: Sources<'_>) -> Option<Inputs> {
    let Sources { estate, policy, .. } = from;
    if estate.treasury.is_none() && estate.projects.as_ref().is_none_or(Vec::is_empty) {
        return None;
    }
    let span = Span::of(estate, policy)?;
    let Span { first, years } = span;
    let mut gaps = Vec::new();
    let mut schemes = schemes::schemes(from, span, &mut gaps);
    let sites = sites::decided(from, span, &mut gaps);
    let receipts = receipts::due(from, span, &schemes, &sites, &mut gaps);
    let sites = sites::with_receipts(sites, &receipts, from, span);
    for (scheme, pence) in &receipts.before {
        let owed = &mut schemes[*scheme].before;
        *owed = (*owed - pence).max(0);
    }
    let receipts = receipts.receipts;
    let terms = estate.treasury.as_ref().map(|given| terms(given, span, &schemes, &mut gaps));
    if terms.is_none() {
        gaps.push(ProgrammeGap::Treasury);
    }
    let leases = leases(from, span, &mut gaps);
    let agreed = agreed::agreed(from, span, &sites);
    gaps.sort();
    gaps.dedup();
    Some(Inputs {
        first,
        years,
        schemes,
        receipts,
        sites,
        barred: sites::barred(from),
        terms,
        leases,
        gaps,
        order: policy.programme.funding_order.clone(),
        left: policy.programme.receipts_left,
        sale_costs_share: policy.figure(FigureName::SaleCostsShare),
        receipt_least: pence(Money::pounds(policy.figure(FigureName::CapitalReceiptLeast))),
        budget_years: policy.whole(FigureName::BudgetYears).to_usize()?.min(years),
        short_life: policy.whole(FigureName::ShortLifeYears),
        longest_life: policy.whole(FigureName::MrpLongestYears),
        agreed,
    })
}

impl Inputs {
    pub(super) const fn span(&self) -> Span {
        Span { first: self.first, years: self.years }
    }

    /// Returns what cashable benefits outside sites and schemes save under a lever, in pence by year.
    pub(super) fn other_savings(&self, lever: &Lever) -> &[i64] {
        match lever.decisions {
            Decisions::Taken => &self.agreed.taken,
            Decisions::Recommended => &self.agreed.recommended,
        }
    }

    /// Returns how many of the years are years of the budget.
    #[must_use]
    pub const fn budget_years(&self) -> usize {
        self.budget_years
    }

    /// Returns the year at a place, from 0.
    #[must_use]
    pub fn year(&self, place: usize) -> FinancialYear {
        self.span().year(place)
    }
}

/// Limits and targets of a year, by its place; `None` is not given.
#[allow(missing_docs, reason = "named as the entries of `treasury.toml`")]
impl Terms {
    #[must_use]
    pub fn authorised_limit(&self, place: usize) -> Option<i64> {
        self.authorised.get(place).copied().flatten()
    }

    #[must_use]
    pub fn operational_boundary(&self, place: usize) -> Option<i64> {
        self.boundary.get(place).copied().flatten()
    }

    #[must_use]
    pub fn net_revenue(&self, place: usize) -> Option<i64> {
        self.net_revenue.get(place).copied().flatten()
    }

    /// The whole body's and the estate's.
    #[must_use]
    pub fn targets(&self, place: usize) -> [Option<i64>; 2] {
        self.targets.get(place).copied().unwrap_or_default()
    }
}

pub(super) fn terms(
    given: &Treasury,
    span: Span,
    schemes: &[Scheme],
    gaps: &mut Vec<ProgrammeGap>,
) -> Terms {
    let mut profiles = MrpProfiles::new(given.mrp_rate);
    for life in schemes.iter().flat_map(|scheme| scheme.lines.iter().filter_map(|l| l.life)) {
        let _ = profiles.prepare(given.mrp_method, life);
    }
    let mut opening: Vec<Opening> = Vec::new();
    let mut rest = pence(given.opening_cfr);
    for tranche in &given.opening_tranches {
        rest -= pence(tranche.amount);
        opening.push(Opening {
            pence: pence(tranche.amount),
            years: tranche.years_left,
            method: tranche.method.unwrap_or(given.mrp_method),
        });
    }
    if rest > 0 {
        if given.opening_years.is_none() {
            gaps.push(ProgrammeGap::OpeningYears);
        }
        let years = given.opening_years.unwrap_or(0);
        opening.push(Opening { pence: rest, years, method: given.mrp_method });
    }
    for part in &opening {
        let _ = profiles.prepare(part.method, part.years);
    }
    let by_place = |sums: &[YearSum]| {
        let mut line = vec![0_i64; span.years];
        for sum in sums {
            if let Some(place) = span.place(sum.financial_year) {
                line[place] = line[place].saturating_add(pence(sum.amount));
            }
        }
        line
    };
    let (existing, opening_loans) = existing(given, span, gaps);
    let of_years = |held: &dyn Fn(FinancialYear) -> Option<Money>| {
        (0..span.years).map(|place| held(span.year(place)).map(pence)).collect::<Vec<_>>()
    };
    let targets = (0..span.years).map(|place| {
        let of = |whose| {
            let mut own = given
                .savings_targets
                .iter()
                .filter(|t| t.of == whose && t.financial_year == span.year(place))
                .peekable();
            own.peek()?;
            Some(own.map(|t| pence(t.amount)).sum())
        };
        [of(crate::model::TargetOf::Force), of(crate::model::TargetOf::Estate)]
    });
    Terms {
        opening,
        opening_cfr: pence(given.opening_cfr),
        pfi: pence(given.opening_pfi),
        opening_receipts: pence(given.opening_receipts),
        opening_grants: pence(given.opening_grants),
        reserves: pence(given.reserves),
        reserve_changes: by_place(&given.reserve_changes),
        working_capital: pence(given.working_capital),
        minimum_liquidity: pence(given.minimum_liquidity),
        voluntary: by_place(&given.voluntary),
        profiles,
        method: given.mrp_method,
        existing,
        opening_loans,
        authorised: of_years(&|year| given.authorised_limit.of(year)),
        boundary: of_years(&|year| given.operational_boundary.of(year)),
        net_revenue: of_years(&|year| given.net_revenue_stream.of(year)),
        targets: targets.collect(),
        given: given.clone(),
    }
}

/// Interest, repayment and balance of the loans that are there, by year, and what is owed on the first day.
fn existing(given: &Treasury, span: Span, gaps: &mut Vec<ProgrammeGap>) -> (Vec<LoanYear>, i64) {
    let mut lines = vec![LoanYear::default(); span.years];
    let mut opening = 0;
    for loan in &given.loans {
        let dated = DatedLoan {
            kind: loan.kind,
            pence: pence(loan.principal),
            rate: loan.rate,
            start: loan.start,
            end: loan.end,
            payments_a_year: loan.payments_a_year,
        };
        let years = loan_years(&dated);
        let Some(years) = years else {
            gaps.push(ProgrammeGap::Loan(loan.loan_id.clone()));
            continue;
        };
        // A loan still to be taken owes nothing before it is.
        let before = years.range(..span.first).next_back().map(|(_, year)| year.closing);
        opening += before.unwrap_or(0);
        for (year, sums) in &years {
            if let Some(place) = span.place(*year) {
                lines[place].interest += sums.interest;
                lines[place].repaid += sums.repaid;
                lines[place].closing += sums.closing;
            }
        }
    }
    (lines, opening)
}

/// Additions, principal and interest of leases, from their accounts.
///
/// The charge of a year is the principal paid; where interest is more than is paid nothing is charged, and the
/// next charges catch up, so that no charge is below zero.
fn leases(from: Sources<'_>, span: Span, gaps: &mut Vec<ProgrammeGap>) -> LeaseLines {
    let mut lines = LeaseLines {
        opening: 0,
        additions: vec![0; span.years],
        charge: vec![0; span.years],
        interest: vec![0; span.years],
    };
    for lease in &accounts(from.estate, from.policy).leases {
        let account = match &lease.recognition {
            Recognition::On(account) => account,
            // What is held at a peppercorn owes nothing.
            Recognition::Exempt(_) | Recognition::Peppercorn => continue,
            Recognition::NotKnown(why) => {
                gaps.push(ProgrammeGap::Lease(lease.lease_id.clone(), why.gap()));
                continue;
            }
        };
        let (mut principal, mut charged) = (0_i64, 0_i64);
        for year in &account.years {
            principal += pence(year.payments) - pence(year.interest);
            let charge = (principal - charged).max(0);
            charged += charge;
            if span.is_past(year.year) {
                lines.opening += pence(year.additions) - charge;
            } else if let Some(place) = span.place(year.year) {
                lines.additions[place] += pence(year.additions);
                lines.charge[place] += charge;
                lines.interest[place] += pence(year.interest);
            }
        }
    }
    lines
}

/// Makes the tables of new loans at a rate.
pub(super) fn loan_table(terms: &Terms, rate: Decimal) -> Option<LoanTable> {
    let new = terms.given.new_loans;
    LoanTable::new(new.kind, rate, new.years.checked_mul(2)?, 2)
}
