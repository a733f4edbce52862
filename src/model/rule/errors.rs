//! The rules whose findings stop a run.

/// Hands them on to `warning_rules`.
macro_rules! error_rules {
    () => {
        warning_rules! {
            /// ## What it checks
            /// A table, a sheet, `estate.toml` or `treasury.toml` can be opened and read. The file is of the type that its extension says, and contains text.
            /// ## Why it matters
            /// A file that cannot be read would be missing from every figure with no warning.
            /// ## How to fix
            /// Open the file in the program that made it and save it as CSV (UTF-8) or XLSX.
            UnreadableTable = "unreadable-table", Error, true;
            /// ## What it checks
            /// A table has a header and at least one record.
            /// ## Why it matters
            /// An empty table is usually a failed export. Reading it as "none" would turn not known into zero.
            /// ## How to fix
            /// Export the table again, or delete the file if the estate has none of these records.
            EmptyTable = "empty-table", Error, true;
            /// ## What it checks
            /// Each table is in one file only: not in both CSV and XLSX, nor in both its own file and a sheet of `estate.xlsx`. Sums made by another program (`cost_totals`, `occupancy_summary`) do not stand beside the table that they were made from.
            /// ## Why it matters
            /// Two versions of one table soon differ, and nobody can tell which was used.
            /// ## How to fix
            /// Keep one and move the other out of the snapshot.
            TableGivenTwice = "table-given-twice", Error, true;
            /// ## What it checks
            /// `occupancy_summary` was made for the day of the snapshot, by the months of observations and the percentile of peaks that the policy says.
            /// ## Why it matters
            /// Its sums are of other observations than those that a reader of the report expects.
            /// ## How to fix
            /// Print the query again by `terrier facts-sql` with the day of the snapshot and its policy, and run it.
            SummaryOfOtherDay = "summary-of-other-day", Error, true;
            /// ## What it checks
            /// No two columns of a table have the same header, ignoring capitals, spaces and underscores. No column appears under both its name and an alias.
            /// ## Why it matters
            /// Only one of the two columns would be read, with no warning about the other.
            /// ## How to fix
            /// Rename or delete one of the two columns.
            HeaderGivenTwice = "header-given-twice", Error, true;
            /// ## What it checks
            /// The header is the first row of a table that is not blank.
            /// ## Why it matters
            /// If titles or column groups come first, no column can be found by its name.
            /// ## How to fix
            /// Delete the rows above the header. `terrier import` accepts files with titles as they are.
            HeaderNotFirst = "header-not-first", Error, true;
            /// ## What it checks
            /// Every required column of a table is present (`terrier schema` lists them).
            /// ## Why it matters
            /// Without it no record of the table can be used.
            /// ## How to fix
            /// Add the column, or rename the one that contains it. The finding names the nearest header if there is one.
            MissingColumn = "missing-column", Error, true;
            /// ## What it checks
            /// No record has more cells than the header, unless the extra cells are empty.
            /// ## Why it matters
            /// An extra comma has moved cells to the right, so every later cell in the row is in the wrong column.
            /// ## How to fix
            /// Put text that contains a comma in quotation marks, or delete the extra cell.
            RowTooLong = "row-too-long", Error, true;
            /// ## What it checks
            /// Quotation marks come in pairs. No cell appears to contain further records, and none is still open at the end of the file.
            /// ## Why it matters
            /// An unpaired quotation mark hides the records that follow it.
            /// ## How to fix
            /// Close or delete the quotation mark at the start of the cell.
            RowsSwallowed = "rows-swallowed", Error, true;
            /// ## What it checks
            /// The folder name is a date, `YYYY-MM-DD`, and equals `as_of` in `estate.toml`.
            /// ## Why it matters
            /// The date decides which year's costs, which observations and which lease terms are used.
            /// ## How to fix
            /// Rename the folder, or correct `as_of`.
            SnapshotDate = "snapshot-date", Error, true;
            /// ## What it checks
            /// The entries of `estate.toml` are valid: known words, amounts as text such as "35000000.00", and a financial year that ends on or before `as_of`.
            /// ## Why it matters
            /// A control total that cannot be read checks nothing.
            /// ## How to fix
            /// Correct the line named in the finding. `terrier new` writes a template.
            EstateFile = "estate-file", Error, true;
            /// ## What it checks
            /// The entries of `treasury.toml` are valid. No required entry is missing and none is unknown. Amounts are text such as "12500000.00", rates have a percentage sign, tranches total no more than the requirement, loans end after they start, and each loan, decision and target is given once.
            /// ## Why it matters
            /// Any fault is an error, even in an optional entry, because a balance, loan or limit that is misread would give wrong borrowing. Until it is corrected the whole file is ignored.
            /// ## How to fix
            /// Correct the entry named in the finding. `terrier schema` lists the entries and `terrier new` writes a template.
            TreasuryFile = "treasury-file", Error, true;
            /// ## What it checks
            /// The entries of `paper.toml` are valid. No required entry is missing and none is unknown. Texts are in quotation marks, and days are dates.
            /// ## Why it matters
            /// The board decides on the paper. If an entry such as a risk were dropped, the board would assume there was none.
            /// ## How to fix
            /// Correct the entry named in the finding. `terrier schema` lists the entries and `terrier new` writes a template.
            PaperFile = "paper-file", Error, true;
            /// ## What it checks
            /// Every cell of a required column can be read as the value that the column expects.
            /// ## Why it matters
            /// The record cannot be used without it, and a total without the record would be wrong.
            /// ## How to fix
            /// Correct the cell. The finding gives the expected form.
            RequiredCellUnreadable = "required-cell-unreadable", Error, false;
            /// ## What it checks
            /// No cell of a required column is empty.
            /// ## Why it matters
            /// The record cannot be used without it, and a total without the record would be wrong.
            /// ## How to fix
            /// Fill in the cell, or delete the record.
            RequiredCellEmpty = "required-cell-empty", Error, false;
            /// ## What it checks
            /// Ids have at most 32 characters.
            /// ## Why it matters
            /// A longer text is probably a name or an address in the wrong column.
            /// ## How to fix
            /// Give the record a short id.
            IdTooLong = "id-too-long", Error, false;
            /// ## What it checks
            /// No id is repeated in `sites`, `leases` or `partners`. No year of a scheme or benefit is repeated in `projects` or `benefits`, no fact of an option in `option_facts`, no postcode of a site or partner in `postcodes`, and no sum in `cost_totals` or `occupancy_summary`.
            /// ## Why it matters
            /// Costs, observations and teams could belong to either record, and amounts for a year would be counted twice.
            /// ## How to fix
            /// Delete the duplicate, give one of the two a new id, or merge two rows for one year.
            DuplicateId = "duplicate-id", Error, true;
            /// ## What it checks
            /// Every `site_id` in another table is listed in `sites`.
            /// ## Why it matters
            /// The record would belong to no site, and the estate total would not equal the sum of its sites.
            /// ## How to fix
            /// Correct the id, or add the site. The finding names the nearest id if there is only one.
            UnknownSite = "unknown-site", Error, false;
            /// ## What it checks
            /// A lease, an agreement, or a ledger line given by `from` and `to` does not end before it starts.
            /// ## Why it matters
            /// Months to exit, rent and cost by days would have the wrong sign.
            /// ## How to fix
            /// Correct one of the dates, or swap them.
            LeaseEndsBeforeStart = "lease-ends-before-start", Error, false;
            /// ## What it checks
            /// No amount of money is above £1bn or below −£1bn.
            /// ## Why it matters
            /// Such an amount is a typing error, and totals of such lines would be too large to calculate.
            /// ## How to fix
            /// Correct the amount, in pounds, not pence.
            MoneyTooLarge = "money-too-large", Error, false;
        }
    };
}
