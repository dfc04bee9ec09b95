/*
 * Reading web requests: content types, base64, forms.
 */
#include "proxy/payload/web.h"

#include <strings.h>

#include "mleap/base64.h"
#include "mleap/json_write.h"

#define MAX_FORM ((size_t)256 << 20)

/* What content types say. The first that a type begins with counts. */
static const struct {
    const char *type;
    enum { TYPE_OTHER, TYPE_JSON, TYPE_JSONL, TYPE_CSV, TYPE_FORM } means;
    bool as_text; /* the platform hands it on as it is */
} types[] = {
    {"text/csv", TYPE_CSV, true},
    {"application/csv", TYPE_CSV, false},
    {"application/x-ndjson", TYPE_JSONL, false},
    {"application/ndjson", TYPE_JSONL, false},
    {"application/jsonl", TYPE_JSONL, false},
    {"application/json-lines", TYPE_JSONL, false},
    {"application/jsonlines", TYPE_JSONL, false},
    {"application/json", TYPE_JSON, false},
    {"application/x-www-form-urlencoded", TYPE_FORM, true},
    {"text/", TYPE_OTHER, true},
    {"", TYPE_OTHER, false},
};

static enum cleap_status read_type(struct cl_json *json, const struct payload_found *found,
                                   size_t *type, struct cleap_error *err)
{
    struct cl_str key, value = {.at = ""};
    bool more = found->has_headers;

    if (more) {
        cl_json_return(json, found->headers);
        CL_TRY(cl_json_begin_object(json, err));
    }
    while (more) {
        CL_TRY(cl_json_next_key(json, NULL, &key, &more, err));
        if (!more)
            break;
        if (cl_str_is(key, "content-type") && cl_json_kind(json) == CL_JSON_STRING) {
            CL_TRY(cl_json_read_string(json, NULL, &value, err));
            break;
        }
        CL_TRY(cl_json_skip(json, NULL, err));
    }
    for (*type = 0; types[*type].type[0] != '\0'; ++*type)
        if (value.n >= strlen(types[*type].type) &&
            strncasecmp(types[*type].type, value.at, strlen(types[*type].type)) == 0)
            break;
    return CLEAP_OK;
}

/* Puts a text where it may be changed and read by a cursor. */
static enum cleap_status keep(struct payload_web *web, struct cl_str text, struct cl_arena *arena,
                              struct cleap_error *err)
{
    web->text = cl_arena_alloc(arena, (size_t)text.n + CL_JSON_PADDING);
    if (web->text == NULL)
        return cl_fail_nomem(err);
    memcpy(web->text, text.at, text.n);
    memset(web->text + text.n, 0, CL_JSON_PADDING);
    web->n = text.n;
    return CLEAP_OK;
}

static int hex(char c)
{
    const char *digits = "0123456789abcdef", *at = c != '\0' ? strchr(digits, c | 0x20) : NULL;

    return at != NULL ? (int)(at - digits) : -1;
}

/* Decodes a piece of a form in place. */
static struct cl_str decode_piece(char *at, char *end)
{
    struct cl_str text = {.at = at};
    char *to = at;

    for (; at < end; at++) {
        bool is_code = *at == '%' && end - at > 2 && hex(at[1]) >= 0 && hex(at[2]) >= 0;

        *to++ = is_code ? (char)(hex(at[1]) * 16 + hex(at[2])) : *at == '+' ? ' ' : *at;
        at += is_code ? 2 : 0;
    }
    text.n = (uint32_t)(to - text.at);
    return text;
}

static enum cleap_status put_pair(struct cl_json_writer *w, char *at, char *end,
                                  struct cleap_error *err)
{
    char *equals = memchr(at, '=', (size_t)(end - at));
    struct cl_str key = decode_piece(at, equals != NULL ? equals : end);
    struct cl_str value = {.at = ""};

    if (equals != NULL)
        value = decode_piece(equals + 1, end);
    if (!cl_json_is_utf8(key.at, key.n) || !cl_json_is_utf8(value.at, value.n))
        return cl_fail(err, CLEAP_E_FORMAT, "a form that is not UTF-8");
    cl_json_put_text_key(w, key, false);
    cl_json_put_string(w->buf, value);
    w->is_first = false;
    return CLEAP_OK;
}

