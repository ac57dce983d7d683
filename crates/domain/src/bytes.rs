//! Sizes in bytes, with the binary units in which networks state their limits.

use std::fmt;

use serde::{Deserialize, Serialize};

/// 1,024 bytes.
pub const KIB: u64 = 1024;
/// 1,048,576 bytes.
pub const MIB: u64 = 1024 * KIB;

/// A size in bytes that prints as people read it: `1.4 MB`, `300 KB`, `12 bytes`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Bytes(pub u64);

impl fmt::Display for Bytes {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            0..1_000 => write!(out, "{} bytes", self.0),
            1_000..1_000_000 => write!(out, "{} KB", self.0.div_ceil(1_000)),
            n => write!(out, "{:.1} MB", n as f64 / 1_000_000.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_print_as_people_read_them() {
        let shown = [12, 300_000, 300_001, 1_400_000].map(|n| Bytes(n).to_string());
        assert_eq!(shown, ["12 bytes", "300 KB", "301 KB", "1.4 MB"]);
    }
}
