/*
 * Avro's object container files, block by block.
 *
 *   "Obj" 1              then a map of text to bytes: avro.schema, avro.codec
 *   16 bytes             the sync marker
 *   blocks:              number of rows, number of bytes, the bytes (packed), the sync marker
 *
 * libavro's file reader is not used for it: it takes whatever size a file claims, unpacks without a
 * limit, and loses memory when a file turns out to be broken. Here every size is checked first.
 */
#ifndef CLEAP_MLEAP_AVRO_CONTAINER_H
#define CLEAP_MLEAP_AVRO_CONTAINER_H

#include "mleap/avro_codec.h"
#include "runtime/arena.h"

#define CL_AVRO_SYNC_SIZE 16

/* Where bytes come from: at most `room` of them are put where `to` points; *n is 0 at the end. */
typedef enum cleap_status (*cl_pull_fn)(void *arg, void *to, size_t room, size_t *n,
                                        struct cleap_error *err);

struct cl_avro_container {
    cl_pull_fn pull;
    void *arg;
    struct cl_buf window; /* what was pulled; the next byte is window.at[at] */
    size_t at;
    cl_avro_unpack_fn unpack;
    char sync[CL_AVRO_SYNC_SIZE];
    struct cl_buf packed, block;      /* the block at hand, as in the file and unpacked */
    uint64_t packed_size, block_size; /* of all blocks so far */
    uint64_t n_blocks;
};

void cl_avro_container_init(struct cl_avro_container *c, cl_pull_fn pull, void *arg);
void cl_avro_container_done(struct cl_avro_container *c);

/* Reads the header; the schema's text is in the arena. CLEAP_E_FORMAT, CLEAP_E_LIMIT,
 * CLEAP_E_UNSUPPORTED for a codec that is not known */
enum cleap_status cl_avro_container_open(struct cl_avro_container *c, struct cl_arena *arena,
                                         struct cl_str *schema, struct cleap_error *err);

/* Unpacks the next block into c->block, and says how many rows it claims to hold. *more is false
 * behind the last one. */
enum cleap_status cl_avro_container_next(struct cl_avro_container *c, uint64_t *n_rows, bool *more,
                                         struct cleap_error *err);

#endif
