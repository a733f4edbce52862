//! Which column of a file fills which column of the schema, and how sure that is.

use std::collections::BTreeMap;

use super::{
    profile::Profile,
    words::{Fit, Names, Words},
};

/// How sure a column is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sureness {
    /// The header or the cells hint at it; a person must decide.
    Guess,
    /// The header holds the words, or the cells agree with it in part.
    Likely,
    /// The header is a known name, the cells agree, and no other column fits as well.
    Sure,
}

impl Sureness {
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Guess => "guess",
            Self::Likely => "likely",
            Self::Sure => "sure",
        }
    }
}

/// A column of the schema and the columns of the file that fill it.
#[derive(Debug, Clone)]
pub(super) struct Match {
    pub target: String,
    /// Numbers of the file's columns; several for an address.
    pub columns: Vec<usize>,
    pub sureness: Sureness,
    pub why: String,
}

/// What a file seems to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    /// Properties of a body.
    Sites,
    /// Leases, with the places they are of.
    Leases,
    /// Places of other bodies: a name and where it is.
    Partners,
}

/// What is proposed for a file.
pub(super) struct Proposal {
    pub sort: Sort,
    pub sites: Vec<Match>,
    pub leases: Vec<Match>,
    /// Category of the ledger, number of the column, how sure.
    pub costs: Vec<(String, usize, Sureness)>,
    /// A text that repeats in the id column and looks like a total, with how often.
    pub totals: Vec<(String, usize)>,
    /// Whether the ids repeat otherwise.
    pub ids_repeat: bool,
    /// The column whose empty cells tell headings and totals from records, and how many there are.
    pub headings: Option<(usize, usize)>,
}

impl Proposal {
    pub fn of(columns: &[Profile], rows: &[Vec<bool>], words: &Words) -> Self {
        let leases = matches(columns, &words.leases, words, &[]);
        let has = |found: &[Match], target: &str| {
            found.iter().any(|m| m.target == target && m.sureness > Sureness::Guess)
        };
        let is_lease = has(&leases, "start") && has(&leases, "expiry");
        let sites = matches(columns, &words.sites, words, &[]);
        let is_site = ["gia_m2", "tenure", "occupied_m2", "nia_m2", "backlog_high", "book_value"]
            .iter()
            .any(|target| has(&sites, target))
            || has(&sites, "uprn");
        let sort = match () {
            () if is_lease => Sort::Leases,
            () if is_site => Sort::Sites,
            () => Sort::Partners,
        };
        let sites = match sort {
            Sort::Partners => matches(columns, &words.partners, words, &[]),
            Sort::Sites | Sort::Leases => sites,
        };
        let taken: Vec<usize> = sites.iter().flat_map(|m| m.columns.clone()).collect();
        let leases = if sort == Sort::Leases {
            matches(columns, &words.leases, words, &taken)
        } else {
            Vec::new()
        };
        let costs = match sort {
            Sort::Partners => Vec::new(),
            Sort::Sites | Sort::Leases => costs(columns, words, &taken),
        };
        let id = sites.iter().find(|m| matches!(m.target.as_str(), "site_id" | "partner_id"));
        let id = id.and_then(|m| columns.get(*m.columns.first()?));
        let is_total = |text: &str| {
            let text = text.to_lowercase();
            let begins =
                ["aggre", "total", "sub-total", "subtotal", "grand total", "sum of", "all sites"];
            let ends = [" total", " totals", "subtotal", "sub-total"];
            begins.iter().any(|w| text.starts_with(w)) || ends.iter().any(|w| text.ends_with(w))
        };
        let totals: Vec<(String, usize)> = id.map_or_else(Vec::new, |id| {
            id.values.iter().filter(|(text, _)| is_total(text)).cloned().collect()
        });
        let ids_repeat = id
            .is_some_and(|id| id.values.iter().any(|(text, count)| *count > 1 && !is_total(text)));
        let headings = headings(&sites, rows);
        Self { sort, sites, leases, costs, totals, ids_repeat, headings }
    }
}

