//! The ground of the map: what part of the country it shows, the outline, the scale bar and north.

use super::{
    font_metrics::{FontMetrics, FontWeight},
    sheet::{Area, BLACK, Colour, EDGE, GREY, Line, RULE, Sheet, WHITE},
};
use crate::{
    edition::{OutlineRow, View},
    model::{decimals, to_whole},
};

/// Land within the outline: near enough to white that marks and words stand out from it.
const LAND: Colour = plotters::style::RGBColor(241, 239, 232);
/// From the frame to the outermost place.
const PAD: f64 = 26.0;
/// The least that a map shows either way, metres.
const LEAST: f64 = 2000.0;
/// The height of scale bar and north arrow, below the frame.
pub(super) const BAND: f64 = 46.0;

/// Metres east and north.
pub(super) type Metres = (f64, f64);

/// What a map shows, and where.
pub(super) struct Basemap {
    pub frame: Area,
    /// Points of the sheet in a metre.
    scale: f64,
    /// The place in the middle of the frame.
    middle: Metres,
}

impl Basemap {
    /// Returns a map from `top` down that holds every place and outline, with north up.
    ///
    /// It is as wide as the sheet and `most` high at most. `None` without any place.
    pub(super) fn over(
        sheet: &Sheet,
        places: &[Metres],
        outlines: &[OutlineRow],
        (top, most): (f64, f64),
    ) -> Option<Self> {
        let corners = outlines.iter().flat_map(|o| o.rings.iter().flatten());
        let all = || places.iter().chain(corners.clone());
        let first = *all().next()?;
        let least = all().fold(first, |least, p| (least.0.min(p.0), least.1.min(p.1)));
        let greatest = all().fold(first, |most, p| (most.0.max(p.0), most.1.max(p.1)));
        let (wide, high) = ((greatest.0 - least.0).max(LEAST), (greatest.1 - least.1).max(LEAST));
        let right = sheet.form.right();
        let scale = ((right - EDGE - 2.0 * PAD) / wide).min((most - 2.0 * PAD) / high);
        let bottom = top + (high * scale + 2.0 * PAD).min(most);
        let middle = (f64::midpoint(least.0, greatest.0), f64::midpoint(least.1, greatest.1));
        Some(Self { frame: Area { left: EDGE, top, right, bottom }, scale, middle })
    }

    /// Returns the point of a place.
    pub(super) fn point(&self, (east, north): Metres) -> (f64, f64) {
        let Area { left, top, right, bottom } = self.frame;
        let x = f64::midpoint(left, right) + (east - self.middle.0) * self.scale;
        (x, f64::midpoint(top, bottom) - (north - self.middle.1) * self.scale)
    }

    /// Draws the frame and the outlines in it.
    pub(super) fn draw(&self, sheet: &mut Sheet, outlines: &[OutlineRow]) {
        let rings: Vec<Vec<Vec<(f64, f64)>>> = outlines
            .iter()
            .map(|o| o.rings.iter().map(|ring| self.thinned(ring)).collect())
            .collect();
        for outline in &rings {
            for (ring, colour) in
                outline.iter().zip(std::iter::once(LAND).chain(std::iter::repeat(WHITE)))
            {
                sheet.polygon(ring.clone(), colour);
            }
        }
        for ring in rings.iter().flatten() {
            for (from, to) in ring.iter().zip(ring.iter().cycle().skip(1)) {
                sheet.stroke(*from, *to, 1.2, RULE);
            }
        }
        sheet.outline(self.frame, 1.0, RULE);
    }

    /// Returns the points of a ring without those that the eye cannot tell from the one before, and without the last,
    /// which is the first again.
    fn thinned(&self, ring: &[Metres]) -> Vec<(f64, f64)> {
        const APART: f64 = 1.0;
        let mut kept: Vec<(f64, f64)> = Vec::new();
        for (x, y) in ring.iter().map(|place| self.point(*place)) {
            let near = |last: &(f64, f64)| (last.0 - x).hypot(last.1 - y) < APART;
            if !kept.last().is_some_and(near) {
                kept.push((x, y));
            }
        }
        if kept.len() > 1 && kept.first() == kept.last() {
            kept.pop();
        }
        kept
    }

