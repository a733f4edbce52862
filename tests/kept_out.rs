//! What the public edition keeps to itself: findings about secure bodies, and the capital programme.

use terrier::edition::Edition;

use crate::{
    editions::newest_read,
    published::{ran, rows, without_charts},
    sample::Sample,
};

/// Schemes, receipts and benefits tell what is planned with which site, and what it may bring.
#[test]
fn nothing_of_the_capital_programme_is_published() {
    let told = [
        "CAP-01",
        "CAP-08",
        "BEN-01",
        "BEN-09",
        "4200000",
        "4,200,000",
        "13344016",
        "13,344,016",
        "£23.1m",
        "Southern police station",
        "Closure of Gantsey",
        "£13.3m",
    ];
    let named = |edition: Edition| -> Vec<String> {
        let read = newest_read(edition);
        let holds = |words: &str| told.iter().find(|t| words.contains(**t));
        // The manifest names and hashes the files that went in.
        let files = read.iter().filter(|(name, _)| **name != "manifest.json");
        files.filter_map(|(name, r)| Some(format!("{name}: {}", holds(&r.words)?))).collect()
    };
    assert!(named(Edition::Restricted).len() > 10, "the search finds what is there");
    assert_eq!(named(Edition::Public), Vec::<String>::new());
}

#[test]
fn findings_about_partners_stay_out_of_the_public_edition() {
    let sample = Sample::new().cell("partners", "P-02", "easting", "571822");
    let run = ran(&sample.cell("partners", "P-08", "easting", "567002").folder);
    let named = |edition: Edition| -> Vec<String> {
        let findings = rows(&without_charts(&run, edition)["findings.csv"]);
        let of_partners = findings.into_iter().filter(|row| row["file"] == "partners.csv");
        of_partners.map(|row| row["id"].clone()).collect()
    };
    assert_eq!(named(Edition::Restricted), ["P-02", "P-08"]);
    assert!(named(Edition::Public).is_empty());
}

#[test]
fn findings_about_agreements_stay_out_of_the_public_edition() {
    let sample = Sample::new().cell("agreements", "A-01", "share", "30%");
    let run = ran(&sample.cell("agreements", "A-06", "share", "40%").folder);
    let named = |edition: Edition| -> Vec<String> {
        let findings = rows(&without_charts(&run, edition)["findings.csv"]);
        let of_agreements = findings.into_iter().filter(|row| row["file"] == "agreements.csv");
        of_agreements.map(|row| row["id"].clone()).collect()
    };
    assert_eq!(named(Edition::Restricted), ["A-01", "A-06"]);
    assert!(named(Edition::Public).is_empty());
}
