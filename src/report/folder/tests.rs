//! What stands beside and inside a report folder after every way a run can go.

use rstest::rstest;
use tempfile::TempDir;

use super::*;

fn files(texts: &[(&str, &str)]) -> Vec<OutputFile> {
    let file = |(path, text): &(&str, &str)| OutputFile {
        path: (*path).to_owned(),
        bytes: text.as_bytes().to_vec(),
    };
    texts.iter().map(file).collect()
}

fn write(folder: &Path, texts: &[(&str, &str)]) -> Result<(), ReportError> {
    let files = files(texts);
    replace(folder, &files, &Manifest::default().with_outputs(&files))
}

/// Everything within a folder, with the text of each file.
fn tree(folder: &Path) -> Vec<(String, String)> {
    let contents = Contents::of(folder).unwrap();
    let text = |f: &String| (f.clone(), fs::read_to_string(folder.join(f)).unwrap());
    contents.files.iter().map(text).collect()
}

const OLD: [(&str, &str); 2] = [("ranking.csv", "old"), ("charts/a.svg", "old")];
const NEW: [(&str, &str); 2] = [("ranking.csv", "new"), ("report.html", "new")];

/// A parent with an old report in `2020-03-31`.
fn with_old_report() -> (TempDir, PathBuf) {
    let parent = tempfile::tempdir().unwrap();
    let target = parent.path().join("2020-03-31");
    write(&target, &OLD).unwrap();
    (parent, target)
}

fn names(folder: &Path) -> Vec<String> {
    let contents = Contents::of(folder).unwrap();
    let mut all = [contents.files, contents.folders].concat();
    all.sort();
    all
}

