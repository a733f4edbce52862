//! Public counters in words: the statement of one, as a panel asks for it.

use rust_decimal::{Decimal, RoundingStrategy};

use super::{
    afterwards_rests_on, and_list, and_list_up_to, count_of, counted_as, minutes, number,
    per_cent_within, touched, whole,
};
use crate::{
    edition::{
        ClosureRow, CounterLimits, CounterRow, CounterUnknown, DistrictLimit, NearestRow,
        PurposeShare,
    },
    model::{Week, Weekday, decimals, pounds, with_thousands},
};

/// Names a day of the week.
pub(crate) const fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}

/// Minutes of a week.
const ALL_HOURS: u32 = 7 * 24 * 60;

/// Zones, or counters without a position, that a sentence names; the others are counted.
const ZONES: usize = 5;

/// Purposes that a sentence names; the others are counted.
const PURPOSES: usize = 5;

/// Says the hours of one day: `09:00–17:00`, `closed`; `None` where they are not known.
pub(crate) fn day_hours(open: &Week, not_known: &[Weekday], day: Weekday) -> Option<String> {
    let spans: Vec<String> = open.on(day).iter().map(ToString::to_string).collect();
    match (not_known.contains(&day), spans.is_empty()) {
        (true, _) => None,
        (false, true) => Some("closed".to_owned()),
        (false, false) => Some(and_list(&spans)),
    }
}

/// Says the hours of a week: `Monday to Friday 09:00–17:00; Saturday 10:00–14:00`.
pub(crate) fn week_hours(open: &Week) -> String {
    let mut groups: Vec<(String, Vec<Weekday>)> = Vec::new();
    for day in Weekday::ALL.iter().copied().filter(|day| !open.on(*day).is_empty()) {
        let Some(text) = day_hours(open, &[], day) else { continue };
        match groups.iter_mut().find(|(own, _)| *own == text) {
            Some((_, days)) => days.push(day),
            None => groups.push((text, vec![day])),
        }
    }
    let said = groups.iter().map(|(text, days)| format!("{} {text}", days_said(days)));
    said.collect::<Vec<_>>().join("; ")
}

/// Names days, three or more that follow each other as from the first to the last.
fn days_said(days: &[Weekday]) -> String {
    match days {
        [first, .., last]
            if days.len() > 2 && *last as usize - *first as usize + 1 == days.len() =>
        {
            format!("{} to {}", weekday(*first), weekday(*last))
        }
        _ => and_list(&days.iter().map(|day| weekday(*day)).collect::<Vec<_>>()),
    }
}

/// Writes minutes as a number of hours: `37.5`.
pub(crate) fn hours_alone(minutes: u32) -> String {
    let text = decimals(i64::from(minutes), 60, 1);
    with_thousands(text.strip_suffix(".0").unwrap_or(&text))
}

/// Writes minutes as hours: `1 hour`, `37.5 hours`.
pub(crate) fn hours(minutes: u32) -> String {
    format!("{} {}", hours_alone(minutes), if minutes == 60 { "hour" } else { "hours" })
}

/// Says what visits are for, each with its share of those recorded: `lost property 24%`.
pub(crate) fn purposes_said(purposes: &[PurposeShare]) -> Vec<String> {
    let said = purposes.iter().map(|share| {
        format!("{} {}%", share.purpose.as_deref().unwrap_or("not recorded"), share.per_cent)
    });
    said.collect()
}

/// The statement of one counter by what each part tells, in the order in which it is read.
pub(crate) struct CounterStatement {
    /// When it is open.
    pub open: Vec<String>,
    /// Who comes for what.
    pub visits: Vec<String>,
    /// What closing it saves.
    pub saving: Vec<String>,
    /// Who would travel further; nothing where that is not known, or told elsewhere.
    pub further: Vec<String>,
    /// What is open in its place, near it and in its district.
    pub instead: Vec<String>,
    /// What is not known, and who could say.
    pub not_known: Vec<String>,
}

/// Says of one counter what a panel asks before it is closed.
pub(crate) fn counter_statement(row: &CounterRow) -> CounterStatement {
    let mut instead = in_its_place(row);
    instead.extend(row.limit.iter().map(|limit| district_after(limit, row.limits)));
    let facts: Vec<String> = row.not_known.iter().map(|fact| who_says(*fact, row)).collect();
    let not_known = (!facts.is_empty()).then(|| format!("Not known: {}.", facts.join("; ")));
    CounterStatement {
        open: opening(row),
        visits: coming(row),
        saving: saving(row),
        further: row.closure.iter().flat_map(going_further).collect(),
        instead,
        not_known: not_known.into_iter().collect(),
    }
}

