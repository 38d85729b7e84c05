/* One page: the typed fields, every form, single fields, and the way back from JSON. */
#include "check.h"

static void fields(const dateline_article *article) {
    CHECK(equals(dateline_article_title(article), "Night ferry to stop"));
    CHECK(equals(dateline_article_published(article), "2025-03-14T17:40:00+01:00"));
    CHECK(dateline_article_author_count(article) == 1);
    CHECK(equals(dateline_article_author(article, 0), "Ingrid Solberg"));
    CHECK(dateline_article_author(article, 1).data == NULL);

    dateline_str text = dateline_article_text(article);
    CHECK(contains(text.data, text.len, "will make its last crossing in May"));

    CHECK(dateline_article_quotation_count(article) >= 1);
    int found = 0;
    for (size_t i = 0; i < dateline_article_quotation_count(article); i++) {
        dateline_quotation quotation;
        CHECK(dateline_article_quotation(article, i, &quotation, NULL) == DATELINE_OK);
        CHECK(quotation.confidence > 0 && quotation.confidence <= 1);
        CHECK(quotation.content.len >= 1);
        dateline_span span = quotation.content.data[0];
        CHECK(span.start < span.end && span.end <= text.len);
        if (contains(text.data + span.start, span.end - span.start, "sailing an empty ship")) {
            CHECK(quotation.kind == DATELINE_QUOTATION_DIRECT);
            CHECK(quotation.speaker_kind == DATELINE_SPEAKER_SINGLE);
            CHECK(equals(quotation.speaker, "Kari Nygaard"));
            CHECK(quotation.cue.len == 1);
            span = quotation.cue.data[0];
            CHECK(span.end - span.start == 4 && memcmp(text.data + span.start, "said", 4) == 0);
            found = 1;
        }
    }
    CHECK(found);
}

static void forms(const dateline_article *article) {
    static const char *const parts[] = {
        "\"title\": \"Night ferry to stop\"", "\"title\":\"Night ferry to stop\"", "Night ferry",
        "last crossing",                      "<p>",                               "<style>",
    };
    for (int32_t format = DATELINE_FORMAT_JSON; format <= DATELINE_FORMAT_PAGE; format++) {
        dateline_buffer out;
        CHECK(dateline_article_render(article, format, &out, NULL) == DATELINE_OK);
        CHECK(out.len > 0 && out.data[out.len - 1] == '\n');
        CHECK(contains(out.data, out.len, parts[format]));
        dateline_buffer_free(&out);
        CHECK(out.data == NULL && out.len == 0);
        dateline_buffer_free(&out);
    }
}

static void single_fields(const dateline_article *article) {
    dateline_buffer out;
    dateline_str name = dateline_str_of("authors");
    CHECK(dateline_article_field(article, name, &out, NULL) == DATELINE_OK);
    CHECK(contains(out.data, out.len, "[{\"name\":\"Ingrid Solberg\""));
    dateline_buffer_free(&out);

    name = dateline_str_of("subtitle");
    CHECK(dateline_article_field(article, name, &out, NULL) == DATELINE_OK);
    CHECK(out.data == NULL);

    dateline_error *error;
    name = dateline_str_of("headline");
    CHECK(dateline_article_field(article, name, &out, &error) == DATELINE_INVALID_OPTION);
    dateline_str message = dateline_error_message(error);
    CHECK(contains(message.data, message.len, "`headline` is no field"));
    dateline_error_free(error);
}

static void from_json(const dateline_article *article) {
    dateline_buffer first, second;
    CHECK(dateline_article_render(article, DATELINE_FORMAT_JSON, &first, NULL) == DATELINE_OK);
    dateline_str json = {first.data, first.len};
    dateline_article *again;
    CHECK(dateline_article_from_json(NULL, json, &again, NULL) == DATELINE_OK);
    CHECK(dateline_article_render(again, DATELINE_FORMAT_JSON, &second, NULL) == DATELINE_OK);
    CHECK(first.len == second.len && memcmp(first.data, second.data, first.len) == 0);
    fields(again);
    dateline_article_free(again);
    dateline_buffer_free(&first);
    dateline_buffer_free(&second);

    dateline_error *error;
    json = dateline_str_of("{\"schema\": 1}");
    CHECK(dateline_article_from_json(NULL, json, &again, &error) == DATELINE_INVALID_ITEM);
    CHECK(again == NULL);
    dateline_error_free(error);

    json = dateline_str_of(
        "{\"schema\":\"dateline/1\",\"offset_unit\":\"byte\",\"source\":{\"kind\":\"text\","
        "\"charset\":\"utf-8\",\"bytes\":3},\"text\":\"\u20ac\",\"sentences\":[[0,1]]}");
    CHECK(dateline_article_from_json(NULL, json, &again, &error) == DATELINE_INVALID_ITEM);
    dateline_str message = dateline_error_message(error);
    CHECK(contains(message.data, message.len, "does not fit its text"));
    dateline_error_free(error);
}

static void units(const dateline_input *input) {
    dateline_options *options = dateline_options_new();
    CHECK(dateline_options_set_offsets(options, DATELINE_OFFSETS_UTF16, NULL) == DATELINE_OK);
    dateline_article *wide, *bytes;
    CHECK(dateline_extract(options, input, &wide, NULL) == DATELINE_OK);
    CHECK(dateline_extract(NULL, input, &bytes, NULL) == DATELINE_OK);
    dateline_options_free(options);

    dateline_quotation in_units, in_bytes;
    size_t last = dateline_article_quotation_count(bytes) - 1;
    CHECK(dateline_article_quotation(wide, last, &in_units, NULL) == DATELINE_OK);
    CHECK(dateline_article_quotation(bytes, last, &in_bytes, NULL) == DATELINE_OK);
    /* Quotation marks take three bytes and one unit each. */
    CHECK(in_units.content.data[0].end < in_bytes.content.data[0].end);
    dateline_buffer out;
    CHECK(dateline_article_render(wide, DATELINE_FORMAT_JSON, &out, NULL) == DATELINE_OK);
    CHECK(contains(out.data, out.len, "\"offset_unit\": \"utf16\""));
    dateline_buffer_free(&out);
    /* Forms that cut the text do so by its bytes, whatever the unit. */
    CHECK(dateline_article_render(wide, DATELINE_FORMAT_PAGE, &out, NULL) == DATELINE_OK);
    dateline_buffer_free(&out);
    dateline_article_free(wide);
    dateline_article_free(bytes);
}

int main(void) {
    CHECK(dateline_abi_version() == DATELINE_ABI_VERSION);
    CHECK(dateline_version().len >= 5);

    dateline_input input = dateline_input_of(PAGE, strlen(PAGE));
    input.id = dateline_str_of("ferry");
    dateline_article *article;
    dateline_error *error;
    CHECK(dateline_extract(NULL, &input, &article, &error) == DATELINE_OK);
    CHECK(error == NULL);
    fields(article);
    forms(article);
    single_fields(article);
    from_json(article);
    units(&input);
    dateline_article_free(article);
    return 0;
}
