//! Benchmarks of several bodies in words: a table for each, uses down and bodies across.

use super::{ALL_BODIES, TextBlock, capital, counted, number, spoken};
use crate::{
    edition::{Benchmark, BenchmarkRow, Edition, GroupView},
    model::{decimals, pounds, with_thousands},
};

/// Names the unit of a benchmark.
pub(crate) const fn benchmark_unit(benchmark: Benchmark) -> &'static str {
    match benchmark {
        Benchmark::CostPerM2 | Benchmark::EnergyPerM2 => "£ per m² a year",
        Benchmark::BacklogPerM2 => "£ per m²",
        Benchmark::AreaPerFte => "m² per FTE",
        Benchmark::Utilisation => "share",
    }
}

/// Names a benchmark, in words that begin small.
pub(crate) const fn benchmark_name(benchmark: Benchmark) -> &'static str {
    match benchmark {
        Benchmark::CostPerM2 => "running cost per m²",
        Benchmark::EnergyPerM2 => "energy cost per m²",
        Benchmark::BacklogPerM2 => "backlog per m²",
        Benchmark::AreaPerFte => "office area per FTE",
        Benchmark::Utilisation => "utilisation",
    }
}

/// Names the chart of a benchmark.
pub(crate) fn benchmark_chart(benchmark: Benchmark) -> String {
    format!("benchmark_{}", benchmark.word())
}

/// Writes a value with all its digits, in the unit of the benchmark.
pub(crate) fn benchmark_digits(benchmark: Benchmark, value: i64) -> String {
    match benchmark {
        Benchmark::Utilisation => decimals(value, 10_000, 4),
        _ => decimals(value, 100, 2),
    }
}

/// Defines a benchmark: what is divided by what.
const fn definition(benchmark: Benchmark) -> &'static str {
    match benchmark {
        Benchmark::CostPerM2 => {
            "Running cost of the last whole financial year without rent, divided by gross internal area."
        }
        Benchmark::EnergyPerM2 => {
            "Utilities (energy and water) of the last whole financial year, divided by gross internal area. A site whose \
             ledger has no utilities is not counted: its landlord may pay them."
        }
        Benchmark::BacklogPerM2 => {
            "Backlog maintenance of high and significant risk on the register, divided by gross internal area. The register does not say \
             when condition was surveyed."
        }
        Benchmark::AreaPerFte => "Office net internal area divided by office staff in FTE.",
        Benchmark::Utilisation => {
            "Utilisation over the 12 months before the day of the data, as observed."
        }
    }
}

/// Defines a benchmark as an edition has it.
pub(crate) fn benchmark_definition(edition: Edition, benchmark: Benchmark) -> &'static str {
    match edition {
        Edition::Restricted => definition(benchmark),
        Edition::Public => {
            "Running cost without rent, service charge and security, divided by gross internal area, as each body publishes it \
             for a site, in steps."
        }
    }
}

/// Writes a value with its unit, rounded.
pub(crate) fn benchmark_shown(benchmark: Benchmark, value: i64) -> String {
    match benchmark {
        Benchmark::CostPerM2 | Benchmark::EnergyPerM2 | Benchmark::BacklogPerM2 => pounds(value),
        Benchmark::AreaPerFte => with_thousands(&decimals(value, 100, 1)),
        Benchmark::Utilisation => format!("{}%", decimals(value, 100, 0)),
    }
}

/// Tells every benchmark that a site has a figure of.
pub(crate) fn group_benchmarks(of: &GroupView) -> impl Iterator<Item = TextBlock> {
    Benchmark::ALL.iter().filter_map(|benchmark| block(of, *benchmark))
}

