/*
 * Writing rows as objects: first what rides along, then the columns in the order of the frame; or
 * just the columns that are selected, in their order.
 */
#include "proxy/payload/answer.h"

#include "mleap/frame_json_write.h"
#include "proxy/payload/bounds.h"

static enum cleap_status put_column(struct payload_answer *a, const struct cl_answer *tile,
                                    size_t column, size_t row, struct cleap_error *err)
{
    struct cl_str name = tile->plan->output.fields[column].name;

    cl_json_put_text_key(&a->json, name, false);
    if (cl_frame_write_cell(&a->json, tile->columns[column], row, err) != CLEAP_OK)
        return cl_blame(err, "column '%.*s'", CL_STR_ARGS(name));
    a->json.is_first = false;
    return CLEAP_OK;
}

static void put_extra(struct payload_answer *a, const struct payload_extra *extra)
{
    cl_json_put_text_key(&a->json, extra->name, false);
    cl_buf_append(a->json.buf, extra->raw.at, extra->raw.n);
}

static enum cleap_status put_all(struct payload_answer *a, const struct cl_answer *tile, size_t row,
                                 const struct payload_extra *extra, struct cleap_error *err)
{
    for (; extra != NULL; extra = extra->next)
        put_extra(a, extra);
    for (size_t i = 0; i < tile->plan->n_outputs; i++)
        CL_TRY(put_column(a, tile, i, row, err));
    return CLEAP_OK;
}

/* The last of a row's extras with that name. */
static const struct payload_extra *find_extra(const struct payload_extra *extra, struct cl_str name)
{
    const struct payload_extra *found = NULL;

    for (; extra != NULL; extra = extra->next)
        if (cl_str_equal(extra->name, name))
            found = extra;
    return found;
}

static enum cleap_status put_selected(struct payload_answer *a, const struct cl_answer *tile,
                                      size_t row, const struct payload_extra *extras,
                                      struct cleap_error *err)
{
    const struct payload_select *select = a->select;

    for (size_t i = 0; i < select->names.n; i++) {
        const struct payload_extra absent = {.name = select->names.at[i], .raw = cl_str_of("null")};
        const struct payload_extra *extra;

        if (select->place[i] != PAYLOAD_CARRIED) {
            CL_TRY(put_column(a, tile, select->place[i], row, err));
            continue;
        }
        extra = find_extra(extras, select->names.at[i]);
        if (extra == NULL && !a->lenient)
            return cl_fail(err, CLEAP_E_SCHEMA, "there is no column '%.*s' to select",
                           CL_STR_ARGS(select->names.at[i]));
        put_extra(a, extra != NULL ? extra : &absent);
    }
    return CLEAP_OK;
}

static void begin_row(struct payload_answer *a)
{
    if (a->n++ > 0)
        cl_buf_text(a->json.buf, a->between != NULL ? a->between : ",");
}

void payload_put_bad(struct cl_json_writer *json, size_t row, const char *message)
{
    cl_json_put_begin_object(json);
    cl_json_put_key(json, "row");
    cl_buf_printf(json->buf, "%zu", row);
    cl_json_put_key(json, "error");
    cl_json_put_string(json->buf, cl_str_of(message));
    cl_json_put_end_object(json);
}

static void put_bad_row(struct payload_answer *a, size_t row, const char *message)
{
    begin_row(a);
    a->n_bad++;
    payload_put_bad(&a->json, row, message);
}

/* Writes rows that were not read, up to that row of the text. */
static void put_unread(struct payload_answer *a, size_t end)
{
    const struct payload_bad *bad = &a->rows->bad;

    for (; a->next_bad < bad->n && bad->at[a->next_bad].row < end; a->next_bad++)
        put_bad_row(a, bad->at[a->next_bad].row, bad->at[a->next_bad].message);
}

static size_t row_of_text(const struct payload_answer *a, size_t row)
{
    return a->rows->origin != NULL ? a->rows->origin[row] : row;
}

void payload_answer_bad(void *arg, size_t row, struct cleap_error *err)
{
    struct payload_answer *a = arg;

    row = row_of_text(a, row);
    put_unread(a, row);
    put_bad_row(a, row, err->message);
}

void payload_answer_end(struct payload_answer *a)
{
    put_unread(a, SIZE_MAX);
}

static enum cleap_status put_row(struct payload_answer *a, const struct cl_answer *tile, size_t row,
                                 const struct payload_extra *extras, struct cleap_error *err)
{
    begin_row(a);
    cl_json_put_begin_object(&a->json);
    CL_TRY(a->select->all ? put_all(a, tile, row, extras, err)
                          : put_selected(a, tile, row, extras, err));
    cl_json_put_end_object(&a->json);
    return CLEAP_OK;
}

/* Puts a row of the tile, or in its place what is wrong with it. */
static enum cleap_status put_or_tell(struct payload_answer *a, const struct cl_answer *tile,
                                     size_t i, size_t row, struct cleap_error *err)
{
    size_t n, size;

    put_unread(a, row_of_text(a, row));
    n = a->n;
    size = a->json.buf->n;
    if (put_row(a, tile, i, a->rows->extras[row], err) == CLEAP_OK)
        return CLEAP_OK;
    if (!payload_is_rows_fault(err))
        return err->status;
    a->json.buf->n = size;
    a->n = n;
    put_bad_row(a, row_of_text(a, row), err->message);
    cl_error_begin(err, err);
    return CLEAP_OK;
}

enum cleap_status payload_answer_tile(void *arg, const struct cl_answer *tile,
                                      struct cleap_error *err)
{
    struct payload_answer *a = arg;

    for (size_t i = 0; i < tile->n; i++) {
        size_t row = tile->row0 + (tile->row_of != NULL ? tile->row_of[i] : i);

        if (a->each) {
            CL_TRY(put_or_tell(a, tile, i, row, err));
        } else if (put_row(a, tile, i, a->rows->extras[row], err) != CLEAP_OK) {
            err->row = a->one ? -1 : (int64_t)row;
            return a->one ? err->status : cl_blame(err, "row %zu", row);
        }
    }
    return cl_buf_check(a->json.buf, "the answer", err);
}
