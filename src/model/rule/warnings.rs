//! The rules whose findings are warnings: the run goes on.

/// Hands them on to `note_rules`, after the graver ones.
macro_rules! warning_rules {
    ($($graver:tt)*) => { note_rules! {
        $($graver)*
        /// ## What it checks
        /// Every cell that is not empty and not in a required column can be read as what the column holds.
        /// ## Why it matters
        /// It counts as unknown: scores that read it become ranges.
        /// ## How to mend
        /// Correct the cell, or empty it if the fact is not known.
        CellUnreadable = "cell-unreadable", Warning, false;
        /// ## What it checks
        /// Every record has as many cells as the header has columns.
        /// ## Why it matters
        /// The missing cells are read as empty; if the record was cut off, facts are lost.
        /// ## How to mend
        /// Export the table again, or add the missing commas at the row's end.
        RowTooShort = "row-too-short", Warning, false;
        /// ## What it checks
        /// Occupied area is at most net internal area, office area at most net, and net at most gross internal area.
        /// ## Why it matters
        /// One of them has another basis or is wrong; area in use and m² per FTE depend on it. The values are used as they stand.
        /// ## How to mend
        /// Check the areas against the plans and correct the wrong one.
        AreasOutOfOrder = "areas-out-of-order", Warning, false;
        /// ## What it checks
        /// No peak, and no mean, is above the capacity of the same observation.
        /// ## Why it matters
        /// Crowding is real, but more people than places for a whole count is mostly a wrong capacity. The values are used as they stand.
        /// ## How to mend
        /// Check the count and the capacity of that observation.
        PeakAboveCapacity = "peak-above-capacity", Warning, false;
        /// ## What it checks
        /// Office area per office FTE is from 3 to 200 m² (policy).
        /// ## Why it matters
        /// Outside that the area or the staff list is wrong. The values are used as they stand.
        /// ## How to mend
        /// Check `office_nia_m2` of the site and `fte` of its teams.
        SpacePerFteImplausible = "space-per-fte-implausible", Warning, false;
        /// ## What it checks
        /// Both halves of a position are there.
        /// ## Why it matters
        /// Half a position is none: the site is missing from the map.
        /// ## How to mend
        /// Fill in the other half.
        PositionIncomplete = "position-incomplete", Warning, false;
        /// ## What it checks
        /// No position is 0, 0.
        /// ## Why it matters
        /// Nought is how some systems write "not known". The position counts as unknown.
        /// ## How to mend
        /// Fill in the position, or empty both cells.
        PositionZero = "position-zero", Warning, false;
        /// ## What it checks
        /// No position falls within the policy's bounds, or near the rest of the estate, only when its two halves are swapped.
        /// ## Why it matters
        /// The site would stand far away. The position counts as unknown: nothing is repaired in silence.
        /// ## How to mend
        /// Swap the two cells.
        PositionSwapped = "position-swapped", Warning, false;
        /// ## What it checks
        /// A position is within the policy's bounds (Great Britain by default).
        /// ## Why it matters
        /// The site would stand at sea or abroad. The position counts as unknown.
        /// ## How to mend
        /// Correct the cells; check that the position is British National Grid metres, or degrees.
        PositionOutOfBounds = "position-out-of-bounds", Warning, false;
        /// ## What it checks
        /// The control totals of `estate.toml` agree with the tables within the tolerance.
        /// ## Why it matters
        /// A register that does not add up to the accounts will not stand before a committee.
        /// ## How to mend
        /// Find the missing or doubled records, or correct the control total.
        ControlTotalOff = "control-total-off", Warning, false;
        /// ## What it checks
        /// A sublease ends before its head lease ends.
        /// ## Why it matters
        /// The body would owe its subtenant space that it no longer holds.
        /// ## How to mend
        /// Check both expiries and `parent_lease_id`; if they are right, take advice.
        SubleaseOutlivesHeadLease = "sublease-outlives-head-lease", Warning, false;
        /// ## What it checks
        /// `parent_lease_id` names a lease of the table.
        /// ## Why it matters
        /// Whether the sublease fits its head lease cannot be checked; the reference counts as unknown.
        /// ## How to mend
        /// Correct the id, or add the head lease.
        UnknownHeadLease = "unknown-head-lease", Warning, false;
        /// ## What it checks
        /// No month of a series of `indices` stands twice with different values.
        /// ## Why it matters
        /// Which of the values was published cannot be told; the month counts as unknown, and so does a rent that needs it.
        /// ## How to mend
        /// Delete the wrong row.
        IndexValuesDiffer = "index-values-differ", Warning, false;
        /// ## What it checks
        /// A valuation is not older than the policy's limit at `as_of`.
        /// ## Why it matters
        /// Markets move; the receipt is worked from it all the same.
        /// ## How to mend
        /// Have the site valued again, and enter the values and `valued_on`.
        ValuationStale = "valuation-stale", Warning, false;
        /// ## What it checks
        /// A valuation is not dated after `as_of`.
        /// ## Why it matters
        /// The date or the snapshot is wrong. The value is used as it stands.
        /// ## How to mend
        /// Correct `valued_on`.
        ValuationFuture = "valuation-future", Warning, false;
        /// ## What it checks
        /// A sold site has no ledger line for a time after `status_on`.
        /// ## Why it matters
        /// Either the site still costs money, or the line belongs to another site.
        /// ## How to mend
        /// Check the line's site and year, and the date of sale.
        CostAfterDisposal = "cost-after-disposal", Warning, false;
        /// ## What it checks
        /// No two sites share a UPRN, an address with postcode, or a position.
        /// ## Why it matters
        /// One property listed twice is counted twice: its value, its area, its cost.
        /// ## How to mend
        /// Delete the doubled site; if both are real parts of one building, give each its own address or UPRN.
        SameSiteTwice = "same-site-twice", Warning, false;
        /// ## What it checks
        /// No number is written with a decimal comma, such as `184,5`.
        /// ## Why it matters
        /// It could be meant as a thousands comma. It is read as a decimal comma.
        /// ## How to mend
        /// Write the number with a point.
        DecimalComma = "decimal-comma", Warning, false;
        /// ## What it checks
        /// No cell of a column of pounds, m² or counts is written in per cent, thousands or millions.
        /// ## Why it matters
        /// `£35k` is read as £35,000. A percentage cannot be turned into the column's unit: it counts as unknown.
        /// ## How to mend
        /// Write the figure in the column's unit.
        WrongUnit = "wrong-unit", Warning, false;
        /// ## What it checks
        /// No record looks like a total or subtotal of the others, by its id or name.
        /// ## Why it matters
        /// The estate would be counted twice. The record is kept and used as it stands.
        /// ## How to mend
        /// Delete the row.
        SubtotalRow = "subtotal-row", Warning, false;
        /// ## What it checks
        /// No id, date, listed word or number holds a line break.
        /// ## Why it matters
        /// It comes from a broken export. The cell is read without it.
        /// ## How to mend
        /// Delete the line break within the cell.
        LineBreakInCell = "line-break-in-cell", Warning, false;
        /// ## What it checks
        /// No site lies much further from the middle of the estate than most do (150 km and five times the usual distance by default, policy).
        /// ## Why it matters
        /// A digit lost or wrong in a position moves a site across the country, still within the bounds. The position is used as it stands.
        /// ## How to mend
        /// Correct the position, or leave it if the site is really there.
        PositionOutlying = "position-outlying", Warning, false;
        /// ## What it checks
        /// No position is written in Web Mercator metres (EPSG:3857), the system of maps on web pages.
        /// ## Why it matters
        /// It lies within the policy's bounds only when read as Web Mercator. Nothing is converted in silence: the position counts as unknown, unless the record gives it in the other pair of columns too.
        /// ## How to mend
        /// Convert it to British National Grid metres, or give `latitude` and `longitude`.
        PositionWebMercator = "position-web-mercator", Warning, false;
        /// ## What it checks
        /// No degrees stand in `easting` and `northing`, and no grid metres in `latitude` and `longitude`.
        /// ## Why it matters
        /// Read in the column's unit the site would stand at sea. The position counts as unknown, unless the record gives it in the other pair of columns too.
        /// ## How to mend
        /// Move the cells to the columns of their own unit.
        PositionInOtherColumns = "position-in-other-columns", Warning, false;
        /// ## What it checks
        /// A record that gives its position in metres and in degrees means the same place, within the policy's distance.
        /// ## Why it matters
        /// One of the two is wrong. The position in metres is kept.
        /// ## How to mend
        /// Correct the wrong pair, or empty it.
        PositionDiffers = "position-differs", Warning, false;
        /// ## What it checks
        /// A position lies near the point that the table `postcodes` gives for the record's postcode (3 km by default, policy).
        /// ## Why it matters
        /// A digit too few or wrong moves a site by kilometres, still within the country. The position counts as unknown.
        /// ## How to mend
        /// Correct the position, or the postcode.
        PositionFarFromPostcode = "position-far-from-postcode", Warning, false;
        /// ## What it checks
        /// A postcode has the form of one: letters and digits where a postcode of the United Kingdom has them. Case and blanks do not matter.
        /// ## Why it matters
        /// The position cannot be held against it, and letters may go astray. The text is kept as it stands.
        /// ## How to mend
        /// Correct the postcode.
        PostcodeForm = "postcode-form", Warning, false;
        /// ## What it checks
        /// On import: a key that should find a row of a second file finds one.
        /// ## Why it matters
        /// What the second file would have added is not known of the record.
        /// ## How to mend
        /// Correct the key in one of the files, or give the second file of the same date.
        JoinUnmatched = "join-unmatched", Warning, false;
        /// ## What it checks
        /// On import: rows that become one record agree in every column, unless the mapping states a choice.
        /// ## Why it matters
        /// Which of the values is right cannot be told; the fact counts as unknown.
        /// ## How to mend
        /// State a choice in the mapping (first, last, largest, smallest, sum), or correct the rows.
        RowsDisagree = "rows-disagree", Warning, false;
        /// ## What it checks
        /// On import: a record without a position has a postcode that the table of postcodes holds.
        /// ## Why it matters
        /// The record is kept, but it stands on no map and counts in no distance.
        /// ## How to mend
        /// Give a table of postcodes that covers the area and is recent enough, or the position itself.
        NotLocated = "not-located", Warning, false;
    } };
}
