/*
 * cleap show: a leap frame as a table, or one row of it as an object.
 */
#include <stdio.h>

#include "cleap/cleap.h"
#include "cli/input.h"
#include "cli/options.h"
#include "cli/table.h"
#include "mleap/frame_json_write.h"

/* What a client sends that knows columns and no frames. */
static enum cleap_status print_object(const struct cleap_frame *frame, uint64_t row,
                                      struct cleap_error *err)
{
    struct cl_buf buf;
    struct cl_json_writer json = {.buf = &buf, .style = CLEAP_JSON_COMPACT};
    enum cleap_status status = CLEAP_OK;

    if (row >= frame->n)
        return cl_fail(err, CLEAP_E_STATE, "there is no row %llu, the frame has %zu",
                       (unsigned long long)row, frame->n);
    cl_buf_init(&buf, INPUT_LIMIT);
    cl_json_put_begin_object(&json);
    for (size_t i = 0; i < frame->schema->n && status == CLEAP_OK; i++) {
        cl_json_put_text_key(&json, frame->schema->fields[i].name, false);
        status = cl_frame_write_cell(&json, &frame->columns[i], row, err);
    }
    cl_json_put_end_object(&json);
    if (status == CLEAP_OK)
        status = cl_buf_check(&buf, "the row", err);
    if (status == CLEAP_OK)
        printf("%.*s\n", (int)buf.n, buf.at);
    cl_buf_free(&buf);
    return status;
}

static enum cleap_status print_table(const struct cleap_frame *frame, struct cleap_error *err)
{
    struct cl_buf buf;
    enum cleap_status status;

    cl_buf_init(&buf, INPUT_LIMIT);
    status = table_write(&buf, frame, err);
    if (status == CLEAP_OK)
        fwrite(buf.at, 1, buf.n, stdout);
    cl_buf_free(&buf);
    return status;
}

static int run(const struct command_line *line)
{
    struct cleap_frame *frame = cleap_frame_new();
    struct cleap_error err = {0};
    enum cleap_status status;
    uint64_t row;

    if (options_number(line, "row", 0, UINT32_MAX, 0, &row, &err) != CLEAP_OK) {
        cleap_frame_free(frame);
        return command_usage(line->command, &err);
    }
    status =
        frame != NULL ? input_read_frame(line->arguments[0], frame, &err) : cl_fail_nomem(&err);
    if (status == CLEAP_OK && options_has(line, "row"))
        status = print_object(frame, row, &err);
    else if (status == CLEAP_OK)
        status = print_table(frame, &err);
    cleap_frame_free(frame);
    return status == CLEAP_OK ? EXIT_GOOD : command_fail(&err);
}

static const struct option options[] = {
    {"row", 0, "N", "print row N, from 0, as an object of columns"},
    {0},
};

static const struct example examples[] = {
    {"cleap show homes.json", "a table to read"},
    {"cleap show homes.json --row 0 | curl -d @- localhost:9000/score", "score one row of a frame"},
    {0},
};

const struct command command_show = {
    .name = "show",
    .arguments = "FRAME",
    .summary = "print a leap frame as a table",
    .details =
        "Prints a leap frame, such as the answer of a server, as a table. FRAME is a file, or "
        "- for standard input: JSON, MLeap's binary form or Avro.",
    .options = options,
    .examples = examples,
    .run = run,
};
