//! Two snapshots compared: every change told, each move split so that its parts add up, whatever the order of rows.

use std::{collections::BTreeMap, fs, path::Path};

use rstest::rstest;
use terrier::{
    batch::{self, Run},
    edition::{
        CandidateChange, Cause, ChangeRow, ChangeSubject, ChangesView, CostChange, OutcomeState,
        PartOf, SiteMoveRow,
    },
    model::RowRef,
    policy::Policy,
};

use crate::{
    published::{policy, ran, studied_under, terrier},
    sample::{NEWEST, Sample, project},
};

const BEFORE: &str = "data/fenshire/2019-03-31";

fn compared(before: &Path, after: &Path) -> ChangesView {
    batch::compare((&ran(before), policy()), (&ran(after), policy())).unwrap()
}

/// The parts of every move add up to it.
fn adds_up(found: &ChangesView) -> usize {
    let mut split = 0;
    for site in &found.moves {
        let sum = |of| site.parts_of(of).map(|part| part.mean).sum::<i64>();
        if let Some(places) = site.places_up() {
            assert_eq!(sum(PartOf::Rank), places, "{}", site.site_id);
        }
        let pairs = [
            (PartOf::NeedIndex, site.index_before, site.index_after),
            (PartOf::Subletting, site.subletting_before, site.subletting_after),
        ];
        for (of, before, after) in pairs {
            if let (Some(before), Some(after)) = (before, after) {
                assert_eq!(sum(of), after.0 - before.0, "{} {of}", site.site_id);
                split += usize::from(before != after);
            }
        }
        for part in &site.parts {
            // A mean rounded to whole units may stand one beside its range.
            let near = part.least - 100 <= part.mean && part.mean <= part.most + 100;
            assert!(part.least <= part.most && near, "{part:?}");
        }
    }
    split
}

fn site<'a>(found: &'a ChangesView, id: &str) -> &'a SiteMoveRow {
    found.moves.iter().find(|site| site.site_id == id).unwrap()
}

/// The causes of a site's change of need index that are not nothing.
fn causes(found: &ChangesView, id: &str) -> Vec<Cause> {
    let mut causes: Vec<Cause> =
        site(found, id).parts_of(PartOf::NeedIndex).map(|part| part.cause).collect();
    causes.sort();
    causes.dedup();
    causes
}

#[test]
fn the_moves_of_the_sample_are_split_to_the_last_digit() {
    let found = compared(&project(BEFORE), &project(NEWEST));
    assert!(adds_up(&found) > 30);
    assert!(found.moves.iter().any(|site| site.parts.iter().any(|p| p.cause == Cause::OtherSites)));
    assert!(found.moves.iter().any(|site| site.parts.iter().any(|p| p.cause == Cause::Prices)));
    assert!(found.moves.iter().any(|site| site.parts.iter().any(|p| p.cause == Cause::Date)));
    // Two decided sales of 2018/19 and 2019/20 are carried out, and what the register of benefits says of them stands there.
    let done: Vec<&str> = found
        .outcomes
        .iter()
        .filter(|outcome| outcome.state == OutcomeState::Done)
        .map(|outcome| outcome.site_id.as_str())
        .collect();
    assert_eq!(done, ["FEN-022", "FEN-032", "FEN-033"]);
    let sold = found.outcomes.iter().find(|outcome| outcome.site_id == "FEN-032").unwrap();
    assert_eq!(sold.receipt, Some(64_800_000));
}

