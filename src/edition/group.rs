//! What an edition shows of several bodies together.

use std::{cmp::Reverse, collections::BTreeMap};

use super::{
    BenchmarkRow, BenchmarkSiteRow, BodyLeftOut, BodyRow, DifferenceRow, Edition,
    GroupAgreementRow, GroupMatchRow, GroupNeedRow, GroupSiteRow, GroupTotalRow, GroupView,
    Results, SharedPlaceRow, SiteRow, group_public, matches,
};
use crate::{
    cover::Fit,
    group::{
        self, Benchmark, BenchmarkSite, Body, Difference, Group, JoinedAgreement, NeedOf,
        SharingPair, SiteOf, benchmark_sums, quartiles,
    },
    measure::MeasureError,
    model::{Date, Finding, Findings, Rule, Severity, Status, div_round},
    policy::{FigureName, Policy},
};

/// Returns what an edition shows of several bodies, at least one, each told by another name.
///
/// The public edition is made of nothing but the public editions of the bodies: what each of them withholds is in no sum,
/// place or benchmark, and so cannot be worked back from one.
///
/// # Errors
/// [`MeasureError`] for a fault of the program.
pub fn group_view(
    name: &str,
    bodies: &[Body<'_>],
    left_out: &[BodyLeftOut],
    policy: &Policy,
    edition: Edition,
) -> Result<GroupView, MeasureError> {
    let frame = frame(name, bodies, left_out, policy, edition);
    match edition {
        Edition::Restricted => Ok(whole(frame, bodies, policy)),
        Edition::Public => group_public::view(frame, bodies),
    }
}

/// Returns what both editions say of the bodies, and nothing of their sites.
fn frame(
    name: &str,
    bodies: &[Body<'_>],
    left_out: &[BodyLeftOut],
    policy: &Policy,
    edition: Edition,
) -> GroupView {
    let read = bodies.iter().map(|body| {
        let Results { estate, measures, findings, ranking, .. } = body.common;
        let held = ranking
            .sites
            .iter()
            .filter(|s| estate.sites[s.number].status.known() != Some(Status::Sold));
        let known: Vec<i64> = held.map(|site| site.known_share).collect();
        let count = i128::try_from(known.len()).unwrap_or(i128::MAX);
        let share =
            (count > 0).then(|| div_round(known.iter().map(|k| i128::from(*k)).sum(), count));
        BodyRow {
            body: body.name.to_owned(),
            organisation: estate.snapshot.organisation.clone().unwrap_or_default(),
            left_out: String::new(),
            errors: None,
            as_of: Some(estate.snapshot.as_of),
            cost_year: Some(measures.cost_year),
            own_policy: body.own.map(|own| own.policy.name.clone()),
            sites: Some(known.len()),
            ranked: Some(ranking.ranked().count()),
            known_share: share.and_then(|share| i64::try_from(share).ok()),
            warnings: Some(findings.count(Severity::Warning)),
            moved: moved(findings),
        }
    });
    let unread = left_out.iter().map(|body| BodyRow {
        body: body.body.clone(),
        organisation: String::new(),
        left_out: body.why.clone(),
        errors: Some(body.errors),
        as_of: body.date.parse().ok(),
        cost_year: None,
        own_policy: None,
        sites: None,
        ranked: None,
        known_share: None,
        warnings: None,
        moved: Vec::new(),
    });
    let mut notes: Vec<&str> =
        bodies.iter().filter_map(|body| body.common.estate.snapshot.note.as_deref()).collect();
    notes.sort_unstable();
    notes.dedup();
    let days = bodies.iter().map(|body| body.common.estate.snapshot.as_of);
    GroupView {
        edition,
        name: name.to_owned(),
        note: (!notes.is_empty()).then(|| notes.join("; ")),
        as_of: days.max().unwrap_or(Date::MIN),
        policy: policy.name.clone(),
        quartile_sites: policy.whole(FigureName::GroupQuartileSites),
        median_sites: policy.whole(FigureName::GroupMedianSites),
        rank_differs: policy.whole(FigureName::GroupRankDiffers),
        public_sites: policy.whole(FigureName::PublicTotalSites),
        same_place: policy.figure(FigureName::SamePlaceM),
        bodies: read.chain(unread).collect(),
        totals: Vec::new(),
        sites: Vec::new(),
        needs: Vec::new(),
        matches: Vec::new(),
        shared: Vec::new(),
        agreements: Vec::new(),
        benchmarks: Vec::new(),
        benchmark_sites: Vec::new(),
        differences: Vec::new(),
    }
}

/// Names the columns whose unit or meaning moved since the snapshot before.
fn moved(findings: &Findings) -> Vec<String> {
    let is_moved = |rule| matches!(rule, Rule::ColumnUnitChanged | Rule::ColumnMeaningChanged);
    let of_unit = findings.iter().filter(|finding| is_moved(finding.rule));
    let place = |finding: &Finding| {
        let column = finding.place.column.as_deref().unwrap_or_default();
        format!("{}, {column}", finding.place.file)
    };
    of_unit.map(place).collect()
}

fn whole(frame: GroupView, bodies: &[Body<'_>], policy: &Policy) -> GroupView {
    let found = group::group(bodies, policy);
    let names = Names { bodies };
    let sites = bodies.iter().map(|body| {
        let own = body.own.map(super::ranking);
        (body.name, super::ranking(body.common), own)
    });
    let sites = ranked(sites.collect(), Ties::ByKnownShare);
    let totals = found.sums.iter().map(|sum| GroupTotalRow {
        body: sum.body.map(|place| names.body(place)),
        what: sum.what,
        sum: sum.sum,
        known: sum.known,
        of: sum.of,
        years: sum.years.clone(),
    });
    let needs: Vec<GroupNeedRow> =
        (0..found.needs.len()).map(|need| need_row(&names, &found, need)).collect();
    let matches = found.pairs.iter().map(|pair| match_row(&names, &found, &needs, pair));
    let whole = |count: u32| usize::try_from(count).unwrap_or(usize::MAX);
    let least = (whole(frame.quartile_sites), whole(frame.median_sites));
    let (benchmarks, benchmark_sites) = benchmarks(&names, &found.benchmarks, least);
    GroupView {
        totals: totals.collect(),
        sites,
        matches: matches.collect(),
        needs: needs.clone(),
        shared: shared(&names, &found),
        agreements: found.agreements.iter().flat_map(|own| agreement(&names, own)).collect(),
        benchmarks,
        benchmark_sites,
        differences: difference_rows(bodies, &found.differences),
        ..frame
    }
}

/// Makes a row of each record of each difference, numbered from 1.
pub(super) fn difference_rows(bodies: &[Body<'_>], found: &[Difference]) -> Vec<DifferenceRow> {
    let numbered = found.iter().zip(1..).flat_map(|(difference, number)| {
        difference.records.iter().map(move |record| DifferenceRow {
            number,
            kind: difference.kind,
            agreement: difference.agreement.clone(),
            party: difference.party.clone(),
            body: bodies[record.body].name.to_owned(),
            file: record.row.as_ref().map(|row| row.file.to_string()).unwrap_or_default(),
            row: record.row.as_ref().map(|row| row.row),
            says: record.says.clone(),
        })
    });
    numbered.collect()
}

/// Names of bodies and sites by their places.
struct Names<'a> {
    bodies: &'a [Body<'a>],
}

impl Names<'_> {
    fn body(&self, place: usize) -> String {
        self.bodies[place].name.to_owned()
    }

    /// Returns the body, id and name of a site.
    fn site(&self, of: SiteOf) -> (String, String, String) {
        let site = &self.bodies[of.body].common.estate.sites[of.number];
        (self.body(of.body), site.site_id.to_string(), site.name.clone())
    }

    fn cost(&self, of: SiteOf) -> Option<i64> {
        let costs = self.bodies[of.body].common.measures.sites[of.number].costs?;
        costs.into_iter().try_fold(0_i64, i64::checked_add)
    }
}

/// The rows of a body by the common policy, and by its own.
pub(super) type RankedBody<'a> = (&'a str, Vec<SiteRow>, Option<Vec<SiteRow>>);

