//! Agile working: what teams need worked by hand, the sites that it frees tried by all placings, and how it is told.

use std::collections::BTreeMap;

use serde_json::Value;
use terrier::{
    batch::Run,
    cover::{Agile, AgileNeed, AllPlaced, WorkstationSpace, agile},
    edition::Edition,
    policy::Policy,
};

use crate::{
    published::{covered, newest, policy, small, small_under},
    sample::project,
};

const HEAD: &str =
    "site_id,name,use,easting,northing,workstations,office_nia_m2,nia_m2,must_keep\n";
const TEAMS: &str = "site_id,team,function,fte,headcount,mobile_share\n";
const SEEN: &str = "site_id,on,method,capacity,hours_open,mean_occupied,peak_occupied\n";

/// An estate; without `seen` nobody has counted.
fn estate(sites: &str, teams: &str, seen: &str) -> Box<Run> {
    let (sites, teams) = (format!("{HEAD}{sites}"), format!("{TEAMS}{teams}"));
    let seen = format!("{SEEN}{seen}");
    let tables = [("sites", &*sites), ("teams", &*teams), ("occupancy", &*seen)];
    small("2020-03-31", &tables[..if seen == SEEN { 2 } else { 3 }])
}

fn found(run: &Run) -> Agile {
    agile(&run.cover, &run.estate, policy())
}

/// The same by a policy laid over the built-in one.
fn under(run: &Run, overlay: &str) -> Agile {
    agile(&run.cover, &run.estate, &Policy::from_text(Some(overlay)).unwrap())
}

fn figure(name: &str, value: &str) -> String {
    format!("[figures.{name}]\nvalue = \"{value}\"\n")
}

fn needed(needs: &[AgileNeed]) -> Vec<(i64, i64)> {
    needs.iter().map(|need| (need.needed.unwrap(), need.least.unwrap())).collect()
}

/// 100 FTE × 0.8 are 80 workstations. × (1 − 0.6 × 65 ÷ 480 × 0.5) = × 0.959375 they are 76.75: 77 stand for them, so that
/// three are freed, of 10 m² each. 13.5% of the time are 4.1% of the need.
#[test]
fn the_need_by_fte_falls_by_share_minutes_and_pass_through() {
    let run = estate("A,Alpha,office,540000,270000,100,1000,,\n", "A,Case,office,100,,0.6\n", "");
    let agile = found(&run);
    let site = &agile.sites[0];
    assert_eq!((site.needed, site.counted, site.mobile), (Some(80), false, 60_000));
    let need = &agile.by_policy.sites[0];
    assert_eq!((need.needed, need.least, site.freed(need.needed)), (Some(77), Some(77), Some(3)));
    assert_eq!(site.space, WorkstationSpace::Own { office: 1_000_000, workstations: 100 });
    assert_eq!(site.space.of(3), 30_000);
    // All the time saved: 80 × 0.91875 = 73.5. No time saved: 80.
    let of = |overlay: &str| under(&run, overlay).by_policy.sites[0].needed;
    assert_eq!(of(&figure("agile_pass_through", "1")), Some(74));
    assert_eq!(of(&figure("agile_minutes", "0")), Some(80));
    // A shift of ten hours: 80 × (1 − 0.6 × 65 ÷ 600 × 0.5) = 77.4.
    assert_eq!(of(&figure("agile_shift_minutes", "600")), Some(78));
    // The policy's 10 m² stand for the office area that is not known.
    let run = estate("A,Alpha,office,540000,270000,100,,,\n", "A,Case,office,100,,0.6\n", "");
    assert_eq!(found(&run).sites[0].space, WorkstationSpace::Policy(10_000));
}

