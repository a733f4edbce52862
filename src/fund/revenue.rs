//! What revenue bears, year by year: of what was there before, of each scheme, of each decision about a site.

use rust_decimal::Decimal;

use super::{
    debt::DebtYear,
    funding::{Funding, FundingYear},
    inputs::Inputs,
    sites::SiteLine,
};
use crate::{
    finance::shared_out,
    policy::{Decisions, Lever},
};

/// What revenue bears in one year, in pence; above zero costs.
///
/// total = MRP + voluntary + interest + income forgone + running cost + one-off + revenue contribution − rent in −
/// other savings − interest on receipts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(missing_docs, reason = "the sums say themselves")]
pub struct RevenueYear {
    pub mrp: i64,
    pub voluntary: i64,
    pub interest: i64,
    /// Investment income forgone on what is borrowed internally.
    pub income_forgone: i64,
    pub running_cost: i64,
    pub one_off: i64,
    pub revenue_contribution: i64,
    pub rent_in: i64,
    /// Of cashable benefits that no site and no scheme holds.
    pub other_savings: i64,
    /// Of capital receipts held until spend needs them.
    pub receipts_interest: i64,
}

impl RevenueYear {
    /// Returns what it comes to.
    #[must_use]
    pub const fn total(&self) -> i64 {
        self.mrp
            + self.voluntary
            + self.interest
            + self.income_forgone
            + self.running_cost
            + self.one_off
            + self.revenue_contribution
            - self.rent_in
            - self.other_savings
            - self.receipts_interest
    }

    /// Returns the cost of financing alone.
    #[must_use]
    pub const fn financing(&self) -> i64 {
        self.mrp + self.voluntary + self.interest + self.income_forgone
    }

    /// Returns the saving that lasts: lower running cost and rent received.
    #[must_use]
    pub const fn saving(&self) -> i64 {
        self.rent_in - self.running_cost
    }

    /// Returns this year less another.
    #[must_use]
    pub(super) const fn less(&self, other: &Self) -> Self {
        Self {
            mrp: self.mrp - other.mrp,
            voluntary: self.voluntary - other.voluntary,
            interest: self.interest - other.interest,
            income_forgone: self.income_forgone - other.income_forgone,
            running_cost: self.running_cost - other.running_cost,
            one_off: self.one_off - other.one_off,
            revenue_contribution: self.revenue_contribution - other.revenue_contribution,
            rent_in: self.rent_in - other.rent_in,
            other_savings: self.other_savings - other.other_savings,
            receipts_interest: self.receipts_interest - other.receipts_interest,
        }
    }

    /// Adds another year to this one.
    pub const fn add(&mut self, other: &Self) {
        self.mrp += other.mrp;
        self.voluntary += other.voluntary;
        self.interest += other.interest;
        self.income_forgone += other.income_forgone;
        self.running_cost += other.running_cost;
        self.one_off += other.one_off;
        self.revenue_contribution += other.revenue_contribution;
        self.rent_in += other.rent_in;
        self.other_savings += other.other_savings;
        self.receipts_interest += other.receipts_interest;
    }
}

/// Whose revenue effect it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RevenueOf {
    /// What was borrowed before the first year.
    Before,
    /// A scheme, as a place.
    Scheme(usize),
    /// A decision about a site, as a place.
    Site(usize),
    /// Sales: what of their cost the receipts may not bear, what waiting for them costs, and interest on receipts held.
    Sales,
    /// Cashable benefits that no site and no scheme holds.
    Benefits,
}

/// What revenue bears, in total and by whom.
#[derive(Debug, Clone)]
pub struct Revenue {
    /// By year.
    pub total: Vec<RevenueYear>,
    /// By year each; they add up to the total, to the penny.
    pub parts: Vec<(RevenueOf, Vec<RevenueYear>)>,
}

/// Sums what revenue bears by year; that of sites is given.
pub(super) fn totals(
    (inputs, lever): (&Inputs, &Lever),
    funding: &[FundingYear],
    debt: &[DebtYear],
    sites: &[RevenueYear],
) -> Vec<RevenueYear> {
    let other_savings = inputs.other_savings(lever);
    let year = |place: usize| {
        let funded = &funding[place];
        let own = &funded.schemes;
        let owed = debt.get(place).copied().unwrap_or_default();
        let mut year = RevenueYear {
            mrp: own.mrp + funded.opening_mrp,
            voluntary: own.voluntary + funded.opening_voluntary,
            interest: owed.interest_existing + owed.interest_new,
            income_forgone: owed.income_forgone,
            running_cost: own.running_cost_change + funded.extra_holding,
            one_off: own.one_off_revenue + funded.sale_costs_on_revenue
                - funded.receipts_to_revenue,
            revenue_contribution: own.revenue_contribution,
            rent_in: 0,
            other_savings: other_savings[place],
            receipts_interest: owed.receipts_interest,
        };
        year.add(&sites[place]);
        year
    };
    (0..inputs.years).map(year).collect()
}

