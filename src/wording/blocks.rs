//! A part of a report in words: a heading, sentences and a short table, for screen, Markdown and page alike.

/// One part of what is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TextBlock {
    /// Its heading.
    pub title: String,
    /// Its sentences, before the table.
    pub said: Vec<String>,
    /// The headings of its table; none without one.
    pub header: Vec<String>,
    /// The rows of its table.
    pub rows: Vec<Vec<String>>,
    /// Columns of numbers.
    pub numbers: Vec<usize>,
    /// What the table leaves out.
    pub more: Option<String>,
    /// The name of the chart that shows the same, and its further pages after it; none without one.
    pub chart: Option<String>,
}

impl TextBlock {
    /// Makes one without a table.
    pub(crate) fn new(title: &str, said: Vec<String>) -> Self {
        let (header, rows, numbers) = (Vec::new(), Vec::new(), Vec::new());
        Self { title: title.to_owned(), said, header, rows, numbers, more: None, chart: None }
    }
}

/// Makes the headings of a table.
pub(crate) fn heads(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}
