/*
 * From raw values to probabilities to a class: what every classifier of MLeap does with its
 * outputs raw_prediction, probability and prediction.
 *
 *   raw_prediction and probability wired   raw; probability = normalised copy; class by probability
 *   raw_prediction alone                   raw; class by raw value
 *   probability alone                      probability; class by probability
 *   neither                                class straight from the raw values, which nobody sees
 *
 * By probability: without thresholds the first maximum; with thresholds t the first maximum of
 * probability / t, where t = 0 counts as infinity; the shorter of both lists ends the search. By
 * raw value: without thresholds the first maximum, with them by the normalised copy. Straight: by
 * probability. An op may have rules of its own for each.
 */
#ifndef CLEAP_OPS_KERNELS_CLASSIFY_H
#define CLEAP_OPS_KERNELS_CLASSIFY_H

#include "runtime/op.h"

/* The most classes that a model may have. */
#define CL_MAX_CLASSES 1000000

struct cl_classes {
    size_t n;
    struct cl_f64s thresholds;
    bool has_thresholds;
};

/* Takes the attribute num_classes. CLEAP_E_FORMAT: less than 1; CLEAP_E_LIMIT. */
enum cleap_status cl_classes_init(struct cl_classes *classes, int64_t num_classes,
                                  struct cleap_error *err);

/* For ops of which MLeap asks it: CLEAP_E_FORMAT unless there is a threshold for each class. */
enum cleap_status cl_classes_check_thresholds(const struct cl_classes *classes,
                                              struct cleap_error *err);

/* How an op classifies; each function gets the op's state. A vector has a value for each class. */
struct cl_classifier {
    /* Writes the raw values of the tile's rows. */
    enum cleap_status (*raw)(const void *state, struct cl_exec *x, double *raw,
                             struct cleap_error *err);
    /* Raw values to probabilities, in place. */
    void (*normalise)(const void *state, double *v);
    /* Rules other than the usual ones; NULL: the usual. */
    double (*by_raw)(const void *state, const double *raw);
    double (*by_probability)(const void *state, const double *probability);
    double (*straight)(const void *state, const double *raw);
};

/* Executes a classifier whose outputs are raw_prediction, probability, prediction. */
enum cleap_status cl_classify(const struct cl_classifier *how, const void *state,
                              const struct cl_classes *classes, struct cl_exec *x,
                              struct cleap_error *err);

/* Declares the types of these outputs and of in[0]. */
enum cleap_status cl_classify_prepare(struct cl_prepare *p, int64_t n_features,
                                      const struct cl_classes *classes, struct cleap_error *err);

/* The class by probability: the usual rule, also for by_raw and straight where they need it. -1
 * when there is an empty list of thresholds. */
double cl_classes_by_probability(const struct cl_classes *classes, const double *probability);

/* Of two classes: raw holds n margins m and becomes n pairs of -m, m. */
void cl_classes_from_margins(double *raw, size_t n);

/* The first index of the maximum, by `>`: a NaN that comes first stays, others never win. n > 0. */
size_t cl_argmax(const double *v, size_t n);

/* Divides by the sum, left to right, unless that is 0. */
void cl_divide_by_sum(double *v, size_t n);

#endif
