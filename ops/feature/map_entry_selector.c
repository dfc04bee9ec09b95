/*
 * map_entry_selector: the entry of a map that has a key.
 *
 *   in   input   map from string to value_type
 *        key     string
 *   out  output  value_type, nullable if it is string
 *
 * A key that the map does not have gives default_value, which is stored as an attribute of
 * value_type; bytes and shorts as ints, cut to their width.
 *
 * Follows MLeap 0.25.2: core/feature/MapEntrySelectorModel.scala,
 * bundle/ops/feature/MapEntrySelectorOp.scala.
 */
#include "runtime/op.h"

struct selector {
    enum cl_base key, value;
    union {
        bool b;
        int8_t i8;
        int16_t i16;
        int32_t i32;
        int64_t i64;
        float f32;
        double f64;
        struct cl_str str;
        unsigned char bytes[sizeof(struct cl_str)];
    } fallback;
};

static const struct cl_attr attrs[] = {
    {.name = "key_type", .type = CL_ATTR_BASE, .offset = offsetof(struct selector, key)},
    {.name = "value_type", .type = CL_ATTR_BASE, .offset = offsetof(struct selector, value)},
    {.type = CL_ATTR_END},
};

static const struct cl_port ports[] = {
    {.name = "input", .dir = CL_IN, .base = CL_F64, .shape = CL_MAP, .nullable = true},
    {.name = "key", .dir = CL_IN, .base = CL_STR, .shape = CL_SCALAR},
    {.name = "output", .dir = CL_OUT, .base = CL_F64, .shape = CL_SCALAR},
    {.dir = CL_PORT_END},
};

/* The slot that default_value is read from; CL_ATTR_END: there is no such op in the JVM. */
static enum cl_attr_type slot_of(enum cl_base base)
{
    static const enum cl_attr_type slots[CL_N_BASES] = {
        [CL_BOOL] = CL_ATTR_BOOL, [CL_I8] = CL_ATTR_I32,  [CL_I16] = CL_ATTR_I32,
        [CL_I32] = CL_ATTR_I32,   [CL_I64] = CL_ATTR_I64, [CL_F32] = CL_ATTR_F32,
        [CL_F64] = CL_ATTR_F64,   [CL_STR] = CL_ATTR_STR,
    };

    return slots[base];
}

static enum cleap_status load(void *state, struct cl_source *src, struct cleap_error *err)
{
    struct selector *s = state;
    struct cl_attr fallback = {.name = "default_value", .type = slot_of(s->value)};

    if (s->key != CL_STR || fallback.type == CL_ATTR_END)
        return cl_fail(err, CLEAP_E_UNSUPPORTED, "a map from %s to %s is not supported",
                       cl_base_name(s->key), cl_base_name(s->value));
    CL_TRY(cl_source_get(src, &fallback, &s->fallback, err));
    if (s->value == CL_I8)
        s->fallback.i8 = (int8_t)(uint8_t)s->fallback.i32;
    else if (s->value == CL_I16)
        s->fallback.i16 = (int16_t)(uint16_t)s->fallback.i32;
    return CLEAP_OK;
}

static enum cleap_status prepare(void *state, struct cl_prepare *p, struct cleap_error *err)
{
    const struct selector *s = state;

    (void)err;
    p->in[0].type.key = s->key;
    p->in[0].type.base = s->value;
    p->out[0].type.base = s->value;
    p->out[0].type.nullable = s->value == CL_STR;
    return CLEAP_OK;
}

/* The place of a key, or the map's size. */
static uint32_t find(const struct cl_map *map, struct cl_str key)
{
    const struct cl_str *keys = map->key;
    uint32_t k = 0;

    while (k < map->n && !cl_str_equal(keys[k], key))
        k++;
    return k;
}

static enum cleap_status execute(const void *state, struct cl_exec *x, struct cleap_error *err)
{
    const struct selector *s = state;
    const struct cl_map *in = x->in[0]->as.map;
    const struct cl_str *keys = x->in[1]->as.str;
    size_t size = cl_base_size(s->value);
    unsigned char *out = x->out[0]->as.any;

    (void)err;
    for (size_t i = 0; i < x->n; i++) {
        const unsigned char *values = in[i].value;
        uint32_t place = find(&in[i], keys[i]);

        memcpy(out + i * size, place < in[i].n ? values + place * size : s->fallback.bytes, size);
    }
    return CLEAP_OK;
}

const struct cl_op cl_op_map_entry_selector = {
    .name = "map_entry_selector",
    .parity = {.kind = CL_PARITY_EXACT},
    .attrs = attrs,
    .ports = ports,
    .state_size = sizeof(struct selector),
    .load = load,
    .prepare = prepare,
    .execute = execute,
};
