//! A scale from days to points of a picture, and its ticks.

use chrono::{Datelike, Months};

use super::{
    font_metrics::{FontMetrics, FontWeight},
    sheet::{BLACK, GREY, GRID, Line, Sheet},
};
use crate::model::{Date, day_number, to_whole};

/// A scale of days from the first to the last.
#[derive(Debug, Clone, Copy)]
pub(super) struct Days {
    first: Date,
    last: Date,
    /// The points of the first and the last day.
    points: (f64, f64),
}

impl Days {
    /// Returns a scale of at least a month.
    pub(super) fn new(first: Date, last: Date, points: (f64, f64)) -> Self {
        let least = first.checked_add_months(Months::new(1)).unwrap_or(first);
        Self { first, last: last.max(least), points }
    }

    /// Returns the points of the first and the last day.
    pub(super) const fn points(&self) -> (f64, f64) {
        self.points
    }

    /// Tells whether a day is on the scale.
    pub(super) fn holds(&self, day: Date) -> bool {
        (self.first..=self.last).contains(&day)
    }

    /// Returns the point of a day, at an end for one beyond it.
    pub(super) fn at(&self, day: Date) -> f64 {
        let days = |until: Date| f64::from(day_number(until) - day_number(self.first));
        let day = day.clamp(self.first, self.last);
        self.points.0 + days(day) / days(self.last).max(1.0) * (self.points.1 - self.points.0)
    }

    /// Returns the first days of months that make ticks, ten at most and no more than have room, and their words.
    fn ticks(&self) -> Vec<(Date, String)> {
        const STEPS: [i32; 8] = [1, 3, 6, 12, 24, 60, 120, 1200];
        const ROOM: f64 = 72.0;
        let most = to_whole((self.points.1 - self.points.0) / ROOM).clamp(2, 10);
        let most = i32::try_from(most).unwrap_or(2);
        let month = |day: Date| day.year() * 12 + day.month0().cast_signed();
        let (from, until) = (month(self.first) + 1, month(self.last));
        let step = STEPS.into_iter().find(|s| (until - from) / s < most).unwrap_or(12_000);
        let tick = |month: i32| {
            let first = u32::try_from(month.rem_euclid(12) + 1).ok()?;
            let day = Date::from_ymd_opt(month.div_euclid(12), first, 1)?;
            let words = if step < 12 { "%b %Y" } else { "%Y" };
            Some((day, day.format(words).to_string()))
        };
        (from..=until).filter(|m| m.rem_euclid(step) == 0).filter_map(tick).collect()
    }

    /// Draws grid lines over a height, the words of the ticks above and below, and the first day.
    pub(super) fn grid(&self, sheet: &mut Sheet, metrics: &FontMetrics, top: f64, bottom: f64) {
        const SIZE: f64 = 13.0;
        let first = short_day(self.first);
        let taken = self.points.0 + 8.0;
        let put = |sheet: &mut Sheet, line: &Line| {
            for y in [top - 10.0, bottom + 18.0] {
                sheet.text(Line { y, ..line.clone() });
            }
        };
        for (day, words) in self.ticks() {
            let x = self.at(day);
            sheet.stroke((x, top), (x, bottom), 1.0, GRID);
            let half = metrics.width(&words, SIZE, FontWeight::Regular) / 2.0;
            if x - half > taken && x + half <= self.points.1 + half.min(20.0) {
                put(sheet, &Line::new(words, x, 0.0, SIZE).middle().colour(GREY));
            }
        }
        sheet.stroke((self.points.0, top), (self.points.0, bottom), 2.0, BLACK);
        put(sheet, &Line::new(first, self.points.0, 0.0, SIZE).bold().end());
    }
}

/// Returns a day as a picture has room for it: `1 Mar 2020`.
pub(super) fn short_day(day: Date) -> String {
    day.format("%-d %b %Y").to_string()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::years(
        "2020-03-31",
        "2025-03-31",
        "Jul 2020 Jan 2021 Jul 2021 Jan 2022 Jul 2022 Jan 2023 Jul 2023 Jan 2024 Jul 2024 Jan 2025"
    )]
    #[case::a_year("2020-03-31", "2021-03-31", "Apr 2020 Jul 2020 Oct 2020 Jan 2021")]
    #[case::months("2020-03-31", "2020-06-01", "Apr 2020 May 2020 Jun 2020")]
    #[case::no_time("2020-03-31", "2020-03-31", "Apr 2020")]
    #[case::an_age("2020-03-31", "2080-03-31", "2030 2040 2050 2060 2070 2080")]
    fn ticks_begin_months(#[case] first: &str, #[case] last: &str, #[case] expected: &str) {
        let days = Days::new(first.parse().unwrap(), last.parse().unwrap(), (0.0, 750.0));
        let words: Vec<String> = days.ticks().into_iter().map(|t| t.1).collect();
        assert_eq!(words.join(" "), expected);
    }

    #[test]
    fn days_beyond_the_scale_stand_at_its_ends() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        let days = Days::new(day("2020-01-01"), day("2020-12-31"), (100.0, 465.0));
        assert!((days.at(day("2020-01-11")) - 110.0).abs() < 1e-9);
        assert!((days.at(Date::MIN) - 100.0).abs() < 1e-9);
        assert!((days.at(Date::MAX) - 465.0).abs() < 1e-9);
        assert!(Days::new(Date::MAX, Date::MAX, (0.0, 1.0)).at(Date::MAX).is_finite());
    }
}
