/*
 * UTF-8: decoding, encoding and length.
 */
#include "runtime/utf8.h"

#include <string.h>

#define REPLACEMENT 0xFFFD

static bool is_tail(unsigned char byte)
{
    return (byte & 0xC0) == 0x80;
}

/* The code point of a character of n bytes, or REPLACEMENT when they are no such character. */
static uint32_t decode(const unsigned char *at, uint32_t n)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    uint32_t code = at[0] & (0x7FU >> n);

    for (uint32_t i = 1; i < n; i++) {
        if (!is_tail(at[i]))
            return REPLACEMENT;
        code = code << 6 | (at[i] & 0x3FU);
    }
    return code >= least[n] && code <= 0x10FFFF ? code : REPLACEMENT;
}

uint32_t cl_utf8_next(struct cl_str text, uint32_t *at)
{
    const unsigned char *byte = (const unsigned char *)text.at + *at;
    uint32_t left = text.n - *at, n, code;

    if (byte[0] < 0x80) {
        *at += 1;
        return byte[0];
    }
    if (byte[0] >= 0xC2 && byte[0] < 0xE0 && left >= 2 && is_tail(byte[1])) {
        *at += 2;
        return (byte[0] & 0x1FU) << 6 | (byte[1] & 0x3FU);
    }
    n = byte[0] >= 0xF0 ? 4 : byte[0] >= 0xE0 ? 3 : 2;
    if (byte[0] < 0xC2 || byte[0] > 0xF4 || n > left) {
        *at += 1;
        return REPLACEMENT;
    }
    code = decode(byte, n);
    /* A REPLACEMENT that stands in the text has its own three bytes. */
    *at += code != REPLACEMENT || (n == 3 && byte[1] == 0xBF && byte[2] == 0xBD) ? n : 1;
    return code;
}

size_t cl_utf8_put(uint32_t code, char *to)
{
    if (code < 0x80) {
        to[0] = (char)code;
        return 1;
    }
    if (code < 0x800) {
        to[0] = (char)(0xC0 | code >> 6);
        to[1] = (char)(0x80 | (code & 0x3F));
        return 2;
    }
    if (code < 0x10000) {
        to[0] = (char)(0xE0 | code >> 12);
        to[1] = (char)(0x80 | (code >> 6 & 0x3F));
        to[2] = (char)(0x80 | (code & 0x3F));
        return 3;
    }
    to[0] = (char)(0xF0 | code >> 18);
    to[1] = (char)(0x80 | (code >> 12 & 0x3F));
    to[2] = (char)(0x80 | (code >> 6 & 0x3F));
    to[3] = (char)(0x80 | (code & 0x3F));
    return 4;
}

size_t cl_utf8_written_size(struct cl_str text)
{
    size_t n_surrogates = 0;

    if (text.n > 0 && memchr(text.at, 0xED, text.n) != NULL)
        for (uint32_t i = 0; i < text.n; i++)
            n_surrogates += cl_utf8_is_surrogate(text, i);
    return text.n - 2 * n_surrogates;
}

void cl_utf8_write(struct cl_buf *buf, struct cl_str text)
{
    if (cl_utf8_written_size(text) == text.n) {
        cl_buf_append(buf, text.at, text.n);
        return;
    }
    for (uint32_t i = 0; i < text.n; i++) {
        bool surrogate = cl_utf8_is_surrogate(text, i);

        cl_buf_byte(buf, surrogate ? '?' : text.at[i]);
        i += surrogate ? 2 : 0;
    }
}

size_t cl_utf8_java_length(struct cl_str text)
{
    size_t n = 0;

    for (uint32_t at = 0; at < text.n;) {
        if ((unsigned char)text.at[at] < 0x80) {
            at++;
            n++;
        } else {
            n += cl_utf8_next(text, &at) >= 0x10000 ? 2 : 1;
        }
    }
    return n;
}
