//! The estate as it would stand were only some of what changed so: the data of one day, the prices or the policy of
//! another.

use std::{borrow::Cow, collections::BTreeMap};

use rayon::prelude::*;

use crate::{
    appraise::{CashFlows, valued},
    cover,
    load::{Estate, SitePair},
    measure::{self, MeasureError, Measures},
    model::{Measure, Reading, Site, SiteId},
    policy::Policy,
    portfolio::Results,
    score::{self, Ranking},
    tenure,
};

/// Of which day each is: the earlier (`false`) or the later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Mix {
    pub data: bool,
    pub prices: bool,
    pub policy: bool,
}

/// An estate with its readings and its ranking.
pub(super) struct World<'a> {
    pub estate: Cow<'a, Estate>,
    pub measures: Cow<'a, Measures>,
    pub ranking: Cow<'a, Ranking>,
    pub policy: &'a Policy,
}

impl<'a> World<'a> {
    fn of(estate: Estate, policy: &'a Policy) -> Result<Self, MeasureError> {
        let tenure = tenure::tenure(&estate, policy);
        let measures = measure::measure(&estate, &tenure, policy)?;
        let measures = valued(&estate, &tenure, measures, policy, CashFlows::Dropped).measures;
        let ranking = score::rank(&estate, &tenure, &measures, policy);
        Ok(Self {
            estate: Cow::Owned(estate),
            measures: Cow::Owned(measures),
            ranking: Cow::Owned(ranking),
            policy,
        })
    }

    const fn as_it_was(results: Results<'a>) -> Self {
        Self {
            estate: Cow::Borrowed(results.estate),
            measures: Cow::Borrowed(results.measures),
            ranking: Cow::Borrowed(results.ranking),
            policy: results.policy,
        }
    }
}

/// Every world that causes can lead to.
pub(super) struct Worlds<'a> {
    all: BTreeMap<Mix, World<'a>>,
    /// Whether prices changed, and the policy.
    pub prices: bool,
    pub policy: bool,
}

impl<'a> Worlds<'a> {
    /// Makes the worlds between two snapshots; what did not change is not told apart.
    pub fn between(
        before: Results<'a>,
        after: Results<'a>,
        pairs: &[SitePair],
        prices: bool,
    ) -> Result<Self, MeasureError> {
        let policy = !std::ptr::eq(before.policy, after.policy);
        let ends = [
            (Mix { data: false, prices: false, policy: false }, before),
            (Mix { data: true, prices: true, policy: true }, after),
        ];
        let mut mixes: Vec<Mix> = Vec::new();
        for data in [false, true] {
            let days = |changed: bool| if changed { vec![false, true] } else { vec![data] };
            for prices in days(prices) {
                for policy in days(policy) {
                    mixes.push(Mix { data, prices, policy });
                }
            }
        }
        let is_end = |mix: &Mix| ends.iter().any(|(end, _)| end == mix);
        let mixed = mixes.into_par_iter().filter(|mix| !is_end(mix)).map(|mix| {
            let (own, other) = if mix.data { (after, before) } else { (before, after) };
            let mut estate = own.estate.clone();
            if mix.prices != mix.data {
                take_prices(&mut estate, other.estate, pairs, mix.data);
            }
            let policy = if mix.policy { after.policy } else { before.policy };
            Ok((mix, World::of(estate, policy)?))
        });
        let mut all = mixed.collect::<Result<BTreeMap<Mix, World<'a>>, MeasureError>>()?;
        all.extend(ends.map(|(mix, results)| (mix, World::as_it_was(results))));
        Ok(Self { all, prices, policy })
    }

    /// Returns a mix in which what did not change is of the day of the data.
    pub const fn normal(&self, mix: Mix) -> Mix {
        Mix {
            prices: if self.prices { mix.prices } else { mix.data },
            policy: if self.policy { mix.policy } else { mix.data },
            ..mix
        }
    }

    /// Returns a world.
    pub fn of(&self, mix: Mix) -> &World<'a> {
        &self.all[&self.normal(mix)]
    }

    /// Returns every world.
    pub fn each(&self) -> impl Iterator<Item = (Mix, &World<'a>)> {
        self.all.iter().map(|(mix, world)| (*mix, world))
    }

    /// Returns the readings that depend on other sites, of a site as of one day among the others as of another.
    ///
    /// What belongs to no site of the estate, such as the zones of the area served, is of the day of the site.
    pub fn among_others(&self, pair: &SitePair, own: bool, policy: bool) -> [Reading; 2] {
        let mix = |data| Mix { data, prices: data, policy };
        let (ours, theirs) = (self.of(mix(own)), self.of(mix(!own)));
        let (from, to) = if own { (pair.after, pair.before) } else { (pair.before, pair.after) };
        let mut estate = theirs.estate.clone().into_owned();
        let id = estate.sites[to].site_id.clone();
        let own_id = ours.estate.sites[from].site_id.clone();
        put_site(&mut estate, &ours.estate, (&id, &own_id), to, from);
        let mut measures = theirs.measures.clone().into_owned();
        let mut readings = ours.measures.sites[from].clone();
        readings.site_id = id;
        measures.sites[to] = readings;
        let cover = cover::cover(&estate, &measures, ours.policy);
        let measures = cover::set_in(&cover, &estate, measures);
        let measures = cover::room_near_by(&cover, &estate, measures);
        AMONG_OTHERS.map(|measure| measures.sites[to].reading(measure).clone())
    }
}

