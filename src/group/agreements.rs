//! Agreements that several bodies record, put together: shares that add up, and who bears what.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::{Decimal, prelude::ToPrimitive};

use super::{Body, Difference, DifferenceKind, RecordAt, SharedPlace, SiteOf};
use crate::{
    finance::shared_out,
    model::{Agreement, Date, FinancialYear, Measure, Quantity, RowRef, folded},
};

/// One party's row in one body's file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartyRecord {
    /// The body whose file it is.
    pub body: usize,
    /// As recorded, of one.
    pub share: Option<Decimal>,
    /// The first and the last day.
    pub dates: (Option<Date>, Option<Date>),
    /// Where.
    pub row: RowRef,
}

/// One party of an agreement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JoinedParty {
    /// As the first file names it.
    pub party: String,
    /// The body of the group that it is; `None` is another.
    pub body: Option<usize>,
    /// Its rows, in order of the bodies.
    pub records: Vec<PartyRecord>,
    /// Its share of one; `None` is not recorded, or the files differ.
    pub share: Option<Decimal>,
    /// Its part of the running cost, in pence; `None` where the shares are not one whole.
    pub cost: Option<i64>,
    /// What the ledger of its own site bears, in pence; `None` is not known: a contribution may stand elsewhere in its
    /// ledger, or it is no body of the group.
    pub ledger: Option<i64>,
}

/// One agreement about one site or service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JoinedAgreement {
    /// As the files name it.
    pub agreement_id: String,
    /// The sites that it is about, one a body.
    pub sites: Vec<SiteOf>,
    /// The measure of the shares.
    pub share_basis: String,
    /// The bodies whose files record it.
    pub bodies: Vec<usize>,
    /// By the first row of each.
    pub parties: Vec<JoinedParty>,
    /// Whether the shares come to the whole; `None` where a share is not known.
    pub is_whole: Option<bool>,
    /// The year whose running cost is shared; `None` where ledgers are of several years, or there is no site.
    pub year: Option<FinancialYear>,
    /// The running cost of the sites together, in pence; `None` is not known.
    pub cost: Option<i64>,
}

/// The rows of one body that are one whole.
struct Own<'a> {
    body: usize,
    rows: Vec<&'a Agreement>,
    site: Option<SiteOf>,
    parties: BTreeSet<String>,
}

/// Puts the agreements in force together, and says what does not agree.
///
/// Rows of two bodies are of one agreement where they have one id and one measure of shares, and one names the other
/// body, or both name the same parties, or each gives its own share alone under one start and legal basis; or where they
/// are about one building, by one measure, between the same parties. An id alone joins nothing: bodies number as they
/// like.
pub(super) fn joined(
    bodies: &[Body<'_>],
    shared: &[SharedPlace],
) -> (Vec<JoinedAgreement>, Vec<Difference>) {
    let mut sets: Vec<Vec<Own<'_>>> = Vec::new();
    for own in bodies.iter().enumerate().flat_map(|(place, body)| of_body(place, body)) {
        let fits = |set: &Vec<Own<'_>>| {
            set.iter().all(|other| other.body != own.body)
                && set.iter().any(|other| is_one(bodies, other, &own, shared))
        };
        match sets.iter_mut().find(|set| fits(set)) {
            Some(set) => set.push(own),
            None => sets.push(vec![own]),
        }
    }
    let mut differences = Vec::new();
    let found = sets.iter().map(|set| join(bodies, set, shared, &mut differences)).collect();
    (found, differences)
}

fn of_body<'a>(place: usize, body: &Body<'a>) -> Vec<Own<'a>> {
    let estate = body.common.estate;
    let as_of = estate.snapshot.as_of;
    let mut wholes: BTreeMap<_, Vec<&Agreement>> = BTreeMap::new();
    for row in estate.agreements.iter().flatten().filter(|row| row.is_in_force(as_of)) {
        wholes.entry(row.whole()).or_default().push(row);
    }
    let own = |rows: Vec<&'a Agreement>| Own {
        body: place,
        site: rows[0]
            .site_id
            .as_ref()
            .and_then(|id| estate.site_number(id))
            .map(|number| SiteOf { body: place, number }),
        parties: rows.iter().map(|row| folded(&row.party)).collect(),
        rows,
    };
    wholes.into_values().map(own).collect()
}