/// 60 people have a device by the share of their team. With 30 devices in use half the minutes are saved: 80 × (1 − 0.3 × 65
/// ÷ 480 × 0.5) = 78.375. Headcount goes before FTE: of 120 people 72 have one, and 30 ÷ 72 of the minutes are saved: 78.65.
#[test]
fn minutes_are_saved_by_devices_in_use() {
    let of = |headcount: &str, devices: &str| {
        let team = format!("A,Case,office,100,{headcount},0.6\n");
        let run = estate("A,Alpha,office,540000,270000,100,1000,,\n", &team, "");
        under(&run, &figure("agile_devices", devices)).by_policy.sites[0].needed
    };
    assert_eq!([of("", "60"), of("", "30"), of("120", "30")], [Some(77), Some(79), Some(79)]);
    // 20 of 60: 78.92. More devices than people, and no number of them, change nothing.
    assert_eq!([of("", "90"), of("", "0"), of("", "1")], [Some(77), Some(77), Some(80)]);
}

/// A peak of 100 with the allowance of a tenth needs 110 workstations, whatever is saved over a shift. Were it to fall by as
/// much, 110 × (1 − 65 ÷ 480 × 0.5) = 102.55; by half of that, 106.28.
#[test]
fn a_counted_peak_stays_by_default() {
    let run = estate(
        "A,Alpha,office,540000,270000,120,1200,,\n",
        "A,Case,office,100,,1\n",
        "A,2020-01-10,sensor,120,60,80,100\n",
    );
    let agile = found(&run);
    assert!(agile.sites[0].counted);
    assert_eq!(needed(&agile.by_policy.sites), [(110, 110)]);
    assert_eq!(needed(&agile.if_peak_falls.sites), [(103, 103)]);
    assert_eq!(agile.sites[0].freed(agile.by_policy.sites[0].needed), Some(0));
    assert_eq!(agile.sites[0].freed(agile.if_peak_falls.sites[0].needed), Some(7));
    let told = |share| needed(&under(&run, &figure("agile_peak_share", share)).by_policy.sites);
    assert_eq!((told("0.5"), told("1")), (vec![(107, 107)], vec![(103, 103)]));
}

/// 40 of 50 workstations are those of a team of which nobody knows who has a device: 40 + 10 × 0.932291… are 49.32, at least
/// 50 × 0.932291… = 46.6.
#[test]
fn a_mobile_share_that_is_not_known_is_no_zero() {
    let teams = "A,Case,office,50,,\nA,Intake,office,12.5,,1\n";
    let agile = found(&estate("A,Alpha,office,540000,270000,60,600,,\n", teams, ""));
    let site = &agile.sites[0];
    assert_eq!(needed(&agile.by_policy.sites), [(50, 47)]);
    assert_eq!((site.mobile, site.mobile_not_known, site.not_known.len()), (12_500, 50_000, 1));
    // A share of zero is known: nobody has one.
    let none = teams.replace("50,,\n", "50,,0\n");
    let agile = found(&estate("A,Alpha,office,540000,270000,60,600,,\n", &none, ""));
    assert_eq!(needed(&agile.by_policy.sites), [(50, 50)]);
    assert_eq!(agile.sites[0].not_known, [0_usize; 0]);
}

/// 80 are needed and then 77. Of 76 workstations none becomes spare, of 78 one. Of an unknown number it is not known.
#[test]
fn too_few_workstations_are_made_up_for_first() {
    let freed = |workstations: &str| {
        let site = format!("A,Alpha,office,540000,270000,{workstations},1000,,\n");
        let agile = found(&estate(&site, "A,Case,office,100,,0.6\n", ""));
        agile.sites[0].freed(agile.by_policy.sites[0].needed)
    };
    assert_eq!(
        [freed("76"), freed("78"), freed("81"), freed("")],
        [Some(0), Some(1), Some(3), None]
    );
}

/// B has 20 workstations and needs 10.4, in whole ones 11; the team at A needs 10. Then A needs 9.32 and B 9.7, in whole ones
/// 10: A has a place.
const PAIR: &str =
    "A,Alpha,office,540000,270000,10,100,150,\nB,Beta,office,543000,270000,20,200,300,\n";