/// How sites of one index are put in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ties {
    /// By known share down, as in one ranking of all sites.
    ByKnownShare,
    /// By their places in their bodies alone: the index is told in steps.
    ByPlace,
}

/// Merges the rankings of bodies: by index down, then as told, place in its body up, then body.
///
/// An index stands on its own site alone, so that the merged order is that of one ranking of all sites.
pub(super) fn ranked(bodies: Vec<RankedBody<'_>>, ties: Ties) -> Vec<GroupSiteRow> {
    let mut rows: Vec<GroupSiteRow> = Vec::new();
    for (name, sites, own) in bodies {
        let by_own: BTreeMap<&str, &SiteRow> =
            own.iter().flatten().map(|site| (site.site_id.as_str(), site)).collect();
        rows.extend(sites.into_iter().map(|site| {
            let of_own = by_own.get(site.site_id.as_str());
            GroupSiteRow {
                body: name.to_owned(),
                rank: None,
                rank_by_own: of_own.and_then(|own| own.rank),
                index_by_own: of_own.and_then(|own| own.need_index),
                has_own: own.is_some(),
                site,
            }
        }));
    }
    // Stable: sites without a rank stay in the order of their bodies.
    rows.sort_by_key(|row| {
        let site = &row.site;
        let known = site.known_share.filter(|_| ties == Ties::ByKnownShare);
        let order = (Reverse(site.need_index), Reverse(known));
        (site.rank.is_none(), site.rank.map(|rank| (order, rank)))
    });
    for (row, rank) in rows.iter_mut().filter(|row| row.site.rank.is_some()).zip(1..) {
        row.rank = Some(rank);
    }
    rows
}

