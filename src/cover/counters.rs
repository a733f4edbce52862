//! Public counters: when each is open, who comes for what, what closing it saves, and what is open in its place.
//!
//! Hours are those of one week, each counted once; a year has 365 days of them, holidays included. What a row does not say
//! is not known: a sum without it is a least. A counter's own cost is that of its staff. What giving up the building saves
//! is another sum, which the ledger has and this table has not.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use crate::{
    load::Estate,
    model::{
        AtLeast, ClockTime, CounterHours, CounterLine, Money, OpenSpan, Service, Site, Status,
        Week, Weekday, div_round, folded,
    },
    place::{ByStraightLine, metres_between},
    policy::{FigureName, Policy, ratio_of},
};

/// Days of a year, of which a week has seven.
const DAYS: u32 = 365;

/// The open public counters, and the limits that they are held against.
#[derive(Debug, Clone)]
pub struct Counters {
    /// In `site_id` order.
    pub all: Vec<Counter>,
    /// The districts of the area, in order.
    districts: Vec<String>,
    /// Least number of counters in a district that are open long enough; zero sets no limit.
    least: usize,
    /// How many minutes of a week these are open.
    long: u32,
    /// Another counter within so many minutes stands in for one that closes.
    within: f64,
    straight: ByStraightLine,
}

/// One open public counter.
#[derive(Debug, Clone)]
pub struct Counter {
    /// Its site's number.
    pub site: usize,
    /// Its site's district.
    pub district: Option<String>,
    /// Its known hours.
    pub open: Week,
    /// Days of which the hours are not known.
    pub not_known: Vec<Weekday>,
    /// Minutes of its known hours that are at night.
    pub night: u32,
    /// Minutes of its known hours that are on Saturday or Sunday.
    pub weekend: u32,
    /// Visits in a year; `None` where none is known.
    pub visits: Option<AtLeast<u64>>,
    /// Visits in an hour open; `None` unless all hours and visits are known.
    pub an_hour: Option<Decimal>,
    /// Visits on a day it is open, likewise.
    pub a_day: Option<Decimal>,
    /// Whether fewer come than the policy's limit; `None` where what is known does not settle it.
    pub is_quiet: Option<bool>,
    /// Visits by purpose, those without one last; empty where no purpose is recorded.
    pub purposes: Vec<(Option<String>, u64)>,
    /// What staffing it costs in a year, in pence; `None` where nothing is known.
    pub cost: Option<AtLeast<i64>>,
    /// Its cost divided by its visits, in pence; `None` unless both are known.
    pub cost_per_visit: Option<i64>,
    position: Option<geo::Point>,
}

/// What stands in for a counter that closes.
#[derive(Debug, Clone, PartialEq)]
pub struct InItsPlace {
    /// The nearest other counter; `None` where it or the others cannot be placed.
    pub nearest: Option<NearestCounter>,
    /// Other open counters without a position, by their place in [`Counters::all`].
    pub not_placed: Vec<usize>,
    /// Minutes of the week at which no other counter within the limit is open; a most where hours or positions of others
    /// are not known. `None` where its own are not.
    pub without_any: Option<(u32, bool)>,
}

/// The open counter nearest to one that closes.
#[derive(Debug, Clone, PartialEq)]
pub struct NearestCounter {
    /// Its place in [`Counters::all`].
    pub counter: usize,
    /// Minutes by straight line, detour and speed.
    pub minutes: f64,
    /// Minutes of the week at which it is closed and the other was open; `None` where the hours of either are not known.
    pub closed_then: Option<u32>,
}

/// Whether a district has as many counters open long enough as the policy asks; `None` is not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DistrictLimit {
    /// The district.
    pub district: String,
    /// With the counters of today.
    pub today: Option<bool>,
    /// Without those that close.
    pub after: Option<bool>,
}

