//! How long a plan takes: random estates of 60, 100 and 200 sites, nearly every one with several options.
//!
//! `cargo bench --bench plan -- FOLDER SITES SECONDS` writes each model of that many sites as LP into the folder, stops a
//! search after the seconds, and prints a line for each: columns, rows, seconds, nodes, worth and bound in pence, and what
//! trying one change after another finds. `benches/compare_plan.py` runs HiGHS on the models.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "a bench prints, and stops when it cannot go on"
)]

use std::{fs, path::PathBuf, time::Instant};

use terrier::{
    model::{Date, OptionKind, Service},
    plan::{
        DatedWorks, LimitKind, LinearModel, ModelFormat, PlanChoice, PlanEffort, PlanLimit,
        PlanProblem, PlanProof, PlanSite, PlanTeam, ReceivingSite, SlipParts, YearMoney, ZoneGroup,
        check, greedy, solve, write_model,
    },
};

/// Dice: the same throws on every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: i64) -> i64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i64::try_from((self.0 >> 33) % u64::try_from(most).unwrap()).unwrap()
    }
}

const YEARS: usize = 5;
const DISTRICTS: i64 = 6;

/// Metres between two places of a square of 100 km.
fn metres(a: (i64, i64), b: (i64, i64)) -> i64 {
    (((a.0 - b.0).pow(2) + (a.1 - b.1).pow(2)) as f64).sqrt() as i64
}

fn estate(sites: usize, seed: u64) -> PlanProblem {
    let mut dice = Dice(seed);
    let day = |year: i64| -> Date { format!("{}-09-30", 2020 + year).parse().unwrap() };
    let place = |dice: &mut Dice| (dice.below(100_000), dice.below(100_000));
    let at: Vec<(i64, i64)> = (0..sites).map(|_| place(&mut dice)).collect();
    let mut problem = PlanProblem::default();
    for site in 0..sites {
        let area = 300_000 + dice.below(2_500) * 1_000;
        let needed = 5_000 + dice.below(80) * 1_000;
        let mut choices = vec![PlanChoice { takes: true, area, ..PlanChoice::default() }];
        let receipt = 20_000_000 + dice.below(180_000_000);
        for kind in [
            OptionKind::DoMinimum,
            OptionKind::Sublet,
            OptionKind::VacateAndHold,
            OptionKind::Dispose,
            OptionKind::MoveToOwnSpace,
        ] {
            // By the sample, one site in five could move its teams to own space.
            let kept = if kind == OptionKind::MoveToOwnSpace { 1 } else { 4 };
            if dice.below(5) >= kept {
                continue;
            }
            let closes = kind.closes();
            let own = kind == OptionKind::MoveToOwnSpace;
            let sold = closes && kind != OptionKind::VacateAndHold;
            let year = dice.below(5);
            let saved = dice.below(60_000_000);
            let cost = if own { needed * 60 } else { needed * 900 + needed * 60 };
            let worth = match kind {
                OptionKind::DoMinimum => dice.below(4_000_000) - 3_000_000,
                OptionKind::Sublet => dice.below(30_000_000) - 5_000_000,
                OptionKind::VacateAndHold => saved - cost,
                _ => receipt + saved - cost,
            };
            let money = |dice: &mut Dice, at: i64| YearMoney {
                capital: if kind == OptionKind::Sublet && at == year {
                    dice.below(9_000_000)
                } else {
                    0
                },
                revenue: if at >= year { cost / 20 - saved / 15 } else { 0 },
                one_off: if at == year && closes { needed * 60 } else { 0 },
                receipts: if at == year + 1 && sold { receipt } else { 0 },
            };
            choices.push(PlanChoice {
                kind,
                put_off: 0,
                later: 0,
                on: Some(day(year)),
                worth,
                slips: SlipParts::default(),
                closes,
                moves_to_own: own,
                takes: kind == OptionKind::DoMinimum,
                moves_in: closes.then(|| usize::try_from(year).unwrap()),
                money: (0..5).map(|at| money(&mut dice, at)).collect(),
                area: if sold { 0 } else { area },
                elsewhere: if closes && !own { needed } else { 0 },
            });
        }
        problem.sites.push(PlanSite { site_id: format!("S-{site:03}"), choices });
        let extra = if dice.below(3) == 0 { 5_000 + dice.below(30_000) } else { 0 };
        let works = |year: i64| DatedWorks {
            on: day(year),
            worth: -(extra * 400 * (100 - 3 * year) / 100),
            money: (0..5)
                .map(|at| YearMoney {
                    capital: if at == year { extra * 400 } else { 0 },
                    ..YearMoney::default()
                })
                .collect(),
        };
        problem.receivers.push(ReceivingSite {
            site,
            room: dice.below(25_000),
            extra,
            works: if extra > 0 { (0..5).map(works).collect() } else { Vec::new() },
        });
        // Its need in two or three teams, each of one of five functions.
        for part in [40, 35, 25] {
            let function = dice.below(5);
            let mut near: Vec<(i64, usize)> = (0..sites)
                .filter(|to| *to != site && (*to as i64 + function) % 3 != 0)
                .map(|to| (metres(at[site], at[to]), to))
                .filter(|(away, _)| *away < 22_000)
                .collect();
            near.sort_unstable();
            let to = near.into_iter().map(|(_, to)| to).collect();
            let size = needed * part / 100;
            problem.teams.push(PlanTeam { team: problem.teams.len(), site, size, to });
        }
    }
    let mut by_district: Vec<Vec<usize>> = vec![Vec::new(); DISTRICTS as usize];
    let mut merged = std::collections::BTreeMap::new();
    for _ in 0..1_500 {
        let zone = place(&mut dice);
        let district = zone.0 * DISTRICTS / 100_000;
        let mut near = Vec::new();
        for (site, own) in problem.sites.iter().enumerate().step_by(2) {
            if metres(at[site], zone) < 18_000 {
                let stays = own.choices.iter().enumerate().filter(|(_, choice)| !choice.closes);
                near.extend(stays.map(|(choice, _)| (site, choice)));
            }
        }
        *merged.entry((district, near)).or_insert(0) += 200 + dice.below(1_500);
    }
    for ((district, near), demand) in merged.into_iter().filter(|((_, near), _)| !near.is_empty()) {
        by_district[district as usize].push(problem.zones.len());
        problem.zones.push(ZoneGroup { near, demand });
    }
    let demand = |zones: &[usize]| -> i64 { zones.iter().map(|z| problem.zones[*z].demand).sum() };
    let coverage = |zones: Vec<usize>, kept: i64| {
        let today = demand(&zones);
        PlanLimit {
            bound: today * kept / 1_000,
            kind: LimitKind::Coverage {
                service: Service::PublicCounter,
                district: None,
                demand: today,
                today,
                zones,
            },
        }
    };
    let mut limits = vec![coverage((0..problem.zones.len()).collect(), 985)];
    limits.extend(by_district.into_iter().map(|zones| coverage(zones, 970)));
    let share = i64::try_from(sites).unwrap();
    let limit = |kind, bound| PlanLimit { kind, bound };
    for year in 0..YEARS {
        limits.push(limit(LimitKind::Moves(year), share / 8));
        limits.push(limit(LimitKind::OneOff(year), share * 1_000_000 / 5));
        limits.push(limit(LimitKind::Capital(year), share * 500_000));
        limits.push(limit(LimitKind::Borrowing(year), share * 800_000));
    }
    limits.push(limit(LimitKind::Elsewhere, share * 12_000));
    limits.push(limit(LimitKind::LeastArea, share * 700_000));
    limits.push(limit(LimitKind::Together([0, 1]), 0));
    limits.push(limit(LimitKind::InOrder([2, 3]), 0));
    problem.limits = limits;
    problem
}

