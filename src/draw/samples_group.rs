//! Several bodies for the tests of this folder: as many as a test asks for, some with too little known.

use super::{Chart, Form, font_metrics::FontMetrics, group_benchmarks, group_ranking, samples};
use crate::{
    edition::{Benchmark, BenchmarkRow, BodyRow, Edition, GroupSiteRow, GroupView},
    model::{Date, Use},
};

/// Returns so many bodies: offices and front counters of each, and one with custody of two sites.
pub(super) fn region(bodies: usize) -> GroupView {
    let sites = samples::view(40);
    let name = |number: usize| format!("Force {number}");
    let day = Date::from_ymd_opt(2020, 3, 31).unwrap();
    let body = |number: usize| BodyRow {
        body: name(number),
        organisation: String::new(),
        left_out: String::new(),
        errors: None,
        as_of: Some(day),
        cost_year: Some(sites.cost_year),
        own_policy: None,
        moved: Vec::new(),
        sites: Some(4),
        ranked: Some(usize::from(number > 1)),
        known_share: None,
        warnings: None,
    };
    let row = |site_use, body: Option<usize>| {
        let known = match body {
            Some(1) => 2,
            Some(2) => 0,
            Some(3) => 3,
            _ => 4,
        };
        let known = if site_use == Use::Custody { known.min(2) } else { known };
        let value = |number: usize| i64::try_from(number).unwrap() * 2_000;
        BenchmarkRow {
            site_use,
            benchmark: Benchmark::CostPerM2,
            body: body.map(name),
            value: body.map(value),
            known,
            of: 4,
            median: body.filter(|_| known > 2).map(value),
            quartiles: body.is_none().then_some([4_000, 6_000, 9_000]),
            above: None,
            below: None,
            data_of: vec![if body == Some(4) { "2018/19" } else { "2019/20" }.to_owned()],
        }
    };
    let uses = [Use::Office, Use::FrontCounter, Use::Custody];
    let benchmarks = uses.into_iter().flat_map(|site_use| {
        (1..=bodies).map(Some).chain([None]).map(move |body| row(site_use, body))
    });
    let ranked = sites.sites.iter().cloned().zip(1..).map(|(site, rank)| GroupSiteRow {
        body: name(usize::try_from(rank).unwrap() % bodies + 1),
        rank: Some(rank),
        rank_by_own: None,
        index_by_own: None,
        has_own: false,
        site,
    });
    GroupView {
        edition: Edition::Restricted,
        name: "Region".to_owned(),
        note: Some("Illustrative data".to_owned()),
        as_of: day,
        policy: "default".to_owned(),
        quartile_sites: 4,
        median_sites: 3,
        rank_differs: 5,
        public_sites: 3,
        same_place: 25.into(),
        bodies: (1..=bodies).map(body).collect(),
        totals: Vec::new(),
        sites: ranked.collect(),
        needs: Vec::new(),
        matches: Vec::new(),
        shared: Vec::new(),
        agreements: Vec::new(),
        benchmarks: benchmarks.collect(),
        benchmark_sites: Vec::new(),
        differences: Vec::new(),
    }
}

/// Returns a region whose names are long, and no site of which is in another's way.
fn long_names(mut view: GroupView) -> GroupView {
    let long =
        |name: &mut String| name.push_str(" and Crime Commissioner for the Northern Counties");
    view.bodies.iter_mut().for_each(|row| long(&mut row.body));
    view.sites.iter_mut().for_each(|row| long(&mut row.body));
    view.benchmarks.iter_mut().filter_map(|row| row.body.as_mut()).for_each(long);
    view
}

/// Draws regions of every size, as pages and as slides.
pub(super) fn every(metrics: &FontMetrics) -> Vec<Chart> {
    let mut charts = Vec::new();
    for view in [region(1), region(5), region(40), long_names(region(7))] {
        for form in [Form::PAGE, Form::SLIDE] {
            let ranking =
                |form| Ok(group_ranking::chart(&view, metrics, form)?.into_iter().collect());
            charts.extend(super::fitted(form, ranking).unwrap());
            let benchmark =
                |form| group_benchmarks::charts(&view, Benchmark::CostPerM2, metrics, form);
            charts.extend(super::fitted(form, benchmark).unwrap());
        }
    }
    charts
}
