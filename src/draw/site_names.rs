//! How sites are called in a picture.

use std::collections::BTreeMap;

use super::font_metrics::FontMetrics;
use crate::edition::SiteRow;

/// Returns how each site is called in a picture: its name, with its id when another has the same name
/// or it has none.
pub(super) fn names<'a>(
    sites: impl IntoIterator<Item = &'a SiteRow>,
    metrics: &FontMetrics,
) -> Vec<String> {
    let rows = sites.into_iter().map(|s| (s.name.as_str(), s.site_id.as_str()));
    called(rows, metrics)
}

/// As [`names`], of pairs of name and id.
pub(super) fn called<'a>(
    rows: impl IntoIterator<Item = (&'a str, &'a str)>,
    metrics: &FontMetrics,
) -> Vec<String> {
    let rows: Vec<_> =
        rows.into_iter().map(|(name, id)| (metrics.plain(name), metrics.plain(id))).collect();
    let mut uses = BTreeMap::<&str, usize>::new();
    for (name, _) in &rows {
        *uses.entry(name).or_default() += 1;
    }
    rows.iter()
        .map(|(name, id)| match uses.get(name.as_str()) {
            _ if name.is_empty() => id.clone(),
            Some(1) => name.clone(),
            _ => format!("{id} {name}"),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sites_of_one_name_are_told_apart_by_their_ids() {
        let metrics = FontMetrics::load().unwrap();
        let rows = [("Store", "A1"), ("Store", "A2"), ("Bank", "A3"), ("", "A4")];
        assert_eq!(called(rows, &metrics), ["A1 Store", "A2 Store", "Bank", "A4"]);
    }
}
