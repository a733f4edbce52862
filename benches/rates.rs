//! How long the rates of dated series take: all of them, by [`terrier::finance::xirr`].
//!
//! Two lots of series of 41 flows, the same in every run: 100,000 with one change of sign, and 10,000 with three
//! or more. The baseline is one valuation of the same flows in floating point, the least any solver must do, some
//! times over. With `-- --series FILE` the series and their rates are written, a line each, for
//! `compare_rates.py`.

mod clock;
mod numbers;

use std::{
    fs::File,
    hint::black_box,
    io::{BufWriter, Write},
};

use chrono::Days;
use clock::median;
use numbers::Numbers;
use terrier::{
    finance::xirr,
    model::{Date, Money},
};

/// Flows of a series.
const FLOWS: usize = 41;
/// Series with one change of sign, and with three or more.
const SERIES: (usize, usize) = (100_000, 10_000);
/// Runs behind each median.
const RUNS: usize = 5;

type Series = Vec<(Date, Money)>;

/// Returns from a penny to £10,000.
fn pence(numbers: &mut Numbers) -> i64 {
    i64::try_from(numbers.below(1_000_000) + 1).unwrap_or(1)
}

/// Returns days one to 180 after each other, from 1 January 2000 on.
fn days(numbers: &mut Numbers) -> Vec<Date> {
    let mut day = Date::from_ymd_opt(2000, 1, 1).unwrap_or_default();
    let step = |_| {
        let today = day;
        day = day + Days::new(1 + numbers.below(180));
        today
    };
    (0..FLOWS).map(step).collect()
}

/// Money goes out on the first day, 40 to 104 % of what comes in after it: rates about nought to 30 %.
fn one_change(numbers: &mut Numbers) -> Series {
    let days = days(numbers);
    let mut pence: Vec<i64> = days.iter().map(|_| pence(numbers)).collect();
    let inward: i64 = pence[1..].iter().sum();
    let share = i64::try_from(40 + numbers.below(65)).unwrap_or(100);
    pence[0] = -inward * share / 100;
    days.into_iter().zip(pence.into_iter().map(Money::from_pence)).collect()
}

/// Money turns after some of the flows, three times or more.
fn more_changes(numbers: &mut Numbers) -> Series {
    loop {
        let often = 3 + numbers.below(12);
        let days = days(numbers);
        let mut sign = -1;
        let mut turns = 0;
        let flow = |day| {
            if numbers.below(often) == 0 {
                sign = -sign;
                turns += 1;
            }
            (day, Money::from_pence(sign * pence(numbers)))
        };
        let series: Series = days.into_iter().map(flow).collect();
        if changes(&series) >= 3 {
            return series;
        }
    }
}

fn changes(series: &Series) -> usize {
    series.windows(2).filter(|pair| (pair[0].1 < Money::ZERO) != (pair[1].1 < Money::ZERO)).count()
}

/// Values flows of pence once at 10 % a year.
#[allow(clippy::cast_precision_loss, reason = "a baseline in floating point")]
fn valued(flows: &[(i64, i64)]) -> f64 {
    let force = 1.1_f64.ln() / 365.0;
    flows.iter().map(|(day, pence)| *pence as f64 * (-force * *day as f64).exp()).sum()
}

/// Returns days from the first flow, and pence.
fn plain(series: &Series) -> Vec<(i64, i64)> {
    let first = series[0].0;
    let flow = |(day, sum): &(Date, Money)| ((*day - first).num_days(), sum.pence().unwrap_or(0));
    series.iter().map(flow).collect()
}

/// Writes a line a series: its lot, its rates, and its flows as `date pence`, apart by semicolons.
fn write_series(file: &mut impl Write, lot: &str, all: &[Series]) -> std::io::Result<()> {
    for series in all {
        let rates = xirr(series).map(|r| r.all().iter().map(|root| root.rate).collect());
        let rates: Vec<f64> = rates.unwrap_or_default();
        let rates: Vec<String> = rates.iter().map(ToString::to_string).collect();
        let flow = |(day, sum): &(Date, Money)| format!("{day} {}", sum.pence().unwrap_or(0));
        let flows: Vec<String> = series.iter().map(flow).collect();
        writeln!(file, "{lot};{};{}", rates.join(" "), flows.join(";"))?;
    }
    Ok(())
}

#[allow(
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a bench prints its times and ratios"
)]
fn main() -> std::io::Result<()> {
    let mut numbers = Numbers(1);
    let one: Vec<Series> = (0..SERIES.0).map(|_| one_change(&mut numbers)).collect();
    let more: Vec<Series> = (0..SERIES.1).map(|_| more_changes(&mut numbers)).collect();
    let lots = [("one change of sign", &one), ("three changes or more", &more)];
    for (lot, all) in lots {
        let flat: Vec<Vec<(i64, i64)>> = all.iter().map(plain).collect();
        let time = median(RUNS, || {
            for series in all {
                drop(black_box(xirr(black_box(series))));
            }
        });
        let once = median(RUNS, || {
            for flows in &flat {
                black_box(valued(black_box(flows)));
            }
        });
        let each = time * 1e6 / all.len() as f64;
        println!("{lot}: {each:.3} µs a series, {:.1} valuations of its flows", time / once);
    }
    let mut arguments = std::env::args().skip_while(|argument| argument != "--series").skip(1);
    if let Some(path) = arguments.next() {
        let mut file = BufWriter::new(File::create(path)?);
        for (lot, all) in lots {
            write_series(&mut file, lot, all)?;
        }
        file.flush()?;
    }
    Ok(())
}
