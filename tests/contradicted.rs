//! Tables that contradict each other, ids that are nearly one, totals among records: each is named, and used as it
//! stands.

use terrier::model::{Finding, Rule};

use crate::sample::{NEWEST, Sample, findings_of, project};

/// The findings of a rule that the sample does not have.
fn more(sample: &Sample, rule: Rule) -> Vec<Finding> {
    let before = findings_of(&project(NEWEST));
    let found = findings_of(&sample.folder);
    found.iter().filter(|f| f.rule == rule && !before.iter().any(|b| b == *f)).cloned().collect()
}

/// The text of the one finding of a rule that the sample does not have.
fn one(sample: &Sample, rule: Rule) -> String {
    let found = more(sample, rule);
    assert_eq!(found.len(), 1, "{found:?}");
    found[0].found.clone()
}

/// Rewrites every record of a table.
fn each(sample: Sample, table: &str, change: impl Fn(&[String], &mut Vec<String>)) -> Sample {
    let mut rows = sample.rows(table);
    let header = rows[0].clone();
    for row in rows.iter_mut().skip(1) {
        change(&header, row);
    }
    sample.write(table, &rows);
    sample
}

fn at(header: &[String], name: &str) -> usize {
    header.iter().position(|own| own == name).unwrap()
}

#[test]
fn staff_at_an_empty_building_contradict_its_status() {
    let sample = Sample::new().cell("sites", "FEN-001", "status", "vacant");
    let found = more(&sample, Rule::StatusContradicted);
    let texts: Vec<&str> = found.iter().map(|f| f.found.as_str()).collect();
    assert!(texts.iter().any(|t| t.contains("FTE in `teams`")), "{texts:?}");
    let unsaid = "observations, with no date recorded; used as it stands";
    assert!(texts.iter().any(|t| t.ends_with(unsaid)), "{texts:?}");
    let sample = sample.cell("sites", "FEN-001", "status_on", "2020-01-01");
    let found = more(&sample, Rule::StatusContradicted);
    let seen = found.iter().find(|f| f.found.contains("with people in")).unwrap();
    assert!(seen.found.ends_with("observations after 2020-01-01; used as it stands"), "{seen:?}");
}

#[test]
fn a_status_of_next_year_is_no_status_of_today() {
    let sample = Sample::new().cell("sites", "FEN-003", "status", "for_sale");
    let sample = sample.cell("sites", "FEN-003", "status_on", "2021-02-01");
    let found = one(&sample, Rule::StatusContradicted);
    assert!(found.starts_with("\"2021-02-01\", after the snapshot, for the status for_sale"));
}

#[test]
fn a_lease_whose_role_is_turned_is_named() {
    let turned = Sample::new().cell("leases", "L-001", "role", "landlord");
    assert!(one(&turned, Rule::RoleAgainstTenure).starts_with("landlord, at a site held by"));
    let owned = Sample::new();
    let rows = owned.rows("leases");
    let (role, id) = (at(&rows[0], "role"), at(&rows[0], "lease_id"));
    let sites = owned.rows("sites");
    let (site, tenure) = (at(&sites[0], "site_id"), at(&sites[0], "tenure"));
    let is_owned = |of: &str| sites.iter().any(|row| row[site] == of && row[tenure] == "freehold");
    let let_on =
        rows.iter().find(|row| row[role] == "landlord" && is_owned(&row[at(&rows[0], "site_id")]));
    let owned = owned.cell("leases", &let_on.unwrap()[id], "role", "tenant");
    let found = one(&owned, Rule::RoleAgainstTenure);
    assert!(found.starts_with("tenant, at a site whose `tenure` is freehold"), "{found}");
}

