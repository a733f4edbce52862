//! What the records of a file are called: an id and a name for each.

use super::{
    columns::Match,
    profile::Profile,
    sort::{Proposal, Sort},
};
use crate::mapping::{cell::slug, header::folded_header, recipe::first_parts, table::key_word};

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
    /// The part of the cell that is the id: the text that parts it, and how many parts from the first.
    pub cut: Option<(&'static str, usize)>,
    /// How many of its cells are ids of another file at hand.
    pub known: Option<String>,
}

/// Characters of the longest id.
const LONGEST: usize = 32;

impl Id {
    /// Makes an id of one column as it stands.
    pub fn plain(at: usize) -> Self {
        let (columns, otherwise) = (vec![at], Vec::new());
        Self {
            columns,
            is_made: false,
            otherwise,
            is_numbered: false,
            unfit: None,
            cut: None,
            known: None,
        }
    }

    /// Finds what tells the records apart; `None` if no column says anything.
    pub fn of(proposal: &Proposal, columns: &[Profile], rows: &[Vec<String>]) -> Option<Self> {
        let matched = |target: &str| proposal.live(target).map(|m| m.columns.clone());
        let id = matched("site_id").or_else(|| matched("partner_id"));
        let is_usable = |parts: &Vec<usize>| parts.iter().all(|at| !is_doubled(columns, *at));
        let is_lease = proposal.sort == Sort::Leases;
        if !proposal.sort.has_sites() && proposal.sort != Sort::Partners {
            let referred = proposal.sort.refers_by().and_then(matched);
            return Self::reference(referred.filter(is_usable), columns);
        }
        if let Some(id) = id.filter(|id| is_usable(id) || !is_lease) {
            let is_made = rows.iter().any(|row| row[id[0]].chars().count() > LONGEST);
            let otherwise = match rows.iter().all(|row| !row[id[0]].is_empty()) {
                true => Vec::new(),
                false => matched("name").into_iter().chain(matched("postcode")).flatten().collect(),
            };
            let id = Self {
                columns: id,
                is_made,
                otherwise,
                is_numbered: false,
                unfit: None,
                cut: None,
                known: None,
            };
            return Some(id.tried(rows, is_lease));
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
            Self {
                columns,
                is_made,
                otherwise,
                is_numbered: false,
                unfit: None,
                cut: None,
                known: None,
            }
            .tried(rows, is_lease)
        });
        let tried: Vec<(bool, Self)> =
            tried.map(|id| (rows.iter().all(|row| !id.text(row).is_empty()), id)).collect();
        let best = tried.iter().find(|(full, id)| *full && id.unfit.is_none());
        let best = best.or_else(|| tried.iter().find(|(full, _)| *full)).or_else(|| tried.first());
        best.map(|(_, id)| id.clone())
    }

    /// Returns what refers to the records of another table: the column that fits, else the first of texts.
    fn reference(matched: Option<Vec<usize>>, columns: &[Profile]) -> Option<Self> {
        let is_text = |at: &usize| columns[*at].is_named() && columns[*at].numeric() < 0.5;
        let named = |at: &usize| columns[*at].is_named();
        let first = || (0..columns.len()).find(is_text).or_else(|| (0..columns.len()).find(named));
        let columns = matched.or_else(|| Some(vec![first()?]))?;
        Some(Self { columns, ..Self::plain(0) })
    }

    /// Looks whether ids made so tell the records apart.
    fn tried(self, rows: &[Vec<String>], is_lease: bool) -> Self {
        let mut id = self;
        let texts: Vec<String> = rows.iter().map(|row| id.text(row)).collect();
        if is_lease {
            // Rows are put together by letters and digits; the first gives the id to all.
            let mut first: std::collections::BTreeMap<Vec<String>, &String> = Default::default();
            let mut agree = true;
            for (row, text) in rows.iter().zip(&texts) {
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
            id.unfit = Some("some ids are repeated and are numbered");
        }
        id
    }

    /// Returns the id of a row.
    pub fn text(&self, row: &[String]) -> String {
        let words: Vec<&str> =
            self.columns.iter().map(|at| row[*at].as_str()).filter(|t| !t.is_empty()).collect();
        let whole = words.join(" ");
        match (self.is_made, self.cut) {
            _ if whole.is_empty() => {
                let other: Vec<&str> = self.otherwise.iter().map(|at| row[*at].as_str()).collect();
                slug(&other.join(" "))
            }
            (true, _) => slug(&whole),
            (false, Some((mark, parts))) => {
                first_parts(&whole, mark, parts).unwrap_or(&whole).to_owned()
            }
            (false, None) => whole,
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
    rows: &[Vec<String>],
) -> Vec<Vec<usize>> {
    let mut unnamed: Vec<&Vec<String>> = rows.iter().collect();
    let mut found: Vec<Vec<usize>> = Vec::new();
    let matched = |target: &str| proposal.main.iter().find(|m| m.target == target);
    let live = matched("name").filter(|m| proposal.live(m.target).is_some());
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
