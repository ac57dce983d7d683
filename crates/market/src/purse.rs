//! The purse: calls that cost money beside the posts themselves, such as reading one back, are paid from the wallet one by one, each
//! before it leaves.

use std::sync::{Mutex, PoisonError};

use domain::{Currency, Micros};
use ledger::wallet::beside::{self, Held};
use ledger::wallet::{Short, Spend};
use networks::publish::{Publish, Taking};

use crate::account::Account;
use crate::deliver::{Delivery, paid};
use crate::post::Post;
use crate::{Desk, Fault};

/// What calls of one delivery, or of none, are paid from.
pub(crate) struct Purse<'a> {
    desk: &'a Desk,
    of: Spend,
    currency: Currency,
    held: Mutex<Option<Held>>,
}

impl<'a> Purse<'a> {
    /// For calls about `it`; `None` where nothing is charged.
    pub(crate) fn of(desk: &'a Desk, it: &Delivery, (post, account): (&Post, &Account)) -> Option<Self> {
        let of = paid::of_delivery(it, (post, account), None);
        Self::at(desk, account.publish().filter(|_| desk.is_charged(account))?, of)
    }

    /// For connecting an account of `network` where that is charged.
    pub(crate) fn of_account(desk: &'a Desk, publish: &Publish, workspace: &str, network: &str) -> Option<Self> {
        let of = Spend {
            delivery: String::new(),
            workspace: workspace.to_owned(),
            site: String::new(),
            post: String::new(),
            network: network.to_owned(),
            campaign: None,
            page: None,
            price: None,
        };
        Self::at(desk, publish, of)
    }

    fn at(desk: &'a Desk, publish: &Publish, of: Spend) -> Option<Self> {
        let price = publish.price?;
        Some(Self { desk, of, currency: price.currency.parse().ok()?, held: Mutex::new(None) })
    }

    /// As calls take it.
    pub(crate) fn lent(it: Option<&Self>) -> Option<&dyn networks::publish::Purse> {
        it.map(|it| it as &dyn networks::publish::Purse)
    }

    async fn takes(&self, price: Micros) -> Result<Result<Held, Short>, Fault> {
        let (now, of) = (self.desk.now(), self.of.clone());
        let took = self.desk.db.write(move |tx| {
            Box::pin(async move {
                let mut took = beside::take(&mut *tx, now, &of, price).await?;
                if let Some(low) = took.as_mut().ok().and_then(|held| held.low.take()) {
                    paid::tell(tx, now, &of.workspace, &low).await?;
                }
                Ok(took)
            })
        });
        Ok(took.await?)
    }
}

impl networks::publish::Purse for Purse<'_> {
    fn take(&self, micros: u64) -> Taking<'_, Result<(), String>> {
        Box::pin(async move {
            let price = Micros::new(i64::try_from(micros).unwrap_or(i64::MAX), self.currency);
            match self.takes(price).await {
                Ok(Ok(held)) => {
                    *self.held.lock().unwrap_or_else(PoisonError::into_inner) = Some(held);
                    Ok(())
                }
                Ok(Err(short)) => {
                    Err(format!("{}. Nothing was asked: raise the wallet", paid::why(&self.of.network, price, short)))
                }
                Err(fault) => Err(format!("the wallet cannot be asked: {fault}")),
            }
        })
    }

    fn charged(&self, micros: u64) -> Taking<'_, ()> {
        Box::pin(async move {
            let held = self.held.lock().unwrap_or_else(PoisonError::into_inner).take();
            let Some(held) = held else { return };
            let (now, of) = (self.desk.now(), self.of.clone());
            let micros = i64::try_from(micros).unwrap_or(i64::MAX);
            let noted = self
                .desk
                .db
                .write(move |tx| Box::pin(async move { beside::charged(tx, now, &of, &held, micros).await }));
            // What could not be noted stays taken for its month.
            if let Err(fault) = noted.await {
                tracing::warn!(%fault, "what a call cost could not be noted, and stays reserved");
            }
        })
    }
}
