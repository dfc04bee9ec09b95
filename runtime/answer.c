/*
 * Answers that are kept.
 */
#include "runtime/answer.h"

static enum cleap_status copy_schema(struct cleap_frame *frame, const struct cl_schema *from,
                                     const struct cl_schema **schema, struct cleap_error *err)
{
    struct cl_schema *copy = cl_arena_alloc(&frame->arena, sizeof *copy);
    struct cl_field *fields = cl_arena_array(&frame->arena, from->n, sizeof *fields);

    if (copy == NULL || fields == NULL)
        return cl_fail_nomem(err);
    for (size_t i = 0; i < from->n; i++) {
        const struct cl_field *field = &from->fields[i];

        fields[i] = *field;
        fields[i].name.at = cl_arena_strndup(&frame->arena, field->name.at, field->name.n);
        fields[i].type.dims.size = cl_arena_copy(&frame->arena, field->type.dims.size,
                                                 field->type.dims.n * sizeof(int32_t));
        if (fields[i].name.at == NULL || fields[i].type.dims.size == NULL)
            return cl_fail_nomem(err);
    }
    *copy = (struct cl_schema){.n = from->n, .fields = fields};
    *schema = copy;
    return CLEAP_OK;
}

static enum cleap_status make(struct cleap_frame *frame, const struct cl_plan *plan, size_t n,
                              struct cleap_error *err)
{
    const struct cl_schema *schema = NULL;

    cleap_frame_reset(frame);
    CL_TRY(copy_schema(frame, &plan->output, &schema, err));
    CL_TRY(cl_frame_shape(frame, schema, n, err));
    frame->schema_id = cl_schema_new_id();
    frame->answers_plan = plan->id;
    frame->answers_room = n;
    frame->answers_from = cl_arena_mark(&frame->arena);
    return CLEAP_OK;
}

enum cleap_status cl_answer_begin(struct cleap_frame *frame, const struct cl_plan *plan, size_t n,
                                  struct cleap_error *err)
{
    if (frame->answers_plan == plan->id && n <= frame->answers_room)
        cl_arena_rewind(&frame->arena, frame->answers_from);
    else
        CL_TRY(make(frame, plan, n, err));
    frame->n = 0;
    return CLEAP_OK;
}

/* One row is common, and a call of memcpy for each of its cells would be felt. */
static inline void copy_cells(char *to, const char *from, size_t n, size_t size)
{
    if (n == 1 && size == sizeof(double))
        memcpy(to, from, sizeof(double));
    else if (n == 1 && size == sizeof(struct cl_tensor))
        memcpy(to, from, sizeof(struct cl_tensor));
    else if (n == 1 && size == sizeof(struct cl_str))
        memcpy(to, from, sizeof(struct cl_str));
    else
        memcpy(to, from, n * size);
}

/* A column has validity from the first tile on that brings some. */
static bool append_validity(struct cleap_frame *frame, struct cl_column *to,
                            const struct cl_column *from, size_t n)
{
    if (frame->n == 0)
        to->valid = NULL; /* the former answer's */
    if (from->valid != NULL && to->valid == NULL) {
        to->valid = cl_arena_alloc(&frame->arena, frame->answers_room);
        if (to->valid == NULL)
            return false;
        memset(to->valid, 1, frame->n);
    }
    if (from->valid != NULL)
        memcpy(to->valid + frame->n, from->valid, n);
    else if (to->valid != NULL)
        memset(to->valid + frame->n, 1, n);
    return true;
}

static enum cleap_status append(struct cleap_frame *frame, const struct cl_answer *answer,
                                bool is_mixed, struct cleap_error *err)
{
    struct cl_copier copier = {.arena = &frame->arena, .is_mixed = is_mixed};
    const struct cl_slot *slots = answer->plan->slots;
    const uint32_t *outputs = answer->plan->outputs;
    size_t at = frame->n, n = answer->n, n_outputs = answer->plan->n_outputs;
    struct cl_column *to = frame->columns;

    for (size_t i = 0; i < n_outputs; i++, to++) {
        const struct cl_column *from = answer->columns[i];
        const struct cl_slot *slot = &slots[outputs[i]];
        size_t size = slot->cell_size;

        copy_cells((char *)to->as.any + at * size, from->as.any, n, size);
        if ((from->valid != NULL || to->valid != NULL) && !append_validity(frame, to, from, n))
            return cl_fail_nomem(err);
        if (slot->points && !cl_column_deepen(to, at, n, &copier))
            return cl_fail_nomem(err);
    }
    frame->n += n;
    return CLEAP_OK;
}

enum cleap_status cl_answer_append(void *out, const struct cl_answer *answer,
                                   struct cleap_error *err)
{
    return append(out, answer, false, err);
}

enum cleap_status cl_answer_take(struct cleap_frame *out, const struct cl_answer *answer,
                                 struct cleap_error *err)
{
    return append(out, answer, true, err);
}
