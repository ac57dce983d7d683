//! Posts that go out once, whatever dies in between.

mod desk;
mod once;
mod renewed;
mod written;
