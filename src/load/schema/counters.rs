//! Public counters: their hours, who comes for what, and what staffing them costs.

use super::{
    ColumnKind, SchemaColumn, SchemaTable,
    tables::{A_YEAR, SITE_ID, column},
};
use crate::model::Weekday;

/// No row of a counter has more visits.
const MOST: i64 = 100_000_000;

/// The public counters, a row a span of opening.
pub const COUNTERS: SchemaTable = SchemaTable {
    name: "counters",
    row_is: "one span in which a public counter is open on one day of the week, or its visits for one purpose",
    key: &["site_id", "day", "opens", "purpose"],
    columns: &[
        SITE_ID,
        column("day", ColumnKind::Words(Weekday::WORDS), "", "the day of the week; a counter is closed on a day without a row", "mon")
            .required()
            .aka(&["weekday", "day_of_week"]),
        opens("opens", "when it opens; `closed` for a day on which it does not", "09:00")
            .aka(&["open", "from", "opening_time"]),
        opens("closes", "when it closes, 24:00 at the latest", "17:00")
            .aka(&["close", "until", "closing_time"]),
        column(
            "visits",
            ColumnKind::Whole(MOST),
            "visits a year",
            "visits in a year on this day of the week, in these hours and for this purpose",
            "410",
        )
        .aka(&["footfall", "callers", "visits_a_year"]),
        column("purpose", ColumnKind::Text, "", "what these visits are for", "lost property")
            .aka(&["reason", "reason_for_visit"]),
        column(
            "cost",
            ColumnKind::Money,
            A_YEAR,
            "cost of staffing the counter in a year: in each row its part, or the whole in one row of the site",
            "8400",
        )
        .aka(&["staffing_cost", "annual_cost"]),
    ],
};

const fn opens(name: &'static str, meaning: &'static str, example: &'static str) -> SchemaColumn {
    column(name, ColumnKind::Clock, "", meaning, example)
}
