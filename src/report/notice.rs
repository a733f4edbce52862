//! `EDITION.txt`: who may read the data files that stand beside it, which cannot carry a marking.

use crate::edition::View;
use crate::wording::{long_date, one_line};

/// Writes the notice; `files` are the paths it stands beside.
pub(super) fn notice<'a>(view: &View, files: impl Iterator<Item = &'a str>) -> Vec<u8> {
    let mut text = format!("{}\n\n", view.edition.marking());
    let mut line = |name: &str, value: &str| text.push_str(&format!("{name:<14}{value}\n"));
    line("Edition:", view.edition.word());
    line("Estate:", &one_line(&view.estate));
    if let Some(organisation) = &view.organisation {
        line("Organisation:", &one_line(organisation));
    }
    line("As of:", &long_date(view.as_of));
    if let Some(note) = &view.note {
        line("Note:", &one_line(note));
    }
    text.push_str("\nThe marking above applies to these data files, which cannot carry it:\n");
    for file in files {
        text.push_str(&format!("  {file}\n"));
    }
    text.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edition::example;

    #[test]
    fn the_notice_says_who_may_read_what() {
        let text = notice(example::hostile(), ["ranking.csv", "charts/ranking.csv"].into_iter());
        insta::assert_snapshot!(String::from_utf8(text).unwrap(), @"
        RESTRICTED: holds prices and security details; not for publication

        Edition:      restricted
        Estate:       Fenshire
        Organisation: Fenshire Police & Crime Commissioner
        As of:        31 March 2020
        Note:         Illustrative data

        The marking above applies to these data files, which cannot carry it:
          ranking.csv
          charts/ranking.csv
        ");
    }
}
