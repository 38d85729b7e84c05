/*
 * Dateline: a news page or the plain text of a news story in, one structured, checkable record out.
 *
 * Made by cbindgen from the sources; a test holds it to them.
 *
 * Conventions, for every function:
 *
 * - Strings are (pointer, length) pairs of UTF-8, never ended by a zero byte. Null data is no
 *   string, which is not the same as an empty one.
 * - What a function lends lives as long as the handle that it was read from. What a function makes
 *   belongs to the caller, who frees it with the function named for it: dateline_error_free,
 *   dateline_buffer_free, and so on. Each thing is freed once.
 * - Functions that can fail return a dateline_status, DATELINE_OK being 0. They take a last argument
 *   `error`: when it is not null, *error becomes null or an error that tells more, which the caller
 *   frees. What *error was before is not looked at and not freed.
 * - Null is never followed. Where no null may stand, it gives DATELINE_INVALID_OPTION.
 * - A panic inside the library never crosses into the caller: it becomes DATELINE_INTERNAL_ERROR
 *   with the panic's message, and the process goes on.
 * - There is no global state. Handles may go from thread to thread. Those that are only read may be
 *   used by several threads at once; each function says which are.
 */
#ifndef DATELINE_H
#define DATELINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Of the Arrow C Data Interface: defined by the headers of whatever Arrow library reads them. */
struct ArrowSchema;
struct ArrowArray;

/**
 * All of it stands in quotation marks.
 */
#define DATELINE_QUOTATION_DIRECT 1

/**
 * None of it stands in quotation marks.
 */
#define DATELINE_QUOTATION_INDIRECT 2

/**
 * Some of it stands in quotation marks.
 */
#define DATELINE_QUOTATION_MIXED 3

/**
 * A single named entity, or nobody that is known.
 */
#define DATELINE_SPEAKER_SINGLE 0

/**
 * Several people.
 */
#define DATELINE_SPEAKER_GROUP 1

/**
 * A text.
 */
#define DATELINE_SPEAKER_DOCUMENT 2

/**
 * Somebody the story does not name.
 */
#define DATELINE_SPEAKER_ANONYMOUS 3

/**
 * The record as indented JSON.
 */
#define DATELINE_FORMAT_JSON 0

/**
 * The record as JSON on one line.
 */
#define DATELINE_FORMAT_JSONL 1

/**
 * The article as Markdown with YAML front matter.
 */
#define DATELINE_FORMAT_MARKDOWN 2

/**
 * The article as plain text.
 */
#define DATELINE_FORMAT_TEXT 3

/**
 * The article as clean HTML.
 */
#define DATELINE_FORMAT_HTML 4

/**
 * A self-contained HTML page with everything that was found marked in the text.
 */
#define DATELINE_FORMAT_PAGE 5

/**
 * Web page or plain text: judged by its content.
 */
#define DATELINE_KIND_AUTO 0

/**
 * A web page.
 */
#define DATELINE_KIND_HTML 1

/**
 * Plain text.
 */
#define DATELINE_KIND_TEXT 2

/**
 * Spans count bytes of UTF-8, as C indexes. The default.
 */
#define DATELINE_OFFSETS_BYTE 0

/**
 * Spans count Unicode scalar values, as Python indexes.
 */
#define DATELINE_OFFSETS_CHAR 1

/**
 * Spans count UTF-16 code units, as Java, C# and JavaScript index.
 */
#define DATELINE_OFFSETS_UTF16 2

/**
 * The version of this binary interface. A change that breaks programs compiled against an older
 * header raises it; functions may be added without raising it.
 */
#define DATELINE_ABI_VERSION 1

/**
 * One record. It never changes, so any number of threads may read it at once. Freed by the caller
 * with `dateline_article_free`.
 */
typedef struct dateline_article dateline_article;

/**
 * A line of inputs and the threads that work on it. Made by `dateline_batch_new`, freed by the
 * caller with `dateline_batch_free`. A process that forks must not use a batch of its parent.
 */
typedef struct dateline_batch dateline_batch;

/**
 * Rows on their way into Arrow columns: records, and errors in their place. Made by
 * `dateline_columns_new`, freed by the caller with `dateline_columns_free`.
 */