fn need_row(names: &Names<'_>, found: &Group, place: usize) -> GroupNeedRow {
    let need = &found.needs[place];
    let estate = names.bodies[need.body].common.estate;
    let (site_id, name, organisation) = match need.of {
        NeedOf::Site => {
            let (_, id, name) = names.site(SiteOf { body: need.body, number: need.number });
            (id, name, String::new())
        }
        NeedOf::Partner => {
            let row = estate.partners.iter().flatten().nth(need.number);
            let name = row.and_then(|partner| partner.name.clone()).unwrap_or_default();
            let whose = row.map(|partner| partner.organisation.clone()).unwrap_or_default();
            (String::new(), name, whose)
        }
    };
    let own = || found.pairs.iter().filter(move |pair| pair.need == place);
    let with = |fit| own().filter(|pair| pair.fit() == fit).count();
    GroupNeedRow {
        of: need.of,
        body: names.body(need.body),
        site_id,
        name,
        organisation,
        needed: need.needed,
        own_room: need.own_room,
        saved: need.saved,
        pairs: own().count(),
        fit: with(Fit::Yes),
        not_known: with(Fit::NotKnown),
    }
}

fn match_row(
    names: &Names<'_>,
    found: &Group,
    needs: &[GroupNeedRow],
    pair: &SharingPair,
) -> GroupMatchRow {
    let (host_body, host_id, host_name) = names.site(pair.host);
    let by = |body: usize| {
        let own = names.bodies[body].by_own();
        Results { estate: &found.estates[body], ..own }
    };
    let need = &found.needs[pair.need];
    GroupMatchRow {
        need: needs[pair.need].clone(),
        offer: pair.offer,
        host_body,
        host_id,
        host_name,
        host_leaves: found.needs.iter().any(|own| {
            own.of == NeedOf::Site && (own.body, own.number) == (pair.host.body, pair.host.number)
        }),
        metres: pair.metres,
        there: pair.there,
        fit: pair.fit(),
        out: pair.out.as_ref().and_then(|out| matches::held(by(need.body), out)),
        within: pair.within.as_ref().and_then(|own| matches::held(by(pair.host.body), own)),
        chosen: pair.chosen,
    }
}

fn shared(names: &Names<'_>, found: &Group) -> Vec<SharedPlaceRow> {
    let places = found.shared.iter().map(|place| {
        let (body, site_id, name) = names.site(place.sites[0]);
        let (other_body, other_id, other_name) = names.site(place.sites[1]);
        SharedPlaceRow {
            body,
            site_id,
            name,
            other_body,
            other_id,
            other_name,
            is_partner: false,
            found_by: place.found_by,
            metres: place.metres,
            cost: names.cost(place.sites[0]),
            other_cost: names.cost(place.sites[1]),
        }
    });
    let listed = found.listed.iter().filter_map(|row| {
        let (own, number) = row.listed;
        let partner = names.bodies[own].common.estate.partners.as_ref()?.get(number)?;
        let (body, site_id, name) = names.site(row.site);
        Some(SharedPlaceRow {
            body,
            site_id,
            name,
            other_body: names.body(own),
            other_id: partner.partner_id.to_string(),
            other_name: partner.name.clone().unwrap_or_else(|| partner.organisation.clone()),
            is_partner: true,
            found_by: row.found_by,
            metres: None,
            cost: names.cost(row.site),
            other_cost: None,
        })
    });
    places.chain(listed).collect()
}

