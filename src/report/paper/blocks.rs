//! A paper as blocks: what its wording, once filled in, is made of, whatever it is written as.

/// A run of words in one weight.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::report) struct Span {
    pub text: String,
    pub bold: bool,
    pub italic: bool,
}

/// One block of a paper, in reading order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::report) enum Block {
    /// The title of the paper.
    Title(Vec<Span>),
    /// What a table of the front says: label and value, such as `To` and the board.
    Front(Vec<(String, String)>),
    /// Where the list of contents stands.
    Contents,
    /// A section; level 1 is numbered `1`, `2`, …, an appendix `A`, `B`, …; level 2 has no number.
    Heading { level: u8, appendix: bool, words: Vec<Span> },
    /// A paragraph; a numbered one is `1.1`, `1.2`, … within its section.
    Paragraph { numbered: bool, words: Vec<Span> },
    /// Points without order.
    Points(Vec<Vec<Span>>),
    /// A table with its caption above it; the header row is repeated on every page.
    Table {
        caption: String,
        header: Vec<String>,
        /// Columns of numbers, which stand right.
        numbers: Vec<usize>,
        rows: Vec<Vec<String>>,
    },
    /// A chart of the report by its name, with its caption below it.
    Picture { chart: String, caption: String },
    /// A new page.
    PageBreak,
}
