//! What a file seems to be: the table that its columns are evidence of.

use super::{
    agree::{Agrees, agrees},
    columns::{Cost, Match, Sureness, costs, is_own_name, live, matches, taken},
    profile::Profile,
    words::Words,
    year::year,
};
use crate::load::schema::{self, Need, SchemaColumn, SchemaTable, TABLES};

/// What a file seems to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    /// Properties of a body.
    Sites,
    /// Leases, with the places they are of.
    Leases,
    /// Places of other bodies: a name and where it is.
    Partners,
    /// Lines of a ledger, or a column of costs for each category or year.
    Costs,
    /// Observations of use.
    Occupancy,
    /// Staff at sites.
    Teams,
    /// Dated terms of leases, such as breaks.
    Events,
    /// Points of postcodes.
    Postcodes,
    /// A table of the schema whose columns have the schema's own names.
    Named(&'static SchemaTable),
}

impl Sort {
    /// Returns what an input of it is called: the table that it makes.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Sites => "sites",
            Self::Leases => "leases",
            Self::Partners => "partners",
            Self::Costs => "costs",
            Self::Occupancy => "occupancy",
            Self::Teams => "teams",
            Self::Events => "lease_events",
            Self::Postcodes => "postcodes",
            Self::Named(table) => table.name,
        }
    }

    /// Tells whether it makes sites of its own.
    pub(super) const fn has_sites(self) -> bool {
        matches!(self, Self::Sites | Self::Leases)
    }

    /// Returns the column by which its records refer to those of another table.
    pub(super) const fn refers_by(self) -> Option<&'static str> {
        match self {
            Self::Costs | Self::Occupancy | Self::Teams => Some("site_id"),
            Self::Events => Some("lease_id"),
            Self::Sites | Self::Leases | Self::Partners | Self::Postcodes | Self::Named(_) => None,
        }
    }
}

/// What is proposed for a file.
pub(super) struct Proposal {
    pub sort: Sort,
    /// What fills the table that the file is of; of leases the sites.
    pub main: Vec<Match>,
    pub leases: Vec<Match>,
    pub costs: Vec<Cost>,
    /// Columns of amounts that are of one year each.
    pub years: Vec<(String, usize)>,
}

/// What a place of another body has: a name, and where it is; what it is like is said of the own ones.
const PLACING: [&str; 11] = [
    "site_id",
    "name",
    "postcode",
    "status",
    "use",
    "address",
    "district",
    "latitude",
    "longitude",
    "easting",
    "northing",
];

impl Proposal {
    /// Judges a file by its columns; `beside` tells whether another file holds the sites.
    pub fn of(columns: &[Profile], words: &Words, beside: bool) -> Self {
        if let Some(table) = named(columns, words) {
            return Self::plain(by_name(columns, table), Sort::Named(table));
        }
        if let Some(main) = points(columns) {
            return Self::plain(main, Sort::Postcodes);
        }
        let sites = matches(columns, "sites", words, &[]);
        let mut costs = costs(columns, words, &taken(&sites));
        let own = Self::plain;
        if has_terms(&matches(columns, "leases", words, &[])) {
            let leases = matches(columns, "leases", words, &taken(&sites));
            if has_terms(&leases) {
                // A rent as the lease has it is no line of the ledger, until a person says so.
                let of_lease = taken(&leases);
                let twice = costs.iter_mut().filter(|cost| of_lease.contains(&cost.column));
                twice.for_each(|cost| cost.sureness = Sureness::Guess);
                return Self { leases, costs, ..own(sites, Sort::Leases) };
            }
            return Self { costs, ..own(sites, Sort::Sites) };
        }
        if is_postcodes(columns, &sites) {
            return own(matches(columns, "postcodes", words, &[]), Sort::Postcodes);
        }
        if let Some(found) = referring(columns, words, &sites) {
            return found;
        }
        let is_live = |cost: &&Cost| cost.sureness > Sureness::Guess;
        let is_site = tells_beyond(&sites, &[]);
        match costs.iter().filter(is_live).count() {
            0 if !is_site => own(matches(columns, "partners", words, &[]), Sort::Partners),
            1.. if !is_site && beside => {
                let main = matches(columns, "costs", words, &[]);
                let main = main
                    .into_iter()
                    .filter(|m| m.target == "site_id" || m.target == "financial_year");
                Self { costs, ..own(main.collect(), Sort::Costs) }
            }
            _ => Self { costs, ..own(sites, Sort::Sites) },
        }
    }

