/*
 * Keeping what was wrong with rows.
 */
#include "proxy/payload/bad.h"

enum cleap_status payload_bad_begin(struct payload_bad *bad, size_t n, struct cl_arena *arena,
                                    struct cleap_error *err)
{
    bad->n = 0;
    bad->at = cl_arena_array(arena, n, sizeof *bad->at);
    return bad->at != NULL ? CLEAP_OK : cl_fail_nomem(err);
}

enum cleap_status payload_bad_add(struct payload_bad *bad, size_t row, struct cl_arena *arena,
                                  struct cleap_error *err)
{
    const char *message = PAYLOAD_UNTOLD;

    if (bad->n < PAYLOAD_MAX_TOLD)
        message = cl_arena_strndup(arena, err->message, strlen(err->message));
    if (message == NULL)
        return cl_fail_nomem(err);
    bad->at[bad->n++] = (struct payload_bad_row){.row = row, .message = message};
    cl_error_begin(err, err);
    return CLEAP_OK;
}
