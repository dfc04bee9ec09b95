/*
 * Trees in the protobuf format: records of a length and a message.
 */
#include <string.h>

#include "mleap/format_pb.h"
#include "mleap/proto/ctree.pb-c.h"
#include "mleap/proto/dtree.pb-c.h"

/* A record: its length, 4 bytes, the highest first, then a message. */
static enum cleap_status next_record(struct cl_str *rest, struct cl_str *record,
                                     struct cleap_error *err)
{
    const unsigned char *p = (const unsigned char *)rest->at;
    uint32_t n;

    if (rest->n == 0)
        return cl_fail(err, CLEAP_E_FORMAT, "the file ends before the tree does");
    if (rest->n < 4)
        return cl_fail(err, CLEAP_E_FORMAT, "%u bytes behind the last node", rest->n);
    n = (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | (uint32_t)p[3];
    if (n > rest->n - 4)
        return cl_fail(err, CLEAP_E_FORMAT, "a node of %u bytes, %u are left", n, rest->n - 4);
    *record = (struct cl_str){.at = rest->at + 4, .n = n};
    *rest = (struct cl_str){.at = rest->at + 4 + n, .n = rest->n - 4 - n};
    return CLEAP_OK;
}

/* Nodes as writers write them: every field in its place and at most once, lengths of one byte. They
 * are taken apart here, which saves half the time that a forest takes to load; all else, be it
 * sound or not, is left to protobuf-c. */

/* Takes a field with that tag that fills all of `in`. */
static bool unwrap(struct cl_str in, unsigned char tag, struct cl_str *out)
{
    const unsigned char *p = (const unsigned char *)in.at;

    if (in.n < 2 || p[0] != tag || p[1] > 127 || p[1] != in.n - 2)
        return false;
    *out = (struct cl_str){.at = in.at + 2, .n = in.n - 2};
    return true;
}

static double read_double(const char *at)
{
    const unsigned char *p = (const unsigned char *)at;
    uint64_t bits = 0;
    double value;

    for (unsigned i = 0; i < 8; i++)
        bits |= (uint64_t)p[i] << 8 * i;
    memcpy(&value, &bits, sizeof value);
    return value;
}

/* A field that may be left out: of up to four bytes, which hold 28 bits. */
static bool take_number(struct cl_str *in, unsigned char tag, uint32_t *number)
{
    const unsigned char *p = (const unsigned char *)in->at;
    uint32_t n = 1;

    *number = 0;
    if (in->n == 0 || p[0] != tag)
        return true;
    for (; n < in->n && n < 5; n++) {
        *number |= (uint32_t)(p[n] & 127) << 7 * (n - 1);
        if (p[n] < 128) {
            *in = (struct cl_str){.at = in->at + n + 1, .n = in->n - n - 1};
            return true;
        }
    }
    return false;
}

static bool take_continuous(struct cl_str in, struct cl_tree_node *node)
{
    uint32_t feature;

    if (!take_number(&in, 0x08, &feature))
        return false;
    *node = (struct cl_tree_node){.kind = CL_TREE_CONTINUOUS, .feature = (int32_t)feature};
    if (in.n == 0)
        return true;
    if (in.n != 9 || in.at[0] != 0x11)
        return false;
    node->threshold = read_double(in.at + 1);
    return true;
}

static bool take_leaf(struct cl_arena *arena, struct cl_str in, struct cl_tree_node *node)
{
    double *values;

    if (!unwrap(in, 0x0A, &in) || in.n % 8 != 0)
        return false;
    values = cl_arena_array(arena, in.n / 8, sizeof *values);
    if (values == NULL)
        return false;
    for (uint32_t i = 0; i < in.n / 8; i++)
        values[i] = read_double(in.at + 8 * (size_t)i);
    *node = (struct cl_tree_node){.kind = CL_TREE_LEAF, .n_values = in.n / 8, .value = values};
    return true;
}

static bool take_usual(struct cl_arena *arena, struct cl_str record, struct cl_tree_node *node)
{
    struct cl_str in;

    if (unwrap(record, 0x12, &in))
        return take_leaf(arena, in, node);
    return unwrap(record, 0x0A, &in) && unwrap(in, 0x0A, &in) && unwrap(in, 0x12, &in) &&
           take_continuous(in, node);
}

static enum cleap_status read_split(const Cl__Dtree__Split *split, struct cl_tree_node *node,
                                    struct cleap_error *err)
{
    if (split != NULL && split->s_case == CL__DTREE__SPLIT__S_CONTINUOUS) {
        node->kind = CL_TREE_CONTINUOUS;
        node->feature = (int32_t)split->continuous->feature_index;
        node->threshold = split->continuous->threshold;
        return CLEAP_OK;
    }
    if (split != NULL && split->s_case == CL__DTREE__SPLIT__S_CATEGORICAL) {
        node->kind = CL_TREE_CATEGORICAL;
        node->feature = (int32_t)split->categorical->feature_index;
        node->is_left = split->categorical->is_left != 0;
        node->n_values = split->categorical->n_categories;
        node->value = split->categorical->categories;
        return CLEAP_OK;
    }
    return cl_fail(err, CLEAP_E_FORMAT, "an inner node without a split");
}

enum cleap_status cl_pb_next_tree_node(struct cl_decoder *d, struct cl_str *rest,
                                       struct cl_tree_node *node, struct cleap_error *err)
{
    const Cl__Dtree__Node *m;
    struct cl_str record;

    CL_TRY(next_record(rest, &record, err));
    if (take_usual(d->scratch, record, node))
        return CLEAP_OK;
    m = cl_pb_unpack(d->scratch, &cl__dtree__node__descriptor, record, err);
    if (m == NULL)
        return err->status;
    *node = (struct cl_tree_node){.kind = CL_TREE_LEAF};
    if (m->n_case == CL__DTREE__NODE__N_INTERNAL)
        return read_split(m->internal->split, node, err);
    if (m->n_case != CL__DTREE__NODE__N_LEAF)
        return cl_fail(err, CLEAP_E_FORMAT, "a node that is neither a leaf nor an inner one");
    node->n_values = m->leaf->n_values;
    node->value = m->leaf->values;
    return CLEAP_OK;
}

enum cleap_status cl_pb_next_cluster_node(struct cl_decoder *d, struct cl_str *rest,
                                          struct cl_cluster_node *node, struct cleap_error *err)
{
    const Cl__Ctree__Node *m;
    struct cl_str record;

    CL_TRY(next_record(rest, &record, err));
    m = cl_pb_unpack(d->scratch, &cl__ctree__node__descriptor, record, err);
    if (m == NULL)
        return err->status;
    *node = (struct cl_cluster_node){
        .index = (int32_t)m->index, /* MLeap writes negative ones into a field without a sign */
        .n_children = (int32_t)m->num_children,
        .norm = m->norm,
        .n_values = m->n_values,
        .value = m->values,
    };
    return CLEAP_OK;
}
