/*
 * Scorers: the plans of one thread, the latest first in mind.
 */
#include "runtime/scorer.h"

#include <stdlib.h>

#include "runtime/exec.h"

#define MAX_PLANS 16
#define SCORER_CHUNK 1024

/* A set of selected columns. */
struct selection {
    bool all;
    struct cl_strs columns;
};

/* A plan with the columns it writes, and what it was built for. */
struct bound {
    struct cl_plan *plan;
    struct cl_tile tile;
    struct cl_arena arena; /* the selection */
    struct selection selection;
    uint64_t schema_id, selection_id;
    uint64_t last_used;
};

struct cleap_scorer {
    const struct cleap_model *model;
    struct cl_arena arena; /* the current selection */
    struct selection selection;
    uint64_t selection_id; /* changes with the selection */
    uint64_t clock;
    struct bound *bounds[MAX_PLANS];
    void *attached;
    void (*free_attached)(void *thing);
};

static bool selection_equal(const struct selection *a, const struct selection *b)
{
    if (a->all || b->all)
        return a->all == b->all;
    if (a->columns.n != b->columns.n)
        return false;
    for (size_t i = 0; i < a->columns.n; i++)
        if (!cl_str_equal(a->columns.at[i], b->columns.at[i]))
            return false;
    return true;
}

static bool selection_copy(struct selection *to, const struct selection *from,
                           struct cl_arena *arena)
{
    *to = *from;
    if (from->all)
        return true;
    to->columns.at = cl_arena_array(arena, from->columns.n, sizeof *to->columns.at);
    if (to->columns.at == NULL)
        return false;
    for (size_t i = 0; i < from->columns.n; i++) {
        to->columns.at[i] = from->columns.at[i];
        to->columns.at[i].at =
            cl_arena_strndup(arena, from->columns.at[i].at, from->columns.at[i].n);
        if (to->columns.at[i].at == NULL)
            return false;
    }
    return true;
}

static void bound_free(struct bound *bound)
{
    if (bound == NULL)
        return;
    cl_tile_free(&bound->tile);
    cl_plan_free(bound->plan);
    cl_arena_free(&bound->arena);
    free(bound);
}

static enum cleap_status bound_fill(struct bound *bound, const struct cleap_scorer *scorer,
                                    const struct cl_schema *schema, struct cleap_error *err)
{
    const struct cl_strs *select = scorer->selection.all ? NULL : &scorer->selection.columns;

    CL_TRY(cl_plan_build(scorer->model, schema, select, &bound->plan, err));
    cl_tile_init(&bound->tile, bound->plan);
    if (!selection_copy(&bound->selection, &scorer->selection, &bound->arena))
        return cl_fail_nomem(err);
    return CLEAP_OK;
}

static enum cleap_status bound_new(const struct cleap_scorer *scorer,
                                   const struct cl_schema *schema, struct bound **bound,
                                   struct cleap_error *err)
{
    struct bound *fresh = calloc(1, sizeof *fresh);
    enum cleap_status status;

    if (fresh == NULL)
        return cl_fail_nomem(err);
    cl_arena_init(&fresh->arena, SCORER_CHUNK);
    cl_tile_init(&fresh->tile, NULL);
    status = bound_fill(fresh, scorer, schema, err);
    if (status == CLEAP_OK)
        *bound = fresh;
    else
        bound_free(fresh);
    return status;
}

static bool plan_is_for(const struct cl_plan *plan, const struct cl_schema *schema)
{
    if (plan->n_inputs != schema->n)
        return false;
    for (size_t i = 0; i < schema->n; i++)
        if (!cl_str_equal(plan->slots[i].name, schema->fields[i].name) ||
            !cl_type_equal(&plan->slots[i].type, &schema->fields[i].type))
            return false;
    return true;
}

/* By the numbers first, which is a comparison each; then by what they stand for. */
static struct bound *find_bound(const struct cleap_scorer *scorer, const struct cl_schema *schema,
                                uint64_t schema_id)
{
    for (size_t i = 0; schema_id != 0 && i < MAX_PLANS && scorer->bounds[i] != NULL; i++)
        if (scorer->bounds[i]->schema_id == schema_id &&
            scorer->bounds[i]->selection_id == scorer->selection_id)
            return scorer->bounds[i];
    for (size_t i = 0; i < MAX_PLANS && scorer->bounds[i] != NULL; i++)
        if (selection_equal(&scorer->bounds[i]->selection, &scorer->selection) &&
            plan_is_for(scorer->bounds[i]->plan, schema))
            return scorer->bounds[i];
    return NULL;
}

