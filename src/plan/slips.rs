//! The plan when costs, prices and days of sale slip: what it is worth then, whether another plan is better, and how far
//! each may slip before one is.

use rust_decimal::{Decimal, prelude::ToPrimitive};

use super::{
    check::{BrokenRule, check},
    choices::MOST_YEARS_LATE,
    problem::{LateSale, PlanAnswer, PlanProblem, SlipParts, YearMoney},
    solve::{PlanEffort, PlanProof, SolvedPlan, solve},
};
use crate::policy::Lever;

/// How far costs, prices and days of sale slip.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Slip {
    /// A fraction of costs that fall once, works among them.
    pub costs: Decimal,
    /// A fraction of receipts of sales.
    pub receipts: Decimal,
    /// Years by which sales are late.
    pub years_late: u32,
}

impl Slip {
    /// Reads what of a lever of the capital programme a plan's worth hangs on.
    ///
    /// Interest, grants and who lends are no part of it: they move the budget, not what a plan is worth to the economy.
    #[must_use]
    pub const fn of(lever: &Lever) -> Self {
        Self {
            costs: lever.spend_change,
            receipts: lever.receipt_change,
            years_late: lever.receipt_delay_years,
        }
    }

    /// Tells whether a plan is worth the same under it.
    #[must_use]
    pub const fn is_none(&self) -> bool {
        self.costs.is_zero() && self.receipts.is_zero() && self.years_late == 0
    }
}

/// A plan under a slip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlippedPlan {
    /// What it is then worth, in pence; `None` where sales are later than is worked out, or after the years of the
    /// appraisal.
    pub worth: Option<i64>,
    /// What it then breaks.
    pub broken: Vec<BrokenRule>,
    /// The plan that is then worth most of those that keep every limit; `None` where none was found, or looked for.
    pub best: Option<SolvedPlan>,
}

/// What slips alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlipOf {
    /// Costs that fall once rise, in thousandths.
    Costs,
    /// Receipts fall, in thousandths.
    Receipts,
    /// Sales are late, in years.
    Late,
}

/// How far one thing may slip before another plan is worth more, all limits counted as planned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endurance {
    /// What slips.
    pub of: SlipOf,
    /// The least slip at which another plan is worth more; `None` where none up to [`SlipOf::most`] does that.
    pub until: Option<i64>,
    /// The plan that is then worth more.
    pub other: Option<PlanAnswer>,
    /// Whether that is shown: the plan, and every one that it is compared with, is proven to be the best.
    pub is_shown: bool,
    /// Whether the plan has anything that slips so.
    pub has_any: bool,
}

impl SlipOf {
    /// Everything that may slip alone.
    pub const ALL: [Self; 3] = [Self::Costs, Self::Receipts, Self::Late];

    /// Returns the most that is tried: twice the costs, no receipts, the most years.
    #[must_use]
    pub const fn most(self) -> i64 {
        match self {
            Self::Costs | Self::Receipts => 1_000,
            Self::Late => MOST_YEARS_LATE as i64,
        }
    }

    fn by(self, amount: i64) -> Slip {
        let none = Slip::default();
        match self {
            Self::Costs => Slip { costs: Decimal::new(amount, 3), ..none },
            Self::Receipts => Slip { receipts: Decimal::new(-amount, 3), ..none },
            Self::Late => Slip { years_late: u32::try_from(amount).unwrap_or(0), ..none },
        }
    }
}

/// Takes a share of a sum, to the penny.
fn share(pence: i64, of: Decimal) -> i64 {
    let part = Decimal::from(pence).checked_mul(of).map(|part| part.round());
    part.and_then(|part| part.to_i64()).unwrap_or(0)
}

/// Returns the problem with what each choice is worth under a slip, its budget as planned.
fn revalued(problem: &PlanProblem, slip: Slip) -> PlanProblem {
    let mut then = problem.clone();
    for choice in then.sites.iter_mut().flat_map(|site| &mut site.choices) {
        let own = &choice.slips;
        let late = late(own, slip).map_or(0, |late| late.worth);
        choice.worth += share(own.once, slip.costs) + share(own.receipts, slip.receipts) + late;
    }
    for works in then.receivers.iter_mut().flat_map(|receiver| &mut receiver.works) {
        works.worth += share(works.worth, slip.costs);
    }
    then
}

/// What a choice changes by were its sale as late as that; of later than is known what is known last.
fn late(own: &SlipParts, slip: Slip) -> Option<&LateSale> {
    let years = usize::try_from(slip.years_late).unwrap_or(0).min(own.late.len());
    own.late.get(years.checked_sub(1)?)
}

