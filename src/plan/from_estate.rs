//! The problem of an estate: what each site could do by the appraisal, and the limits of the policy.
//!
//! Only what is known is counted on. An option is a choice where nothing rules it out and the least that it is worth is known;
//! one that would be worth less than business as usual, were a lease not renewed or a landlord a public body of whom that is
//! not recorded, is not. Business as usual always is.

use std::collections::BTreeMap;

use super::{
    limits::{self, Policed},
    problem::{DatedWorks, PlanChoice, PlanProblem, PlanSite, PlanTeam, ReceivingSite, YearMoney},
};
use crate::{
    appraise::{
        Advice, Appraisal, Decided, Flow, FlowKind, Missing, Recommendation, SiteOption, room_works,
    },
    cover::Cover,
    fund::{BudgetLine, Fund, Reconciled, SiteLine, budget_of, years_followed},
    load::Estate,
    model::{Area, Date, FinancialYear, Money, OptionKind, thousandths},
    policy::{Decisions, Policy},
};

/// The stages that a plan rests on.
#[derive(Debug, Clone, Copy)]
pub struct PlanSources<'a> {
    /// What was read.
    pub estate: &'a Estate,
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

/// Puts the problem of an estate together.
#[must_use]
pub fn from_estate(from: PlanSources<'_>) -> EstateProblem {
    let years = years_followed(from.estate, from.policy);
    let mut found = EstateProblem { years, ..EstateProblem::default() };
    for number in 0..from.estate.sites.len() {
        let (site, standing) = site(from, number, &found.years);
        found.problem.sites.push(site);
        found.standing.push(standing);
    }
    teams(from, &mut found);
    let Policed { zones, limits, sources, not_tested } = limits::of(from, &found);
    found.problem.zones = zones;
    found.problem.limits = limits;
    found.sources = sources;
    found.not_tested = not_tested;
    found
}

fn site(from: PlanSources<'_>, number: usize, years: &[FinancialYear]) -> (PlanSite, SiteStanding) {
    let site = &from.estate.sites[number];
    let area = site.gia_m2.map(Area::as_m2).and_then(thousandths);
    let decided = from.appraisal.decided.get(number).cloned().flatten();
    let mut standing = SiteStanding {
        decided: decided.as_ref().map(|decided| decided.option),
        decision_stands: true,
        area_not_known: area.is_none(),
        done_on: vec![None],
        at_least: vec![false],
        works_alone: vec![0],
        ..SiteStanding::default()
    };
    let usual = PlanChoice {
        takes: from.cover.rooms.sites[number].receives,
        area: area.unwrap_or(0),
        ..PlanChoice::default()
    };
    let mut choices = vec![usual];
    let found = from.appraisal.recommendations.get(number);
    match found {
        Some(found) if found.advice != Advice::None => {
            for option in &found.options {
                if option.kind != OptionKind::BusinessAsUsual {
                    add(
                        from,
                        (number, option, found),
                        decided.as_ref(),
                        (years, area),
                        &mut choices,
                        &mut standing,
                    );
                }
            }
        }
        _ => {
            standing.is_sold = true;
            choices[0].area = 0;
            choices[0].takes = false;
        }
    }
    if let Some(option) = standing.decided {
        standing.decision_stands =
            standing.is_sold || choices.iter().any(|choice| choice.kind == option);
    }
    (PlanSite { site_id: site.site_id.to_string(), choices }, standing)
}

/// Tells whether an option is counted on, with what it is worth, `None` where that is not known of a decision; else why not.
/// `None` of one that changes nothing: it is business as usual by another name.
fn counted_on(
    policy: &Policy,
    option: &SiteOption,
    found: &Recommendation,
    is_decided: bool,
) -> Option<Result<Option<Money>, LeftOut>> {
    if !option.is_open() {
        return Some(Err(LeftOut::RuledOut));
    }
    let worth = option.against.advantage.map(|sums| sums.economic).or(option.against.low);
    if is_decided {
        return Some(Ok(worth));
    }
    let usual = found.options.iter().find(|o| o.kind == OptionKind::BusinessAsUsual);
    if usual.is_some_and(|usual| usual.flows == option.flows) {
        return None;
    }
    if option.by_agreement && !policy.plan.by_agreement {
        return Some(Err(LeftOut::ByAgreement));
    }
    let Some(known) = worth else {
        return Some(Err(LeftOut::NotKnown(option.missing.clone())));
    };
    let is_assumed = known > Money::ZERO && option.against.least_of(known) < Money::ZERO;
    Some(if is_assumed { Err(LeftOut::Assumed) } else { Ok(worth) })
}

