//! Coverage: who is within reach of the sites, and what closing some of them changes.

use minijinja::{Value, context};

use crate::{
    edition::{ClosureRow, CoverageRow, Proposed, View},
    model::Service,
    wording::{
        agile_in_short, besides_together, capital, count_of, counted, counted_as, many_of,
        minutes_from, minutes_said, moved_together, name_of, number, per_cent_within, service,
        service_title, short_sum, together, told_services, whole, without_journey,
    },
};

/// First candidates whose closures are told where none is proposed.
const FIRST: u32 = 5;

pub(super) fn facts(view: &View) -> Value {
    context! { coverage => found(view) }
}

/// Returns what is found; `None` without zones and in the public edition.
pub(in crate::report) fn found(view: &View) -> Option<Value> {
    let cover = &view.cover;
    let told = told_services(view);
    (!cover.coverage.is_empty()).then(|| {
        let proposed = cover.proposed.as_ref();
        let whole_area = || cover.coverage.iter().filter(|row| row.district.is_none());
        let closures = closures(view, &told);
        context! {
            services => whole_area().map(service_row).collect::<Vec<_>>(),
            sources => whole_area().map(|row| source(row, view)).collect::<Vec<_>>(),
            limits => cover.rules.iter().map(|rule| context! {
                service => service(rule.service),
                limit => minutes_said(rule.minutes),
                source => rule.source.as_str(),
            }).collect::<Vec<_>>(),
            not_known => cover.not_known.iter().map(|(of, sites)| match sites {
                0 => format!("{}: not measured, because no open site is recorded as one", service_title(*of)),
                _ => format!("{}: not known, because none of them has a position or a recorded journey", service_title(*of)),
            }).collect::<Vec<_>>(),
            heads => whole_area().filter(|row| told.contains(&row.service)).map(|row| {
                format!("{}, within {}", service_title(row.service), minutes_said(row.minutes))
            }).collect::<Vec<_>>(),
            districts => districts(view, &told),
            closures,
            cut_off => cover.closures.iter().any(|row| row.cut_off > 0),
            proposed => proposed.map(|all| proposal(all, &told)),
            teams => moved_together(&view.displacement),
            agile => agile_in_short(&view.agile),
            charts => charts(view, &told),
        }
    })
}

/// The maps of the services of which the proposed closures put anybody out of reach; of the first without any.
fn charts(view: &View, told: &[Service]) -> Vec<String> {
    let loses = |service: &&Service| {
        let mut rows = view.cover.proposed.iter().flat_map(|proposed| &proposed.closures);
        rows.any(|row| row.service == **service && row.lost > 0)
    };
    let losing: Vec<&Service> = told.iter().filter(loses).collect();
    let shown = if losing.is_empty() { told.iter().take(1).collect() } else { losing };
    // The bars by district say what the table says.
    shown.iter().map(|of| format!("coverage_map_{of}")).collect()
}

fn service_row(row: &CoverageRow) -> Value {
    let reach = &row.reach;
    let said = |value: Option<f64>| value.map_or_else(|| "not known".to_owned(), minutes_said);
    context! {
        service => service_title(row.service),
        sites => row.sites,
        counted => format!("{} {}", whole(reach.demand), counted_as(row.counted)),
        limit => minutes_said(row.minutes),
        share => per_cent_within(reach.share),
        mean => said(reach.mean),
        tenth => said(reach.tenth_longest),
        worst => match (&reach.worst_name, reach.worst_minutes) {
            (Some(name), Some(of)) => format!("{} ({name})", minutes_said(of)),
            _ => "not known".to_owned(),
        },
    }
}

/// Says what the minutes of a service rest on, and who has none.
fn source(row: &CoverageRow, view: &View) -> Value {
    let zones = view.cover.zones.len();
    let rule = view.cover.rules.iter().find(|rule| rule.service == row.service);
    let from = rule.map(|rule| minutes_from(rule, &row.reach, zones));
    let mut more: Vec<String> = without_journey(&row.reach).into_iter().collect();
    if row.not_placed > 0 {
        let (placed, are) =
            if row.not_placed == 1 { ("has", "it is") } else { ("have", "they are") };
        more.push(format!(
            "{} {placed} neither a position nor a recorded journey; {are} left out, so coverage is at least as shown.",
            capital(&many_of(row.service, row.not_placed))
        ));
    }
    if let Some(rule) = rule.filter(|rule| rule.zones_not_known > 0) {
        more.push(format!(
            "{} of {zones} zones have no figure for {}; they are not counted.",
            rule.zones_not_known,
            counted_as(rule.counted)
        ));
    }
    context! { service => service_title(row.service), from, more => more.join(" ") }
}