fn is_one(bodies: &[Body<'_>], a: &Own<'_>, b: &Own<'_>, shared: &[SharedPlace]) -> bool {
    let basis = |own: &Own<'_>| own.rows[0].share_basis.as_deref().map(folded);
    let id = |own: &Own<'_>| folded(own.rows[0].agreement_id.as_str());
    let names =
        |own: &Own<'_>, body: usize| own.rows.iter().any(|row| bodies[body].is_called(&row.party));
    let terms = |own: &Own<'_>| {
        let row = own.rows[0];
        row.start.map(|start| (start, row.legal_basis.as_deref().map(folded)))
    };
    let alone = |own: &Own<'_>| own.rows.len() == 1 && names(own, own.body);
    let by_id = id(a) == id(b)
        && (names(a, b.body)
            || names(b, a.body)
            || a.parties == b.parties
            || (alone(a) && alone(b) && terms(a).is_some() && terms(a) == terms(b)));
    let by_site = a.parties == b.parties && is_one_place(a.site, b.site, shared) == Some(true);
    basis(a) == basis(b) && (by_id || by_site)
}

/// Tells whether two sites are known to be one building; `None` where one of them is not given.
fn is_one_place(a: Option<SiteOf>, b: Option<SiteOf>, shared: &[SharedPlace]) -> Option<bool> {
    let (a, b) = a.zip(b)?;
    Some(shared.iter().any(|place| place.sites == [a, b] || place.sites == [b, a]))
}

