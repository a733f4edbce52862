//! Putting many totals in order: by whole numbers, and yet exactly as floats compare.

/// Alternatives up to which a plain sort is quicker.
const FEW: usize = 64;
/// Keys of a bucket that are sorted before all are put in order by moving each to its place.
const MANY_ALIKE: u32 = 16;

/// Alternatives sorted by their total, kept from draw to draw so that nothing is allocated.
///
/// A key holds a total, less its last bits, and in their place the alternative's number: keys fall as totals rise. They
/// are dealt into buckets of equal width, which leaves each near its place.
pub(super) struct Order {
    /// Bits of a key that hold the number.
    number: u64,
    keys: Vec<u64>,
    dealt: Vec<u64>,
    /// Bucket of each key.
    bucket: Vec<u32>,
    /// Where the next key of each bucket goes.
    next: Vec<u32>,
    alike: Vec<(u64, u32)>,
}

impl Order {
    pub fn new(alternatives: usize) -> Self {
        let width = alternatives.next_power_of_two();
        Self {
            number: width as u64 - 1,
            keys: Vec::with_capacity(alternatives),
            dealt: vec![0; alternatives],
            bucket: vec![0; alternatives],
            next: vec![0; 2 * width],
            alike: Vec::new(),
        }
    }

    /// Returns the alternatives from the highest total to the lowest; of equal ones the one given first.
    ///
    /// `numbers` says whose the total at each position is. Alternatives whose totals differ in their last bits alone are
    /// put in order by the totals themselves.
    ///
    /// # Units
    /// Totals are finite.
    pub fn sort(&mut self, totals: &[f64], numbers: &[u32]) -> impl Iterator<Item = u32> {
        let low = self.number;
        let key = |(total, number): (&f64, &u32)| falling(*total) & !low | u64::from(*number);
        self.keys.clear();
        self.keys.extend(totals.iter().zip(numbers).map(key));
        if totals.len() > FEW {
            self.deal(totals);
        } else {
            self.keys.sort_unstable();
        }
        let pairs = self.keys.iter().zip(&self.keys[1..]);
        if pairs.fold(false, |alike, (a, b)| alike | ((a ^ b) & !low == 0)) {
            self.settle(totals, numbers);
        }
        self.keys.iter().map(move |key| number_in(*key, low))
    }

    /// Sorts the keys of these totals.
    fn deal(&mut self, totals: &[f64]) {
        let low = self.number;
        let as_dealt = |total: f64| total_of(falling(total) & !low);
        let (lowest, highest) = ends(totals);
        let (lowest, highest) = (as_dealt(lowest), as_dealt(highest));
        #[allow(clippy::cast_precision_loss, reason = "a number of buckets")]
        let scale = (self.next.len() - 1) as f64 / (highest - lowest);
        let scale = if scale.is_finite() { scale } else { 0.0 };
        let next = &mut self.next[..];
        next.fill(0);
        for (bucket, key) in self.bucket.iter_mut().zip(&self.keys) {
            // The same for keys that differ in their numbers alone, and never less for a lower total.
            *bucket = whole((highest - total_of(*key & !low)) * scale);
            next[*bucket as usize] += 1;
        }
        let (mut start, mut most) = (0, 0);
        for next in &mut *next {
            most = most.max(*next);
            (*next, start) = (start, start + *next);
        }
        let dealt = &mut self.dealt[..];
        for (bucket, key) in self.bucket.iter().zip(&self.keys) {
            let next = &mut next[*bucket as usize];
            dealt[*next as usize] = *key;
            *next += 1;
        }
        if most > MANY_ALIKE {
            let mut from = 0;
            for end in next {
                if *end - from > MANY_ALIKE {
                    dealt[from as usize..*end as usize].sort_unstable();
                }
                from = *end;
            }
        }
        // Most keys are one place off at most: moved without a branch to guess wrong.
        for at in 1..dealt.len() {
            let (before, key) = (dealt[at - 1], dealt[at]);
            (dealt[at - 1], dealt[at]) = (before.min(key), before.max(key));
        }
        for at in 1..dealt.len() {
            let key = dealt[at];
            let mut to = at;
            while to > 0 && dealt[to - 1] > key {
                dealt[to] = dealt[to - 1];
                to -= 1;
            }
            dealt[to] = key;
        }
        std::mem::swap(&mut self.keys, &mut self.dealt);
    }

