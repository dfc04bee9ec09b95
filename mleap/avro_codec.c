/*
 * Unpacking blocks of Avro files.
 */
#include "mleap/avro_codec.h"

#include <lzma.h>
#include <snappy-c.h>
#define ZLIB_CONST /* what is unpacked is only read */
#include <zlib.h>

#define FIRST_ROOM ((size_t)64 << 10)
#define CRC_SIZE 4

static enum cleap_status too_large(const struct cl_buf *out, struct cleap_error *err)
{
    return cl_fail(err, CLEAP_E_LIMIT, "a block of more than %zu bytes", out->limit);
}

/* Room for twice as much as there is, up to the limit. */
static enum cleap_status grow(struct cl_buf *out, struct cleap_error *err)
{
    size_t room = out->n < FIRST_ROOM ? FIRST_ROOM : out->n;

    if (room > out->limit - out->n)
        room = out->limit - out->n;
    if (room == 0)
        return too_large(out, err);
    return cl_buf_reserve(out, room) != NULL ? CLEAP_OK : cl_fail_nomem(err);
}

static enum cleap_status unpack_null(const void *packed, size_t n, struct cl_buf *out,
                                     struct cleap_error *err)
{
    cl_buf_reset(out);
    cl_buf_append(out, packed, n);
    return cl_buf_check(out, "a block", err);
}

static enum cleap_status inflate_all(z_stream *z, struct cl_buf *out, struct cleap_error *err)
{
    int code = Z_OK;

    while (code != Z_STREAM_END) {
        size_t room;

        CL_TRY(grow(out, err));
        room = (out->room < out->limit ? out->room : out->limit) - out->n;
        if (room > UINT32_MAX)
            room = UINT32_MAX;
        z->next_out = (unsigned char *)out->at + out->n;
        z->avail_out = (unsigned)room;
        code = inflate(z, Z_NO_FLUSH);
        out->n += room - z->avail_out;
        if (code != Z_STREAM_END && (code != Z_OK || z->avail_out > 0))
            return cl_fail(err, CLEAP_E_FORMAT, "a block that cannot be inflated");
    }
    return CLEAP_OK;
}

static enum cleap_status unpack_deflate(const void *packed, size_t n, struct cl_buf *out,
                                        struct cleap_error *err)
{
    z_stream z = {.next_in = packed, .avail_in = (unsigned)n};
    enum cleap_status status;

    cl_buf_reset(out);
    if (n > UINT32_MAX)
        return too_large(out, err);
    if (inflateInit2(&z, -MAX_WBITS) != Z_OK)
        return cl_fail_nomem(err);
    status = inflate_all(&z, out, err);
    inflateEnd(&z);
    return status;
}

/* Snappy says first how long it gets. Behind it stands the sum of what was packed. */
static enum cleap_status unpack_snappy(const void *packed, size_t n, struct cl_buf *out,
                                       struct cleap_error *err)
{
    const unsigned char *end;
    uint32_t sum;
    size_t size;

    cl_buf_reset(out);
    if (n < CRC_SIZE || snappy_uncompressed_length(packed, n - CRC_SIZE, &size) != SNAPPY_OK)
        return cl_fail(err, CLEAP_E_FORMAT, "a block that is not packed by snappy");
    if (size > out->limit)
        return too_large(out, err);
    if (cl_buf_reserve(out, size) == NULL)
        return cl_fail_nomem(err);
    if (snappy_uncompress(packed, n - CRC_SIZE, out->at, &size) != SNAPPY_OK)
        return cl_fail(err, CLEAP_E_FORMAT, "a block that snappy cannot unpack");
    out->n = size;
    end = (const unsigned char *)packed + n - CRC_SIZE;
    sum = (uint32_t)end[0] << 24 | (uint32_t)end[1] << 16 | (uint32_t)end[2] << 8 | end[3];
    if (crc32(0, (const unsigned char *)out->at, (unsigned)size) != sum)
        return cl_fail(err, CLEAP_E_FORMAT, "a block whose checksum is wrong");
    return CLEAP_OK;
}

/* What libavro writes: LZMA2 without a header, as the default preset has it. */
static enum cleap_status unpack_lzma(const void *packed, size_t n, struct cl_buf *out,
                                     struct cleap_error *err)
{
    lzma_options_lzma options;
    lzma_filter filters[] = {{.id = LZMA_FILTER_LZMA2, .options = &options},
                             {.id = LZMA_VLI_UNKNOWN}};
    size_t at = 0;
    lzma_ret code;

    cl_buf_reset(out);
    if (lzma_lzma_preset(&options, LZMA_PRESET_DEFAULT))
        return cl_fail(err, CLEAP_E_UNSUPPORTED, "liblzma has no default preset");
    do {
        /* It begins again when there was no room: it has no state to go on from. */
        CL_TRY(grow(out, err));
        at = out->n = 0;
        code = lzma_raw_buffer_decode(filters, NULL, packed, &at, n, (uint8_t *)out->at, &out->n,
                                      out->room < out->limit ? out->room : out->limit);
        if (code == LZMA_BUF_ERROR)
            out->n = out->room < out->limit ? out->room : out->limit;
    } while (code == LZMA_BUF_ERROR);
    if (code == LZMA_MEM_ERROR)
        return cl_fail_nomem(err);
    if (code != LZMA_OK)
        return cl_fail(err, CLEAP_E_FORMAT, "a block that lzma cannot unpack");
    return CLEAP_OK;
}

cl_avro_unpack_fn cl_avro_codec_find(struct cl_str name)
{
    static const struct {
        const char *name;
        cl_avro_unpack_fn unpack;
    } codecs[] = {{"null", unpack_null},
                  {"deflate", unpack_deflate},
                  {"snappy", unpack_snappy},
                  {"lzma", unpack_lzma}};

    for (size_t i = 0; i < CL_COUNT_OF(codecs); i++)
        if (cl_str_is(name, codecs[i].name))
            return codecs[i].unpack;
    return NULL;
}