#[test]
fn ids_apart_in_case_alone_are_named() {
    let sample = Sample::new();
    let mut rows = sample.rows("sites");
    let mut again = rows[1].clone();
    let id = at(&rows[0], "site_id");
    again[id] = again[id].to_lowercase().replace('-', " ");
    rows.push(again);
    sample.write("sites", &rows);
    let found = one(&sample, Rule::IdsAlike);
    assert!(found.starts_with("\"fen 001\", like \"FEN-001\" in row 2"), "{found}");
}

#[test]
fn a_row_that_adds_up_the_others_is_named_whatever_it_is_called() {
    let sample = Sample::new();
    let mut rows = sample.rows("teams");
    let (team, fte) = (at(&rows[0], "team"), at(&rows[0], "fte"));
    let read = |row: &Vec<String>| row[fte].parse::<rust_decimal::Decimal>().unwrap();
    let all: rust_decimal::Decimal = rows.iter().skip(1).map(read).sum();
    let mut whole = rows[1].clone();
    (whole[team], whole[fte]) = ("Whole force".to_owned(), all.to_string());
    rows.push(whole);
    sample.write("teams", &rows);
    let found = one(&sample, Rule::TotalAmongRecords);
    assert!(found.contains("the sum of all other rows, under the name \"Whole force\""), "{found}");
}

#[test]
fn thousands_with_a_point_are_a_building_of_two_square_metres() {
    let sample = Sample::new().cell("sites", "FEN-003", "gia_m2", "1.909");
    let found = more(&sample, Rule::AreaOutOfScale);
    let told = found.iter().find(|f| f.found.starts_with("1.909 m²")).unwrap();
    assert!(told.found.contains("or 1,909 if the point separates thousands"), "{told:?}");
}

#[test]
fn rental_values_by_the_foot_and_rateable_values_in_thousands_are_columns_out_of_scale() {
    let scaled = |name: &'static str, factor: f64| {
        each(Sample::new(), "sites", |header, row| {
            let cell = &mut row[at(header, name)];
            if let Ok(number) = cell.parse::<f64>() {
                *cell = format!("{:.2}", number * factor);
            }
        })
    };
    let found = one(&scaled("erv_per_m2", 1.0 / 10.764), Rule::UnlikePeers);
    assert!(found.contains("they look like pounds per square foot, or per month"), "{found}");
    let found = one(&scaled("rateable_value", 0.001), Rule::UnlikePeers);
    assert!(found.contains("they look like thousands of pounds"), "{found}");
}

#[test]
fn a_constraint_of_the_last_century_is_a_slip() {
    let sample = Sample::new();
    let mut rows = sample.rows("constraints");
    let until = at(&rows[0], "until");
    rows[1][until] = "1923-03-31".to_owned();
    sample.write("constraints", &rows);
    assert_eq!(one(&sample, Rule::DateFar), "\"1923-03-31\"; used as it stands");
}

#[test]
fn an_export_read_in_twice_is_found_beside_a_column_that_nothing_reads() {
    let sample = Sample::new();
    let mut rows = sample.rows("costs");
    let own = at(&rows[0], "supplier_ref");
    let again: Vec<Vec<String>> = rows
        .iter()
        .skip(1)
        .enumerate()
        .map(|(number, row)| {
            let mut row = row.clone();
            row[own] = format!("again {number}");
            row
        })
        .collect();
    for (number, row) in rows.iter_mut().skip(1).enumerate() {
        row[own] = format!("first {number}");
    }
    rows.extend(again);
    sample.write("costs", &rows);
    let found = one(&sample, Rule::RepeatedLines);
    assert!(
        found.starts_with("the whole table twice, ignoring columns that are not read: "),
        "{found}"
    );
}

/// A ledger of two lines by year and by days.
fn ledger(first: &str, second: &str) -> Sample {
    let header = "site_id,financial_year,from,to,category,amount\n";
    let text = format!("{header}{first}\n{second}\n");
    Sample::new().file("costs.csv", text.as_bytes())
}

