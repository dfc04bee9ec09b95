/*
 * Reading Avro's container files.
 */
#include "mleap/avro_container.h"

#include "mleap/limits.h"

#define WINDOW_SIZE ((size_t)64 << 10)
#define MAX_VARINT 10

/* What an entry of the header takes beside its bytes. */
#define ENTRY_COST 64

void cl_avro_container_init(struct cl_avro_container *c, cl_pull_fn pull, void *arg)
{
    *c = (struct cl_avro_container){.pull = pull, .arg = arg};
    cl_buf_init(&c->window, WINDOW_SIZE);
    cl_buf_init(&c->packed, CL_MAX_AVRO_BLOCK);
    cl_buf_init(&c->block, CL_MAX_AVRO_BLOCK);
}

void cl_avro_container_done(struct cl_avro_container *c)
{
    cl_buf_free(&c->window);
    cl_buf_free(&c->packed);
    cl_buf_free(&c->block);
}

/* Makes the window hold something, if anything is left: c->at < c->window.n. */
static enum cleap_status look(struct cl_avro_container *c, struct cleap_error *err)
{
    size_t n = 0;

    if (c->at < c->window.n)
        return CLEAP_OK;
    cl_buf_reset(&c->window);
    c->at = 0;
    if (cl_buf_reserve(&c->window, WINDOW_SIZE) == NULL)
        return cl_fail_nomem(err);
    CL_TRY(c->pull(c->arg, c->window.at, WINDOW_SIZE, &n, err));
    c->window.n = n;
    return CLEAP_OK;
}

static enum cleap_status take(struct cl_avro_container *c, void *to, size_t n,
                              struct cleap_error *err)
{
    char *at = to;

    while (n > 0) {
        size_t there;

        CL_TRY(look(c, err));
        there = c->window.n - c->at < n ? c->window.n - c->at : n;
        if (there == 0)
            return cl_fail(err, CLEAP_E_FORMAT, "the file ends %zu bytes too early", n);
        memcpy(at, c->window.at + c->at, there);
        c->at += there;
        at += there;
        n -= there;
    }
    return CLEAP_OK;
}

static enum cleap_status take_long(struct cl_avro_container *c, int64_t *value,
                                   struct cleap_error *err)
{
    uint64_t bits = 0;
    unsigned char byte = 0x80;

    for (unsigned i = 0; byte & 0x80; i++) {
        if (i == MAX_VARINT)
            return cl_fail(err, CLEAP_E_FORMAT, "a number of more than %d bytes", MAX_VARINT);
        CL_TRY(take(c, &byte, 1, err));
        bits |= (uint64_t)(byte & 0x7F) << 7 * i;
    }
    *value = (int64_t)(bits >> 1 ^ (~(bits & 1) + 1));
    return CLEAP_OK;
}

/* A size in [0, limit]. */
static enum cleap_status take_size(struct cl_avro_container *c, const char *what, size_t limit,
                                   size_t *size, struct cleap_error *err)
{
    int64_t value = 0;

    CL_TRY(take_long(c, &value, err));
    if (value < 0)
        return cl_fail(err, CLEAP_E_FORMAT, "%s of %lld bytes", what, (long long)value);
    if ((uint64_t)value > limit)
        return cl_fail(err, CLEAP_E_LIMIT, "%s of %lld bytes, at most %zu are allowed", what,
                       (long long)value, limit);
    *size = (size_t)value;
    return CLEAP_OK;
}

/* Takes bytes after their length. All of the header together has a limit. */
static enum cleap_status take_bytes(struct cl_avro_container *c, size_t *left,
                                    struct cl_arena *arena, struct cl_str *bytes,
                                    struct cleap_error *err)
{
    size_t n = 0;
    char *to;

    CL_TRY(take_size(c, "a header", *left, &n, err));
    *left -= n;
    to = cl_arena_alloc(arena, n);
    if (to == NULL)
        return cl_fail_nomem(err);
    *bytes = (struct cl_str){.at = to, .n = (uint32_t)n};
    return take(c, to, n, err);
}

/* How many entries the next block of a map has; 0 ends it. A negative number is followed by the
 * block's size, which says nothing more. */
static enum cleap_status take_count(struct cl_avro_container *c, uint64_t *n,
                                    struct cleap_error *err)
{
    int64_t count = 0, size = 0;

