/*
 * What a kind of archive gives to mleap/archive.c, which keeps the limits.
 */
#ifndef CLEAP_MLEAP_ARCHIVE_KIND_H
#define CLEAP_MLEAP_ARCHIVE_KIND_H

#include <stdint.h>

#include "mleap/archive.h"
#include "runtime/buf.h"

/* A file while it is read. */
struct cl_archive_file {
    uint64_t size;   /* unpacked */
    uint64_t packed; /* the same as `size` where nothing is packed */
    union {
        void *zip_file;
        int fd;
    } as;
};

struct cl_archive_kind {
    /* The name is sound and ends with a NUL. */
    enum cleap_status (*open_file)(struct cl_archive *archive, const char *name,
                                   struct cl_archive_file *file, struct cleap_error *err);
    /* Reads file->size bytes; fails if the file has not that many. */
    enum cleap_status (*read_file)(struct cl_archive_file *file, void *to, struct cleap_error *err);
    void (*close_file)(struct cl_archive_file *file);
    void (*close)(struct cl_archive *archive);
};

struct cl_archive {
    const struct cl_archive_kind *kind;
    size_t n_read;             /* files */
    uint64_t unpacked, packed; /* bytes read */
    struct cl_buf bytes;       /* of a zip file that was read whole */
    union {
        void *zip;
        int dir_fd;
    } as;
};

enum cleap_status cl_archive_open_folder(struct cl_archive *archive, const char *path,
                                         struct cleap_error *err);
enum cleap_status cl_archive_open_zip_file(struct cl_archive *archive, const char *path,
                                           struct cleap_error *err);
enum cleap_status cl_archive_open_zip_bytes(struct cl_archive *archive, const void *zip,
                                            size_t size, struct cleap_error *err);

/* CLEAP_E_FORMAT: there is no such file. */
enum cleap_status cl_archive_fail_missing(const char *name, struct cleap_error *err);

#endif
