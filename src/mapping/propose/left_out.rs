//! Rows of a file that are no records: totals, section headings, footnotes.

use super::{
    profile::{Profile, ratio},
    record::is_doubled,
    sort::Proposal,
};

/// Rows that a rule leaves out.
#[derive(Debug, Clone)]
pub(super) struct LeftOut {
    /// The column that tells them.
    pub column: usize,
    pub test: Test,
    pub why: &'static str,
    /// How many they are, besides those that an earlier rule leaves out.
    pub rows: usize,
}

/// What the column says in such rows.
#[derive(Debug, Clone)]
pub(super) enum Test {
    /// One of these texts.
    Is(Vec<String>),
    /// Nothing.
    Empty,
}

impl LeftOut {
    fn holds(&self, row: &[String]) -> bool {
        match &self.test {
            Test::Is(texts) => texts.contains(&row[self.column]),
            Test::Empty => row[self.column].is_empty(),
        }
    }
}

/// Texts that one rule names.
const LISTED: usize = 40;

/// Finds the rows that are no records, of which unknown cells are empty; tells for each row whether it is one.
pub(super) fn left_out(
    proposal: &Proposal,
    columns: &[Profile],
    rows: &[Vec<String>],
) -> (Vec<LeftOut>, Vec<bool>) {
    let mut found: Vec<LeftOut> = Vec::new();
    let mut kept = vec![true; rows.len()];
    let mut add = |kept: &mut Vec<bool>, mut rule: LeftOut| {
        let before = kept.iter().filter(|kept| **kept).count();
        for (kept, row) in kept.iter_mut().zip(rows) {
            *kept &= !rule.holds(row);
        }
        rule.rows = before - kept.iter().filter(|kept| **kept).count();
        found.extend(Some(rule).filter(|rule| rule.rows > 0));
    };
    let column = |target: &str| proposal.live(target).and_then(|m| m.columns.first().copied());
    let id = column("site_id").or_else(|| column("partner_id"));
    let named: Vec<usize> =
        ["name", "use", "category"].iter().filter_map(|target| column(target)).collect();
    let mut order: Vec<usize> = id.into_iter().chain(named.iter().copied()).collect();
    order.extend(0..columns.len());
    let mut looked: Vec<usize> = Vec::new();
    for at in order {
        if looked.contains(&at) || is_doubled(columns, at) || columns[at].header.is_empty() {
            continue;
        }
        looked.push(at);
        let is_sum = |text: &str| match () {
            () if Some(at) == id => is_total(text, false),
            () if named.contains(&at) => is_total(text, true),
            () => is_plain_total(text),
        };
        let left = rows.iter().zip(&kept).filter(|(_, kept)| **kept).map(|(row, _)| &row[at]);
        let mut texts: Vec<String> = left.filter(|text| is_sum(text)).cloned().collect();
        texts.sort();
        texts.dedup();
        if !texts.is_empty() {
            let why = "a total or aggregate, not a record";
            add(&mut kept, LeftOut { column: at, test: Test::Is(texts), why, rows: 0 });
        }
    }
    let still = |kept: &[bool]| -> Vec<usize> { (0..rows.len()).filter(|at| kept[*at]).collect() };
    if let Some(at) = unnamed(proposal, rows, &still(&kept)).filter(|at| !is_doubled(columns, *at))
    {
        let why = "no name and no place: a heading or a total";
        add(&mut kept, LeftOut { column: at, test: Test::Empty, why, rows: 0 });
    }
    if let Some((column, test)) = bare(columns, rows, &still(&kept), id) {
        let why = "a heading or a footnote: almost no cells are filled";
        add(&mut kept, LeftOut { column, test, why, rows: 0 });
    }
    (found, kept)
}

/// Tells whether a text is that of a row of totals; a name may hold the word, as `Total Fitness`.
fn is_total(text: &str, is_name: bool) -> bool {
    let text = text.to_lowercase();
    let begins = ["sum of", "all sites"];
    let of_ids = ["aggre", "total"];
    let ends = [" total", " totals", "subtotal", "sub-total"];
    is_plain_total(&text)
        || begins.iter().any(|w| text.starts_with(w))
        || (!is_name && of_ids.iter().any(|w| text.starts_with(w)))
        || text.contains(if is_name { "aggregate site" } else { "aggregate" })
        || ends.iter().any(|w| text.ends_with(w))
}

