//! The first sift of a bare register, worked by hand: every signal both ways, the groups, what each edition shows.

use std::collections::BTreeMap;

use rstest::rstest;
use terrier::{
    batch::Run,
    edition::{self, Edition, Quarter, SignValue},
    model::{Measure, SiftGroup, Signal, SignalFinding, State},
    policy::Policy,
    report::csv_of,
    tables::{FirstSift, SiftSignals},
};

use crate::{
    published::{
        Files, newest, policy, ran, rows, small, small_under, terrier, text, without_charts,
    },
    sample::{NEWEST, Sample, findings_of, project},
};

/// Studies a register of 2020-03-31 given by its columns and lines.
fn register(columns: &str, lines: &[&str]) -> Box<Run> {
    small("2020-03-31", &[("sites", &sites(columns, lines))])
}

fn sites(columns: &str, lines: &[&str]) -> String {
    format!("site_id,name,{columns}\n{}\n", lines.join("\n"))
}

/// What one signal says of one site: finding, reading, threshold.
fn sign(run: &Run, site: &str, signal: Signal) -> [String; 3] {
    let sift = edition::sift(run.results(policy()));
    let sign = sift.signs().filter(|s| s.site_id == site && s.signal == signal);
    let sign = rows(&csv_of(SiftSignals::of(sign)).unwrap()).remove(0);
    ["finding", "reading", "threshold"].map(|column| sign[column].clone())
}

/// Why a site is where it is, as `sift.csv` of an edition says it.
fn why(run: &Run, shown: Edition, site: &str) -> String {
    let view = edition::view(run.results(policy()), shown).unwrap();
    let csv = rows(&csv_of(FirstSift::of(view.sift.rows.iter())).unwrap());
    csv.into_iter().find(|row| row["site_id"] == site).unwrap()["why"].clone()
}

fn groups(run: &Run) -> BTreeMap<String, SiftGroup> {
    let sift = edition::sift(run.results(policy()));
    sift.rows.into_iter().map(|row| (row.site_id, row.group)).collect()
}

