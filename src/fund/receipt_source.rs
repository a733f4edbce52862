//! Where a receipt comes from.

use crate::model::{OptionKind, ProjectId};

/// Where a receipt is given, or by what it is appraised.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReceiptSource {
    /// By what option.
    Appraised(OptionKind),
    /// Given by a scheme.
    Scheme(ProjectId),
    /// Given by the treasury, in its words.
    Treasury(String),
}
