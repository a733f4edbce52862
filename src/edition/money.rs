//! What the decisions, the recommendations and the plan each come to: the one table of money of a board paper.

use std::collections::BTreeMap;

use super::{FlowKind, Missing, Total, View};
use crate::{
    model::{FinancialYear, OptionKind, words},
    portfolio::Counted,
};

words!(
    /// What a line of the money table is of.
    MoneyLine {
        /// Running cost saved a year at the sites given up, after what running elsewhere costs.
        Saving = "saving",
        /// What moving teams costs once.
        Moving = "moving",
        /// Sale receipts after the costs of sale, at today's prices.
        Receipts = "receipts",
        /// Borrowing of the capital programme over the years of the budget.
        Borrowing = "borrowing",
        /// What revenue bears of the capital programme in the last of them.
        RevenueCost = "revenue_cost",
        /// Lasting savings in the last of them, schemes and other savings among them.
        Savings = "savings",
        /// The target that they are held against.
        Target = "target",
        /// By how much they miss it.
        Shortfall = "shortfall",
    }
);

/// A sum in pence over some sites.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MoneySum {
    /// `None` is not known, or does not apply.
    pub pence: Option<i64>,
    /// Sites with the figure; zero where it is not of sites.
    pub sites: usize,
    /// Sites that it is of.
    pub of: usize,
}

impl MoneySum {
    const fn whole(pence: i64) -> Self {
        Self { pence: Some(pence), sites: 0, of: 0 }
    }

    /// Tells whether sites lack the figure, so that the sum is not of all.
    #[must_use]
    pub const fn is_part(&self) -> bool {
        self.sites < self.of
    }

    fn of_figures(figures: &[Option<i64>]) -> Self {
        let known: Vec<i64> = figures.iter().flatten().copied().collect();
        let pence = known.iter().try_fold(0_i64, |sum, pence| sum.checked_add(*pence));
        Self { pence, sites: known.len(), of: figures.len() }
            .known(!known.is_empty() || figures.is_empty())
    }

    fn known(self, is_known: bool) -> Self {
        Self { pence: self.pence.filter(|_| is_known), ..self }
    }

    fn plus(self, other: Self) -> Self {
        let pence = match (self.pence, other.pence) {
            (Some(one), Some(more)) => one.checked_add(more),
            (one, more) => one.or(more),
        };
        Self { pence, sites: self.sites + other.sites, of: self.of + other.of }
    }
}

/// One line: the same sum under what is decided, under every recommended option too, and under the plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MoneyRow {
    /// What it is of.
    pub line: MoneyLine,
    /// The first and the last year; `None` of a sum that is no year's.
    pub years: Option<(FinancialYear, FinancialYear)>,
    /// As decided.
    pub decided: MoneySum,
    /// As decided, and every recommended option taken, each site alone.
    pub recommended: MoneySum,
    /// Under the plan of the estate, decisions among it; not known without one.
    pub plan: MoneySum,
}

/// What is done, by site.
type Choices<'v> = BTreeMap<&'v str, OptionKind>;

/// Returns the lines of a view that have any figure; none in the public edition.
#[must_use]
pub fn money_rows(view: &View) -> Vec<MoneyRow> {
    let advice = || view.options.advice.iter();
    let choices = |of: &dyn Fn(&super::AdviceRow) -> Option<OptionKind>| -> Choices<'_> {
        advice().filter_map(|a| Some((a.site_id.as_str(), of(a)?))).collect()
    };
    let decided = choices(&|a| a.verdict.decided());
    let recommended = choices(&|a| a.verdict.recommended());
    let plan: Option<Choices<'_>> = view.plan.as_ref().filter(|p| p.summary.is_some()).map(|p| {
        let done = p.rows.iter().filter(|row| row.state != super::PlanState::Sold);
        done.map(|row| (row.site_id.as_str(), row.option)).collect()
    });
    let both = |one: MoneySum, more: MoneySum| (one, one.plus(more));
    let row = |line, (decided, recommended), plan: Option<MoneySum>| MoneyRow {
        line,
        years: None,
        decided,
        recommended,
        plan: plan.unwrap_or_default(),
    };
    let total = |what: Counted| view.total_rows.iter().find(|t| t.what == what).map(of_total);
    let of = |what| total(what).unwrap_or_else(|| MoneySum::of_figures(&[]));
    let saved = of(Counted::SavingOfDecided);
    let received = of(Counted::ReceiptOfDecided);
    // What is decided is the same sum in the plan; its choices beyond are added site by site.
    let beyond = |plan: &Choices<'_>| -> Vec<(String, OptionKind)> {
        let new = plan.iter().filter(|(id, kind)| decided.get(*id) != Some(kind));
        new.map(|(id, kind)| ((*id).to_owned(), *kind)).collect()
    };
    let sites: BTreeMap<&str, &super::SiteRow> =
        view.sites.iter().map(|site| (site.site_id.as_str(), site)).collect();
    let site = |id: &str| sites.get(id).copied();
    let savings_beyond = |plan: &Choices<'_>| {
        let given_up = beyond(plan).into_iter().filter(|(_, kind)| kind.gives_up());
        let saved: Vec<_> = given_up.map(|(id, _)| site(&id).and_then(|s| s.cost_saved)).collect();
        MoneySum::of_figures(&saved)
    };
    let receipts_beyond = |plan: &Choices<'_>| {
        let sold = beyond(plan).into_iter().filter(|(_, kind)| kind.is_sale());
        // A receipt is told of the option that leads at a site.
        let net = |(id, kind): (String, OptionKind)| {
            site(&id).filter(|s| s.verdict.leads == Some(kind)).and_then(|s| s.net_receipt)
        };
        MoneySum::of_figures(&sold.map(net).collect::<Vec<_>>())
    };
    let to_move = moving_once(view);
    let moving = |of: &Choices<'_>| {
        let closed = of.iter().filter(|(_, kind)| kind.closes());
        let once = closed.map(|(id, kind)| to_move.get(id)?.get(kind).copied().flatten());
        let once: Vec<_> = once.collect();
        MoneySum::of_figures(&once)
    };
    let mut rows = vec![
        row(
            MoneyLine::Saving,
            both(saved, of(Counted::SavingOfAll)),
            plan.as_ref().map(|plan| saved.plus(savings_beyond(plan))),
        ),
        row(
            MoneyLine::Moving,
            both(moving(&decided), moving(&recommended)),
            plan.as_ref().map(moving),
        ),
        row(
            MoneyLine::Receipts,
            both(received, of(Counted::ReceiptOfAll)),
            plan.as_ref().map(|plan| received.plus(receipts_beyond(plan))),
        ),
    ];
    rows.retain(|row| row.recommended.of + row.plan.of > 0);
    rows.extend(of_programme(view));
    rows
}