/// The thresholds are the policy's: 75 % in use, C and D, £200, £100 and £20 a m², grade E, 2 km.
#[rstest]
#[case::vacant("status", "vacant", Signal::Vacant, ["for", "vacant", "vacant"])]
#[case::for_sale("status", "for_sale", Signal::Vacant, ["for", "for_sale", "vacant"])]
#[case::in_use("status", "operational", Signal::Vacant, ["against", "operational", "vacant"])]
#[case::no_status("status", "", Signal::Vacant, ["not_known", "", "vacant"])]
#[case::sold("status", "sold", Signal::Vacant, ["does_not_apply", "", "vacant"])]
#[case::half_used("nia_m2,occupied_m2", "1000,749", Signal::AreaInUse, ["for", "0.7490", "0.7500"])]
#[case::well_used("nia_m2,occupied_m2", "1000,750", Signal::AreaInUse, ["against", "0.7500", "0.7500"])]
#[case::use_unknown("nia_m2,occupied_m2", "1000,", Signal::AreaInUse, ["not_known", "", "0.7500"])]
#[case::vacant_area("status,nia_m2", "vacant,1000", Signal::AreaInUse, ["does_not_apply", "", ""])]
#[case::poor("condition", "C", Signal::Condition, ["for", "C", "C or D or DX"])]
#[case::rebuild("condition", "DX", Signal::Condition, ["for", "DX", "C or D or DX"])]
#[case::sound("condition", "B", Signal::Condition, ["against", "B", "C or D or DX"])]
#[case::land("use,condition", "land,D", Signal::Condition, ["does_not_apply", "", ""])]
#[case::unsuited("functional_suitability", "D", Signal::FunctionalSuitability, ["for", "D", "C or D"])]
#[case::suited("functional_suitability", "A", Signal::FunctionalSuitability, ["against", "A", "C or D"])]
#[case::backlog("gia_m2,backlog_total", "1000,200000", Signal::BacklogPerM2, ["for", "200.00", "200.00"])]
#[case::little("gia_m2,backlog_total", "1000,199990", Signal::BacklogPerM2, ["against", "199.99", "200.00"])]
#[case::no_area("gia_m2,backlog_total", ",200000", Signal::BacklogPerM2, ["not_known", "", "200.00"])]
// The bands win over a total; some of them are a backlog of at least that much.
#[case::bands(
    "gia_m2,backlog_high,backlog_significant,backlog_moderate,backlog_low,backlog_total",
    "1000,1,2,3,4,250000", Signal::BacklogPerM2, ["against", "0.01", "200.00"]
)]
#[case::above_total(
    "gia_m2,backlog_high,backlog_total", "1000,300000,1", Signal::BacklogPerM2, ["for", "300.00", "200.00"]
)]
#[case::at_least("gia_m2,backlog_high", "1000,300000", Signal::BacklogPerM2, ["for", "300.00", "200.00"])]
#[case::open_above("gia_m2,backlog_high", "1000,100000", Signal::BacklogPerM2, ["not_known", "100.00", "200.00"])]
#[case::below_e("epc_rating", "F", Signal::EnergyRating, ["for", "F", "below E"])]
#[case::as_good("epc_rating", "e", Signal::EnergyRating, ["against", "E", "below E"])]
#[case::exempt("epc_rating", "exempt", Signal::EnergyRating, ["not_known", "", "below E"])]
#[case::freehold("tenure", "freehold", Signal::LeaseEnd, ["does_not_apply", "", ""])]
#[case::no_lease("tenure", "leasehold", Signal::LeaseEnd, ["not_known", "", "2022-03-31"])]
#[case::no_tenure("tenure", "", Signal::LeaseEnd, ["not_known", "", "2022-03-31"])]
#[case::rented("tenure,gia_m2,occupied_m2", "licence,100,50", Signal::LeasedUnderUsed, ["for", "0.5000", "0.7500"])]
#[case::full("tenure,gia_m2,occupied_m2", "leasehold,100,90", Signal::LeasedUnderUsed, ["against", "0.9000", "0.7500"])]
#[case::empty("tenure,status", "leasehold,vacant", Signal::LeasedUnderUsed, ["for", "vacant", "0.7500"])]
#[case::owned("tenure,gia_m2,occupied_m2", "freehold,100,50", Signal::LeasedUnderUsed, ["does_not_apply", "", ""])]
fn a_signal_is_read_from_the_register_alone(
    #[case] columns: &str,
    #[case] cells: &str,
    #[case] signal: Signal,
    #[case] says: [&str; 3],
) {
    let run = register(columns, &[&format!("A,Old Mill,{cells}")]);
    assert_eq!(sign(&run, "A", signal), says);
}

/// £12,000 over 100 m² is £120, £2,500 of it utilities, £25; the rent counts in neither.
#[rstest]
#[case::office("office", ["for", "120.00", "100.00"], ["for", "25.00", "20.00"])]
// An empty use is judged as an office; what holds unlike things has no yardstick and is told all the same.
#[case::not_recorded("", ["for", "120.00", "100.00"], ["for", "25.00", "20.00"])]
#[case::other("other", ["does_not_apply", "120.00", ""], ["does_not_apply", "25.00", ""])]
fn costs_are_held_against_the_yardstick_of_the_policy(
    #[case] used_for: &str,
    #[case] cost: [&str; 3],
    #[case] utilities: [&str; 3],
) {
    let sites = sites("use,gia_m2", &[&format!("A,Old Mill,{used_for},100"), "B,Annexe,office,50"]);
    let costs = "site_id,financial_year,category,amount\nA,2019/20,utilities,2500\n\
                 A,2019/20,cleaning,9500\nA,2019/20,rent,50000\nB,2019/20,cleaning,100\n";
    let run = small("2020-03-31", &[("sites", &sites), ("costs", costs)]);
    assert_eq!(sign(&run, "A", Signal::RunningCostPerM2), cost);
    assert_eq!(sign(&run, "A", Signal::UtilitiesPerM2), utilities);
    // A ledger without a line of utilities does not say that there are none.
    assert_eq!(sign(&run, "B", Signal::UtilitiesPerM2), ["not_known", "", "20.00"]);
}

