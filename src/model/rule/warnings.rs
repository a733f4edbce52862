//! The rules whose findings are warnings: the run goes on.

/// Hands them on to `zone_rules`, after the graver ones.
macro_rules! warning_rules {
    ($($graver:tt)*) => { zone_rules! {
        $($graver)*
        /// ## What it checks
        /// Every filled cell outside the required columns can be read as the value that the column expects.
        /// ## Why it matters
        /// The value is treated as not known, and scores that need it become ranges.
        /// ## How to fix
        /// Correct the cell, or empty it if the fact is not known.
        CellUnreadable = "cell-unreadable", Warning, false;
        /// ## What it checks
        /// Columns that ask for text (`must_keep`, a constraint's `text` and `blocks`, `evidence`, `conditions`) contain text. They do not contain a bare yes, a question mark, or an unclear no.
        /// ## Why it matters
        /// `No` in a column of reasons is read as no reason. A bare yes does not say why, and `no longer` or `?` is ambiguous. The finding says how the cell is used.
        /// ## How to fix
        /// Write the reason in words, or empty the cell if there is none.
        TextIsSwitch = "text-is-switch", Warning, false;
        /// ## What it checks
        /// Some observations are in the months before `as_of` that are used, and some ledger lines are in the last whole financial year.
        /// ## Why it matters
        /// A table for another period is not used. Figures that need it are not known at any site, as if the table were missing.
        /// ## How to fix
        /// Add the lines for that period, or correct their dates. The finding gives the dates of the table and the dates that are used.
        LinesOutsideWindow = "lines-outside-window", Warning, false;
        /// ## What it checks
        /// No observation or ledger line is for a period after `as_of`.
        /// ## Why it matters
        /// Such lines are forecasts, lines for the next snapshot, or lines with a wrong year. They are not used.
        /// ## How to fix
        /// Correct the date or year, or keep the lines for the next snapshot.
        LinesAfterSnapshot = "lines-after-snapshot", Warning, false;
        /// ## What it checks
        /// Every `lease_id` in `lease_events` is listed in `leases`.
        /// ## Why it matters
        /// The dated term belongs to no lease and is left out, so a break or a step may be missing.
        /// ## How to fix
        /// Correct the id, or add the lease. The finding names the nearest id if there is only one.
        UnknownLease = "unknown-lease", Warning, false;
        /// ## What it checks
        /// Every record has as many cells as the header.
        /// ## Why it matters
        /// The missing cells are read as empty. If the record was cut off, facts are lost.
        /// ## How to fix
        /// Export the table again, or add the missing commas at the end of the row.
        RowTooShort = "row-too-short", Warning, false;
        /// ## What it checks
        /// Every row of a table is a record: not a heading or a footnote with one filled cell, a repeat of the header, or a row of units.
        /// ## Why it matters
        /// The row is left out. If it was a record, most of it is missing.
        /// ## How to fix
        /// Delete the row, or fill in the cells of the record.
        RowNoRecord = "row-no-record", Warning, false;
        /// ## What it checks
        /// In a table without ids, no line is identical to an earlier one (once they reach the share of lines in the policy).
        /// ## Why it matters
        /// An export read in twice doubles costs, people or terms, although two equal invoices may be right. All lines are used.
        /// ## How to fix
        /// Delete the lines that were read in twice.
        RepeatedLines = "repeated-lines", Warning, false;
        /// ## What it checks
        /// No cells are merged among the records of a workbook.
        /// ## Why it matters
        /// Only the first merged cell has the value. The others are read as empty, so an id or a fact may be missing.
        /// ## How to fix
        /// Unmerge the cells and fill in each one.
        MergedCells = "merged-cells", Warning, false;
        /// ## What it checks
        /// Every formula in a workbook has its result stored.
        /// ## Why it matters
        /// Some programs store no results. Such cells are read as empty.
        /// ## How to fix
        /// Open the workbook in the spreadsheet program and save it.
        FormulaUnsolved = "formula-unsolved", Warning, false;
        /// ## What it checks
        /// No other sheet in a table's workbook has columns of the table under a different header, and its JSON file contains no other list of records.
        /// ## Why it matters
        /// That sheet or list is not read, though its records may belong to the table.
        /// ## How to fix
        /// Give it the same header, or move it to a separate file.
        SheetApart = "sheet-apart", Warning, false;
        /// ## What it checks
        /// Occupied area is at most net internal area, office area is at most net internal area, and net is at most gross internal area.
        /// ## Why it matters
        /// One of them is wrong or measured on another basis. Area in use and m² per FTE depend on them. The values are used as they stand.
        /// ## How to fix
        /// Check the areas against the plans and correct the wrong one.
        AreasOutOfOrder = "areas-out-of-order", Warning, false;
        /// ## What it checks
        /// The totals of a site's observations, and of its ledger lines for a year, are small enough to add up exactly.
        /// ## Why it matters
        /// Such a total comes from values in a wrong unit or from lines repeated many times. It is not used, and figures that need it are not known.
        /// ## How to fix
        /// Look for capacities, hours or amounts that are far too large, or for lines repeated many times.
        SumTooLarge = "sum-too-large", Warning, false;
        /// ## What it checks
        /// `backlog_total` equals the sum of the four bands of backlog, within the policy's tolerance (1%), and is no less than the bands that are recorded.
        /// ## Why it matters
        /// One of them is wrong or has a different date. The first sift uses the bands.
        /// ## How to fix
        /// Correct the total or the wrong band, or empty the total.
        BacklogTotalOff = "backlog-total-off", Warning, false;
        /// ## What it checks
        /// No peak or mean is above the capacity in the same observation.
        /// ## Why it matters
        /// Crowding happens, but more people than places over a whole count usually means that the capacity is wrong. The values are used as they stand.
        /// ## How to fix
        /// Check the count and the capacity in that observation.
        PeakAboveCapacity = "peak-above-capacity", Warning, false;
        /// ## What it checks
        /// Office area per office FTE is from 3 to 200 m² (policy).
        /// ## Why it matters
        /// Outside this range the area or the staff list is wrong. The values are used as they stand.
        /// ## How to fix
        /// Check `office_nia_m2` of the site and `fte` of its teams.
        SpacePerFteImplausible = "space-per-fte-implausible", Warning, false;
        /// ## What it checks
        /// Both halves of a position are present.
        /// ## Why it matters
        /// Half a position cannot be used, so the site is missing from the map.
        /// ## How to fix
        /// Enter the other half.
        PositionIncomplete = "position-incomplete", Warning, false;
        /// ## What it checks
        /// No position is 0, 0.
        /// ## Why it matters
        /// Some systems use zero for "not known". The position is treated as not known.
        /// ## How to fix
        /// Enter the position, or empty both cells.
        PositionZero = "position-zero", Warning, false;
        /// ## What it checks
        /// No position needs its two halves swapped to fall within the policy's bounds or near the rest of the estate.
        /// ## Why it matters
        /// The site would appear far away. The position is treated as not known, because nothing is repaired automatically.
        /// ## How to fix
        /// Swap the two cells.
        PositionSwapped = "position-swapped", Warning, false;
        /// ## What it checks
        /// A position is within the policy's bounds (Great Britain by default).
        /// ## Why it matters
        /// The site would appear at sea or abroad. The position is treated as not known.
        /// ## How to fix
        /// Correct the cells. Check that the position is in British National Grid metres, or in degrees.
        PositionOutOfBounds = "position-out-of-bounds", Warning, false;
        /// ## What it checks
        /// `boundaries.geojson` contains GeoJSON polygons within the policy's bounds, in longitude and latitude or in British National Grid metres.
        /// ## Why it matters
        /// The map shows no outline, or only the part that can be drawn. Nothing else uses the file.
        /// ## How to fix
        /// Export the outline again as GeoJSON polygons in WGS 84 (EPSG:4326), or delete the file.
        BoundaryLeftOut = "boundary-left-out", Warning, false;
        /// ## What it checks
        /// The control totals in `estate.toml` agree with the tables within the tolerance.
        /// ## Why it matters
        /// A register that does not agree with the accounts will not convince a committee.
        /// ## How to fix
        /// Find the missing or duplicate records, or correct the control total.
        ControlTotalOff = "control-total-off", Warning, false;
        /// ## What it checks
        /// A sublease ends before its head lease.
        /// ## Why it matters
        /// After the head lease ends the body would owe its subtenant space that it no longer holds.
        /// ## How to fix
        /// Check both expiry dates and `parent_lease_id`. If they are right, take legal advice.
        SubleaseOutlivesHeadLease = "sublease-outlives-head-lease", Warning, false;
        /// ## What it checks
        /// `parent_lease_id` names a lease in the table.
        /// ## Why it matters
        /// The sublease cannot be checked against its head lease. The head lease is treated as not known.
        /// ## How to fix
        /// Correct the id, or add the head lease.
        UnknownHeadLease = "unknown-head-lease", Warning, false;
        /// ## What it checks
        /// No month of a series in `indices` is given twice with different values.
        /// ## Why it matters
        /// It is not clear which value was published. The month is treated as not known, and so is any rent that needs it.
        /// ## How to fix
        /// Delete the wrong row.
        IndexValuesDiffer = "index-values-differ", Warning, false;
        /// ## What it checks
        /// A valuation is within the policy's age limit at `as_of`.
        /// ## Why it matters
        /// Markets move. The receipt is still based on the value.
        /// ## How to fix
        /// Obtain a new valuation and enter the values and `valued_on`.
        ValuationStale = "valuation-stale", Warning, false;
        /// ## What it checks
        /// A valuation is not dated after `as_of`.
        /// ## Why it matters
        /// The date or the snapshot is wrong. The value is used as it stands.
        /// ## How to fix
        /// Correct `valued_on`.
        ValuationFuture = "valuation-future", Warning, false;
        /// ## What it checks
        /// A sold site has no ledger line for a period after `status_on`.
        /// ## Why it matters
        /// Either the site still costs money, or the line belongs to another site.
        /// ## How to fix
        /// Check the line's site and year, and the date of the sale.
        CostAfterDisposal = "cost-after-disposal", Warning, false;
        /// ## What it checks
        /// No two sites share a UPRN, an address with postcode, or a position.
        /// ## Why it matters
        /// If one property is listed twice, its value, area and cost are counted twice.
        /// ## How to fix
        /// Delete the duplicate. If both are parts of one building, give each its own address or UPRN.
        SameSiteTwice = "same-site-twice", Warning, false;
        /// ## What it checks
        /// No number uses a decimal comma, as in `184,5`.
        /// ## Why it matters
        /// The comma could also be a thousands separator. It is read as a decimal comma.
        /// ## How to fix
        /// Write the number with a point.
        DecimalComma = "decimal-comma", Warning, false;
        /// ## What it checks
        /// No number has two possible readings. For example, `1,909` beside `0.214` may be 1909, or 1.909 with a decimal comma. The other numbers in the column decide if they allow only one reading (`comma_fits_times`, policy).
        /// ## Why it matters
        /// The wrong reading is a thousand times too large or too small. The value is treated as not known.
        /// ## How to fix
        /// Write the number without commas, and use a point for decimals.
        NumberDoubted = "number-doubted", Warning, false;
        /// ## What it checks
        /// No date such as `03/04/2020` is in a column that also has a date with the month first, such as `03/31/2020`.
        /// ## Why it matters
        /// It could be 3 April or 4 March. The value is treated as not known.
        /// ## How to fix
        /// Write the dates in this column as YYYY-MM-DD, or state their order in the mapping.
        DateDoubted = "date-doubted", Warning, false;
        /// ## What it checks
        /// No number has an exponent that hides its last digits: `1.2E+03` may be any number from 1,150 to 1,249.
        /// ## Why it matters
        /// Spreadsheets show large numbers like this in narrow columns, and save what they show. The number is used as it stands.
        /// ## How to fix
        /// Format the column as a number and save the file again.
        ExponentCut = "exponent-cut", Warning, false;
        /// ## What it checks
        /// No id is a number that a spreadsheet has rounded: one with an exponent, or of 16 digits or more that end in zeros.
        /// ## Why it matters
        /// Spreadsheets keep 15 digits, so the id may belong to another record or to none. The body's own ids are kept as they stand. A UPRN is treated as not known.
        /// ## How to fix
        /// Copy the column from the source again, formatted as text.
        IdDamaged = "id-damaged", Warning, false;
        /// ## What it checks
        /// No value in a column of pounds, m² or counts is given as a percentage, in thousands or millions, or in another unit.
        /// ## Why it matters
        /// `£35k` is read as £35,000, and `4,500 sq ft` in a column of m² as 418.064 m². A percentage, or a unit that cannot be converted, is treated as not known.
        /// ## How to fix
        /// Write the figure in the column's unit.
        WrongUnit = "wrong-unit", Warning, false;
        /// ## What it checks
        /// No row of a table is a total or subtotal of others, judged by that word in any of its cells.
        /// ## Why it matters
        /// The estate would be counted twice. The row is left out if it lacks the cells of a record, or has the word in place of an id. Otherwise it is used as it stands.
        /// ## How to fix
        /// Delete the row.
        SubtotalRow = "subtotal-row", Warning, false;
        /// ## What it checks
        /// No id, date, listed word or number contains a line break.
        /// ## Why it matters
        /// It comes from a faulty export. The line break is ignored.
        /// ## How to fix
        /// Delete the line break in the cell.
        LineBreakInCell = "line-break-in-cell", Warning, false;
        /// ## What it checks
        /// No site is much further from the centre of the estate than the others (by default 150 km and five times the usual distance, policy).
        /// ## Why it matters
        /// A missing or wrong digit can move a site across the country and still leave it within the bounds. The position is used as it stands.
        /// ## How to fix
        /// Correct the position. No action if the site is there.
        PositionOutlying = "position-outlying", Warning, false;
        /// ## What it checks
        /// No position is in Web Mercator metres (EPSG:3857), the system that web maps use.
        /// ## Why it matters
        /// The position is within the policy's bounds only if read as Web Mercator. It is not converted automatically. It is treated as not known, unless the record also gives the other pair of columns.
        /// ## How to fix
        /// Convert it to British National Grid metres, or give `latitude` and `longitude`.
        PositionWebMercator = "position-web-mercator", Warning, false;
        /// ## What it checks
        /// No degrees are in `easting` and `northing`, and no grid metres are in `latitude` and `longitude`.
        /// ## Why it matters
        /// Read in the column's unit, the site would appear at sea. The position is treated as not known, unless the record also gives the other pair of columns.
        /// ## How to fix
        /// Move the values to the columns for their unit.
        PositionInOtherColumns = "position-in-other-columns", Warning, false;
        /// ## What it checks
        /// If a record gives its position in both metres and degrees, they are the same place, within the policy's distance.
        /// ## Why it matters
        /// One of the two is wrong. The position in metres is used.
        /// ## How to fix
        /// Correct or empty the wrong pair.
        PositionDiffers = "position-differs", Warning, false;
        /// ## What it checks
        /// A position is near the point that the table `postcodes` gives for the record's postcode (3 km by default, policy).
        /// ## Why it matters
        /// A missing or wrong digit can move a site by kilometres and still leave it in the country. The position is treated as not known.
        /// ## How to fix
        /// Correct the position or the postcode.
        PositionFarFromPostcode = "position-far-from-postcode", Warning, false;
        /// ## What it checks
        /// A postcode has the form of a UK postcode and a postcode area that exists. Capitals and spaces do not matter. If it has a letter O for a zero, the finding gives the likely postcode.
        /// ## Why it matters
        /// The position cannot be checked against it, and letters may go to the wrong address. The text is kept as it stands.
        /// ## How to fix
        /// Correct the postcode.
        PostcodeForm = "postcode-form", Warning, false;
        /// ## What it checks
        /// On import: every key for a second file finds a row in that file.
        /// ## Why it matters
        /// The facts in the second file are not known for the record.
        /// ## How to fix
        /// Correct the key in one of the files, or use a second file of the same date.
        JoinUnmatched = "join-unmatched", Warning, false;
        /// ## What it checks
        /// On import: the mapping states any value that every record needs and no column gives, such as the financial year.
        /// ## Why it matters
        /// The records cannot be made without it and are in no table.
        /// ## How to fix
        /// State the value in the mapping in place of the empty constant.
        ConstantNotStated = "constant-not-stated", Warning, false;
        /// ## What it checks
        /// On import: rows that are merged into one record agree in every column, unless the mapping says how to choose.
        /// ## Why it matters
        /// It is not clear which value is right. The fact is treated as not known.
        /// ## How to fix
        /// State a choice in the mapping (first, last, largest, smallest, sum), or correct the rows.
        RowsDisagree = "rows-disagree", Warning, false;
        /// ## What it checks
        /// On import: a record with no position has a postcode in the table of postcodes.
        /// ## Why it matters
        /// The record is kept, but it is on no map and in no distance.
        /// ## How to fix
        /// Use a recent table of postcodes for the area, or give the position itself.
        NotLocated = "not-located", Warning, false;
        /// ## What it checks
        /// A break, step, review, rent-free period or part-rent period in `lease_events` is within the term of the lease.
        /// ## Why it matters
        /// It would change nothing, or the wrong thing. Usually a year is mistyped. The row is used as it stands.
        /// ## How to fix
        /// Correct the date, or `start` and `expiry` of the lease.
        EventOutsideTerm = "event-outside-term", Warning, false;
        /// ## What it checks
        /// `until` of a dated term is not before `on`, and `until` of a partner not before `from`. A period does not end before it starts, and a notice is not served after its break.
        /// ## Why it matters
        /// The end of the period is treated as not known, and so is the rent from its first day. Nothing is matched with the partner.
        /// ## How to fix
        /// Correct one of the dates, or swap them.
        EventEndsBeforeStart = "event-ends-before-start", Warning, false;
        /// ## What it checks
        /// A future break says who may use it and what notice it needs. A step gives its rent, a rent-free period its last day, and a part-rent period both.
        /// ## Why it matters
        /// A break without these facts is not relied on. A rent without them is not known from that date.
        /// ## How to fix
        /// Fill in the cells from the lease.
        EventIncomplete = "event-incomplete", Warning, false;
        /// ## What it checks
        /// The notice for a break is given in one unit: `notice_months`, `notice_weeks` or `notice_days`.
        /// ## Why it matters
        /// Three months, 13 weeks and 90 days end on different days, and one day late is too late. The notice is treated as not recorded.
        /// ## How to fix
        /// Keep the unit that the lease uses and empty the others.
        NoticeGivenTwice = "notice-given-twice", Warning, false;
        /// ## What it checks
        /// A lease with an `expiry` is not marked `periodic`.
        /// ## Why it matters
        /// A term ends on its last day, but a periodic tenancy ends only by notice, so rent, exit and commitment differ. The expiry is used.
        /// ## How to fix
        /// Empty `expiry` if the tenancy runs from period to period. If not, empty `periodic`.
        PeriodicWithExpiry = "periodic-with-expiry", Warning, false;
        /// ## What it checks
        /// No two rows of `lease_events` give the same kind of term for one lease on one day with different words or figures. Breaks of two parties on one day are two terms.
        /// ## Why it matters
        /// One row is out of date or mistyped, and both are used.
        /// ## How to fix
        /// Delete the wrong row.
        EventsDiffer = "events-differ", Warning, false;
        /// ## What it checks
        /// A row of kind served, exercised or waived is for a break in the lease: the break dated `until`, for that `party`.
        /// ## Why it matters
        /// The row matches no break, so a break that was used would be shown as open or missed.
        /// ## How to fix
        /// Correct `until` or `party`, or add the break. The finding lists the breaks in the lease.
        NoticeOfNoBreak = "notice-of-no-break", Warning, false;
        /// ## What it checks
        /// `rent_free_months` of a lease equals the months in its dated rent-free periods.
        /// ## Why it matters
        /// The dated periods are used and the column is ignored. If the column is right, the rent for those months is wrong.
        /// ## How to fix
        /// Correct the column or the dated terms. With an empty column the dated terms are used.
        RentFreeDiffers = "rent-free-differs", Warning, false;
        /// ## What it checks
        /// `rent` of a lease equals the rent set by its last dated step or agreed review up to `as_of`, unless a regular review has taken place since.
        /// ## Why it matters
        /// The dated term is used. If the column is right, every later payment is wrong.
        /// ## How to fix
        /// Correct the column or the dated term.
        RentDiffers = "rent-differs", Warning, false;
        /// ## What it checks
        /// A sublease ends, or can be ended, before a break that was served or exercised ends its head lease.
        /// ## Why it matters
        /// After the break the body would owe its subtenant space that it no longer holds.
        /// ## How to fix
        /// Check both leases and their breaks. If they are right, take legal advice.
        SubleaseOutlivesBreak = "sublease-outlives-break", Warning, false;
        /// ## What it checks
        /// The shares of the parties to an agreement, in force at the same time for one site and measure, total at most 100%.
        /// ## Why it matters
        /// More than the whole cost or space would be shared out.
        /// ## How to fix
        /// Correct the shares.
        SharesAboveWhole = "shares-above-whole", Warning, false;
        /// ## What it checks
        /// A scheme's spend, and the grants, contributions, reserves and receipts that pay for it, are not below zero; nor is
        /// the rent that a partner would pay or the charge that it asks.
        /// ## Why it matters
        /// The sign is probably reversed: a negative spend lowers the borrowing. The amount is used as it stands, but for a
        /// partner's charge, which is left out.
        /// ## How to fix
        /// Correct the sign or the amount.
        SumBelowZero = "sum-below-zero", Warning, false;
        /// ## What it checks
        /// Spend that is financed by borrowing has `life_years`, except repairs.
        /// ## Why it matters
        /// Without it the borrowing is not charged to revenue, and the programme looks cheaper than it is.
        /// ## How to fix
        /// Enter the years over which the borrowing is charged.
        LifeMissing = "life-missing", Warning, false;
        /// ## What it checks
        /// `operational_on` of a scheme is not before its first year of spend.
        /// ## Why it matters
        /// The charge to revenue starts in the year after a scheme comes into use, so it would start before any spend.
        /// ## How to fix
        /// Correct the date or the years of spend.
        OperationalBeforeSpend = "operational-before-spend", Warning, false;
        /// ## What it checks
        /// The sale of a site is used by one scheme in `projects` or by one of `[[receipts]]` in `treasury.toml`, not by two.
        /// ## Why it matters
        /// The same money would pay twice. Only the first scheme by id has it.
        /// ## How to fix
        /// Remove one of the two, or name the site that is really sold.
        ReceiptClaimedTwice = "receipt-claimed-twice", Warning, false;
        /// ## What it checks
        /// A site whose sale pays for a scheme is held freehold or by long lease.
        /// ## Why it matters
        /// The end of a lease or licence brings no receipt. The amount is used as it stands.
        /// ## How to fix
        /// Correct the site, or its tenure in `sites`.
        ReceiptNotOwned = "receipt-not-owned", Warning, false;
        /// ## What it checks
        /// A decision about a site, or a sale that gives a receipt, can go ahead: the site need not be kept, no permanent constraint bars a sale, and the option is open to a site with that tenure.
        /// ## Why it matters
        /// The body would rely on something it cannot do. The decision and receipt are used as they stand, and the programme is flagged.
        /// ## How to fix
        /// Correct the decision or receipt, or the entries in `sites` and `constraints` that conflict with it.
        DecisionBarred = "decision-barred", Warning, false;
        /// ## What it checks
        /// No two benefits save the running cost of one site in one year, ignoring withdrawn benefits.
        /// ## Why it matters
        /// The ledger falls only once, so the same fall would prove both benefits. Both are used.
        /// ## How to fix
        /// Merge the two, or divide the saving between them.
        BenefitCountedTwice = "benefit-counted-twice", Warning, false;
        /// ## What it checks
        /// A benefit with a realised amount is not withdrawn or only planned, and was agreed by the end of that year.
        /// ## Why it matters
        /// The status or the amount is out of date. The amount is used as it stands.
        /// ## How to fix
        /// Correct `status`, `agreed_on` or the year, or empty `realised`.
        BenefitStatusDiffers = "benefit-status-differs", Warning, false;
        /// ## What it checks
        /// A row of `option_facts` is for an option that uses the fact and that is open to the site: only a lease or licence can be left, and only a freehold or long lease can be sold.
        /// ## Why it matters
        /// The fact is not used, and the intended option still lacks it.
        /// ## How to fix
        /// Correct `option` or `fact`, or the site's tenure.
        OptionFactUnused = "option-fact-unused", Warning, false;
        /// ## What it checks
        /// A row of `option_facts` has an amount. It is not negative, except for a consideration, which the body may pay or receive.
        /// ## Why it matters
        /// A cost with the wrong sign could change the choice of option. The fact is treated as not known.
        /// ## How to fix
        /// Enter the amount. Write a cost as a positive number.
        OptionFactAmount = "option-fact-amount", Warning, false;
        /// ## What it checks
        /// `on` of a row in `option_facts` is not before `as_of`.
        /// ## Why it matters
        /// A payment before that date is not part of an option that is still open. The option's own date is used.
        /// ## How to fix
        /// Correct the date, or delete the row if the amount has been paid.
        OptionFactPast = "option-fact-past", Warning, false;
        /// ## What it checks
        /// The rent of a site in the ledger for the last whole financial year equals the rent of its leases as tenant in that year, within the policy's tolerance, by the days it falls due or by the days it covers.
        /// ## Why it matters
        /// One of the two is wrong or out of date, and the saving from leaving a lease depends on it. Both are used as they stand.
        /// ## How to fix
        /// Check the rent of the lease, its dated terms and the site's lines of rent in `costs`, and correct the wrong one.
        RentDisagrees = "rent-disagrees", Warning, false;
    } };
}