/// Sums what the decisions about sites that count bear by year.
pub(super) fn of_sites(inputs: &Inputs, lever: &Lever) -> Vec<RevenueYear> {
    let mut years = vec![RevenueYear::default(); inputs.years];
    for site in counted(inputs, lever) {
        for (place, year) in years.iter_mut().enumerate() {
            year.add(&inputs.sites[site].revenue(place));
        }
    }
    years
}

impl SiteLine {
    /// What a decision about the site bears in a year.
    pub(super) fn revenue(&self, place: usize) -> RevenueYear {
        RevenueYear {
            running_cost: self.running[place],
            one_off: self.one_off[place],
            rent_in: self.rent_in[place],
            ..RevenueYear::default()
        }
    }
}

/// The sites whose decisions count under a lever, as places.
pub(super) fn counted(inputs: &Inputs, lever: &Lever) -> Vec<usize> {
    let counts = |taken| taken == Decisions::Taken || lever.decisions == Decisions::Recommended;
    (0..inputs.sites.len()).filter(|at| counts(inputs.sites[*at].taken)).collect()
}

/// Shares the totals out by what each scheme and decision brings about.
///
/// Charges are each tranche's own. Interest and income forgone are shared by what is not yet charged, on the mean of
/// opening and closing, by largest remainder: they add up to the penny. Where nothing is outstanding they stand with
/// what was there before.
pub(super) fn parts(
    inputs: &Inputs,
    funding: &Funding,
    total: &[RevenueYear],
    lever: &Lever,
) -> Vec<(RevenueOf, Vec<RevenueYear>)> {
    let schemes = inputs.schemes.len();
    let blank = || vec![RevenueYear::default(); inputs.years];
    let mut before = blank();
    let mut own = vec![blank(); schemes];
    let mut sales = blank();
    let opening = inputs.terms.as_ref().map_or(0, |t| t.opening_cfr);
    let mut held: Vec<i64> = std::iter::once(opening).chain(vec![0; schemes]).collect();
    for place in 0..inputs.years {
        let funded = &funding.years[place];
        before[place].mrp = funded.opening_mrp;
        before[place].voluntary = funded.opening_voluntary;
        let now: Vec<i64> = std::iter::once(funded.opening_outstanding)
            .chain((0..schemes).map(|s| funding.scheme(s)[place].outstanding))
            .collect();
        let mean: Vec<i64> = held.iter().zip(&now).map(|(a, b)| (a + b).max(0)).collect();
        let interest = shared_out(total[place].interest, &mean);
        let forgone = shared_out(total[place].income_forgone, &mean);
        before[place].interest = interest[0];
        before[place].income_forgone = forgone[0];
        for s in 0..schemes {
            let cell = &funding.scheme(s)[place];
            own[s][place] = RevenueYear {
                mrp: cell.mrp,
                voluntary: cell.voluntary,
                interest: interest[s + 1],
                income_forgone: forgone[s + 1],
                running_cost: cell.running_cost_change,
                one_off: cell.one_off_revenue,
                revenue_contribution: cell.revenue_contribution,
                ..RevenueYear::default()
            };
        }
        sales[place].one_off = funded.sale_costs_on_revenue - funded.receipts_to_revenue;
        sales[place].running_cost = funded.extra_holding;
        sales[place].receipts_interest = total[place].receipts_interest;
        held = now;
    }
    let mut parts = vec![(RevenueOf::Before, before)];
    parts.extend(own.into_iter().enumerate().map(|(s, years)| (RevenueOf::Scheme(s), years)));
    for at in counted(inputs, lever) {
        let year = |place| inputs.sites[at].revenue(place);
        parts.push((RevenueOf::Site(at), (0..inputs.years).map(year).collect()));
    }
    let other_savings = inputs.other_savings(lever);
    if other_savings.iter().any(|saving| *saving != 0) {
        let year = |saving: &i64| RevenueYear { other_savings: *saving, ..RevenueYear::default() };
        parts.push((RevenueOf::Benefits, other_savings.iter().map(year).collect()));
    }
    if sales.iter().any(|year| *year != RevenueYear::default()) {
        parts.push((RevenueOf::Sales, sales));
    }
    parts
}

/// Returns financing cost as a fraction of the net revenue stream of a year: MRP, those of leases among it, and
/// interest, less investment income; `None` where the stream is not known or zero.
#[must_use]
pub fn financing_share(debt: &DebtYear, net_revenue: Option<i64>) -> Option<Decimal> {
    let stream = net_revenue.filter(|stream| *stream > 0)?;
    Decimal::from(financing_cost(debt)).checked_div(Decimal::from(stream))
}

/// Returns MRP, voluntary provision and interest, those of leases among them, less investment income, in pence.
#[must_use]
pub const fn financing_cost(debt: &DebtYear) -> i64 {
    debt.mrp_opening
        + debt.mrp_programme
        + debt.mrp_leases
        + debt.voluntary
        + debt.interest_existing
        + debt.interest_new
        + debt.interest_leases
        - debt.investment_income
}
