//! Which column of a file fills which column of the schema, and how sure that is.

use super::{
    agree::{Agrees, agrees, is_mostly_known, is_partly_known, is_word},
    profile::Profile,
    unit::{self, Doubt},
    words::{Columns, Fit, Names, Words},
};
use crate::{
    load::schema::{SchemaColumn, SchemaTable, TABLES},
    model::folded,
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
    pub target: &'static str,
    /// What the schema says of it.
    pub column: &'static SchemaColumn,
    /// Numbers of the file's columns; several for an address.
    pub columns: Vec<usize>,
    pub sureness: Sureness,
    pub why: String,
    /// The area it is a per cent of, a column of the same table.
    pub percent_of: Option<&'static str>,
}

/// A column of money that looks like a running cost.
#[derive(Debug, Clone)]
pub(super) struct Cost {
    /// Of the ledger.
    pub category: String,
    pub column: usize,
    pub sureness: Sureness,
}

/// Finds what fills a column, unless it is a guess.
pub(super) fn live<'m>(found: &'m [Match], target: &str) -> Option<&'m Match> {
    found.iter().find(|m| m.target == target && m.sureness > Sureness::Guess)
}

/// Returns the columns of the file that others are filled with.
pub(super) fn taken(found: &[Match]) -> Vec<usize> {
    found.iter().flat_map(|m| m.columns.clone()).collect()
}

/// How a column of the file fits one of the schema.
struct Fitting {
    sureness: Sureness,
    is_name: bool,
    column: &'static SchemaColumn,
    at: usize,
    why: String,
}

/// Finds for each column of a table the column of the file that fits best.
pub(super) fn matches(
    columns: &[Profile],
    table: &str,
    words: &Words,
    taken: &[usize],
) -> Vec<Match> {
    let (Some(table), Some(names)) = (TABLES.iter().find(|t| t.name == table), words.of(table))
    else {
        return Vec::new();
    };
    let mut fits = fittings(columns, table, names, taken);
    // The surest first, then the name itself, then a half of a position by its own word, then the earlier column:
    // each column fills one.
    let by_word =
        |fit: &Fitting| columns[fit.at].words.iter().any(|word| word.starts_with(fit.column.name));
    fits.sort_by(|a, b| {
        (b.sureness, b.is_name, by_word(b))
            .cmp(&(a.sureness, a.is_name, by_word(a)))
            .then((a.column.name, a.at).cmp(&(b.column.name, b.at)))
    });
    let mut found: Vec<Match> = Vec::new();
    let mut used: Vec<usize> = taken.to_vec();
    for Fitting { sureness, column, at, why, .. } in &fits {
        if used.contains(at) || found.iter().any(|m| m.target == column.name) {
            continue;
        }
        // Two columns that fit alike leave a doubt, unless one is the first of a doubled header.
        let own_name = is_own_name(column, &columns[*at]);
        let rivals = fits.iter().filter(|f| {
            f.column.name == column.name
                && f.sureness == *sureness
                && f.at != *at
                && columns[f.at].header != columns[*at].header
        });
        let rivals: Vec<&str> = rivals.map(|f| columns[f.at].header.as_str()).collect();
        let (sureness, why) = if rivals.is_empty() || own_name {
            (*sureness, why.clone())
        } else {
            let doubt = format!("{why}; {:?} fits as well", rivals.join("\", \""));
            ((*sureness).min(Sureness::Likely), doubt)
        };
        used.push(*at);
        let target = column.name;
        found.push(Match { target, column, columns: vec![*at], sureness, why, percent_of: None });
    }
    halves(&mut found, columns);
    if table.name == "sites" {
        per_cents(columns, table, words, &mut used, &mut found);
    }
    for (column, own) in named(table, names).filter(|(_, own)| own.is_made_of_parts()) {
        let parts: Vec<usize> = (0..columns.len())
            .filter(|at| !used.contains(at) && columns[*at].filled > 0)
            .filter(|at| is_part(own, &columns[*at]) && columns[*at].numeric() < 0.5)
            .collect();
        if !parts.is_empty() {
            let why = "headers name parts of an address".to_owned();
            let (target, sureness) = (column.name, Sureness::Sure);
            found.push(Match { target, column, columns: parts, sureness, why, percent_of: None });
        }
    }
    found.sort_by(|a, b| a.target.cmp(b.target));
    found
}

