/*
 * What format data is.
 */
#include "cli/stream/form.h"

#include <stdarg.h>
#include <stdlib.h>

#include <setjmp.h>

#include <cmocka.h>

static void a_path_tells_by_its_ending(void **unused)
{
    (void)unused;
    assert_int_equal(form_by_path("a/b.json"), FORM_JSON);
    assert_int_equal(form_by_path("b.bin"), FORM_BINARY);
    assert_int_equal(form_by_path("b.avro"), FORM_AVRO);
    assert_int_equal(form_by_path("b.csv"), FORM_CSV);
    assert_int_equal(form_by_path("b.jsonl"), FORM_JSONL);
    assert_int_equal(form_by_path("b.ndjson"), FORM_JSONL);
    assert_int_equal(form_by_path("json"), FORM_NONE);
    assert_int_equal(form_by_path("-"), FORM_NONE);
}

static enum form form_of(const char *text)
{
    return form_by_content(text, strlen(text));
}

static void data_tells_by_its_beginning(void **unused)
{
    (void)unused;
    assert_int_equal(form_of("Obj\1..."), FORM_AVRO);
    assert_int_equal(form_by_content("\0\0\0\2{}", 6), FORM_BINARY);
    assert_int_equal(form_of(" {\n \"schema\": "), FORM_JSON);
    assert_int_equal(form_of("{\"rows\":"), FORM_JSON);
    assert_int_equal(form_of("{\"bedrooms\": 2"), FORM_JSONL);
    assert_int_equal(form_of("bedrooms,city\n"), FORM_CSV);
    assert_int_equal(form_of("\"bedrooms\",city\n"), FORM_CSV);
    assert_int_equal(form_of("{"), FORM_JSON);
    assert_int_equal(form_of("["), FORM_JSON);
    assert_int_equal(form_of(""), FORM_JSON);
}

static void names_are_those_of_the_table_or_of_mleap(void **unused)
{
    struct cleap_error err;
    enum form form;

    (void)unused;
    assert_int_equal(form_by_name("csv", &form, &err), CLEAP_OK);
    assert_int_equal(form, FORM_CSV);
    assert_int_equal(form_by_name("ml.combust.mleap.binary", &form, &err), CLEAP_OK);
    assert_int_equal(form, FORM_BINARY);
    assert_int_equal(form_by_name("xml", &form, &err), CLEAP_E_STATE);
    assert_int_equal(form_by_name("", &form, &err), CLEAP_E_STATE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_path_tells_by_its_ending),
        cmocka_unit_test(data_tells_by_its_beginning),
        cmocka_unit_test(names_are_those_of_the_table_or_of_mleap),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
