//! The table of what agile working changes.

use super::output_table;
use crate::{
    edition::{AgileRow, Edition, View},
    model::decimals,
};

/// Says why a view has nothing of agile working.
fn absent(view: &View) -> Option<&'static str> {
    match view.edition {
        Edition::Public => Some("not for publication: it names sites that could close"),
        Edition::Restricted => {
            view.agile.rows.is_empty().then_some("no teams are recorded where people work")
        }
    }
}

/// Thousandths to a tenth.
fn tenth(thousandths: i64) -> String {
    decimals(thousandths, 1000, 1)
}

output_table! {
    /// workstations that the teams of each site need today and with agile working, and whether the site could then be given up
    AgileWorking: file "agile.csv", sheet "Agile working", key ["site_id"];
    rows row: &'a AgileRow = |view| view.agile.rows.iter();
    absent |view| absent(view);
    "site_id", "Site", Text, "", Restricted,
        "a site where teams work" = &row.site_id;
    "name", "Name", Text, "", Restricted,
        "its name" = &row.name;
    "fte", "FTE", Tenth, "FTE", Restricted,
        "full-time equivalents of its teams" = tenth(row.fte);
    "mobile_fte", "FTE with a device", Tenth, "FTE", Restricted,
        "their FTE × mobile share, of the teams of which the share is known" = tenth(row.mobile_fte);
    "mobile_not_known_fte", "FTE, share not known", Tenth, "FTE", Restricted,
        "full-time equivalents of the teams of which the mobile share is not known; their need is taken to be unchanged"
            = tenth(row.mobile_not_known_fte);
    "workstations", "Workstations", Whole, "workstations", Restricted,
        "workstations there are; empty is not known" = row.workstations;
    "needed", "Needed today", Whole, "workstations", Restricted,
        "workstations needed today" = row.needed;
    "needed_from", "Need from", Text, "", Restricted,
        "`count` of people at their peak, with the policy's allowance; else `fte` by the policy's workstations for each"
            = if row.counted { "count" } else { "fte" };
    "agile_needed", "Needed, agile", Whole, "workstations", Restricted,
        "workstations needed with agile working; by a count it stays as it is but for `agile_peak_share`"
            = row.by_policy.needed;
    "agile_needed_least", "Needed at least", Whole, "workstations", Restricted,
        "the same, were everybody to have a device in the teams of which the mobile share is not known"
            = row.by_policy.least;
    "freed", "Workstations freed", Whole, "workstations", Restricted,
        "workstations spare beyond those that are today; too few today are made up for first; empty where workstations are not known"
            = row.by_policy.freed;
    "freed_m2", "Space freed", Tenth, "m²", Restricted,
        "the space that these take: it is spread over the site, and no saving of itself" = row.by_policy.freed_m2.map(tenth);
    "m2_from", "Space from", Text, "", Restricted,
        "`site`: net office area over workstations; else `policy` (`share_workstation_m2`)"
            = if row.own_space { "site" } else { "policy" };
    "can_close", "Placed today", Text, "", Restricted,
        "whether all its teams have a place at other sites of the body, were it closed alone, without works: `yes`, `no` or `not_known`"
            = row.can_close;
    "agile_can_close", "Placed, agile", Text, "", Restricted,
        "the same with agile working at all sites" = row.by_policy.can_close;
    "must_stay", "Must stay", YesNo, "", Restricted,
        "`yes` where the site must be kept, or teams of another are to move in, as decided: it is not freed" = row.stays;
    "frees", "Site freed", Text, "", Restricted,
        "`yes` where its teams have a place only with agile working; `not_known` where that hangs on room, positions or mobile shares that are not known"
            = row.by_policy.frees;
    "together", "In the set today", YesNo, "", Restricted,
        "`yes` for the most sites that could close together today, all their teams placed" = row.together;
    "agile_together", "In the set, agile", YesNo, "", Restricted,
        "the same with agile working" = row.by_policy.together;
    "peak_needed", "Needed if the peak falls", Whole, "workstations", Restricted,
        "workstations needed with agile working, were the peak to fall by as much as the need by FTE"
            = row.if_peak_falls.needed;
    "peak_freed", "Freed if the peak falls", Whole, "workstations", Restricted,
        "workstations freed then" = row.if_peak_falls.freed;
    "peak_freed_m2", "Space if the peak falls", Tenth, "m²", Restricted,
        "the space that these take" = row.if_peak_falls.freed_m2.map(tenth);
    "peak_can_close", "Placed if the peak falls", Text, "", Restricted,
        "as `agile_can_close`, were the peak to fall" = row.if_peak_falls.can_close;
    "peak_frees", "Site freed if the peak falls", Text, "", Restricted,
        "as `frees`, were the peak to fall" = row.if_peak_falls.frees;
    "peak_together", "In the set if the peak falls", YesNo, "", Restricted,
        "as `agile_together`, were the peak to fall" = row.if_peak_falls.together;
}
