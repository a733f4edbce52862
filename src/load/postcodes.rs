//! The list of postcodes, and what sites and partners say held against it.

use std::{
    collections::BTreeMap,
    sync::atomic::{AtomicBool, Ordering::Relaxed},
};

use geo::Point;

use super::{
    LoadError,
    position::{Limits, Whereabouts, distance},
    raw::RawTable,
    record::{self, Record},
    schema,
};
use crate::{
    model::{Finding, Findings, Place, Postcode, RowRef, Rule},
    place::{Grid, metres_between},
    policy::{FigureName, Policy, ratio_of},
};

/// The postcodes of sites and partners that the table `postcodes` has, and where they lie.
#[derive(Debug, Clone, PartialEq)]
pub struct Postcodes {
    /// In order, each once; without a point where the table's own is 0, 0 or out of bounds.
    points: Vec<(Postcode, Option<Point>)>,
    /// Areas of postcodes asked for of which the table has any postcode, in order.
    areas: Vec<String>,
}

/// A row of the table that was asked for.
struct Listed {
    postcode: Postcode,
    point: Option<Point>,
    row: RowRef,
}

impl Postcodes {
    /// Returns the point of a postcode of a site or partner; `None` when the table has none for it.
    #[must_use]
    pub fn point(&self, postcode: Postcode) -> Option<Point> {
        self.find(postcode).flatten()
    }

    /// Finds a postcode; the inner `None` is one that is listed without a point.
    fn find(&self, postcode: Postcode) -> Option<Option<Point>> {
        let at = self.points.binary_search_by_key(&postcode, |(code, _)| *code).ok()?;
        self.points.get(at).map(|(_, point)| *point)
    }

    fn covers(&self, area: &str) -> bool {
        self.areas.binary_search_by(|a| a.as_str().cmp(area)).is_ok()
    }
}

/// Columns of Code-Point Open, which comes without a header, as far as they are read.
const CODE_POINT: [&str; 4] = ["postcode", "", "easting", "northing"];

/// Gives a list in the form of Code-Point Open, which has no header, its header.
pub(super) fn with_known_header(raw: RawTable, findings: &mut Findings) -> RawTable {
    let is_whole = |text: &String| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let is_form = match raw.header.as_slice() {
        [code, quality, easting, northing, ..] => {
            Postcode::read(code).is_some() && [quality, easting, northing].into_iter().all(is_whole)
        }
        _ => false,
    };
    if !is_form {
        return raw;
    }
    let found = format!("no header; the first row is a record: {}", raw.header.join(", "));
    let expected = "a header, or the layout of Code-Point Open".to_owned();
    let place = raw.header_place(None);
    findings.push(Finding::new(Rule::HeaderByForm, place, "", found, expected).fix(
        "no action if it is Code-Point Open: its first, third and fourth columns are read as \
            `postcode`, `easting` and `northing`",
    ));
    let names = CODE_POINT.iter().map(|name| (*name).to_owned());
    let header = names.chain(std::iter::repeat(String::new())).take(raw.header.len()).collect();
    raw.with_header(header)
}

/// Reads the list and keeps the postcodes that are asked for: a national one has 1.8 million.
///
/// Every row is checked all the same. A row at 0, 0 or out of bounds is a postcode without a point, as such
/// lists write it, and no finding.
pub(super) fn read(
    raw: &RawTable,
    wanted: &[&str],
    policy: &Policy,
    findings: &mut Findings,
) -> Result<Postcodes, LoadError> {
    let limits = Limits::of(policy);
    let mut codes: Vec<Postcode> = wanted.iter().filter_map(|t| Postcode::read(t)).collect();
    codes.sort();
    codes.dedup();
    // Whatever the order in which blocks are read, an area is covered in the end or it is not.
    let covered: BTreeMap<&str, AtomicBool> =
        codes.iter().map(|c| (c.area(), AtomicBool::new(false))).collect();
    let rows = record::read_all(raw, &schema::POSTCODES, policy, findings, |r| {
        let postcode = postcode(r);
        let (easting, northing) = (r.decimal("easting")?, r.decimal("northing")?);
        let postcode = postcode?;
        if let Some(seen) = covered.get(postcode.area())
            && !seen.load(Relaxed)
        {
            seen.store(true, Relaxed);
        }
        codes.binary_search(&postcode).ok()?;
        let grid = Grid { easting: ratio_of(easting), northing: ratio_of(northing) };
        let nowhere = easting.is_zero() && northing.is_zero();
        let point = limits.hold(grid.to_wgs84()).filter(|_| !nowhere);
        Some(Listed { postcode, point, row: r.row.clone() })
    })?;
    let rows = super::without_doubles(rows, |l| &l.postcode, |l| &l.row, "postcode", findings);
    let has_any = |(area, seen): (&str, AtomicBool)| seen.into_inner().then(|| area.to_owned());
    Ok(Postcodes {
        points: rows.into_iter().map(|l| (l.postcode, l.point)).collect(),
        areas: covered.into_iter().filter_map(has_any).collect(),
    })
}