fn join(
    bodies: &[Body<'_>],
    set: &[Own<'_>],
    shared: &[SharedPlace],
    differences: &mut Vec<Difference>,
) -> JoinedAgreement {
    let first = set[0].rows[0];
    let id = first.agreement_id.to_string();
    let mut parties: Vec<JoinedParty> = Vec::new();
    for own in set {
        for row in &own.rows {
            let record = PartyRecord {
                body: own.body,
                share: row.share,
                dates: (row.start, row.end),
                row: row.row.clone(),
            };
            let known = parties.iter_mut().find(|p| folded(&p.party) == folded(&row.party));
            match known {
                Some(party) => party.records.push(record),
                None => parties.push(JoinedParty {
                    party: row.party.clone(),
                    body: bodies.iter().position(|body| body.is_called(&row.party)),
                    records: vec![record],
                    share: None,
                    cost: None,
                    ledger: None,
                }),
            }
        }
    }
    let add = |kind, party: &JoinedParty, says: &dyn Fn(&PartyRecord) -> String| Difference {
        kind,
        agreement: id.clone(),
        party: party.party.clone(),
        records: party.records.iter().map(|record| told(record, says(record))).collect(),
    };
    for party in &mut parties {
        let shares: BTreeSet<Decimal> = party.records.iter().filter_map(|r| r.share).collect();
        party.share = shares.first().copied().filter(|_| shares.len() == 1);
        if shares.len() > 1 {
            differences.push(add(DifferenceKind::Share, party, &|record| share_of(record.share)));
        }
        let dates: BTreeSet<_> = party.records.iter().map(|record| record.dates).collect();
        if dates.len() > 1 {
            differences.push(add(DifferenceKind::Dates, party, &|record| days(record.dates)));
        }
        let has_all = |own: &&Own<'_>| own.rows.len() > 1;
        let lacks = |own: &Own<'_>| !own.parties.contains(&folded(&party.party));
        if set.len() > 1 && set.iter().filter(has_all).any(lacks) {
            differences.push(add(DifferenceKind::Party, party, &|record| share_of(record.share)));
        }
    }
    let weights = weights(&parties);
    let is_whole = parties
        .iter()
        .map(|party| party.share)
        .collect::<Option<Vec<Decimal>>>()
        .map(|_| weights.is_some());
    // Where files differ, or a share is missing, one file alone can still come to more than the whole.
    let files = set.iter().filter(|_| is_whole.is_none());
    let too_much: Vec<(&Own<'_>, Decimal)> =
        files.filter_map(|own| Some((own, above_whole(own)?))).collect();
    differences.extend(too_much.iter().map(|(own, sum)| Difference {
        kind: DifferenceKind::Whole,
        agreement: id.clone(),
        party: share_of(Some(*sum)),
        records: own.rows.iter().map(|row| row_told(own.body, row)).collect(),
    }));
    let is_whole = if too_much.is_empty() { is_whole } else { Some(false) };
    if is_whole == Some(false) && too_much.is_empty() {
        let mut shares = parties.iter().filter_map(|party| party.share);
        let sum = shares.try_fold(Decimal::ZERO, Decimal::checked_add);
        let rows = parties.iter().flat_map(|party| {
            let says = |r: &PartyRecord| format!("{} {}", party.party, share_of(r.share));
            party.records.iter().map(move |record| told(record, says(record)))
        });
        differences.push(Difference {
            kind: DifferenceKind::Whole,
            agreement: id.clone(),
            party: share_of(sum),
            records: rows.collect(),
        });
    }
    let sites: Vec<SiteOf> = set.iter().filter_map(|own| own.site).collect();
    let apart = sites
        .iter()
        .skip(1)
        .any(|b| is_one_place(sites.first().copied(), Some(*b), shared) == Some(false));
    if apart {
        let rows = set.iter().filter_map(|own| {
            let site = &bodies[own.body].common.estate.sites[own.site?.number];
            let says = format!("{} ({})", site.name, site.site_id);
            Some(RecordAt { body: own.body, row: Some(own.rows[0].row.clone()), says })
        });
        differences.push(Difference {
            kind: DifferenceKind::Site,
            agreement: id.clone(),
            party: String::new(),
            records: rows.collect(),
        });
    }
    // Costs of buildings that are not known to be one are not added up.
    let (year, cost) = if apart { (None, None) } else { ledgers(bodies, &sites) };
    if let Some((weights, cost)) = weights.zip(cost) {
        for (party, part) in parties.iter_mut().zip(shared_out(cost, &weights)) {
            party.cost = Some(part);
        }
    }
    for party in &mut parties {
        let own = party.body.and_then(|body| sites.iter().find(|site| site.body == body));
        party.ledger = own.and_then(|site| running_cost(bodies, *site));
    }
    JoinedAgreement {
        agreement_id: id,
        sites,
        share_basis: first.share_basis.clone().unwrap_or_default(),
        bodies: set.iter().map(|own| own.body).collect(),
        parties,
        is_whole,
        year,
        cost,
    }
}

/// Returns what the shares of one file come to, where that is more than the whole.
fn above_whole(own: &Own<'_>) -> Option<Decimal> {
    let mut shares = own.rows.iter().filter_map(|row| row.share);
    let sum = shares.try_fold(Decimal::ZERO, Decimal::checked_add)?;
    (sum > Decimal::ONE.checked_add(rounding(own.rows.len())?)?).then_some(sum)
}

fn row_told(body: usize, row: &Agreement) -> RecordAt {
    let says = format!("{} {}", row.party, share_of(row.share));
    RecordAt { body, row: Some(row.row.clone()), says }
}

/// Returns by how much so many shares may miss the whole: each may be rounded by half a hundredth of a per cent.
fn rounding(shares: usize) -> Option<Decimal> {
    Decimal::new(5, 5).checked_mul(Decimal::from(shares))
}

fn told(record: &PartyRecord, says: String) -> RecordAt {
    RecordAt { body: record.body, row: Some(record.row.clone()), says }
}

/// Writes a share of one as a per cent with its digits.
fn share_of(share: Option<Decimal>) -> String {
    let per_cent = share.and_then(|share| share.checked_mul(Decimal::ONE_HUNDRED));
    per_cent.map_or_else(|| "not recorded".to_owned(), |share| format!("{}%", share.normalize()))
}

fn days((start, end): (Option<Date>, Option<Date>)) -> String {
    let day = |day: Option<Date>| day.map_or_else(|| "not recorded".to_owned(), |d| d.to_string());
    format!("from {} until {}", day(start), day(end))
}

/// Returns the shares as weights; `None` where one is not known or they do not come to the whole.
fn weights(parties: &[JoinedParty]) -> Option<Vec<i64>> {
    let shares = parties.iter().map(|party| party.share).collect::<Option<Vec<Decimal>>>()?;
    let sum = shares.iter().try_fold(Decimal::ZERO, |sum, share| sum.checked_add(*share))?;
    if (sum - Decimal::ONE).abs() > rounding(shares.len())? {
        return None;
    }
    let weight =
        |share: &Decimal| share.checked_mul(Decimal::from(1_000_000_000))?.round().to_i64();
    shares.iter().map(weight).collect()
}

fn running_cost(bodies: &[Body<'_>], site: SiteOf) -> Option<i64> {
    let measures = &bodies[site.body].common.measures.sites[site.number];
    match measures.reading(Measure::RunningCost).value {
        Some(Quantity::Pence(pence)) => Some(pence),
        _ => None,
    }
}

/// Returns the year of the ledgers of some sites, where it is one, and their running cost together.
fn ledgers(bodies: &[Body<'_>], sites: &[SiteOf]) -> (Option<FinancialYear>, Option<i64>) {
    let years: BTreeSet<FinancialYear> =
        sites.iter().map(|site| bodies[site.body].common.measures.cost_year).collect();
    let Some(year) = years.first().copied().filter(|_| years.len() == 1) else {
        return (None, None);
    };
    let costs = sites.iter().map(|site| running_cost(bodies, *site)).collect::<Option<Vec<i64>>>();
    let cost = costs.and_then(|costs| costs.into_iter().try_fold(0_i64, i64::checked_add));
    (Some(year), cost)
}
