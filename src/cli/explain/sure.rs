//! How sure a site's rank is, in `terrier explain`.

use std::fmt::Write;

use crate::{
    batch::Run,
    cli::print,
    edition::{self, ConfidenceRow, FlipRow},
    policy::Policy,
    score::SiteResult,
    wording,
};

/// Changes of a weight that are listed of each kind.
const FLIPS: usize = 4;

/// Says how far its place can be trusted, and which weights turn it.
pub(super) fn sure(
    text: &mut String,
    run: &Run,
    result: &SiteResult,
    policy: &Policy,
) -> std::fmt::Result {
    let place = run.ranking.sites.iter().position(|site| site.site_id == result.site_id);
    let most = place.map_or(0, |place| place + 1);
    let view = edition::how_sure(run.results(policy), most);
    let own = view.rows.iter().find(|row| row.site_id == result.site_id.as_str());
    let Some(row) = own else { return Ok(()) };
    writeln!(text, "\nHow sure: {}.", wording::how_sure(&view, row))?;
    let rows = turns(row);
    if !rows.is_empty() {
        text.push_str(&print::table(&["weight of", "now", "then", "what turns"], &rows, &[1, 2]));
        writeln!(text, "Run any command with --weight to try one: --weight {}", tried(row))?;
    }
    wording::drawn_how(&view).map_or(Ok(()), |drawn| writeln!(text, "{drawn}"))
}

fn turns(row: &ConfidenceRow) -> Vec<Vec<String>> {
    let line = |flip: &FlipRow, what: String| {
        vec![wording::weight_of(flip.lever), flip.now.to_string(), flip.then.to_string(), what]
    };
    let behind = row.next.iter().flat_map(|next| {
        let flips = next.flips.iter().take(FLIPS);
        flips.map(move |flip| line(flip, format!("falls behind {}", next.name)))
    });
    let leaves = row.leaves_first.iter().take(FLIPS);
    let leaves = leaves.map(|flip| line(flip, wording::leaves_first()));
    behind.chain(leaves).collect()
}

/// Returns the first change as the command line takes it.
fn tried(row: &ConfidenceRow) -> String {
    let behind = row.next.iter().flat_map(|next| &next.flips);
    let first = behind.chain(&row.leaves_first).next();
    first.map_or_else(String::new, |flip| format!("{}={}", flip.lever.word(), flip.then))
}
