/*
 * Which columns an answer shall have: "select", an array of names or names with commas between.
 */
#ifndef CLEAP_PROXY_PAYLOAD_SELECT_H
#define CLEAP_PROXY_PAYLOAD_SELECT_H

#include "mleap/json.h"
#include "proxy/payload/rows.h"
#include "runtime/attr.h"

#define PAYLOAD_MAX_SELECT 4096

/* Names that ride along are looked up row by row, so there may not be many. */
#define PAYLOAD_MAX_CARRIED 64

struct payload_select {
    bool all;             /* nothing was selected: every column */
    struct cl_strs names; /* as asked for */
    /* For rows that are objects: the names that the model knows, and per name its place among them,
     * or PAYLOAD_CARRIED. */
    struct cl_strs known;
    size_t *place;
};

#define PAYLOAD_CARRIED SIZE_MAX

/* Reads the value that the cursor stands before; names are in the arena. null, "" and [] select
 * everything. */
enum cleap_status payload_select_read(struct cl_json *json, struct cl_arena *arena,
                                      struct payload_select *select, struct cleap_error *err);

/* Reads names with commas between; "" selects everything. */
enum cleap_status payload_select_read_text(struct cl_str text, struct cl_arena *arena,
                                           struct payload_select *select, struct cleap_error *err);

/* Finds out which names are columns of the model; the others must ride along. */
enum cleap_status payload_select_split(struct payload_select *select,
                                       const struct payload_rows *rows, struct cl_arena *arena,
                                       struct cleap_error *err);

/* For rows that are columns of a frame already: none rides along. CLEAP_E_NOMEM */
enum cleap_status payload_select_columns(struct payload_select *select, struct cl_arena *arena,
                                         struct cleap_error *err);

#endif
