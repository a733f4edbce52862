//! The rules whose findings name a figure that can be read but hardly be right: it is used as it stands.

/// Hands them on to `note_rules`, after the graver ones.
macro_rules! implausible_rules {
    ($($graver:tt)*) => { note_rules! {
        $($graver)*
        /// ## What it checks
        /// No figure is zero, or negative, where none can be: an area, a value, a negative rent, places observed, the running cost of a site in all.
        /// ## Why it matters
        /// Zero is how some systems write "not known", and a sign is easily lost or added. The figure is used as it stands, and readings that rest on it are marked questioned.
        /// ## How to fix
        /// Correct the figure, or empty the cell if it is not known.
        FigureImpossible = "figure-impossible", Warning, false;
        /// ## What it checks
        /// Areas of a site fit each other: the area in use is at least 5 % of the net area while the site is operational, the net area at least 20 % of the gross, floor fits land, and office space fits workstations (policy).
        /// ## Why it matters
        /// A per cent or a share in a column of m², square feet among m², or a digit lost makes a full building look empty. The areas are used as they stand, and readings that rest on them are marked questioned.
        /// ## How to fix
        /// Check both areas and their units; where many records share it, check the unit of the column.
        AreaOutOfScale = "area-out-of-scale", Warning, false;
        /// ## What it checks
        /// Two values of one site lie no more than eight times apart (policy): market, book and alternative use value against existing use value, or market value.
        /// ## Why it matters
        /// A digit too many or too few, or thousands of pounds in a column of pounds, moves the receipt by the same factor. The values are used as they stand, and readings that rest on them are marked questioned.
        /// ## How to fix
        /// Check both values against the valuer's report.
        ValuesApart = "values-apart", Warning, false;
        /// ## What it checks
        /// A value, a rateable value or a running cost per m² lies within eight times of the middle of the sites of the same use, a rental value per m² of the middle of all, and backlog of one risk below £5,000 per m² (policy).
        /// ## Why it matters
        /// Either the sum or the area is out by a factor. Both are used as they stand, and readings that rest on them are marked questioned.
        /// ## How to fix
        /// Check the sum and the gross area; leave both if the site is really so different.
        UnlikePeers = "unlike-peers", Warning, false;
        /// ## What it checks
        /// People present are numbers of people, not shares: the observations of a site with ten places or more (policy) are not all below one, nor its means where many are present at its peaks.
        /// ## Why it matters
        /// 0.45 of 100 places is read as less than one person, and a full building looks empty. The figures are used as they stand, and readings that rest on them are marked questioned.
        /// ## How to fix
        /// Multiply by the capacity, or export the counts.
        PeopleAsShares = "people-as-shares", Warning, false;
        /// ## What it checks
        /// The mean of an observation is not above its peak.
        /// ## Why it matters
        /// The two have changed places, or one of them is wrong. Both are used as they stand, and readings that rest on them are marked questioned.
        /// ## How to fix
        /// Check both counts; swap the two cells if they stand the wrong way round.
        MeanAbovePeak = "mean-above-peak", Warning, false;
        /// ## What it checks
        /// A site is in use for no more hours than it is open, in the same observation.
        /// ## Why it matters
        /// Frequency of use would be above 100 %. Both are used as they stand, and readings that rest on them are marked questioned.
        /// ## How to fix
        /// Check both; hours and days are easily mixed.
        HoursAboveOpen = "hours-above-open", Warning, false;
        /// ## What it checks
        /// Places and opening hours of an observation lie within five times of the middle of the same site (policy).
        /// ## Why it matters
        /// Every observation weighs by both: one slip outweighs the others. Both are used as they stand, and readings that rest on them are marked questioned.
        /// ## How to fix
        /// Correct the observation.
        ObservationOutOfLine = "observation-out-of-line", Warning, false;
        /// ## What it checks
        /// `workstations` of a site lies within four times of the places observed there, the middle of its observations (policy).
        /// ## Why it matters
        /// Surplus workstations and the space that could be let are counted from it. Both are used as they stand, and readings that rest on them are marked questioned.
        /// ## How to fix
        /// Count the workstations, or correct `capacity` of the observations.
        DesksDisagree = "desks-disagree", Warning, false;
        /// ## What it checks
        /// Full-time equivalents of a team are no more than its people.
        /// ## Why it matters
        /// One person is one full-time equivalent at most: one of the two is wrong. Both are used as they stand, and readings that rest on them are marked questioned.
        /// ## How to fix
        /// Correct `fte` or `headcount`.
        FteAboveHeadcount = "fte-above-headcount", Warning, false;
        /// ## What it checks
        /// The area of a lease is no more than the gross area of its site.
        /// ## Why it matters
        /// Rent per m² and what a letting brings rest on it. Both are used as they stand.
        /// ## How to fix
        /// Correct `area_m2` of the lease or `gia_m2` of the site; square feet are easily taken for m².
        LeaseAreaAboveBuilding = "lease-area-above-building", Warning, false;
        /// ## What it checks
        /// The collar of a rent review is not above its cap, and neither is above 20 % a year (policy).
        /// ## Why it matters
        /// `4` is read as 400 %: the next reviewed rent would be free of its limit. Both are used as they stand.
        /// ## How to fix
        /// Write 4 % as `0.04` or `4%`.
        ReviewBounds = "review-bounds", Warning, false;
        /// ## What it checks
        /// The notice of a break is no longer than 24 months (policy).
        /// ## Why it matters
        /// The last day to serve it would lie years earlier, and a break that is open would be shown as missed. It is used as it stands, and readings that rest on it are marked questioned.
        /// ## How to fix
        /// Correct the notice from the lease; days are easily taken for months.
        NoticeImplausible = "notice-implausible", Warning, false;
        /// ## What it checks
        /// A lease of a site held by lease or licence runs for 60 years at most, any for 1,000, and a rent-free period is 60 months at most (policy), and no longer than the term.
        /// ## Why it matters
        /// A digit wrong in a year moves the exit by a century. It is used as it stands, and readings that rest on it are marked questioned.
        /// ## How to fix
        /// Correct the date or the number; where the term is really so long, record the site's tenure as long leasehold.
        LeaseTermImplausible = "lease-term-implausible", Warning, false;
        /// ## What it checks
        /// The rent of a lease lies within five times of its rental value, and per m² within eight times of the middle of the leases of the same role (policy); a peppercorn is left aside.
        /// ## Why it matters
        /// A month's rent in place of a year's, or a digit too many, moves every sum of the lease. Both are used as they stand.
        /// ## How to fix
        /// Correct `rent`, `erv` or `area_m2`; a rent by the month needs `rent_period`.
        RentImplausible = "rent-implausible", Warning, false;
        /// ## What it checks
        /// Service charge, deposit and break penalty of a lease are no more than three years' rent, a dated step, review or part rent lies within five times of the rent, and dilapidations are below £1,000 per m² (policy).
        /// ## Why it matters
        /// What it costs to stay, and to leave, rests on them. They are used as they stand, and readings that rest on them are marked questioned.
        /// ## How to fix
        /// Correct the sum; pounds, not pence.
        LeaseSumImplausible = "lease-sum-implausible", Warning, false;
        /// ## What it checks
        /// A published index does not jump: against the months before and after it moves by no more than 40 % a year (policy).
        /// ## Why it matters
        /// 991 in place of 99.1 makes a reviewed rent ten times what it is. The value is used as it stands.
        /// ## How to fix
        /// Correct the value from the publication.
        IndexJump = "index-jump", Warning, false;
        /// ## What it checks
        /// A vacant or sold site has no team and, after `status_on`, no more than one person is observed there; a vacant one has less area in use than the threshold of the sift (policy), a sold one no lease as tenant that runs on; and no `status_on` is after `as_of`.
        /// ## Why it matters
        /// A vacant site leads the first sift and a sold one is in no plan; if people work there, one of the two tables is wrong. Both are used as they stand.
        /// ## How to fix
        /// Correct the status or its day, or the site of the teams and observations.
        StatusContradicted = "status-contradicted", Warning, false;
        /// ## What it checks
        /// The body is tenant of no lease of a site it owns, and a site that it leases has a lease of which it is tenant if it has any.
        /// ## Why it matters
        /// Rent paid counts as rent received, or the other way round. The lease is used as it stands.
        /// ## How to fix
        /// Correct `role` or the tenure, or add the lease by which the site is held.
        RoleAgainstTenure = "role-against-tenure", Warning, false;
        /// ## What it checks
        /// No two ids of sites, leases or schemes differ only in case, punctuation or zeros in front of a number.
        /// ## Why it matters
        /// `FEN-001` and `fen-1` are two records; if they are one site, its lines are parted between them.
        /// ## How to fix
        /// Write the id in one way throughout; nothing to do where they are two records.
        IdsAlike = "ids-alike", Warning, false;
        /// ## What it checks
        /// No row's staff, area, value or rent is the sum of those of all other rows.
        /// ## Why it matters
        /// A row of totals under a name of its own counts as a record, and everything counts twice.
        /// ## How to fix
        /// Delete the row, or import the table with a mapping that leaves it out.
        TotalAmongRecords = "total-among-records", Warning, false;
        /// ## What it checks
        /// The days of a ledger line fall into its financial year where both are given, and a line by days is for no more than two years (policy).
        /// ## Why it matters
        /// The year alone counts where both are given; a line for many years puts a small share into each. Both are used as they stand.
        /// ## How to fix
        /// Correct the year or the days.
        LinePeriodDoubted = "line-period-doubted", Warning, false;
        /// ## What it checks
        /// No sale of a site that is sold already is to bring money in a year after that of its sale.
        /// ## Why it matters
        /// The money would be counted on twice. The receipt is used as it stands.
        /// ## How to fix
        /// Take the receipt out, name the site that is really sold, or correct the site's status.
        ReceiptOfSold = "receipt-of-sold", Warning, false;
        /// ## What it checks
        /// Years and days of plans, benefits, ratings and statuses lie within 50 years of the snapshot (policy), and no constraint ended longer ago.
        /// ## Why it matters
        /// A digit wrong in a year puts a sum where nobody sees it. It is used as it stands.
        /// ## How to fix
        /// Correct the year or the day.
        DateFar = "date-far", Warning, false;
        /// ## What it checks
        /// What a scheme spends or a benefit brings in a year is no more than 50 times the middle of the table, a realised benefit within eight times of its plan, a change of running cost within eight times of the scheme's other years, and a receipt within eight times of the site's value (policy).
        /// ## Why it matters
        /// One such sum outweighs all others of the programme. It is used as it stands.
        /// ## How to fix
        /// Correct the sum; pounds, not pence.
        ProgrammeSumImplausible = "programme-sum-implausible", Warning, false;
        /// ## What it checks
        /// Against the snapshot before, in a batch or where a report of the folder of snapshots is made: areas of a site lie within 1.5 times, values and running cost within 2.5 times (policy), and no two sites have changed places in any of them or on the map.
        /// ## Why it matters
        /// A row that slipped gives one site the figures of another, each of them believable. They are used as they stand, and readings that rest on them are marked questioned.
        /// ## How to fix
        /// Correct the wrong one of the two snapshots; leave both if the site has changed so.
        UnlikeLastSnapshot = "unlike-last-snapshot", Warning, false;
        /// ## What it checks
        /// No two sites, leases, schemes, benefits or loans are alike in everything but their id.
        /// ## Why it matters
        /// One record listed twice is counted twice. Both are used as they stand.
        /// ## How to fix
        /// Delete one of the two, or correct what tells them apart.
        SameRecordTwice = "same-record-twice", Warning, false;
    } };
}
