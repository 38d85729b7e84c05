/* Many inputs: an array on all cores, a stream in order, and threads that share what may be shared. */
#include <pthread.h>

#include "check.h"

enum { COUNT = 60, THREADS = 8, ROUNDS = 20 };

static char texts[COUNT][64];

static dateline_input item(size_t index) {
    if (index == 7) {
        return dateline_input_of("dateline: panic", 15);
    }
    return dateline_input_of(texts[index], strlen(texts[index]));
}

static void array(const dateline_options *options) {
    dateline_input inputs[COUNT];
    dateline_article *articles[COUNT];
    dateline_error *errors[COUNT];
    for (size_t i = 0; i < COUNT; i++) {
        inputs[i] = item(i);
    }
    inputs[9].kind = 9;
    CHECK(dateline_extract_many(options, inputs, COUNT, 0, articles, errors, NULL) == DATELINE_OK);
    for (size_t i = 0; i < COUNT; i++) {
        if (i == 7 || i == 9) {
            dateline_status expected = i == 7 ? DATELINE_INTERNAL_ERROR : DATELINE_INVALID_OPTION;
            CHECK(articles[i] == NULL && dateline_error_status(errors[i]) == expected);
        } else {
            CHECK(errors[i] == NULL && equals(dateline_article_text(articles[i]), texts[i]));
        }
        dateline_article_free(articles[i]);
        dateline_error_free(errors[i]);
    }
}

static void stream(const dateline_options *options) {
    dateline_batch *batch;
    dateline_article *article;
    dateline_error *error;
    CHECK(dateline_batch_new(options, 3, &batch, NULL) == DATELINE_OK);
    CHECK(dateline_batch_next(batch, &article, NULL) == DATELINE_OK && article == NULL);
    size_t pushed = 0;
    for (size_t taken = 0; taken < COUNT; taken++) {
        for (; pushed < COUNT && pushed < taken + 12; pushed++) {
            /* The batch keeps a copy: this one is overwritten in the next round. */
            char copy[64];
            dateline_input input = item(pushed);
            memcpy(copy, input.data.data, input.data.len);
            input.data.data = copy;
            CHECK(dateline_batch_push(batch, &input, NULL) == DATELINE_OK);
        }
        dateline_status status = dateline_batch_next(batch, &article, &error);
        if (taken == 7) {
            CHECK(status == DATELINE_INTERNAL_ERROR && article == NULL && error != NULL);
        } else {
            CHECK(status == DATELINE_OK && error == NULL);
            CHECK(equals(dateline_article_text(article), texts[taken]));
        }
        dateline_article_free(article);
        dateline_error_free(error);
    }
    CHECK(dateline_batch_next(batch, &article, NULL) == DATELINE_OK && article == NULL);
    /* What is still in the line goes with the batch. */
    for (size_t i = 0; i < 5; i++) {
        dateline_input input = item(i);
        CHECK(dateline_batch_push(batch, &input, NULL) == DATELINE_OK);
    }
    dateline_batch_free(batch);
}

struct shared {
    const dateline_options *options;
    const dateline_article *article;
};

static void *reader(void *argument) {
    const struct shared *shared = (const struct shared *)argument;
    for (int round = 0; round < ROUNDS; round++) {
        dateline_input input = item((size_t)round % 5);
        dateline_article *own;
        CHECK(dateline_extract(shared->options, &input, &own, NULL) == DATELINE_OK);
        dateline_article_free(own);

        dateline_quotation quotation;
        CHECK(dateline_article_quotation(shared->article, 0, &quotation, NULL) == DATELINE_OK);
        dateline_buffer out;
        CHECK(dateline_article_render(shared->article, round % 6, &out, NULL) == DATELINE_OK);
        dateline_buffer_free(&out);
    }
    return NULL;
}

static void threads(const dateline_options *options) {
    dateline_options *wide = dateline_options_new();
    CHECK(dateline_options_set_offsets(wide, DATELINE_OFFSETS_CHAR, NULL) == DATELINE_OK);
    dateline_input input = dateline_input_of(PAGE, strlen(PAGE));
    dateline_article *article;
    CHECK(dateline_extract(wide, &input, &article, NULL) == DATELINE_OK);
    dateline_options_free(wide);

    struct shared shared = {options, article};
    pthread_t ids[THREADS];
    for (size_t i = 0; i < THREADS; i++) {
        CHECK(pthread_create(&ids[i], NULL, reader, &shared) == 0);
    }
    for (size_t i = 0; i < THREADS; i++) {
        CHECK(pthread_join(ids[i], NULL) == 0);
    }
    dateline_article_free(article);
}

int main(void) {
    for (int i = 0; i < COUNT; i++) {
        snprintf(texts[i], sizeof texts[i], "Story number %d says that nothing happened.", i);
    }
    dateline_options *options = dateline_options_new();
    CHECK(dateline_options_set_analysis(options, dateline_str_of("sentences"), NULL) == DATELINE_OK);
    array(options);
    stream(options);
    threads(options);
    dateline_options_free(options);
    return 0;
}