fn postcode(r: &mut Record<'_>) -> Option<Postcode> {
    let text = r.text("postcode")?;
    let postcode = Postcode::read(&text);
    if postcode.is_none() {
        let finding = misshapen(r.place("postcode"), r.id(), &text);
        r.push(finding.fix("correct the postcode; until then the row is not used"));
    }
    postcode
}

fn misshapen(place: Place, id: &str, text: &str) -> Finding {
    let expected = "a UK postcode, for example FN4 1AA".to_owned();
    Finding::new(Rule::PostcodeForm, place, id, format!("{text:?}"), expected)
}

/// Holds postcodes against their form and the list, and positions against their postcodes.
///
/// A position far from its postcode counts as unknown. Without a list only the form is looked at.
pub(super) fn hold<'a>(
    records: impl Iterator<Item = Whereabouts<'a>>,
    list: Option<&Postcodes>,
    policy: &Policy,
    findings: &mut Findings,
) {
    let far = policy.ratio(FigureName::PostcodeFarKm) * 1000.0;
    let records: Vec<Whereabouts<'_>> = records.collect();
    // A register of which no area is known is of another list, or of an invented county.
    let codes = records.iter().filter_map(|record| Postcode::read(record.postcode?));
    let areas_count = codes.into_iter().any(|code| code.has_area());
    for record in records {
        let Some(text) = record.postcode else { continue };
        let place = |column: &str| Place::cell(record.row, column);
        let Some(postcode) = Postcode::read(text) else {
            let fix = match Postcode::alike(text) {
                Some(meant) => format!("write {meant} if you mean that"),
                None => "correct the postcode".to_owned(),
            };
            let fix = format!("{fix}; until then it is kept as it stands");
            findings.push(misshapen(place("postcode"), record.id, text).fix(fix));
            continue;
        };
        let listed = || list.is_some_and(|list| list.covers(postcode.area()));
        if areas_count && !postcode.has_area() && !listed() {
            let found = format!("{text:?}; there is no postcode area {}", postcode.area());
            let expected = "a UK postcode, for example FN4 1AA".to_owned();
            findings.push(
                Finding::new(Rule::PostcodeForm, place("postcode"), record.id, found, expected)
                    .fix("correct the postcode; until then it is kept as it stands"),
            );
        }
        let Some(list) = list else { continue };
        let Some(point) = list.find(postcode) else {
            if list.covers(postcode.area()) {
                findings.push(not_listed(place("postcode"), record.id, text, postcode.area()));
            }
            continue;
        };
        let apart = record.position.zip(point).map(|(a, b)| metres_between(a, b));
        let (Some(apart), Some(placed)) = (apart.filter(|m| *m > far), record.placed) else {
            continue;
        };
        let found = format!("{}, {} from {postcode}", placed.text(), distance(apart));
        let expected = format!("a position within {} of the postcode", distance(far));
        let finding = Finding::new(
            Rule::PositionFarFromPostcode,
            place(placed.column()),
            record.id,
            found,
            expected,
        );
        findings.push(finding.fix(
            "correct the position or the postcode; until then the position is treated as not known",
        ));
        *record.position = None;
    }
}

fn not_listed(place: Place, id: &str, text: &str, area: &str) -> Finding {
    let found =
        format!("{text:?}, which is not in the table `postcodes`, though others in {area} are");
    let expected = "a postcode in the table `postcodes`".to_owned();
    Finding::new(Rule::PostcodeNotListed, place, id, found, expected)
        .fix("check the postcode, or use a newer list; the position is not checked against it")
}
