//! Places from drawn weights: 10,000 weightings of 1,000 alternatives by 8 criteria, all places counted.
//!
//! Ratios, not times, count: beside the draws one sorting of the same totals. With `-- --table FILE` the values and the
//! counts are written for `compare_smaa.py`.

mod clock;
mod numbers;

use std::{
    fs::File,
    hint::black_box,
    io::{BufWriter, Write},
};

use clock::median;
use numbers::Numbers;
use terrier::score::mcda::{
    Acceptability, Alternatives, CriterionValue, Sampling, WeightsKnown, acceptability,
};

/// Alternatives and criteria.
const TABLE: (usize, usize) = (1_000, 8);
/// Weightings.
const DRAWS: u32 = 10_000;
/// One value in so many is a range, or not judged, in the table with gaps.
const GAPS: u64 = 10;
/// Runs behind each median.
const RUNS: usize = 5;

/// Rows of values from 0 to 100, by the thousandth.
#[allow(clippy::cast_precision_loss, reason = "a bench of values below 2^53")]
fn values(numbers: &mut Numbers) -> Vec<Vec<f64>> {
    let mut row = || (0..TABLE.1).map(|_| numbers.below(100_000) as f64 / 1e3).collect();
    (0..TABLE.0).map(|_| row()).collect()
}

/// The same table with some values as ranges of 20 and some not judged.
fn with_gaps(rows: &[Vec<f64>], numbers: &mut Numbers) -> Vec<Vec<CriterionValue>> {
    let mut value = |known: f64| match numbers.below(2 * GAPS) {
        0 => CriterionValue::NotJudged,
        1 => CriterionValue::Range { low: known - 10.0, high: known + 10.0 },
        _ => CriterionValue::Known(known),
    };
    rows.iter().map(|row| row.iter().map(|known| value(*known)).collect()).collect()
}

fn counted(rows: Vec<Vec<CriterionValue>>, groups: Vec<usize>) -> (f64, Option<Acceptability>) {
    let Ok(alternatives) = Alternatives::new(groups, rows) else { return (f64::NAN, None) };
    let sampling = Sampling { draws: DRAWS, seed: 1, places: TABLE.0, pairs_among: 0 };
    let mut found = None;
    let seconds = median(RUNS, || {
        found = acceptability(black_box(&alternatives), &WeightsKnown::Nothing, sampling).ok();
    });
    (seconds, found)
}

#[allow(clippy::print_stdout, reason = "a bench prints its times and ratios")]
fn main() -> std::io::Result<()> {
    let mut numbers = Numbers(1);
    let rows = values(&mut numbers);
    let known: Vec<Vec<CriterionValue>> =
        rows.iter().map(|row| row.iter().copied().map(CriterionValue::Known).collect()).collect();
    let gaps = with_gaps(&rows, &mut numbers);
    let totals: Vec<f64> = rows.iter().map(|row| row.iter().sum()).collect();
    let sort = median(RUNS, || {
        for _ in 0..DRAWS {
            let mut totals = black_box(&totals).clone();
            totals.sort_unstable_by(f64::total_cmp);
            black_box(totals);
        }
    });
    let say = |what: &str, seconds: f64| {
        println!("{what}: {:.1} ms, {:.2} times sorting totals", seconds * 1e3, seconds / sort);
    };
    let (all, found) = counted(known.clone(), vec![0; TABLE.1]);
    say("places, all threads", all);
    if let Ok(pool) = rayon::ThreadPoolBuilder::new().num_threads(1).build() {
        say("places, one thread", pool.install(|| counted(known, vec![0; TABLE.1]).0));
    }
    let in_two = (0..TABLE.1).map(|criterion| criterion / 4).collect();
    say("places with ranges and gaps, all threads", counted(gaps, in_two).0);

    let mut arguments = std::env::args().skip_while(|argument| argument != "--table").skip(1);
    if let (Some(path), Some(found)) = (arguments.next(), found) {
        let mut file = BufWriter::new(File::create(path)?);
        for row in &rows {
            let row: Vec<String> = row.iter().map(|value| format!("{value:.3}")).collect();
            writeln!(file, "values {}", row.join(" "))?;
        }
        for alternative in 0..TABLE.0 {
            let counts: Vec<String> = (1..=TABLE.0)
                .map(|place| found.count(alternative, place).unwrap_or(0).to_string())
                .collect();
            writeln!(file, "counts {}", counts.join(" "))?;
        }
        file.flush()?;
    }
    Ok(())
}
