//! The rules whose findings are worth knowing.

/// Hands them on to `rules`, after the graver ones.
macro_rules! note_rules {
    ($($graver:tt)*) => { rules! {
        $($graver)*
        /// ## What it checks
        /// Headers, and the words in columns with a list of words, are the schema's own rather than other words that it accepts, such as `Owned` for `freehold`.
        /// ## Why it matters
        /// Nothing is lost: the column or cell is read. Two systems may use a word differently, so the report mentions it. A word in many rows is reported once, at the first.
        /// ## How to fix
        /// Optional: rename the column or correct the cells.
        AliasUsed = "alias-used", Note, false;
        /// ## What it checks
        /// Every column of a table is known to the schema.
        /// ## Why it matters
        /// The column is not read.
        /// ## How to fix
        /// No action, unless the name is a misspelling of the nearest one.
        ColumnKeptOut = "column-kept-out", Note, false;
        /// ## What it checks
        /// On import: every optional column in the mapping is in the file.
        /// ## Why it matters
        /// The value is not known for any record, though the file may contain it under another name.
        /// ## How to fix
        /// Name the column that contains it in the mapping. No action if there is none.
        OptionalColumnMissing = "optional-column-missing", Note, false;
        /// ## What it checks
        /// On import: rows above the header, repeats of the header, and rows left out by a rule of the mapping are reported.
        /// ## Why it matters
        /// They are in no figure. `dropped.csv` lists each with the reason, and `reconciliation.csv` gives their totals.
        /// ## How to fix
        /// No action, unless the rule is wrong.
        RowsDropped = "rows-dropped", Note, false;
        /// ## What it checks
        /// On import: an id is repeated and the mapping asks for repeated ids to be numbered.
        /// ## Why it matters
        /// The second record has `-2` at the end of its id, which no other system knows.
        /// ## How to fix
        /// Give the record its own id in the source system.
        IdNumbered = "id-numbered", Note, false;
        /// ## What it checks
        /// On import: every entry of a `map` matches a cell of its column.
        /// ## Why it matters
        /// An entry that matches no cell changes nothing. It may be misspelt, or the words in the file may have changed.
        /// ## How to fix
        /// Correct the entry to match the cells. No action if the file for another year has the word.
        MapEntryUnused = "map-entry-unused", Note, false;
        /// ## What it checks
        /// Every file and sheet of the snapshot is a table that this version reads.
        /// ## Why it matters
        /// The file is not read.
        /// ## How to fix
        /// No action, unless the name is a misspelling of the nearest table.
        FileKeptOut = "file-kept-out", Note, false;
        /// ## What it checks
        /// A table's own workbook has its records in one sheet.
        /// ## Why it matters
        /// Sheets with the same header are read as one table. A sheet that does not belong would add its records.
        /// ## How to fix
        /// No action if they belong together. If not, move the sheet to a separate file.
        SheetsJoined = "sheets-joined", Note, false;
        /// ## What it checks
        /// No filled sheet, row or column is hidden, manually or by a filter.
        /// ## Why it matters
        /// Hidden cells are read like the others, so the figures may include values that nobody sees.
        /// ## How to fix
        /// Unhide and check them, or delete any that are not records.
        HiddenCells = "hidden-cells", Note, false;
        /// ## What it checks
        /// The list of postcodes has a header.
        /// ## Why it matters
        /// A list with the layout of Code-Point Open, which has no header, is read by that layout.
        /// ## How to fix
        /// No action if it is Code-Point Open. If not, add a header.
        HeaderByForm = "header-by-form", Note, false;
        /// ## What it checks
        /// No record is the template's own, with the id `EXAMPLE`.
        /// ## Why it matters
        /// The row is left out.
        /// ## How to fix
        /// Delete the row.
        ExampleRow = "example-row", Note, false;
        /// ## What it checks
        /// Dates have four-digit years.
        /// ## Why it matters
        /// The policy decides the century of `31/3/19` (`two_digit_year_last`): the year is one of the hundred up to that one.
        /// ## How to fix
        /// Check the century, or write the year in full.
        TwoDigitYear = "two-digit-year", Note, false;
        /// ## What it checks
        /// No date has a UTC time that falls on another date in British time.
        /// ## Why it matters
        /// `2015-06-30T23:00:00Z` is the first minute of 1 July in British Summer Time, and programs write that date like this. It is read as 1 July.
        /// ## How to fix
        /// No action, unless the time is not in UTC.
        StampByClock = "stamp-by-clock", Note, false;
        /// ## What it checks
        /// Numbers are written without their unit: `420`, not `420 m2`.
        /// ## Why it matters
        /// Nothing is lost, because the unit is the column's own. Another unit is a warning.
        /// ## How to fix
        /// No action needed.
        UnitNamed = "unit-named", Note, false;
        /// ## What it checks
        /// Amounts have a sign, not `DR` or `CR`.
        /// ## Why it matters
        /// `DR` is read as a cost and `CR` as a credit (negative). Some ledgers mean the reverse.
        /// ## How to fix
        /// Check that this is what the ledger means, or use signs instead.
        DebitOrCredit = "debit-or-credit", Note, false;
        /// ## What it checks
        /// Columns for a position contain what their names say: metres in `easting` and `northing`, degrees in `latitude` and `longitude`.
        /// ## Why it matters
        /// Every position in the table is within the policy's bounds in the other system and none is in its own, so they are read in the other.
        /// ## How to fix
        /// Rename the two columns, or give the system in `crs`.
        PositionReadAs = "position-read-as", Note, false;
        /// ## What it checks
        /// An id is written the same way in every table, without a `.0` at its end in one of them.
        /// ## Why it matters
        /// A spreadsheet may turn the id 108886 into `108886.0`. It is matched to the listed id.
        /// ## How to fix
        /// Format the column as text, or as whole numbers, in both tables.
        IdWithPoint = "id-with-point", Note, false;
        /// ## What it checks
        /// A text file is UTF-8.
        /// ## Why it matters
        /// It was read as Windows-1252, so an accented letter may be wrong.
        /// ## How to fix
        /// Save the file as "CSV UTF-8".
        NotUtf8 = "not-utf8", Note, false;
        /// ## What it checks
        /// `status` is filled in.
        /// ## Why it matters
        /// An empty cell is treated as operational.
        /// ## How to fix
        /// Enter operational, vacant, for_sale or sold.
        StatusEmpty = "status-empty", Note, false;
        /// ## What it checks
        /// No lease as tenant has passed its expiry, or been ended by a break, while the site is still in use.
        /// ## Why it matters
        /// The body may be holding over under the 1954 Act, or the expiry is out of date. Months to exit are 0 after the expiry. A lease that a break has ended is used until it is deleted.
        /// ## How to fix
        /// Enter the renewed lease or the right expiry, and delete a lease that has ended.
        HoldingOver = "holding-over", Note, false;
        /// ## What it checks
        /// Area in use is measured on the same basis, net internal area, at every site.
        /// ## Why it matters
        /// On gross area the share in use is lower than on net area. `basis` says which was used.
        /// ## How to fix
        /// Enter `nia_m2` for the sites that have only gross area.
        MixedAreaBases = "mixed-area-bases", Note, false;
        /// ## What it checks
        /// Occupancy is observed by sensor, badge or survey.
        /// ## Why it matters
        /// Booked or assumed figures are not observations and are not used.
        /// ## How to fix
        /// Survey the site if a decision depends on its utilisation.
        OccupancyNotRead = "occupancy-not-read", Note, false;
        /// ## What it checks
        /// If most sites have observations or ledger lines for the period that is used, all have them, except sites that are not judged by observations or are sold. The policy's `lines_expected_share` says what counts as most.
        /// ## Why it matters
        /// A site left out of an export looks like a site with no data.
        /// ## How to fix
        /// Add the missing lines. One finding lists the sites.
        SitesWithoutLines = "sites-without-lines", Note, false;
        /// ## What it checks
        /// Every site in `partners` has a position.
        /// ## Why it matters
        /// A partner with no position is not matched to any site, so the space it offers or wants is missed.
        /// ## How to fix
        /// Add its position. A postcode is not enough.
        PartnerNotPlaced = "partner-not-placed", Note, false;
        /// ## What it checks
        /// Each zone of `demand` has rows in `travel`, where there is such a table.
        /// ## Why it matters
        /// The times from a zone without them are estimated from straight lines, and may be too short.
        /// ## How to fix
        /// Add the zone's rows to `travel`, with codes of the same census year.
        ZonesWithoutTravel = "zones-without-travel", Note, false;
        /// ## What it checks
        /// A postcode is in the table `postcodes`, if that table has any postcode with the same first letters.
        /// ## Why it matters
        /// It may be misspelt, or newer or older than the table. The position is not checked against it.
        /// ## How to fix
        /// Check the postcode, or use a newer table.
        PostcodeNotListed = "postcode-not-listed", Note, false;
        /// ## What it checks
        /// Dated reviews of a lease are on dates in its cycle, every `review_years` from its start.
        /// ## Why it matters
        /// Usually one of the two is mistyped. Both are used, and the cycle continues after the last dated review.
        /// ## How to fix
        /// Correct `on`, or `review_years` of the lease.
        ReviewOffCycle = "review-off-cycle", Note, false;
        /// ## What it checks
        /// No sublease runs past a break that the body could still use on its head lease, unless the sublease can be ended first.
        /// ## Why it matters
        /// The break could be used only after ending the sublease and obtaining vacant possession.
        /// ## How to fix
        /// No action, unless a date is wrong. To use the break, end the sublease in time.
        SubleaseBlocksBreak = "sublease-blocks-break", Note, false;
        /// ## What it checks
        /// The month that the next index review of a current lease needs is in `indices`, and the lease gives its base month.
        /// ## Why it matters
        /// Without it the reviewed rent is not known.
        /// ## How to fix
        /// Add the month named in the finding to `indices`, or fill in `base_index_month`.
        IndexMonthsMissing = "index-months-missing", Note, false;
        /// ## What it checks
        /// The shares of the parties to an agreement, in force at the same time for one site and measure, total 100% when all of them are given.
        /// ## Why it matters
        /// A party may be missing, or nobody pays part of the cost.
        /// ## How to fix
        /// Correct the shares, or add the missing party.
        SharesBelowWhole = "shares-below-whole", Note, false;
        /// ## What it checks
        /// No scheme has spend in a year before the first year of the programme.
        /// ## Why it matters
        /// Borrowing for those years is already in the opening requirement in `treasury.toml`.
        /// ## How to fix
        /// No action, unless `first_year` or the year is wrong.
        SpendBeforeProgramme = "spend-before-programme", Note, false;
        /// ## What it checks
        /// A snapshot with `projects` also has `treasury.toml`.
        /// ## Why it matters
        /// Without balances, rates and limits the programme is shown without its borrowing and the cost to revenue.
        /// ## How to fix
        /// Fill in `treasury.toml`. `terrier new` writes a template.
        ProgrammeWithoutTreasury = "programme-without-treasury", Note, false;
        /// ## What it checks
        /// A benefit with a realised amount names its evidence.
        /// ## Why it matters
        /// Savings in running cost and receipts can be checked against the ledger. Other benefits rest only on their evidence.
        /// ## How to fix
        /// Name the paper, ledger code or statement that shows it.
        BenefitWithoutEvidence = "benefit-without-evidence", Note, false;
        /// ## What it checks
        /// Each site and each zone names its district, where `boundaries.geojson` has outlines of districts.
        /// ## Why it matters
        /// An empty district is filled from the outline that the position lies in. Near a boundary that can be the wrong one.
        /// ## How to fix
        /// Fill in `district` where it should be another.
        DistrictFromOutline = "district-from-outline", Note, false;
    } };
}
