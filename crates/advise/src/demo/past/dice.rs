//! Dice: chance that falls the same way each time, so that the demo tells one story.

/// Numbers that look like chance: splitmix64.
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Any number.
    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// 0 to `many` - 1.
    pub(super) fn below(&mut self, many: u64) -> u64 {
        self.next() % many.max(1)
    }

    /// One of `all`.
    pub(super) fn one<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len() as u64) as usize]
    }

    /// True `hundredths` of a hundred times.
    pub(super) fn chance(&mut self, hundredths: u64) -> bool {
        self.below(100) < hundredths
    }

    /// A whole number near `hundredths`/100: 250 is 2 or 3.
    pub(super) fn near(&mut self, hundredths: u64) -> u64 {
        hundredths / 100 + u64::from(self.chance(hundredths % 100))
    }

    /// Six letters and digits, as the press of a share button has.
    pub(super) fn press(&mut self) -> String {
        const SIGNS: &[u8] = b"0123456789abcdefghjkmnpqrstvwxyz";
        (0..6).map(|_| char::from(self.one(SIGNS))).collect()
    }
}
