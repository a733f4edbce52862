//! Capital schemes as lines of pence by year: what the budget says, inflation and optimism bias beside it.

use rust_decimal::Decimal;

use super::{
    BeyondYears, ProgrammeGap,
    pence::{cell, growth, share_within},
    sources::Sources,
    years::Span,
};
use crate::{
    finance::optimism_bias,
    model::{FinancialYear, PriceBase, ProjectId, ProjectYear, RowRef, SiteId, WorksClass},
    policy::{FigureName, Policy},
};

/// One capital scheme.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "named as the columns of `projects`")]
pub struct Scheme {
    pub project_id: ProjectId,
    pub name: String,
    pub site_id: Option<SiteId>,
    /// The first site whose sale is tied to it.
    pub receipt_site_id: Option<SiteId>,
    /// In order of year, each once.
    pub(super) lines: Vec<SchemeLine>,
    /// The last year with spend as planned, as a place.
    pub(super) last_spend: Option<usize>,
    /// What was spent before the first year and paid by nothing, in pence: it is owed, in the opening requirement.
    pub(super) before: i64,
    /// The rows behind it.
    pub rows: Vec<RowRef>,
}

/// One year of a scheme, in pence.
#[derive(Debug, Clone, Default)]
pub(super) struct SchemeLine {
    pub place: usize,
    /// As the row has it.
    pub budget: i64,
    pub inflation: i64,
    pub bias: i64,
    pub grant: i64,
    pub revenue: i64,
    pub reserves: i64,
    /// Years over which borrowing is charged, at most the policy's longest; `None` is not known.
    pub life: Option<u32>,
    /// The years as given.
    pub given_life: Option<u32>,
    /// The year in which it comes into use, as a place; before the first year 0.
    pub operational: Option<usize>,
    pub running: i64,
    pub one_off: i64,
    pub class: Option<WorksClass>,
}

/// Reads the schemes; years before the first are what was borrowed before, years after the last are left out.
pub(super) fn schemes(from: Sources<'_>, span: Span, gaps: &mut Vec<ProgrammeGap>) -> Vec<Scheme> {
    let rows = from.estate.projects.as_deref().unwrap_or_default();
    let of_project = rows.chunk_by(|a, b| a.project_id == b.project_id);
    of_project.map(|rows| scheme(rows, from.policy, span, gaps)).collect()
}

fn scheme(
    rows: &[ProjectYear],
    policy: &Policy,
    span: Span,
    gaps: &mut Vec<ProgrammeGap>,
) -> Scheme {
    let project_id = rows[0].project_id.clone();
    let name = rows.iter().find_map(|row| row.name.clone());
    // A life, a class and a day that a later row leaves out are those of the rows before it, else of the next.
    let near = |at: usize, has: &dyn Fn(&ProjectYear) -> bool| {
        let before = rows[..=at].iter().rposition(has);
        before.or_else(|| rows.iter().position(has))
    };
    let mut lines: Vec<SchemeLine> = Vec::new();
    let mut before = 0_i64;
    for (at, row) in rows.iter().enumerate() {
        let place = span.place(row.financial_year);
        if place.is_none() && !span.is_past(row.financial_year) {
            gaps.push(ProgrammeGap::BeyondYears(BeyondYears::Scheme(project_id.clone())));
            continue;
        }
        let mut known = |what: &'static str, sum: crate::model::Fact<crate::model::Money>| {
            // A sum below zero has been reported when it was read: it is no sum of a programme.
            let readable = cell(sum).filter(|pence| {
                *pence >= 0 || what == "running_cost_change" || what == "one_off_revenue"
            });
            readable.unwrap_or_else(|| {
                gaps.push(ProgrammeGap::Cell(project_id.clone(), row.financial_year, what));
                0
            })
        };
        let budget = known("spend", row.spend);
        let grant = known("grant", row.grant);
        let revenue = known("revenue_contribution", row.revenue_contribution);
        let reserves = known("reserves", row.reserves);
        let Some(place) = place else {
            before += budget - grant - revenue - reserves;
            continue;
        };
        let running = known("running_cost_change", row.running_cost_change);
        let one_off = known("one_off_revenue", row.one_off_revenue);
        let life = near(at, &|r| r.life_years.is_some()).and_then(|n| rows[n].life_years);
        let given_life = life;
        let life = life.map(|years| years.min(policy.whole(FigureName::MrpLongestYears)));
        let class = near(at, &|r| r.works_class.is_some()).and_then(|n| rows[n].works_class);
        let day = near(at, &|r| r.operational_on.is_some()).and_then(|n| rows[n].operational_on);
        let operational = day.map(|day| {
            let year = FinancialYear::containing(day);
            if span.is_past(year) { 0 } else { span.place(year).unwrap_or(span.years) }
        });
        let rise = policy.figure(FigureName::ConstructionInflation);
        let added = added(budget, (row.prices, place), rise, bias_of(class, policy));
        if added.is_none() {
            gaps.push(ProgrammeGap::RangeOfScheme(project_id.clone()));
        }
        let (inflation, bias) = added.unwrap_or_default();
        lines.push(SchemeLine {
            place,
            budget,
            inflation,
            bias,
            grant,
            revenue,
            reserves,
            life,
            given_life,
            operational,
            running,
            one_off,
            class,
        });
    }
    let last_spend = lines.iter().filter(|line| line.budget != 0).map(|line| line.place).max();
    Scheme {
        name: name.unwrap_or_else(|| project_id.to_string()),
        site_id: rows.iter().find_map(|row| row.site_id.clone()),
        receipt_site_id: rows.iter().find_map(|row| row.receipt_site_id.clone()),
        lines,
        last_spend,
        before: before.max(0),
        rows: rows.iter().map(|row| row.row.clone()).collect(),
        project_id,
    }
}