fn agreement<'a>(
    names: &'a Names<'_>,
    own: &'a JoinedAgreement,
) -> impl Iterator<Item = GroupAgreementRow> + use<'a> {
    let site = own.sites.first().map(|site| names.site(*site).2).unwrap_or_default();
    own.parties.iter().map(move |party| GroupAgreementRow {
        agreement_id: own.agreement_id.clone(),
        recorded_by: own.bodies.iter().map(|body| names.body(*body)).collect(),
        site_name: site.clone(),
        party: party.party.clone(),
        body: party.body.map(|body| names.body(body)),
        share_basis: own.share_basis.clone(),
        share: party.share,
        is_whole: own.is_whole,
        year: own.year,
        running_cost: own.cost,
        cost: party.cost,
        ledger: party.ledger,
    })
}

fn benchmarks(
    names: &Names<'_>,
    all: &[BenchmarkSite],
    (least, least_of_body): (usize, usize),
) -> (Vec<BenchmarkRow>, Vec<BenchmarkSiteRow>) {
    let (mut rows, mut sites) = (Vec::new(), Vec::new());
    for of in all.chunk_by(|a, b| (a.site_use, a.benchmark) == (b.site_use, b.benchmark)) {
        let (site_use, benchmark) = (of[0].site_use, of[0].benchmark);
        let values: Vec<i64> = of.iter().filter_map(BenchmarkSite::value).collect();
        let lines = quartiles(&values, least);
        let mut data: Vec<String> = Vec::new();
        for own in of.chunk_by(|a, b| a.site.body == b.site.body) {
            let place = own[0].site.body;
            let data_of = data_of(names.bodies[place].common, benchmark);
            let values: Vec<i64> = own.iter().filter_map(BenchmarkSite::value).collect();
            // Of no site with the figure none is above or below: that is not known.
            let beyond = |is: &dyn Fn(i64, [i64; 3]) -> bool| {
                let lines = lines.filter(|_| !values.is_empty())?;
                Some(values.iter().filter(|v| is(**v, lines)).count())
            };
            let sum = benchmark_sums(own.iter());
            rows.push(BenchmarkRow {
                site_use,
                benchmark,
                body: Some(names.body(place)),
                value: sum.value,
                known: sum.known,
                of: sum.of,
                median: quartiles(&values, least_of_body).map(|[_, middle, _]| middle),
                quartiles: None,
                above: beyond(&|value, [_, _, upper]| value > upper),
                below: beyond(&|value, [lower, _, _]| value < lower),
                data_of: vec![data_of.clone()],
            });
            data.push(data_of);
        }
        data.sort();
        data.dedup();
        let sum = benchmark_sums(of.iter());
        let (value, known, count) = (sum.value, sum.known, sum.of);
        let (above, below) = (None, None);
        rows.push(BenchmarkRow {
            site_use,
            benchmark,
            body: None,
            value,
            known,
            of: count,
            median: lines.map(|[_, middle, _]| middle),
            quartiles: lines,
            above,
            below,
            data_of: data,
        });
        sites.extend(of.iter().map(|site| {
            let (body, site_id, name) = names.site(site.site);
            let value = site.value();
            let quarter = value.zip(lines).map(|(value, lines)| quarter(value, lines));
            BenchmarkSiteRow { site_use, benchmark, body, site_id, name, value, quarter }
        }));
    }
    (rows, sites)
}

/// Returns the quarter that a value is in, from 1.
fn quarter(value: i64, lines: [i64; 3]) -> u8 {
    1 + lines.iter().map(|line| u8::from(value > *line)).sum::<u8>()
}

/// Returns the year or the day of the data behind a benchmark.
pub(super) fn data_of(results: Results<'_>, benchmark: Benchmark) -> String {
    match benchmark {
        Benchmark::CostPerM2 | Benchmark::EnergyPerM2 => results.measures.cost_year.to_string(),
        Benchmark::BacklogPerM2 | Benchmark::AreaPerFte | Benchmark::Utilisation => {
            results.estate.snapshot.as_of.to_string()
        }
    }
}
