//! What the size of a bubble stands for.

/// What the area of a bubble stands for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Size {
    MarketValue,
    FloorArea,
    Unknown,
}

impl Size {
    /// Says of a site that its bubble has no size.
    pub(super) const fn unknown(self) -> &'static str {
        match self {
            Self::MarketValue => "Market value not known (hollow)",
            Self::FloorArea => "Floor area not known (hollow)",
            Self::Unknown => "Size not known (hollow)",
        }
    }
}
