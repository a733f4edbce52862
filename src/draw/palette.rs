//! Turns the dots of a canvas into a table of at most 256 colours and a byte a dot: a third of the file and time.

use super::canvas::{Canvas, Ink, PAPER};

/// A colour as red, green, blue.
pub(super) type Pixel = [u8; 3];

/// Dots by number of their colour.
pub(super) struct Indexed {
    /// Red, green and blue of each colour, one after the other.
    pub colours: Vec<u8>,
    pub pixels: Vec<u8>,
}

/// Returns the number of a colour's group: those that agree in all but the lowest `bits` of each level.
pub(super) fn group(colour: Pixel, bits: u32) -> usize {
    colour.iter().fold(0, |group, level| (group << (8 - bits)) | usize::from(level >> bits))
}

/// Returns the dots of a canvas by colour; `None` when there are too many colours.
///
/// Flat colours stay as they are. The shades at their edges, which only smooth text and lines, are
/// joined with the most frequent shade that agrees in the upper bits: five, or four if need be. A line that equals the
/// one above it, as most do, is not looked at again.
pub(super) fn indexed(canvas: &Canvas) -> Option<Indexed> {
    let counts = counted(canvas);
    let mut shades: Vec<(Ink, usize)> = (0..).zip(counts).filter(|(_, count)| *count > 0).collect();
    let colour = |ink: Ink| canvas.colours().get(usize::from(ink)).copied().unwrap_or_default();
    shades.sort_by_key(|(ink, count)| (std::cmp::Reverse(*count), colour(*ink)));
    let shades: Vec<_> = shades.into_iter().map(|(ink, _)| (ink, colour(ink))).collect();
    let (colours, joined) = joined(&shades, 3).or_else(|| joined(&shades, 4))?;
    let mut numbers = vec![0_u8; canvas.colours().len()];
    for (ink, number) in joined {
        numbers[usize::from(ink)] = number;
    }
    let paper = numbers[usize::from(PAPER)];
    let mut out: Vec<u8> = Vec::with_capacity(canvas.lines().map(<[Ink]>::len).sum());
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

/// Returns how many dots each colour has, by number of colour.
fn counted(canvas: &Canvas) -> Vec<usize> {
    let mut counts = vec![0; canvas.colours().len()];
    let mut add = |line: &[Ink], times: usize| {
        for block in line.chunks(BLOCK) {
            if is_paper(block) {
                counts[usize::from(PAPER)] += block.len() * times;
            } else {
                block.iter().for_each(|ink| counts[usize::from(*ink)] += times);
            }
        }
    };
    let (mut above, mut times): (&[Ink], usize) = (&[], 0);
    for line in canvas.lines() {
        if line != above {
            add(above, times);
            (above, times) = (line, 0);
        }
        times += 1;
    }
    add(above, times);
    counts
}

/// The number of the joined shade of each colour.
type Numbers = Vec<(Ink, u8)>;

/// Joins shades, the most frequent first, that differ in the lowest `bits` only; `None` when more than
/// 256 are left.
fn joined(shades: &[(Ink, Pixel)], bits: u32) -> Option<(Vec<u8>, Numbers)> {
    let mut groups = vec![None; 1 << (3 * (8 - bits))];
    let mut colours = Vec::new();
    let mut numbers = Vec::with_capacity(shades.len());
    for (ink, colour) in shades {
        let group = &mut groups[group(*colour, bits)];
        let number = match group {
            Some(number) => *number,
            None => {
                let number = u8::try_from(colours.len() / 3).ok()?;
                colours.extend(colour);
                *group.insert(number)
            }
        };
        numbers.push((*ink, number));
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
        let canvas = line(&[[255; 3], [255; 3], [0, 68, 116], [254, 255, 255]]);
        let indexed = indexed(&canvas).unwrap();
        assert_eq!(indexed.colours, [255, 255, 255, 0, 68, 116]);
        assert_eq!(indexed.pixels, [0, 0, 1, 0]);
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
