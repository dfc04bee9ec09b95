/*
 * Any text as the model of any op, in a bundle that is otherwise sound. What follows the first NUL
 * is its tree file, and that of its sub-models. A model that loads scores odd rows.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

#include "cleap/model.h"
#include "tests/fuzz/odd_rows.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct entry {
    const char *name;
    const void *bytes;
    size_t n;
};

#define TEXT(text) text, sizeof(text) - 1
/* Every port that some op has, so that whatever op it is finds its own. */
static const char *const inputs[] = {"input",   "input0",  "input1", "input2", "features",
                                     "input_a", "input_b", "key",    "user",   "item"};
static const char *const outputs[] = {
    "output",      "output0",        "output1",       "output2", "prediction", "link_prediction",
    "probability", "raw_prediction", "probabilities", "labels",  "quantiles",  "leaf_prediction"};

static const char info[] = "{\"uid\": \"1-2-3-4-5\", \"name\": \"m\", \"format\": \"json\","
                           " \"version\": \"1\", \"timestamp\": \"t\"}";

static const char tree_model[] =
    "{\"op\": \"decision_tree_classifier\", \"attributes\": {\"num_features\": {\"long\": 4},"
    " \"num_classes\": {\"long\": 2}}}";
static const char linear_model[] =
    "{\"op\": \"logistic_regression\", \"attributes\": {\"num_classes\": {\"long\": 2},"
    " \"coefficients\": {\"type\": \"tensor\", \"double\": [1, 2, 3, 4], \"shape\":"
    " {\"dimensions\": [{\"size\": 4, \"name\": \"\"}]}}, \"intercept\": {}}}";

static size_t put_sockets(char *text, size_t room, const char *const *ports, size_t n_ports)
{
    size_t n = 0;

    for (size_t i = 0; i < n_ports; i++)
        n += (size_t)snprintf(text + n, room - n, "%s{\"port\": \"%s\", \"name\": \"%s\"}",
                              i == 0 ? "" : ", ", ports[i], ports[i]);
    return n;
}

/* A node file with all the ports. */
static size_t put_node(char *text, size_t room)
{
    size_t n = (size_t)snprintf(text, room, "{\"name\": \"n\", \"shape\": {\"inputs\": [");

    n += put_sockets(text + n, room - n, inputs, sizeof inputs / sizeof inputs[0]);
    n += (size_t)snprintf(text + n, room - n, "], \"outputs\": [");
    n += put_sockets(text + n, room - n, outputs, sizeof outputs / sizeof outputs[0]);
    return n + (size_t)snprintf(text + n, room - n, "]}}");
}

/* The bytes of a zip of the entries; free() them. */
static void *pack(const struct entry *entries, size_t n_entries, size_t *n)
{
    zip_source_t *target = zip_source_buffer_create(NULL, 0, 0, NULL);
    zip_t *zip = zip_open_from_source(target, ZIP_TRUNCATE, NULL);
    zip_stat_t st;
    void *bytes;

    zip_source_keep(target);
    for (size_t i = 0; i < n_entries; i++) {
        zip_int64_t at = zip_file_add(zip, entries[i].name,
                                      zip_source_buffer(zip, entries[i].bytes, entries[i].n, 0), 0);

        zip_set_file_compression(zip, (zip_uint64_t)at, ZIP_CM_STORE, 0);
    }
    zip_close(zip);
    zip_source_stat(target, &st);
    bytes = malloc((size_t)st.size);
    zip_source_open(target);
    *n = (size_t)zip_source_read(target, bytes, st.size);
    zip_source_close(target);
    zip_source_free(target);
    return bytes;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const uint8_t *nul = size > 0 ? memchr(data, 0, size) : NULL;
    size_t n_model = nul != NULL ? (size_t)(nul - data) : size;
    const uint8_t *tree = nul != NULL ? nul + 1 : data + size;
    size_t n_tree = (size_t)(data + size - tree), n;
    char node[2048];
    size_t n_node = put_node(node, sizeof node);
    const struct entry entries[] = {
        {"bundle.json", TEXT(info)},
        {"root/node.json", node, n_node},
        {"root/model.json", data, n_model},
        {"root/tree.json", tree, n_tree},
        {"root/tree0/model.json", TEXT(tree_model)},
        {"root/tree0/tree.json", tree, n_tree},
        {"root/model0/model.json", TEXT(linear_model)},
        {"root/model1/model.json", TEXT(tree_model)},
        {"root/model1/tree.json", tree, n_tree},
        {"root/xgboost.model", tree, n_tree},
    };
    void *bytes = pack(entries, sizeof entries / sizeof entries[0], &n);
    struct cleap_model *model;
    struct cleap_error err;

    if (cleap_model_open_memory(bytes, n, &model, &err) == CLEAP_OK)
        score_odd_rows(model);
    cleap_model_close(model);
    free(bytes);
    return 0;
}
