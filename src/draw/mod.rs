//! One chart a file.
