/*
 * A lane: rows of a source's frame through a scorer into a sink.
 *
 * A tile that has a bad row fails as a whole; its rows are scored one by one then, when bad ones
 * are to be left out. That changes no answer: none depends on its neighbours.
 */
#ifndef CLEAP_CLI_STREAM_LANE_H
#define CLEAP_CLI_STREAM_LANE_H

#include "cleap/scorer.h"
#include "cli/stream/sink.h"
#include "cli/stream/source.h"

struct lane {
    struct source *source;
    struct sink *sink;
    struct cleap_scorer *scorer; /* NULL: the rows are not scored */
    struct cleap_team *team;     /* scores frames of more than a tile; NULL: the scorer does */
    const struct cl_strs *keep;  /* without a scorer: these columns, in that order; NULL: all */
    struct bad *bad;

    /* The rest is the lane's own. */
    struct cl_arena arena;
    struct cl_column *views;          /* of some rows of the source's frame */
    struct cl_schema kept;            /* of rows that are not scored: what goes out, */
    const struct cl_column **columns; /* and the views of it */
    struct payload_rows objects;      /* the source's, from row0 on */
    size_t row0;                      /* what is put through begins with that row of its frame */
    bool sink_failed; /* rows may be written already: none can be put through again */
};

/* Of a lane whose upper half is set. */
void lane_init(struct lane *lane);
void lane_done(struct lane *lane);

/* To be called with the first frame of the source, or one of the same columns; *schema receives
 * that of what goes out. */
enum cleap_status lane_begin(struct lane *lane, const struct cleap_frame *frame,
                             const struct cl_schema **schema, struct cleap_error *err);

/* Puts the source's frame through. A failure names the file and the line or the row, and the rows
 * before it were put through. */
enum cleap_status lane_put(struct lane *lane, struct cleap_error *err);

#endif
