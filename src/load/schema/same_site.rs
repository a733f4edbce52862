//! Ids of sites that changed.

use super::{ColumnKind, SchemaColumn, SchemaTable, tables::column};

/// Sites that an earlier snapshot has under another id.
pub const SAME_SITE: SchemaTable = SchemaTable {
    name: "same_site",
    row_is: "one site whose id in an earlier snapshot was another",
    key: &["before", "after"],
    columns: &[
        column("before", ColumnKind::Id, "", "the site's id in the earlier snapshot", "PCC-017")
            .required(),
        AFTER,
        column(
            "evidence",
            ColumnKind::Text,
            "",
            "how it is known to be the same site",
            "title FN123456; register renumbered in May 2019",
        ),
    ],
};

const AFTER: SchemaColumn =
    column("after", ColumnKind::Id, "", "its id in `sites`", "FEN-017").required();
