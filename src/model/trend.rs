//! What is followed of a whole estate from snapshot to snapshot.

use rust_decimal::Decimal;

use super::words::words;

words!(
    /// A figure of the whole estate, in the order in which it is told.
    TrendOf {
        /// Sites not sold.
        Sites = "sites",
        /// Sites that were never in the register before, and are no parts of one that was.
        Acquired = "acquired",
        /// Sites that were in the register before, and not in the last snapshot, or sold there.
        Returned = "returned",
        /// Sites that were part of another.
        Divided = "divided",
        /// Sites sold since the snapshot before.
        Sold = "sold",
        /// Sites no longer in the register that were not sold in it, and are no part of another.
        Gone = "gone",
        /// Sites that are part of another.
        Merged = "merged",
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

/// Why what one snapshot has of a site is taken for a fault in its data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BreakReason {
    /// It alone leaves the site out.
    LeftOutOnce,
    /// It alone calls the site sold.
    SoldOnce,
    /// Its reading is more than so many times from those before and after, which agree.
    OutOfLine(Decimal),
}

impl TrendOf {
    /// Tells whether it is counted from one snapshot to the next.
    #[must_use]
    pub const fn is_flow(self) -> bool {
        matches!(
            self,
            Self::Acquired
                | Self::Returned
                | Self::Divided
                | Self::Sold
                | Self::Gone
                | Self::Merged
        )
    }

    /// Returns the unit of its numbers.
    #[must_use]
    pub const fn unit(self) -> &'static str {
        match self {
            Self::Sites
            | Self::Acquired
            | Self::Returned
            | Self::Divided
            | Self::Sold
            | Self::Gone
            | Self::Merged => "sites",
            Self::RunningCost => "£ a year",
            Self::FloorArea => "m²",
            Self::Utilisation => "share",
            Self::Backlog => "£",
        }
    }
}
