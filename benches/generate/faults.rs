//! What is changed by hand in the sample: facts put right between the years, and faults left in on
//! purpose so that every kind of warning can be seen.

use std::io;

use crate::text::{Table, bad};

/// Year, table, first cells of the row, column and what the cell then holds.
type Patch = (i64, &'static str, &'static [&'static str], &'static str, &'static str);

/// Cells that differ in one year because a fact was not yet known, or not yet put right.
const CORRECTIONS: &[Patch] = &[
    (2018, "sites", &["FEN-012"], "gia_m2", "890"),
    (2018, "sites", &["FEN-016"], "tenure", ""),
    (2018, "sites", &["FEN-008"], "workstations", ""),
    (2018, "sites", &["FEN-010"], "market_value", ""),
    (2018, "sites", &["FEN-005"], "valued_on", "31/03/2017"),
    (2019, "sites", &["FEN-012"], "market_value", ""),
    (2019, "sites", &["FEN-025"], "separate_entrance", ""),
    (2019, "leases", &["L-001"], "consent_state", "not_asked"),
    (2018, "leases", &["L-001"], "consent_state", "not_asked"),
    (2018, "leases", &["L-001"], "erv", ""),
    (2018, "sites", &["FEN-013"], "workstations", ""),
    (2019, "sites", &["FEN-013"], "workstations", ""),
    (2020, "sites", &["FEN-013"], "workstations", ""),
    (2020, "leases", &["L-006"], "erv", "47500"),
    (2020, "leases", &["L-014"], "start", "2019-06-24"),
];

/// Faults of the kinds that are warnings or notes.
const FAULTS: &[Patch] = &[
    (2018, "sites", &["FEN-010"], "occupied_m2", "860"),
    (2018, "sites", &["FEN-013"], "office_nia_m2", "610,5"),
    (2018, "sites", &["FEN-011"], "backlog_high", "£28k"),
    (2018, "sites", &["FEN-032"], "valued_on", "2011-03-31"),
    (2018, "sites", &["FEN-041"], "easting", "0"),
    (2018, "sites", &["FEN-041"], "northing", "0"),
    (2018, "occupancy", &["FEN-034", "2017-11-15"], "peak_occupied", "21"),
    (2019, "sites", &["FEN-015"], "easting", "302528"),
    (2019, "sites", &["FEN-015"], "northing", "526694"),
    (2019, "sites", &["FEN-012"], "occupied_m2", "30%"),
    (2019, "sites", &["FEN-017"], "valued_on", "2012-03-31"),
    (2019, "occupancy", &["FEN-036", "2018-10-10"], "mean_occupied", "n/k"),
    (2020, "sites", &["FEN-010"], "occupied_m2", "846.5"),
    (2020, "sites", &["FEN-025"], "easting", "296280"),
    (2020, "sites", &["FEN-025"], "northing", "540939"),
    (2020, "sites", &["FEN-044"], "easting", "0"),
    (2020, "sites", &["FEN-044"], "northing", "0"),
    (2020, "sites", &["FEN-017"], "valued_on", "2012-03-31"),
    (2020, "sites", &["FEN-045"], "uprn", "999000160423"),
    (2020, "sites", &["FEN-024"], "occupied_m2", "184,5"),
    (2020, "sites", &["FEN-011"], "backlog_moderate", "£35k"),
    (2020, "sites", &["FEN-015"], "occupied_m2", "45%"),
    (2020, "leases", &["L-014"], "expiry", "2028-06-23"),
    (2020, "occupancy", &["FEN-009", "2019-11-13"], "peak_occupied", "43"),
    (2020, "occupancy", &["FEN-013", "2020-01-15"], "mean_occupied", "n/k"),
];

/// Year, first cells and number of cells left, of the rows of `teams` that stop short.
const SHORT_TEAMS: &[(i64, &[&str], usize)] = &[
    (2018, &["FEN-040", "Volunteer and cadet office"], 4),
    (2019, &["FEN-021", "Exhibits office"], 4),
];

/// Puts the corrections and the faults of a year into its tables.
///
/// # Errors
/// If a patch does not fit the tables, so that none is lost without a word.
pub fn put_in(year: i64, tables: &mut [Table]) -> io::Result<()> {
    for &(_, name, key, column, value) in
        CORRECTIONS.iter().chain(FAULTS).filter(|patch| patch.0 == year)
    {
        table(tables, name)?.set(key, column, value)?;
    }
    for &(_, key, cells) in SHORT_TEAMS.iter().filter(|short| short.0 == year) {
        table(tables, "teams")?.cut(key, cells)?;
    }
    Ok(())
}

/// Finds a table by name.
fn table<'a>(tables: &'a mut [Table], name: &str) -> io::Result<&'a mut Table> {
    let found = tables.iter_mut().find(|table| table.name == name);
    found.ok_or_else(|| bad(&format!("no table {name}")))
}