/// Readings that depend on the other sites of the estate.
pub(super) const AMONG_OTHERS: [Measure; 2] = [Measure::CoverageKept, Measure::RoomNearBy];

/// Puts one site of another snapshot in the place of its like, and what belongs to no site.
fn put_site(
    estate: &mut Estate,
    other: &Estate,
    (id, own_id): (&SiteId, &SiteId),
    to: usize,
    from: usize,
) {
    estate.sites[to] = Site { site_id: id.clone(), ..other.sites[from].clone() };
    estate.teams.retain(|team| team.site_id != *id);
    let teams = other.teams.iter().filter(|team| team.site_id == *own_id).cloned();
    estate.teams.extend(teams.map(|mut team| {
        team.site_id = id.clone();
        team
    }));
    estate.teams.sort_by(|a, b| a.site_id.cmp(&b.site_id).then_with(|| a.team.cmp(&b.team)));
    estate.journeys.retain(|journey| journey.site_id != *id);
    let journeys = other.journeys.iter().filter(|journey| journey.site_id == *own_id).cloned();
    estate.journeys.extend(journeys.map(|mut journey| {
        journey.site_id = id.clone();
        journey
    }));
    estate.journeys.sort_by(|a, b| {
        (&a.zone_id, &a.site_id, a.mode, a.time_of_day).cmp(&(
            &b.zone_id,
            &b.site_id,
            b.mode,
            b.time_of_day,
        ))
    });
    if let (Some(own), Some(lines)) = (&mut estate.counters, &other.counters) {
        own.retain(|line| line.site_id != *id);
        let lines = lines.iter().filter(|line| line.site_id == *own_id).cloned();
        own.extend(lines.map(|mut line| {
            line.site_id = id.clone();
            line
        }));
        own.sort_by(|a, b| a.site_id.cmp(&b.site_id));
    }
    if let (Some(own), Some(treasury)) = (&mut estate.treasury, &other.treasury) {
        own.decisions.retain(|decision| decision.site_id != *id);
        let decisions = treasury.decisions.iter().filter(|d| d.site_id == *own_id).cloned();
        own.decisions.extend(decisions.map(|mut decision| {
            decision.site_id = id.clone();
            decision
        }));
        own.receipts.retain(|receipt| receipt.site_id.as_ref() != Some(id));
        let receipts = treasury.receipts.iter().filter(|r| r.site_id.as_ref() == Some(own_id));
        own.receipts.extend(receipts.cloned().map(|mut receipt| {
            receipt.site_id = Some(id.clone());
            receipt
        }));
    }
    let schemes = estate.projects.iter_mut().flatten();
    for row in schemes.filter(|row| row.receipt_site_id.as_ref() == Some(id)) {
        row.receipt_site_id = None;
    }
    if let (Some(own), Some(schemes)) = (&mut estate.projects, &other.projects) {
        let schemes = schemes.iter().filter(|r| r.receipt_site_id.as_ref() == Some(own_id));
        own.extend(schemes.cloned().map(|mut row| {
            row.receipt_site_id = Some(id.clone());
            row
        }));
    }
    estate.zones.clone_from(&other.zones);
    estate.partners.clone_from(&other.partners);
}

/// Gives the sites and leases of an estate the prices that another snapshot has for them, and its published series.
fn take_prices(estate: &mut Estate, other: &Estate, pairs: &[SitePair], is_after: bool) {
    for pair in pairs {
        let (own, there) =
            if is_after { (pair.after, pair.before) } else { (pair.before, pair.after) };
        let there = &other.sites[there];
        let site = &mut estate.sites[own];
        site.book_value = there.book_value;
        site.existing_use_value = there.existing_use_value;
        site.market_value = there.market_value;
        site.alternative_use_value = there.alternative_use_value;
        site.valued_on = there.valued_on;
        site.erv_per_m2 = there.erv_per_m2;
        site.rateable_value = there.rateable_value;
    }
    for lease in &mut estate.leases {
        if let Some(there) = other.lease(&lease.lease_id) {
            lease.erv = there.erv;
        }
    }
    estate.indices.clone_from(&other.indices);
}

/// Tells whether any price of two snapshots differs.
pub(super) fn prices_differ(before: &Estate, after: &Estate, pairs: &[SitePair]) -> bool {
    let of_site = |site: &Site| {
        (
            site.book_value,
            site.existing_use_value,
            site.market_value,
            site.alternative_use_value,
            site.valued_on,
            site.erv_per_m2,
            site.rateable_value,
        )
    };
    let site = |p: &SitePair| of_site(&before.sites[p.before]) != of_site(&after.sites[p.after]);
    let lease = |lease: &crate::model::Lease| {
        after.lease(&lease.lease_id).is_some_and(|there| there.erv != lease.erv)
    };
    pairs.iter().any(site) || before.leases.iter().any(lease) || before.indices != after.indices
}
