//! What another engine makes of the two tables that grow without bound: `terrier facts-sql` prints how.

use super::{
    ColumnKind, SchemaColumn, SchemaTable,
    tables::{SITE_ID, column},
};
use crate::{
    load::columns::{self, sums},
    model::CostCategory,
};

/// The largest whole number that a sum may be: what a frame adds up of nine such is still told as too large.
const MOST: i64 = 1_000_000_000_000_000_000;

/// A count or sum of whole numbers that every row has.
const fn whole(name: &'static str, unit: &'static str, meaning: &'static str) -> SchemaColumn {
    column(name, ColumnKind::Whole(MOST), unit, meaning, "52").required()
}

/// A sum that is empty where it is too large to be held, or a figure that is empty where nothing gives it.
const fn may_lack(name: &'static str, unit: &'static str, meaning: &'static str) -> SchemaColumn {
    column(name, ColumnKind::Whole(i64::MAX), unit, meaning, "21500")
}

const PENCE: &str = "pence";
const PEOPLE: &str = "people ÷ 1,000";
const PLACES: &str = "workstations ÷ 1,000";
const PEOPLE_HOURS: &str = "people × hours ÷ 1,000,000";
const PLACE_HOURS: &str = "workstations × hours ÷ 1,000,000";

/// The ledger, added up.
pub const COST_TOTALS: SchemaTable = SchemaTable {
    name: "cost_totals",
    row_is: "the ledger of one site, financial year and category, instead of `costs`",
    key: &[],
    columns: &[
        SITE_ID,
        column(
            "financial_year",
            ColumnKind::FinancialYear,
            "",
            "the year; lines by days are shared out among the years by their days",
            "2019/20",
        )
        .required(),
        column(
            "category",
            ColumnKind::Words(CostCategory::WORDS),
            "",
            "the kind of cost",
            "utilities",
        )
        .required(),
        column(
            "amount_pence",
            ColumnKind::Signed(-MOST, MOST),
            PENCE,
            "sum of the lines",
            "123456",
        )
        .required(),
        whole(
            columns::GROSS,
            PENCE,
            "sum of the lines with refunds counted as costs; it tells when a sum is too large",
        ),
        whole(columns::LINES, "lines", "lines added up"),
        column(
            columns::YEAR_LINES,
            ColumnKind::Whole(MOST),
            "lines",
            "those of them that are for the whole year; empty is not known, and then no earlier year is said to be \
             restated",
            "12",
        ),
    ],
};

