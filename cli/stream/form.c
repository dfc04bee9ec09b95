/*
 * Names, endings and beginnings of forms.
 */
#include "cli/stream/form.h"

#include <string.h>

#include "mleap/frame_format.h"

static const struct {
    const char *name, *endings[2];
} forms[] = {
    [FORM_JSON] = {"json", {".json"}},
    [FORM_BINARY] = {"binary", {".bin"}},
    [FORM_AVRO] = {"avro", {".avro"}},
    [FORM_CSV] = {"csv", {".csv"}},
    [FORM_JSONL] = {"jsonl", {".jsonl", ".ndjson"}},
};

enum cleap_status form_by_name(const char *name, enum form *form, struct cleap_error *err)
{
    const struct cl_frame_format *format = cl_frame_format_find(cl_str_of(name));

    if (format != NULL)
        name = format->name;
    for (size_t i = FORM_JSON; i < CL_COUNT_OF(forms); i++) {
        *form = (enum form)i;
        if (strcmp(name, forms[i].name) == 0)
            return CLEAP_OK;
    }
    return cl_fail(err, CLEAP_E_STATE,
                   "there is no format '%s'; json, binary, avro, csv and jsonl are known", name);
}

static bool ends_with(const char *text, const char *end)
{
    size_t n_text = strlen(text), n = strlen(end);

    return n_text >= n && strcmp(text + n_text - n, end) == 0;
}

enum form form_by_path(const char *path)
{
    for (size_t i = FORM_JSON; i < CL_COUNT_OF(forms); i++)
        for (size_t k = 0; k < CL_COUNT_OF(forms[i].endings); k++)
            if (forms[i].endings[k] != NULL && ends_with(path, forms[i].endings[k]))
                return (enum form)i;
    return FORM_NONE;
}

/* Passes over blanks as JSON has them. */
static size_t skip_blanks(const char *at, size_t n, size_t i)
{
    while (i < n && memchr(" \t\r\n", at[i], 4) != NULL)
        i++;
    return i;
}

/* Whether an object begins as a leap frame does, or as a row. */
static enum form object_form(const char *at, size_t n, size_t i)
{
    static const char *const keys[] = {"\"rows\"", "\"schema\""};

    i = skip_blanks(at, n, i + 1);
    for (size_t k = 0; k < CL_COUNT_OF(keys); k++) {
        size_t size = strlen(keys[k]);

        if (n - i >= size && memcmp(at + i, keys[k], size) == 0)
            return FORM_JSON;
    }
    return i < n && at[i] == '"' ? FORM_JSONL : FORM_JSON;
}

enum form form_by_content(const char *at, size_t n)
{
    size_t i = skip_blanks(at, n, 0);

    if (n >= 4 && memcmp(at, "Obj\1", 4) == 0)
        return FORM_AVRO;
    if (n >= 4 && at[0] == 0) /* the size of a schema, below 16 MB */
        return FORM_BINARY;
    if (i < n && at[i] == '{')
        return object_form(at, n, i);
    return i < n && at[i] != '[' ? FORM_CSV : FORM_JSON;
}

const char *form_name(enum form form)
{
    return forms[form].name;
}
