/** \file
 * Models: what an MLeap bundle becomes.
 */
#ifndef CLEAP_MODEL_H
#define CLEAP_MODEL_H

#include <stddef.h>

#include "cleap/error.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Read-only after it was opened; any number of threads may use it at once. */
struct cleap_model;

/**
 * Opens a bundle: a zip file or a folder that holds bundle.json. Messages begin with the path.
 *
 * \param path   UTF-8
 * \param model  receives the model, which the caller closes; NULL on failure
 * \return CLEAP_E_IO no such file; CLEAP_E_FORMAT no sound bundle; CLEAP_E_UNSUPPORTED an operator
 *         that cleap does not have; CLEAP_E_LIMIT too large; CLEAP_E_NOMEM
 */
enum cleap_status cleap_model_open(const char *path, struct cleap_model **model,
                                   struct cleap_error *err);

/** The same for a zip in memory. The bytes may be freed after the call. */
enum cleap_status cleap_model_open_memory(const void *zip, size_t size, struct cleap_model **model,
                                          struct cleap_error *err);

/** How a model is opened; all zero: as by cleap_model_open(). */
struct cleap_model_options {
    /**
     * The columns that scorers are going to ask for, NULL at the end; NULL: every column. With such
     * a list a stage that cleap cannot run does not keep the model from being opened, unless one of
     * these columns, or a stage that drops rows, needs it. A scorer that asks for a column that
     * needs it is refused when it meets its first frame: CLEAP_E_UNSUPPORTED. With an empty list
     * all is left to that. cleap_model_input() and _output() leave out what only such stages read,
     * and what they and those behind them make.
     */
    const char *const *select;
};

/** Like cleap_model_open() and cleap_model_open_memory(). `options` may be NULL, and freed after
 * the call. CLEAP_E_UNSUPPORTED names the stage, its operator, its columns and who needs it. */
enum cleap_status cleap_model_open_with(const char *path, const struct cleap_model_options *options,
                                        struct cleap_model **model, struct cleap_error *err);
enum cleap_status cleap_model_open_memory_with(const void *zip, size_t size,
                                               const struct cleap_model_options *options,
                                               struct cleap_model **model, struct cleap_error *err);

/** Closes a model; its scorers must be closed before. NULL is fine. */
void cleap_model_close(struct cleap_model *model);

/**
 * The model's name and the MLeap version that wrote it. The text lives as long as the model.
 */
const char *cleap_model_name(const struct cleap_model *model);
const char *cleap_model_version(const struct cleap_model *model);

/**
 * The columns that a frame must bring, and those that scoring adds. A name lives as long as the
 * model; a type is text such as "double" or "tensor(double, [3])", written into `type`.
 *
 * \param i     0 .. cleap_model_n_inputs() - 1, in the order in which the stages first read them
 * \param type  may be NULL
 * \return the column's name, NULL when i is too large
 */
#define CLEAP_TYPE_SIZE 96
size_t cleap_model_n_inputs(const struct cleap_model *model);
size_t cleap_model_n_outputs(const struct cleap_model *model);
const char *cleap_model_input(const struct cleap_model *model, size_t i,
                              char type[CLEAP_TYPE_SIZE]);
const char *cleap_model_output(const struct cleap_model *model, size_t i,
                               char type[CLEAP_TYPE_SIZE]);

#ifdef __cplusplus
}
#endif
#endif