static enum cleap_status put_pairs(struct cl_buf *buf, char *at, char *end, struct cleap_error *err)
{
    struct cl_json_writer w = {.buf = buf, .style = CLEAP_JSON_COMPACT};

    cl_json_put_begin_object(&w);
    while (at < end) {
        char *and = memchr(at, '&', (size_t)(end - at));

        if (and == NULL)
            and = end;
        if (and > at)
            CL_TRY(put_pair(&w, at, and, err));
        at = and+1;
    }
    cl_json_put_end_object(&w);
    return cl_buf_check(buf, "the form", err);
}

/* Makes of a=1&b=x a row, {"a": "1", "b": "x"}. */
static enum cleap_status read_form(struct payload_web *web, struct cl_arena *arena,
                                   struct cleap_error *err)
{
    enum cleap_status status;
    struct cl_buf buf;

    cl_buf_init(&buf, MAX_FORM);
    status = put_pairs(&buf, web->text, web->text + web->n, err);
    if (status == CLEAP_OK)
        status = keep(web, (struct cl_str){.at = buf.at, .n = (uint32_t)buf.n}, arena, err);
    cl_buf_free(&buf);
    return status;
}

/* Whether more than blanks follows the line that ends there. */
static bool has_more_lines(const struct payload_web *web)
{
    const char *end = web->text + web->n, *at = memchr(web->text, '\n', web->n);

    while (at != NULL && at < end && memchr(" \t\r\n", *at, 4) != NULL)
        at++;
    return at != NULL && at < end && *at == '{';
}

/* What a text is whose type says nothing. */
static enum payload_web_kind guess(const struct payload_web *web)
{
    size_t i = 0;

    while (i < web->n && memchr(" \t\r\n", web->text[i], 4) != NULL)
        i++;
    if (i < web->n && web->text[i] == '{')
        return has_more_lines(web) ? PAYLOAD_WEB_JSONL : PAYLOAD_WEB_JSON;
    return i < web->n && web->text[i] == '[' ? PAYLOAD_WEB_JSON : PAYLOAD_WEB_CSV;
}

static enum cleap_status read_text(struct cl_json *json, const struct payload_found *found,
                                   size_t type, struct cl_arena *arena, struct payload_web *web,
                                   struct cleap_error *err)
{
    struct cl_str text, bytes;

    cl_json_return(json, found->body);
    CL_TRY(cl_json_borrow_string(json, arena, &text, err));
    if (!types[type].as_text) { /* text in JSON is handed on as it is, too */
        struct cleap_error ignored;

        if (cl_base64_read(text, arena, &bytes, &ignored) == CLEAP_OK)
            text = bytes;
        else if (ignored.status == CLEAP_E_NOMEM)
            return cl_fail_nomem(err);
        else if (types[type].means != TYPE_JSON)
            return cl_fail(err, CLEAP_E_FORMAT, "the body is not base64: %s", ignored.message);
    }
    return keep(web, text, arena, err);
}

static enum cleap_status read_query(struct cl_json *json, const struct payload_found *found,
                                    struct cl_arena *arena, struct payload_web *web,
                                    struct cleap_error *err)
{
    struct cl_str text;

    cl_json_return(json, found->query);
    CL_TRY(cl_json_borrow_string(json, arena, &text, err));
    CL_TRY(keep(web, text, arena, err));
    return read_form(web, arena, err);
}

enum cleap_status payload_web_read(struct cl_json *json, const struct payload_found *found,
                                   struct cl_arena *arena, struct payload_web *web,
                                   struct cleap_error *err)
{
    size_t type;

    *web = (struct payload_web){.kind = PAYLOAD_WEB_JSON};
    if (!found->has_body)
        return read_query(json, found, arena, web, err);
    cl_json_return(json, found->body);
    if (cl_json_kind(json) != CL_JSON_STRING) {
        *web = (struct payload_web){.kind = PAYLOAD_WEB_VALUE, .place = found->body};
        return CLEAP_OK;
    }
    CL_TRY(read_type(json, found, &type, err));
    CL_TRY(read_text(json, found, type, arena, web, err));
    if (types[type].means == TYPE_FORM)
        return read_form(web, arena, err);
    web->kind = types[type].means == TYPE_CSV     ? PAYLOAD_WEB_CSV
                : types[type].means == TYPE_JSONL ? PAYLOAD_WEB_JSONL
                                                  : guess(web);
    return CLEAP_OK;
}