/// Finds the open counters; `None` without a table of them.
pub(super) fn counters(estate: &Estate, policy: &Policy) -> Option<Counters> {
    let lines = estate.counters.as_deref()?;
    let own = policy.service(Service::PublicCounter);
    let hour = |name| ClockTime::hour(policy.whole(name));
    let night = [
        OpenSpan::new(ClockTime::START, hour(FigureName::CounterNightUntil)),
        OpenSpan::new(hour(FigureName::CounterNightFrom), ClockTime::END),
    ];
    let night = night.into_iter().flatten().fold(Week::default(), |w, s| w.or(&Week::daily(s)));
    let quiet = policy.figure(FigureName::CounterQuiet);
    let sites = estate.sites.iter().enumerate();
    let all =
        sites.filter(|(_, site)| Service::PublicCounter.is_given_by(site)).map(|(n, site)| {
            let from = lines.partition_point(|line| line.site_id < site.site_id);
            let to = lines[from..].partition_point(|line| line.site_id == site.site_id);
            counter(n, site, &lines[from..from + to], &night, quiet)
        });
    let of_sites = estate.sites.iter().filter(|s| s.status_or_operational() != Some(Status::Sold));
    let of_zones = estate.zones.iter().flatten().filter_map(|zone| zone.district.clone());
    let districts: BTreeSet<String> =
        of_sites.filter_map(|site| site.district.clone()).chain(of_zones).collect();
    Some(Counters {
        all: all.collect(),
        districts: districts.into_iter().collect(),
        least: usize::try_from(policy.whole(FigureName::CounterDistrictLeast)).unwrap_or(0),
        long: policy.whole(FigureName::CounterDistrictHours) * 60,
        within: ratio_of(own.minutes),
        straight: ByStraightLine::at(own.speed_kmh, policy),
    })
}

fn counter(
    number: usize,
    site: &Site,
    lines: &[CounterLine],
    night: &Week,
    quiet: Decimal,
) -> Counter {
    let spans = lines.iter().filter_map(|line| match line.hours {
        CounterHours::Open(span) => Some((line.day, span)),
        _ => None,
    });
    let open = Week::of(spans);
    let not_known = days_not_known(lines);
    let all_days = |day: Weekday| OpenSpan::new(ClockTime::START, ClockTime::END).map(|s| (day, s));
    let weekend = [Weekday::Saturday, Weekday::Sunday].into_iter().filter_map(all_days);
    let visits = visits_of(lines);
    let cost = cost_of(lines);
    let whole = visits.filter(|visits| visits.is_all).map(|visits| visits.sum);
    let rate = Rate { minutes: open.minutes(), days: open.days(), not_known: not_known.len() };
    let known = whole.filter(|_| not_known.is_empty());
    Counter {
        site: number,
        district: site.district.clone(),
        night: open.and(night).minutes(),
        weekend: open.and(&Week::of(weekend)).minutes(),
        an_hour: known.and_then(|visits| rate.an_hour(visits, rate.minutes)),
        a_day: known.and_then(|visits| rate.a_day(visits)),
        is_quiet: rate.is_quiet(visits, quiet),
        purposes: purposes(lines),
        cost_per_visit: cost.filter(|cost| cost.is_all).zip(whole).and_then(|(cost, visits)| {
            let visits = i128::from(visits);
            let pence = (visits > 0).then(|| div_round(i128::from(cost.sum), visits))?;
            i64::try_from(pence).ok()
        }),
        position: site.position,
        open,
        not_known,
        visits,
        cost,
    }
}

/// Returns the days of which the hours are not known: unsaid or unreadable, or all where no row says any.
fn days_not_known(lines: &[CounterLine]) -> Vec<Weekday> {
    let says =
        |line: &CounterLine| matches!(line.hours, CounterHours::Open(_) | CounterHours::Closed);
    let any = lines.iter().any(says);
    let not_known = |day: &Weekday| {
        let mut own = lines.iter().filter(|line| line.day == *day).peekable();
        if own.peek().is_none() {
            return !any;
        }
        let own: Vec<&CounterLine> = own.collect();
        own.iter().any(|line| line.hours == CounterHours::Unreadable)
            || !own.iter().any(|line| says(line))
    };
    Weekday::ALL.iter().copied().filter(not_known).collect()
}

