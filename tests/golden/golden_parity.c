/*
 * How close each column must come to the JVM: as close as the op that makes it says (struct
 * cl_parity), and no other number. So what docs/operators.md promises is what is tested.
 */
#include "tests/golden/golden.h"

/* Finds the output that makes a column. */
static const struct cl_node *find_maker(const struct cleap_model *model, struct cl_str column,
                                        size_t *output)
{
    for (size_t k = 0; k < model->n_nodes; k++)
        for (size_t i = 0; i < model->nodes[k].n_out; i++)
            if (model->nodes[k].out_column[i].at != NULL &&
                cl_str_equal(model->nodes[k].out_column[i], column)) {
                *output = i;
                return &model->nodes[k];
            }
    return NULL;
}

const char *golden_maker(const struct cleap_model *model, struct cl_str column)
{
    size_t output;
    const struct cl_node *maker = find_maker(model, column, &output);

    return maker != NULL ? maker->op->name : "frame";
}

struct cl_parity golden_parity(const struct cleap_model *model, struct cl_str column)
{
    size_t output;
    const struct cl_node *maker = find_maker(model, column, &output);

    if (maker == NULL || maker->op->parity.kind <= CL_PARITY_EXACT)
        return (struct cl_parity){.kind = CL_PARITY_EXACT};
    return cl_parity_of(&maker->op->parity, maker->out[output].port->name);
}
