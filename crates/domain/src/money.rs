//! Money: whole minor units of a currency, never a fraction and never without its currency.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::thousands;

/// A currency, by its three letters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency([u8; 3]);

/// Currencies with another number of minor digits than two: ISO 4217, list one, as of 2026.
const WITHOUT: &[&str] = &[
    "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF",
    "XPF",
];
const OF_THREE: &[&str] = &["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"];
/// All others that money is paid in: ISO 4217, list one, as of 2026.
const OTHERS: &str = "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP \
    CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES \
    KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD \
    PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY \
    TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG";
/// Signs that stand for one currency alone where people write prices.
const SIGNS: &[(&str, &str)] = &[("€", "EUR"), ("£", "GBP"), ("$", "USD"), ("¥", "JPY"), ("₹", "INR"), ("₩", "KRW")];

impl Currency {
    /// The euro: where nobody said otherwise.
    pub const EUR: Self = Self(*b"EUR");

    /// Its three letters.
    pub fn as_str(&self) -> &str {
        // Letters are ASCII.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// Digits after the point: 2 of EUR, 0 of JPY.
    pub fn digits(self) -> u32 {
        match self.as_str() {
            code if WITHOUT.contains(&code) => 0,
            code if OF_THREE.contains(&code) => 3,
            _ => 2,
        }
    }

    /// Whether money is paid in it, rather than that somebody mistyped three letters.
    pub fn is_known(self) -> bool {
        let code = self.as_str();
        WITHOUT.contains(&code) || OF_THREE.contains(&code) || OTHERS.split_ascii_whitespace().any(|it| it == code)
    }

    /// Minor units in one: 100 of EUR, 1 of JPY.
    pub fn unit(self) -> i64 {
        10_i64.pow(self.digits())
    }

    /// What people call a hundredth of it, where they count in that.
    pub fn cents(self) -> Option<&'static str> {
        match self.as_str() {
            "EUR" => Some("ct"),
            "USD" | "CAD" | "AUD" | "NZD" => Some("¢"),
            "GBP" => Some("p"),
            _ => None,
        }
    }

    /// What stands before an amount: a sign, or the letters and a space.
    pub fn sign(self) -> String {
        SIGNS
            .iter()
            .find(|(_, code)| *code == self.as_str())
            .map_or_else(|| format!("{self}\u{a0}"), |(sign, _)| (*sign).to_owned())
    }
}

impl FromStr for Currency {
    type Err = NoMoney;

    fn from_str(text: &str) -> Result<Self, NoMoney> {
        let letters: [u8; 3] = text.as_bytes().try_into().map_err(|_| NoMoney(text.to_owned()))?;
        let all = letters.iter().all(u8::is_ascii_alphabetic);
        all.then(|| Self(letters.map(|letter| letter.to_ascii_uppercase()))).ok_or_else(|| NoMoney(text.to_owned()))
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

impl Serialize for Currency {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
    }
}

impl JsonSchema for Currency {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Currency".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": "^[A-Z]{3}$", "description": "A currency, by its three letters." })
    }
}

/// An amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Money {
    /// Whole minor units: cents of EUR, yen of JPY.
    pub minor: i64,
    /// Of which currency.
    pub currency: Currency,
}

impl Money {
    /// `minor` units of `currency`.
    pub fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// The sum. `None` where the currencies differ or it is beyond all numbers.
    pub fn plus(self, other: Self) -> Option<Self> {
        let minor = self.minor.checked_add(other.minor).filter(|_| self.currency == other.currency)?;
        Some(Self { minor, ..self })
    }

    /// What `minutes` cost at this price of an hour, to the nearest minor unit.
    pub fn for_minutes(self, minutes: u64) -> Option<Self> {
        let minor = (i128::from(self.minor) * i128::from(minutes) + 30).div_euclid(60);
        Some(Self { minor: i64::try_from(minor).ok()?, ..self })
    }

