//! How much a site is used, from its observations.

use polars::prelude::*;

use super::frame::{numbers, one_row_a_site, ratio, wholes};
use crate::{
    load::{Estate, columns as c, day_number},
    model::{
        Basis, Measure, ObservationMethod, Quantity, Reading, Site, Status, months_earlier,
        to_whole,
    },
    policy::{FigureName, Policy},
};

/// What the observations of one site say; `None` is not known.
#[derive(Debug, Clone, Default)]
pub(super) struct Use {
    /// Whether the table has any row of the site.
    pub has_observations: bool,
    utilisation: Bounded,
    frequency: Option<f64>,
    occupancy: Option<f64>,
    peak: Bounded,
    /// 95th percentile of people present, in thousandths.
    pub people: Bounded,
    hours: Hours,
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

const BEST: &str = "best_method";
const RATIO: &str = "peak_share";

/// Reads the observations of the policy's window by the best method each site has.
///
/// # Shape
/// Result: one entry a site, in `site_id` order.
///
/// # Unknown
/// A row without the needed cell is left out of the mid reading, and stands at 0 in the low and at
/// capacity in the high one. Empty opening hours weigh as the site's mean, else all rows alike.
pub(super) fn read(estate: &Estate, policy: &Policy) -> PolarsResult<Vec<Use>> {
    let count = estate.sites.len();
    let Some(table) = &estate.occupancy else {
        return Ok(vec![Use::default(); count]);
    };
    let rows = table.frame.clone().lazy();
    let any =
        one_row_a_site(rows.clone().group_by([col(c::SITE)]).agg([len().alias("rows")]), count)?;
    let any = wholes(&any, "rows")?;
    let grouped = group(window(rows, estate, policy)?, policy);
    let frame = one_row_a_site(grouped, count)?;
    let column = |name: &str| numbers(&frame, name);
    let (mid, low, high) = (column("u")?, column("u_low")?, column("u_high")?);
    let (peak, peak_low, peak_high) = (column("p")?, column("p_low")?, column("p_high")?);
    let (people, people_low, people_high) = (column("n")?, column("n_low")?, column("n_high")?);
    let (frequency, occupancy) = (column("frequency")?, column("occupancy")?);
    let (lack_mean, lack_peak) = (wholes(&frame, "lack_mean")?, wholes(&frame, "lack_peak")?);
    let (given, missing) = (wholes(&frame, "hours_given")?, wholes(&frame, "hours_missing")?);
    let open = |lacking: Option<i64>| lacking.is_some_and(|n| n > 0);
    let uses = (0..count).map(|i| Use {
        has_observations: any[i].is_some(),
        utilisation: Bounded { mid: mid[i], low: low[i], high: high[i], open: open(lack_mean[i]) },
        frequency: frequency[i],
        occupancy: occupancy[i],
        peak: Bounded {
            mid: peak[i],
            low: peak_low[i],
            high: peak_high[i],
            open: open(lack_peak[i]),
        },
        people: Bounded {
            mid: people[i],
            low: people_low[i],
            high: people_high[i],
            open: open(lack_peak[i]),
        },
        hours: match (given[i], missing[i]) {
            (_, None | Some(0)) => Hours::Given,
            (Some(1..), _) => Hours::Mean,
            _ => Hours::Equal,
        },
    });
    Ok(uses.collect())
}

/// Returns the rows of the window and of each site's best method.
///
/// A row whose method could not be read may belong to it: it stays, without its counts.
pub(super) fn window(rows: LazyFrame, estate: &Estate, policy: &Policy) -> PolarsResult<LazyFrame> {
    let as_of = estate.snapshot.as_of;
    let months = policy.whole(FigureName::OccupancyWindowMonths);
    let after = months_earlier(as_of, months).map_or(i32::MIN, day_number);
    let first_unread = ObservationMethod::Booking as u32;
    let rows = rows.filter(
        col(c::DAY)
            .gt(lit(after))
            .and(col(c::DAY).lt_eq(lit(day_number(as_of))))
            .and(col(c::METHOD).is_null().or(col(c::METHOD).lt(lit(first_unread)))),
    );
    let best = rows
        .clone()
        .group_by([col(c::SITE)])
        .agg([
            col(c::METHOD).min().alias(BEST),
            col(c::METHOD).max().alias("worst_method"),
            col(c::METHOD).null_count().alias("unreadable"),
        ])
        .collect()?;
    let mixed = best
        .clone()
        .lazy()
        .select([(col(BEST).neq(col("worst_method"))).or(col("unreadable").gt(lit(0))).any(true)])
        .collect()?;
    if mixed.column(BEST)?.bool()?.get(0) != Some(true) {
        return Ok(rows.with_columns([col(c::METHOD).alias(BEST)]));
    }
    let best = best.lazy().select([col(c::SITE), col(BEST)]);
    let rows = rows
        .join_builder()
        .with(best)
        .on([col(c::SITE)])
        .how(JoinType::Left)
        .validate(JoinValidation::ManyToOne)
        .finish();
    let doubted = || col(c::METHOD).is_null();
    let unless_doubted =
        |name: &str| when(doubted()).then(lit(NULL)).otherwise(col(name)).alias(name);
    Ok(rows
        .filter(doubted().or(col(c::METHOD).eq(col(BEST))))
        .with_columns([c::MEAN, c::PEAK, c::IN_USE].map(unless_doubted)))
}

/// Groups the window by site: integer sums, then one division.
fn group(rows: LazyFrame, policy: &Policy) -> LazyFrame {
    let wide = |name: &str| col(name).cast(DataType::Int64);
    let known = || col(c::MEAN).is_not_null();
    let timed = || col(c::HOURS).is_not_null();
    let sum = |what: Expr, of: Expr, name: &str| {
        when(of).then(what).otherwise(lit(0_i64)).sum().alias(name)
    };
    let places = || col(c::CAPACITY).gt(lit(0));
    let percentile = || lit(policy.ratio(FigureName::PeakPercentile) / 100.0);
    let nearest_rank =
        |e: Expr, name: &str| e.quantile(percentile(), QuantileMethod::Equiprobable).alias(name);
    let share = || col(RATIO);
    let in_use = || timed().and(col(c::IN_USE).is_not_null());
    let term = |name: &str| col(name).cast(DataType::Float64);
    // With n timed rows of H hours in all, an untimed row weighs H ÷ n; everything is taken times n.
    let weighed = |timed: &str, untimed: &str| {
        when(col("hours_given").gt(lit(0)))
            .then(term("hours_given") * term(timed) + term("hours_sum") * term(untimed))
            .otherwise(term(untimed))
    };
    rows.with_columns([
        when(col(c::HOURS_DOUBTED)).then(lit(NULL)).otherwise(col(c::MEAN)).alias(c::MEAN),
        when(places())
            .then(col(c::PEAK).cast(DataType::Float64) / col(c::CAPACITY).cast(DataType::Float64))
            .otherwise(lit(NULL))
            .alias(RATIO),
    ])
    .group_by([col(c::SITE)])
    .agg([
        sum(wide(c::MEAN) * wide(c::HOURS), known().and(timed()), "people_timed"),
        sum(wide(c::MEAN), known().and(timed().not()), "people_untimed"),
        sum(wide(c::CAPACITY) * wide(c::HOURS), known().and(timed()), "places_timed"),
        sum(wide(c::CAPACITY), known().and(timed().not()), "places_untimed"),
        sum(wide(c::CAPACITY) * wide(c::HOURS), known().not().and(timed()), "lack_timed"),
        sum(wide(c::CAPACITY), known().not().and(timed().not()), "lack_untimed"),
        wide(c::HOURS).sum().alias("hours_sum"),
        col(c::HOURS).count().alias("hours_given"),
        col(c::HOURS).null_count().alias("hours_missing"),
        col(c::MEAN).null_count().alias("lack_mean"),
        when(places()).then(col(RATIO).is_null()).otherwise(lit(false)).sum().alias("lack_peak"),
        nearest_rank(share(), "p"),
        nearest_rank(
            when(places()).then(share().fill_null(lit(0.0))).otherwise(lit(NULL)),
            "p_low",
        ),
        nearest_rank(
            when(places()).then(share().fill_null(lit(1.0))).otherwise(lit(NULL)),
            "p_high",
        ),
        nearest_rank(col(c::PEAK), "n"),
        nearest_rank(col(c::PEAK).fill_null(lit(0)), "n_low"),
        nearest_rank(col(c::PEAK).fill_null(col(c::CAPACITY)), "n_high"),
        sum(wide(c::CAPACITY) * wide(c::IN_USE), in_use(), "used"),
        sum(wide(c::CAPACITY) * wide(c::HOURS), in_use(), "open"),
        sum(wide(c::MEAN) * wide(c::HOURS), in_use().and(known()), "people_used"),
        sum(wide(c::CAPACITY) * wide(c::IN_USE), in_use().and(known()), "places_used"),
    ])
    .with_columns([
        weighed("people_timed", "people_untimed").alias("above"),
        weighed("places_timed", "places_untimed").alias("below"),
        weighed("lack_timed", "lack_untimed").alias("lack"),
    ])
    .with_columns([
        ratio(col("above"), col("below")).alias("u"),
        ratio(col("above"), col("below") + col("lack")).alias("u_low"),
        ratio(col("above") + col("lack"), col("below") + col("lack")).alias("u_high"),
        ratio(col("used"), col("open")).alias("frequency"),
        ratio(col("people_used"), col("places_used")).alias("occupancy"),
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
                set(measure, Reading::unknown(Basis::Vacant));
            }
            return;
        }
        let maybe = status.is_none();
        let hours = match self.hours {
            Hours::Given => Basis::Plain,
            Hours::Mean => Basis::MeanHours,
            Hours::Equal => Basis::EqualWeights,
        };
        set(Measure::Utilisation, self.utilisation.reading(hours, maybe));
        set(Measure::Peak, self.peak.reading(Basis::Plain, maybe));
        let share = |value: Option<f64>| match value {
            Some(value) => Reading::known(Quantity::Number(value), Basis::Plain),
            None => Reading::unknown(Basis::NoObservation),
        };
        set(Measure::Frequency, share(self.frequency));
        set(Measure::Occupancy, share(self.occupancy));
        let people = |v: Option<f64>| v.map(|n| n / 1000.0);
        let bounded = Bounded {
            mid: people(self.people.mid),
            low: people(self.people.low),
            high: people(self.people.high),
            open: self.people.open,
        };
        set(Measure::PeakPeople, bounded.reading(Basis::Plain, maybe));
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
