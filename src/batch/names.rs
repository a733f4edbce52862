//! Folders of reports, named so that every system can hold them.

/// Names that Windows keeps for devices, whatever follows their first dot.
const DEVICES: [&str; 4] = ["CON", "PRN", "AUX", "NUL"];

/// The same, with a digit behind them.
const NUMBERED_DEVICES: [&str; 2] = ["COM", "LPT"];

/// Returns the name of an estate as that of a folder: what some system refuses in a name becomes `_`.
///
/// It is the same on every system, so that reports written on one are found on another.
#[must_use]
pub fn folder_name(estate: &str) -> String {
    let refused = |c: char| c.is_control() || r#"<>:"/\|?*"#.contains(c);
    let mut name: String = estate.chars().map(|c| if refused(c) { '_' } else { c }).collect();
    // A blank or a stop at the end is dropped in silence there, and two names become one.
    let kept = name.trim_end_matches([' ', '.']).len();
    let ends_badly = kept < name.len() || name.is_empty();
    name.truncate(kept);
    if ends_badly {
        name.push('_');
    }
    if is_device(&name) { format!("_{name}") } else { name }
}

fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_uppercase();
    let numbered = |device: &str| {
        let digit = stem.strip_prefix(device).unwrap_or_default();
        digit.chars().count() == 1 && digit.chars().all(|c| "123456789¹²³".contains(c))
    };
    DEVICES.contains(&stem.as_str()) || NUMBERED_DEVICES.iter().any(|device| numbered(device))
}

/// Returns what two names share that some system takes for one: the same letters, in whatever case.
#[must_use]
pub(super) fn alike(name: &str) -> String {
    name.to_lowercase()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::as_it_is("Estate of Ærø – 2019", "Estate of Ærø – 2019")]
    #[case::a_device("nul", "_nul")]
    #[case::a_device_with_an_ending("CON.backup", "_CON.backup")]
    #[case::a_numbered_device("Com1", "_Com1")]
    #[case::no_device("COM10", "COM10")]
    #[case::no_device_either("Consort", "Consort")]
    #[case::a_stop_at_the_end("Fire etc.", "Fire etc_")]
    #[case::a_blank_at_the_end("Fire ", "Fire_")]
    #[case::signs("Police: north/south?", "Police_ north_south_")]
    #[case::nothing_but_stops("...", "_")]
    #[case::a_device_behind_stops("aux. ", "aux_")]
    fn what_some_system_refuses_is_replaced(#[case] estate: &str, #[case] folder: &str) {
        assert_eq!(folder_name(estate), folder);
        assert_eq!(folder_name(folder), folder, "a name is not changed twice");
    }

    #[test]
    fn names_that_differ_in_case_alone_are_alike() {
        assert_eq!(alike("Ærø Fire"), alike("ÆRØ fire"));
        assert_ne!(alike("Fire"), alike("Fires"));
    }
}