fn block(of: &GroupView, benchmark: Benchmark) -> Option<TextBlock> {
    let own = || of.benchmarks.iter().filter(move |row| row.benchmark == benchmark);
    let mut bodies: Vec<&str> = Vec::new();
    for body in of.read() {
        if own().any(|row| row.body.as_deref() == Some(&body.body)) {
            bodies.push(&body.body);
        }
    }
    let uses: Vec<&BenchmarkRow> =
        own().filter(|row| row.body.is_none() && row.known > 0).collect();
    if uses.is_empty() {
        return None;
    }
    let cell = |all: &BenchmarkRow, body: &str| {
        let find = own().find(|r| r.site_use == all.site_use && r.body.as_deref() == Some(body));
        let Some(row) = find else { return "\u{2013}".to_owned() };
        let mark = match (row.above, row.below) {
            (Some(above), _) if above > 0 => format!("; {above} high"),
            _ => String::new(),
        };
        match row.value {
            None => format!("not known ({} of {})", row.known, row.of),
            Some(value) => {
                let value = benchmark_shown(benchmark, value);
                // What the public edition shows is the median.
                let own = row.median.filter(|_| of.edition == Edition::Restricted);
                let middle = own.map(|own| format!("; median {}", benchmark_shown(benchmark, own)));
                let middle = middle.unwrap_or_default();
                format!("{value} ({} of {}{middle}{mark})", row.known, row.of)
            }
        }
    };
    let row = |all: &&BenchmarkRow| {
        let mut cells = vec![capital(&spoken(all.site_use.word()))];
        cells.extend(bodies.iter().map(|body| cell(all, body)));
        cells.push(all.value.map_or_else(
            || format!("not known ({} of {})", all.known, all.of),
            |value| format!("{} ({} of {})", benchmark_shown(benchmark, value), all.known, all.of),
        ));
        cells.push(all.quartiles.map_or_else(
            || "too few sites".to_owned(),
            |[low, middle, high]| {
                let each = [low, middle, high].map(|value| benchmark_shown(benchmark, value));
                each.join(" / ")
            },
        ));
        cells
    };
    let mut header = vec!["Use".to_owned()];
    header.extend(bodies.iter().map(|body| (*body).to_owned()));
    header.extend([ALL_BODIES.to_owned(), "Lower quartile / median / upper".to_owned()]);
    let mut data: Vec<&str> =
        own().flat_map(|row| row.data_of.iter().map(String::as_str)).collect();
    data.sort_unstable();
    data.dedup();
    Some(TextBlock {
        rows: uses.iter().map(row).collect(),
        numbers: (1..header.len()).collect(),
        header,
        chart: Some(benchmark_chart(benchmark)),
        ..TextBlock::new(
            &format!("Benchmark: {}", benchmark_name(benchmark)),
            said(of, benchmark, &data),
        )
    })
}

/// Says of which years or days the data of a benchmark is.
pub(crate) fn benchmark_data(data: &[&str]) -> String {
    let told: Vec<String> = data.iter().map(|text| benchmark_day(text)).collect();
    let several = if told.len() > 1 { ", compared as they are" } else { "" };
    format!("Data of {}{several}.", super::and_list(&told))
}

/// Writes a year as it is, and a day in words.
pub(crate) fn benchmark_day(text: &str) -> String {
    text.parse().map_or_else(|_| text.to_owned(), super::long_date)
}

fn said(of: &GroupView, benchmark: Benchmark, data: &[&str]) -> Vec<String> {
    let data = benchmark_data(data);
    let whole = |count: u32| usize::try_from(count).unwrap_or(usize::MAX);
    let definition = benchmark_definition(of.edition, benchmark).to_owned();
    match of.edition {
        Edition::Restricted => vec![
            definition,
            format!(
                "A body\u{2019}s figure is the sum over its open sites divided by the sum of their {}, so large sites weigh most. In \
                 brackets: the sites with both figures, of all of the use; the median of its sites, where at least {} have the figure; \
                 how many of them are above the upper quartile (\u{2018}high\u{2019}). Quartiles are of single sites of all bodies, by \
                 nearest rank, where there are at least {}: compare a body\u{2019}s median with them, not its sum. {data}",
                match benchmark {
                    Benchmark::AreaPerFte => "staff",
                    Benchmark::Utilisation => "workstations",
                    _ => "areas",
                },
                number(whole(of.median_sites)),
                counted(whole(of.quartile_sites), "site")
            ),
        ],
        Edition::Public => vec![
            definition,
            format!(
                "A body\u{2019}s figure is the median of its sites shown, from {} sites; quartiles are of all bodies\u{2019} sites shown. {data}",
                number(whole(of.public_sites))
            ),
        ],
    }
}
