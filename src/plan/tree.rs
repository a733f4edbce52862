//! What is left of the model split in two, over and over, each half made tight of its own, until nothing better is left.

use super::{groups::Literal, root::Root};

/// Groups of which both halves are tried, at most.
const TRIED: usize = 6;

/// Returns the literals to leave out of one half, and of the other; `None` where nothing is between whole numbers.
pub(super) fn halves(root: &Root) -> Option<[Vec<Literal>; 2]> {
    let taken = root.groups.taken(root.values.as_ref()?);
    let mut split: Vec<(f64, usize, [Vec<Literal>; 2])> = Vec::new();
    for (group, members) in root.groups.members.iter().enumerate() {
        let free: Vec<Literal> = members.iter().copied().filter(|at| root.left[*at]).collect();
        let mut sum = 0.0;
        let mut best: Option<(f64, usize)> = None;
        for (at, literal) in free.iter().enumerate().take(free.len().saturating_sub(1)) {
            sum += taken[*literal];
            let balance = sum.min(1.0 - sum);
            if best.is_none_or(|(most, _)| balance > most + 1e-9) {
                best = Some((balance, at + 1));
            }
        }
        let Some((balance, at)) = best.filter(|(balance, _)| *balance > 1e-6) else { continue };
        let first = if root.is_site(group) { 1.0 } else { 0.0 };
        split.push((first + balance, group, [free[at..].to_vec(), free[..at].to_vec()]));
    }
    split.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    split.truncate(TRIED);
    if split.len() == 1 {
        return split.pop().map(|(.., halves)| halves);
    }
    let solved = root.solved(&root.left)?;
    let now = solved.worth();
    let by = |(_, group, halves): (f64, usize, [Vec<Literal>; 2])| {
        let less = |out: &Vec<Literal>| now - solved.without(out).unwrap_or(f64::NEG_INFINITY);
        let [one, other] = [less(&halves[0]), less(&halves[1])];
        // Both halves are to be worth less.
        let score = one.clamp(1e-3, 1e6) * other.clamp(1e-3, 1e6);
        (score, group, halves)
    };
    let best = split.into_iter().map(by).max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
    best.map(|(.., halves)| halves)
}
