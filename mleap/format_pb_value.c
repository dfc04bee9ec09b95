/*
 * The values of attributes in the protobuf format.
 */
#include "mleap/format_pb.h"
#include "mleap/limits.h"
#include "mleap/proto/bundle.pb-c.h"
#include "mleap/tensor_bytes.h"

static enum cl_base base_of(Cl__Pb__BasicType type)
{
    switch (type) {
    case CL__PB__BASIC_TYPE__BOOLEAN:
        return CL_BOOL;
    case CL__PB__BASIC_TYPE__BYTE:
        return CL_I8;
    case CL__PB__BASIC_TYPE__SHORT:
        return CL_I16;
    case CL__PB__BASIC_TYPE__INT:
        return CL_I32;
    case CL__PB__BASIC_TYPE__LONG:
        return CL_I64;
    case CL__PB__BASIC_TYPE__FLOAT:
        return CL_F32;
    case CL__PB__BASIC_TYPE__DOUBLE:
        return CL_F64;
    case CL__PB__BASIC_TYPE__STRING:
        return CL_STR;
    case CL__PB__BASIC_TYPE__BYTE_STRING:
        return CL_BYTES;
    default:
        return CL_BASE_NONE;
    }
}

/* Dimensions into the arena. */
static enum cleap_status read_dims(struct cl_decoder *d, const Cl__Pb__TensorShape *shape,
                                   int32_t **size, struct cleap_error *err)
{
    if (shape->n_dimensions > CL_MAX_RANK)
        return cl_fail(err, CLEAP_E_LIMIT, "a tensor of %zu dimensions, at most %d are taken",
                       shape->n_dimensions, CL_MAX_RANK);
    *size = cl_arena_array(d->arena, shape->n_dimensions, sizeof **size);
    if (*size == NULL)
        return cl_fail_nomem(err);
    for (size_t i = 0; i < shape->n_dimensions; i++)
        (*size)[i] = shape->dimensions[i]->size;
    return CLEAP_OK;
}

static enum cleap_status read_tensor(struct cl_decoder *d, const Cl__Pb__Tensor *from,
                                     struct cl_attr_tensor *tensor, struct cleap_error *err)
{
    int32_t *size;

    *tensor = (struct cl_attr_tensor){.base = base_of(from->of)};
    if (tensor->base == CL_BASE_NONE)
        return cl_fail(err, CLEAP_E_FORMAT, "a tensor of no known type (%d)", (int)from->of);
    if (from->shape == NULL)
        return cl_fail(err, CLEAP_E_FORMAT, "a tensor without a shape");
    CL_TRY(cl_tensor_bytes_read(tensor, cl_pb_str(from->value), d->arena, err));
    CL_TRY(read_dims(d, from->shape, &size, err));
    return cl_decoder_tensor_dims(tensor, size, from->shape->n_dimensions, err);
}

static enum cleap_status read_shape(struct cl_decoder *d, const Cl__Pb__DataShape *from,
                                    struct cl_data_shape *shape, struct cleap_error *err)
{
    static const enum cl_shape kinds[] = {CL_SCALAR, CL_LIST, CL_TENSOR};
    int32_t *size;

    if ((unsigned)from->kind >= CL_COUNT_OF(kinds))
        return cl_fail(err, CLEAP_E_FORMAT, "a data shape of no known kind (%d)", (int)from->kind);
    *shape = (struct cl_data_shape){.shape = kinds[from->kind], .nullable = from->is_nullable != 0};
    if (from->tensor_shape == NULL)
        return CLEAP_OK;
    CL_TRY(read_dims(d, from->tensor_shape, &size, err));
    shape->dims = (struct cl_dims){
        .known = true, .n = (uint32_t)from->tensor_shape->n_dimensions, .size = size};
    return CLEAP_OK;
}

static enum cleap_status read_scalar(struct cl_decoder *d, const Cl__Pb__Scalar *from,
                                     const struct cl_attr *attr, void *field,
                                     struct cleap_error *err)
{
    bool flag = from->b != 0;
    enum cl_base base = base_of(from->bt);

    switch (attr->type) {
    case CL_ATTR_BOOL:
        memcpy(field, &flag, sizeof flag);
        return CLEAP_OK;
    case CL_ATTR_I32:
        memcpy(field, &from->i, sizeof from->i);
        return CLEAP_OK;
    case CL_ATTR_I64:
        memcpy(field, &from->l, sizeof from->l);
        return CLEAP_OK;
    case CL_ATTR_F32:
        memcpy(field, &from->f, sizeof from->f);
        return CLEAP_OK;
    case CL_ATTR_F64:
        memcpy(field, &from->d, sizeof from->d);
        return CLEAP_OK;
    case CL_ATTR_STR:
        return cl_pb_keep_text(d, from->s, field, err);
    case CL_ATTR_BASE:
        memcpy(field, &base, sizeof base);
        return CLEAP_OK;
    case CL_ATTR_SHAPE:
        if (from->ds != NULL)
            return read_shape(d, from->ds, field, err);
        return cl_decoder_default(attr, field, err);
    default:
        return cl_decoder_default(attr, field, err);
    }
}

static enum cleap_status keep_list(struct cl_decoder *d, const void *from, size_t n, size_t size,
                                   void *field, struct cleap_error *err)
{
    void *at = cl_arena_copy(d->arena, from, n * size);

    if (at == NULL)
        return cl_fail_nomem(err);
    cl_decoder_set_list(field, at, n);
    return CLEAP_OK;
}

