/*
 * Rows that are left out.
 */
#include "cli/stream/bad.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cli/display.h"

#define HELD_LIMIT ((size_t)1 << 20)

void bad_init(struct bad *bad, bool skip, bool hold)
{
    bad->skip = skip;
    bad->hold = hold;
    bad->n = bad->n_tile[BAD_READ] = bad->n_tile[BAD_SCORED] = 0;
    bad->left_out[0] = '\0';
    cl_buf_init(&bad->held, HELD_LIMIT);
}

void bad_free(struct bad *bad)
{
    cl_buf_free(&bad->held);
}

enum cleap_status bad_row(struct bad *bad, enum bad_turn turn, uint64_t number,
                          struct cleap_error *err)
{
    uint64_t at = bad->n_tile[turn];

    if (!bad->skip || err->status == CLEAP_E_NOMEM || err->status == CLEAP_E_IO)
        return err->status;
    if (at < BAD_MAX_TOLD) {
        bad->told[turn][at].number = number;
        memcpy(bad->told[turn][at].text, err->message, sizeof err->message);
    }
    bad->n_tile[turn]++;
    cl_error_begin(err, err);
    return CLEAP_OK;
}

void bad_left_out(struct bad *bad, uint64_t number, struct cl_str key)
{
    if (bad->left_out[0] != '\0')
        return;
    snprintf(bad->left_out, sizeof bad->left_out,
             "line %" PRIu64 ": '%.*s' is left out, as is every key that the first row does not "
             "have; --select names them",
             number, key.n < 80 ? (int)key.n : 80, key.at);
    if (!bad->hold)
        display_line(stderr, "cleap: ", bad->left_out);
}

static void tell(struct bad *bad, const char *text)
{
    if (bad->n++ > BAD_MAX_TOLD)
        return;
    if (bad->hold)
        cl_buf_append(&bad->held, text, strlen(text) + 1);
    else if (bad->n <= BAD_MAX_TOLD)
        display_line(stderr, "cleap: skipped: ", text);
    else
        fprintf(stderr, "cleap: further rows are skipped without a word\n");
}

void bad_end_tile(struct bad *bad)
{
    uint64_t at[2] = {0, 0};
    const uint64_t *n = bad->n_tile;

    while (at[BAD_READ] < n[BAD_READ] || at[BAD_SCORED] < n[BAD_SCORED]) {
        bool told[2] = {at[0] < n[0] && at[0] < BAD_MAX_TOLD, at[1] < n[1] && at[1] < BAD_MAX_TOLD};
        size_t turn = at[BAD_READ] < n[BAD_READ] ? BAD_READ : BAD_SCORED;

        if (told[0] && told[1])
            turn = bad->told[0][at[0]].number < bad->told[1][at[1]].number ? BAD_READ : BAD_SCORED;
        else if (told[0] || told[1])
            turn = told[0] ? BAD_READ : BAD_SCORED;
        tell(bad, told[turn] ? bad->told[turn][at[turn]].text : "");
        at[turn]++;
    }
    bad->n_tile[BAD_READ] = bad->n_tile[BAD_SCORED] = 0;
}

void bad_join(struct bad *bad, struct bad *holding)
{
    const char *at = holding->held.at;

    if (holding->left_out[0] != '\0' && bad->left_out[0] == '\0') {
        memcpy(bad->left_out, holding->left_out, sizeof bad->left_out);
        display_line(stderr, "cleap: ", bad->left_out);
    }
    for (uint64_t i = 0; i < holding->n; i++) {
        bool told = i <= BAD_MAX_TOLD && at != NULL && at < holding->held.at + holding->held.n;

        tell(bad, told ? at : "");
        at += told ? strlen(at) + 1 : 0;
    }
    holding->n = 0;
    holding->left_out[0] = '\0';
    cl_buf_reset(&holding->held);
}

void bad_sum(const struct bad *bad)
{
    if (bad->n > 0)
        fprintf(stderr, "cleap: %" PRIu64 " row%s skipped\n", bad->n, bad->n > 1 ? "s" : "");
}
