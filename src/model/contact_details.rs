//! Contact details within free text: e-mail addresses and telephone numbers of the United Kingdom.

use std::ops::Range;

/// What a text holds that reaches a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ContactDetail {
    /// Such as `a.warden@example.org`.
    Email,
    /// Such as `01632 960 123` or `+44 7700 900123`.
    Telephone,
}

impl ContactDetail {
    /// Returns its name with the article.
    #[must_use]
    pub const fn named(self) -> &'static str {
        match self {
            Self::Email => "an e-mail address",
            Self::Telephone => "a telephone number",
        }
    }

    /// Returns what stands in its place.
    const fn in_its_place(self) -> &'static str {
        match self {
            Self::Email => "[e-mail address left out]",
            Self::Telephone => "[telephone number left out]",
        }
    }
}

/// How headers of columns of contact details or of names of people end, blanks and marks left out.
const HEADERS: [&str; 27] = [
    "contact",
    "contactdetails",
    "contactemail",
    "contactname",
    "contactno",
    "contactnumber",
    "email",
    "emailaddress",
    "firstname",
    "forename",
    "keyholder",
    "keyholdername",
    "lastname",
    "manager",
    "managername",
    "middlename",
    "mobile",
    "mobileno",
    "mobilenumber",
    "phone",
    "phoneno",
    "surname",
    "phonenumber",
    "telephone",
    "telephoneno",
    "telephonenumber",
    "telno",
];

/// Tells whether a header looks like that of a column of contact details or of names of people.
#[must_use]
pub fn is_header_of_people(header: &str) -> bool {
    let folded: String =
        header.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    HEADERS.iter().any(|end| folded.ends_with(end))
}

/// Returns a text with each contact detail replaced by what it was, and which it held; `None` where it holds none.
#[must_use]
pub fn without_contact_details(text: &str) -> Option<(String, Vec<ContactDetail>)> {
    let found = found(text);
    if found.is_empty() {
        return None;
    }
    let (mut kept, mut from) = (String::with_capacity(text.len() + 32), 0);
    for (place, detail) in &found {
        kept.push_str(text.get(from..place.start).unwrap_or_default());
        kept.push_str(detail.in_its_place());
        from = place.end;
    }
    kept.push_str(text.get(from..).unwrap_or_default());
    let mut details: Vec<ContactDetail> = found.into_iter().map(|(_, detail)| detail).collect();
    details.sort_unstable();
    details.dedup();
    Some((kept, details))
}

/// Finds the contact details of a text, in order; none overlaps another.
fn found(text: &str) -> Vec<(Range<usize>, ContactDetail)> {
    let mut all: Vec<(Range<usize>, ContactDetail)> = Vec::new();
    for (at, letter) in text.char_indices() {
        if all.last().is_some_and(|(last, _)| at < last.end) {
            continue;
        }
        let start = all.last().map_or(0, |(last, _)| last.end);
        let place = match letter {
            '@' => email(text, at, start).map(|place| (place, ContactDetail::Email)),
            '0' | '+' | '(' => telephone(text, at).map(|place| (place, ContactDetail::Telephone)),
            _ => None,
        };
        all.extend(place);
    }
    all
}

/// The e-mail address around an at sign; what lies before `start` is not looked at.
fn email(text: &str, at: usize, start: usize) -> Option<Range<usize>> {
    let is_local = |c: char| c.is_alphanumeric() || "._%+'-".contains(c);
    let is_domain = |c: char| c.is_alphanumeric() || c == '.' || c == '-';
    let before = text.get(start..at)?;
    let local = before.len() - before.trim_end_matches(is_local).len();
    let after = text.get(at + 1..)?;
    let domain = after.len() - after.trim_start_matches(is_domain).len();
    let domain = after.get(..domain)?.trim_end_matches(['.', '-']);
    let (_, last) = domain.rsplit_once('.')?;
    let is_name = last.chars().count() >= 2 && last.chars().all(char::is_alphabetic);
    (local > 0 && is_name).then(|| at - local..at + 1 + domain.len())
}

/// How the digits of a telephone number stand in groups, the zero of the area among them.
///
/// Eleven digits in all: references and grid references are grouped otherwise.
const GROUPS: [&[usize]; 9] =
    [&[11], &[5, 6], &[5, 3, 3], &[4, 7], &[4, 3, 4], &[3, 8], &[3, 4, 4], &[6, 5], &[6, 2, 3]];

/// How numbers begin: those of places, of the whole country, of mobiles, and free or at a set charge.
fn begins_as_number(digits: &str) -> bool {
    let kind = digits.strip_prefix('0').unwrap_or_default();
    let mut letters = kind.chars();
    match (letters.next(), letters.next()) {
        (Some('1' | '7'), Some(next)) => matches!(next, '1'..='9'),
        (Some('2'), Some(next)) => matches!(next, '0' | '3' | '4' | '8' | '9'),
        (Some('3'), Some(next)) => matches!(next, '0' | '3' | '4' | '7'),
        (Some('8'), Some(next)) => matches!(next, '0' | '4' | '7'),
        _ => false,
    }
}

