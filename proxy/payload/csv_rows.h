/*
 * CSV as rows: a header line with the names of columns, then a record a row.
 *
 * A column of the model has the model's type. Others ride along as text, but for those that the
 * model makes itself, which it makes anew. A field of nothing is a null where the column takes one;
 * "" is an empty text. Lists, maps and tensors are JSON in a field.
 */
#ifndef CLEAP_PROXY_PAYLOAD_CSV_ROWS_H
#define CLEAP_PROXY_PAYLOAD_CSV_ROWS_H

#include "mleap/frame_json_cells.h"
#include "proxy/payload/csv.h"
#include "runtime/frame.h"
#include "runtime/model.h"

struct payload_csv {
    const struct cleap_model *model;
    struct cl_arena arena; /* what the header says */
    struct cl_schema schema;
    uint64_t schema_id;
    size_t n_fields; /* of the header; 0: it was not read yet */
    struct csv_field *fields;
    size_t *column;              /* per field: where it goes, or none */
    size_t n_absent, *absent;    /* columns that no field goes to: they are null */
    struct cl_cell_reader cells; /* for JSON in fields */
    struct cleap_frame frame;    /* the rows that were read last */
};

/* A record's text, line break included; at is NULL: there is none. */
struct csv_record {
    char *at, *end;
};

/* CLEAP_E_NOMEM; it must be done away with then, too. */
enum cleap_status payload_csv_init(struct payload_csv *csv, struct cleap_error *err);
void payload_csv_done(struct payload_csv *csv);

/* Reads the first record. The model must live as long. */
enum cleap_status payload_csv_header(struct payload_csv *csv, const struct cleap_model *model,
                                     struct csv_record record, struct cleap_error *err);

/* For records of the same header, that `from` has read and keeps. */
enum cleap_status payload_csv_like(struct payload_csv *csv, const struct payload_csv *from,
                                   struct cleap_error *err);

/* Empties the frame and makes room for n rows; then each record is read behind its rows. A failure
 * leaves those as they are. Records are changed as they are read, and texts are pieces of them. */
enum cleap_status payload_csv_begin(struct payload_csv *csv, size_t n, struct cleap_error *err);
enum cleap_status payload_csv_add(struct payload_csv *csv, struct csv_record record,
                                  struct cleap_error *err);

/* A blank line: no row, where the header has more than one column. */
bool payload_csv_is_empty(struct csv_record record);

#endif
