//! The capital financing requirement, what of it is borrowed from whom, and what that costs.

use std::collections::BTreeMap;

use rust_decimal::{Decimal, prelude::ToPrimitive};

use super::{
    funding::FundingYear,
    inputs::{Inputs, Terms, loan_table},
    pence::share_of,
};
use crate::{
    finance::LoanTable,
    model::{ExternalBorrowing, FinancialYear, FromYear, LoanTaken},
    policy::Lever,
};

/// The balance sheet side of one year, in pence; balances are those of its last day.
///
/// opening + borrowing + lease additions = MRP + voluntary + set aside + closing, MRP with the principal of
/// leases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(missing_docs, reason = "the rest say themselves")]
pub struct DebtYear {
    /// The capital financing requirement with leases and PFI.
    pub cfr_opening: i64,
    pub borrowing: i64,
    pub lease_additions: i64,
    pub mrp_opening: i64,
    pub mrp_programme: i64,
    pub mrp_leases: i64,
    pub voluntary: i64,
    pub set_aside: i64,
    pub cfr_closing: i64,
    /// The requirement that loans may stand for: without leases and PFI.
    pub cfr_loans: i64,
    pub lease_liability: i64,
    pub pfi: i64,
    pub reserves: i64,
    /// Receipts and grants not applied.
    pub unapplied: i64,
    pub working_capital: i64,
    /// Requirement for loans − reserves − unapplied − working capital + least liquidity.
    pub liability_benchmark: i64,
    pub loans_opening: i64,
    pub loans_repaid: i64,
    /// New loans of the year that stand for repaid ones.
    pub refinanced: i64,
    pub new_long: i64,
    /// For a year, at the short rate.
    pub new_short: i64,
    pub loans_closing: i64,
    /// Requirement for loans − loans; below zero over-borrowed.
    pub internal_borrowing: i64,
    pub investments: i64,
    pub interest_existing: i64,
    pub interest_new: i64,
    pub interest_leases: i64,
    pub investment_income: i64,
    /// What of it capital receipts held bring; revenue is spared it.
    pub receipts_interest: i64,
    /// On what is borrowed internally; part of no cash sum.
    pub income_forgone: i64,
    /// Loans, leases and PFI.
    pub gross_debt: i64,
}

/// A loan that the programme takes.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the rest say themselves")]
pub struct NewLoan {
    pub year: FinancialYear,
    /// In pence.
    pub principal: i64,
    pub rate: Decimal,
    /// Of one year.
    pub is_short: bool,
    pub place: usize,
}

/// The years, and the loans taken in them.
#[derive(Debug, Clone, Default)]
pub struct Debt {
    /// By year.
    pub years: Vec<DebtYear>,
    /// In order of year.
    pub loans: Vec<NewLoan>,
}

/// Half-years of interest that a new loan bears in the year it is taken, and half-yearly payments that fall in it.
const fn first_halves(taken: LoanTaken) -> (usize, usize) {
    match taken {
        LoanTaken::Start => (2, 1),
        LoanTaken::Middle => (1, 0),
        LoanTaken::End => (0, 0),
    }
}

/// Works out debt year by year; `None` without a treasury.
///
/// Loans are taken when cash that can be spared is used up: up to the liability benchmark, never above the
/// requirement; all of it where so decided. The need of a year is that of its last day, and so is the loan.
///
/// A new loan is taken on 1 April, 1 October or 31 March and pays half-yearly from then, as a loan that is there
/// does: interest falls in the year whose days bear it, principal in the year of the day it is paid. Taken on 1
/// October it bears half a year's interest in its first year and pays on 1 April and 1 October of the next; taken
/// on 1 April it pays its first principal on 1 October of the same year. A loan of 31 March counts as of the next
/// day for its interest. Interest of short loans runs from the day they are taken for a year; they are repaid in the
/// year after. Income of investments and what is forgone are worked out on the mean of opening and closing balance.
pub(super) fn debt(inputs: &Inputs, funding: &[FundingYear], lever: &Lever) -> Option<Debt> {
    let terms = inputs.terms.as_ref()?;
    let mut years = requirement(inputs, terms, funding);
    let external = lever.external.unwrap_or(terms.given.new_loans.external);
    let targets: Vec<i64> = years
        .iter()
        .map(|year| match external {
            ExternalBorrowing::All => year.cfr_loans.max(0),
            ExternalBorrowing::AsNeeded => year.liability_benchmark.min(year.cfr_loans).max(0),
        })
        .collect();
    let loans = borrow(terms, &targets, lever, &mut years);
    invest(terms, lever, &mut years, (inputs, funding));
    let span = inputs.span();
    let loans = loans.into_iter().map(|loan| NewLoan {
        year: span.year(loan.place),
        principal: loan.principal,
        rate: loan.rate,
        is_short: loan.is_short,
        place: loan.place,
    });
    Some(Debt { loans: loans.collect(), years })
}

