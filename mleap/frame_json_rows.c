/*
 * Reading the rows of a JSON leap frame.
 */
#include "mleap/frame_json_rows.h"

/* Doubles that are read at once. */
#define MAX_DOUBLES 64

/* A frame's rows as they are read. */
struct rows {
    struct cl_cell_reader *cells;
    struct cleap_frame *frame;
    const uint32_t *n_doubles; /* how many columns, from each on, are doubles */
};

static enum cleap_status fail_cell(const struct cl_schema *schema, size_t row, size_t column,
                                   struct cleap_error *err)
{
    cl_blame(err, "row %zu, column '%.*s'", row, CL_STR_ARGS(schema->fields[column].name));
    err->row = (int64_t)row;
    return err->status;
}

static enum cleap_status fail_short(const struct cl_schema *schema, size_t row, size_t n,
                                    struct cleap_error *err)
{
    cl_fail(err, CLEAP_E_FORMAT, "row %zu has %zu values, the schema has %zu columns", row, n,
            schema->n);
    err->row = (int64_t)row;
    return err->status;
}

/* Reads the cells of columns of doubles, from column i on, for as long as they are easy ones;
 * returns how many. */
static size_t read_doubles(const struct rows *r, size_t i, size_t row)
{
    size_t most = r->n_doubles[i] < MAX_DOUBLES ? r->n_doubles[i] : MAX_DOUBLES, n;
    double values[MAX_DOUBLES];

    if (most < 2)
        return 0;
    n = cl_json_read_f64s(r->cells->json, values, most);
    for (size_t k = 0; k < n; k++)
        r->frame->columns[i + k].as.f64[row] = values[k];
    return n;
}

static enum cleap_status read_cells(const struct rows *r, size_t row, struct cleap_error *err)
{
    const struct cl_schema *schema = r->frame->schema;
    bool more;

    for (size_t i = 0; i < schema->n; i++) {
        i += read_doubles(r, i, row);
        if (i == schema->n)
            break;
        CL_TRY(cl_json_next_item(r->cells->json, &more, err));
        if (!more)
            return fail_short(schema, row, i, err);
        if (cl_cell_read_json(r->cells, &r->frame->columns[i], row, err) != CLEAP_OK)
            return fail_cell(schema, row, i, err);
    }
    return CLEAP_OK;
}

/* Reads a row, and passes over cells that have no column. */
static enum cleap_status read_row(const struct rows *r, size_t row, struct cleap_error *err)
{
    struct cl_json *json = r->cells->json;
    bool more;

    if (cl_json_begin_array(json, err) != CLEAP_OK) {
        cl_blame(err, "row %zu", row);
        err->row = (int64_t)row;
        return err->status;
    }
    CL_TRY(read_cells(r, row, err));
    for (;;) {
        CL_TRY(cl_json_next_item(json, &more, err));
        if (!more)
            return CLEAP_OK;
        CL_TRY(cl_json_skip(json, NULL, err));
    }
}

/* Room for one more row. */
static enum cleap_status make_room(struct cleap_frame *frame, size_t row, size_t *room,
                                   struct cleap_error *err)
{
    if (row < *room)
        return CLEAP_OK;
    *room = *room < 8 ? 16 : *room * 2;
    return cl_frame_grow(frame, row, *room, err);
}

/* Gives the frame its columns and finds those that are doubles. */
static enum cleap_status shape(struct rows *r, const struct cl_schema *schema, size_t room,
                               struct cleap_error *err)
{
    uint32_t *n_doubles = cl_arena_zeroed(&r->frame->arena, schema->n + 1, sizeof *n_doubles);

    if (n_doubles == NULL)
        return cl_fail_nomem(err);
    for (size_t i = schema->n; i-- > 0;)
        if (schema->fields[i].type.shape == CL_SCALAR && schema->fields[i].type.base == CL_F64)
            n_doubles[i] = n_doubles[i + 1] + 1;
    r->n_doubles = n_doubles;
    return cl_frame_shape(r->frame, schema, room, err);
}

enum cleap_status cl_rows_read_json(struct cl_cell_reader *cells, const struct cl_schema *schema,
                                    size_t room, struct cleap_frame *frame, struct cleap_error *err)
{
    struct rows rows = {.cells = cells, .frame = frame};
    size_t row = 0; /* a text has no room for CL_MAX_ROWS */
    bool more;

    CL_TRY(shape(&rows, schema, room, err));
    cells->arena = &frame->arena;
    CL_TRY(cl_json_begin_array(cells->json, err));
    for (;; row++) {
        CL_TRY(cl_json_next_item(cells->json, &more, err));
        if (!more)
            break;
        CL_TRY(make_room(frame, row, &room, err));
        CL_TRY(read_row(&rows, row, err));
    }
    frame->n = row;
    cl_frame_drop_validity(frame);
    return CLEAP_OK;
}
