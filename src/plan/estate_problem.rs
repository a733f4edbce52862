//! The problem of an estate, with what its numbers stand for and what it rests on.

use super::problem::PlanProblem;
use crate::{
    appraise::{Appraisal, BarReason, Missing},
    cover::Cover,
    fund::Fund,
    load::Estate,
    measure::Measures,
    model::{Date, FinancialYear, OptionKind},
    policy::Policy,
    tenure::SiteExits,
};

/// The stages that a plan rests on.
#[derive(Debug, Clone, Copy)]
pub struct PlanSources<'a> {
    /// What was read.
    pub estate: &'a Estate,
    /// How each site can be left.
    pub tenure: &'a SiteExits,
    /// What was measured.
    pub measures: &'a Measures,
    /// The options of each site; with their cash flows.
    pub appraisal: &'a Appraisal,
    /// Who is in reach, and where teams could go.
    pub cover: &'a Cover,
    /// What is decided, as it stands in the budget.
    pub fund: &'a Fund,
    /// By which rules.
    pub policy: &'a Policy,
}

/// Why an option of a site is not counted on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LeftOut {
    /// Something stands in the way of it without end.
    RuledOut,
    /// What it is worth is not known, for want of these.
    NotKnown(Vec<Missing>),
    /// It is worth more than business as usual only if a lease is renewed, or a landlord is no public body.
    Assumed,
    /// Another body must agree.
    ByAgreement,
}

/// What a plan can do with one site, beside its choices.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SiteStanding {
    /// Whether it is sold.
    pub is_sold: bool,
    /// What is decided of it.
    pub decided: Option<OptionKind>,
    /// Whether the decision cannot stand: the site has no such option, or it is ruled out.
    pub decision_stands: bool,
    /// The options that are not counted on.
    pub left_out: Vec<(OptionKind, LeftOut)>,
    /// Of each choice, when it is done; `None` of business as usual.
    pub done_on: Vec<Option<Date>>,
    /// Of each choice, what stands in the way of it until a day.
    pub bars: Vec<Vec<(BarReason, Date)>>,
    /// Of each choice, whether it is worth at least what is counted.
    pub at_least: Vec<bool>,
    /// Of each choice, what works at other sites take off where it is done alone, in pence.
    pub works_alone: Vec<i64>,
    /// Whether the worth of what is decided is not known; nothing is counted for it.
    pub worth_not_known: bool,
    /// Whether its floor area is not known; nothing is counted for it.
    pub area_not_known: bool,
}

/// The problem of an estate, with what the numbers stand for.
#[derive(Debug, Clone, Default)]
pub struct EstateProblem {
    /// The problem.
    pub problem: PlanProblem,
    /// The same with the options that are ruled out for the coverage they lose and for nothing else.
    pub but_for_coverage: PlanProblem,
    /// Of each site, in the order of the estate.
    pub standing: Vec<SiteStanding>,
    /// The financial years, the first first.
    pub years: Vec<FinancialYear>,
    /// On what each limit rests, in their order.
    pub sources: Vec<String>,
    /// Limits of the policy that cannot be held, with why.
    pub not_tested: Vec<(String, &'static str)>,
    /// Minutes from the site of each team to each site it could go to, in the order of the problem's.
    pub minutes: Vec<Vec<f64>>,
}