const PAIR_TEAMS: &str = "A,Case,office,12.5,,1\nB,Intake,office,13,,1\n";

fn answers(agile: &Agile, of: &[AgileNeed]) -> Vec<[&'static str; 3]> {
    let pairs = agile.sites.iter().zip(of);
    pairs
        .map(|(own, need)| [own.can_close, need.can_close, need.frees].map(AllPlaced::word))
        .collect()
}

#[test]
fn a_site_is_freed_where_its_teams_have_a_place_only_then() {
    let agile = found(&estate(PAIR, PAIR_TEAMS, ""));
    let told = answers(&agile, &agile.by_policy.sites);
    assert_eq!(told, [["no", "yes", "yes"], ["no", "no", "no"]]);
    assert_eq!((agile.together.sites, agile.by_policy.together.sites), (vec![], vec![0]));
    // What must be kept is not freed.
    let agile = found(&estate(&PAIR.replace("150,\n", "150,Cells\n"), PAIR_TEAMS, ""));
    assert_eq!(answers(&agile, &agile.by_policy.sites)[0], ["no", "yes", "no"]);
    assert_eq!(agile.by_policy.together.sites, [0_usize; 0]);
    // It depends on who has a device at A (9.6 today, 8.95 at least, where B keeps 9), or at B.
    for teams in [
        "A,Case,office,12,,\nB,Intake,office,13,,0\n",
        "A,Case,office,12.5,,1\nB,Intake,office,13,,\n",
    ] {
        let agile = found(&estate(PAIR, teams, ""));
        assert_eq!(answers(&agile, &agile.by_policy.sites)[0], ["no", "no", "not_known"]);
    }
    // Nobody has one: nothing changes, and nothing is left open.
    let agile = found(&estate(PAIR, &PAIR_TEAMS.replace(",,1\n", ",,0\n"), ""));
    assert_eq!(answers(&agile, &agile.by_policy.sites), [["no", "no", "no"], ["no", "no", "no"]]);
}

/// B has 39 workstations and a peak of 27, with the allowance 30: 9 are left for the 10 of A. Then A needs 9.32, and B as
/// many as before. Were its peak to fall, it needs 27.97, and 11 are left.
#[test]
fn a_counted_receiver_gives_no_more_room_unless_the_peak_falls() {
    let sites = PAIR.replace("270000,20", "270000,39");
    let run = estate(&sites, PAIR_TEAMS, "B,2020-01-10,sensor,39,60,20,27\n");
    let agile = found(&run);
    assert_eq!(answers(&agile, &agile.by_policy.sites)[0], ["no", "no", "no"]);
    assert_eq!(answers(&agile, &agile.if_peak_falls.sites)[0], ["no", "yes", "yes"]);
    assert_eq!(agile.by_policy.together.sites, [0_usize; 0]);
    assert_eq!(agile.if_peak_falls.together.sites, [0]);
}

/// Without the room of B, or its workstations, nobody knows where the team of A goes.
#[test]
fn room_that_is_not_known_leaves_it_open() {
    let agile = found(&estate(&PAIR.replace("270000,20", "270000,"), PAIR_TEAMS, ""));
    let told = answers(&agile, &agile.by_policy.sites)[0];
    assert_eq!(told, ["not_known", "not_known", "not_known"]);
    // Where nobody has a device nothing changes, so that nothing is freed either way.
    let none = PAIR_TEAMS.replace(",,1\n", ",,0\n");
    let agile = found(&estate(&PAIR.replace("270000,20", "270000,"), &none, ""));
    assert_eq!(answers(&agile, &agile.by_policy.sites)[0], ["not_known", "not_known", "no"]);
    // How far the teams of a site without a position would move is not known.
    let agile = found(&estate(&PAIR.replace("540000,270000", ","), PAIR_TEAMS, ""));
    assert_eq!(answers(&agile, &agile.by_policy.sites)[0], ["not_known"; 3]);
    // Of a site without recorded teams the need is taken as it is, and the site is named.
    let agile = found(&estate(PAIR, "A,Case,office,12.5,,1\n", ""));
    assert_eq!((agile.sites.len(), agile.not_recorded), (1, vec![1]));
}

