//! The coordinate system of positions: named by a column, or judged by all positions of a table.

use geo::Point;

use super::{
    cell,
    header::Header,
    position::{Limits, Pair},
    raw::{RawTable, TextCells},
    schema::SchemaTable,
};
use crate::{
    model::{Finding, Findings, Rule, counted, folded},
    place::{Grid, from_web_mercator},
    policy::ratio_of,
};

/// The coordinate system of a pair of numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum System {
    /// British National Grid, metres.
    Grid,
    /// Longitude and latitude, WGS84, degrees.
    Degrees,
    /// Web Mercator, metres: only where a column names it.
    WebMercator,
}

/// In which system the pairs of a table's columns are, judged by all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Systems {
    metres: System,
    degrees: System,
}

impl System {
    /// Returns longitude and latitude of a pair of numbers.
    pub fn point(self, x: f64, y: f64) -> Option<Point> {
        match self {
            Self::Grid => Grid { easting: x, northing: y }.to_wgs84(),
            Self::Degrees => Some(Point::new(x, y)),
            Self::WebMercator => from_web_mercator(x, y),
        }
    }

    /// Finds the system that a text names, by its number in the EPSG register or by name.
    pub fn named(text: &str) -> Option<Self> {
        let text = folded(text);
        let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
        match () {
            () if has(&["3857", "900913", "mercator"]) => Some(Self::WebMercator),
            () if has(&["27700", "osgb", "nationalgrid", "bng"]) => Some(Self::Grid),
            () if has(&["4326", "4258", "wgs84", "etrs89"]) => Some(Self::Degrees),
            () => None,
        }
    }
}

/// Tells whether a text names a coordinate system that is read.
pub(crate) fn is_coordinate_system(text: &str) -> bool {
    System::named(text).is_some()
}

impl Systems {
    /// Judges the positions of a table: a pair of columns is of the other system when all of its pairs are within
    /// the bounds in that one, and none in its own. Rows that name their system do not count.
    pub fn of(
        raw: &RawTable,
        table: &'static SchemaTable,
        limits: &Limits,
        findings: &mut Findings,
    ) -> Self {
        let header = Header::read(raw, table, &mut Findings::default());
        let mut judge = |pair: Pair, other: System| {
            let names = pair.names();
            let (Some(x), Some(y)) = (header.at(names.0), header.at(names.1)) else {
                return pair.system();
            };
            let counts = raw.blocks(|block| {
                let column = |at: Option<usize>| at.and_then(|at| block.column(at));
                let (x, y, crs) = (column(Some(x)), column(Some(y)), column(header.at(CRS)));
                let number = |name: &str, cells: Option<TextCells<'_>>, at: usize| {
                    cell::decimal(cells?.get(at)?, table.column(name)?).value
                };
                let (mut own, mut others, mut all) = (0_usize, 0_usize, 0_usize);
                for at in (0..block.len()).filter(|at| crs.and_then(|c| c.get(*at)).is_none()) {
                    let both = number(names.0, x, at).zip(number(names.1, y, at));
                    let Some(cells) = both.filter(|(x, y)| !(x.is_zero() && y.is_zero())) else {
                        continue;
                    };
                    let (x, y) = (ratio_of(cells.0), ratio_of(cells.1));
                    let within = |system: System| limits.hold(system.point(x, y)).is_some();
                    all += 1;
                    own += usize::from(within(pair.system()));
                    others +=
                        usize::from(within(other) && is_small(x, y) == (other == System::Degrees));
                }
                (own, others, all)
            });
            let sum =
                |of: fn(&(usize, usize, usize)) -> usize| counts.iter().map(of).sum::<usize>();
            let (own, others, all) = (sum(|c| c.0), sum(|c| c.1), sum(|c| c.2));
            if own > 0 || others == 0 || others < all {
                return pair.system();
            }
            let (what, read) = match other {
                System::Degrees => ("degrees", "longitude and latitude"),
                _ => ("grid metres", "easting and northing"),
            };
            let found = format!(
                "{what} in `{}` and `{}` in all {}; read as {read}",
                names.0,
                names.1,
                counted(all, "record")
            );
            let expected =
                "metres in `easting` and `northing`, degrees in `latitude` and `longitude`";
            let place = raw.header_place(Some(names.0));
            findings.push(
                Finding::new(Rule::PositionReadAs, place, "", found, expected.to_owned())
                    .fix("rename the two columns, or give the system in `crs`"),
            );
            other
        };
        Self {
            metres: judge(Pair::Metres, System::Degrees),
            degrees: judge(Pair::Degrees, System::Grid),
        }
    }

    pub const fn of_pair(self, pair: Pair) -> System {
        match pair {
            Pair::Metres => self.metres,
            Pair::Degrees => self.degrees,
        }
    }
}

/// The column that names the system of a record's position.
pub(super) const CRS: &str = "crs";

/// Tells degrees from metres: the grid's first few hundred metres are sea.
pub(super) fn is_small(x: f64, y: f64) -> bool {
    x.abs() <= 360.0 && y.abs() <= 360.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[rstest::rstest]
    #[case("EPSG:27700", Some(System::Grid))]
    #[case("OSGB 1936 / British National Grid", Some(System::Grid))]
    #[case("urn:ogc:def:crs:EPSG::4326", Some(System::Degrees))]
    #[case("WGS 84", Some(System::Degrees))]
    #[case("WGS 84 / Pseudo-Mercator, 3857", Some(System::WebMercator))]
    #[case("Irish Grid", None)]
    fn a_system_is_known_by_number_or_name(#[case] text: &str, #[case] system: Option<System>) {
        assert_eq!(System::named(text), system);
    }
}
