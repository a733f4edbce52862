//! How far the nearest open site of a zone is, as the map of coverage shows it.

use super::sheet::{BLACK, Colour, GREY, NAVY, SKY, Sheet, VERMILION, WHITE};
use crate::{
    edition::{NearestSite, ZoneReach},
    wording::{minutes, minutes_said},
};

/// Well within the limit.
const PALE: Colour = plotters::style::RGBColor(222, 240, 252);

/// How far the nearest open site of a zone is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Class {
    /// In half the limit.
    Near,
    Within,
    /// Within the limit today, and no longer after the closures.
    Lost,
    Beyond,
    Unreached,
}

impl Class {
    pub(super) const ALL: [Self; 5] =
        [Self::Near, Self::Within, Self::Lost, Self::Beyond, Self::Unreached];

    pub(super) fn of(reach: &ZoneReach, limit: f64) -> Self {
        let within = |nearest: &Option<NearestSite>| nearest.as_ref().is_some_and(|way| way.within);
        match &reach.after {
            _ if within(&reach.now) && !within(&reach.after) => Self::Lost,
            None => Self::Unreached,
            Some(way) if way.minutes * 2.0 <= limit => Self::Near,
            Some(way) if way.within => Self::Within,
            Some(_) => Self::Beyond,
        }
    }

    /// Returns its word in files.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Near | Self::Within => "within",
            Self::Lost => "no_longer_within",
            Self::Beyond => "beyond",
            Self::Unreached => "no_journey",
        }
    }

    const fn colour(self) -> Colour {
        match self {
            Self::Near => PALE,
            Self::Within => SKY,
            Self::Lost => VERMILION,
            Self::Beyond => NAVY,
            Self::Unreached => WHITE,
        }
    }

    /// Draws the circle of a zone; a rim tells what cannot be told by lightness.
    pub(super) fn draw(self, sheet: &mut Sheet, at: (f64, f64), radius: f64) {
        let (colour, rim) = match self {
            Self::Unreached => (BLACK, 2.0),
            Self::Lost => (BLACK, 1.5),
            _ => (GREY, 0.8),
        };
        sheet.rimmed(at, radius, (self.colour(), colour), rim);
    }

    /// Says it for a key.
    pub(super) fn words(self, limit: f64, proposed: bool) -> String {
        let half = minutes(limit / 2.0);
        let limit = minutes_said(limit);
        match self {
            Self::Near => format!("Up to {half} minutes"),
            Self::Within => format!("Over {half}, up to {limit}"),
            Self::Lost => format!("Over {limit} only after the closures"),
            Self::Beyond if proposed => format!("Over {limit} today too"),
            Self::Beyond => format!("Over {limit}"),
            Self::Unreached => "No journey known".to_owned(),
        }
    }
}
