//! A first mapping for a file nobody has mapped.
use super::{InputBytes, MappingError};
use crate::policy::Policy;

/// Proposes.
///
/// # Errors
/// None yet.
pub fn propose(_files: &[InputBytes], _policy: &Policy) -> Result<String, MappingError> {
    Err(MappingError::Files("not yet".to_owned()))
}
