/*
 * Zips for tests, made in memory.
 */
#ifndef CLEAP_TESTS_ZIP_BUILDER_H
#define CLEAP_TESTS_ZIP_BUILDER_H

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

struct zip_entry {
    const char *name; /* NULL ends a table of them */
    const char *text;
    size_t n; /* 0: as long as the text */
};

struct zip_bytes {
    unsigned char *at; /* free() it */
    size_t n;
};

/* Packs the entries by a method, ZIP_CM_STORE or ZIP_CM_DEFLATE. */
static inline struct zip_bytes zip_of_method(const struct zip_entry *entries, int32_t method)
{
    zip_source_t *target = zip_source_buffer_create(NULL, 0, 0, NULL);
    zip_t *zip = zip_open_from_source(target, ZIP_TRUNCATE, NULL);
    struct zip_bytes bytes;
    zip_stat_t st;

    assert_non_null(zip);
    zip_source_keep(target);
    for (const struct zip_entry *e = entries; e->name != NULL; e++) {
        size_t n = e->n > 0 ? e->n : strlen(e->text);
        zip_source_t *source = zip_source_buffer(zip, e->text, n, 0);
        zip_int64_t at = zip_file_add(zip, e->name, source, ZIP_FL_ENC_UTF_8);

        assert_true(at >= 0);
        assert_int_equal(zip_set_file_compression(zip, (zip_uint64_t)at, method, 0), 0);
    }
    assert_int_equal(zip_close(zip), 0);
    assert_int_equal(zip_source_stat(target, &st), 0);
    bytes.n = (size_t)st.size;
    bytes.at = malloc(bytes.n);
    assert_non_null(bytes.at);
    assert_int_equal(zip_source_open(target), 0);
    assert_int_equal(zip_source_read(target, bytes.at, bytes.n), bytes.n);
    zip_source_close(target);
    zip_source_free(target);
    return bytes;
}

static inline struct zip_bytes zip_of(const struct zip_entry *entries)
{
    return zip_of_method(entries, ZIP_CM_DEFLATE);
}

/* Where the i-th entry's record in the central directory begins. */
static inline unsigned char *zip_central(struct zip_bytes zip, size_t i)
{
    for (unsigned char *p = zip.at; p + 4 <= zip.at + zip.n; p++)
        if (memcmp(p, "PK\1\2", 4) == 0 && i-- == 0)
            return p;
    fail_msg("no such entry");
    return NULL;
}

/* Fields of that record. */
#define ZIP_CENTRAL_FLAGS 8
#define ZIP_CENTRAL_METHOD 10
#define ZIP_CENTRAL_SIZE 24

static inline void zip_put32(unsigned char *p, uint32_t value)
{
    for (int i = 0; i < 4; i++)
        p[i] = (unsigned char)(value >> (8 * i));
}

#endif