/// One site of a made-up estate: workstations, and FTE in tenths and mobile share in per cent of each team.
type Made = (i64, Vec<(i64, i64)>);

/// Workstations of a team in thousandths, in whole numbers: 0.8 for each FTE, less share × 65 ÷ 480 × 0.5 where agile.
fn size((tenths, share): (i64, i64), is_agile: bool) -> i64 {
    let today = tenths * 80;
    if is_agile { (today * (96_000 - 65 * share) + 95_999).div_euclid(96_000) } else { today }
}

/// Tells whether the teams of a set can be placed at the other sites, by every placing.
fn fits(all: &[Made], set: u32, is_agile: bool) -> bool {
    fn place(sizes: &[i64], rooms: &mut [i64]) -> bool {
        let Some((first, rest)) = sizes.split_first() else { return true };
        (0..rooms.len()).any(|at| {
            rooms[at] >= *first && {
                rooms[at] -= first;
                let rest_fits = place(rest, rooms);
                rooms[at] += first;
                rest_fits
            }
        })
    }
    let size = |team: &(i64, i64)| size(*team, is_agile);
    let (mut sizes, mut rooms) = (Vec::new(), Vec::new());
    for (at, (workstations, teams)) in all.iter().enumerate() {
        if set >> at & 1 == 1 {
            sizes.extend(teams.iter().map(size));
        } else {
            let needed: i64 = teams.iter().map(size).sum();
            rooms.push((workstations - (needed + 999).div_euclid(1000)) * 1000);
        }
    }
    place(&sizes, &mut rooms)
}

/// All sites are offices within reach of each other, nobody has counted, and every set and placing is tried.
#[test]
fn sites_freed_alone_and_together_are_those_of_all_placings() {
    let mut state = 7_u64;
    let mut roll = |below: i64| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i64::try_from(state >> 33).unwrap() % below
    };
    let (mut freed, mut larger) = (0, 0);
    for _ in 0..30 {
        let made: Vec<Made> = (0..5)
            .map(|_| {
                let teams: Vec<(i64, i64)> =
                    (0..=roll(2)).map(|_| (300 + roll(30) * 10, 60 + roll(41))).collect();
                let needed: i64 = teams.iter().map(|team| size(*team, false)).sum();
                (needed / 1000 + roll(40), teams)
            })
            .collect();
        let (mut sites, mut teams) = (String::new(), String::new());
        for (at, (workstations, own)) in made.iter().enumerate() {
            let id = ["A", "B", "C", "D", "E"][at];
            sites +=
                &format!("{id},Site {id},office,{},270000,{workstations},,,\n", 540_000 + at * 500);
            for (team, (tenths, share)) in own.iter().enumerate() {
                teams +=
                    &format!("{id},Team {team},office,{}.{},,{share}%\n", tenths / 10, tenths % 10);
            }
        }
        let agile = found(&estate(&sites, &teams, ""));
        assert!(agile.together.is_exact && agile.by_policy.together.is_exact);
        for at in 0..5 {
            let [today, then] = [false, true].map(|is_agile| fits(&made, 1 << at, is_agile));
            let need = &agile.by_policy.sites[at];
            assert_eq!(agile.sites[at].can_close == AllPlaced::Yes, today, "{at} of {made:?}");
            assert_eq!(need.can_close == AllPlaced::Yes, then, "{at} of {made:?}");
            assert_eq!(need.frees == AllPlaced::Yes, then && !today, "{at} of {made:?}");
            freed += u32::from(then && !today);
        }
        let most = |is_agile| {
            let sets = (0..32_u32).filter(|set| fits(&made, *set, is_agile));
            sets.map(u32::count_ones).max().unwrap()
        };
        let [today, then] = [agile.together, agile.by_policy.together].map(|set| {
            assert!(set.sites.is_sorted());
            u32::try_from(set.sites.len()).unwrap()
        });
        assert_eq!((today, then), (most(false), most(true)), "{made:?}");
        larger += u32::from(then > today);
    }
    // Else it would show nothing.
    assert!(freed >= 5 && larger >= 3, "{freed} {larger}");
}