    /// Makes one of a single table.
    const fn plain(main: Vec<Match>, sort: Sort) -> Self {
        Self { sort, main, leases: Vec::new(), costs: Vec::new(), years: Vec::new() }
    }

    /// Returns what fills a column of the main table, unless it is a guess.
    pub fn live(&self, target: &str) -> Option<&Match> {
        live(&self.main, target)
    }

    /// Tells whether it says nothing of its places but what they cost.
    pub fn only_costs(&self) -> bool {
        self.sort == Sort::Sites && !tells_beyond(&self.main, &[])
    }

    /// Counts the columns that are more than a guess.
    pub fn describe(&self) -> usize {
        let matched = self.main.iter().chain(&self.leases).map(|m| m.sureness);
        let costs = self.costs.iter().map(|c| c.sureness);
        matched.chain(costs).filter(|sureness| *sureness > Sureness::Guess).count()
    }
}

/// Tells whether columns hold both ends of a term.
fn has_terms(leases: &[Match]) -> bool {
    live(leases, "start").is_some() && live(leases, "expiry").is_some()
}

/// Tells whether columns, others than these, say what a site is like.
fn tells_beyond(sites: &[Match], used: &[usize]) -> bool {
    sites.iter().any(|m| {
        m.sureness > Sureness::Guess
            && !PLACING.contains(&m.target)
            && m.columns.iter().any(|at| !used.contains(at))
    })
}

/// Finds the table that no body has names of its own for, and whose needed columns all have the schema's.
fn named(columns: &[Profile], words: &Words) -> Option<&'static SchemaTable> {
    let has = |column: &&SchemaColumn| columns.iter().any(|own| is_own_name(column, own));
    let needed = |table: &&SchemaTable| {
        table.columns.iter().filter(|c| c.need == Need::Required).all(|column| has(&column))
    };
    let held = |table: &&SchemaTable| table.columns.iter().filter(has).count();
    let others = TABLES.iter().filter(|table| words.of(table.name).is_none());
    // Two names may be those of any list.
    others.filter(needed).filter(|table| held(table) > 2).max_by_key(held)
}

/// Finds the columns of a table by the schema's own names alone.
fn by_name(columns: &[Profile], table: &'static SchemaTable) -> Vec<Match> {
    let of = |column: &'static SchemaColumn| {
        let at = columns.iter().position(|own| is_own_name(column, own))?;
        let (agrees, why) = agrees(column, &columns[at]);
        let sureness = if agrees == Agrees::Well { Sureness::Sure } else { Sureness::Likely };
        let (target, columns) = (column.name, vec![at]);
        Some(Match { target, column, columns, sureness, why, percent_of: None })
    };
    table.columns.iter().filter_map(of).collect()
}

/// Finds postcodes and their points in a file without a header, by what the cells hold.
fn points(columns: &[Profile]) -> Option<Vec<Match>> {
    let is_unnamed = |(at, column): (usize, &Profile)| column.header == nameless(at);
    if columns.is_empty() || !columns.iter().enumerate().all(is_unnamed) {
        return None;
    }
    let code = columns.iter().position(|c| c.holds_postcodes() && c.distinct() > 0.95)?;
    let half = |at: usize, most: i64| {
        columns[at].numeric() > 0.9
            && columns[at].within(0, most)
            && columns[at].most > Some(10_000.into())
    };
    let at = (0..columns.len().saturating_sub(1))
        .find(|at| half(*at, 700_000) && half(at + 1, 1_300_000))?;
    let of = |name: &str, at: usize| {
        let column = schema::POSTCODES.column(name)?;
        let why = "the file has no header; its cells look like this".to_owned();
        let (target, columns, sureness) = (column.name, vec![at], Sureness::Likely);
        Some(Match { target, column, columns, sureness, why, percent_of: None })
    };
    [("postcode", code), ("easting", at), ("northing", at + 1)]
        .into_iter()
        .map(|(name, at)| of(name, at))
        .collect()
}

