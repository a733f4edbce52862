//! Writes the sample: three snapshots of an invented county force's estate, one a year.

use std::{fs, io, path::Path};

use crate::{
    faults,
    fenshire_counters::counters,
    fenshire_leases::{constraints, leases},
    fenshire_places::{BEGUN, outline, places},
    fenshire_programme::{benefits, projects, treasury},
    fenshire_sites::sites,
    fenshire_terms::{agreements, indices, lease_events},
    fenshire_use::{costs, occupancy, teams},
    fenshire_zones::zones,
};

/// Year of the snapshot, asset total, running cost total and a comment that stands above the first.
const TOTALS: &[(i64, &str, &str, &str)] = &[
    (
        2018,
        "38025000.00",
        "4705000.00",
        "# Fault left in on purpose: about 2.5 % above the register, more than the tolerance.\n",
    ),
    (2019, "35700000.00", "4438210.50", ""),
    (2020, "35012000.00", "4012345.67", ""),
];

/// Writes the folders `2018-03-31`, `2019-03-31` and `2020-03-31` under `root`.
///
/// # Errors
/// If a file cannot be written, or the built-in tables do not fit each other.
pub fn write(root: &Path) -> io::Result<()> {
    for &(year, assets, running, comment) in TOTALS {
        let folder = root.join(format!("{year}-03-31"));
        fs::create_dir_all(&folder)?;
        let (table, listed) = sites(year)?;
        // Before the faults are put in: a postcode lies where the site really is, and roads lead there.
        let zones = zones(year, &table)?;
        let counters = counters(year, &table)?;
        let places = if year < BEGUN { None } else { Some(places(&table)?) };
        let leases = leases(year, &listed)?;
        let events = lease_events(year, &leases)?;
        let mut tables = [
            table,
            leases,
            events,
            agreements(year, &listed)?,
            indices(year),
            costs(year, &listed)?,
            occupancy(year, &listed)?,
            teams(year, &listed)?,
            constraints(&listed)?,
            projects(year)?,
            benefits(year)?,
        ];
        faults::put_in(year, &mut tables)?;
        for table in tables.iter().chain(places.iter().flatten()).chain(&zones).chain([&counters]) {
            table.write(&folder)?;
        }
        fs::write(folder.join("estate.toml"), estate(year, assets, running, comment))?;
        fs::write(folder.join("treasury.toml"), treasury(year)?)?;
        fs::write(folder.join("boundaries.geojson"), outline()?)?;
    }
    Ok(())
}

/// Makes the text of `estate.toml`.
fn estate(year: i64, assets: &str, running: &str, comment: &str) -> String {
    format!(
        "\
name = \"Fenshire\"
as_of = {year}-03-31
organisation = \"Fenshire Police and Crime Commissioner (invented)\"
note = \"Illustrative data: Fenshire is an invented county\"

[control]
tolerance = \"1%\"

[control.asset_value]
{comment}amount = \"{assets}\"
column = \"existing_use_value\"
tenures = [\"freehold\", \"long_leasehold\"]
statuses = [\"operational\", \"vacant\", \"for_sale\"]

[control.running_cost]
amount = \"{running}\"
financial_year = \"{}/{:02}\"
",
        year - 1,
        year % 100,
    )
}
