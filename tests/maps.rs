//! What moves, on the maps: `map.geojson`, the chart of moves and the page's own map, against the tables beside them.

use std::collections::{BTreeMap, BTreeSet};

use rstest::rstest;
use serde_json::Value;
use terrier::{
    batch::Run,
    draw,
    edition::{self, Edition},
    report,
};

use crate::{
    decisions::TREASURY,
    displacement::{SEEN, SITES, TEAMS},
    programmes::studied_files,
    published::{Files, newest, policy, rows, small, terrier, text, without_charts},
    sample::project,
};

/// The features of a layer.
fn layer(files: &Files, name: &str) -> Vec<Value> {
    let map: Value = serde_json::from_str(text(files, "map.geojson")).unwrap();
    let all = map["features"].as_array().unwrap().iter();
    all.filter(|feature| feature["properties"]["layer"] == name).cloned().collect()
}

/// Where the points of a layer are, by a property that names them.
fn places(files: &Files, name: &str, id: &str) -> BTreeMap<String, Value> {
    let place = |feature: Value| {
        assert_eq!(feature["geometry"]["type"], "Point");
        let id = feature["properties"][id].as_str().unwrap().to_owned();
        (id, feature["geometry"]["coordinates"].clone())
    };
    layer(files, name).into_iter().map(place).collect()
}

/// A cell of a table as the map has it: a number, or null where it is empty.
fn number(cell: &str) -> Value {
    if cell.is_empty() { Value::Null } else { serde_json::from_str(cell).unwrap() }
}

fn same_number(feature: &Value, property: &str, cell: &str) {
    let (is, was) = (feature["properties"][property].as_f64(), number(cell).as_f64());
    assert_eq!(is, was, "{property} of {feature}");
}

/// A closes alone, as decided: its teams go where the table of what each closure does says.
#[test]
fn teams_move_on_the_map_as_in_the_table() {
    let decided = format!(
        "{TREASURY}[[decisions]]\nsite_id = \"A\"\noption = \"vacate_and_hold\"\nsource = \"board\"\n"
    );
    let files = [
        ("sites.csv", SITES),
        ("occupancy.csv", SEEN),
        ("teams.csv", TEAMS),
        ("treasury.toml", &*decided),
    ];
    let files = without_charts(&studied_files(&files, ""), Edition::Restricted);
    let mut expected: BTreeMap<(String, String), Vec<BTreeMap<String, String>>> = BTreeMap::new();
    for row in rows(&files["displacement.csv"]).into_iter().filter(|row| row["site_id"] == "A") {
        let ends = (row["site_id"].clone(), row["to_site_id"].clone());
        expected.entry(ends).or_default().push(row);
    }
    assert_eq!(expected.len(), 2);
    let places = places(&files, "site", "site_id");
    let moves = layer(&files, "team_move");
    assert_eq!(moves.len(), expected.len());
    for feature in &moves {
        let get = |name: &str| feature["properties"][name].as_str().unwrap().to_owned();
        let own = &expected[&(get("site_id"), get("to_site_id"))];
        let teams: Vec<&str> = own.iter().map(|row| row["team"].as_str()).collect();
        assert_eq!(get("teams"), teams.join("; "));
        for (property, column) in [("fte", "fte"), ("workstations", "workstations")] {
            let tenths = own.iter().map(|row| row[column].replace('.', "").parse::<i64>().unwrap());
            let sum = tenths.sum::<i64>();
            same_number(feature, property, &format!("{}.{}", sum / 10, sum % 10));
        }
        same_number(feature, "minutes", &own[0]["minutes"]);
        assert_eq!(get("minutes_from"), "straight_line");
        assert_eq!(feature["geometry"]["type"], "LineString");
        let ends = &feature["geometry"]["coordinates"];
        assert_eq!(ends[0], places[&get("site_id")]);
        assert_eq!(ends[1], places[&get("to_site_id")]);
    }
    let closes: Vec<Value> = layer(&files, "site")
        .iter()
        .map(|f| f["properties"]["proposed_to_close"].clone())
        .collect();
    assert_eq!(closes.iter().filter(|closes| **closes == true).count(), 1);
}

