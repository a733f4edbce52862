//! What the inputs of a programme are gathered from.

use super::benefits::Benefits;
use crate::{appraise::Appraisal, load::Estate, policy::Policy};

/// The stages before, and the benefits.
#[derive(Clone, Copy)]
pub(super) struct Sources<'a> {
    pub estate: &'a Estate,
    pub appraisal: &'a Appraisal,
    pub policy: &'a Policy,
    pub benefits: &'a Benefits,
}