/// Above the policy's number of sites, coverage and room count as other sites as a whole: screen, page and dictionary say so.
#[test]
fn a_large_estate_says_that_coverage_and_room_count_as_other_sites() {
    let root = tempfile::tempdir().unwrap();
    let file = root.path().join("few.toml");
    let text = "[policy]\nname = \"few\"\n[figures.changes_sites_among_others]\nvalue = \"5\"\nsource = \"a trial\"\n";
    fs::write(&file, text).unwrap();
    let said = |more: &[&str]| {
        let mut command = terrier();
        command.arg("compare").args([project(BEFORE), project(NEWEST)]).args(more);
        let output = command.output().unwrap();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    let words = " sites: what coverage and room near by gain from a site's own data is counted under other sites.";
    assert!(!said(&[]).contains("is counted under other sites"));
    let policy_file = file.to_str().unwrap();
    for format in ["table", "md"] {
        let text = said(&["--policy", policy_file, "--format", format]);
        assert!(text.contains("There are more than ") && text.contains(words), "{text}");
    }
    let few = Policy::read(Some(&file)).unwrap();
    let runs = [BEFORE, NEWEST].map(|folder| studied_under(&project(folder), &few));
    let [before, after] = &runs;
    let found = batch::compare((before, &few), (after, &few)).unwrap();
    assert_eq!(found.not_among_others, Some(5));
    let own = [terrier::model::Measure::CoverageKept, terrier::model::Measure::RoomNearBy];
    let parts = found.moves.iter().flat_map(|site| &site.parts);
    let is_own = |part: &&terrier::edition::PartRow| {
        part.criterion.is_some_and(|(_, measure)| own.contains(&measure))
            && part.cause == Cause::Data
    };
    assert_eq!(parts.filter(is_own).count(), 0);
}

#[test]
fn a_snapshot_beside_itself_has_not_changed() {
    let sample = Sample::new();
    let found = compared(&project(NEWEST), &sample.folder);
    assert_eq!(found.rows, []);
    assert!(found.moves.iter().all(|site| site.parts.is_empty()), "{:?}", found.moves);
}

/// One thing changed is one cause.
#[test]
fn what_alone_changed_is_the_whole_cause() {
    let prices = Sample::new().cell("sites", "FEN-011", "market_value", "100000");
    let found = compared(&project(NEWEST), &prices.folder);
    assert_eq!(causes(&found, "FEN-011"), [Cause::Prices]);
    assert!(
        found
            .moves
            .iter()
            .filter(|s| s.site_id != "FEN-011")
            .all(|s| s.index_change().is_none_or(|c| c.0 == 0))
    );
    let facts: Vec<_> = found.of(ChangeSubject::Record).collect();
    assert_eq!(facts.len(), 1);
    let row = facts[0].row_after.as_ref().unwrap();
    assert_eq!(
        (facts[0].column.as_str(), facts[0].after.as_str(), &*row.file),
        ("market_value", "100000", "sites.csv")
    );

    let data = Sample::new().cell("sites", "FEN-011", "gia_m2", "5000");
    let found = compared(&project(NEWEST), &data.folder);
    assert_eq!(causes(&found, "FEN-011"), [Cause::Data]);
    // Those that it overtook, or that overtook it, moved by other sites alone.
    let moved = found
        .moves
        .iter()
        .filter(|s| s.site_id != "FEN-011" && s.places_up().is_some_and(|p| p != 0));
    for other in moved {
        let parts: Vec<_> = other.parts_of(PartOf::Rank).filter(|p| p.mean != 0).collect();
        assert!(parts.iter().all(|part| part.cause == Cause::OtherSites), "{parts:?}");
    }
}

/// A site that closes takes places from its neighbours: their room near by and coverage move by other sites.
#[test]
fn what_another_site_changes_is_told_as_such() {
    let closed = Sample::new().cell("sites", "FEN-005", "status", "sold");
    let found = compared(&project(NEWEST), &closed.folder);
    adds_up(&found);
    let others: Vec<&SiteMoveRow> = found
        .moves
        .iter()
        .filter(|s| s.site_id != "FEN-005" && s.index_change().is_some_and(|c| c.0 != 0))
        .collect();
    assert!(!others.is_empty());
    for other in others {
        assert_eq!(causes(&found, &other.site_id), [Cause::OtherSites], "{}", other.site_id);
    }
    assert_eq!(site(&found, "FEN-005").candidate, CandidateChange::NoLonger);
}

#[test]
fn a_policy_moves_by_policy_alone() {
    let text = "[policy]\nname = \"three and seven\"\n[figures.index_share_utilisation]\nvalue = \"30%\"\nsource = \"a trial\"\n\
                [figures.index_share_disposal]\nvalue = \"70%\"\nsource = \"a trial\"\n";
    let root = tempfile::tempdir().unwrap();
    let file = root.path().join("policy.toml");
    fs::write(&file, text).unwrap();
    let other = Policy::read(Some(&file)).unwrap();
    let (before, after) = (ran(&project(NEWEST)), studied_under(&project(NEWEST), &other));
    let found = batch::compare((&before, policy()), (&after, &other)).unwrap();
    assert!(adds_up(&found) > 10);
    for site in found.moves.iter().filter(|site| site.index_change().is_some_and(|c| c.0 != 0)) {
        assert_eq!(causes(&found, &site.site_id), [Cause::Policy], "{}", site.site_id);
        // The shares belong to no criterion.
        assert!(site.parts_of(PartOf::NeedIndex).all(|part| part.criterion.is_none()));
    }
}

/// Time alone: the same files under a later date.
#[test]
fn the_passage_of_time_is_a_cause_of_its_own() {
    let later = Sample::named("2020-06-30").text("estate.toml", "2020-03-31", "2020-06-30");
    let found = compared(&project(NEWEST), &later.folder);
    adds_up(&found);
    let by_date: Vec<_> = found
        .moves
        .iter()
        .flat_map(|site| &site.parts)
        .filter(|part| part.cause == Cause::Date)
        .filter_map(|part| part.criterion)
        .map(|(_, measure)| measure.word())
        .collect();
    assert!(
        by_date.contains(&"months_to_exit") && by_date.contains(&"time_to_grant"),
        "{by_date:?}"
    );
    assert!(found.of(ChangeSubject::Record).next().is_none());
    // Nothing is recorded differently, so that no part is of anything else.
    let mut parts = found.moves.iter().flat_map(|site| &site.parts).filter(|part| part.mean != 0);
    assert!(parts.all(|part| matches!(part.cause, Cause::Date | Cause::OtherSites)));
    // A building that stands empty all along is not sold.
    assert!(found.outcomes.iter().all(|outcome| outcome.state != OutcomeState::Done));
    // Of a site of which every moved reading is by date, neither points nor places are its own data's.
    for site in &found.moves {
        let by = |of| site.parts_of(of).filter(|part| part.mean != 0).map(|part| part.cause);
        if by(PartOf::NeedIndex).all(|cause| cause != Cause::Data) {
            assert!(by(PartOf::Rank).all(|cause| cause != Cause::Data), "{}", site.site_id);
        }
    }
}

/// A decided letting is carried out by a lease that began after the snapshot before, and by no older one.
#[rstest]
#[case::on_the_day_before_and_all("2020-03-31", false)]
#[case::a_day_later("2020-04-01", true)]
fn a_decided_letting_is_done_once_a_lease_begins(#[case] start: &str, #[case] done: bool) {
    let treasury = fs::read_to_string(project(NEWEST).join("treasury.toml")).unwrap()
        + "\n[[decisions]]\nsite_id = \"FEN-030\"\noption = \"sublet\"\nsource = \"Board\"\n";
    let before = Sample::new().file("treasury.toml", treasury.as_bytes());
    let later = Sample::named("2020-06-30")
        .file("treasury.toml", treasury.as_bytes())
        .text("estate.toml", "2020-03-31", "2020-06-30")
        .record("leases", "L-014", &[("start", start)]);
    let found = compared(&before.folder, &later.folder);
    let own = found.outcomes.iter().find(|outcome| outcome.site_id == "FEN-030").unwrap();
    assert_eq!(own.state == OutcomeState::Done, done, "{own:?}");
}

/// A number generator of its own, so that the edits are the same everywhere.
struct Draw(u64);

impl Draw {
    fn below(&mut self, most: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % u64::try_from(most).unwrap()).unwrap()
    }
}

