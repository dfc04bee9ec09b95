/*
 * Opening both ends and what is between, and pumping.
 */
#define _POSIX_C_SOURCE 200809L

#include "cli/stream/convey.h"

#include <string.h>
#include <sys/stat.h>

#include "cleap/cleap.h"
#include "cli/input.h"
#include "cli/stream/pump.h"

#define CONVEY_CHUNK 1024

struct parts {
    const struct convey *convey;
    struct cl_arena arena;
    const char **names; /* of --select; NULL: none was given */
    struct cleap_model *model;
    struct cleap_scorer *scorer;
    struct cleap_team *team;
    struct feed feed;
    struct source *source;
    struct sink *sink;
    struct payload_select select; /* of rows with what rides along */
    struct bad bad;
    enum form in_form, out_form;
};

/* Writing over what is still to be read would end badly. */
static enum cleap_status check_files(const struct parts *p, struct cleap_error *err)
{
    struct stat in, out;

    if (p->convey->out == NULL || strcmp(p->convey->out, "-") == 0 || fstat(p->feed.fd, &in) != 0 ||
        stat(p->convey->out, &out) != 0 || !S_ISREG(out.st_mode))
        return CLEAP_OK;
    if (in.st_dev == out.st_dev && in.st_ino == out.st_ino)
        return cl_fail(err, CLEAP_E_STATE, "%s: the output would overwrite the input",
                       p->convey->out);
    return CLEAP_OK;
}

static enum cleap_status choose_forms(struct parts *p, struct cleap_error *err)
{
    const struct convey *c = p->convey;

    p->in_form = c->in_form != FORM_NONE ? c->in_form : form_by_path(c->in);
    if (p->in_form == FORM_NONE)
        CL_TRY(source_guess(&p->feed, &p->in_form, err));
    p->out_form = c->out_form;
    if (p->out_form == FORM_NONE && c->out != NULL)
        p->out_form = form_by_path(c->out);
    if (p->out_form == FORM_NONE)
        p->out_form = p->in_form;
    return CLEAP_OK;
}

/* The names that are asked for, as a server has them. */
static enum cleap_status read_select(struct parts *p, struct cleap_error *err)
{
    const char *text = p->convey->select;
    size_t n = 0;

    p->select.all = text == NULL;
    if (text == NULL)
        return CLEAP_OK;
    p->names = input_names(text, &p->arena);
    if (p->names == NULL)
        return cl_fail_nomem(err);
    while (p->names[n] != NULL)
        n++;
    p->select.names.at = cl_arena_array(&p->arena, n, sizeof *p->select.names.at);
    if (p->select.names.at == NULL)
        return cl_fail_nomem(err);
    for (; p->select.names.n < n; p->select.names.n++)
        p->select.names.at[p->select.names.n] = cl_str_of(p->names[p->select.names.n]);
    return CLEAP_OK;
}

static enum cleap_status open_model(struct parts *p, struct cleap_error *err)
{
    static const char *const nothing[] = {NULL};
    const struct cleap_model_options options = {.select = p->convey->score ? p->names : nothing};
    const char *bundle = p->convey->bundle;

    return bundle != NULL ? cleap_model_open_with(bundle, &options, &p->model, err) : CLEAP_OK;
}

/* Of rows with what rides along, the scorer makes only the columns of the model. */
static enum cleap_status open_scorer(struct parts *p, struct cleap_error *err)
{
    if (!p->convey->score)
        return CLEAP_OK;
    CL_TRY(cleap_scorer_open(p->model, p->names, &p->scorer, err));
    if (p->source->objects == NULL || p->select.all)
        return CLEAP_OK;
    CL_TRY(payload_select_split(&p->select, p->source->objects, &p->arena, err));
    return cl_scorer_select(p->scorer, &p->select.known, err);
}

/* Frames are read by one thread and scored by more. */
static enum cleap_status open_team(struct parts *p, struct cleap_error *err)
{
    size_t n = p->convey->n_threads;

    if (n < 2 || p->scorer == NULL || p->source->fork != NULL)
        return CLEAP_OK;
    return cleap_team_open(p->model, p->names, (unsigned)n, &p->team, err);
}

static enum cleap_status open_ends(struct parts *p, struct cleap_error *err)
{
    const struct convey *c = p->convey;
    bool is_whole = p->in_form == FORM_JSON || p->in_form == FORM_BINARY;
    struct source_options from = {.model = p->model,
                                  .bad = &p->bad,
                                  .objects = c->score && p->out_form == FORM_JSONL,
                                  .select = &p->select,
                                  .n_tiles = c->n_threads > 1 ? 4 * c->n_threads : 1};
    struct sink_options to = {.form = p->out_form,
                              .path = c->out,
                              .hold = is_whole,
                              .style = c->style,
                              .select = &p->select};

    CL_TRY(source_open(p->in_form, &p->feed, &from, &p->source, err));
    CL_TRY(open_scorer(p, err));
    CL_TRY(open_team(p, err));
    CL_TRY(check_files(p, err));
    CL_TRY(sink_open(&to, &p->sink, err));
    p->feed.on_wait = sink_flush;
    p->feed.arg = p->sink;
    return CLEAP_OK;
}

static enum cleap_status run(struct parts *p, struct cleap_error *err)
{
    struct pump pump;

    CL_TRY(choose_forms(p, err));
    CL_TRY(read_select(p, err));
    CL_TRY(open_model(p, err));
    CL_TRY(open_ends(p, err));
    pump = (struct pump){.lane = {.source = p->source,
                                  .sink = p->sink,
                                  .scorer = p->scorer,
                                  .team = p->team,
                                  .keep = p->select.all ? NULL : &p->select.names,
                                  .bad = &p->bad},
                         .n_threads = p->convey->n_threads};
    return pump_run(&pump, err);
}

enum cleap_status convey_run(const struct convey *convey, struct cleap_error *err)
{
    struct parts p = {.convey = convey};
    enum cleap_status status;

    bad_init(&p.bad, convey->skip, false);
    cl_arena_init(&p.arena, CONVEY_CHUNK);
    status = feed_open(&p.feed, convey->in, err);
    if (status == CLEAP_OK)
        status = run(&p, err);
    bad_sum(&p.bad);
    bad_free(&p.bad);
    sink_close(p.sink);
    cleap_team_close(p.team);
    cleap_scorer_close(p.scorer);
    source_close(p.source);
    cleap_model_close(p.model);
    feed_close(&p.feed);
    cl_arena_free(&p.arena);
    return status;
}