/* A free place, or that of the plan that was not used for longest. */
static size_t find_place(const struct cleap_scorer *scorer)
{
    size_t oldest = 0;

    for (size_t i = 0; i < MAX_PLANS; i++) {
        if (scorer->bounds[i] == NULL)
            return i;
        if (scorer->bounds[i]->last_used < scorer->bounds[oldest]->last_used)
            oldest = i;
    }
    return oldest;
}

static enum cleap_status get_bound(struct cleap_scorer *scorer, const struct cl_schema *schema,
                                   uint64_t schema_id, struct bound **bound,
                                   struct cleap_error *err)
{
    *bound = find_bound(scorer, schema, schema_id);
    if (*bound == NULL) {
        size_t place = find_place(scorer);

        CL_TRY(bound_new(scorer, schema, bound, err));
        bound_free(scorer->bounds[place]);
        scorer->bounds[place] = *bound;
    }
    (*bound)->schema_id = schema_id;
    (*bound)->selection_id = scorer->selection_id;
    (*bound)->last_used = ++scorer->clock;
    return CLEAP_OK;
}

static enum cleap_status select_names(struct cleap_scorer *scorer, const char *const *select,
                                      struct cleap_error *err)
{
    struct cl_strs columns = {0};

    scorer->selection = (struct selection){.all = true};
    if (select == NULL)
        return CLEAP_OK;
    while (select[columns.n] != NULL)
        columns.n++;
    columns.at = cl_arena_array(&scorer->arena, columns.n, sizeof *columns.at);
    if (columns.at == NULL)
        return cl_fail_nomem(err);
    for (size_t i = 0; i < columns.n; i++)
        columns.at[i] = cl_str_of(select[i]);
    return cl_scorer_select(scorer, &columns, err);
}

enum cleap_status cleap_scorer_open(const struct cleap_model *model, const char *const *select,
                                    struct cleap_scorer **scorer, struct cleap_error *err)
{
    struct cleap_scorer *fresh = calloc(1, sizeof *fresh);
    struct cleap_error stand_in;
    enum cleap_status status;

    err = cl_error_begin(err, &stand_in);
    *scorer = NULL;
    if (fresh == NULL)
        return cl_fail_nomem(err);
    fresh->model = model;
    cl_arena_init(&fresh->arena, SCORER_CHUNK);
    status = select_names(fresh, select, err);
    if (status == CLEAP_OK)
        *scorer = fresh;
    else
        cleap_scorer_close(fresh);
    return status;
}

void cleap_scorer_close(struct cleap_scorer *scorer)
{
    if (scorer == NULL)
        return;
    if (scorer->free_attached != NULL)
        scorer->free_attached(scorer->attached);
    for (size_t i = 0; i < MAX_PLANS; i++)
        bound_free(scorer->bounds[i]);
    cl_arena_free(&scorer->arena);
    free(scorer);
}

enum cleap_status cl_scorer_select(struct cleap_scorer *scorer, const struct cl_strs *select,
                                   struct cleap_error *err)
{
    struct selection wanted = {.all = select == NULL}, copy;
    struct cl_arena arena;

    if (select != NULL)
        wanted.columns = *select;
    if (selection_equal(&wanted, &scorer->selection))
        return CLEAP_OK;
    cl_arena_init(&arena, SCORER_CHUNK);
    if (!selection_copy(&copy, &wanted, &arena)) {
        cl_arena_free(&arena);
        return cl_fail_nomem(err);
    }
    cl_arena_free(&scorer->arena);
    scorer->arena = arena;
    scorer->selection = copy;
    scorer->selection_id++;
    return CLEAP_OK;
}

enum cleap_status cl_scorer_clone(const struct cleap_scorer *scorer, struct cleap_scorer **clone,
                                  struct cleap_error *err)
{
    CL_TRY(cleap_scorer_open(scorer->model, NULL, clone, err));
    if (scorer->selection.all ||
        cl_scorer_select(*clone, &scorer->selection.columns, err) == CLEAP_OK)
        return CLEAP_OK;
    cleap_scorer_close(*clone);
    *clone = NULL;
    return err->status;
}