/// Eight offices cost £10 to £80 a m²: two in each quarter. Seven would be too few to be told.
#[test]
fn the_quarter_of_its_use_stands_beside_a_cost() {
    let lines: Vec<String> = (1..=8).map(|n| format!("A{n},A{n},office,100")).collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let costs = (1..=8).map(|n| format!("A{n},2019/20,cleaning,{n}000\n")).collect::<String>();
    let quarters = |sites_known: usize| {
        let sites = sites("use,gia_m2", &lines[..sites_known]);
        let costs: Vec<&str> = costs.lines().take(sites_known).collect();
        let costs = format!("site_id,financial_year,category,amount\n{}\n", costs.join("\n"));
        let run = small("2020-03-31", &[("sites", &sites), ("costs", &costs)]);
        let sift = edition::sift(run.results(policy()));
        let mut signs: Vec<_> =
            sift.signs().filter(|s| s.signal == Signal::RunningCostPerM2).collect();
        signs.sort_by(|a, b| a.site_id.cmp(&b.site_id));
        signs.iter().map(|s| s.quarter).collect::<Vec<_>>()
    };
    let of_eight = [1, 1, 2, 2, 3, 3, 4, 4].map(|quarter| Some(Quarter { quarter, of: 8 }));
    assert_eq!(quarters(8), of_eight);
    assert_eq!(quarters(7), [None; 7]);
}

const LEASES: &str = "lease_id,site_id,role,start,expiry,rent,lta_1954\n";
const TERMS: &str = "lease_id,kind,on,party,notice_months\n";

/// On 31 March 2020 the 24 months end on 31 March 2022.
#[rstest]
#[case::ends_soon("L,A,tenant,2010-04-01,2022-03-31,1,contracted_out\n", "", ["for", "2022-03-31"])]
#[case::ends_later("L,A,tenant,2010-04-01,2022-04-01,1,contracted_out\n", "", ["against", "2022-04-01"])]
#[case::our_break("L,A,tenant,2010-04-01,2030-03-31,1,contracted_out\n", "L,break,2021-06-24,tenant,6\n", ["for", "2021-06-24"])]
// Their break is none of ours; a break that does not say whose it is may come sooner.
#[case::their_break("L,A,tenant,2010-04-01,2030-03-31,1,contracted_out\n", "L,break,2021-06-24,landlord,6\n", ["against", "2030-03-31"])]
#[case::whose("L,A,tenant,2010-04-01,2030-03-31,1,contracted_out\n", "L,break,2021-06-24,,6\n", ["not_known", "2030-03-31"])]
#[case::first_of_two(
    "L,A,tenant,2010-04-01,2030-03-31,1,contracted_out\nM,A,tenant,2010-04-01,2021-03-31,1,contracted_out\n",
    "", ["for", "2021-03-31"]
)]
#[case::holds_over("L,A,tenant,2010-04-01,2015-03-31,1,protected\n", "", ["for", "2015-03-31"])]
#[case::ended("L,A,tenant,2010-04-01,2015-03-31,1,contracted_out\n", "", ["for", "2015-03-31"])]
#[case::let_by_us("L,A,landlord,2010-04-01,2021-03-31,1,contracted_out\n", "", ["not_known", ""])]
fn a_lease_that_ends_soon_is_a_sign(
    #[case] leases: &str,
    #[case] terms: &str,
    #[case] says: [&str; 2],
) {
    let (leases, terms) = (format!("{LEASES}{leases}"), format!("{TERMS}{terms}"));
    let sites = sites("tenure", &["A,Old Mill,leasehold"]);
    let mut tables = vec![("sites", sites.as_str()), ("leases", &leases)];
    if terms != TERMS {
        tables.push(("lease_events", &terms));
    }
    let [finding, reading, _] = sign(&small("2020-03-31", &tables), "A", Signal::LeaseEnd);
    assert_eq!([finding.as_str(), &reading], says);
}

