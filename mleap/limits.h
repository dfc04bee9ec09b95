/*
 * How large a bundle or a frame may be; whatever is beyond is CLEAP_E_LIMIT.
 *
 * The numbers leave room for any model that fits a server and keep a hostile bundle from taking
 * the machine with it. The bytes of a frame are limited by whoever receives them.
 */
#ifndef CLEAP_MLEAP_LIMITS_H
#define CLEAP_MLEAP_LIMITS_H

#include <stddef.h>
#include <stdint.h>

/* Entries of a zip, and files read from any bundle. */
#define CL_MAX_FILES 262144

/* Bytes of one file, and of all that are read, unpacked. */
#define CL_MAX_FILE_SIZE ((uint64_t)1 << 30)
#define CL_MAX_BUNDLE_SIZE ((uint64_t)4 << 30)

/* What is read from a zip may be CL_FREE_UNPACKED bytes plus CL_MAX_RATIO times its packed size.
 * A list of zeros packs better than that, but no large model is made of zeros alone. A byte of JSON
 * may take nine of memory while it is read, four for a token and four for its part of a number. */
#define CL_FREE_UNPACKED ((uint64_t)32 << 20)
#define CL_MAX_RATIO 200

/* Zip files up to this are read whole before they are opened. */
#define CL_WHOLE_ZIP ((size_t)64 << 20)

/* Bytes of a path inside the bundle. */
#define CL_MAX_PATH 4095

/* Pipelines within each other; nodes, pipelines included; sub-models within each other. */
#define CL_MAX_PIPELINES 64
#define CL_MAX_NODES 100000
#define CL_MAX_SUBMODELS 8

/* Dimensions of a tensor. */
#define CL_MAX_RANK 32

/* Columns and rows of a leap frame. */
#define CL_MAX_COLUMNS 65536
#define CL_MAX_ROWS ((size_t)INT32_MAX)

/* Bytes of an Avro file's header, and of one of its blocks, packed or not. */
#define CL_MAX_AVRO_HEADER ((size_t)16 << 20)
#define CL_MAX_AVRO_BLOCK ((size_t)256 << 20)

/* Bytes of a frame that is written for an answer. */
#define CL_MAX_ANSWER ((size_t)1 << 30)

/* Memory for one protobuf message while it is decoded: a part that depends on its size (a text of 8
 * bytes in a list takes 10 of the file and some 60 of memory) and one that does not (an empty text
 * takes 2 of the file, and as much memory). */
#define CL_PB_MEMORY_FACTOR 20
#define CL_PB_MEMORY_BASE ((uint64_t)64 << 20)

#endif
