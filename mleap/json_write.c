/*
 * Writing JSON text.
 */
#include "mleap/json_write.h"

#include <stdint.h>

#include "mleap/base64.h"

void cl_json_put_begin_object(struct cl_json_writer *w)
{
    cl_buf_byte(w->buf, '{');
    w->indent += 2;
    w->is_first = true;
}

/* What is between one member and the next. */
static char *put_new_line(const struct cl_json_writer *w, char *to)
{
    if (w->style != CLEAP_JSON_PRETTY)
        return to;
    *to = '\n';
    memset(to + 1, ' ', w->indent);
    return to + 1 + w->indent;
}

static char *put_bytes(char *to, const char *bytes, size_t n)
{
    memcpy(to, bytes, n);
    return to + n;
}

void cl_json_put_key(struct cl_json_writer *w, const char *key)
{
    size_t n = strlen(key);
    char *start = cl_buf_reserve(w->buf, n + w->indent + 6), *to = start;

    if (to == NULL)
        return;
    if (!w->is_first)
        *to++ = ',';
    to = put_new_line(w, to);
    *to++ = '"';
    to = put_bytes(to, key, n);
    to = put_bytes(to, "\": ", w->style == CLEAP_JSON_PRETTY ? 3 : 2);
    w->buf->n += (size_t)(to - start);
    w->is_first = false;
}

void cl_json_put_text_key(struct cl_json_writer *w, struct cl_str key, bool as_base64)
{
    char *start = cl_buf_reserve(w->buf, w->indent + 2), *to = start;

    if (to == NULL)
        return;
    if (!w->is_first)
        *to++ = ',';
    to = put_new_line(w, to);
    w->buf->n += (size_t)(to - start);
    if (as_base64)
        cl_json_put_base64(w->buf, key);
    else
        cl_json_put_string(w->buf, key);
    cl_buf_append(w->buf, ": ", w->style == CLEAP_JSON_PRETTY ? 2 : 1);
    w->is_first = false;
}

/* The JVM's printer gives an empty object an empty line. */
void cl_json_put_end_object(struct cl_json_writer *w)
{
    char *start = cl_buf_reserve(w->buf, w->indent + 3), *to = start;

    if (to == NULL)
        return;
    w->indent -= 2;
    if (w->style == CLEAP_JSON_PRETTY && w->is_first)
        *to++ = '\n';
    to = put_new_line(w, to);
    *to++ = '}';
    w->buf->n += (size_t)(to - start);
    w->is_first = false;
}

void cl_json_put_begin_array(struct cl_json_writer *w)
{
    cl_buf_byte(w->buf, '[');
    w->is_first = true;
}

void cl_json_put_item(struct cl_json_writer *w)
{
    if (!w->is_first)
        cl_buf_append(w->buf, ", ", w->style == CLEAP_JSON_PRETTY ? 2 : 1);
    w->is_first = false;
}

void cl_json_put_end_array(struct cl_json_writer *w)
{
    cl_buf_byte(w->buf, ']');
    w->is_first = false;
}

/* Whether any of eight bytes may need care: control, quote, backslash, or 0xED, which begins
 * surrogates (and some sound characters). */
static bool needs_care(const char *at)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    uint64_t v, quote, backslash, surrogate;

    memcpy(&v, at, sizeof v);
    quote = v ^ ones * '"';
    backslash = v ^ ones * '\\';
    surrogate = v ^ ones * 0xED;
    return ((((v - ones * 0x20) & ~v) | ((quote - ones) & ~quote) |
             ((backslash - ones) & ~backslash) | ((surrogate - ones) & ~surrogate)) &
            (ones << 7)) != 0;
}

/* How many bytes from `at` on can be written as they are. */
static size_t plain_run(const char *at, size_t n)
{
    size_t i = 0;

    while (i < n) {
        unsigned char c = (unsigned char)at[i];

        if (i + 8 <= n && !needs_care(at + i)) {
            i += 8;
            continue;
        }
        if (c < 0x20 || c == '"' || c == '\\' ||
            (c == 0xED && i + 1 < n && (unsigned char)at[i + 1] >= 0xA0))
            break;
        i++;
    }
    return i;
}

/* Writes the character at `at`, which cannot stand as it is; returns how many bytes it has. */
static size_t put_escaped(struct cl_buf *buf, const char *at, size_t n)
{
    static const char letters[] = "btn?fr", hex[] = "0123456789abcdef";
    unsigned char c = (unsigned char)*at;
    char escape[6] = {'\\', 'u', '0', '0', hex[c >> 4], hex[c & 15]};

    if (c == 0xED) {
        cl_buf_byte(buf, '?');
        return n < 3 ? n : 3;
    }
    if (c == '"' || c == '\\' || (c >= 8 && c <= 13 && c != 11)) {
        escape[1] = c >= 0x20 ? (char)c : letters[c - 8];
        cl_buf_append(buf, escape, 2);
    } else {
        cl_buf_append(buf, escape, 6);
    }
    return 1;
}

void cl_json_put_string(struct cl_buf *buf, struct cl_str text)
{
    size_t run = plain_run(text.at, text.n);
    char *to = cl_buf_reserve(buf, run + 2);

    if (to == NULL)
        return;
    to[0] = '"';
    memcpy(to + 1, text.at, run);
    buf->n += run + 1;
    for (size_t i = run; i < text.n; i += run) {
        i += put_escaped(buf, text.at + i, text.n - i);
        run = plain_run(text.at + i, text.n - i);
        cl_buf_append(buf, text.at + i, run);
    }
    if (run == text.n && buf->status == CLEAP_OK) {
        to[run + 1] = '"';
        buf->n++;
    } else {
        cl_buf_byte(buf, '"');
    }
}

void cl_json_put_word(struct cl_buf *buf, const char *word)
{
    size_t n = strlen(word);
    char *to = cl_buf_reserve(buf, n + 2);

    if (to == NULL)
        return;
    to[0] = to[n + 1] = '"';
    memcpy(to + 1, word, n);
    buf->n += n + 2;
}

void cl_json_put_base64(struct cl_buf *buf, struct cl_str bytes)
{
    char *to = cl_buf_reserve(buf, cl_base64_size(bytes.n) + 2);

    if (to == NULL)
        return;
    to[0] = '"';
    buf->n += 1 + cl_base64_write(bytes, to + 1);
    cl_buf_byte(buf, '"');
}
