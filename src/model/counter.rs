//! A public counter: when it is open, who comes for what, and what staffing it costs.

use super::{Money, OpenSpan, RowRef, SiteId, Weekday};

/// What a row says of the hours of its day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CounterHours {
    /// Open for this span.
    Open(OpenSpan),
    /// Closed all day.
    Closed,
    /// Nothing: it may tell of visits alone.
    Unsaid,
    /// Something that could not be read; a finding says so.
    Unreadable,
}

/// One row of `counters`; `None` is not known, never zero.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "a field is named as its column; `load::schema` says what it holds")]
pub struct CounterLine {
    pub site_id: SiteId,
    pub day: Weekday,
    pub hours: CounterHours,
    /// Visits in a year on this day of the week.
    pub visits: Option<u64>,
    pub purpose: Option<String>,
    /// What staffing it costs in a year.
    pub cost: Option<Money>,
    pub row: RowRef,
}
