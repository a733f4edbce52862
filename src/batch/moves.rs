//! What only several snapshots can show: a summary, the moves of ranks, and their chart.
//!
//! Everything is taken from the typed facts and manifests of the reports in the output folder, so that reports left
//! alone and reports just written count alike, and a second run writes nothing.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use super::{
    BatchError, Done,
    kept::Kept,
    trends::{self, EstateThen},
};
use crate::{
    draw::{self, MoveLine, RankHistory, Standing},
    edition::Edition,
    load::{self, Hashes, SameSites},
    model::{Date, Index, Measure, decimals},
    policy::Policy,
    report,
    score::NotRanked,
};

/// How a site stood in a snapshot.
#[derive(Debug, Clone)]
struct Ranked {
    name: String,
    standing: Standing,
    index: Option<Index>,
}

/// A snapshot's ranking as its report has it, by site.
struct Snapshot {
    date: Date,
    text: String,
    sites: BTreeMap<String, Ranked>,
    /// Which sites of the snapshot before they are.
    same: SameSites,
    /// Whether a table may say of its ids which sites they were.
    says_ids: bool,
}

/// Says of two snapshots that follow each other why they may not be of one estate; `None` where nothing speaks against it.
fn doubt(
    estate: &str,
    (before, folder_before, name_before): (&Snapshot, &Path, &str),
    (after, folder, name): (&Snapshot, &Path, &str),
) -> Option<String> {
    let both = format!("`{}` and `{}`", folder_before.display(), folder.display());
    let as_one = format!("are reported as one estate, {estate:?}");
    let is_kept =
        |id: &String| after.same.id_before(id).is_some_and(|id| before.sites.contains_key(id));
    if !before.sites.is_empty() && !after.sites.is_empty() && !after.sites.keys().any(is_kept) {
        return Some(format!(
            "{both} {as_one}, but have no site in common; if they are two estates, give their folders two \
             names, and if all ids changed, say so in the table same_site"
        ));
    }
    (name_before != name).then(|| {
        format!(
            "{both} {as_one}, but estate.toml names them {name_before:?} and {name:?}; if they are two \
             estates, give their folders two names"
        )
    })
}

/// Writes `summary.csv`, `rank_moves.csv` and the chart of an estate, where they changed; returns why some of its snapshots
/// may be another estate's.
pub(super) fn write(
    folder: &Path,
    estate: &str,
    done: &[&Done],
    policy: &Policy,
) -> Result<Vec<String>, BatchError> {
    let failed = |cause: String| BatchError::summary(estate, cause);
    let mut kept = Kept::read(folder, done, policy);
    if kept.holds() {
        return Ok(kept.doubts());
    }
    let mut snapshots: Vec<Snapshot> = Vec::new();
    let mut folders: Vec<&Path> = Vec::new();
    let mut summary = vec![SUMMARY.map(str::to_owned).to_vec()];
    let mut all: Vec<report::Fact> = Vec::new();
    let mut note = None;
    let mut doubts = Vec::new();
    let mut name = estate.to_owned();
    for one in done {
        let date = &one.folder.date;
        if !one.fate.is_good() {
            let mut line = vec![String::new(); SUMMARY.len()];
            line[0].clone_from(date);
            line[1] = "error".to_owned();
            summary.push(line);
            continue;
        }
        let report = folder.join(date);
        let own = kept.facts(date).map_or_else(|| facts(&report), Ok).map_err(failed)?;
        let manifest = report::Manifest::read(&report).map_err(|e| failed(e.to_string()))?;
        let mut snapshot = snapshot_of(date, &own).map_err(failed)?;
        if let Some((before, path)) = snapshots.last().zip(folders.last()) {
            snapshot.says_ids = manifest
                .inputs
                .iter()
                .any(|(file, _)| load::may_hold(file, &load::schema::SAME_SITE));
            snapshot.same = kept
                .same(&before.text, date)
                .unwrap_or_else(|| same_sites(before, path, &snapshot, &one.folder.path, policy));
            kept.keep(date, &snapshot.same);
            let now = (&snapshot, one.folder.path.as_path(), manifest.estate.as_str());
            doubts.extend(doubt(estate, (before, path, &name), now));
        }
        folders.push(&one.folder.path);
        let mut line = summary_line(&manifest, &snapshot, &own);
        line.extend(since_before(snapshots.last(), &snapshot));
        summary.push(line);
        note = manifest.note.or(note);
        name = manifest.estate;
        all.extend(own);
        snapshots.push(snapshot);
    }
    let mut files = vec![("summary.csv".to_owned(), csv_of(&summary).map_err(failed)?)];
    if !snapshots.is_empty() {
        let history = report::history(&name, &all).map_err(|e| failed(e.to_string()))?;
        files.push((report::HISTORY.to_owned(), history));
        let rows = report::history_rows(&name, &all);
        files.push(("history.csv".to_owned(), csv_of(&rows).map_err(failed)?));
        let then = estates(&snapshots, &all);
        let told = trends::trends(&then);
        files.push(("trends.csv".to_owned(), csv_of(&trends::trend_rows(&told)).map_err(failed)?));
        let breaks = trends::break_rows(&then, policy);
        files.push(("series_breaks.csv".to_owned(), csv_of(&breaks).map_err(failed)?));
        for chart in draw::estate_trends(&trends::drawn(&name, note.clone(), &told))? {
            files.extend(report::chart_files(&chart).map(|file| (file.path, file.bytes)));
        }
    }
    if snapshots.len() > 1 {
        files.push(("rank_moves.csv".to_owned(), csv_of(&moves(&snapshots)).map_err(failed)?));
        let history = history(&name, note, &snapshots);
        for chart in draw::rank_moves(&history)? {
            files.extend(report::chart_files(&chart).map(|file| (file.path, file.bytes)));
        }
    }
    files.push(("EDITION.txt".to_owned(), marking(&name, &doubts)));
    kept.write(estate, &files, &doubts)?;
    Ok(doubts)
}

