/*
 * The functions of a format over any bytes: nothing they are given may break them.
 */
#ifndef CLEAP_FUZZ_FORMAT_TARGET_H
#define CLEAP_FUZZ_FORMAT_TARGET_H

#include "mleap/archive.h"
#include "mleap/format.h"
#include "mleap/json.h"

struct format_target {
    struct cl_arena arena, scratch;
    struct cl_decoder d;
    struct cl_str text;
    struct cleap_error err;
};

/* Puts the bytes where an archive would have read them to. */
static inline void format_target_init(struct format_target *t, const uint8_t *data, size_t size)
{
    char *at;

    cl_arena_init(&t->arena, 1024);
    cl_arena_init(&t->scratch, 1024);
    t->d = (struct cl_decoder){.arena = &t->arena, .scratch = &t->scratch, .json = cl_json_new()};
    at = cl_arena_zeroed(&t->arena, size + CL_ARCHIVE_PADDING, 1);
    if (size > 0)
        memcpy(at, data, size);
    t->text = (struct cl_str){.at = at, .n = (uint32_t)size};
    cl_error_begin(&t->err, &t->err);
}

static inline void format_target_done(struct format_target *t)
{
    cl_json_free(t->d.json);
    cl_arena_free(&t->scratch);
    cl_arena_free(&t->arena);
}

/* A value in every slot that an op may ask for. */
static inline void format_target_value(struct format_target *t, const struct cl_format *format,
                                       struct cl_str value)
{
    for (int type = CL_ATTR_END + 1; type <= CL_ATTR_TENSORS; type++) {
        struct cl_attr attr = {.name = "x", .type = (enum cl_attr_type)type};
        union {
            double align;
            char bytes[256];
        } field;

        if (type != CL_ATTR_ENUM)
            format->read_value(&t->d, value, &attr, &field, &t->err);
    }
}

/* The bytes as a node, a model, a value, and as a model whose value "x" is read. */
static inline void format_target_model(const struct cl_format *format, const uint8_t *data,
                                       size_t size)
{
    struct format_target t;
    struct cl_node_file node;
    struct cl_model_file model;

    format_target_init(&t, data, size);
    format->read_node(&t.d, t.text, &node, &t.err);
    format_target_value(&t, format, t.text);
    if (format->read_model(&t.d, t.text, &model, &t.err) == CLEAP_OK) {
        uint32_t at = cl_strmap_find(&model.names, cl_str_of("x"));

        if (at != CL_STRMAP_NONE)
            format_target_value(&t, format, model.values[at]);
    }
    format_target_done(&t);
}

/* The bytes as a tree of either kind. */
static inline void format_target_tree(const struct cl_format *format, const uint8_t *data,
                                      size_t size)
{
    struct format_target t;
    struct cl_tree_node node;
    struct cl_cluster_node cluster;
    struct cl_str rest;

    format_target_init(&t, data, size);
    rest = t.text;
    while (format->next_tree_node(&t.d, &rest, &node, &t.err) == CLEAP_OK)
        cl_arena_reset(&t.scratch);
    rest = t.text;
    while (format->next_cluster_node(&t.d, &rest, &cluster, &t.err) == CLEAP_OK)
        cl_arena_reset(&t.scratch);
    format_target_done(&t);
}

#endif
