//! What the first sift says of a site, and by what rule, in words.

use super::{capital, long_date, number, spoken};
use crate::{
    edition::{CostsLeftOut, FirstEnd, Quarter, SiftRow, SiftRule, SignBasis, SignRow, SignValue},
    model::{SiftGroup, Signal, SignalFinding, counted, decimals, pounds, to_whole},
};

/// Names a signal.
pub(crate) const fn signal_name(signal: Signal) -> &'static str {
    match signal {
        Signal::Vacant => "Vacant or declared surplus",
        Signal::AreaInUse => "Area in use",
        Signal::Condition => "Condition",
        Signal::FunctionalSuitability => "Functional suitability",
        Signal::BacklogPerM2 => "Backlog per m²",
        Signal::RunningCostPerM2 => "Running cost per m²",
        Signal::UtilitiesPerM2 => "Utilities per m²",
        Signal::LeaseEnd => "Lease end or break",
        Signal::LeasedUnderUsed => "Leased and under-used",
        Signal::EnergyRating => "Energy rating",
        Signal::NearSameUse => "Another site of its use near by",
    }
}

/// Names a group of the first sift.
pub(crate) const fn sift_group(group: SiftGroup) -> &'static str {
    match group {
        SiftGroup::LookFirst => "Look first",
        SiftGroup::LookNext => "Look next",
        SiftGroup::NoSign => "No sign",
        SiftGroup::TooLittleKnown => "Too little known",
        SiftGroup::Decided => "Decided already",
        SiftGroup::MustKeep => "Must be kept",
        SiftGroup::ForSale => "For sale",
        SiftGroup::Sold => "Sold",
    }
}

/// Writes what a signal says of a site.
pub(crate) const fn sign_finding(finding: SignalFinding) -> &'static str {
    match finding {
        SignalFinding::For => "For",
        SignalFinding::Against => "Against",
        SignalFinding::NotKnown => "Not known",
        SignalFinding::DoesNotApply => "Does not apply",
    }
}

/// Writes what a signal reads, or is compared with, with its unit; nothing where that is nothing.
pub(crate) fn sign_value(value: Option<&SignValue>) -> String {
    value.map(sign_value_of).unwrap_or_default()
}

fn sign_value_of(value: &SignValue) -> String {
    match value {
        SignValue::Status(status) => spoken(status.word()),
        SignValue::Condition(grade) => grade.word().to_owned(),
        SignValue::AnyCondition(grades) => any(grades.iter().map(|grade| grade.word())),
        SignValue::Suitability(grade) => grade.word().to_owned(),
        SignValue::AnySuitability(grades) => any(grades.iter().map(|grade| grade.word())),
        SignValue::Energy(grade) => energy_letter(*grade),
        SignValue::BelowEnergy(grade) => format!("below {}", energy_letter(*grade)),
        SignValue::Share(share) => format!("{}%", decimals(to_whole(share * 1_000.0), 10, 0)),
        SignValue::PoundsPerM2(sum) => format!("{} per m²", pounds(to_whole(sum * 100.0))),
        SignValue::Kilometres(km) => format!("{} km", decimals(to_whole(km * 10.0), 10, 1)),
        SignValue::Day(day) => long_date(*day),
    }
}

fn any<'a>(grades: impl Iterator<Item = &'a str>) -> String {
    grades.collect::<Vec<_>>().join(" or ")
}

/// Returns the letter of an energy rating given by its place, from 1 for A.
fn energy_letter(grade: u32) -> String {
    let letter = u32::from('A').checked_add(grade.saturating_sub(1)).and_then(char::from_u32);
    letter.map(String::from).unwrap_or_default()
}

/// Writes the thresholds of a signal: `£100 per m²; £350 per m²`.
pub(crate) fn sign_thresholds(thresholds: &[SignValue]) -> String {
    let mut shown: Vec<String> = thresholds.iter().map(sign_value_of).collect();
    shown.dedup();
    shown.join("; ")
}

