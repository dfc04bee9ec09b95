/*
 * Failures as HTTP answers.
 */
#include "proxy/http/reply.h"

#include "mleap/json_write.h"

static const struct {
    int code;
    const char *words;
} refusals[] = {
    {404, "there is no such path here"},
    {405, "the path does not take this method"},
    {413, "the request is too large"},
    {500, "no memory left for the request"},
    {503, "the requests at hand take all the memory that there is for them; try again"},
};

/* By enum cleap_status. */
static const struct {
    int code;
    bool is_data;
} codes[] = {
    [CLEAP_OK] = {200, false},           [CLEAP_E_NOMEM] = {500, false},
    [CLEAP_E_IO] = {500, false},         [CLEAP_E_FORMAT] = {400, true},
    [CLEAP_E_UNSUPPORTED] = {422, true}, [CLEAP_E_SCHEMA] = {422, true},
    [CLEAP_E_DATA] = {422, true},        [CLEAP_E_LIMIT] = {413, true},
    [CLEAP_E_STATE] = {500, false},
};

void http_reply_error(struct http_response *response, int code, const char *text)
{
    response->code = code;
    response->content_type = "application/json";
    cl_buf_reset(response->body);
    cl_buf_text(response->body, "{\"error\":");
    cl_json_put_string(response->body, cl_str_of(text));
    cl_buf_text(response->body, "}");
}

void http_reply_web_error(struct http_response *response, int code, const char *text)
{
    cl_buf_reset(response->body);
    cl_buf_printf(response->body,
                  "{\"error\":{\"statusCode\":%d,\"headers\":{\"Content-Type\":"
                  "\"application/json\"},\"body\":{\"error\":",
                  code);
    cl_json_put_string(response->body, cl_str_of(text));
    cl_buf_text(response->body, "}}}");
}

const char *http_refusal_words(int code)
{
    for (size_t i = 0; i < CL_COUNT_OF(refusals); i++)
        if (refusals[i].code == code)
            return refusals[i].words;
    return "the request is refused";
}

void http_reply_refusal(struct http_response *response, int code)
{
    http_reply_error(response, code, http_refusal_words(code));
}

int http_status_code(enum cleap_status status)
{
    return codes[status].code;
}

bool http_status_is_data(enum cleap_status status)
{
    return codes[status].is_data;
}