/// A hundredth of a degree of latitude is 1.11 km: B is 1.11 km north of A, C 4.45 km, D of another use beside A.
#[test]
fn another_site_of_its_use_is_near_in_a_straight_line() {
    let lines = [
        "A,Anse Road,office,operational,52.20,0.10",
        "B,Brook Street,office,operational,52.21,0.10",
        "C,Cold Lane,office,operational,52.24,0.10",
        "D,Dock,workshop,operational,52.20,0.10",
        "E,Elm House,stores,operational,52.20,0.10",
        "F,Fen Store,stores,operational,,",
        "G,Gone,office,sold,52.24,0.10",
        "H,Home Office,,operational,52.20,0.10",
        "I,Infirmary,other,operational,52.20,0.10",
    ];
    let run = register("use,status,latitude,longitude", &lines);
    let near = |site| {
        let [finding, reading, threshold] = sign(&run, site, Signal::NearSameUse);
        assert!(threshold == "2.00" || finding == "does_not_apply", "{site}: {threshold}");
        (finding, reading)
    };
    let says = |finding: &str, reading: &str| (finding.to_owned(), reading.to_owned());
    assert_eq!(near("A"), says("for", "1.11"));
    assert_eq!(near("B"), says("for", "1.11"));
    assert_eq!(near("C"), says("against", "3.34"));
    assert_eq!(near("D"), says("against", ""));
    // One whose position is not known may be the nearest.
    assert_eq!(near("E"), says("not_known", ""));
    assert_eq!(near("F"), says("not_known", ""));
    assert_eq!(near("H"), says("not_known", ""));
    assert_eq!(near("I"), says("does_not_apply", ""));
}

/// By the policy: one signal that is enough, three, or two with none against; one; none with four known, or all
/// that apply; the rest.
#[test]
fn signals_are_counted_into_groups_and_never_weighed() {
    let columns = "use,tenure,status,must_keep,condition,functional_suitability,epc_rating,gia_m2,occupied_m2";
    let lines = [
        "A,A,office,freehold,vacant,,A,A,A,100,",
        "B,B,office,freehold,operational,,D,D,F,100,100",
        "C,C,office,freehold,,,D,D,,,",
        "D,D,office,freehold,operational,,D,D,A,100,100",
        "E,E,office,freehold,,,D,,,,",
        "F,F,office,freehold,operational,,A,A,A,,",
        "G,G,office,freehold,operational,,A,A,,,",
        "H,H,land,freehold,operational,,,,,,",
        "I,I,office,freehold,vacant,Control room,D,D,F,,",
        "J,J,office,freehold,for_sale,,D,D,F,,",
        "K,K,office,freehold,sold,,D,D,F,,",
    ];
    let run = register(columns, &lines);
    let expected = [
        ("A", SiftGroup::LookFirst),
        ("B", SiftGroup::LookFirst),
        ("C", SiftGroup::LookFirst),
        ("D", SiftGroup::LookNext),
        ("E", SiftGroup::LookNext),
        ("F", SiftGroup::NoSign),
        ("G", SiftGroup::TooLittleKnown),
        ("H", SiftGroup::NoSign),
        ("I", SiftGroup::MustKeep),
        ("J", SiftGroup::ForSale),
        ("K", SiftGroup::Sold),
    ];
    let expected: BTreeMap<String, SiftGroup> =
        expected.into_iter().map(|(id, group)| (id.to_owned(), group)).collect();
    assert_eq!(groups(&run), expected);
    // Most signals first, then fewest against, whatever the ids.
    let sift = edition::sift(run.results(policy()));
    let ids: Vec<&str> = sift.rows.iter().map(|row| row.site_id.as_str()).collect();
    assert_eq!(ids[..5], ["B", "C", "A", "D", "E"]);
    // A body may ask for four.
    let text =
        "[figures.sift_first_signals]\nvalue = \"4\"\n[sift.signals.vacant]\nalone = false\n";
    let own = Policy::from_text(Some(text)).unwrap();
    let run = small_under("2020-03-31", &[("sites", &sites(columns, &lines))], &own);
    let sift = edition::sift(run.results(&own));
    let group = |id: &str| sift.rows.iter().find(|row| row.site_id == id).unwrap().group;
    assert_eq!((group("A"), group("B")), (SiftGroup::LookNext, SiftGroup::LookNext));
}

