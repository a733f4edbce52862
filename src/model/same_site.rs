//! A site whose id changed, as the body confirms it.

use super::{RowRef, SiteId};

/// The body's word that two ids are one site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SameSite {
    /// The id in an earlier snapshot.
    pub before: SiteId,
    /// The id that took its place: of a listed site, or the earlier id of another row.
    pub after: SiteId,
    /// How it is known; `None` is not recorded.
    pub evidence: Option<String>,
    /// The row that says so.
    pub row: RowRef,
}