/// Eleven sites of 1 to 11 workstations, all in use, beside an empty one of 40: more than are tried in every set. The smallest
/// are added first: those of 1 to 8 fill 36 of 40, and 9 more are too many.
#[test]
fn of_many_sites_a_set_is_found_one_by_one_and_says_so() {
    let mut sites = "Z,Large,office,540000,270000,40,,,\n".to_owned();
    let mut teams = String::new();
    for at in 1..=11 {
        sites += &format!("S{at:02},Small {at},office,{},270000,{at},,,\n", 540_000 + at * 100);
        teams += &format!("S{at:02},Team,office,{},,0\n", f64::from(at) * 1.25);
    }
    teams += "Z,None,office,0,,0\n";
    let run = estate(&sites, &teams, "");
    let agile = found(&run);
    assert_eq!(agile.together.sites, (0..8).collect::<Vec<usize>>());
    assert!(!agile.together.is_exact);
    let told = covered_text(&sites, &teams);
    assert!(told.contains("all their teams placed: at least eight today (Small 1, "), "{told}");
}

fn covered_text(sites: &str, teams: &str) -> String {
    let tables = [("sites", format!("{HEAD}{sites}")), ("teams", format!("{TEAMS}{teams}"))];
    let tables = tables.each_ref().map(|(name, text)| (*name, text.as_str()));
    let root = crate::published::folder(&tables);
    covered(root.path(), &["--agile"])
}

#[test]
fn minutes_beyond_the_shift_are_refused() {
    let error = Policy::from_text(Some(&figure("agile_minutes", "481"))).unwrap_err().to_string();
    assert_eq!(
        error,
        "policy `agile_minutes`: found 481, expected no more than agile_shift_minutes"
    );
    for (name, value) in
        [("agile_shift_minutes", "0"), ("agile_pass_through", "1.1"), ("agile_devices", "-1")]
    {
        assert!(Policy::from_text(Some(&figure(name, value))).is_err(), "{name}");
    }
}

#[test]
fn the_screen_tells_what_is_assumed_what_it_frees_and_what_is_not_known() {
    let sites = format!("{PAIR}C,Gamma,office,541000,270000,,,,\n");
    let told = covered_text(&sites, PAIR_TEAMS);
    for said in [
        "saves 65 minutes of a shift of 480, which is 13.5% of the time.\n",
        "on the pilot, with 320 devices; to be confirmed for the whole body.\n",
        "a team that all have devices needs 6.8% fewer workstations.\n",
        "25.5 of 25.5 FTE have a mobile device.\n",
        "The teams need 21 workstations today and 20 then, 4.8% fewer.\n",
        "1 workstation is freed, with 10 m², at one site.\n",
        "No team is recorded at Gamma; what is needed there is taken as it is.\n",
        "Were the peak to fall by as much\n",
    ] {
        assert!(told.contains(said), "{said}\n{told}");
    }
    let told = covered_text(PAIR, PAIR_TEAMS);
    for said in [
        "One further site could be given up, taken alone: Alpha. Its teams have no place elsewhere today.\n",
        "all their teams placed: none today; one with agile working (Alpha); one were the peak to fall as well (Alpha).\n",
    ] {
        assert!(told.contains(said), "{said}\n{told}");
    }
}

fn rows(file: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(newest(Edition::Restricted)[file].as_slice());
    reader.deserialize().map(Result::unwrap).collect()
}

