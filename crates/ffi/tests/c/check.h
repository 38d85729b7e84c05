/* What the tests share: checks that tell where they failed, and short cuts. */
#ifndef CHECK_H
#define CHECK_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dateline.h"

#define CHECK(condition)                                                            \
    do {                                                                            \
        if (!(condition)) {                                                         \
            fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition); \
            exit(1);                                                                \
        }                                                                           \
    } while (0)

static const char PAGE[] =
    "<!doctype html><html lang=\"en\"><head><title>Night ferry to stop</title>"
    "<meta property=\"article:published_time\" content=\"2025-03-14T17:40:00+01:00\">"
    "<meta name=\"author\" content=\"Ingrid Solberg\"></head><body><article>"
    "<h1>Night ferry to stop</h1>"
    "<p>The night ferry between the two towns will make its last crossing in May, the company "
    "said, after six years in which the route has lost money on almost every trip.</p>"
    "<p>\u201cWe cannot go on sailing an empty ship,\u201d said Kari Nygaard, the chief executive "
    "of Kystlinjen. She added that the crew of forty would be offered work on other routes.</p>"
    "<p>The town council had asked for another year, and was told on Friday that there was none "
    "to give.</p></article></body></html>";

static inline int equals(dateline_str view, const char *text) {
    return view.data != NULL && view.len == strlen(text) && memcmp(view.data, text, view.len) == 0;
}

static inline int contains(const char *data, size_t len, const char *part) {
    size_t size = strlen(part);
    for (size_t at = 0; at + size <= len; at++) {
        if (memcmp(data + at, part, size) == 0) {
            return 1;
        }
    }
    return 0;
}

#endif
