//! The rules whose findings are warnings: the run goes on.

/// Hands them on to `implausible_rules`, after the graver ones.
macro_rules! warning_rules {
    ($($graver:tt)*) => { implausible_rules! {
        $($graver)*
        /// ## What it checks
        /// Every cell that is not empty and not in a required column can be read as what the column holds.
        /// ## Why it matters
        /// It counts as unknown: scores that read it become ranges.
        /// ## How to fix
        /// Correct the cell, or empty it if the fact is not known.
        CellUnreadable = "cell-unreadable", Warning, false;
        /// ## What it checks
        /// Columns that ask for a text (`must_keep`, a constraint's `text` and `blocks`, `evidence`, `conditions`) hold one, and not a yes, a question mark, or a no that speaks of no record.
        /// ## Why it matters
        /// `No` in a column of reasons is no reason, and is read as none; but a bare yes does not say why, and `no longer` or `?` may mean either. The finding says how the cell is counted.
        /// ## How to fix
        /// Write the reason in words, or empty the cell if there is none.
        TextIsSwitch = "text-is-switch", Warning, false;
        /// ## What it checks
        /// Some observations fall into the months before `as_of` that are read, and some ledger lines into the last whole financial year.
        /// ## Why it matters
        /// A table of another time is read for nothing: what rests on it is not known at any site, as if the table were not there.
        /// ## How to fix
        /// Give the lines of that time, or correct their days; the finding tells the span of the table and the days that are read.
        LinesOutsideWindow = "lines-outside-window", Warning, false;
        /// ## What it checks
        /// No observation, and no ledger line, is for a time after `as_of`.
        /// ## Why it matters
        /// Such lines are forecasts, lines of the next snapshot, or days with a wrong year. They are not read.
        /// ## How to fix
        /// Correct the day or year, or keep the lines for the next snapshot.
        LinesAfterSnapshot = "lines-after-snapshot", Warning, false;
        /// ## What it checks
        /// Every `lease_id` of `lease_events` is listed in `leases`.
        /// ## Why it matters
        /// The dated term counts for no lease and is left out: a break or a step may be missing.
        /// ## How to fix
        /// Correct the id, or add the lease; the nearest id is named when there is just one.
        UnknownLease = "unknown-lease", Warning, false;
        /// ## What it checks
        /// Every record has as many cells as the header has columns.
        /// ## Why it matters
        /// The missing cells are read as empty; if the record was cut off, facts are lost.
        /// ## How to fix
        /// Export the table again, or add the missing commas at the row's end.
        RowTooShort = "row-too-short", Warning, false;
        /// ## What it checks
        /// Every row of a table is a record: none is a heading or a footnote with one filled cell, the header once more, or a row of units.
        /// ## Why it matters
        /// The row is left out; if it was a record, most of it is missing.
        /// ## How to fix
        /// Delete the row, or fill in what makes it a record.
        RowNoRecord = "row-no-record", Warning, false;
        /// ## What it checks
        /// No line of a table without ids is the same, cell by cell, as an earlier one (from the policy's share of lines).
        /// ## Why it matters
        /// An export read in twice doubles costs, people or terms; two equal invoices are right. All lines are used.
        /// ## How to fix
        /// Delete the lines that came in twice.
        RepeatedLines = "repeated-lines", Warning, false;
        /// ## What it checks
        /// No cells among the records of a workbook are merged.
        /// ## Why it matters
        /// Only the first of them holds the value; the others are read as empty, so a key or a fact may be missing.
        /// ## How to fix
        /// Unmerge the cells and fill in each one.
        MergedCells = "merged-cells", Warning, false;
        /// ## What it checks
        /// Every formula of a workbook has its result stored beside it.
        /// ## Why it matters
        /// Programs that write workbooks often store none; such cells are read as empty.
        /// ## How to fix
        /// Open the workbook in the spreadsheet program and save it.
        FormulaUnsolved = "formula-unsolved", Warning, false;
        /// ## What it checks
        /// No other sheet of a table's workbook has the columns of the table under another header, and no other list of records stands in its JSON file.
        /// ## Why it matters
        /// Nothing is read from it, though its records may belong to the table.
        /// ## How to fix
        /// Give it the same header, or move it to a file of its own.
        SheetApart = "sheet-apart", Warning, false;
        /// ## What it checks
        /// Occupied area is at most net internal area, office area at most net, and net at most gross internal area.
        /// ## Why it matters
        /// One of them has another basis or is wrong; area in use and m² per FTE depend on it. The values are used as they stand.
        /// ## How to fix
        /// Check the areas against the plans and correct the wrong one.
        AreasOutOfOrder = "areas-out-of-order", Warning, false;
        /// ## What it checks
        /// The sums of a site's observations, and of its ledger lines of a year, are within what can be held exactly.
        /// ## Why it matters
        /// Such a sum comes from cells in a wrong unit or from the same lines many times over. Nothing is made of it: what rests on it is not known.
        /// ## How to fix
        /// Look for capacities, hours or amounts that are far too large, or for lines that stand many times.
        SumTooLarge = "sum-too-large", Warning, false;
        /// ## What it checks
        /// `backlog_total` is the sum of the four bands of backlog within the policy's tolerance (1 %), and no less than those that are recorded.
        /// ## Why it matters
        /// One of them is wrong or of another day. The first sift reads the bands.
        /// ## How to fix
        /// Correct the total or the wrong band, or empty the total.
        BacklogTotalOff = "backlog-total-off", Warning, false;
        /// ## What it checks
        /// No peak, and no mean, is above the capacity of the same observation.
        /// ## Why it matters
        /// Crowding is real, but more people than places for a whole count is mostly a wrong capacity. The values are used as they stand.
        /// ## How to fix
        /// Check the count and the capacity of that observation.
        PeakAboveCapacity = "peak-above-capacity", Warning, false;
        /// ## What it checks
        /// Office area per office FTE is from 3 to 200 m² (policy).
        /// ## Why it matters
        /// Outside that the area or the staff list is wrong. The values are used as they stand.
        /// ## How to fix
        /// Check `office_nia_m2` of the site and `fte` of its teams.
        SpacePerFteImplausible = "space-per-fte-implausible", Warning, false;
        /// ## What it checks
        /// Both halves of a position are there.
        /// ## Why it matters
        /// Half a position is none: the site is missing from the map.
        /// ## How to fix
        /// Fill in the other half.
        PositionIncomplete = "position-incomplete", Warning, false;
        /// ## What it checks
        /// No position is 0, 0.
        /// ## Why it matters
        /// Zero is how some systems write "not known". The position counts as unknown.
        /// ## How to fix
        /// Fill in the position, or empty both cells.
        PositionZero = "position-zero", Warning, false;
        /// ## What it checks
        /// No position falls within the policy's bounds, or near the rest of the estate, only when its two halves are swapped.
        /// ## Why it matters
        /// The site would stand far away. The position counts as unknown: nothing is repaired in silence.
        /// ## How to fix
        /// Swap the two cells.
        PositionSwapped = "position-swapped", Warning, false;
        /// ## What it checks
        /// A position is within the policy's bounds (Great Britain by default).
        /// ## Why it matters
        /// The site would stand at sea or abroad. The position counts as unknown.
        /// ## How to fix
        /// Correct the cells; check that the position is British National Grid metres, or degrees.
        PositionOutOfBounds = "position-out-of-bounds", Warning, false;
        /// ## What it checks
        /// `boundaries.geojson` is GeoJSON of polygons within the policy's bounds, in longitude and latitude or metres of the British National Grid.
        /// ## Why it matters
        /// The map shows no outline, or only the part of it that can be drawn. Nothing else reads the file.
        /// ## How to fix
        /// Export the outline again as GeoJSON in WGS 84 (EPSG:4326) with polygons, or take the file away.
        BoundaryLeftOut = "boundary-left-out", Warning, false;
        /// ## What it checks
        /// The control totals of `estate.toml` agree with the tables within the tolerance.
        /// ## Why it matters
        /// A register that does not add up to the accounts will not stand before a committee.
        /// ## How to fix
        /// Find the missing or doubled records, or correct the control total.
        ControlTotalOff = "control-total-off", Warning, false;
        /// ## What it checks
        /// A sublease ends before its head lease ends.
        /// ## Why it matters
        /// The body would owe its subtenant space that it no longer holds.
        /// ## How to fix
        /// Check both expiries and `parent_lease_id`; if they are right, take advice.
        SubleaseOutlivesHeadLease = "sublease-outlives-head-lease", Warning, false;
        /// ## What it checks
        /// `parent_lease_id` names a lease of the table.
        /// ## Why it matters
        /// Whether the sublease fits its head lease cannot be checked; the reference counts as unknown.
        /// ## How to fix
        /// Correct the id, or add the head lease.
        UnknownHeadLease = "unknown-head-lease", Warning, false;
        /// ## What it checks
        /// No month of a series of `indices` stands twice with different values.
        /// ## Why it matters
        /// Which of the values was published cannot be told; the month counts as unknown, and so does a rent that needs it.
        /// ## How to fix
        /// Delete the wrong row.
        IndexValuesDiffer = "index-values-differ", Warning, false;
        /// ## What it checks
        /// A valuation is not older than the policy's limit at `as_of`.
        /// ## Why it matters
        /// Markets move; the receipt is worked from it all the same.
        /// ## How to fix
        /// Have the site valued again, and enter the values and `valued_on`.
        ValuationStale = "valuation-stale", Warning, false;
        /// ## What it checks
        /// A valuation is not dated after `as_of`.
        /// ## Why it matters
        /// The date or the snapshot is wrong. The value is used as it stands.
        /// ## How to fix
        /// Correct `valued_on`.
        ValuationFuture = "valuation-future", Warning, false;
        /// ## What it checks
        /// A sold site has no ledger line for a time after `status_on`.
        /// ## Why it matters
        /// Either the site still costs money, or the line belongs to another site.
        /// ## How to fix
        /// Check the line's site and year, and the date of sale.
        CostAfterDisposal = "cost-after-disposal", Warning, false;
        /// ## What it checks
        /// No two sites share a UPRN, an address with postcode, or a position.
        /// ## Why it matters
        /// One property listed twice is counted twice: its value, its area, its cost.
        /// ## How to fix
        /// Delete the doubled site; if both are real parts of one building, give each its own address or UPRN.
        SameSiteTwice = "same-site-twice", Warning, false;
        /// ## What it checks
        /// No number is written with a decimal comma, such as `184,5`.
        /// ## Why it matters
        /// It could be meant as a thousands comma. It is read as a decimal comma.
        /// ## How to fix
        /// Write the number with a point.
        DecimalComma = "decimal-comma", Warning, false;
        /// ## What it checks
        /// No number could be two, such as `1,909` beside `0.214`: 1909, or 1.909 with a decimal comma. The column's other numbers decide, if they leave room for one reading only (`comma_fits_times`, policy).
        /// ## Why it matters
        /// The wrong reading is a thousand times too large or too small. The cell counts as unknown.
        /// ## How to fix
        /// Write the number without a comma, and decimals with a point.
        NumberDoubted = "number-doubted", Warning, false;
        /// ## What it checks
        /// No date such as `03/04/2020` stands in a column that also has one with the month first, such as `03/31/2020`.
        /// ## Why it matters
        /// It could be 3 April or 4 March. The cell counts as unknown.
        /// ## How to fix
        /// Write the dates of the column as YYYY-MM-DD, or state their order in the mapping.
        DateDoubted = "date-doubted", Warning, false;
        /// ## What it checks
        /// No number has an exponent that leaves its last digits open: `1.2E+03` is any number from 1,150 to 1,249.
        /// ## Why it matters
        /// A spreadsheet shows large numbers so in narrow columns, and saves what it shows. The number is used as it stands.
        /// ## How to fix
        /// Format the column as a number, and save the file again.
        ExponentCut = "exponent-cut", Warning, false;
        /// ## What it checks
        /// No id is a number that a spreadsheet has rounded: with an exponent, or of 16 digits or more that end in zeros.
        /// ## Why it matters
        /// Spreadsheets keep 15 digits: the id is another's, or nobody's. An id of the body's own is kept as it stands; a UPRN counts as unknown.
        /// ## How to fix
        /// Take the column from the source again, formatted as text.
        IdDamaged = "id-damaged", Warning, false;
        /// ## What it checks
        /// No cell of a column of pounds, m² or counts is written in per cent, thousands, millions or another unit.
        /// ## Why it matters
        /// `£35k` is read as £35,000, `4,500 sq ft` of a column of m² as 418.064 m². A per cent, or a unit that nothing turns into the column's, counts as unknown.
        /// ## How to fix
        /// Write the figure in the column's unit.
        WrongUnit = "wrong-unit", Warning, false;
        /// ## What it checks
        /// No row of a table is a total or subtotal of others, by the word in any of its cells.
        /// ## Why it matters
        /// The estate would be counted twice. A row that lacks what makes a record, or has the word where a record has
        /// its key, is left out; any other is kept and used as it stands.
        /// ## How to fix
        /// Delete the row.
        SubtotalRow = "subtotal-row", Warning, false;
        /// ## What it checks
        /// No id, date, listed word or number holds a line break.
        /// ## Why it matters
        /// It comes from a broken export. The cell is read without it.
        /// ## How to fix
        /// Delete the line break within the cell.
        LineBreakInCell = "line-break-in-cell", Warning, false;
        /// ## What it checks
        /// No site lies much further from the middle of the estate than most do (150 km and five times the usual distance by default, policy).
        /// ## Why it matters
        /// A digit lost or wrong in a position moves a site across the country, still within the bounds. The position is used as it stands.
        /// ## How to fix
        /// Correct the position, or leave it if the site is really there.
        PositionOutlying = "position-outlying", Warning, false;
        /// ## What it checks
        /// No position is written in Web Mercator metres (EPSG:3857), the system of maps on web pages.
        /// ## Why it matters
        /// It lies within the policy's bounds only when read as Web Mercator. Nothing is converted in silence: the position counts as unknown, unless the record gives it in the other pair of columns too.
        /// ## How to fix
        /// Convert it to British National Grid metres, or give `latitude` and `longitude`.
        PositionWebMercator = "position-web-mercator", Warning, false;
        /// ## What it checks
        /// No degrees stand in `easting` and `northing`, and no grid metres in `latitude` and `longitude`.
        /// ## Why it matters
        /// Read in the column's unit the site would stand at sea. The position counts as unknown, unless the record gives it in the other pair of columns too.
        /// ## How to fix
        /// Move the cells to the columns of their own unit.
        PositionInOtherColumns = "position-in-other-columns", Warning, false;
        /// ## What it checks
        /// A record that gives its position in metres and in degrees means the same place, within the policy's distance.
        /// ## Why it matters
        /// One of the two is wrong. The position in metres is kept.
        /// ## How to fix
        /// Correct the wrong pair, or empty it.
        PositionDiffers = "position-differs", Warning, false;
        /// ## What it checks
        /// A position lies near the point that the table `postcodes` gives for the record's postcode (3 km by default, policy).
        /// ## Why it matters
        /// A digit too few or wrong moves a site by kilometres, still within the country. The position counts as unknown.
        /// ## How to fix
        /// Correct the position, or the postcode.
        PositionFarFromPostcode = "position-far-from-postcode", Warning, false;
        /// ## What it checks
        /// A postcode has the form of one: letters and digits where a postcode of the United Kingdom has them, and an area that there is. Case and blanks do not matter. A letter O for a zero is named with the postcode that is meant.
        /// ## Why it matters
        /// The position cannot be held against it, and letters may go astray. The text is kept as it stands.
        /// ## How to fix
        /// Correct the postcode.
        PostcodeForm = "postcode-form", Warning, false;
        /// ## What it checks
        /// On import: a key that should find a row of a second file finds one.
        /// ## Why it matters
        /// What the second file would have added is not known of the record.
        /// ## How to fix
        /// Correct the key in one of the files, or give the second file of the same date.
        JoinUnmatched = "join-unmatched", Warning, false;
        /// ## What it checks
        /// On import: the mapping states what every record needs and no column of the file tells, such as the financial year.
        /// ## Why it matters
        /// The records cannot be made without it: they are in no table.
        /// ## How to fix
        /// State it in the mapping, where the empty constant stands.
        ConstantNotStated = "constant-not-stated", Warning, false;
        /// ## What it checks
        /// On import: rows that become one record agree in every column, unless the mapping states a choice.
        /// ## Why it matters
        /// Which of the values is right cannot be told; the fact counts as unknown.
        /// ## How to fix
        /// State a choice in the mapping (first, last, largest, smallest, sum), or correct the rows.
        RowsDisagree = "rows-disagree", Warning, false;
        /// ## What it checks
        /// On import: a record without a position has a postcode that the table of postcodes holds.
        /// ## Why it matters
        /// The record is kept, but it stands on no map and counts in no distance.
        /// ## How to fix
        /// Give a table of postcodes that covers the area and is recent enough, or the position itself.
        NotLocated = "not-located", Warning, false;
        /// ## What it checks
        /// A break, a step, a review, a rent-free or a part-rent period of `lease_events` falls within the lease's term.
        /// ## Why it matters
        /// It would change nothing, or not what was meant: mostly a year is mistyped. The row is kept as it stands.
        /// ## How to fix
        /// Correct the date, or `start` and `expiry` of the lease.
        EventOutsideTerm = "event-outside-term", Warning, false;
        /// ## What it checks
        /// `until` of a dated term is not before `on`: a period does not end before it begins, and a notice is not served after the break that it is for.
        /// ## Why it matters
        /// The end of a period counts as unknown, and so does the rent from its first day on.
        /// ## How to fix
        /// Correct one date, or swap the two.
        EventEndsBeforeStart = "event-ends-before-start", Warning, false;
        /// ## What it checks
        /// A break still ahead says whose it is and what notice it needs, a step its rent, a rent-free period its last day, a part-rent period both.
        /// ## Why it matters
        /// A break of which that is not known cannot be relied on; a rent of which it is not known is unknown from then on.
        /// ## How to fix
        /// Fill in the cells from the lease.
        EventIncomplete = "event-incomplete", Warning, false;
        /// ## What it checks
        /// The notice of a break is given in one unit: `notice_months`, `notice_weeks` or `notice_days`.
        /// ## Why it matters
        /// Three months, 13 weeks and 90 days end on different days, and one day late is too late. The notice counts as not recorded.
        /// ## How to fix
        /// Keep the unit that the lease has and empty the others.
        NoticeGivenTwice = "notice-given-twice", Warning, false;
        /// ## What it checks
        /// A lease with an `expiry` is not marked `periodic`.
        /// ## Why it matters
        /// A term ends on its last day, a periodic tenancy by a notice only: rent, exit and commitment differ. The expiry is used.
        /// ## How to fix
        /// Empty `expiry` if the tenancy goes on from period to period, else empty `periodic`.
        PeriodicWithExpiry = "periodic-with-expiry", Warning, false;
        /// ## What it checks
        /// No two rows of `lease_events` give one lease on one day the same kind of term with different words or figures. Two sides' breaks on one day are two terms.
        /// ## Why it matters
        /// One of them is out of date or mistyped, and both would be reckoned with.
        /// ## How to fix
        /// Delete the wrong row.
        EventsDiffer = "events-differ", Warning, false;
        /// ## What it checks
        /// A row of kind served, exercised or waived is for a break of the lease: the one on its `until`, of its `party`.
        /// ## Why it matters
        /// The notice counts for no break: what was served would be shown as open or missed.
        /// ## How to fix
        /// Correct `until` or `party`, or add the break; the breaks that there are are named.
        NoticeOfNoBreak = "notice-of-no-break", Warning, false;
        /// ## What it checks
        /// `rent_free_months` of a lease is what its dated rent-free periods come to.
        /// ## Why it matters
        /// The dated periods win and the column is not read: if the column was right, the rent is wrong for those months.
        /// ## How to fix
        /// Correct the column or the dated terms; an empty column leaves it to the dated terms.
        RentFreeDiffers = "rent-free-differs", Warning, false;
        /// ## What it checks
        /// `rent` of a lease is what its last dated step or agreed review up to `as_of` made it, unless a regular review has come since.
        /// ## Why it matters
        /// The dated term wins: if the column was right, every payment since then is wrong.
        /// ## How to fix
        /// Correct the column or the dated term.
        RentDiffers = "rent-differs", Warning, false;
        /// ## What it checks
        /// A sublease ends before the day on which a break that was served or exercised ends its head lease, or can be ended by then.
        /// ## Why it matters
        /// The body would owe its subtenant space that it no longer holds.
        /// ## How to fix
        /// Check both leases and their breaks; if they are right, take advice.
        SubleaseOutlivesBreak = "sublease-outlives-break", Warning, false;
        /// ## What it checks
        /// The shares of an agreement's parties, of those in force together for one site and measure, add up to no more than 100 %.
        /// ## Why it matters
        /// More than the whole cost or space would be shared out.
        /// ## How to fix
        /// Correct the shares.
        SharesAboveWhole = "shares-above-whole", Warning, false;
        /// ## What it checks
        /// What a scheme spends, and the grants, contributions, reserves and receipts that pay for it, are not below zero.
        /// ## Why it matters
        /// The sign is mostly turned round: a spend below zero lowers the borrowing. The sum is used as it stands.
        /// ## How to fix
        /// Correct the sign or the amount.
        SumBelowZero = "sum-below-nought", Warning, false;
        /// ## What it checks
        /// A spend that nothing else pays for has `life_years`, repairs aside.
        /// ## Why it matters
        /// What is borrowed for it is not charged to revenue, and the programme looks cheaper than it is.
        /// ## How to fix
        /// Fill in the years over which the borrowing is charged.
        LifeMissing = "life-missing", Warning, false;
        /// ## What it checks
        /// `operational_on` of a scheme is not before the year of its first spend.
        /// ## Why it matters
        /// The charge to revenue begins the year after a scheme is in use: it would begin before anything was spent.
        /// ## How to fix
        /// Correct the day, or the years of the spend.
        OperationalBeforeSpend = "operational-before-spend", Warning, false;
        /// ## What it checks
        /// The sale of a site is claimed by one scheme of `projects`, or by `[[receipts]]` of `treasury.toml`, not by two.
        /// ## Why it matters
        /// The same money would pay twice. Only the first scheme in order of id has it.
        /// ## How to fix
        /// Take one of the two out, or name the site whose sale it really is.
        ReceiptClaimedTwice = "receipt-claimed-twice", Warning, false;
        /// ## What it checks
        /// A site whose sale pays for something is held freehold or by long lease.
        /// ## Why it matters
        /// The end of a lease or licence brings no receipt. The sum is used as it stands.
        /// ## How to fix
        /// Correct the site, or its tenure in `sites`.
        ReceiptNotOwned = "receipt-not-owned", Warning, false;
        /// ## What it checks
        /// What is decided of a site, and the sale that a receipt comes from, can be done: the site need not be kept, no constraint without end bars a sale, and a site so held has the option.
        /// ## Why it matters
        /// The body counts on what it cannot do. Decision and receipt are used as they stand, and the programme is flagged.
        /// ## How to fix
        /// Correct the decision or receipt, or what stands against it in `sites` and `constraints`.
        DecisionBarred = "decision-barred", Warning, false;
        /// ## What it checks
        /// No two benefits save the running cost of one site in one year, those withdrawn aside.
        /// ## Why it matters
        /// The ledger falls once: two benefits would both be proved by the same fall. Both are kept.
        /// ## How to fix
        /// Put the two together, or part the saving between them.
        BenefitCountedTwice = "benefit-counted-twice", Warning, false;
        /// ## What it checks
        /// A benefit with a realised sum is not withdrawn or merely planned, and was agreed to by the end of that year.
        /// ## Why it matters
        /// Status or sum is out of date. The sum is used as it stands.
        /// ## How to fix
        /// Correct `status`, `agreed_on` or the year, or empty `realised`.
        BenefitStatusDiffers = "benefit-status-differs", Warning, false;
        /// ## What it checks
        /// A row of `option_facts` is about an option that can use the fact, and that the site has by its tenure: only a lease or licence is left, only a freehold or long lease is sold.
        /// ## Why it matters
        /// Nothing reads the fact: the option still waits for the one that was meant.
        /// ## How to fix
        /// Correct `option` or `fact`, or the site's tenure.
        OptionFactUnused = "option-fact-unused", Warning, false;
        /// ## What it checks
        /// A row of `option_facts` has an amount, and it is not negative unless it is a consideration, which the body may pay or receive.
        /// ## Why it matters
        /// A cost with its sign turned round would turn the choice of option round. The fact counts as not known.
        /// ## How to fix
        /// Fill in the amount, a cost as a positive number.
        OptionFactAmount = "option-fact-amount", Warning, false;
        /// ## What it checks
        /// `on` of a row of `option_facts` is not before `as_of`.
        /// ## Why it matters
        /// What is paid before that day is no part of an option that is still open. The amount is used on the option's own day.
        /// ## How to fix
        /// Correct the day, or take the row out if the sum has been paid.
        OptionFactPast = "option-fact-past", Warning, false;
        /// ## What it checks
        /// The rent of a site in the ledger of the last whole financial year is that of its leases as tenant in that year, within the policy's tolerance, by the days it falls due or by the days it is for.
        /// ## Why it matters
        /// One of the two is wrong or out of date: what leaving a lease saves hangs on it. Both are used as they stand.
        /// ## How to fix
        /// Check the rent of the lease, its dated terms and the site's lines of rent in `costs`, and correct the wrong one.
        RentDisagrees = "rent-disagrees", Warning, false;
    } };
}