fn visits_of(lines: &[CounterLine]) -> Option<AtLeast<u64>> {
    // A row of a closed day has no visitors to count.
    let counted = |line: &&CounterLine| line.visits.is_some() || line.hours != CounterHours::Closed;
    let mut known = lines.iter().filter_map(|line| line.visits).peekable();
    known.peek()?;
    let sum = known.fold(0_u64, u64::saturating_add);
    Some(AtLeast { sum, is_all: lines.iter().filter(counted).all(|line| line.visits.is_some()) })
}

/// Adds the cost of the rows; that of a single row is the whole counter's.
fn cost_of(lines: &[CounterLine]) -> Option<AtLeast<i64>> {
    let known: Vec<i64> =
        lines.iter().filter_map(|line| line.cost.and_then(Money::pence)).collect();
    let counted = lines.iter().filter(|l| l.cost.is_some() || l.hours != CounterHours::Closed);
    let is_all = known.len() == 1 || known.len() == counted.count();
    (!known.is_empty()).then(|| AtLeast { sum: known.into_iter().sum(), is_all })
}

fn purposes(lines: &[CounterLine]) -> Vec<(Option<String>, u64)> {
    let mut sums: BTreeMap<Option<String>, (String, u64)> = BTreeMap::new();
    for line in lines {
        let Some(visits) = line.visits.filter(|visits| *visits > 0) else { continue };
        let text = line.purpose.clone().unwrap_or_default();
        let sum = sums.entry(line.purpose.as_deref().map(folded)).or_insert((text.clone(), 0));
        sum.0 = text.min(std::mem::take(&mut sum.0));
        sum.1 = sum.1.saturating_add(visits);
    }
    let mut all: Vec<(Option<String>, u64)> =
        sums.into_iter().map(|(key, (text, sum))| (key.map(|_| text), sum)).collect();
    all.sort_by(|a, b| {
        (a.0.is_none(), std::cmp::Reverse(a.1), &a.0).cmp(&(
            b.0.is_none(),
            std::cmp::Reverse(b.1),
            &b.0,
        ))
    });
    if all.iter().all(|(purpose, _)| purpose.is_none()) { Vec::new() } else { all }
}

/// What visits are divided by.
struct Rate {
    minutes: u32,
    days: usize,
    /// Days of the week of which the hours are not known.
    not_known: usize,
}

impl Rate {
    /// Returns the visits in an hour of so many minutes a week; `None` where there are no hours.
    fn an_hour(&self, visits: u64, minutes: u32) -> Option<Decimal> {
        let hours = Decimal::from(DAYS) * Decimal::from(minutes) / Decimal::from(7 * 60);
        Decimal::from(visits).checked_div(hours)
    }

    fn a_day(&self, visits: u64) -> Option<Decimal> {
        let days = Decimal::from(DAYS) * Decimal::from(self.days) / Decimal::from(7);
        Decimal::from(visits).checked_div(days)
    }

    /// Holds the least and the most that visits in an hour can be against the limit.
    fn is_quiet(&self, visits: Option<AtLeast<u64>>, limit: Decimal) -> Option<bool> {
        let visits = visits?;
        let day = u32::try_from(self.not_known).unwrap_or(7) * 24 * 60;
        let least = self.an_hour(visits.sum, (self.minutes + day).min(7 * 24 * 60));
        if least.is_some_and(|least| least >= limit) {
            return Some(false);
        }
        let most = self.an_hour(visits.sum, self.minutes).filter(|_| visits.is_all);
        most.is_some_and(|most| most < limit).then_some(true)
    }
}

impl Counters {
    /// Returns the place of a site's counter; `None` where it has none that is open.
    #[must_use]
    pub fn place(&self, site: usize) -> Option<usize> {
        self.all.binary_search_by_key(&site, |counter| counter.site).ok()
    }

