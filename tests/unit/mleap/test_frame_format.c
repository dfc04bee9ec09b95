/*
 * The formats of leap frames by name.
 */
#include "mleap/frame_format.h"

#include <stdarg.h>
#include <stdlib.h>

#include <setjmp.h>

#include <cmocka.h>

static void every_format_is_found_by_name_and_by_package(void **unused)
{
    (void)unused;
    for (const struct cl_frame_format *f = cl_frame_formats; f->name != NULL; f++) {
        assert_ptr_equal(cl_frame_format_find(cl_str_of(f->name)), f);
        assert_ptr_equal(cl_frame_format_find(cl_str_of(f->package)), f);
    }
    assert_null(cl_frame_format_find(cl_str_of("ml.combust.mleap.xml")));
    assert_null(cl_frame_format_find(cl_str_of("")));
}

static void every_format_reads_what_it_writes(void **unused)
{
    struct cleap_frame *frame = cleap_frame_new(), *back = cleap_frame_new();
    struct cleap_error err;
    struct cl_buf buf;

    (void)unused;
    cl_buf_init(&buf, 10000);
    assert_int_equal(
        cleap_frame_add_f64(frame, "x", 2, (double[]){1.5, 0}, (bool[]){false, true}, &err),
        CLEAP_OK);
    for (const struct cl_frame_format *f = cl_frame_formats; f->name != NULL; f++) {
        cl_buf_reset(&buf);
        assert_int_equal(f->write(frame, &buf, &err), CLEAP_OK);
        assert_int_equal(f->read(back, buf.at, buf.n, &err), CLEAP_OK);
        assert_int_equal(back->n, 2);
        assert_true(cl_schema_equal(back->schema, frame->schema));
        assert_true(back->columns[0].as.f64[0] == 1.5);
        assert_true(cl_column_is_null(&back->columns[0], 1));
    }
    cl_buf_free(&buf);
    cleap_frame_free(back);
    cleap_frame_free(frame);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_format_is_found_by_name_and_by_package),
        cmocka_unit_test(every_format_reads_what_it_writes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
