//! Which moves across bodies are chosen together.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use super::{NeedOf, OfferKind, SharingNeed, SharingPair, SiteOf};
use crate::{
    cover::{self, Fit},
    model::to_whole,
};

/// Marks the pairs that are chosen together: in no m² is used twice, and no site both takes others in and is left.
///
/// Needs of the bodies come first, in sites that their own bodies would not leave; then those in sites that they would,
/// of two that could each take the other in the one being left that saves more; then those of partners, with what is
/// left.
pub(super) fn choose(needs: &[SharingNeed], pairs: &mut [SharingPair]) {
    let leaving = |site: SiteOf| {
        needs
            .iter()
            .position(|n| n.of == NeedOf::Site && (n.body, n.number) == (site.body, site.number))
    };
    let would_leave: Vec<Option<usize>> = pairs.iter().map(|pair| leaving(pair.host)).collect();
    let mut used: BTreeMap<(OfferKind, SiteOf), i64> = BTreeMap::new();
    let open = |pairs: &[SharingPair], of: NeedOf, hosts_leave: bool| -> Vec<usize> {
        let is_open = |at: &usize| {
            let pair = &pairs[*at];
            needs[pair.need].of == of
                && pair.fit() == Fit::Yes
                && would_leave[*at].is_some() == hosts_leave
        };
        (0..pairs.len()).filter(is_open).collect()
    };
    assign(needs, pairs, &open(pairs, NeedOf::Site, false), &mut used);
    let mut rest = open(pairs, NeedOf::Site, true);
    rest.sort_by_key(|at| {
        let (pair, need) = (&pairs[*at], &needs[pairs[*at].need]);
        (Reverse(need.saved), Reverse(need.needed), to_whole(pair.metres), *at)
    });
    for at in rest {
        let goes = |need: usize| pairs.iter().any(|pair| pair.chosen && pair.need == need);
        let takes = |need: &SharingNeed| {
            let site = SiteOf { body: need.body, number: need.number };
            pairs.iter().any(|pair| pair.chosen && pair.host == site)
        };
        let pair = &pairs[at];
        let key = (pair.offer, pair.host);
        let left = pair.there.unwrap_or(0) - used.get(&key).copied().unwrap_or(0);
        let needed = needs[pair.need].needed.unwrap_or(0);
        let is_free = !goes(pair.need) && !takes(&needs[pair.need]);
        if is_free && !would_leave[at].is_some_and(goes) && needed <= left {
            pairs[at].chosen = true;
            *used.entry(key).or_default() += needed;
        }
    }
    let gone: Vec<usize> = pairs.iter().filter(|pair| pair.chosen).map(|pair| pair.need).collect();
    let stays = |at: &usize| would_leave[*at].is_none_or(|need| !gone.contains(&need));
    let partners: Vec<usize> = [false, true]
        .into_iter()
        .flat_map(|leave| open(pairs, NeedOf::Partner, leave))
        .filter(stays)
        .collect();
    assign(needs, pairs, &partners, &mut used);
}

/// Chooses among some pairs: as much m² as can be, then with the fewest metres.
fn assign(
    needs: &[SharingNeed],
    pairs: &mut [SharingPair],
    open: &[usize],
    used: &mut BTreeMap<(OfferKind, SiteOf), i64>,
) {
    let distinct: BTreeSet<usize> = open.iter().map(|at| pairs[*at].need).collect();
    let customers: Vec<usize> = distinct.into_iter().collect();
    let mut hosts: BTreeMap<(OfferKind, SiteOf), i64> = BTreeMap::new();
    for at in open {
        let pair = &pairs[*at];
        let key = (pair.offer, pair.host);
        let left = pair.there.unwrap_or(0) - used.get(&key).copied().unwrap_or(0);
        hosts.insert(key, left.max(0));
    }
    let keys: Vec<(OfferKind, SiteOf)> = hosts.keys().copied().collect();
    let rooms: Vec<i64> = hosts.into_values().collect();
    let size = |need: &usize| needs[*need].needed.unwrap_or(0);
    let sizes: Vec<i64> = customers.iter().map(size).collect();
    let edge = |at: &usize| {
        let pair = &pairs[*at];
        let host = keys.binary_search(&(pair.offer, pair.host)).ok()?;
        let customer = customers.binary_search(&pair.need).ok()?;
        Some((*at, (customer, host, to_whole(pair.metres))))
    };
    let (places, edges): (Vec<usize>, Vec<_>) = open.iter().filter_map(edge).unzip();
    let to = cover::assigned(&sizes, &rooms, &edges);
    for (at, (customer, host, _)) in places.into_iter().zip(edges) {
        if to[customer].0 == Some(host) {
            pairs[at].chosen = true;
            *used.entry(keys[host]).or_default() += sizes[customer];
        }
    }
}
