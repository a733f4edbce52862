//! How long the stages take on a synthetic estate, each against a baseline of the same run.
//!
//! The baseline is the least that any reader must do: walk every record of the same files with the `csv`
//! crate. After criterion's own figures the ratios of medians are printed; a bare time says little.

mod clock;

use std::{
    hint::black_box,
    path::{Path, PathBuf},
    process::Command,
};

use clock::median;
use criterion::Criterion;
use terrier::{
    load::{self, Estate, Hashes},
    measure,
    policy::Policy,
    score, tenure,
};

/// Sites of the synthetic estate.
const SITES: &str = "2000";
/// Runs behind each median of the ratios.
const RUNS: usize = 11;

/// Makes the estate with the generator, once.
fn estate() -> std::io::Result<PathBuf> {
    let root = std::env::temp_dir().join(format!("terrier-bench-{SITES}"));
    let snapshot = root.join("2020-03-31");
    if !snapshot.join("sites.csv").exists() {
        Command::new(env!("CARGO_BIN_EXE_generate"))
            .args(["synthetic", SITES])
            .arg(&root)
            .status()?;
    }
    Ok(snapshot)
}

/// Walks every record of every table and returns how many there are.
fn walk(snapshot: &Path) -> usize {
    let tables = ["sites", "leases", "costs", "occupancy", "teams", "constraints"];
    let mut count = 0;
    for table in tables {
        let path = snapshot.join(format!("{table}.csv"));
        let Ok(mut reader) = csv::Reader::from_path(path) else { continue };
        let mut record = csv::ByteRecord::new();
        while reader.read_byte_record(&mut record).unwrap_or(false) {
            count += 1;
        }
    }
    count
}

fn read(snapshot: &Path, policy: &Policy) -> Option<Estate> {
    load::load(snapshot, policy, Hashes::NotWanted).ok().and_then(|checked| checked.value)
}

#[allow(clippy::print_stdout, reason = "a bench prints its ratios")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let snapshot = estate()?;
    let policy = Policy::default_policy()?;
    let estate = read(&snapshot, &policy).ok_or("the synthetic estate has errors")?;
    let tenure = tenure::tenure(&estate, &policy);
    let measures = measure::measure(&estate, &tenure, &policy)?;

    let mut criterion = Criterion::default().configure_from_args();
    let mut group = criterion.benchmark_group(format!("{SITES} sites"));
    group.sample_size(10);
    group.bench_function("baseline: csv walk", |b| b.iter(|| walk(black_box(&snapshot))));
    group.bench_function("load", |b| b.iter(|| read(black_box(&snapshot), &policy)));
    group.bench_function("tenure", |b| b.iter(|| tenure::tenure(black_box(&estate), &policy)));
    group.bench_function("measure", |b| {
        b.iter(|| measure::measure(black_box(&estate), &tenure, &policy));
    });
    group.bench_function("score and rank", |b| {
        b.iter(|| score::rank(black_box(&estate), &tenure, &measures, &policy));
    });
    group.finish();
    criterion.final_summary();

    let baseline = median(RUNS, || {
        black_box(walk(&snapshot));
    });
    let ratio = |name: &str, time: f64| println!("{name}: {:.2} of the csv walk", time / baseline);
    ratio("load", median(RUNS, || drop(black_box(read(&snapshot, &policy)))));
    ratio("tenure", median(RUNS, || drop(black_box(tenure::tenure(&estate, &policy)))));
    ratio("measure", median(RUNS, || drop(black_box(measure::measure(&estate, &tenure, &policy)))));
    let rank = || score::rank(&estate, &tenure, &measures, &policy);
    ratio("score and rank", median(RUNS, || drop(black_box(rank()))));
    Ok(())
}
