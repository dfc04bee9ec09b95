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

enum cleap_status cl_answer_begin(struct cleap_frame *out, const struct cl_plan *plan, size_t n,
                                  struct cleap_error *err)
{
    const struct cl_schema *schema = NULL;

    CL_TRY(copy_schema(out, &plan->output, &schema, err));
    CL_TRY(cl_frame_shape(out, schema, n, err));
    out->n = 0;
    return CLEAP_OK;
}

enum cleap_status cl_answer_append(void *arg, const struct cl_answer *answer,
                                   struct cleap_error *err)
{
    struct cleap_frame *out = arg;

    for (size_t i = 0; i < answer->plan->n_outputs; i++)
        if (!cl_column_append(&out->columns[i], out->n, answer->columns[i], answer->n, &out->arena))
            return cl_fail_nomem(err);
    out->n += answer->n;
    return CLEAP_OK;
}
