//! What an edition shows of several bodies together.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::{Edition, MatchRow, Results, SiteRow, group_public, matches};
use crate::{
    group::{
        self, Benchmark, BenchmarkSite, Body, Difference, DifferenceKind, Group, JoinedAgreement,
        NeedOf, OfferKind, PlaceFoundBy, SharingPair, SiteOf, SumOf, benchmark_sums, quartiles,
    },
    measure::MeasureError,
    model::{Date, FinancialYear, Severity, Use, div_round},
    policy::{FigureName, Policy},
};

use crate::cover::Fit;

/// A body whose data could not be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BodyLeftOut {
    /// Its name.
    pub body: String,
    /// The day of its snapshot as its folder is named; empty where there is none.
    pub date: String,
    /// Why.
    pub why: String,
    /// Errors in its data.
    pub errors: usize,
}

/// One body of the group.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "named as the columns of `bodies.csv`")]
pub struct BodyRow {
    pub body: String,
    pub organisation: String,
    /// Empty of a body that is in the report.
    pub left_out: String,
    /// Errors of a body that is left out.
    pub errors: Option<usize>,
    pub as_of: Option<Date>,
    pub cost_year: Option<FinancialYear>,
    /// The name of its own policy; `None` where it is judged by the common one alone.
    pub own_policy: Option<String>,
    /// Not sold; in the public edition those shown.
    pub sites: Option<usize>,
    pub ranked: Option<usize>,
    /// The share of the weight of the index that is known, over its sites, in ten-thousandths.
    pub known_share: Option<i64>,
    /// Warnings in its data; `None` in the public edition.
    pub warnings: Option<usize>,
}

/// One sum of one body, or of all.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "named as the columns of `group_totals.csv`")]
pub struct GroupTotalRow {
    /// `None` is all together.
    pub body: Option<String>,
    pub what: SumOf,
    /// Pence, thousandths of a m², or sites; `None` is not known, or not shown.
    pub sum: Option<i64>,
    pub known: usize,
    pub of: usize,
    pub years: Vec<FinancialYear>,
}

/// One site in the ranking of all bodies.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "named as the columns of `group_ranking.csv`")]
pub struct GroupSiteRow {
    pub body: String,
    /// Among the sites of all bodies; `None` is not ranked.
    pub rank: Option<u32>,
    /// Among its body's sites under the body's own policy; `None` is not ranked by it, or there is none.
    pub rank_by_own: Option<u32>,
    pub index_by_own: Option<crate::model::Index>,
    /// Whether its body has a policy of its own.
    pub has_own: bool,
    /// As its own report has it, by the common policy; its rank is that among its body's sites.
    pub site: SiteRow,
}

impl GroupSiteRow {
    /// Returns by how many places its rank under its body's own policy is better than under the common one; `None` where
    /// it is not ranked by both.
    #[must_use]
    pub fn places_by_own(&self) -> Option<i64> {
        let common = self.site.rank.map(i64::from)?;
        Some(common - self.rank_by_own.map(i64::from)?)
    }
}

/// One need for space.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "named as the columns of `group_needs.csv`")]
pub struct GroupNeedRow {
    pub of: NeedOf,
    pub body: String,
    /// Empty of a partner.
    pub site_id: String,
    pub name: String,
    /// Of a partner, whose it is.
    pub organisation: String,
    /// In thousandths of a m².
    pub needed: Option<i64>,
    /// Thousandths of workstations, needed and placed at the body's own sites.
    pub own_room: Option<(i64, i64)>,
    pub saved: Option<i64>,
    /// Pairs within the distance, those that both policies allow, and those that wait for facts.
    pub pairs: usize,
    pub fit: usize,
    pub not_known: usize,
}

/// One need held against another body's space.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "named as the columns of `group_matches.csv`")]
pub struct GroupMatchRow {
    pub need: GroupNeedRow,
    pub offer: OfferKind,
    pub host_body: String,
    pub host_id: String,
    pub host_name: String,
    pub metres: f64,
    /// In thousandths of a m².
    pub there: Option<i64>,
    pub fit: Fit,
    /// As each body's policy has it.
    pub out: Option<MatchRow>,
    pub within: Option<MatchRow>,
    pub chosen: bool,
}

/// One place in two bodies' files.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "named as the columns of `shared_places.csv`")]
pub struct SharedPlaceRow {
    pub body: String,
    pub site_id: String,
    pub name: String,
    pub other_body: String,
    /// Id in the other body's register, or in its table of partners.
    pub other_id: String,
    pub other_name: String,
    /// Whether the other record is a row of a table of partners.
    pub is_partner: bool,
    pub found_by: PlaceFoundBy,
    pub metres: Option<f64>,
    /// Running cost in each register, in pence.
    pub cost: Option<i64>,
    pub other_cost: Option<i64>,
}

/// One party of an agreement, joined from all files.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "named as the columns of `group_agreements.csv`")]
pub struct GroupAgreementRow {
    pub agreement_id: String,
    /// Bodies whose files record it.
    pub recorded_by: Vec<String>,
    pub site_name: String,
    pub party: String,
    /// The body of the group that the party is; `None` is another.
    pub body: Option<String>,
    pub share_basis: String,
    pub share: Option<Decimal>,
    pub is_whole: Option<bool>,
    pub year: Option<FinancialYear>,
    pub running_cost: Option<i64>,
    pub cost: Option<i64>,
    pub ledger: Option<i64>,
}