/// Returns how many sites have more than one choice, without putting the problem together.
#[must_use]
pub fn sites_with_a_choice(from: PlanSources<'_>) -> usize {
    let all = from.appraisal.recommendations.iter().zip(&from.appraisal.decided);
    let has_choice = |(found, decided): &(&Recommendation, &Option<Decided>)| {
        let mut others = found.options.iter().filter(|o| o.kind != OptionKind::BusinessAsUsual);
        found.advice != Advice::None
            && others.any(|option| {
                let is_decided = decided.as_ref().is_some_and(|d| d.option == option.kind);
                matches!(counted_on(from.policy, option, found, is_decided), Some(Ok(_)))
            })
    };
    all.filter(has_choice).count()
}

/// Adds an option to the choices of a site, or says why not.
fn add(
    from: PlanSources<'_>,
    (number, option, found): (usize, &SiteOption, &Recommendation),
    decided: Option<&Decided>,
    (years, area): (&[FinancialYear], Option<i64>),
    choices: &mut Vec<PlanChoice>,
    standing: &mut SiteStanding,
) {
    let is_decided = decided.is_some_and(|decided| decided.option == option.kind);
    let worth = match counted_on(from.policy, option, found, is_decided) {
        None => return,
        Some(Err(why)) => return standing.left_out.push((option.kind, why)),
        Some(Ok(worth)) => worth,
    };
    let Some(money) = money(from, number, option, found, years.len()) else {
        return standing.left_out.push((option.kind, LeftOut::NotKnown(vec![Missing::Range])));
    };
    let kind = option.kind;
    let own = option.flows.iter();
    let moved = own.clone().find(|flow| flow.kind == FlowKind::Relocation).map(|flow| flow.on);
    let on = moved.or(option.done_on).filter(|_| kind.closes()).or(option.done_on);
    let room_works = own.clone().filter(|flow| flow.kind == FlowKind::RoomWorks);
    let works = Money::checked_sum(room_works.map(|flow| flow.economic));
    let works = works.and_then(Money::pence).unwrap_or(0);
    let to_receiver = kind.closes()
        && is_decided
        && from.cover.rooms.decided.iter().any(|(leaves, _)| *leaves == number);
    let moves_to_own = kind == OptionKind::MoveToOwnSpace || to_receiver;
    let hires = own.clone().any(|flow| flow.kind == FlowKind::DesksElsewhere);
    let room = &from.cover.rooms.sites[number];
    let needed = room.needed.map_or(0, |[mid, ..]| mid.saturating_mul(1000));
    let leaves_somebody = kind.closes() && !room.is_empty;
    // What is due on the day of the snapshot is of the first year; what comes after the last is in none.
    let year = on.map(FinancialYear::containing).zip(years.first()).map(|(y, first)| y.max(*first));
    choices.push(PlanChoice {
        kind,
        on,
        worth: worth.and_then(Money::pence).unwrap_or(0) - works,
        closes: kind.closes(),
        moves_to_own,
        takes: room.receives
            && !kind.closes()
            && !matches!(kind, OptionKind::Sublet | OptionKind::KeepAndShare),
        moves_in: year
            .filter(|_| leaves_somebody)
            .and_then(|year| years.iter().position(|own| *own == year)),
        money,
        area: if kind.gives_up() { 0 } else { area.unwrap_or(0) },
        elsewhere: if kind.closes() && hires && !moves_to_own { needed } else { 0 },
    });
    standing.done_on.push(option.done_on);
    standing.at_least.push(option.against.advantage.is_none() && worth.is_some());
    standing.works_alone.push(works);
    standing.worth_not_known |= is_decided && worth.is_none();
}

/// What an option changes in the budget against business as usual, works at other sites apart.
///
/// Of a decision it is what stands in the capital programme, given receipts among it. Sums are of what is known; `None` beyond
/// the range of money.
fn money(
    from: PlanSources<'_>,
    number: usize,
    option: &SiteOption,
    found: &Recommendation,
    years: usize,
) -> Option<Vec<YearMoney>> {
    let id = &from.estate.sites[number].site_id;
    let programme = from.fund.programme.as_ref();
    let is_its = |line: &&SiteLine| {
        line.site_id == *id && line.option == option.kind && line.taken == Decisions::Taken
    };
    if let Some(line) = programme.and_then(|p| p.inputs.sites.iter().find(is_its)) {
        return Some(by_year(&line.rows, from, years));
    }
    let usual = found.options.iter().find(|o| o.kind == OptionKind::BusinessAsUsual);
    let usual = usual.map_or(&[][..], |usual| usual.flows.as_slice());
    let rows = budget_of(from.estate, from.policy, &option.flows, usual)?;
    Some(by_year(&rows, from, years))
}