/// Tells whether a text is that of a row of totals in whatever column it stands.
fn is_plain_total(text: &str) -> bool {
    let lower = text.to_lowercase();
    let text = lower.trim_end_matches([':', ' ', '.']);
    let begins = ["sub-total", "subtotal", "sub total", "grand total", "total for ", "total of "];
    ["total", "totals", "overall total"].contains(&text)
        || begins.iter().any(|w| text.starts_with(w))
}

/// Finds rows that have no name, address, postcode or position: headings and totals among the records.
///
/// `None` if a record of a named place lacks as much.
fn unnamed(proposal: &Proposal, rows: &[Vec<String>], left: &[usize]) -> Option<usize> {
    let name = *proposal.live("name")?.columns.first()?;
    let others: Vec<usize> = ["address", "postcode", "uprn", "easting", "latitude"]
        .iter()
        .filter_map(|target| proposal.live(target))
        .flat_map(|m| m.columns.clone())
        .collect();
    let nameless: Vec<usize> =
        left.iter().copied().filter(|at| rows[*at][name].is_empty()).collect();
    let bare = |at: &&usize| others.iter().all(|other| rows[**at][*other].is_empty());
    let count = nameless.iter().filter(bare).count();
    (!others.is_empty() && count > 0 && count == nameless.len()).then_some(name)
}

/// Finds rows of which hardly a cell is filled, and what tells them from the records.
fn bare(
    columns: &[Profile],
    rows: &[Vec<String>],
    left: &[usize],
    id: Option<usize>,
) -> Option<(usize, Test)> {
    let filled = |at: &usize| rows[*at].iter().filter(|cell| !cell.is_empty()).count();
    let mut counts: Vec<usize> = left.iter().map(filled).collect();
    counts.sort_unstable();
    let usual = *counts.get(counts.len() / 2)?;
    let most = match usual {
        0..3 => return None,
        3..6 => 1,
        _ => 2,
    };
    let (bare, records): (Vec<usize>, Vec<usize>) =
        left.iter().copied().filter(|at| filled(at) > 0).partition(|at| filled(at) <= most);
    if bare.is_empty() || ratio(bare.len(), left.len()) > 0.5 {
        return None;
    }
    let can = |at: &usize| !columns[*at].header.is_empty() && !is_doubled(columns, *at);
    let order = || id.into_iter().chain(0..columns.len()).filter(can);
    let parts = |at: &usize| {
        bare.iter().all(|row| rows[*row][*at].is_empty())
            && records.iter().all(|row| !rows[*row][*at].is_empty())
    };
    if let Some(at) = order().find(parts) {
        return Some((at, Test::Empty));
    }
    // No column is filled in every record: the texts themselves tell, where no record has them.
    order().find_map(|at| {
        let mut texts: Vec<String> =
            bare.iter().map(|row| rows[*row][at].clone()).filter(|text| !text.is_empty()).collect();
        texts.sort();
        texts.dedup();
        let of_record = |text: &String| records.iter().any(|row| rows[*row][at] == *text);
        texts.retain(|text| !of_record(text));
        // A row with little in it may be a record of which little is known: what stands in the column of ids tells.
        let is_told = match id {
            Some(id) if id == at => texts.iter().all(|text| is_heading(text, &records, rows, id)),
            _ => texts.len() <= LISTED,
        };
        (!texts.is_empty() && is_told).then_some((at, Test::Is(texts)))
    })
}

/// Tells whether a text in the column of ids is no id: longer than any, or of several words where ids have one.
fn is_heading(text: &str, records: &[usize], rows: &[Vec<String>], id: usize) -> bool {
    let ids = || records.iter().map(|row| rows[*row][id].as_str()).filter(|id| !id.is_empty());
    let longest = ids().map(|id| id.chars().count()).max().unwrap_or(0);
    let words = ids().map(|id| id.split_whitespace().count()).max().unwrap_or(0);
    text.chars().count() > longest || text.split_whitespace().count() > words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals_are_told_from_names() {
        assert!(
            ["Total", "GRAND TOTAL", "Subtotal North", "Totals:"].iter().all(|t| is_plain_total(t))
        );
        assert!(
            !["Total Fitness", "Totality House", "Invoice total"].iter().any(|t| is_plain_total(t))
        );
        assert!(is_total("North total", true) && is_total("Total North", false));
        assert!(!is_total("Total Fitness", true));
    }
}
