//! How sure a rank is: bounds against every combination, flip points against the ranking run with them, shares that add up.

use std::collections::BTreeMap;

use terrier::{
    batch::{RankedBy, Run, SnapshotOutcome, run_for_ranking},
    edition::{self, ConfidenceRow, FlipRow, ReadingsTried, WeightLever, WeightsTried},
    model::{Severity, SiteId, Weight},
    policy::Policy,
    score::{self, Ranking, SiteResult},
};

use crate::{
    published::{newest, small, terrier},
    sample::{NEWEST, project},
};

fn ran(folder: &std::path::Path, policy: &Policy) -> Run {
    match run_for_ranking(folder, policy, Severity::Error, RankedBy::All).unwrap() {
        SnapshotOutcome::Ran(run) => *run,
        SnapshotOutcome::Stopped(findings) => panic!("{findings:?}"),
    }
}

/// The ranking of what was measured, with one weight set as the command line sets it.
fn ranked_with(run: &Run, policy: &Policy, lever: WeightLever, at: Weight) -> Ranking {
    let set = policy.clone().with_one_weight(&format!("{}={at}", lever.word())).unwrap();
    score::rank(&run.estate, &run.tenure, &run.measures, &set)
}

fn place(ranking: &Ranking, site: &str) -> Option<u32> {
    ranking.site(&SiteId::new(site).unwrap()).and_then(|site| site.rank)
}

/// The grid that a lever's weights are told on, in units.
fn step(lever: WeightLever) -> u32 {
    if lever == WeightLever::IndexShare { Weight::UNIT } else { Weight::UNIT / 100 }
}

/// One step nearer to the policy's weight.
fn nearer(flip: &FlipRow) -> Weight {
    let (now, then) = (flip.now.units(), flip.then.units());
    let step = step(flip.lever);
    Weight::of_units(if then > now { then - step } else { then + step }).unwrap()
}

/// Whether the next site stands before it.
fn is_behind(ranking: &Ranking, site: &str, next: &str) -> bool {
    place(ranking, site).zip(place(ranking, next)).is_some_and(|(own, next)| next < own)
}

fn is_out(ranking: &Ranking, site: &str) -> bool {
    place(ranking, site).is_some_and(|own| own as usize > score::FIRST_CANDIDATES)
}

/// Every flip of every site, run with and run a step nearer.
fn confirm(run: &Run, policy: &Policy) -> usize {
    let view = edition::how_sure(run.results(policy), usize::MAX);
    let mut confirmed = 0;
    for row in &view.rows {
        let turned = |flip: &FlipRow, is: &dyn Fn(&Ranking) -> bool| {
            assert!(
                is(&ranked_with(run, policy, flip.lever, flip.then)),
                "{} {flip:?}",
                row.site_id
            );
            let before = nearer(flip);
            if before != flip.now {
                assert!(
                    !is(&ranked_with(run, policy, flip.lever, before)),
                    "{} {flip:?}",
                    row.site_id
                );
            }
        };
        if let Some(next) = &row.next {
            for flip in &next.flips {
                turned(flip, &|ranking| is_behind(ranking, &row.site_id, &next.site_id));
                confirmed += 1;
            }
        }
        for flip in &row.leaves_first {
            turned(flip, &|ranking| is_out(ranking, &row.site_id));
            confirmed += 1;
        }
    }
    confirmed
}

#[test]
fn running_with_a_flip_weight_turns_the_places_and_a_hair_less_does_not() {
    let policy = Policy::default_policy().unwrap();
    let run = ran(&project(NEWEST), &policy);
    let confirmed = confirm(&run, &policy);
    assert!(confirmed > 100, "{confirmed}");
    // By other weights, some with decimals and some of nothing.
    let other = Policy::from_text(Some(
        "[criteria.utilisation]\nweight = \"47.123\"\n[criteria.peak]\nweight = 0\n\
         [criteria.space]\nweight = \"37.877\"\n[criteria.cost_saved]\nweight = \"7.5\"\n\
         [criteria.net_receipt]\nweight = \"37.5\"\n\
         [figures.index_share_utilisation]\nvalue = \"35%\"\n\
         [figures.index_share_disposal]\nvalue = \"65%\"\n",
    ))
    .unwrap();
    let mut run = run;
    run.ranking = score::rank(&run.estate, &run.tenure, &run.measures, &other);
    let confirmed = confirm(&run, &other);
    assert!(confirmed > 50, "{confirmed}");
}

