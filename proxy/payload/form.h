/*
 * What a payload is: which of the forms of proxy/payload/payload.h, and where its parts are.
 */
#ifndef CLEAP_PROXY_PAYLOAD_FORM_H
#define CLEAP_PROXY_PAYLOAD_FORM_H

#include "mleap/json.h"
#include "proxy/payload/rows.h"

enum payload_form { PAYLOAD_FRAME, PAYLOAD_ROWS, PAYLOAD_ARRAY, PAYLOAD_ONE, PAYLOAD_WEB };

struct payload_found {
    enum payload_form form;
    struct cl_json_place value;
    struct cl_json_place rows;
    size_t n_rows, n_tokens; /* of rows: how many there are, and how many tokens they take */
    bool has_select, has_on_error;
    struct cl_json_place select, on_error;
    /* Of a web action's request: */
    bool is_web, has_body, has_headers, has_query;
    struct cl_json_place body, headers, query; /* __ow_body, __ow_headers, __ow_query */
};

/* Looks at the value that the cursor of `rows` stands before; the cursor is behind it then. Where
 * there are many rows they were passed over unchecked. */
enum cleap_status payload_find(const struct payload_rows *rows, struct payload_found *found,
                               struct cleap_error *err);

/* Reads what "onError" says: whether rows fail one by one. */
enum cleap_status payload_read_on_error(const struct payload_rows *rows,
                                        const struct payload_found *found, bool *each_row,
                                        struct cleap_error *err);

/* The same for a word: "row", "payload" or, which leaves *each_row alone, nothing. */
enum cleap_status payload_on_error(struct cl_str word, bool *each_row, struct cleap_error *err);

#endif