/// A total alone leaves the bands unknown: nothing is told of the backlog that a sale would avoid.
#[test]
fn a_total_backlog_alone_leaves_its_bands_unknown() {
    let run = register("gia_m2,backlog_total", &["A,Old Mill,100,50000"]);
    let reading = run.measures.sites[0].reading(Measure::BacklogAvoided);
    assert_eq!((reading.state, reading.value), (State::Unknown, None));
    assert_eq!(run.estate.sites[0].backlog_high, None);
    assert_eq!(sign(&run, "A", Signal::BacklogPerM2), ["for", "500.00", "200.00"]);
}

/// What a bare register says leads page, paper and workbook; where the sites are ranked it follows.
#[test]
fn the_sift_leads_where_too_few_are_ranked() {
    let lines = [
        "A,Old Mill,vacant,D",
        "B,New Mill,operational,B",
        "C,Low Mill,operational,B",
        "D,High Mill,operational,B",
    ];
    let bare = without_charts(&register("status,condition", &lines), Edition::Restricted);
    let order = |files: &Files| {
        let page = text(files, "report.html");
        let at = |id: &str| page.find(&format!("<section id=\"{id}\"")).unwrap();
        assert_eq!(page.matches("<section id=\"sift\"").count(), 1);
        at("sift") < at("ranking")
    };
    assert!(order(&bare) && !order(newest(Edition::Restricted)));
    let paper = text(&bare, "paper.md");
    assert!(paper.contains("is asked to note the first sift below"), "{paper}");
    assert!(paper.contains("agree that officers first review Old Mill"), "{paper}");
    assert!(paper.contains("| Old Mill | – | – | Vacant; condition D. |"), "{paper}");
    assert!(!text(newest(Edition::Restricted), "paper.md").contains("First sift"));
}

/// The public edition has neither what leases say nor a sum of one site, and knows no secure one.
#[test]
fn the_public_sift_tells_no_price_no_lease_and_no_secure_site() {
    let sites = sites(
        "use,tenure,secure,gia_m2,occupied_m2,backlog_total,latitude,longitude",
        &[
            "A,Old Mill,office,leasehold,,100,50,41234,52.20,0.10",
            "B,Safe House,office,freehold,yes,100,50,,52.201,0.10",
            "C,New Mill,office,freehold,,100,100,,52.24,0.10",
        ],
    );
    let leases = format!("{LEASES}L,A,tenant,2010-04-01,2021-02-27,1,contracted_out\n");
    let costs = "site_id,financial_year,category,amount\nA,2019/20,utilities,31739\n";
    let run = small("2020-03-31", &[("sites", &sites), ("leases", &leases), ("costs", costs)]);
    let view = edition::view(run.results(policy()), Edition::Public).unwrap();
    assert!(view.sift.rows.iter().all(|row| row.site_id != "B"));
    assert!(view.sift.signs().all(|s| !s.signal.is_of_leases()));
    let of_a: Vec<_> = view.sift.signs().filter(|s| s.site_id == "A").collect();
    let money = of_a.iter().filter(|s| s.signal.is_of_money());
    assert!(money.clone().count() == 3 && money.clone().all(|s| s.reading.is_none()));
    assert!(money.clone().all(|s| s.quarter.is_none()));
    let why = why(&run, Edition::Public, "A");
    assert!(why.starts_with("High backlog per m²") && !why.contains('£'), "{why}");
    // The nearest site that is shown, not the secure one beside it.
    let near = of_a.iter().find(|s| s.signal == Signal::NearSameUse).unwrap();
    let Some(SignValue::Kilometres(km)) = near.reading else { panic!("{near:?}") };
    assert!(near.finding == SignalFinding::Against && (km - 4.45).abs() < 0.005, "{km}");
    // What an edition leaves out can move a site to another group, and it says so.
    assert!(view.sift.rule.is_cut);
    let files = without_charts(&run, Edition::Public);
    let says = "so a site may be in a different group in the restricted edition";
    assert!(text(&files, "report.html").contains(says));
    for file in ["sift.csv", "sift_signals.csv", "report.html", "paper.md"] {
        let text = text(&files, file);
        for secret in ["412.34", "£412", "Safe House"] {
            assert!(!text.contains(secret), "{file}: {secret}");
        }
        assert!(
            !file.starts_with("sift") || !text.contains("2021-") && !text.contains("February"),
            "{file}"
        );
    }
}

