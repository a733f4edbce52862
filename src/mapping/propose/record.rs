//! What the records of a file are called: which rows they are, and an id and a name for each.

use super::{
    columns::{Match, Proposal, Sort},
    profile::Profile,
};
use crate::mapping::{cell::slug, header::folded_header, table::key_word};

/// The rows that are records, and what is left out.
pub(super) struct Records<'r> {
    pub rows: Vec<&'r Vec<String>>,
    /// Rows that are totals.
    pub totals: Vec<Totals>,
    /// The column whose empty cells tell headings and totals from records, and how many there are.
    pub headings: Option<(usize, usize)>,
}

/// Rows that are totals, as the texts of one column tell.
pub(super) struct Totals {
    pub column: usize,
    pub texts: Vec<String>,
    /// How many they are, besides those that an earlier column tells.
    pub rows: usize,
}

impl<'r> Records<'r> {
    /// Tells records from headings and totals among the rows, of which unknown cells are empty.
    pub fn of(proposal: &Proposal, columns: &[Profile], rows: &'r [Vec<String>]) -> Self {
        let column = |target: &str| proposal.live(target).and_then(|m| m.columns.first().copied());
        let id = column("site_id").or_else(|| column("partner_id"));
        let name = column("name").filter(|at| Some(*at) != id);
        let mut totals: Vec<Totals> = Vec::new();
        let use_ = column("use").filter(|at| Some(*at) != name);
        let looked = id.map(|at| (at, false)).into_iter();
        for (at, is_name) in looked.chain(name.into_iter().chain(use_).map(|at| (at, true))) {
            if is_doubled(columns, at) {
                continue;
            }
            // A row that the one tells need not be told by the other.
            let left =
                |row: &&Vec<String>| !totals.iter().any(|t| t.texts.contains(&row[t.column]));
            let of =
                |text: &String| rows.iter().filter(left).filter(|row| row[at] == *text).count();
            let sums = columns[at].values.iter().map(|(text, _)| text);
            let sums = sums.filter(|text| is_total(text, is_name)).map(|text| (text, of(text)));
            let (texts, counts): (Vec<String>, Vec<usize>) = sums
                .filter(|(_, count)| *count > 0)
                .map(|(text, count)| (text.clone(), count))
                .unzip();
            if !texts.is_empty() {
                totals.push(Totals { column: at, texts, rows: counts.iter().sum() });
            }
        }
        let is_total = |row: &&Vec<String>| totals.iter().any(|t| t.texts.contains(&row[t.column]));
        let mut rows: Vec<&Vec<String>> = rows.iter().filter(|row| !is_total(row)).collect();
        let headings = headings(proposal, &rows).filter(|(at, _)| !is_doubled(columns, *at));
        rows.retain(|row| headings.is_none_or(|(at, _)| !row[at].is_empty()));
        Self { rows, totals, headings }
    }

    /// Tells whether all these columns say something in every record.
    fn is_full(&self, at: usize) -> bool {
        self.rows.iter().all(|row| !row[at].is_empty())
    }
}

/// Tells whether another column has the same header, so that the name alone does not find it.
pub(super) fn is_doubled(columns: &[Profile], at: usize) -> bool {
    nth(columns, at).is_some()
}

/// Returns which of the columns with its header a column is, from 1; `None` if it is the only one.
pub(super) fn nth(columns: &[Profile], at: usize) -> Option<usize> {
    let own = folded_header(&columns[at].header);
    let alike = |column: &&Profile| folded_header(&column.header) == own;
    let before = columns.iter().take(at).filter(alike).count();
    (columns.iter().filter(alike).count() > 1).then_some(before + 1)
}

