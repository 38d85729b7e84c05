//! A record to the forms people and programs read.

mod json;

pub use json::{json, json_pretty};
