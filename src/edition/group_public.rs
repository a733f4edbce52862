//! The public edition of several bodies: made of their public editions, and of nothing else.

use std::collections::BTreeMap;

use super::{
    BenchmarkRow, BodyRow, Edition, GroupTotalRow, GroupView, View,
    group::{RankedBody, Ties, data_of, difference_rows, ranked},
};
use crate::{
    group::{Benchmark, Body, GroupSum, SumOf, of_days, quartiles, together},
    measure::MeasureError,
    model::{Measure, Status, Use},
};

/// Returns what the public may see of several bodies.
pub(super) fn view(frame: GroupView, bodies: &[Body<'_>]) -> Result<GroupView, MeasureError> {
    let views = bodies
        .iter()
        .map(|body| super::view(body.common, Edition::Public))
        .collect::<Result<Vec<View>, MeasureError>>()?;
    let mut sites: Vec<RankedBody<'_>> = Vec::new();
    for (body, view) in bodies.iter().zip(&views) {
        let own = body.own.map(|own| super::view(own, Edition::Public)).transpose()?;
        sites.push((body.name, view.sites.clone(), own.map(|own| own.sites)));
    }
    let rows = frame.bodies.into_iter().enumerate().map(|(place, row)| {
        let view = views.get(place);
        let ranked = |view: &View| view.sites.iter().filter(|site| site.rank.is_some()).count();
        // How many errors and warnings a body has is its own affair; so is why it is left out.
        BodyRow {
            body: row.body,
            organisation: row.organisation,
            left_out: view.map_or_else(|| NOT_USED.to_owned(), |_| row.left_out),
            errors: None,
            as_of: row.as_of,
            cost_year: row.cost_year,
            own_policy: row.own_policy,
            sites: view.map(|view| view.totals.sites),
            ranked: view.map(ranked),
            known_share: None,
            warnings: None,
            moved: Vec::new(),
        }
    });
    let least = [frame.quartile_sites, frame.median_sites, frame.public_sites];
    Ok(GroupView {
        bodies: rows.collect(),
        totals: totals(bodies, &views),
        sites: ranked(sites, Ties::ByPlace),
        benchmarks: benchmarks(bodies, &views, least),
        // What their agreements say is not for publication.
        differences: difference_rows(bodies, &of_days(bodies)),
        needs: Vec::new(),
        matches: Vec::new(),
        shared: Vec::new(),
        agreements: Vec::new(),
        benchmark_sites: Vec::new(),
        edition: frame.edition,
        name: frame.name,
        note: frame.note,
        as_of: frame.as_of,
        policy: frame.policy,
        quartile_sites: frame.quartile_sites,
        median_sites: frame.median_sites.max(frame.public_sites),
        rank_differs: frame.rank_differs,
        public_sites: frame.public_sites,
        same_place: frame.same_place,
    })
}

const NOT_USED: &str = "its data could not be used";

/// Returns the sums that each body publishes, and theirs.
fn totals(bodies: &[Body<'_>], views: &[View]) -> Vec<GroupTotalRow> {
    let of = |what: SumOf| {
        let own = |(place, view): (usize, &View)| {
            let sites = view.totals.sites;
            let whole = |count: usize| (i64::try_from(count).ok(), sites);
            let (sum, known) = match what {
                SumOf::Ranked => {
                    whole(view.sites.iter().filter(|site| site.rank.is_some()).count())
                }
                SumOf::RunningCost => match view.totals.running_cost {
                    Some((known, sum)) => (Some(sum), known.min(sites)),
                    None => (None, 0),
                },
                _ => whole(sites),
            };
            let years = match what {
                SumOf::RunningCost if sum.is_some() => vec![view.cost_year],
                _ => Vec::new(),
            };
            GroupSum { body: Some(place), what, sum, known, of: sites, years }
        };
        let own: Vec<GroupSum> = views.iter().enumerate().map(own).collect();
        let all = together(what, &own);
        own.into_iter().chain([all])
    };
    let sums = [SumOf::Sites, SumOf::Ranked, SumOf::RunningCost].into_iter().flat_map(of);
    let row = |sum: GroupSum| GroupTotalRow {
        body: sum.body.map(|place| bodies[place].name.to_owned()),
        what: sum.what,
        sum: sum.sum,
        known: sum.known,
        of: sum.of,
        years: sum.years,
    };
    sums.map(row).collect()
}

/// Returns the cost per m² of the sites that are shown, as the bodies publish it: the median of a body's sites, and the
/// quartiles of all.
fn benchmarks(
    bodies: &[Body<'_>],
    views: &[View],
    [quartile_sites, median_sites, public_sites]: [u32; 3],
) -> Vec<BenchmarkRow> {
    let whole = |count: u32| usize::try_from(count).unwrap_or(usize::MAX);
    let least_of_body = whole(median_sites.max(public_sites));
    let benchmark = Benchmark::CostPerM2;
    // By use and body, the published figures and how many sites there are.
    let mut found: BTreeMap<Use, BTreeMap<usize, (Vec<i64>, usize)>> = BTreeMap::new();
    for (place, view) in views.iter().enumerate() {
        let read = view.measures.iter().filter(|row| row.measure == Measure::CostPerM2);
        let read: BTreeMap<&str, String> =
            read.filter_map(|row| Some((row.site_id.as_str(), row.value?.text()))).collect();
        let gone = [Some(Status::Sold), Some(Status::ForSale)];
        for site in view.sites.iter().filter(|site| !gone.contains(&site.status)) {
            let entry = found.entry(site.site_use.unwrap_or(Use::Office)).or_default();
            let (values, count) = entry.entry(place).or_default();
            *count += 1;
            let digits = read.get(site.site_id.as_str()).and_then(|text| text.parse::<f64>().ok());
            values.extend(digits.map(|pounds| crate::model::to_whole(pounds * 100.0)));
        }
    }
    let mut rows = Vec::new();
    for (site_use, of) in &found {
        let all: Vec<i64> = of.values().flat_map(|(values, _)| values.clone()).collect();
        let middle = |values: &[i64]| quartiles(values, whole(public_sites)).map(|[_, m, _]| m);
        let mut data: Vec<String> = Vec::new();
        for (place, (values, count)) in of {
            let data_of = data_of(bodies[*place].common, benchmark);
            rows.push(BenchmarkRow {
                site_use: *site_use,
                benchmark,
                body: Some(bodies[*place].name.to_owned()),
                value: middle(values),
                known: values.len(),
                of: *count,
                median: quartiles(values, least_of_body).map(|[_, middle, _]| middle),
                quartiles: None,
                above: None,
                below: None,
                data_of: vec![data_of.clone()],
            });
            data.push(data_of);
        }
        data.sort();
        data.dedup();
        let lines = quartiles(&all, whole(quartile_sites.max(public_sites)));
        rows.push(BenchmarkRow {
            site_use: *site_use,
            benchmark,
            body: None,
            value: middle(&all),
            known: all.len(),
            of: of.values().map(|(_, count)| count).sum(),
            median: lines.map(|[_, middle, _]| middle),
            quartiles: lines,
            above: None,
            below: None,
            data_of: data,
        });
    }
    rows
}
