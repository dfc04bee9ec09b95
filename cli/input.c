/*
 * Reading files and lists.
 */
#include "cli/input.h"

#include <errno.h>
#include <stdio.h>

#include "cli/stream/form.h"
#include "mleap/frame_format.h"
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
    struct cl_buf bytes;
    enum cleap_status status;

    cl_buf_init(&bytes, INPUT_LIMIT);
    status = input_read(path, &bytes, err);
    if (status == CLEAP_OK) {
        enum form form = form_by_path(path);
        const struct cl_frame_format *format;

        if (form == FORM_NONE)
            form = form_by_content(bytes.at, bytes.n);
        format = cl_frame_format_find(cl_str_of(form_name(form)));
        if (format == NULL) /* so that the reader says what is wrong */
            format = cl_frame_formats;
        status = format->read(frame, bytes.n > 0 ? bytes.at : "", bytes.n, err);
        if (status != CLEAP_OK)
            cl_blame(err, "%s", strcmp(path, "-") == 0 ? "standard input" : path);
    }
    cl_buf_free(&bytes);
    return status;
}

/* Takes the blanks off both ends, in place. */
static char *trim(char *text)
{
    size_t n;

    text += strspn(text, " \t");
    n = strlen(text);
    while (n > 0 && (text[n - 1] == ' ' || text[n - 1] == '\t'))
        n--;
    text[n] = '\0';
    return text;
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

        if (comma != NULL)
            *comma = '\0';
        names[at++] = trim(next);
        next = comma != NULL ? comma + 1 : NULL;
    }
    names[at] = NULL;
    return names;
}
