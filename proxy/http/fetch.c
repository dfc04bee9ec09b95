/*
 * Fetching.
 */
#include "proxy/http/fetch.h"

#include <curl/curl.h>
#include <dlfcn.h>
#include <strings.h>

#include "proxy/http/sha256.h"

#define MAX_REDIRECTIONS 5L

/* What is used of libcurl. */
struct curl_functions {
    CURLcode (*global_init)(long flags);
    CURL *(*easy_init)(void);
    CURLcode (*easy_setopt)(CURL *handle, CURLoption option, ...);
    CURLcode (*easy_perform)(CURL *handle);
    void (*easy_cleanup)(CURL *handle);
    const char *(*easy_strerror)(CURLcode code);
};

bool fetch_is_url(const char *path)
{
    return strncasecmp(path, "http://", 7) == 0 || strncasecmp(path, "https://", 8) == 0;
}

/* ISO C does not turn a void * into a function pointer, POSIX says that it can be. */
static bool find(void *library, const char *name, void *function)
{
    void *found = dlsym(library, name);

    memcpy(function, &found, sizeof found);
    return found != NULL;
}

/* The library stays for good. */
static enum cleap_status load(struct curl_functions *curl, struct cleap_error *err)
{
    static const char *const names[] = {"libcurl-gnutls.so.4", "libcurl.so.4"};
    void *library = NULL;

    for (size_t i = 0; library == NULL && i < CL_COUNT_OF(names); i++)
        library = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
    if (library == NULL)
        return cl_fail(err, CLEAP_E_IO, "there is no libcurl to fetch it with");
    if (!find(library, "curl_global_init", &curl->global_init) ||
        !find(library, "curl_easy_init", &curl->easy_init) ||
        !find(library, "curl_easy_setopt", &curl->easy_setopt) ||
        !find(library, "curl_easy_perform", &curl->easy_perform) ||
        !find(library, "curl_easy_cleanup", &curl->easy_cleanup) ||
        !find(library, "curl_easy_strerror", &curl->easy_strerror) ||
        curl->global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        return cl_fail(err, CLEAP_E_IO, "the libcurl that is there is of no use");
    return CLEAP_OK;
}

static size_t take(char *bytes, size_t size, size_t n, void *to)
{
    cl_buf_append(to, bytes, size * n);
    return ((struct cl_buf *)to)->status == CLEAP_OK ? size * n : 0;
}

static bool set_options(const struct curl_functions *curl, CURL *handle, const char *url,
                        const struct fetch_limits *limits, struct cl_buf *to, char *words)
{
    curl_off_t most = (curl_off_t)to->limit;

    return curl->easy_setopt(handle, CURLOPT_URL, url) == CURLE_OK &&
           curl->easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https") == CURLE_OK &&
           curl->easy_setopt(handle, CURLOPT_REDIR_PROTOCOLS_STR, "http,https") == CURLE_OK &&
           curl->easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 1L) == CURLE_OK &&
           curl->easy_setopt(handle, CURLOPT_MAXREDIRS, MAX_REDIRECTIONS) == CURLE_OK &&
           curl->easy_setopt(handle, CURLOPT_FAILONERROR, 1L) == CURLE_OK &&
           curl->easy_setopt(handle, CURLOPT_NOSIGNAL, 1L) == CURLE_OK &&
           curl->easy_setopt(handle, CURLOPT_TIMEOUT, (long)limits->seconds) == CURLE_OK &&
           curl->easy_setopt(handle, CURLOPT_MAXFILESIZE_LARGE, most) == CURLE_OK &&
           curl->easy_setopt(handle, CURLOPT_WRITEFUNCTION, take) == CURLE_OK &&
           curl->easy_setopt(handle, CURLOPT_WRITEDATA, to) == CURLE_OK &&
           curl->easy_setopt(handle, CURLOPT_ERRORBUFFER, words) == CURLE_OK;
}

static enum cleap_status perform(const struct curl_functions *curl, CURL *handle, const char *url,
                                 const struct fetch_limits *limits, struct cl_buf *to,
                                 struct cleap_error *err)
{
    char words[CURL_ERROR_SIZE] = "";
    CURLcode code;

    if (!set_options(curl, handle, url, limits, to, words))
        return cl_fail(err, CLEAP_E_IO, "the libcurl that is there is too old");
    code = curl->easy_perform(handle);
    if (code == CURLE_FILESIZE_EXCEEDED || to->status == CLEAP_E_LIMIT)
        return cl_fail(err, CLEAP_E_LIMIT, "it is larger than %zu bytes", to->limit);
    CL_TRY(cl_buf_check(to, "the file", err));
    if (code != CURLE_OK)
        return cl_fail(err, CLEAP_E_IO, "%s", words[0] != '\0' ? words : curl->easy_strerror(code));
    return CLEAP_OK;
}

static enum cleap_status check_digest(const struct cl_buf *file, const char *wanted,
                                      struct cleap_error *err)
{
    char hex[SHA256_HEX_SIZE];

    if (wanted == NULL || wanted[0] == '\0')
        return CLEAP_OK;
    sha256_hex(file->at, file->n, hex);
    if (strcasecmp(hex, wanted) == 0)
        return CLEAP_OK;
    return cl_fail(err, CLEAP_E_DATA, "its SHA-256 is %s; wanted: %.64s", hex, wanted);
}

enum cleap_status fetch_url(const char *url, const struct fetch_limits *limits, struct cl_buf *to,
                            struct cleap_error *err)
{
    struct curl_functions curl;
    enum cleap_status status;
    CURL *handle;

    cl_buf_init(to, limits->size);
    CL_TRY(load(&curl, err));
    handle = curl.easy_init();
    if (handle == NULL)
        return cl_fail_nomem(err);
    status = perform(&curl, handle, url, limits, to, err);
    curl.easy_cleanup(handle);
    return status == CLEAP_OK ? check_digest(to, limits->sha256, err) : status;
}
