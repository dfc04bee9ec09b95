/*
 * Base64.
 */
#include "mleap/base64.h"

static int digit_of(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/* The number of characters before the padding, or -1 when the padding is not what is needed. */
static int64_t unpadded(struct cl_str text)
{
    uint32_t n = text.n, padding = 0;

    while (padding < 2 && n > 0 && text.at[n - 1] == '=') {
        n--;
        padding++;
    }
    return padding == 0 || (n + padding) % 4 == 0 ? (int64_t)n : -1;
}

enum cleap_status cl_base64_read(struct cl_str text, struct cl_arena *arena, struct cl_str *bytes,
                                 struct cleap_error *err)
{
    int64_t n = unpadded(text);
    uint32_t bits = 0, n_out = 0;
    char *out;

    if (n < 0 || n % 4 == 1)
        return cl_fail(err, CLEAP_E_FORMAT, "a base64 text of %u characters with wrong padding",
                       text.n);
    out = cl_arena_alloc(arena, (size_t)n * 3 / 4);
    if (out == NULL)
        return cl_fail_nomem(err);
    for (int64_t i = 0; i < n; i++) {
        int digit = digit_of(text.at[i]);

        if (digit < 0)
            return cl_fail(err, CLEAP_E_FORMAT, "a base64 text with the byte 0x%02x",
                           (unsigned)(unsigned char)text.at[i]);
        bits = bits << 6 | (uint32_t)digit;
        if (i % 4 != 0)
            out[n_out++] = (char)(bits >> (6 - 2 * (i % 4)));
    }
    *bytes = (struct cl_str){.at = out, .n = n_out};
    return CLEAP_OK;
}

size_t cl_base64_write(struct cl_str bytes, char *to)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const unsigned char *at = (const unsigned char *)bytes.at;
    char *end = to;

    for (size_t i = 0; i < bytes.n; i += 3) {
        size_t left = bytes.n - i;
        uint32_t bits = (uint32_t)at[i] << 16 | (left > 1 ? (uint32_t)at[i + 1] << 8 : 0) |
                        (left > 2 ? (uint32_t)at[i + 2] : 0);

        *end++ = digits[bits >> 18];
        *end++ = digits[bits >> 12 & 63];
        *end++ = left > 1 ? digits[bits >> 6 & 63] : '=';
        *end++ = left > 2 ? digits[bits & 63] : '=';
    }
    return (size_t)(end - to);
}
