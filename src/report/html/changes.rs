//! The section about what changed since the snapshot before.

use minijinja::{Value, context};

use super::list;
use crate::{
    edition::View,
    wording::{InputRows, TextBlock, change_blocks, change_days},
};

/// Rows of each table on the page; the files have all.
const ON_PAGE: usize = 30;

/// Returns what the section shows; `None` without a snapshot before.
pub(super) fn changes(view: &View) -> Option<Value> {
    let changes = view.changes.as_ref()?;
    let blocks = change_blocks(changes, ON_PAGE, InputRows::LeftOut);
    (!blocks.is_empty())
        .then(|| context! { days => change_days(changes), blocks => list(&blocks, block) })
}

pub(super) fn block(block: &TextBlock) -> Value {
    let cell = |(at, text): (usize, &String)| {
        context! { text => text.as_str(), number => block.numbers.contains(&at) }
    };
    let row = |row: &Vec<String>| row.iter().enumerate().map(cell).collect::<Vec<_>>();
    let heading = |(at, text): (usize, &String)| {
        context! { text => text.as_str(), number => block.numbers.contains(&at) }
    };
    context! {
        title => block.title.as_str(),
        id => block.title.to_lowercase().replace(' ', "-"),
        said => block.said.clone(),
        header => block.header.iter().enumerate().map(heading).collect::<Vec<_>>(),
        rows => block.rows.iter().map(row).collect::<Vec<_>>(),
        more => block.more.as_deref(),
    }
}
