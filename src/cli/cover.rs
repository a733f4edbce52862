//! `terrier cover`: who is within reach of the sites, and what closing some of them changes.

use std::{fmt::Write, path::Path};

use serde_json::json;

use super::{Done, Settings, args::Format, no_such, print, ran, snapshot};
use crate::{
    edition::{
        self, ClosureRow, CounterView, CoverageRow, Edition, View, closure_rows, counters_closed,
        displacement_rows, teams_not_recorded,
    },
    load::Hashes,
    model::Service,
    report::{csv_of, records},
    tables::{Closures, CoverageOfArea, Displacement, OutputTable, PartnerMatches, PublicCounters},
    wording::{
        and_list, besides_together, capital, closure, counted_as, counter_statement, displaced,
        districts_said, matched, minutes, moved_together, per_cent_within, rests_on, service,
        service_title, together, whole,
    },
};

/// Closures of a service that the table shows.
const ROWS: usize = 10;

pub(super) fn cover(
    folder: &Path,
    close: &[String],
    format: Format,
    settings: &Settings,
) -> anyhow::Result<Done> {
    let folder = snapshot(folder, settings)?;
    let Some(run) = ran(&folder, settings, Hashes::NotWanted)? else {
        return Ok(Done::DataHasErrors);
    };
    let results = run.results(&settings.policy);
    let view = edition::view(results, Edition::Restricted)?;
    let nothing = !view.cover.has_zones && !view.cover.counters.has_table;
    if nothing && view.matches.rows.is_empty() && close.is_empty() {
        anyhow::bail!(
            "there are no zones to measure coverage for, and no public counters\nhint: add `demand` to the snapshot, a row a \
             zone with its people, or `counters`; `terrier schema` lists their columns"
        );
    }
    if close.is_empty() {
        return match format {
            Format::Csv => print::data(&csv_of(CoverageOfArea.table(&view))?),
            Format::Json => print::data(
                print::json(&json!({
                    "coverage": records(CoverageOfArea.table(&view)),
                    "closures": records(Closures.table(&view)),
                    "displacement": records(Displacement.table(&view)),
                    "counters": records(PublicCounters.table(&view)),
                    "matches": records(PartnerMatches.table(&view)),
                }))
                .as_bytes(),
            ),
            Format::Table => print::data(all(&view)?.as_bytes()),
        };
    }
    let mut closed = Vec::new();
    for id in close {
        let site = crate::model::SiteId::new(id).and_then(|id| run.estate.site_number(&id));
        let Some(site) = site else {
            let ids = run.estate.sites.iter().map(|site| site.site_id.as_str());
            let listed_by = format!("terrier rank {}", folder.path.display());
            return Err(no_such("site", id, ids, &listed_by));
        };
        closed.push(site);
    }
    let rows = closure_rows(results, &closed);
    let unplaced = results.cover.services.iter().flat_map(|of| {
        let sites = closed.iter().filter(|site| of.not_placed.contains(site));
        sites.map(|site| (of.service, run.estate.sites[*site].site_id.to_string()))
    });
    let not_placed: Vec<(Service, String)> = unplaced.collect();
    let teams = displacement_rows(results, &closed);
    let counters = counters_closed(results, &closed);
    match format {
        Format::Csv => print::data(&csv_of(Closures::of(rows.iter()))?),
        Format::Json => print::data(
            print::json(&json!({
                "closures": records(Closures::of(rows.iter())),
                "counters": records(PublicCounters::of(counters.rows.iter())),
                "displacement": records(Displacement::of(teams.iter())),
            }))
            .as_bytes(),
        ),
        Format::Table => {
            let mut text = String::new();
            if view.cover.has_zones || view.cover.counters.has_table {
                text = set(&view, &rows, &counters, (close, &not_placed))?;
            }
            let limit = minutes(view.displacement.minutes);
            writeln!(text, "Teams, moved no further than {limit} minutes")?;
            for said in
                displaced(&teams, &teams_not_recorded(results, &closed), view.displacement.minutes)
            {
                writeln!(text, "  {said}")?;
            }
            print::data(text.as_bytes())
        }
    }
}

