//! Of which sites two snapshots have other lines in a long table: every cell is compared, the order of lines is not.

use std::collections::{BTreeMap, BTreeSet};

use polars::prelude::*;

use super::{Estate, LoadError, SitePair, columns, estate::FrameTable};

/// The sites of which two tables have other lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OtherLines {
    /// Sites by their number in the later snapshot.
    Of(BTreeSet<usize>),
    /// The tables cannot be compared line by line: one of them is missing, or has sums in place of lines.
    OfAll,
}

/// Compares a long table of two snapshots site by site: `costs` or `cost_totals`, `occupancy`, or `occupancy_summary`.
///
/// What could not be read of a line is in neither table.
///
/// # Errors
/// [`LoadError::Frame`] for a fault of the program.
pub fn other_lines(
    before: &Estate,
    after: &Estate,
    pairs: &[SitePair],
    table: &str,
) -> Result<OtherLines, LoadError> {
    let [then, now] = [before, after].map(|estate| match table {
        "occupancy" => &estate.occupancy,
        "occupancy_summary" => &estate.occupancy_summary,
        _ => &estate.costs,
    });
    let (then, now) = match (then, now) {
        (None, None) => return Ok(OtherLines::Of(BTreeSet::new())),
        (Some(then), Some(now)) if same_columns(then, now) => (by_site(then)?, by_site(now)?),
        _ => return Ok(OtherLines::OfAll),
    };
    let differ = |pair: &&SitePair| then.get(&pair.before) != now.get(&pair.after);
    Ok(OtherLines::Of(pairs.iter().filter(differ).map(|pair| pair.after).collect()))
}

fn same_columns(one: &FrameTable, other: &FrameTable) -> bool {
    one.frame.get_column_names() == other.frame.get_column_names()
}

/// The cells of a line as whole numbers.
type Line = Vec<Option<i64>>;

/// Returns the lines of each site by its number, in order of their cells.
fn by_site(table: &FrameTable) -> Result<BTreeMap<usize, Vec<Line>>, LoadError> {
    let read = || {
        let frame = &table.frame;
        let sites = frame.column(columns::SITE)?.u32()?.clone();
        let kept =
            |column: &&Column| ![columns::SITE, columns::ROW].contains(&column.name().as_str());
        let cells = frame.columns().iter().filter(kept).map(|column| {
            let whole = column.cast(&DataType::Int64)?;
            Ok(whole.i64()?.iter().collect::<Vec<Option<i64>>>())
        });
        let cells: Vec<Vec<Option<i64>>> = cells.collect::<PolarsResult<_>>()?;
        let mut lines: BTreeMap<usize, Vec<Line>> = BTreeMap::new();
        for (row, site) in sites.iter().enumerate() {
            let Some(site) = site.and_then(|site| usize::try_from(site).ok()) else { continue };
            let line = cells.iter().map(|column| column[row]).collect();
            lines.entry(site).or_default().push(line);
        }
        lines.values_mut().for_each(|own| own.sort_unstable());
        Ok(lines)
    };
    read().map_err(|cause| LoadError::Frame {
        file: table.origin.place(None, None).file.to_string(),
        cause,
    })
}
