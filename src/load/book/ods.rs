//! What ODS files alone tell: which cells are per cents.

use std::collections::BTreeSet;

use quick_xml::events::{BytesStart, Event};

/// Finds the cells of an ODS sheet whose value is a per cent.
pub(super) fn per_cents(content: &str, sheet: &str) -> BTreeSet<(u32, u32)> {
    let mut found = BTreeSet::new();
    let mut reader = quick_xml::Reader::from_str(content);
    let (mut within, mut row, mut rows, mut column) = (false, 0_u32, 1_u32, 0_u32);
    loop {
        let (event, closed) = match reader.read_event() {
            Ok(Event::Start(start)) => (start, false),
            Ok(Event::Empty(start)) => (start, true),
            Ok(Event::End(end)) => {
                match end.name().0 {
                    "table:table" => within = false,
                    "table:table-row" => row = row.saturating_add(rows),
                    _ => {}
                }
                continue;
            }
            Ok(Event::Eof) | Err(_) => return found,
            Ok(_) => continue,
        };
        match event.name().0 {
            "table:table" => {
                within = attribute(&event, "table:name").as_deref() == Some(sheet);
                row = 0;
            }
            "table:table-row" if within => {
                rows = times(&event, "table:number-rows-repeated");
                column = 0;
                if closed {
                    row = row.saturating_add(rows);
                }
            }
            "table:table-cell" | "table:covered-table-cell" if within => {
                let columns = times(&event, "table:number-columns-repeated");
                if attribute(&event, "office:value-type").as_deref() == Some("percentage") {
                    let below = row..row.saturating_add(rows);
                    let beside = column..column.saturating_add(columns);
                    found.extend(below.flat_map(|row| beside.clone().map(move |c| (row, c))));
                }
                column = column.saturating_add(columns);
            }
            _ => {}
        }
    }
}

pub(super) fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = element.try_get_attribute(name).ok()??;
    quick_xml::escape::unescape(&attribute.value).ok().map(std::borrow::Cow::into_owned)
}

pub(super) fn times(element: &BytesStart<'_>, name: &str) -> u32 {
    // No sheet has more rows; a filled one that says so is broken.
    let most = 1_048_576;
    attribute(element, name).and_then(|n| n.parse().ok()).unwrap_or(1).min(most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn per_cents_of_an_ods_are_found_where_they_stand() {
        let cell = |kind: &str| format!("<table:table-cell office:value-type=\"{kind}\"/>");
        let content = format!(
            "<a><table:table table:name=\"x\"><table:table-row table:number-rows-repeated=\"2\"/>\
             <table:table-row><table:table-cell table:number-columns-repeated=\"3\"/>{}{}</table:table-row>\
             </table:table><table:table table:name=\"y\"><table:table-row>{}</table:table-row>\
             </table:table></a>",
            cell("float"),
            cell("percentage"),
            cell("percentage")
        );
        assert_eq!(per_cents(&content, "x"), BTreeSet::from([(2, 4)]));
        assert_eq!(per_cents(&content, "y"), BTreeSet::from([(0, 0)]));
    }
}
