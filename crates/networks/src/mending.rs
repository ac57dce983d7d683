//! After a mend: which networks still hold the old preview, for how long, and what refreshes it.