    /// Finds what stands in for a counter when it closes together with those of some sites.
    ///
    /// Of two counters equally near the one with the lower id is the nearest.
    #[must_use]
    pub fn in_place_of(&self, counter: usize, closed: &[usize]) -> InItsPlace {
        let own = &self.all[counter];
        let is_open = |at: usize| at != counter && !closed.contains(&self.all[at].site);
        let others: Vec<usize> = (0..self.all.len()).filter(|at| is_open(*at)).collect();
        let away = |at: usize| {
            let metres = metres_between(own.position?, self.all[at].position?);
            Some((at, self.straight.minutes(metres)))
        };
        let placed: Vec<(usize, f64)> = others.iter().filter_map(|at| away(*at)).collect();
        let not_placed: Vec<usize> =
            others.iter().copied().filter(|at| self.all[*at].position.is_none()).collect();
        let nearest = placed.iter().min_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
        let nearest = nearest.map(|(at, minutes)| {
            let other = &self.all[*at];
            let known = own.not_known.is_empty() && other.not_known.is_empty();
            NearestCounter {
                counter: *at,
                minutes: *minutes,
                closed_then: known.then(|| own.open.minus(&other.open).minutes()),
            }
        });
        let near = placed.iter().filter(|(_, minutes)| *minutes <= self.within);
        let (mut open, mut at_most) = (Week::default(), !not_placed.is_empty());
        for (at, _) in near {
            open = open.or(&self.all[*at].open);
            at_most |= !self.all[*at].not_known.is_empty();
        }
        let left = own.open.minus(&open).minutes();
        let is_known = own.position.is_some() && own.not_known.is_empty();
        let without_any = is_known.then_some((left, at_most && left > 0));
        InItsPlace { nearest, not_placed, without_any }
    }

    /// Holds each district against the policy's limit, today and without the counters of some sites; nothing where the
    /// policy sets none.
    #[must_use]
    pub fn districts(&self, closed: &[usize]) -> Vec<DistrictLimit> {
        if self.least == 0 {
            return Vec::new();
        }
        let limit = |district: &String| DistrictLimit {
            district: district.clone(),
            today: self.holds(district, &[]),
            after: self.holds(district, closed),
        };
        self.districts.iter().map(limit).collect()
    }

    /// Returns the least number of counters that the policy asks of a district, and the sites of those of each district that
    /// are known to be open long enough, in order; nothing where the policy sets no limit.
    #[must_use]
    pub fn long_by_district(&self) -> (usize, Vec<(&str, Vec<usize>)>) {
        let districts = self.districts.iter().filter(|_| self.least > 0);
        let long = |district: &str| {
            let here = self.all.iter().filter(|c| c.district.as_deref() == Some(district));
            here.filter(|counter| self.is_long(counter) == Some(true)).map(|c| c.site).collect()
        };
        (self.least, districts.map(|d| (d.as_str(), long(d))).collect())
    }

    fn holds(&self, district: &str, closed: &[usize]) -> Option<bool> {
        let (mut sure, mut perhaps) = (0, 0);
        for counter in self.all.iter().filter(|counter| !closed.contains(&counter.site)) {
            let here = counter.district.as_deref().map(|own| own == district);
            match (here, self.is_long(counter)) {
                (Some(false), _) | (_, Some(false)) => {}
                (Some(true), Some(true)) => sure += 1,
                _ => perhaps += 1,
            }
        }
        match (sure >= self.least, sure + perhaps >= self.least) {
            (true, _) => Some(true),
            (false, true) => None,
            (false, false) => Some(false),
        }
    }

    /// Tells whether a counter is open long enough for the limit.
    fn is_long(&self, counter: &Counter) -> Option<bool> {
        let known = counter.open.minutes();
        let days = u32::try_from(counter.not_known.len()).unwrap_or(7);
        match (known >= self.long, (known + days * 24 * 60).min(7 * 24 * 60) >= self.long) {
            (true, _) => Some(true),
            (false, true) => None,
            (false, false) => Some(false),
        }
    }
}
