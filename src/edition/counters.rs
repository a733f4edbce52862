//! Rows of public counters: hours, visits, cost, and who and what is touched when each closes.

use rust_decimal::Decimal;

use super::{ClosureRow, Results};
use crate::{
    cover::{Counter, Counters, DistrictLimit},
    finance::shared_out,
    model::{AtLeast, Measure, Quantity, Service, Week, Weekday},
    policy::FigureName,
};

crate::model::words! {
    /// What is not known of a counter, or of closing it.
    CounterUnknown {
        Hours = "opening_hours",
        Visits = "visits",
        Purposes = "purpose",
        Cost = "cost",
        Place = "position",
        OtherPlaces = "position_of_others",
        NearestHours = "opening_hours_of_nearest",
        District = "district",
        Travel = "travel",
        Deciles = "deprivation",
    }
}

/// One public counter, and what closing it changes.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "the rest are named as the columns of `counters.csv`")]
pub struct CounterRow {
    pub site_id: String,
    pub name: String,
    pub district: Option<String>,
    pub open: Week,
    /// Days of which the hours are not known.
    pub days_not_known: Vec<Weekday>,
    /// Minutes of its known hours.
    pub night: u32,
    pub weekend: u32,
    pub visits: Option<AtLeast<u64>>,
    pub visits_an_hour: Option<Decimal>,
    pub visits_a_day: Option<Decimal>,
    pub is_quiet: Option<bool>,
    /// Visits by purpose, those without one last.
    pub purposes: Vec<PurposeShare>,
    /// What staffing it costs, £ a year in whole pence.
    pub cost: Option<AtLeast<i64>>,
    pub cost_per_visit: Option<i64>,
    /// Avoidable running cost of its building, £ a year in whole pence; `None` is not known.
    pub building_saving: Option<i64>,
    /// The nearest other open counter; `None` where it or the others cannot be placed.
    pub nearest: Option<NearestRow>,
    /// Other open counters without a position, by name.
    pub not_placed: Vec<String>,
    /// Minutes of the week at which no other counter within the limit is open, and whether that is a most.
    pub without_any: Option<(u32, bool)>,
    /// The limit in minutes of travel.
    pub within: f64,
    /// Whether its district has counters enough that are open long enough; `None` where the policy sets no limit or it has
    /// no district.
    pub limit: Option<DistrictLimit>,
    /// Who is touched; `None` where there are no zones, and in a set that closes together.
    pub closure: Option<ClosureRow>,
    pub not_known: Vec<CounterUnknown>,
    /// What the policy asks.
    pub limits: CounterLimits,
}

/// What a part of the visits recorded are for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PurposeShare {
    /// `None` where it is not recorded.
    pub purpose: Option<String>,
    /// In whole per cent; those of a counter add up to 100.
    pub per_cent: i64,
}

/// The counter nearest to one that closes.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "named as the columns of `counters.csv`")]
pub struct NearestRow {
    pub site_id: String,
    pub name: String,
    /// By straight line, detour and speed.
    pub minutes: f64,
    pub open: Week,
    pub days_not_known: Vec<Weekday>,
    /// Minutes of the week at which it is closed and the other was open.
    pub closed_then: Option<u32>,
}

/// The public counters, and the limits that they are held against.
#[derive(Debug, Clone, Default)]
pub struct CounterView {
    /// Whether there is a table of counters.
    pub has_table: bool,
    /// In `site_id` order.
    pub rows: Vec<CounterRow>,
    /// Every district as it is today; empty where the policy sets no limit.
    pub districts: Vec<DistrictLimit>,
    /// What they are.
    pub limits: CounterLimits,
}

/// What the policy asks of public counters.
#[derive(Debug, Clone, Copy, Default)]
pub struct CounterLimits {
    /// Least number of counters of a district that are open long enough.
    pub least: u32,
    /// How many hours of a week these are open.
    pub hours: u32,
    /// A counter with fewer visits in an hour open is quiet.
    pub quiet: Decimal,
}

/// Returns every open counter with what closing it alone changes.
pub(super) fn of(results: Results<'_>, closures: &[ClosureRow]) -> CounterView {
    let Some(counters) = &results.cover.counters else { return CounterView::default() };
    let rows = counters.all.iter().enumerate().map(|(at, counter)| {
        let id = results.estate.sites[counter.site].site_id.as_str();
        let is_own = |row: &&ClosureRow| {
            row.service == Service::PublicCounter && row.site_ids.iter().eq([id])
        };
        row(results, counters, at, &[counter.site], closures.iter().find(is_own).cloned())
    });
    CounterView {
        has_table: true,
        rows: rows.collect(),
        districts: counters.districts(&[]),
        limits: limits(results),
    }
}

fn limits(results: Results<'_>) -> CounterLimits {
    CounterLimits {
        least: results.policy.whole(FigureName::CounterDistrictLeast),
        hours: results.policy.whole(FigureName::CounterDistrictHours),
        quiet: results.policy.figure(FigureName::CounterQuiet),
    }
}