const NUMBERS: [&str; 9] = [
    "occupied_m2",
    "nia_m2",
    "workstations",
    "backlog_high",
    "market_value",
    "office_nia_m2",
    "gia_m2",
    "erv_per_m2",
    "backlog_significant",
];

/// Random edits of cells, rows taken out and rows put in another order.
#[test]
fn random_edits_add_up_and_do_not_depend_on_the_order_of_rows() {
    for seed in 1..=4 {
        let mut draw = Draw(seed);
        let sample = Sample::new();
        let mut sites = sample.rows("sites");
        for _ in 0..12 {
            let column = NUMBERS[draw.below(NUMBERS.len())];
            let at = sites[0].iter().position(|header| header == column).unwrap();
            let row = 1 + draw.below(sites.len() - 1);
            sites[row][at] = ["", "1", "250", "1200", "90000"][draw.below(5)].to_owned();
        }
        let status = sites[0].iter().position(|header| header == "status").unwrap();
        let row = 1 + draw.below(sites.len() - 1);
        sites[row][status] = ["vacant", "sold", "operational"][draw.below(3)].to_owned();
        sample.write("sites", &sites);
        let first = compared(&project(NEWEST), &sample.folder);
        assert!(adds_up(&first) > 0);
        for table in ["sites", "costs", "occupancy", "teams", "leases", "counters"] {
            let mut rows = sample.rows(table);
            for at in (2..rows.len()).rev() {
                let other = 1 + draw.below(at);
                rows.swap(at, other);
            }
            sample.write(table, &rows);
        }
        let second = compared(&project(NEWEST), &sample.folder);
        assert_eq!(first.moves, second.moves, "seed {seed}");
        let told = |found: &ChangesView| -> Vec<_> {
            let rows = found.rows.iter().map(|row| {
                (
                    row.subject,
                    row.kind,
                    row.record.clone(),
                    row.column.clone(),
                    row.before.clone(),
                    row.after.clone(),
                )
            });
            rows.collect()
        };
        assert_eq!(told(&first), told(&second), "seed {seed}");
        // The other way round, each part has the other sign, but for a unit of rounding.
        let back = compared(&sample.folder, &project(NEWEST));
        for site in &first.moves {
            let other = self::site(&back, &site.site_id);
            for part in site.parts_of(PartOf::NeedIndex) {
                let same = |p: &&&terrier::edition::PartRow| {
                    (p.criterion, p.cause) == (part.criterion, part.cause)
                };
                let there =
                    other.parts_of(PartOf::NeedIndex).find(|p| same(&p)).map_or(0, |p| p.mean);
                assert!((part.mean + there).abs() <= 4, "{part:?} {there}");
            }
        }
    }
}

