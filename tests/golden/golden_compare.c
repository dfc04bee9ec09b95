/*
 * Frames compared: schemas, rows, the form of every cell, and every value.
 */
#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>

#include "tests/golden/golden.h"
#include "tests/support/ulp.h"

#define MAX_TOLD 8

/* The column that is being compared. */
struct place {
    struct golden_report *report;
    struct golden_compare how;
    struct golden_tally *tally;
    struct cl_str column;
    enum cl_base base;
    size_t row;
    struct cl_parity parity;
    double norm; /* of the vector that is wanted; 0: it is none */
};

void golden_fault(struct golden_report *report, const char *format, ...)
{
    va_list args;

    if (report->n_faults++ >= MAX_TOLD)
        return;
    printf("%s: ", report->what);
    va_start(args, format);
    vprintf(format, args);
    va_end(args);
    printf("\n");
}

static void fault_at(const struct place *at, const char *what)
{
    golden_fault(at->report, "column '%.*s', row %zu: %s", CL_STR_ARGS(at->column), at->row, what);
}

static struct golden_tally *find_tally(struct golden_report *report, const char *op)
{
    for (size_t i = 0; i < report->n_tallies; i++)
        if (strcmp(report->tallies[i].op, op) == 0)
            return &report->tallies[i];
    if (report->n_tallies == GOLDEN_MAX_OPS)
        return &report->tallies[GOLDEN_MAX_OPS - 1];
    report->tallies[report->n_tallies] = (struct golden_tally){.op = op};
    return &report->tallies[report->n_tallies++];
}

static void count_value(const struct place *at, uint64_t ulps)
{
    if (!at->how.tallies)
        return;
    at->tally->values++;
    at->tally->equal += ulps == 0;
    if (ulps > at->tally->worst)
        at->tally->worst = ulps;
}

/* How far a double is from the wanted one, when JSON may have lost some of that one. */
static uint64_t ulps_between(double found, double wanted, bool lossy)
{
    if (lossy && !isfinite(found))
        return isnan(wanted) ? 0 : UINT64_MAX;
    if (lossy && found == 0.0 && wanted == 0.0)
        return 0;
    return cl_ulps(found, wanted);
}

static uint64_t ulps_between_f32(float found, float wanted, bool lossy)
{
    if (lossy && !isfinite(found))
        return isnan(wanted) ? 0 : UINT64_MAX;
    if (lossy && found == 0.0F && wanted == 0.0F)
        return 0;
    return cl_ulps_f32(found, wanted);
}

static void check_number(const struct place *at, size_t i, double found, double wanted,
                         uint64_t ulps)
{
    count_value(at, ulps);
    if (ulps > at->parity.ulps &&
        !(at->parity.of_norm > 0.0 && fabs(found - wanted) <= at->parity.of_norm * at->norm))
        golden_fault(at->report,
                     "column '%.*s', row %zu, value %zu: %.17g, wanted %.17g, %" PRIu64 " ulp",
                     CL_STR_ARGS(at->column), at->row, i, found, wanted, ulps);
}

/* A frame of the JVM has '?' where a text had a lone surrogate. */
static bool text_equal_on_the_wire(struct cl_str found, struct cl_str wanted)
{
    uint32_t k = 0;

    for (uint32_t i = 0; i < found.n; i++, k++) {
        bool surrogate = found.n - i >= 3 && (unsigned char)found.at[i] == 0xED &&
                         (unsigned char)found.at[i + 1] >= 0xA0;

        if (k >= wanted.n || wanted.at[k] != (surrogate ? '?' : found.at[i]))
            return false;
        if (surrogate)
            i += 2;
    }
    return k == wanted.n;
}

static void check_text(const struct place *at, size_t i, struct cl_str found, struct cl_str wanted)
{
    bool equal = cl_str_equal(found, wanted) || text_equal_on_the_wire(found, wanted);

    count_value(at, equal ? 0 : UINT64_MAX);
    if (!equal)
        golden_fault(at->report, "column '%.*s', row %zu, value %zu: '%.*s', wanted '%.*s'",
                     CL_STR_ARGS(at->column), at->row, i, CL_STR_ARGS(found), CL_STR_ARGS(wanted));
}