typedef struct dateline_columns dateline_columns;

/**
 * Why a call failed. Made by the call, freed by the caller with `dateline_error_free`.
 */
typedef struct dateline_error dateline_error;

/**
 * Choices that hold for many inputs. Made by `dateline_options_new`, freed by the caller with
 * `dateline_options_free`. Where a function takes options, null stands for the defaults.
 */
typedef struct dateline_options dateline_options;

/**
 * A string that somebody else owns: `len` bytes of UTF-8 at `data`, not ended by a zero byte.
 *
 * `data` is null when there is no string, which is not the same as an empty string. It is only
 * valid as long as what it was read from.
 */
typedef struct {
    /**
     * The first byte, or null.
     */
    const char *data;
    /**
     * How many bytes there are.
     */
    size_t len;
} dateline_str;

/**
 * How a call ended: `DATELINE_OK`, or a number from the one table of errors. Numbers may be added,
 * none is ever changed.
 */
typedef int32_t dateline_status;

/**
 * A half-open range of the text, in the unit that the options said.
 */
typedef struct {
    /**
     * Offset of the first unit.
     */
    uint32_t start;
    /**
     * Offset behind the last unit.
     */
    uint32_t end;
} dateline_span;

/**
 * Spans that an article lends: `len` of them at `data`.
 */
typedef struct {
    /**
     * The first span; not to be followed when `len` is 0.
     */
    const dateline_span *data;
    /**
     * How many spans there are.
     */
    size_t len;
} dateline_spans;

/**
 * Who said what. Its arrays and strings are lent by the article.
 */
typedef struct {
    /**
     * One of the `DATELINE_QUOTATION_…` constants.
     */
    int32_t kind;
    /**
     * One of the `DATELINE_SPEAKER_…` constants.
     */
    int32_t speaker_kind;
    /**
     * From 0 to 1: how sure it is that this was said, and by this source.
     */
    float confidence;
    /**
     * The speaker's name. No string when the speaker is no named entity, or when the `entities`
     * layer was not asked for.
     */
    dateline_str speaker;
    /**
     * What was said; more than one span where the cue interrupts the speech.
     */
    dateline_spans content;
    /**
     * The words that announce speech.
     */
    dateline_spans cue;
    /**
     * The words that name the speaker beside the cue.
     */
    dateline_spans source;
} dateline_quotation;

/**
 * A string that the caller owns and gives back with `dateline_buffer_free`: `len` bytes of UTF-8
 * at `data`, not ended by a zero byte.
 */
typedef struct {
    /**
     * The first byte, or null when there is no string.
     */
    char *data;
    /**
     * How many bytes there are.
     */
    size_t len;
    /**
     * How many bytes are reserved; for `dateline_buffer_free` alone.
     */
    size_t capacity;
} dateline_buffer;

/**
 * One page or text, and what is known about it. `dateline_input_of` fills it in; strings that are
 * not known have no data. The library only reads it, and keeps nothing of it after the call.
 */
typedef struct {
    /**
     * The size of this struct as the caller knows it: fields may be added at its end.
     */
    size_t struct_size;
    /**
     * The page or text itself, in any charset.
     */
    dateline_str data;
    /**
     * The page's address: relative links are resolved against it.
     */
    dateline_str url;
    /**
     * When it was published, ISO 8601: relative times are read against it.
     */
    dateline_str published;
    /**
     * The charset that came with the bytes, from an HTTP header for example.
     */
    dateline_str charset;
    /**
     * The caller's name for the input; comes back in its record.
     */
    dateline_str id;
    /**
     * One of the `DATELINE_KIND_…` constants.
     */
    int32_t kind;
} dateline_input;

/**
 * It went well.
 */
#define DATELINE_OK 0

/**
 * The input has more bytes than the limit.
 */
#define DATELINE_INPUT_TOO_LARGE 10

/**
 * An argument or an option has a value outside its range; a null pointer where none may stand.
 */
#define DATELINE_INVALID_OPTION 11

/**
 * An input could not be read; a library call never gives this.
 */
#define DATELINE_UNREADABLE_INPUT 12

/**
 * The description of an item, a stored record for example, cannot be read.
 */
#define DATELINE_INVALID_ITEM 13

