/*
 * Requests of web actions: what __ow_body and __ow_query hold.
 *
 * The platform hands on text types and forms as they are, everything else in base64; and an array
 * or text in JSON as that value.
 */
#ifndef CLEAP_PROXY_PAYLOAD_WEB_H
#define CLEAP_PROXY_PAYLOAD_WEB_H

#include "proxy/payload/form.h"

enum payload_web_kind {
    PAYLOAD_WEB_VALUE, /* a JSON value in the request itself: `place` */
    PAYLOAD_WEB_JSON,  /* text, as the following */
    PAYLOAD_WEB_JSONL,
    PAYLOAD_WEB_CSV,
};

struct payload_web {
    enum payload_web_kind kind;
    struct cl_json_place place;
    char *text; /* in the arena, with CL_JSON_PADDING bytes behind it; may be changed */
    size_t n;
};

/* Reads what was found to be PAYLOAD_WEB. CLEAP_E_FORMAT: base64 or a form that is none. */
enum cleap_status payload_web_read(struct cl_json *json, const struct payload_found *found,
                                   struct cl_arena *arena, struct payload_web *web,
                                   struct cleap_error *err);

#endif
