//! Times of day as people and spreadsheets write them.

use rust_decimal::{Decimal, prelude::ToPrimitive};

use crate::model::ClockTime;

/// What a cell of opening hours says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Clock {
    /// A time.
    At(ClockTime),
    /// That the counter is closed.
    Closed,
}

/// Reads a time of day: `09:00`, `9.30`, `9am`, `0900`, `9`, `noon`, or a spreadsheet's fraction of a day.
///
/// `None` where it can be two times: `0.25` is a quarter of the day, or a quarter past midnight.
pub(super) fn read(text: &str) -> Option<Clock> {
    let text = text.trim().to_lowercase();
    let at = |minutes: u32| ClockTime::from_minutes(minutes).map(Clock::At);
    match text.as_str() {
        "closed" | "shut" => return Some(Clock::Closed),
        "noon" | "midday" | "12 noon" | "12noon" => return at(12 * 60),
        "midnight" | "12 midnight" => return at(0),
        _ => {}
    }
    let halves = [("am", 0), ("a.m.", 0), ("a.m", 0), ("pm", 12), ("p.m.", 12), ("p.m", 12)];
    for (half, later) in halves {
        if let Some(rest) = text.strip_suffix(half) {
            let (hour, minute) = parts(rest.trim_end())?;
            return (1..=12).contains(&hour).then(|| at((hour % 12 + later) * 60 + minute))?;
        }
    }
    let text = text.trim_end_matches("hrs").trim_end_matches('h').trim_end();
    if text.strip_prefix("0.").is_some_and(|tail| tail.len() != 2 || tail >= "60") {
        return at(of_fraction(text)?);
    }
    if text.starts_with("0.") {
        return None;
    }
    let (hour, minute) = parts(text)?;
    at(hour * 60 + minute)
}

/// Reads hours and minutes; seconds, which spreadsheets add, are rounded to the minute.
fn parts(text: &str) -> Option<(u32, u32)> {
    let digits = |t: &str, most: usize| -> Option<u32> {
        let plain = !t.is_empty() && t.len() <= most && t.bytes().all(|b| b.is_ascii_digit());
        plain.then(|| t.parse().ok())?
    };
    let two = |t: &str| (t.len() == 2).then(|| digits(t, 2)).flatten().filter(|n| *n < 60);
    if let Some((hour, rest)) = text.split_once(':') {
        let (minute, second) = rest.split_once(':').unwrap_or((rest, "00"));
        let minutes = two(minute)? + u32::from(two(second)? >= 30);
        return Some((digits(hour, 2)?, minutes));
    }
    if let Some((hour, minute)) = text.split_once('.') {
        return Some((digits(hour, 2)?, two(minute)?));
    }
    match text.len() {
        3 | 4 => {
            let (hour, minute) = text.split_at_checked(text.len() - 2)?;
            Some((digits(hour, 2)?, two(minute)?))
        }
        _ => Some((digits(text, 2)?, 0)),
    }
}

/// Returns the minutes of a fraction of a day, where it is whole minutes but for a spreadsheet's last digits.
fn of_fraction(text: &str) -> Option<u32> {
    let minutes = text.parse::<Decimal>().ok()?.checked_mul(Decimal::from(24 * 60))?;
    let whole = minutes.round();
    ((minutes - whole).abs() < Decimal::new(1, 2)).then(|| whole.to_u32())?
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("09:00", "09:00")]
    #[case("9:00", "09:00")]
    #[case(" 09.30 ", "09:30")]
    #[case("9am", "09:00")]
    #[case("9.30 a.m.", "09:30")]
    #[case("5:15PM", "17:15")]
    #[case("12am", "00:00")]
    #[case("12 pm", "12:00")]
    #[case("Noon", "12:00")]
    #[case("midnight", "00:00")]
    #[case("0900", "09:00")]
    #[case("1730hrs", "17:30")]
    #[case("900", "09:00")]
    #[case("9", "09:00")]
    #[case("24:00", "24:00")]
    #[case("24:00:00", "24:00")]
    #[case("8:59:59", "09:00")]
    #[case("0.375", "09:00")]
    #[case("0.708333333333333", "17:00")]
    #[case("0.5", "12:00")]
    #[case("0.75", "18:00")]
    #[case("00.30", "00:30")]
    fn times_are_read(#[case] text: &str, #[case] time: &str) {
        let Some(Clock::At(read)) = read(text) else { panic!("{text}") };
        assert_eq!(read.to_string(), time);
    }

    #[rstest]
    #[case("0.25")]
    #[case("9.5")]
    #[case("25:00")]
    #[case("24:01")]
    #[case("9:60")]
    #[case("13pm")]
    #[case("0am")]
    #[case("0.3333")]
    #[case("1.375")]
    #[case("-9")]
    #[case("9-5")]
    #[case("1e3")]
    #[case("09:00–17:00")]
    #[case("é9")]
    #[case("")]
    fn what_is_no_time_or_two_is_not_read(#[case] text: &str) {
        assert_eq!(read(text), None);
    }

    #[test]
    fn closed_is_no_time() {
        assert_eq!(read("Closed"), Some(Clock::Closed));
    }
}
