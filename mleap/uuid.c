/*
 * UUIDs.
 */
#include "mleap/uuid.h"

#define MAX_LENGTH 36
#define GROUPS 5

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

/* Java reads a group as a long, so a plus sign may lead it. */
static bool group_is_sound(const char *at, size_t n)
{
    uint64_t value = 0;

    if (n > 1 && at[0] == '+') {
        at++;
        n--;
    }
    if (n == 0)
        return false;
    for (size_t i = 0; i < n; i++) {
        int digit = hex_digit(at[i]);

        if (digit < 0 || value > (uint64_t)INT64_MAX >> 4)
            return false;
        value = value << 4 | (uint64_t)digit;
    }
    return true;
}

bool cl_uuid_is_sound(struct cl_str text)
{
    size_t groups = 0, start = 0;

    if (text.n > MAX_LENGTH)
        return false;
    for (size_t i = 0; i <= text.n; i++) {
        if (i < text.n && text.at[i] != '-')
            continue;
        if (!group_is_sound(text.at + start, i - start))
            return false;
        groups++;
        start = i + 1;
    }
    return groups == GROUPS;
}