/// Takes the facts of every snapshot by what each site is known by through all of them.
fn estates(snapshots: &[Snapshot], facts: &[report::Fact]) -> Vec<EstateThen> {
    let keys = site_keys(snapshots);
    let of = |(snapshot, keys): (&Snapshot, &BTreeMap<&String, SiteKey>)| {
        let from = facts.partition_point(|fact| fact.as_of < snapshot.date);
        let to = facts.partition_point(|fact| fact.as_of <= snapshot.date);
        let key =
            |id: &str| keys.get(&id.to_owned()).map_or_else(|| (id.to_owned(), 0), SiteKey::clone);
        trends::estate_then(snapshot.date, &facts[from..to], key)
    };
    snapshots.iter().zip(&keys).map(of).collect()
}

/// Finds which sites of two snapshots are one; their data is read only where ids alone may not tell it.
fn same_sites(
    before: &Snapshot,
    path_before: &Path,
    after: &Snapshot,
    path_after: &Path,
    policy: &Policy,
) -> SameSites {
    let lacks =
        |one: &Snapshot, other: &Snapshot| one.sites.keys().any(|id| !other.sites.contains_key(id));
    let is_renamed = |(id, site): (&String, &Ranked)| {
        before.sites.get(id).is_some_and(|then| then.name != site.name)
    };
    let came_and_went = lacks(before, after) && lacks(after, before);
    if !came_and_went && !after.says_ids && !after.sites.iter().any(is_renamed) {
        return SameSites::default();
    }
    let read = |path: &Path| load::load(path, policy, Hashes::NotWanted).ok()?.value;
    let both = read(path_before).zip(read(path_after));
    both.map_or_else(SameSites::default, |(then, now)| SameSites::between(&then, &now, policy))
}

/// Reads what the report of a snapshot knows of each site.
pub(super) fn facts(report: &Path) -> Result<Vec<report::Fact>, String> {
    let path = report.join(report::FACTS);
    let named = |what: &dyn std::fmt::Display| format!("`{}`: {what}", path.display());
    let bytes = fs::read(&path).map_err(|e| named(&e))?;
    let rows = crate::load::parquet_rows(bytes).map_err(|e| named(&e))?;
    let fact = |(row, cells): &(u32, Vec<String>)| {
        report::Fact::from_cells(cells)
            .ok_or_else(|| named(&format!("row {row} is not a valid fact")))
    };
    rows.iter().skip(1).map(fact).collect()
}

