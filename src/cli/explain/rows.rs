//! The rows of one site in the tables of a report, for other programs.

use serde_json::Map;

use super::{Done, print};
use crate::{
    batch::Run,
    edition::{self, Edition},
    model::SiteId,
    policy::Policy,
    report::records,
    tables,
};

/// Prints a list of the site's rows for each table of the report that names sites; an empty list where it has none there.
pub(super) fn rows(run: &Run, site: &SiteId, policy: &Policy) -> anyhow::Result<Done> {
    let view = edition::view(run.results(policy), Edition::Restricted)?;
    let mut all = Map::new();
    for table in tables::ALL {
        let names_sites = table.columns().iter().any(|column| column.name == "site_id");
        if !names_sites || table.absent(&view).is_some() {
            continue;
        }
        let own = records(table.table(&view)).into_iter();
        let own = own.filter(|row| row.get("site_id").is_some_and(|id| id == site.as_str()));
        let file = table.file();
        let name = file.strip_suffix(".csv").unwrap_or(file);
        all.insert(name.to_owned(), own.collect());
    }
    print::data(print::json(&all).as_bytes())
}
