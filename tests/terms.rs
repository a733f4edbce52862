//! The tables of dated terms, agreements and published series, as the later stages see them.

use std::{collections::BTreeSet, fs, path::Path};

use terrier::{
    finance::break_standings,
    load::{self, Estate, Hashes},
    model::{AfterTerm, EventKind, Month, OptionFactKind, OptionKind, Rule, SiteId},
    policy::{BankHolidays, Policy},
};

use crate::{
    published::terrier,
    sample::{NEWEST, Sample, findings_of, project},
};

pub fn estate(folder: &Path) -> Estate {
    let policy = Policy::default_policy().unwrap();
    load::load(folder, &policy, Hashes::NotWanted).unwrap().value.unwrap()
}

#[test]
fn dated_terms_stand_in_order_of_lease_day_and_row() {
    let sample = Sample::new().file(
        "lease_events.csv",
        b"Lease Ref,Kind,On,Until,Rolling,Party,Notice Months,Penalty,Amount,Conditions\n\
          L-008,step,24/06/2021,,,,,,125000,\n\
          L-001,Deed of variation,2019-05-01,,,,,,,\n\
          L-001,break,2019-05-01,,no,tenant,6,\"\xc2\xa31,234.50\",,vacant possession\n\
          L-001,break,2018-05-01,,yes,mutual,,,,\n",
    );
    let events = estate(&sample.folder).lease_events;
    let shown: Vec<_> = events.iter().map(|e| (e.lease_id.as_str(), e.kind, e.row.row)).collect();
    assert_eq!(
        shown,
        [
            ("L-001", EventKind::Break, 5),
            ("L-001", EventKind::DeedOfVariation, 3),
            ("L-001", EventKind::Break, 4),
            ("L-008", EventKind::Step, 2),
        ]
    );
    assert_eq!(events[0].rolling, Some(true));
    assert_eq!(events[0].notice_months, None);
    assert_eq!(events[2].penalty.unwrap().to_string(), "1234.50");
    assert_eq!(events[2].conditions.as_deref(), Some("vacant possession"));
    assert_eq!(events[3].amount.unwrap().to_string(), "125000.00");
}

/// In order of site, option, fact; a cost below zero and a day gone by are not known, the sum of the latter is.
#[test]
fn facts_of_options_are_found_by_site_option_and_fact() {
    let sample = Sample::new().file(
        "option_facts.csv",
        b"Site ID,Option,Fact,Amount,On,Source\n\
          FEN-008,Leave by agreement,consideration,\"-\xc2\xa312,500\",29/09/2020,heads of terms\n\
          FEN-001,dispose,works,-1,,survey\n\
          FEN-001,dispose,agreed price,900000,2020-03-30,board minute 12\n\
          FEN-001,dispose,partner_saves,1,,letter\n",
    );
    let estate = estate(&sample.folder);
    let rows: Vec<u32> = estate.option_facts.iter().map(|f| f.row.row).collect();
    assert_eq!(rows, [4, 3, 2]);
    let fact = |site: &str, option, fact| {
        estate.option_fact(&SiteId::new(site).unwrap(), option, fact).cloned()
    };
    let paid = fact("FEN-008", OptionKind::LeaveByAgreement, OptionFactKind::Consideration);
    let paid = paid.unwrap();
    assert_eq!(paid.amount.unwrap().to_string(), "-12500.00");
    assert_eq!(paid.on.unwrap().to_string(), "2020-09-29");
    assert_eq!((paid.source.as_str(), &*paid.row.file), ("heads of terms", "option_facts.csv"));
    let works = fact("FEN-001", OptionKind::Dispose, OptionFactKind::Works).unwrap();
    assert_eq!(works.amount, None);
    let price = fact("FEN-001", OptionKind::Dispose, OptionFactKind::AgreedPrice).unwrap();
    assert_eq!((price.amount.unwrap().to_string(), price.on), ("900000.00".to_owned(), None));
    assert_eq!(fact("FEN-001", OptionKind::Dispose, OptionFactKind::Clawback), None);
}

