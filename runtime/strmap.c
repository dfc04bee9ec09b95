/*
 * Open addressing with linear probing, at most half full. An entry keeps its key's hash, so that
 * nearly every probe that is no hit ends without a look at the text.
 */
#include "runtime/strmap.h"

#define MIN_BUCKETS 4

struct cl_strmap_entry {
    struct cl_str key; /* key.at is NULL in an empty bucket */
    uint32_t hash;
    uint32_t number;
};

/* Multiplying carries bits up only; the shift brings them down again. */
static uint64_t mix(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * UINT64_C(0x9E3779B97F4A7C15);
    return hash ^ hash >> 32;
}

/* The last word overlaps the one before it, so that no byte is read alone. */
static uint32_t hash_of(struct cl_str key)
{
    uint64_t hash = mix(UINT64_C(0x2545F4914F6CDD1D), key.n);
    const char *at = key.at, *end = key.at + key.n;

    if (key.n >= 8) {
        for (; end - at > 8; at += 8)
            hash = mix(hash, cl_read_64(at));
        hash = mix(hash, cl_read_64(end - 8));
    } else if (key.n >= 4) {
        hash = mix(hash, (uint64_t)cl_read_32(at) << 32 | cl_read_32(end - 4));
    } else if (key.n > 0) {
        hash = mix(hash, (uint64_t)(unsigned char)at[0] << 16 |
                             (uint64_t)(unsigned char)at[key.n / 2] << 8 | (unsigned char)end[-1]);
    }
    return (uint32_t)mix(hash, hash >> 29);
}

/* The bucket that holds the key, or the empty one where it belongs. */
static struct cl_strmap_entry *bucket_of(const struct cl_strmap *map, struct cl_str key,
                                         uint32_t hash)
{
    uint32_t i = hash & map->mask;

    while (map->buckets[i].key.at != NULL &&
           (map->buckets[i].hash != hash || !cl_str_equal(map->buckets[i].key, key)))
        i = (i + 1) & map->mask;
    return &map->buckets[i];
}

bool cl_strmap_build(struct cl_strmap *map, const struct cl_str *keys, size_t n,
                     struct cl_arena *arena)
{
    size_t n_buckets = MIN_BUCKETS;

    *map = (struct cl_strmap){0};
    if (n > UINT32_MAX / 4)
        return false;
    while (n_buckets < 2 * n)
        n_buckets *= 2;
    map->buckets = cl_arena_zeroed(arena, n_buckets, sizeof *map->buckets);
    if (map->buckets == NULL)
        return false;
    map->mask = (uint32_t)(n_buckets - 1);
    for (size_t i = 0; i < n; i++) {
        uint32_t hash = hash_of(keys[i]);
        struct cl_strmap_entry *bucket = bucket_of(map, keys[i], hash);

        if (bucket->key.at == NULL)
            map->n++;
        *bucket = (struct cl_strmap_entry){.key = keys[i], .hash = hash, .number = (uint32_t)i};
    }
    return true;
}

uint32_t cl_strmap_find(const struct cl_strmap *map, struct cl_str key)
{
    const struct cl_strmap_entry *bucket;

    if (map->n == 0)
        return CL_STRMAP_NONE;
    bucket = bucket_of(map, key, hash_of(key));
    return bucket->key.at != NULL ? bucket->number : CL_STRMAP_NONE;
}
