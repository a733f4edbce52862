//! Which findings the public edition has: none that rests on what it withholds, so that no mark on a reading does either.

use super::Results;
use crate::model::{Finding, Findings, Rule, Site, folded};

/// Returns the findings that may be published, each by itself; `is_least_used` tells by its id whether a site is in the
/// class of the least used.
pub(super) fn publishable(results: Results<'_>, is_least_used: impl Fn(&str) -> bool) -> Findings {
    let mut own = results.findings.each_by_record();
    own.retain(|finding| {
        !is_of_secure_site(&finding.id, results)
            && !is_in(finding, WITHHELD)
            && !rests_on_prices(finding)
            && !tells_a_secret(finding)
            && !tells_of_use(finding, is_least_used(&finding.id))
    });
    own
}

/// Tells whether a file or sheet is that of a table whose rows tell what stands in the way of a sale or how a site is held.
pub(super) fn is_of_bars(file: &str, sheet: &str) -> bool {
    names_one_of(file, sheet, BARS)
}

/// Tables from whose findings it can be told what is planned with sites, when leases end, break and are held over, whether
/// a counter is open, and those of other bodies, of which this edition shows nothing.
const WITHHELD: &[&str] = &[
    "projects",
    "benefits",
    "optionfacts",
    "treasury",
    "leases",
    "leaseevents",
    "counters",
    "partners",
    "agreements",
];

/// Tables whose rows tell what stands in the way of a sale or how a site is held.
const BARS: &[&str] = &["constraints", "leases", "leaseevents"];

/// Tables from whose findings it can be told that somebody is at a site.
const USE: &[&str] = &["occupancy", "teams"];

/// Tables of what sites cost: rent, service charge and security among it.
const COSTS: &[&str] = &["costs", "costtotals"];

/// Tells whether a finding is made of prices, of rent or of what a guard costs, whatever column it names: where it
/// stands, one of them is out of line.
fn rests_on_prices(finding: &Finding) -> bool {
    match finding.rule {
        // They compare values per m², costs or totals of two snapshots, and name the area where it may be that.
        Rule::UnlikePeers
        | Rule::UnlikeLastSnapshot
        | Rule::ColumnUnitChanged
        | Rule::ColumnMeaningChanged
        | Rule::TotalAmongRecords
        | Rule::ValuesApart
        // Whether it stands tells a sum to the policy's tolerance.
        | Rule::ControlTotalOff => true,
        // Of a site's whole cost.
        Rule::FigureImpossible => is_in(finding, COSTS),
        _ => false,
    }
}

/// Tells whether a finding bounds a value of one site, or says that a site which may not be shown is at its place.
fn tells_a_secret(finding: &Finding) -> bool {
    let beside = finding.beside.iter().map(|cell| cell.column.as_str());
    let mut columns = finding.place.column.as_deref().into_iter().chain(beside);
    finding.rule == Rule::SameSiteTwice || columns.any(|column| VALUES.contains(&column))
}

/// Columns of a site that hold prices and their dates.
const VALUES: &[&str] = &[
    "market_value",
    "existing_use_value",
    "alternative_use_value",
    "book_value",
    "erv_per_m2",
    "valued_on",
    "running_cost",
    "extra_workstations_cost",
];

/// Tells whether a finding shows that somebody, or nobody, is at a site, of those where that is not told.
fn tells_of_use(finding: &Finding, is_least_used: bool) -> bool {
    let of_use = || finding.place.column.as_deref().is_some_and(|column| OF_USE.contains(&column));
    finding.rule == Rule::StatusContradicted || is_least_used && (is_in(finding, USE) || of_use())
}

/// Columns of a site from whose findings the same can be told.
const OF_USE: &[&str] = &["status", "status_on", "occupied_m2", "office_nia_m2", "workstations"];

/// Tells whether a finding's id is that of a secure site, or of a lease of one.
fn is_of_secure_site(id: &str, results: Results<'_>) -> bool {
    let estate = results.estate;
    let is_secure = |site: &&Site| site.is_secure_in_public();
    let of_site = estate.sites.iter().find(|site| site.site_id.as_str() == id);
    let of_lease = || {
        let lease = estate.leases.iter().find(|lease| lease.lease_id.as_str() == id)?;
        estate.sites.iter().find(|site| site.site_id == lease.site_id)
    };
    of_site.or_else(of_lease).as_ref().is_some_and(is_secure)
}

/// Tells whether a finding is about one of some tables, by its file or sheet.
fn is_in(finding: &Finding, tables: &[&str]) -> bool {
    names_one_of(&finding.place.file, finding.place.sheet.as_deref().unwrap_or_default(), tables)
}

fn names_one_of(file: &str, sheet: &str, tables: &[&str]) -> bool {
    let stem = file.rsplit('/').next().and_then(|name| name.split('.').next());
    let named = [stem.unwrap_or_default(), sheet].map(folded);
    named.iter().any(|name| tables.contains(&name.as_str()))
}