/// The telephone number that begins at a place, from the zero of its area or from +44 or 0044.
fn telephone(text: &str, at: usize) -> Option<Range<usize>> {
    let mut before = text.get(..at)?.chars().rev();
    let is_within = match before.next() {
        Some('.') => before.next().is_some_and(|c| c.is_ascii_digit()),
        other => other.is_some_and(char::is_alphanumeric),
    };
    if is_within {
        return None;
    }
    let own = text.get(at..)?;
    let country = ["+44", "0044"].iter().find_map(|code| own.strip_prefix(code));
    // The zero of the area is left out behind the country, or stands in brackets.
    let rest = match country {
        Some(rest) => rest.trim_start_matches(|c| c == '0' || is_between(c)),
        None => own.strip_prefix('(').unwrap_or(own),
    };
    let from = own.len() - rest.len();
    let (mut digits, mut lengths) = (String::new(), Vec::new());
    if country.is_some() {
        digits.push('0');
    }
    let mut place = 0;
    loop {
        let left = rest.get(place..)?;
        let group = left.len() - left.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let before = digits.len();
        digits.push_str(left.get(..group)?);
        // The first group holds the zero that was left out.
        lengths.push(if lengths.is_empty() { digits.len() } else { digits.len() - before });
        place += group;
        if GROUPS.contains(&lengths.as_slice()) {
            return begins_as_number(&digits).then(|| at..at + from + place);
        }
        let left = rest.get(place..)?;
        let gap = left.len() - left.trim_start_matches(is_between).len();
        let marks = left.get(..gap)?.chars().count();
        if group == 0 || digits.len() >= 11 || !(1..=2).contains(&marks) {
            return None;
        }
        place += gap;
    }
}

/// Tells whether a character parts the groups of a number.
fn is_between(letter: char) -> bool {
    matches!(letter, ' ' | '-' | '.' | '(' | ')' | '\u{a0}')
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::email("Keys: a.warden@example.police.uk.", "Keys: [e-mail address left out].")]
    #[case::plus("x+y@example.org", "[e-mail address left out]")]
    #[case::local("Call 01632 960123 first", "Call [telephone number left out] first")]
    #[case::london("020 7946 0018", "[telephone number left out]")]
    #[case::mobile("07700 900 123/4", "[telephone number left out]/4")]
    #[case::mobile_alone("07700900123", "[telephone number left out]")]
    #[case::brackets("(01632) 960 123", "[telephone number left out]")]
    #[case::hyphen("01632-960123", "[telephone number left out]")]
    #[case::abroad("+44 (0)1632 960123; ask", "[telephone number left out]; ask")]
    #[case::followed(
        "keys 01632 960123 07700 900123",
        "keys [telephone number left out] [telephone number left out]"
    )]
    #[case::hours("ring 01632 960123 24 hrs", "ring [telephone number left out] 24 hrs")]
    #[case::at("01632 960123 9am-5pm", "[telephone number left out] 9am-5pm")]
    #[case::from_abroad("0044 1632 960123", "[telephone number left out]")]
    #[case::abroad_plain("+441632960123", "[telephone number left out]")]
    #[case::abroad_london("+44 20 7946 0018", "[telephone number left out]")]
    #[case::word_before("tel.01632 960123", "tel.[telephone number left out]")]
    #[case::points("01632.960.123", "[telephone number left out]")]
    #[case::free("0800 123 4567", "[telephone number left out]")]
    #[case::two("a@b.uk 01632 960123", "[e-mail address left out] [telephone number left out]")]
    fn contact_details_are_left_out(#[case] text: &str, #[case] kept: &str) {
        let found = without_contact_details(text);
        assert_eq!(found.map_or_else(|| text.to_owned(), |(kept, _)| kept), kept);
    }

    #[rstest]
    #[case::uprn("UPRN 010090123456")]
    #[case::long_uprn("0100901234567")]
    #[case::dates("01-04-2019 to 31-03-2020")]
    #[case::slashes("01/04/2019")]
    #[case::title("CB0123456789")]
    #[case::sums("0.1234567890")]
    #[case::room("2 @ ground floor")]
    #[case::rate("100 m² @ £12.50")]
    #[case::plain("1 High Street, Marchford FN4 1AA")]
    #[case::short("0800 1111")]
    #[case::sevens("0712 345")]
    #[case::grid_reference("Fleet Workshop at TL 01234 26789")]
    #[case::company("Central Property Store (01234567) 12 Tern Way")]
    #[case::hours("Quaybeck Station open 0700-1900 365 days")]
    #[case::lease("Lease ref 0123-2019-045")]
    #[case::cost_centre("cost centre 0200012345")]
    #[case::sheets("Sheets 0101-0110 01")]
    #[case::file("2019-0312 0345 001")]
    #[case::padded_uprn("01009012345")]
    fn other_texts_stay(#[case] text: &str) {
        assert_eq!(without_contact_details(text), None);
    }

    #[test]
    fn headers_of_people_are_known_in_any_spelling() {
        for header in
            ["E-mail", "site_manager", "Key holder", "Contact No.", "Tel: phone", "SURNAME"]
        {
            assert!(is_header_of_people(header), "{header}");
        }
        for header in [
            "name",
            "landlord",
            "contract end",
            "notes",
            "management cost",
            "mobile_coverage",
            "contact_point",
            "contract_manager_needed",
        ] {
            assert!(!is_header_of_people(header), "{header}");
        }
    }
}
