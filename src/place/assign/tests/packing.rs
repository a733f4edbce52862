//! The knapsacks against trying every set.

use super::super::knapsack::{Item, Packer, by_worth, limit_without};
use super::*;

fn every_set(items: &[Item], room: i64) -> i64 {
    let sets = 0_u32..1 << items.len();
    let worth = |set: u32| {
        let inside = items.iter().enumerate().filter(|(k, _)| set >> k & 1 == 1);
        inside.fold((0, 0), |sum, (_, x)| (sum.0 + x.size, sum.1 + x.profit))
    };
    let fit = sets.map(worth).filter(|&(size, _)| size <= room);
    fit.map(|(_, profit)| profit).max().unwrap_or(0)
}

#[test]
fn packs_as_well_as_any_set() {
    let mut dice = Dice::new(10);
    let (mut packer, mut take, mut cut) = (Packer::default(), Vec::new(), 0);
    for _ in 0..400 {
        let count = dice.roll(0, 9) as usize;
        let alike = dice.one_in(2);
        let mut items: Vec<Item> = (0..count)
            .map(|who| {
                let size = dice.roll(0, 20);
                let profit = if alike { size + dice.roll(1, 2) } else { dice.roll(1, 40) };
                Item { profit, size, who }
            })
            .collect();
        let room = dice.roll(0, 80);
        let want = every_set(&items, room);
        items.sort_unstable_by(by_worth);
        // By search, and by table.
        for steps in [400, 0] {
            let got = packer.pack_within(&items, room, &mut take, steps);
            assert_eq!(got, want, "{steps}: {items:?} in {room}");
            let inside = || items.iter().filter(|item| take.contains(&item.who));
            assert!(inside().map(|item| item.size).sum::<i64>() <= room);
            assert_eq!(inside().map(|item| item.profit).sum::<i64>(), want);
        }
        for but in 0..=count {
            let rest: Vec<Item> = items.iter().filter(|x| x.who != but).copied().collect();
            let (best, limit) = (every_set(&rest, room), limit_without(&items, room, but));
            assert!(best <= limit, "{items:?} in {room} without {but}");
            cut += i32::from(best < limit);
        }
    }
    assert!(cut > 100, "{cut}");
}
