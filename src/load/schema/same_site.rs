//! Ids of sites that changed.

use super::{Column, Kind, Table, tables::column};

/// Sites that an earlier snapshot has under another id.
pub const SAME_SITE: Table = Table {
    name: "same_site",
    row_is: "one site whose id in an earlier snapshot was another",
    key: &["before", "after"],
    columns: &[
        column("before", Kind::Id, "", "the site's id in the earlier snapshot", "PCC-017")
            .required(),
        AFTER,
        column(
            "evidence",
            Kind::Text,
            "",
            "how it is known to be the same site",
            "title FN123456; register renumbered in May 2019",
        ),
    ],
};

const AFTER: Column = column("after", Kind::Id, "", "its id in `sites`", "FEN-017").required();
