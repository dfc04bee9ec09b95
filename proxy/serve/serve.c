/*
 * The server's routes.
 */
#include "proxy/serve/serve.h"

#include "mleap/schema_json.h"
#include "proxy/http/reply.h"
#include "proxy/payload/pool.h"

static void post_score(void *app, const struct http_request *request,
                       struct http_response *response)
{
    struct payload_pool *pool = app;
    struct cleap_error err = {0};
    struct payload *payload = payload_pool_take(pool, &err);

    if (payload == NULL) {
        http_reply_error(response, http_status_code(err.status), err.message);
        return;
    }
    if (payload_score_text(payload, request->body, response->body, &err) != CLEAP_OK)
        http_reply_error(response, http_status_code(err.status), err.message);
    payload_pool_put(pool, payload);
}

static void get_schema(void *app, const struct http_request *request,
                       struct http_response *response)
{
    const struct cleap_model *model = payload_pool_model(app);
    struct cl_json_writer w = {.buf = response->body, .style = CLEAP_JSON_COMPACT};

    (void)request;
    cl_json_put_begin_object(&w);
    cl_json_put_key(&w, "input");
    cl_schema_write_json(&w, &model->input);
    cl_json_put_key(&w, "output");
    cl_schema_write_json(&w, &model->output);
    cl_json_put_end_object(&w);
}

static void get_healthz(void *app, const struct http_request *request,
                        struct http_response *response)
{
    (void)app;
    (void)request;
    cl_buf_text(response->body, "{\"status\":\"ok\"}");
}

const struct http_route serve_routes[] = {
    {"POST", "/score", post_score, NULL},
    {"GET", "/schema", get_schema, NULL},
    {"GET", "/healthz", get_healthz, NULL},
    {0},
};