fn by_year(rows: &[Reconciled], from: PlanSources<'_>, years: usize) -> Vec<YearMoney> {
    let mut money = vec![YearMoney::default(); years];
    let first = years_followed(from.estate, from.policy).first().map_or(0, |year| year.start());
    for row in rows.iter().filter(|row| row.what != FlowKind::RoomWorks) {
        let place = usize::try_from(row.year.start() - first).ok();
        if let Some(own) = place.and_then(|place| money.get_mut(place)) {
            count(own, row);
        }
    }
    money
}

/// Adds a sum of the budget to its year.
fn count(own: &mut YearMoney, row: &Reconciled) {
    let is_works = matches!(
        row.what,
        FlowKind::RoomWorks | FlowKind::Works | FlowKind::FitOut | FlowKind::Separation
    );
    match row.line {
        BudgetLine::Receipt => own.receipts += row.budget,
        BudgetLine::OneOff if is_works => own.capital -= row.budget,
        BudgetLine::OneOff => {
            own.one_off -= row.budget;
            own.revenue -= row.budget;
        }
        BudgetLine::RunningCost | BudgetLine::RentIn => own.revenue -= row.budget,
        BudgetLine::NotBudgeted | BudgetLine::OtherYears => {}
    }
}

/// The teams of sites that could move them to own space, where they could go, and the works that would make room.
fn teams(from: PlanSources<'_>, found: &mut EstateProblem) {
    let rooms = &from.cover.rooms;
    let mut receivers: BTreeMap<usize, usize> = BTreeMap::new();
    // The days on which somebody could come to each.
    let mut days: Vec<Vec<Date>> = Vec::new();
    for number in 0..found.problem.sites.len() {
        let choices = &found.problem.sites[number].choices;
        let on: Vec<Date> =
            choices.iter().filter(|c| c.moves_to_own).filter_map(|choice| choice.on).collect();
        if on.is_empty() {
            continue;
        }
        for leaver in rooms.leavers(number) {
            let (mut to, mut minutes) = (Vec::new(), Vec::new());
            for (site, away) in leaver.to {
                let Some([room, ..]) = rooms.sites[site].room() else { continue };
                let extra = rooms.sites[site].works.map_or(0, |(extra, _)| extra);
                let most = room.max(0).max(room.saturating_add(extra)).saturating_mul(1000);
                if most < leaver.workstations {
                    continue;
                }
                let at = *receivers.entry(site).or_insert_with(|| {
                    days.push(Vec::new());
                    found.problem.receivers.push(ReceivingSite {
                        site,
                        room: room.max(0).saturating_mul(1000),
                        ..ReceivingSite::default()
                    });
                    found.problem.receivers.len() - 1
                });
                days[at].extend(&on);
                to.push(at);
                minutes.push(away);
            }
            found.problem.teams.push(PlanTeam {
                team: leaver.team,
                site: number,
                size: leaver.workstations,
                to,
            });
            found.minutes.push(minutes);
        }
    }
    for (at, mut days) in days.into_iter().enumerate() {
        days.sort_unstable();
        days.dedup();
        let receiver = &mut found.problem.receivers[at];
        let own = &rooms.sites[receiver.site];
        let (Some((extra, cost)), Some([room, ..])) = (own.works, own.room()) else { continue };
        // Those who are there already have the first of it where there are too few.
        let extra = extra.saturating_add(room.min(0)).saturating_mul(1000);
        if extra <= 0 {
            continue;
        }
        receiver.extra = extra;
        let wanted: Vec<(Date, Money)> = days.iter().map(|day| (*day, cost)).collect();
        let flows = room_works(from.estate, from.policy, &wanted);
        let works = days
            .iter()
            .zip(flows)
            .filter_map(|(on, flow)| works_on(from, *on, flow?, found.years.len()));
        receiver.works = works.collect();
    }
}

fn works_on(from: PlanSources<'_>, on: Date, flow: Flow, years: usize) -> Option<DatedWorks> {
    let worth = flow.economic.pence()?;
    let mut money = vec![YearMoney::default(); years];
    let first = years_followed(from.estate, from.policy).first()?.start();
    for row in budget_of(from.estate, from.policy, &[flow], &[])? {
        let place = usize::try_from(row.year.start() - first).ok();
        if let Some(own) = place.and_then(|place| money.get_mut(place)) {
            count(own, &row);
        }
    }
    Some(DatedWorks { on, worth, money })
}
