//! Public counters: hours, visits and cost as people write them, worked by hand, and as a panel reads them.

use std::fs;

use rust_decimal::Decimal;
use rust_xlsxwriter::Format;
use terrier::{
    batch::Run,
    cover::{Counter, Counters},
    edition::Edition,
    model::{AtLeast, ClockTime, CounterHours, OpenSpan, Rule, Severity, Weekday},
    policy::Policy,
};

use crate::{
    published::{covered, folder, published, ran, rows, small, small_under},
    sample::{Sample, findings_of},
};

const SITES: &str = "site_id,name,use,public_counter,district\nA,Alpha,front_counter,yes,North\n\
    B,Beta,front_counter,yes,North\n";

/// What the rows of A say: its hours by day, its visits, its purposes, the rules broken.
fn read(rows: &str) -> (Vec<String>, Vec<Option<u64>>, Vec<Rule>) {
    let counters =
        format!("Site ID,Weekday,Opening time,Closing time,Footfall,Purpose,Cost\n{rows}");
    let run = small("2020-03-31", &[("sites", SITES), ("counters", &counters)]);
    let lines = run.estate.counters.as_deref().unwrap();
    let hours = lines.iter().map(|line| match line.hours {
        CounterHours::Open(span) => format!("{} {span}", line.day),
        other => format!("{} {other:?}", line.day),
    });
    // Headers that go by another name, and what is not told of B, are no matter here.
    let beside = [Rule::AliasUsed, Rule::CounterNotListed];
    let rules = run.findings.iter().map(|finding| finding.rule);
    let told = |rule: &Rule| rule.word().contains("counter") || rule.word().contains("cell");
    let rules = rules.filter(|rule| !beside.contains(rule) && told(rule)).collect();
    (hours.collect(), lines.iter().map(|line| line.visits).collect(), rules)
}

#[test]
fn hours_are_read_as_spreadsheets_and_people_write_them() {
    let rows = "A,Monday,09:00,17:00,\"1,204\",Lost property,£8k\nA,TUES,9am,5.30pm,n/a,,\n\
        A,weds,9.00,12 noon,0,,\nA,thu,0900,1700,12,,\nA,Fri,0.375,0.708333333333333,12,,\n\
        A,sat,10:00:00,midnight,12,,\nA,Sun,Closed,,,,\n";
    let (hours, visits, rules) = read(rows);
    assert_eq!(
        hours,
        [
            "mon 09:00–17:00",
            "tue 09:00–17:30",
            "wed 09:00–12:00",
            "thu 09:00–17:00",
            "fri 09:00–17:00",
            "sat 10:00–24:00",
            "sun Closed"
        ]
    );
    let twelve = Some(12);
    assert_eq!(visits, [Some(1204), None, Some(0), twelve, twelve, twelve, None]);
    assert_eq!(rules, []);
}

/// A spreadsheet's time is a fraction of a day; formatted as a time it is read to the minute, and so is 24:00.
#[test]
fn times_of_a_workbook_are_read() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let (time, long) =
        (Format::new().set_num_format("hh:mm"), Format::new().set_num_format("[h]:mm"));
    for (column, name) in (0..).zip(["site_id", "day", "opens", "closes", "visits"]) {
        sheet.write_string(0, column, name).unwrap();
    }
    for (row, (day, opens, closes)) in
        (1..).zip([("mon", 9.0 / 24.0, 17.0 / 24.0), ("sat", 20.0 / 24.0, 1.0)])
    {
        sheet.write_string(row, 0, "A").unwrap();
        sheet.write_string(row, 1, day).unwrap();
        sheet.write_number_with_format(row, 2, opens, &time).unwrap();
        sheet.write_number_with_format(row, 3, closes, &long).unwrap();
        sheet.write_number(row, 4, 120.0).unwrap();
    }
    let root = folder(&[("sites", SITES)]);
    let folder = root.path().join("2020-03-31");
    fs::write(folder.join("counters.xlsx"), book.save_to_buffer().unwrap()).unwrap();
    let run = ran(&folder);
    let lines = run.estate.counters.as_deref().unwrap();
    let hours: Vec<CounterHours> = lines.iter().map(|line| line.hours).collect();
    let span = |from, until| {
        CounterHours::Open(OpenSpan::new(ClockTime::hour(from), ClockTime::hour(until)).unwrap())
    };
    assert_eq!(hours, [span(9, 17), span(20, 24)]);
    assert!(lines.iter().all(|line| line.visits == Some(120)));
}

