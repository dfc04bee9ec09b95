/*
 * The table of formats.
 */
#include "mleap/frame_format.h"

#include "mleap/frame_avro.h"
#include "mleap/frame_binary.h"
#include "mleap/frame_json_write.h"

static enum cleap_status read_json(struct cleap_frame *frame, const void *bytes, size_t n,
                                   struct cleap_error *err)
{
    return cleap_frame_read_json(frame, bytes, n, err);
}

static enum cleap_status write_json(const struct cleap_frame *frame, struct cl_buf *buf,
                                    struct cleap_error *err)
{
    return cl_frame_write_json(frame, CLEAP_JSON_PRETTY, buf, err);
}

const struct cl_frame_format cl_frame_formats[] = {
    {"json", "ml.combust.mleap.json", read_json, write_json},
    {"binary", "ml.combust.mleap.binary", cl_frame_read_binary, cl_frame_write_binary},
    {"avro", "ml.combust.mleap.avro", cl_frame_read_avro, cl_frame_write_avro},
    {0},
};

const struct cl_frame_format *cl_frame_format_find(struct cl_str name)
{
    for (const struct cl_frame_format *f = cl_frame_formats; f->name != NULL; f++)
        if (cl_str_is(name, f->name) || cl_str_is(name, f->package))
            return f;
    return NULL;
}
