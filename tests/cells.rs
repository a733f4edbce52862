//! Cells as people and programs write them, in both ways in: a snapshot's own tables, and a file that is imported.

use std::fs;

use rstest::rstest;
use terrier::{
    load::{self, Estate, Hashes},
    model::{Checked, FinancialYear, Finding, Findings, Rule},
    policy::Policy,
};

use crate::import::{found, imported, mapped, records};

/// Reads a snapshot of some tables.
fn loaded(tables: &[(&str, &str)]) -> (Option<Estate>, Findings) {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("2020-03-31");
    fs::create_dir(&folder).unwrap();
    for (table, text) in tables {
        fs::write(folder.join(format!("{table}.csv")), text).unwrap();
    }
    let policy = Policy::default_policy().unwrap();
    let Checked { value, findings } = load::load(&folder, &policy, Hashes::NotWanted).unwrap();
    (value, findings)
}

/// Reads sites A, B, … of which one column holds some cells.
fn sites(column: &str, cells: &[&str]) -> (Option<Estate>, Findings) {
    let rows = cells.iter().zip('A'..);
    let rows = rows.map(|(cell, id)| format!("{id},Site {id},vacant,\"{cell}\"\n"));
    loaded(&[("sites", &format!("site_id,name,status,{column}\n{}", rows.collect::<String>()))])
}

fn of(findings: &Findings, rule: Rule) -> Vec<&Finding> {
    findings.iter().filter(|finding| finding.rule == rule).collect()
}

/// What a column of areas holds, as the snapshot reads it, `?` for a cell that is not read.
#[rstest]
#[case::hectares(&["0.214", "1,909", "1.5"], "0.214 1.909 1.5", Some(Rule::DecimalComma))]
#[case::questioned(&["0.21", "1,909", "1.5"], "0.21 ? 1.5", Some(Rule::NumberDoubted))]
#[case::both_fit(&["0.214", "3,500", "350.5"], "0.214 ? 350.5", Some(Rule::NumberDoubted))]
#[case::thousands(&["850", "1,909", "12,500.5"], "850 1909 12500.5", None)]
#[case::decimal_commas(&["184,5", "2.000", "12"], "184.5 ? 12", Some(Rule::NumberDoubted))]
#[case::exponents(&["5.586E-2", "0.5"], "0.05586 0.5", None)]
#[case::units(&["0.5 ha", "4,200 m2", "1.25 acres"], "0.5 0.42 0.5059", Some(Rule::WrongUnit))]
fn a_column_of_areas_is_read_as_a_whole(
    #[case] cells: &[&str],
    #[case] read: &str,
    #[case] rule: Option<Rule>,
) {
    let (estate, findings) = sites("site_area_ha", cells);
    let shown = estate.unwrap().sites.into_iter().map(|site| {
        site.site_area_ha.map_or_else(|| "?".to_owned(), |ha| ha.normalize().to_string())
    });
    assert_eq!(shown.collect::<Vec<_>>().join(" "), read);
    let questioned =
        [Rule::DecimalComma, Rule::NumberDoubted, Rule::WrongUnit, Rule::CellUnreadable];
    let told: Vec<Rule> =
        questioned.into_iter().filter(|r| !of(&findings, *r).is_empty()).collect();
    let comma = [Rule::DecimalComma, Rule::NumberDoubted];
    match rule {
        Some(Rule::NumberDoubted) => assert!(told.iter().all(|r| comma.contains(r)), "{told:?}"),
        rule => assert_eq!(told, rule.into_iter().collect::<Vec<_>>()),
    }
    // The import reads the same column alike.
    let rows = cells.iter().zip('A'..).map(|(cell, id)| format!("{id};Site {id};{cell}\n"));
    let text = format!("Ref;Site;Area\n{}", rows.collect::<String>());
    let Checked { value, .. } =
        imported(&mapped("", "site_area_ha = \"Area\""), &[("a", text.as_bytes())]);
    let import = value.unwrap();
    let written: Vec<String> =
        records(&import, "sites").iter().map(|site| site["site_area_ha"].clone()).collect();
    let written: Vec<&str> = written.iter().map(String::as_str).collect();
    let (estate, _) = sites("site_area_ha", &written);
    let again = estate.unwrap().sites.into_iter().map(|site| {
        site.site_area_ha.map_or_else(|| "?".to_owned(), |ha| ha.normalize().to_string())
    });
    assert_eq!(again.collect::<Vec<_>>().join(" "), read);
    // And so does its tally: what is not read is not added up.
    let tally = &import.tables[0].tallies[0];
    assert_eq!((tally.numbers, tally.unread), (cells.len() - count(read), count(read)));
}