/// Tells whether a text is that of a row of totals; a name may hold the word, as `Total Fitness`.
fn is_total(text: &str, is_name: bool) -> bool {
    let text = text.to_lowercase();
    let begins = ["sub-total", "subtotal", "sub total", "grand total", "sum of", "all sites"];
    let of_ids = ["aggre", "total"];
    let ends = [" total", " totals", "subtotal", "sub-total"];
    begins.iter().any(|w| text.starts_with(w))
        || (!is_name && of_ids.iter().any(|w| text.starts_with(w)))
        || text.contains(if is_name { "aggregate site" } else { "aggregate" })
        || ["total", "totals", "total:"].contains(&text.as_str())
        || ends.iter().any(|w| text.ends_with(w))
}

/// Finds rows that have no name, address, postcode or position: headings and totals among the records.
///
/// `None` if a record of a named place lacks as much.
fn headings(proposal: &Proposal, rows: &[&Vec<String>]) -> Option<(usize, usize)> {
    let name = *proposal.live("name")?.columns.first()?;
    let others: Vec<usize> = ["address", "postcode", "uprn", "easting", "latitude"]
        .iter()
        .filter_map(|target| proposal.live(target))
        .flat_map(|m| m.columns.clone())
        .collect();
    let nameless: Vec<&&Vec<String>> = rows.iter().filter(|row| row[name].is_empty()).collect();
    let bare = |row: &&&&Vec<String>| others.iter().all(|at| row[*at].is_empty());
    let count = nameless.iter().filter(bare).count();
    (!others.is_empty() && count > 0 && count == nameless.len()).then_some((name, count))
}

/// What the id of a record is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Id {
    /// One column as it stands, or several made one text.
    pub columns: Vec<usize>,
    /// Whether it is turned into letters, digits and `-`.
    pub is_made: bool,
    /// What an id is made of where that says nothing.
    pub otherwise: Vec<usize>,
    /// Whether what repeats gets a number.
    pub is_numbered: bool,
    /// Why no other table can refer to it; `None` if it can.
    pub unfit: Option<&'static str>,
}

/// Characters of the longest id.
const LONGEST: usize = 32;

impl Id {
    /// Finds what tells the records apart; `None` if no column says anything.
    pub fn of(proposal: &Proposal, columns: &[Profile], records: &Records<'_>) -> Option<Self> {
        let matched = |target: &str| proposal.live(target).map(|m| m.columns.clone());
        let id = matched("site_id").or_else(|| matched("partner_id"));
        let is_usable = |parts: &Vec<usize>| parts.iter().all(|at| !is_doubled(columns, *at));
        let is_lease = proposal.sort == Sort::Leases;
        if let Some(id) = id.filter(|id| is_usable(id) || !is_lease) {
            let is_made = records.rows.iter().any(|row| row[id[0]].chars().count() > LONGEST);
            let otherwise = match records.is_full(id[0]) {
                true => Vec::new(),
                false => matched("name").into_iter().chain(matched("postcode")).flatten().collect(),
            };
            let id = Self { columns: id, is_made, otherwise, is_numbered: false, unfit: None };
            return Some(id.tried(records, is_lease));
        }
        let mut choices: Vec<(Vec<usize>, bool)> = Vec::new();
        let [name, postcode, address] =
            ["name", "postcode", "address"].map(|target| matched(target).unwrap_or_default());
        if !is_lease {
            choices.push((matched("uprn").unwrap_or_default(), false));
            choices.push((name.clone(), true));
        }
        choices.push(([name.clone(), postcode.clone()].concat(), true));
        choices.push(([postcode, name.clone()].concat(), true));
        choices.push(([name, address.clone()].concat(), true));
        choices.push((address, true));
        // At the last the texts that differ most.
        let is_text = |at: &usize| columns[*at].is_named() && columns[*at].numeric() < 0.5;
        let mut texts: Vec<usize> = (0..columns.len()).filter(is_text).collect();
        texts.sort_by_key(|at| std::cmp::Reverse(columns[*at].values.len()));
        let named = (0..columns.len()).find(|at| columns[*at].is_named());
        choices.extend(texts.first().copied().or(named).map(|at| (vec![at], true)));
        choices.retain(|(parts, _)| !parts.is_empty() && is_usable(parts));
        let tried = choices.into_iter().map(|(columns, is_made)| {
            let otherwise = Vec::new();
            Self { columns, is_made, otherwise, is_numbered: false, unfit: None }
                .tried(records, is_lease)
        });
        let tried: Vec<(bool, Self)> =
            tried.map(|id| (records.rows.iter().all(|row| !id.text(row).is_empty()), id)).collect();
        let best = tried.iter().find(|(full, id)| *full && id.unfit.is_none());
        let best = best.or_else(|| tried.iter().find(|(full, _)| *full)).or_else(|| tried.first());
        best.map(|(_, id)| id.clone())
    }