/// Returns the open counters among some sites with what stays open when all of these close together, and each district
/// before and after; who is touched is told by [`super::closure_rows`].
#[must_use]
pub fn counters_closed(results: Results<'_>, closed: &[usize]) -> CounterView {
    let Some(counters) = &results.cover.counters else { return CounterView::default() };
    let mut own: Vec<usize> = closed.iter().filter_map(|site| counters.place(*site)).collect();
    own.sort_unstable();
    own.dedup();
    let rows = own.into_iter().map(|at| row(results, counters, at, closed, None));
    CounterView {
        has_table: true,
        rows: rows.collect(),
        districts: counters.districts(closed),
        limits: limits(results),
    }
}

fn row(
    results: Results<'_>,
    counters: &Counters,
    at: usize,
    closed: &[usize],
    closure: Option<ClosureRow>,
) -> CounterRow {
    let counter = &counters.all[at];
    let site = &results.estate.sites[counter.site];
    let place = counters.in_place_of(at, closed);
    let nearest = place.nearest.as_ref().map(|nearest| {
        let other = &counters.all[nearest.counter];
        let site = &results.estate.sites[other.site];
        NearestRow {
            site_id: site.site_id.to_string(),
            name: site.name.clone(),
            minutes: nearest.minutes,
            open: other.open.clone(),
            days_not_known: other.not_known.clone(),
            closed_then: nearest.closed_then,
        }
    });
    let name_of = |at: usize| results.estate.sites[counters.all[at].site].name.clone();
    let districts = counters.districts(closed);
    let saving = &results.measures.sites[counter.site].reading(Measure::CostSaved).value;
    let mut not_known = own_unknown(counter, site.position.is_none());
    let nearest_hours = nearest.as_ref().is_some_and(|nearest| !nearest.days_not_known.is_empty());
    let no_limit = counter.district.is_none() && !districts.is_empty();
    let beside = [
        (!place.not_placed.is_empty(), CounterUnknown::OtherPlaces),
        (nearest_hours, CounterUnknown::NearestHours),
        (no_limit, CounterUnknown::District),
        (closure.is_none() && results.cover.services.is_empty(), CounterUnknown::Travel),
        (closure.as_ref().is_some_and(|row| row.decile_not_known > 0), CounterUnknown::Deciles),
    ];
    not_known.extend(beside.iter().filter(|(lacks, _)| *lacks).map(|(_, what)| *what));
    CounterRow {
        site_id: site.site_id.to_string(),
        name: site.name.clone(),
        district: counter.district.clone(),
        open: counter.open.clone(),
        days_not_known: counter.not_known.clone(),
        night: counter.night,
        weekend: counter.weekend,
        visits: counter.visits,
        visits_an_hour: counter.an_hour,
        visits_a_day: counter.a_day,
        is_quiet: counter.is_quiet,
        purposes: purpose_shares(counter),
        cost: counter.cost,
        cost_per_visit: counter.cost_per_visit,
        building_saving: match saving {
            Some(Quantity::Pence(pence)) => Some(*pence),
            _ => None,
        },
        nearest,
        not_placed: place.not_placed.iter().map(|at| name_of(*at)).collect(),
        without_any: place.without_any,
        within: crate::policy::ratio_of(results.policy.service(Service::PublicCounter).minutes),
        limit: districts
            .into_iter()
            .find(|limit| Some(&limit.district) == counter.district.as_ref()),
        closure,
        not_known,
        limits: self::limits(results),
    }
}

fn purpose_shares(counter: &Counter) -> Vec<PurposeShare> {
    let weight = |visits: &u64| i64::try_from(*visits).unwrap_or(i64::MAX);
    let weights: Vec<i64> = counter.purposes.iter().map(|(_, visits)| weight(visits)).collect();
    let shares = shared_out(100, &weights);
    let purposes = counter.purposes.iter().zip(shares);
    let share = |((purpose, _), per_cent): (&(Option<String>, u64), i64)| PurposeShare {
        purpose: purpose.clone(),
        per_cent,
    };
    purposes.map(share).collect()
}

/// Returns what is not known of a counter itself.
fn own_unknown(counter: &Counter, no_place: bool) -> Vec<CounterUnknown> {
    let without_purpose = counter.purposes.iter().any(|(purpose, _)| purpose.is_none());
    let has_visits = counter.visits.is_some_and(|visits| visits.sum > 0);
    let facts = [
        (!counter.not_known.is_empty(), CounterUnknown::Hours),
        (counter.visits.is_none_or(|visits| !visits.is_all), CounterUnknown::Visits),
        (has_visits && (counter.purposes.is_empty() || without_purpose), CounterUnknown::Purposes),
        (counter.cost.is_none_or(|cost| !cost.is_all), CounterUnknown::Cost),
        (no_place, CounterUnknown::Place),
    ];
    facts.iter().filter(|(lacks, _)| *lacks).map(|(_, what)| *what).collect()
}