#[test]
fn the_samples_moves_are_alike_in_map_chart_and_page() {
    let files = newest(Edition::Restricted);
    let drawn = rows(&files["charts/moves_map.csv"]);
    let lines: Vec<_> = drawn.iter().filter(|row| row["mark"] == "team_move").collect();
    let moves = layer(files, "team_move");
    assert!(!moves.is_empty() && moves.len() == lines.len());
    let of_teams = rows(&files["displacement.csv"]);
    for feature in &moves {
        let get = |name: &str| feature["properties"][name].as_str().unwrap();
        let own =
            lines.iter().find(|r| r["id"] == get("site_id") && r["to_id"] == get("to_site_id"));
        let own = own.unwrap();
        same_number(feature, "fte", &own["fte"]);
        same_number(feature, "minutes", &own["minutes"]);
        // What a team is does not depend on what else closes.
        for team in get("teams").split("; ") {
            assert!(of_teams.iter().any(|r| r["site_id"] == get("site_id") && r["team"] == team));
        }
        let said = format!(
            "{} to {}, {} minutes away: ",
            get("name"),
            get("to_name"),
            feature["properties"]["minutes"]
        );
        assert!(text(files, "charts/moves_map.txt").contains(&said), "{said}");
        assert!(text(files, "report.html").contains(&said), "{said}");
    }
    // All who would have to move, and those of them with a place, add up to what the screen says.
    let tenths = |row: &BTreeMap<String, String>, column: &str| {
        row[column].replace('.', "").parse::<i64>().unwrap_or(0)
    };
    let sites = || drawn.iter().filter(|row| row["mark"] == "site");
    let (all, placed) = (
        sites().map(|row| tenths(row, "fte")).sum::<i64>(),
        sites().map(|row| tenths(row, "fte_with_place")).sum::<i64>(),
    );
    assert_eq!(placed, lines.iter().map(|row| tenths(row, "fte")).sum::<i64>());
    let title = text(files, "charts/moves_map.txt");
    assert_eq!((all, placed), (5275, 150));
    assert!(title.starts_with("Closures displace 527.5 FTE; a place is found for 15. "), "{title}");
    let shown = terrier().arg("cover").arg(project("data/fenshire")).output().unwrap();
    let shown = String::from_utf8(shown.stdout).unwrap();
    let said = "15 teams would have to move: 15 FTE have a place at other sites of the body within 20 minutes";
    assert!(
        shown.contains(said) && title.contains(said) && text(files, "report.html").contains(said)
    );
}

#[test]
fn partners_and_chosen_pairs_are_on_the_map_as_in_the_tables() {
    let files = newest(Edition::Restricted);
    let partners = rows(&std::fs::read(project("data/fenshire/2020-03-31/partners.csv")).unwrap());
    let pairs = rows(&files["matches.csv"]);
    let chosen: Vec<_> = pairs.iter().filter(|row| row["chosen"] == "yes").collect();
    let on_map = layer(files, "partner");
    assert_eq!(on_map.len(), partners.len());
    for (feature, row) in on_map.iter().zip(&partners) {
        let get = |name: &str| &feature["properties"][name];
        for name in ["partner_id", "organisation", "name"] {
            assert_eq!(get(name), &row[name], "{row:?}");
        }
        for day in ["from", "until"] {
            assert_eq!(get(day).as_str().unwrap_or_default(), row[day]);
        }
        same_number(feature, "offers_m2", &row["offers_m2"]);
        same_number(feature, "wants_m2", &row["wants_m2"]);
        let is_chosen = chosen.iter().any(|pair| pair["partner_id"] == row["partner_id"]);
        assert_eq!(*get("chosen"), is_chosen, "{row:?}");
    }
    let at_partner = places(files, "partner", "partner_id");
    assert_eq!(at_partner["P-07"], serde_json::json!([-0.0712, 52.204]));
    let at_site = places(files, "site", "site_id");
    let shares = layer(files, "share");
    assert!(!shares.is_empty() && shares.len() == chosen.len());
    for (feature, row) in shares.iter().zip(chosen) {
        let get = |name: &str| feature["properties"][name].as_str().unwrap_or_default();
        for name in ["direction", "site_id", "partner_id", "partner_name", "from", "until", "fits"]
        {
            assert_eq!(get(name), row[name], "{row:?}");
        }
        same_number(feature, "metres", &row["metres"]);
        same_number(feature, "m2_matched", &row["m2_matched"]);
        same_number(feature, "m2_there", &row["m2_there"]);
        let closes = feature["properties"]["site_closes"].as_bool().unwrap();
        assert_eq!(closes, row["site_closes"] == "yes");
        let (site, partner) = (&at_site[&row["site_id"]], &at_partner[&row["partner_id"]]);
        let ends = &feature["geometry"]["coordinates"];
        let expected =
            if row["direction"] == "into_partner" { [site, partner] } else { [partner, site] };
        assert_eq!([&ends[0], &ends[1]], expected, "from who moves to where");
    }
}