#[test]
fn the_days_of_a_ledger_line_are_of_its_year() {
    let whole = "FEN-001,2019/20,2019-04-01,2020-03-31,cleaning,1000";
    let other = "FEN-001,2019/20,2015-04-01,2016-03-31,cleaning,1000";
    let found = one(&ledger(whole, other), Rule::LinePeriodDoubted);
    assert_eq!(found, "2015-04-01 to 2016-03-31 in a line for 2019/20; the year is used");
}

#[test]
fn a_line_for_eleven_years_is_questioned() {
    let whole = "FEN-001,,2019-04-01,2020-03-31,cleaning,1000";
    let long = "FEN-001,,2009-04-01,2020-03-31,cleaning,1000";
    let found = one(&ledger(whole, long), Rule::LinePeriodDoubted);
    assert_eq!(found, "2009-04-01 to 2020-03-31; the amount is spread over these days");
}

#[test]
fn area_in_use_and_a_lease_that_runs_on_contradict_a_status() {
    let vacant = Sample::new().cell("sites", "FEN-017", "occupied_m2", "600");
    let found = more(&vacant, Rule::StatusContradicted);
    assert!(
        found.iter().any(|f| f.found == "vacant, with 600 m² in use; used as it stands"),
        "{found:?}"
    );
    let sold = Sample::new().cell("sites", "FEN-030", "status", "sold");
    let sold = sold.cell("sites", "FEN-030", "status_on", "2020-03-01");
    let found = more(&sold, Rule::StatusContradicted);
    let lease = found.iter().find(|f| f.place.column.as_deref() == Some("expiry")).unwrap();
    assert!(
        lease.found.starts_with("a lease still running at FEN-030, which is sold"),
        "{lease:?}"
    );
}

#[test]
fn a_lease_that_has_ended_is_no_contradiction() {
    let owned = Sample::new().cell("leases", "L-001", "expiry", "2015-03-24");
    let owned = owned.cell("sites", "FEN-011", "tenure", "freehold");
    assert_eq!(more(&owned, Rule::RoleAgainstTenure), []);
}

#[test]
fn rents_of_whole_sites_in_a_column_per_square_metre_are_named() {
    let sample = each(Sample::new(), "sites", |header, row| {
        let area: f64 = row[at(header, "nia_m2")].parse().unwrap_or(500.0);
        let cell = &mut row[at(header, "erv_per_m2")];
        if let Ok(number) = cell.parse::<f64>() {
            *cell = format!("{:.2}", number * area);
        }
    });
    let found = more(&sample, Rule::UnlikePeers);
    let told = found.iter().find(|f| f.found.contains("they look like the rent of whole sites"));
    assert!(told.is_some(), "{found:?}");
}

#[test]
fn twelve_equal_monthly_charges_are_no_doubling() {
    let mut text = "site_id,financial_year,category,amount,ref\n".to_owned();
    for site in ["FEN-001", "FEN-003"] {
        for month in 1..=12 {
            text.push_str(&format!("{site},2019/20,cleaning,100,{site}-{month}\n"));
        }
    }
    let sample = Sample::new().file("costs.csv", text.as_bytes());
    assert_eq!(more(&sample, Rule::RepeatedLines), []);
}

#[test]
fn teams_read_in_twice_are_found_beside_a_column_that_nothing_reads() {
    let sample = Sample::new();
    let mut rows = sample.rows("teams");
    rows[0].push("source".to_owned());
    let again: Vec<Vec<String>> = rows.iter().skip(1).cloned().collect();
    for (row, source) in rows.iter_mut().skip(1).zip(std::iter::repeat("hr")) {
        row.push(source.to_owned());
    }
    rows.extend(again.into_iter().map(|mut row| {
        row.push("payroll".to_owned());
        row
    }));
    sample.write("teams", &rows);
    let found = one(&sample, Rule::RepeatedLines);
    assert!(
        found.starts_with(
            "the whole table twice, ignoring columns that are not read: 50 lines repeated"
        ),
        "{found}"
    );
}