/// Tells whether every sale of a plan would still fall within the years of the appraisal.
fn is_within(problem: &PlanProblem, answer: &PlanAnswer, slip: Slip) -> bool {
    let years = usize::try_from(slip.years_late).unwrap_or(usize::MAX);
    (0..problem.sites.len()).all(|site| {
        let own = &problem.chosen(answer, site).slips;
        own.late.is_empty()
            || own.late.len() >= years && late(own, slip).is_none_or(|l| l.is_within)
    })
}

/// Moves the budget of a choice, or of works, with a slip.
fn rebudgeted(money: &[YearMoney], slip: Slip) -> Vec<YearMoney> {
    let late = usize::try_from(slip.years_late).unwrap_or(usize::MAX);
    let of = |(year, own): (usize, &YearMoney)| {
        let sold = year.checked_sub(late).and_then(|year| money.get(year));
        let received = sold.map_or(0, |sold| sold.receipts);
        let once = share(own.one_off, slip.costs);
        YearMoney {
            capital: own.capital + share(own.capital, slip.costs),
            one_off: own.one_off + once,
            revenue: own.revenue + once,
            receipts: received + share(received, slip.receipts),
        }
    };
    money.iter().enumerate().map(of).collect()
}

/// Returns the problem under a slip: what each choice is worth, and its budget, with costs higher, receipts other and later
/// and what holding buildings costs meanwhile.
fn slipped(problem: &PlanProblem, slip: Slip) -> PlanProblem {
    let mut then = revalued(problem, slip);
    for choice in then.sites.iter_mut().flat_map(|site| &mut site.choices) {
        choice.money = rebudgeted(&choice.money, slip);
        let held = late(&choice.slips, slip).map_or(&[][..], |late| late.money.as_slice());
        for (own, held) in choice.money.iter_mut().zip(held) {
            own.capital += held.capital;
            own.revenue += held.revenue;
            own.one_off += held.one_off;
        }
    }
    for works in then.receivers.iter_mut().flat_map(|receiver| &mut receiver.works) {
        works.money = rebudgeted(&works.money, slip);
    }
    then
}

/// Counts a plan under a slip, and looks for the best plan under it.
#[must_use]
pub fn under(
    problem: &PlanProblem,
    solved: &SolvedPlan,
    slip: Slip,
    effort: PlanEffort,
) -> SlippedPlan {
    if slip.years_late > MOST_YEARS_LATE || !is_within(problem, &solved.answer, slip) {
        return SlippedPlan { worth: None, broken: Vec::new(), best: None };
    }
    if slip.is_none() {
        let best = Some(solved.clone());
        return SlippedPlan { worth: Some(solved.worth), broken: Vec::new(), best };
    }
    let then = slipped(problem, slip);
    let count = check(&then, &solved.answer);
    let best = solve(&then, Some(&solved.answer), effort).ok();
    SlippedPlan { worth: Some(count.worth), broken: count.broken, best }
}

/// Finds how far one thing may slip before another plan is worth more.
#[must_use]
pub fn endurance(
    problem: &PlanProblem,
    solved: &SolvedPlan,
    of: SlipOf,
    effort: PlanEffort,
) -> Endurance {
    let then = revalued(problem, of.by(1));
    let has_any = check(&then, &solved.answer).worth != solved.worth;
    let found = overtaken(problem, solved, of, effort);
    let is_shown = found.is_some();
    let (until, other) = found.flatten().unzip();
    Endurance { of, until, other, is_shown, has_any }
}

