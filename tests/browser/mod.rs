//! The page as it is used: Chromium without a window opens it, sorts, filters, weighs, walks and prints.

mod along;
mod closing;
pub mod driver;
mod large;
mod looks;
mod swings;
mod use_of_it;
mod weights;

use std::{fs, path::PathBuf};

use terrier::edition::Edition;

use crate::published::newest;
pub use driver::Browser;

/// The sample's page on disk, in a folder that goes when the test is over.
pub struct Page {
    _folder: tempfile::TempDir,
    /// Where it is.
    pub file: PathBuf,
}

impl Page {
    /// Puts a page on disk.
    pub fn of(html: &[u8]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("report.html");
        fs::write(&file, html).unwrap();
        Self { _folder: folder, file }
    }

    /// The page of the sample.
    pub fn sample(edition: Edition) -> Self {
        Self::of(&newest(edition)["report.html"])
    }
}

/// A browser with the sample's page open; nothing where there is no browser.
pub fn opened(edition: Edition, place: &str) -> Option<(Browser, Page)> {
    let mut browser = Browser::start()?;
    let page = Page::sample(edition);
    browser.open(&page.file, place);
    Some((browser, page))
}
