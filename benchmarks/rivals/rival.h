/*
 * Another system, driven through its C interface: its library is opened when the program runs, and
 * each file of this folder declares the few functions that it calls.
 */
#ifndef CLEAP_BENCHMARKS_RIVAL_H
#define CLEAP_BENCHMARKS_RIVAL_H

#include <stdbool.h>
#include <stddef.h>

struct shape {
    size_t width;   /* values of a row */
    size_t n_out;   /* answers to a row */
    bool is_double; /* rows are doubles, else floats */
};

struct rival {
    const char *name;
    /* Loads the model for one thread. `library` is a handle of dlopen. */
    void (*open)(void *library, const char *model, const struct shape *shape);
    /* Says which rows come next; not timed. They stay in place until after `predict`. */
    void (*place)(const void *rows, size_t n);
    /* Scores them; timed. */
    void (*predict)(void);
    /* The answers of the last call, n * n_out. */
    void (*answers)(double *to, size_t n);
};

extern const struct rival rival_onnxruntime, rival_gtil, rival_tl2cgen, rival_lleaves,
    rival_xgboost, rival_lightgbm;

/* Ends the program with a message unless `good`. */
void need(bool good, const char *what, const char *why);

/* A function of the library, to be cast to what it is. */
typedef void (*any_fn)(void);
any_fn symbol(void *library, const char *name);

/* Not NULL. */
void *room(size_t n, size_t size);

#endif
