//! Coverage and closures: worked by hand, held against a published figure, and as a panel reads them.
#![allow(clippy::print_stdout, reason = "a test without its files says so")]

use std::path::Path;

use terrier::{
    cover::closing_of,
    edition::Edition,
    model::{Measure, Quantity, Service, State},
};

use crate::{
    decisions::TREASURY,
    programmes::studied_files,
    published::{covered, folder, published, rows, small, terrier, text, without_charts},
    sample::project,
};

pub const SITES: &str = "site_id,name,use,public_counter\nA,Alpha,front_counter,yes\nB,Beta,front_counter,yes\n\
    C,Gamma,response_base,no\nD,Delta,office,no\nE,Epsilon,front_counter,yes\n";
pub const DEMAND: &str = "zone_id,name,district,population,incidents,deprivation\nZ1,Quay,North,1000,10,1\n\
    Z2,Hill,North,500,20,5\nZ3,Mere,South,300,,2\nZ4,Isle,South,200,5,\n";
/// Z3 is equally near to B and E; Z4 has no way to any counter.
pub const TRAVEL: &str = "zone_id,site_id,minutes,mode\nZ1,A,10,car\nZ1,B,25,car\nZ1,E,50,car\nZ2,A,31,car\nZ2,B,30,car\n\
    Z2,E,45,car\nZ3,A,70,car\nZ3,B,20,car\nZ3,E,20,car\nZ1,C,12,blue_light\nZ2,C,21,blue_light\nZ1,A,1,walking\n";

fn estate() -> Box<terrier::batch::Run> {
    small("2020-03-31", &[("sites", SITES), ("demand", DEMAND), ("travel", TRAVEL)])
}

/// 2,000 residents: Z1 by A in 10, Z2 by B in 30, Z3 by B in 20, Z4 by nobody: 1,800 within 30 minutes.
/// Mean (1000 × 10 + 500 × 30 + 300 × 20) ÷ 1800 = 17.2; nine tenths of 2,000 are 1,800: 30 minutes.
#[test]
fn coverage_is_worked_by_hand() {
    let root = folder(&[("sites", SITES), ("demand", DEMAND), ("travel", TRAVEL)]);
    let csv = covered(root.path(), &["--format", "csv"]);
    let all = rows(csv.as_bytes());
    let of = |service: &str, district: &str| {
        let found = all.iter().find(|r| r["service"] == service && r["area"] == district);
        found.unwrap().clone()
    };
    let whole = of("public_counter", "whole area");
    let get = |name: &str| whole[name].as_str();
    assert_eq!(
        ["demand", "within", "share_within", "mean_minutes"].map(get),
        ["2000", "1800", "0.9000", "17.2"]
    );
    assert_eq!(
        ["tenth_longest_minutes", "worst_zone", "worst_zone_name", "worst_minutes"].map(get),
        ["30.0", "Z2", "Hill", "30.0"]
    );
    assert_eq!(
        ["unreached_zones", "unreached", "estimated_zones", "sites"].map(get),
        ["1", "200", "0", "3"]
    );
    let south = of("public_counter", "South");
    assert_eq!((south["demand"].as_str(), south["within"].as_str()), ("500", "300"));
    // Calls are counted for bases; a zone without a figure counts as none.
    let bases = of("response_base", "whole area");
    assert_eq!((bases["counted"].as_str(), bases["demand"].as_str()), ("incidents", "35"));
    assert_eq!((bases["within"].as_str(), bases["share_within"].as_str()), ("10", "0.2857"));
}

/// A alone: Z1 goes to B in 25, still within; B alone: Z2 goes to A in 31, out, Z3 to E in 20. Both: Z1 and Z2 go to E in
/// 50 and 45, out: 1,500, though one at a time 500.
#[test]
fn a_set_of_closures_is_measured_as_a_set() {
    let run = estate();
    let counters = &run.cover.services[Service::PublicCounter as usize];
    let zones = run.estate.zones.as_deref().unwrap();
    assert_eq!(counters.lost, [0, 500, 0]);
    let number = |id: &str| run.estate.sites.iter().position(|s| s.site_id.as_str() == id).unwrap();
    let both = closing_of(counters, zones, &[number("A"), number("B"), number("D")]);
    assert_eq!((both.before.within, both.after.within), (1800, 300));
    let affected = both.affected;
    assert_eq!(
        (affected.people, affected.most_deprived, affected.decile_not_known),
        (1800, 1300, 0)
    );
    assert_eq!(affected.lost_zones, [0, 1]);
    assert_eq!(affected.next, Some(number("E")));
    // (1000 × 40 + 500 × 15 + 300 × 0) ÷ 1800.
    assert_eq!(affected.further, Some(47_500.0 / 1800.0));
    assert_eq!(closing_of(counters, zones, &[]).after, counters.now);
}

