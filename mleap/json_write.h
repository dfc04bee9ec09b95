/*
 * Writing JSON text, compact or laid out as the JVM's printer lays it out: a member of an object a
 * line, arrays on one line.
 *
 *     cl_json_put_begin_object(w)
 *     cl_json_put_key(w, "fields")
 *     cl_json_put_begin_array(w)
 *     cl_json_put_item(w)
 *     cl_json_put_string(w->buf, name)
 *     ...
 *
 * A failure stays in the buffer; whoever owns it checks at the end.
 */
#ifndef CLEAP_MLEAP_JSON_WRITE_H
#define CLEAP_MLEAP_JSON_WRITE_H

#include "cleap/frame.h"
#include "runtime/buf.h"
#include "runtime/str.h"

struct cl_json_writer {
    struct cl_buf *buf;
    enum cleap_json_style style;
    unsigned indent; /* blanks before the members of the innermost object */
    bool is_first;   /* nothing was put into the innermost object or array yet */
};

void cl_json_put_begin_object(struct cl_json_writer *w);
/* `key` needs no escapes. */
void cl_json_put_key(struct cl_json_writer *w, const char *key);
/* Any text; or bytes, which are put as base64. */
void cl_json_put_text_key(struct cl_json_writer *w, struct cl_str key, bool as_base64);
void cl_json_put_end_object(struct cl_json_writer *w);
void cl_json_put_begin_array(struct cl_json_writer *w);
void cl_json_put_item(struct cl_json_writer *w); /* before each item */
void cl_json_put_end_array(struct cl_json_writer *w);

/* Text in quotes: escapes where JSON needs them, '?' for a lone surrogate. */
void cl_json_put_string(struct cl_buf *buf, struct cl_str text);

/* The same for text that needs no escapes. */
void cl_json_put_word(struct cl_buf *buf, const char *word);

/* Bytes in quotes as base64. */
void cl_json_put_base64(struct cl_buf *buf, struct cl_str bytes);

#endif
