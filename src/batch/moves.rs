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
    BatchError, Done, breaks,
    estate_then::{EstateThen, SiteKey, estate_then},
    kept::Kept,
    rows::{MoveRow, SinceBefore, SnapshotTold, SummaryRow},
    summary_files::SummaryFiles,
    tables::{EstateFigures, RankMoves, SeriesBreaks, Summaries},
    trends,
};
use crate::{
    draw::{self, MoveLine, RankHistory, Standing},
    edition::Edition,
    load::{self, Hashes, SameSites},
    model::{Date, Index, Measure},
    policy::Policy,
    report::{self, SiteHistory},
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
    let mut summary: Vec<SummaryRow> = Vec::new();
    let mut all: Vec<report::SiteFact> = Vec::new();
    let mut note = None;
    let mut doubts = Vec::new();
    let mut name = estate.to_owned();
    for one in done {
        let date = &one.folder.date;
        if !one.fate.is_good() {
            summary.push(SummaryRow { as_of: date.clone(), told: None });
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
        let since = snapshots.last().map(|before| since_before(before, &snapshot));
        let told = Some(told(&manifest, &snapshot, &own, since));
        summary.push(SummaryRow { as_of: date.clone(), told });
        note = manifest.note.or(note);
        name = manifest.estate;
        all.extend(own);
        snapshots.push(snapshot);
    }
    let mut files = SummaryFiles::default();
    files.table(&Summaries, Summaries::of(summary.iter()))?;
    if !snapshots.is_empty() {
        files.all.push((report::HISTORY.to_owned(), report::history(&name, &all)?));
        let facts = all.iter().map(|fact| (name.as_str(), fact));
        files.table(&SiteHistory, SiteHistory::of(facts))?;
        let then = estates(&snapshots, &all);
        let trends = trends::trends(&then);
        let rows = trends::trend_rows(&trends);
        files.table(&EstateFigures, EstateFigures::of(rows.iter()))?;
        let breaks = breaks::break_rows(&then, policy);
        files.table(&SeriesBreaks, SeriesBreaks::of(breaks.iter()))?;
        let drawn = trends::drawn(&name, note.clone(), &trends);
        files.charts.extend(draw::estate_trends(&drawn)?);
    }
    if snapshots.len() > 1 {
        let rows = moves(&snapshots);
        files.table(&RankMoves, RankMoves::of(rows.iter()))?;
        let history = history(&name, note.clone(), &snapshots);
        files.charts.extend(draw::rank_moves(&history)?);
    }
    let files = files.described(&name, note.as_deref(), &doubts)?;
    kept.write(estate, &files, &doubts)?;
    Ok(doubts)
}

/// Takes the facts of every snapshot by what each site is known by through all of them.
fn estates(snapshots: &[Snapshot], facts: &[report::SiteFact]) -> Vec<EstateThen> {
    let keys = site_keys(snapshots);
    let of = |(snapshot, keys): (&Snapshot, &BTreeMap<&String, SiteKey>)| {
        let from = facts.partition_point(|fact| fact.as_of < snapshot.date);
        let to = facts.partition_point(|fact| fact.as_of <= snapshot.date);
        let key =
            |id: &str| keys.get(&id.to_owned()).map_or_else(|| (id.to_owned(), 0), SiteKey::clone);
        estate_then(snapshot.date, &facts[from..to], key)
    };
    let mut all: Vec<EstateThen> = snapshots.iter().zip(&keys).map(of).collect();
    // Parts by what they are known by: of the snapshot before where they were merged, of this one where divided.
    for at in 1..all.len() {
        let (Some(then), Some(now)) = (keys.get(at - 1), keys.get(at)) else { continue };
        let of = |ids: &BTreeMap<String, String>,
                  parts: &BTreeMap<&String, SiteKey>,
                  wholes: &BTreeMap<&String, SiteKey>| {
            let keys = ids.iter().filter_map(|(part, whole)| {
                Some((parts.get(part)?.clone(), wholes.get(whole)?.clone()))
            });
            keys.collect::<BTreeMap<SiteKey, SiteKey>>()
        };
        let same = &snapshots[at].same;
        all[at].merged = of(&same.merged, then, now);
        all[at].divided = of(&same.divided, now, then);
    }
    all
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
pub(super) fn facts(report: &Path) -> Result<Vec<report::SiteFact>, String> {
    let path = report.join(report::FACTS);
    let named = |what: &dyn std::fmt::Display| format!("`{}`: {what}", path.display());
    let bytes = fs::read(&path).map_err(|e| named(&e))?;
    let rows = crate::load::parquet_rows(bytes).map_err(|e| named(&e))?;
    let fact = |(row, cells): &(u32, Vec<String>)| {
        report::SiteFact::from_cells(cells)
            .ok_or_else(|| named(&format!("row {row} is not a valid fact")))
    };
    rows.iter().skip(1).map(fact).collect()
}

/// Takes the ranking of a snapshot from what its report knows of each site.
fn snapshot_of(date: &str, facts: &[report::SiteFact]) -> Result<Snapshot, String> {
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

fn told(
    manifest: &report::Manifest,
    snapshot: &Snapshot,
    facts: &[report::SiteFact],
    since: Option<SinceBefore>,
) -> SnapshotTold {
    let unranked = |reason: NotRanked| {
        let is = |r: &&Ranked| r.standing == Standing::Unranked(reason);
        snapshot.sites.values().filter(is).count()
    };
    let is_ranked = |r: &&Ranked| matches!(r.standing, Standing::Ranked(_));
    let first = snapshot.sites.iter().find(|(_, r)| r.standing == Standing::Ranked(1));
    let costs: Vec<i64> = facts
        .iter()
        .filter(|fact| fact.measure == Measure::RunningCost.word())
        .filter_map(|fact| fact.value)
        .collect();
    let sum = costs.iter().try_fold(0_i64, |sum, cost| sum.checked_add(*cost));
    SnapshotTold {
        sites: snapshot.sites.len(),
        ranked: snapshot.sites.values().filter(is_ranked).count(),
        sold: unranked(NotRanked::Sold),
        for_sale: unranked(NotRanked::ForSale),
        must_keep: unranked(NotRanked::MustKeep),
        too_little_known: unranked(NotRanked::TooLittleKnown),
        first: first.map(|(id, site)| (id.clone(), site.index)),
        running_cost: sum.filter(|_| !costs.is_empty()),
        warnings: manifest.warnings,
        notes: manifest.notes,
        since,
    }
}

/// Counts sites that came, went, are newly ranked and are ranked no longer.
fn since_before(before: &Snapshot, now: &Snapshot) -> SinceBefore {
    let kept: BTreeSet<&str> = now.sites.keys().filter_map(|id| now.same.id_before(id)).collect();
    let is_ranked = |site: &Ranked| matches!(site.standing, Standing::Ranked(_));
    let was = |id: &String| before.sites.get(now.same.id_before(id)?);
    let count = |is: &dyn Fn(&String, &Ranked) -> bool| {
        now.sites.iter().filter(|(id, site)| is(id, site)).count()
    };
    let lost =
        now.sites.iter().filter(|(id, site)| !is_ranked(site) && was(id).is_some_and(is_ranked));
    let gone =
        before.sites.iter().filter(|(id, site)| !kept.contains(id.as_str()) && is_ranked(site));
    SinceBefore {
        added: count(&|id, _| was(id).is_none()),
        gone: before.sites.keys().filter(|id| !kept.contains(id.as_str())).count(),
        newly_ranked: count(&|id, site| is_ranked(site) && !was(id).is_some_and(is_ranked)),
        no_longer_ranked: lost.count() + gone.count(),
    }
}

/// One line a site and pair of consecutive snapshots, by rank in the later one.
fn moves(snapshots: &[Snapshot]) -> Vec<MoveRow> {
    let mut lines = Vec::new();
    for pair in snapshots.windows(2) {
        let (before, after) = (&pair[0], &pair[1]);
        let now = after.sites.keys().map(|id| (after.same.id_before(id), Some(id)));
        let kept: BTreeSet<&str> =
            after.sites.keys().filter_map(|id| after.same.id_before(id)).collect();
        let gone = before.sites.keys().filter(|id| !kept.contains(id.as_str()));
        let all = gone.map(|id| (Some(id.as_str()), None)).chain(now);
        let mut of_pair: Vec<(u32, MoveRow)> = all
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
                let (into, from) = (after.same.merged.get(id), after.same.divided.get(id));
                let came = if from.is_some() { "divided" } else { "new" };
                let went = if into.is_some() { "merged" } else { "gone" };
                let ((old_rank, old_text), (new_rank, new_text)) =
                    (place(old, came), place(new, went));
                let part_of = if new.is_none() { into } else { from.filter(|_| old.is_none()) };
                let up = old_rank.zip(new_rank).map(|(o, n)| i64::from(o) - i64::from(n));
                let index = |r: Option<&Ranked>| r.and_then(|r| r.index);
                let line = MoveRow {
                    site_id: id.to_owned(),
                    name: new.or(old).map_or_else(String::new, |r| r.name.clone()),
                    from: before.text.clone(),
                    to: after.text.clone(),
                    rank_before: old_text,
                    rank_after: new_text,
                    places_up: up,
                    index_before: index(old),
                    index_after: index(new),
                    again: again.cloned(),
                    part_of: part_of.cloned(),
                };
                (new_rank.unwrap_or(u32::MAX), line)
            })
            .collect();
        // Ids stand in order already.
        of_pair.sort_by_key(|(rank, _)| *rank);
        lines.extend(of_pair.into_iter().map(|(_, line)| line));
    }
    lines
}

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
