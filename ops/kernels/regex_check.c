/*
 * What is refused of a pattern that Java would take, because PCRE2 cannot be made to follow.
 */
#include "ops/kernels/regex_tree.h"

/* Where a node stands. */
struct place {
    bool behind; /* in a look-behind */
    bool final;  /* in a group that, once it matched, is not entered again */
};

bool cl_rx_is_deterministic(const struct cl_rx_node *node)
{
    switch (node->kind) {
    case CL_RX_CHOICE:
        return false;
    case CL_RX_SEQUENCE:
        for (const struct cl_rx_node *item = node->as.first; item != NULL; item = item->next)
            if (!cl_rx_is_deterministic(item))
                return false;
        return true;
    case CL_RX_GROUP:
        return node->as.group.kind > CL_RX_ATOMIC || cl_rx_is_deterministic(node->as.group.body);
    case CL_RX_REPEAT:
        return node->as.repeat.min == node->as.repeat.max &&
               cl_rx_is_deterministic(node->as.repeat.body);
    default:
        return true;
    }
}

static bool may_be_empty(const struct cl_rx_node *node)
{
    switch (node->kind) {
    case CL_RX_SET:
    case CL_RX_LINE_END:
        return false;
    case CL_RX_TEXT:
        return node->as.text.n == 0;
    case CL_RX_SEQUENCE:
        for (const struct cl_rx_node *item = node->as.first; item != NULL; item = item->next)
            if (!may_be_empty(item))
                return false;
        return true;
    case CL_RX_CHOICE:
        for (const struct cl_rx_node *item = node->as.first; item != NULL; item = item->next)
            if (may_be_empty(item))
                return true;
        return false;
    case CL_RX_GROUP:
        return node->as.group.kind > CL_RX_ATOMIC || may_be_empty(node->as.group.body);
    case CL_RX_REPEAT:
        return node->as.repeat.min == 0 || may_be_empty(node->as.repeat.body);
    case CL_RX_ASSERT:
    case CL_RX_BACKREF:
        break;
    }
    return true;
}

/* Java leaves a counted loop at an empty turn, however few there were; PCRE2 goes on. */
static bool counts_empty_turns(const struct cl_rx_node *node)
{
    const struct cl_rx_node *body = node->as.repeat.body;
    uint32_t min = node->as.repeat.min, max = node->as.repeat.max;

    return body->kind == CL_RX_GROUP && body->as.group.kind < CL_RX_ATOMIC &&
           node->as.repeat.greed != CL_RX_POSSESSIVE &&
           (min > 1 || (max > 1 && max != CL_RX_NO_MAX)) && may_be_empty(body) &&
           !cl_rx_is_deterministic(body);
}

static enum cleap_status check(const struct cl_rx_tree *tree, const struct cl_rx_node *node,
                               struct place at, struct cleap_error *err);

static enum cleap_status check_group(const struct cl_rx_tree *tree, const struct cl_rx_node *node,
                                     struct place at, struct cleap_error *err)
{
    enum cl_rx_group kind = node->as.group.kind;

    /* Java leaves such a group's text behind when what follows fails and another way is tried */
    if (kind == CL_RX_CAPTURE && at.final && tree->has_backref)
        return cl_fail(err, CLEAP_E_UNSUPPORTED,
                       "a back reference with a group in a look-around or atomic group is not "
                       "supported");
    if (kind >= CL_RX_ATOMIC)
        at.final = true;
    if (kind >= CL_RX_AHEAD)
        at.behind = kind >= CL_RX_BEHIND;
    return check(tree, node->as.group.body, at, err);
}

static enum cleap_status check(const struct cl_rx_tree *tree, const struct cl_rx_node *node,
                               struct place at, struct cleap_error *err)
{
    switch (node->kind) {
    case CL_RX_SEQUENCE:
    case CL_RX_CHOICE:
        for (const struct cl_rx_node *item = node->as.first; item != NULL; item = item->next)
            CL_TRY(check(tree, item, at, err));
        break;
    case CL_RX_GROUP:
        return check_group(tree, node, at, err);
    case CL_RX_REPEAT:
        if (counts_empty_turns(node))
            return cl_fail(err, CLEAP_E_UNSUPPORTED,
                           "a counted group that may be empty is not supported");
        at.final = at.final || node->as.repeat.greed == CL_RX_POSSESSIVE;
        return check(tree, node->as.repeat.body, at, err);
    case CL_RX_BACKREF:
        if (at.behind)
            return cl_fail(err, CLEAP_E_UNSUPPORTED,
                           "a back reference in a look-behind is not supported");
        break;
    default:
        break;
    }
    return CLEAP_OK;
}

enum cleap_status cl_rx_check(const struct cl_rx_tree *tree, struct cleap_error *err)
{
    return check(tree, tree->root, (struct place){false, false}, err);
}