fn marking(estate: &str, doubts: &[String]) -> Vec<u8> {
    let marking = Edition::Restricted.marking();
    let mut text = format!(
        "{marking}\n\nSummary and changes of rank for the estate {estate:?} across its \
            snapshots.\nIn this folder: summary.csv, summary_manifest.json, history.parquet, \
            history.csv, trends.csv, series_breaks.csv, rank_moves.csv, charts/.\n"
    );
    for doubt in doubts {
        text.push_str(&format!("\nWarning: {doubt}.\n"));
    }
    text.into_bytes()
}

const SUMMARY: [&str; 17] = [
    "as_of",
    "state",
    "sites",
    "ranked",
    "sold",
    "for_sale",
    "must_keep",
    "too_little_known",
    "first_site",
    "first_index",
    "running_cost",
    "warnings",
    "notes",
    "sites_added",
    "sites_gone",
    "newly_ranked",
    "no_longer_ranked",
];

/// Takes the ranking of a snapshot from what its report knows of each site.
fn snapshot_of(date: &str, facts: &[report::Fact]) -> Result<Snapshot, String> {
    let mut sites: BTreeMap<String, Ranked> = BTreeMap::new();
    for fact in facts {
        let whole = fact.value.and_then(|value| u32::try_from(value / Index::UNIT).ok());
        let of_site = || Ranked { name: String::new(), standing: Standing::Absent, index: None };
        let mut put = |to: &dyn Fn(&mut Ranked)| {
            to(sites.entry(fact.site_id.clone()).or_insert_with(of_site));
        };
        match fact.measure.as_str() {
            report::NAME => put(&|site| site.name.clone_from(&fact.word)),
            report::NEED_INDEX => put(&|site| site.index = fact.value.map(Index)),
            report::RANK => {
                let unranked = || NotRanked::read(&fact.word).map(Standing::Unranked);
                let standing = whole.map(Standing::Ranked).or_else(unranked);
                let standing = standing.ok_or_else(|| {
                    format!("the rank of {:?} is neither a number nor a reason", fact.site_id)
                })?;
                put(&|site| site.standing = standing.clone());
            }
            _ => {}
        }
    }
    let parsed =
        crate::load::snapshot_date(date).ok_or_else(|| format!("{date:?} is not a date"))?;
    Ok(Snapshot {
        date: parsed,
        text: date.to_owned(),
        sites,
        same: SameSites::default(),
        says_ids: false,
    })
}

fn summary_line(
    manifest: &report::Manifest,
    snapshot: &Snapshot,
    facts: &[report::Fact],
) -> Vec<String> {
    let unranked = |reason: NotRanked| {
        let is = |r: &&Ranked| r.standing == Standing::Unranked(reason);
        snapshot.sites.values().filter(is).count().to_string()
    };
    let is_ranked = |r: &&Ranked| matches!(r.standing, Standing::Ranked(_));
    let first = snapshot.sites.iter().find(|(_, r)| r.standing == Standing::Ranked(1));
    let costs: Vec<i64> = facts
        .iter()
        .filter(|fact| fact.measure == Measure::RunningCost.word())
        .filter_map(|fact| fact.value)
        .collect();
    let count = |lines: Option<usize>| lines.map_or_else(String::new, |n| n.to_string());
    let sum = costs.iter().try_fold(0_i64, |sum, cost| sum.checked_add(*cost));
    let cost = sum.filter(|_| !costs.is_empty());
    vec![
        snapshot.text.clone(),
        "reported".to_owned(),
        snapshot.sites.len().to_string(),
        snapshot.sites.values().filter(is_ranked).count().to_string(),
        unranked(NotRanked::Sold),
        unranked(NotRanked::ForSale),
        unranked(NotRanked::MustKeep),
        unranked(NotRanked::TooLittleKnown),
        first.map_or_else(String::new, |(id, _)| id.clone()),
        first.and_then(|(_, r)| r.index).map_or_else(String::new, |i| i.to_string()),
        cost.map_or_else(String::new, |cost| decimals(cost, Index::UNIT, 2)),
        count(manifest.warnings),
        count(manifest.notes),
    ]
}

