//! Terrier: from an estates team's spreadsheets to a decision that stands up before a committee.

pub mod batch;
pub mod cli;
pub mod draw;
pub mod edition;
pub mod finance;
pub mod load;
pub mod measure;
pub mod model;
pub mod place;
pub mod policy;
pub mod report;
pub mod score;
