//! Observations and staff against themselves: counts, hours, places, desks.

use std::collections::BTreeMap;

use polars::prelude::*;
use rust_decimal::Decimal;

use super::scale::{self, Fault, Odd, plain};
use crate::{
    load::{Estate, columns as c, estate::FrameTable},
    model::{Findings, RowRef, Rule, Site, Status},
    policy::{FigureName, Policy},
};

pub(super) fn look(estate: &Estate, policy: &Policy, findings: &mut Findings) {
    headcount(estate, policy, findings);
    // Frames of `load` have these columns; what a frame lacks cannot be looked at.
    if let Some(table) = &estate.occupancy
        && let Ok(seen) = Observations::of(table)
    {
        observations(estate, table, &seen, policy, findings);
        desks(estate, &seen, policy, findings);
    }
}

/// Full-time equivalents of a team are no more than its people.
fn headcount(estate: &Estate, policy: &Policy, findings: &mut Findings) {
    let given = estate.teams.iter().filter_map(|t| Some((t, t.headcount?)));
    let given: Vec<_> = given.collect();
    let above = given.iter().filter(|(t, people)| t.fte.as_fte() > Decimal::from(*people));
    let odd = above.map(|(team, people)| Odd {
        row: &team.row,
        id: team.site_id.as_str(),
        found: format!("{} FTE for {people} people in {}", plain(team.fte.as_fte()), team.team),
    });
    let fault = Fault {
        rule: Rule::FteAboveHeadcount,
        columns: &["fte"],
        expected: "at most `headcount`".to_owned(),
        fix: "correct `fte` or `headcount`",
    };
    scale::tell(&fault, odd.collect(), (given.len(), None), policy, findings);
}

/// The observations by site, every column a slice of thousandths.
struct Observations {
    rows: Vec<u32>,
    capacity: Vec<Option<i32>>,
    hours: Vec<Option<i32>>,
    mean: Vec<Option<i32>>,
    peak: Vec<Option<i32>>,
    in_use: Vec<Option<i32>>,
    /// Number of the site, and the range of its rows: `load` leaves them in order of site.
    sites: Vec<(usize, std::ops::Range<usize>)>,
}

impl Observations {
    fn of(table: &FrameTable) -> PolarsResult<Self> {
        let frame = &table.frame;
        let column = |name: &str| -> PolarsResult<Vec<Option<i32>>> {
            Ok(frame.column(name)?.i32()?.iter().collect())
        };
        let numbers: Vec<Option<u32>> = frame.column(c::SITE)?.u32()?.iter().collect();
        let mut sites = Vec::new();
        let mut from = 0;
        for group in numbers.chunk_by(PartialEq::eq) {
            let until = from + group.len();
            let number = group.first().copied().flatten().and_then(|n| usize::try_from(n).ok());
            sites.extend(number.map(|number| (number, from..until)));
            from = until;
        }
        Ok(Self {
            rows: frame.column(c::ROW)?.u32()?.iter().map(Option::unwrap_or_default).collect(),
            capacity: column(c::CAPACITY)?,
            hours: column(c::HOURS)?,
            mean: column(c::MEAN)?,
            peak: column(c::PEAK)?,
            in_use: column(c::IN_USE)?,
            sites,
        })
    }
}

const THOUSAND: i32 = 1000;

fn shown(thousandths: i32) -> String {
    plain(Decimal::new(i64::from(thousandths), 3))
}

/// An observation with a fault, still without its reference.
type Found = (usize, u32, String);

