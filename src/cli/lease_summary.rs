//! `terrier leases --summary`: what each lease comes to, and the terms of all together.

use serde_json::json;

use super::{Done, args::Format, print};
use crate::{
    edition::{LeaseSummaries, LeaseSummaryRow, LeaseTermsRow, tables::LeaseSummary},
    model::{Date, Money, with_thousands},
};

pub(super) fn show(all: &LeaseSummaries, as_of: Date, format: Format) -> anyhow::Result<Done> {
    match format {
        Format::Csv => print::data(&crate::report::csv_of(
            "lease_summary.csv",
            LeaseSummary::of(all.leases.iter()),
        )?),
        Format::Json => print::data(as_json(all).as_bytes()),
        Format::Table if all.leases.is_empty() => print::data(b"no lease runs\n"),
        Format::Table => print::data(table(all, as_of).as_bytes()),
    }
}

fn as_json(all: &LeaseSummaries) -> String {
    let said = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let sum = |sum: Option<Money>| print::number(sum.map(|s| s.to_string()));
    let number = |text: &str| print::number(said(text));
    let day = |day: Option<Date>| day.map(|d| d.to_string());
    let lease = |r: &LeaseSummaryRow| {
        // Two halves: one object of so many members is more than the macro can make.
        let mut row = json!({
            "site_id": said(&r.site_id), "name": said(&r.name), "lease_id": said(&r.lease_id),
            "counterparty": said(&r.counterparty), "role": r.role, "state": r.state,
            "start": r.start.to_string(), "ends_on": day(r.ends_on),
            "passing_rent": sum(r.passing_rent), "payable_rent": sum(r.payable_rent),
            "area_m2": number(&r.area_m2), "rent_per_m2": sum(r.rent_per_m2),
            "erv": sum(r.erv), "reversion": sum(r.reversion),
            "next_break": day(r.next_break), "break_by": said(r.break_by),
        });
        let more = json!({
            "break_penalty": sum(r.break_penalty), "legal_last_day": day(r.legal_last_day),
            "days_left": r.days_left, "commitment_to_break": sum(r.commitment_to_break),
            "value_to_break": sum(r.value_to_break),
            "commitment_to_expiry": sum(r.commitment_to_expiry),
            "value_to_expiry": sum(r.value_to_expiry),
            "net_effective_rent": sum(r.net_effective_rent), "total_rent": sum(r.total_rent),
            "years_to_break": number(&r.years_to_break),
            "years_to_expiry": number(&r.years_to_expiry),
            "energy": said(r.energy), "not_known": said(&r.not_known),
        });
        if let (Some(row), serde_json::Value::Object(more)) = (row.as_object_mut(), more) {
            row.extend(more);
        }
        row
    };
    let terms = |r: &LeaseTermsRow| {
        json!({
            "role": r.role, "by": r.by, "group": said(&r.group), "leases": r.leases,
            "rent": sum(r.rent), "leases_without_rent": r.without_rent,
            "area_m2": number(&r.area_m2), "leases_without_area": r.without_area,
            "leases_without_end": r.without_end,
            "years_by_rent_to_break": number(&r.by_rent_to_break),
            "years_by_rent_to_expiry": number(&r.by_rent_to_expiry),
            "years_by_area_to_break": number(&r.by_area_to_break),
            "years_by_area_to_expiry": number(&r.by_area_to_expiry),
        })
    };
    let all = json!({
        "leases": all.leases.iter().map(lease).collect::<Vec<_>>(),
        "terms": all.terms.iter().map(terms).collect::<Vec<_>>(),
        "expiries": all.expiries.iter().map(|r| json!({
            "role": r.role, "ends": r.ends, "leases": r.leases, "rent": sum(r.rent),
            "leases_without_rent": r.without_rent, "area_m2": number(&r.area_m2),
            "leases_without_area": r.without_area,
        })).collect::<Vec<_>>(),
    });
    serde_json::to_string_pretty(&all).unwrap_or_default() + "\n"
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
        "we are",
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
            ("holding_over", _) => "holds over".to_owned(),
            (_, Some(on)) => on.to_string(),
            (_, None) => "periodic".to_owned(),
        };
        vec![
            print::shortened(&r.site_id, 12),
            print::shortened(&r.lease_id, 12),
            r.role.to_owned(),
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
    text.push_str(&format!("{leases} on {as_of}; --format csv has all measures\n\n"));
    let header = [
        "we are",
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
            r.role.to_owned(),
            r.by.to_owned(),
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
