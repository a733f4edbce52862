//! The rules whose findings stop a run.

/// Hands them on to `warning_rules`.
macro_rules! error_rules {
    () => {
        warning_rules! {
            /// ## What it checks
            /// A table, a sheet, `estate.toml` or `treasury.toml` can be opened and read: the file is of the kind its ending says, and holds text.
            /// ## Why it matters
            /// What cannot be read would be missing from every figure without a word.
            /// ## How to fix
            /// Open the file in the program that made it and save it again as CSV (UTF-8) or XLSX.
            UnreadableTable = "unreadable-table", Error, true;
            /// ## What it checks
            /// A table that is there has a header and at least one record.
            /// ## Why it matters
            /// An empty table is mostly a failed export; read as "none" it would turn the unknown into zero.
            /// ## How to fix
            /// Export the table again, or take the file away if the estate really has none of these records.
            EmptyTable = "empty-table", Error, true;
            /// ## What it checks
            /// A table stands in one file only: not as CSV and XLSX both, nor as its own file and a sheet of `estate.xlsx`.
            /// ## Why it matters
            /// Two versions of one table differ sooner or later, and nobody can tell which was used.
            /// ## How to fix
            /// Keep the current one and move the other out of the snapshot.
            TableGivenTwice = "table-given-twice", Error, true;
            /// ## What it checks
            /// No two columns of a table have the same header, case, blanks and underscores aside, and no alias stands beside the name it is an alias of.
            /// ## Why it matters
            /// One of the two columns would be read and the other silently not.
            /// ## How to fix
            /// Rename or delete one of the two columns.
            HeaderGivenTwice = "header-given-twice", Error, true;
            /// ## What it checks
            /// The header is the first row of a table that is not blank.
            /// ## Why it matters
            /// Titles or groups of columns stand above it, and no column can be found by its name.
            /// ## How to fix
            /// Delete the rows above the header; `terrier import` takes files with titles as they are.
            HeaderNotFirst = "header-not-first", Error, true;
            /// ## What it checks
            /// Every required column of a table is there (`terrier schema` lists them).
            /// ## Why it matters
            /// Without it no record of the table can be used.
            /// ## How to fix
            /// Add the column, or rename the one that holds it; the nearest header is named when there is one.
            MissingColumn = "missing-column", Error, true;
            /// ## What it checks
            /// No record has more cells than the header has columns, unless the extra ones are empty.
            /// ## Why it matters
            /// A stray comma has shifted cells to the right: every later cell of that row stands in a wrong column.
            /// ## How to fix
            /// Put text that holds a comma in quotation marks, or take the extra cell away.
            RowTooLong = "row-too-long", Error, true;
            /// ## What it checks
            /// Quotation marks come in pairs: no cell holds what looks like further records, and none is open at the end.
            /// ## Why it matters
            /// A stray quotation mark swallows the records that follow it, and they vanish without a word.
            /// ## How to fix
            /// Close or delete the quotation mark at the start of that cell.
            RowsSwallowed = "rows-swallowed", Error, true;
            /// ## What it checks
            /// The folder's name is a date, `YYYY-MM-DD`, and equals `as_of` in `estate.toml`.
            /// ## Why it matters
            /// The date decides which year's costs, which observations and which lease terms count.
            /// ## How to fix
            /// Rename the folder, or correct `as_of`.
            SnapshotDate = "snapshot-date", Error, true;
            /// ## What it checks
            /// `estate.toml` holds what it should: known words, amounts as text such as "35000000.00", a financial year that ends on or before `as_of`.
            /// ## Why it matters
            /// A control total that cannot be read controls nothing.
            /// ## How to fix
            /// Correct the line that is named; `terrier new` writes a template.
            EstateFile = "estate-file", Error, true;
            /// ## What it checks
            /// `treasury.toml` holds what it should: every entry that is needed and none that is not known, amounts as text such as "12500000.00", rates with a per cent sign, tranches that are no more than the requirement, loans that end after they start, each loan, decision and target once.
            /// ## Why it matters
            /// Any fault in it is an error, of an entry that may be left out too: a balance, loan or limit that is misread would be money that is missing. Nothing of the file is used until then.
            /// ## How to fix
            /// Correct the entry that is named; `terrier schema` lists the entries, `terrier new` writes a template.
            TreasuryFile = "treasury-file", Error, true;
            /// ## What it checks
            /// `paper.toml` holds what it should: every entry that is needed and none that is not known, texts in quotation marks, days as dates.
            /// ## Why it matters
            /// What it says stands in a paper that a board decides on: an entry that is left out unseen, such as a risk, would be taken for none.
            /// ## How to fix
            /// Correct the entry that is named; `terrier schema` lists the entries, `terrier new` writes a template.
            PaperFile = "paper-file", Error, true;
            /// ## What it checks
            /// Every cell of a required column can be read as what the column holds.
            /// ## Why it matters
            /// The record cannot be used without it, and a total without the record would be wrong.
            /// ## How to fix
            /// Correct the cell; the expected form is named.
            RequiredCellUnreadable = "required-cell-unreadable", Error, false;
            /// ## What it checks
            /// No cell of a required column is empty.
            /// ## Why it matters
            /// The record cannot be used without it, and a total without the record would be wrong.
            /// ## How to fix
            /// Fill the cell, or delete the record.
            RequiredCellEmpty = "required-cell-empty", Error, false;
            /// ## What it checks
            /// Ids are 32 characters at most.
            /// ## Why it matters
            /// A longer text is a name or an address in the wrong column.
            /// ## How to fix
            /// Give the record a short id.
            IdTooLong = "id-too-long", Error, false;
            /// ## What it checks
            /// No id stands twice in `sites`, `leases` or `partners`, no year of a scheme or benefit twice in `projects` or `benefits`, no fact of an option twice in `option_facts`, and no postcode of a site or partner twice in `postcodes`.
            /// ## Why it matters
            /// Costs, observations and teams could belong to either record; sums of a year would count twice.
            /// ## How to fix
            /// Delete the doubled record, give one of them an id of its own, or put two rows of one year together.
            DuplicateId = "duplicate-id", Error, true;
            /// ## What it checks
            /// Every `site_id` of another table is listed in `sites`.
            /// ## Why it matters
            /// The record would count for no site, and the estate's total would not be the sum of its sites.
            /// ## How to fix
            /// Correct the id, or add the site; the nearest id is named when there is just one.
            UnknownSite = "unknown-site", Error, false;
            /// ## What it checks
            /// A lease, an agreement, or a ledger line given by `from` and `to`, does not end before it starts.
            /// ## Why it matters
            /// Months to exit, rent and cost by days would have the wrong sign.
            /// ## How to fix
            /// Correct one date, or swap the two.
            LeaseEndsBeforeStart = "lease-ends-before-start", Error, false;
            /// ## What it checks
            /// No sum of money is beyond £1bn either way.
            /// ## Why it matters
            /// It is a slip of the keyboard, and sums of such lines would overflow.
            /// ## How to fix
            /// Correct the amount; pounds, not pence.
            MoneyTooLarge = "money-too-large", Error, false;
        }
    };
}