/// Writes on what the reading of a signal rests, or why there is none; nothing where that is plain.
pub(crate) fn sign_basis(basis: &SignBasis) -> String {
    let words = match basis {
        SignBasis::Plain => "",
        SignBasis::NotRecorded => "not recorded",
        SignBasis::StatusUnreadable => "the status could not be read",
        SignBasis::UseUnreadable => "the use could not be read",
        SignBasis::UseNotRecorded => "use not recorded",
        SignBasis::NotForUse(site_use) => {
            return format!("not used for sites with the use {}", spoken(site_use.word()));
        }
        SignBasis::NotMeasured => "the policy does not use it for this use",
        SignBasis::Sold => "the site is sold",
        SignBasis::Vacant => "the site is vacant",
        SignBasis::Measured(basis) => basis.word(),
        SignBasis::AreaNotKnown => "gross internal area not known",
        SignBasis::FourBands => "the four bands together",
        SignBasis::TotalOfBands => "the total of all bands",
        SignBasis::SomeBands => "at least: only some bands are recorded",
        SignBasis::NoUtilitiesLine => "no ledger line of utilities in the year",
        SignBasis::Ledger { year, without, as_office } => {
            let office = if *as_office { "; use not recorded, treated as an office" } else { "" };
            return format!("{year}{}{office}", left_out(*without));
        }
        SignBasis::RatingNotGraded => "the rating is not from A to G",
        SignBasis::ExpiredCertificate(day) => {
            return format!("on a certificate that expired on {}", long_date(*day));
        }
        SignBasis::Freehold => "freehold",
        SignBasis::LongLeasehold => "long leasehold",
        SignBasis::TenureNotKnown => "tenure not known",
        SignBasis::NoLease => "no lease as tenant is recorded",
        SignBasis::LeasesEnded => "every lease as tenant has ended",
        SignBasis::FirstLease(end, false) => first_end(*end),
        SignBasis::FirstLease(end, true) => {
            return format!("{}, the first of several leases", first_end(*end));
        }
        SignBasis::BreakUnclear => "a break with no notice or party recorded may come sooner",
        SignBasis::NoticeNotKnown => "a periodic tenancy with a notice that is not known",
        SignBasis::AreaInUse => "area in use",
        SignBasis::ObservedUtilisation => "observed utilisation",
        SignBasis::UseNotKnown => "neither area in use nor observed utilisation is known",
        SignBasis::PositionNotKnown => "position not known",
        SignBasis::Nearest(name, site_use) => {
            let site_use = spoken(site_use.word());
            return format!(
                "{name}, the nearest other site with the use {site_use}, in a straight line"
            );
        }
        SignBasis::Unplaced(sites, site_use) => {
            let have = if *sites == 1 { "has" } else { "have" };
            let (sites, site_use) = (counted(*sites, "site"), spoken(site_use.word()));
            return format!("{sites} with the use {site_use} {have} no position");
        }
        SignBasis::NoOther(site_use) => {
            return format!("no other site with the use {}", spoken(site_use.word()));
        }
    };
    words.to_owned()
}

const fn left_out(costs: CostsLeftOut) -> &'static str {
    match costs {
        CostsLeftOut::Nothing => "",
        CostsLeftOut::Rent => ", without rent",
        CostsLeftOut::RentChargeAndSecurity => ", without rent, service charge and security",
    }
}

const fn first_end(end: FirstEnd) -> &'static str {
    match end {
        FirstEnd::NoticeToQuit => "by notice to quit",
        FirstEnd::HoldsOver => "holding over since its last day",
        FirstEnd::LastDay => "last day of the term",
        FirstEnd::OurBreak => "our break",
    }
}

/// Says in which quarter of the sites of its use a reading stands: `Highest quarter of 12`; nothing where it is in none.
pub(crate) fn quarter(quarter: Option<Quarter>) -> String {
    let Some(Quarter { quarter, of }) = quarter else { return String::new() };
    let place = match quarter {
        1 => "Lowest quarter",
        2 => "Second quarter",
        3 => "Third quarter",
        _ => "Highest quarter",
    };
    format!("{place} of {of}")
}