/// A site that is no counter or base keeps all coverage; a loss is a share of all demand.
#[test]
fn coverage_kept_is_read_for_every_site() {
    let run = estate();
    let read = |site: usize| run.measures.sites[site].reading(Measure::CoverageKept).clone();
    let shares: Vec<_> = (0..5).map(|site| read(site).value).collect();
    let number = |n: f64| Some(Quantity::Number(n));
    assert_eq!(shares, [number(0.0), number(0.25), number(10.0 / 35.0), number(0.0), number(0.0)]);
    assert!((0..5).all(|site| read(site).state == State::Known));
    // Without a position of E nobody knows whether it would serve the people of B.
    let others: String =
        TRAVEL.lines().filter(|l| !l.contains(",E,")).map(|l| format!("{l}\n")).collect();
    let run = small("2020-03-31", &[("sites", SITES), ("demand", DEMAND), ("travel", &others)]);
    let read = |site: usize| run.measures.sites[site].reading(Measure::CoverageKept).clone();
    let (low, high) = *read(1).range.unwrap();
    assert_eq!((Some(low), Some(high)), (number(0.0), number(0.4)));
    assert_eq!((read(0).value, read(4).value, read(4).range), (number(0.0), None, None));
    // Without zones it is not known of any, and the zones are what to find out.
    let run = small("2020-03-31", &[("sites", SITES)]);
    let reading = run.measures.sites[0].reading(Measure::CoverageKept);
    assert_eq!(reading.value, None);
    assert_eq!(reading.gaps.iter().map(|g| g.table()).collect::<Vec<_>>(), ["demand"]);
}

