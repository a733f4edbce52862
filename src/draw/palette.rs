//! Turns the dots of a canvas into a table of at most 256 colours and a byte a dot: a third of the file and time.

use std::cell::Cell;

use super::canvas::{Canvas, Ink, PAPER, Pixel};

/// Dots by number of their colour.
pub(super) struct Indexed {
    /// Red, green and blue of each colour, one after the other.
    pub colours: Vec<u8>,
    pub pixels: Vec<u8>,
}

thread_local! {
    /// The numbers of a picture that is done: room for the next one's.
    static SPARE: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

impl Drop for Indexed {
    fn drop(&mut self) {
        SPARE.set(std::mem::take(&mut self.pixels));
    }
}

/// Returns the number of a colour's group: those that agree in all but the lowest `bits` of each level.
pub(super) fn group(colour: Pixel, bits: u32) -> usize {
    colour.iter().fold(0, |group, level| (group << (8 - bits)) | usize::from(level >> bits))
}

/// Returns the dots of a canvas by colour; `None` when there are too many colours.
///
/// Flat colours stay as they are. The shades at their edges, which only smooth text and lines, are joined with a flat colour
/// or the first shade that agrees in the upper bits: five, or four if need be. A line that equals the one above it, as
/// most do, is not looked at again.
pub(super) fn indexed(canvas: &Canvas) -> Option<Indexed> {
    let (colours, numbers) = joined(canvas, 3).or_else(|| joined(canvas, 4))?;
    let paper = numbers[usize::from(PAPER)];
    let mut out = SPARE.take();
    out.clear();
    out.reserve_exact(canvas.lines().map(<[Ink]>::len).sum());
    let mut above: &[Ink] = &[];
    for line in canvas.lines() {
        if line == above {
            out.extend_from_within(out.len() - line.len()..);
            continue;
        }
        for block in line.chunks(BLOCK) {
            if is_paper(block) {
                out.resize(out.len() + block.len(), paper);
            } else {
                out.extend(block.iter().map(|ink| numbers[usize::from(*ink)]));
            }
        }
        above = line;
    }
    Some(Indexed { colours, pixels: out })
}

/// Returns red, green and blue of each dot of a canvas, one after the other.
pub(super) fn plain(canvas: &Canvas) -> Vec<u8> {
    let colours = canvas.colours();
    canvas.lines().flatten().flat_map(|ink| colours[usize::from(*ink)]).collect()
}

/// Dots that are compared with paper at once: a picture is mostly paper.
const BLOCK: usize = 64;

fn is_paper(block: &[Ink]) -> bool {
    block.iter().fold(0, |all, ink| all | (ink ^ PAPER)) == 0
}

/// Joins shades that differ in the lowest `bits` only; returns the colours that are left, and the number of each ink's.
/// `None` when more than 256 are left.
fn joined(canvas: &Canvas, bits: u32) -> Option<(Vec<u8>, Vec<u8>)> {
    let mut groups = vec![None; 1 << (3 * (8 - bits))];
    let mut colours = Vec::new();
    let all = canvas.colours();
    let mut numbers = vec![0; all.len()];
    for wants_flat in [true, false] {
        let inks = (0..).zip(all).filter(|(ink, _)| canvas.is_flat(*ink) == wants_flat);
        for (ink, colour) in inks {
            let group = &mut groups[group(*colour, bits)];
            let number = match group {
                Some(number) if !wants_flat => *number,
                _ => {
                    let number = u8::try_from(colours.len() / 3).ok()?;
                    colours.extend(colour);
                    group.get_or_insert(number);
                    number
                }
            };
            numbers[usize::from(ink)] = number;
        }
    }
    Some((colours, numbers))
}

#[cfg(test)]
mod tests {
    use plotters_backend::{BackendColor, DrawingBackend};

    use super::*;

    /// A line of dots of these colours.
    fn line(colours: &[Pixel]) -> Canvas {
        let mut canvas = Canvas::new(u32::try_from(colours.len()).unwrap(), 1);
        for (x, [red, green, blue]) in (0..).zip(colours) {
            let colour = BackendColor { alpha: 1.0, rgb: (*red, *green, *blue) };
            canvas.draw_pixel((x, 0), colour).unwrap();
        }
        canvas
    }

    #[test]
    fn flat_colours_are_kept_and_near_shades_join_them() {
        let mut canvas = line(&[[255; 3], [255; 3], [0, 68, 116]]);
        // A hundredth of navy over paper is a shade, and near to paper.
        let shade = BackendColor { alpha: 0.01, rgb: (0, 68, 116) };
        canvas.draw_pixel((0, 0), shade).unwrap();
        let indexed = indexed(&canvas).unwrap();
        assert_eq!(indexed.colours, [255, 255, 255, 0, 68, 116]);
        assert_eq!(indexed.pixels, [0, 0, 1]);
        // Two flat colours are two, however near.
        let two = super::indexed(&line(&[[250; 3], [251; 3]])).unwrap();
        assert_eq!(two.pixels, [1, 2]);
    }

    #[test]
    fn too_many_colours_are_none_and_come_out_one_by_one() {
        let level = |n: u16| u8::try_from(n % 8 * 32).unwrap();
        let every: Vec<Pixel> = (0..512).map(|n| [level(n), level(n / 8), level(n / 64)]).collect();
        assert!(indexed(&line(&every[..20])).is_some());
        assert!(indexed(&line(&every)).is_none());
        assert_eq!(plain(&line(&every)), every.as_flattened());
    }
}