    /// Looks whether ids made so tell the records apart.
    fn tried(self, records: &Records<'_>, is_lease: bool) -> Self {
        let mut id = self;
        let texts: Vec<String> = records.rows.iter().map(|row| id.text(row)).collect();
        if is_lease {
            // Rows are put together by letters and digits; the first gives the id to all.
            let mut first: std::collections::BTreeMap<Vec<String>, &String> = Default::default();
            let mut agree = true;
            for (row, text) in records.rows.iter().zip(&texts) {
                let key: Vec<String> = id.columns.iter().map(|at| key_word(&row[*at])).collect();
                agree &= *first.entry(key).or_insert(text) == text;
            }
            let mut distinct: Vec<&&String> = first.values().collect();
            distinct.sort();
            distinct.dedup();
            if !agree || distinct.len() != first.len() {
                id.is_numbered = distinct.len() != first.len();
                id.unfit = Some("the ids of some places are written in several ways");
            }
            return id;
        }
        let mut distinct: Vec<&String> = texts.iter().filter(|text| !text.is_empty()).collect();
        let all = distinct.len();
        distinct.sort();
        distinct.dedup();
        if distinct.len() < all {
            id.is_numbered = true;
            id.unfit = Some("some ids repeat and are numbered");
        }
        id
    }

    fn text(&self, row: &[String]) -> String {
        let said: Vec<&str> =
            self.columns.iter().map(|at| row[*at].as_str()).filter(|t| !t.is_empty()).collect();
        let whole = said.join(" ");
        match () {
            () if whole.is_empty() => {
                let other: Vec<&str> = self.otherwise.iter().map(|at| row[*at].as_str()).collect();
                slug(&other.join(" "))
            }
            () if self.is_made => slug(&whole),
            () => whole,
        }
    }
}

impl Profile {
    /// Tells whether it can be named and says anything.
    fn is_named(&self) -> bool {
        !self.header.is_empty() && self.filled > 0
    }
}

/// Returns what names the records: the best column, and others for those of which it says nothing.
///
/// The id is what is left for the last; it is no part of this.
pub(super) fn names(
    proposal: &Proposal,
    columns: &[Profile],
    records: &Records<'_>,
) -> Vec<Vec<usize>> {
    let mut unnamed: Vec<&Vec<String>> = records.rows.clone();
    let mut found: Vec<Vec<usize>> = Vec::new();
    let matched = |target: &str| proposal.sites.iter().find(|m| m.target == target);
    let live = matched("name").filter(|m| proposal.live(&m.target).is_some());
    let address = proposal.live("address").map(|m| m.columns.clone());
    let single = |parts: &Vec<usize>| parts.iter().all(|at| !is_doubled(columns, *at));
    let guess = matched("name").filter(|m| live.is_none() && columns[m.columns[0]].numeric() < 0.5);
    let of = |m: Option<&Match>| m.map(|m| m.columns.clone());
    for parts in [of(live), address.filter(single), of(guess)].into_iter().flatten() {
        let says = |row: &&Vec<String>| parts.iter().any(|at| !row[*at].is_empty());
        if unnamed.iter().any(says) {
            unnamed.retain(|row| !says(row));
            found.push(parts);
        }
    }
    found
}