const HEADER: &str = "site_id,name,use,status,tenure,uprn,postcode,easting,northing,gia_m2\n";

fn register(root: &Path, date: &str, lines: &[&str], same_site: &str) -> Box<Run> {
    let folder = root.join(date);
    fs::create_dir_all(&folder).unwrap();
    let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
    fs::write(folder.join("sites.csv"), format!("{HEADER}{text}")).unwrap();
    if !same_site.is_empty() {
        fs::write(folder.join("same_site.csv"), same_site).unwrap();
    }
    ran(&folder)
}

fn site_changes(before: &[&str], after: &[&str], same_site: &str) -> Vec<[String; 5]> {
    let root = tempfile::tempdir().unwrap();
    let then = register(root.path(), "2019-03-31", before, "");
    let now = register(root.path(), "2020-03-31", after, same_site);
    let found = batch::compare((&then, policy()), (&now, policy())).unwrap();
    let told = |row: &terrier::edition::ChangeRow| {
        let by = row.found_by.map_or("", |by| by.word());
        [row.kind, &row.site_id, &row.before, &row.after, by].map(str::to_owned)
    };
    found.of(ChangeSubject::Site).map(told).collect()
}

#[test]
fn what_became_of_sites_is_told() {
    let before = [
        "A1,Park Hall,office,operational,freehold,1,,,,500",
        "A2,The Hub,office,operational,freehold,2,,,,900",
        "A3,Old Barn,stores,operational,freehold,3,,,,50",
        "A4,North Wing,office,operational,freehold,4,,,,70",
        "A5,Gate House,office,vacant,freehold,5,,,,70",
        "A6,Depot East,stores,operational,freehold,6,,541000,269000,70",
    ];
    let after = [
        "B1,Park Hall,office,operational,freehold,1,,,,500",
        "A2,The Hub and Spoke,office,sold,freehold,2,,,,900",
        "A5,Gate House,office,operational,freehold,5,,,,70",
        "A6,Court Annexe,office,operational,freehold,60,,549000,269000,70",
        "A7,New Store,stores,operational,freehold,7,,,,50",
        "A8,Main Block,office,operational,freehold,8,,,,570",
    ];
    let same =
        "before,after,evidence\nA3,A7,moved to the new ledger\nA4,A8,joined to the main block\n";
    let found = site_changes(&before, &after, same);
    let expected = [
        ["added", "A6", "", "operational", ""],
        ["sold", "A2", "operational", "sold", ""],
        ["reopened", "A5", "vacant", "operational", ""],
        ["renamed", "A2", "The Hub", "The Hub and Spoke", ""],
        ["renamed", "A7", "Old Barn", "New Store", ""],
        ["renamed", "A8", "North Wing", "Main Block", ""],
        ["found_again", "A7", "A3", "A7", "same_site"],
        ["found_again", "A8", "A4", "A8", "same_site"],
        ["found_again", "B1", "A1", "B1", "UPRN"],
        ["id_reused", "A6", "operational", "", ""],
    ];
    assert_eq!(found, expected.map(|row| row.map(str::to_owned)));
}