#[test]
fn hours_that_cannot_be_right_are_not_known_and_told() {
    let rows = "A,mon,9:00,5:00,10,,\nA,tue,22:00,06:00,10,,\nA,wed,09:00,,10,,\n\
        A,thu,0.25,17:00,10,,\nA,fri,closed,17:00,10,,\nA,sat,00:00,00:00,10,,\nA,sun,,,10,,\n";
    let (hours, visits, rules) = read(rows);
    let mut expected: Vec<String> =
        ["mon", "tue", "wed", "thu", "fri", "sat"].map(|day| format!("{day} Unreadable")).into();
    expected.push("sun Unsaid".to_owned());
    assert_eq!(hours, expected);
    assert_eq!(visits, [Some(10); 7]);
    let mut rules = rules;
    rules.sort();
    let mut expected = vec![Rule::CounterHours; 5];
    expected.extend([Rule::CellUnreadable, Rule::CounterHoursMissing]);
    expected.sort();
    assert_eq!(rules, expected);
}

/// The first row counts; a figure that another row of the same says otherwise is not known.
#[test]
fn a_row_given_again_is_used_once() {
    let rows = "A,mon,09:00,17:00,10,Lost property,\nA,Mon,9am,5pm,10,lost  Property,\n\
        A,tue,09:00,17:00,10,,\nA,tue,09:00,17:00,11,,\nA,tue,12:00,18:00,5,,\nA,tue,12:00,18:00,5,bail,\n";
    let (hours, visits, mut rules) = read(rows);
    assert_eq!(hours, ["mon 09:00–17:00", "tue 09:00–17:00", "tue 12:00–18:00", "tue 12:00–18:00"]);
    assert_eq!(visits, [Some(10), None, Some(5), Some(5)]);
    rules.sort();
    assert_eq!(
        rules,
        [Rule::CounterRowsRepeated, Rule::CounterRowsRepeated, Rule::CounterRowsOverlap]
    );
}

/// A day is one of the seven; a site is in the register: else nothing is computed.
#[test]
fn a_row_without_its_day_or_site_is_an_error() {
    let sample = Sample::new().line("counters", "FEN-012,Mon-Fri,9,17,10,,\nFEN-Q,mon,9,17,10,,\n");
    let found = findings_of(&sample.folder);
    let errors: Vec<Rule> = found
        .iter()
        .filter(|finding| finding.severity == Severity::Error)
        .map(|finding| finding.rule)
        .collect();
    assert_eq!(errors, [Rule::RequiredCellUnreadable, Rule::UnknownSite]);
}

/// B and E stand in one place, 10 km from A; F is 30 km off; G has no position.
const PLACED: &str = "site_id,name,use,public_counter,district,easting,northing\n\
    A,Alpha,front_counter,yes,North,540000,280000\nB,Beta,front_counter,yes,North,550000,280000\n\
    E,Epsilon,front_counter,yes,South,550000,280000\nF,Phi,front_counter,yes,,540000,310000\n\
    H,Eta,office,no,West,540000,281000\n";
/// A is open on Monday for 8 hours and on Tuesday for 4, once by two spans that overlap.
const COUNTERS: &str = "site_id,day,opens,closes,visits,purpose,cost\n\
    A,mon,09:00,17:00,600,report a crime,20000\nA,mon,09:00,17:00,200,Lost property,\n\
    A,tue,09:00,12:00,120,lost property,\nA,tue,11:00,13:00,80,,\n\
    B,mon,09:00,15:00,40,,\nB,sat,20:00,24:00,10,,\nB,wed,,,,,\n\
    E,mon,00:00,24:00,,,\nE,tue,00:00,24:00,,,\nE,wed,00:00,24:00,,,\nE,thu,00:00,24:00,,,\n\
    E,fri,00:00,24:00,,,\nE,sat,00:00,24:00,,,\nE,sun,00:00,24:00,,,\nF,mon,10:00,12:00,9,,400\nF,tue,10:00,12:00,,,600\n";
