//! What a body wants of its estate.

/// One principle of the body's estates strategy.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the rest are named as the entries of `paper.toml`")]
pub struct Principle {
    pub id: String,
    pub words: String,
    pub source: String,
    /// The criteria it governs.
    pub criteria: Vec<String>,
    /// The codes of gates it governs.
    pub gates: Vec<String>,
    /// Kinds of option that serve it.
    pub serves: Vec<String>,
    /// Kinds of option that breach it.
    pub breaches: Vec<String>,
    /// Whether it speaks only of sites with a public counter.
    pub only_with_public_counter: bool,
}