/// What `same_site` says goes before ids and evidence: ids that move along, a ring, and one that stays.
#[test]
fn what_the_body_says_of_ids_goes_before_all_else() {
    let before =
        ["A1,Abbey,office,,,11,,,,500", "A2,Barn,stores,,,12,,,,900", "A3,Court,office,,,13,,,,50"];
    let along =
        ["A2,Abbey,office,,,11,,,,500", "A3,Barn,stores,,,12,,,,900", "A4,Court,office,,,13,,,,50"];
    let same = "before,after\nA1,A2\nA2,A3\nA3,A4\n";
    let ids = |found: Vec<[String; 5]>| -> Vec<String> {
        found.into_iter().map(|[kind, id, before, ..]| format!("{kind} {before} {id}")).collect()
    };
    let expected = ["found_again A1 A2", "found_again A2 A3", "found_again A3 A4"];
    assert_eq!(ids(site_changes(&before, &along, same)), expected);
    let ring =
        ["A2,Abbey,office,,,11,,,,500", "A3,Barn,stores,,,12,,,,900", "A1,Court,office,,,13,,,,50"];
    let same = "before,after\nA1,A2\nA2,A3\nA3,A1\n";
    let expected = ["found_again A3 A1", "found_again A1 A2", "found_again A2 A3"];
    assert_eq!(ids(site_changes(&before, &ring, same)), expected);
    // Another name and another UPRN: another site, but where the body says that it is not.
    let renamed = ["A1,Priory,office,,,19,,,,500", before[1], before[2]];
    let found = ids(site_changes(&before, &renamed, ""));
    assert_eq!(found, ["added  A1", "id_reused operational A1"]);
    let found = ids(site_changes(&before, &renamed, "before,after\nA1,A1\n"));
    assert_eq!(found, ["renamed Abbey A1"]);
}

/// Sites that come or go are candidates or are so no longer, too; another estate is named as such.
#[test]
fn candidates_that_came_or_went_and_other_estates_are_named() {
    let found = compared(&project(BEFORE), &project(NEWEST));
    let candidates: Vec<_> = found
        .of(ChangeSubject::Candidate)
        .filter(|row| row.before.is_empty() || row.after.is_empty())
        .map(|row| (row.kind, row.site_id.as_str(), row.before.as_str(), row.after.as_str()))
        .collect();
    assert!(candidates.contains(&("newly_ranked", "FEN-045", "", "19")), "{candidates:?}");
    assert!(candidates.iter().any(|row| row.0 == "no_longer_ranked" && row.1 == "FEN-034"));
    let sales = found.totals.first().unwrap();
    // Three were made, each before its forecast day.
    assert_eq!((sales.forecast, sales.outcome, sales.of), (0, 3, 5));
    let rolling = found.of(ChangeSubject::LeaseDate).find(|row| row.record == "L-010").unwrap();
    assert_eq!((rolling.evidence.as_str(), rolling.after.as_str()), ("on any day from then", ""));
    let other = Sample::named("2020-06-30").text("estate.toml", "2020-03-31", "2020-06-30").text(
        "estate.toml",
        "name = \"Fenshire\"",
        "name = \"Norland\"",
    );
    let output = terrier().arg("compare").arg(project(NEWEST)).arg(&other.folder).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("are they one estate?"), "{said}");
}

