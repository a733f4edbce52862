//! When a public counter is open: times of day, spans of a day, and the hours of a week.

use std::fmt;

use super::words::words;

words!(
    /// A day of the week.
    Weekday {
        Monday = "mon",
        Tuesday = "tue",
        Wednesday = "wed",
        Thursday = "thu",
        Friday = "fri",
        Saturday = "sat",
        Sunday = "sun",
    }
);

const MINUTES_A_DAY: u16 = 24 * 60;

/// A time of day in whole minutes; `24:00` is the end of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClockTime(u16);

impl ClockTime {
    /// The start of the day, 00:00.
    pub const START: Self = Self(0);
    /// The end of the day, 24:00.
    pub const END: Self = Self(MINUTES_A_DAY);

    /// Makes a time from the minutes since the day began; `None` beyond its end.
    #[must_use]
    pub fn from_minutes(minutes: u32) -> Option<Self> {
        u16::try_from(minutes).ok().filter(|minutes| *minutes <= MINUTES_A_DAY).map(Self)
    }

    /// Makes a whole hour; one beyond the end of the day is its end.
    #[must_use]
    pub fn hour(hour: u32) -> Self {
        Self::from_minutes(hour.saturating_mul(60)).unwrap_or(Self::END)
    }
}

impl fmt::Display for ClockTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{:02}:{:02}", self.0 / 60, self.0 % 60))
    }
}

/// Part of one day, from one time until a later one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OpenSpan {
    from: ClockTime,
    until: ClockTime,
}

impl OpenSpan {
    /// Makes a span; `None` unless it ends after it begins.
    #[must_use]
    pub fn new(from: ClockTime, until: ClockTime) -> Option<Self> {
        (from < until).then_some(Self { from, until })
    }

    /// Returns its length in minutes.
    #[must_use]
    pub fn minutes(self) -> u32 {
        u32::from(self.until.0 - self.from.0)
    }

    /// Tells whether two spans of one day have time in common.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.from < other.until && other.from < self.until
    }
}

impl fmt::Display for OpenSpan {
    /// Writes `09:00–17:00`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}\u{2013}{}", self.from, self.until))
    }
}

/// The hours of a week, each once: spans of minutes since Monday began, in order and apart.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Week(Vec<(u16, u16)>);

impl Week {
    /// Returns the hours that any of some spans has.
    #[must_use]
    pub fn of(spans: impl IntoIterator<Item = (Weekday, OpenSpan)>) -> Self {
        let start = |day: Weekday| MINUTES_A_DAY * day as u16;
        let minutes = |(day, span): (Weekday, OpenSpan)| {
            (start(day) + span.from.0, start(day) + span.until.0)
        };
        Self::joined(spans.into_iter().map(minutes).collect())
    }

    /// Returns the same span of every day.
    #[must_use]
    pub fn daily(span: OpenSpan) -> Self {
        Self::of(Weekday::ALL.iter().map(|day| (*day, span)))
    }

    fn joined(mut spans: Vec<(u16, u16)>) -> Self {
        spans.sort_unstable();
        let mut apart: Vec<(u16, u16)> = Vec::with_capacity(spans.len());
        for (from, until) in spans {
            match apart.last_mut() {
                Some(last) if from <= last.1 => last.1 = last.1.max(until),
                _ => apart.push((from, until)),
            }
        }
        Self(apart)
    }

    /// Returns the hours of either.
    #[must_use]
    pub fn or(&self, other: &Self) -> Self {
        Self::joined(self.0.iter().chain(&other.0).copied().collect())
    }