impl GroupAgreementRow {
    /// Returns what its own ledger bears over its part, in pence; below zero it owes.
    #[must_use]
    pub fn over(&self) -> Option<i64> {
        self.ledger?.checked_sub(self.cost?)
    }
}

/// One benchmark of one use, of one body or of all.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "named as the columns of `benchmarks.csv`")]
pub struct BenchmarkRow {
    pub site_use: Use,
    pub benchmark: Benchmark,
    /// `None` is all together.
    pub body: Option<String>,
    /// Sum over sum, in the unit of the benchmark; in the public edition the median of the sites' published figures.
    pub value: Option<i64>,
    pub known: usize,
    pub of: usize,
    /// Over the sites of all bodies; of the row of all alone.
    pub quartiles: Option<[i64; 3]>,
    /// Of a body, its sites above the upper quartile and below the lower.
    pub above: Option<usize>,
    pub below: Option<usize>,
    /// The years of the ledgers, or the days of the registers.
    pub data_of: Vec<String>,
}

/// One site of a benchmark.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "named as the columns of `benchmark_sites.csv`")]
pub struct BenchmarkSiteRow {
    pub site_use: Use,
    pub benchmark: Benchmark,
    pub body: String,
    pub site_id: String,
    pub name: String,
    /// In the unit of the benchmark; `None` is not known.
    pub value: Option<i64>,
    /// From 1, the lowest, to 4; `None` where it is not known, or there are no quartiles.
    pub quarter: Option<u8>,
}

/// One record of what does not agree.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "named as the columns of `group_differences.csv`")]
pub struct DifferenceRow {
    /// Which difference, from 1: those of one number belong together.
    pub number: usize,
    pub kind: DifferenceKind,
    pub agreement: String,
    pub party: String,
    pub body: String,
    pub file: String,
    pub row: Option<u32>,
    pub says: String,
}

/// Several bodies as one edition shows them.
#[derive(Debug, Clone)]
pub struct GroupView {
    /// Who may read it.
    pub edition: Edition,
    /// The name of the group.
    pub name: String,
    /// Words that every page must carry.
    pub note: Option<String>,
    /// The newest day of a body's data.
    pub as_of: Date,
    /// The name of the common policy.
    pub policy: String,
    /// Sites that a quartile is of at least.
    pub quartile_sites: u32,
    /// Places by which ranks under two policies differ to be named.
    pub rank_differs: u32,
    /// Sites that a published figure of a body is of at least.
    pub public_sites: u32,
    /// In metres: records within it are of one place.
    pub same_place: Decimal,
    /// Bodies in the order of the folders, then those left out.
    pub bodies: Vec<BodyRow>,
    /// By what is added up, then body.
    pub totals: Vec<GroupTotalRow>,
    /// In the order of the ranking of all.
    pub sites: Vec<GroupSiteRow>,
    /// By body; none in the public edition, as in what follows down to `agreements`.
    pub needs: Vec<GroupNeedRow>,
    /// By need, offer, host.
    pub matches: Vec<GroupMatchRow>,
    /// Buildings in two registers, then partners that are bodies here.
    pub shared: Vec<SharedPlaceRow>,
    /// By agreement and party.
    pub agreements: Vec<GroupAgreementRow>,
    /// By use and benchmark; each body's row, then that of all.
    pub benchmarks: Vec<BenchmarkRow>,
    /// The sites behind them; none in the public edition.
    pub benchmark_sites: Vec<BenchmarkSiteRow>,
    /// By their numbers.
    pub differences: Vec<DifferenceRow>,
}

impl GroupView {
    /// Returns the bodies that are in the report.
    pub fn read(&self) -> impl Iterator<Item = &BodyRow> {
        self.bodies.iter().filter(|body| body.left_out.is_empty())
    }
}

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
            .filter(|s| estate.sites[s.number].status.known() != Some(crate::model::Status::Sold));
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

fn whole(frame: GroupView, bodies: &[Body<'_>], policy: &Policy) -> GroupView {
    let found = group::group(bodies, policy);
    let names = Names { bodies };
    let sites = bodies.iter().map(|body| {
        let own = body.own.map(super::ranking);
        (body.name, super::ranking(body.common), own)
    });
    let sites = ranked(sites.collect());
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
    let least = usize::try_from(frame.quartile_sites).unwrap_or(usize::MAX);
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

/// Merges the rankings of bodies: by index down, known share down, place in its body up, then body.
///
/// An index stands on its own site alone, so that the merged order is that of one ranking of all sites.
pub(super) fn ranked(bodies: Vec<RankedBody<'_>>) -> Vec<GroupSiteRow> {
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
        let order = (std::cmp::Reverse(site.need_index), std::cmp::Reverse(site.known_share));
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
    least: usize,
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
            let beyond = |is: &dyn Fn(i64, [i64; 3]) -> bool| {
                let lines = lines?;
                Some(own.iter().filter_map(BenchmarkSite::value).filter(|v| is(*v, lines)).count())
            };
            let sum = benchmark_sums(own.iter());
            rows.push(BenchmarkRow {
                site_use,
                benchmark,
                body: Some(names.body(place)),
                value: sum.value,
                known: sum.known,
                of: sum.of,
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
