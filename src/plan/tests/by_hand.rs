//! A plan worked by hand: works that make room for two teams, and what is caught where it was tampered with.

use super::*;

/// Two teams of 3 and 4 workstations into a room of 5: worked by hand.
fn by_hand() -> (PlanProblem, PlanAnswer) {
    let day: Date = "2021-06-30".parse().unwrap();
    let on = Some(day);
    let usual = PlanChoice { takes: true, area: 100_000, ..PlanChoice::default() };
    let own = PlanChoice {
        kind: OptionKind::MoveToOwnSpace,
        on,
        worth: 5_000_000,
        closes: true,
        moves_to_own: true,
        moves_in: Some(1),
        ..PlanChoice::default()
    };
    let site = |id: &str, choices| PlanSite { site_id: id.to_owned(), choices };
    let works = DatedWorks { on: day, worth: -900_000, money: Vec::new() };
    let problem = PlanProblem {
        sites: vec![
            site("A", vec![usual.clone(), own.clone()]),
            site("B", vec![usual.clone(), own]),
            site("C", vec![usual]),
        ],
        teams: vec![
            PlanTeam { team: 0, site: 0, size: 3_000, to: vec![0] },
            PlanTeam { team: 1, site: 1, size: 4_000, to: vec![0] },
        ],
        receivers: vec![ReceivingSite { site: 2, room: 5_000, extra: 2_000, works: vec![works] }],
        zones: vec![
            ZoneGroup { near: vec![(0, 0), (2, 0)], demand: 70 },
            ZoneGroup { near: vec![(1, 0)], demand: 30 },
        ],
        limits: vec![PlanLimit { kind: LimitKind::LeastArea, bound: 100_000 }],
    };
    let answer =
        PlanAnswer { choices: vec![1, 1, 0], places: vec![Some(0), Some(0)], works: vec![Some(0)] };
    (problem, answer)
}

/// 50,000 + 50,000 − 9,000; seven of seven workstations are used.
#[test]
fn both_move_where_works_make_room_for_both() {
    let (problem, answer) = by_hand();
    let found = solved(&problem).unwrap();
    assert_eq!((found.worth, &found.answer), (9_100_000, &answer));
    let mut dear = problem.clone();
    dear.receivers[0].works[0].worth = -6_000_000;
    assert_eq!(solved(&dear).unwrap().worth, 5_000_000);
    let mut covered = problem;
    let kind = LimitKind::Coverage {
        service: Service::PublicCounter,
        district: None,
        zones: vec![0, 1],
        demand: 100,
        today: 100,
    };
    covered.limits.push(PlanLimit { kind, bound: 71 });
    let found = solved(&covered).unwrap();
    assert_eq!((found.worth, found.answer.choices), (5_000_000, vec![1, 0, 0]));
}

#[test]
fn a_plan_that_was_tampered_with_is_caught() {
    let (problem, answer) = by_hand();
    assert_eq!(check(&problem, &answer).broken, []);
    let broken = |change: &dyn Fn(&mut PlanAnswer)| {
        let mut other = answer.clone();
        change(&mut other);
        check(&problem, &other).broken
    };
    assert_eq!(broken(&|a| a.works[0] = None), [BrokenRule::Room(0)]);
    assert_eq!(broken(&|a| a.places[1] = None), [BrokenRule::NoPlace(1)]);
    assert_eq!(broken(&|a| a.choices[0] = 0), [BrokenRule::WrongPlace(0)]);
    assert_eq!(broken(&|a| a.choices.truncate(2)), [BrokenRule::Shape]);
    assert_eq!(broken(&|a| a.choices[2] = 1), [BrokenRule::Shape]);
    let mut less = problem.clone();
    less.limits[0].bound = 100_001;
    assert_eq!(check(&less, &answer).broken, [BrokenRule::Limit(0)]);
    assert!(!is_kept(&less.limits[0], 100_000));
    let mut late = problem.clone();
    late.receivers[0].works[0].on = "2021-07-01".parse().unwrap();
    assert_eq!(check(&late, &answer).broken, [BrokenRule::Room(0)]);
    let mut closing = problem;
    closing.sites[2].choices[0].takes = false;
    let gone = [BrokenRule::ReceiverGone(0), BrokenRule::ReceiverGone(1)];
    assert_eq!(check(&closing, &answer).broken, gone);
}