/// Returns how many cells are not read.
fn count(read: &str) -> usize {
    read.matches('?').count()
}

/// £20 − £20 − £20 − £20 − £20 + £20 = −£40: each way of writing is one line of the ledger.
#[test]
fn a_ledgers_signs_are_read() {
    let amounts = ["20.00", "20.00-", "£(20.00)", "(£20.00)", "20.00 CR", "20.00 DR"];
    let lines = amounts.map(|amount| format!("A,2019/20,rates,{amount}\n")).concat();
    let (estate, findings) = loaded(&[
        ("sites", "site_id,name,status\nA,Hall,vacant\n"),
        ("costs", &format!("site_id,financial_year,category,amount\n{lines}")),
    ]);
    let told = of(&findings, Rule::DebitOrCredit);
    assert_eq!(told.len(), 1, "{findings:?}");
    assert!(told[0].found.contains("\"20.00 CR\", the first of 2 cells"), "{}", told[0].found);
    let costs = terrier::measure::running_costs(&estate.unwrap(), FinancialYear::starting(2019));
    assert_eq!(costs.unwrap(), [Some(-4000)]);
}

#[rstest]
#[case("31-Mar-25", "2025-03-31", Some(Rule::TwoDigitYear))]
#[case("1 April 2015", "2015-04-01", None)]
#[case("1st April 2015", "2015-04-01", None)]
#[case("01/04/15", "2015-04-01", Some(Rule::TwoDigitYear))]
#[case("31.03.2015", "2015-03-31", None)]
#[case("2015-04-01 00:00:00", "2015-04-01", None)]
#[case("2015-04-01T00:00:00", "2015-04-01", None)]
#[case("2015-06-30T23:00:00Z", "2015-07-01", Some(Rule::StampByClock))]
#[case("2015-12-31T23:00:00Z", "2015-12-31", None)]
fn a_day_is_read_alike_by_both_ways_in(
    #[case] cell: &str,
    #[case] day: &str,
    #[case] rule: Option<Rule>,
) {
    let told = |findings: &Findings| -> Vec<Rule> {
        let rules = [Rule::TwoDigitYear, Rule::StampByClock, Rule::CellUnreadable];
        rules.into_iter().filter(|rule| !of(findings, *rule).is_empty()).collect()
    };
    let expected: Vec<Rule> = rule.into_iter().collect();
    let (estate, findings) = sites("epc_valid_until", &[cell]);
    let read = estate.unwrap().sites[0].epc_valid_until;
    assert_eq!(read, Some(day.parse().unwrap()));
    assert_eq!(told(&findings), expected);
    // The mapping of a proposal states the order of days in digits; what it states is read.
    let text = format!("Ref;Site;Until\nA;Hall;{cell}\n");
    let columns = "epc_valid_until = { column = \"Until\", date = \"dmy\" }";
    let Checked { value, findings } = imported(&mapped("", columns), &[("a", text.as_bytes())]);
    assert_eq!(records(&value.unwrap(), "sites")[0]["epc_valid_until"], day);
    assert_eq!(told(&findings), expected);
}

#[test]
fn a_day_of_either_order_beside_one_with_the_month_first_is_questioned_with_its_row() {
    let (estate, findings) = sites("epc_valid_until", &["03/04/2020", "03/31/2020", "2020-04-01"]);
    let read: Vec<bool> =
        estate.unwrap().sites.iter().map(|site| site.epc_valid_until.is_some()).collect();
    assert_eq!(read, [false, false, true]);
    let told = of(&findings, Rule::DateDoubted);
    assert_eq!(told.len(), 1, "{findings:?}");
    assert_eq!(told[0].place.row, Some(2));
    assert!(
        told[0].found.contains("but row 3 gives the month before the day"),
        "{}",
        told[0].found
    );
    let text = "Ref;Site;Until\nA;Hall;03/04/2020\nB;Shed;03/31/2020\n";
    let Checked { findings, .. } =
        imported(&mapped("", "epc_valid_until = \"Until\""), &[("a", text.as_bytes())]);
    let told = found(&findings, Rule::DateDoubted);
    assert_eq!(told.len(), 1, "{findings:?}");
    assert!(told[0].contains("row 3 gives the month before the day"), "{}", told[0]);
}

