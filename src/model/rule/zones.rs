//! The rules on zones and journeys whose findings are warnings: the run goes on.

/// Hands them on to `counter_rules`, after the graver ones.
macro_rules! zone_rules {
    ($($graver:tt)*) => { counter_rules! {
        $($graver)*
        /// ## What it checks
        /// The zone codes of `travel` and of `boundaries.geojson` are those of `demand`.
        /// ## Why it matters
        /// Codes of another census year match only in part. Journeys of a code that is not in `demand` are not used, and the times of its zone are estimated.
        /// ## How to fix
        /// Use codes of the same census year in all of them.
        ZonesUnmatched = "zones-unmatched", Warning, false;
        /// ## What it checks
        /// The sites of `travel` are in `sites`.
        /// ## Why it matters
        /// A mistyped id leaves a site without its own journeys, and its times are estimated. Journeys to sites that are not in the register are not used.
        /// ## How to fix
        /// Correct the ids. Rows of sites that are not in the register can stay or be deleted.
        JourneysUnmatched = "journeys-unmatched", Warning, false;
        /// ## What it checks
        /// Each zone of `demand` has a position, an outline in `boundaries.geojson`, or rows in `travel`.
        /// ## Why it matters
        /// No journey time can be given for its people. They count as out of reach of every site.
        /// ## How to fix
        /// Add the zone's position, or its rows in `travel`.
        ZonesNotPlaced = "zones-not-placed", Warning, false;
        /// ## What it checks
        /// Each zone's position lies within its outline in `boundaries.geojson`.
        /// ## Why it matters
        /// The position, the code or the outline is wrong, and with it the estimated journey times. The positions are used as they stand.
        /// ## How to fix
        /// Correct the positions, or use outlines of the same census year.
        ZonesOutsideOutline = "zones-outside-outline", Warning, false;
        /// ## What it checks
        /// `travel` has one time for each zone, site, mode and time of day.
        /// ## Why it matters
        /// Two times for one journey cannot both be right. Neither is used.
        /// ## How to fix
        /// Delete the wrong row, or fill `mode` and `time_of_day` where they differ.
        JourneysDiffer = "journeys-differ", Warning, false;
    } };
}
