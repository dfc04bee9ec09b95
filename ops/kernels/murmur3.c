/*
 * Murmur3, x86, 32 bit.
 */
#include "ops/kernels/murmur3.h"

#include <stdbool.h>
#include <stddef.h>

static uint32_t rotate_left(uint32_t word, int by)
{
    return word << by | word >> (32 - by);
}

static uint32_t mix_word(uint32_t word)
{
    return rotate_left(word * 0xcc9e2d51u, 15) * 0x1b873593u;
}

static uint32_t mix_hash(uint32_t hash, uint32_t word)
{
    return rotate_left(hash ^ mix_word(word), 13) * 5 + 0xe6546b64u;
}

static int32_t finish(uint32_t hash, uint32_t size)
{
    hash ^= size;
    hash ^= hash >> 16;
    hash *= 0x85ebca6bu;
    hash ^= hash >> 13;
    hash *= 0xc2b2ae35u;
    hash ^= hash >> 16;
    return (int32_t)hash;
}

/* Four bytes, the first one lowest, whatever the machine's order. */
static uint32_t word_at(const unsigned char *bytes)
{
    return (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 |
           (uint32_t)bytes[3] << 24;
}

static uint32_t mix_tail(uint32_t hash, const unsigned char *bytes, size_t n,
                         enum cl_murmur3_tail tail)
{
    uint32_t word = 0;

    if (tail == CL_MURMUR3_TAIL_SIGNED) {
        for (size_t i = 0; i < n; i++)
            hash = mix_hash(hash, (uint32_t)(int32_t)(int8_t)bytes[i]);
        return hash;
    }
    for (size_t i = 0; i < n; i++)
        word |= (uint32_t)bytes[i] << (8 * i);
    return hash ^ mix_word(word);
}

static bool is_surrogate(const unsigned char *bytes, size_t n)
{
    return n >= 3 && bytes[0] == 0xed && bytes[1] >= 0xa0;
}

/* The same for text with surrogates: four bytes at a time are put together first. */
static int32_t hash_replaced(const unsigned char *bytes, size_t n, enum cl_murmur3_tail tail)
{
    uint32_t hash = CL_MURMUR3_SEED, size = 0;
    unsigned char word[4];
    size_t held = 0;

    for (size_t i = 0; i < n; size++) {
        bool lone = is_surrogate(bytes + i, n - i);

        word[held++] = lone ? '?' : bytes[i];
        i += lone ? 3 : 1;
        if (held == 4) {
            hash = mix_hash(hash, word_at(word));
            held = 0;
        }
    }
    return finish(mix_tail(hash, word, held, tail), size);
}

static bool has_surrogate(const unsigned char *bytes, size_t n)
{
    const unsigned char *at = bytes, *end = bytes + n;

    while (at < end && (at = memchr(at, 0xed, (size_t)(end - at))) != NULL) {
        if (is_surrogate(at, (size_t)(end - at)))
            return true;
        at++;
    }
    return false;
}

int32_t cl_murmur3_text(struct cl_str text, enum cl_murmur3_tail tail)
{
    const unsigned char *bytes = (const unsigned char *)text.at;
    size_t n = text.n, i = 0;
    uint32_t hash = CL_MURMUR3_SEED, seen = 0;

    for (; i + 4 <= n; i += 4) {
        uint32_t word = word_at(bytes + i);

        seen |= word;
        hash = mix_hash(hash, word);
    }
    if (n >= 4)
        seen |= word_at(bytes + n - 4);
    else if (n == 3) /* a surrogate takes three bytes */
        seen = bytes[0];
    if ((seen & 0x80808080u) != 0 && has_surrogate(bytes, n))
        return hash_replaced(bytes, n, tail);
    return finish(mix_tail(hash, bytes + i, n - i, tail), text.n);
}

int32_t cl_murmur3_i32(int32_t value)
{
    return finish(mix_hash(CL_MURMUR3_SEED, (uint32_t)value), 4);
}

int32_t cl_murmur3_i64(int64_t value)
{
    uint64_t bits = (uint64_t)value;

    return finish(mix_hash(mix_hash(CL_MURMUR3_SEED, (uint32_t)bits), (uint32_t)(bits >> 32)), 8);
}