/// The requirement and what can be spared, by year.
fn requirement(inputs: &Inputs, terms: &Terms, funding: &[FundingYear]) -> Vec<DebtYear> {
    let leases = &inputs.leases;
    let mut liability = leases.opening;
    let mut loans_cfr = terms.opening_cfr;
    let mut reserves = terms.reserves;
    let mut years = Vec::with_capacity(inputs.years);
    for (place, funded) in funding.iter().enumerate() {
        let own = &funded.schemes;
        let mrp_leases = leases.charge[place];
        let voluntary = own.voluntary + funded.opening_voluntary;
        let set_aside = own.set_aside + funded.opening_set_aside;
        let opening = loans_cfr + liability + terms.pfi;
        loans_cfr += own.borrowing - own.mrp - funded.opening_mrp - voluntary - set_aside;
        liability += leases.additions[place] - mrp_leases;
        reserves += terms.reserve_changes[place] - own.reserves;
        let unapplied = funded.receipts_closing + funded.grants_closing;
        let resources = reserves + unapplied + terms.working_capital;
        years.push(DebtYear {
            cfr_opening: opening,
            borrowing: own.borrowing,
            lease_additions: leases.additions[place],
            mrp_opening: funded.opening_mrp,
            mrp_programme: own.mrp,
            mrp_leases,
            voluntary,
            set_aside,
            cfr_closing: loans_cfr + liability + terms.pfi,
            cfr_loans: loans_cfr,
            lease_liability: liability,
            pfi: terms.pfi,
            reserves,
            unapplied,
            working_capital: terms.working_capital,
            liability_benchmark: loans_cfr - resources + terms.minimum_liquidity,
            interest_leases: leases.interest[place],
            ..DebtYear::default()
        });
    }
    years
}

struct Taking {
    place: usize,
    principal: i64,
    rate: Decimal,
    is_short: bool,
}

/// A rate of a year under a lever; never below zero.
fn rate_of(rates: &FromYear<Decimal>, year: FinancialYear, lever: &Lever) -> Decimal {
    let rate = rates.held(year).unwrap_or_default();
    rate.checked_add(lever.rates_change).unwrap_or(rate).max(Decimal::ZERO)
}

