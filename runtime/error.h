/*
 * How a failure is made and passed up.
 *
 * Inside the library `err` is never NULL: the installed functions put a local one in its place.
 * The first failure wins; whoever passes it up may add where it happened.
 */
#ifndef CLEAP_RUNTIME_ERROR_H
#define CLEAP_RUNTIME_ERROR_H

#include "cleap/error.h"

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define CL_PRINTF(format_at, args_at) __attribute__((format(printf, format_at, args_at)))
#else
#define CL_PRINTF(format_at, args_at)
#endif

/* Returns from the enclosing function when `call` fails. */
#define CL_TRY(call)                                                                               \
    do {                                                                                           \
        enum cleap_status cl_try_status = (call);                                                  \
        if (cl_try_status != CLEAP_OK)                                                             \
            return cl_try_status;                                                                  \
    } while (0)

#define CL_COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* Clears `err`, or the local stand-in when the caller gave none. Returns the one to use. */
struct cleap_error *cl_error_begin(struct cleap_error *err, struct cleap_error *stand_in);

/* Records a failure. */
void cl_error_set(struct cleap_error *err, enum cleap_status status, const char *format, ...)
    CL_PRINTF(3, 4);

static inline enum cleap_status cl_failure(enum cleap_status status)
{
    return status;
}

/* Records a failure and returns its status, so that it can be returned at once:
 *
 *     return cl_fail(err, CLEAP_E_X, "...", ...);
 *
 * A macro, so that compilers see that what is returned is not CLEAP_OK; else they warn of values
 * that were not set. */
#define cl_fail(err, status, ...) (cl_error_set((err), (status), __VA_ARGS__), cl_failure(status))

/* The same for memory that could not be had. */
#define cl_fail_nomem(err) cl_fail((err), CLEAP_E_NOMEM, "out of memory")

/* Puts "PLACE: " before the message. Returns the status that `err` holds. */
enum cleap_status cl_blame(struct cleap_error *err, const char *format, ...) CL_PRINTF(2, 3);

#ifdef __cplusplus
}
#endif

#endif
