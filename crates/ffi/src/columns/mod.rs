//! Records as Arrow columns, through the Arrow C Data Interface.
//!
//! [`build`] has the few shapes that columns are made of, [`record`] the columns of a record,
//! [`layers`] those of its analysis. The schema is that of a batch without rows, so that it stands
//! in one place. `docs/columns.md` explains it.

mod build;
mod layers;
mod record;

use std::collections::HashMap;

use arrow_array::Array;
use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema, to_ffi};
use arrow_schema::{ArrowError, DataType, Schema};
use dateline::Error;
use dateline::article::SCHEMA;

use crate::article::dateline_article;
use crate::boundary::{borrow, borrow_mut, guard, place};
use crate::status::{dateline_error, dateline_status};
use crate::strings::dateline_str;

/// Rows on their way into Arrow columns: records, and errors in their place. Made by
/// `dateline_columns_new`, freed by the caller with `dateline_columns_free`.
#[derive(Default)]
pub struct dateline_columns {
    rows: Vec<Row>,
}

/// One row of the table.
pub(crate) enum Row {
    Record(Box<dateline_article>),
    Failed { id: Option<String>, code: String, message: String },
}

/// A new set of columns without rows. Never null.
///
/// Ownership: the caller frees it with `dateline_columns_free`. Thread safety: may be called from
/// any thread at any time.
#[unsafe(no_mangle)]
pub extern "C" fn dateline_columns_new() -> *mut dateline_columns {
    Box::into_raw(Box::default())
}

/// Frees columns with the rows that were not exported; null is left alone.
///
/// Ownership: the handle is gone afterwards; what was exported lives on. Thread safety: no other
/// thread may be using it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dateline_columns_free(columns: *mut dateline_columns) {
    if !columns.is_null() {
        // SAFETY: it came from `Box::into_raw` and the caller gives it back once.
        drop(unsafe { Box::from_raw(columns) });
    }
}

/// Adds a row with a record.
///
/// Ownership: the article goes to the columns and must not be used or freed any more, unless the
/// call fails. Thread safety: no other thread may be using the columns or the article.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dateline_columns_append(
    columns: *mut dateline_columns,
    article: *mut dateline_article,
    error: *mut *mut dateline_error,
) -> dateline_status {
    let work = || {
        // SAFETY: the caller holds to the header's conventions.
        let columns = unsafe { borrow_mut(columns, "columns")? };
        // SAFETY: as above; the borrow, which is for the check for null, ends here.
        unsafe { borrow(article, "article").map(drop)? };
        // SAFETY: it came from `Box::into_raw`, and the caller gives it away.
        columns.rows.push(Row::Record(unsafe { Box::from_raw(article) }));
        Ok(())
    };
    // SAFETY: the caller holds to the header's conventions.
    unsafe { guard(error, work) }
}

/// Adds a row for an input that failed: its `id`, if it has one, the error's name and message, and
/// nothing else.
///
/// Ownership: the strings are only read during the call. Thread safety: no other thread may be using
/// the columns.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dateline_columns_append_error(
    columns: *mut dateline_columns,
    id: dateline_str,
    code: dateline_str,
    message: dateline_str,
    error: *mut *mut dateline_error,
) -> dateline_status {
    let work = || {
        // SAFETY: the caller holds to the header's conventions.
        let (columns, id, code, message) = unsafe {
            (
                borrow_mut(columns, "columns")?,
                id.text("id")?,
                code.text("code")?,
                message.text("message")?,
            )
        };
        let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
        columns.rows.push(Row::Failed {
            id: id.map(str::to_owned),
            code: text(code),
            message: text(message),
        });
        Ok(())
    };
    // SAFETY: the caller holds to the header's conventions.
    unsafe { guard(error, work) }
}

/// Writes the schema of all tables to `*out`, a `struct ArrowSchema` of the Arrow C Data Interface.
///
/// Ownership: the caller calls the schema's `release`. Thread safety: may be called from any thread
/// at any time.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dateline_columns_schema(
    out: *mut FFI_ArrowSchema,
    error: *mut *mut dateline_error,
) -> dateline_status {
    let work = || {
        // SAFETY: the caller holds to the header's conventions.
        let out = unsafe { place(out, "out")? };
        let DataType::Struct(fields) = record::columns(&[]).data_type().clone() else {
            unreachable!("a table is a struct of its columns")
        };
        let metadata = HashMap::from([("dateline.schema".to_owned(), SCHEMA.to_owned())]);
        let schema = Schema::new_with_metadata(fields, metadata);
        out.write(FFI_ArrowSchema::try_from(&schema).map_err(internal)?);
        Ok(())
    };
    // SAFETY: the caller holds to the header's conventions.
    unsafe { guard(error, work) }
}

/// Moves all rows into `*out`, a `struct ArrowArray` of the Arrow C Data Interface: a struct array
/// with one child for each column. The columns have no rows afterwards and can be filled again.
///
/// Ownership: the caller calls the array's `release`. Thread safety: no other thread may be using
/// the columns; the array may go anywhere.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dateline_columns_export(
    columns: *mut dateline_columns,
    out: *mut FFI_ArrowArray,
    error: *mut *mut dateline_error,
) -> dateline_status {
    let work = || {
        // SAFETY: the caller holds to the header's conventions.
        let (columns, out) = unsafe { (borrow_mut(columns, "columns")?, place(out, "out")?) };
        let rows = std::mem::take(&mut columns.rows);
        let table = record::columns(&rows);
        let (array, _) = to_ffi(&table.to_data()).map_err(internal)?;
        out.write(array);
        Ok(())
    };
    // SAFETY: the caller holds to the header's conventions.
    unsafe { guard(error, work) }
}

fn internal(error: ArrowError) -> Error {
    Error::Internal { reason: error.to_string() }
}
