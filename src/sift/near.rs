//! The nearest other site of the same use, in a straight line.

use std::collections::BTreeMap;

use super::{Read, Sign, SignBasis, SignValue};
use crate::{
    load::Estate,
    model::{Fact, Signal, SignalFinding, Status, Use},
    place::metres_between,
    policy::{FigureName, Policy},
};

/// Sites of one use.
#[derive(Default)]
struct OfUse {
    /// Latitude and number of those with a position, by latitude.
    placed: Vec<(f64, usize)>,
    /// How many have none.
    unplaced: usize,
}

/// The sites that are held, by use.
pub(super) struct Near<'a> {
    estate: &'a Estate,
    uses: BTreeMap<Use, OfUse>,
    most_km: f64,
}

/// Metres in a degree of latitude, at least: nothing further off in latitude can be nearer.
const DEGREE: f64 = 110_500.0;

impl<'a> Near<'a> {
    /// Sorts the kept sites that are neither sold nor for sale.
    pub fn of(estate: &'a Estate, kept: &[usize], policy: &Policy) -> Self {
        let mut uses: BTreeMap<Use, OfUse> = BTreeMap::new();
        for number in kept {
            let site = &estate.sites[*number];
            let goes = [Some(Status::Sold), Some(Status::ForSale)];
            let stays = !goes.contains(&site.status_or_operational());
            let Some(site_use) = site.site_use.known().filter(|_| stays) else { continue };
            let of_use = uses.entry(site_use).or_default();
            match site.position {
                Some(point) => of_use.placed.push((point.y(), *number)),
                None => of_use.unplaced += 1,
            }
        }
        for of_use in uses.values_mut() {
            of_use.placed.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        }
        Self { estate, uses, most_km: policy.ratio(FigureName::SiftNearKm) }
    }

    /// Tells how far the nearest other site of a site's use is.
    ///
    /// A site of its use that has no position may be the nearest: then only one that is near is known.
    pub fn sign(&self, number: usize, read: Read<'_>) -> Sign {
        let signal = Signal::NearSameUse;
        if let Some(sign) = read.not_judged(signal) {
            return sign;
        }
        let threshold = SignValue::Kilometres(self.most_km);
        let sign = match (read.site.site_use, read.site.position) {
            (Fact::Known(site_use), Some(point)) => {
                let of_use = self.uses.get(&site_use);
                let found = of_use.and_then(|of_use| self.nearest(of_use, point, number));
                let unplaced = of_use.map_or(0, |of_use| of_use.unplaced);
                self.judge(found, unplaced, site_use)
            }
            (Fact::Known(_), None) => Sign::not_known(signal, SignBasis::PositionNotKnown),
            _ => Sign::not_known(signal, SignBasis::UseNotRecorded),
        };
        sign.against(threshold)
    }

    fn judge(&self, found: Option<(f64, usize)>, unplaced: usize, site_use: Use) -> Sign {
        let signal = Signal::NearSameUse;
        let sign = |is_for: bool, km: f64, nearest: usize| {
            let name = self.estate.sites[nearest].name.clone();
            let basis = SignBasis::Nearest(name, site_use);
            Sign::found(signal, is_for, SignValue::Kilometres(km), basis)
        };
        match found {
            Some((km, nearest)) if km <= self.most_km => sign(true, km, nearest),
            _ if unplaced > 0 => Sign::not_known(signal, SignBasis::Unplaced(unplaced, site_use)),
            Some((km, nearest)) => sign(false, km, nearest),
            None => Sign::new(signal, SignalFinding::Against, SignBasis::NoOther(site_use)),
        }
    }

    /// Returns the nearest other site, in km, and its number; of several as near the first.
    fn nearest(&self, of_use: &OfUse, point: geo::Point, own: usize) -> Option<(f64, usize)> {
        let from = of_use.placed.partition_point(|(latitude, _)| *latitude < point.y());
        let (below, above) = of_use.placed.split_at(from);
        let mut best: Option<(f64, usize)> = None;
        let mut walk = |sites: &mut dyn Iterator<Item = &(f64, usize)>| {
            for (latitude, number) in sites {
                let apart = (latitude - point.y()).abs() * DEGREE / 1000.0;
                if best.is_some_and(|(km, _)| apart > km) {
                    break;
                }
                let position = self.estate.sites[*number].position.filter(|_| *number != own);
                let Some(position) = position else { continue };
                let km = metres_between(point, position) / 1000.0;
                if best.is_none_or(|(least, first)| (km, *number) < (least, first)) {
                    best = Some((km, *number));
                }
            }
        };
        walk(&mut above.iter());
        walk(&mut below.iter().rev());
        best
    }
}