/// The smallest change found by trying weights of the grid, outwards: every one, but every tenth hundredth where it is
/// told that none turns the place.
fn by_trying(
    run: &Run,
    policy: &Policy,
    (lever, now, told): (WeightLever, Weight, Option<u32>),
    is: &dyn Fn(&Ranking) -> bool,
) -> Option<u32> {
    let step = match told {
        None => step(lever).max(Weight::UNIT / 10),
        Some(_) => step(lever),
    };
    let mut found: Option<u32> = None;
    for up in [true, false] {
        let mut at = now.units() / step * step;
        loop {
            let next = if up { at.checked_add(step) } else { at.checked_sub(step) };
            let Some(weight) = next.and_then(Weight::of_units) else { break };
            at = weight.units();
            let size = at.abs_diff(now.units());
            if found.is_some_and(|best| size >= best) {
                break;
            }
            if is(&ranked_with(run, policy, lever, weight)) {
                found = Some(size);
                break;
            }
        }
    }
    found
}

#[test]
fn no_smaller_change_of_a_weight_turns_the_places() {
    let policy = Policy::default_policy().unwrap();
    let run = ran(&project(NEWEST), &policy);
    let view = edition::how_sure(run.results(&policy), usize::MAX);
    let size = |flip: &FlipRow| flip.now.units().abs_diff(flip.then.units());
    let mut levers: Vec<(WeightLever, Weight)> = view
        .rows
        .iter()
        .flat_map(|row| &row.next)
        .flat_map(|next| &next.flips)
        .map(|f| (f.lever, f.now))
        .collect();
    levers.sort_unstable();
    levers.dedup();
    assert_eq!(levers.len(), 12, "eleven criteria and the share");
    let row = |rank: u32| view.rows.iter().find(|row| row.rank == Some(rank)).unwrap();
    // One in between; and the fifth, which is the first to leave.
    let third = row(3);
    let next = third.next.as_ref().unwrap();
    for lever in levers.iter().step_by(2) {
        let told = next.flips.iter().find(|f| f.lever == lever.0).map(size);
        let is = |ranking: &Ranking| is_behind(ranking, &third.site_id, &next.site_id);
        let tried = by_trying(&run, &policy, (lever.0, lever.1, told), &is);
        assert_eq!(told, tried, "{} behind {}: {lever:?}", third.site_id, next.site_id);
    }
    let fifth = row(5);
    for lever in levers.iter().step_by(5) {
        let told = fifth.leaves_first.iter().find(|f| f.lever == lever.0).map(size);
        let is = |ranking: &Ranking| is_out(ranking, &fifth.site_id);
        let tried = by_trying(&run, &policy, (lever.0, lever.1, told), &is);
        assert_eq!(told, tried, "{} leaves: {lever:?}", fifth.site_id);
    }
}

/// Six sites: some with nothing to judge the cost by, some without staff.
const SITES: &str = "site_id,name,use,tenure,gia_m2,nia_m2,office_nia_m2,occupied_m2,workstations,market_value,status\n\
    A,Alpha,office,freehold,1000,900,800,300,60,900000,operational\n\
    B,Bravo,office,freehold,900,800,700,,50,,operational\n\
    C,Charlie,office,freehold,800,700,600,200,40,400000,operational\n\
    D,Delta,office,freehold,700,600,,550,,,operational\n\
    E,Echo,office,freehold,600,500,400,450,30,2000000,operational\n\
    F,Foxtrot,office,freehold,500,400,300,100,20,,operational\n";
const COSTS: &str = "site_id,category,from,to,amount\n\
    A,energy,2019-04-01,2020-03-31,90000\n\
    C,energy,2019-04-01,2020-03-31,20000\n\
    E,energy,2019-04-01,2020-03-31,150000\n\
    F,energy,2019-04-01,2020-03-31,5000\n";
const TEAMS: &str = "site_id,team,function,fte\nA,Alpha team,office,20\nB,Bravo team,office,50\nE,Echo team,office,35\n";

