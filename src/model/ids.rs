//! Names of records: trimmed, never empty, 32 characters at most, ordered.

use std::{fmt, sync::Arc};

/// Longest id that is accepted, in characters.
pub const LONGEST_ID: usize = 32;

/// Makes an id type over shared text.
macro_rules! id {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Makes an id from trimmed text; `None` when it is empty or over [`LONGEST_ID`].
            #[must_use]
            pub fn new(text: &str) -> Option<Self> {
                let text = text.trim();
                (!text.is_empty() && text.chars().count() <= LONGEST_ID).then(|| Self(text.into()))
            }

            /// Returns the text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }
    };
}

id!(
    /// The body's own name of a property, as in `sites.csv`.
    SiteId
);
id!(
    /// The body's own name of a lease, as in `leases.csv`.
    LeaseId
);
id!(
    /// The body's own name of a partner's site, as in `partners.csv`.
    PartnerId
);
id!(
    /// The code of a zone of the area served, as in `demand.csv`.
    ZoneId
);
id!(
    /// The body's own name of an agreement, as in `agreements.csv`.
    AgreementId
);
id!(
    /// The body's own name of a capital scheme, as in `projects.csv`.
    ProjectId
);
id!(
    /// The body's own name of a benefit, as in `benefits.csv`.
    BenefitId
);
