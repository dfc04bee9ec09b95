/*
 * Fetching a file over HTTP or HTTPS, by libcurl.
 *
 * The library is looked for when something is to be fetched: it brings more than a dozen others,
 * for which every start would have to wait. Where it is missing, so is this.
 */
#ifndef CLEAP_PROXY_HTTP_FETCH_H
#define CLEAP_PROXY_HTTP_FETCH_H

#include "runtime/buf.h"
#include "runtime/error.h"

struct fetch_limits {
    size_t seconds; /* for all of it */
    size_t size;    /* bytes */
    /* Of what comes, in hexadecimal; NULL or "": any will do. */
    const char *sha256;
};

/* Whether a path is a URL that can be fetched. */
bool fetch_is_url(const char *path);

/* Reads the file into `to`, which it initialises and the caller frees, on failure too. Redirections
 * are followed, to http and https alone. CLEAP_E_IO: there is no libcurl, or no answer but 200 in
 * time; CLEAP_E_LIMIT: it is too large; CLEAP_E_DATA: it has another digest. */
enum cleap_status fetch_url(const char *url, const struct fetch_limits *limits, struct cl_buf *to,
                            struct cleap_error *err);

#endif