fn all(view: &View) -> Result<String, std::fmt::Error> {
    let mut text = String::new();
    let cells = |row: &CoverageRow| {
        let reach = &row.reach;
        let area = row
            .district
            .as_deref()
            .map_or("whole area", |d| if d.is_empty() { "no district" } else { d });
        let short = |value: Option<f64>| value.map(minutes).unwrap_or_default();
        vec![
            if row.district.is_none() { service(row.service).to_owned() } else { String::new() },
            area.to_owned(),
            format!("{} {}", whole(reach.demand), counted_as(row.counted)),
            minutes(row.minutes),
            whole(reach.within),
            per_cent_within(reach.share),
            short(reach.mean),
            short(reach.tenth_longest),
            print::shortened(reach.worst_name.as_deref().unwrap_or_default(), 24),
            short(reach.worst_minutes),
        ]
    };
    let rows: Vec<Vec<String>> = view.cover.coverage.iter().map(cells).collect();
    let header = [
        "service", "area", "counted", "limit", "within", "share", "mean", "90th", "farthest",
        "minutes",
    ];
    if view.cover.has_zones {
        text.push_str(&print::table(&header, &rows, &[2, 3, 4, 5, 6, 7, 9]));
    }
    for row in view.cover.coverage.iter().filter(|row| row.district.is_none()) {
        for said in rests_on(&row.reach) {
            writeln!(text, "{}: {said}", capital(service(row.service)))?;
        }
        if row.not_placed > 0 {
            writeln!(
                text,
                "{}: {} of {} sites have neither a position nor a recorded journey. They serve nobody here, so coverage is at least what is shown.",
                capital(service(row.service)),
                row.not_placed,
                row.sites
            )?;
        }
    }
    for (of, sites) in &view.cover.not_known {
        let service = service(*of);
        writeln!(
            text,
            "{}: {}",
            capital(service),
            match sites {
                0 => format!("not measured: no open site is recorded as one of the {service}."),
                sites => format!(
                    "not known: none of {sites} sites has a position or a recorded journey."
                ),
            }
        )?;
    }
    for of_service in view.cover.closures.chunk_by(|a, b| a.service == b.service) {
        let mut closures: Vec<&ClosureRow> = of_service.iter().collect();
        // Rows are in order of site: what is alike stays so.
        closures.sort_by_key(|row| std::cmp::Reverse((row.lost, row.affected)));
        let cells = |row: &&ClosureRow| {
            vec![
                row.site_ids.join(", "),
                print::shortened(&row.names.join(", "), 34),
                whole(row.lost),
                per_cent_within(row.lost_share),
                whole(row.affected),
                row.further.map(minutes).unwrap_or_default(),
                row.next_site_id.clone().unwrap_or_default(),
            ]
        };
        let rows: Vec<Vec<String>> = closures.iter().take(ROWS).map(cells).collect();
        let counted = counted_as(of_service[0].counted);
        writeln!(
            text,
            "\nClosing one of the {} alone, in {counted}:",
            match of_service[0].service {
                Service::AllSites => "sites",
                other => service(other),
            }
        )?;
        let header = [
            "site",
            "name",
            "out of reach",
            "share",
            "affected",
            "further, minutes",
            "next nearest",
        ];
        text.push_str(&print::table(&header, &rows, &[2, 3, 4, 5]));
        if closures.len() > ROWS {
            writeln!(text, "and {} more in closures.csv of the report", closures.len() - ROWS)?;
        }
    }
    if let Some(proposed) = &view.cover.proposed {
        writeln!(text, "\nProposed to close: {}", and_list(&proposed.names))?;
        for (row, alone) in proposed.closures.iter().zip(&proposed.lost_alone) {
            writeln!(text, "{}", together(row, *alone))?;
        }
        for said in besides_together(proposed) {
            writeln!(text, "{said}")?;
        }
        if let Some(said) = moved_together(&view.displacement) {
            writeln!(text, "{said}")?;
        }
    }
    if !text.is_empty() {
        writeln!(text)?;
    }
    statements(&mut text, &view.cover.counters)?;
    let shared = matched(&view.matches);
    if !shared.is_empty() {
        writeln!(text, "Partners, within {} km in a straight line", view.matches.km)?;
        for said in shared {
            writeln!(text, "  {said}")?;
        }
        writeln!(text)?;
    }
    writeln!(text, "Close several together: terrier cover DIR --close A,B")?;
    Ok(text)
}

/// Writes the statement of each counter, and what the policy asks of the districts.
fn statements(text: &mut String, counters: &CounterView) -> std::fmt::Result {
    for row in &counters.rows {
        writeln!(text, "{}, {}", row.site_id, row.name)?;
        for said in counter_statement(row).sentences() {
            writeln!(text, "  {said}")?;
        }
        writeln!(text)?;
    }
    let districts = districts_said(&counters.districts, counters.limits);
    if !counters.rows.is_empty() && !districts.is_empty() {
        writeln!(text, "Public counters by district")?;
        for said in districts {
            writeln!(text, "  {said}")?;
        }
        writeln!(text)?;
    }
    Ok(())
}

fn set(
    view: &View,
    rows: &[ClosureRow],
    counters: &CounterView,
    (close, not_placed): (&[String], &[(Service, String)]),
) -> Result<String, std::fmt::Error> {
    let mut text = String::new();
    for row in rows {
        writeln!(text, "{}", capital(service(row.service)))?;
        for said in closure(row) {
            writeln!(text, "  {said}")?;
        }
        if row.site_ids.len() > 1 && row.lost > 0 {
            let alone = view.cover.closures.iter().filter(|one| {
                one.service == row.service && row.site_ids.contains(&one.site_ids[0])
            });
            let sum: u64 = alone.map(|one| one.lost).sum();
            let what = counted_as(row.counted);
            writeln!(
                text,
                "  Closed one at a time they would lose {} {what} in all; together {}.",
                whole(sum),
                whole(row.lost)
            )?;
        }
        writeln!(text)?;
    }
    statements(&mut text, counters)?;
    let given: Vec<&String> = rows.iter().flat_map(|row| &row.site_ids).collect();
    for (of, id) in not_placed {
        let why = "it has neither a position nor a recorded journey";
        let service = service_title(*of);
        writeln!(text, "{service}: what closing {id} changes is not known, because {why}.")?;
    }
    let said = |id: &String| given.contains(&id) || not_placed.iter().any(|(_, own)| own == id);
    for id in close.iter().filter(|id| view.cover.has_zones && !said(id)) {
        let said = "is open for none of these services, so closing it changes no coverage.";
        writeln!(text, "{id} {said}")?;
    }
    Ok(text)
}