/// What is decided is told as such, in the body's own edition.
#[test]
fn a_decided_site_is_told_apart() {
    let run = ran(&project(NEWEST));
    let decided = rows(&newest(Edition::Restricted)["recommendations.csv"]);
    let decided: Vec<&String> =
        decided.iter().filter(|r| r["recommended"] == "decided").map(|r| &r["site_id"]).collect();
    let groups = groups(&run);
    let apart = [SiftGroup::Decided, SiftGroup::ForSale, SiftGroup::Sold, SiftGroup::MustKeep];
    assert!(decided.len() > 2 && decided.iter().all(|id| apart.contains(&groups[*id])));
    assert!(groups.values().any(|group| *group == SiftGroup::Decided));
}

#[test]
fn the_command_prints_what_the_report_holds() {
    let run = |args: &[&str]| {
        let ran = terrier().arg("sift").arg(project(NEWEST)).args(args).arg("-q").assert();
        String::from_utf8(ran.success().get_output().stdout.clone()).unwrap()
    };
    insta::assert_snapshot!("sift", run(&[]));
    let files = newest(Edition::Restricted);
    assert_eq!(run(&["--format", "csv"]), text(files, "sift.csv"));
    let json: serde_json::Value = serde_json::from_str(&run(&["--format", "json"])).unwrap();
    let csv = rows(&files["sift.csv"]);
    let signals = rows(&files["sift_signals.csv"]);
    for (site, row) in json["sites"].as_array().unwrap().iter().zip(&csv) {
        assert_eq!(site["site_id"], row["site_id"]);
        let own: Vec<_> = signals.iter().filter(|s| s["site_id"] == row["site_id"]).collect();
        let told = site["signals"].as_array().unwrap();
        assert_eq!(told.len(), own.len());
        assert!(told.iter().zip(own).all(|(a, b)| a["finding"] == b["finding"]));
    }
    assert_eq!(csv.len(), json["sites"].as_array().unwrap().len());
}

#[test]
fn counts_agree_with_the_signals_named() {
    let files = newest(Edition::Restricted);
    for row in rows(&files["sift.csv"]) {
        for (count, list) in [
            ("for", "signals_for"),
            ("against", "signals_against"),
            ("not_known", "signals_not_known"),
        ] {
            let named = row[list].split("; ").filter(|word| !word.is_empty()).count();
            assert_eq!(row[count], named.to_string(), "{} {list}", row["site_id"]);
        }
    }
}

/// £85,000 + £310,000 + £640,000 + £220,000, and a total within 1 % of it.
#[rstest]
#[case("1255000")]
#[case("1260000")]
fn a_total_that_is_the_sum_of_its_bands_is_no_finding(#[case] total: &str) {
    let sample = Sample::new().column("sites", "backlog_total", "FEN-001", total);
    let of_sample = findings_of(&project(NEWEST)).len();
    assert_eq!(findings_of(&sample.folder).len(), of_sample);
}

#[test]
fn a_sign_that_rests_on_a_questioned_cell_says_so() {
    let sample = Sample::new().cell("sites", "FEN-001", "status", "vacant");
    let run = ran(&sample.folder);
    let sift = edition::sift(run.results(policy()));
    let sign =
        |id: &str| sift.signs().find(|s| s.site_id == id && s.signal == Signal::Vacant).unwrap();
    assert_eq!(sign("FEN-001").questioned, "status-contradicted");
    assert_eq!(sign("FEN-003").questioned, "");
    let why = why(&run, Edition::Restricted, "FEN-001");
    assert!(why.contains("Vacant (questioned)"), "{why}");
}
