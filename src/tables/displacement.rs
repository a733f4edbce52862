//! The table of where the teams of each site could go were it closed alone.

use super::output_table;
use crate::{
    edition::{DisplacementRow, Edition, View, WhyNoPlace},
    model::decimals,
    wording::no_place,
};

/// Says why a view has no displaced teams.
fn absent(view: &View) -> Option<&'static str> {
    match view.edition {
        Edition::Public => Some("not for publication: it names teams and which sites could close"),
        Edition::Restricted => view.displacement.rows.is_empty().then_some("no teams are recorded"),
    }
}

/// Thousandths of a workstation or of an FTE, to a tenth.
fn tenth(thousandths: i64) -> String {
    decimals(thousandths, 1000, 1)
}

output_table! {
    /// where the teams of each site could go, were it closed alone: whole, to other sites of the body with room
    Displacement: file "displacement.csv", sheet "Displaced teams", key ["site_id", "team", "fte", "workstations"];
    rows row: &'a DisplacementRow = |view| view.displacement.rows.iter();
    absent |view| absent(view);
    "site_id", "Site", Text, "", Restricted,
        "the site that closes" = &row.site_id;
    "name", "Name", Text, "", Restricted,
        "its name" = &row.name;
    "team", "Team", Text, "", Restricted,
        "a team that works there" = &row.team;
    "function", "Function", Text, "", Restricted,
        "what the team does; empty could not be read" = row.function;
    "fte", "FTE", Tenth, "FTE", Restricted,
        "its full-time equivalents" = tenth(row.fte);
    "workstations", "Workstations needed", Tenth, "workstations", Restricted,
        "its share of the workstations needed at the site" = tenth(row.workstations);
    "workstations_from", "Need from", Text, "", Restricted,
        "`count` of people at the site, shared out among its teams; else `fte` by the policy's workstations for each"
            = if row.counted { "count" } else { "fte" };
    "to_site_id", "Goes to", Text, "", Restricted,
        "the site that takes it; empty where none can"
            = row.place.as_ref().map(|to| to.site_id.as_str()).unwrap_or_default();
    "to_name", "Its name", Text, "", Restricted,
        "its name" = row.place.as_ref().map(|to| to.name.as_str()).unwrap_or_default();
    "minutes", "Minutes", Tenth, "minutes", Restricted,
        "by car from the one to the other, estimated from a straight line"
            = row.place.as_ref().ok().map(|to| format!("{:.1}", to.minutes));
    "to_workstations", "Workstations there", Whole, "workstations", Restricted,
        "workstations of the site that takes it, works included"
            = row.place.as_ref().ok().map(|to| to.workstations);
    "to_needed_before", "Needed before", Tenth, "workstations", Restricted,
        "workstations needed there today" = row.place.as_ref().ok().map(|to| tenth(to.needed));
    "to_needed_from", "Need there from", Text, "", Restricted,
        "`count` of people there; else `fte` by the policy's workstations for each"
            = row.place.as_ref().map(|to| if to.counted { "count" } else { "fte" }).unwrap_or_default();
    "to_needed_after", "Needed after", Tenth, "workstations", Restricted,
        "workstations needed there with all teams that come"
            = row.place.as_ref().ok().map(|to| tenth(to.needed_after));
    "to_added", "Added by works", Whole, "workstations", Restricted,
        "workstations that works there add" = row.place.as_ref().ok().map(|to| to.added);
    "to_works_cost", "Cost of works", Money, "£", Restricted,
        "what these works cost" = row.place.as_ref().ok().and_then(|to| to.works);
    "no_place_because", "Why no place", Text, "", Restricted,
        "why no site takes it" = row.place.as_ref().err().map(no_place).unwrap_or_default();
    "waits_for", "Room not known at", List, "", Restricted,
        "sites within reach that might have room, were it known" = waits_for(row);
    "is_exact", "Shown to be best", YesNo, "", Restricted,
        "`yes` where no other placing of the closure's teams is better; else the best that was found"
            = row.is_exact;
}

fn waits_for(row: &DisplacementRow) -> Vec<String> {
    match &row.place {
        Err(WhyNoPlace::RoomNotKnown { site_ids, .. }) => site_ids.clone(),
        _ => Vec::new(),
    }
}
