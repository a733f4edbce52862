//! A full disk, and one that may not be written to: an error names the file and what to do, and no half report or snapshot is left.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{published::terrier, sample::Sample};

/// A disk of a megabyte; it is let go when dropped.
struct SmallDisk {
    _folder: tempfile::TempDir,
    at: PathBuf,
}

impl SmallDisk {
    /// Mounts one; says so and returns `None` where that is not allowed.
    #[allow(clippy::print_stderr, reason = "a test that is skipped says so")]
    fn mounted(test: &str) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path().join("disk");
        fs::create_dir(&at).unwrap();
        let mount = ["-t", "tmpfs", "-o", "size=1m", "tmpfs"];
        let done = Command::new("mount").args(mount).arg(&at).output();
        if done.is_ok_and(|done| done.status.success()) {
            return Some(Self { _folder: folder, at });
        }
        eprintln!("skipped {test}: only root on Linux may mount a small disk");
        None
    }

    /// Fills it but for so many kilobytes.
    fn filled(self, left: usize) -> Self {
        fs::write(self.at.join("filling"), vec![b'x'; (1_024 - left) * 1_024]).unwrap();
        self
    }

    /// Lets nobody write to it from here on.
    fn read_only(self) -> Self {
        let done = Command::new("mount").args(["-o", "remount,ro"]).arg(&self.at).status();
        assert!(done.unwrap().success());
        self
    }

    /// Every file below a folder of it.
    fn files(&self, folder: &str) -> Vec<PathBuf> {
        fn below(folder: &Path, files: &mut Vec<PathBuf>) {
            for entry in fs::read_dir(folder).into_iter().flatten() {
                let path = entry.unwrap().path();
                if path.is_dir() { below(&path, files) } else { files.push(path) }
            }
        }
        let mut files = Vec::new();
        below(&self.at.join(folder), &mut files);
        files
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.at).status();
    }
}

/// A sample of one site, so that a run is short.
fn one_site() -> Sample {
    Sample::new().with_sites(|site| site == "FEN-009")
}

/// Runs a command that cannot be done; returns what it says.
fn refused(words: &[&str], paths: [&Path; 2], code: i32) -> String {
    let mut command = terrier();
    command.args(words).arg(paths[0]);
    if paths[1] != Path::new("") {
        command.arg("--out").arg(paths[1]);
    }
    let done = command.assert().code(code);
    String::from_utf8(done.get_output().stderr.clone()).unwrap()
}

#[test]
fn a_report_that_finds_no_room_names_the_file_and_leaves_nothing() {
    let Some(disk) = SmallDisk::mounted("a report on a full disk") else { return };
    let (disk, sample) = (disk.filled(64), one_site());
    let said = refused(&["report", "-q"], [&sample.folder, &disk.at.join("out")], 2);
    assert!(said.contains("cannot be written; check that you may write there"), "{said}");
    assert!(said.contains("/out/"), "{said}");
    assert_eq!(disk.files("out"), Vec::<PathBuf>::new());
}

#[test]
fn a_quiet_batch_that_finds_no_room_says_which_snapshot_and_which_file() {
    let Some(disk) = SmallDisk::mounted("a batch on a full disk") else { return };
    let (disk, sample) = (disk.filled(64), one_site());
    let root = sample.folder.parent().unwrap();
    let said = refused(&["batch", "-q"], [root, &disk.at.join("out")], 1);
    assert!(said.starts_with("error: fenshire/2020-03-31 has no report: `"), "{said}");
    assert!(said.contains("that the disk is not full"), "{said}");
}

#[test]
fn a_new_snapshot_that_finds_no_room_says_what_to_do_and_leaves_nothing() {
    let Some(disk) = SmallDisk::mounted("a new snapshot on a full disk") else { return };
    let disk = disk.filled(12);
    let said = refused(&["new"], [&disk.at.join("estate/2021-03-31"), Path::new("")], 2);
    assert!(said.contains("estate/2021-03-31"), "{said}");
    assert!(
        said.contains("check that you may write there and that the disk is not full"),
        "{said}"
    );
    assert!(!disk.at.join("estate").exists(), "no folder is left either");
}

#[test]
fn a_comparison_that_finds_no_room_leaves_no_table_without_the_others() {
    let Some(disk) = SmallDisk::mounted("a comparison on a full disk") else { return };
    let (disk, sample) = (disk.filled(12), one_site().with_the_one_before());
    let before = sample.folder.with_file_name("2019-03-31");
    let before = before.to_str().unwrap();
    let said = refused(&["compare", "-q", before], [&sample.folder, &disk.at.join("out")], 2);
    assert!(said.contains("cannot be written; check that you may write there"), "{said}");
    assert_eq!(disk.files("out"), Vec::<PathBuf>::new());
}

#[test]
fn a_disk_that_may_not_be_written_to_is_named_and_says_what_to_do() {
    let Some(disk) = SmallDisk::mounted("a disk that may not be written to") else { return };
    fs::create_dir(disk.at.join("out")).unwrap();
    let (disk, sample) = (disk.read_only(), one_site().with_the_one_before());
    let (root, before) =
        (sample.folder.parent().unwrap(), sample.folder.with_file_name("2019-03-31"));
    let (out, none) = (disk.at.join("out"), Path::new(""));
    let new = disk.at.join("estate/2021-03-31");
    let tried: [(&[&str], [&Path; 2]); 4] = [
        (&["report", "-q"], [&sample.folder, &out]),
        (&["batch", "-q"], [root, &out]),
        (&["compare", "-q", before.to_str().unwrap()], [&sample.folder, &out]),
        (&["new"], [&new, none]),
    ];
    for (words, paths) in tried {
        let said = refused(words, paths, 2);
        assert!(said.contains("disk/"), "{said}");
        assert!(said.contains("check that you may write there"), "{said}");
    }
    assert_eq!(disk.files(""), Vec::<PathBuf>::new());
}