/// The sample: what stands spare is the surplus that is measured, and where teams go is what `displacement.csv` says.
#[test]
fn it_agrees_with_the_surplus_measured_and_with_where_the_teams_go() {
    let agile = rows("agile.csv");
    assert_eq!(agile.len(), 25);
    let surplus: BTreeMap<String, String> = rows("measures.csv")
        .into_iter()
        .filter(|row| row["measure"] == "surplus_workstations")
        .map(|row| (row["site_id"].clone(), row["value"].clone()))
        .collect();
    let displaced = rows("displacement.csv");
    for row in agile {
        let number = |name: &str| row[name].parse::<i64>().ok();
        let spare =
            number("workstations").zip(number("needed")).map(|(all, need)| (all - need).max(0));
        if row["needed_from"] == "count" {
            assert_eq!(spare.map_or_else(String::new, |n| n.to_string()), surplus[&row["site_id"]]);
        }
        let teams: Vec<_> =
            displaced.iter().filter(|team| team["site_id"] == row["site_id"]).collect();
        let refused = |team: &&BTreeMap<String, String>| {
            team["to_site_id"].is_empty() && !team["no_place_because"].contains("not known")
        };
        let answer = if teams.iter().all(|team| !team["to_site_id"].is_empty()) {
            "yes"
        } else if teams.iter().any(refused) {
            "no"
        } else {
            "not_known"
        };
        assert_eq!(row["can_close"], answer, "{row:?}");
        let needs: f64 =
            teams.iter().map(|team| team["workstations"].parse::<f64>().unwrap()).sum();
        let needed: f64 = row["needed"].parse().unwrap();
        assert!(needs > needed - 1.2 && needs < needed + 0.2, "{row:?} {needs}");
        // Counts stay as they are, and nothing needs more.
        let then = [number("agile_needed"), number("agile_needed_least"), number("peak_needed")];
        assert!(then.iter().all(|then| *then <= number("needed")), "{row:?}");
        assert!(row["needed_from"] == "fte" || then[0] == number("needed"), "{row:?}");
    }
}

#[test]
fn the_sample_frees_no_site_and_is_not_published() {
    let told = covered(&project("data/fenshire"), &["--agile"]);
    for said in [
        "743 of 2,284 FTE have a mobile device.\n",
        "For 5 teams with 47 FTE this is not known. Their need is taken to be unchanged.\n",
        "  The teams need 1,549 workstations today and 1,528 then, 1.4% fewer",
        "  No further site could be given up.\n",
    ] {
        assert!(told.contains(said), "{said}\n{told}");
    }
    let json: Value =
        serde_json::from_str(&covered(&project("data/fenshire"), &["--agile", "--format", "json"]))
            .unwrap();
    assert_eq!(json["agile"].as_array().unwrap().len(), 25);
    let csv = covered(&project("data/fenshire"), &["--agile", "--format", "csv"]);
    assert_eq!(csv.as_bytes(), newest(Edition::Restricted)["agile.csv"]);
    let public = newest(Edition::Public);
    assert!(!public.contains_key("agile.csv"));
    let page = String::from_utf8(public["report.html"].clone()).unwrap();
    assert!(!page.contains("With agile working") && !page.contains("agile_needed"));
}

/// Another policy reaches the report's table.
#[test]
fn a_policy_that_lets_the_peak_fall_makes_the_two_cases_one() {
    let overlay = figure("agile_peak_share", "1");
    let policy = Policy::from_text(Some(&overlay)).unwrap();
    let sites = format!("{HEAD}{PAIR}");
    let teams = format!("{TEAMS}{PAIR_TEAMS}");
    let seen = format!("{SEEN}B,2020-01-10,sensor,20,60,9,10\n");
    let run = small_under(
        "2020-03-31",
        &[("sites", &sites), ("teams", &teams), ("occupancy", &seen)],
        &policy,
    );
    let agile = agile(&run.cover, &run.estate, &policy);
    assert_eq!(agile.by_policy.sites, agile.if_peak_falls.sites);
}
