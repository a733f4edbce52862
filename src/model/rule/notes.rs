//! The rules whose findings are worth knowing.

/// Hands them on to `rules`, after the graver ones.
macro_rules! note_rules {
    ($($graver:tt)*) => { rules! {
        $($graver)*
        /// ## What it checks
        /// Headers, and the cells of a column of listed words, are the schema's own names and words rather than one of
        /// the others it knows, such as `Owned` for `freehold`.
        /// ## Why it matters
        /// Nothing is lost: the column or cell is read. The report says so because two systems may use the word
        /// differently. A text that stands in many rows is told once, at the first.
        /// ## How to fix
        /// Rename the column or correct the cells, if you like.
        AliasUsed = "alias-used", Note, false;
        /// ## What it checks
        /// Every column of a table is one the schema knows.
        /// ## Why it matters
        /// The column is kept out: nothing is read from it.
        /// ## How to fix
        /// Nothing to do, unless the name is a slip for the nearest one.
        ColumnKeptOut = "column-kept-out", Note, false;
        /// ## What it checks
        /// On import: a column that the mapping names, and that may be missing, is in the file.
        /// ## Why it matters
        /// What it would fill is not known of any record, though the file may hold it under another name.
        /// ## How to fix
        /// Name the column that holds it in the mapping; nothing to do if there is none.
        OptionalColumnMissing = "optional-column-missing", Note, false;
        /// ## What it checks
        /// On import: which rows of a file stand above its header, repeat it, or are left out by a rule of the mapping.
        /// ## Why it matters
        /// They are in no figure; `dropped.csv` lists each with the reason, `reconciliation.csv` what they add up to.
        /// ## How to fix
        /// Nothing to do, unless the rule is wrong.
        RowsDropped = "rows-dropped", Note, false;
        /// ## What it checks
        /// On import: an id that stands twice, where the mapping asks for repeated ids to be numbered.
        /// ## Why it matters
        /// The second record has `-2` at the end of its id, and no other system knows it by that.
        /// ## How to fix
        /// Give the record an id of its own in the source system.
        IdNumbered = "id-numbered", Note, false;
        /// ## What it checks
        /// On import: every entry of a `map` is met by a cell of its column.
        /// ## Why it matters
        /// An entry that no cell meets changes nothing: it may be misspelt, or the words of the file have changed.
        /// ## How to fix
        /// Correct the entry as the cells have it; nothing to do if the file of another year has the word.
        MapEntryUnused = "map-entry-unused", Note, false;
        /// ## What it checks
        /// Every file and sheet of the snapshot is a table that this version reads.
        /// ## Why it matters
        /// The file is kept out: nothing is read from it.
        /// ## How to fix
        /// Nothing to do, unless the name is a slip for the nearest table.
        FileKeptOut = "file-kept-out", Note, false;
        /// ## What it checks
        /// A table's own workbook has its records in one sheet.
        /// ## Why it matters
        /// Sheets with the same header are read as one table; a sheet that is no part of it would add its records.
        /// ## How to fix
        /// Nothing to do if they belong together; else move the sheet to a file of its own.
        SheetsJoined = "sheets-joined", Note, false;
        /// ## What it checks
        /// No sheet, row or column that holds something is hidden, by hand or by a filter.
        /// ## Why it matters
        /// Hidden cells are read like the others: the figures may hold what nobody sees.
        /// ## How to fix
        /// Show them and check them, or delete what is no record.
        HiddenCells = "hidden-cells", Note, false;
        /// ## What it checks
        /// The list of postcodes has a header.
        /// ## Why it matters
        /// A list in the form of Code-Point Open, which comes without one, is read by that form.
        /// ## How to fix
        /// Nothing to do if it is Code-Point Open; else give the list a header.
        HeaderByForm = "header-by-form", Note, false;
        /// ## What it checks
        /// No record is the template's own, with the id `EXAMPLE`.
        /// ## Why it matters
        /// It is left out.
        /// ## How to fix
        /// Delete the row once you know your way.
        ExampleRow = "example-row", Note, false;
        /// ## What it checks
        /// Dates have years of four digits.
        /// ## Why it matters
        /// The century of `31/3/19` is the policy's (`two_digit_year_last`): the year is one of the hundred up to that one.
        /// ## How to fix
        /// Check that the century is right, or write the year in full.
        TwoDigitYear = "two-digit-year", Note, false;
        /// ## What it checks
        /// Dates have no time in universal time that is another day by the British clock.
        /// ## Why it matters
        /// `2015-06-30T23:00:00Z` is the first minute of 1 July in British summer time, as programs write that date. It is read as 1 July.
        /// ## How to fix
        /// Nothing to do, unless the stamp is of another clock.
        StampByClock = "stamp-by-clock", Note, false;
        /// ## What it checks
        /// Numbers stand without their unit, as `420` and not `420 m2`.
        /// ## Why it matters
        /// Nothing is lost: the unit is the column's own. Another unit is a warning.
        /// ## How to fix
        /// Nothing to do.
        UnitNamed = "unit-named", Note, false;
        /// ## What it checks
        /// Sums stand with a sign, and not with `DR` or `CR`.
        /// ## Why it matters
        /// `DR` is read as a cost, `CR` as a credit, which is negative; some ledgers mean it the other way round.
        /// ## How to fix
        /// Check that the ledger means it so, or write the sign.
        DebitOrCredit = "debit-or-credit", Note, false;
        /// ## What it checks
        /// Columns of a position hold what their names say: metres in `easting` and `northing`, degrees in `latitude` and `longitude`.
        /// ## Why it matters
        /// All positions of the table lie within the policy's bounds in the other system, and none in their own: they are read in the other.
        /// ## How to fix
        /// Rename the two columns, or name the system in `crs`.
        PositionReadAs = "position-read-as", Note, false;
        /// ## What it checks
        /// An id is written the same in every table, without a `.0` at its end in one of them.
        /// ## Why it matters
        /// `108886.0` is what a spreadsheet makes of the id 108886. It is taken for the one that is listed.
        /// ## How to fix
        /// Format the column as text, or as a whole number, in both tables.
        IdWithPoint = "id-with-point", Note, false;
        /// ## What it checks
        /// A text file is UTF-8.
        /// ## Why it matters
        /// It was read as Windows-1252; a letter with an accent may be wrong.
        /// ## How to fix
        /// Save as "CSV UTF-8".
        NotUtf8 = "not-utf8", Note, false;
        /// ## What it checks
        /// `status` is filled in.
        /// ## Why it matters
        /// An empty cell counts as operational.
        /// ## How to fix
        /// Fill in operational, vacant, for_sale or sold.
        StatusEmpty = "status-empty", Note, false;
        /// ## What it checks
        /// No lease as tenant has passed its expiry, or was ended by a break, while the site is still in use.
        /// ## Why it matters
        /// The body may be holding over under the 1954 Act, or the expiry is out of date; months to exit read 0 once it has passed. A lease ended by a break counts until then.
        /// ## How to fix
        /// Enter the renewed lease, or the right expiry; take a lease that has ended out.
        HoldingOver = "holding-over", Note, false;
        /// ## What it checks
        /// Area in use is worked on the same basis, net internal area, at every site.
        /// ## Why it matters
        /// Where only gross area is known the share in use comes out lower than on net area; `basis` says which was used.
        /// ## How to fix
        /// Enter `nia_m2` at the sites that have gross area only.
        MixedAreaBases = "mixed-area-bases", Note, false;
        /// ## What it checks
        /// Occupancy is observed by sensor, badge or survey.
        /// ## Why it matters
        /// What is booked or assumed is no observation: these rows are not read.
        /// ## How to fix
        /// Survey the site, if its utilisation matters to a decision.
        OccupancyNotRead = "occupancy-not-read", Note, false;
        /// ## What it checks
        /// Where most sites have observations or ledger lines of the time that is read, all have: those that are judged by observations, and those that are not sold. The policy's `lines_expected_share` says what most is.
        /// ## Why it matters
        /// A site left out of an export looks like one of which nothing is known.
        /// ## How to fix
        /// Add the missing lines; one finding names the sites.
        SitesWithoutLines = "sites-without-lines", Note, false;
        /// ## What it checks
        /// Every site of `partners` has a position.
        /// ## Why it matters
        /// One without counts as within reach of no site, so that what it offers or wants is not seen.
        /// ## How to fix
        /// Add its position; a postcode alone is not enough.
        PartnerNotPlaced = "partner-not-placed", Note, false;
        /// ## What it checks
        /// A postcode is in the table `postcodes`, if that table has any postcode that begins with the same letters.
        /// ## Why it matters
        /// It may be misspelt, or newer or older than the table; the position is not held against it.
        /// ## How to fix
        /// Check the postcode, or take a newer table.
        PostcodeNotListed = "postcode-not-listed", Note, false;
        /// ## What it checks
        /// Dated reviews of a lease fall on days of its cycle, every `review_years` from its start.
        /// ## Why it matters
        /// One of the two is mostly mistyped. Both are used: the cycle goes on after the last dated review.
        /// ## How to fix
        /// Correct `on`, or `review_years` of the lease.
        ReviewOffCycle = "review-off-cycle", Note, false;
        /// ## What it checks
        /// No sublease runs beyond a break that the body could still use on its head lease, unless the sublease can be ended before.
        /// ## Why it matters
        /// The break could not be used without ending the sublease or bringing it to vacant possession first.
        /// ## How to fix
        /// Nothing to do, unless a date is wrong; end the sublease in time if the break is to be used.
        SubleaseBlocksBreak = "sublease-blocks-break", Note, false;
        /// ## What it checks
        /// The month that the next index review of a running lease compares with is in `indices`, and the lease says from which month its index began.
        /// ## Why it matters
        /// Without it the reviewed rent is not known.
        /// ## How to fix
        /// Add the month that is named to `indices`, or fill in `base_index_month`.
        IndexMonthsMissing = "index-months-missing", Note, false;
        /// ## What it checks
        /// The shares of an agreement's parties, of those in force together for one site and measure, add up to 100 % when all of them are given.
        /// ## Why it matters
        /// A party may be missing, or part of the cost is shared by nobody.
        /// ## How to fix
        /// Correct the shares, or add the party that is missing.
        SharesBelowWhole = "shares-below-whole", Note, false;
        /// ## What it checks
        /// No scheme spends in a year before the programme's first one.
        /// ## Why it matters
        /// Those years are history: what was borrowed for them is in the opening requirement of `treasury.toml`.
        /// ## How to fix
        /// Nothing to do, unless `first_year` or the year is wrong.
        SpendBeforeProgramme = "spend-before-programme", Note, false;
        /// ## What it checks
        /// Beside `projects` there is a `treasury.toml`.
        /// ## Why it matters
        /// Without balances, rates and limits the programme is shown without its borrowing and what that costs revenue.
        /// ## How to fix
        /// Fill in `treasury.toml`; `terrier new` writes a template.
        ProgrammeWithoutTreasury = "programme-without-treasury", Note, false;
        /// ## What it checks
        /// A benefit with a realised sum names its evidence.
        /// ## Why it matters
        /// Savings of running cost and receipts can be held against the ledger; any other rests on its evidence alone.
        /// ## How to fix
        /// Name the paper, ledger code or statement that shows it.
        BenefitWithoutEvidence = "benefit-without-evidence", Note, false;
    } };
}
