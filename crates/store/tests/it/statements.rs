//! What is bound, mapped and prepared.

use std::path::Path;

use store::test_bed::{assert_prepared, in_folder, on_both};

#[test]
fn every_statement_of_every_crate_prepares_on_both_engines() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let statements: Vec<_> = std::fs::read_dir(crates)
        .unwrap()
        .map(|entry| entry.unwrap().path().join("sql"))
        .filter(|folder| folder.is_dir())
        .flat_map(|folder| in_folder(&folder))
        .collect();
    assert!(statements.iter().any(|(path, _)| path.ends_with("store/sql/job_claim.sql")), "{statements:?}");
    on_both(async |bed| assert_prepared(bed, &statements).await);
}
