//! Run by Cargo before the program is built: hashes what the program is made of.
//!
//! The hash stands in every report's manifest, so that a batch knows reports made by another program. It is
//! of the sources and not of the binary, so that two machines agree on it.

use std::{
    env, fs, io,
    path::{Path, PathBuf},
};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let mut files = Vec::new();
    for part in ["src", "data/policy", "Cargo.toml", "Cargo.lock"] {
        println!("cargo::rerun-if-changed={part}");
        gather(&root.join(part), &mut files)?;
    }
    files.sort();
    let mut hasher = blake3::Hasher::new();
    for file in files {
        let name = file.strip_prefix(&root).unwrap_or(&file).to_string_lossy().replace('\\', "/");
        hasher.update(name.as_bytes());
        hasher.update(&[0]);
        hasher.update(blake3::hash(&fs::read(&file)?).as_bytes());
    }
    println!("cargo::rustc-env=TERRIER_PROGRAM_HASH={}", hasher.finalize().to_hex());
    Ok(())
}

fn gather(path: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    if path.is_dir() {
        for entry in fs::read_dir(path)? {
            gather(&entry?.path(), files)?;
        }
    } else if path.exists() {
        files.push(path.to_path_buf());
    }
    Ok(())
}