/// A register that numbers its rows anew each year: every id stands in both, and none means the same site.
#[test]
fn ids_that_pass_from_site_to_site_are_followed_by_their_evidence() {
    let before = [
        "1,Abbey,office,operational,freehold,11,,,,500",
        "2,Barn,stores,operational,freehold,12,,,,900",
        "3,Chapel,office,operational,freehold,13,,,,50",
    ];
    let after = [
        "1,Barn,stores,operational,freehold,12,,,,900",
        "2,Chapel,office,operational,freehold,13,,,,50",
        "3,Deanery,office,operational,freehold,14,,,,50",
    ];
    let found = site_changes(&before, &after, "");
    let expected = [
        ["added", "3", "", "operational", ""],
        ["found_again", "1", "2", "1", "UPRN"],
        ["found_again", "2", "3", "2", "UPRN"],
        ["id_reused", "1", "operational", "", ""],
    ];
    assert_eq!(found, expected.map(|row| row.map(str::to_owned)));
}

#[test]
fn two_sites_that_became_one_and_one_that_became_two_are_named() {
    let before = ["A1,East,office,,,,,,,1", "A2,West,office,,,,,,,1", "A3,Campus,office,,,,,,,1"];
    let after = [
        "B1,Joined,office,,,,,,,2",
        "B3,Campus North,office,,,,,,,1",
        "B4,Campus South,office,,,,,,,1",
    ];
    let same = "before,after,evidence\nA1,B1,works of 2019\nA2,B1,works of 2019\nA3,B3,sold in part\nA3,B4,sold in part\n";
    let found = site_changes(&before, &after, same);
    assert!(
        found.contains(&["merged", "A2", "A2", "B1", "same_site"].map(str::to_owned)),
        "{found:?}"
    );
    assert!(
        found.contains(&["divided", "B4", "A3", "B4", "same_site"].map(str::to_owned)),
        "{found:?}"
    );
    // A name that is written otherwise is no other name.
    let found =
        site_changes(&["A1,East  side,office,,,,,,,1"], &["A1,East Side,office,,,,,,,1"], "");
    assert!(found.is_empty(), "{found:?}");
    // One that kept its id is itself, and the other has become part of it.
    let joined = ["A1,East,office,,,,,,,2", "A3,Campus,office,,,,,,,1"];
    for same in ["before,after\nA2,A1\n", "before,after\nA1,A1\nA2,A1\n"] {
        let found = site_changes(&before, &joined, same);
        assert_eq!(found, [["merged", "A2", "A2", "A1", "same_site"].map(str::to_owned)]);
    }
}

#[test]
fn an_id_of_same_site_that_is_listed_nowhere_is_a_finding() {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("2020-03-31");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("sites.csv"), format!("{HEADER}A1,Park Hall,office,,,,,,,1\n")).unwrap();
    fs::write(folder.join("same_site.csv"), "before,after\nA0,A9\n").unwrap();
    let out = terrier().arg("check").arg(&folder).args(["--format", "csv"]).output().unwrap();
    let text = String::from_utf8(out.stdout).unwrap();
    assert!(
        text.contains("unknown-site") && text.contains("same_site.csv") && text.contains("A9"),
        "{text}"
    );
}

