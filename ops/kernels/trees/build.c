/*
 * Chooses how trees are walked and lays them out for it.
 */
#include "ops/kernels/trees/cut_list.h"
#include "ops/kernels/trees/layout.h"

/* What fits the nodes of a table's trees: 16 bits each. */
#define MOST_CUTS 32768u
#define MOST_LEAVES 8192u
#define MOST_TABLE_NODES (65536u / sizeof(struct cl_table_node))
#define MOST_NARROW_NODES 65535u

#define SCRATCH ((size_t)64 << 10)

/* Costs in nanoseconds, as bench_forest shows them. */
#define NS_LEAF_ZERO 0.01
#define NS_CUT 0.07
#define NS_CUT_COLUMN 0.3
#define NS_TABLE_STEP 0.36
#define NS_NARROW_STEP 0.44
#define NS_WIDE_STEP 0.52
#define NS_LAZY_STEP 3.5
#define NS_BEYOND_CACHE 0.25 /* for each step and each further cache that nodes would fill */
#define MOST_BEYOND 8.0
#define CACHE_BYTES ((double)(1 << 20))

/* Nodes that are walked by many rows before others are. */
#define BLOCK_BYTES ((double)(96 << 10))

struct builder {
    const struct cl_trees_input *input;
    struct cl_trees *trees;
    struct cl_arena *arena;
    struct cl_arena scratch; /* gone once all is built */
    struct cl_trees_layout layout;
    struct cl_cut_list cuts;
    bool has_table; /* whether all that a table needs is there */
    uint32_t max_nodes;
    double steps, lazy_steps; /* of a row */
};

static uint32_t count_groups(uint32_t n_trees)
{
    return (n_trees + CL_TREES_LANES - 1) / CL_TREES_LANES;
}

/* How far a group is walked: beyond some levels no further than needed, which is taken to be half
 * as deep again as the mean of the leaves. */
static double group_steps(const struct cl_tree_shape *shapes, uint32_t n)
{
    double most = 0.0;

    for (uint32_t k = 0; k < n; k++) {
        double depth = (double)shapes[k].depth, likely = 1.5 * shapes[k].mean_depth + 4.0;

        if (depth > likely)
            depth = likely;
        if (depth > most)
            most = depth;
    }
    return most * CL_TREES_LANES;
}

static void measure(struct builder *b)
{
    const struct cl_tree_shape *shapes = b->layout.shapes;
    uint32_t n_trees = b->input->n_trees;

    for (uint32_t t = 0; t < n_trees; t++) {
        if (t % CL_TREES_LANES == 0)
            b->steps += group_steps(&shapes[t],
                                    n_trees - t < CL_TREES_LANES ? n_trees - t : CL_TREES_LANES);
        b->lazy_steps += shapes[t].mean_depth + 1.0;
        if (shapes[t].n_nodes > b->max_nodes)
            b->max_nodes = shapes[t].n_nodes;
        if (shapes[t].n_leaves > b->trees->max_leaves)
            b->trees->max_leaves = shapes[t].n_leaves;
    }
}

static bool is_narrow(const struct builder *b)
{
    return b->input->has_small_keys && b->max_nodes <= MOST_NARROW_NODES &&
           b->input->n_columns <= UINT16_MAX;
}

/* Blocks of cuts are filled up: this many more, at the most. */
static size_t most_places(const struct builder *b)
{
    return b->cuts.n + (size_t)b->input->n_columns * (CL_CUTS_BLOCK - 1) + b->trees->max_leaves;
}

/* Gathers the cuts, unless there are too many for a table to pay. False: no memory. */
static bool gather_cuts(struct builder *b)
{
    const struct cl_trees_input *in = b->input;
    double worth = b->steps * NS_WIDE_STEP / NS_CUT;
    uint32_t most = worth < MOST_CUTS && in->way == CL_TREES_ANY ? (uint32_t)worth : MOST_CUTS;

    b->has_table = b->max_nodes <= MOST_TABLE_NODES && b->trees->max_leaves <= MOST_LEAVES;
    if (!b->has_table)
        return true;
    if (most > in->n_nodes)
        most = in->n_nodes;
    if (!cl_cut_list_init(&b->cuts, most, &b->scratch))
        return false;
    for (uint32_t i = 0; i < in->n_nodes && b->has_table; i++)
        if (in->nodes[i].left != 0 && b->layout.place[i] != CL_NO_PLACE)
            b->has_table = cl_cut_list_add(&b->cuts, &in->nodes[i]);
    if (most_places(b) > UINT16_MAX)
        b->has_table = false;
    return true;
}