static int64_t whole_number(const void *values, enum cl_base base, size_t i)
{
    switch (base) {
    case CL_BOOL:
        return ((const uint8_t *)values)[i];
    case CL_I8:
        return ((const int8_t *)values)[i];
    case CL_I16:
        return ((const int16_t *)values)[i];
    case CL_I32:
        return ((const int32_t *)values)[i];
    default:
        return ((const int64_t *)values)[i];
    }
}

static void check_whole_number(const struct place *at, size_t i, int64_t found, int64_t wanted)
{
    count_value(at, found == wanted ? 0 : UINT64_MAX);
    if (found != wanted)
        golden_fault(at->report, "column '%.*s', row %zu, value %zu: %" PRId64 ", wanted %" PRId64,
                     CL_STR_ARGS(at->column), at->row, i, found, wanted);
}

static void check_value(const struct place *at, const void *found, const void *wanted, size_t i,
                        size_t k)
{
    switch (at->base) {
    case CL_F64: {
        double a = ((const double *)found)[i], b = ((const double *)wanted)[k];

        check_number(at, i, a, b, ulps_between(a, b, at->how.lossy));
        break;
    }
    case CL_F32: {
        float a = ((const float *)found)[i], b = ((const float *)wanted)[k];

        check_number(at, i, (double)a, (double)b, ulps_between_f32(a, b, at->how.lossy));
        break;
    }
    case CL_STR:
    case CL_BYTES:
        check_text(at, i, ((const struct cl_str *)found)[i], ((const struct cl_str *)wanted)[k]);
        break;
    default:
        check_whole_number(at, i, whole_number(found, at->base, i),
                           whole_number(wanted, at->base, k));
    }
}

static void check_values(const struct place *at, const void *found, const void *wanted, size_t n)
{
    for (size_t i = 0; i < n; i++)
        check_value(at, found, wanted, i, i);
}

static void check_list(const struct place *at, struct cl_list found, struct cl_list wanted)
{
    if (found.n != wanted.n)
        golden_fault(at->report, "column '%.*s', row %zu: a list of %u, wanted %u",
                     CL_STR_ARGS(at->column), at->row, found.n, wanted.n);
    else
        check_values(at, found.at, wanted.at, found.n);
}

static int32_t dim_of(const struct cl_tensor *cell, uint32_t i)
{
    return cell->dims != NULL ? cell->dims[i] : (int32_t)cell->size;
}

static double norm_of(const struct cl_tensor *v)
{
    const double *value = v->value;
    double sum = 0.0;

    for (uint32_t i = 0; i < v->n; i++)
        sum += value[i] * value[i];
    return sqrt(sum);
}

static void check_tensor(struct place *at, const struct cl_tensor *found,
                         const struct cl_tensor *wanted)
{
    if ((found->index != NULL) != (wanted->index != NULL)) {
        fault_at(at, wanted->index != NULL ? "dense, wanted sparse" : "sparse, wanted dense");
        return;
    }
    if (found->rank != wanted->rank || found->n != wanted->n) {
        golden_fault(
            at->report, "column '%.*s', row %zu: rank %u, %u values, wanted rank %u, %u values",
            CL_STR_ARGS(at->column), at->row, found->rank, found->n, wanted->rank, wanted->n);
        return;
    }
    for (uint32_t i = 0; i < found->rank; i++)
        if (dim_of(found, i) != dim_of(wanted, i))
            golden_fault(at->report, "column '%.*s', row %zu: dimension %u is %d, wanted %d",
                         CL_STR_ARGS(at->column), at->row, i, dim_of(found, i), dim_of(wanted, i));
    if (found->index != NULL &&
        memcmp(found->index, wanted->index, (size_t)found->n * found->rank * sizeof(int32_t)) != 0)
        fault_at(at, "other indices");
    at->norm = at->base == CL_F64 ? norm_of(wanted) : 0.0;
    check_values(at, found->value, wanted->value, found->n);
}

