//! The lease queue: a job is with one at a time, and is never lost.

use std::collections::HashSet;

use futures_util::future::join_all;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use store::queue::{self, Claim, Enqueued, NewJob, Waiting};
use store::test_bed::on_both;
use store::{At, Db, Fault};

use crate::child::{Other, now};

const LEASE: SignedDuration = SignedDuration::from_secs(60);

fn bake(due: Timestamp) -> NewJob<'static> {
    NewJob { kind: "bake", payload: json!({ "loaves": 3 }), due, dedup: None, priority: 0 }
}

async fn enqueue(db: &Db, job: NewJob<'static>) -> Enqueued {
    db.write(move |tx| Box::pin(queue::enqueue(tx, job, now()))).await.unwrap()
}

async fn claim(db: &Db, at: Timestamp) -> Option<Claim> {
    queue::claim(db, &["bake", "sell"], at, LEASE).await.unwrap()
}

async fn complete(db: &Db, claim: Claim) -> Result<(), Fault> {
    db.write(move |tx| Box::pin(async move { queue::complete(tx, &claim, "baked", now()).await })).await
}

fn later(seconds: i64) -> Timestamp {
    now() + SignedDuration::from_secs(seconds)
}

#[test]
fn a_job_is_claimed_when_it_is_due_done_once_and_forgotten() {
    on_both(async |bed| {
        let db = &bed.db;
        let Enqueued { id, fresh } = enqueue(db, bake(later(10))).await;
        assert!(fresh);
        assert_eq!(claim(db, later(9)).await, None);
        let claimed = claim(db, later(10)).await.unwrap();
        let expected = Claim { id, kind: "bake".to_owned(), payload: json!({ "loaves": 3 }), attempts: 1, token: 1 };
        assert_eq!(claimed, expected);
        assert_eq!(claim(db, later(10)).await, None);
        complete(db, claimed).await.unwrap();
        assert_eq!(claim(db, later(1000)).await, None);
        let forgotten = db.write(|tx| Box::pin(queue::forget(tx, later(1)))).await.unwrap();
        assert_eq!(forgotten, 1);
    });
}

#[test]
fn the_urgent_go_first_then_those_that_waited_longest() {
    on_both(async |bed| {
        let db = &bed.db;
        let third = enqueue(db, bake(later(-5))).await.id;
        let second = enqueue(db, bake(later(-9))).await.id;
        let first = enqueue(db, NewJob { priority: 1, ..bake(later(-1)) }).await.id;
        enqueue(db, NewJob { kind: "sweep", ..bake(later(-99)) }).await;
        let mut order = Vec::new();
        while let Some(claimed) = claim(db, now()).await {
            order.push(claimed.id);
        }
        assert_eq!(order, [first, second, third]);
    });
}

#[test]
fn several_are_claimed_at_once_and_what_comes_next_is_known() {
    on_both(async |bed| {
        let db = &bed.db;
        let mut wanted = Vec::new();
        for seconds in [-9, -7, -5] {
            wanted.push(enqueue(db, bake(later(seconds))).await.id);
        }
        enqueue(db, bake(later(3))).await;
        enqueue(db, NewJob { kind: "sweep", ..bake(later(1)) }).await;
        let some = async |at_most| {
            let claimed = queue::claim_some(db, &["bake"], now(), LEASE, at_most).await.unwrap();
            claimed.into_iter().map(|claim| claim.id).collect::<HashSet<_>>()
        };
        assert_eq!(some(2).await, wanted[..2].iter().copied().collect());
        assert_eq!(some(9).await, HashSet::from([wanted[2]]));
        assert!(some(9).await.is_empty());
        let next = async |seconds| queue::next(db, &["bake"], now(), SignedDuration::from_secs(seconds)).await.unwrap();
        assert_eq!((next(2).await, next(3).await), (None, Some(later(3))));
    });
}

#[test]
fn of_one_kind_and_key_one_job_is_unfinished() {
    on_both(async |bed| {
        let db = &bed.db;
        let job = || NewJob { dedup: Some("rye"), ..bake(now()) };
        let first = enqueue(db, job()).await;
        assert_eq!(enqueue(db, job()).await, Enqueued { id: first.id, fresh: false });
        assert!(enqueue(db, NewJob { kind: "sell", ..job() }).await.fresh);
        // Running is unfinished too.
        let claimed = queue::claim(db, &["bake"], now(), LEASE).await.unwrap().unwrap();
        assert!(!enqueue(db, job()).await.fresh);
        complete(db, claimed).await.unwrap();
        assert!(enqueue(db, job()).await.fresh);
        // Many at once make one.
        let many = join_all((0..20).map(|_| enqueue(db, NewJob { dedup: Some("oat"), ..bake(now()) }))).await;
        assert_eq!(many.iter().filter(|it| it.fresh).count(), 1);
        assert_eq!(many.iter().map(|it| it.id).collect::<HashSet<_>>().len(), 1);
    });
}

