//! Exchange rates: what a unit of a currency was worth in the site's own, from a day on.
//!
//! Somebody enters them, with their day and where they stand; none is asked for outside, and none is guessed: what has no
//! rate is told as missing. Of a day the last one holds that is not after it.

use std::collections::HashMap;

use domain::{Currency, Money};
use store::{On, Tx, sql};

use crate::Fault;
use crate::link::word;

/// A rate.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct Rate {
    /// The currency whose worth it is, by its letters.
    pub currency: String,
    /// In which it is worth that.
    pub in_currency: String,
    /// The day from which on it holds, since 1970.
    pub day: i64,
    /// What one unit is worth.
    pub rate: f64,
    /// Where it stands: `European Central Bank`.
    pub source: String,
}

/// Enters a rate. One of the same day is written over.
pub async fn put(tx: &mut Tx, site: &str, rate: &Rate) -> Result<(), Fault> {
    for code in [&rate.currency, &rate.in_currency] {
        if !code.parse::<Currency>().is_ok_and(Currency::is_known) {
            return Err(Fault::wrong("currency_unknown", crate::entry::no_currency(code)));
        }
    }
    if rate.currency == rate.in_currency {
        let says = format!("this site reckons in {} already: a rate is of another currency", rate.currency);
        return Err(Fault::wrong("rate_of_own", says));
    }
    if !(rate.rate.is_finite() && (1e-9..=1e9).contains(&rate.rate)) {
        let says =
            format!("{} is no exchange rate: write what one {} was worth, such as 0.93", rate.rate, rate.currency);
        return Err(Fault::wrong("rate_wrong", says));
    }
    let source = word("source", Some(&rate.source), 200)?.unwrap_or_default();
    sql!("rate_put")
        .bind(site)
        .bind(&*rate.currency)
        .bind(&*rate.in_currency)
        .bind(rate.day)
        .bind(rate.rate)
        .bind(source)
        .execute(tx)
        .await?;
    Ok(())
}

/// Takes a rate away.
pub async fn remove(tx: &mut Tx, site: &str, currency: &str, in_currency: &str, day: i64) -> Result<(), Fault> {
    let gone = sql!("rate_remove").bind(site).bind(currency).bind(in_currency).bind(day).execute(tx).await?;
    if gone == 0 { Err(Fault::Unknown("rate")) } else { Ok(()) }
}

/// All of a site, the newest first.
pub async fn of_site(on: &(impl On + ?Sized), site: &str) -> Result<Vec<Rate>, store::Fault> {
    sql!("rate_of_site").bind(site).fetch_all(on).await
}

/// All rates of a site into its own currency.
#[derive(Clone, Debug)]
pub struct Rates {
    own: Currency,
    /// By currency, the days rising.
    of: HashMap<Currency, Vec<(i64, f64)>>,
}

impl Rates {
    /// Those of `site` into `own`.
    pub async fn of(on: &(impl On + ?Sized), site: &str, own: Currency) -> Result<Self, store::Fault> {
        let mut of: HashMap<Currency, Vec<(i64, f64)>> = HashMap::new();
        for rate in of_site(on, site).await? {
            if let (Ok(currency), true) = (rate.currency.parse(), rate.in_currency == own.as_str()) {
                of.entry(currency).or_default().push((rate.day, rate.rate));
            }
        }
        for days in of.values_mut() {
            days.sort_by_key(|(day, _)| *day);
        }
        Ok(Self { own, of })
    }

    /// The site's own currency.
    pub fn own(&self) -> Currency {
        self.own
    }

    /// `money` of `day` in the site's own currency, to the nearest minor unit. `None`: there is no rate of that day or
    /// before.
    pub fn convert(&self, money: Money, day: i64) -> Option<i64> {
        if money.currency == self.own {
            return Some(money.minor);
        }
        let days = self.of.get(&money.currency)?;
        let (_, rate) = days[..days.partition_point(|(from, _)| *from <= day)].last()?;
        let units = money.minor as f64 / money.currency.unit() as f64 * rate * self.own.unit() as f64;
        // Amounts are bounded far below what a double counts exactly.
        (units.abs() < 9e15).then(|| units.round() as i64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_rate_that_is_not_after_a_day_holds() {
        let currency = |code: &str| code.parse::<Currency>().unwrap();
        let of = HashMap::from([
            (currency("USD"), vec![(10, 0.9), (20, 0.5)]),
            (currency("JPY"), vec![(10, 0.006)]),
            (currency("KWD"), vec![(10, 3.0)]),
        ]);
        let rates = Rates { own: Currency::EUR, of };
        let of = |money: &str, day| rates.convert(money.parse().unwrap(), day);
        assert_eq!(of("7EUR", 0), Some(700));
        assert_eq!(
            (of("10USD", 9), of("10USD", 10), of("10USD", 19), of("10USD", 20)),
            (None, Some(900), Some(900), Some(500))
        );
        assert_eq!(of("1000JPY", 30), Some(600));
        assert_eq!(of("1.5KWD", 30), Some(450));
        assert_eq!(of("1GBP", 30), None);
    }
}
