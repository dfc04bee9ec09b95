/*
 * The protobuf format: nodes and models.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/mleap/decoder_fixture.h"

/* The bytes of a literal, without its NUL. */
#define BYTES(literal) decoder_text(literal, sizeof(literal) - 1)

static enum cleap_status read_node(struct cl_str bytes, struct cl_node_file *node)
{
    cl_error_begin(&f.err, NULL);
    return cl_format_pb.read_node(&f.d, bytes, node, &f.err);
}

static enum cleap_status read_model(struct cl_str bytes, struct cl_model_file *model)
{
    cl_error_begin(&f.err, NULL);
    return cl_format_pb.read_model(&f.d, bytes, model, &f.err);
}

static void a_node_has_a_name_and_sockets(void **unused)
{
    struct cl_node_file node;

    (void)unused;
    assert_int_equal(read_node(BYTES("\x0A\x03n_1"
                                     "\x12\x16"
                                     "\x0A\x0A\x0A\x05input\x12\x01"
                                     "a"
                                     "\x12\x08\x0A\x03out\x12\x01y"),
                               &node),
                     CLEAP_OK);
    assert_string_equal(node.name.at, "n_1");
    assert_int_equal(node.sockets.n_in, 1);
    assert_true(cl_str_is(node.sockets.in[0].port, "input"));
    assert_true(cl_str_is(node.sockets.in[0].column, "a"));
    assert_int_equal(node.sockets.n_out, 1);
    assert_true(cl_str_is(node.sockets.out[0].column, "y"));
}

static void an_empty_shape_is_a_shape(void **unused)
{
    struct cl_node_file node;

    (void)unused;
    assert_int_equal(read_node(BYTES("\x0A\x01p\x12\x00"), &node), CLEAP_OK);
    assert_int_equal(node.sockets.n_in, 0);
}

static void a_node_without_a_shape_is_refused(void **unused)
{
    struct cl_node_file node;

    (void)unused;
    assert_int_equal(read_node(BYTES("\x0A\x01p"), &node), CLEAP_E_FORMAT);
    assert_string_equal(f.err.message, "the node has no shape");
}

static void what_is_no_message_is_refused(void **unused)
{
    struct cl_node_file node;

    (void)unused;
    assert_int_equal(read_node(BYTES("{\"name\": 1}"), &node), CLEAP_E_FORMAT);
    assert_string_equal(f.err.message, "no sound protobuf message");
    assert_int_equal(read_node(BYTES("\x0A\x7Fn"), &node), CLEAP_E_FORMAT);
    assert_int_equal(read_node(BYTES("\x0A\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x7F"), &node),
                     CLEAP_E_FORMAT);
}

static void a_name_that_is_not_utf8_is_refused(void **unused)
{
    struct cl_node_file node;

    (void)unused;
    assert_int_equal(read_node(BYTES("\x0A\x02\xC3\x28\x12\x00"), &node), CLEAP_E_FORMAT);
    assert_string_equal(f.err.message, "a text is not UTF-8 at byte 0");
    assert_int_equal(read_node(BYTES("\x0A\x03\xED\xA0\x80\x12\x00"), &node), CLEAP_E_FORMAT);
    assert_int_equal(read_node(BYTES("\x0A\x03\xEF\xBF\xBD\x12\x00"), &node), CLEAP_OK);
}

static void a_model_has_an_op_and_attributes(void **unused)
{
    struct cl_model_file model;
    uint32_t at;

    (void)unused;
    /* "a" twice: a scalar with the long 1, then one with 2; field 9 is unknown */
    assert_int_equal(read_model(BYTES("\x0A\x01x"
                                      "\x48\x07"
                                      "\x12\x16"
                                      "\x0A\x09\x0A\x01"
                                      "a\x12\x04\x0A\x02\x20\x01"
                                      "\x0A\x09\x0A\x01"
                                      "a\x12\x04\x0A\x02\x20\x02"),
                                &model),
                     CLEAP_OK);
    assert_true(cl_str_is(model.op, "x"));
    at = cl_strmap_find(&model.names, cl_str_of("a"));
    assert_int_not_equal(at, CL_STRMAP_NONE);
    assert_true(cl_str_is(model.values[at], "\x0A\x02\x20\x02"));
}

static void a_model_may_lack_attributes(void **unused)
{
    struct cl_model_file model;

    (void)unused;
    assert_int_equal(read_model(BYTES("\x0A\x01x"), &model), CLEAP_OK);
    assert_int_equal(cl_strmap_find(&model.names, cl_str_of("a")), CL_STRMAP_NONE);
}

/* An attribute "a" whose value holds a model, whose attribute holds one, and so on. */
static void models_within_values_are_not_unpacked(void **unused)
{
    static unsigned char bytes[1 << 20];
    size_t at = sizeof bytes;
    struct cl_model_file model;
    struct cl_attr attr = {.name = "a", .type = CL_ATTR_I64};
    int64_t value = 7;

    (void)unused;
    for (int depth = 0; depth < 40000; depth++) {
        static const unsigned char tags[] = {0x5A, 0x0A, 0x12, 0x0A, 0x12};

        for (size_t i = 0; i < sizeof tags; i++) { /* a tag and a length of three bytes */
            size_t n = sizeof bytes - at;

            bytes[--at] = (unsigned char)(n >> 14);
            bytes[--at] = (unsigned char)(n >> 7 | 0x80);
            bytes[--at] = (unsigned char)(n | 0x80);
            bytes[--at] = tags[i];
        }
    }
    assert_int_equal(read_model(decoder_text(bytes + at, sizeof bytes - at), &model), CLEAP_OK);
    assert_int_equal(cl_format_pb.read_value(&f.d, model.values[0], &attr, &value, &f.err),
                     CLEAP_OK);
    assert_int_equal(value, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, decoder_set_up, decoder_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_node_has_a_name_and_sockets),      TEST(an_empty_shape_is_a_shape),
        TEST(a_node_without_a_shape_is_refused),  TEST(what_is_no_message_is_refused),
        TEST(a_name_that_is_not_utf8_is_refused), TEST(a_model_has_an_op_and_attributes),
        TEST(a_model_may_lack_attributes),        TEST(models_within_values_are_not_unpacked),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
