/*
 * \p{...}: which set a name stands for under the flags in force.
 */
#include "ops/kernels/regex_property.h"
#include "ops/kernels/regex_reader.h"
#include "ops/kernels/regex_set.h"

#define MAX_NAME 80

static bool begins_with(struct cl_str name, const char *with)
{
    return name.n >= 2 && name.at[0] == with[0] && name.at[1] == with[1];
}

static struct cl_str behind(struct cl_str name, uint32_t n)
{
    return (struct cl_str){.at = name.at + n, .n = name.n - n};
}

static bool is_key(struct cl_str key, const char *wanted)
{
    if (key.n != strlen(wanted))
        return false;
    for (uint32_t i = 0; i < key.n; i++)
        if ((key.at[i] | 32) != (wanted[i] | 32))
            return false;
    return true;
}

/* \p{script=Latin} and its like. */
static const struct cl_rx_set *find_by_key(struct cl_rx_reader *r, struct cl_str name,
                                           uint32_t equals, bool *found)
{
    struct cl_str key = {.at = name.at, .n = equals}, value = behind(name, equals + 1);

    if (is_key(key, "sc") || is_key(key, "script"))
        return cl_rx_script(value, r->arena, found);
    if (is_key(key, "blk") || is_key(key, "block"))
        return cl_rx_block(value, r->arena, found);
    if (is_key(key, "gc") || is_key(key, "general_category"))
        return cl_rx_property(value, CL_RX_JAVA_NAMES, cl_rx_has(r, CL_RX_IGNORE_CASE), r->arena,
                              found);
    *found = false;
    return NULL;
}

/* \p{IsX}: a property of Unicode, a category or a script, in this order. */
static const struct cl_rx_set *find_is(struct cl_rx_reader *r, struct cl_str name, bool *found)
{
    static const enum cl_rx_names order[] = {CL_RX_UNICODE_NAMES, CL_RX_POSIX_NAMES,
                                             CL_RX_JAVA_NAMES};
    bool ignore_case = cl_rx_has(r, CL_RX_IGNORE_CASE);

    for (size_t i = 0; i < CL_COUNT_OF(order); i++) {
        const struct cl_rx_set *set = cl_rx_property(name, order[i], ignore_case, r->arena, found);

        if (*found)
            return set;
    }
    return cl_rx_script(name, r->arena, found);
}

static const struct cl_rx_set *find(struct cl_rx_reader *r, struct cl_str name, bool *found)
{
    const char *equals = memchr(name.at, '=', name.n);
    bool ignore_case = cl_rx_has(r, CL_RX_IGNORE_CASE);
    const struct cl_rx_set *set;

    if (equals != NULL)
        return find_by_key(r, name, (uint32_t)(equals - name.at), found);
    if (begins_with(name, "In"))
        return cl_rx_block(behind(name, 2), r->arena, found);
    if (begins_with(name, "Is"))
        return find_is(r, behind(name, 2), found);
    if (cl_rx_has(r, CL_RX_UNICODE_CLASS)) {
        set = cl_rx_property(name, CL_RX_POSIX_NAMES, ignore_case, r->arena, found);
        if (*found)
            return set;
    }
    return cl_rx_property(name, CL_RX_JAVA_NAMES, ignore_case, r->arena, found);
}

/* The name between the braces, or one letter. What is not ASCII is no name and reads as '?'. */
static struct cl_str read_name(struct cl_rx_reader *r, bool one_letter, char *room)
{
    struct cl_str name = {.at = room};
    size_t start = r->cursor, end;

    if (one_letter) {
        end = start + 1;
        cl_rx_read(r);
    } else {
        while (r->cursor < r->n && cl_rx_read(r) != '}')
            ;
        end = r->cursor - 1;
        if (r->cursor > r->n || cl_rx_at(r, end) != '}')
            cl_rx_wrong(r, "an unclosed character family");
    }
    if (end - start > MAX_NAME)
        cl_rx_wrong(r, "an unknown character family");
    for (size_t i = start; r->status == CLEAP_OK && i < end; i++)
        room[name.n++] = (char)(cl_rx_at(r, i) < 128 ? cl_rx_at(r, i) : '?');
    return name;
}

const struct cl_rx_set *cl_rx_read_family(struct cl_rx_reader *r, bool one_letter, bool complement)
{
    char room[MAX_NAME];
    const struct cl_rx_set *set;
    struct cl_str name;
    bool found;

    cl_rx_next(r);
    name = read_name(r, one_letter, room);
    if (r->status != CLEAP_OK)
        return NULL;
    set = find(r, name, &found);
    if (!found)
        cl_rx_wrong(r, "an unknown character family");
    if (complement) {
        r->tree->steps_by_character = true;
        set = cl_rx_not(set, r->arena);
    }
    return found ? cl_rx_need_set(r, set) : NULL;
}