    /// Draws the scale bar and the north arrow below the frame.
    pub(super) fn band(&self, sheet: &mut Sheet, metrics: &FontMetrics) {
        const SIZE: f64 = 13.0;
        const HIGH: f64 = 7.0;
        let top = self.frame.bottom + 12.0;
        let metres = round_length(0.3 * (self.frame.right - self.frame.left) / self.scale);
        let half = metres * self.scale / 2.0;
        let words = |metres: f64| {
            let tenths = decimals(to_whole(metres), 1000, 3);
            tenths.trim_end_matches('0').trim_end_matches('.').to_owned()
        };
        let left = self.frame.left + metrics.width("0", SIZE, FontWeight::Regular) / 2.0;
        for (from, colour) in [(left, BLACK), (left + half, WHITE)] {
            let area = Area { left: from, top, right: from + half, bottom: top + HIGH };
            sheet.fill(area, colour);
            sheet.outline(area, 1.0, BLACK);
        }
        let baseline = top + HIGH + 15.0;
        for (share, words) in [(0.0, "0".to_owned()), (1.0, words(metres / 2.0))] {
            sheet.text(Line::new(words, left + half * share, baseline, SIZE).middle().colour(GREY));
        }
        let number = words(metres);
        let begin = left + 2.0 * half - metrics.width(&number, SIZE, FontWeight::Regular) / 2.0;
        sheet.text(Line::new(format!("{number} km"), begin, baseline, SIZE).colour(GREY));
        let (x, foot) = (self.frame.right - 12.0, top + 24.0);
        sheet.polygon(vec![(x, top - 4.0), (x + 8.0, foot), (x, foot - 6.0)], BLACK);
        sheet.polygon(vec![(x, top - 4.0), (x - 8.0, foot), (x, foot - 6.0)], GREY);
        sheet.text(Line::new("North", x - 16.0, top + 16.0, SIZE).end().colour(GREY));
    }
}

/// Returns the longest of 1, 2 or 5 times a power of ten that is no longer than `most`, from 0.2 km.
fn round_length(most: f64) -> f64 {
    let mut length = 200.0;
    for factor in [2.5, 2.0, 2.0].into_iter().cycle().take(30) {
        if length * factor > most {
            break;
        }
        length *= factor;
    }
    length
}

/// Says that no boundary is drawn; `None` where one is.
pub(super) fn no_outline(view: &View) -> Option<String> {
    let said = "No boundary is shown: the snapshot has no usable boundaries.geojson.";
    view.outlines.is_empty().then(|| said.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{super::sheet::Form, *};

    #[test]
    fn north_is_up_and_a_kilometre_is_as_long_both_ways() {
        let places = [(540_000.0, 260_000.0), (560_000.0, 300_000.0)];
        let sheet = Sheet::new(Form::PAGE);
        let basemap = Basemap::over(&sheet, &places, &[], (100.0, 600.0)).unwrap();
        let at = basemap.point((540_000.0, 260_000.0));
        let (east, north) =
            (basemap.point((541_000.0, 260_000.0)), basemap.point((540_000.0, 261_000.0)));
        assert!(east.0 > at.0 && north.1 < at.1);
        assert!(((east.0 - at.0) - (at.1 - north.1)).abs() < 1e-9);
        for place in places {
            let (x, y) = basemap.point(place);
            let frame = basemap.frame;
            assert!(
                (frame.left..frame.right).contains(&x) && (frame.top..frame.bottom).contains(&y)
            );
        }
        assert!(Basemap::over(&sheet, &[], &[], (100.0, 600.0)).is_none());
    }

    #[test]
    fn a_scale_bar_has_a_round_length() {
        let lengths: Vec<String> = [100.0, 900.0, 1999.0, 12_000.0, 70_000.0]
            .iter()
            .map(|most| to_whole(round_length(*most)).to_string())
            .collect();
        assert_eq!(lengths, ["200", "500", "1000", "10000", "50000"]);
    }

    #[test]
    fn an_outline_keeps_no_more_points_than_can_be_seen() {
        let step = |n: i32| (540_000.0 + f64::from(n), 260_000.0);
        let ring: Vec<Metres> =
            (0..20_000).map(step).chain([(550_000.0, 280_000.0), step(0)]).collect();
        let outline = OutlineRow { rings: vec![ring.clone()], degrees: Vec::new() };
        let sheet = Sheet::new(Form::PAGE);
        let basemap = Basemap::over(&sheet, &[], &[outline], (0.0, 600.0)).unwrap();
        let kept = basemap.thinned(&ring);
        assert!((50..1000).contains(&kept.len()), "{}", kept.len());
    }
}