/// Returns the columns of a table, each with the names it is known by.
fn named<'n>(
    table: &'static SchemaTable,
    names: &'n Columns,
) -> impl Iterator<Item = (&'static SchemaColumn, &'n Names)> {
    table.columns.iter().filter_map(|column| Some((column, names.get(column.name)?)))
}

/// Tells how every column of the file fits every column of the table.
fn fittings(
    columns: &[Profile],
    table: &'static SchemaTable,
    names: &Columns,
    taken: &[usize],
) -> Vec<Fitting> {
    let mut fits: Vec<Fitting> = Vec::new();
    for (target, own) in named(table, names).filter(|(_, own)| !own.is_made_of_parts()) {
        for (at, column) in columns.iter().enumerate() {
            let own_name = is_own_name(target, column);
            let is_name = own_name || is_alias(target, column);
            let fit = if is_name { Some(Fit::Is) } else { fit(own, column) };
            let Some(fit) = fit else { continue };
            if column.filled == 0 || taken.contains(&at) {
                continue;
            }
            let other = column.is_per_cent() && (target.unit == "m²" || is_word(target));
            if other && !own_name {
                continue;
            }
            let (agrees, mut why) = agrees(target, column);
            let sureness = match (fit, agrees) {
                (Fit::Is, Agrees::Well) => Sureness::Sure,
                (Fit::Is, Agrees::Somewhat) | (Fit::Holds, Agrees::Well) => Sureness::Likely,
                // The schema's own name is placed whatever the cells hold: `check` then names what it cannot read.
                (Fit::Is, Agrees::Not) if own_name => Sureness::Likely,
                // Words that are known are evidence of their own.
                (Fit::Holds, Agrees::Somewhat)
                    if is_word(target) && is_mostly_known(target, column) =>
                {
                    Sureness::Likely
                }
                // So is the name in one of two languages beside some of them; the others stand open in the mapping.
                (Fit::Holds, Agrees::Somewhat | Agrees::Not)
                    if is_word(target)
                        && is_part(own, column)
                        && is_partly_known(target, column) =>
                {
                    Sureness::Likely
                }
                (Fit::Holds, Agrees::Somewhat) | (Fit::Is, Agrees::Not) => Sureness::Guess,
                (Fit::Holds, Agrees::Not) => continue,
            };
            let (most, doubt) = match unit::doubt(target, column).filter(|_| !own_name) {
                Some(Doubt::Clash(doubt)) => (Sureness::Guess, doubt),
                Some(Doubt::Look(doubt)) if fit == Fit::Holds => (Sureness::Guess, doubt),
                Some(Doubt::Look(doubt)) => (Sureness::Likely, doubt),
                None => (Sureness::Sure, ""),
            };
            if !doubt.is_empty() {
                why = format!("{why}; {doubt}");
            }
            let (sureness, is_name) = (sureness.min(most), fit == Fit::Is);
            fits.push(Fitting { sureness, is_name, column: target, at, why });
        }
    }
    fits
}

/// Tells whether a header is the schema's own name of a column.
pub(super) fn is_own_name(target: &SchemaColumn, column: &Profile) -> bool {
    folded(target.name) == folded(&column.own)
}

/// Tells whether a header is a name that `check` reads as that of a column.
fn is_alias(target: &SchemaColumn, column: &Profile) -> bool {
    let own = folded(&column.own);
    target.aliases.iter().any(|name| folded(name) == own)
}