/// Puts the signals for a review of a site in a sentence, or says that there are none.
pub(crate) fn why_sifted(row: &SiftRow) -> String {
    let each = |sign: &SignRow| {
        let words = sign_for(sign);
        if sign.questioned.is_empty() { words } else { format!("{words} (questioned)") }
    };
    let words: Vec<String> = row.signs_that_are(SignalFinding::For).map(each).collect();
    if !words.is_empty() {
        return capital(&format!("{}.", words.join("; ")));
    }
    let known = row.count(SignalFinding::Against);
    let all = known + row.count(SignalFinding::NotKnown);
    match (known, all) {
        (_, 0) => "No signal applies.".to_owned(),
        (0, _) => "No signal is known.".to_owned(),
        (1, 1) => "No signal for a review; the only signal that applies is known.".to_owned(),
        (known, all) if known == all => {
            format!("No signal for a review; all {all} that apply are known.")
        }
        (known, all) => format!("No signal for a review; {known} of {all} are known."),
    }
}

/// Puts one signal for a review in words; a sum of one site that is not shown is only said to be high.
fn sign_for(sign: &SignRow) -> String {
    let shown = sign_value(sign.reading.as_ref());
    let sum = |high: &str, what: &str| match (&sign.reading, &sign.basis) {
        (None, _) => high.to_owned(),
        (Some(_), SignBasis::SomeBands) => format!("{what} of at least {shown}"),
        (Some(_), _) => format!("{what} of {shown}"),
    };
    match sign.signal {
        Signal::Vacant => shown,
        Signal::AreaInUse => format!("{shown} of the area in use"),
        Signal::Condition => format!("condition {shown}"),
        Signal::FunctionalSuitability => format!("functional suitability {shown}"),
        Signal::BacklogPerM2 => sum("high backlog per m²", "backlog"),
        Signal::RunningCostPerM2 => sum("high running cost per m²", "running cost"),
        Signal::UtilitiesPerM2 => sum("high cost of utilities per m²", "utilities"),
        Signal::LeaseEnd => format!("lease: {}, {shown}", sign_basis(&sign.basis)),
        Signal::LeasedUnderUsed => match &sign.reading {
            Some(SignValue::Status(_)) => "leased and vacant".to_owned(),
            _ => format!("leased and under-used ({} {shown})", sign_basis(&sign.basis)),
        },
        Signal::EnergyRating => format!("energy rating {shown}"),
        Signal::NearSameUse => format!("another site of its use {shown} away"),
    }
}

/// Says how sites come into their groups.
pub(crate) fn sift_rule(rule: &SiftRule) -> String {
    let figure = |count: u32| number(usize::try_from(count).unwrap_or(usize::MAX));
    let signals = |count: u32| {
        let plural = if count == 1 { "" } else { "s" };
        format!("{} signal{plural}", figure(count))
    };
    let alone: Vec<String> =
        rule.alone.iter().map(|signal| format!("‘{}’ alone", signal_name(*signal))).collect();
    let alone = match alone.is_empty() {
        true => String::new(),
        false => format!(", or {}", alone.join(" or ")),
    };
    let apart = match rule.is_cut {
        true => {
            "Sites that are sold, for sale or must be kept are listed separately. This edition leaves out signals from leases, decisions and the use of a site, so a site may be in a different group in the restricted edition."
        }
        false => {
            "Sites that are sold, for sale, must be kept or already decided are listed separately."
        }
    };
    format!(
        "Look first: {} or more for a review, or {} or more and none against{alone}. Look next: {} or more for a review. No sign: no signal for a review, where {} or more are known, or all that apply; it means only that the register shows none of these signals. Too little known: all other sites. Every signal has the same weight. {apart}",
        signals(rule.first),
        figure(rule.first_unopposed),
        signals(rule.next),
        figure(rule.known),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_written_with_their_unit() {
        let day = "2021-06-23".parse().unwrap();
        let words = [
            SignValue::Day(day),
            SignValue::PoundsPerM2(1_234.5),
            SignValue::PoundsPerM2(-12.0),
            SignValue::Share(0.625),
            SignValue::Kilometres(1.25),
            SignValue::Status(crate::model::Status::ForSale),
            SignValue::BelowEnergy(5),
        ]
        .map(|value| sign_value(Some(&value)));
        assert_eq!(
            words.join("; "),
            "23 June 2021; £1,235 per m²; −£12 per m²; 63%; 1.3 km; for sale; below E"
        );
        assert_eq!(sign_value(None), "");
    }

    #[test]
    fn thresholds_that_look_alike_are_said_once() {
        let thresholds = [99.0, 100.1, 100.2].map(SignValue::PoundsPerM2);
        assert_eq!(sign_thresholds(&thresholds), "£99 per m²; £100 per m²");
    }
}