#[test]
fn a_report_is_made_with_its_parents_and_nothing_beside_it() {
    let parent = tempfile::tempdir().unwrap();
    write(&parent.path().join("fenshire/2020-03-31"), &OLD).unwrap();
    insta::assert_debug_snapshot!(names(parent.path()), @r#"
    [
        "fenshire",
        "fenshire/2020-03-31",
        "fenshire/2020-03-31/charts",
        "fenshire/2020-03-31/charts/a.svg",
        "fenshire/2020-03-31/manifest.json",
        "fenshire/2020-03-31/ranking.csv",
    ]
    "#);
}

#[test]
fn an_old_report_is_replaced_whole() {
    let (parent, target) = with_old_report();
    write(&target, &NEW).unwrap();
    insta::assert_debug_snapshot!(names(parent.path()), @r#"
    [
        "2020-03-31",
        "2020-03-31/manifest.json",
        "2020-03-31/ranking.csv",
        "2020-03-31/report.html",
    ]
    "#);
    assert_eq!(fs::read_to_string(target.join("ranking.csv")).unwrap(), "new");
}

#[test]
fn an_empty_folder_is_taken() {
    let parent = tempfile::tempdir().unwrap();
    write(parent.path().join("empty").as_path(), &[]).unwrap();
    let target = parent.path().join("bare");
    fs::create_dir(&target).unwrap();
    write(&target, &NEW).unwrap();
    assert_eq!(Manifest::read(&target).unwrap().outputs.len(), 2);
}

#[rstest]
#[case::a_file("notes.txt")]
#[case::a_file_in_a_subfolder("charts/mine.svg")]
#[case::a_hidden_file(".notes")]
fn a_report_with_a_strangers_file_is_kept(#[case] strange: &str) {
    let (parent, target) = with_old_report();
    fs::write(target.join(strange), "mine").unwrap();
    let before = tree(parent.path());
    let error = write(&target, &NEW).unwrap_err();
    assert!(matches!(&error, ReportError::Foreign { path } if path.ends_with(strange)), "{error}");
    assert_eq!(tree(parent.path()), before);
}

#[test]
fn an_open_workbook_is_named() {
    let (parent, target) = with_old_report();
    fs::write(target.join(".~lock.workbook.xlsx#"), "someone").unwrap();
    let before = tree(parent.path());
    let error = write(&target, &NEW).unwrap_err();
    assert!(matches!(error, ReportError::Open { .. }), "{error}");
    assert_eq!(tree(parent.path()), before);
}

#[test]
fn a_strangers_folder_is_kept() {
    let parent = tempfile::tempdir().unwrap();
    let target = parent.path().join("photos");
    fs::create_dir(&target).unwrap();
    fs::write(target.join("holiday.jpg"), "sea").unwrap();
    fs::write(target.join(MANIFEST), "{\"name\": \"album\"}").unwrap();
    let before = tree(parent.path());
    let error = write(&target, &NEW).unwrap_err();
    assert!(matches!(error, ReportError::NotOurs { .. }), "{error}");
    assert_eq!(tree(parent.path()), before);
}

#[cfg(unix)]
#[test]
fn a_link_in_a_report_is_a_strangers_and_a_linked_report_is_written_where_it_is() {
    use std::os::unix::fs::symlink;
    let (parent, target) = with_old_report();
    let link = parent.path().join("latest");
    symlink(&target, &link).unwrap();
    write(&link, &NEW).unwrap();
    assert!(link.symlink_metadata().unwrap().is_symlink());
    assert_eq!(fs::read_to_string(target.join("report.html")).unwrap(), "new");

    fs::remove_file(target.join("ranking.csv")).unwrap();
    symlink("/etc/hosts", target.join("ranking.csv")).unwrap();
    assert!(matches!(write(&target, &NEW), Err(ReportError::Foreign { .. })));
}

#[test]
fn a_file_in_the_place_of_the_folder_or_of_its_parent_is_kept() {
    let parent = tempfile::tempdir().unwrap();
    let target = parent.path().join("report");
    fs::write(&target, "mine").unwrap();
    let before = tree(parent.path());
    assert!(matches!(write(&target, &NEW), Err(ReportError::NotAFolder { .. })));
    assert!(matches!(write(&target.join("inner"), &NEW), Err(ReportError::Write { .. })));
    assert!(matches!(write(Path::new("/"), &NEW), Err(ReportError::NoName { .. })));
    assert_eq!(tree(parent.path()), before);
}

#[rstest]
#[case::twice_the_same("ranking.csv")]
#[case::a_file_as_a_folder("ranking.csv/a.svg")]
#[case::out_of_the_folder("../escaped.csv")]
#[case::no_name("")]
fn a_run_that_fails_half_way_leaves_the_old_report_and_nothing_else(#[case] bad: &str) {
    let (parent, target) = with_old_report();
    let before = tree(parent.path());
    assert!(write(&target, &[("ranking.csv", "new"), (bad, "new")]).is_err());
    assert_eq!(tree(parent.path()), before);

    let fresh = parent.path().join("a/b/c");
    assert!(write(&fresh, &[("ranking.csv", "new"), (bad, "new")]).is_err());
    assert_eq!(tree(parent.path()), before);
    assert!(!parent.path().join("a").exists());
}

#[test]
fn what_a_killed_run_left_is_cleared() {
    let (parent, target) = with_old_report();
    let stale = parent.path().join(".2020-03-31.partial");
    fs::create_dir_all(stale.join("charts")).unwrap();
    let listed = Manifest::default().with_outputs(&files(&OLD)).to_bytes().unwrap();
    fs::write(stale.join(MANIFEST), listed).unwrap();
    fs::write(stale.join("charts/a.svg"), "half").unwrap();
    write(&target, &NEW).unwrap();
    assert_eq!(names(parent.path()).len(), 4);

    fs::create_dir(&stale).unwrap();
    fs::write(stale.join(MANIFEST), "{\"form").unwrap();
    write(&target, &OLD).unwrap();
    assert_eq!(names(parent.path()).len(), 5);
}

#[test]
fn a_strangers_partial_folder_is_kept() {
    let (parent, target) = with_old_report();
    let stale = parent.path().join(".2020-03-31.partial");
    fs::create_dir(&stale).unwrap();
    fs::write(stale.join("thesis.odt"), "years").unwrap();
    let before = tree(parent.path());
    assert!(matches!(write(&target, &NEW), Err(ReportError::NotOurs { .. })));
    assert_eq!(tree(parent.path()), before);
}

#[cfg(unix)]
#[test]
fn a_second_run_at_once_is_turned_away() {
    let (parent, target) = with_old_report();
    let place = Place::of(&target).unwrap();
    let held = claim(&place.partial, &place.target).unwrap();
    assert!(held.is_some());
    assert!(matches!(write(&target, &NEW), Err(ReportError::Busy { .. })));
    drop(held);
    write(&target, &NEW).unwrap();
    assert_eq!(names(parent.path()).len(), 4);
}

#[test]
fn a_file_system_without_exchange_moves_the_old_report_aside() {
    let (parent, target) = with_old_report();
    let place = Place::of(&target).unwrap();
    write(&place.partial, &NEW).unwrap();
    swap_by_renames(&place).unwrap();
    remove(&place.aside).unwrap();
    assert_eq!(names(parent.path()).len(), 4);
    assert_eq!(fs::read_to_string(target.join("ranking.csv")).unwrap(), "new");
}

#[test]
fn a_move_that_fails_puts_the_old_report_back() {
    let (parent, target) = with_old_report();
    let before = tree(parent.path());
    let place = Place::of(&target).unwrap();
    assert!(swap_by_renames(&place).is_err(), "there is no partial folder to move in");
    assert_eq!(tree(parent.path()), before);
}

#[test]
fn a_report_left_aside_by_a_killed_run_comes_back() {
    let (parent, target) = with_old_report();
    let place = Place::of(&target).unwrap();
    fs::rename(&target, &place.aside).unwrap();
    recover(&place).unwrap();
    assert_eq!(fs::read_to_string(target.join("ranking.csv")).unwrap(), "old");

    write(&place.aside, &OLD).unwrap();
    write(&target, &NEW).unwrap();
    assert_eq!(names(parent.path()).len(), 4);
}

#[test]
fn a_file_beside_the_reports_is_replaced_whole() {
    let parent = tempfile::tempdir().unwrap();
    let path = parent.path().join("fenshire/summary.csv");
    fs::create_dir(parent.path().join("fenshire")).unwrap();
    fs::write(parent.path().join("fenshire/.summary.csv.partial"), "half").unwrap();
    for text in ["old", "new"] {
        replace_file(&path, text.as_bytes()).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), text);
    }
    assert_eq!(names(parent.path()), ["fenshire", "fenshire/summary.csv"]);
    let error = replace_file(&parent.path().join("fenshire"), b"").unwrap_err();
    assert!(matches!(error, ReportError::Write { .. }), "{error}");
}
