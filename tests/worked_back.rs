//! Nobody can work back what the public edition withholds: the attacker of these tests changes a secret and looks for
//! what moves.
//!
//! A file that stays the same, byte for byte, when every secret in it is half as large again, and when it is a third
//! smaller, leaves each secret open by that much, whatever is read out of it, put in order or taken from another
//! figure. That is far more than the 25 per cent by which none may be bracketed.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use terrier::{
    batch::{Run, findings_since},
    edition::{Edition, Results},
    model::with_thousands,
    policy::Policy,
    report,
};

use crate::{
    editions::words_of,
    published::{Files, policy, published, ran, rows, studied_under, text, without_charts},
    sample::{Sample, project},
};

/// Columns of money that are secret at every site, by table.
const SECRETS: &[(&str, &[&str])] = &[
    ("sites", &["market_value", "existing_use_value", "book_value", "alternative_use_value"]),
    ("leases", &["rent", "erv", "deposit", "dilapidations", "service_charge"]),
    ("lease_events", &["penalty", "amount"]),
    ("projects", &["spend", "receipt"]),
    ("benefits", &["planned", "realised"]),
];

/// Files in which no sum over several sites stands.
const WITHOUT_SUMS: &[&str] = &[
    "ranking.csv",
    "sift.csv",
    "sift_signals.csv",
    "measures.csv",
    "contributions.csv",
    "completeness.csv",
    "find_out_next.csv",
    "findings.csv",
    "sources.csv",
    "map.geojson",
];

fn times(cell: &str, (up, down): (i64, i64)) -> String {
    let scaled = cell.parse::<Decimal>().map(|sum| sum * Decimal::from(up) / Decimal::from(down));
    scaled.map_or_else(|_| cell.to_owned(), |sum| format!("{sum:.2}"))
}

/// What the ledger says of these is secret at every site.
const SECRET_CATEGORIES: &[&str] = &["rent", "service_charge", "security"];

/// The sample with every secret sum so many times as large: values, and what leases and the ledger say of what a
/// landlord, a tenant or a guard is paid.
fn scaled(by: (i64, i64)) -> Sample {
    let sample = Sample::new();
    for (table, columns) in SECRETS {
        let mut lines = sample.rows(table);
        let at: Vec<usize> = columns.iter().map(|column| at(&lines, column)).collect();
        for line in &mut lines[1..] {
            for at in &at {
                line[*at] = times(&line[*at], by);
            }
        }
        sample.write(table, &lines);
    }
    let mut costs = sample.rows("costs");
    let (category, amount) = (at(&costs, "category"), at(&costs, "amount"));
    let is_secret = |line: &&mut Vec<String>| SECRET_CATEGORIES.contains(&line[category].as_str());
    for line in costs[1..].iter_mut().filter(is_secret) {
        line[amount] = times(&line[amount], by);
    }
    sample.write("costs", &costs);
    sample
}

/// Where a column stands.
fn at(lines: &[Vec<String>], column: &str) -> usize {
    lines[0].iter().position(|own| own == column).unwrap()
}

fn public(run: &Run) -> Files {
    without_charts(run, Edition::Public)
}

/// Lines of the files without sums that stand in one and not in the other.
fn differences(one: &Files, other: &Files) -> Vec<String> {
    let mut found = Vec::new();
    for name in WITHOUT_SUMS {
        let (one, other) = (text(one, name), text(other, name));
        let lines = one.lines().zip(other.lines()).filter(|(one, other)| one != other);
        found.extend(lines.map(|(one, other)| format!("{name}: {one} | {other}")));
        if one.lines().count() != other.lines().count() {
            found.push(format!("{name}: another number of lines"));
        }
    }
    found
}

