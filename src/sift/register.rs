//! What a register says of one site: its status, its area, its state, its backlog and its costs.

use rust_decimal::Decimal;

use super::{CostsLeftOut, Read, Sign, SignBasis, SignValue};
use crate::{
    model::{
        Basis, CostCategory, Fact, Measure, Money, Quantity, Reading, Signal, SignalFinding, State,
        Status,
    },
    policy::{FigureName, ratio_of},
    tenure::coming_grade,
};

/// Reads one of the signals that need no lease and no other site.
pub(super) fn sign(signal: Signal, read: Read<'_>) -> Sign {
    if let Some(sign) = read.not_judged(signal) {
        return match signal {
            // A cost is told even where nothing is there to hold it against.
            Signal::RunningCostPerM2 | Signal::UtilitiesPerM2 => {
                Sign { reading: per_m2(signal, read).ok().map(SignValue::PoundsPerM2), ..sign }
            }
            _ => sign,
        };
    }
    match signal {
        Signal::Vacant => vacant(read),
        Signal::AreaInUse => area_in_use(read),
        Signal::Condition => {
            let bad = &read.policy.sift.condition;
            let grade = read.site.condition.map(|c| (SignValue::Condition(c), bad.contains(&c)));
            graded(signal, grade, SignValue::AnyCondition(bad.clone()))
        }
        Signal::FunctionalSuitability => {
            let bad = &read.policy.sift.suitability;
            let grade = read.site.functional_suitability;
            let grade = grade.map(|g| (SignValue::Suitability(g), bad.contains(&g)));
            graded(signal, grade, SignValue::AnySuitability(bad.clone()))
        }
        Signal::BacklogPerM2 => backlog(read),
        Signal::EnergyRating => energy(read),
        Signal::RunningCostPerM2 | Signal::UtilitiesPerM2 => cost(signal, read),
        Signal::LeaseEnd | Signal::LeasedUnderUsed | Signal::NearSameUse => {
            Sign::not_known(signal, SignBasis::NotRecorded)
        }
    }
}

fn vacant(read: Read<'_>) -> Sign {
    let signal = Signal::Vacant;
    let threshold = SignValue::Status(Status::Vacant);
    let sign = match read.site.status {
        Fact::Empty => Sign::not_known(signal, SignBasis::NotRecorded),
        Fact::Unreadable => Sign::not_known(signal, SignBasis::StatusUnreadable),
        Fact::Known(Status::Sold) => Sign::does_not_apply(signal, SignBasis::Sold),
        Fact::Known(status) => {
            let is_for = matches!(status, Status::Vacant | Status::ForSale);
            Sign::found(signal, is_for, SignValue::Status(status), SignBasis::Plain)
        }
    };
    sign.against(threshold)
}

/// Returns the share of its area that is in use, of a site that is not vacant.
pub(super) fn share_in_use(read: Read<'_>) -> Option<f64> {
    match read.measures.reading(Measure::AreaInUse) {
        Reading {
            state: State::Known, value: Some(Quantity::Number(share)), range: None, ..
        } => Some(*share),
        _ => None,
    }
}

fn area_in_use(read: Read<'_>) -> Sign {
    let signal = Signal::AreaInUse;
    if read.site.status_or_operational() == Some(Status::Vacant) {
        return Sign::does_not_apply(signal, SignBasis::Vacant);
    }
    let least = read.policy.ratio(FigureName::SiftAreaInUse);
    let reading = read.measures.reading(Measure::AreaInUse);
    let basis = SignBasis::Measured(reading.basis);
    let sign = match share_in_use(read) {
        Some(share) => Sign::found(signal, share < least, SignValue::Share(share), basis),
        None if reading.state == State::NotBenchmarked => {
            return Sign::does_not_apply(signal, SignBasis::NotMeasured);
        }
        None => Sign::not_known(signal, basis),
    };
    sign.against(SignValue::Share(least))
}

fn graded(signal: Signal, grade: Option<(SignValue, bool)>, bad: SignValue) -> Sign {
    let sign = match grade {
        None => Sign::not_known(signal, SignBasis::NotRecorded),
        Some((grade, is_bad)) => Sign::found(signal, is_bad, grade, SignBasis::Plain),
    };
    sign.against(bad)
}

/// Returns pounds per m² of gross internal area; `None` without an area.
fn over_area(sum: Money, read: Read<'_>) -> Option<f64> {
    let area = read.site.gia_m2.map(crate::model::Area::as_m2).filter(|a| *a > Decimal::ZERO)?;
    sum.as_pounds().checked_div(area).map(ratio_of)
}

