//! How much a site is used, from what another engine added up: the same sums as `occupancy` makes, a row a site.

use polars::prelude::*;

use super::{
    frame::{wholes, without},
    site_use::{Bounded, Observed, Unusable, Use, divide},
};
use crate::{load::columns as c, model::ratio_term};

/// Sets what the observations of each site say; sites without a row stay as they are.
pub(super) fn read(rows: &DataFrame, uses: &mut [Use]) -> PolarsResult<()> {
    let column = |name: &str| wholes(rows, name);
    let sites = wholes(rows, c::SITE)?;
    let (used, too_large) = (column("observations")?, column("too_large")?);
    let (method, hours) = (column("method_unread")?, column("hours_unread")?);
    let (mean, peak) = (column("mean_lacking_sure")?, column("peak_lacking_sure")?);
    let (open, open_of_places) = (column("peak_lacking")?, column("peak_lacking_of_places")?);
    let share = |part: &str| -> PolarsResult<Vec<Option<f64>>> {
        let (people, places) =
            (column(&format!("peak_people_{part}"))?, column(&format!("peak_places_{part}"))?);
        let of = |(people, places): (Option<i64>, Option<i64>)| {
            Some(ratio_term(people?) / ratio_term(places.filter(|n| *n > 0)?))
        };
        Ok(people.into_iter().zip(places).map(of).collect())
    };
    let people = |part: &str| -> PolarsResult<Vec<Option<f64>>> {
        Ok(column(&format!("people_{part}"))?.into_iter().map(|n| n.map(ratio_term)).collect())
    };
    let shares = [share("mid")?, share("low")?, share("high")?];
    let peaks = [people("mid")?, people("low")?, people("high")?];
    let bounded = |parts: &[Vec<Option<f64>>; 3], open: bool, at: usize| {
        let [mid, low, high] = [0, 1, 2].map(|part: usize| parts[part][at]);
        Bounded { mid, low, high, open }
    };
    let is = |counts: &[Option<i64>], at: usize| counts[at].is_some_and(|n| n > 0);
    let mut beyond = std::collections::BTreeSet::new();
    let mut unused = std::collections::BTreeSet::new();
    for (at, site) in sites.iter().enumerate() {
        let number = site.and_then(|site| usize::try_from(site).ok());
        let Some(of) = number.and_then(|number| uses.get_mut(number)) else { continue };
        of.has_observations = true;
        let key = site.and_then(|site| u32::try_from(site).ok());
        if !is(&used, at) {
            unused.extend(key);
            continue;
        }
        of.peak = bounded(&shares, is(&open_of_places, at), at);
        of.people = bounded(&peaks, is(&open, at), at);
        if is(&method, at) || is(&hours, at) {
            of.questioned = Some(Unusable {
                method: is(&method, at),
                hours: is(&hours, at),
                mean: is(&mean, at),
                peak: is(&peak, at),
            });
        }
        if is(&too_large, at) {
            of.too_large = true;
            beyond.extend(key);
        }
    }
    beyond.append(&mut unused);
    divide(without(rows.clone(), &beyond)?.lazy(), uses)
}

/// Tells which cells the observations of each site hold, as far as the sums say.
pub(super) fn observed(rows: &DataFrame, all: &mut [Observed]) -> PolarsResult<()> {
    let sites = wholes(rows, c::SITE)?;
    let column = |name: &str| wholes(rows, name);
    let (mean, peak) = (column("mean_given")?, column("peak_given")?);
    let hours = column(c::sums::HOURS_GIVEN)?;
    let any = |counts: &[Option<i64>], at: usize| counts[at].is_some_and(|n| n > 0);
    for (at, site) in sites.iter().enumerate() {
        let number = site.and_then(|site| usize::try_from(site).ok());
        if let Some(of) = number.and_then(|number| all.get_mut(number)) {
            let (mean, peak) = (any(&mean, at), any(&peak, at));
            *of = Observed { mean, peak, hours: any(&hours, at) };
        }
    }
    Ok(())
}