    CL_TRY(take_long(c, &count, err));
    if (count < 0)
        CL_TRY(take_long(c, &size, err));
    *n = count < 0 ? ~(uint64_t)count + 1 : (uint64_t)count;
    return CLEAP_OK;
}

struct header {
    bool has_schema;
    struct cl_str schema, codec;
};

static enum cleap_status take_entries(struct cl_avro_container *c, struct cl_arena *arena,
                                      struct header *header, struct cleap_error *err)
{
    size_t left = CL_MAX_AVRO_HEADER;
    struct cl_str key = {"", 0}, value = {"", 0};
    uint64_t n = 0;

    for (;;) {
        CL_TRY(take_count(c, &n, err));
        if (n == 0)
            return CLEAP_OK;
        for (; n > 0; n--) {
            if (left < ENTRY_COST)
                return cl_fail(err, CLEAP_E_LIMIT, "a header of more than %zu bytes",
                               CL_MAX_AVRO_HEADER);
            left -= ENTRY_COST;
            CL_TRY(take_bytes(c, &left, arena, &key, err));
            CL_TRY(take_bytes(c, &left, arena, &value, err));
            if (cl_str_is(key, "avro.schema")) {
                header->has_schema = true;
                header->schema = value;
            } else if (cl_str_is(key, "avro.codec")) {
                header->codec = value;
            }
        }
    }
}

enum cleap_status cl_avro_container_open(struct cl_avro_container *c, struct cl_arena *arena,
                                         struct cl_str *schema, struct cleap_error *err)
{
    struct header header = {.codec = cl_str_of("null")};
    char magic[4];

    CL_TRY(take(c, magic, sizeof magic, err));
    if (memcmp(magic, "Obj\1", sizeof magic) != 0)
        return cl_fail(err, CLEAP_E_FORMAT, "no Avro container file: it does not begin with Obj 1");
    CL_TRY(take_entries(c, arena, &header, err));
    if (!header.has_schema)
        return cl_fail(err, CLEAP_E_FORMAT, "a header without avro.schema");
    c->unpack = cl_avro_codec_find(header.codec);
    if (c->unpack == NULL)
        return cl_fail(err, CLEAP_E_UNSUPPORTED,
                       "codec '%.*s'; null, deflate, snappy and lzma are known",
                       CL_STR_ARGS(header.codec));
    *schema = header.schema;
    return take(c, c->sync, sizeof c->sync, err);
}

static enum cleap_status take_block(struct cl_avro_container *c, uint64_t *n_rows,
                                    struct cleap_error *err)
{
    char sync[CL_AVRO_SYNC_SIZE];
    int64_t rows = 0;
    size_t size = 0;

    CL_TRY(take_long(c, &rows, err));
    CL_TRY(take_size(c, "a block", CL_MAX_AVRO_BLOCK, &size, err));
    if (rows < 0)
        return cl_fail(err, CLEAP_E_FORMAT, "%lld rows", (long long)rows);
    cl_buf_reset(&c->packed);
    while (c->packed.n < size) { /* a piece at a time: the size is only a claim */
        size_t piece = size - c->packed.n < WINDOW_SIZE ? size - c->packed.n : WINDOW_SIZE;

        if (cl_buf_reserve(&c->packed, piece) == NULL)
            return cl_fail_nomem(err);
        CL_TRY(take(c, c->packed.at + c->packed.n, piece, err));
        c->packed.n += piece;
    }
    CL_TRY(take(c, sync, sizeof sync, err));
    if (memcmp(sync, c->sync, sizeof sync) != 0)
        return cl_fail(err, CLEAP_E_FORMAT, "no sync marker at its end");
    *n_rows = (uint64_t)rows;
    return c->unpack(c->packed.n > 0 ? c->packed.at : "", c->packed.n, &c->block, err);
}

enum cleap_status cl_avro_container_next(struct cl_avro_container *c, uint64_t *n_rows, bool *more,
                                         struct cleap_error *err)
{
    CL_TRY(look(c, err));
    *more = c->at < c->window.n;
    if (!*more)
        return CLEAP_OK;
    if (take_block(c, n_rows, err) != CLEAP_OK)
        return cl_blame(err, "block %llu", (unsigned long long)c->n_blocks);
    c->n_blocks++;
    c->packed_size += c->packed.n;
    c->block_size += c->block.n;
    return CLEAP_OK;
}
