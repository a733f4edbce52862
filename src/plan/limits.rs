//! The limits of the policy, held against an estate; and those that the estate sets itself.

use std::collections::BTreeMap;

use rust_decimal::{Decimal, prelude::ToPrimitive};

use super::{
    check::check,
    estate_problem::{EstateProblem, PlanSources},
    problem::{LimitKind, PlanAnswer, PlanLimit, PlanProblem, SiteChoice, ZoneGroup},
};
use crate::{
    appraise::{DecisionSource, Tenant},
    cover::{Direction, Fit, ServiceCover},
    model::{Area, OptionKind, Service, Zone, thousandths},
    place::{ByStraightLine, metres_between},
    policy::{FigureName, OfDistricts, PlanLimitEntry, PlanLimitKind},
};

/// Limits with the zones that they count, and on what they rest.
#[derive(Debug, Default)]
pub(super) struct Policed {
    pub zones: Vec<ZoneGroup>,
    pub limits: Vec<PlanLimit>,
    pub sources: Vec<String>,
    pub not_tested: Vec<(String, &'static str)>,
}

/// The groups of zones of each service and district.
type Groups = BTreeMap<(Service, Option<String>), Vec<usize>>;

/// Returns the limits of a plan: decisions and partners' space first, then those of the policy in its order.
pub(super) fn of(from: PlanSources<'_>, found: &EstateProblem) -> Policed {
    let mut policed = Policed::default();
    decisions(from, found, &mut policed);
    partners(from, found, &mut policed);
    counters(from, found, &mut policed);
    let mut groups = Groups::new();
    for entry in &from.policy.plan.limits {
        match entry.kind {
            PlanLimitKind::CoverageLost => coverage(from, found, entry, &mut groups, &mut policed),
            _ => other(from, found, entry, &mut policed),
        }
    }
    policed
}

impl Policed {
    fn add(&mut self, kind: LimitKind, bound: i64, source: &str) {
        self.limits.push(PlanLimit { kind, bound });
        self.sources.push(source.to_owned());
    }
}

fn decisions(from: PlanSources<'_>, found: &EstateProblem, policed: &mut Policed) {
    let sites = found.problem.sites.iter().zip(&found.standing).enumerate();
    for (site, (own, standing)) in sites {
        let Some(option) = standing.decided.filter(|_| own.choices.len() > 1) else { continue };
        let source = match from.appraisal.decided[site].as_ref().map(|decided| &decided.source) {
            Some(DecisionSource::Body(said) | DecisionSource::Receipt(said)) => said.clone(),
            Some(DecisionSource::PaysFor(scheme)) => format!("its sale pays for {scheme}"),
            Some(DecisionSource::ForSale) => "the site is for sale".to_owned(),
            Some(DecisionSource::Sold) | None => String::new(),
        };
        if let Some(at) = own.choices.iter().position(|choice| choice.kind == option) {
            policed.add(LimitKind::Decided((site, at)), 1, &source);
        }
    }
}

/// No partner's space is used twice, and no partner moves in twice.
fn partners(from: PlanSources<'_>, found: &EstateProblem, policed: &mut Policed) {
    let Some(partners) = from.estate.partners.as_deref() else { return };
    let mut taken: BTreeMap<usize, Vec<(SiteChoice, i64)>> = BTreeMap::new();
    let mut places: BTreeMap<usize, Vec<SiteChoice>> = BTreeMap::new();
    for (at, choice) in found.problem.all_choices() {
        match choice.kind {
            OptionKind::MoveToPartnerSpace => {
                let option = from.appraisal.recommendations[at.0].options.iter();
                let partner = option.filter(|o| o.kind == choice.kind).find_map(|o| o.partner);
                let pair = from.cover.matches.all.iter().find(|pair| {
                    pair.direction == Direction::IntoPartner
                        && pair.site == at.0
                        && Some(pair.partner) == partner
                });
                if let Some(pair) = pair {
                    let offered = offered(partners[pair.partner].offers_m2);
                    let needed = pair.needed.unwrap_or(offered);
                    taken.entry(pair.partner).or_default().push((at, needed));
                }
            }
            OptionKind::KeepAndShare => {
                let pairs = from.cover.matches.all.iter().filter(|pair| {
                    pair.direction == Direction::PartnerIn
                        && pair.site == at.0
                        && pair.fit() != Fit::No
                });
                pairs.for_each(|pair| places.entry(pair.partner).or_default().push(at));
            }
            OptionKind::Sublet => {
                let letting = from.appraisal.lettings[at.0].as_ref();
                if let Ok(Tenant::Partner { id, .. }) = letting.map(|letting| &letting.tenant)
                    && let Some(partner) = partners.iter().position(|p| p.partner_id == *id)
                {
                    places.entry(partner).or_default().push(at);
                }
            }
            _ => {}
        }
    }
    let source = "no space is used twice";
    for (partner, taken) in taken.into_iter().filter(|(_, taken)| taken.len() > 1) {
        let bound = offered(partners[partner].offers_m2);
        policed.add(LimitKind::PartnerSpace { partner, taken }, bound, source);
    }
    for (partner, places) in places.into_iter().filter(|(_, places)| places.len() > 1) {
        policed.add(LimitKind::PartnerOnce { partner, places }, 1, source);
    }
}

fn offered(area: Option<Area>) -> i64 {
    area.map(Area::as_m2).and_then(thousandths).unwrap_or(0)
}

/// As many public counters that are open long enough as the policy asks of each district; where there are fewer today, as
/// many as today.
fn counters(from: PlanSources<'_>, found: &EstateProblem, policed: &mut Policed) {
    let Some(counters) = &from.cover.counters else { return };
    let (least, districts) = counters.long_by_district();
    for (district, sites) in districts {
        let bound = least.min(sites.len());
        let is_kept = |(at, kind, closes): (SiteChoice, OptionKind, bool)| {
            let here = sites.contains(&at.0);
            (here && (!closes || kind == OptionKind::MoveToPartnerSpace)).then_some(at)
        };
        let all = found.problem.all_choices().map(|(at, choice)| (at, choice.kind, choice.closes));
        let keep: Vec<SiteChoice> = all.filter_map(is_kept).collect();
        if bound > 0 {
            let today = i64::try_from(sites.len()).unwrap_or(i64::MAX);
            let kind = LimitKind::Counters { district: district.to_owned(), today, keep };
            let source = &from.policy.entry(FigureName::CounterDistrictLeast).source;
            policed.add(kind, i64::try_from(bound).unwrap_or(i64::MAX), source);
        }
    }
}

/// What all closures together may put out of reach, besides those that are decided.
fn coverage(
    from: PlanSources<'_>,
    found: &EstateProblem,
    entry: &PlanLimitEntry,
    groups: &mut Groups,
    policed: &mut Policed,
) {
    let Some(service) = entry.service else { return };
    let name = || format!("{} {}", entry.kind, service);
    let Some(own) = from.cover.services.iter().find(|own| own.service == service) else {
        return policed.not_tested.push((name(), "there are no zones"));
    };
    if own.sites.is_empty() || own.now.demand == 0 {
        return policed
            .not_tested
            .push((name(), "no site gives the service, or nothing is counted"));
    }
    if !own.is_known() {
        let why = "none of the sites that give the service has a position or a recorded journey";
        return policed.not_tested.push((name(), why));
    }
    if !groups.keys().any(|(of, _)| *of == service) {
        group(from, found, own, groups, policed);
    }
    let share = entry.most.unwrap_or_else(|| from.policy.figure(FigureName::CoverMostLost));
    let districts: Vec<Option<String>> = match &entry.districts {
        OfDistricts::All => vec![None],
        OfDistricts::One(one) => vec![Some(one.clone())],
        OfDistricts::Each => {
            let of = groups.keys().filter(|(of, _)| *of == service);
            of.map(|(_, district)| Some(district.clone().unwrap_or_default())).collect()
        }
    };
    let zones = from.estate.zones.as_deref().unwrap_or_default();
    for district in districts {
        let is_in = |of: &Option<String>| {
            district.as_ref().is_none_or(|district| of.as_deref().unwrap_or_default() == district)
        };
        let own_groups = groups.iter().filter(|((of, at), _)| *of == service && is_in(at));
        let own_groups: Vec<usize> = own_groups.flat_map(|(_, zones)| zones.clone()).collect();
        let in_it = |zone: &&Zone| is_in(&zone.district);
        if matches!(entry.districts, OfDistricts::One(_)) && !zones.iter().any(|zone| in_it(&zone))
        {
            policed.not_tested.push((name(), "no zone is in the district that it names"));
            continue;
        }
        let demand = zones.iter().enumerate().filter(|(_, zone)| in_it(zone));
        let demand: u64 = demand.map(|(number, _)| own.demand(number)).sum();
        let demand = i64::try_from(demand).unwrap_or(i64::MAX);
        let kind = |today| LimitKind::Coverage {
            service,
            district: district.clone(),
            zones: own_groups.clone(),
            demand,
            today,
        };
        let reached = |decided: bool| within(&found.problem, policed, kind(0), decided);
        let (today, decided) = (reached(false), reached(true));
        let lost = (share * Decimal::from(demand)).floor().to_i64().unwrap_or(i64::MAX);
        policed.add(kind(today), decided.saturating_sub(lost).max(0), &entry.source);
    }
}

/// Counts the demand within reach with every site as it is, or as it is decided.
fn within(problem: &PlanProblem, policed: &Policed, kind: LimitKind, decided: bool) -> i64 {
    let mut choices = vec![0; problem.sites.len()];
    for limit in policed.limits.iter().filter(|_| decided) {
        if let LimitKind::Decided((site, at)) = limit.kind {
            choices[site] = at;
        }
    }
    let one = PlanProblem {
        sites: problem.sites.clone(),
        zones: policed.zones.clone(),
        limits: vec![PlanLimit { kind, bound: 0 }],
        ..PlanProblem::default()
    };
    let answer = PlanAnswer { choices, ..PlanAnswer::default() };
    check(&one, &answer).used[0]
}

/// Puts zones of a district together that the same choices keep within reach.
fn group(
    from: PlanSources<'_>,
    found: &EstateProblem,
    own: &ServiceCover,
    groups: &mut Groups,
    policed: &mut Policed,
) {
    let zones = from.estate.zones.as_deref().unwrap_or_default();
    let relocated = relocated(from, found, own, zones);
    let mut merged: BTreeMap<(Option<String>, Vec<SiteChoice>), i64> = BTreeMap::new();
    for (number, zone) in zones.iter().enumerate() {
        let ways = own.ways(number).iter().filter(|way| way.minutes <= own.minutes);
        let near: Vec<usize> = ways.map(|way| own.sites[way.place]).collect();
        let staying = near.into_iter().flat_map(|site| {
            let choices = found.problem.sites[site].choices.iter().enumerate();
            choices.filter(|(_, choice)| !choice.closes).map(move |(at, _)| (site, at))
        });
        let moved = relocated.iter().filter(|(_, zones)| zones[number]).map(|(at, _)| *at);
        let mut keep: Vec<SiteChoice> = staying.chain(moved).collect();
        keep.sort_unstable();
        let demand = i64::try_from(own.demand(number)).unwrap_or(i64::MAX);
        *merged.entry((zone.district.clone(), keep)).or_default() += demand;
    }
    for ((district, near), demand) in merged {
        let of = groups.entry((own.service, district)).or_default();
        if demand > 0 && !near.is_empty() {
            of.push(policed.zones.len());
            policed.zones.push(ZoneGroup { near, demand });
        }
    }
}

/// Returns the choices that move what a site gives the public to a partner's place, with the zones within reach of that.
fn relocated(
    from: PlanSources<'_>,
    found: &EstateProblem,
    own: &ServiceCover,
    zones: &[Zone],
) -> Vec<(SiteChoice, Vec<bool>)> {
    if own.service == Service::AllSites {
        return Vec::new();
    }
    let straight = ByStraightLine::at(from.policy.service(own.service).speed_kmh, from.policy);
    let of = |((site, at), kind): (SiteChoice, OptionKind)| {
        own.place(site).filter(|_| kind == OptionKind::MoveToPartnerSpace)?;
        let options = from.appraisal.recommendations[site].options.iter();
        let partner = options.filter(|option| option.kind == kind).find_map(|o| o.partner)?;
        let to = from.estate.partners.as_deref()?.get(partner)?.position?;
        let is_near = |zone: &Zone| {
            let minutes = zone.position.map(|at| straight.minutes(metres_between(at, to)));
            minutes.is_some_and(|minutes| minutes <= own.minutes)
        };
        Some(((site, at), zones.iter().map(is_near).collect()))
    };
    found.problem.all_choices().map(|(at, choice)| (at, choice.kind)).filter_map(of).collect()
}

fn other(
    from: PlanSources<'_>,
    found: &EstateProblem,
    entry: &PlanLimitEntry,
    policed: &mut Policed,
) {
    let scaled = |value: Option<Decimal>, by: i64| {
        value.and_then(|value| (value * Decimal::from(by)).floor().to_i64())
    };
    let budget = usize::try_from(from.policy.whole(FigureName::BudgetYears)).unwrap_or(0);
    let years: Vec<usize> = match entry.year {
        None => (0..budget.min(found.years.len())).collect(),
        Some(year) => found.years.iter().position(|own| *own == year).into_iter().collect(),
    };
    if years.is_empty() {
        let why = "the year is not one of those that are followed";
        return policed.not_tested.push((entry.kind.to_string(), why));
    }
    let mut of_years = |kind: fn(usize) -> LimitKind, by: i64| {
        let bound = scaled(entry.most, by).unwrap_or(i64::MAX);
        years.iter().for_each(|year| policed.add(kind(*year), bound, &entry.source));
    };
    match entry.kind {
        PlanLimitKind::CoverageLost => {}
        PlanLimitKind::Works => of_years(LimitKind::Capital, 100),
        PlanLimitKind::Borrowing => of_years(LimitKind::Borrowing, 100),
        PlanLimitKind::Revenue => of_years(LimitKind::Revenue, 100),
        PlanLimitKind::OneOff => of_years(LimitKind::OneOff, 100),
        PlanLimitKind::Moves => of_years(LimitKind::Moves, 1),
        PlanLimitKind::FloorArea => {
            if let Some(least) = scaled(entry.least, 1000) {
                policed.add(LimitKind::LeastArea, least, &entry.source);
            }
            if let Some(most) = scaled(entry.most, 1000) {
                if found.standing.iter().any(|own| own.area_not_known && !own.is_sold) {
                    let why = "of some sites it is not known, and nothing is counted for these";
                    policed.not_tested.push((entry.kind.to_string(), why));
                }
                policed.add(LimitKind::MostArea, most, &entry.source);
            }
        }
        PlanLimitKind::WorkstationsElsewhere => {
            let most = scaled(entry.most, 1000).unwrap_or(i64::MAX);
            policed.add(LimitKind::Elsewhere, most, &entry.source);
        }
        PlanLimitKind::Together | PlanLimitKind::InOrder => {
            let number =
                |id: &String| from.estate.sites.iter().position(|site| site.site_id.as_str() == id);
            let Some(sites) = entry.sites.iter().map(number).collect::<Option<Vec<usize>>>() else {
                let why = "a site that it names is not in the estate";
                return policed.not_tested.push((entry.kind.to_string(), why));
            };
            // One that is sold is closed already: the others wait for it no longer.
            let is_sold = |at: &usize| found.standing[*at].is_sold;
            if entry.kind == PlanLimitKind::Together && sites.iter().any(is_sold) {
                let why = "a site that it names is sold";
                return policed.not_tested.push((entry.kind.to_string(), why));
            }
            let sites: Vec<usize> = sites.into_iter().filter(|at| !is_sold(at)).collect();
            for pair in sites.windows(2) {
                let pair = [pair[0], pair[1]];
                let kind = if entry.kind == PlanLimitKind::Together {
                    LimitKind::Together(pair)
                } else {
                    LimitKind::InOrder(pair)
                };
                policed.add(kind, 0, &entry.source);
            }
        }
    }
}
