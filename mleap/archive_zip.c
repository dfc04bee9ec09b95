/*
 * Bundles in a zip, by libzip: sizes come from the central directory, zip64 is fine, and folders
 * need no entries of their own.
 */
#include <errno.h>
#include <stdio.h>
#include <zip.h>

#include "mleap/archive_kind.h"
#include "mleap/limits.h"

/* libzip tells memory that it could not get as whatever it was about to do: "no zip", "cannot
 * read". So errno is cleared before it is called, and says whether malloc failed. */
static bool is_out_of_memory(void)
{
    return errno == ENOMEM;
}

/* A failure of libzip as one of ours. */
static enum cleap_status fail_zip(zip_error_t *error, const char *what, struct cleap_error *err)
{
    if (is_out_of_memory())
        return cl_fail_nomem(err);
    switch (zip_error_code_zip(error)) {
    case ZIP_ER_MEMORY:
        return cl_fail_nomem(err);
    case ZIP_ER_OPEN:
    case ZIP_ER_READ:
    case ZIP_ER_SEEK:
    case ZIP_ER_TELL:
    case ZIP_ER_CLOSE:
        return cl_fail(err, CLEAP_E_IO, "%s cannot be read: %s", what,
                       strerror(zip_error_code_system(error)));
    case ZIP_ER_NOZIP:
        return cl_fail(err, CLEAP_E_FORMAT, "%s is no zip", what);
    default:
        return cl_fail(err, CLEAP_E_FORMAT, "%s is broken: %s", what, zip_error_strerror(error));
    }
}

static enum cleap_status open_file(struct cl_archive *archive, const char *name,
                                   struct cl_archive_file *file, struct cleap_error *err)
{
    const zip_uint64_t needed =
        ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_COMP_METHOD | ZIP_STAT_ENCRYPTION_METHOD;
    zip_t *zip = archive->as.zip;
    zip_int64_t at;
    zip_stat_t st;

    errno = 0;
    at = zip_name_locate(zip, name, 0);
    if (at < 0)
        return is_out_of_memory() ? cl_fail_nomem(err) : cl_archive_fail_missing(name, err);
    if (zip_stat_index(zip, (zip_uint64_t)at, 0, &st) != 0 || (st.valid & needed) != needed)
        return cl_fail(err, CLEAP_E_FORMAT, "'%s' has no sound entry in the zip", name);
    if (st.encryption_method != ZIP_EM_NONE)
        return cl_fail(err, CLEAP_E_UNSUPPORTED, "'%s' is encrypted", name);
    if (st.comp_method != ZIP_CM_STORE && st.comp_method != ZIP_CM_DEFLATE)
        return cl_fail(err, CLEAP_E_UNSUPPORTED, "'%s' is packed by method %d, not deflate", name,
                       (int)st.comp_method);
    file->size = st.size;
    file->packed = st.comp_size;
    file->as.zip_file = zip_fopen_index(zip, (zip_uint64_t)at, 0);
    if (file->as.zip_file == NULL)
        return fail_zip(zip_get_error(zip), name, err);
    return CLEAP_OK;
}

static enum cleap_status read_file(struct cl_archive_file *file, void *to, struct cleap_error *err)
{
    zip_file_t *in = file->as.zip_file;
    zip_uint64_t n = 0;
    zip_int64_t got = 1;
    char behind;

    errno = 0;
    while (n < file->size && got > 0) {
        got = zip_fread(in, (char *)to + n, file->size - n);
        if (got > 0)
            n += (zip_uint64_t)got;
    }
    if (n == file->size)
        got = zip_fread(in, &behind, 1); /* 0 at the end, where the checksum was compared */
    if (got < 0)
        return fail_zip(zip_file_get_error(in), "the entry", err);
    if (n < file->size || got > 0)
        return cl_fail(err, CLEAP_E_FORMAT, "the entry is %s than the %llu bytes it says",
                       got > 0 ? "longer" : "shorter", (unsigned long long)file->size);
    return CLEAP_OK;
}

static void close_file(struct cl_archive_file *file)
{
    zip_fclose(file->as.zip_file);
}

static void close_zip(struct cl_archive *archive)
{
    zip_discard(archive->as.zip);
    cl_buf_free(&archive->bytes);
}

static const struct cl_archive_kind zip_kind = {
    .open_file = open_file,
    .read_file = read_file,
    .close_file = close_file,
    .close = close_zip,
};

/* Takes the source, which may be NULL, with the reason in `error`. */
static enum cleap_status open_source(struct cl_archive *archive, zip_source_t *source,
                                     zip_error_t *error, struct cleap_error *err)
{
    zip_t *zip = source != NULL ? zip_open_from_source(source, ZIP_RDONLY, error) : NULL;
    zip_int64_t n;

    if (zip == NULL) {
        zip_source_free(source);
        return fail_zip(error, "the bundle", err);
    }
    n = zip_get_num_entries(zip, 0);
    if (n > CL_MAX_FILES) {
        zip_discard(zip);
        return cl_fail(err, CLEAP_E_LIMIT, "the bundle has %lld entries, at most %d are taken",
                       (long long)n, CL_MAX_FILES);
    }
    archive->kind = &zip_kind;
    archive->as.zip = zip;
    return CLEAP_OK;
}

static enum cleap_status open_by_path(struct cl_archive *archive, const char *path,
                                      struct cleap_error *err)
{
    enum cleap_status status;
    zip_error_t error;

    zip_error_init(&error);
    errno = 0;
    status = open_source(archive, zip_source_file_create(path, 0, -1, &error), &error, err);
    zip_error_fini(&error);
    return status;
}

enum cleap_status cl_archive_open_zip_bytes(struct cl_archive *archive, const void *zip,
                                            size_t size, struct cleap_error *err)
{
    enum cleap_status status;
    zip_error_t error;

    zip_error_init(&error);
    errno = 0;
    status = open_source(archive, zip_source_buffer_create(zip, size, 0, &error), &error, err);
    zip_error_fini(&error);
    return status;
}

/* Reads a file that is not large. False: it is, or cannot be read. */
static bool read_whole(const char *path, struct cl_buf *bytes)
{
    FILE *file = fopen(path, "rb");
    char *at = NULL;
    long n = 0;

    if (file == NULL)
        return false;
    cl_buf_init(bytes, CL_WHOLE_ZIP);
    if (fseek(file, 0, SEEK_END) == 0 && (n = ftell(file)) > 0 && fseek(file, 0, SEEK_SET) == 0)
        at = cl_buf_reserve(bytes, (size_t)n);
    if (at != NULL)
        bytes->n = fread(at, 1, (size_t)n, file);
    fclose(file);
    return at != NULL && bytes->n == (size_t)n;
}

/* libzip asks the system several times for each of the files, of which forests have thousands. */
enum cleap_status cl_archive_open_zip_file(struct cl_archive *archive, const char *path,
                                           struct cleap_error *err)
{
    enum cleap_status status;

    if (read_whole(path, &archive->bytes))
        status = cl_archive_open_zip_bytes(archive, archive->bytes.at, archive->bytes.n, err);
    else
        status = open_by_path(archive, path, err);
    if (status != CLEAP_OK)
        cl_buf_free(&archive->bytes);
    return status;
}
