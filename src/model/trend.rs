//! What is followed of a whole estate from snapshot to snapshot.

use super::words::words;

words!(
    /// A figure of the whole estate, in the order in which it is told.
    TrendOf {
        /// Sites not sold.
        Sites = "sites",
        /// Sites that were not in the register before.
        Acquired = "acquired",
        /// Sites sold since the snapshot before.
        Sold = "sold",
        /// Sites no longer in the register that were not sold in it.
        Gone = "gone",
        /// Of the last whole financial year.
        RunningCost = "running_cost",
        /// Gross internal, of sites not sold.
        FloorArea = "floor_area",
        /// Of sites not sold, weighted by workstations.
        Utilisation = "utilisation",
        /// Of all bands, of sites not sold.
        Backlog = "backlog",
    }
);

impl TrendOf {
    /// Returns the unit of its numbers.
    #[must_use]
    pub const fn unit(self) -> &'static str {
        match self {
            Self::Sites | Self::Acquired | Self::Sold | Self::Gone => "sites",
            Self::RunningCost => "£ a year",
            Self::FloorArea => "m²",
            Self::Utilisation => "share",
            Self::Backlog => "£",
        }
    }
}