    /// As it is read in a table: without minor units where there are none, or where it is large.
    pub fn in_words(self) -> String {
        let (unit, sign) = (self.currency.unit(), if self.minor < 0 { "\u{2212}" } else { "" });
        let minor = self.minor.unsigned_abs();
        let (whole, rest) = (minor / unit.unsigned_abs(), minor % unit.unsigned_abs());
        let digits = self.currency.digits() as usize;
        let before = self.currency.sign();
        if rest == 0 {
            format!("{sign}{before}{}", thousands(whole))
        } else {
            format!("{sign}{before}{}.{rest:0digits$}", thousands(whole))
        }
    }
}

impl FromStr for Money {
    type Err = NoMoney;

    /// `30EUR`, `30.50 eur`, `EUR 30`, `€30`, `30,50€`.
    fn from_str(text: &str) -> Result<Self, NoMoney> {
        let none = || NoMoney(text.to_owned());
        let trimmed = text.trim();
        let amount = |sign: char| sign.is_ascii_digit() || matches!(sign, '.' | ',');
        let (from, to) = (trimmed.find(amount).ok_or_else(none)?, trimmed.rfind(amount).ok_or_else(none)? + 1);
        let (before, number, after) = (trimmed[..from].trim(), &trimmed[from..to], trimmed[to..].trim());
        let ((named, "") | ("", named)) = (before, after) else { return Err(none()) };
        let currency = match SIGNS.iter().find(|(sign, _)| *sign == named) {
            Some((_, code)) => code.parse()?,
            None => named.parse::<Currency>().map_err(|_| none())?,
        };
        let (whole, rest) = number.split_once(['.', ',']).unwrap_or((number, ""));
        let digits = currency.digits() as usize;
        if rest.len() > digits || !(whole.bytes().chain(rest.bytes())).all(|byte| byte.is_ascii_digit()) {
            return Err(none());
        }
        let minor = format!("{whole}{rest:0<digits$}").parse::<i64>().map_err(|_| none())?;
        Ok(Self { minor, currency })
    }
}

/// A text that is no amount of money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoMoney(String);

impl fmt::Display for NoMoney {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "{:?} is no amount of money: write a number and the currency's three letters, such as 30EUR or 12.50USD, with no \
             more digits after the point than the currency has",
            self.0
        )
    }
}

impl std::error::Error for NoMoney {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_read_as_people_write_it() {
        let minor = |text: &str| text.parse::<Money>().map(|money| (money.minor, money.currency.to_string()));
        for (text, expected) in [
            ("30EUR", (3000, "EUR")),
            ("30.5 eur", (3050, "EUR")),
            ("€30", (3000, "EUR")),
            ("12,50€", (1250, "EUR")),
            ("USD 7", (700, "USD")),
            ("3000JPY", (3000, "JPY")),
            ("1.250KWD", (1250, "KWD")),
        ] {
            assert_eq!(minor(text), Ok((expected.0, expected.1.to_owned())), "{text}");
        }
        for text in
            ["30", "EUR", "30.555EUR", "30.5JPY", "EUR30USD", "-3EUR", "1.2.3EUR", "99999999999999999999EUR", ""]
        {
            assert!(text.parse::<Money>().is_err(), "{text}");
        }
    }

    #[test]
    fn an_amount_is_told_without_digits_that_say_nothing() {
        let told = |text: &str| text.parse::<Money>().unwrap().in_words();
        assert_eq!(told("1434EUR"), "€1,434");
        assert_eq!(told("22.50EUR"), "€22.50");
        assert_eq!(told("3000JPY"), "¥3,000");
        assert_eq!(told("1.250KWD"), "KWD\u{a0}1.250");
        assert_eq!(Money::new(-3705, "EUR".parse().unwrap()).in_words(), "\u{2212}€37.05");
    }

    #[test]
    fn three_letters_are_not_yet_a_currency() {
        let known = |code: &str| code.parse::<Currency>().unwrap().is_known();
        assert!(["EUR", "JPY", "KWD", "CHF", "ZWG"].into_iter().all(known));
        assert!(!["EUX", "BTC", "QQQ"].into_iter().any(known));
    }

    #[test]
    fn currencies_are_never_added_and_minutes_are_rounded() {
        let euro: Money = "30EUR".parse().unwrap();
        assert_eq!(euro.plus("1USD".parse().unwrap()), None);
        assert_eq!(euro.for_minutes(45).unwrap().minor, 2250);
        assert_eq!(euro.for_minutes(1).unwrap().minor, 50);
    }
}
