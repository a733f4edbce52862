//! The balance sheet side of an estate: what was borrowed, what is held, at which rates, within which limits.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::{Date, FinancialYear, LoanKind, Money, OptionKind, SiteId, words::words};

words!(
    /// How a tranche of borrowing is charged to revenue.
    MrpMethod {
        /// The same sum every year.
        EqualInstalment = "equal_instalment",
        /// Sums that rise by a rate, so that with its interest every year bears the same.
        Annuity = "annuity",
    }
);

words!(
    /// When in a financial year a new loan is taken.
    LoanTaken {
        /// 1 April: a whole year's interest in the first year.
        Start = "start",
        /// 1 October: half a year's.
        Middle = "middle",
        /// 31 March: none.
        End = "end",
    }
);

words!(
    /// How much of the need is borrowed from outside.
    ExternalBorrowing {
        /// What cash that can be spared does not cover.
        AsNeeded = "as_needed",
        /// All of the capital financing requirement.
        All = "all",
    }
);

words!(
    /// Whose target a saving is held against.
    TargetOf {
        /// The whole body's.
        Force = "force",
        /// The estate's agreed share of it.
        Estate = "estate",
    }
);

/// A figure that holds from a year until the next one given.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FromYear<T>(pub BTreeMap<FinancialYear, T>);

impl<T: Copy> FromYear<T> {
    /// Returns the figure of a year: the last one given in it or before it; before the first one, the first.
    #[must_use]
    pub fn held(&self, year: FinancialYear) -> Option<T> {
        let before = self.0.range(..=year).next_back();
        before.or_else(|| self.0.first_key_value()).map(|(_, value)| *value)
    }

    /// Returns the figure given for just this year.
    #[must_use]
    pub fn of(&self, year: FinancialYear) -> Option<T> {
        self.0.get(&year).copied()
    }
}

/// A part of the capital financing requirement at the beginning, with the years over which it is still charged.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "named as the entries of `treasury.toml`")]
pub struct OpeningTranche {
    pub name: String,
    pub amount: Money,
    pub years_left: u32,
    /// Empty is the method of the others.
    pub method: Option<MrpMethod>,
}

/// A loan that is there at the beginning.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "named as the entries of `treasury.toml`")]
pub struct Loan {
    pub loan_id: String,
    pub kind: LoanKind,
    /// As borrowed on `start`.
    pub principal: Money,
    /// A fraction a year.
    pub rate: Decimal,
    pub start: Date,
    /// The day of the last payment.
    pub end: Date,
    pub payments_a_year: u32,
}

/// How new loans are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "named as the entries of `treasury.toml`")]
pub struct NewLoans {
    pub kind: LoanKind,
    pub years: u32,
    pub taken: LoanTaken,
    pub external: ExternalBorrowing,
    /// A need that is gone within so many years is met by loans of one year at the short rate; 0 has none.
    pub short_years: u32,
}

/// A sum of one year that is given: a voluntary provision, a receipt set aside, a change of reserves.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "named as the entries of `treasury.toml`")]
pub struct YearSum {
    pub financial_year: FinancialYear,
    pub amount: Money,
    pub what: String,
}

/// A receipt that no project row holds.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "named as the entries of `treasury.toml`")]
pub struct GivenReceipt {
    /// `None` is of no site of the register.
    pub site_id: Option<SiteId>,
    pub financial_year: FinancialYear,
    /// Before the cost of sale.
    pub amount: Money,
    pub sale_cost: Option<Money>,
    pub what: String,
}

/// What the body has decided of a site.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "named as the entries of `treasury.toml`")]
pub struct Decision {
    pub site_id: SiteId,
    pub option: OptionKind,
    /// The site of the body that takes its teams, by its id; `None` is not decided.
    pub receiver: Option<String>,
    /// On what the decision rests.
    pub source: String,
}

/// A saving that is asked for: what the budget of the year must be lower by, earlier savings that last included.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "named as the entries of `treasury.toml`")]
pub struct SavingsTarget {
    pub of: TargetOf,
    pub body: String,
    pub financial_year: FinancialYear,
    pub amount: Money,
    pub source: String,
}

/// What the body owes, holds, pays and may owe.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the rest are named as the entries of `treasury.toml`")]
pub struct Treasury {
    /// The first year of the programme; balances at the beginning are those of its first day.
    pub first_year: FinancialYear,
    /// Without leases and PFI.
    pub opening_cfr: Money,
    /// Its parts; what they do not cover is charged by `opening_years`.
    pub opening_tranches: Vec<OpeningTranche>,
    /// Years over which what no tranche covers is charged; `None` with such a rest: its charge is not known.
    pub opening_years: Option<u32>,
    /// PFI and other liabilities that stay as they are; zero where none is given.
    pub opening_pfi: Money,
    /// Receipts not yet applied.
    pub opening_receipts: Money,
    /// Grants not yet applied, for any scheme.
    pub opening_grants: Money,
    pub loans: Vec<Loan>,
    /// Usable reserves at the beginning, receipts and grants not yet applied left aside.
    pub reserves: Money,
    /// Planned changes of reserves, draws of schemes left aside.
    pub reserve_changes: Vec<YearSum>,
    /// Owed by the body less owed to it: cash that needs no borrowing; below zero ties cash up.
    pub working_capital: Money,
    pub minimum_liquidity: Money,
    /// Fractions a year.
    pub short_rate: FromYear<Decimal>,
    pub long_rate: FromYear<Decimal>,
    pub investment_rate: FromYear<Decimal>,
    /// Of leases in the accounts, a fraction a year; `None` leaves it to the policy.
    pub lease_rate: Option<Decimal>,
    pub mrp_method: MrpMethod,
    /// Of annuities; a fraction a year.
    pub mrp_rate: Option<Decimal>,
    pub voluntary: Vec<YearSum>,
    pub new_loans: NewLoans,
    /// Share of a year's spend that slips into the next, 0 to 1.
    pub slippage: Decimal,
    pub authorised_limit: FromYear<Money>,
    pub operational_boundary: FromYear<Money>,
    pub net_revenue_stream: FromYear<Money>,
    pub savings_targets: Vec<SavingsTarget>,
    pub receipts: Vec<GivenReceipt>,
    pub decisions: Vec<Decision>,
}
