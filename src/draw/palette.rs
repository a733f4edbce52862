//! Turns pixels into a table of at most 256 colours and a byte a pixel: a third of the file and time.

use std::collections::BTreeMap;

/// A colour as red, green, blue.
type Pixel = [u8; 3];

/// White pixels.
const PAPER: [Pixel; 64] = [[255; 3]; 64];

/// Pixels by number of their colour.
pub(super) struct Indexed {
    /// Red, green and blue of each colour, one after the other.
    pub colours: Vec<u8>,
    pub pixels: Vec<u8>,
}

/// Returns the pixels of a buffer of red, green and blue by colour; `None` when there are too many.
///
/// Flat colours stay as they are. The shades at their edges, which only smooth text and lines, are
/// joined with the most frequent shade that agrees in the upper bits: five, or four if need be. A line of
/// `width` pixels that equals the one above it, as most do, is not looked at again.
pub(super) fn indexed(buffer: &[u8], width: usize) -> Option<Indexed> {
    let (pixels, _) = buffer.as_chunks::<3>();
    let width = width.max(1);
    let mut counts = BTreeMap::<Pixel, usize>::new();
    let mut above: &[Pixel] = &[];
    let mut runs: Vec<(Pixel, usize)> = Vec::new();
    for line in pixels.chunks(width) {
        if line.as_flattened() != above.as_flattened() {
            runs.clear();
            runs.extend(of_line(line));
            above = line;
        }
        for (pixel, count) in &runs {
            *counts.entry(*pixel).or_default() += count;
        }
    }
    let mut shades: Vec<_> = counts.into_iter().collect();
    shades.sort_by_key(|(pixel, count)| (std::cmp::Reverse(*count), *pixel));
    let shades: Vec<_> = shades.into_iter().map(|(pixel, _)| pixel).collect();

    let (colours, numbers) = joined(&shades, 3).or_else(|| joined(&shades, 4))?;
    let mut out: Vec<u8> = Vec::with_capacity(pixels.len());
    let mut above: &[Pixel] = &[];
    for line in pixels.chunks(width) {
        if line.as_flattened() == above.as_flattened() {
            out.extend_from_within(out.len() - line.len()..);
            continue;
        }
        for (pixel, count) in of_line(line) {
            out.resize(out.len() + count, *numbers.get(&pixel)?);
        }
        above = line;
    }
    Some(Indexed { colours, pixels: out })
}

/// Returns the runs of one colour in a line, from left to right; a long one in several parts.
fn of_line(line: &[Pixel]) -> impl Iterator<Item = (Pixel, usize)> {
    /// Pixels that are compared at once.
    const BLOCK: usize = 64;
    let mut rest = line;
    std::iter::from_fn(move || {
        let first = rest.first()?;
        let mut count = 1;
        // A picture is mostly paper: blocks of it are passed over whole.
        if let Some(block) = rest.get(..BLOCK)
            && block.as_flattened() == PAPER.as_flattened()
        {
            count = BLOCK;
            while rest
                .get(count..count + BLOCK)
                .is_some_and(|next| next.as_flattened() == PAPER.as_flattened())
            {
                count += BLOCK;
            }
        } else {
            while count < BLOCK && rest.get(count) == Some(first) {
                count += 1;
            }
        }
        rest = rest.get(count..)?;
        Some((*first, count))
    })
}

/// Joins shades, the most frequent first, that differ in the lowest `bits` only; `None` when more than
/// 256 are left.
fn joined(shades: &[Pixel], bits: u32) -> Option<(Vec<u8>, BTreeMap<Pixel, u8>)> {
    let mut numbers = BTreeMap::new();
    let mut groups = BTreeMap::new();
    let mut colours = Vec::new();
    for pixel in shades {
        let group = pixel.map(|level| level >> bits);
        let number = match groups.get(&group) {
            Some(number) => *number,
            None => {
                let number = u8::try_from(groups.len()).ok()?;
                groups.insert(group, number);
                colours.extend(pixel);
                number
            }
        };
        numbers.insert(*pixel, number);
    }
    Some((colours, numbers))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flat_colours_are_kept_and_near_shades_join_them() {
        let buffer = [[255; 3], [255; 3], [0, 68, 116], [254, 255, 255]].concat();
        let indexed = indexed(&buffer, 7).unwrap();
        assert_eq!(indexed.colours, [255, 255, 255, 0, 68, 116]);
        assert_eq!(indexed.pixels, [0, 0, 1, 0]);
    }

    #[test]
    fn too_many_colours_are_none() {
        let level = |n: u16| u8::try_from(n % 8 * 32).unwrap();
        let every: Vec<u8> =
            (0..512).flat_map(|n| [level(n), level(n / 8), level(n / 64)]).collect();
        assert!(indexed(&every[..60], 5).is_some());
        assert!(indexed(&every, 5).is_none());
    }
}
