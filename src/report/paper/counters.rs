//! Public counters: when they are open, who comes, what closing each saves, and the statement of the one at the highest-ranked site.

use minijinja::{Value, context};

use crate::{
    edition::{CounterRow, SiteRow, View},
    model::{AtLeast, Weekday, pounds},
    wording::{
        counted, counter_statement, districts_said, hours_alone, plain, to_places, to_the_penny,
        whole,
    },
};

/// Counters that the table shows, at most.
const MOST: usize = 20;

pub(super) fn facts(view: &View) -> Value {
    let counters = &view.cover.counters;
    // In the order of the ranking.
    let of_site = |site: &SiteRow| counters.rows.iter().find(|row| row.site_id == site.site_id);
    let ranked: Vec<(&SiteRow, &CounterRow)> =
        view.sites.iter().filter_map(|site| Some((site, of_site(site)?))).collect();
    let told = ranked.iter().find(|(site, _)| site.rank.is_some());
    context! {
        counters => (!ranked.is_empty()).then(|| context! {
            said => counted(ranked.len(), "public counter"),
            districts => districts_said(&counters.districts, counters.limits).join(" "),
            rows => ranked.iter().take(MOST).map(|(_, row)| cells(row)).collect::<Vec<_>>(),
            more => ranked.len().saturating_sub(MOST),
            statement => told.map(|(_, row)| plain(&counter_statement(row).sentences().collect::<Vec<_>>().join(" "))),
        }),
    }
}

fn cells(row: &CounterRow) -> Value {
    let not_known = || super::NOT_KNOWN.to_owned();
    let hours = match row.days_not_known.len() {
        0 => hours_alone(row.open.minutes()),
        days if days == Weekday::ALL.len() => not_known(),
        _ => format!("at least {}", hours_alone(row.open.minutes())),
    };
    let an_hour = match (row.visits_an_hour, row.is_quiet) {
        (Some(rate), Some(true)) => format!("{} (quiet)", to_places(rate, 1)),
        (Some(rate), _) => to_places(rate, 1),
        (None, _) => not_known(),
    };
    let further = row.closure.as_ref().and_then(|closure| closure.further);
    context! {
        name => row.name.as_str(),
        hours,
        visits => sum(row.visits, whole),
        an_hour,
        cost => sum(row.cost, pounds),
        each => row.cost_per_visit.map_or_else(not_known, to_the_penny),
        further => further.map_or_else(not_known, |minutes| format!("{minutes:.1}")),
    }
}

/// Writes a sum, or that it is a least, or not known.
fn sum<T>(of: Option<AtLeast<T>>, write: impl Fn(T) -> String) -> String {
    match of {
        None => super::NOT_KNOWN.to_owned(),
        Some(of) if of.is_all => write(of.sum),
        Some(of) => format!("at least {}", write(of.sum)),
    }
}