/// Returns what a column is called in a file without a header.
pub(super) fn nameless(at: usize) -> String {
    format!("column {}", at + 1)
}

/// Tells whether a file is of zones and their residents: `demand`, which no version reads yet.
pub(super) fn is_of_zones(columns: &[Profile]) -> bool {
    let begins = |starts: &[&str], column: &Profile| {
        column.words.iter().any(|word| starts.iter().any(|start| word.starts_with(start)))
    };
    let zones =
        columns.iter().any(|c| begins(&["lsoa", "msoa", "oa21", "oa11", "datazone", "zone"], c));
    let people = columns
        .iter()
        .any(|c| c.numeric() > 0.9 && begins(&["resident", "population", "household"], c));
    zones && people
}

/// Tells whether a file is of postcodes and their points, and names no place.
fn is_postcodes(columns: &[Profile], sites: &[Match]) -> bool {
    let code = live(sites, "postcode").and_then(|m| columns.get(*m.columns.first()?));
    let point = ["easting", "northing"].iter().all(|half| live(sites, half).is_some());
    let is_named = live(sites, "name").is_some() || live(sites, "address").is_some();
    code.is_some_and(|code| code.distinct() > 0.95)
        && point
        && !is_named
        && !tells_beyond(sites, &[])
}

/// Finds the table of which each record belongs to a site or a lease that is listed elsewhere.
fn referring(columns: &[Profile], words: &Words, sites: &[Match]) -> Option<Proposal> {
    let own = Proposal::plain;
    let of = |sort: Sort| matches(columns, sort.word(), words, &[]);
    let has = |main: &[Match], target: &str| live(main, target).is_some();
    let repeats = |main: &[Match]| {
        let site = live(main, "site_id").and_then(|m| columns.get(*m.columns.first()?));
        site.is_some_and(|site| site.rows >= 5 && site.distinct() < 0.7)
    };
    let costs = of(Sort::Costs);
    let years = year_columns(columns);
    let of_years: Vec<usize> = years.iter().map(|(_, at)| *at).collect();
    let is_dated = has(&costs, "from") && repeats(&costs);
    let is_line = has(&costs, "category") || has(&costs, "financial_year") || is_dated;
    let is_other = |main: &[Match]| tells_beyond(sites, &taken(main)) && !repeats(main);
    if has(&costs, "amount") && is_line && !is_other(&costs) {
        return Some(own(costs, Sort::Costs));
    }
    if years.len() > 1 && !tells_beyond(sites, &of_years) {
        let main = costs.into_iter().filter(|m| m.target == "site_id" || m.target == "category");
        return Some(Proposal { years, ..own(main.collect(), Sort::Costs) });
    }
    let teams = of(Sort::Teams);
    if has(&teams, "team") && (has(&teams, "fte") || has(&teams, "headcount")) && !is_other(&teams)
    {
        return Some(own(teams, Sort::Teams));
    }
    let seen = of(Sort::Occupancy);
    let counted = ["mean_occupied", "peak_occupied", "hours_in_use"].iter().any(|c| has(&seen, c));
    if has(&seen, "on") && counted && !is_other(&seen) {
        return Some(own(seen, Sort::Occupancy));
    }
    let events = of(Sort::Events);
    let of_event = ["kind", "party", "notice_months", "penalty"].iter().any(|c| has(&events, c));
    let on = live(&events, "on").filter(|on| on.sureness == Sureness::Sure || of_event);
    if on.is_some() && !tells_beyond(sites, &taken(&events)) {
        return Some(own(events, Sort::Events));
    }
    None
}

/// Returns the columns of amounts whose header is a financial year, alone or with what it is spent on.
fn year_columns(columns: &[Profile]) -> Vec<(String, usize)> {
    let is_amount = |column: &&Profile| column.filled > 0 && column.numeric() > 0.7;
    let of = |(at, column): (usize, &Profile)| {
        let alone = column.own.chars().all(|c| !c.is_alphabetic());
        let year = year([column.own.as_str()]).filter(|_| alone && is_amount(&column))?;
        Some((year, at))
    };
    columns.iter().enumerate().filter_map(of).collect()
}
