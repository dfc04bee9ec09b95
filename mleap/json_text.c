/*
 * Strings of JSON text, and words for what is wrong with a text.
 */
#include "mleap/json_text.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "runtime/utf8.h"

/* Longer values are cut in messages. */
#define MAX_SHOWN 40

/* The four hex digits of \uXXXX, or a number above 0xFFFF. */
static uint32_t read_hex(const char *at, size_t n)
{
    uint32_t code = 0;

    if (n < 4)
        return UINT32_MAX;
    for (size_t i = 0; i < 4; i++) {
        char c = at[i];

        if (c >= '0' && c <= '9')
            code = code << 4 | (uint32_t)(c - '0');
        else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
            code = code << 4 | (uint32_t)((c | 0x20) - 'a' + 10);
        else
            return UINT32_MAX;
    }
    return code;
}

/* The character of the escape at `at`, behind the backslash; UINT32_MAX: there is none. Two
 * escapes that are a surrogate pair are one character. */
static uint32_t read_escape(const char *at, size_t n, size_t *n_read)
{
    static const char letters[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
    const char *found = n > 0 && *at != '\0' ? strchr(letters, *at) : NULL;
    uint32_t code, low;

    *n_read = 1;
    if (found != NULL)
        return (uint32_t)(unsigned char)meant[found - letters];
    if (n == 0 || *at != 'u')
        return UINT32_MAX;
    *n_read = 5;
    code = read_hex(at + 1, n - 1);
    if (code >= 0xD800 && code < 0xDC00 && n >= 11 && at[5] == '\\' && at[6] == 'u') {
        low = read_hex(at + 7, 4);
        if (low >= 0xDC00 && low < 0xE000) {
            *n_read = 11;
            return 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
        }
    }
    return code;
}

bool cl_json_unescape(const char *at, size_t n, char *to, size_t *n_out)
{
    size_t from = 0, n_to = 0;

    while (from < n) {
        const char *escape = memchr(at + from, '\\', n - from);
        size_t plain = escape != NULL ? (size_t)(escape - at) - from : n - from, n_read;
        uint32_t code;

        if (to != NULL)
            memcpy(to + n_to, at + from, plain);
        from += plain;
        n_to += plain;
        if (escape == NULL)
            break;
        code = read_escape(escape + 1, n - from - 1, &n_read);
        if (code == UINT32_MAX) {
            *n_out = from;
            return false;
        }
        if (to != NULL)
            n_to += cl_utf8_put(code, to + n_to);
        from += 1 + n_read;
    }
    *n_out = n_to;
    return true;
}

/* The length of the UTF-8 sequence at `at`, 0 when it is none. */
static size_t sequence(const unsigned char *at, size_t n)
{
    size_t length = at[0] < 0x80 ? 1 : at[0] < 0xC2 ? 0 : at[0] < 0xE0 ? 2 : at[0] < 0xF0 ? 3 : 4;

    if (length == 0 || length > n || at[0] > 0xF4)
        return 0;
    for (size_t i = 1; i < length; i++)
        if ((at[i] & 0xC0) != 0x80)
            return 0;
    if ((at[0] == 0xE0 && at[1] < 0xA0) || (at[0] == 0xED && at[1] > 0x9F) ||
        (at[0] == 0xF0 && at[1] < 0x90) || (at[0] == 0xF4 && at[1] > 0x8F))
        return 0;
    return length;
}

const char *cl_json_find_fault(const char *text, size_t n, size_t *where)
{
    const unsigned char *at = (const unsigned char *)text;
    bool in_string = false;
    size_t i = 0, length, opened = 0;

    for (; i < n; i += length) {
        length = sequence(at + i, n - i);
        *where = i;
        if (length == 0)
            return "a byte that is not UTF-8";
        if (in_string && at[i] < 0x20)
            return "a control character in a string";
        if (in_string && at[i] == '\\') {
            length = i + 1 < n && at[i + 1] >= 0x20 && at[i + 1] < 0x80 ? 2 : 1;
        } else if (at[i] == '"') {
            in_string = !in_string;
            opened = i;
        }
    }
    *where = opened;
    return in_string ? "a string without end" : NULL;
}

/* Bytes of the scalar at `at`: up to a blank or what stands between values. */
static size_t token_length(const char *at, size_t n)
{
    size_t i = 1;

    if (*at == '"') {
        while (i < n && at[i] != '"')
            i += at[i] == '\\' ? 2 : 1;
        return i < n ? i + 1 : n;
    }
    while (i < n && (unsigned char)at[i] > ' ' && strchr(",:[]{}\"", at[i]) == NULL)
        i++;
    return i;
}

const char *cl_json_describe(const char *at, const char *end, char words[CL_JSON_WORDS_SIZE])
{
    size_t n, shown;

    if (at >= end)
        return "the end of the text";
    if (*at == '{')
        return "an object";
    if (*at == '[')
        return "an array";
    if (*at == ',' || *at == ':' || *at == ']' || *at == '}')
        snprintf(words, CL_JSON_WORDS_SIZE, "'%c'", *at);
    else if ((unsigned char)*at < 0x20 || *at == 0x7F)
        snprintf(words, CL_JSON_WORDS_SIZE, "byte 0x%02X", (unsigned char)*at);
    else {
        n = token_length(at, (size_t)(end - at));
        shown = n < MAX_SHOWN ? n : MAX_SHOWN;
        while (shown < n && shown > 0 && ((unsigned char)at[shown] & 0xC0) == 0x80)
            shown--;
        snprintf(words, CL_JSON_WORDS_SIZE, "%.*s%s", (int)shown, at, shown < n ? "..." : "");
    }
    return words;
}