/* Nodes that do not fit the second cache cost more, the more there are. */
static double step_ns(const struct builder *b, double ns, size_t node_size)
{
    double beyond = (double)b->layout.n_nodes * (double)node_size / CACHE_BYTES - 1.0;

    if (beyond <= 0.0)
        return ns;
    return ns + NS_BEYOND_CACHE * (beyond < MOST_BEYOND ? beyond : MOST_BEYOND);
}

static enum cl_trees_way cheapest(const struct builder *b)
{
    double row = b->input->row_ns;
    double table = row + (double)b->cuts.n * NS_CUT + b->input->n_columns * NS_CUT_COLUMN +
                   b->trees->max_leaves * NS_LEAF_ZERO +
                   b->steps * step_ns(b, NS_TABLE_STEP, sizeof(struct cl_table_node));
    double keys = row + b->steps * (b->trees->is_narrow
                                        ? step_ns(b, NS_NARROW_STEP, sizeof(struct cl_narrow_node))
                                        : step_ns(b, NS_WIDE_STEP, sizeof(struct cl_wide_node)));
    double lazy = b->lazy_steps * NS_LAZY_STEP;

    if (lazy < keys && (lazy < table || !b->has_table))
        return CL_TREES_LAZY;
    return b->has_table && table < keys ? CL_TREES_TABLE : CL_TREES_KEYS;
}

static enum cl_trees_way choose(struct builder *b)
{
    enum cl_trees_way way = b->input->way;

    b->trees->is_narrow = is_narrow(b);
    if (way == CL_TREES_ANY)
        way = cheapest(b);
    if (way == CL_TREES_TABLE && !b->has_table)
        way = CL_TREES_KEYS;
    if (way == CL_TREES_LAZY)
        b->trees->is_narrow = false;
    return way;
}

/* The roots, and the first leaves, of the trees and of those that fill up the last group. */
static bool lay_roots(struct builder *b)
{
    const struct cl_trees_input *in = b->input;
    uint32_t n_groups = count_groups(in->n_trees), n_leaves = 0;
    uint32_t *roots = cl_arena_array(b->arena, n_groups, CL_TREES_LANES * sizeof *roots);
    uint32_t *first_leaf = cl_arena_zeroed(b->arena, n_groups, CL_TREES_LANES * sizeof *first_leaf);
    uint32_t *depths = cl_arena_zeroed(b->arena, n_groups, sizeof *depths);

    if (roots == NULL || first_leaf == NULL || depths == NULL)
        return false;
    for (uint32_t t = 0; t < n_groups * CL_TREES_LANES; t++)
        roots[t] = b->layout.n_nodes;
    for (uint32_t t = 0; t < in->n_trees; t++) {
        uint32_t *depth = &depths[t / CL_TREES_LANES];

        roots[t] = b->layout.place[in->roots[t]];
        first_leaf[t] = n_leaves - (uint32_t)(b->trees->cuts.n_blocks * CL_CUTS_BLOCK);
        n_leaves += b->layout.shapes[t].n_leaves;
        if (b->layout.shapes[t].depth > *depth)
            *depth = b->layout.shapes[t].depth;
    }
    b->trees->roots = roots;
    b->trees->first_leaf = first_leaf;
    b->trees->depths = depths;
    return true;
}

/* Groups whose nodes take no more than BLOCK_BYTES. */
static uint32_t count_block(const struct builder *b, size_t node_bytes)
{
    uint32_t n_groups = count_groups(b->input->n_trees);
    double bytes = (double)b->layout.n_nodes * (double)node_bytes + 1.0;
    double groups = n_groups * (BLOCK_BYTES / bytes);

    if (groups < 1.0)
        return 1;
    return groups < n_groups ? (uint32_t)groups : n_groups + 1;
}