/// The list of sites is what other tables are filtered by: the map and the ranking have the same in it.
#[rstest]
#[case::restricted(Edition::Restricted)]
#[case::public(Edition::Public)]
fn the_list_of_sites_is_the_map_and_the_ranking(#[case] edition: Edition) {
    let files = newest(edition);
    let sites = rows(&files["sites.csv"]);
    let ranking = rows(&files["ranking.csv"]);
    assert_eq!(sites.len(), ranking.len());
    let restricted = ["running_cost", "recommended_option"];
    let on_map: BTreeMap<String, Value> = layer(files, "site")
        .into_iter()
        .map(|f| (f["properties"]["site_id"].as_str().unwrap().to_owned(), f))
        .collect();
    for (site, ranked) in sites.iter().zip(&ranking) {
        let id = &site["site_id"];
        for column in ["site_id", "name", "rank", "need_index", "disposal_score", "gates"] {
            assert_eq!(site[column], ranked[column], "{id} {column}");
        }
        let Some(feature) = on_map.get(id) else {
            assert!(site["longitude"].is_empty() && site["latitude"].is_empty(), "{id}");
            continue;
        };
        let at = &feature["geometry"]["coordinates"];
        assert_eq!(
            [number(&site["longitude"]), number(&site["latitude"])],
            [at[0].clone(), at[1].clone()]
        );
        for (column, cell) in site {
            let property = &feature["properties"][column];
            if ["longitude", "latitude"].contains(&column.as_str()) {
                assert!(property.is_null());
            } else if edition == Edition::Public && restricted.contains(&column.as_str()) {
                assert!(
                    cell.is_empty() && feature["properties"].get(column).is_none(),
                    "{id} {column}"
                );
            } else {
                let shown = match property {
                    Value::Null => String::new(),
                    Value::String(text) => text.clone(),
                    Value::Array(all) => {
                        let words: Vec<&str> = all.iter().filter_map(Value::as_str).collect();
                        words.join("; ")
                    }
                    _ => {
                        assert_eq!(property, &number(cell), "{id} {column}");
                        continue;
                    }
                };
                assert_eq!(&shown, cell, "{id} {column}");
            }
        }
    }
}

#[test]
fn sites_on_the_map_have_their_counter_and_their_option() {
    let files = newest(Edition::Restricted);
    let counters = rows(&files["counters.csv"]);
    let ranking = rows(&files["ranking.csv"]);
    let mut told = 0;
    for feature in layer(files, "site") {
        let id = feature["properties"]["site_id"].as_str().unwrap();
        let ranked = ranking.iter().find(|row| row["site_id"] == id).unwrap();
        let option = feature["properties"]["recommended_option"].as_str().unwrap_or_default();
        assert_eq!(option, ranked["recommended_option"], "{id}");
        let counter = counters.iter().find(|row| row["site_id"] == id);
        let cell = |name: &str| counter.map(|row| row[name].as_str()).unwrap_or_default();
        same_number(&feature, "counter_hours_a_week", cell("hours_a_week"));
        same_number(&feature, "counter_visits", cell("visits"));
        let all = feature["properties"]["counter_hours_are_all"].as_bool();
        assert_eq!(
            all.map(|all| if all { "all" } else { "at least" }).unwrap_or_default(),
            cell("hours_basis")
        );
        told += usize::from(counter.is_some());
    }
    assert!(told > 5, "{told}");
}

