/*
 * The files of a bundle: those of a zip file, of a zip in memory, or of a folder.
 *
 * Files are read by names that the caller composes; nothing is extracted and nothing is listed.
 * A name is a path with '/' between its parts, and no part may be empty, "." or "..": what a
 * bundle says can not lead out of it. In a folder, symbolic links below it are not followed, for
 * the same reason; the folder itself may be one.
 *
 * How much may be read is in mleap/limits.h. One archive, one thread.
 */
#ifndef CLEAP_MLEAP_ARCHIVE_H
#define CLEAP_MLEAP_ARCHIVE_H

#include "runtime/arena.h"
#include "runtime/error.h"

/* Zero bytes that follow what cl_archive_read() gives. */
#define CL_ARCHIVE_PADDING 64

struct cl_archive;

/*
 * Opens a folder, or a file as a zip, whatever it is called. CLEAP_E_IO: it is not there or cannot
 * be read; CLEAP_E_FORMAT: no zip; CLEAP_E_LIMIT: too many entries. Messages leave it to the
 * caller to say which path it is.
 */
enum cleap_status cl_archive_open(const char *path, struct cl_archive **archive,
                                  struct cleap_error *err);

/* The same for a zip in memory; the bytes must stay until the archive is closed. */
enum cleap_status cl_archive_open_memory(const void *zip, size_t size, struct cl_archive **archive,
                                         struct cleap_error *err);

/* NULL is fine. */
void cl_archive_close(struct cl_archive *archive);

/*
 * Reads a file into the arena. CLEAP_E_FORMAT: there is no such file, its name is none, or the zip
 * is broken; CLEAP_E_UNSUPPORTED: it is encrypted or packed in a way other than deflate.
 */
enum cleap_status cl_archive_read(struct cl_archive *archive, struct cl_str name,
                                  struct cl_arena *arena, struct cl_str *bytes,
                                  struct cleap_error *err);

#endif
