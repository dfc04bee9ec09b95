/*
 * Archives: names and limits; the kinds do the reading.
 */
#define _POSIX_C_SOURCE 200809L

#include "mleap/archive.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "mleap/archive_kind.h"
#include "mleap/limits.h"

static struct cl_archive *archive_new(void)
{
    return calloc(1, sizeof(struct cl_archive));
}

static enum cleap_status open_path(struct cl_archive *archive, const char *path,
                                   struct cleap_error *err)
{
    struct stat st;

    if (stat(path, &st) != 0)
        return errno == ENOENT
                   ? cl_fail(err, CLEAP_E_IO, "there is no such file or folder")
                   : cl_fail(err, CLEAP_E_IO, "it cannot be opened: %s", strerror(errno));
    if (S_ISDIR(st.st_mode))
        return cl_archive_open_folder(archive, path, err);
    if (S_ISREG(st.st_mode))
        return cl_archive_open_zip_file(archive, path, err);
    return cl_fail(err, CLEAP_E_IO, "it is neither a file nor a folder");
}

enum cleap_status cl_archive_open(const char *path, struct cl_archive **archive,
                                  struct cleap_error *err)
{
    *archive = archive_new();
    if (*archive == NULL)
        return cl_fail_nomem(err);
    if (open_path(*archive, path, err) != CLEAP_OK) {
        free(*archive);
        *archive = NULL;
        return err->status;
    }
    return CLEAP_OK;
}

enum cleap_status cl_archive_open_memory(const void *zip, size_t size, struct cl_archive **archive,
                                         struct cleap_error *err)
{
    *archive = archive_new();
    if (*archive == NULL)
        return cl_fail_nomem(err);
    if (cl_archive_open_zip_bytes(*archive, zip, size, err) != CLEAP_OK) {
        free(*archive);
        *archive = NULL;
        return err->status;
    }
    return CLEAP_OK;
}

void cl_archive_close(struct cl_archive *archive)
{
    if (archive == NULL)
        return;
    archive->kind->close(archive);
    free(archive);
}

enum cleap_status cl_archive_fail_missing(const char *name, struct cleap_error *err)
{
    return cl_fail(err, CLEAP_E_FORMAT, "'%s' is not in the bundle", name);
}

static bool part_is_sound(const char *part, size_t n)
{
    return n > 0 && !(n == 1 && part[0] == '.') && !(n == 2 && part[0] == '.' && part[1] == '.');
}

static bool name_is_sound(struct cl_str name)
{
    size_t start = 0;

    if (memchr(name.at, '\0', name.n) != NULL)
        return false;
    for (size_t i = 0; i <= name.n; i++) {
        if (i < name.n && name.at[i] != '/')
            continue;
        if (!part_is_sound(name.at + start, i - start))
            return false;
        start = i + 1;
    }
    return true;
}

/* Counts a file against the limits before anything of it is read. */
static enum cleap_status account(struct cl_archive *archive, const struct cl_archive_file *file,
                                 struct cleap_error *err)
{
    if (file->size > CL_MAX_FILE_SIZE)
        return cl_fail(err, CLEAP_E_LIMIT, "%llu bytes, at most %llu are read",
                       (unsigned long long)file->size, (unsigned long long)CL_MAX_FILE_SIZE);
    archive->n_read++;
    archive->unpacked += file->size;
    archive->packed += file->packed < file->size ? file->packed : file->size;
    if (archive->n_read > CL_MAX_FILES)
        return cl_fail(err, CLEAP_E_LIMIT, "more than %d files to read", CL_MAX_FILES);
    if (archive->unpacked > CL_MAX_BUNDLE_SIZE)
        return cl_fail(err, CLEAP_E_LIMIT, "the bundle has more than %llu bytes to read",
                       (unsigned long long)CL_MAX_BUNDLE_SIZE);
    if (archive->unpacked > CL_FREE_UNPACKED + CL_MAX_RATIO * archive->packed)
        return cl_fail(err, CLEAP_E_LIMIT, "the bundle unpacks to more than %d times its size",
                       CL_MAX_RATIO);
    return CLEAP_OK;
}

static enum cleap_status read_open_file(struct cl_archive *archive, struct cl_archive_file *file,
                                        struct cl_arena *arena, struct cl_str *bytes,
                                        struct cleap_error *err)
{
    char *at;

    CL_TRY(account(archive, file, err));
    at = cl_arena_alloc(arena, (size_t)file->size + CL_ARCHIVE_PADDING);
    if (at == NULL)
        return cl_fail_nomem(err);
    memset(at + file->size, 0, CL_ARCHIVE_PADDING);
    *bytes = (struct cl_str){.at = at, .n = (uint32_t)file->size};
    return archive->kind->read_file(file, at, err);
}

enum cleap_status cl_archive_read(struct cl_archive *archive, struct cl_str name,
                                  struct cl_arena *arena, struct cl_str *bytes,
                                  struct cleap_error *err)
{
    char text[CL_MAX_PATH + 1];
    struct cl_archive_file file = {0};
    enum cleap_status status;

    if (name.n > CL_MAX_PATH)
        return cl_fail(err, CLEAP_E_LIMIT, "a path of %u bytes, at most %d are taken", name.n,
                       CL_MAX_PATH);
    if (!name_is_sound(name))
        return cl_fail(err, CLEAP_E_FORMAT, "'%.*s' is no path inside the bundle",
                       CL_STR_ARGS(name));
    memcpy(text, name.at, name.n);
    text[name.n] = '\0';
    CL_TRY(archive->kind->open_file(archive, text, &file, err));
    status = read_open_file(archive, &file, arena, bytes, err);
    archive->kind->close_file(&file);
    return status == CLEAP_OK ? CLEAP_OK : cl_blame(err, "%s", text);
}
