/*
 * Who wrote a bundle.
 */
#include "mleap/writer.h"

bool cl_writer_is_jvm(struct cl_str format, struct cl_str name, struct cl_str timestamp,
                      struct cl_str version, struct cl_str uid)
{
    return format.at < name.at && name.at < timestamp.at && timestamp.at < version.at &&
           timestamp.at < uid.at;
}

static bool is_hex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

/* Whether a name ends in _ and a text of such a form: x is a hexadecimal digit. */
static bool ends_in(struct cl_str name, const char *form)
{
    size_t n = strlen(form);
    const char *end;

    if (name.n <= n || name.at[name.n - n - 1] != '_')
        return false;
    end = name.at + name.n - n;
    for (size_t i = 0; i < n; i++)
        if (form[i] == 'x' ? !is_hex(end[i]) : end[i] != form[i])
            return false;
    return true;
}

struct names {
    bool of_spark, of_python;
};

static void look_at(struct names *names, struct cl_str name)
{
    names->of_spark = names->of_spark || ends_in(name, "xxxxxxxxxxxx");
    names->of_python = names->of_python || ends_in(name, "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx");
}

enum cl_writer cl_writer_tell(const struct cleap_model *model, bool is_jvm)
{
    struct names names = {false, false};

    look_at(&names, model->info.name);
    for (size_t k = 0; k < model->n_nodes; k++) {
        look_at(&names, model->nodes[k].name);
        look_at(&names, model->nodes[k].pipeline);
    }
    if (is_jvm)
        return names.of_spark ? CL_WRITER_SPARK : CL_WRITER_JVM;
    return names.of_python ? CL_WRITER_PYTHON : CL_WRITER_UNKNOWN;
}
