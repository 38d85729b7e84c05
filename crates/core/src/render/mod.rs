//! A record to the forms people and programs read.
//!
//! [`render`] gives any [`Format`] by name; the functions behind it can be called directly.
//! [`marks`] tells what was found where in the text, nested and ready to be drawn: the page, and
//! viewers outside this crate, are made with it.
//!
//! All forms but JSON slice the text by the record's spans, which must count bytes.

mod amount;
mod dates;
mod escape;
mod field;
mod format;
mod front_matter;
mod html;
mod json;
mod json_ld;
mod markdown;
pub mod marks;
mod outline;
mod page;
mod side_list;
#[cfg(test)]
mod tests;
mod text;

pub use amount::readable_amount;
pub use dates::readable_date;
pub use field::json_field;
pub use format::{Format, render};
pub use html::html;
pub use json::{json, json_pretty};
pub use markdown::markdown;
pub use page::page;
pub use text::text;
