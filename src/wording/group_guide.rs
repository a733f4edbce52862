//! What a reader of the tables of several bodies must know: how old the data is, what is left out, what the words mean.

use super::{benchmark_definition, benchmark_name, capital, group::method, long_date, number};
use crate::edition::{Benchmark, BodyRow, Edition, GroupView, SumOf};

/// Says of each body in the report of when its data is, and by which policy of its own it is judged too.
pub(crate) fn group_ages(of: &GroupView) -> Vec<String> {
    let of_body = |row: &BodyRow| {
        let day = row.as_of.map_or_else(|| "a day that is not known".to_owned(), long_date);
        let has = of
            .totals
            .iter()
            .find(|sum| sum.what == SumOf::RunningCost && sum.body.as_deref() == Some(&row.body));
        let year = row.cost_year.filter(|_| has.is_some_and(|sum| sum.known > 0));
        let cost = year.map_or_else(
            || "running cost not known, or not shown".to_owned(),
            |year| format!("running cost of {year}"),
        );
        let own = row.own_policy.as_ref();
        let own = own.map_or_else(String::new, |own| format!("; own policy: {own}"));
        format!("{}: data of {day}, {cost}{own}.", row.body)
    };
    of.read().map(of_body).collect()
}

/// Says which bodies are left out, and why.
pub(crate) fn group_left_out(of: &GroupView) -> Vec<String> {
    let out = of.bodies.iter().filter(|row| !row.left_out.is_empty());
    out.map(|row| format!("{} is left out: {}.", row.body, row.left_out)).collect()
}

/// Defines what the tables of several bodies have in common.
pub(crate) fn group_definitions(of: &GroupView) -> Vec<String> {
    let mut said = vec![
        "Need index: from 0 to 100 points by the common policy, half from under-use and half from the case for disposal. Least and \
         most: where it could lie, given what is not known."
            .to_owned(),
        "Ranked: a candidate for surplus. Whether a site is surplus is for its body to decide.".to_owned(),
        "Sum: of the sites that have the figure; where some lack it, it is the least that it can be.".to_owned(),
    ];
    for benchmark in Benchmark::ALL {
        if of.benchmarks.iter().any(|row| row.benchmark == *benchmark && row.known > 0) {
            said.push(format!(
                "{}: {}",
                capital(benchmark_name(*benchmark)),
                benchmark_definition(of.edition, *benchmark)
            ));
        }
    }
    let whole = |count: u32| number(usize::try_from(count).unwrap_or(usize::MAX));
    said.push(format!(
        "Median: of the body\u{2019}s own sites, from {} sites with the figure. Quartiles: of the sites of all bodies, from {}. Both by \
         nearest rank.",
        whole(of.median_sites),
        whole(of.quartile_sites.max(if of.edition == Edition::Public { of.public_sites } else { 0 }))
    ));
    said
}

/// Says how the report is made.
pub(crate) fn group_method(of: &GroupView) -> Vec<String> {
    method(of).said
}