/// Returns what inflation adds to a spend, and what optimism bias adds to both; `None` beyond £50bn.
fn added(
    budget: i64,
    (prices, place): (Option<PriceBase>, usize),
    rise: Decimal,
    bias: Decimal,
) -> Option<(i64, i64)> {
    let grown = match prices {
        Some(PriceBase::Today) => share_within(budget, growth(rise, place)?)?,
        _ => budget,
    };
    let bias = share_within(grown, bias)?;
    let is_counted = share_within(grown + bias, Decimal::ONE).is_some();
    is_counted.then_some((grown - budget, bias))
}

/// Returns the optimism bias of a class of works as a fraction; none for a sum that bears its own.
fn bias_of(class: Option<WorksClass>, policy: &Policy) -> Decimal {
    let upper = match class {
        Some(WorksClass::Standard) => FigureName::WorksBias,
        Some(WorksClass::NonStandard) => FigureName::NonStandardBias,
        Some(WorksClass::Equipment) => FigureName::EquipmentBias,
        // Repair is a yearly budget, and land is bought at a price: neither is an estimate of works.
        Some(WorksClass::Land | WorksClass::Repair) | None => return Decimal::ZERO,
    };
    let mitigated = policy.figure(FigureName::BiasMitigated);
    optimism_bias(policy.figure(upper), mitigated).unwrap_or(Decimal::ZERO)
}

impl Scheme {
    /// Returns the line of a year.
    pub(super) fn line(&self, place: usize) -> Option<&SchemeLine> {
        self.until(place).filter(|line| line.place == place)
    }

    /// Returns the life that borrowing of a year has: that of its own line, else of the last line before it.
    pub(super) fn life(&self, place: usize) -> Option<u32> {
        self.until(place).and_then(|line| line.life)
    }

    /// Returns the class that spend of a year has, what slipped into it too.
    pub(super) fn class(&self, place: usize) -> Option<WorksClass> {
        self.until(place).and_then(|line| line.class)
    }

    /// Returns the line of a year, else the last before it.
    fn until(&self, place: usize) -> Option<&SchemeLine> {
        let after = self.lines.partition_point(|line| line.place <= place);
        after.checked_sub(1).and_then(|at| self.lines.get(at))
    }

    /// Returns when what is spent in a year comes into use, as a place: given, else the year of the last spend.
    pub(super) fn operational(&self, place: usize, last_spend: usize) -> usize {
        let given = self.until(place).and_then(|line| line.operational);
        given.unwrap_or(last_spend).max(place)
    }
}