/// Takes the loans that are needed, and puts balances and interest into the years.
fn borrow(terms: &Terms, targets: &[i64], lever: &Lever, years: &mut [DebtYear]) -> Vec<Taking> {
    let new = terms.given.new_loans;
    let halves = first_halves(new.taken);
    let horizon = years.len();
    // What the long loans taken so far owe at the end of each year, and their interest and repayment in it.
    let mut owed = vec![0_i64; horizon];
    let mut interest = vec![0_i64; horizon];
    let mut repaid = vec![0_i64; horizon];
    let mut tables: BTreeMap<Decimal, Option<LoanTable>> = BTreeMap::new();
    let mut loans: Vec<Taking> = Vec::new();
    let mut short_before = 0_i64;
    let mut short_interest_next = 0_i64;
    let mut closing = terms.opening_loans;
    let look = usize::try_from(new.short_years).unwrap_or(0);
    for place in 0..horizon {
        let year = FinancialYear::starting(
            terms.given.first_year.start() + i32::try_from(place).unwrap_or(0),
        );
        let there = terms.existing[place].closing + owed[place];
        let need = (targets[place] - there).max(0);
        let ahead = (place..=(place + look).min(horizon - 1))
            .map(|p| targets[p] - terms.existing[p].closing - owed[p])
            .min()
            .unwrap_or(0);
        let long = if look == 0 { need } else { ahead.clamp(0, need) };
        let short = need - long;
        let opening = closing;
        let mut interest_new = std::mem::take(&mut short_interest_next);
        if short > 0 {
            let rate = rate_of(&terms.given.short_rate, year, lever);
            let whole = share_of(short, rate);
            let now = match new.taken {
                LoanTaken::Start => whole,
                LoanTaken::Middle => share_of(short, rate / Decimal::TWO),
                LoanTaken::End => 0,
            };
            interest_new += now;
            short_interest_next = whole - now;
            loans.push(Taking { place, principal: short, rate, is_short: true });
        }
        if long > 0 {
            let rate = rate_of(&terms.given.long_rate, year, lever);
            let table = tables.entry(rate).or_insert_with(|| loan_table(terms, rate));
            if let Some(table) = table {
                lay(table, long, (place, halves), (&mut owed, &mut interest, &mut repaid));
            }
            loans.push(Taking { place, principal: long, rate, is_short: false });
        }
        interest_new += interest[place];
        let own = &mut years[place];
        own.loans_opening = opening;
        own.loans_repaid = terms.existing[place].repaid + repaid[place] + short_before;
        own.new_long = long;
        own.new_short = short;
        own.refinanced = own.loans_repaid.min(need);
        own.loans_closing = terms.existing[place].closing + owed[place] + short;
        own.internal_borrowing = own.cfr_loans - own.loans_closing;
        own.interest_existing = terms.existing[place].interest;
        own.interest_new = interest_new;
        own.gross_debt = own.loans_closing + own.lease_liability + own.pfi;
        closing = own.loans_closing;
        short_before = short;
    }
    loans
}

/// Lays a new loan over the years, from the one it is taken in.
fn lay(
    table: &LoanTable,
    principal: i64,
    (place, (halves, payments)): (usize, (usize, usize)),
    (owed, interest, repaid): (&mut [i64], &mut [i64], &mut [i64]),
) {
    let periods = table.periods().to_usize().unwrap_or(0);
    let (mut borne, mut paid) = (0, 0);
    let mut balance = principal;
    for at in place..owed.len() {
        let (until, paid_until) = match at == place {
            true => (halves.min(periods), payments.min(periods)),
            false => ((borne + 2).min(periods), (paid + 2).min(periods)),
        };
        interest[at] +=
            (borne + 1..=until).map(|k| table.interest(principal, period(k))).sum::<i64>();
        let part =
            (paid + 1..=paid_until).map(|k| table.principal(principal, period(k))).sum::<i64>();
        (borne, paid) = (until, paid_until);
        repaid[at] += part;
        balance -= part;
        owed[at] += balance;
        if balance == 0 && borne == periods {
            break;
        }
    }
}

fn period(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// Income of what is invested, what of it receipts held bring, and what is forgone on what is borrowed internally.
fn invest(
    terms: &Terms,
    lever: &Lever,
    years: &mut [DebtYear],
    (inputs, funding): (&Inputs, &[FundingYear]),
) {
    let resources =
        terms.reserves + terms.opening_receipts + terms.opening_grants + terms.working_capital;
    let mut internal_before = terms.opening_cfr - terms.opening_loans;
    let mut invested_before = resources - internal_before;
    let span = inputs.span();
    for (place, year) in years.iter_mut().enumerate() {
        let rate = rate_of(&terms.given.investment_rate, span.year(place), lever) / Decimal::TWO;
        let held = year.reserves + year.unapplied + year.working_capital;
        year.investments = held - year.internal_borrowing;
        year.investment_income = share_of((invested_before + year.investments).max(0), rate);
        let receipts = &funding[place];
        let receipts = receipts.receipts_opening + receipts.receipts_closing;
        year.receipts_interest = share_of(receipts, rate);
        year.income_forgone = share_of((internal_before + year.internal_borrowing).max(0), rate);
        internal_before = year.internal_borrowing;
        invested_before = year.investments;
    }
}
