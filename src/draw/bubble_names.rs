//! Names beside the bubbles of a scatter.

use super::{
    font_metrics::{FontMetrics, FontWeight},
    labels::{self, Spot, Wanted},
    sheet::{Area, BLACK, Line, Sheet},
};

/// Writes names beside bubbles, the first of them first; one without room is left out.
///
/// `names` say which of the `spots` each is of. None covers a bubble or an area of `taken`, and no line to a name crosses
/// another bubble.
pub(super) fn name_bubbles(
    sheet: &mut Sheet,
    metrics: &FontMetrics,
    names: &[(usize, String)],
    (spots, taken): (&[Spot], &[Area]),
    frame: Area,
) {
    const SIZE: f64 = 13.0;
    const LINE: f64 = 16.0;
    const ROOM: f64 = 170.0;
    let names: Vec<_> = names
        .iter()
        .map(|(spot, words)| {
            let lines = metrics.wrap(words, SIZE, FontWeight::Regular, ROOM, 2);
            let widths = lines.iter().map(|l| metrics.width(l, SIZE, FontWeight::Regular));
            let width = widths.fold(0.0, f64::max);
            let height = if lines.len() > 1 { LINE * 2.0 } else { LINE };
            (lines, Wanted { spot: *spot, width, height })
        })
        .collect();
    let wanted: Vec<_> = names.iter().map(|(_, w)| *w).collect();
    let bounds = Area {
        left: frame.left + 4.0,
        top: frame.top + 4.0,
        right: frame.right - 4.0,
        bottom: frame.bottom - 4.0,
    };
    let places = labels::place_clear(spots, &wanted, taken, &bounds);
    for ((lines, _), place) in names.into_iter().zip(places) {
        let Some(place) = place else { continue };
        if let Some((from, to)) = place.leader {
            sheet.stroke(from, to, 1.0, BLACK);
            sheet.disc(from, 2.5, BLACK);
        }
        let mut baseline = place.area.top + 12.0;
        for words in lines {
            sheet.text(Line::new(words, place.area.left, baseline, SIZE));
            baseline += LINE;
        }
    }
}