#[test]
fn nothing_of_moves_and_partners_is_public() {
    let files = newest(Edition::Public);
    let map: Value = serde_json::from_str(text(files, "map.geojson")).unwrap();
    let whole = newest(Edition::Restricted);
    let restricted: BTreeSet<String> = ["recommended_option", "proposed_to_close"]
        .map(str::to_owned)
        .into_iter()
        .chain(
            layer(whole, "site")[0]["properties"]
                .as_object()
                .unwrap()
                .keys()
                .filter(|key| key.starts_with("counter"))
                .cloned(),
        )
        .collect();
    assert_eq!(restricted.len(), 7);
    for feature in map["features"].as_array().unwrap() {
        assert_eq!(feature["properties"]["layer"], "site");
        let keys = feature["properties"].as_object().unwrap().keys();
        let told: Vec<&String> = keys.filter(|key| restricted.contains(*key)).collect();
        assert!(told.is_empty(), "{told:?}");
    }
    assert!(map.get("partners_without_position").is_none());
    assert!(files.keys().all(|name| !name.starts_with("charts/moves_map")));
    let manifest: Value = serde_json::from_str(text(files, "manifest.json")).unwrap();
    let why = manifest["absent"]["charts/moves_map.svg"].as_str().unwrap();
    assert!(why.starts_with("not for publication"), "{why}");
    let page = text(files, "report.html");
    for row in layer(whole, "partner") {
        let name = row["properties"]["name"].as_str().unwrap();
        assert!(text(whole, "report.html").contains(name), "{name}");
        assert!(!page.contains(name) && !text(files, "map.geojson").contains(name), "{name}");
    }
    for said in ["Proposed to close.", "Teams that would move", "would move to", "class=\"lines\""]
    {
        assert!(text(whole, "report.html").contains(said), "{said}");
        assert!(!page.contains(said), "{said}");
    }
}

/// The chart is there for partners alone, and absent with its reason without them and without teams that move.
#[test]
fn the_chart_of_moves_is_drawn_or_its_absence_is_explained() {
    let sites = "site_id,name,use,easting,northing\nA,Alpha,office,540000,270000\n";
    let partners = "partner_id,organisation,name,easting,northing,offers_m2\nP,Council,Depot,540500,270000,90\n";
    let told = |run: &Run| {
        let view = edition::view(run.results(policy()), Edition::Restricted).unwrap();
        let chart = draw::charts(&view).unwrap().into_iter().find(|c| c.name == "moves_map");
        let why = report::left_out(&view, &[])
            .into_iter()
            .find(|(file, _)| file == "charts/moves_map.svg");
        (chart, why.map(|(_, why)| why))
    };
    let (chart, why) = told(&small("2020-03-31", &[("sites", sites)]));
    assert!(chart.is_none());
    assert_eq!(
        why.unwrap(),
        "no partner has a position, and no team is recorded at a site that is proposed to close and has a position"
    );
    let (chart, why) = told(&small("2020-03-31", &[("sites", sites), ("partners", partners)]));
    assert_eq!(why, None);
    let chart = chart.unwrap();
    assert_eq!(chart.title, "No site and partner that fit each other");
    assert!(chart.numbers.csv.contains("\npartner,,P,Depot,"), "{}", chart.numbers.csv);
    // Without a position there is nothing to draw.
    let nowhere = partners.replace("540500,270000", ",");
    assert!(told(&small("2020-03-31", &[("sites", sites), ("partners", &nowhere)])).0.is_none());
}