#[test]
fn the_best_and_worst_rank_are_those_of_every_combination_of_what_is_not_known() {
    let policy = Policy::default_policy().unwrap();
    let tables = [("sites", SITES), ("costs", COSTS), ("teams", TEAMS)];
    let run = small("2020-03-31", &tables);
    let view = edition::how_sure(run.results(&policy), usize::MAX);
    let sites: Vec<&SiteResult> = run.ranking.sites.iter().collect();
    assert_eq!(view.rows.len(), sites.len());
    let mut found: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
    for ends in 0..1_u32 << sites.len() {
        let index = |at: usize| {
            let (low, high) = sites[at].need_range.unwrap();
            if ends >> at & 1 == 1 { high } else { low }
        };
        let mut order: Vec<usize> = (0..sites.len()).collect();
        order.sort_by_key(|at| (std::cmp::Reverse(index(*at)), &sites[*at].site_id));
        for (rank, at) in (1..).zip(order) {
            let own = found.entry(sites[at].site_id.as_str()).or_insert((rank, rank));
            *own = (own.0.min(rank), own.1.max(rank));
        }
    }
    let told: BTreeMap<&str, (u32, u32)> =
        view.rows.iter().map(|r| (r.site_id.as_str(), (r.best_rank, r.worst_rank))).collect();
    assert_eq!(told, found);
    assert!(told.values().any(|(best, worst)| best < worst));
}

fn records(csv: &[u8]) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(csv);
    let heads = reader.headers().unwrap().clone();
    let row = |row: csv::StringRecord| {
        heads.iter().map(str::to_owned).zip(row.iter().map(str::to_owned)).collect()
    };
    reader.records().map(|r| row(r.unwrap())).collect()
}

#[test]
fn in_every_draw_one_site_has_each_place() {
    let report = newest(edition::Edition::Restricted);
    let mut shares: BTreeMap<(String, String, String), f64> = BTreeMap::new();
    for row in records(&report["rank_acceptability.csv"]) {
        let share: f64 = row["share"].parse().unwrap();
        let key = (row["weights"].clone(), row["readings"].clone(), row["place"].clone());
        *shares.entry(key).or_default() += share;
    }
    assert_eq!(shares.len(), 4 * 10, "four kinds of draws, ten places");
    for (place, share) in shares {
        assert!((share - 1.0).abs() < 0.002, "{place:?}: {share}");
    }
    let mut weights: BTreeMap<(String, String, String), f64> = BTreeMap::new();
    for row in records(&report["central_weights.csv"]) {
        let weight: f64 = row["central"].parse().unwrap();
        let key = (row["weights"].clone(), row["readings"].clone(), row["site_id"].clone());
        *weights.entry(key).or_default() += weight;
    }
    for (site, sum) in weights {
        assert!((sum - 1.0).abs() < 0.001, "{site:?}: {sum}");
    }
}

#[test]
fn a_site_that_cannot_be_first_is_first_in_no_draw_and_has_no_central_weights() {
    let report = newest(edition::Edition::Restricted);
    let central = records(&report["central_weights.csv"]);
    let mut never = 0;
    for row in records(&report["rank_confidence.csv"]) {
        let best: u32 = row["best_rank"].parse().unwrap();
        let first: f64 = row["first_near_ranges"].parse().unwrap_or(0.0);
        let has = central.iter().any(|c| {
            c["site_id"] == row["site_id"]
                && c["weights"] == "near_policy"
                && c["readings"] == "within_ranges"
        });
        assert_eq!(first > 0.0, has, "{}", row["site_id"]);
        assert_eq!(row["confidence_near_ranges"].is_empty(), !has, "{}", row["site_id"]);
        never += u32::from(!has);
        assert!(best >= 1);
    }
    assert!(never > 5, "{never}");
}

#[test]
fn the_public_edition_says_nothing_of_it() {
    let report = newest(edition::Edition::Public);
    for file in
        ["rank_confidence.csv", "rank_flips.csv", "central_weights.csv", "criteria_pairs.csv"]
    {
        assert!(!report.contains_key(file), "{file}");
    }
    let page = String::from_utf8_lossy(&report["report.html"]);
    assert!(!page.contains("weightings near"));
}

fn screen(args: &[&str]) -> String {
    let ran = terrier().args(args).arg(project(NEWEST)).assert().success();
    String::from_utf8(ran.get_output().stdout.clone()).unwrap()
}