enum cleap_status cl_scorer_plan(struct cleap_scorer *scorer, const struct cl_schema *schema,
                                 uint64_t schema_id, const struct cl_plan **plan,
                                 struct cleap_error *err)
{
    struct bound *bound;

    CL_TRY(get_bound(scorer, schema, schema_id, &bound, err));
    *plan = bound->plan;
    return CLEAP_OK;
}

static enum cleap_status run_tile(struct bound *bound, const struct cleap_frame *in, size_t row0,
                                  size_t n, struct cl_answer *answer, struct cleap_error *err)
{
    const struct cl_tile *tile = &bound->tile;

    CL_TRY(cl_tile_run(&bound->tile, in->columns, row0, n, err));
    *answer = (struct cl_answer){.plan = bound->plan,
                                 .n = tile->n,
                                 .columns = tile->outputs,
                                 .row_of = tile->dropped ? tile->row_of : NULL,
                                 .row0 = row0};
    return CLEAP_OK;
}

enum cleap_status cl_scorer_tiles(struct cleap_scorer *scorer, const struct cleap_frame *in,
                                  size_t begin, size_t end, cl_answer_fn on_tile, void *arg,
                                  struct cleap_error *err)
{
    struct bound *bound;
    struct cl_answer answer;

    CL_TRY(get_bound(scorer, in->schema, in->schema_id, &bound, err));
    for (size_t row0 = begin; row0 < end; row0 += CL_TILE_ROWS) {
        size_t n = end - row0 < CL_TILE_ROWS ? end - row0 : CL_TILE_ROWS;

        CL_TRY(run_tile(bound, in, row0, n, &answer, err));
        CL_TRY(on_tile(arg, &answer, err));
    }
    return CLEAP_OK;
}

enum cleap_status cl_scorer_each_tile(struct cleap_scorer *scorer, const struct cleap_frame *in,
                                      cl_answer_fn on_tile, void *arg, struct cleap_error *err)
{
    return cl_scorer_tiles(scorer, in, 0, in->n, on_tile, arg, err);
}

/* The tile's scratch and the frame's arena change places, behind what the frame keeps. */
static void swap_arenas(struct cl_tile *tile, struct cleap_frame *frame, struct cl_mark from)
{
    struct cl_arena scratch = tile->scratch;

    tile->scratch = frame->arena;
    tile->scratch_from = from;
    frame->arena = scratch;
}

/* What the cells of one tile point at is made where it is to stay. Of more tiles that would be
 * much that nobody wants: what lay between the steps. */
static enum cleap_status score_tile(struct bound *bound, const struct cleap_frame *in,
                                    struct cleap_frame *out, struct cleap_error *err)
{
    struct cl_answer answer;
    enum cleap_status status;

    swap_arenas(&bound->tile, out, out->answers_from);
    status = run_tile(bound, in, 0, in->n, &answer, err);
    swap_arenas(&bound->tile, out, (struct cl_mark){0});
    return status == CLEAP_OK ? cl_answer_take(out, &answer, err) : status;
}

static enum cleap_status score(struct cleap_scorer *scorer, const struct cleap_frame *in,
                               struct cleap_frame *out, struct cleap_error *err)
{
    struct bound *bound;

    CL_TRY(get_bound(scorer, in->schema, in->schema_id, &bound, err));
    CL_TRY(cl_answer_begin(out, bound->plan, in->n, err));
    if (in->n == 0 || in->n > CL_TILE_ROWS)
        return cl_scorer_each_tile(scorer, in, cl_answer_append, out, err);
    return score_tile(bound, in, out, err);
}

enum cleap_status cleap_score(struct cleap_scorer *scorer, const struct cleap_frame *in,
                              struct cleap_frame *out, struct cleap_error *err)
{
    struct cleap_error stand_in;
    enum cleap_status status;

    err = cl_error_begin(err, &stand_in);
    status = score(scorer, in, out, err);
    if (status != CLEAP_OK)
        cleap_frame_reset(out);
    return status;
}

const struct cleap_model *cl_scorer_model(const struct cleap_scorer *scorer)
{
    return scorer->model;
}

void *cl_scorer_attached(const struct cleap_scorer *scorer)
{
    return scorer->attached;
}

void cl_scorer_attach(struct cleap_scorer *scorer, void *thing, void (*free_thing)(void *thing))
{
    scorer->attached = thing;
    scorer->free_attached = free_thing;
}