/// What sites cost by category, in the year of each snapshot and restated, with the rows of both ledgers; a site that went
/// or came is there too, so that the sums add up to all of it.
#[test]
fn costs_are_compared_by_category_with_the_first_row_of_each_ledger() {
    let root = tempfile::tempdir().unwrap();
    let ran_with = |date: &str, sites: &[&str], costs: &str| {
        register(root.path(), date, sites, "");
        let folder = root.path().join(date);
        let text = format!("site_id,financial_year,from,to,category,amount\n{costs}");
        fs::write(folder.join("costs.csv"), text).unwrap();
        ran(&folder)
    };
    let (hall, barn, hub) = (
        "A1,Park Hall,office,,,,,,,500",
        "B1,Old Barn,storage,,,,,,,90",
        "C1,The Hub,office,,,,,,,200",
    );
    let before = ran_with(
        "2019-03-31",
        &[hall, barn],
        "A1,2018/19,,,utilities,100.00\nA1,2018/19,,,rates,50.00\nA1,2018/19,,,utilities,20.00\n\
         B1,2018/19,,,rates,900.00\n",
    );
    let after = ran_with(
        "2020-03-31",
        &[hall, hub],
        "A1,2018/19,,,rates,50.00\nA1,2018/19,,,utilities,119.00\nA1,2019/20,,,rent,7.00\n\
         A1,2019/20,,,utilities,300.00\nA1,2019/20,,,rates,50.00\nC1,2019/20,,,rent,80.00\n",
    );
    let told = |before: &Run, after: &Run| -> Vec<String> {
        let found = batch::compare((before, policy()), (after, policy())).unwrap();
        let at = |at: &Option<RowRef>| at.as_ref().map_or(0, |at| at.row);
        let line = |row: &ChangeRow| {
            let rows = (at(&row.row_before), at(&row.row_after), row.records);
            let change = row.cost.as_ref().and_then(CostChange::pence).unwrap();
            let (site, record) = (&row.site_id, &row.record);
            format!(
                "{} {site} {record}: {} > {} {change} {rows:?}",
                row.kind, row.before, row.after
            )
        };
        found.of(ChangeSubject::RunningCost).map(line).collect()
    };
    // Rates of the hall are the same in both years, and in both ledgers.
    let expected = [
        "changed  all, 2018/19 to 2019/20: 1070.00 > 437.00 -63300 (2, 4, 4)",
        "changed B1 rates, 2018/19 to 2019/20: 900.00 >  -90000 (5, 0, 1)",
        "changed A1 utilities, 2018/19 to 2019/20: 120.00 > 300.00 18000 (2, 5, 1)",
        "changed C1 rent, 2018/19 to 2019/20:  > 80.00 8000 (0, 7, 1)",
        "changed A1 rent, 2018/19 to 2019/20:  > 7.00 700 (0, 4, 1)",
        "restated A1 utilities, 2018/19: 120.00 > 119.00 -100 (2, 3, 1)",
    ];
    assert_eq!(told(&before, &after), expected);
    // Days that reach into the earlier year are no account of it, and without a ledger there is nothing to compare.
    let days = ran_with("2021-03-31", &[hall, barn], "A1,,2019-03-01,2021-03-31,utilities,10.00\n");
    assert!(told(&before, &days).iter().all(|line| line.starts_with("changed")));
    let none = register(root.path(), "2022-03-31", &[hall, barn], "");
    assert_eq!(told(&before, &none), Vec::<String>::new());
    assert_eq!(told(&none, &after), Vec::<String>::new());
}

fn millionths_of(number: &str) -> i64 {
    let number: rust_decimal::Decimal = number.parse().unwrap();
    (number * rust_decimal::Decimal::from(1_000_000)).try_into().unwrap()
}

