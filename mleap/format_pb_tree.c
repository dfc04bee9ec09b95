/*
 * Trees in the protobuf format: records of a length and a message.
 */
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