const DEMAND: &str =
    "zone_id,name,district,population,deprivation\nZ1,Quay,North,1000,1\nZ2,Hill,South,500,5\n";
const TRAVEL: &str = "zone_id,site_id,minutes\nZ1,A,10\nZ1,B,25\nZ2,E,5\nZ2,A,40\n";

fn worked() -> Box<Run> {
    small("2020-03-31", &[("sites", PLACED), ("counters", COUNTERS)])
}

fn counter<'a>(run: &'a Run, id: &str) -> (&'a Counters, usize, &'a Counter) {
    let counters = run.cover.counters.as_ref().unwrap();
    let site = run.estate.sites.iter().position(|s| s.site_id.as_str() == id).unwrap();
    let at = counters.place(site).unwrap();
    (counters, at, &counters.all[at])
}

/// 12 hours a week are 12 × 365 ÷ 7 a year: 1,000 visits ÷ 625.7 = 1.598 an hour; two days a week are 104.3 a year:
/// 9.589 a day. The one cost is that of the whole counter: £20,000 ÷ 1,000 = £20 a visit.
#[test]
fn hours_visits_and_cost_are_worked_by_hand() {
    let run = worked();
    let (_, _, a) = counter(&run, "A");
    assert_eq!((a.open.minutes(), a.night, a.weekend), (12 * 60, 0, 0));
    assert_eq!(a.visits, Some(AtLeast { sum: 1000, is_all: true }));
    let rounded = |n: Option<Decimal>| n.unwrap().round_dp(3).to_string();
    assert_eq!((rounded(a.an_hour), rounded(a.a_day)), ("1.598".to_owned(), "9.589".to_owned()));
    assert_eq!(
        (a.cost.unwrap().sum, a.cost_per_visit, a.is_quiet),
        (2_000_000, Some(2000), Some(false))
    );
    // A purpose is one whatever its capitals; what has none comes last.
    let purposes: Vec<(Option<&str>, u64)> =
        a.purposes.iter().map(|(what, visits)| (what.as_deref(), *visits)).collect();
    assert_eq!(purposes, [(Some("report a crime"), 600), (Some("Lost property"), 320), (None, 80)]);
    // Wednesday is not known: hours and what rests on them are a least. 50 visits in 10 hours a week or more are quiet.
    let (_, _, b) = counter(&run, "B");
    assert_eq!((b.open.minutes(), b.not_known.as_slice()), (600, [Weekday::Wednesday].as_slice()));
    assert_eq!((b.night, b.weekend), (120, 240));
    assert_eq!(b.visits, Some(AtLeast { sum: 50, is_all: false }));
    assert_eq!((b.an_hour, b.is_quiet, b.cost, b.purposes.len()), (None, None, None, 0));
    // Some visits are not counted, none at all are counted; costs of two rows are added.
    let (_, _, e) = counter(&run, "E");
    assert_eq!((e.open.minutes(), e.visits, e.is_quiet), (168 * 60, None, None));
    let (_, _, f) = counter(&run, "F");
    assert_eq!(f.visits, Some(AtLeast { sum: 9, is_all: false }));
    assert_eq!((f.cost, f.cost_per_visit), (Some(AtLeast { sum: 100_000, is_all: true }), None));
}

/// 10 km × 1.3 ÷ 40 km/h are 19.5 minutes. Of B and E, equally near, B has the lower id; B is closed for 2 hours of
/// Monday and 4 of Tuesday. E, open at all hours, is within 30 minutes, so at none of A's hours is nothing open.
#[test]
fn what_stands_in_for_a_counter_is_worked_by_hand() {
    let run = worked();
    let number = |id: &str| run.estate.sites.iter().position(|s| s.site_id.as_str() == id).unwrap();
    let (counters, a, _) = counter(&run, "A");
    let alone = counters.in_place_of(a, &[number("A")]);
    let nearest = alone.nearest.unwrap();
    assert_eq!(counters.all[nearest.counter].site, number("B"));
    assert!((nearest.minutes - 19.5).abs() < 0.1, "{}", nearest.minutes);
    // The hours of B are not all known.
    assert_eq!(
        (nearest.closed_then, alone.without_any, alone.not_placed.len()),
        (None, Some((0, false)), 0)
    );
    // With B and E closed too, F is nearest, and too far: at all 12 hours nothing is open.
    let set = counters.in_place_of(a, &["A", "B", "E"].map(number));
    assert_eq!(counters.all[set.nearest.unwrap().counter].site, number("F"));
    assert_eq!(set.without_any, Some((720, false)));
    // With E closed B alone is near, whose Wednesday is not known: at most 6 hours.
    assert_eq!(counters.in_place_of(a, &["A", "E"].map(number)).without_any, Some((360, true)));
}