#[test]
fn a_sum_is_rounded_to_the_penny_and_the_rounding_counted() {
    let text = "Ref;Site;Value\nA;Hall;1.333333\nB;Shed;2.50\nC;Barn;0.005\n";
    let columns = "market_value = { column = \"Value\", unit = \"£\" }";
    let Checked { value, .. } = imported(&mapped("", columns), &[("a", text.as_bytes())]);
    let import = value.unwrap();
    let read: Vec<String> =
        records(&import, "sites").iter().map(|site| site["market_value"].clone()).collect();
    assert_eq!(read, ["1.33", "2.50", "0.01"]);
    let tally = &import.tables[0].tallies[0];
    assert_eq!((tally.numbers, tally.unread, tally.rounded), (3, 0, 2));
}

#[test]
fn a_uprn_is_the_same_with_zero_before_it_and_a_point_behind_it() {
    let (estate, findings) =
        sites("uprn", &["100012345678", "000100012345678", "100012345679.0", "1.00013E+11"]);
    let read: Vec<Option<String>> = estate.unwrap().sites.into_iter().map(|s| s.uprn).collect();
    let known = |text: &str| Some(text.to_owned());
    let expected = [known("100012345678"), known("100012345678"), known("100012345679"), None];
    assert_eq!(read, expected);
    assert_eq!(of(&findings, Rule::SameSiteTwice).len(), 1, "{findings:?}");
    assert_eq!(of(&findings, Rule::IdDamaged).len(), 1, "{findings:?}");
}

#[test]
fn an_id_that_differs_by_a_point_alone_is_taken_and_told_once() {
    let (estate, findings) = loaded(&[
        ("sites", "site_id,name,status\n108886,Hall,vacant\n108887.0,Shed,vacant\n"),
        (
            "costs",
            "site_id,financial_year,category,amount\n108886.0,2019/20,rates,5\n108887,2019/20,rates,6\n108886,2019/20,rent,7\n",
        ),
        ("leases", "lease_id,site_id,role,start,expiry\n1,108886.0,tenant,2010-01-01,2030-01-01\n"),
        ("lease_events", "lease_id,kind,on,party,notice_months\n1.0,break,2025-01-01,tenant,6\n"),
    ]);
    let told = of(&findings, Rule::IdWithPoint);
    let files: Vec<&str> = told.iter().map(|finding| &*finding.place.file).collect();
    assert_eq!(files, ["costs.csv", "lease_events.csv", "leases.csv"], "{findings:?}");
    assert!(told[0].found.contains("\"108886.0\", the first of 2 cells"), "{}", told[0].found);
    let estate = estate.unwrap();
    assert_eq!(estate.leases[0].site_id.as_str(), "108886");
    assert_eq!(estate.lease_events[0].lease_id.as_str(), "1");
    assert!(
        of(&findings, Rule::UnknownSite).is_empty() && of(&findings, Rule::UnknownLease).is_empty()
    );
}

#[test]
fn an_id_that_a_spreadsheet_rounded_is_named_once_a_column() {
    let (_, findings) = loaded(&[(
        "sites",
        "site_id,name,status\n1.2E+16,Hall,vacant\n12345678901234500,Shed,vacant\nFEN-1,Barn,vacant\n",
    )]);
    let told = of(&findings, Rule::IdDamaged);
    assert_eq!(told.len(), 1, "{findings:?}");
    assert!(told[0].found.contains("\"1.2E+16\", the first of 2 cells"), "{}", told[0].found);
}

/// Keys of two files: `b` names the area of each key.
#[test]
fn a_join_that_fails_by_the_form_of_a_number_alone_is_made_and_told_once() {
    let mapping = mapped(
        "[[input.join]]\nwith = \"b\"\ncolumn = \"UPRN\"\nequals = \"uprn\"\n[[input]]\nname = \"b\"",
        "gia_m2 = \"b: Area\"",
    );
    let a = "Ref;Site;UPRN\nA;Hall;100012345678.0\nB;Shed;000100012345679\nC;Barn;1.00013E+11\n";
    let b = "uprn;Area\n100012345678;120\n100012345679;90\n";
    let Checked { value, findings } =
        imported(&mapping, &[("a", a.as_bytes()), ("b", b.as_bytes())]);
    let import = value.unwrap();
    let areas: Vec<String> =
        records(&import, "sites").iter().map(|site| site["gia_m2"].clone()).collect();
    assert_eq!(areas, ["120", "90", ""]);
    let told = found(&findings, Rule::IdWithPoint);
    assert_eq!(told.len(), 1, "{findings:?}");
    assert!(told[0].contains("the first of 2 keys"), "{}", told[0]);
    assert_eq!(found(&findings, Rule::IdDamaged).len(), 1, "{findings:?}");
    assert_eq!(found(&findings, Rule::JoinUnmatched).len(), 1, "{findings:?}");
}

