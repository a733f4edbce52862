//! `terrier policy` and `terrier paper`: what comes with the program, for a body to change a copy of.

use std::{
    fs,
    io::{self, IsTerminal},
    path::Path,
};

use anyhow::{Context, bail};

use super::{Done, print};
use crate::{
    policy::Policy,
    report::{Template, Wording},
};

/// Prints the default policy, or writes it to a new file.
pub(super) fn policy(out: Option<&Path>) -> anyhow::Result<Done> {
    given(Policy::default_text().as_bytes(), out)
}

/// Prints the wording of the board paper, or writes it to a new file.
pub(super) fn wording(out: Option<&Path>) -> anyhow::Result<Done> {
    given(Wording::default().text().as_bytes(), out)
}

/// Writes the Word file of the board paper to a new file, or to standard output where that is no terminal.
pub(super) fn template(out: Option<&Path>) -> anyhow::Result<Done> {
    if out.is_none() && io::stdout().is_terminal() {
        bail!(
            "the Word template cannot be shown on a screen\nhint: terrier paper --template --out template.docx"
        );
    }
    given(Template::own_file(), out)
}

/// Gives bytes to standard output, or to a file that is not there yet.
pub(super) fn given(bytes: &[u8], out: Option<&Path>) -> anyhow::Result<Done> {
    let Some(path) = out else { return print::data(bytes) };
    let name = path.display();
    if path.exists() {
        bail!("`{name}` already exists\nhint: choose another file name");
    }
    fs::write(path, bytes).with_context(|| format!("`{name}` cannot be written"))?;
    Ok(Done::Well)
}