/// Finds rows that have no name, address, postcode or position: headings and totals among the records.
///
/// `rows` tells of each cell whether it is filled. `None` if a record of a named place lacks as much.
fn headings(sites: &[Match], rows: &[Vec<bool>]) -> Option<(usize, usize)> {
    let sure = |target: &&str| {
        let found = sites.iter().find(|m| m.target == **target);
        found.filter(|m| m.sureness > Sureness::Guess).map(|m| &m.columns)
    };
    let name = *sure(&"name")?.first()?;
    let others: Vec<usize> = ["address", "postcode", "uprn", "easting", "latitude"]
        .iter()
        .filter_map(sure)
        .flatten()
        .copied()
        .collect();
    let filled = |row: &Vec<bool>, at: usize| row.get(at).copied().unwrap_or(false);
    let nameless: Vec<&Vec<bool>> = rows.iter().filter(|row| !filled(row, name)).collect();
    let bare = |row: &&&Vec<bool>| others.iter().all(|at| !filled(row, *at));
    let count = nameless.iter().filter(bare).count();
    (!others.is_empty() && count > 0 && count == nameless.len()).then_some((name, count))
}

/// Finds for each column of the schema the column of the file that fits best.
fn matches(
    columns: &[Profile],
    names: &BTreeMap<String, Names>,
    words: &Words,
    taken: &[usize],
) -> Vec<Match> {
    let mut fits: Vec<(Sureness, bool, &str, usize, String)> = Vec::new();
    for (target, own) in names.iter().filter(|(_, own)| !own.is_made_of_parts()) {
        for (at, column) in columns.iter().enumerate() {
            let Some(fit) = own.fit(&column.words) else { continue };
            if column.filled == 0 || taken.contains(&at) {
                continue;
            }
            let (agrees, why) = agrees(target, column, words);
            let sureness = match (fit, agrees) {
                (Fit::Is, Agrees::Well) => Sureness::Sure,
                (Fit::Is, Agrees::Somewhat) | (Fit::Holds, Agrees::Well) => Sureness::Likely,
                (Fit::Holds, Agrees::Somewhat) | (Fit::Is, Agrees::Not) => Sureness::Guess,
                (Fit::Holds, Agrees::Not) => continue,
            };
            fits.push((sureness, fit == Fit::Is, target, at, why));
        }
    }
    // The surest first, then the name itself, then the earlier column: each column fills one.
    fits.sort_by(|a, b| (b.0, b.1).cmp(&(a.0, a.1)).then_with(|| (a.2, a.3).cmp(&(b.2, b.3))));
    let mut found: Vec<Match> = Vec::new();
    let mut used: Vec<usize> = taken.to_vec();
    for (sureness, _, target, at, why) in &fits {
        if used.contains(at) || found.iter().any(|m| m.target == *target) {
            continue;
        }
        // Two columns that fit alike leave a doubt, unless one is the first of a doubled header.
        let rivals = fits.iter().filter(|f| {
            f.2 == *target
                && f.0 == *sureness
                && f.3 != *at
                && columns[f.3].header != columns[*at].header
        });
        let rivals: Vec<&str> = rivals.map(|f| columns[f.3].header.as_str()).collect();
        let (sureness, why) = if rivals.is_empty() {
            (*sureness, why.clone())
        } else {
            let doubt = format!("{why}; {:?} fits as well", rivals.join("\", \""));
            ((*sureness).min(Sureness::Likely), doubt)
        };
        used.push(*at);
        found.push(Match { target: (*target).to_owned(), columns: vec![*at], sureness, why });
    }
    halves(&mut found);
    for (target, own) in names.iter().filter(|(_, own)| own.is_made_of_parts()) {
        let parts: Vec<usize> = (0..columns.len())
            .filter(|at| !used.contains(at) && columns[*at].filled > 0)
            .filter(|at| own.fit(&columns[*at].words) == Some(Fit::Is))
            .filter(|at| columns[*at].numeric() < 0.5)
            .collect();
        if !parts.is_empty() {
            let why = "headers are names of parts of an address".to_owned();
            let sureness = Sureness::Sure;
            found.push(Match { target: target.clone(), columns: parts, sureness, why });
        }
    }
    found.sort_by(|a, b| a.target.cmp(&b.target));
    found
}

/// Makes both halves of a position as sure as the less sure one.
fn halves(found: &mut [Match]) {
    let sure =
        |found: &[Match], name: &str| found.iter().find(|m| m.target == name).map(|m| m.sureness);
    for (x, y) in [("easting", "northing"), ("longitude", "latitude")] {
        let both = (sure(found, x), sure(found, y));
        let weaker = both.0.zip(both.1).map_or(Sureness::Guess, |(a, b)| a.min(b));
        for one in found.iter_mut().filter(|m| m.target == x || m.target == y) {
            one.sureness = one.sureness.min(weaker);
        }
    }
}

