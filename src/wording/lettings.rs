//! Who space is let to and how a letting stands its tests, in words.

use crate::{
    edition::{Tenant, TestReason},
    model::Date,
};

/// Writes who a letting is proposed to.
pub(crate) fn tenant(tenant: &Tenant) -> String {
    match tenant {
        Tenant::OpenMarket => "open market".to_owned(),
        Tenant::Partner { id, organisation, .. } => format!("{organisation} ({id})"),
    }
}

/// Says why a letting stands a test or does not, with days as `day` writes them.
pub(crate) fn test_reason(reason: &TestReason, day: impl Fn(Date) -> String) -> String {
    let words = match reason {
        TestReason::NoHeadLease => "there is no head lease above the letting",
        TestReason::HeadLeaseNotRecorded => "the head lease above the letting is not recorded",
        TestReason::ExitNotKnown(basis) => {
            return format!("our own exit is not known: {}", basis.word());
        }
        TestReason::Periodic(on) => {
            let on = day(*on);
            return format!("it is periodic: our notice must end it before we could leave on {on}");
        }
        TestReason::EndsBefore(on) => {
            return format!("it ends before our earliest exit on {}", day(*on));
        }
        TestReason::GoesOnBeyond(on) => {
            let on = day(*on);
            return format!(
                "it continues beyond our earliest exit on {on}, which may prevent us leaving"
            );
        }
        TestReason::NotReviewed(on) => {
            return format!("the rent we pay is reviewed on {}, but this one is not", day(*on));
        }
        TestReason::ReviewsNotRecorded => {
            "how and when the rent is reviewed is not recorded for every lease"
        }
        TestReason::ReviewsMatch => "this rent is reviewed whenever the rent we pay is",
        TestReason::FixedOrBothMayFall => "its rent is fixed, or the rent we pay may fall too",
        TestReason::NeitherMayFall => "neither rent may fall at a review",
        TestReason::MayFall => "the rent we pay can only rise, but this one may fall",
        TestReason::UpwardOnlyNotRecorded => "whether a review may lower the rent is not recorded",
        TestReason::RatingNotRecorded => "the energy rating is not recorded",
        TestReason::RatingNotYet => "the minimum energy rating does not apply to it yet",
        TestReason::RatingMeets(rating) => return format!("rating {rating} may be let"),
        TestReason::RatingBelow(rating) => {
            return format!("rating {rating} may not be let without an exemption");
        }
        TestReason::ContractedOut => "contracted out of the 1954 Act: no right to stay",
        TestReason::Protected => "protected by the 1954 Act: its tenant may stay",
        TestReason::ActNotRecorded => "its position under the 1954 Act is not recorded",
    };
    words.to_owned()
}
