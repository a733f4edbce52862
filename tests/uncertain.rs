//! A cell that cannot be read never makes the tool surer of a score: it is reported, the run goes on, and
//! the range of a score that reads it grows.

use std::sync::OnceLock;

use terrier::{
    batch::Run,
    model::{Score, SiteId},
};

use crate::{
    published::ran,
    sample::{NEWEST, Sample, project},
};

const NONSENSE: &str = "gibberish";

/// The width of the range of a site's score, in ten-thousandths of a point, from its contributions.
fn width(run: &Run, site: &str, score: Score) -> i64 {
    let result = run.ranking.site(&SiteId::new(site).unwrap()).unwrap();
    let contributions = &result.score(score).contributions;
    let sum = |high: bool| -> i64 {
        let bounds =
            contributions.iter().filter_map(|c| if high { c.points_high } else { c.points_low });
        bounds.map(|points| points.0).sum()
    };
    sum(true) - sum(false)
}

/// Cases: the site, the cell by table, id of its record and column, and a score that reads it.
///
/// The peak is a percentile: at FEN-023 the next observations differ, and none is above the upper anchor.
#[rstest::rstest]
#[case::tenure("FEN-004", "sites", "FEN-004", "tenure", Score::Disposal)]
#[case::tenure_for_letting("FEN-004", "sites", "FEN-004", "tenure", Score::Subletting)]
#[case::use_of_a_site("FEN-004", "sites", "FEN-004", "use", Score::Utilisation)]
#[case::status("FEN-004", "sites", "FEN-004", "status", Score::Utilisation)]
#[case::gross_area("FEN-004", "sites", "FEN-004", "gia_m2", Score::Disposal)]
#[case::net_area("FEN-004", "sites", "FEN-004", "nia_m2", Score::Utilisation)]
#[case::area_in_use("FEN-004", "sites", "FEN-004", "occupied_m2", Score::Utilisation)]
#[case::office_area("FEN-004", "sites", "FEN-004", "office_nia_m2", Score::Utilisation)]
#[case::office_area_for_letting("FEN-004", "sites", "FEN-004", "office_nia_m2", Score::Subletting)]
#[case::workstations("FEN-004", "sites", "FEN-004", "workstations", Score::Subletting)]
#[case::market_value("FEN-004", "sites", "FEN-004", "market_value", Score::Disposal)]
#[case::backlog("FEN-004", "sites", "FEN-004", "backlog_high", Score::Disposal)]
#[case::entrance("FEN-004", "sites", "FEN-004", "separate_entrance", Score::Subletting)]
#[case::state_of_consent("FEN-008", "leases", "L-001", "consent_state", Score::Subletting)]
#[case::right_to_sublet("FEN-014", "leases", "L-003", "sublet_part", Score::Subletting)]
#[case::function_of_a_team("FEN-003", "teams", "FEN-003", "function", Score::Utilisation)]
#[case::function_of_the_only_office_team(
    "FEN-004",
    "teams",
    "FEN-004",
    "function",
    Score::Utilisation
)]
#[case::method("FEN-004", "occupancy", "FEN-004", "method", Score::Utilisation)]
#[case::opening_hours("FEN-004", "occupancy", "FEN-004", "hours_open", Score::Utilisation)]
#[case::mean_people("FEN-004", "occupancy", "FEN-004", "mean_occupied", Score::Utilisation)]
#[case::peak_people("FEN-023", "occupancy", "FEN-023", "peak_occupied", Score::Utilisation)]
fn an_unreadable_cell_is_reported_and_widens_the_range(
    #[case] site: &str,
    #[case] table: &str,
    #[case] id: &str,
    #[case] column: &str,
    #[case] score: Score,
) {
    static BEFORE: OnceLock<Box<Run>> = OnceLock::new();
    let before = BEFORE.get_or_init(|| ran(&project(NEWEST)));
    let sample = Sample::new().cell(table, id, column, NONSENSE);
    let after = ran(&sample.folder);
    let reported = after.findings.iter().filter(|finding| {
        finding.place.column.as_deref() == Some(column) && finding.found.contains(NONSENSE)
    });
    assert_eq!(reported.count(), 1, "`{column}` is not reported once");
    let (was, is) = (width(before, site, score), width(&after, site, score));
    assert!(is > was, "{site} {}: {was} before, {is} with an unreadable `{column}`", score.word());
}
