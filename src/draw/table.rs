//! Writes the numbers of a chart as CSV.

use super::DrawError;

/// Returns a table as CSV with line feeds.
pub(super) fn table(
    header: &[&str],
    rows: impl IntoIterator<Item = Vec<String>>,
) -> Result<String, DrawError> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let wrong = |e: csv::Error| DrawError::Table(e.to_string());
    writer.write_record(header).map_err(wrong)?;
    for row in rows {
        writer.write_record(&row).map_err(wrong)?;
    }
    let bytes = writer.into_inner().map_err(|e| DrawError::Table(e.to_string()))?;
    String::from_utf8(bytes).map_err(|e| DrawError::Table(e.to_string()))
}

/// Returns a text cell so that no spreadsheet takes it for a formula.
pub(super) fn safe(text: &str) -> String {
    let runs = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if runs { format!("'{text}") } else { text.to_owned() }
}

/// Returns a number as text, empty when not known.
pub(super) fn known(value: Option<impl ToString>) -> String {
    value.map(|v| v.to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_a_spreadsheet_would_run_is_marked() {
        assert_eq!(safe("=1+1"), "'=1+1");
        assert_eq!(safe("\tx"), "'\tx");
        assert_eq!(safe("Bank House"), "Bank House");
    }

    #[test]
    fn unknown_is_empty_and_lines_end_with_a_line_feed() {
        let rows = [vec![safe("a,b"), known(None::<i64>)], vec!["c".to_owned(), known(Some(2))]];
        assert_eq!(table(&["name", "rank"], rows).unwrap(), "name,rank\n\"a,b\",\nc,2\n");
    }
}