/**
 * An output could not be written; a library call never gives this.
 */
#define DATELINE_UNWRITABLE_OUTPUT 14

/**
 * A defect of the library: it panicked. The process and all handles go on.
 */
#define DATELINE_INTERNAL_ERROR 15

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

/**
 * The body's text. Never without data unless the article is null; it may be empty.
 *
 * Lifetime: as long as the article. Thread safety: an article may be used from several threads at
 * once.
 */
dateline_str dateline_article_text(const dateline_article *article);

/**
 * The headline; no string when there is none.
 *
 * Lifetime: as long as the article. Thread safety: an article may be used from several threads at
 * once.
 */
dateline_str dateline_article_title(const dateline_article *article);

/**
 * When it was first published: ISO 8601, as precise as the page is; no string when unknown.
 *
 * Lifetime: as long as the article. Thread safety: an article may be used from several threads at
 * once.
 */
dateline_str dateline_article_published(const dateline_article *article);

/**
 * How many authors there are; 0 for null.
 *
 * Thread safety: an article may be used from several threads at once.
 */
size_t dateline_article_author_count(const dateline_article *article);

/**
 * The name of the author with this index, from 0; no string when there is none.
 *
 * Lifetime: as long as the article. Thread safety: an article may be used from several threads at
 * once.
 */
dateline_str dateline_article_author(const dateline_article *article, size_t index);

/**
 * How many quotations there are; 0 for null, and when the `quotations` layer was not asked for.
 *
 * Thread safety: an article may be used from several threads at once.
 */
size_t dateline_article_quotation_count(const dateline_article *article);

/**
 * Writes the quotation with this index, from 0, to `*out`.
 *
 * Lifetime: what `*out` points at lives as long as the article. Thread safety: an article may be
 * used from several threads at once.
 */
dateline_status dateline_article_quotation(const dateline_article *article,
                                           size_t index,
                                           dateline_quotation *out,
                                           dateline_error **error);

/**
 * Frees an article; null is left alone.
 *
 * Ownership: the handle is gone afterwards, and so is every string and array that was lent by it.
 * Thread safety: no other thread may be using it.
 */
void dateline_article_free(dateline_article *article);

/**
 * The article in one of the forms `DATELINE_FORMAT_…`, ended by a line break: the same bytes that
 * the command line writes. In JSON, spans count what the options said.
 *
 * Ownership: the caller frees the buffer with `dateline_buffer_free`. Thread safety: an article
 * may be used from several threads at once.
 */
dateline_status dateline_article_render(const dateline_article *article,
                                        int32_t format,
                                        dateline_buffer *out,
                                        dateline_error **error);

/**
 * One field of the record as JSON on one line, by its name in the record: `entities`, `authors`.
 * A field that the record does not have gives an empty buffer.
 *
 * Ownership: the caller frees the buffer with `dateline_buffer_free`. Thread safety: an article
 * may be used from several threads at once.
 */
dateline_status dateline_article_field(const dateline_article *article,
                                       dateline_str name,
                                       dateline_buffer *out,
                                       dateline_error **error);

/**
 * An article from a stored record: JSON that `dateline_article_render` or another frontend wrote,
 * in any offset unit. Of the options only the offset unit counts.
 *
 * Ownership: the caller frees the article with `dateline_article_free`; the JSON is only read
 * during the call. Thread safety: as `dateline_extract`.
 */
dateline_status dateline_article_from_json(const dateline_options *options,
                                           dateline_str json,
                                           dateline_article **article,
                                           dateline_error **error);

/**
 * A batch that works on `jobs` threads (0: one for each core).
 *
 * Ownership: the caller frees the batch with `dateline_batch_free`; it keeps a copy of the options.
 * Thread safety: as `dateline_extract`.
 */
dateline_status dateline_batch_new(const dateline_options *options,
                                   size_t jobs,
                                   dateline_batch **batch,
                                   dateline_error **error);

/**
 * Puts an input at the end of the line and returns at once. The batch holds everything that was
 * pushed and not taken back: to bound memory, take one back for each push once a few for each
 * thread are in it.
 *
 * Ownership: the batch copies the input. Thread safety: a batch may be used from several threads
 * at once.
 */
