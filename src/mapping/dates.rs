//! The order of a date's parts where the mapping does not state it: each column is judged as a whole.
//!
//! `03/04/2020` is read with the day first. In a column that shows a month first, as `03/31/2020` does, it is not
//! read either way.

use super::source::{Source, tidy};

/// Finds the columns of every source that hold a date of which only the second part can be the day.
pub(super) fn judge(sources: &mut [Source]) {
    let month_first = |(first, second): (u32, u32)| first <= 12 && (13..=31).contains(&second);
    for source in sources {
        let shows = |column: &usize| {
            let cells = source.rows.iter().filter_map(|row| row.cells.get(*column));
            cells.filter_map(|cell| parts(&tidy(cell))).any(month_first)
        };
        source.month_first = (0..source.header.len()).filter(shows).collect();
    }
}

/// Tells what to state of a date that could be of either order, in a column that shows a month first.
pub(super) fn unclear(text: &str, column: Option<&usize>, source: &Source) -> Option<String> {
    let either = |(first, second): (u32, u32)| first <= 12 && second <= 12 && first != second;
    let shown = column.is_some_and(|column| source.month_first.contains(column));
    let expected = "a date of known order: state date = \"mdy\" or date = \"dmy\" in the mapping";
    (shown && parts(text).is_some_and(either)).then(|| expected.to_owned())
}

/// Returns the first two parts of a date that ends in a year, parted by slashes.
fn parts(text: &str) -> Option<(u32, u32)> {
    let mut parts = text.split('/').map(|part| part.trim().parse::<u32>().ok());
    let (first, second, year) = (parts.next()??, parts.next()??, parts.next()??);
    ((1700..3000).contains(&year) && parts.next().is_none()).then_some((first, second))
}

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn dates_with_slashes_have_two_parts_before_the_year() {
        let read = ["03/04/2020", "31/03/2020", "3/4/20", "2020-03-31", "3/4/2020/1"].map(parts);
        assert_eq!(read, [Some((3, 4)), Some((31, 3)), None, None, None]);
    }
}
