/*
 * Writing the Avro schema of a leap frame, to the letter of the JVM's.
 */
#include "mleap/avro_schema.h"

static const struct {
    const char *type, *tensor;
} names[CL_N_BASES] = {
    [CL_BOOL] = {"boolean", "BooleanTensor"},   [CL_I8] = {"int", "ByteTensor"},
    [CL_I16] = {"int", "ShortTensor"},          [CL_I32] = {"int", "IntTensor"},
    [CL_I64] = {"long", "LongTensor"},          [CL_F32] = {"float", "FloatTensor"},
    [CL_F64] = {"double", "DoubleTensor"},      [CL_STR] = {"string", "StringTensor"},
    [CL_BYTES] = {"bytes", "ByteStringTensor"},
};

const char *cl_avro_tensor_name(enum cl_base base)
{
    return names[base].tensor;
}

const char *cl_avro_base_name(enum cl_base base)
{
    return names[base].type;
}

static bool is_letter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
}

static bool is_name(struct cl_str name)
{
    for (uint32_t i = 0; i < name.n; i++)
        if (!is_letter(name.at[i]) && (i == 0 || name.at[i] < '0' || name.at[i] > '9'))
            return false;
    return name.n > 0;
}

/* A record is described where it comes first, and named from then on. */
static void put_tensor(struct cl_buf *buf, enum cl_base base, bool *described)
{
    if (*described) {
        cl_buf_printf(buf, "\"%s\"", names[base].tensor);
        return;
    }
    *described = true;
    cl_buf_printf(buf,
                  "{\"type\":\"record\",\"name\":\"%s\",\"doc\":\"\",\"fields\":[{\"name\":"
                  "\"dimensions\",\"type\":{\"type\":\"array\",\"items\":\"int\"},\"doc\":\"\"},"
                  "{\"name\":\"values\",\"type\":",
                  names[base].tensor);
    if (base == CL_I8)
        cl_buf_text(buf, "\"bytes\"");
    else
        cl_buf_printf(buf, "{\"type\":\"array\",\"items\":\"%s\"}", names[base].type);
    cl_buf_text(buf, ",\"doc\":\"\"},{\"name\":\"indices\",\"type\":[{\"type\":\"array\","
                     "\"items\":{\"type\":\"array\",\"items\":\"int\"}},\"null\"],"
                     "\"doc\":\"\"}]}");
}

static void put_type(struct cl_buf *buf, const struct cl_type *type, bool *described)
{
    const char *base = names[type->base].type;

    if (type->shape == CL_TENSOR) {
        put_tensor(buf, type->base, &described[type->base]);
        return;
    }
    if (type->nullable)
        cl_buf_byte(buf, '[');
    if (type->shape == CL_LIST)
        cl_buf_printf(buf, "{\"type\":\"array\",\"items\":\"%s\"}", base);
    else if (type->shape == CL_MAP)
        cl_buf_printf(buf, "{\"type\":\"map\",\"values\":\"%s\"}", base);
    else
        cl_buf_printf(buf, "\"%s\"", base);
    if (type->nullable)
        cl_buf_text(buf, ",\"null\"]");
}

enum cleap_status cl_avro_schema_write(struct cl_buf *buf, const struct cl_schema *schema,
                                       struct cleap_error *err)
{
    bool described[CL_N_BASES] = {false};

    cl_buf_text(buf, "{\"type\":\"record\",\"name\":\"LeapFrame\",\"namespace\":"
                     "\"ml.combust.mleap.avro\",\"doc\":\"\",\"fields\":[");
    for (size_t i = 0; i < schema->n; i++) {
        const struct cl_field *field = &schema->fields[i];

        if (!is_name(field->name))
            return cl_fail(err, CLEAP_E_UNSUPPORTED,
                           "column '%.*s': Avro has names of letters, digits and _ only",
                           CL_STR_ARGS(field->name));
        if (field->type.shape == CL_MAP && field->type.key != CL_STR)
            return cl_fail(err, CLEAP_E_UNSUPPORTED,
                           "column '%.*s': the keys of a map are strings in Avro, not %s",
                           CL_STR_ARGS(field->name), cl_base_name(field->type.key));
        cl_buf_printf(buf, "%s{\"name\":\"%.*s\",\"type\":", i > 0 ? "," : "",
                      CL_STR_ARGS(field->name));
        put_type(buf, &field->type, described);
        cl_buf_text(buf, ",\"doc\":\"\"}");
    }
    cl_buf_text(buf, "]}");
    return cl_buf_check(buf, "the frame", err);
}
