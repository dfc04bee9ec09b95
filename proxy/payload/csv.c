/*
 * Splitting and writing CSV.
 */
#include "proxy/payload/csv.h"

#include "mleap/json.h"
#include "runtime/utf8.h"

/* The end of a record that has quotes. A quote means something at the beginning of a field, and
 * within one that began with a quote. */
static char *quoted_end(char *at, char *end, bool at_end, uint64_t *n_lines)
{
    enum { BEGIN, INSIDE, CLOSED, PLAIN } state = BEGIN;

    for (*n_lines = 1; at < end; at++) {
        if (state == INSIDE) {
            state = *at == '"' ? CLOSED : INSIDE;
            *n_lines += *at == '\n';
        } else if (*at == '\n') {
            return at + 1;
        } else if (*at == ',') {
            state = BEGIN;
        } else {
            state = *at == '"' && state != PLAIN ? INSIDE : PLAIN;
        }
    }
    return at_end ? end : NULL;
}

char *csv_record_end(char *at, char *end, bool at_end, uint64_t *n_lines)
{
    char *line_end = memchr(at, '\n', (size_t)(end - at));

    line_end = line_end != NULL ? line_end + 1 : at_end ? end : NULL;
    *n_lines = 1;
    if (line_end == NULL || memchr(at, '"', (size_t)(line_end - at)) == NULL)
        return line_end;
    return quoted_end(at, end, at_end, n_lines);
}

/* Reads a quoted field; *at is its first quote, and afterwards what follows its last. */
static enum cleap_status unquote(char **at, char *end, struct cl_str *text, struct cleap_error *err)
{
    char *from = *at + 1, *to = from;

    text->at = to;
    for (;;) {
        char *quote = memchr(from, '"', (size_t)(end - from));

        if (quote == NULL)
            return cl_fail(err, CLEAP_E_FORMAT, "a quote that is not closed");
        memmove(to, from, (size_t)(quote - from));
        to += quote - from;
        from = quote + 1;
        if (from == end || *from != '"')
            break;
        *to++ = '"';
        from++;
    }
    text->n = (uint32_t)(to - text->at);
    *at = from;
    return CLEAP_OK;
}

static enum cleap_status read_field(char **at, char *end, struct csv_field *field,
                                    struct cleap_error *err)
{
    char *comma;

    field->quoted = *at < end && **at == '"';
    if (field->quoted) {
        CL_TRY(unquote(at, end, &field->text, err));
        if (*at < end && **at != ',')
            return cl_fail(err, CLEAP_E_FORMAT, "'%c' behind a closing quote", **at);
        return CLEAP_OK;
    }
    comma = memchr(*at, ',', (size_t)(end - *at));
    if (comma == NULL)
        comma = end;
    field->text = (struct cl_str){.at = *at, .n = (uint32_t)(comma - *at)};
    *at = comma;
    if (memchr(field->text.at, '"', field->text.n) != NULL)
        return cl_fail(err, CLEAP_E_FORMAT, "a quote in a field that does not begin with one");
    return CLEAP_OK;
}

enum cleap_status csv_split(char *at, char *end, struct csv_field *fields, size_t room, size_t *n,
                            struct cleap_error *err)
{
    struct csv_field beyond;

    if (!cl_json_is_utf8(at, (size_t)(end - at)))
        return cl_fail(err, CLEAP_E_FORMAT, "text that is not UTF-8");
    if (end > at && end[-1] == '\n')
        end--;
    if (end > at && end[-1] == '\r')
        end--;
    for (*n = 0;;) {
        CL_TRY(read_field(&at, end, *n < room ? &fields[*n] : &beyond, err));
        ++*n;
        if (at == end)
            return CLEAP_OK;
        at++; /* the comma */
    }
}

static bool needs_quotes(struct cl_str text)
{
    for (uint32_t i = 0; i < text.n; i++)
        if (text.at[i] == ',' || text.at[i] == '"' || text.at[i] == '\n' || text.at[i] == '\r')
            return true;
    return text.n == 0;
}

void csv_put_text(struct cl_buf *buf, struct cl_str text)
{
    bool quotes = needs_quotes(text);

    if (!quotes && memchr(text.at, 0xED, text.n) == NULL) {
        cl_buf_append(buf, text.at, text.n);
        return;
    }
    if (quotes)
        cl_buf_byte(buf, '"');
    for (uint32_t i = 0; i < text.n; i++) {
        bool surrogate = cl_utf8_is_surrogate(text, i);

        if (text.at[i] == '"')
            cl_buf_byte(buf, '"');
        cl_buf_byte(buf, surrogate ? '?' : text.at[i]);
        i += surrogate ? 2 : 0;
    }
    if (quotes)
        cl_buf_byte(buf, '"');
}
