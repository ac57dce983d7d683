//! Old audits: their files go, their rows stay.

use std::fs;

use jiff::SignedDuration;
use optimize::kept::{self, folder_of};
use store::{Db, sql};

use crate::bed::{Bed, SITE};

on_both!(files_of_old_audits_go_and_their_rows_stay);

async fn files_of_old_audits_go_and_their_rows_stay(db: Db) {
    let bed = Bed::of(db, "https://bakery.example/").await;
    let newest = bed.now();
    for n in 0..15_i64 {
        let (id, at) = (format!("audit-{n}"), newest - SignedDuration::from_hours(n));
        let folder = folder_of(bed.data.path(), &id);
        fs::create_dir_all(folder.join("growing")).unwrap();
        fs::write(folder.join("growing/site.json"), "{}").unwrap();
        let done = bed.db.write(move |tx| {
            Box::pin(
                async move { sql!("for_tests/audit_done").bind(id).bind(SITE).bind(at).bind(false).execute(tx).await },
            )
        });
        done.await.unwrap();
    }
    let under_way = bed.ask().await.id;
    fs::create_dir_all(folder_of(bed.data.path(), &under_way)).unwrap();
    // Of a row that was swept before the folder went, as when the process is killed between the two.
    assert_eq!(kept::sweep(&bed.db, bed.data.path(), bed.now()).await.unwrap(), 4);
    fs::create_dir_all(folder_of(bed.data.path(), "audit-14")).unwrap();
    fs::create_dir_all(folder_of(bed.data.path(), "strange-and-new")).unwrap();
    assert_eq!(kept::sweep(&bed.db, bed.data.path(), bed.now()).await.unwrap(), 0);
    for n in 0..15 {
        let id = format!("audit-{n}");
        // The eleventh is the last of its month beyond the ten.
        let kept = n <= 10;
        assert_eq!(folder_of(bed.data.path(), &id).exists(), kept, "{id}");
        assert_eq!(kept::is_swept(&bed.db, &id).await.unwrap(), !kept, "{id}");
    }
    assert!(folder_of(bed.data.path(), &under_way).exists());
    assert!(folder_of(bed.data.path(), "strange-and-new").exists(), "an audit may be about to begin there");
    assert_eq!(bed.audits().await.len(), 16);
}