#[test]
fn a_closure_reads_as_a_panel_asks() {
    let root = folder(&[("sites", SITES), ("demand", DEMAND), ("travel", TRAVEL)]);
    insta::assert_snapshot!(covered(root.path(), &["--close", "B,A,D"]), @"
    Public counters
      If Alpha and Beta closed, 1,500 residents (75.0% of all) would no longer be within 30 minutes of a public counter: Quay and Hill.
      One of them is the nearest for 1,800 residents in 3 zones, 1,300 of them in the most deprived fifth of areas.
      They would travel 26.4 minutes further on average, most to Epsilon.
      Within reach: 90.0% today, 15.0% afterwards.
      1 zone has neither a position nor a recorded journey and counts as out of reach.
      Closed one at a time they would lose 500 residents in all; together 1,500.

    All sites
      If Alpha and Beta closed, 1,500 residents (75.0% of all) would no longer be within 30 minutes of a site: Quay and Hill.
      One of them is the nearest for 1,800 residents in 3 zones, 1,300 of them in the most deprived fifth of areas.
      They would travel 26.4 minutes further on average, most to Epsilon.
      Within reach: 90.0% today, 15.0% afterwards.
      1 zone has neither a position nor a recorded journey and counts as out of reach.
      Closed one at a time they would lose 500 residents in all; together 1,500.

    All sites: what closing D changes is not known, because it has neither a position nor a recorded journey.
    Teams, moved no further than 20 minutes
      No team is recorded at Beta, Alpha and Delta, so whether anybody would have to move from there is not known.
    ");
    insta::assert_snapshot!(covered(root.path(), &["--close", "C"]), @"
    Response bases
      If Gamma closed, 10 calls a year (28.6% of all) would no longer be within 20 minutes of a response base: Quay.
      It is the nearest for 1,500 residents in 2 zones, 1,000 of them in the most deprived fifth of areas.
      30 calls a year could reach no other site.
      Within reach: 28.6% today, 0.0% afterwards.
      No response base would stay open.
      2 zones have neither a position nor a recorded journey and count as out of reach.

    All sites: what closing C changes is not known, because it has neither a position nor a recorded journey.
    Teams, moved no further than 20 minutes
      No team is recorded at Gamma, so whether anybody would have to move from there is not known.
    ");
    insta::assert_snapshot!(covered(root.path(), &[]), @"
    service          area                counted  limit  within   share  mean  90th  farthest  minutes
    public counters  whole area  2,000 residents     30   1,800   90.0%  17.2    30  Hill           30
                     North       1,500 residents     30   1,500  100.0%  16.7    30  Hill           30
                     South         500 residents     30     300   60.0%    20        Mere           20
    response bases   whole area  35 calls a year     20      10   28.6%    18        Hill           21
                     North       30 calls a year     20      10   33.3%    18    21  Hill           21
                     South        5 calls a year     20       0    0.0%
    all sites        whole area  2,000 residents     30   1,800   90.0%  17.2    30  Hill           30
                     North       1,500 residents     30   1,500  100.0%  16.7    30  Hill           30
                     South         500 residents     30     300   60.0%    20        Mere           20
    Public counters: 1 zone has neither a position nor a recorded journey and counts as out of reach.
    Response bases: 2 zones have neither a position nor a recorded journey and count as out of reach.
    All sites: 1 zone has neither a position nor a recorded journey and counts as out of reach.
    All sites: 2 of 5 sites have neither a position nor a recorded journey. They serve nobody here, so coverage is at least what is shown.

    Closing one of the public counters alone, in residents:
    site  name     out of reach  share  affected  further, minutes  next nearest
    B     Beta              500  25.0%       800               0.6  A
    A     Alpha               0   0.0%     1,000                15  B
    E     Epsilon             0   0.0%         0

    Closing one of the response bases alone, in calls a year:
    site  name   out of reach  share  affected  further, minutes  next nearest
    C     Gamma            10  28.6%        30

    Closing one of the sites alone, in residents:
    site  name     out of reach  share  affected  further, minutes  next nearest
    B     Beta              500  25.0%       800               0.6  A
    A     Alpha               0   0.0%     1,000                15  B
    E     Epsilon             0   0.0%         0

    Close several together: terrier cover DIR --close A,B
    ");
}

#[test]
fn an_unknown_site_and_an_estate_without_zones_are_refused() {
    let root = folder(&[("sites", SITES), ("demand", DEMAND)]);
    let says = |folder: &Path, args: &[&str]| {
        let out = terrier().arg("cover").arg(folder).args(args).output().unwrap();
        assert_eq!(out.status.code(), Some(2));
        String::from_utf8(out.stderr).unwrap()
    };
    assert!(
        says(root.path(), &["--close", "A,Q"]).contains("there is no site `Q`"),
        "{}",
        says(root.path(), &["--close", "A,Q"])
    );
    let bare = folder(&[("sites", SITES)]);
    assert!(says(bare.path(), &[]).contains("there are no zones to measure coverage for"));
}

/// Where no site of a service can be placed its coverage is not known, not zero.
#[test]
fn sites_without_a_position_do_not_make_coverage_zero() {
    let root = folder(&[
        ("sites", SITES),
        ("demand", "zone_id,population,easting,northing\nZ1,100,541977,268696\n"),
    ]);
    let csv = covered(root.path(), &["--format", "csv"]);
    assert_eq!(csv.lines().count(), 1, "{csv}");
    let told = covered(root.path(), &[]);
    assert!(told.contains("Public counters: not known: none of 3 sites has a position"), "{told}");
}

/// Which counters are open tells which are vacant: the public edition has neither coverage nor what a closure saves.
#[test]
fn coverage_is_not_published() {
    let costs = "site_id,financial_year,category,amount\nA,2019/20,utilities,5000\n";
    let root =
        folder(&[("sites", SITES), ("demand", DEMAND), ("travel", TRAVEL), ("costs", costs)]);
    let of = |edition| published(&root.path().join("2020-03-31"), edition);
    let restricted = of(terrier::edition::Edition::Restricted);
    let saved: Vec<String> =
        rows(&restricted["closures.csv"]).iter().map(|r| r["cost_saved"].clone()).collect();
    assert_eq!(saved[..2], ["5000.00", ""]);
    let public = of(terrier::edition::Edition::Public);
    for name in ["coverage.csv", "closures.csv"] {
        assert!(restricted.contains_key(name) && !public.contains_key(name), "{name}");
    }
    let kept = |files: &crate::published::Files| {
        rows(&files["measures.csv"]).iter().filter(|r| r["measure"] == "coverage_kept").count()
    };
    assert_eq!((kept(&restricted), kept(&public)), (5, 0));
}

/// The p-median of San Francisco for four stores: 2982.1268579890657 m, the constant of a published package's own tests.
#[test]
fn the_best_four_of_sixteen_stores_are_as_far_as_published() {
    let real = project("../shared/data/spopt-sf");
    if !real.is_dir() {
        println!("{} is not there: nothing was tested", real.display());
        return;
    }
    let read = |name: &str| -> Vec<csv::StringRecord> {
        csv::Reader::from_path(real.join(name)).unwrap().records().map(Result::unwrap).collect()
    };
    let mut demand = "zone_id,population\n".to_owned();
    for r in read("SF_demand_205_centroid_uniform_weight.csv") {
        demand += &format!("{},{}\n", &r[3], &r[6]);
    }
    let mut travel = "zone_id,site_id,minutes\n".to_owned();
    for r in read("SF_network_distance_candidateStore_16_censusTract_205_new.csv") {
        travel += &format!("{},{},{}\n", &r[2], &r[1], &r[0]);
    }
    let mut sites = "site_id,name\n".to_owned();
    for r in read("SF_store_site_16_longlat.csv") {
        sites += &format!("{},{}\n", &r[2], &r[2]);
    }
    let run = small("2020-03-31", &[("sites", &sites), ("demand", &demand), ("travel", &travel)]);
    let zones = run.estate.zones.as_deref().unwrap();
    let all = &run.cover.services[Service::AllSites as usize];
    assert_eq!((all.now.demand, zones.len(), all.now.unreached_zones), (955_113, 205, 0));
    let means = (0_u32..1 << 16).filter(|set| set.count_ones() == 4).map(|set| {
        let closed: Vec<usize> = (0..16).filter(|site| set & (1 << site) == 0).collect();
        closing_of(all, zones, &closed).after.mean.unwrap()
    });
    let best = means.min_by(f64::total_cmp).unwrap();
    assert!((best - 2_982.126_857_989_065_7).abs() < 1e-9, "{best}");
}

/// A and B are sold by decision: what both lose stands in the paper, beside what each loses alone.
#[test]
fn the_paper_tells_what_the_proposed_closures_change_together() {
    let decision = |id: &str| {
        format!("[[decisions]]\nsite_id = \"{id}\"\noption = \"dispose\"\nsource = \"Board\"\n")
    };
    let treasury = format!("{TREASURY}{}{}", decision("A"), decision("B"));
    let files = [
        ("sites.csv", SITES),
        ("demand.csv", DEMAND),
        ("travel.csv", TRAVEL),
        ("treasury.toml", &*treasury),
    ];
    let run = studied_files(&files, "");
    let files = without_charts(&run, Edition::Restricted);
    let paper = text(&files, "paper.md");
    for said in [
        "If the two public counters proposed to close both closed, 1,500 residents (75.0% of all) would no longer be \
         within 30 minutes of a public counter: 15.0% would be, against 90.0% today.",
        "Closed one at a time, they would put 500 residents out of reach: today they stand in for each other.",
        "| Alpha | public counters | none | 1,000 in 1 zone | 1,000 | 15.0 | Beta |",
        "| Both public counters together | public counters | 1,500 residents in 2 zones | 1,800 in 3 zones | 1,300 | 26.4 | Epsilon |",
        "| North | 100.0% of 1,500 residents; 0.0% after |",
        "- Public counters: recorded journeys by car in the daytime, from 3 zones. 1 zone has neither a position nor a \
         recorded journey and counts as out of reach.",
    ] {
        assert!(paper.contains(said), "{said}\n{paper}");
    }
    let public = without_charts(&run, Edition::Public);
    assert!(!text(&public, "paper.md").contains("Journeys to the sites"));
    let none = small("2020-03-31", &[("sites", SITES)]);
    let files = without_charts(&none, Edition::Restricted);
    assert!(text(&files, "paper.md").contains("Journeys to the sites are not measured"));
}

/// The zone has no position: a point within its outline stands for it, and its minutes are an estimate.
#[test]
fn a_zone_without_position_is_placed_by_its_outline() {
    let feature = |properties: &str, east: u32, north: u32| {
        let (right, top) = (east + 4000, north + 2000);
        format!(
            "{{\"type\": \"Feature\", \"properties\": {properties}, \"geometry\": {{\"type\": \"Polygon\", \"coordinates\": \
             [[[{east},{north}],[{right},{north}],[{right},{top}],[{east},{top}],[{east},{north}]]]}}}}"
        )
    };
    let outlines = format!(
        "{{\"type\": \"FeatureCollection\", \"features\": [{}, {}, {}]}}",
        feature("{\"LSOA21CD\": \"Z1\"}", 540_000, 260_000),
        feature("{\"LSOA21CD\": \"Z2\"}", 560_000, 260_000),
        feature("{\"district\": \"Marsh\"}", 539_000, 259_500)
    );
    let files = [
        ("sites.csv", "site_id,name,use,easting,northing\nA,Alpha,front_counter,542000,261000\n"),
        ("demand.csv", "zone_id,population,easting,northing\nZ1,100,,\nZ2,50,550000,261000\n"),
        ("boundaries.geojson", &*outlines),
    ];
    let run = studied_files(&files, "");
    let zones = run.estate.zones.as_deref().unwrap();
    assert!(zones[0].placed_by_outline && !zones[1].placed_by_outline);
    assert_eq!(zones[0].district.as_deref(), Some("Marsh"));
    assert_eq!(run.estate.sites[0].district.as_deref(), Some("Marsh"));
    let found: Vec<String> = run.findings.iter().map(|f| f.rule.word().to_owned()).collect();
    assert!(found.contains(&"zones-outside-outline".to_owned()), "{found:?}");
    assert!(found.contains(&"district-from-outline".to_owned()), "{found:?}");
    let service = &run.cover.services[0];
    assert_eq!((service.now.estimated_zones, service.now.unreached_zones), (2, 0));
    let files = without_charts(&run, Edition::Restricted);
    let map = text(&files, "map.geojson");
    assert!(
        map.contains("\"position_of\":\"outline\"") && map.contains("\"layer\":\"zone\""),
        "{map}"
    );
}
