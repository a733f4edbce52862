//! Views for tests of what is drawn and written: each is of an estate that went through every stage.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::LazyLock,
};

use super::{DatedKind, Edition, FundView, LeaseEventRow, LeaseRow, SiteRow, View};
use crate::{
    batch::{SnapshotOutcome, run_snapshot},
    draw::{ChartFiles, ChartNumbers},
    load::Hashes,
    model::Severity,
    policy::Policy,
    tables::{Declared, Ranking},
};

/// The newest snapshot of Fenshire.
const SAMPLE: &str = "data/fenshire/2020-03-31";

fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Takes a snapshot through every stage, by the default policy with a text laid over it.
fn of_folder(folder: &Path, policy: &str, edition: Edition) -> View {
    let policy = Policy::from_text(Some(policy)).unwrap();
    match run_snapshot(folder, &policy, Severity::Error, Hashes::NotWanted).unwrap() {
        SnapshotOutcome::Ran(run) => super::view(run.results(&policy), edition).unwrap(),
        SnapshotOutcome::Stopped(findings) => panic!("{findings:?}"),
    }
}

/// The sample county: every kind of record, and every table.
pub(crate) fn sample() -> &'static View {
    static VIEW: LazyLock<View> =
        LazyLock::new(|| of_folder(&project(SAMPLE), "", Edition::Restricted));
    &VIEW
}

/// Four sites whose names, ids and texts are attacks on a page, a sheet or a picture.
pub(crate) fn hostile() -> &'static View {
    static VIEW: LazyLock<View> = LazyLock::new(|| {
        of_folder(&project("tests/estates/hostile/2020-03-31"), "", Edition::Restricted)
    });
    &VIEW
}

/// An edition without sites: the public one of an estate whose only site is secure.
pub(crate) fn empty() -> &'static View {
    static VIEW: LazyLock<View> = LazyLock::new(|| {
        let estate = text("tests/estates/hostile/2020-03-31/estate.toml");
        let files =
            [("estate.toml", &*estate), ("sites.csv", "site_id,name,secure\nA,Alpha,yes\n")];
        of_texts(&files, "", Edition::Public)
    });
    &VIEW
}

/// Returns the text of a file of the project.
pub(crate) fn text(path: &str) -> String {
    fs::read_to_string(project(path)).unwrap()
}

/// Takes files of the given texts through every stage.
fn of_texts(files: &[(&str, &str)], policy: &str, edition: Edition) -> View {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("2020-03-31");
    fs::create_dir(&folder).unwrap();
    for (name, text) in files {
        fs::write(folder.join(name), text).unwrap();
    }
    of_folder(&folder, policy, edition)
}

/// The programme that files of four sites make, over so many years, of which so many are budgeted.
pub(crate) fn programme(files: &[(&str, &str)], (years, budget): (u8, u8)) -> FundView {
    let sites = ("sites.csv", "site_id,name\nA,Alpha\nB,Bravo\nC,Charlie\nD,Delta\n");
    let policy = format!(
        "[figures.programme_years]\nvalue = \"{years}\"\n[figures.budget_years]\nvalue = \"{budget}\"\n"
    );
    of_texts(&[&[sites], files].concat(), &policy, Edition::Restricted).fund.unwrap()
}

/// The schemes of the sample county over so many years, of which so many are budgeted, with its treasury or without;
/// of its sites nothing is known but their names.
pub(crate) fn fund(years: (u8, u8), has_treasury: bool) -> FundView {
    let of = |name: &str| text(&format!("{SAMPLE}/{name}"));
    let sites = sample().sites.iter().map(|site| format!("{0},{0}\n", site.site_id));
    let sites = format!("site_id,name\n{}", sites.collect::<String>());
    let (projects, treasury) = (of("projects.csv"), of("treasury.toml"));
    let files =
        [("sites.csv", &*sites), ("projects.csv", &*projects), ("treasury.toml", &*treasury)];
    programme(&files[..if has_treasury { 3 } else { 2 }], years)
}

/// So many sites that differ by their rank and id alone.
pub(crate) fn sites(count: usize) -> Vec<SiteRow> {
    let site = &hostile().sites[1];
    let number =
        |rank: u32| SiteRow { site_id: format!("S-{rank}"), rank: Some(rank), ..site.clone() };
    (1..).take(count).map(number).collect()
}

/// The lease of the sample county that its holder may break on 24 March 2024.
pub(crate) fn lease() -> LeaseRow {
    sample().running_leases.iter().find(|lease| lease.lease_id == "L-001").unwrap().clone()
}

/// That break.
pub(crate) fn lease_event() -> LeaseEventRow {
    let is = |row: &&LeaseEventRow| row.lease_id == "L-001" && row.kind == DatedKind::Break;
    sample().lease_events.iter().find(is).unwrap().clone()
}

/// A chart with a picture that can be told from text.
pub(crate) fn chart() -> ChartFiles {
    ChartFiles {
        name: "ranking".to_owned(),
        title: "Need index of the ranked sites".to_owned(),
        svg: "<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"80\" \
              height=\"20\" viewBox=\"0 0 80 20\"><rect width=\"60\" height=\"20\"/></svg>"
            .to_owned(),
        png: vec![0x89, b'P', b'N', b'G'],
        slide: Some(vec![0x89, b'P', b'N', b'G', b's']),
        board: None,
        numbers: ChartNumbers {
            table: &Ranking,
            columns: Ranking.columns().to_vec(),
            csv: "site_id,need_index\nFEN-001,61.234567\n".to_owned(),
        },
        text: "FEN-001 leads with 61.2.\n\nThe range of FEN-002 is wide.\n".to_owned(),
    }
}