/// Whether the cells are what the column of the schema holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Agrees {
    Well,
    Somewhat,
    Not,
}

/// Tells whether the cells of a column agree with what it would fill, and why.
fn agrees(target: &str, column: &Profile, words: &Words) -> (Agrees, String) {
    let numeric = column.numeric();
    let percent = |share: f64| format!("{:.0} %", share * 100.0);
    let is = |well: bool, somewhat: bool, why: String| {
        let agrees = match (well, somewhat) {
            (true, _) => Agrees::Well,
            (false, true) => Agrees::Somewhat,
            (false, false) => Agrees::Not,
        };
        (agrees, why)
    };
    let numbers = format!("{} of the filled cells are numbers", percent(numeric));
    match target {
        "site_id" | "lease_id" | "partner_id" => {
            let short = column.share(|t| t.chars().count() <= 32);
            let full = super::profile::ratio(column.filled, column.rows);
            let why = format!("{} filled, {} different", percent(full), percent(column.distinct()));
            is(short > 0.99 && full > 0.98 && column.distinct() > 0.8, short > 0.99, why)
        }
        "postcode" => {
            is(column.holds_postcodes(), false, "cells have the form of postcodes".into())
        }
        "uprn" => {
            let digits = column.share(|t| t.len() <= 12 && t.bytes().all(|b| b.is_ascii_digit()));
            is(digits > 0.8, digits > 0.3, "cells are of up to 12 digits".into())
        }
        "easting" => is(
            numeric > 0.9 && column.within(0, 700_000) && column.most > Some(1000.into()),
            false,
            format!("{numbers}, within the grid"),
        ),
        "northing" => is(
            numeric > 0.9 && column.within(0, 1_300_000) && column.most > Some(1000.into()),
            false,
            format!("{numbers}, within the grid"),
        ),
        "latitude" => {
            is(numeric > 0.9 && column.within(-90, 90), false, format!("{numbers}, degrees"))
        }
        "longitude" => {
            is(numeric > 0.9 && column.within(-180, 180), false, format!("{numbers}, degrees"))
        }
        "valued_on" | "start" | "expiry" => {
            is(column.dates().is_some(), false, "cells are dates".into())
        }
        "tenure" | "status" | "use" | "condition" | "listed" => {
            let known = column.share(|t| words.meaning(target, t).is_some());
            is(known > 0.9, known > 0.5, format!("{} of the words are known", percent(known)))
        }
        _ if target.ends_with("_m2") || target.ends_with("_ha") || target == "workstations" => {
            let negative = column.least.is_some_and(|n| n.is_sign_negative() && !n.is_zero());
            let per_cent = column.unit(&["%", "per cent"]);
            // A per cent among areas is no area: it is looked at before it is used.
            let mixed = column.share(|text| text.ends_with('%')) > 0.0;
            let well = numeric > 0.95 && !negative && !per_cent && !mixed;
            is(well, numeric > 0.7 && !per_cent, numbers)
        }
        _ if target.starts_with("backlog") || target.ends_with("_value") || target == "rent" => {
            is(numeric > 0.95, numeric > 0.7, numbers)
        }
        _ => is(numeric < 0.5, true, format!("{} of the cells are text", percent(1.0 - numeric))),
    }
}

/// Finds columns of money that are running costs.
fn costs(columns: &[Profile], words: &Words, taken: &[usize]) -> Vec<(String, usize, Sureness)> {
    let mut found = Vec::new();
    for (at, column) in columns.iter().enumerate() {
        if taken.contains(&at) || column.filled == 0 || column.numeric() < 0.7 {
            continue;
        }
        // What is counted in other units is no cost, whatever its name.
        let counted = ["kwh", "mwh", "%", "no.)", "tonne", "m3", "litre", "wte", "fte"];
        let Some(category) = words.category(&column.words).filter(|_| !column.unit(&counted))
        else {
            continue;
        };
        let is_money = column.unit(&["£", "cost", "charge", "spend", "rent", "rates", "gbp"])
            || column.words.len() <= 2;
        if is_money {
            let sureness = if column.numeric() > 0.95 { Sureness::Likely } else { Sureness::Guess };
            found.push((category.to_owned(), at, sureness));
        }
    }
    found
}