#[test]
fn a_lease_that_ran_out_goes_to_another_and_the_late_one_overwrites_nothing() {
    on_both(async |bed| {
        let db = &bed.db;
        enqueue(db, bake(now())).await;
        let late = claim(db, now()).await.unwrap();
        assert_eq!(claim(db, later(59)).await, None);
        let second = claim(db, later(60)).await.unwrap();
        assert_eq!((second.id, second.attempts), (late.id, 2));
        assert!(!queue::extend(db, &late, later(60), LEASE).await.unwrap());
        let id = late.id;
        assert!(matches!(complete(db, late).await, Err(Fault::LeaseLost { job }) if job == id));
        complete(db, second).await.unwrap();
    });
}

#[test]
fn who_starts_alone_frees_what_a_killed_worker_held() {
    on_both(async |bed| {
        let db = &bed.db;
        enqueue(db, bake(later(0))).await;
        let held = claim(db, later(1)).await.unwrap();
        assert_eq!(claim(db, later(2)).await, None);
        assert_eq!(db.write(|tx| Box::pin(queue::free(tx))).await.unwrap(), 1);
        let again = claim(db, later(2)).await.unwrap();
        assert_eq!((again.id, again.attempts), (held.id, 2));
        assert!(matches!(complete(db, held).await, Err(Fault::LeaseLost { .. })));
        complete(db, again).await.unwrap();
    });
}

#[test]
fn a_lease_is_extended_by_who_has_it() {
    on_both(async |bed| {
        let db = &bed.db;
        enqueue(db, bake(now())).await;
        let claimed = claim(db, now()).await.unwrap();
        assert!(queue::extend(db, &claimed, later(50), LEASE).await.unwrap());
        assert_eq!(claim(db, later(109)).await, None);
        assert!(claim(db, later(110)).await.is_some());
    });
}

#[test]
fn a_job_that_was_put_back_is_due_later_and_no_longer_ours() {
    on_both(async |bed| {
        let db = &bed.db;
        enqueue(db, bake(now())).await;
        let first = claim(db, now()).await.unwrap();
        let again = Claim { kind: first.kind.clone(), payload: first.payload.clone(), ..first };
        db.write(move |tx| Box::pin(async move { queue::put_back(tx, &first, later(30), "no flour").await }))
            .await
            .unwrap();
        assert!(matches!(complete(db, again).await, Err(Fault::LeaseLost { .. })));
        assert_eq!(claim(db, later(29)).await, None);
        assert_eq!(claim(db, later(30)).await.unwrap().attempts, 2);
    });
}

#[test]
fn health_counts_what_waits_and_what_runs() {
    on_both(async |bed| {
        let db = &bed.db;
        for due in [-30, -20, -10, 10] {
            enqueue(db, bake(later(due))).await;
        }
        claim(db, now()).await.unwrap();
        let waiting = queue::waiting(db, now()).await.unwrap();
        let expected = Waiting { kind: "bake".to_owned(), due: 2, running: 1, later: 1, oldest: Some(At(later(-20))) };
        assert_eq!(waiting, [expected]);
    });
}

#[test]
fn eight_who_claim_at_once_never_get_the_same_job() {
    on_both(async |bed| {
        let db = &bed.db;
        let mut claims = 0;
        for _ in 0..100 {
            for _ in 0..3 {
                enqueue(db, bake(now())).await;
            }
            let claimers = (0..8).map(|_| {
                let db = db.clone();
                tokio::spawn(async move { claim(&db, now()).await })
            });
            let got: Vec<Claim> = join_all(claimers).await.into_iter().filter_map(Result::unwrap).collect();
            let different: HashSet<i64> = got.iter().map(|claim| claim.id).collect();
            assert_eq!(different.len(), got.len(), "claimed twice: {got:?}");
            assert!(got.iter().all(|claim| claim.attempts == 1), "{got:?}");
            claims += got.len();
            for claim in got {
                complete(db, claim).await.unwrap();
            }
        }
        assert_eq!(claims, 300);
    });
}

#[test]
fn processes_that_claim_at_once_never_get_the_same_job() {
    on_both(async |bed| {
        let mut made = HashSet::new();
        for _ in 0..120 {
            made.insert(enqueue(&bed.db, bake(now())).await.id);
        }
        let mut others: Vec<Other> = (0..4).map(|_| Other::playing("claims all", bed)).collect();
        for other in &mut others {
            assert_eq!(other.says().as_deref(), Some("ready"));
        }
        for other in &mut others {
            other.go();
        }
        let mut claimed: Vec<i64> = Vec::new();
        for mut other in others {
            while let Some(id) = other.says() {
                claimed.push(id.parse().unwrap());
            }
            other.end();
        }
        assert_eq!(claimed.len(), 120);
        assert_eq!(claimed.into_iter().collect::<HashSet<_>>(), made);
    });
}

#[test]
fn a_process_that_is_killed_between_claim_and_end_loses_nothing() {
    on_both(async |bed| {
        let db = &bed.db;
        let id = enqueue(db, bake(now())).await.id;
        let mut other = Other::playing("claims one", bed);
        assert_eq!(other.says().as_deref(), Some("ready"));
        other.go();
        assert_eq!(other.says(), Some(id.to_string()));
        other.kill();
        assert_eq!(claim(db, later(59)).await, None);
        let claimed = claim(db, later(60)).await.unwrap();
        assert_eq!((claimed.id, claimed.attempts, &claimed.payload), (id, 2, &json!({ "loaves": 3 })));
        complete(db, claimed).await.unwrap();
    });
}