/// F, which has no district, is open for four hours: never long enough. West has no counter at all.
#[test]
fn districts_are_held_against_the_policy() {
    let run = worked();
    let number = |id: &str| run.estate.sites.iter().position(|s| s.site_id.as_str() == id).unwrap();
    let held = |run: &Run, closed: &[usize]| -> Vec<(String, Option<bool>, Option<bool>)> {
        let counters = run.cover.counters.as_ref().unwrap();
        let limits = counters.districts(closed).into_iter();
        limits.map(|limit| (limit.district, limit.today, limit.after)).collect()
    };
    let of = |name: &str, today, after| (name.to_owned(), today, after);
    let (yes, no) = (Some(true), Some(false));
    assert_eq!(
        held(&run, &[number("E")]),
        [of("North", no, no), of("South", yes, no), of("West", no, no)]
    );
    // Fourteen hours: B may be open so long on Wednesdays.
    let text = "[figures.counter_district_hours]\nvalue = \"14\"\n";
    let policy = Policy::from_text(Some(text)).unwrap();
    let own = small_under("2020-03-31", &[("sites", PLACED), ("counters", COUNTERS)], &policy);
    assert_eq!(held(&own, &[number("B")])[0], of("North", None, no));
    let none =
        Policy::from_text(Some("[figures.counter_district_least]\nvalue = \"0\"\n")).unwrap();
    let own = small_under("2020-03-31", &[("sites", PLACED), ("counters", COUNTERS)], &none);
    assert_eq!(held(&own, &[]), []);
}