/// Sums the four bands; else takes the total. What is known of the bands alone is a backlog of at least that much.
fn backlog(read: Read<'_>) -> Sign {
    let signal = Signal::BacklogPerM2;
    let most = read.policy.ratio(FigureName::SiftBacklogPerM2);
    let sign = |sign: Sign| sign.against(SignValue::PoundsPerM2(most));
    let site = read.site;
    let bands =
        [site.backlog_high, site.backlog_significant, site.backlog_moderate, site.backlog_low];
    let known: Vec<Money> = bands.into_iter().flatten().collect();
    let in_bands = Money::checked_sum(known.iter().copied()).filter(|_| !known.is_empty());
    let all_known = known.len() == bands.len();
    // A total below the bands that are recorded is none.
    let total = site.backlog_total.filter(|total| in_bands.is_none_or(|sum| sum <= *total));
    let (sum, basis) = match (in_bands, total) {
        (Some(sum), _) if all_known => (sum, SignBasis::FourBands),
        (_, Some(total)) => (total, SignBasis::TotalOfBands),
        (Some(sum), None) => (sum, SignBasis::SomeBands),
        (None, None) => return sign(Sign::not_known(signal, SignBasis::NotRecorded)),
    };
    let Some(pounds) = over_area(sum, read) else {
        return sign(Sign::not_known(signal, SignBasis::AreaNotKnown));
    };
    let is_for = pounds >= most;
    let is_least = basis == SignBasis::SomeBands;
    let mut found = Sign::found(signal, is_for, SignValue::PoundsPerM2(pounds), basis);
    if is_least && !is_for {
        found.finding = SignalFinding::NotKnown;
    }
    sign(found)
}

/// Returns a running cost per m², or why it is not known.
fn per_m2(signal: Signal, read: Read<'_>) -> Result<f64, SignBasis> {
    if signal == Signal::RunningCostPerM2 {
        let reading = read.measures.reading(Measure::CostPerM2);
        return match reading.value {
            Some(Quantity::Number(pounds)) => Ok(pounds),
            _ if reading.state == State::Unknown => Err(SignBasis::Measured(reading.basis)),
            _ => Err(SignBasis::NotMeasured),
        };
    }
    let pence = read.measures.costs.map(|costs| costs[CostCategory::Utilities as usize]);
    // A ledger without a line of utilities has not said that there are none.
    let pence = pence.filter(|pence| *pence != 0).ok_or(SignBasis::NoUtilitiesLine)?;
    over_area(Money::from_pence(pence), read).ok_or(SignBasis::AreaNotKnown)
}

fn cost(signal: Signal, read: Read<'_>) -> Sign {
    let sift = &read.policy.sift;
    let site_use = read.site.use_or_office();
    let of_use = site_use.and_then(|site_use| sift.of_use(signal, site_use));
    let yardstick = of_use.unwrap_or_else(|| match signal {
        Signal::UtilitiesPerM2 => sift.utilities_in(read.cost_year),
        _ => read.policy.figure(FigureName::QuadrantCostPerM2),
    });
    let yardstick = ratio_of(yardstick);
    let sign = match per_m2(signal, read) {
        Ok(pounds) => {
            let without = match read.measures.reading(Measure::CostPerM2).basis {
                _ if signal != Signal::RunningCostPerM2 => CostsLeftOut::Nothing,
                Basis::PublicParts => CostsLeftOut::RentChargeAndSecurity,
                _ => CostsLeftOut::Rent,
            };
            let as_office = matches!(read.site.site_use, Fact::Empty);
            let basis = SignBasis::Ledger { year: read.cost_year, without, as_office };
            Sign::found(signal, pounds >= yardstick, SignValue::PoundsPerM2(pounds), basis)
        }
        Err(why) => Sign::not_known(signal, why),
    };
    sign.against(SignValue::PoundsPerM2(yardstick))
}

fn energy(read: Read<'_>) -> Sign {
    let signal = Signal::EnergyRating;
    let worst = coming_grade(read.policy);
    let worst_grade = rust_decimal::prelude::ToPrimitive::to_u32(&worst).unwrap_or(1).max(1);
    let site = read.site;
    let sign = match site.energy_grade() {
        None if site.epc_rating.is_some() => Sign::not_known(signal, SignBasis::RatingNotGraded),
        None => Sign::not_known(signal, SignBasis::NotRecorded),
        Some(grade) => {
            let out = site.epc_valid_until.filter(|until| *until < read.as_of);
            let basis = out.map_or(SignBasis::Plain, SignBasis::ExpiredCertificate);
            Sign::found(signal, grade > worst_grade, SignValue::Energy(grade), basis)
        }
    };
    sign.against(SignValue::BelowEnergy(worst_grade))
}
