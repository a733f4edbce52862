//! Where the header of a file stands: one row, or two of which the upper names groups.

use super::{profile::ratio, unit::is_unit};
use crate::{load::foreign::SheetRows, mapping::source::tidy, model::Postcode};

/// Rows among which the header is looked for.
const TITLE_LINES: usize = 50;

/// The rows of a header as places in the grid: the lower one, and with it the upper one if there are two; neither
/// where the file has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Header {
    pub upper: Option<usize>,
    pub lower: Option<usize>,
}

/// Whether the upper of two rows belongs to the header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Band {
    /// Columns have their name in one row or the other: both are needed.
    Needed(Header),
    /// It only groups columns that all have a name: of use where that tells more.
    Groups(Header),
    /// There is one row.
    None,
    /// There is none: the first row is a record.
    Missing,
}

/// Finds the header: the first row that is nearly as wide as the table, of texts that differ.
pub(super) fn header(grid: &SheetRows) -> (Header, Band) {
    let filled = |cells: &[String]| cells.iter().filter(|c| !c.trim().is_empty()).count();
    let widest = grid.rows.iter().map(|(_, cells)| filled(cells)).max().unwrap_or(0);
    let looks = |cells: &[String]| {
        let texts: Vec<String> = cells.iter().map(|c| tidy(c)).filter(|c| !c.is_empty()).collect();
        let mut distinct = texts.clone();
        distinct.sort();
        distinct.dedup();
        ratio(texts.len(), widest) >= 0.6
            && ratio(numbers(cells), texts.len()) <= 0.1
            && ratio(distinct.len(), texts.len()) >= 0.6
    };
    let strictly = |cells: &[String]| {
        let texts: Vec<String> = cells.iter().map(|c| tidy(c)).filter(|c| !c.is_empty()).collect();
        let mut distinct = texts.clone();
        distinct.sort();
        distinct.dedup();
        looks(cells) && ratio(distinct.len(), texts.len()) >= 0.8
    };
    let rows = || grid.rows.iter().take(TITLE_LINES);
    let at = rows().position(|(_, cells)| strictly(cells));
    // Below groups names may repeat: `Total` of this and `Total` of that.
    let at = at.or_else(|| rows().position(|(_, cells)| looks(cells)));
    let cells = |at: usize| grid.rows.get(at).map_or(&[][..], |(_, cells)| cells.as_slice());
    if at.is_none() && is_record(cells(0), cells(1)) {
        return (Header { upper: None, lower: None }, Band::Missing);
    }
    let at = at.unwrap_or(0);
    let single = Header { upper: None, lower: Some(at) };
    if goes_on(cells(at), cells(at + 1)) {
        let both = Header { upper: Some(at), lower: Some(at + 1) };
        return (single, Band::Needed(both));
    }
    let Some(above) = at.checked_sub(1).filter(|above| is_band(cells(*above), cells(at))) else {
        return (single, Band::None);
    };
    let both = Header { upper: Some(above), lower: Some(at) };
    let text = |cells: &[String], at: usize| cells.get(at).map_or_else(String::new, |c| tidy(c));
    let at_lower = at;
    let only_above = (0..cells(above).len())
        .any(|at| !text(cells(above), at).is_empty() && text(cells(at_lower), at).is_empty());
    let band = if only_above { Band::Needed(both) } else { Band::Groups(both) };
    (single, band)
}

/// Tells whether the first row of a file is a record as the next is: a postcode above a postcode, numbers above numbers.
fn is_record(first: &[String], next: &[String]) -> bool {
    let is_code = |cell: &String| Postcode::read(&tidy(cell)).is_some();
    let is_number = |cell: &String| crate::load::is_number(&tidy(cell));
    let pairs = || first.iter().zip(next);
    let codes = pairs().filter(|(a, b)| is_code(a) && is_code(b)).count();
    let of_numbers = pairs().filter(|(a, b)| is_number(a) && is_number(b)).count();
    codes > 0 && of_numbers >= 2
}

fn numbers(cells: &[String]) -> usize {
    cells.iter().filter(|c| crate::load::is_number(&tidy(c))).count()
}

/// Tells whether a row below a header goes on with it: names below groups, or units below names.
fn goes_on(header: &[String], below: &[String]) -> bool {
    let empty = |cells: &[String], at: usize| cells.get(at).is_none_or(|c| c.trim().is_empty());
    let filled: Vec<usize> = (0..below.len()).filter(|at| !empty(below, *at)).collect();
    if filled.is_empty() || numbers(below) > 0 {
        return false;
    }
    let units = filled.iter().all(|at| is_unit(&below[*at]));
    // The first column has its name above, and each name stands below a group or beside one's first column.
    let beside = filled.iter().any(|at| empty(header, *at));
    let gaps = (0..header.len()).filter(|at| empty(header, *at));
    units || (beside && empty(below, 0) && gaps.into_iter().all(|at| !empty(below, at)))
}

/// Tells whether a row above a header names groups: a few texts, not all at its left end.
fn is_band(above: &[String], header: &[String]) -> bool {
    let at: Vec<usize> = (0..above.len()).filter(|at| !above[*at].trim().is_empty()).collect();
    let wide = at.iter().any(|at| *at >= 2);
    at.len() >= 2 && wide && at.len() < header.len() && numbers(above) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> (Header, Band) {
        header(&crate::load::foreign::grid(text.as_bytes(), &Default::default()).unwrap())
    }

    #[test]
    fn a_row_of_groups_is_told_from_titles_and_records() {
        let both = |upper, lower| Header { upper: Some(upper), lower: Some(lower) };
        // Names of some columns stand in the upper row only, for their cells are merged.
        let merged = "Ref,Name,Running costs,,\n,,Rent,Rates,Energy\nA1,Hall,1,2,3\n";
        assert_eq!(found(merged).1, Band::Needed(both(0, 1)));
        let groups = ",,Costs,,Areas\nRef,Name,Rent,Rates,GIA\nA1,Hall,1,2,3\n";
        assert_eq!(found(groups).1, Band::Groups(both(0, 1)));
        let units = "Ref,Name,GIA,Land\n,,m2,ha\nA1,Hall,1,2\n";
        assert_eq!(found(units).1, Band::Needed(both(0, 1)));
        let titled = "Anyshire,\nRef,Name,GIA\nNORTH,,\nA1,Hall,1\n";
        assert_eq!(found(titled).1, Band::None);
        let codes = "CB1 0AH,10,546881,258966\nCB1 1AA,10,546882,258967\n";
        assert_eq!(found(codes).1, Band::Missing);
    }
}
