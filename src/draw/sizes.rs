//! The sizes that a chart is drawn in: its pages, and of the first a slide and a strip for a board paper.

use super::{
    Chart, DrawError,
    sheet::{Form, Sheet},
};
use crate::model::{ratio_term, to_whole};

/// The further sizes of one picture; `None` is not drawn in that size.
#[derive(Debug, Default)]
pub(super) struct Sizes {
    pub slide: Option<Sheet>,
    pub board: Option<Sheet>,
}

/// Makes the pages of a chart, the first with its slide.
pub(super) fn with_slide(
    make: impl Fn(Form) -> Result<Vec<Chart>, DrawError>,
) -> Result<Vec<(Chart, Sizes)>, DrawError> {
    with_sizes(false, make)
}

/// Makes the pages of a chart, the first with its slide, and with what a board paper shows of it where it does.
pub(super) fn with_sizes(
    for_boards: bool,
    make: impl Fn(Form) -> Result<Vec<Chart>, DrawError>,
) -> Result<Vec<(Chart, Sizes)>, DrawError> {
    let pages = fitted(Form::PAGE, &make)?;
    let first = |form| -> Result<Option<Sheet>, DrawError> {
        Ok(fitted(form, &make)?.into_iter().next().map(|chart| chart.sheet))
    };
    let board = if for_boards { first(Form::BOARD)? } else { None };
    let mut sizes = Sizes { slide: first(Form::SLIDE)?, board };
    Ok(pages.into_iter().map(|page| (page, std::mem::take(&mut sizes))).collect())
}

/// Makes a chart with as many rows a page as its height has room for, and more pages where that is fewer.
pub(super) fn fitted(
    mut form: Form,
    make: impl Fn(Form) -> Result<Vec<Chart>, DrawError>,
) -> Result<Vec<Chart>, DrawError> {
    /// A row is no lower.
    const ROW: f64 = 30.0;
    /// Pages of a chart whose rows are high.
    const PAGES: usize = 12;
    let all = form.rows * form.pages;
    let many = form.pages > 1;
    loop {
        let charts = make(form)?;
        let height = charts.iter().map(|chart| chart.sheet.height).fold(0.0, f64::max);
        let fits = height <= form.most;
        if fits || form.rows <= 1 {
            return Ok(charts);
        }
        // One row at a time near the end: high rows need fewer taken away than low ones.
        let fewer = to_whole((height - form.most) / (height / f64_of(form.rows)).max(ROW));
        form.rows = form.rows.saturating_sub(usize::try_from(fewer).unwrap_or(1).max(1)).max(1);
        if many {
            form.pages = all.div_ceil(form.rows).min(PAGES);
        }
    }
}

fn f64_of(rows: usize) -> f64 {
    ratio_term(i64::try_from(rows).unwrap_or(i64::MAX))
}
