/*
 * Bundles in a folder: each part of a path is opened from the folder before it, and none may be a
 * symbolic link, so that nothing outside is read.
 */
#define _POSIX_C_SOURCE 200809L

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mleap/archive_kind.h"
#include "mleap/limits.h"

/* Opens the parts of a path one by one. -1: errno says why. */
static int open_below(int dir, const char *name)
{
    int fd = -1, from = dir;

    for (const char *part = name; part != NULL;) {
        const char *slash = strchr(part, '/');
        size_t n = slash != NULL ? (size_t)(slash - part) : strlen(part);
        char text[CL_MAX_PATH + 1];

        memcpy(text, part, n);
        text[n] = '\0';
        fd = openat(from, text, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
        if (from != dir)
            close(from);
        if (fd < 0)
            return -1;
        from = fd;
        part = slash != NULL ? slash + 1 : NULL;
    }
    return fd;
}

static enum cleap_status open_file(struct cl_archive *archive, const char *name,
                                   struct cl_archive_file *file, struct cleap_error *err)
{
    struct stat st;
    int fd = open_below(archive->as.dir_fd, name);

    if (fd < 0 && (errno == ENOENT || errno == ENOTDIR))
        return cl_archive_fail_missing(name, err);
    if (fd < 0)
        return errno == ELOOP
                   ? cl_fail(err, CLEAP_E_IO, "'%s' is a symbolic link", name)
                   : cl_fail(err, CLEAP_E_IO, "'%s' cannot be opened: %s", name, strerror(errno));
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
        close(fd);
        return cl_fail(err, CLEAP_E_IO, "'%s' is no regular file", name);
    }
    file->size = file->packed = (uint64_t)st.st_size;
    file->as.fd = fd;
    return CLEAP_OK;
}

static enum cleap_status read_file(struct cl_archive_file *file, void *to, struct cleap_error *err)
{
    uint64_t n = 0;

    while (n < file->size) {
        ssize_t got = read(file->as.fd, (char *)to + n, (size_t)(file->size - n));

        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return cl_fail(err, CLEAP_E_IO,
                           got < 0 ? "cannot be read" : "became shorter meanwhile");
        n += (uint64_t)got;
    }
    return CLEAP_OK;
}

static void close_file(struct cl_archive_file *file)
{
    close(file->as.fd);
}

static void close_folder(struct cl_archive *archive)
{
    close(archive->as.dir_fd);
}

static const struct cl_archive_kind folder_kind = {
    .open_file = open_file,
    .read_file = read_file,
    .close_file = close_file,
    .close = close_folder,
};

enum cleap_status cl_archive_open_folder(struct cl_archive *archive, const char *path,
                                         struct cleap_error *err)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    if (fd < 0)
        return cl_fail(err, CLEAP_E_IO, "it cannot be opened: %s", strerror(errno));
    archive->kind = &folder_kind;
    archive->as.dir_fd = fd;
    return CLEAP_OK;
}