const fn of_total(total: &Total) -> MoneySum {
    MoneySum { pence: total.sum, sites: total.sites, of: total.of }
}

/// What emptying each site costs once, by site and option: moving, fitting out elsewhere and parting a building; `None`
/// where how much must move is not known.
fn moving_once(view: &View) -> BTreeMap<&str, BTreeMap<OptionKind, Option<i64>>> {
    let is_known = |row: &super::OptionRow| {
        !row.missing.iter().any(|fact| matches!(fact, Missing::Need | Missing::Function))
    };
    let mut sums: BTreeMap<&str, BTreeMap<_, _>> = BTreeMap::new();
    for row in &view.options.rows {
        let of_site = sums.entry(&row.site_id).or_default();
        of_site.insert(row.option, is_known(row).then_some(0_i64));
    }
    let kinds = [FlowKind::Relocation, FlowKind::FitOut, FlowKind::Separation];
    for flow in view.options.flows.iter().filter(|flow| kinds.contains(&flow.what)) {
        let of_site = sums.get_mut(flow.site_id.as_str());
        if let Some(sum) = of_site.and_then(|of| of.get_mut(&flow.option)) {
            // Money out is negative; a cost is told as a sum above zero.
            *sum = sum.and_then(|sum| sum.checked_sub(flow.amount.pence()?));
        }
    }
    sums
}

/// The lines of the capital programme, as each scenario has them.
fn of_programme(view: &View) -> Vec<MoneyRow> {
    let Some(fund) = view.fund.as_ref().filter(|fund| !fund.schemes.is_empty()) else {
        return Vec::new();
    };
    let years = fund.years.get(..fund.budget_years).unwrap_or_default();
    let (Some(first), Some(last)) = (years.first(), years.last()) else { return Vec::new() };
    let sums = |id: &str| fund.scenarios.iter().find(|s| s.id == id).map(|s| &s.summary);
    let row = |line, from: FinancialYear, of: &dyn Fn(&super::ProgrammeSums) -> i64| {
        let sum = |id: &str| sums(id).map_or_else(MoneySum::default, |s| MoneySum::whole(of(s)));
        let years = Some((from, *last));
        let (decided, recommended, plan) = (sum("base"), sum("as_recommended"), sum("the_plan"));
        MoneyRow { line, years, decided, recommended, plan }
    };
    let mut rows = vec![row(MoneyLine::Borrowing, *first, &|s| s.borrowing)];
    if fund.has_treasury {
        rows.push(row(MoneyLine::RevenueCost, *last, &|s| s.revenue_last));
    }
    let own = fund.financing.get(fund.budget_years.saturating_sub(1));
    let target = own.filter(|_| fund.has_treasury).and_then(|y| y.estate_target.or(y.force_target));
    if let Some(target) = target {
        rows.push(row(MoneyLine::Savings, *last, &|s| s.saved_last));
        rows.push(row(MoneyLine::Target, *last, &|_| target));
        rows.push(row(MoneyLine::Shortfall, *last, &|s| (target - s.saved_last).max(0)));
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_of_sites_says_of_how_many_it_is() {
        let sum = MoneySum::of_figures(&[Some(500), None]);
        assert_eq!(sum, MoneySum { pence: Some(500), sites: 1, of: 2 });
        assert!(sum.is_part());
        // Nothing known is not zero; nothing to sum is.
        assert_eq!(MoneySum::of_figures(&[None]).pence, None);
        assert_eq!(MoneySum::of_figures(&[]).pence, Some(0));
        let both = sum.plus(MoneySum::of_figures(&[Some(20)]));
        assert_eq!(both, MoneySum { pence: Some(520), sites: 2, of: 3 });
    }
}