#[test]
fn neighbours_with_the_point_of_their_postcode_are_two_sites() {
    let row =
        |id: &str, address: &str| format!("{id},{id},vacant,{address},FN4 1AA,541230,297410\n");
    let twice = |one: &str, other: &str| {
        let text = [
            "site_id,name,status,address,postcode,easting,northing\n".to_owned(),
            row("A", one),
            row("B", other),
        ];
        let (_, findings) = loaded(&[("sites", &text.concat())]);
        of(&findings, Rule::SameSiteTwice).len()
    };
    assert_eq!(twice("1 Mill Lane", "2 Mill Lane"), 0);
    assert_eq!(twice("12a Mill Lane", "12b Mill Lane"), 0);
    assert_eq!(twice("1 Mill Lane", "1 Mill  Lane"), 1);
    assert_eq!(twice("Police Station", "Old Police Station"), 1);
    // The number may stand in the name, as in the register of a council.
    let rows = "A,1 Berkeley Mews,vacant,High Street,GL50 1DY\nB,12 Berkeley Mews,vacant,High Street,GL50 1DY\n";
    let text = format!("site_id,name,status,address,postcode\n{rows}");
    assert!(of(&loaded(&[("sites", &text)]).1, Rule::SameSiteTwice).is_empty());
}

/// Two stations in Cambridge and Ely.
#[rstest]
#[case::degrees_under_metres("easting,northing", ["0.1363,52.2028", "0.2662,52.3995"], 1)]
#[case::metres_under_degrees("longitude,latitude", ["546100,258300", "554000,280400"], 1)]
#[case::one_in_metres("easting,northing", ["0.1363,52.2028", "554000,280400"], 0)]
fn the_system_of_a_tables_positions_is_told_by_all_of_them(
    #[case] columns: &str,
    #[case] positions: [&str; 2],
    #[case] read: usize,
) {
    let rows = format!("A,Hall,vacant,{}\nB,Shed,vacant,{}\n", positions[0], positions[1]);
    let (estate, findings) =
        loaded(&[("sites", &format!("site_id,name,status,{columns}\n{rows}"))]);
    assert_eq!(of(&findings, Rule::PositionReadAs).len(), read, "{findings:?}");
    assert_eq!(of(&findings, Rule::PositionInOtherColumns).len(), 1 - read, "{findings:?}");
    let estate = estate.unwrap();
    let known = estate.sites.iter().filter_map(|site| site.position);
    let near = |p: geo::Point| (p.x() - 0.2).abs() < 0.2 && (p.y() - 52.3).abs() < 0.2;
    assert_eq!(known.filter(|p| near(*p)).count(), 1 + read);
}

/// 15,172 and 6,836,912 are Web Mercator metres of Cambridge, which only a column that names it says.
#[rstest]
#[case("EPSG:3857", "15172,6836912", true)]
#[case("WGS84", "0.1363,52.2028", true)]
#[case("EPSG:27700", "546100,258300", true)]
#[case("EPSG:27700", "0.1363,52.2028", false)]
#[case("", "15172,6836912", false)]
fn a_column_names_the_system(#[case] crs: &str, #[case] position: &str, #[case] known: bool) {
    let text = format!("site_id,name,status,crs,x,y\nA,Hall,vacant,{crs},{position}\n");
    let (estate, findings) = loaded(&[("sites", &text)]);
    let position = estate.unwrap().sites[0].position;
    let near =
        position.is_some_and(|p| (p.x() - 0.1363).abs() < 0.01 && (p.y() - 52.2).abs() < 0.02);
    assert_eq!((position.is_some(), near), (known, known), "{findings:?}");
}

#[test]
fn a_postcode_of_no_area_is_named_beside_those_of_areas_there_are() {
    let told = |codes: [&str; 2]| {
        let (_, findings) = sites("postcode", &codes);
        let told = of(&findings, Rule::PostcodeForm);
        told.iter().map(|finding| format!("{}; {}", finding.found, finding.fix)).collect::<Vec<_>>()
    };
    let said = told(["CB10 2AB", "CC1 1AA"]);
    assert!(said.len() == 1 && said[0].contains("there is no postcode area CC"), "{said:?}");
    // An invented county has none that there is.
    assert!(told(["FN4 1AA", "FN4 1AB"]).is_empty());
    let said = told(["CB10 2AB", "CB1O 2AB"]);
    assert!(said.len() == 1 && said[0].contains("write CB10 2AB"), "{said:?}");
    assert_eq!(told(["CB10 2AB", "XX99 9ZZ"]).len(), 1);
}
