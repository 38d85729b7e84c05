//! The tests that look at the whole of Dateline, in one binary.
//!
//! - [`fixture`] reads the pages and texts in `pages/` and `texts/`, each with its sidecar;
//! - [`expectations`] holds each fixture to what its sidecar says a reader would find;
//! - [`invariants`] holds every fixture, under every choice of options, to what is true of all
//!   records;
//! - [`hostile`] feeds what no newsroom sends: random bytes, damaged fixtures, extreme sizes;
//! - [`renders`] reads what was rendered;
//! - [`snapshots`] show what each stage makes of each fixture;
//! - [`errors`] are a caller's mistakes;
//! - [`architecture`] reads the sources of the core: who may import whom;
//! - [`samples`] reads pages and texts beside the repository when they are there.

#![forbid(unsafe_code)]

mod architecture;
mod errors;
mod expectations;
mod fixture;
mod hostile;
mod invariants;
mod record;
mod renders;
mod samples;
mod snapshots;