/// Counts sites that came, went, are newly ranked and are ranked no longer; nothing of the first snapshot.
fn since_before(before: Option<&Snapshot>, now: &Snapshot) -> [String; 4] {
    let Some(before) = before else { return Default::default() };
    let kept: BTreeSet<&str> = now.sites.keys().filter_map(|id| now.same.id_before(id)).collect();
    let is_ranked = |site: &Ranked| matches!(site.standing, Standing::Ranked(_));
    let was = |id: &String| before.sites.get(now.same.id_before(id)?);
    let count = |is: &dyn Fn(&String, &Ranked) -> bool| {
        now.sites.iter().filter(|(id, site)| is(id, site)).count().to_string()
    };
    let lost =
        now.sites.iter().filter(|(id, site)| !is_ranked(site) && was(id).is_some_and(is_ranked));
    let gone =
        before.sites.iter().filter(|(id, site)| !kept.contains(id.as_str()) && is_ranked(site));
    [
        count(&|id, _| was(id).is_none()),
        before.sites.keys().filter(|id| !kept.contains(id.as_str())).count().to_string(),
        count(&|id, site| is_ranked(site) && !was(id).is_some_and(is_ranked)),
        (lost.count() + gone.count()).to_string(),
    ]
}

/// One line a site and pair of consecutive snapshots; words stand in place of a number that is not there.
fn moves(snapshots: &[Snapshot]) -> Vec<Vec<String>> {
    let header = [
        "site_id",
        "name",
        "from",
        "to",
        "rank_before",
        "rank_after",
        "places_up",
        "index_before",
        "index_after",
        "index_change",
        "id_before",
        "found_by",
    ];
    let mut lines = vec![header.map(str::to_owned).to_vec()];
    for pair in snapshots.windows(2) {
        let (before, after) = (&pair[0], &pair[1]);
        let now = after.sites.keys().map(|id| (after.same.id_before(id), Some(id)));
        let kept: BTreeSet<&str> =
            after.sites.keys().filter_map(|id| after.same.id_before(id)).collect();
        let gone = before.sites.keys().filter(|id| !kept.contains(id.as_str()));
        let all = gone.map(|id| (Some(id.as_str()), None)).chain(now);
        let mut of_pair: Vec<(u32, Vec<String>)> = all
            .map(|(id_before, id_now)| {
                let again = id_now.and_then(|id| after.same.again.get(id));
                let id = id_now.map(String::as_str).or(id_before).unwrap_or_default();
                let old = id_before.and_then(|id| before.sites.get(id));
                let new = id_now.and_then(|id| after.sites.get(id));
                let place =
                    |ranked: Option<&Ranked>, absent: &str| match ranked.map(|r| &r.standing) {
                        None | Some(Standing::Absent) => (None, absent.to_owned()),
                        Some(Standing::Ranked(rank)) => (Some(*rank), rank.to_string()),
                        Some(Standing::Unranked(_)) => (None, "unranked".to_owned()),
                    };
                let ((old_rank, old_text), (new_rank, new_text)) =
                    (place(old, "new"), place(new, "gone"));
                let up = old_rank.zip(new_rank).map(|(o, n)| i64::from(o) - i64::from(n));
                let index = |r: Option<&Ranked>| r.and_then(|r| r.index);
                let change = index(old).zip(index(new)).map(|(o, n)| Index(n.0 - o.0));
                let text = |i: Option<Index>| i.map_or_else(String::new, |i| i.to_string());
                let name = new.or(old).map_or_else(String::new, |r| r.name.clone());
                let line = vec![
                    id.to_owned(),
                    name,
                    before.text.clone(),
                    after.text.clone(),
                    old_text,
                    new_text,
                    up.map_or_else(String::new, |n| n.to_string()),
                    text(index(old)),
                    text(index(new)),
                    text(change),
                    again.map_or_else(String::new, |(id, _)| id.clone()),
                    again.map_or_else(String::new, |(_, by)| by.to_string()),
                ];
                (new_rank.unwrap_or(u32::MAX), line)
            })
            .collect();
        of_pair.sort();
        lines.extend(of_pair.into_iter().map(|(_, line)| line));
    }
    lines
}