    /// Puts runs of keys that differ in their numbers alone in order of their totals.
    fn settle(&mut self, totals: &[f64], numbers: &[u32]) {
        let low = self.number;
        let mut exact = vec![0; numbers.len()];
        for (total, number) in totals.iter().zip(numbers) {
            exact[*number as usize] = falling(*total);
        }
        for run in self.keys.chunk_by_mut(|a, b| (a ^ b) & !low == 0).filter(|run| run.len() > 1) {
            self.alike.clear();
            self.alike.extend(
                run.iter()
                    .map(|key| number_in(*key, low))
                    .map(|number| (exact[number as usize], number)),
            );
            self.alike.sort_unstable();
            for (key, (_, number)) in run.iter_mut().zip(&self.alike) {
                *key = *key & !low | u64::from(*number);
            }
        }
    }
}

/// The lowest and the highest total, four at a time.
fn ends(totals: &[f64]) -> (f64, f64) {
    let (mut low, mut high) = ([f64::INFINITY; 4], [f64::NEG_INFINITY; 4]);
    let (fours, rest) = totals.as_chunks::<4>();
    for four in fours {
        for at in 0..4 {
            low[at] = if four[at] < low[at] { four[at] } else { low[at] };
            high[at] = if four[at] > high[at] { four[at] } else { high[at] };
        }
    }
    let lowest = low.iter().chain(rest).fold(f64::INFINITY, |low, total| low.min(*total));
    let highest = high.iter().chain(rest).fold(f64::NEG_INFINITY, |high, total| high.max(*total));
    (lowest, highest)
}

/// The alternative that a key is of.
#[allow(clippy::cast_possible_truncation, reason = "there are fewer than 2^31 alternatives")]
const fn number_in(key: u64, low: u64) -> u32 {
    (key & low) as u32
}

/// The whole part of a number of buckets.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "from 0 to the number of buckets, which is below 2^32"
)]
const fn whole(bucket: f64) -> u32 {
    bucket as u32
}

/// Whole numbers that fall as floats rise; the same for both zeros.
const fn falling(total: f64) -> u64 {
    turned((total + 0.0).to_bits())
}

/// The total that a whole number stands for.
const fn total_of(falling: u64) -> f64 {
    f64::from_bits(turned(falling))
}

/// Turns the bits of floats from zero up, whose order rises, and leaves those of floats below zero, whose order falls.
const fn turned(bits: u64) -> u64 {
    bits ^ (bits >> 63).wrapping_sub(1) >> 1
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sorted(totals: &[f64]) -> Vec<u32> {
        let mut numbers: Vec<u32> = (0..u32::try_from(totals.len()).unwrap()).collect();
        // The totals may stand at any position.
        numbers.reverse();
        let turned: Vec<f64> = totals.iter().rev().copied().collect();
        Order::new(totals.len()).sort(&turned, &numbers).collect()
    }

    fn as_floats_compare(totals: &[f64]) -> Vec<u32> {
        let mut numbers: Vec<u32> = (0..u32::try_from(totals.len()).unwrap()).collect();
        let total = |number: &u32| totals[*number as usize] + 0.0;
        numbers.sort_by(|a, b| total(b).total_cmp(&total(a)).then(a.cmp(b)));
        numbers
    }

    #[test]
    fn equal_totals_stand_as_they_were_given_and_the_last_bit_counts() {
        let above = |total: f64| f64::from_bits(total.to_bits() + 1);
        assert_eq!(sorted(&[0.0, -0.0, 1.0, 0.0]), [2, 0, 1, 3]);
        assert_eq!(sorted(&[50.0, above(50.0), 50.0, above(above(50.0))]), [3, 1, 0, 2]);
        assert_eq!(sorted(&[-50.0, -above(50.0), -1e300, 1e300]), [3, 0, 1, 2]);
        assert_eq!(sorted(&[7.0]), [0]);
    }

    proptest! {
        #[test]
        fn any_totals_are_in_the_order_of_floats(
            totals in prop::collection::vec(prop_oneof![
                -1e3..1e3,
                (0u64..40).prop_map(|above| f64::from_bits(100f64.to_bits() + above)),
                Just(0.0), Just(-0.0), Just(5.0),
            ], 1..400)
        ) {
            prop_assert_eq!(sorted(&totals), as_floats_compare(&totals));
        }
    }
}
