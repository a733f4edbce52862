//! Cuts of what no plan has though the model without whole numbers does: items that together are too much for a limit.
//!
//! Where some items of a row add up to more than its bound, not all of them are taken: one less at most. An item is one
//! variable, or those of one site of which at most one is taken.

use super::model::{ColumnOf, LinearModel, ModelRow, RowSide};

/// An item of a row: variables of which one at most is taken, with the least weight that each has.
struct Item {
    columns: Vec<usize>,
    weight: i64,
    /// How much of it is taken.
    taken: f64,
}

/// Returns cuts that the values of the variables break, each the items of a row that are too much together.
pub(super) fn broken_covers(model: &LinearModel, rows: usize, values: &[f64]) -> Vec<ModelRow> {
    let mut cuts = Vec::new();
    for row in model.rows.iter().take(rows) {
        for sign in [1, -1] {
            let fits = match row.side {
                RowSide::Most => sign == 1,
                RowSide::Least => sign == -1,
                RowSide::Same => false,
            };
            if fits && let Some(cut) = cover(model, row, sign, values) {
                cuts.push(cut);
            }
        }
    }
    cuts
}

/// The site whose choice a variable is, or that of the team that it places.
fn group(of: ColumnOf) -> Option<(usize, usize)> {
    match of {
        ColumnOf::Choice((site, _)) => Some((0, site)),
        ColumnOf::Place { team, .. } => Some((1, team)),
        ColumnOf::Works { receiver, .. } => Some((2, receiver)),
        ColumnOf::Within(_) => None,
    }
}

/// Finds items of a row, turned by a sign so that its sum is at most its bound, that add up to more than there is and are
/// taken more than whole items could be.
fn cover(model: &LinearModel, row: &ModelRow, sign: i64, values: &[f64]) -> Option<ModelRow> {
    let mut room = sign * row.bound;
    let mut by_group = std::collections::BTreeMap::<(usize, usize), Vec<(usize, i64)>>::new();
    for (column, weight) in &row.terms {
        let weight = sign * weight;
        // What makes room is counted as if it all were there.
        if weight < 0 {
            continue;
        }
        let group = group(model.columns[*column].of)?;
        by_group.entry(group).or_default().push((*column, weight));
    }
    let mut makes_room = std::collections::BTreeMap::<(usize, usize), i64>::new();
    for (column, weight) in row.terms.iter().map(|(c, w)| (*c, sign * w)).filter(|(_, w)| *w < 0) {
        let group = group(model.columns[column].of)?;
        let most = makes_room.entry(group).or_default();
        *most = (*most).max(-weight);
    }
    room += makes_room.values().sum::<i64>();
    let mut items: Vec<Item> = Vec::new();
    for columns in by_group.into_values() {
        let used = columns.iter().filter(|(column, _)| values[*column] > 1e-6);
        let Some(weight) = used.map(|(_, weight)| *weight).min() else { continue };
        let own = columns.iter().filter(|(_, own)| *own >= weight).map(|(column, _)| *column);
        let columns: Vec<usize> = own.collect();
        let taken = columns.iter().map(|column| values[*column]).sum();
        items.push(Item { columns, weight, taken });
    }
    items.sort_by(|a, b| b.taken.total_cmp(&a.taken).then(b.weight.cmp(&a.weight)));
    let (mut sum, mut count) = (0, 0);
    while sum <= room {
        sum += items.get(count)?.weight;
        count += 1;
    }
    // The least that is too much: items that are not needed leave again, those least taken first.
    let mut chosen: Vec<Item> = items.drain(..count).collect();
    let mut at = chosen.len();
    while at > 0 {
        at -= 1;
        if sum - chosen[at].weight > room {
            sum -= chosen[at].weight;
            chosen.remove(at);
        }
    }
    let largest = chosen.iter().map(|item| item.weight).max()?;
    let most = i64::try_from(chosen.len()).ok()? - 1;
    // Others as large as the largest can stand for any of them.
    chosen.extend(items.into_iter().filter(|item| item.weight >= largest));
    let taken: f64 = chosen.iter().map(|item| item.taken).sum();
    if taken <= crate::model::ratio_term(most) + 0.01 {
        return None;
    }
    let mut terms: Vec<(usize, i64)> =
        chosen.iter().flat_map(|item| item.columns.iter().map(|column| (*column, 1))).collect();
    terms.sort_unstable();
    let name = format!("cover_{}_{}", row.name, model.rows.len());
    Some(ModelRow { name, terms, side: RowSide::Most, bound: most })
}
