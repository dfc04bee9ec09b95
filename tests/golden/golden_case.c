/*
 * Case folders on disk.
 */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "tests/golden/golden.h"

static void die(const char *folder, const char *why)
{
    fprintf(stderr, "%s: %s\n", folder, why);
    exit(2);
}

/* zlib reads files that are not packed as they are. */
static struct golden_bytes read_packed(const char *path)
{
    struct golden_bytes bytes = {0};
    gzFile file = gzopen(path, "rb");
    size_t room = 0;
    int n = 0;

    if (file == NULL)
        return bytes;
    do {
        bytes.n += (size_t)n;
        if (room - bytes.n < 4096 || bytes.at == NULL) {
            room = room == 0 ? 65536 : 2 * room;
            bytes.at = realloc(bytes.at, room);
            if (bytes.at == NULL)
                die(path, "no memory");
        }
        n = gzread(file, bytes.at + bytes.n, (unsigned)(room - bytes.n - 1));
    } while (n > 0);
    gzclose(file);
    if (n < 0)
        die(path, "cannot be unpacked");
    bytes.at[bytes.n] = '\0';
    return bytes;
}

struct golden_bytes golden_file(const char *folder, const char *name)
{
    char path[4096];
    struct golden_bytes bytes;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    bytes = read_packed(path);
    if (bytes.at != NULL)
        return bytes;
    snprintf(path, sizeof path, "%s/%s.gz", folder, name);
    return read_packed(path);
}

static void read_meta(struct golden_case *c)
{
    struct golden_bytes text = golden_file(c->folder, "meta.json");
    json_t *meta = text.at != NULL ? json_loads(text.at, 0, NULL) : NULL;
    const char *scored = json_string_value(json_object_get(meta, "scored_input"));

    if (meta == NULL)
        die(c->folder, "no meta.json");
    c->scores_bin = scored != NULL && strcmp(scored, "input.bin") == 0;
    json_decref(meta);
    free(text.at);
}

static void read_error(struct golden_case *c)
{
    struct golden_bytes text = golden_file(c->folder, "error.json");
    json_t *error = text.at != NULL ? json_loads(text.at, JSON_ALLOW_NUL, NULL) : NULL;
    const char *at = json_string_value(json_object_get(error, "at"));

    if (text.at != NULL && at == NULL)
        die(c->folder, "error.json does not say where");
    if (at != NULL)
        snprintf(c->at, sizeof c->at, "%s", at);
    json_decref(error);
    free(text.at);
}

/* superset.json: the answer is not the JVM's, which fails; "" when there is none. */
static void read_superset(struct golden_case *c)
{
    struct golden_bytes text = golden_file(c->folder, "superset.json");
    json_t *superset = text.at != NULL ? json_loads(text.at, 0, NULL) : NULL;
    const char *why = json_string_value(json_object_get(superset, "why"));
    const char *by = json_string_value(json_object_get(superset, "answered_by"));

    if (text.at != NULL && (why == NULL || by == NULL))
        die(c->folder, "superset.json does not say why, or who answered");
    if (why != NULL)
        snprintf(c->superset, sizeof c->superset, "%s; answered by %s", why, by);
    json_decref(superset);
    free(text.at);
}

void golden_case_read(struct golden_case *c, const char *folder)
{
    bool has_answer;

    *c = (struct golden_case){.folder = folder};
    read_meta(c);
    read_error(c);
    read_superset(c);
    c->input_json = golden_file(folder, "input.json");
    c->input_bin = golden_file(folder, "input.bin");
    c->expected_json = golden_file(folder, "expected.json");
    c->expected_bin = golden_file(folder, "expected.bin");
    has_answer = c->expected_json.at != NULL || c->expected_bin.at != NULL;
    if (c->superset[0] != '\0')
        c->at[0] = '\0';
    else if (c->at[0] != '\0' && has_answer)
        die(folder, "an answer and an error, and no superset.json to say why");
    if (c->at[0] == '\0' && !has_answer)
        die(folder, "neither an answer nor an error");
}

void golden_case_free(struct golden_case *c)
{
    free(c->input_json.at);
    free(c->input_bin.at);
    free(c->expected_json.at);
    free(c->expected_bin.at);
}

struct cleap_frame golden_rows(const struct cleap_frame *frame, size_t row0, size_t n,
                               struct cl_column *columns)
{
    struct cleap_frame view = *frame;

    view.columns = columns;
    view.n = n;
    for (size_t i = 0; i < frame->schema->n; i++) {
        columns[i] = frame->columns[i];
        columns[i].as.any =
            (char *)frame->columns[i].as.any + row0 * cl_cell_size(&frame->schema->fields[i].type);
        if (columns[i].valid != NULL)
            columns[i].valid += row0;
    }
    return view;
}