/// What a site is known by through all snapshots: the latest id that it had, and how many other sites had that id later.
pub(super) type SiteKey = (String, usize);

/// Returns, snapshot by snapshot, what each site is known by from the id it has there.
fn site_keys(snapshots: &[Snapshot]) -> Vec<BTreeMap<&String, SiteKey>> {
    let mut all: Vec<BTreeMap<&String, SiteKey>> = Vec::new();
    let mut later: Option<&Snapshot> = None;
    // What each id means at the later snapshot, ids listed only after it among them.
    let mut meant: BTreeMap<String, SiteKey> = BTreeMap::new();
    let mut given: BTreeMap<String, usize> = BTreeMap::new();
    for snapshot in snapshots.iter().rev() {
        let own: BTreeMap<&String, SiteKey> = snapshot
            .sites
            .keys()
            .map(|id| {
                let then = later.map_or(Some(id.as_str()), |later| later.same.id_after(id));
                let known = then.and_then(|then| meant.get(then)).cloned();
                let key = known.unwrap_or_else(|| {
                    let number = given.entry(id.clone()).or_default();
                    *number += 1;
                    (id.clone(), *number - 1)
                });
                (id, key)
            })
            .collect();
        // A site that is left out here keeps its id, unless that was another's here or came with the later snapshot.
        let stays = |id: &String| {
            !own.contains_key(id) && later.is_some_and(|later| !later.same.again.contains_key(id))
        };
        meant.retain(|id, _| stays(id));
        meant.extend(own.iter().map(|(id, key)| ((*id).clone(), key.clone())));
        all.push(own);
        later = Some(snapshot);
    }
    all.reverse();
    all
}

/// Under which id a site stands in a snapshot, and how; `None` where it is not there.
type Stand<'a> = Option<(&'a String, &'a Ranked)>;

fn history(estate: &str, note: Option<String>, snapshots: &[Snapshot]) -> RankHistory {
    let keys = site_keys(snapshots);
    // By what a site is known by, what each snapshot says of it and under which id.
    let mut lines: BTreeMap<&SiteKey, Vec<Stand<'_>>> = BTreeMap::new();
    for (at, (snapshot, keys)) in snapshots.iter().zip(&keys).enumerate() {
        for (id, ranked) in &snapshot.sites {
            let Some(key) = keys.get(id) else { continue };
            let line = lines.entry(key).or_insert_with(|| vec![None; snapshots.len()]);
            line[at] = Some((id, ranked));
        }
    }
    let lines = lines.into_iter().map(|((site_id, _), stands)| {
        let there = || stands.iter().flatten();
        let mut earlier_ids: Vec<String> = Vec::new();
        for (id, _) in there().filter(|(id, _)| *id != site_id) {
            if !earlier_ids.contains(id) {
                earlier_ids.push((*id).clone());
            }
        }
        let standing =
            |of: &Stand<'_>| of.map_or(Standing::Absent, |(_, ranked)| ranked.standing.clone());
        MoveLine {
            site_id: site_id.clone(),
            earlier_ids,
            name: there().last().map_or_else(String::new, |(_, ranked)| ranked.name.clone()),
            places: stands.iter().map(standing).collect(),
        }
    });
    RankHistory {
        estate: estate.to_owned(),
        note,
        edition: Edition::Restricted,
        snapshots: snapshots.iter().map(|s| s.date).collect(),
        lines: lines.collect(),
    }
}

/// Writes rows as CSV; text that a spreadsheet would run gets an apostrophe.
fn csv_of(rows: &[Vec<String>]) -> Result<Vec<u8>, String> {
    let mut csv = csv::Writer::from_writer(Vec::new());
    for row in rows {
        let is_text = |cell: &str| cell.parse::<rust_decimal::Decimal>().is_err();
        let safe = row.iter().map(|cell| match cell.as_str() {
            text if is_text(text) => crate::model::safe_text(text).into_owned(),
            number => number.to_owned(),
        });
        csv.write_record(safe).map_err(|e| e.to_string())?;
    }
    csv.into_inner().map_err(|e| e.to_string())
}