dateline_status dateline_batch_push(const dateline_batch *batch,
                                    const dateline_input *input,
                                    dateline_error **error);

/**
 * Takes the record of the oldest input in the line, waiting for it if need be. When the line is
 * empty, `*article` is null and the status is `DATELINE_OK`; when that input failed, `*article` is
 * null and the status and `*error` are its own.
 *
 * Ownership: the caller frees the article with `dateline_article_free` and the error with
 * `dateline_error_free`. Thread safety: a batch may be used from several threads at once; each
 * record is given to one of them.
 */
dateline_status dateline_batch_next(const dateline_batch *batch,
                                    dateline_article **article,
                                    dateline_error **error);

/**
 * Frees a batch, with all inputs and records in it; null is left alone. Waits for the inputs that
 * are being worked on.
 *
 * Ownership: the handle is gone afterwards. Thread safety: no other thread may be using it.
 */
void dateline_batch_free(dateline_batch *batch);

/**
 * A new set of columns without rows. Never null.
 *
 * Ownership: the caller frees it with `dateline_columns_free`. Thread safety: may be called from
 * any thread at any time.
 */
dateline_columns *dateline_columns_new(void);

/**
 * Frees columns with the rows that were not exported; null is left alone.
 *
 * Ownership: the handle is gone afterwards; what was exported lives on. Thread safety: no other
 * thread may be using it.
 */
void dateline_columns_free(dateline_columns *columns);

/**
 * Adds a row with a record.
 *
 * Ownership: the article goes to the columns and must not be used or freed any more, unless the
 * call fails. Thread safety: no other thread may be using the columns or the article.
 */
dateline_status dateline_columns_append(dateline_columns *columns,
                                        dateline_article *article,
                                        dateline_error **error);

/**
 * Adds a row for an input that failed: its `id`, if it has one, the error's name and message, and
 * nothing else.
 *
 * Ownership: the strings are only read during the call. Thread safety: no other thread may be using
 * the columns.
 */
dateline_status dateline_columns_append_error(dateline_columns *columns,
                                              dateline_str id,
                                              dateline_str code,
                                              dateline_str message,
                                              dateline_error **error);

/**
 * Writes the schema of all tables to `*out`, a `struct ArrowSchema` of the Arrow C Data Interface.
 *
 * Ownership: the caller calls the schema's `release`. Thread safety: may be called from any thread
 * at any time.
 */
dateline_status dateline_columns_schema(struct ArrowSchema *out, dateline_error **error);

/**
 * Moves all rows into `*out`, a `struct ArrowArray` of the Arrow C Data Interface: a struct array
 * with one child for each column. The columns have no rows afterwards and can be filled again.
 *
 * Ownership: the caller calls the array's `release`. Thread safety: no other thread may be using
 * the columns; the array may go anywhere.
 */
dateline_status dateline_columns_export(dateline_columns *columns,
                                        struct ArrowArray *out,
                                        dateline_error **error);

/**
 * The record of one input. `*article` is the record, or null when the call fails.
 *
 * Ownership: the caller frees the article with `dateline_article_free`, and the error, if there is
 * one, with `dateline_error_free`. The input is only read during the call. Thread safety: any
 * number of threads may extract at once, with the same options too as long as nobody changes them.
 */
dateline_status dateline_extract(const dateline_options *options,
                                 const dateline_input *input,
                                 dateline_article **article,
                                 dateline_error **error);

/**
 * The records of `count` inputs that stand one after the other at `inputs`, made on `jobs` threads
 * (0: one for each core). `articles` has room for `count` articles and `errors` for `count`
 * errors; of each pair one is null. One input that fails does not stop the others: the status
 * tells only of mistakes in the call itself.
 *
 * Ownership: the caller frees every article with `dateline_article_free`, and every error,
 * `*error` too, with `dateline_error_free`. The inputs are only read during the call. Thread
 * safety: as `dateline_extract`.
 */
dateline_status dateline_extract_many(const dateline_options *options,
                                      const dateline_input *inputs,
                                      size_t count,
                                      size_t jobs,
                                      dateline_article **articles,
                                      dateline_error **errors,
                                      dateline_error **error);

/**
 * New options, all at their defaults. Never null.
 *
 * Ownership: the caller frees them with `dateline_options_free`. Thread safety: may be called from
 * any thread at any time.
 */
