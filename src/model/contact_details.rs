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

/// What the header of a column of contact details or of names of people holds, folded.
const HEADERS: [&str; 13] = [
    "contact",
    "email",
    "firstname",
    "forename",
    "keyholder",
    "lastname",
    "manager",
    "middlename",
    "mobile",
    "nameofofficer",
    "phone",
    "surname",
    "telephone",
];

/// Tells whether a header looks like that of a column of contact details or of names of people.
#[must_use]
pub fn is_header_of_people(header: &str) -> bool {
    let folded: String =
        header.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    HEADERS.iter().any(|word| folded.contains(word))
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

/// The telephone number that begins at a place: ten or eleven digits from zero, the first of its groups with three or more;
/// or nine or ten after +44.
fn telephone(text: &str, at: usize) -> Option<Range<usize>> {
    let is_within = |c: char| c.is_ascii_alphanumeric() || c == '.';
    if text.get(..at)?.chars().next_back().is_some_and(is_within) {
        return None;
    }
    let own = text.get(at..)?;
    let is_abroad = own.starts_with('+');
    let mut digits = String::new();
    let (mut end, mut first_group, mut gap) = (0, None, 0);
    for (place, letter) in own.char_indices().skip(usize::from(is_abroad)) {
        if letter.is_ascii_digit() {
            digits.push(letter);
            (end, gap) = (place + 1, 0);
            continue;
        }
        if !matches!(letter, ' ' | '-' | '(' | ')' | '\u{a0}') || gap == 2 {
            break;
        }
        if !digits.is_empty() {
            first_group.get_or_insert(digits.len());
            gap += 1;
        }
    }
    let is_open = own.get(end..)?.chars().next().is_some_and(|c| c.is_alphanumeric());
    if is_open || digits.len() > 13 {
        return None;
    }
    let is_number = match is_abroad {
        true => {
            let own = digits.strip_prefix("44")?;
            let own = own.strip_prefix('0').unwrap_or(own);
            matches!(own.len(), 9 | 10) && own.starts_with(['1', '2', '3', '7', '8'])
        }
        false => {
            matches!(digits.len(), 10 | 11)
                && first_group.unwrap_or(digits.len()) >= 3
                && digits.get(1..)?.starts_with(['1', '2', '3', '7', '8'])
                && digits.starts_with('0')
        }
    };
    is_number.then(|| at..at + end)
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
        for header in ["name", "landlord", "contract end", "notes", "management cost"] {
            assert!(!is_header_of_people(header), "{header}");
        }
    }
}