/* The lists whose items need more than a copy: one item. */
static enum cleap_status read_item(struct cl_decoder *d, const Cl__Pb__List *from,
                                   enum cl_attr_type type, size_t i, void *item,
                                   struct cleap_error *err)
{
    switch (type) {
    case CL_ATTR_BOOLS:
        *(bool *)item = from->b[i] != 0;
        return CLEAP_OK;
    case CL_ATTR_STRS:
        return cl_pb_keep_text(d, from->s[i], item, err);
    case CL_ATTR_BASES:
        *(enum cl_base *)item = base_of(from->bt[i]);
        return CLEAP_OK;
    case CL_ATTR_SHAPES:
        return read_shape(d, from->ds[i], item, err);
    default:
        return read_tensor(d, from->t[i], item, err);
    }
}

static enum cleap_status read_items(struct cl_decoder *d, const Cl__Pb__List *from, size_t n,
                                    size_t size, const struct cl_attr *attr, void *field,
                                    struct cleap_error *err)
{
    char *at = cl_arena_array(d->arena, n, size);

    if (at == NULL)
        return cl_fail_nomem(err);
    for (size_t i = 0; i < n; i++)
        CL_TRY(read_item(d, from, attr->type, i, at + i * size, err));
    cl_decoder_set_list(field, at, n);
    return CLEAP_OK;
}

static enum cleap_status read_list(struct cl_decoder *d, const Cl__Pb__List *from,
                                   const struct cl_attr *attr, void *field, struct cleap_error *err)
{
    switch (attr->type) {
    case CL_ATTR_I32S:
        return keep_list(d, from->i, from->n_i, sizeof *from->i, field, err);
    case CL_ATTR_I64S:
        return keep_list(d, from->l, from->n_l, sizeof *from->l, field, err);
    case CL_ATTR_F64S:
        return keep_list(d, from->d, from->n_d, sizeof *from->d, field, err);
    case CL_ATTR_BOOLS:
        return read_items(d, from, from->n_b, sizeof(bool), attr, field, err);
    case CL_ATTR_STRS:
        return read_items(d, from, from->n_s, sizeof(struct cl_str), attr, field, err);
    case CL_ATTR_BASES:
        return read_items(d, from, from->n_bt, sizeof(enum cl_base), attr, field, err);
    case CL_ATTR_SHAPES:
        return read_items(d, from, from->n_ds, sizeof(struct cl_data_shape), attr, field, err);
    case CL_ATTR_TENSORS:
        return read_items(d, from, from->n_t, sizeof(struct cl_attr_tensor), attr, field, err);
    default:
        return cl_decoder_default(attr, field, err);
    }
}

/* Which slots hold anything, a bit each, by the type that reads them; those that no attribute
 * reads are bit 0. */
static uint32_t filled_scalar(const Cl__Pb__Scalar *s)
{
    return (uint32_t)(s->b != 0) << CL_ATTR_BOOL | (uint32_t)(s->i != 0) << CL_ATTR_I32 |
           (uint32_t)(s->l != 0) << CL_ATTR_I64 | (uint32_t)(s->f != 0.0F) << CL_ATTR_F32 |
           (uint32_t)(s->d != 0.0) << CL_ATTR_F64 | (uint32_t)(s->s.len > 0) << CL_ATTR_STR |
           (uint32_t)(s->bt != 0) << CL_ATTR_BASE | (uint32_t)(s->ds != NULL) << CL_ATTR_SHAPE |
           (uint32_t)(s->bs.len > 0 || s->t != NULL || s->m.len > 0);
}

static uint32_t filled_list(const Cl__Pb__List *l)
{
    return (uint32_t)(l->n_b > 0) << CL_ATTR_BOOLS | (uint32_t)(l->n_i > 0) << CL_ATTR_I32S |
           (uint32_t)(l->n_l > 0) << CL_ATTR_I64S | (uint32_t)(l->n_d > 0) << CL_ATTR_F64S |
           (uint32_t)(l->n_s > 0) << CL_ATTR_STRS | (uint32_t)(l->n_bt > 0) << CL_ATTR_BASES |
           (uint32_t)(l->n_ds > 0) << CL_ATTR_SHAPES | (uint32_t)(l->n_t > 0) << CL_ATTR_TENSORS |
           (uint32_t)(l->n_f > 0 || l->n_bs > 0 || l->n_m > 0);
}

/* Whether something is there, but not where it is read. */
static bool misses(const Cl__Pb__Value *m, enum cl_attr_type type)
{
    uint32_t filled = m->v_case == CL__PB__VALUE__V_S   ? filled_scalar(m->s)
                      : m->v_case == CL__PB__VALUE__V_L ? filled_list(m->l)
                      : m->v_case == CL__PB__VALUE__V_T ? 1U << CL_ATTR_TENSOR
                                                        : 0;

    return filled != 0 && (filled >> type & 1) == 0;
}

enum cleap_status cl_pb_read_value(struct cl_decoder *d, struct cl_str value,
                                   const struct cl_attr *attr, void *field, struct cleap_error *err)
{
    struct cl_mark mark = cl_arena_mark(d->scratch);
    const Cl__Pb__Value *m = cl_pb_unpack(d->scratch, &cl__pb__value__descriptor, value, err);
    enum cleap_status status;

    if (m == NULL)
        return err->status;
    d->missed = misses(m, attr->type);
    if (m->v_case == CL__PB__VALUE__V_T && attr->type == CL_ATTR_TENSOR)
        status = read_tensor(d, m->t, field, err);
    else if (m->v_case == CL__PB__VALUE__V_S)
        status = read_scalar(d, m->s, attr, field, err);
    else if (m->v_case == CL__PB__VALUE__V_L)
        status = read_list(d, m->l, attr, field, err);
    else
        status = cl_decoder_default(attr, field, err);
    cl_arena_rewind(d->scratch, mark);
    return status;
}
