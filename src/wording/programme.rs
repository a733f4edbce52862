//! The capital programme and its benefits, in words.

use crate::edition::Evidence;

/// Says on what savings rest that no ledger can be asked of.
pub(crate) const fn evidence(evidence: Evidence) -> &'static str {
    match evidence {
        Evidence::All => "evidence only",
        Evidence::Some => "some evidence",
        Evidence::None => "no evidence recorded",
    }
}