/// A report whose facts say otherwise than the program calculates: what differs is the program's.
#[test]
fn what_the_program_calculates_otherwise_is_told_apart() {
    let sample = Sample::new().with_the_one_before();
    let before = sample.folder.with_file_name("2019-03-31");
    let published = sample.out();
    terrier().arg("-q").arg("report").arg(&before).arg("--out").arg(&published).assert().success();
    let published = published.join("2019-03-31");
    let compared = || {
        let mut command = terrier();
        command.args(["-q", "compare", "--format", "json"]).arg(&before).arg(&sample.folder);
        command.arg("--report-before").arg(&published).output().unwrap()
    };
    let same = compared();
    let text = String::from_utf8(same.stdout).unwrap();
    assert!(!text.contains("\"program\""));
    // Another program's figures: the first site's index half a point lower, and one place further down.
    let facts = published.join("facts.parquet");
    let rows = terrier::load::parquet_rows(fs::read(&facts).unwrap()).unwrap();
    let mut all: Vec<_> = rows
        .iter()
        .skip(1)
        .map(|(_, cells)| terrier::report::SiteFact::from_cells(cells).unwrap())
        .collect();
    for fact in all.iter_mut().filter(|fact| fact.site_id == "FEN-011") {
        match fact.measure.as_str() {
            "need_index" => fact.value = fact.value.map(|value| value - 500_000),
            "rank" => fact.value = fact.value.map(|value| value + 1_000_000),
            _ => {}
        }
    }
    fs::write(&facts, terrier::report::parquet(&all).unwrap()).unwrap();
    let other = compared();
    let json: serde_json::Value = serde_json::from_slice(&other.stdout).unwrap();
    let of = |what: &str| {
        let causes = json["causes"].as_array().unwrap().iter();
        let own = causes.filter(|row| row["cause"] == "program" && row["of"] == what);
        own.map(|row| (row["site_id"].as_str().unwrap().to_owned(), row["change"].to_string()))
            .collect::<Vec<_>>()
    };
    assert_eq!(of("need_index"), [("FEN-011".to_owned(), "0.5".to_owned())]);
    assert_eq!(of("rank"), [("FEN-011".to_owned(), "1".to_owned())]);
    // Two readings that it reads otherwise have parts of their own; how it scores is the rest of the half point.
    for fact in all.iter_mut().filter(|fact| fact.site_id == "FEN-011") {
        match fact.measure.as_str() {
            "utilisation" => fact.value = fact.value.map(|value| value + 100_000),
            "separate_entrance" => {
                assert_eq!(fact.word, "yes");
                fact.word = "no".to_owned();
            }
            "cost_per_m2" => fact.value = None,
            _ => {}
        }
    }
    fs::write(&facts, terrier::report::parquet(&all).unwrap()).unwrap();
    let split = compared();
    let json: serde_json::Value = serde_json::from_slice(&split.stdout).unwrap();
    let own: Vec<_> = json["causes"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|row| row["cause"] == "program" && row["of"] == "need_index")
        .map(|row| {
            let text = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
            let millionths = millionths_of(&row["change"].to_string());
            (text("criterion"), millionths, text("reading_before"), text("reading_after"))
        })
        .collect();
    assert_eq!(own.iter().map(|(_, change, _, _)| change).sum::<i64>(), 500_000);
    let named: Vec<&str> = own.iter().map(|(criterion, ..)| criterion.as_str()).collect();
    assert_eq!(named, ["utilisation", "cost_per_m2", ""]);
    // It reads the site as used by a tenth less than was published: the need is higher.
    assert_eq!(millionths_of(&own[0].2) - millionths_of(&own[0].3), 100_000);
    assert!(own[0].1 > 0, "{own:?}");
    assert_eq!(own[1].2, "unknown");
    // Of other files nothing can be said.
    let path = before.join("sites.csv");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replacen("Turvesey Police Station", "Turvesey Station", 1)).unwrap();
    let refused = terrier()
        .arg("-q")
        .arg("compare")
        .arg(&before)
        .arg(&sample.folder)
        .arg("--report-before")
        .arg(&published)
        .output()
        .unwrap();
    let said = String::from_utf8(refused.stderr).unwrap();
    assert_eq!(refused.status.code(), Some(2), "{said}");
}

/// The tables of a comparison stand in its folder, and the folder of another is left alone.
#[test]
fn a_comparison_is_written_into_a_folder_of_its_own() {
    let root = tempfile::tempdir().unwrap();
    let out = root.path().join("since last year");
    let compare = |to: &Path| {
        terrier()
            .arg("compare")
            .arg(project(BEFORE))
            .arg(project(NEWEST))
            .arg("--out")
            .arg(to)
            .assert()
    };
    compare(&out).success();
    let names: BTreeMap<String, u64> = fs::read_dir(&out)
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|entry| (entry.file_name().into_string().unwrap(), entry.metadata().unwrap().len()))
        .collect();
    let expected = [
        "EDITION.txt",
        "change_causes.csv",
        "changes.csv",
        "changes.md",
        "outcomes.csv",
        "rank_changes.csv",
        "targets.csv",
    ];
    assert_eq!(names.keys().collect::<Vec<_>>(), expected.iter().collect::<Vec<_>>());
    compare(&out).success();
    fs::write(out.join("minutes.txt"), "ours").unwrap();
    compare(&out).failure();
    assert_eq!(fs::read_to_string(out.join("minutes.txt")).unwrap(), "ours");
}

#[test]
fn snapshots_in_the_wrong_order_or_named_twice_are_refused() {
    terrier().arg("compare").arg(project(NEWEST)).arg(project(BEFORE)).assert().code(2);
    terrier().arg("compare").arg(project(NEWEST)).arg(project(NEWEST)).assert().code(2);
}
