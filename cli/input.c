/*
 * Reading files and lists.
 */
#include "cli/input.h"

#include <errno.h>
#include <stdio.h>

#include "runtime/arena.h"

#define PIECE_SIZE ((size_t)1 << 16)

static enum cleap_status read_stream(FILE *file, const char *path, struct cl_buf *buf,
                                     struct cleap_error *err)
{
    for (;;) {
        char *to = cl_buf_reserve(buf, PIECE_SIZE);
        size_t n;

        if (to == NULL)
            return cl_buf_check(buf, path, err);
        n = fread(to, 1, PIECE_SIZE, file);
        buf->n += n;
        if (n == 0)
            break;
    }
    if (ferror(file))
        return cl_fail(err, CLEAP_E_IO, "%s: %s", path, strerror(errno));
    return CLEAP_OK;
}

enum cleap_status input_read(const char *path, struct cl_buf *buf, struct cleap_error *err)
{
    enum cleap_status status;
    FILE *file;

    if (strcmp(path, "-") == 0)
        return read_stream(stdin, "standard input", buf, err);
    file = fopen(path, "rb");
    if (file == NULL)
        return cl_fail(err, CLEAP_E_IO, "%s: %s", path, strerror(errno));
    status = read_stream(file, path, buf, err);
    fclose(file);
    return status;
}

enum cleap_status input_read_frame(const char *path, struct cleap_frame *frame,
                                   struct cleap_error *err)
{
    struct cl_buf text;
    enum cleap_status status;

    cl_buf_init(&text, INPUT_LIMIT);
    status = input_read(path, &text, err);
    if (status == CLEAP_OK)
        status = cleap_frame_read_json(frame, text.n > 0 ? text.at : "", text.n, err);
    cl_buf_free(&text);
    return status;
}

const char **input_names(const char *text, struct cl_arena *arena)
{
    char *copy = cl_arena_strndup(arena, text, strlen(text));
    size_t n = 2, at = 0;
    const char **names;

    for (const char *c = text; *c != '\0'; c++)
        n += *c == ',';
    names = cl_arena_array(arena, n, sizeof *names);
    if (copy == NULL || names == NULL)
        return NULL;
    for (char *next = copy; next != NULL;) {
        char *comma = strchr(next, ',');

        names[at++] = next;
        if (comma != NULL)
            *comma = '\0';
        next = comma != NULL ? comma + 1 : NULL;
    }
    names[at] = NULL;
    return names;
}