/// Looks at every observation, and at those of a site together.
fn observations(
    estate: &Estate,
    table: &FrameTable,
    seen: &Observations,
    policy: &Policy,
    findings: &mut Findings,
) {
    let share_capacity = i32::try_from(policy.whole(FigureName::ShareCapacity)).unwrap_or(i32::MAX);
    let share_capacity = share_capacity.saturating_mul(THOUSAND);
    let times = i32::try_from(policy.whole(FigureName::ObservationTimes)).unwrap_or(i32::MAX);
    let [mut shares, mut crossed, mut hours, mut no_places] = [const { Vec::<Found>::new() }; 4];
    let mut out_of_line: BTreeMap<&str, Vec<Found>> = BTreeMap::new();
    for (site, rows) in &seen.sites {
        if let Some(found) = as_shares(seen, rows.clone(), (share_capacity, times)) {
            shares.push((*site, found.0, found.1));
        }
        for at in rows.clone() {
            let row = seen.rows[at];
            if let Some((mean, peak)) = seen.mean[at].zip(seen.peak[at]).filter(|(m, p)| m > p) {
                let found = format!("a mean of {}, above the peak of {}", shown(mean), shown(peak));
                crossed.push((*site, row, found));
            }
            if let Some((used, open)) = seen.in_use[at].zip(seen.hours[at]).filter(|(u, o)| u > o) {
                let found = format!("{} of {} hours open", shown(used), shown(open));
                hours.push((*site, row, found));
            }
            if seen.capacity[at] == Some(0) {
                no_places.push((*site, row, "0 places".to_owned()));
            }
        }
        for (column, cells) in [("capacity", &seen.capacity), ("hours_open", &seen.hours)] {
            let own = &cells[rows.clone()];
            let Some(middle) = middle_of(own, 3) else { continue };
            let far = |cell: i32| cell > 0 && (cell / times > middle || middle / times > cell);
            for (at, cell) in rows.clone().zip(own) {
                if let Some(cell) = cell.filter(|cell| far(*cell)) {
                    let found =
                        format!("{}, but the median at the site is {}", shown(cell), shown(middle));
                    out_of_line.entry(column).or_default().push((*site, seen.rows[at], found));
                }
            }
        }
    }
    let of = seen.rows.len();
    let mut say = |rule: Rule,
                   columns: &[&str],
                   expected: String,
                   fix: &str,
                   found: Vec<Found>,
                   of: usize| {
        let placed: Vec<(RowRef, &Site, String)> = found
            .into_iter()
            .filter_map(|(site, row, found)| Some((table.row(row), estate.sites.get(site)?, found)))
            .collect();
        let odd = placed.iter().map(|(row, site, found)| Odd {
            row,
            id: site.site_id.as_str(),
            found: found.clone(),
        });
        let fault = Fault { rule, columns, expected, fix };
        scale::tell(&fault, odd.collect(), (of, None), policy, findings);
    };
    let expected = "numbers of people, not shares of the places".to_owned();
    let fix = "multiply by the capacity, or export numbers of people";
    let columns = ["mean_occupied", "peak_occupied"];
    say(Rule::PeopleAsShares, &columns, expected, fix, shares, seen.sites.len());
    let fix = "swap the two, or correct one";
    say(
        Rule::MeanAbovePeak,
        &columns,
        "a mean no higher than the peak".to_owned(),
        fix,
        crossed,
        of,
    );
    let fix = "correct the hours; both are in the same observation";
    let columns = ["hours_in_use", "hours_open"];
    say(Rule::HoursAboveOpen, &columns, "at most `hours_open`".to_owned(), fix, hours, of);
    let fix = "correct it, or delete the observation if there are no places";
    let expected = "1 place or more".to_owned();
    say(Rule::FigureImpossible, &["capacity"], expected, fix, no_places, of);
    for (column, found) in out_of_line {
        let expected = format!("within {times} times the median at the site");
        let fix = "correct the observation";
        say(Rule::ObservationOutOfLine, &[column], expected, fix, found, of);
    }
}

/// Returns the middle of the cells that are known and more than 0; `None` of fewer than `least`.
fn middle_of(cells: &[Option<i32>], least: usize) -> Option<i32> {
    let mut known: Vec<i32> = cells.iter().flatten().copied().filter(|cell| *cell > 0).collect();
    let at = known.len() / 2;
    if known.len() < least {
        return None;
    }
    let (_, middle, _) = known.select_nth_unstable(at);
    Some(*middle)
}

/// Tells whether all means of a site are fractions of one, where its peaks are too or are those of a place in use: the
/// first row, and what stands there.
///
/// A place where no more than one person is present has no peak of `times` people, as a rule.
fn as_shares(
    seen: &Observations,
    rows: std::ops::Range<usize>,
    (least, times): (i32, i32),
) -> Option<(u32, String)> {
    let is_large = rows.clone().all(|at| seen.capacity[at].is_none_or(|places| places >= least));
    let (means, peaks) = (&seen.mean[rows.clone()], &seen.peak[rows.clone()]);
    let is_below = |people: &[Option<i32>]| people.iter().flatten().all(|n| *n <= THOUSAND);
    let has_fraction =
        |people: &[Option<i32>]| people.iter().flatten().any(|n| *n > 0 && *n < THOUSAND);
    let both = is_below(means) && is_below(peaks) && (has_fraction(means) || has_fraction(peaks));
    let in_use = middle_of(peaks, 1).is_some_and(|peak| peak / THOUSAND > times);
    let means_alone = is_below(means) && has_fraction(means) && in_use;
    if !(is_large && (both || means_alone)) {
        return None;
    }
    let first = rows.clone().find(|at| seen.mean[*at].or(seen.peak[*at]).is_some())?;
    let cell = |cell: Option<i32>| cell.map_or_else(|| "–".to_owned(), shown);
    let found = format!(
        "a mean of {} and a peak of {} people at {} places, with {} more than 1 in any of {} \
            observations",
        cell(seen.mean[first]),
        cell(seen.peak[first]),
        cell(seen.capacity[first]),
        if both { "no" } else { "no mean of" },
        rows.len()
    );
    Some((seen.rows[first], found))
}

/// Workstations of a site are of the order of the places observed there.
fn desks(estate: &Estate, seen: &Observations, policy: &Policy, findings: &mut Findings) {
    let times = policy.figure(FigureName::DeskTimes);
    let mut of = 0;
    let mut odd = Vec::new();
    for (number, rows) in &seen.sites {
        let Some(site) = estate.sites.get(*number) else { continue };
        let used = site.status_or_operational() == Some(Status::Operational);
        let places = middle_of(&seen.capacity[rows.clone()], 1);
        let (Some(desks), Some(places)) = (site.workstations.filter(|_| used), places) else {
            continue;
        };
        of += 1;
        let places = Decimal::new(i64::from(places), 3);
        if scale::apart(Decimal::from(desks), places, times) {
            let found =
                format!("{desks}, but the median of the observations is {} places", plain(places));
            odd.push(Odd { row: &site.row, id: site.site_id.as_str(), found });
        }
    }
    let fault = Fault {
        rule: Rule::DesksDisagree,
        columns: &["workstations"],
        expected: format!("within {times} times the places observed"),
        fix: "count the workstations, or correct `capacity` of the observations",
    };
    scale::tell(&fault, odd, (of, None), policy, findings);
}
