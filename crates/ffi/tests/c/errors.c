/* A caller's mistakes, null everywhere, and a panic: nothing crosses the border but a status. */
#include "check.h"

static void expect(dateline_status status, dateline_error **story, dateline_status expected,
                   const char *name, const char *part) {
    dateline_error *error = *story;
    CHECK(status == expected);
    CHECK(dateline_error_status(error) == expected);
    CHECK(equals(dateline_error_name(error), name));
    dateline_str message = dateline_error_message(error);
    CHECK(contains(message.data, message.len, part));
    dateline_error_free(error);
}

static void nulls(void) {
    dateline_input input = dateline_input_of("x", 1);
    dateline_article *article;
    dateline_batch *batch;
    dateline_buffer out;
    dateline_error *error;
    dateline_quotation quotation;
    dateline_str none = {NULL, 0};

    expect(dateline_extract(NULL, NULL, &article, &error), &error, DATELINE_INVALID_OPTION,
           "invalid_option", "option `input`: must not be null");
    CHECK(article == NULL);
    expect(dateline_extract(NULL, &input, NULL, &error), &error, DATELINE_INVALID_OPTION,
           "invalid_option", "`article`");
    CHECK(dateline_extract(NULL, NULL, NULL, NULL) == DATELINE_INVALID_OPTION);
    CHECK(dateline_extract_many(NULL, NULL, 0, 0, NULL, NULL, NULL) == DATELINE_OK);
    CHECK(dateline_extract_many(NULL, NULL, 2, 0, NULL, NULL, NULL) == DATELINE_INVALID_OPTION);
    CHECK(dateline_article_render(NULL, 0, &out, NULL) == DATELINE_INVALID_OPTION);
    CHECK(dateline_article_render(NULL, 0, NULL, NULL) == DATELINE_INVALID_OPTION);
    CHECK(dateline_article_field(NULL, none, &out, NULL) == DATELINE_INVALID_OPTION);
    CHECK(dateline_article_from_json(NULL, none, NULL, NULL) == DATELINE_INVALID_OPTION);
    CHECK(dateline_article_from_json(NULL, none, &article, NULL) == DATELINE_INVALID_ITEM);
    CHECK(dateline_article_quotation(NULL, 0, &quotation, NULL) == DATELINE_INVALID_OPTION);
    CHECK(dateline_article_quotation_count(NULL) == 0);
    CHECK(dateline_article_author_count(NULL) == 0);
    CHECK(dateline_article_author(NULL, 0).data == NULL);
    CHECK(dateline_article_text(NULL).data == NULL);
    CHECK(dateline_article_title(NULL).data == NULL);
    CHECK(dateline_article_published(NULL).data == NULL);
    CHECK(dateline_options_set_analysis(NULL, none, NULL) == DATELINE_INVALID_OPTION);
    CHECK(dateline_options_set_captions_in_text(NULL, true, NULL) == DATELINE_INVALID_OPTION);
    CHECK(dateline_options_set_offsets(NULL, 0, NULL) == DATELINE_INVALID_OPTION);
    CHECK(dateline_options_set_limits(NULL, 0, 0, 0, NULL) == DATELINE_INVALID_OPTION);
    CHECK(dateline_batch_new(NULL, 1, NULL, NULL) == DATELINE_INVALID_OPTION);
    CHECK(dateline_batch_push(NULL, &input, NULL) == DATELINE_INVALID_OPTION);
    CHECK(dateline_batch_next(NULL, &article, NULL) == DATELINE_INVALID_OPTION);
    CHECK(dateline_batch_new(NULL, 1, &batch, NULL) == DATELINE_OK);
    CHECK(dateline_batch_push(batch, NULL, NULL) == DATELINE_INVALID_OPTION);
    CHECK(dateline_batch_next(batch, NULL, NULL) == DATELINE_INVALID_OPTION);
    dateline_batch_free(batch);
    CHECK(dateline_error_status(NULL) == DATELINE_OK);
    CHECK(dateline_error_name(NULL).data == NULL);
    CHECK(dateline_error_message(NULL).data == NULL);
    dateline_article_free(NULL);
    dateline_batch_free(NULL);
    dateline_buffer_free(NULL);
    dateline_error_free(NULL);
    dateline_options_free(NULL);
}