impl CounterStatement {
    /// Returns every sentence in order.
    pub(crate) fn sentences(self) -> impl Iterator<Item = String> {
        let parts =
            [self.open, self.visits, self.saving, self.further, self.instead, self.not_known];
        parts.into_iter().flatten()
    }
}

fn opening(row: &CounterRow) -> Vec<String> {
    let name = &row.name;
    let open = row.open.minutes();
    let days: Vec<&str> = row.days_not_known.iter().map(|day| weekday(*day)).collect();
    let mut said = match (open, days.len()) {
        (0, 0) => return vec![format!("The counter at {name} opens on no day of the week.")],
        (_, 7) => return vec![format!("When the counter at {name} is open is not known.")],
        (ALL_HOURS, _) => return vec![format!("The counter at {name} is open at all hours.")],
        (_, 0) => vec![format!(
            "The counter at {name} is open {} a week: {}.",
            hours(open),
            week_hours(&row.open)
        )],
        (0, _) => Vec::new(),
        _ => vec![format!(
            "The counter at {name} is open at least {} a week: {}.",
            hours(open),
            week_hours(&row.open)
        )],
    };
    if !days.is_empty() {
        said.push(format!("Its hours on {} are not known.", and_list(&days)));
        return said;
    }
    said.push(match (row.night, row.weekend) {
        (0, 0) => "It is closed at night and at weekends.".to_owned(),
        (0, weekend) => format!("It is open {} at weekends and closed at night.", hours(weekend)),
        (night, 0) => format!("It is open {} at night and closed at weekends.", hours(night)),
        (night, weekend) => {
            format!("It is open {} at weekends and {} at night.", hours(weekend), hours(night))
        }
    });
    said
}

fn coming(row: &CounterRow) -> Vec<String> {
    let Some(visits) = row.visits else {
        return vec!["How many people visit it is not known.".to_owned()];
    };
    let least = if visits.is_all { "" } else { "at least " };
    let times = if visits.sum == 1 { "visit" } else { "visits" };
    let mut first = format!("It has {least}{} {times} a year", whole(visits.sum));
    if let (Some(day), Some(hour)) = (row.visits_a_day, row.visits_an_hour) {
        first.push_str(&format!(
            ": {} on a day it is open, {} an hour",
            to_places(day, 1),
            to_places(hour, 1)
        ));
    }
    let mut said = vec![format!("{first}.")];
    if row.is_quiet == Some(true) {
        let limit = row.limits.quiet.normalize();
        said.push(format!("It counts as quiet: the policy\u{2019}s limit is {limit} an hour."));
    }
    let purposes = purposes_said(&row.purposes);
    if !purposes.is_empty() {
        let more = purposes.len().saturating_sub(PURPOSES);
        let more = if more == 0 { String::new() } else { format!(", and {} more", number(more)) };
        let first: Vec<String> = purposes.into_iter().take(PURPOSES).collect();
        said.push(format!("Purpose of the visits: {}{more}.", first.join(", ")));
    }
    said
}

fn saving(row: &CounterRow) -> Vec<String> {
    let own = match (row.cost, row.cost_per_visit) {
        (None, _) => "What closing the counter would save in staffing is not known.".to_owned(),
        (Some(cost), Some(each)) if cost.is_all => format!(
            "Closing the counter would save {} a year in staffing: {} for each visit.",
            pounds(cost.sum),
            to_the_penny(each)
        ),
        (Some(cost), _) => format!(
            "Closing the counter would save {}{} a year in staffing.",
            if cost.is_all { "" } else { "at least " },
            pounds(cost.sum)
        ),
    };
    let building = match row.building_saving {
        Some(pence) if pence < 0 => format!(
            "The ledger has {} more received than paid for the building in the year, so giving it up as well would save \
             nothing.",
            pounds(pence.saturating_neg())
        ),
        Some(pence) => format!(
            "Giving up the building as well would save {} a year in running costs; the two are not added here, since the \
             running costs may include counter staff.",
            pounds(pence)
        ),
        None => "What giving up the building as well would save is not known.".to_owned(),
    };
    vec![own, building]
}

/// Writes a number with so many decimals, rounded once.
pub(crate) fn to_places(number: Decimal, places: u32) -> String {
    let rounded = number.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero);
    format!("{rounded:.0$}", places as usize)
}

/// Writes a small sum with its pence: `£26.77`.
pub(crate) fn to_the_penny(pence: i64) -> String {
    format!("£{}", with_thousands(&decimals(pence, 100, 2)))
}

