/** \file
 * Plug-ins: operators from outside.
 */
#ifndef CLEAP_PLUGIN_H
#define CLEAP_PLUGIN_H

#include "cleap/error.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Loads a shared object that brings operators; models that are opened from then on may have them.
 * It runs code of the file: load nothing that you would not run.
 *
 * The operators belong to the process and stay until it ends. Call it from one thread at a time;
 * other threads may open models and score meanwhile. A file that was loaded before is left alone.
 *
 * \param path  a file; without a slash one of the working folder
 * \return CLEAP_E_IO it cannot be loaded; CLEAP_E_FORMAT it is no plug-in, or not a sound one;
 *         CLEAP_E_UNSUPPORTED it was built for another version of the operator interface, the
 *         message has both numbers; CLEAP_E_STATE one of its operators is there already;
 *         CLEAP_E_LIMIT too many. Nothing of it is kept on failure.
 */
enum cleap_status cleap_plugin_load(const char *path, struct cleap_error *err);

#ifdef __cplusplus
}
#endif
#endif