static void options(void) {
    dateline_options *options = dateline_options_new();
    dateline_error *error;
    expect(dateline_options_set_analysis(options, dateline_str_of("verbs"), &error), &error,
           DATELINE_INVALID_OPTION, "invalid_option", "`verbs` is no layer");
    dateline_str broken = {"\xff", 1};
    expect(dateline_options_set_analysis(options, broken, &error), &error, DATELINE_INVALID_OPTION,
           "invalid_option", "must be UTF-8");
    expect(dateline_options_set_offsets(options, 9, &error), &error, DATELINE_INVALID_OPTION,
           "invalid_option", "9 is no unit");
    expect(dateline_options_set_limits(options, 0, 3, 0, &error), &error, DATELINE_INVALID_OPTION,
           "invalid_option", "`max_tree_depth`: must be 32 or more");

    CHECK(dateline_options_set_limits(options, 10, 0, 0, &error) == DATELINE_OK && error == NULL);
    dateline_input input = dateline_input_of("eleven byte", 11);
    dateline_article *article;
    expect(dateline_extract(options, &input, &article, &error), &error, DATELINE_INPUT_TOO_LARGE,
           "input_too_large", "more than 10 bytes");
    CHECK(article == NULL);
    dateline_options_free(options);
}

static void inputs(void) {
    dateline_article *article;
    dateline_error *error;
    dateline_input input = dateline_input_of(NULL, 0);
    CHECK(dateline_extract(NULL, &input, &article, NULL) == DATELINE_OK);
    CHECK(dateline_article_text(article).data != NULL && dateline_article_text(article).len == 0);
    dateline_article_free(article);

    input = dateline_input_of(NULL, 5);
    expect(dateline_extract(NULL, &input, &article, &error), &error, DATELINE_INVALID_OPTION,
           "invalid_option", "`data`");
    input = dateline_input_of("x", 1);
    input.kind = 7;
    expect(dateline_extract(NULL, &input, &article, &error), &error, DATELINE_INVALID_OPTION,
           "invalid_option", "7 is no kind");
    memset(&input, 0, sizeof input);
    expect(dateline_extract(NULL, &input, &article, &error), &error, DATELINE_INVALID_OPTION,
           "invalid_option", "dateline_input_of");

    input = dateline_input_of("One line of a story, and no more.", 33);
    CHECK(dateline_extract(NULL, &input, &article, NULL) == DATELINE_OK);
    dateline_buffer out;
    CHECK(dateline_article_render(article, 17, &out, NULL) == DATELINE_INVALID_OPTION);
    CHECK(out.data == NULL);
    CHECK(dateline_article_render(article, -1, &out, NULL) == DATELINE_INVALID_OPTION);
    dateline_quotation quotation;
    expect(dateline_article_quotation(article, 0, &quotation, &error), &error,
           DATELINE_INVALID_OPTION, "invalid_option", "there are 0 quotations");
    dateline_article_free(article);
}

static void panics(void) {
    dateline_input input = dateline_input_of("dateline: panic", 15);
    dateline_article *article;
    dateline_error *error;
    for (int round = 0; round < 3; round++) {
        expect(dateline_extract(NULL, &input, &article, &error), &error, DATELINE_INTERNAL_ERROR,
               "internal_error", "injected fault");
        CHECK(article == NULL);
    }
    input = dateline_input_of(PAGE, strlen(PAGE));
    CHECK(dateline_extract(NULL, &input, &article, NULL) == DATELINE_OK);
    dateline_article_free(article);
}

int main(void) {
    nulls();
    options();
    inputs();
    panics();
    return 0;
}
