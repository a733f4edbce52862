//! Coverage and closures in words.

use super::{and_list, and_list_up_to, count_of};
use crate::{
    edition::{ClosureRow, Reach},
    model::{DemandKind, Service, with_thousands},
};

/// Names a service: `public counters`.
pub(crate) const fn service(service: Service) -> &'static str {
    match service {
        Service::PublicCounter => "public counters",
        Service::ResponseBase => "response bases",
        Service::AllSites => "all sites",
    }
}

/// Names one site of a service: `a public counter`.
const fn one_of(service: Service) -> &'static str {
    match service {
        Service::PublicCounter => "a public counter",
        Service::ResponseBase => "a response base",
        Service::AllSites => "a site",
    }
}

/// Names what is counted: `residents`.
pub(crate) const fn counted_as(kind: DemandKind) -> &'static str {
    match kind {
        DemandKind::Population => "residents",
        DemandKind::Incidents => "calls a year",
        DemandKind::Visits => "visits a year",
    }
}

/// Writes a count: `12,345`.
pub(crate) fn whole(count: u64) -> String {
    with_thousands(&count.to_string())
}

/// Writes minutes to a tenth, or whole where they are so: `30`, `12.5`.
pub(crate) fn minutes(minutes: f64) -> String {
    let text = format!("{minutes:.1}");
    text.strip_suffix(".0").map_or(text.clone(), ToOwned::to_owned)
}

/// Writes a share as a per cent to a tenth; a dash where there is no demand.
pub(crate) fn per_cent_within(share: Option<f64>) -> String {
    share.map_or_else(|| "\u{2013}".to_owned(), |share| format!("{:.1}%", share * 100.0))
}

/// Zones that a sentence names; the rest are counted.
const ZONES: usize = 5;

/// Says what closing one site or several together changes for a service, as a panel asks it: who, how many, how much
/// further, where to, and what the minutes rest on.
pub(crate) fn closure(row: &ClosureRow) -> Vec<String> {
    let names = and_list(&row.names);
    let what = counted_as(row.counted);
    let limit = format!("{} minutes of {}", minutes(row.minutes), one_of(row.service));
    let many = row.names.len() > 1;
    if row.affected_zones == 0 {
        let is = if many { "none of them is" } else { "it is not" };
        return vec![format!(
            "If {names} closed, nobody would have further to go: {is} the nearest for any zone."
        )];
    }
    let mut said = vec![if row.lost == 0 {
        format!("If {names} closed, nobody within {limit} today would be further than that.")
    } else {
        format!(
            "If {names} closed, {} {what} ({} of all) would no longer be within {limit}: {}.",
            whole(row.lost),
            per_cent_within(row.lost_share),
            and_list_up_to(&row.lost_names, ZONES)
        )
    }];
    said.extend(touched(row));
    said.push(format!(
        "Within reach: {} today, {} afterwards.",
        per_cent_within(row.before.share),
        per_cent_within(row.after.share)
    ));
    if row.after.reached == 0 {
        said.push(format!("No {} would stay open.", one_of(row.service).trim_start_matches("a ")));
    }
    said.extend(afterwards_rests_on(row));
    said
}

/// Says for whom the sites that close are the nearest, and how much further they would travel and where to.
pub(crate) fn touched(row: &ClosureRow) -> Vec<String> {
    let (many, what) = (row.names.len() > 1, counted_as(row.counted));
    let mut said = Vec::new();
    let deprived = match (row.most_deprived, row.people - row.decile_not_known) {
        (_, 0) => String::from("; how many are in the most deprived fifth of areas is not known"),
        (deprived, _) => {
            let unknown = match row.decile_not_known {
                0 => String::new(),
                people => format!(" (not known for {})", whole(people)),
            };
            let number = if deprived == 0 { "none".to_owned() } else { whole(deprived) };
            format!(", {number} of them in the most deprived fifth of areas{unknown}")
        }
    };
    let nearest = if many { "One of them is" } else { "It is" };
    let zones = count_of(row.affected_zones, "zone", "zones");
    said.push(format!(
        "{nearest} the nearest for {} residents in {zones}{deprived}.",
        whole(row.people)
    ));
    if let Some(further) = row.further {
        let to = row.next_name.as_deref().map(|name| format!(", most to {name}"));
        let to = to.unwrap_or_default();
        let further = match minutes(further).as_str() {
            "1" => "1 minute".to_owned(),
            more => format!("{more} minutes"),
        };
        said.push(match row.counted {
            DemandKind::Population => {
                format!("They would travel {further} further on average{to}.")
            }
            DemandKind::Visits => {
                format!("Visitors would travel {further} further on average{to}.")
            }
            DemandKind::Incidents => format!(
                "The way to a call would take {further} longer on average{}.",
                to.replace(", most to", ", most from")
            ),
        });
    }
    if row.cut_off > 0 {
        said.push(format!("{} {what} could reach no other site.", whole(row.cut_off)));
    }
    said
}

/// Says on what the minutes after a closure rest.
pub(crate) fn afterwards_rests_on(row: &ClosureRow) -> Vec<String> {
    // Who has no journey today is no matter of the closure.
    rests_on(&Reach { unreached_zones: row.before.unreached_zones, ..row.after.clone() })
}

/// Says which journeys are estimates, and who has none; nothing where all are recorded.
pub(crate) fn rests_on(reach: &Reach) -> Vec<String> {
    let mut said = Vec::new();
    if reach.estimated_zones > 0 {
        let zones = count_of(reach.estimated_zones, "zone is", "zones are");
        said.push(format!(
            "The journeys from {zones} estimated from straight lines, which can be too short."
        ));
    }
    let counts = match reach.unreached_zones {
        0 => return said,
        1 => "1 zone has neither a position nor a recorded journey and counts".to_owned(),
        zones => format!("{zones} zones have neither a position nor a recorded journey and count"),
    };
    said.push(format!("{counts} as out of reach."));
    said
}