/// Says who would travel further, and how far.
fn going_further(row: &ClosureRow) -> Vec<String> {
    if row.affected_zones == 0 {
        return vec![
            "If the counter closed, nobody would travel further: it is nearest for no zone."
                .to_owned(),
        ];
    }
    let limit = format!("{} minutes of a public counter", minutes(row.minutes));
    let mut said = vec![match (row.before.within, row.lost) {
        (0, _) => format!("Nobody is within {limit} today."),
        (_, 0) => format!("If the counter closed, everyone now within {limit} still would be."),
        (_, lost) => format!(
            "If the counter closed, {} {} ({} of all) would no longer be within {limit}: {}.",
            whole(lost),
            counted_as(row.counted),
            per_cent_within(row.lost_share),
            and_list_up_to(&row.lost_names, ZONES)
        ),
    }];
    said.extend(touched(row));
    said.extend(afterwards_rests_on(row));
    said
}

fn in_its_place(row: &CounterRow) -> Vec<String> {
    let mut said = Vec::new();
    match &row.nearest {
        Some(nearest) => said.extend(nearest_said(nearest)),
        None if row.not_known.contains(&CounterUnknown::Place) => {
            said.push(
                "Which counter is nearest to it is not known, because it has no position."
                    .to_owned(),
            );
        }
        None if row.not_known.contains(&CounterUnknown::OtherPlaces) => said.push(
            "Which counter is nearest to it is not known, because the others have no position."
                .to_owned(),
        ),
        None => said.push("No other counter would stay open.".to_owned()),
    }
    let within = minutes(row.within);
    match row.without_any {
        // The nearest alone covers its hours, as just said, or there is none.
        _ if row
            .nearest
            .as_ref()
            .is_none_or(|n| n.closed_then == Some(0) && n.minutes <= row.within) => {}
        None => {}
        Some((0, _)) => said.push(format!(
            "Whenever it is open, another counter within {within} minutes is open too."
        )),
        Some((left, at_most)) => said.push(format!(
            "For {}{} a week when it is open, no other counter within {within} minutes is.",
            if at_most { "at most " } else { "" },
            hours(left)
        )),
    }
    said
}

fn nearest_said(nearest: &NearestRow) -> Vec<String> {
    let away = match format!("{:.0}", nearest.minutes).as_str() {
        "0" => "less than a minute".to_owned(),
        "1" => "about 1 minute".to_owned(),
        more => format!("about {more} minutes"),
    };
    let first = format!(
        "The nearest other counter in a straight line is {}, {away} away by estimate.",
        nearest.name
    );
    let open = nearest.open.minutes();
    let second = match (open, nearest.days_not_known.len()) {
        (_, 7) => "When that counter is open is not known.".to_owned(),
        (ALL_HOURS, _) => "That counter is open at all hours.".to_owned(),
        (_, 0) => {
            let then = match nearest.closed_then {
                None => String::new(),
                Some(0) => ", and whenever this one is".to_owned(),
                Some(left) => {
                    format!("; it is closed for {} of the week when this one is open", hours(left))
                }
            };
            format!("That counter is open {} a week{then}.", hours(open))
        }
        _ => {
            format!(
                "That counter is open at least {} a week; its other hours are not known.",
                hours(open)
            )
        }
    };
    vec![first, second]
}

/// Names what the policy asks of each district: `a counter open at all hours`.
pub(crate) fn district_asks(limits: CounterLimits) -> String {
    let long = match limits.hours {
        168 => "open at all hours".to_owned(),
        hours => format!("open at least {} a week", count_of(hours as usize, "hour", "hours")),
    };
    match limits.least {
        1 => format!("a counter {long}"),
        many => format!("{} counters {long}", number(many as usize)),
    }
}

/// Says whether a district has what the policy asks without a counter.
fn district_after(limit: &DistrictLimit, limits: CounterLimits) -> String {
    let (district, what) = (&limit.district, district_asks(limits));
    match (limit.today, limit.after) {
        (Some(true), Some(true)) => format!("{district} would still have {what}."),
        (Some(true), Some(false)) => format!("{district} would no longer have {what}."),
        (Some(false), _) => format!("{district} does not have {what} today."),
        (Some(true), None) => {
            format!("{district} has {what}; whether it still would is not known.")
        }
        (None, Some(false)) => {
            format!(
                "Whether {district} has {what} is not known; without this counter it would not."
            )
        }
        (None, _) => format!("Whether {district} has {what} is not known."),
    }
}

