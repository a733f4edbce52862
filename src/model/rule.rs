//! The closed list of rules: a name, a severity and a page each.
//!
//! A new rule is a variant here with its page, a function in `load/check/` (or where the reader meets
//! the fault) that makes the finding, and a patch of the sample in `tests/rules.rs`.

use super::Severity;

/// Makes [`Rule`] from its table: page, variant, name, severity and whether policy may lower it.
macro_rules! rules {
    ($($(#[doc = $line:literal])+ $variant:ident = $word:literal, $severity:ident, $firm:literal;)+) => {
        /// What can be found in the data.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Rule { $($(#[doc = $line])+ $variant),+ }

        impl Rule {
            /// Every rule, gravest first, as they are listed.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Returns the stable name.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// Returns the severity it has unless policy says otherwise.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity),+ }
            }

            /// Tells whether policy may not lower it: the table could not be trusted.
            #[must_use]
            pub const fn is_structural(self) -> bool {
                match self { $(Self::$variant => $firm),+ }
            }

            /// Returns the page: what it checks, why it matters, how to mend it.
            #[must_use]
            pub const fn page(self) -> &'static str {
                match self { $(Self::$variant => concat!($($line, "\n"),+)),+ }
            }
        }
    };
}

rules! {
    /// ## What it checks
    /// A table, a sheet or `estate.toml` can be opened and read: the file is of the kind its ending says, and holds text.
    /// ## Why it matters
    /// What cannot be read would be missing from every figure without a word.
    /// ## How to mend
    /// Open the file in the program that made it and save it again as CSV (UTF-8) or XLSX.
    UnreadableTable = "unreadable-table", Error, true;
    /// ## What it checks
    /// A table that is there has a header and at least one record.
    /// ## Why it matters
    /// An empty table is mostly a failed export; read as "none" it would turn the unknown into nought.
    /// ## How to mend
    /// Export the table again, or take the file away if the estate really has none of these records.
    EmptyTable = "empty-table", Error, true;
    /// ## What it checks
    /// A table stands in one file only: not as CSV and XLSX both, nor as its own file and a sheet of `estate.xlsx`.
    /// ## Why it matters
    /// Two versions of one table differ sooner or later, and nobody can tell which was used.
    /// ## How to mend
    /// Keep the current one and move the other out of the snapshot.
    TableGivenTwice = "table-given-twice", Error, true;
    /// ## What it checks
    /// No two columns of a table have the same header, case, blanks and underscores aside, and no alias stands beside the name it is an alias of.
    /// ## Why it matters
    /// One of the two columns would be read and the other silently not.
    /// ## How to mend
    /// Rename or delete one of the two columns.
    HeaderGivenTwice = "header-given-twice", Error, true;
    /// ## What it checks
    /// Every required column of a table is there (`terrier schema` lists them).
    /// ## Why it matters
    /// Without it no record of the table can be used.
    /// ## How to mend
    /// Add the column, or rename the one that holds it; the nearest header is named when there is one.
    MissingColumn = "missing-column", Error, true;
    /// ## What it checks
    /// No record has more cells than the header has columns, unless the extra ones are empty.
    /// ## Why it matters
    /// A stray comma has shifted cells to the right: every later cell of that row stands in a wrong column.
    /// ## How to mend
    /// Put text that holds a comma in quotation marks, or take the extra cell away.
    RowTooLong = "row-too-long", Error, true;
    /// ## What it checks
    /// Quotation marks come in pairs: no cell holds what looks like further records, and none is open at the end.
    /// ## Why it matters
    /// A stray quotation mark swallows the records that follow it, and they vanish without a word.
    /// ## How to mend
    /// Close or delete the quotation mark at the start of that cell.
    RowsSwallowed = "rows-swallowed", Error, true;
    /// ## What it checks
    /// The folder's name is a date, `YYYY-MM-DD`, and equals `as_of` in `estate.toml`.
    /// ## Why it matters
    /// The date decides which year's costs, which observations and which lease terms count.
    /// ## How to mend
    /// Rename the folder, or correct `as_of`.
    SnapshotDate = "snapshot-date", Error, true;
    /// ## What it checks
    /// `estate.toml` holds what it should: known words, amounts as text such as "35000000.00", a financial year that ends on or before `as_of`.
    /// ## Why it matters
    /// A control total that cannot be read controls nothing.
    /// ## How to mend
    /// Correct the line that is named; `terrier new` writes a template.
    EstateFile = "estate-file", Error, true;
    /// ## What it checks
    /// Every cell of a required column can be read as what the column holds.
    /// ## Why it matters
    /// The record cannot be used without it, and a total without the record would be wrong.
    /// ## How to mend
    /// Correct the cell; the expected form is named.
    RequiredCellUnreadable = "required-cell-unreadable", Error, false;
    /// ## What it checks
    /// No cell of a required column is empty.
    /// ## Why it matters
    /// The record cannot be used without it, and a total without the record would be wrong.
    /// ## How to mend
    /// Fill the cell, or delete the record.
    RequiredCellEmpty = "required-cell-empty", Error, false;
    /// ## What it checks
    /// Ids are 32 characters at most.
    /// ## Why it matters
    /// A longer text is a name or an address in the wrong column.
    /// ## How to mend
    /// Give the record a short id.
    IdTooLong = "id-too-long", Error, false;
    /// ## What it checks
    /// No id stands twice in `sites`, `leases` or `partners`, and no postcode of a site or partner twice in `postcodes`.
    /// ## Why it matters
    /// Costs, observations and teams could belong to either record.
    /// ## How to mend
    /// Delete the doubled record, or give one of them an id of its own.
    DuplicateId = "duplicate-id", Error, true;
    /// ## What it checks
    /// Every `site_id` of another table is listed in `sites`.
    /// ## Why it matters
    /// The record would count for no site, and the estate's total would not be the sum of its sites.
    /// ## How to mend
    /// Correct the id, or add the site; the nearest id is named when there is just one.
    UnknownSite = "unknown-site", Error, false;
    /// ## What it checks
    /// A lease, or a ledger line given by `from` and `to`, does not end before it starts.
    /// ## Why it matters
    /// Months to exit, rent and cost by days would have the wrong sign.
    /// ## How to mend
    /// Correct one date, or swap the two.
    LeaseEndsBeforeStart = "lease-ends-before-start", Error, false;
    /// ## What it checks
    /// No sum of money is beyond £1bn either way.
    /// ## Why it matters
    /// It is a slip of the keyboard, and sums of such lines would overflow.
    /// ## How to mend
    /// Correct the amount; pounds, not pence.
    MoneyTooLarge = "money-too-large", Error, false;
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
    /// ## What it checks
    /// Headers are the schema's own names rather than one of the other names it knows.
    /// ## Why it matters
    /// Nothing is lost: the column is read. The report says so because two systems may use the word differently.
    /// ## How to mend
    /// Rename the column, if you like.
    AliasUsed = "alias-used", Note, false;
    /// ## What it checks
    /// Every column of a table is one the schema knows.
    /// ## Why it matters
    /// The column is kept out: nothing is read from it.
    /// ## How to mend
    /// Nothing to do, unless the name is a slip for the nearest one.
    ColumnKeptOut = "column-kept-out", Note, false;
    /// ## What it checks
    /// On import: which rows of a file a rule of the mapping leaves out.
    /// ## Why it matters
    /// They are in no figure; `dropped.csv` lists each with the reason, `reconciliation.csv` what they add up to.
    /// ## How to mend
    /// Nothing to do, unless the rule is wrong.
    RowsDropped = "rows-dropped", Note, false;
    /// ## What it checks
    /// On import: an id that stands twice, where the mapping asks for repeated ids to be numbered.
    /// ## Why it matters
    /// The second record has `-2` at the end of its id, and no other system knows it by that.
    /// ## How to mend
    /// Give the record an id of its own in the source system.
    IdNumbered = "id-numbered", Note, false;
    /// ## What it checks
    /// Every file and sheet of the snapshot is a table that this version reads.
    /// ## Why it matters
    /// The file is kept out: nothing is read from it.
    /// ## How to mend
    /// Nothing to do, unless the name is a slip for the nearest table.
    FileKeptOut = "file-kept-out", Note, false;
    /// ## What it checks
    /// No record is the template's own, with the id `EXAMPLE`.
    /// ## Why it matters
    /// It is left out.
    /// ## How to mend
    /// Delete the row once you know your way.
    ExampleRow = "example-row", Note, false;
    /// ## What it checks
    /// A text file is UTF-8.
    /// ## Why it matters
    /// It was read as Windows-1252; a letter with an accent may be wrong.
    /// ## How to mend
    /// Save as "CSV UTF-8".
    NotUtf8 = "not-utf8", Note, false;
    /// ## What it checks
    /// `status` is filled in.
    /// ## Why it matters
    /// An empty cell counts as operational.
    /// ## How to mend
    /// Fill in operational, vacant, for_sale or sold.
    StatusEmpty = "status-empty", Note, false;
    /// ## What it checks
    /// No lease as tenant has passed its expiry while the site is still in use.
    /// ## Why it matters
    /// The body may be holding over under the 1954 Act, or the expiry is out of date; months to exit read 0.
    /// ## How to mend
    /// Enter the renewed lease, or the right expiry.
    HoldingOver = "holding-over", Note, false;
    /// ## What it checks
    /// Area in use is worked on the same basis, net internal area, at every site.
    /// ## Why it matters
    /// Where only gross area is known the share in use comes out lower than on net area; `basis` says which was used.
    /// ## How to mend
    /// Enter `nia_m2` at the sites that have gross area only.
    MixedAreaBases = "mixed-area-bases", Note, false;
    /// ## What it checks
    /// Occupancy is observed by sensor, badge or survey.
    /// ## Why it matters
    /// What is booked or assumed is no observation: these rows are not read.
    /// ## How to mend
    /// Survey the site, if its utilisation matters to a decision.
    OccupancyNotRead = "occupancy-not-read", Note, false;
    /// ## What it checks
    /// A postcode is in the table `postcodes`, if that table has any postcode that begins with the same letters.
    /// ## Why it matters
    /// It may be misspelt, or newer or older than the table; the position is not held against it.
    /// ## How to mend
    /// Check the postcode, or take a newer table.
    PostcodeNotListed = "postcode-not-listed", Note, false;
}

impl Rule {
    /// Finds a rule by its name.
    #[must_use]
    pub fn read(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|r| r.word() == word)
    }
}

impl std::fmt::Display for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.word())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_has_its_three_parts() {
        for rule in Rule::ALL {
            let parts: Vec<_> = rule.page().lines().filter(|l| l.starts_with(" ## ")).collect();
            assert_eq!(
                parts,
                [" ## What it checks", " ## Why it matters", " ## How to mend"],
                "{rule}"
            );
        }
    }

    #[test]
    fn names_are_unlike_and_found_again() {
        for rule in Rule::ALL {
            assert_eq!(Rule::read(rule.word()), Some(*rule));
        }
    }
}