#[test]
fn the_screen_says_of_each_first_place_how_sure_it_is() {
    let text = screen(&["rank", "-q"]);
    let from = text.find("How sure the first places are:").unwrap();
    let lines: Vec<&str> = text[from..].lines().skip(1).take(5).collect();
    for line in &lines {
        assert!(line.contains("of weightings near the policy's"), "{line}");
        assert!(line.contains(" if ") && line.contains(" instead of "), "{line}");
    }
    assert!(lines[0].contains("First in "), "{}", lines[0]);
    assert!(lines[4].contains("out of the first five if"), "{}", lines[4]);
    assert!(text.contains("accurate to 1.0 percentage points (95% confidence)"));
    assert!(text.contains("agree with this order to"));
}

#[test]
fn a_sentence_and_its_table_tell_the_same_share() {
    let report = newest(edition::Edition::Restricted);
    let rows = records(&report["rank_confidence.csv"]);
    let first: f64 = rows[0]["first_near"].parse().unwrap();
    let said = format!("First in {:.0}% of weightings", first * 100.0);
    assert!(rows[0]["how_sure"].starts_with(&said), "{} {said}", rows[0]["how_sure"]);
}

#[test]
fn draws_are_the_same_twice_and_near_draws_lie_nearer_the_policy_than_any() {
    let policy = Policy::default_policy().unwrap();
    let run = ran(&project(NEWEST), &policy);
    let one = edition::how_sure(run.results(&policy), 5);
    let two = edition::how_sure(run.results(&policy), 5);
    assert_eq!(one.rows, two.rows);
    let held = |row: &ConfidenceRow| {
        row.held_by(WeightsTried::NearPolicy, ReadingsTried::AsKnown).unwrap().kept.unwrap()
    };
    // As many draws with more concentration: the policy's own order is kept oftener.
    let close =
        Policy::from_text(Some("[figures.rank_weight_concentration]\nvalue = \"5000\"\n")).unwrap();
    let near = edition::how_sure(run.results(&close), 5);
    for (loose, close) in one.rows.iter().zip(&near.rows) {
        assert!(held(close) >= held(loose), "{}", loose.site_id);
    }
}

/// Two offices alike in everything but their ids.
#[test]
fn of_two_sites_alike_the_sentence_says_that_only_the_id_decides() {
    let head = SITES.lines().next().unwrap();
    let site = |id: &str| {
        format!("{id},Site {id},office,freehold,1000,900,800,300,60,900000,operational\n")
    };
    let sites = format!("{head}\n{}{}", site("A"), site("B"));
    let costs = "site_id,category,from,to,amount\n\
        A,energy,2019-04-01,2020-03-31,90000\nB,energy,2019-04-01,2020-03-31,90000\n";
    let teams = "site_id,team,function,fte\nA,One,office,20\nB,Two,office,20\n";
    let run = small("2020-03-31", &[("sites", &sites), ("costs", costs), ("teams", teams)]);
    let policy =
        Policy::from_text(Some("[figures.ranked_known_share]\nvalue = \"10%\"\n")).unwrap();
    let mut run = run;
    run.ranking = score::rank(&run.estate, &run.tenure, &run.measures, &policy);
    let view = edition::how_sure(run.results(&policy), 2);
    let first = view.rows.first().unwrap();
    assert_eq!((first.site_id.as_str(), first.rank), ("A", Some(1)));
    assert!(first.next.as_ref().unwrap().is_level);
    // The largest standard error of a share of 10,000 draws is half a point.
    assert_eq!(view.standard_error, Some(50));
}

/// Every pair once, the neighbours as in `rank_confidence.csv`, and the whole order told by who wins more than half.
#[test]
fn pairs_agree_with_the_neighbours() {
    let policy = Policy::default_policy().unwrap();
    let run = ran(&project(NEWEST), &policy);
    let view = edition::how_sure(run.results(&policy), usize::MAX);
    let (rows, wins, ranked) = (&view.rows, &view.wins, view.ranked);
    assert_eq!(wins.len(), rows.len() * (rows.len() - 1) / 2);
    assert_eq!(wins.iter().filter(|w| w.as_known.is_some()).count(), ranked * (ranked - 1) / 2);
    for pair in rows[..ranked].windows(2) {
        let own = wins
            .iter()
            .find(|w| w.site_id == pair[0].site_id && w.other_site_id == pair[1].site_id)
            .unwrap();
        let held = pair[0].held_by(WeightsTried::NearPolicy, ReadingsTried::AsKnown).unwrap();
        assert_eq!(own.as_known, held.before_next);
    }
}
