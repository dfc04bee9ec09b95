/*
 * Answers that say what is wrong: {"error": "..."}.
 */
#ifndef CLEAP_PROXY_HTTP_REPLY_H
#define CLEAP_PROXY_HTTP_REPLY_H

#include "proxy/http/message.h"
#include "runtime/error.h"

/* Replaces the answer. The text is UTF-8; it is put in quotes and escaped. */
void http_reply_error(struct http_response *response, int code, const char *text);

/* For a web action: the platform answers what stands under "error" as a response of its own, with
 * that code, and {"error": text} for a body. */
void http_reply_web_error(struct http_response *response, int code, const char *text);

/* Like http_reply_error() with the words that belong to the code: 404, 405, 413, 500, 503. */
const char *http_refusal_words(int code);
void http_reply_refusal(struct http_response *response, int code);

/* The HTTP code of a failure of the library. */
int http_status_code(enum cleap_status status);

/* Whether a failure is the request's fault and not that of the model or the machine. */
bool http_status_is_data(enum cleap_status status);

#endif
