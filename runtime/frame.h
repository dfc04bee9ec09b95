/*
 * A frame: named columns of one length, and the arena they live in.
 */
#ifndef CLEAP_RUNTIME_FRAME_H
#define CLEAP_RUNTIME_FRAME_H

#include "cleap/frame.h"
#include "runtime/arena.h"
#include "runtime/column.h"
#include "runtime/error.h"

struct cleap_frame {
    struct cl_arena arena;          /* cells, texts, and the schema unless it is somebody else's */
    const struct cl_schema *schema; /* never NULL */
    /* Frames with the same non-zero number have equal schemas: 0 says nothing. A reader that sees
     * the same schema text again gives the same number, so that a scorer finds its plan at once. */
    uint64_t schema_id;
    struct cl_column *columns; /* schema->n */
    size_t n;                  /* rows */
    /* Of a frame that was made for answers (runtime/answer.h); 0: it was not. */
    uint64_t answers_plan;
    size_t answers_room;         /* rows that its columns have room for */
    struct cl_mark answers_from; /* in the arena, behind schema and columns */
};

/* In place of cleap_frame_new/free, for a frame inside another struct. */
void cl_frame_init(struct cleap_frame *frame);
void cl_frame_done(struct cleap_frame *frame);

/* Gives an empty frame (after init or reset) its columns, with room for n rows. `schema` must
 * outlive the frame's use. */
enum cleap_status cl_frame_shape(struct cleap_frame *frame, const struct cl_schema *schema,
                                 size_t n, struct cleap_error *err);

/* Gives such a frame room for n rows, of which the first n_used keep their cells. */
enum cleap_status cl_frame_grow(struct cleap_frame *frame, size_t n_used, size_t n,
                                struct cleap_error *err);

/* Takes the validity from columns that have no null: then nobody has to look at it. */
void cl_frame_drop_validity(struct cleap_frame *frame);

/* A number that no schema had before. */
uint64_t cl_schema_new_id(void);

#endif
