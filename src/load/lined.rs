//! Lines of a long table as rows of whole numbers, put together by site.

use super::raw::Block;

/// One line of a long table: its site, its row, and what it says.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lined<T> {
    /// Number of the site in `site_id` order.
    pub site: u32,
    /// Row of the file, as a spreadsheet shows it.
    pub row: u32,
    /// What lines with the same cells share.
    pub line: u64,
    pub cells: T,
}

/// Makes the lines of a block whose records have a site and all that a line needs; the others are left out.
pub(super) fn of_block<T>(
    block: &Block<'_>,
    sites: &[Option<u32>],
    cells: impl Fn(usize) -> Option<T>,
) -> Vec<Lined<T>> {
    let numbered = sites.iter().zip(block.rows()).zip(block.lines()).enumerate();
    let of = |(at, ((site, row), line)): (usize, ((&Option<u32>, &u32), u64))| {
        Some(Lined { site: (*site)?, row: *row, line, cells: cells(at)? })
    };
    numbered.filter_map(of).collect()
}

/// Puts the lines of each site together, in the order of the file within it.
///
/// Later groupings then run over slices and not over scattered rows. Each line is moved once, and whole: gathering
/// the columns of a frame one by one looks for each of its cells anew.
pub(super) fn by_site<T: Copy>(blocks: Vec<Vec<Lined<T>>>) -> Vec<Lined<T>> {
    let place = |site: u32| usize::try_from(site).unwrap_or(0);
    let lines = || blocks.iter().flatten();
    let Some(any) = lines().next().copied() else { return Vec::new() };
    let mut starts: Vec<usize> = vec![0; lines().map(|l| place(l.site)).max().unwrap_or(0) + 2];
    lines().for_each(|line| starts[place(line.site) + 1] += 1);
    for at in 1..starts.len() {
        starts[at] += starts[at - 1];
    }
    let mut sorted = vec![any; starts.last().copied().unwrap_or(0)];
    // Each block is let go as soon as its lines are moved.
    for block in blocks {
        for line in block {
            let start = &mut starts[place(line.site)];
            sorted[*start] = line;
            *start += 1;
        }
    }
    sorted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_a_site_stand_together_in_the_order_of_the_file() {
        let line = |site, row| Lined { site, row, line: 0, cells: () };
        let blocks = vec![vec![line(3, 2), line(0, 3), line(3, 4)], vec![], vec![line(0, 5)]];
        let sorted: Vec<(u32, u32)> = by_site(blocks).iter().map(|l| (l.site, l.row)).collect();
        assert_eq!(sorted, [(0, 3), (0, 5), (3, 2), (3, 4)]);
        assert!(by_site::<()>(vec![Vec::new()]).is_empty());
    }
}
