//! Public counters: hours, visits and cost as people write them, worked by hand, and as a panel reads them.

use terrier::model::{CounterHours, Rule, Severity};

use crate::{
    published::small,
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
