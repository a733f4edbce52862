//! The cells of a sheet as text, as a person reads them.

use calamine::{Data, ExcelDateTime};

/// What a number is shown as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    PerCent,
    Date,
}

/// Tells what a number format shows a number as: by a `%`, or a letter of dates, that is no text of its own.
///
/// All sections are looked at: the first of `[=0]"-";dd/mm/yyyy` shows no date, and the cell is one.
pub(super) fn shown_by(format: &str) -> Option<Shown> {
    let (mut quoted, mut bracketed, mut escaped) = (false, false, false);
    for c in format.replace("General", "").chars() {
        match c {
            _ if escaped => escaped = false,
            // What follows `_` is the width of a blank, and what follows `*` fills the cell.
            '\\' | '_' | '*' if !quoted => escaped = true,
            '"' => quoted = !quoted,
            '[' if !quoted => bracketed = true,
            ']' if !quoted => bracketed = false,
            _ if quoted || bracketed => {}
            '%' => return Some(Shown::PerCent),
            'd' | 'D' | 'm' | 'M' | 'y' | 'Y' | 'h' | 'H' | 's' | 'S' => return Some(Shown::Date),
            _ => {}
        }
    }
    None
}

/// Writes a sheet's cell as text: dates as ISO, times by the clock, a number as its shortest decimal text.
pub(super) fn cell_text(cell: &Data) -> String {
    match cell {
        Data::Empty => String::new(),
        Data::String(text) => text.clone(),
        Data::DateTimeIso(text) => text.split('T').next().unwrap_or(text).to_owned(),
        Data::DurationIso(text) => {
            let clock = text.trim_start_matches("PT").replace(['H', 'M'], ":");
            clock.trim_end_matches('S').to_owned()
        }
        Data::Bool(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Data::Int(whole) => whole.to_string(),
        Data::Float(number) => float_text(*number),
        Data::DateTime(stamp) => time_text(stamp),
        other => other.to_string(),
    }
}

/// Writes a date as ISO; a duration, or a time without a day, by the clock.
pub(super) fn time_text(stamp: &ExcelDateTime) -> String {
    let day = stamp.as_f64();
    if stamp.is_duration() || (0.0..1.0).contains(&day) {
        let seconds = stamp.as_duration().map_or(0, |time| time.num_seconds());
        return format!("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
    // A day before the first is none, and no number either.
    stamp.as_datetime().filter(|_| day >= 1.0).map_or_else(
        || format!("{} days, not a date", float_text(day)),
        |time| time.date().to_string(),
    )
}

/// Writes a float of a sheet as decimal text, without the noise of binary arithmetic.
///
/// A number within a millionth of a penny of two decimals is those two decimals; any other keeps its
/// shortest text, so that a money column refuses it.
pub(in crate::load) fn float_text(number: f64) -> String {
    let penny = (number * 100.0).round() / 100.0;
    let noise = f64::max(1e-8, number.abs() * 4.0 * f64::EPSILON);
    if (number - penny).abs() <= noise { format!("{penny}") } else { format!("{number}") }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(0.1 + 0.2, "0.3")]
    #[case(1234.5, "1234.5")]
    #[case(35_000_000.0 * (1.0 + f64::EPSILON), "35000000")]
    #[case(12.345, "12.345")]
    #[case(-0.07, "-0.07")]
    fn sheet_numbers_lose_binary_noise_only(#[case] number: f64, #[case] text: &str) {
        assert_eq!(float_text(number), text);
    }

    #[rstest]
    #[case("0%", Some(Shown::PerCent))]
    #[case("0.00%;[Red]-0.00%", Some(Shown::PerCent))]
    #[case("[=0]\"-\";dd/mm/yyyy", Some(Shown::Date))]
    #[case("0\"%\"", None)]
    #[case("0\\%", None)]
    #[case("[Red]#,##0 \"m²\"", None)]
    #[case("_d#,##0_m;[$-809]0", None)]
    #[case("General", None)]
    fn a_format_tells_what_is_shown(#[case] format: &str, #[case] shown: Option<Shown>) {
        assert_eq!(shown_by(format), shown);
    }
}
