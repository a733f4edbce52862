//! The whole estate from snapshot to snapshot.

use super::per_cent;
use crate::model::{BreakReason, Date, TrendOf, decimals, div_round, with_thousands};

/// Names a figure of the estate with its unit.
pub(crate) const fn trend_name(of: TrendOf) -> &'static str {
    match of {
        TrendOf::Sites => "Sites not sold",
        TrendOf::Acquired => "Sites new in the register",
        TrendOf::Returned => "Sites back in the register, or held again",
        TrendOf::Divided => "Sites divided from another",
        TrendOf::Sold => "Sites sold",
        TrendOf::Gone => "Sites gone without a sale",
        TrendOf::Merged => "Sites merged into another",
        TrendOf::RunningCost => "Running cost, £ a year",
        TrendOf::FloorArea => "Gross internal area, m²",
        TrendOf::Utilisation => "Utilisation",
        TrendOf::Backlog => "Backlog, £",
    }
}

/// Says why what one snapshot has of a site is taken for a fault in its data.
pub(crate) fn break_reason(why: BreakReason) -> String {
    match why {
        BreakReason::LeftOutOnce => {
            "left out of this snapshot alone: it is there before and after".to_owned()
        }
        BreakReason::SoldOnce => {
            "sold in this snapshot alone: it is held before and after".to_owned()
        }
        BreakReason::OutOfLine(times) => format!(
            "fault in the data: more than {times} times from the snapshots before and after, which agree"
        ),
    }
}

/// Names a figure, and says how many sites have it at the last snapshot where not all have.
pub(crate) fn trend_heading(of: TrendOf, (known, all): (usize, usize)) -> String {
    match known < all {
        true => format!("{}, at {known} of {all} sites", trend_name(of)),
        false => trend_name(of).to_owned(),
    }
}

/// Writes a value in millionths as a picture labels it: `£4.05m`, `62,400 m²`, `47.1%`.
pub(crate) fn trend_value(of: TrendOf, value: i64) -> String {
    let whole = |value: i64| with_thousands(&decimals(value, 1_000_000, 0));
    match of {
        TrendOf::RunningCost | TrendOf::Backlog if value >= 1_000_000_000_000 => {
            format!("£{}m", decimals(value, 1_000_000_000_000, 2))
        }
        TrendOf::RunningCost | TrendOf::Backlog => super::short_sum(value / 10_000),
        TrendOf::FloorArea => format!("{} m²", whole(value)),
        TrendOf::Utilisation => format!("{}%", decimals(value, 10_000, 1)),
        TrendOf::Sites
        | TrendOf::Acquired
        | TrendOf::Returned
        | TrendOf::Divided
        | TrendOf::Sold
        | TrendOf::Gone
        | TrendOf::Merged => whole(value),
    }
}

/// Says in a few words how the estate moved from its first snapshot to its last.
pub(crate) fn trend_title(changes: &[(TrendOf, i64, i64)], first: Date) -> String {
    let said = changes.iter().filter_map(|(of, then, now)| {
        let name = match of {
            TrendOf::RunningCost => "running cost",
            TrendOf::FloorArea => "floor area",
            _ => return None,
        };
        let share =
            (*then > 0).then(|| div_round(i128::from(now - then) * 10_000, (*then).into()))?;
        let share = i64::try_from(share).ok()?;
        Some(match share {
            -50..=49 => format!("{name} unchanged"),
            share if share < 0 => format!("{name} down {}", per_cent(-share)),
            share => format!("{name} up {}", per_cent(share)),
        })
    });
    let said: Vec<String> = said.collect();
    let year = first.format("%Y");
    match said.is_empty() {
        true => format!("The estate since {year}"),
        false => super::capital(&format!("{} since {year}", said.join(", "))),
    }
}