fn main() {
    let given: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with('-')).collect();
    let folder: Option<PathBuf> = given.first().map(PathBuf::from);
    let only: Option<usize> = given.get(1).map(|sites| sites.parse().unwrap());
    let most: u64 = given.get(2).map_or(120, |seconds| seconds.parse().unwrap());
    println!("name,columns,rows,seconds,nodes,worth,bound,greedy");
    for (sites, seeds) in [(60, 3), (100, 2), (200, 1)] {
        if only.is_some_and(|only| only != sites) {
            continue;
        }
        for seed in 0..seeds {
            let problem = estate(sites, seed + 1);
            let name = format!("plan_{sites}_{seed}");
            let begin = Instant::now();
            let model = LinearModel::of(&problem);
            let start = greedy(&problem);
            let greedy_seconds = begin.elapsed().as_secs_f64();
            let effort = PlanEffort { nodes: 20_000, seconds: Some(most) };
            let found = solve(&problem, start.as_ref(), effort).unwrap();
            let seconds = begin.elapsed().as_secs_f64();
            assert!(check(&problem, &found.answer).broken.is_empty());
            let bound = match found.proof {
                PlanProof::Optimal => found.worth,
                PlanProof::Within(bound) => bound,
                PlanProof::Heuristic => i64::MAX,
            };
            let greedy = start.map_or(0, |answer| check(&problem, &answer).worth);
            println!(
                "{name},{},{},{seconds:.2},{},{},{bound},{greedy} ({greedy_seconds:.2} s)",
                model.columns.len(),
                model.rows.len(),
                found.nodes,
                found.worth
            );
            if let Some(folder) = &folder {
                let text = write_model(&model, ModelFormat::Lp, &|_| String::new());
                fs::write(folder.join(format!("{name}.lp")), text).unwrap();
            }
        }
    }
}