static size_t node_size(const struct cl_trees *trees)
{
    if (trees->way == CL_TREES_TABLE)
        return sizeof(struct cl_table_node);
    return trees->is_narrow ? sizeof(struct cl_narrow_node) : sizeof(struct cl_wide_node);
}

static void put_split(const struct builder *b, void *nodes, const struct cl_split *split,
                      uint32_t place, uint32_t ahead)
{
    if (b->trees->way == CL_TREES_TABLE)
        ((struct cl_table_node *)nodes)[place] = (struct cl_table_node){
            .cut = (uint16_t)cl_cut_list_place(&b->cuts, split),
            .ahead = (uint16_t)(ahead * sizeof(struct cl_table_node)),
        };
    else if (b->trees->is_narrow)
        ((struct cl_narrow_node *)nodes)[place] = (struct cl_narrow_node){
            .cut = (uint32_t)split->cut,
            .column = (uint16_t)split->column,
            .ahead = (uint16_t)ahead,
        };
    else
        ((struct cl_wide_node *)nodes)[place] =
            (struct cl_wide_node){.cut = split->cut, .column = split->column, .ahead = ahead};
}

static void put_leaf(const struct builder *b, void *nodes, uint32_t place, uint32_t leaf)
{
    if (b->trees->way == CL_TREES_TABLE)
        ((struct cl_table_node *)nodes)[place] = (struct cl_table_node){
            .cut = (uint16_t)(b->trees->cuts.n_blocks * CL_CUTS_BLOCK + leaf)};
    else if (b->trees->is_narrow)
        ((struct cl_narrow_node *)nodes)[place] =
            (struct cl_narrow_node){.cut = CL_NARROW_LEAF | leaf};
    else
        ((struct cl_wide_node *)nodes)[place] = (struct cl_wide_node){.cut = CL_WIDE_LEAF | leaf};
}

static void put_tree(const struct builder *b, uint32_t t, void *nodes)
{
    const struct cl_trees_input *in = b->input;
    const uint32_t *places = b->layout.place;
    uint32_t leaf = 0;

    for (uint32_t i = in->roots[t]; i < cl_trees_end(in, t); i++) {
        const struct cl_split *node = &in->nodes[i];

        if (places[i] != CL_NO_PLACE && node->left != 0)
            put_split(b, nodes, node, places[i], places[node->left] - places[i]);
        else if (places[i] != CL_NO_PLACE)
            put_leaf(b, nodes, places[i], leaf);
        leaf += node->left == 0;
    }
}

/* False: no memory. */
static bool build(struct builder *b)
{
    struct cl_trees *trees = b->trees;
    void *nodes;

    if (!cl_trees_lay(&b->layout, b->input, &b->scratch))
        return false;
    measure(b);
    if (!gather_cuts(b))
        return false;
    trees->way = choose(b);
    if (trees->way == CL_TREES_LAZY && b->input->needs_no_lazy)
        return true;
    if (trees->way == CL_TREES_TABLE && !cl_cut_list_table(&b->cuts, &trees->cuts, b->arena))
        return false;
    nodes = cl_arena_array(b->arena, (size_t)b->layout.n_nodes + 1, node_size(trees));
    if (nodes == NULL || !lay_roots(b))
        return false;
    for (uint32_t t = 0; t < b->input->n_trees; t++)
        put_tree(b, t, nodes);
    put_leaf(b, nodes, b->layout.n_nodes, 0);
    trees->nodes = nodes;
    trees->block = count_block(b, node_size(trees));
    return true;
}

enum cleap_status cl_trees_build(struct cl_trees *trees, const struct cl_trees_input *input,
                                 struct cl_arena *arena, struct cleap_error *err)
{
    struct builder b = {.input = input, .trees = trees, .arena = arena};
    bool built;

    *trees = (struct cl_trees){.n_trees = input->n_trees, .n_columns = input->n_columns};
    cl_arena_init(&b.scratch, SCRATCH);
    built = build(&b);
    cl_arena_free(&b.scratch);
    return built ? CLEAP_OK : cl_fail_nomem(err);
}
