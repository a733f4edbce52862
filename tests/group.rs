//! Several bodies in one report.

use std::{env, fs, path::Path};

use crate::{bodies_made::seven, published::terrier};

/// Writes the seven bodies where the variable says, to be looked at by hand.
#[test]
fn the_seven_bodies_can_be_looked_at() {
    let root = tempfile::tempdir().unwrap();
    let folder = match env::var_os("TERRIER_SEVEN") {
        Some(path) => Path::new(&path).to_path_buf(),
        None => root.path().join("region"),
    };
    fs::create_dir_all(&folder).unwrap();
    seven(&folder);
    let mut command = terrier();
    command.args(["group".as_ref(), folder.as_os_str()]);
    let done = command.assert().code(1);
    let said = String::from_utf8(done.get_output().stdout.clone()).unwrap();
    assert!(said.contains("fellside is left out: its data has 1 error."), "{said}");
}
