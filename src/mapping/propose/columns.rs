//! Which column of a file fills which column of the schema, and how sure that is.

use std::collections::BTreeMap;

use super::{
    agree::{Agrees, agrees, is_word},
    profile::Profile,
    unit::{self, Doubt},
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
    /// The area it is a per cent of, a column of the same table.
    pub percent_of: Option<&'static str>,
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

impl Sort {
    /// Returns what an input of it is called.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Sites => "sites",
            Self::Leases => "leases",
            Self::Partners => "partners",
        }
    }
}

/// What is proposed for a file.
pub(super) struct Proposal {
    pub sort: Sort,
    pub sites: Vec<Match>,
    pub leases: Vec<Match>,
    pub costs: Vec<Cost>,
}

/// A column of money that looks like a running cost.
#[derive(Debug, Clone)]
pub(super) struct Cost {
    /// Of the ledger.
    pub category: String,
    pub column: usize,
    pub sureness: Sureness,
}

impl Proposal {
    pub fn of(columns: &[Profile], words: &Words) -> Self {
        let leases = matches(columns, &words.leases, words, &[]);
        let sites = matches(columns, &words.sites, words, &[]);
        let is_lease = has_terms(&leases);
        let taken = |found: &[Match]| -> Vec<usize> {
            found.iter().flat_map(|m| m.columns.clone()).collect()
        };
        let mut costs = costs(columns, words, &taken(&sites));
        // A place of another body has a name and a position; what it is like is said of the own ones.
        let placing = ["address", "district", "latitude", "longitude", "easting", "northing"];
        let naming = ["site_id", "name", "postcode", "status", "use"];
        let tells = |m: &Match| {
            m.sureness > Sureness::Guess
                && !placing.iter().chain(&naming).any(|target| *target == m.target)
        };
        let is_site = sites.iter().any(tells) || costs.iter().any(|c| c.sureness > Sureness::Guess);
        match () {
            () if is_lease => {
                let of_leases = matches(columns, &words.leases, words, &taken(&sites));
                if has_terms(&of_leases) {
                    // A rent as the lease has it is no line of the ledger, until a person says so.
                    let of_lease = taken(&of_leases);
                    let twice = costs.iter_mut().filter(|cost| of_lease.contains(&cost.column));
                    twice.for_each(|cost| cost.sureness = Sureness::Guess);
                    return Self { sort: Sort::Leases, sites, leases: of_leases, costs };
                }
                Self { sort: Sort::Sites, sites, leases: Vec::new(), costs }
            }
            () if is_site => Self { sort: Sort::Sites, sites, leases: Vec::new(), costs },
            () => {
                let sites = matches(columns, &words.partners, words, &[]);
                Self { sort: Sort::Partners, sites, leases: Vec::new(), costs: Vec::new() }
            }
        }
    }

    /// Returns what fills a column of the sites or partners, unless it is a guess.
    pub fn live(&self, target: &str) -> Option<&Match> {
        live(&self.sites, target)
    }

    /// Counts the columns that are more than a guess.
    pub fn told(&self) -> usize {
        let matched = self.sites.iter().chain(&self.leases).map(|m| m.sureness);
        let costs = self.costs.iter().map(|c| c.sureness);
        matched.chain(costs).filter(|sureness| *sureness > Sureness::Guess).count()
    }
}

/// Finds what fills a column, unless it is a guess.
fn live<'m>(found: &'m [Match], target: &str) -> Option<&'m Match> {
    found.iter().find(|m| m.target == target && m.sureness > Sureness::Guess)
}

