//! Partners that the estate could share space with: those told of which a figure is known, the others counted.

use minijinja::{Value, context};

use crate::{
    edition::View,
    wording::{capital, could_share, counted, plain},
};

/// Pairs that are told.
const MOST: usize = 3;

pub(super) fn facts(view: &View) -> Value {
    let (known, others): (Vec<_>, Vec<_>) =
        could_share(&view.matches).into_iter().partition(|(row, _)| row.advantage.is_some());
    let more = others.len() + known.len().saturating_sub(MOST);
    let said: Vec<String> = known.iter().take(MOST).map(|(_, said)| plain(said)).collect();
    let more_said = capital(&counted(more, if said.is_empty() { "pair" } else { "more pair" }));
    let any = !said.is_empty() || more > 0;
    context! { partners => any.then(|| context! { said, more => (more > 0).then_some(more_said) }) }
}