/* A map has no order. */
static void check_map(const struct place *at, const struct cl_map *found,
                      const struct cl_map *wanted)
{
    if (found->n != wanted->n)
        fault_at(at, "a map of another size");
    for (uint32_t i = 0; i < found->n; i++) {
        uint32_t k = 0;

        while (k < wanted->n && !cl_str_equal(((const struct cl_str *)found->key)[i],
                                              ((const struct cl_str *)wanted->key)[k]))
            k++;
        if (k < wanted->n)
            check_value(at, found->value, wanted->value, i, k);
        else
            fault_at(at, "a key that is not wanted");
    }
}

/* In JSON a NaN of a nullable column looks like a null. */
static bool lost_in_json(const struct place *at, const struct cl_column *found, size_t row)
{
    if (!at->how.lossy || found->type.shape != CL_SCALAR)
        return false;
    return (at->base == CL_F64 && !isfinite(found->as.f64[row])) ||
           (at->base == CL_F32 && !isfinite(found->as.f32[row]));
}

static void check_cell(struct place *at, const struct cl_column *found,
                       const struct cl_column *wanted)
{
    size_t row = at->row, size = cl_base_size(at->base);

    if (cl_column_is_null(found, row) != cl_column_is_null(wanted, row)) {
        if (cl_column_is_null(found, row) || !lost_in_json(at, found, row))
            fault_at(at, cl_column_is_null(wanted, row) ? "a value, wanted null"
                                                        : "null, wanted a value");
        return;
    }
    if (cl_column_is_null(found, row))
        return;
    switch (found->type.shape) {
    case CL_SCALAR:
        check_values(at, (const char *)found->as.any + row * size,
                     (const char *)wanted->as.any + row * size, 1);
        break;
    case CL_LIST:
        check_list(at, found->as.list[row], wanted->as.list[row]);
        break;
    case CL_TENSOR:
        check_tensor(at, &found->as.tensor[row], &wanted->as.tensor[row]);
        break;
    case CL_MAP:
        check_map(at, &found->as.map[row], &wanted->as.map[row]);
        break;
    }
}

static bool schemas_match(struct golden_report *report, const struct cl_schema *found,
                          const struct cl_schema *wanted)
{
    char a[CL_TYPE_TEXT_SIZE], b[CL_TYPE_TEXT_SIZE];
    size_t n_faults = report->n_faults;

    if (found->n != wanted->n) {
        golden_fault(report, "%zu columns, wanted %zu", found->n, wanted->n);
        return false;
    }
    for (size_t i = 0; i < found->n; i++) {
        const struct cl_field *f = &found->fields[i], *w = &wanted->fields[i];

        if (!cl_str_equal(f->name, w->name) || !cl_type_equal(&f->type, &w->type))
            golden_fault(report, "column %zu is '%.*s' of %s, wanted '%.*s' of %s", i,
                         CL_STR_ARGS(f->name), cl_type_text(&f->type, a), CL_STR_ARGS(w->name),
                         cl_type_text(&w->type, b));
    }
    return report->n_faults == n_faults;
}

void golden_compare(struct golden_report *report, const struct cleap_frame *found,
                    const struct cleap_frame *wanted, struct golden_compare how)
{
    if (!schemas_match(report, found->schema, wanted->schema))
        return;
    if (found->n != wanted->n) {
        golden_fault(report, "%zu rows, wanted %zu", found->n, wanted->n);
        return;
    }
    for (size_t i = 0; i < found->schema->n; i++) {
        const struct cl_field *field = &found->schema->fields[i];
        struct place at = {.report = report,
                           .how = how,
                           .tally = find_tally(report, golden_maker(report->model, field->name)),
                           .column = field->name,
                           .base = field->type.base};

        if (!how.exact)
            at.parity = golden_parity(report->model, field->name);
        for (at.row = 0; at.row < found->n; at.row++)
            check_cell(&at, &found->columns[i], &wanted->columns[i]);
    }
}
