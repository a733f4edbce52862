//! The rules whose findings name a figure that can be read but hardly be right: it is used as it stands.

/// Hands them on to `note_rules`, after the graver ones.
macro_rules! implausible_rules {
    ($($graver:tt)*) => { note_rules! {
        $($graver)*
        /// ## What it checks
        /// Cells, and texts of `estate.toml`, `treasury.toml` and `paper.toml`, hold no characters that show nothing: control characters, marks that turn the direction of text, blanks without width, soft hyphens.
        /// ## Why it matters
        /// A terminal takes some of them for commands, turned text reads otherwise than it is, and an id that holds one is not the id it looks like. The text is read without them.
        /// ## How to fix
        /// Type the cell again, or delete the characters. The finding shows them as codes.
        UnseenCharacters = "unseen-characters", Warning, false;
        /// ## What it checks
        /// No column is headed like names of people or their contact details, and no cell of free text holds an e-mail address or a telephone number.
        /// ## Why it matters
        /// A report passes through many hands, and no analysis needs them. The column is not read, and the text of the cell is read without the address or number.
        /// ## How to fix
        /// Delete the column, or the address or number in the cell. The officer whom readers may ask goes into `paper.toml`.
        PersonalData = "personal-data", Warning, false;
        /// ## What it checks
        /// No figure is zero or negative if it must be positive: areas, values, places observed and the total running cost of a site. No rent is negative.
        /// ## Why it matters
        /// Some systems use zero for "not known", and a sign is easily lost or added. The figure is used as it stands, and readings that use it are marked as questioned.
        /// ## How to fix
        /// Correct the figure, or empty the cell if it is not known.
        FigureImpossible = "figure-impossible", Warning, false;
        /// ## What it checks
        /// The areas of a site are in proportion. At an operational site the area in use is at least 5% of the net area, the net area is at least 20% of the gross, the building fits on the land, and office area is in proportion to workstations (policy).
        /// ## Why it matters
        /// A percentage or share in a column of m², square feet in place of m², or a missing digit makes a full building look empty. The areas are used as they stand, and readings that use them are marked as questioned.
        /// ## How to fix
        /// Check both areas and their units. If many records have the same fault, check the unit of the column.
        AreaOutOfScale = "area-out-of-scale", Warning, false;
        /// ## What it checks
        /// No two values of one site differ by more than eight times (policy): market, book and alternative use value are compared with existing use value, or with market value.
        /// ## Why it matters
        /// An extra or missing digit, or thousands in a column of pounds, changes the receipt by the same factor. The values are used as they stand, and readings that use them are marked as questioned.
        /// ## How to fix
        /// Check both values against the valuer's report.
        ValuesApart = "values-apart", Warning, false;
        /// ## What it checks
        /// A value, a rateable value or a running cost per m² is within eight times the median of sites with the same use, a rental value per m² is within eight times the median of all, and backlog of one risk is below £5,000 per m² (policy).
        /// ## Why it matters
        /// Either the amount or the area is far out. Both are used as they stand, and readings that use them are marked as questioned.
        /// ## How to fix
        /// Check the amount and the gross area. No action if the site is really so different.
        UnlikePeers = "unlike-peers", Warning, false;
        /// ## What it checks
        /// People present are numbers of people, not shares. At a site with ten places or more (policy), the observations are not all below one, and the means are not below one when the peaks are high.
        /// ## Why it matters
        /// 0.45 of 100 places would be read as less than one person, and a full building would look empty. The figures are used as they stand, and readings that use them are marked as questioned.
        /// ## How to fix
        /// Multiply by the capacity, or export numbers of people.
        PeopleAsShares = "people-as-shares", Warning, false;
        /// ## What it checks
        /// The mean of an observation is not above its peak.
        /// ## Why it matters
        /// The two are swapped, or one is wrong. Both are used as they stand, and readings that use them are marked as questioned.
        /// ## How to fix
        /// Check both counts. Swap the cells if they are the wrong way round.
        MeanAbovePeak = "mean-above-peak", Warning, false;
        /// ## What it checks
        /// In each observation, a site is in use for no more hours than it is open.
        /// ## Why it matters
        /// Frequency of use would be above 100%. Both are used as they stand, and readings that use them are marked as questioned.
        /// ## How to fix
        /// Check both. Hours and days are easily confused.
        HoursAboveOpen = "hours-above-open", Warning, false;
        /// ## What it checks
        /// Places and opening hours in an observation are within five times the median at the same site (policy).
        /// ## Why it matters
        /// Both weight each observation, so one error can outweigh all the others. Both are used as they stand, and readings that use them are marked as questioned.
        /// ## How to fix
        /// Correct the observation.
        ObservationOutOfLine = "observation-out-of-line", Warning, false;
        /// ## What it checks
        /// `workstations` of a site is within four times the median of the places observed there (policy).
        /// ## Why it matters
        /// Surplus workstations and space to let are calculated from it. Both are used as they stand, and readings that use them are marked as questioned.
        /// ## How to fix
        /// Count the workstations, or correct `capacity` of the observations.
        DesksDisagree = "desks-disagree", Warning, false;
        /// ## What it checks
        /// A team has no more full-time equivalents than people.
        /// ## Why it matters
        /// One person is at most one full-time equivalent, so one of the two is wrong. Both are used as they stand, and readings that use them are marked as questioned.
        /// ## How to fix
        /// Correct `fte` or `headcount`.
        FteAboveHeadcount = "fte-above-headcount", Warning, false;
        /// ## What it checks
        /// The area of a lease is no more than the gross area of its site.
        /// ## Why it matters
        /// Rent per m² and the value of a letting depend on both. Both are used as they stand.
        /// ## How to fix
        /// Correct `area_m2` of the lease or `gia_m2` of the site. One of them may be in square feet.
        LeaseAreaAboveBuilding = "lease-area-above-building", Warning, false;
        /// ## What it checks
        /// The collar of a rent review is not above its cap, and neither is above 20% a year (policy).
        /// ## Why it matters
        /// `4` is read as 400%, which would leave the next reviewed rent without a limit. Both are used as they stand.
        /// ## How to fix
        /// Write 4 per cent as `0.04` or `4%`.
        ReviewBounds = "review-bounds", Warning, false;
        /// ## What it checks
        /// The notice for a break is at most 24 months (policy).
        /// ## Why it matters
        /// The last date to serve it would be years earlier, and an open break would be shown as missed. It is used as it stands, and readings that use it are marked as questioned.
        /// ## How to fix
        /// Check the notice against the lease. It may be days, not months.
        NoticeImplausible = "notice-implausible", Warning, false;
        /// ## What it checks
        /// A lease of a site held by lease or licence runs for at most 60 years, and any lease for at most 1,000. A rent-free period is at most 60 months (policy) and not longer than the term.
        /// ## Why it matters
        /// A wrong digit in a year moves the exit by a century. It is used as it stands, and readings that use it are marked as questioned.
        /// ## How to fix
        /// Correct the date or the number. If the term is really so long, record the site's tenure as long leasehold.
        LeaseTermImplausible = "lease-term-implausible", Warning, false;
        /// ## What it checks
        /// The rent of a lease is within five times its rental value, and its rent per m² is within eight times the median of leases with the same role (policy). Peppercorn rents are ignored.
        /// ## Why it matters
        /// A monthly rent in place of a yearly one, or an extra digit, changes every amount for the lease. Both are used as they stand.
        /// ## How to fix
        /// Correct `rent`, `erv` or `area_m2`. A monthly rent needs `rent_period`.
        RentImplausible = "rent-implausible", Warning, false;
        /// ## What it checks
        /// The service charge, deposit and break penalty of a lease are at most three years' rent. A dated step, review or part rent is within five times the rent, and dilapidations are below £1,000 per m² (policy).
        /// ## Why it matters
        /// The cost of staying and of leaving depends on them. They are used as they stand, and readings that use them are marked as questioned.
        /// ## How to fix
        /// Correct the amount, in pounds, not pence.
        LeaseSumImplausible = "lease-sum-implausible", Warning, false;
        /// ## What it checks
        /// A published index does not jump: it changes by at most 40% a year against the months before and after (policy).
        /// ## Why it matters
        /// 991 in place of 99.1 would make a reviewed rent ten times too high. The value is used as it stands.
        /// ## How to fix
        /// Check the value against the published series.
        IndexJump = "index-jump", Warning, false;
        /// ## What it checks
        /// A vacant or sold site has no team, and at most one person is observed there after `status_on`. A vacant site has less area in use than the threshold of the sift (policy), a sold site has no current lease as tenant, and no `status_on` is after `as_of`.
        /// ## Why it matters
        /// A vacant site comes first in the first sift, and a sold site is in no plan. If people work there, one of the two tables is wrong. Both are used as they stand.
        /// ## How to fix
        /// Correct the status or its date, or the site of the teams and observations.
        StatusContradicted = "status-contradicted", Warning, false;
        /// ## What it checks
        /// The body is not the tenant of a site that it owns. A site that it leases has a lease as tenant, if it has any lease.
        /// ## Why it matters
        /// Rent paid would be treated as rent received, or the reverse. The lease is used as it stands.
        /// ## How to fix
        /// Correct `role` or the tenure, or add the lease under which the site is held.
        RoleAgainstTenure = "role-against-tenure", Warning, false;
        /// ## What it checks
        /// No two ids of sites, leases or schemes differ only by capitals, punctuation or leading zeros.
        /// ## Why it matters
        /// `FEN-001` and `fen-1` are two records. If they are one site, its lines are divided between them.
        /// ## How to fix
        /// Write the id the same way throughout. No action if they are two records.
        IdsAlike = "ids-alike", Warning, false;
        /// ## What it checks
        /// No row's staff, area, value or rent equals the sum of all the other rows.
        /// ## Why it matters
        /// A row of totals with its own name is treated as a record, and everything is counted twice.
        /// ## How to fix
        /// Delete the row, or import the table with a mapping that leaves it out.
        TotalAmongRecords = "total-among-records", Warning, false;
        /// ## What it checks
        /// If a ledger line gives both its days and a financial year, the days are in that year. A line by days covers at most two years (policy).
        /// ## Why it matters
        /// If both are given, only the year is used. A line for many years puts a small share into each. Both are used as they stand.
        /// ## How to fix
        /// Correct the year or the days.
        LinePeriodDoubted = "line-period-doubted", Warning, false;
        /// ## What it checks
        /// No receipt is planned from a sold site in a year after its sale.
        /// ## Why it matters
        /// The money would be counted twice. The receipt is used as it stands.
        /// ## How to fix
        /// Delete the receipt, name the site that is really sold, or correct the site's status.
        ReceiptOfSold = "receipt-of-sold", Warning, false;
        /// ## What it checks
        /// Years and dates of plans, benefits, ratings and statuses are within 50 years of the snapshot (policy), and no constraint ended before that.
        /// ## Why it matters
        /// A wrong digit in a year puts an amount where nobody sees it. It is used as it stands.
        /// ## How to fix
        /// Correct the year or the date.
        DateFar = "date-far", Warning, false;
        /// ## What it checks
        /// A scheme's spend or a benefit's saving in a year is at most 50 times the median of the table. A realised benefit is within eight times its plan, a change of running cost within eight times the scheme's other years, and a receipt within eight times the site's value (policy).
        /// ## Why it matters
        /// One such amount outweighs the rest of the programme. It is used as it stands.
        /// ## How to fix
        /// Correct the amount, in pounds, not pence.
        ProgrammeSumImplausible = "programme-sum-implausible", Warning, false;
        /// ## What it checks
        /// Compared with the last snapshot in the folder, areas of a site are within 1.5 times and values and running cost within 2.5 times (policy). No two sites have swapped any of these figures or their positions.
        /// ## Why it matters
        /// A row that slipped gives one site the figures of another, and each looks plausible. They are used as they stand, and readings that use them are marked as questioned.
        /// ## How to fix
        /// Correct the snapshot that is wrong. No action if the site has changed.
        UnlikeLastSnapshot = "unlike-last-snapshot", Warning, false;
        /// ## What it checks
        /// A column is in the same unit as in the last snapshot in the folder: most of its figures have not changed by the factor between two units, such as square feet and m², thousands of pounds and pounds, a month's sum and a year's, per cent and fractions (policy).
        /// ## Why it matters
        /// Figures that are all wrong alike look plausible beside each other. They are used as they stand, and readings that use them are marked as questioned.
        /// ## How to fix
        /// Convert the column, or state its unit in the mapping. No action if this snapshot is right and the last one is wrong.
        ColumnUnitChanged = "column-unit-changed", Warning, false;
        /// ## What it checks
        /// A column means what it did in the last snapshot in the folder: most of its figures are not those that another column had then, and the median change is within 1.2 times for areas, 1.6 times for sums and twice for people (policy).
        /// ## Why it matters
        /// A column that moved, or that is measured on another basis, changes every site's reading at once. The figures are used as they stand, and readings that use them are marked as questioned.
        /// ## How to fix
        /// Check what the column contains now, and correct the table or the mapping. No action if the estate has changed so.
        ColumnMeaningChanged = "column-meaning-changed", Warning, false;
        /// ## What it checks
        /// A column that at least half of the records had in the last snapshot in the folder (policy) is not empty now, and its table is there.
        /// ## Why it matters
        /// A header that was renamed is not read, and every reading that needs the column is not known.
        /// ## How to fix
        /// Rename the header, or map it. The finding names the headers of the file that are not read.
        ColumnNoLongerFilled = "column-no-longer-filled", Warning, false;
        /// ## What it checks
        /// Every row of `same_site` names a site of the last snapshot in the folder, or an id that such a site had before.
        /// ## Why it matters
        /// A row that names none does nothing: the site that it is meant for is counted as new and as gone.
        /// ## How to fix
        /// Correct the id in `before`, or delete the row.
        UnknownEarlierSite = "unknown-earlier-site", Warning, false;
        /// ## What it checks
        /// No two sites, leases, schemes, benefits or loans are identical apart from their id.
        /// ## Why it matters
        /// If one record is listed twice, it is counted twice. Both are used as they stand.
        /// ## How to fix
        /// Delete one of the two, or correct the cells that should differ.
        SameRecordTwice = "same-record-twice", Warning, false;
    } };
}