/// Tells whether a column is a part of one that is made of several, by its name or that in one of two languages.
fn is_part(own: &Names, column: &Profile) -> bool {
    let of = |words: &[String]| own.fit(words, &column.band) == Some(Fit::Is);
    of(&column.words) || column.parts.iter().any(|part| of(part))
}

/// Tells how a column's header fits a name, or a part of it that stands for the whole.
fn fit(own: &Names, column: &Profile) -> Option<Fit> {
    let part = || column.parts.iter().any(|part| own.fit(part, &column.band).is_some());
    own.fit(&column.words, &column.band).or_else(|| part().then_some(Fit::Holds))
}

/// Finds columns that are a per cent of an area, where the area itself stands in no column.
fn per_cents(
    columns: &[Profile],
    table: &'static SchemaTable,
    words: &Words,
    used: &mut Vec<usize>,
    found: &mut Vec<Match>,
) {
    for (column, own) in named(table, &words.percent) {
        let target = column.name;
        let fits = |at: &usize| {
            let column = &columns[*at];
            let fit = own.fit(&column.words, &column.band);
            !used.contains(at) && column.numeric() > 0.7 && column.is_per_cent() && fit.is_some()
        };
        let Some(at) = (0..columns.len()).find(fits).filter(|_| live(found, target).is_none())
        else {
            continue;
        };
        let area = ["gia_m2", "nia_m2"].into_iter().find(|area| live(found, area).is_some());
        let (sureness, why) = match area {
            Some(area) => (Sureness::Likely, format!("a percentage of `{area}`")),
            None => (
                Sureness::Guess,
                "a percentage, but no column has the area that it is a share of".to_owned(),
            ),
        };
        used.push(at);
        found.retain(|m| m.target != target);
        let columns = vec![at];
        found.push(Match { target, column, columns, sureness, why, percent_of: area });
    }
}

/// Makes both halves of a position as sure as the less sure one; of two pairs, as `X` beside `Northing`, they are a
/// guess.
fn halves(found: &mut [Match], columns: &[Profile]) {
    for (x, y) in [("easting", "northing"), ("longitude", "latitude")] {
        let half = |name: &str| {
            let own = found.iter().find(|m| m.target == name)?;
            let words = &columns[*own.columns.first()?].words;
            // By the first letters: `lon`, `long` and `lng` are words for longitude.
            let start = &name[..3];
            let is_named =
                |word: &String| word.starts_with(start) || word == "lng" && start == "lon";
            Some((own.sureness, words.iter().any(is_named)))
        };
        let weaker = match half(x).zip(half(y)) {
            Some(((a, a_word), (b, b_word))) if a_word == b_word => a.min(b),
            _ => Sureness::Guess,
        };
        for one in found.iter_mut().filter(|m| m.target == x || m.target == y) {
            if one.sureness > weaker {
                one.sureness = weaker;
                one.why = format!("{}; the other half is {}", one.why, weaker.word());
            }
        }
    }
}

/// Finds columns of money that are running costs.
pub(super) fn costs(columns: &[Profile], words: &Words, taken: &[usize]) -> Vec<Cost> {
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
            || column.words.iter().filter(|word| word.chars().any(char::is_alphabetic)).count()
                <= 2;
        let clash = matches!(unit::money_doubt(column), Some(Doubt::Clash(_)));
        if is_money && !clash {
            let sureness = if column.numeric() > 0.95 { Sureness::Likely } else { Sureness::Guess };
            found.push(Cost { category: category.to_owned(), column: at, sureness });
        }
    }
    // A sum of costs beside its parts would count them twice.
    let is_sum = |cost: &Cost| words.is_sum(&columns[cost.column].words);
    if !found.iter().all(is_sum) || found.len() > 1 {
        found.iter_mut().filter(|cost| is_sum(cost)).for_each(|c| c.sureness = Sureness::Guess);
    }
    found
}