    /// Returns the hours of both.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        self.minus(&self.minus(other))
    }

    /// Returns the hours that the other lacks.
    #[must_use]
    pub fn minus(&self, other: &Self) -> Self {
        let mut left = Vec::new();
        for &(mut from, until) in &self.0 {
            for &(cut_from, cut_until) in &other.0 {
                if cut_until <= from || cut_from >= until {
                    continue;
                }
                if cut_from > from {
                    left.push((from, cut_from));
                }
                from = cut_until;
            }
            if from < until {
                left.push((from, until));
            }
        }
        Self(left)
    }

    /// Returns how many minutes of the week these are.
    #[must_use]
    pub fn minutes(&self) -> u32 {
        self.0.iter().map(|(from, until)| u32::from(until - from)).sum()
    }

    /// Returns the spans of one day, in order.
    #[must_use]
    pub fn on(&self, day: Weekday) -> Vec<OpenSpan> {
        let start = MINUTES_A_DAY * day as u16;
        let within = |minute: u16| minute.clamp(start, start + MINUTES_A_DAY) - start;
        let spans = self.0.iter().map(|(from, until)| {
            OpenSpan::new(ClockTime(within(*from)), ClockTime(within(*until)))
        });
        spans.flatten().collect()
    }

    /// Returns on how many days there are any.
    #[must_use]
    pub fn days(&self) -> usize {
        Weekday::ALL.iter().filter(|day| !self.on(**day).is_empty()).count()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn span(from: u32, until: u32) -> OpenSpan {
        let time = |minutes| ClockTime::from_minutes(minutes).unwrap();
        OpenSpan::new(time(from), time(until)).unwrap()
    }

    #[test]
    fn hours_of_two_spans_are_counted_once_and_kept_apart_by_day() {
        let week = Week::of([
            (Weekday::Monday, span(540, 780)),
            (Weekday::Monday, span(720, 1020)),
            (Weekday::Sunday, span(0, 1440)),
            (Weekday::Saturday, span(1320, 1440)),
        ]);
        assert_eq!((week.minutes(), week.days()), (480 + 1440 + 120, 3));
        let said = |day| week.on(day).iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(said(Weekday::Monday), ["09:00–17:00"]);
        assert_eq!(said(Weekday::Saturday), ["22:00–24:00"]);
        assert_eq!(said(Weekday::Sunday), ["00:00–24:00"]);
        assert!(said(Weekday::Tuesday).is_empty());
        assert_eq!(Week::daily(span(0, 1440)).minutes(), 168 * 60);
    }

    fn spans() -> impl Strategy<Value = Vec<(Weekday, OpenSpan)>> {
        let one = (0_usize..7, 0_u32..1440, 1_u32..600)
            .prop_map(|(day, from, long)| (Weekday::ALL[day], span(from, (from + long).min(1440))));
        prop::collection::vec(one, 0..12)
    }

    /// Tells of every minute of the week whether any of some spans has it.
    fn minute_by_minute(spans: &[(Weekday, OpenSpan)]) -> Vec<bool> {
        let mut week = vec![false; 7 * 1440];
        for (day, span) in spans {
            let start = *day as usize * 1440;
            week[start + usize::from(span.from.0)..start + usize::from(span.until.0)].fill(true);
        }
        week
    }

    proptest! {
        /// Counted minute by minute; the union is never longer than its spans.
        #[test]
        fn a_week_is_what_counting_its_minutes_finds(one in spans(), two in spans()) {
            let (a, b) = (Week::of(one.clone()), Week::of(two.clone()));
            let (x, y) = (minute_by_minute(&one), minute_by_minute(&two));
            let count = |holds: &dyn Fn(bool, bool) -> bool| {
                x.iter().zip(&y).filter(|(x, y)| holds(**x, **y)).count()
            };
            let minutes = |week: &Week| usize::try_from(week.minutes()).unwrap();
            prop_assert_eq!(minutes(&a), count(&|x, _| x));
            prop_assert_eq!(minutes(&a.or(&b)), count(&|x, y| x || y));
            prop_assert_eq!(minutes(&a.and(&b)), count(&|x, y| x && y));
            prop_assert_eq!(minutes(&a.minus(&b)), count(&|x, y| x && !y));
            prop_assert!(a.minutes() <= one.iter().map(|(_, span)| span.minutes()).sum::<u32>());
        }
    }
}