/// Tells whether columns hold both ends of a term.
fn has_terms(leases: &[Match]) -> bool {
    live(leases, "start").is_some() && live(leases, "expiry").is_some()
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
            let Some(fit) = fit(own, column) else { continue };
            if column.filled == 0 || taken.contains(&at) {
                continue;
            }
            if column.is_per_cent() && (target.ends_with("_m2") || is_word(target)) {
                continue;
            }
            let (agrees, mut why) = agrees(target, column);
            let sureness = match (fit, agrees) {
                (Fit::Is, Agrees::Well) => Sureness::Sure,
                (Fit::Is, Agrees::Somewhat) | (Fit::Holds, Agrees::Well) => Sureness::Likely,
                (Fit::Holds, Agrees::Somewhat) | (Fit::Is, Agrees::Not) => Sureness::Guess,
                (Fit::Holds, Agrees::Not) => continue,
            };
            let (most, doubt) = match unit::doubt(target, column) {
                Some(Doubt::Clash(doubt)) => (Sureness::Guess, doubt),
                Some(Doubt::Look(doubt)) if fit == Fit::Holds => (Sureness::Guess, doubt),
                Some(Doubt::Look(doubt)) => (Sureness::Likely, doubt),
                None => (Sureness::Sure, ""),
            };
            if !doubt.is_empty() {
                why = format!("{why}; {doubt}");
            }
            let sureness = sureness.min(most);
            fits.push((sureness, fit == Fit::Is, target, at, why));
        }
    }
    // The surest first, then the name itself, then a half of a position by its own word, then the earlier column:
    // each column fills one.
    let by_word = |fit: &(Sureness, bool, &str, usize, String)| {
        columns[fit.3].words.iter().any(|word| word.starts_with(fit.2))
    };
    fits.sort_by(|a, b| {
        (b.0, b.1, by_word(b)).cmp(&(a.0, a.1, by_word(a))).then((a.2, a.3).cmp(&(b.2, b.3)))
    });
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
        let target = (*target).to_owned();
        found.push(Match { target, columns: vec![*at], sureness, why, percent_of: None });
    }
    halves(&mut found, columns);
    if names.contains_key("occupied_m2") {
        per_cents(columns, words, &mut used, &mut found);
    }
    for (target, own) in names.iter().filter(|(_, own)| own.is_made_of_parts()) {
        let parts: Vec<usize> = (0..columns.len())
            .filter(|at| !used.contains(at) && columns[*at].filled > 0)
            .filter(|at| own.fit(&columns[*at].words, &columns[*at].band) == Some(Fit::Is))
            .filter(|at| columns[*at].numeric() < 0.5)
            .collect();
        if !parts.is_empty() {
            let why = "headers are names of parts of an address".to_owned();
            let sureness = Sureness::Sure;
            let target = target.clone();
            found.push(Match { target, columns: parts, sureness, why, percent_of: None });
        }
    }
    found.sort_by(|a, b| a.target.cmp(&b.target));
    found
}

/// Tells how a column's header fits a name, or a part of it that stands for the whole.
fn fit(own: &Names, column: &Profile) -> Option<Fit> {
    let part = || column.parts.iter().any(|part| own.fit(part, &column.band) == Some(Fit::Is));
    own.fit(&column.words, &column.band).or_else(|| part().then_some(Fit::Holds))
}

/// Finds columns that are a per cent of an area, where the area itself stands in no column.
fn per_cents(columns: &[Profile], words: &Words, used: &mut Vec<usize>, found: &mut Vec<Match>) {
    for (target, own) in &words.percent {
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
            Some(area) => (Sureness::Likely, format!("a per cent, taken of `{area}`")),
            None => (Sureness::Guess, "a per cent, and no column is the area it is of".to_owned()),
        };
        used.push(at);
        found.retain(|m| m.target != *target);
        let target = target.clone();
        found.push(Match { target, columns: vec![at], sureness, why, percent_of: area });
    }
}

/// Makes both halves of a position as sure as the less sure one; of two pairs, as `X` beside `Northing`, they are a
/// guess.
fn halves(found: &mut [Match], columns: &[Profile]) {
    for (x, y) in [("easting", "northing"), ("longitude", "latitude")] {
        let half = |name: &str| {
            let own = found.iter().find(|m| m.target == name)?;
            let words = &columns[*own.columns.first()?].words;
            // By the first letter: `lon` and `long` are words for longitude.
            let start = &name[..3];
            Some((own.sureness, words.iter().any(|word| word.starts_with(start))))
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
fn costs(columns: &[Profile], words: &Words, taken: &[usize]) -> Vec<Cost> {
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
        let clash = matches!(unit::doubt("rent", column), Some(Doubt::Clash(_)));
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
