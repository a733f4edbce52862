//! How long it takes to find the nearest partners of many sites, and what many sets of closures leave within reach.
//!
//! 100,000 sites and 5,000 partners in one county, the five nearest of each; and 1,000 sets of ten closures among 60 sites
//! that serve 5,000 zones. The same in every run. The baseline of the first is a distance to five partners for each site,
//! that of the second one reading of every way. With `-- --points FILE` the points, the partners found and the sets with
//! what stays within reach are written for `compare_places.py`.

mod clock;
mod numbers;

use std::{
    fs::File,
    hint::black_box,
    io::{BufWriter, Write},
};

use clock::median;
use geo::Point;
use numbers::Numbers;
use rayon::prelude::*;
use terrier::place::{Access, Nearest, Wanted, Way, metres_between};

/// Sites and partners.
const POINTS: (usize, usize) = (100_000, 5_000);
/// Partners that are found for each site.
const NEAREST: usize = 5;
/// Sites, zones, sets, and closures in a set.
const CLOSING: (usize, usize, usize, usize) = (60, 5_000, 1_000, 10);
/// Minutes within reach.
const MINUTES: f64 = 20.0;
/// Runs behind each median.
const RUNS: usize = 5;

/// A point of a county some 70 km wide and 110 km high.
#[allow(clippy::cast_precision_loss, reason = "a bench of points to the millionth of a degree")]
fn point(numbers: &mut Numbers) -> Point {
    let mut degrees = |least: f64, wide: u64| least + numbers.below(wide) as f64 / 1e6;
    Point::new(degrees(-0.5, 1_000_000), degrees(52.0, 1_000_000))
}

/// Minutes from each zone to each site: metres × 1.3 at 40 km an hour.
fn minutes(zones: &[Point], sites: &[Point]) -> Vec<Vec<f64>> {
    let of = |zone: &Point| {
        sites.iter().map(|site| metres_between(*zone, *site) * 1.3 / (40_000.0 / 60.0)).collect()
    };
    zones.iter().map(of).collect()
}

/// A set of closures: which of the sites stay open.
fn open(numbers: &mut Numbers) -> Vec<bool> {
    let mut open = vec![true; CLOSING.0];
    while open.iter().filter(|open| !**open).count() < CLOSING.3 {
        let site = numbers.below(CLOSING.0 as u64);
        open[usize::try_from(site).unwrap_or(0)] = false;
    }
    open
}

#[allow(
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a bench prints its times and ratios"
)]
fn main() -> std::io::Result<()> {
    let mut numbers = Numbers(1);
    let mut points = |many: usize| (0..many).map(|_| point(&mut numbers)).collect::<Vec<_>>();
    let (sites, partners) = (points(POINTS.0), points(POINTS.1));
    let (few, zones) = (points(CLOSING.0), points(CLOSING.1));
    let tree = Nearest::of(partners.iter().copied().enumerate());
    let found = |site: &Point| tree.around(*site, NEAREST);
    let one = median(RUNS, || {
        for site in &sites {
            black_box(found(black_box(site)));
        }
    });
    let all = median(RUNS, || {
        sites.par_iter().for_each(|site| drop(black_box(found(black_box(site)))));
    });
    let least = median(RUNS, || {
        for site in &sites {
            for partner in &partners[..NEAREST] {
                black_box(metres_between(black_box(*site), *partner));
            }
        }
    });
    println!("nearest, one thread: {:.1} ms, {:.1} times the distances", one * 1e3, one / least);
    println!("nearest, all threads: {:.1} ms, {:.1} times the distances", all * 1e3, all / least);

    let minutes = minutes(&zones, &few);
    let demand: Vec<u64> = zones.iter().map(|_| 200 + numbers.below(2_000)).collect();
    let ways = minutes.iter().map(|of_zone| {
        let way =
            |(place, minutes): (usize, &f64)| Way { minutes: *minutes, place, estimated: true };
        of_zone.iter().enumerate().map(way).collect()
    });
    let access = Access::new(ways);
    let wanted = Wanted { demand: &demand, minutes: MINUTES };
    let sets: Vec<Vec<bool>> = (0..CLOSING.2).map(|_| open(&mut numbers)).collect();
    let measured = |open: &Vec<bool>| access.coverage(0..access.zones(), wanted, open);
    let one = median(RUNS, || {
        for set in &sets {
            black_box(measured(black_box(set)));
        }
    });
    let all = median(RUNS, || {
        sets.par_iter().for_each(|set| {
            black_box(measured(black_box(set)));
        });
    });
    let read = median(RUNS, || {
        black_box(minutes.iter().flatten().filter(|minutes| **minutes <= MINUTES).count());
    });
    println!("closures, one thread: {:.1} ms, {:.1} readings of every way", one * 1e3, one / read);
    println!("closures, all threads: {:.1} ms, {:.1} readings of every way", all * 1e3, all / read);

    let mut arguments = std::env::args().skip_while(|argument| argument != "--points").skip(1);
    if let Some(path) = arguments.next() {
        let mut file = BufWriter::new(File::create(path)?);
        for (name, points) in
            [("site", &sites), ("partner", &partners), ("place", &few), ("zone", &zones)]
        {
            for point in points {
                writeln!(file, "{name} {:.6} {:.6}", point.x(), point.y())?;
            }
        }
        for site in &sites {
            let near: Vec<String> = found(site).iter().map(|(at, _)| at.to_string()).collect();
            writeln!(file, "near {}", near.join(" "))?;
        }
        for demand in &demand {
            writeln!(file, "demand {demand}")?;
        }
        for set in &sets {
            let closed: Vec<String> =
                (0..set.len()).filter(|at| !set[*at]).map(|at| at.to_string()).collect();
            writeln!(file, "set {} {}", measured(set).within, closed.join(" "))?;
        }
        file.flush()?;
    }
    Ok(())
}