#[test]
fn a_site_says_what_comes_after_its_term_and_a_lease_who_is_public() {
    let sites = "site_id,name,after_term\nA,Alpha,End\nB,Beta,\n";
    let leases = "lease_id,site_id,role,start,expiry,landlord_public\n\
                  1,A,tenant,2015-03-25,2025-03-24,yes\n2,B,tenant,2015-03-25,2025-03-24,\n";
    let sample = Sample::new().with_sites(|_| false);
    let sample = sample.file("sites.csv", sites.as_bytes()).file("leases.csv", leases.as_bytes());
    let estate = estate(&sample.folder);
    assert_eq!(estate.sites[0].after_term, Some(AfterTerm::End));
    assert_eq!(estate.sites[1].after_term, None);
    let public: Vec<_> = estate.leases.iter().map(|lease| lease.landlord_public).collect();
    assert_eq!(public, [Some(true), None]);
}

#[test]
fn an_agreement_stands_in_a_row_a_party_and_may_be_about_no_site() {
    let sample = Sample::new().file(
        "agreements.csv",
        b"agreement_id,party,site_id,share\nA-02,Fire,FEN-001,40%\nA-01,Police,,0.6\nA-02,Police,,60%\n",
    );
    let agreements = estate(&sample.folder).agreements.unwrap();
    let shown: Vec<_> = agreements
        .iter()
        .map(|a| (a.agreement_id.as_str(), a.row.row, a.site_id.is_some(), a.share.unwrap()))
        .map(|(id, row, site, share)| format!("{id} {row} {site} {}", share.normalize()))
        .collect();
    assert_eq!(shown, ["A-01 3 false 0.6", "A-02 2 true 0.4", "A-02 4 false 0.6"]);
}

#[test]
fn a_series_goes_by_its_folded_name_and_a_value_given_twice_alike_is_one() {
    let sample = Sample::new().file(
        "indices.csv",
        b"series,month,value\nC P I,2014-10,98.4\ncpi,2014-10,98.40\nrpi,2014-10,250\nrpi,2014-10,251\n",
    );
    let indices = estate(&sample.folder).indices;
    let month = Month::read("2014-10").unwrap();
    assert_eq!(indices["cpi"].value(month), Some("98.4".parse().unwrap()));
    let rpi = indices.get("rpi").and_then(|series| series.value(month));
    assert_eq!(rpi, None, "of two values neither is taken");
}

#[test]
fn the_sample_has_every_kind_of_dated_term() {
    let years =
        ["2018", "2019", "2020"].map(|y| estate(&project(&format!("data/fenshire/{y}-03-31"))));
    let kinds: BTreeSet<EventKind> =
        years.iter().flat_map(|estate| &estate.lease_events).map(|event| event.kind).collect();
    assert_eq!(kinds.into_iter().collect::<Vec<_>>(), EventKind::ALL);
}

/// What `data/README.md` says of them.
#[test]
fn the_samples_breaks_stand_as_the_readme_has_it() {
    let estate = estate(&project(NEWEST));
    let policy = Policy::default_policy().unwrap().leases();
    let holidays = BankHolidays::england_and_wales().unwrap();
    let stand = |lease: &str| -> Vec<String> {
        let lease = estate.leases.iter().find(|l| l.lease_id.as_str() == lease).unwrap();
        let events = estate.events_of(&lease.lease_id);
        break_standings(lease, events, estate.snapshot.as_of, &policy, &holidays)
            .iter()
            .map(|b| format!("{} {}", b.event.on, b.state.unwrap()))
            .collect()
    };
    assert_eq!(stand("L-003"), ["2020-12-24 urgent"]);
    assert_eq!(stand("L-005"), ["2020-06-23 missed"]);
    assert_eq!(stand("L-012"), ["2020-09-28 served"]);
    assert_eq!(stand("L-010"), ["2020-06-24 open"]);
    assert_eq!(stand("L-004"), ["2019-09-28 waived", "2024-09-28 open"]);
    assert_eq!(stand("L-008"), ["2021-06-23 open"]);
}

#[rstest::rstest]
#[case::a_regular_review_has_come_since("L-006,step,2012-09-29,,,,,,40000,")]
#[case::each_side_has_a_break_on_one_day("L-001,break,2024-03-24,,no,landlord,12,,,")]
#[case::a_break_long_past_says_little("L-001,break,2014-03-24,,,,,,,")]
#[case::a_notice_is_for_the_only_break("L-003,waived,2020-03-30,,,,,,,")]
#[case::a_rolling_break_is_named_by_a_later_day("L-010,served,2020-03-30,2020-09-30,,tenant,,,,")]
fn nothing_is_wrong_where(#[case] line: &str) {
    let sample = Sample::new().line("lease_events", &format!("{line}\n"));
    assert_eq!(findings_of(&sample.folder).len(), findings_of(&project(NEWEST)).len());
}