/// Closing A: 1,000 residents of Quay go 15 minutes further, to B.
#[test]
fn a_counter_reads_as_a_panel_asks() {
    let root = folder(&[
        ("sites", PLACED),
        ("counters", COUNTERS),
        ("demand", DEMAND),
        ("travel", TRAVEL),
    ]);
    let all = covered(root.path(), &["--close", "A"]);
    let (_, own) = all.split_once("\n\nA, Alpha").unwrap();
    insta::assert_snapshot!(format!("A, Alpha{own}"), @"
    A, Alpha
      The counter at Alpha is open 12 hours a week: Monday 09:00–17:00; Tuesday 09:00–13:00.
      It is closed at night and at weekends.
      It has 1,000 visits a year: 9.6 on a day it is open, 1.6 an hour.
      Purpose of the visits: report a crime 60%, Lost property 32%, not recorded 8%.
      Closing the counter would save £20,000 a year in staffing: £20.00 for each visit.
      What giving up the building as well would save is not known.
      The nearest other counter in a straight line is Beta, about 19 minutes away by estimate.
      That counter is open at least 10 hours a week; its other hours are not known.
      Whenever it is open, another counter within 30 minutes is open too.
      North does not have a counter open at all hours today.
      Not known: the purpose of some visits (ask: the log of the counter); the hours of the nearest counter (ask: its staff).

    Public counters by district
      The policy asks for a counter open at all hours in each district.
      Districts that have it today: South.
      Districts that do not: North and West.

    Teams, moved no further than 20 minutes
      No team is recorded at Alpha, so whether anybody would have to move from there is not known.
    ");
    let without_zones = folder(&[("sites", PLACED), ("counters", COUNTERS)]);
    insta::assert_snapshot!(covered(without_zones.path(), &[]), @"
    A, Alpha
      The counter at Alpha is open 12 hours a week: Monday 09:00–17:00; Tuesday 09:00–13:00.
      It is closed at night and at weekends.
      It has 1,000 visits a year: 9.6 on a day it is open, 1.6 an hour.
      Purpose of the visits: report a crime 60%, Lost property 32%, not recorded 8%.
      Closing the counter would save £20,000 a year in staffing: £20.00 for each visit.
      What giving up the building as well would save is not known.
      The nearest other counter in a straight line is Beta, about 19 minutes away by estimate.
      That counter is open at least 10 hours a week; its other hours are not known.
      Whenever it is open, another counter within 30 minutes is open too.
      North does not have a counter open at all hours today.
      Not known: the purpose of some visits (ask: the log of the counter); the hours of the nearest counter (ask: its staff); who would travel further (ask: a table of zones with their people).

    B, Beta
      The counter at Beta is open at least 10 hours a week: Monday 09:00–15:00; Saturday 20:00–24:00.
      Its hours on Wednesday are not known.
      It has at least 50 visits a year.
      What closing the counter would save in staffing is not known.
      What giving up the building as well would save is not known.
      The nearest other counter in a straight line is Epsilon, less than a minute away by estimate.
      That counter is open at all hours.
      North does not have a counter open at all hours today.
      Not known: its opening hours (ask: the staff of the counter); its visits (ask: a count at the counter); the purpose of some visits (ask: the log of the counter); the cost of staffing it (ask: the finance team); who would travel further (ask: a table of zones with their people).

    E, Epsilon
      The counter at Epsilon is open at all hours.
      How many people visit it is not known.
      What closing the counter would save in staffing is not known.
      What giving up the building as well would save is not known.
      The nearest other counter in a straight line is Beta, less than a minute away by estimate.
      That counter is open at least 10 hours a week; its other hours are not known.
      For at most 152 hours a week when it is open, no other counter within 30 minutes is.
      South would no longer have a counter open at all hours.
      Not known: its visits (ask: a count at the counter); the cost of staffing it (ask: the finance team); the hours of the nearest counter (ask: its staff); who would travel further (ask: a table of zones with their people).

    F, Phi
      The counter at Phi is open 4 hours a week: Monday and Tuesday 10:00–12:00.
      It is closed at night and at weekends.
      It has at least 9 visits a year.
      Closing the counter would save £1,000 a year in staffing.
      What giving up the building as well would save is not known.
      The nearest other counter in a straight line is Alpha, about 58 minutes away by estimate.
      That counter is open 12 hours a week, and whenever this one is.
      For 4 hours a week when it is open, no other counter within 30 minutes is.
      Not known: its visits (ask: a count at the counter); the purpose of some visits (ask: the log of the counter); its district (ask: the property register); who would travel further (ask: a table of zones with their people).

    Public counters by district
      The policy asks for a counter open at all hours in each district.
      Districts that have it today: South.
      Districts that do not: North and West.

    Close several together: terrier cover DIR --close A,B
    ");
}

/// What may close is no matter for the public edition: neither the table, nor a word of it.
#[test]
fn counters_are_not_published() {
    let counters = COUNTERS.replace("report a crime", "zebra crossing").replace("20000", "23456");
    let root = folder(&[
        ("sites", PLACED),
        ("counters", &counters),
        ("demand", DEMAND),
        ("travel", TRAVEL),
    ]);
    let of = |edition| published(&root.path().join("2020-03-31"), edition);
    let restricted = of(Edition::Restricted);
    let cells: Vec<(String, String)> = rows(&restricted["counters.csv"])
        .iter()
        .map(|row| (row["site_id"].clone(), row["counter_cost"].clone()))
        .collect();
    let cell = |id: &str, cost: &str| (id.to_owned(), cost.to_owned());
    assert_eq!(cells, [cell("A", "23456.00"), cell("B", ""), cell("E", ""), cell("F", "1000.00")]);
    let public = of(Edition::Public);
    let sentences = rows(&restricted["counter_statements.csv"]);
    assert!(sentences.iter().any(|row| row["saving"].contains("£23,456 a year")));
    for name in ["counters.csv", "counter_statements.csv"] {
        assert!(restricted.contains_key(name) && !public.contains_key(name), "{name}");
    }
    for (name, bytes) in &public {
        let text = String::from_utf8_lossy(bytes);
        for secret in ["zebra", "23,456", "23456", "09:00", "hours a week:"] {
            assert!(!text.contains(secret), "{name}: {secret}");
        }
    }
}
