//! The rules on public counters whose findings are warnings: the run goes on.

/// Hands them on to `implausible_rules`, after the graver ones.
macro_rules! counter_rules {
    ($($graver:tt)*) => { implausible_rules! {
        $($graver)*
        /// ## What it checks
        /// A row of `counters` has a time of opening and a later time of closing on the same day, or `closed`, or neither.
        /// ## Why it matters
        /// The hours of that day are not known, so the hours of the week are only a least.
        /// ## How to fix
        /// Fill in both times. Write afternoon times as 17:00 or 5pm, and the end of the day as 24:00. Hours over midnight need a row for each day.
        CounterHours = "counter-hours", Warning, false;
        /// ## What it checks
        /// Each day with a row in `counters` has its hours, or `closed`.
        /// ## Why it matters
        /// An empty cell is not known, not closed. The hours of the week are only a least.
        /// ## How to fix
        /// Fill in `opens` and `closes`, or write `closed` in `opens`.
        CounterHoursMissing = "counter-hours-missing", Warning, false;
        /// ## What it checks
        /// `counters` has one row for each site, day, hours and purpose.
        /// ## Why it matters
        /// Visits and cost would be counted twice. The row is used once; a figure that differs between the two is not known.
        /// ## How to fix
        /// Delete the wrong row, or fill in `purpose` where it differs.
        CounterRowsRepeated = "counter-rows-repeated", Warning, false;
        /// ## What it checks
        /// The spans of one day and purpose do not overlap.
        /// ## Why it matters
        /// Hours are counted once, but the visits and cost of both rows are added, and may be of the same people.
        /// ## How to fix
        /// Correct the times, or delete the row whose visits are in the other one.
        CounterRowsOverlap = "counter-rows-overlap", Warning, false;
        /// ## What it checks
        /// A counter has no visits on a day it is closed, and no more in an hour open than the policy's most.
        /// ## Why it matters
        /// The count may be of another day, of several years or of the whole building. It is used as recorded.
        /// ## How to fix
        /// Check the count, and that it is of one year and one day of the week.
        CounterVisits = "counter-visits", Warning, false;
        /// ## What it checks
        /// The sites of `counters` have an open public counter in `sites`.
        /// ## Why it matters
        /// One of the two tables is wrong or out of date. The rows are not used.
        /// ## How to fix
        /// Correct `public_counter` or `status` of the site, or delete its rows in `counters`.
        CounterNotPublic = "counter-not-public", Warning, false;
        /// ## What it checks
        /// Each site with an open public counter has rows in `counters`, where there is such a table.
        /// ## Why it matters
        /// Hours, visits and cost of these counters are not known, nor whether their district has a counter open long enough.
        /// ## How to fix
        /// Add their rows, or correct `public_counter` of the sites.
        CounterNotListed = "counter-not-listed", Warning, false;
    } };
}