/// Finds the least slip at which another plan is worth more, with that plan; `Some(None)` where none is, `None` where that is
/// not found out.
///
/// What each plan is worth moves evenly with costs and with receipts, so that a plan which is better at one slip is better
/// at every larger one: the search steps down from the most, to the point from which on the last plan found is better.
fn overtaken(
    problem: &PlanProblem,
    solved: &SolvedPlan,
    of: SlipOf,
    effort: PlanEffort,
) -> Option<Option<(i64, PlanAnswer)>> {
    let is_best = |plan: &SolvedPlan| plan.proof == PlanProof::Optimal;
    if !is_best(solved) {
        return None;
    }
    let better = |amount: i64| -> Option<Option<PlanAnswer>> {
        if !is_within(problem, &solved.answer, of.by(amount)) {
            return None;
        }
        let then = revalued(problem, of.by(amount));
        let found = solve(&then, Some(&solved.answer), effort).ok().filter(is_best)?;
        let is_more = found.worth > check(&then, &solved.answer).worth;
        Some(is_more.then_some(found.answer))
    };
    if of == SlipOf::Late {
        for years in 1..=of.most() {
            if let Some(other) = better(years)? {
                return Some(Some((years, other)));
            }
        }
        return Some(None);
    }
    let Some(mut other) = better(of.most())? else { return Some(None) };
    let mut until = of.most();
    loop {
        // The least slip at which this plan is worth more.
        let is_better = |amount: i64| {
            let then = revalued(problem, of.by(amount));
            check(&then, &other).worth > check(&then, &solved.answer).worth
        };
        let (mut not, mut is) = (0, until);
        while is - not > 1 {
            let middle = i64::midpoint(not, is);
            if is_better(middle) { is = middle } else { not = middle }
        }
        until = is;
        match if until > 1 { better(until - 1)? } else { None } {
            Some(found) => {
                other = found;
                until -= 1;
            }
            None => return Some(Some((until, other))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::tests::{Dice, EFFORT, best_of_all, random},
        *,
    };

    /// The best of all plans under a slip of worth alone, and what one plan is then worth.
    fn held(problem: &PlanProblem, solved: &SolvedPlan, slip: Slip) -> (i64, i64) {
        let then = revalued(problem, slip);
        let best = best_of_all(&then).unwrap_or(i64::MIN);
        (best, check(&then, &solved.answer).worth)
    }

    #[test]
    fn a_plan_is_the_best_up_to_how_far_it_endures_and_not_beyond() {
        let mut dice = Dice(21);
        let (mut found, mut never) = (0, 0);
        for _ in 0..40 {
            let problem = random(&mut dice);
            let Ok(solved) = solve(&problem, None, EFFORT) else { continue };
            for of in SlipOf::ALL {
                let own = endurance(&problem, &solved, of, EFFORT);
                assert!(own.is_shown);
                let Some(until) = own.until else {
                    let (best, worth) = held(&problem, &solved, of.by(of.most()));
                    assert_eq!(best, worth, "{of:?}");
                    never += 1;
                    continue;
                };
                let (best, worth) = held(&problem, &solved, of.by(until));
                assert!(best > worth, "{of:?} {until}");
                let (best, worth) = held(&problem, &solved, of.by(until - 1));
                assert_eq!(best, worth, "{of:?} {until}");
                let other = own.other.unwrap();
                let then = revalued(&problem, of.by(until));
                assert!(check(&then, &other).broken.is_empty());
                assert!(check(&then, &other).worth > check(&then, &solved.answer).worth);
                found += 1;
            }
        }
        assert!(found > 20 && never > 20, "{found} {never}");
    }

    #[test]
    fn under_a_slip_the_best_plan_keeps_every_limit_and_is_the_best_of_all() {
        let mut dice = Dice(22);
        let (mut other, mut broken) = (0, 0);
        for _ in 0..40 {
            let problem = random(&mut dice);
            let Ok(solved) = solve(&problem, None, EFFORT) else { continue };
            let (costs, receipts) = (Decimal::new(2, 1), Decimal::new(-2, 1));
            let slip = Slip { costs, receipts, years_late: 1 };
            let found = under(&problem, &solved, slip, EFFORT);
            let then = slipped(&problem, slip);
            assert_eq!(found.worth, Some(check(&then, &solved.answer).worth));
            let best = best_of_all(&then);
            assert_eq!(found.best.as_ref().map(|best| best.worth), best);
            other += usize::from(best > found.worth);
            broken += usize::from(!found.broken.is_empty());
        }
        assert!(other > 5 && broken > 5, "{other} {broken}");
    }

    /// £100,000 of works in the first year and £300,000 received in the second, costs a fifth higher, receipts a tenth lower
    /// and a year later: £120,000 in the first year, £270,000 in the third.
    #[test]
    fn a_budget_moves_with_a_slip() {
        let year = |capital, receipts| YearMoney { capital, receipts, ..YearMoney::default() };
        let planned = [year(10_000_000, 0), year(0, 30_000_000), year(0, 0)];
        let slip = Slip { costs: Decimal::new(2, 1), receipts: Decimal::new(-1, 1), years_late: 1 };
        let then = [year(12_000_000, 0), year(0, 0), year(0, 27_000_000)];
        assert_eq!(rebudgeted(&planned, slip), then);
    }

    #[test]
    fn sales_later_than_is_worked_out_have_no_worth() {
        let problem = PlanProblem::default();
        let solved = solve(&problem, None, EFFORT).unwrap();
        let late = |years_late| Slip { years_late, ..Slip::default() };
        let worth = |years| under(&problem, &solved, late(years), EFFORT).worth;
        assert_eq!((worth(MOST_YEARS_LATE), worth(MOST_YEARS_LATE + 1)), (Some(0), None));
    }
}
