//! Sites that came, went, were sold or renamed, or have another id.

use std::collections::BTreeSet;

use crate::{
    load::{self, FoundBy, SitePair},
    model::{Date, RowRef, Site, SiteId, Status, folded, words},
    portfolio::Results,
};

words!(
    /// What became of a site.
    SiteChangeKind {
        /// It was not in the register.
        Added = "added",
        /// It is not in the register any more.
        Gone = "gone",
        /// It is sold.
        Sold = "sold",
        /// It is vacant, or for sale, and was in use.
        Closed = "closed",
        /// It is in use again.
        Reopened = "reopened",
        /// Its name is another.
        Renamed = "renamed",
        /// Its id is another.
        FoundAgain = "found_again",
        /// Its id belongs to another site now.
        IdReused = "id_reused",
        /// Another site that is one with it now.
        Merged = "merged",
        /// A site that it was divided into.
        Divided = "divided",
    }
);

/// One site that came, went, was sold or renamed, or has another id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteChange {
    /// What became of it.
    pub kind: SiteChangeKind,
    /// Its id now, or then where it is gone.
    pub site_id: String,
    /// Its name now, or then.
    pub name: String,
    /// What was: the id, the name or the status.
    pub before: String,
    /// What is.
    pub after: String,
    /// The day on which the register says that it happened; `None` is not recorded.
    pub on: Option<Date>,
    /// By what it is known to be the same; every other than `same_site` is a proposal.
    pub found_by: Option<FoundBy>,
    /// What supports that.
    pub evidence: String,
    /// Where it stood.
    pub row_before: Option<RowRef>,
    /// Where it stands.
    pub row_after: Option<RowRef>,
}

/// Returns what became of sites, in the order of kinds, then ids.
pub(super) fn of(before: Results<'_>, after: Results<'_>, pairs: &[SitePair]) -> Vec<SiteChange> {
    let (then, now) = (&before.estate.sites, &after.estate.sites);
    let mut changes = Vec::new();
    for pair in pairs {
        let (old, new) = (&then[pair.before], &now[pair.after]);
        let told = |kind, before: &str, after: &str| SiteChange {
            row_before: Some(old.row.clone()),
            ..change(kind, new, before, after)
        };
        if let Some((by, evidence)) = &pair.again {
            changes.push(SiteChange {
                found_by: Some(*by),
                evidence: evidence.clone(),
                ..told(SiteChangeKind::FoundAgain, old.site_id.as_str(), new.site_id.as_str())
            });
        }
        if folded(&old.name) != folded(&new.name) {
            changes.push(told(SiteChangeKind::Renamed, &old.name, &new.name));
        }
        let statuses = (old.status_or_operational(), new.status_or_operational());
        if let Some(kind) = became(statuses) {
            let word = |status: Option<Status>| status.map_or("", Status::word);
            let on = new.status_on;
            changes.push(SiteChange { on, ..told(kind, word(statuses.0), word(statuses.1)) });
        }
    }
    let kept_then: BTreeSet<usize> = pairs.iter().map(|pair| pair.before).collect();
    let kept_now: BTreeSet<usize> = pairs.iter().map(|pair| pair.after).collect();
    let parts = load::site_parts(before.estate, after.estate, pairs);
    let is_listed = |id: &SiteId| after.estate.site(id).is_some();
    for (number, site) in then.iter().enumerate().filter(|(number, _)| !kept_then.contains(number))
    {
        let into = parts.merged.get(&number);
        let kind = match into {
            Some(_) => SiteChangeKind::Merged,
            None if is_listed(&site.site_id) => SiteChangeKind::IdReused,
            None => SiteChangeKind::Gone,
        };
        let evidence = into.map_or_else(String::new, |whole| whole.evidence.clone());
        let status = site.status_or_operational().map_or("", Status::word);
        changes.push(SiteChange {
            after: into.map_or_else(String::new, |whole| whole.site_id.to_string()),
            found_by: into.map(|_| FoundBy::SameSite),
            evidence,
            row_before: Some(then[number].row.clone()),
            row_after: None,
            ..change(kind, site, if into.is_some() { site.site_id.as_str() } else { status }, "")
        });
    }
    for (number, site) in now.iter().enumerate().filter(|(number, _)| !kept_now.contains(number)) {
        let from = parts.divided.get(&number);
        let kind = if from.is_some() { SiteChangeKind::Divided } else { SiteChangeKind::Added };
        let status = site.status_or_operational().map_or("", Status::word);
        let before = from.map_or("", |whole| whole.site_id.as_str());
        changes.push(SiteChange {
            found_by: from.map(|_| FoundBy::SameSite),
            evidence: from.map_or_else(String::new, |whole| whole.evidence.clone()),
            on: site.status_on,
            ..change(
                kind,
                site,
                before,
                if from.is_some() { site.site_id.as_str() } else { status },
            )
        });
    }
    changes.sort_by(|a, b| (a.kind, &a.site_id, &a.before).cmp(&(b.kind, &b.site_id, &b.before)));
    changes
}

fn change(kind: SiteChangeKind, site: &Site, before: &str, after: &str) -> SiteChange {
    SiteChange {
        kind,
        site_id: site.site_id.to_string(),
        name: site.name.clone(),
        before: before.to_owned(),
        after: after.to_owned(),
        on: None,
        found_by: None,
        evidence: String::new(),
        row_before: None,
        row_after: Some(site.row.clone()),
    }
}

/// Returns what a change of status is; `None` of one that stays, or that is not known.
fn became(statuses: (Option<Status>, Option<Status>)) -> Option<SiteChangeKind> {
    let (Some(then), Some(now)) = statuses else { return None };
    match now {
        _ if then == now => None,
        Status::Sold => Some(SiteChangeKind::Sold),
        Status::Operational => Some(SiteChangeKind::Reopened),
        Status::Vacant | Status::ForSale => Some(SiteChangeKind::Closed),
    }
}
