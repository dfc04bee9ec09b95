/*
 * Rows that cannot be read or scored: the first one ends the work, or each is told of and left out.
 *
 * A tile is read before it is scored, so what is wrong with its rows comes in two turns; it is told
 * in the order of the rows, when the tile is done.
 */
#ifndef CLEAP_CLI_STREAM_BAD_H
#define CLEAP_CLI_STREAM_BAD_H

#include <stdbool.h>

#include "runtime/buf.h"
#include "runtime/error.h"

/* More rows are counted only. */
#define BAD_MAX_TOLD 20

struct bad_told {
    uint64_t number;
    char text[CLEAP_ERROR_SIZE];
};

struct bad {
    bool skip;
    bool hold;              /* nothing is printed, but kept for bad_join() */
    uint64_t n;             /* rows left out so far, but for those of the tile at hand */
    char left_out[2 * 120]; /* what bad_left_out() said first */

    /* Of the tile: rows that could not be read, and those that could not be scored. */
    uint64_t n_tile[2];
    struct bad_told told[2][BAD_MAX_TOLD];
    struct cl_buf held; /* texts that would have been printed, each with a NUL behind it */
};

void bad_init(struct bad *bad, bool skip, bool hold);
void bad_free(struct bad *bad);

/* A row failed, `number` says which: CLEAP_OK when it is to be left out, and then `err` is clear
 * again. */
enum bad_turn { BAD_READ, BAD_SCORED };
enum cleap_status bad_row(struct bad *bad, enum bad_turn turn, uint64_t number,
                          struct cleap_error *err);

/* A line has a key for which there is no column: the first time this is told. */
void bad_left_out(struct bad *bad, uint64_t number, struct cl_str key);

/* The tile is done. */
void bad_end_tile(struct bad *bad);

/* Tells what one that holds was told, behind what this was told so far, and empties it. */
void bad_join(struct bad *bad, struct bad *holding);

/* Says at the end how many there were. */
void bad_sum(const struct bad *bad);

#endif