/// It is one term all the same, but a file whose rows stand twice may hold more that does.
#[test]
fn a_row_that_stands_twice_is_named() {
    let line = "L-001,break,2024-03-24,,no,tenant,6,15500,,\n";
    let sample = Sample::new().line("lease_events", line);
    let before = findings_of(&project(NEWEST)).len();
    let all = findings_of(&sample.folder);
    assert_eq!(all.len(), before + 1);
    let named: Vec<Rule> =
        all.iter().map(|f| f.rule).filter(|r| *r == Rule::RepeatedLines).collect();
    assert_eq!(named, [Rule::RepeatedLines]);
}

#[test]
fn a_sublease_that_its_landlord_can_end_in_time_blocks_no_break() {
    let sample = Sample::new()
        .record("leases", "L-015", &[("parent_lease_id", "L-003"), ("expiry", "2024-12-23")])
        .cell("lease_events", "L-015", "on", "2020-12-23");
    assert_eq!(findings_of(&sample.folder).len(), findings_of(&project(NEWEST)).len());
}

/// One register in a sheet: a lease with its break and step in columns of their own, and who shares the site.
const REGISTER: &str = "\
name = \"register\"
[[input]]
name = \"a\"
[[table]]
name = \"sites\"
from = \"a\"
[table.columns]
site_id = \"Ref\"
name = \"Site\"
[[table]]
name = \"leases\"
from = \"a\"
[table.columns]
lease_id = \"Lease\"
site_id = \"Ref\"
role = { constant = \"tenant\" }
start = { column = \"From\", date = \"dmy\" }
expiry = { column = \"To\", date = \"dmy\" }
[[table]]
name = \"lease_events\"
from = \"a\"
[table.columns]
lease_id = \"Lease\"
[[table.line]]
kind = { constant = \"break\" }
on = { column = \"Break\", date = \"dmy\" }
notice_months = \"Notice\"
party = { constant = \"tenant\" }
[[table.line]]
kind = { constant = \"step\" }
on = { column = \"Step\", date = \"dmy\" }
amount = \"New rent\"
[[table]]
name = \"agreements\"
from = \"a\"
[table.columns]
agreement_id = { column = \"Shared with\", slug = true }
party = \"Shared with\"
site_id = \"Ref\"
share = { column = \"Share\" }
";

const SERIES: &str = "\
name = \"series\"
[[input]]
name = \"b\"
[[table]]
name = \"indices\"
from = \"b\"
[table.columns]
series = { constant = \"CPI\" }
month = \"Month\"
value = \"Index\"
";

#[test]
fn an_import_writes_dated_terms_agreements_and_series() {
    let root = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = root.path().join(name);
        fs::write(&path, text).unwrap();
        path
    };
    let register = write(
        "register.csv",
        "Ref,Site,Lease,From,To,Break,Notice,Step,New rent,Shared with,Share\n\
         A,Hall,L1,25/03/2014,24/03/2029,24/03/2024,6,25/03/2019,\"£12,500\",Fen Fire,40%\n\
         B,Barn,L2,25/03/2014,24/03/2029,,,,,Fen Ambulance,25%\n",
    );
    let series = write("series.csv", "Month,Index\n2019-12,108.5\n2020-01,108.2\n");
    let snapshot = root.path().join("fen/2020-03-31");
    let into = |map: &str, text: &str, file: &Path, flag: &str| {
        let map = write(map, text);
        terrier().arg("import").arg(map).arg(file).arg(flag).arg(&snapshot).assert().success();
    };
    into("register.toml", REGISTER, &register, "--out");
    into("series.toml", SERIES, &series, "--add-to");
    let estate = estate(&snapshot);
    let shown: Vec<String> = estate
        .lease_events
        .iter()
        .map(|e| {
            format!("{} {} {} {:?}", e.lease_id, e.kind, e.on, e.amount.map(|a| a.to_string()))
        })
        .collect();
    assert_eq!(shown, ["L1 step 2019-03-25 Some(\"12500.00\")", "L1 break 2024-03-24 None"]);
    let agreements = estate.agreements.unwrap();
    assert_eq!(agreements.len(), 2);
    assert_eq!(agreements[1].share, Some("0.40".parse().unwrap()));
    let month = Month::read("2020-01").unwrap();
    assert_eq!(estate.indices["cpi"].value(month), Some("108.2".parse().unwrap()));
}