/// Says of each district whether it has what the policy asks today, and what the closure of some counters changes.
pub(crate) fn districts_said(districts: &[DistrictLimit], limits: CounterLimits) -> Vec<String> {
    if districts.is_empty() {
        return Vec::new();
    }
    let named = |holds: &dyn Fn(&DistrictLimit) -> bool| -> Vec<&str> {
        districts.iter().filter(|limit| holds(limit)).map(|limit| limit.district.as_str()).collect()
    };
    let mut said = vec![format!("The policy asks for {} in each district.", district_asks(limits))];
    let today = [
        (named(&|limit| limit.today == Some(true)), "Districts that have it today"),
        (named(&|limit| limit.today == Some(false)), "Districts that do not"),
        (named(&|limit| limit.today.is_none()), "Districts of which it is not known"),
        (
            named(&|limit| limit.today == Some(true) && limit.after == Some(false)),
            "Districts that would lose it",
        ),
        (
            named(&|limit| limit.today == Some(true) && limit.after.is_none()),
            "Districts that may lose it",
        ),
    ];
    let lists = today.iter().filter(|(names, _)| !names.is_empty());
    said.extend(lists.map(|(names, what)| format!("{what}: {}.", and_list(names))));
    said
}

/// Names a fact that is not known, and who could say it.
const fn fact_and_source(fact: CounterUnknown) -> (&'static str, &'static str) {
    match fact {
        CounterUnknown::Hours => ("its opening hours", "the staff of the counter"),
        CounterUnknown::Visits => ("its visits", "a count at the counter"),
        CounterUnknown::Purposes => ("the purpose of some visits", "the log of the counter"),
        CounterUnknown::Cost => ("the cost of staffing it", "the finance team"),
        CounterUnknown::Place => ("its position", "the property register"),
        CounterUnknown::OtherPlaces => ("the position of other counters", "the property register"),
        CounterUnknown::NearestHours => ("the hours of the nearest counter", "its staff"),
        CounterUnknown::District => ("its district", "the property register"),
        CounterUnknown::Travel => {
            ("who would travel further", "a table of zones with their people")
        }
        CounterUnknown::Deciles => {
            ("how deprived some of the areas are", "the published index of deprivation")
        }
    }
}

fn who_says(fact: CounterUnknown, row: &CounterRow) -> String {
    let (what, who) = fact_and_source(fact);
    if fact == CounterUnknown::OtherPlaces {
        let names = and_list_up_to(&row.not_placed, ZONES);
        return format!("{what} ({names}; ask: {who})");
    }
    format!("{what} (ask: {who})")
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::model::{ClockTime, OpenSpan};

    #[test]
    fn hours_of_a_week_are_told_once_for_days_alike() {
        let span =
            |from, until| OpenSpan::new(ClockTime::hour(from), ClockTime::hour(until)).unwrap();
        let days = [0, 1, 2, 4, 5].map(|at| Weekday::ALL[at]);
        let week = Week::of(days.map(|day| (day, span(9, 17))));
        assert_eq!(
            week_hours(&week),
            "Monday, Tuesday, Wednesday, Friday and Saturday 09:00–17:00"
        );
        let week = Week::of(
            days[..3]
                .iter()
                .map(|day| (*day, span(9, 12)))
                .chain([(Weekday::Monday, span(13, 17)), (Weekday::Sunday, span(13, 17))]),
        );
        assert_eq!(
            week_hours(&week),
            "Monday 09:00–12:00 and 13:00–17:00; Tuesday and Wednesday 09:00–12:00; Sunday 13:00–17:00"
        );
        let unsaid = [Weekday::Tuesday];
        let on = |day| day_hours(&week, &unsaid, day);
        assert_eq!((on(Weekday::Tuesday), on(Weekday::Friday)), (None, Some("closed".to_owned())));
        assert_eq!((hours(60), hours(2250)), ("1 hour".to_owned(), "37.5 hours".to_owned()));
    }

    #[rstest]
    #[case(
        Some(true),
        Some(true),
        "Fen would still have two counters open at least 40 hours a week."
    )]
    #[case(
        Some(true),
        Some(false),
        "Fen would no longer have two counters open at least 40 hours a week."
    )]
    #[case(
        Some(false),
        Some(false),
        "Fen does not have two counters open at least 40 hours a week today."
    )]
    #[case(
        Some(true),
        None,
        "Fen has two counters open at least 40 hours a week; whether it still would is not known."
    )]
    #[case(
        None,
        Some(false),
        "Whether Fen has two counters open at least 40 hours a week is not known; without this counter it would not."
    )]
    #[case(None, None, "Whether Fen has two counters open at least 40 hours a week is not known.")]
    fn what_a_closure_does_to_a_district_is_told(
        #[case] today: Option<bool>,
        #[case] after: Option<bool>,
        #[case] said: &str,
    ) {
        let limits = CounterLimits { least: 2, hours: 40, ..CounterLimits::default() };
        let limit = DistrictLimit { district: "Fen".to_owned(), today, after };
        assert_eq!(district_after(&limit, limits), said);
    }

    #[test]
    fn numbers_are_rounded_once_and_not_cut() {
        assert_eq!(to_places(Decimal::new(1598, 3), 1), "1.6");
        assert_eq!(to_places(Decimal::from(9), 1), "9.0");
    }
}