/// One row a district: its share within reach by service, today and after the proposed closures.
fn districts(view: &View, told: &[Service]) -> Vec<Value> {
    let cover = &view.cover;
    let cell = |row: &CoverageRow| {
        let counted = format!("of {} {}", whole(row.reach.demand), counted_as(row.counted));
        let now = per_cent_within(row.reach.share);
        match row.after.as_ref().map(|after| per_cent_within(after.share)) {
            Some(then) if then != now => format!("{now} {counted}; {then} after"),
            _ => format!("{now} {counted}"),
        }
    };
    let rows: Vec<&CoverageRow> =
        cover.coverage.iter().filter(|row| told.contains(&row.service)).collect();
    let Some(first) = rows.first() else { return Vec::new() };
    let names = rows.iter().filter(|row| row.service == first.service);
    let one = |name: &Option<String>| {
        let cells = rows.iter().filter(|row| row.district == *name);
        context! {
            name => match name.as_deref() {
                None => "Whole area",
                Some("") => "No district recorded",
                Some(district) => district,
            },
            cells => cells.map(|row| cell(row)).collect::<Vec<_>>(),
        }
    };
    let areas: Vec<Value> = names.map(|row| one(&row.district)).collect();
    // One district says nothing that the whole area does not.
    if areas.len() > 2 { areas } else { Vec::new() }
}

/// What closing each proposed site alone changes, or each first candidate where none is proposed; all together last.
fn closures(view: &View, told: &[Service]) -> Vec<Value> {
    let cover = &view.cover;
    let first = view.sites.iter().filter(|site| site.rank.is_some_and(|rank| rank <= FIRST));
    let sites: Vec<&str> = match &cover.proposed {
        Some(proposed) => proposed.site_ids.iter().map(String::as_str).collect(),
        None => first.map(|site| site.site_id.as_str()).collect(),
    };
    let alone = cover.closures.iter().filter(|row| {
        told.contains(&row.service) && row.site_ids.iter().all(|id| sites.contains(&id.as_str()))
    });
    let mut rows: Vec<Value> = alone
        .map(|row| closure(row, name_of(&row.names[0], &row.site_ids[0]).to_owned()))
        .collect();
    let all = cover.proposed.iter().flat_map(|proposed| &proposed.closures);
    let all = all.filter(|row| row.names.len() > 1 && told.contains(&row.service));
    rows.extend(all.map(|row| {
        let all = match row.names.len() {
            2 => format!("Both {}", service(row.service)),
            many => format!("All {}", many_of(row.service, many)),
        };
        closure(row, format!("{all} together"))
    }));
    rows
}

fn closure(row: &ClosureRow, name: String) -> Value {
    let what = counted_as(row.counted);
    let is_estimated = row.after.estimated_zones > 0 || row.before.estimated_zones > 0;
    let deprived = match (row.people - row.decile_not_known, row.decile_not_known) {
        (0, 0) => "none".to_owned(),
        (0, _) => "not known".to_owned(),
        (_, 0) => whole(row.most_deprived),
        (_, unknown) => format!("{} (not known for {})", whole(row.most_deprived), whole(unknown)),
    };
    let zones = match row.lost_zones.len() {
        0 => String::new(),
        1 => format!(" in {}", row.lost_names[0]),
        many => format!(" in {many} zones"),
    };
    context! {
        name,
        service => service(row.service),
        lost => match row.lost {
            0 => "none".to_owned(),
            lost => format!("{} {what}{zones}", whole(lost)),
        },
        nearest => match row.affected_zones {
            0 => "none".to_owned(),
            zones => format!("{} in {}", whole(row.people), count_of(zones, "zone", "zones")),
        },
        deprived,
        further => match (row.further, row.affected_zones) {
            (Some(further), _) if is_estimated => format!("{further:.1} (part estimated)"),
            (Some(further), _) => format!("{further:.1}"),
            (None, 0) => "none".to_owned(),
            (None, _) => "no other site in reach".to_owned(),
        },
        next => row.next_name.clone().unwrap_or_else(|| "none".to_owned()),
    }
}

/// What closing all proposed sites together changes.
fn proposal(all: &Proposed, told: &[Service]) -> Value {
    let pairs = all.closures.iter().zip(&all.lost_alone);
    let pairs = pairs.filter(|(row, _)| told.contains(&row.service));
    let saved = match all.saved_not_known {
        0 => short_sum(all.saved),
        unknown if unknown < all.site_ids.len() => format!("at least {}", short_sum(all.saved)),
        _ => String::new(),
    };
    let number_of = all.site_ids.len();
    context! {
        sites => counted(number_of, "open site"),
        these => if number_of == 1 { "it".to_owned() } else { format!("all {}", number(number_of)) },
        said => pairs
            .map(|(row, alone)| together(row, *alone))
            .chain(besides_together(all))
            .collect::<Vec<_>>(),
        saved => (!saved.is_empty()).then_some(saved),
    }
}