dateline_options *dateline_options_new(void);

/**
 * Frees options; null is left alone. Articles and batches made with them live on.
 *
 * Ownership: the handle is gone afterwards. Thread safety: no other thread may be using it.
 */
void dateline_options_free(dateline_options *options);

/**
 * Chooses the analysis layers: `all` (the default), `none`, or a comma-separated list of
 * `sentences`, `dateline`, `entities`, `quotations`, `times`, `amounts`, `key`.
 *
 * Ownership: the string is only read during the call. Thread safety: no other thread may be using
 * the options.
 */
dateline_status dateline_options_set_analysis(dateline_options *options,
                                              dateline_str layers,
                                              dateline_error **error);

/**
 * Chooses whether figure captions are part of the text; by default they are not.
 *
 * Thread safety: no other thread may be using the options.
 */
dateline_status dateline_options_set_captions_in_text(dateline_options *options,
                                                      bool captions_in_text,
                                                      dateline_error **error);

/**
 * Chooses what the numbers in spans count: one of the `DATELINE_OFFSETS_…` constants.
 *
 * Thread safety: no other thread may be using the options.
 */
dateline_status dateline_options_set_offsets(dateline_options *options,
                                             int32_t unit,
                                             dateline_error **error);

/**
 * Limits what one input may cost; 0 keeps a limit as it is. `max_input_bytes` is at most
 * 2147483647, by default 128 MiB; `max_tree_depth` 32 or more, by default 512; `max_nodes` 1024 or
 * more, by default 8388608.
 *
 * Thread safety: no other thread may be using the options.
 */
dateline_status dateline_options_set_limits(dateline_options *options,
                                            size_t max_input_bytes,
                                            size_t max_tree_depth,
                                            size_t max_nodes,
                                            dateline_error **error);

/**
 * The number of the error; `DATELINE_OK` for null.
 *
 * Thread safety: an error may be read from several threads at once.
 */
dateline_status dateline_error_status(const dateline_error *error);

/**
 * The stable name of the error, such as `input_too_large`; no string for null.
 *
 * Lifetime: the string is static. Thread safety: an error may be read from several threads at
 * once.
 */
dateline_str dateline_error_name(const dateline_error *error);

/**
 * What happened, for people, in one line of UTF-8; no string for null.
 *
 * Lifetime: as long as the error. Thread safety: an error may be read from several threads at
 * once.
 */
dateline_str dateline_error_message(const dateline_error *error);

/**
 * Frees an error; null is left alone.
 *
 * Ownership: the handle and its strings are gone afterwards.
 */
void dateline_error_free(dateline_error *error);

/**
 * Frees what a buffer holds and empties it. A null pointer, or an empty buffer, is left alone.
 *
 * Ownership: the buffer's bytes are gone afterwards. Thread safety: one thread at a time for one
 * buffer.
 */
void dateline_buffer_free(dateline_buffer *buffer);

/**
 * The version of the binary interface that the library was built with. A program that loads the
 * library at run time compares it with `DATELINE_ABI_VERSION` of its header.
 *
 * Thread safety: may be called from any thread at any time.
 */
uint32_t dateline_abi_version(void);

/**
 * The version of the library, such as `0.1.0`.
 *
 * Lifetime: the string is static. Thread safety: may be called from any thread at any time.
 */
dateline_str dateline_version(void);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

/**
 * An input of which nothing is known but its bytes: the rest can be filled in afterwards.
 *
 * Ownership: the input points at `data`, which is not copied. Thread safety: may be called from
 * any thread at any time.
 */
static inline dateline_input dateline_input_of(const void *data, size_t len) {
    dateline_input input;
    memset(&input, 0, sizeof input);
    input.struct_size = sizeof input;
    input.data.data = (const char *)data;
    input.data.len = len;
    return input;
}

/**
 * A view of a string that ends with a zero byte; no string for null.
 *
 * Lifetime: that of `text`. Thread safety: may be called from any thread at any time.
 */
static inline dateline_str dateline_str_of(const char *text) {
    dateline_str view;
    view.data = text;
    view.len = text == NULL ? 0 : strlen(text);
    return view;
}

#endif /* DATELINE_H */
