//! What the observations of a site say of its use, and the readings that come of it.

use polars::prelude::*;

use super::frame::{numbers, one_row_a_site, ratio, wholes};
use crate::{
    load::columns::sums as s,
    model::{Basis, Gap, Gaps, Measure, Quantity, Reading, Site, Status, to_whole},
};

/// What the observations of one site say; `None` is not known.
#[derive(Debug, Clone, Default)]
pub(super) struct Use {
    /// Whether the table has any row of the site.
    pub has_observations: bool,
    utilisation: Bounded,
    frequency: Option<f64>,
    occupancy: Option<f64>,
    pub peak: Bounded,
    /// 95th percentile of people present, in thousandths.
    pub people: Bounded,
    hours: Hours,
    /// Whether the sums are beyond what can be held exactly: nothing is made of them.
    pub too_large: bool,
    pub questioned: Option<Unusable>,
}

/// What lacks in the observations of a site some of which hold what could not be read.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Unusable {
    /// The method of some could not be read, so that their counts are left out.
    pub method: bool,
    /// The opening hours of some could not be read.
    pub hours: bool,
    /// Some lack the mean though nothing of them is in doubt.
    pub mean: bool,
    /// Some lack the most present though nothing of them is in doubt.
    pub peak: bool,
}

/// A mid reading, and the bounds that rows without the needed cell leave open.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Bounded {
    pub mid: Option<f64>,
    pub low: Option<f64>,
    pub high: Option<f64>,
    /// Whether any row lacked the needed cell.
    pub open: bool,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Hours {
    #[default]
    Given,
    Mean,
    Equal,
}

/// Divides the sums of each site, and sets what comes of them.
pub(super) fn divide(sums: LazyFrame, uses: &mut [Use]) -> PolarsResult<()> {
    let frame = one_row_a_site(ratios(sums), uses.len())?;
    let column = |name: &str| numbers(&frame, name);
    let (mid, low, high) = (column("u")?, column("u_low")?, column("u_high")?);
    let (frequency, occupancy) = (column("frequency")?, column("occupancy")?);
    let lack_mean = wholes(&frame, s::PEOPLE_LACKING)?;
    let (given, missing) = (wholes(&frame, s::HOURS_GIVEN)?, wholes(&frame, s::HOURS_MISSING)?);
    for (i, of) in uses.iter_mut().enumerate() {
        let open = lack_mean[i].is_some_and(|n| n > 0);
        of.utilisation = Bounded { mid: mid[i], low: low[i], high: high[i], open };
        (of.frequency, of.occupancy) = (frequency[i], occupancy[i]);
        of.hours = match (given[i], missing[i]) {
            (_, None | Some(0)) => Hours::Given,
            (Some(1..), _) => Hours::Mean,
            _ => Hours::Equal,
        };
    }
    Ok(())
}

/// Divides the sums of each site, once.
fn ratios(sums: LazyFrame) -> LazyFrame {
    let term = |name: &str| col(name).cast(DataType::Float64);
    // With n timed rows of H hours in all, an untimed row weighs H ÷ n; everything is taken times n.
    let weighed = |timed: &str, untimed: &str| {
        when(col(s::HOURS_GIVEN).gt(lit(0)))
            .then(term(s::HOURS_GIVEN) * term(timed) + term(s::HOURS_SUM) * term(untimed))
            .otherwise(term(untimed))
    };
    sums.with_columns([
        weighed(s::PEOPLE_HOURS, s::PEOPLE_UNTIMED).alias("above"),
        weighed(s::PLACE_HOURS, s::PLACES_UNTIMED).alias("below"),
        weighed(s::PLACE_HOURS_UNCOUNTED, s::PLACES_UNCOUNTED_UNTIMED).alias("lack"),
    ])
    .with_columns([
        ratio(col("above"), col("below")).alias("u"),
        ratio(col("above"), col("below") + col("lack")).alias("u_low"),
        ratio(col("above") + col("lack"), col("below") + col("lack")).alias("u_high"),
        ratio(col(s::PLACE_HOURS_IN_USE), col(s::PLACE_HOURS_OPEN)).alias("frequency"),
        ratio(col(s::PEOPLE_HOURS_SEEN), col(s::PLACE_HOURS_SEEN)).alias("occupancy"),
    ])
}

impl Bounded {
    /// Turns it into a reading; a site that may be vacant may also read 0.
    fn reading(self, basis: Basis, may_be_vacant: bool) -> Reading {
        let low = if may_be_vacant { self.low.or(self.mid).map(|_| 0.0) } else { self.low };
        let open = self.open || may_be_vacant;
        let range = match (low, self.high.or(self.mid)) {
            (Some(low), Some(high)) if open => {
                Some(Box::new((Quantity::Number(low), Quantity::Number(high))))
            }
            _ => None,
        };
        let basis = match () {
            () if may_be_vacant => Basis::StatusUnreadable,
            () if self.mid.is_none() && !open => Basis::NoObservation,
            () if self.open => Basis::RowsLeftOut,
            () => basis,
        };
        match self.mid {
            Some(mid) => Reading { range, ..Reading::known(Quantity::Number(mid), basis) },
            None => Reading { range, ..Reading::unknown(basis) },
        }
    }
}

