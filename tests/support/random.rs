//! Numbers that look random and depend on nothing but the seed.

/// A small generator (splitmix64): the same seed gives the same projects on every machine.
#[derive(Clone, Debug)]
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    /// A number below `count`, which must not be zero.
    pub(crate) fn below(&mut self, count: usize) -> usize {
        let count = u64::try_from(count).expect("counts are small");
        usize::try_from(self.next() % count).expect("below a usize")
    }

    /// True in so many of a hundred cases.
    pub(crate) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of these.
    pub(crate) fn pick<T: Clone>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len())].clone()
    }

    /// One of the words of a text.
    pub(crate) fn word<'a>(&mut self, words: &'a str) -> &'a str {
        let words: Vec<&str> = words.split_whitespace().collect();
        self.pick(&words)
    }

    /// From `least` to `most` things.
    pub(crate) fn some<T>(
        &mut self,
        least: usize,
        most: usize,
        mut make: impl FnMut(&mut Self) -> T,
    ) -> Vec<T> {
        let count = least + self.below(most - least + 1);
        (0..count).map(|_| make(self)).collect()
    }
}

#[test]
fn a_seed_always_gives_the_same_numbers() {
    let mut random = Random::new(1);
    let numbers: Vec<usize> = (0..5).map(|_| random.below(1000)).collect();
    let mut again = Random::new(1);
    assert_eq!(numbers, (0..5).map(|_| again.below(1000)).collect::<Vec<_>>());
    assert_eq!(numbers, [465, 519, 590, 235, 761]);
}