/// The observations, added up.
pub const OCCUPANCY_SUMMARY: SchemaTable = SchemaTable {
    name: "occupancy_summary",
    row_is: "the observations of one site, instead of `occupancy`",
    key: &[],
    columns: &[
        SITE_ID,
        column(
            "as_of",
            ColumnKind::Date,
            "",
            "day of the snapshot that it was made for",
            "2020-03-31",
        )
        .required(),
        whole("window_months", "months", "months to that day that were read"),
        column(
            "peak_percentile",
            ColumnKind::Above(100),
            "%",
            "percentile of the peaks that was taken",
            "95",
        )
        .required(),
        whole("rows_read", "rows", "usable observations of the site, of any day"),
        column("first_on", ColumnKind::Date, "", "first day of these", "20190405").required(),
        column("last_on", ColumnKind::Date, "", "last day of these", "20200327").required(),
        whole("rows_in_window", "rows", "those in the months read, by any method"),
        whole("rows_not_used", "rows", "those booked or assumed, up to the day of the snapshot"),
        whole(
            "observations",
            "rows",
            "those used: in the months read, by the best method of the site or by one that cannot be read",
        ),
        column(
            "too_large",
            ColumnKind::YesNo,
            "",
            "whether the sums below are too large to be held; they are empty then",
            "no",
        )
        .required(),
        may_lack(sums::PEOPLE_HOURS, PEOPLE_HOURS, "people × hours open, of rows with both"),
        may_lack(sums::PLACE_HOURS, PLACE_HOURS, "places × hours open, of the same rows"),
        may_lack(sums::PEOPLE_UNTIMED, PEOPLE, "people, of rows without hours open"),
        may_lack(sums::PLACES_UNTIMED, PLACES, "places, of the same rows"),
        may_lack(
            sums::PLACE_HOURS_UNCOUNTED,
            PLACE_HOURS,
            "places × hours open, of rows without people",
        ),
        may_lack(
            sums::PLACES_UNCOUNTED_UNTIMED,
            PLACES,
            "places, of rows without people and hours open",
        ),
        may_lack(
            sums::PLACE_HOURS_IN_USE,
            PLACE_HOURS,
            "places × hours in use, of rows with hours open and in use",
        ),
        may_lack(sums::PLACE_HOURS_OPEN, PLACE_HOURS, "places × hours open, of the same rows"),
        may_lack(
            sums::PEOPLE_HOURS_SEEN,
            PEOPLE_HOURS,
            "people × hours open, of rows with people, hours open and in use",
        ),
        may_lack(sums::PLACE_HOURS_SEEN, PLACE_HOURS, "places × hours in use, of the same rows"),
        may_lack(sums::HOURS_SUM, "hours ÷ 1,000", "hours open"),
        whole(sums::HOURS_GIVEN, "rows", "rows with hours open"),
        whole(sums::HOURS_MISSING, "rows", "rows without"),
        whole(
            sums::PEOPLE_LACKING,
            "rows",
            "rows without people, or with hours open that cannot be read",
        ),
        whole("mean_given", "rows", "rows with `mean_occupied`"),
        whole("peak_given", "rows", "rows with `peak_occupied`"),
        whole("peak_lacking", "rows", "rows without"),
        whole("peak_lacking_of_places", "rows", "rows without, with a capacity above 0"),
        whole("method_unread", "rows", "rows with a method that cannot be read"),
        whole("hours_unread", "rows", "rows with hours open that cannot be read"),
        whole(
            "mean_lacking_sure",
            "rows",
            "rows without `mean_occupied` and with neither of these",
        ),
        whole(
            "peak_lacking_sure",
            "rows",
            "rows without `peak_occupied`, with a method that can be read",
        ),
        whole("peak_above_capacity", "rows", "rows of any day with a peak above the capacity"),
        whole(
            "mean_above_capacity",
            "rows",
            "rows of any day with a mean above the capacity, and no such peak",
        ),
        whole("mean_above_peak", "rows", "rows of any day with a mean above the peak"),
        whole("hours_above_open", "rows", "rows of any day with more hours in use than open"),
        whole("without_places", "rows", "rows of any day with a capacity of 0"),
        may_lack(
            "peak_people_mid",
            PEOPLE,
            "percentile of peak ÷ capacity, rows without a peak left out: people",
        ),
        may_lack("peak_places_mid", PLACES, "the same: places"),
        may_lack("peak_people_low", PEOPLE, "the same with nobody in rows without a peak: people"),
        may_lack("peak_places_low", PLACES, "the same: places"),
        may_lack("peak_people_high", PEOPLE, "the same with such rows at capacity: people"),
        may_lack("peak_places_high", PLACES, "the same: places"),
        may_lack("people_mid", PEOPLE, "percentile of the peak, rows without a peak left out"),
        may_lack("people_low", PEOPLE, "the same with nobody in rows without a peak"),
        may_lack("people_high", PEOPLE, "the same with such rows at capacity"),
    ],
};

/// The cells of the tables that were added up that could not be used.
pub const REJECTED_CELLS: SchemaTable = SchemaTable {
    name: "rejected_cells",
    row_is: "a cell of `costs` or `occupancy` that could not be read when they were added up, or a row that is not a record",
    key: &[],
    columns: &[
        column("file", ColumnKind::Text, "", "file or folder of the cell", "costs/part-0.parquet")
            .required(),
        column("site_id", ColumnKind::Text, "", "the site's id as it stands there", "FEN-011"),
        column("column", ColumnKind::Text, "", "column of the cell; empty of a row", "amount"),
        column(
            "found",
            ColumnKind::Text,
            "",
            "text of the cell, empty if it was; of a row its filled cells",
            "about £400",
        ),
        column(
            "rule",
            ColumnKind::Text,
            "",
            "the rule that it breaks; `terrier explain-rule` explains it",
            "required-cell-unreadable",
        )
        .required(),
        column("expected", ColumnKind::Text, "", "what the column holds", "pounds"),
    ],
};
