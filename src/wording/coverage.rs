//! Coverage and closures in words.

use super::{and_list, and_list_up_to, capital, count_of, number};
use crate::{
    edition::{ClosureRow, Proposed, Reach, ServiceRule, View},
    model::{DemandKind, Service, TimeOfDay, TravelMode, with_thousands},
};

/// Names a service: `public counters`.
pub(crate) const fn service(service: Service) -> &'static str {
    match service {
        Service::PublicCounter => "public counters",
        Service::ResponseBase => "response bases",
        Service::AllSites => "all sites",
    }
}

/// Returns the services that districts, closures and pictures tell, of those that are known: all sites taken together
/// only where no other is, since nobody goes to a store.
pub(crate) fn told_services(view: &View) -> Vec<Service> {
    let known = view.cover.coverage.iter().filter(|row| row.district.is_none());
    let known: Vec<Service> = known.map(|row| row.service).collect();
    let others: Vec<Service> =
        known.iter().copied().filter(|service| *service != Service::AllSites).collect();
    if others.is_empty() { known } else { others }
}

/// Names one site of a service: `a public counter`.
const fn one_of(service: Service) -> &'static str {
    match service {
        Service::PublicCounter => "a public counter",
        Service::ResponseBase => "a response base",
        Service::AllSites => "a site",
    }
}

/// Names several sites of a service after a number: `six public counters`.
pub(crate) fn many_of(service: Service, many: usize) -> String {
    let one = one_of(service).trim_start_matches("a ");
    let end = if many == 1 { "" } else { "s" };
    format!("{} {one}{end}", number(many))
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

/// Writes minutes with their word: `1 minute`, `12.5 minutes`.
pub(crate) fn minutes_said(of: f64) -> String {
    match minutes(of).as_str() {
        "1" => "1 minute".to_owned(),
        more => format!("{more} minutes"),
    }
}

/// Says how and when a journey is made: `by car in the daytime`.
fn journey_of(rule: &ServiceRule) -> String {
    let mode = match rule.mode {
        TravelMode::Car => "by car",
        TravelMode::BlueLight => "under blue lights",
        TravelMode::PublicTransport => "by public transport",
        TravelMode::Cycling => "by bicycle",
        TravelMode::Walking => "on foot",
    };
    let time = match rule.time_of_day {
        TimeOfDay::Peak => "at peak times",
        TimeOfDay::Daytime => "in the daytime",
        TimeOfDay::Evening => "in the evening",
        TimeOfDay::Night => "at night",
    };
    format!("{mode} {time}")
}

/// Says where the minutes of a service come from, of so many zones by so many estimates.
pub(crate) fn minutes_from(rule: &ServiceRule, reach: &Reach, zones: usize) -> String {
    let reached = zones.saturating_sub(reach.unreached_zones);
    let journey = journey_of(rule);
    let estimate = format!(
        "a straight line times {} at {} km an hour, which can be too short",
        rule.detour, rule.speed_kmh
    );
    match reach.estimated_zones {
        0 => format!("recorded journeys {journey}, from {}", count_of(reached, "zone", "zones")),
        all if all == reached => {
            format!("no recorded journeys; for {}, {estimate}", count_of(all, "zone", "zones"))
        }
        some => format!(
            "recorded journeys {journey} from {}; for the other {}, {estimate}",
            count_of(reached - some, "zone", "zones"),
            with_thousands(&some.to_string())
        ),
    }
}

/// Says what closing all sites together changes that are proposed to close, of one service; closed one at a time they
/// put so much demand out of reach.
pub(crate) fn together(row: &ClosureRow, lost_alone: u64) -> String {
    let what = counted_as(row.counted);
    let (one, limit) = (one_of(row.service), minutes_said(row.minutes));
    let sites = match row.names.len() {
        1 => format!("If {} closed", row.names[0]),
        2 => format!("If the two {}s proposed to close both closed", one.trim_start_matches("a ")),
        many => format!("If the {} proposed to close all closed", many_of(row.service, many)),
    };
    if row.lost == 0 {
        let who = match row.counted {
            DemandKind::Population => "every resident",
            DemandKind::Incidents => "every call",
            DemandKind::Visits => "every visitor",
        };
        return format!("{sites}, {who} now within {limit} of {one} would still be.");
    }
    let mut said = format!(
        "{sites}, {} {what} ({} of all) would no longer be within {limit} of {one}: {} would be, against {} today.",
        whole(row.lost),
        per_cent_within(row.lost_share),
        per_cent_within(row.after.share),
        per_cent_within(row.before.share)
    );
    if row.names.len() > 1 && lost_alone < row.lost {
        said.push_str(&format!(
            " Closed one at a time, they would put {} out of reach: today they stand in for each other.",
            match lost_alone {
                0 => "nobody".to_owned(),
                some => format!("{} {what}", whole(some)),
            }
        ));
    }
    said
}

/// Says what the proposed closures together leave open: a loss beyond what one may bring, and sites that are not measured.
pub(crate) fn besides_together(all: &Proposed) -> Vec<String> {
    let beyond = |row: &&ClosureRow| {
        row.service != Service::AllSites && row.lost_share.is_some_and(|lost| lost > all.most_lost)
    };
    let many = all.closures.iter().find(beyond).filter(|row| row.names.len() > 1);
    let limit = many.map(|_| {
        format!(
            "The policy allows one closure to put {} out of reach; it sets no limit for several together.",
            per_cent_within(Some(all.most_lost))
        )
    });
    let unplaced = (!all.not_placed.is_empty()).then(|| {
        let (has, its) =
            if all.not_placed.len() == 1 { ("has", "its") } else { ("have", "their") };
        format!(
            "{} {has} neither a position nor a recorded journey, so what {its} closure changes is not known.",
            and_list(&all.not_placed)
        )
    });
    limit.into_iter().chain(unplaced).collect()
}

/// Names a service at the head of a sentence or a row: `Public counters`.
pub(crate) fn service_title(of: Service) -> String {
    capital(service(of))
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
        let further = minutes_said(further);
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
    let estimated = (reach.estimated_zones > 0).then(|| {
        let zones = count_of(reach.estimated_zones, "zone is", "zones are");
        format!("The journeys from {zones} estimated from straight lines, which can be too short.")
    });
    estimated.into_iter().chain(without_journey(reach)).collect()
}

/// Says who has no journey; nothing where everybody has one.
pub(crate) fn without_journey(reach: &Reach) -> Option<String> {
    let counts = match reach.unreached_zones {
        0 => return None,
        1 => "1 zone has neither a position nor a recorded journey and counts".to_owned(),
        zones => format!("{zones} zones have neither a position nor a recorded journey and count"),
    };
    Some(format!("{counts} as out of reach."))
}
