//! `terrier leases --summary`: what each lease comes to, and the terms of all together.

use serde_json::json;

use super::{Done, args::Format, print};
use crate::{
    edition::{LeaseState, LeaseSummaries, LeaseSummaryRow, LeaseTermsRow},
    model::{Date, Money, with_thousands},
    report::records,
    tables::{LeaseExpiries, LeaseSummary, LeaseTerms},
};

pub(super) fn show(all: &LeaseSummaries, as_of: Date, format: Format) -> anyhow::Result<Done> {
    match format {
        Format::Csv => print::data(&crate::report::csv_of(LeaseSummary::of(all.leases.iter()))?),
        Format::Json => print::data(as_json(all).as_bytes()),
        Format::Table if all.leases.is_empty() => print::data(b"no current leases\n"),
        Format::Table => print::data(table(all, as_of).as_bytes()),
    }
}

fn as_json(all: &LeaseSummaries) -> String {
    print::json(&json!({
        "leases": records(LeaseSummary::of(all.leases.iter())),
        "terms": records(LeaseTerms::of(all.terms.iter())),
        "expiries": records(LeaseExpiries::of(all.expiries.iter())),
    }))
}

fn pounds(sum: Option<Money>) -> String {
    let Some(sum) = sum else { return "not known".to_owned() };
    let digits = with_thousands(&sum.to_string());
    match digits.strip_prefix(['-', '−']) {
        Some(below) => format!("−£{below}"),
        None => format!("£{digits}"),
    }
}

fn or_dash(text: &str) -> String {
    if text.is_empty() { "–".to_owned() } else { text.to_owned() }
}

fn table(all: &LeaseSummaries, as_of: Date) -> String {
    let header = [
        "site",
        "lease",
        "role",
        "passing rent",
        "per m²",
        "reversion",
        "break",
        "rent to break",
        "days left",
        "last day",
        "rent to last day",
        "net effective",
        "whole term",
    ];
    let cells = |r: &LeaseSummaryRow| {
        let to_break = match r.next_break {
            Some(_) => pounds(r.commitment_to_break),
            None => "–".to_owned(),
        };
        let last = match (r.state, r.ends_on) {
            (LeaseState::HoldingOver, _) => "holding over".to_owned(),
            (_, Some(on)) => on.to_string(),
            (_, None) => "periodic".to_owned(),
        };
        vec![
            print::shortened(&r.site_id, 12),
            print::shortened(&r.lease_id, 12),
            r.role.to_string(),
            pounds(r.passing_rent),
            pounds(r.rent_per_m2),
            pounds(r.reversion),
            r.next_break.map_or_else(|| "–".to_owned(), |on| on.to_string()),
            to_break,
            r.days_left.map_or_else(|| "–".to_owned(), |days| days.to_string()),
            last,
            pounds(r.commitment_to_expiry),
            pounds(r.net_effective_rent),
            pounds(r.total_rent),
        ]
    };
    let rows: Vec<Vec<String>> = all.leases.iter().map(cells).collect();
    let mut text = print::table(&header, &rows, &[3, 4, 5, 7, 8, 10, 11, 12]);
    let leases =
        if all.leases.len() == 1 { "1 lease" } else { &format!("{} leases", all.leases.len()) };
    text.push_str(&format!("{leases} on {as_of}; --format csv lists all measures\n\n"));
    let header = [
        "role",
        "by",
        "group",
        "leases",
        "rent",
        "break, by rent",
        "last day, by rent",
        "break, by area",
        "last day, by area",
    ];
    let cells = |r: &LeaseTermsRow| {
        vec![
            r.role.to_string(),
            r.by.to_string(),
            or_dash(&r.group),
            r.leases.to_string(),
            pounds(r.rent),
            or_dash(&r.by_rent_to_break),
            or_dash(&r.by_rent_to_expiry),
            or_dash(&r.by_area_to_break),
            or_dash(&r.by_area_to_expiry),
        ]
    };
    let rows: Vec<Vec<String>> = all.terms.iter().map(cells).collect();
    text.push_str(&print::table(&header, &rows, &[3, 4, 5, 6, 7, 8]));
    text.push_str("unexpired terms in years, weighted by rent and by area\n");
    text
}
