//! Public counters against the register, and hours and visits against each other.

use crate::{
    load::Estate,
    model::{
        CounterHours, CounterLine, Finding, Findings, Place, Rule, Service, Site, Status,
        and_list_up_to, counted, folded, with_thousands,
    },
    policy::{FigureName, Policy},
};

/// Sites named in a finding; the rest are counted.
const NAMED: usize = 5;

pub(super) fn look(estate: &Estate, policy: &Policy, findings: &mut Findings) {
    let Some(lines) = estate.counters.as_deref().filter(|lines| !lines.is_empty()) else { return };
    for of_site in lines.chunk_by(|a, b| a.site_id == b.site_id) {
        let Some(site) = estate.site(&of_site[0].site_id) else { continue };
        if !Service::PublicCounter.is_given_by(site) {
            findings.push(not_public(site, &of_site[0]));
            continue;
        }
        hours_missing(of_site, findings);
        overlaps(of_site, findings);
        visits(of_site, policy, findings);
    }
    not_listed(estate, lines, findings);
}

fn not_public(site: &Site, line: &CounterLine) -> Finding {
    let why = match site.status_or_operational() {
        Some(status @ (Status::Vacant | Status::ForSale | Status::Sold)) => {
            format!("`status` is {status}")
        }
        _ if site.public_counter == Some(false) => "`public_counter` is no".to_owned(),
        _ => "`public_counter` is empty and its use is not front_counter".to_owned(),
    };
    let found = format!("rows for {}, where {why}; they are not used", site.name);
    let expected = "sites that have an open public counter in `sites`".to_owned();
    Finding::new(
        Rule::CounterNotPublic,
        Place::cell(&line.row, "site_id"),
        site.site_id.as_str(),
        found,
        expected,
    )
    .fix("correct `public_counter` or `status` of the site, or delete its rows here")
}

/// Days of a counter of which no row says the hours.
fn hours_missing(lines: &[CounterLine], findings: &mut Findings) {
    let of_days = lines.chunk_by(|a, b| a.day == b.day);
    let unsaid: Vec<&CounterLine> = of_days
        .filter(|day| day.iter().all(|line| line.hours == CounterHours::Unsaid))
        .map(|day| &day[0])
        .collect();
    let Some(first) = unsaid.first() else { return };
    let days: Vec<&str> = unsaid.iter().map(|line| line.day.word()).collect();
    let found = format!("no hours for {}; they are not known", and_list_up_to(&days, 7));
    let expected = "the hours of each day with a row, or `closed`".to_owned();
    findings.push(
        Finding::new(
            Rule::CounterHoursMissing,
            Place::cell(&first.row, "opens"),
            first.site_id.as_str(),
            found,
            expected,
        )
        .fix("fill in `opens` and `closes`, or write `closed` in `opens`"),
    );
}

/// Spans of one purpose that have time in common: their visits may be counted twice.
fn overlaps(lines: &[CounterLine], findings: &mut Findings) {
    let span = |line: &CounterLine| match line.hours {
        CounterHours::Open(span) => Some(span),
        _ => None,
    };
    let purpose = |line: &CounterLine| line.purpose.as_deref().map(folded);
    for day in lines.chunk_by(|a, b| a.day == b.day) {
        for (at, line) in day.iter().enumerate() {
            let earlier = day[..at].iter().find(|other| {
                let both = span(other).zip(span(line));
                purpose(other) == purpose(line) && both.is_some_and(|(a, b)| a.overlaps(b))
            });
            let Some((own, other)) = span(line).zip(earlier) else { continue };
            let Some(others) = span(other) else { continue };
            let found = format!(
                "{own} overlaps {others} in row {}; hours are counted once, visits and cost of both",
                other.row.row
            );
            let expected = "spans of a day that do not overlap".to_owned();
            findings.push(
                Finding::new(
                    Rule::CounterRowsOverlap,
                    Place::cell(&line.row, "opens"),
                    line.site_id.as_str(),
                    found,
                    expected,
                )
                .fix("correct the times, or delete the row if its visits are in the other one"),
            );
        }
    }
}

fn visits(lines: &[CounterLine], policy: &Policy, findings: &mut Findings) {
    let most = policy.whole(FigureName::CounterVisitsMost);
    for line in lines {
        let Some(visits) = line.visits else { continue };
        let said = with_thousands(&visits.to_string());
        let found = match line.hours {
            CounterHours::Closed if visits > 0 => format!("{said} visits on a day it is closed"),
            // A span of so many minutes a week is open that × 365 ÷ 7 in a year.
            CounterHours::Open(span)
                if u128::from(visits) * 7 * 60
                    > u128::from(most) * 365 * u128::from(span.minutes()) =>
            {
                format!("{said} visits a year for {span} on one day of the week")
            }
            _ => continue,
        };
        let expected = format!("at most {most} visits in an hour open (policy)");
        findings.push(
            Finding::new(
                Rule::CounterVisits,
                Place::cell(&line.row, "visits"),
                line.site_id.as_str(),
                format!("{found}; used as recorded"),
                expected,
            )
            .fix("check the count and that it is of one year and this day of the week"),
        );
    }
}

fn not_listed(estate: &Estate, lines: &[CounterLine], findings: &mut Findings) {
    let open: Vec<&Site> =
        estate.sites.iter().filter(|site| Service::PublicCounter.is_given_by(site)).collect();
    let has_rows =
        |site: &Site| lines.binary_search_by(|line| line.site_id.cmp(&site.site_id)).is_ok();
    let without: Vec<&str> =
        open.iter().filter(|s| !has_rows(s)).map(|s| s.site_id.as_str()).collect();
    if without.is_empty() {
        return;
    }
    let found = format!(
        "no row for {} of {}: {}; hours, visits and cost are not known",
        without.len(),
        counted(open.len(), "open public counter"),
        and_list_up_to(&without, NAMED)
    );
    let place = Place { row: None, ..Place::cell(&lines[0].row, "site_id") };
    let expected = "rows for each site with an open public counter".to_owned();
    findings.push(
        Finding::new(Rule::CounterNotListed, place, "", found, expected)
            .fix("add their rows, or correct `public_counter` of the sites"),
    );
}
