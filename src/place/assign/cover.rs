//! Which state each receiver takes, so that all together have room enough, at the least value.

use super::knapsack::share;

/// Value of a state that may not be taken.
pub(super) const BARRED: i64 = i64::MAX;
const STEPS: u32 = 300;

/// A receiver that can be moved to a state with more room.
struct Rise {
    receiver: usize,
    /// Most room gained in any state.
    room: i64,
    /// Cost and gain of the state with the best ratio of the two.
    cost: i64,
    gain: i64,
}

#[derive(Default)]
pub(super) struct Cover {
    /// Cheapest state of each receiver.
    pub state: Vec<usize>,
    /// Value of the cheapest states, and the room they have.
    sum: i64,
    room: i64,
    needed: i64,
    rises: Vec<Rise>,
    best: i64,
    steps: u32,
    now: Vec<usize>,
}

impl Cover {
    /// Least value of states with room for `needed`; `None` if there is no such choice.
    /// `state` then holds the choice. If the effort runs out it is a lower limit of that value.
    pub fn solve(&mut self, value: &[[i64; 3]], room: &[[i64; 3]], needed: i64) -> Option<i64> {
        self.state.clear();
        self.rises.clear();
        (self.sum, self.room, self.needed) = (0, 0, needed);
        for (i, (value, room)) in value.iter().zip(room).enumerate() {
            let lowest = (0..3).min_by_key(|&s| (value[s], -room[s]))?;
            self.state.push(lowest);
            self.sum += value[lowest];
            self.room += room[lowest];
            let mut rise: Option<Rise> = None;
            for s in (0..3).filter(|&s| value[s] != BARRED && room[s] > room[lowest]) {
                let (cost, gain) = (value[s] - value[lowest], room[s] - room[lowest]);
                match &mut rise {
                    Some(rise) => {
                        rise.room = rise.room.max(gain);
                        if less(cost, gain, rise.cost, rise.gain) {
                            (rise.cost, rise.gain) = (cost, gain);
                        }
                    }
                    None => {
                        rise = Some(Rise { receiver: i, room: gain, cost, gain });
                    }
                }
            }
            self.rises.extend(rise);
        }
        self.rises.sort_by(|a, b| {
            let (left, right) = (cross(a.cost, b.gain), cross(b.cost, a.gain));
            left.cmp(&right).then(a.receiver.cmp(&b.receiver))
        });
        let missing = needed - self.room;
        if missing <= 0 {
            return Some(self.sum);
        }
        let lower = self.cut(0, missing, usize::MAX)?;
        self.best = i64::MAX;
        self.steps = STEPS;
        self.now.clone_from(&self.state);
        self.look(0, missing, 0, value, room);
        Some(self.sum + if self.steps == 0 { lower } else { self.best })
    }

    /// Least value when one receiver is in a given state, as a lower limit.
    pub fn with(&self, receiver: usize, own: i64, own_room: i64, lowest: (i64, i64)) -> i64 {
        let missing = self.needed - own_room - (self.room - lowest.1);
        match self.cut(0, missing, receiver) {
            Some(more) if own != BARRED => self.sum - lowest.0 + own + more,
            _ => BARRED,
        }
    }

    /// Least cost of room from rise `k` on, if the last could be cut.
    fn cut(&self, k: usize, mut missing: i64, but: usize) -> Option<i64> {
        let mut cost = 0;
        for rise in self.rises[k..].iter().filter(|rise| rise.receiver != but) {
            if missing <= 0 {
                break;
            }
            cost += share(rise.cost, missing.min(rise.room), rise.gain);
            missing -= rise.room;
        }
        (missing <= 0).then_some(cost)
    }

    fn look(&mut self, k: usize, missing: i64, cost: i64, value: &[[i64; 3]], room: &[[i64; 3]]) {
        if missing <= 0 {
            if cost < self.best {
                self.best = cost;
                self.state.clone_from(&self.now);
            }
            return;
        }
        if self.steps == 0 {
            return;
        }
        match self.cut(k, missing, usize::MAX) {
            Some(more) if self.best == i64::MAX || cost + more < self.best => {}
            _ => return,
        }
        self.steps -= 1;
        let i = self.rises[k].receiver;
        let lowest = self.now[i];
        for s in (0..3).filter(|&s| value[i][s] != BARRED && room[i][s] > room[i][lowest]) {
            let (more, gain) = (value[i][s] - value[i][lowest], room[i][s] - room[i][lowest]);
            self.now[i] = s;
            self.look(k + 1, missing - gain, cost + more, value, room);
            self.now[i] = lowest;
        }
        self.look(k + 1, missing, cost, value, room);
    }
}

fn cross(a: i64, b: i64) -> i128 {
    i128::from(a) * i128::from(b)
}

fn less(cost: i64, gain: i64, other: i64, other_gain: i64) -> bool {
    cross(cost, other_gain) < cross(other, gain)
}