#[rstest::rstest]
#[case::half_as_large_again((3, 2))]
#[case::a_third_smaller((2, 3))]
fn no_price_rent_or_charge_moves_a_public_figure_of_a_site(#[case] by: (i64, i64)) {
    let as_it_is = public(&ran(&Sample::new().folder));
    let found = differences(&as_it_is, &public(&ran(&scaled(by).folder)));
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// The public files of the sample's newest snapshot as `change` leaves it, told beside the one before.
fn public_after(change: impl Fn(&Sample)) -> Files {
    let sample = Sample::new();
    change(&sample);
    let (then, now) = (ran(&project("data/fenshire/2019-03-31")), ran(&sample.folder));
    let findings = findings_since(&now, &then, policy());
    let results = Results { findings: &findings, ..now.results(policy()) };
    let view = terrier::edition::view(results, Edition::Public).unwrap();
    let data = report::data_files(&view).unwrap();
    let files = report::files(&view, Vec::new(), &report::Wording::default(), data).unwrap();
    files.into_iter().map(|file| (file.path, file.bytes)).collect()
}

/// What is out of line of itself, or beside the snapshot before, is a warning: the public one has no such warning of a sum.
#[rstest::rstest]
#[case::a_guard("FEN-007", "security", "190000")]
#[case::a_rent("FEN-008", "rent", "7654321")]
#[case::a_charge("FEN-012", "service_charge", "400000")]
fn a_sum_out_of_line_is_no_public_warning(
    #[case] site: &str,
    #[case] category: &str,
    #[case] amount: &str,
) {
    let spent = |sample: &Sample| {
        let mut costs = sample.rows("costs");
        let mut line = vec![String::new(); costs[0].len()];
        for (column, cell) in [
            ("site_id", site),
            ("financial_year", "2019/20"),
            ("category", category),
            ("amount", amount),
        ] {
            line[at(&costs, column)] = cell.to_owned();
        }
        costs.push(line);
        sample.write("costs", &costs);
    };
    let found = differences(&public_after(|_| ()), &public_after(spent));
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// Two values far above those of other sites would name the area as the likely fault, and so bound the price.
#[test]
fn a_price_out_of_line_is_no_public_warning() {
    let valued = |pounds: &'static str| {
        move |sample: &Sample| {
            let mut sites = sample.rows("sites");
            let id = at(&sites, "site_id");
            let values =
                ["market_value", "existing_use_value", "book_value"].map(|c| at(&sites, c));
            let line = sites[1..].iter_mut().find(|line| line[id] == "FEN-012").unwrap();
            for value in values {
                line[value] = pounds.to_owned();
            }
            sample.write("sites", &sites);
        }
    };
    let found = differences(&public_after(valued("900000")), &public_after(valued("76543210")));
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// Every way in which a rounded sum is written.
fn written(pounds: &str) -> Vec<String> {
    let whole = pounds.split('.').next().unwrap();
    let thousands: i64 = whole.parse::<i64>().unwrap() / 1000;
    let (millions, tenths) = (thousands / 1000, thousands % 1000 / 100);
    vec![
        with_thousands(pounds),
        pounds.to_owned(),
        with_thousands(whole),
        whole.to_owned(),
        format!("£{millions}.{tenths}m"),
        format!("£{millions}m"),
        format!("£{thousands}k"),
    ]
}

/// The lines of every file but the manifest and the table of sums, in order, with sums over several sites left out.
fn lines_without_sums(files: &Files) -> BTreeMap<String, Vec<String>> {
    let totals = rows(&files["totals.csv"]);
    let sums = totals.iter().map(|row| &row["sum"]).filter(|sum| !sum.is_empty());
    let mut sums: Vec<String> = sums.flat_map(|sum| written(sum)).collect();
    sums.sort_by_key(|sum| std::cmp::Reverse(sum.len()));
    let read = words_of(files).into_iter();
    let read = read.filter(|(name, _)| !["totals.csv", "manifest.json"].contains(name));
    let lines = |words: String| {
        let whole = sums.iter().fold(words, |words, sum| words.replace(sum.as_str(), "#"));
        let mut lines: Vec<String> = whole.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    read.map(|(name, words)| (name.to_owned(), lines(words))).collect()
}

/// Page, paper, workbook, Parquet and pictures among them.
#[test]
fn no_secret_moves_anything_in_the_public_report_but_sums_over_several_sites() {
    let of = |sample: &Sample| lines_without_sums(&published(&sample.folder, Edition::Public));
    let (as_it_is, larger) = (of(&Sample::new()), of(&scaled((3, 2))));
    assert!(as_it_is.len() > 25 && as_it_is.keys().eq(larger.keys()));
    for (name, lines) in as_it_is {
        let moved: Vec<_> =
            lines.iter().zip(&larger[&name]).filter(|(one, two)| one != two).collect();
        assert!(moved.is_empty() && lines.len() == larger[&name].len(), "{name}: {moved:?}");
    }
}

/// When a lease ends, may be broken or is held over, and what bars a sale until when, are negotiating positions.
#[test]
fn no_date_of_a_lease_moves_the_public_report() {
    let later = Sample::new();
    for (table, columns) in [
        ("leases", ["expiry", "start"]),
        ("lease_events", ["on", "until"]),
        ("constraints", ["until", "until"]),
    ] {
        let mut lines = later.rows(table);
        for column in columns.map(|column| at(&lines, column)) {
            for line in &mut lines[1..] {
                if let Ok(day) = line[column].parse::<terrier::model::Date>() {
                    line[column] = (day + chrono::Days::new(200)).to_string();
                }
            }
        }
        later.write(table, &lines);
    }
    let held_over = Sample::new();
    let mut lines = held_over.rows("leases");
    let (role, expiry) = (at(&lines, "role"), at(&lines, "expiry"));
    for line in lines[1..].iter_mut().filter(|line| line[role] == "tenant") {
        "2019-12-24".clone_into(&mut line[expiry]);
    }
    held_over.write("leases", &lines);
    let of = |sample: &Sample| public(&ran(&sample.folder));
    let as_it_is = of(&Sample::new());
    for other in [later, held_over] {
        let other = of(&other);
        let moved: Vec<&String> = as_it_is
            .iter()
            .filter(|(name, file)| other[*name] != **file)
            .map(|(name, _)| name)
            .collect();
        assert!(moved.is_empty(), "{moved:?}");
    }
}

/// Whatever is written of a secure site, but for its use and that it is secure, tells the public nothing.
#[test]
fn nothing_of_a_secure_site_moves_the_public_report() {
    let sample = Sample::new();
    let mut sites = sample.rows("sites");
    let (secure, site_use) = (at(&sites, "secure"), at(&sites, "use"));
    let is_secure = |line: &[String]| match line[secure].as_str() {
        "" => ["custody", "stores", "mast"].contains(&line[site_use].as_str()),
        secure => secure == "yes",
    };
    let hidden: Vec<String> =
        sites[1..].iter().filter(|line| is_secure(line)).map(|line| line[0].clone()).collect();
    assert_eq!(hidden.len(), 6);
    for column in ["name", "condition", "gia_m2", "backlog_high", "epc_rating", "workstations"] {
        let column = at(&sites, column);
        for line in sites[1..].iter_mut().filter(|line| hidden.contains(&line[0])) {
            line[column] = match line[column].as_str() {
                "" => String::new(),
                number if number.parse::<Decimal>().is_ok() => times(number, (7, 5)),
                _ => "D".to_owned(),
            };
        }
    }
    sample.write("sites", &sites);
    for (table, column) in [("costs", "amount"), ("teams", "fte"), ("occupancy", "mean_occupied")] {
        let mut lines = sample.rows(table);
        let column = at(&lines, column);
        for line in lines[1..].iter_mut().filter(|line| hidden.contains(&line[0])) {
            line[column] = times(&line[column], (4, 5));
        }
        sample.write(table, &lines);
    }
    let (as_it_is, other) = (public(&ran(&Sample::new().folder)), public(&ran(&sample.folder)));
    let moved: Vec<&String> = as_it_is
        .iter()
        .filter(|(name, file)| other[*name] != **file)
        .map(|(name, _)| name)
        .collect();
    assert!(moved.is_empty(), "{moved:?}");
}

/// Bands and points by another policy could bracket a price as closely as its anchors stand.
#[test]
fn no_price_moves_a_public_figure_under_a_policy_of_narrow_anchors() {
    let narrow = "[criteria.net_receipt]\nscore = \"disposal\"\nweight = 20\nanchors = [[\"500000\", 0], [\"550000\", 100]]\n\
                  confidential = false\nsource = \"judgement\"\n";
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("policy.toml");
    std::fs::write(&file, narrow).unwrap();
    let narrow = Policy::read(Some(&file)).unwrap();
    let of = |sample: &Sample| {
        let run = studied_under(&sample.folder, &narrow);
        let view = terrier::edition::view(run.results(&narrow), Edition::Public).unwrap();
        let files = terrier::report::files(
            &view,
            Vec::new(),
            &terrier::report::Wording::default(),
            terrier::report::data_files(&view).unwrap(),
        );
        files.unwrap().into_iter().map(|file| (file.path, file.bytes)).collect::<Files>()
    };
    let found = differences(&of(&Sample::new()), &of(&scaled((3, 2))));
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// What a public table says of one site, its place and order apart.
fn told_of<'a>(files: &'a Files, name: &str, site: &str) -> Vec<&'a str> {
    text(files, name).lines().filter(|line| line.contains(site)).collect()
}

#[test]
fn nothing_public_tells_a_vacant_site_from_an_occupied_one_of_its_class() {
    // Reedmarch is little used; empty, it has no team and nobody is counted there.
    let vacant = Sample::new().cell("sites", "FEN-012", "status", "vacant");
    for table in ["occupancy", "teams"] {
        let mut lines = vacant.rows(table);
        let site = at(&lines, "site_id");
        lines.retain(|line| line[site] != "FEN-012");
        vacant.write(table, &lines);
    }
    let (occupied, vacant) = (public(&ran(&Sample::new().folder)), public(&ran(&vacant.folder)));
    let tables = WITHOUT_SUMS.iter().filter(|name| **name != "completeness.csv");
    for name in tables {
        assert_eq!(
            told_of(&occupied, name, "FEN-012"),
            told_of(&vacant, name, "FEN-012"),
            "{name}"
        );
    }
    for (name, file) in published(&Sample::new().folder, Edition::Public) {
        let told = ["csv", "txt", "geojson", "svg"].iter().any(|end| name.ends_with(end));
        let words = String::from_utf8_lossy(&file).to_lowercase();
        assert!(!(told && words.contains("vacant")), "{name}");
    }
}

#[test]
fn a_cost_per_m2_is_too_coarse_to_work_a_part_of_the_cost_back() {
    for row in rows(&public(&ran(&Sample::new().folder))["measures.csv"]) {
        if row["measure"] == "cost_per_m2" {
            let cells = ["value", "low", "high"].map(|column| row[column].as_str());
            assert!(
                cells.iter().all(|cell| cell.is_empty() || cell.ends_with("0.0000")),
                "{row:?}"
            );
        }
    }
}

#[test]
fn what_a_secure_partner_wants_moves_no_public_figure() {
    let of = |wants: &str| {
        let sample = Sample::new();
        let mut lines = sample.rows("partners");
        let (secure, wanted) = (at(&lines, "secure"), at(&lines, "wants_m2"));
        for line in &mut lines[1..] {
            "yes".clone_into(&mut line[secure]);
            wants.clone_into(&mut line[wanted]);
        }
        sample.write("partners", &lines);
        public(&ran(&sample.folder))
    };
    let (little, much) = (of("1"), of("900"));
    for name in ["ranking.csv", "measures.csv", "contributions.csv", "sources.csv"] {
        assert_eq!(text(&little, name), text(&much, name), "{name}");
    }
}

#[test]
fn a_site_that_is_secure_now_is_not_told_of_as_gone() {
    let sample = Sample::new().with_the_one_before().cell("sites", "FEN-011", "secure", "yes");
    let files = published(&sample.folder, Edition::Public);
    for (name, file) in &files {
        let words = String::from_utf8_lossy(file);
        let words = words.replace("Land at Turvesey Road", "");
        let is_from_body = name.starts_with("paper.");
        assert!(!words.contains("FEN-011"), "{name}");
        assert!(is_from_body || !words.contains("Turvesey Police Station"), "{name}");
    }
    let paper = text(&files, "paper.md");
    let gone = paper.lines().find(|line| line.contains("No longer in the register")).unwrap();
    assert!(!gone.contains("Turvesey Police Station"), "{gone}");
}

/// That it was secure is as little the public's business once it is not.
#[test]
fn a_site_that_was_secure_is_not_told_of_as_new() {
    let sample = Sample::new().with_the_one_before();
    let secure = sample.cell("sites", "FEN-006", "secure", "no");
    let files = published(&secure.folder, Edition::Public);
    assert!(
        text(&files, "ranking.csv").contains("FEN-006")
            || text(&files, "measures.csv").contains("FEN-006")
    );
    let name = &rows(&files["ranking.csv"]).iter().find(|row| row["site_id"] == "FEN-006").unwrap()
        ["name"]
        .clone();
    let paper = text(&files, "paper.md");
    let new = paper.lines().filter(|line| line.contains("New in the register"));
    assert!(new.clone().all(|line| !line.contains(name.as_str())), "{:?}", new.collect::<Vec<_>>());
}

#[test]
fn a_public_manifest_holds_no_hash_of_what_it_was_made_from() {
    let files = published(&Sample::new().folder, Edition::Public);
    let manifest: serde_json::Value = serde_json::from_str(text(&files, "manifest.json")).unwrap();
    let inputs = manifest["inputs"].as_object().unwrap();
    assert!(inputs.contains_key("sites.csv") && inputs.values().all(|hash| hash == ""));
}