impl Use {
    /// Sets the readings of a site; a vacant one is not used at all.
    pub(super) fn readings(self, site: &Site, set: &mut impl FnMut(Measure, Reading)) {
        let status = site.status_or_operational();
        if status == Some(Status::Vacant) {
            for measure in [Measure::Utilisation, Measure::Peak] {
                set(measure, Reading::known(Quantity::Number(0.0), Basis::Vacant));
            }
            set(Measure::PeakPeople, Reading::known(Quantity::Whole(0), Basis::Vacant));
            for measure in [Measure::Frequency, Measure::Occupancy] {
                set(measure, Reading::unknown(Basis::Vacant).waits_for(Gap::HoursSeen));
            }
            return;
        }
        let maybe = status.is_none();
        let hours = match self.hours {
            Hours::Given => Basis::Plain,
            Hours::Mean => Basis::MeanHours,
            Hours::Equal => Basis::EqualWeights,
        };
        let sums = self.utilisation.reading(hours, maybe);
        let too_large = || Reading::unknown(Basis::ObservationsTooLarge);
        let may_be_vacant = Gaps::NONE.and_if(maybe, Gap::Status);
        set(
            Measure::Utilisation,
            if self.too_large { too_large() } else { sums }
                .open_for(may_be_vacant.and_all(self.mean_gaps()), Gap::PeopleSeen),
        );
        let peak_gaps = self.peak_gaps(site);
        set(
            Measure::Peak,
            self.peak.reading(Basis::Plain, maybe).open_for(peak_gaps, Gap::PeakSeen),
        );
        let share = |value: Option<f64>| match value {
            Some(value) => Reading::known(Quantity::Number(value), Basis::Plain),
            None if self.too_large => too_large(),
            None => Reading::unknown(Basis::NoObservation),
        };
        set(Measure::Frequency, share(self.frequency).open_for(Gaps::NONE, Gap::HoursSeen));
        let in_use = self.frequency.is_some_and(|share| share > 0.0);
        let uncounted = if in_use { self.mean_gaps() } else { Gaps::NONE };
        set(Measure::Occupancy, share(self.occupancy).open_for(uncounted, Gap::HoursSeen));
        let people = |v: Option<f64>| v.map(|n| n / 1000.0);
        let bounded = Bounded {
            mid: people(self.people.mid),
            low: people(self.people.low),
            high: people(self.people.high),
            open: self.people.open,
        };
        set(
            Measure::PeakPeople,
            bounded.reading(Basis::Plain, maybe).open_for(peak_gaps, Gap::PeakSeen),
        );
    }

    /// Returns what the mean of people lacks: observations, or cells of them.
    fn mean_gaps(&self) -> Gaps {
        let seen = self.utilisation;
        match self.questioned.filter(|_| seen.open) {
            _ if seen.mid.is_none() && !seen.open => Gap::PeopleSeen.into(),
            Some(questioned) => Gaps::NONE
                .and_if(questioned.method, Gap::MethodCells)
                .and_if(questioned.hours, Gap::HoursOpenCells)
                .and_if(questioned.mean, Gap::MeanCells),
            None => Gaps::NONE.and_if(seen.open, Gap::MeanCells),
        }
    }

    /// Returns what the peak lacks: the status of the site, observations, or cells of them; nothing at a vacant site.
    pub(super) fn peak_gaps(&self, site: &Site) -> Gaps {
        let gaps = match site.status_or_operational() {
            Some(Status::Vacant) => return Gaps::NONE,
            Some(_) => Gaps::NONE,
            None => Gap::Status.into(),
        };
        let seen = self.people;
        match self.questioned.filter(|_| seen.open) {
            _ if seen.mid.is_none() && !seen.open => gaps.and(Gap::PeakSeen),
            Some(questioned) => gaps
                .and_if(questioned.method, Gap::MethodCells)
                .and_if(questioned.peak, Gap::PeakCells),
            None => gaps.and_if(seen.open, Gap::PeakCells),
        }
    }

    /// Returns the peak in whole thousandths of people: mid, low, high.
    pub(super) fn people_thousandths(&self) -> [Option<i64>; 3] {
        let whole = |v: Option<f64>| v.map(to_whole);
        if self.people.open {
            [whole(self.people.mid), whole(self.people.low), whole(self.people.high)]
        } else {
            [whole(self.people.mid); 3]
        }
    }
}

/// Whether any observation of a site that is read has the cell.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Observed {
    /// Mean people present.
    pub mean: bool,
    /// Most people present.
    pub peak: bool,
    /// Opening hours.
    pub hours: bool,
}
