//! Why a body's template cannot be used.

use thiserror::Error;

/// What is wrong with a template.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TemplateFault {
    /// It is not a Word file.
    #[error("it is not a Word document; save it in Word as `.docx`")]
    NotWord,
    /// It is locked or too large.
    #[error("it is larger than {0} MB; make its pictures smaller")]
    TooLarge(u64),
    /// It can run programs.
    #[error("it contains macros; save it in Word as `.docx`")]
    Macros,
    /// It is in the strict form of the standard.
    #[error("it is saved as Strict Open XML; save it in Word as `Word Document (.docx)`")]
    Strict,
    /// A part is not there or cannot be read.
    #[error("its part `{0}` is missing or broken; open it in Word and save it again")]
    Part(String),
    /// Nothing says where the paper goes.
    #[error("no paragraph of its own reads {{{{ paper }}}}, where the paper goes")]
    NoPaper,
    /// Styles that the paper is written in are not there.
    #[error("it has no {}; make them, or start from `data/paper/template.docx`", .0.join(", no "))]
    NoStyles(Vec<String>),
    /// A name in braces stands for nothing.
    #[error("`{part}` contains {{{{ {name} }}}}, which is not known; known are {known}")]
    Unknown {
        /// The part of the file.
        part: String,
        /// What stands in braces.
        name: String,
        /// What could.
        known: String,
    },
    /// A page would not say how it may be used.
    #[error("neither a header nor a footer contains {{{{ {0} }}}}, which every page must carry")]
    NotCarried(&'static str),
}
