/** \file
 * What a call of the library answers when it cannot do what was asked.
 */
#ifndef CLEAP_ERROR_H
#define CLEAP_ERROR_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What to do about a failure; struct cleap_error says where it was. */
enum cleap_status {
    CLEAP_OK = 0,
    CLEAP_E_NOMEM,       /**< no memory left */
    CLEAP_E_IO,          /**< a file could not be read or written */
    CLEAP_E_FORMAT,      /**< a bundle or a frame is broken */
    CLEAP_E_UNSUPPORTED, /**< sound, but cleap does not do it */
    CLEAP_E_SCHEMA,      /**< a column is missing or of a type that cannot be used */
    CLEAP_E_DATA,        /**< the value of a row */
    CLEAP_E_LIMIT,       /**< larger than cleap is willing to take */
    CLEAP_E_STATE        /**< a call out of order, or a wrong argument */
};

/** Room for the longest message, the final NUL included. */
#define CLEAP_ERROR_SIZE 500

/**
 * A failure. The caller owns it; every function that takes one also takes NULL. It is cleared
 * when a call starts, and filled when the call answers anything but CLEAP_OK.
 */
struct cleap_error {
    enum cleap_status status;
    int64_t row;                    /**< the row of the frame, from 0; -1 if it is no row's fault */
    char message[CLEAP_ERROR_SIZE]; /**< lower case, no full stop, no newline */
};

/** The name of a status, such as "data"; never NULL. */
const char *cleap_status_name(enum cleap_status status);

#ifdef __cplusplus
}
#endif
#endif
