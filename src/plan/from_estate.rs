//! The problem of an estate: what each site could do by the appraisal, the teams and the room for them, and the limits of
//! the policy. Only what is known is counted on.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::{
    choices::{self, IsOpen, LaterOptions, count, counted_on},
    estate_problem::{EstateProblem, PlanSources},
    limits::{self, Policed},
    problem::{DatedWorks, PlanTeam, ReceivingSite, YearMoney},
};
use crate::{
    appraise::{Advice, Bar, BarReason, Decided, Flow, Recommendation, SiteOption, room_works},
    fund::{budget_of, years_followed},
    model::{Date, Money, OptionKind},
};

/// Puts the problem of an estate together.
#[must_use]
pub fn from_estate(from: PlanSources<'_>) -> EstateProblem {
    let is_open = |option: &SiteOption| option.is_open();
    let later = LaterOptions::of(from);
    let mut found = put_together(from, &later, &is_open);
    let but_for_coverage = |option: &SiteOption| {
        let is_coverage = |bar: &Bar| matches!(bar.why, BarReason::Coverage { .. });
        option.bars.iter().all(|bar| bar.until.is_some() || is_coverage(bar))
    };
    found.but_for_coverage = put_together(from, &later, &but_for_coverage).problem;
    found
}

fn put_together(from: PlanSources<'_>, later: &LaterOptions, is_open: IsOpen<'_>) -> EstateProblem {
    let years = years_followed(from.estate, from.policy);
    let mut found = EstateProblem { years, ..EstateProblem::default() };
    let numbers = 0..from.estate.sites.len();
    let one = |number| choices::site(from, number, later, &found.years, is_open);
    (found.problem.sites, found.standing) = numbers.into_par_iter().map(one).unzip();
    teams(from, &mut found);
    let Policed { zones, limits, sources, not_tested } = limits::of(from, &found);
    found.problem.zones = zones;
    found.problem.limits = limits;
    found.sources = sources;
    found.not_tested = not_tested;
    found
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
                let kind = (is_decided, option.is_open());
                matches!(counted_on(from.policy, option, found, kind), Some(Ok(_)))
            })
    };
    all.filter(has_choice).count()
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
    let worth = flow.economic().pence()?;
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
