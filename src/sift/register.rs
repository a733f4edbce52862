//! What a register says of one site: its status, its area, its state, its backlog and its costs.

use rust_decimal::Decimal;

use super::{Read, Sign, Value, spoken};
use crate::{
    model::{
        Basis, CostCategory, Fact, Measure, Money, Quantity, Reading, Signal, SignalFinding, State,
        Status,
    },
    policy::{FigureName, ratio_of},
    tenure::coming_grade,
};

pub(super) const NOT_RECORDED: &str = "not recorded";

/// Reads one of the signals that need no lease and no other site.
pub(super) fn sign(signal: Signal, read: Read<'_>) -> Sign {
    if let Some(sign) = read.not_judged(signal) {
        return match signal {
            // A cost is told even where nothing is there to hold it against.
            Signal::RunningCostPerM2 | Signal::UtilitiesPerM2 => {
                Sign { reading: per_m2(signal, read).ok().map(Value::PoundsPerM2), ..sign }
            }
            _ => sign,
        };
    }
    match signal {
        Signal::Vacant => vacant(read),
        Signal::AreaInUse => area_in_use(read),
        Signal::Condition => {
            let bad = &read.policy.sift.condition;
            let grade = read.site.condition.map(|c| (c.word(), bad.contains(&c)));
            graded(signal, grade, bad)
        }
        Signal::FunctionalSuitability => {
            let bad = &read.policy.sift.suitability;
            let grade = read.site.functional_suitability.map(|g| (g.word(), bad.contains(&g)));
            graded(signal, grade, bad)
        }
        Signal::BacklogPerM2 => backlog(read),
        Signal::EnergyRating => energy(read),
        Signal::RunningCostPerM2 | Signal::UtilitiesPerM2 => cost(signal, read),
        Signal::LeaseEnd | Signal::LeasedUnderUsed | Signal::NearSameUse => {
            Sign::not_known(signal, NOT_RECORDED)
        }
    }
}

fn vacant(read: Read<'_>) -> Sign {
    let signal = Signal::Vacant;
    let threshold = Value::Word(Status::Vacant.word().to_owned());
    let sign = match read.site.status {
        Fact::Empty => Sign::not_known(signal, NOT_RECORDED),
        Fact::Unreadable => Sign::not_known(signal, "the status could not be read"),
        Fact::Known(Status::Sold) => Sign::does_not_apply(signal, "the site is sold"),
        Fact::Known(status) => {
            let is_for = matches!(status, Status::Vacant | Status::ForSale);
            Sign::found(signal, is_for, Value::Word(status.word().to_owned()), "")
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
        return Sign::does_not_apply(signal, "the site is vacant");
    }
    let least = read.policy.ratio(FigureName::SiftAreaInUse);
    let reading = read.measures.reading(Measure::AreaInUse);
    let basis = reading.basis.word();
    let sign = match share_in_use(read) {
        Some(share) => Sign::found(signal, share < least, Value::Share(share), basis),
        None if reading.state == State::NotBenchmarked => {
            return Sign::does_not_apply(signal, "the policy does not use it for this use");
        }
        None => Sign::not_known(signal, basis),
    };
    sign.against(Value::Share(least))
}

fn graded(signal: Signal, grade: Option<(&str, bool)>, bad: &[impl std::fmt::Display]) -> Sign {
    let bad: Vec<String> = bad.iter().map(spoken).collect();
    let sign = match grade {
        None => Sign::not_known(signal, NOT_RECORDED),
        Some((word, is_bad)) => Sign::found(signal, is_bad, Value::Word(word.to_owned()), ""),
    };
    sign.against(Value::Word(bad.join(" or ")))
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
    let sign = |sign: Sign| sign.against(Value::PoundsPerM2(most));
    let site = read.site;
    let bands =
        [site.backlog_high, site.backlog_significant, site.backlog_moderate, site.backlog_low];
    let known: Vec<Money> = bands.into_iter().flatten().collect();
    let in_bands = Money::checked_sum(known.iter().copied()).filter(|_| !known.is_empty());
    let all_known = known.len() == bands.len();
    // A total below the bands that are recorded is none.
    let total = site.backlog_total.filter(|total| in_bands.is_none_or(|sum| sum <= *total));
    let (sum, basis) = match (in_bands, total) {
        (Some(sum), _) if all_known => (sum, "the four bands together"),
        (_, Some(total)) => (total, "the total of all bands"),
        (Some(sum), None) => (sum, "at least: only some bands are recorded"),
        (None, None) => return sign(Sign::not_known(signal, NOT_RECORDED)),
    };
    let Some(pounds) = over_area(sum, read) else {
        return sign(Sign::not_known(signal, "gross internal area not known"));
    };
    let is_for = pounds >= most;
    let is_least = !all_known && total.is_none();
    let mut found = Sign::found(signal, is_for, Value::PoundsPerM2(pounds), basis);
    if is_least && !is_for {
        found.finding = SignalFinding::NotKnown;
    }
    sign(found)
}

/// Returns a running cost per m², or why it is not known.
fn per_m2(signal: Signal, read: Read<'_>) -> Result<f64, &'static str> {
    if signal == Signal::RunningCostPerM2 {
        let reading = read.measures.reading(Measure::CostPerM2);
        return match reading.value {
            Some(Quantity::Number(pounds)) => Ok(pounds),
            _ if reading.state == State::Unknown => Err(reading.basis.word()),
            _ => Err("the policy does not use it for this use"),
        };
    }
    let pence = read.measures.costs.map(|costs| costs[CostCategory::Utilities as usize]);
    // A ledger without a line of utilities has not said that there are none.
    let pence =
        pence.filter(|pence| *pence != 0).ok_or("no ledger line of utilities in the year")?;
    over_area(Money::from_pence(pence), read).ok_or("gross internal area not known")
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
                _ if signal != Signal::RunningCostPerM2 => "",
                Basis::PublicParts => ", without rent, service charge and security",
                _ => ", without rent",
            };
            let judged = match read.site.site_use {
                Fact::Empty => "; use not recorded, treated as an office",
                _ => "",
            };
            let basis = format!("{}{without}{judged}", read.cost_year);
            Sign::found(signal, pounds >= yardstick, Value::PoundsPerM2(pounds), basis)
        }
        Err(why) => Sign::not_known(signal, why),
    };
    sign.against(Value::PoundsPerM2(yardstick))
}

fn energy(read: Read<'_>) -> Sign {
    let signal = Signal::EnergyRating;
    let worst = coming_grade(read.policy);
    let letter = |grade: u32| char::from_u32(u32::from('A') + grade - 1).map(String::from);
    let worst_grade = rust_decimal::prelude::ToPrimitive::to_u32(&worst).unwrap_or(1).max(1);
    let threshold = Value::Word(format!("below {}", letter(worst_grade).unwrap_or_default()));
    let site = read.site;
    let sign = match site.energy_grade() {
        None => {
            let why = if site.epc_rating.is_some() {
                "the rating is not from A to G"
            } else {
                NOT_RECORDED
            };
            Sign::not_known(signal, why)
        }
        Some(grade) => {
            let reading = Value::Word(letter(grade).unwrap_or_default());
            let as_of = read.as_of;
            let out = site.epc_valid_until.filter(|until| *until < as_of);
            let basis = out.map_or_else(String::new, |until| {
                format!("on a certificate that expired on {}", Value::Day(until).shown())
            });
            Sign::found(signal, grade > worst_grade, reading, basis)
        }
    };
    sign.against(threshold)
}
