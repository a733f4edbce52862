//! Small shapes for dates, which differ in form and not in colour alone.

use super::sheet::{BLACK, Colour, Sheet};

/// Half the height of a shape.
pub(super) const RADIUS: f64 = 7.0;

/// The form of a marker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Diamond,
    Disc,
    Square,
    /// Points down.
    Wedge,
    /// Points up.
    Peak,
    /// An upright block.
    End,
}

impl Shape {
    /// Draws the shape about a place, filled, with a black rim.
    pub(super) fn draw(self, sheet: &mut Sheet, centre: (f64, f64), colour: Colour) {
        if self == Self::Disc {
            return sheet.rimmed(centre, RADIUS - 1.0, (colour, BLACK), 1.5);
        }
        sheet.polygon(self.corners(centre, 1.0), BLACK);
        if colour != BLACK {
            sheet.polygon(self.corners(centre, 0.62), colour);
        }
    }

    /// Returns the corners at a share of the full size.
    fn corners(self, (x, y): (f64, f64), share: f64) -> Vec<(f64, f64)> {
        let unit: &[(f64, f64)] = match self {
            Self::Diamond => &[(0.0, -1.1), (1.1, 0.0), (0.0, 1.1), (-1.1, 0.0)],
            Self::Disc | Self::Square => &[(-0.8, -0.8), (0.8, -0.8), (0.8, 0.8), (-0.8, 0.8)],
            Self::Wedge => &[(-0.9, -0.7), (0.9, -0.7), (0.0, 0.9)],
            Self::Peak => &[(-0.9, 0.7), (0.9, 0.7), (0.0, -0.9)],
            Self::End => &[(-0.3, -1.4), (0.3, -1.4), (0.3, 1.4), (-0.3, 1.4)],
        };
        // A triangle's middle is not halfway up; the inner one keeps the rim even.
        let count = f64::from(u32::try_from(unit.len()).unwrap_or(1));
        let middle = unit.iter().map(|p| p.1).sum::<f64>() / count;
        let size = |(dx, dy): &(f64, f64)| {
            (x + dx * share * RADIUS, y + (middle + (dy - middle) * share) * RADIUS)
        };
        unit.iter().map(size).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::sheet::{Form, WHITE},
        *,
    };

    #[test]
    fn the_inner_shape_stays_within_the_outer() {
        for shape in [Shape::Diamond, Shape::Square, Shape::Wedge, Shape::Peak] {
            let reach = |share| {
                let corners = shape.corners((0.0, 0.0), share);
                let top = corners.iter().map(|p| p.1).fold(f64::MAX, f64::min);
                let bottom = corners.iter().map(|p| p.1).fold(f64::MIN, f64::max);
                (top, bottom)
            };
            let (inner, outer) = (reach(0.62), reach(1.0));
            assert!(inner.0 > outer.0 && inner.1 < outer.1, "{shape:?}");
            let mut sheet = Sheet::new(Form::PAGE);
            shape.draw(&mut sheet, (10.0, 10.0), WHITE);
            assert_eq!(sheet.marks.len(), 2);
        }
    }
}
