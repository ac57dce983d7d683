//! Micros: money in millionths of a currency's unit, for prices below its smallest coin. 15,000 of USD are a cent and a half.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Currency, Money, thousands};

/// In one unit of any currency.
const UNIT: i64 = 1_000_000;

/// An amount in millionths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Micros {
    /// Millionths of the currency's unit: 200,000 of USD are 20 cents.
    pub micros: i64,
    /// Of which currency.
    pub currency: Currency,
}

impl Micros {
    /// `micros` millionths of one `currency`.
    pub fn new(micros: i64, currency: Currency) -> Self {
        Self { micros, currency }
    }

    /// In whole minor units, to the nearest one.
    pub fn money(self) -> Money {
        let coin = UNIT / self.currency.unit();
        Money::new(self.micros.saturating_add(coin / 2).div_euclid(coin), self.currency)
    }

    /// As people read it: `$0.015`, `$0.20`, `$5`.
    pub fn in_words(self) -> String {
        let (sign, before) = (if self.micros < 0 { "\u{2212}" } else { "" }, self.currency.sign());
        let micros = self.micros.unsigned_abs();
        let (whole, rest) = (thousands(micros / UNIT.unsigned_abs()), micros % UNIT.unsigned_abs());
        if rest == 0 {
            return format!("{sign}{before}{whole}");
        }
        let fraction = format!("{rest:06}");
        let kept = fraction.trim_end_matches('0').len().max(self.currency.digits() as usize);
        format!("{sign}{before}{whole}.{}", &fraction[..kept])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_below_a_coin_is_told_whole_and_rounded_to_the_nearest_one() {
        let of = |micros, code: &str| Micros::new(micros, code.parse().unwrap());
        assert_eq!(of(15_000, "USD").in_words(), "$0.015");
        assert_eq!(of(200_000, "USD").in_words(), "$0.20");
        assert_eq!(of(5_000_000, "USD").in_words(), "$5");
        assert_eq!(of(-1_234_500_000, "EUR").in_words(), "\u{2212}€1,234.50");
        assert_eq!(of(2_500_000, "JPY").in_words(), "¥2.5");
        assert_eq!(of(15_000, "USD").money().minor, 2);
        assert_eq!(of(14_999, "USD").money().minor, 1);
        assert_eq!(of(2_400_000, "JPY").money().minor, 2);
        assert_eq!(of(1_500, "KWD").money().minor, 2);
    }
}
