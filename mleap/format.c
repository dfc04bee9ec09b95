/*
 * What the formats share: the table of them, defaults of slots, dimensions of tensors.
 */
#include "mleap/format.h"

#include "mleap/limits.h"

/* Short texts are packed into blocks of this size; longer ones get their own. */
#define TEXT_BLOCK 4096

static const struct cl_format *const formats[] = {&cl_format_json, &cl_format_pb};

const struct cl_format *cl_format_find(struct cl_str name)
{
    for (size_t i = 0; i < CL_COUNT_OF(formats); i++)
        if (cl_str_is(name, formats[i]->name))
            return formats[i];
    return NULL;
}

struct cl_str cl_decoder_text(struct cl_decoder *d, struct cl_str text)
{
    struct cl_str copy = {.at = NULL, .n = text.n};

    if (text.n == 0)
        return (struct cl_str){.at = ""};
    if (text.n >= TEXT_BLOCK / 8) {
        copy.at = cl_arena_strndup(d->arena, text.at, text.n);
        return copy;
    }
    if (d->text_room <= text.n) {
        d->text = cl_arena_alloc(d->arena, TEXT_BLOCK);
        d->text_room = d->text != NULL ? TEXT_BLOCK : 0;
        if (d->text == NULL)
            return copy;
    }
    copy.at = d->text;
    memcpy(d->text, text.at, text.n);
    d->text[text.n] = '\0';
    d->text += text.n + 1;
    d->text_room -= text.n + 1;
    return copy;
}

/* Every list of runtime/attr.h is a pointer and a count. */
struct any_list {
    void *at;
    size_t n;
};
_Static_assert(sizeof(struct any_list) == sizeof(struct cl_f64s) &&
                   sizeof(struct any_list) == sizeof(struct cl_attr_tensors),
               "lists are alike");

void cl_decoder_set_list(void *field, void *at, size_t n)
{
    struct any_list list = {.at = at, .n = n};

    memcpy(field, &list, sizeof list);
}

enum cleap_status cl_decoder_default(const struct cl_attr *attr, void *field,
                                     struct cleap_error *err)
{
    static const size_t sizes[] = {
        [CL_ATTR_BOOL] = sizeof(bool),   [CL_ATTR_I32] = sizeof(int32_t),
        [CL_ATTR_I64] = sizeof(int64_t), [CL_ATTR_F32] = sizeof(float),
        [CL_ATTR_F64] = sizeof(double),  [CL_ATTR_BASE] = sizeof(enum cl_base),
    };

    if (cl_attr_is_list(attr->type))
        cl_decoder_set_list(field, NULL, 0);
    else if (attr->type == CL_ATTR_STR)
        memcpy(field, &(struct cl_str){.at = ""}, sizeof(struct cl_str));
    else if (attr->type == CL_ATTR_TENSOR)
        return cl_fail(err, CLEAP_E_FORMAT, "the value is no tensor");
    else if (attr->type == CL_ATTR_SHAPE)
        return cl_fail(err, CLEAP_E_FORMAT, "the value is no data shape");
    else
        memset(field, 0, sizes[attr->type]);
    return CLEAP_OK;
}

/* The product of the dimensions but a -1, whose place goes to `unknown` (rank: there is none). */
static enum cleap_status multiply(const int32_t *size, size_t rank, uint64_t *product,
                                  size_t *unknown, struct cleap_error *err)
{
    *product = 1;
    *unknown = rank;
    for (size_t i = 0; i < rank; i++) {
        if (size[i] == -1 && *unknown == rank) {
            *unknown = i;
            continue;
        }
        if (size[i] < 0)
            return cl_fail(err, CLEAP_E_FORMAT, "dimension %zu of a tensor is %d", i, size[i]);
        *product *= (uint64_t)size[i];
        if (*product > INT32_MAX)
            return cl_fail(err, CLEAP_E_FORMAT, "the dimensions of a tensor are too large");
    }
    return CLEAP_OK;
}

enum cleap_status cl_decoder_tensor_dims(struct cl_attr_tensor *tensor, int32_t *size, size_t rank,
                                         struct cleap_error *err)
{
    uint64_t product;
    size_t unknown;

    if (rank > CL_MAX_RANK)
        return cl_fail(err, CLEAP_E_LIMIT, "a tensor of %zu dimensions, at most %d are taken", rank,
                       CL_MAX_RANK);
    CL_TRY(multiply(size, rank, &product, &unknown, err));
    if (unknown < rank && product > 0 && tensor->n / product <= INT32_MAX) {
        size[unknown] = (int32_t)(tensor->n / product);
        product *= (uint64_t)size[unknown];
    }
    if (product != tensor->n || (unknown < rank && size[unknown] < 0))
        return cl_fail(err, CLEAP_E_FORMAT,
                       "the dimensions of a tensor make %llu values, %zu are there",
                       (unsigned long long)product, tensor->n);
    tensor->dims = (struct cl_dims){.known = true, .n = (uint32_t)rank, .size = size};
    return CLEAP_OK;
}
