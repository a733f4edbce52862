//! The most sites that could close together.

use rayon::prelude::*;

use crate::{
    cover::displacement::{AllPlaced, Rooms, all_placed},
    load::Estate,
};

/// Candidates of which every set is tried.
const EVERY_SET: usize = 10;
/// Candidates that are tried one after the other where there are more; the rest are left out.
const ONE_BY_ONE: usize = 32;

/// Sites that could close together, each of their teams with a place at the others.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Together {
    /// By their numbers, rising.
    pub sites: Vec<usize>,
    /// Whether it is shown that no more could.
    pub is_exact: bool,
}

/// Finds the most of some sites that could close together, each of which could alone.
///
/// Of up to ten every set is tried. Of several with as many sites the one is taken that shares most with `before`, then
/// with the most net internal area, then with the lower ids. Of more than ten, those with the fewest workstations come
/// first, since a site that closes takes as many from what there is, and each that still can beside those before it is
/// added; only the first 32 are looked at.
pub(super) fn most(
    rooms: &Rooms,
    estate: &Estate,
    candidates: &[usize],
    before: &[usize],
) -> Together {
    if candidates.len() > EVERY_SET {
        return one_by_one(rooms, candidates);
    }
    let area = |site: usize| {
        let net = estate.sites[site].nia_m2.known();
        net.and_then(crate::model::Area::thousandths).unwrap_or(0)
    };
    let mut is_exact = true;
    for size in (1..=candidates.len()).rev() {
        let all = 0..1_u32 << candidates.len();
        let sets = all.filter(|set| usize::try_from(set.count_ones()) == Ok(size));
        let mut sets: Vec<Vec<usize>> = sets
            .map(|set| {
                let taken = candidates.iter().enumerate().filter(|(at, _)| set >> at & 1 == 1);
                taken.map(|(_, site)| *site).collect()
            })
            .collect();
        sets.sort_by_cached_key(|set: &Vec<usize>| {
            let shared = set.iter().filter(|site| before.contains(site)).count();
            let area = set.iter().map(|site| area(*site)).fold(0, i64::saturating_add);
            (std::cmp::Reverse((shared, area)), set.clone())
        });
        let answers: Vec<(AllPlaced, bool)> =
            sets.par_iter().map(|set| all_placed(rooms, set)).collect();
        if let Some(at) = answers.iter().position(|(answer, _)| *answer == AllPlaced::Yes) {
            return Together { sites: sets.swap_remove(at), is_exact };
        }
        is_exact &= answers.iter().all(|(_, is_shown)| *is_shown);
    }
    Together { sites: Vec::new(), is_exact }
}

fn one_by_one(rooms: &Rooms, candidates: &[usize]) -> Together {
    let mut order = candidates.to_vec();
    let size = |site: usize| {
        let own = &rooms.sites[site];
        own.workstations.or(own.needed.map(|[mid, ..]| mid)).unwrap_or(i64::MAX)
    };
    order.sort_by_key(|site| (size(*site), *site));
    let mut sites: Vec<usize> = Vec::new();
    for site in order.into_iter().take(ONE_BY_ONE) {
        sites.push(site);
        if all_placed(rooms, &sites).0 != AllPlaced::Yes {
            sites.pop();
        }
    }
    sites.sort_unstable();
    Together { is_exact: sites.len() == candidates.len(), sites }
}
