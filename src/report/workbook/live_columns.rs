//! The columns of the live ranking: those that are read, then the workings.

/// Columns that are read and printed: heading, width.
pub(super) const READ: [(&str, u16); 13] = [
    ("Rank", 8),
    ("Site", 12),
    ("Name", 34),
    ("Need index", 11),
    ("Need low", 10),
    ("Need high", 10),
    ("Utilisation score", 13),
    ("Subletting score", 13),
    ("Disposal score", 12),
    ("Known share", 10),
    ("Policy rank", 11),
    ("Places up", 9),
    ("Reason not ranked", 20),
];
/// Columns of what lies between levels and index; their numbers are those of [`Column`].
pub(super) const WORKINGS: [&str; 16] = [
    "Order by id",
    "Reason left out",
    "Utilisation: weight known",
    "Subletting: weight known",
    "Disposal: weight known",
    "Utilisation: weight judged",
    "Disposal: weight judged",
    "Share of utilisation",
    "Share of disposal",
    "Known parts",
    "All parts",
    "Is ranked",
    "Utilisation low",
    "Utilisation high",
    "Disposal low",
    "Disposal high",
];

/// The columns that formulas name.
#[derive(Clone, Copy)]
pub(super) enum Column {
    Rank,
    Index = 3,
    Used = 6,
    Sublet,
    Disposal,
    Share,
    Policy,
    Order = 13,
    Fixed,
    KnownUsed,
    KnownSublet,
    KnownDisposal,
    AllUsed,
    AllDisposal,
    PartUsed,
    PartDisposal,
    Parts,
    Whole,
    Ranked,
    UsedLow,
    UsedHigh,
    DisposalLow,
    DisposalHigh,
}
