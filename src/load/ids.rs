//! Ids as other systems write them: numbers that a spreadsheet turned, and the UPRN by its form.

/// Returns the id that a spreadsheet makes of a number, or makes it of: `108886.0` of `108886` and back.
pub(super) fn respelt(id: &str) -> Option<String> {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    match id.strip_suffix(".0") {
        Some(whole) => is_number(whole).then(|| whole.to_owned()),
        None => is_number(id).then(|| format!("{id}.0")),
    }
}

/// Reads a UPRN: a whole number of 12 digits at most, without leading zeros; `None` when it is none.
///
/// # Source
/// A UPRN is a number of up to 12 digits (GeoPlace, *Unique Property Reference Numbers*).
pub(crate) fn uprn(text: &str) -> Option<String> {
    const LONGEST: usize = 12;
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let (whole, decimals) = text.split_once('.').unwrap_or((&text, "0"));
    let digits = whole.trim_start_matches('0');
    let is_number = (1..=LONGEST).contains(&digits.len())
        && digits.bytes().all(|b| b.is_ascii_digit())
        && !decimals.is_empty()
        && decimals.bytes().all(|b| b == b'0');
    is_number.then(|| digits.to_owned())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("100012345678", Some("100012345678"))]
    #[case("100012345678.0", Some("100012345678"))]
    #[case("000100012345678", Some("100012345678"))]
    #[case(" 100 012 345 678 ", Some("100012345678"))]
    #[case("10001", Some("10001"))]
    #[case("1.00013E+11", None)]
    #[case("1000123456789", None)]
    #[case("100012345678.5", None)]
    #[case("0", None)]
    #[case("U100012", None)]
    #[case("", None)]
    fn a_uprn_is_known_by_its_form(#[case] text: &str, #[case] read: Option<&str>) {
        assert_eq!(uprn(text).as_deref(), read);
    }

    #[rstest]
    #[case("108886.0", Some("108886"))]
    #[case("108886", Some("108886.0"))]
    #[case("FEN-011", None)]
    #[case("1.0.0", None)]
    #[case(".0", None)]
    fn an_id_of_digits_may_have_a_point(#[case] id: &str, #[case] other: Option<&str>) {
        assert_eq!(respelt(id).as_deref(), other);
    }
}
