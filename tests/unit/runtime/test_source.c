/*
 * Sources: what holds whatever stands behind one.
 */
#include "runtime/source.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* A model whose attributes are texts, or the long 7. */
struct fake {
    struct cl_source base;
    const char *text; /* of the attribute "word"; NULL: it is not there */
    bool has_number;  /* the attribute "number" */
};

static bool fake_has(const struct cl_source *src, const char *name)
{
    const struct fake *fake = (const struct fake *)src;

    return cl_str_is(cl_str_of(name), "word") ? fake->text != NULL : fake->has_number;
}

static enum cleap_status fake_get(struct cl_source *src, const struct cl_attr *attr, void *field,
                                  struct cleap_error *err)
{
    const struct fake *fake = (const struct fake *)src;

    if (attr->type == CL_ATTR_STR)
        *(struct cl_str *)field = cl_str_of(fake->text);
    else if (attr->type == CL_ATTR_I64)
        *(int64_t *)field = 7;
    else
        return cl_fail(err, CLEAP_E_FORMAT, "cannot do that");
    return CLEAP_OK;
}

static const struct cl_source_ops fake_ops = {.has = fake_has, .get = fake_get};

struct state {
    int64_t number;
    int word;
    bool has_word, has_number;
};

static const char *const words[] = {"error", "skip", "keep", NULL};

static const struct cl_attr attrs[] = {
    {.name = "number",
     .type = CL_ATTR_I64,
     .offset = offsetof(struct state, number),
     .optional = true,
     .present = offsetof(struct state, has_number)},
    {.name = "word",
     .type = CL_ATTR_ENUM,
     .offset = offsetof(struct state, word),
     .names = words,
     .present = offsetof(struct state, has_word)},
    {.type = CL_ATTR_END},
};

static struct cleap_error err;

static enum cleap_status read_attrs(struct fake *fake, struct state *state)
{
    fake->base.ops = &fake_ops;
    cl_error_begin(&err, NULL);
    return cl_source_attrs(&fake->base, attrs, state, &err);
}

static void values_go_to_their_fields(void **unused)
{
    struct fake fake = {.text = "keep", .has_number = true};
    struct state state = {0};

    (void)unused;
    assert_int_equal(read_attrs(&fake, &state), CLEAP_OK);
    assert_int_equal(state.number, 7);
    assert_int_equal(state.word, 2);
}

static void presence_is_noted(void **unused)
{
    struct fake fake = {.text = "skip"};
    struct state state = {.has_number = true};

    (void)unused;
    assert_int_equal(read_attrs(&fake, &state), CLEAP_OK);
    assert_true(state.has_word);
    assert_false(state.has_number);
}

static void an_absent_optional_attribute_leaves_its_default(void **unused)
{
    struct fake fake = {.text = "skip"};
    struct state state = {.number = 42};

    (void)unused;
    assert_int_equal(read_attrs(&fake, &state), CLEAP_OK);
    assert_int_equal(state.number, 42);
}

static void a_missing_attribute_is_named(void **unused)
{
    struct fake fake = {.has_number = true};
    struct state state = {0};

    (void)unused;
    assert_int_equal(read_attrs(&fake, &state), CLEAP_E_FORMAT);
    assert_string_equal(err.message, "attribute 'word' is missing");
}

static void an_unknown_word_is_shown_with_those_that_are_known(void **unused)
{
    struct fake fake = {.text = "nonsense"};
    struct state state = {0};

    (void)unused;
    assert_int_equal(read_attrs(&fake, &state), CLEAP_E_FORMAT);
    assert_string_equal(err.message, "attribute 'word': 'nonsense' is none of error, skip, keep");
}

static void a_failing_attribute_is_named_with_its_file(void **unused)
{
    static const struct cl_attr attr = {.name = "number", .type = CL_ATTR_BOOL};
    struct fake fake = {.has_number = true};
    bool field;

    (void)unused;
    fake.base = (struct cl_source){.ops = &fake_ops, .where = cl_str_of("root/model.json")};
    cl_error_begin(&err, NULL);
    assert_int_equal(cl_source_get(&fake.base, &attr, &field, &err), CLEAP_E_FORMAT);
    assert_string_equal(err.message, "root/model.json: attribute 'number': cannot do that");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_go_to_their_fields),
        cmocka_unit_test(presence_is_noted),
        cmocka_unit_test(an_absent_optional_attribute_leaves_its_default),
        cmocka_unit_test(a_missing_attribute_is_named),
        cmocka_unit_test(an_unknown_word_is_shown_with_those_that_are_known),
        cmocka_unit_test(a_failing_attribute_is_named_with_its_file),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
