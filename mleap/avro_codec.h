/*
 * The codecs of Avro's object container files: how a block is packed.
 *
 * libavro has the same ones, but only inside its file reader, which unpacks without a limit: here a
 * block has one.
 */
#ifndef CLEAP_MLEAP_AVRO_CODEC_H
#define CLEAP_MLEAP_AVRO_CODEC_H

#include "runtime/buf.h"

/* Replaces what `out` holds by the unpacked bytes, at most out->limit of them. CLEAP_E_FORMAT,
 * CLEAP_E_LIMIT */
typedef enum cleap_status (*cl_avro_unpack_fn)(const void *packed, size_t n, struct cl_buf *out,
                                               struct cleap_error *err);

/* "null", "deflate", "snappy" and libavro's own "lzma". NULL: no such codec. */
cl_avro_unpack_fn cl_avro_codec_find(struct cl_str name);

#endif
