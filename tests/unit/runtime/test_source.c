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

/* Loads with a list for what is missing. */
static enum cleap_status note(struct fake *fake, struct state *state, struct cl_defaults *defaults,
                              const struct cl_attr *table, struct cl_arena *arena)
{
    cl_arena_init(arena, 256);
    cl_error_begin(&err, NULL);
    fake->base.ops = &fake_ops;
    fake->base.arena = arena;
    fake->base.defaults = defaults;
    return cl_source_attrs(&fake->base, table, state, &err);
}

static const struct cl_attr with_defaults[] = {
    {.name = "number",
     .type = CL_ATTR_I64,
     .offset = offsetof(struct state, number),
     .optional = true},
    {.name = "word",
     .type = CL_ATTR_ENUM,
     .offset = offsetof(struct state, word),
     .names = words,
     .optional = true},
    {.type = CL_ATTR_END},
};

static void what_is_absent_is_noted_with_what_took_its_place(void **unused)
{
    struct fake fake = {.text = NULL};
    struct state state = {.number = 42, .word = 1};
    struct cl_defaults defaults = {0};
    struct cl_arena arena;

    (void)unused;
    assert_int_equal(note(&fake, &state, &defaults, with_defaults, &arena), CLEAP_OK);
    assert_int_equal(defaults.n, 2);
    assert_string_equal(defaults.at[0].name, "number");
    assert_string_equal(defaults.at[0].value, "42");
    assert_string_equal(defaults.at[1].name, "word");
    assert_string_equal(defaults.at[1].value, "skip");
    assert_int_equal(defaults.at[1].kind, CL_DEFAULT_ATTRIBUTE);
    cl_arena_free(&arena);
}

static void what_is_there_is_not_noted(void **unused)
{
    struct fake fake = {.text = "keep", .has_number = true};
    struct state state = {0};
    struct cl_defaults defaults = {0};
    struct cl_arena arena;

    (void)unused;
    assert_int_equal(note(&fake, &state, &defaults, with_defaults, &arena), CLEAP_OK);
    assert_int_equal(cl_source_default(&fake.base, "word", "error", &err), CLEAP_OK);
    assert_int_equal(defaults.n, 0);
    cl_arena_free(&arena);
}

static void what_an_op_does_without_has_no_value(void **unused)
{
    struct fake fake = {.text = "keep"};
    struct state state = {.number = 42};
    struct cl_defaults defaults = {0};
    struct cl_arena arena;

    (void)unused;
    assert_int_equal(note(&fake, &state, &defaults, attrs, &arena), CLEAP_OK);
    assert_int_equal(defaults.n, 1);
    assert_null(defaults.at[0].value);
    cl_arena_free(&arena);
}

static void an_op_says_what_it_worked_out(void **unused)
{
    struct fake fake = {.has_number = true};
    struct state state = {.word = -1};
    struct cl_defaults defaults = {0};
    struct cl_arena arena;

    (void)unused;
    assert_int_equal(note(&fake, &state, &defaults, with_defaults, &arena), CLEAP_OK);
    assert_null(defaults.at[0].value);
    assert_int_equal(cl_source_default(&fake.base, "word", "keep", &err), CLEAP_OK);
    assert_int_equal(defaults.n, 1);
    assert_string_equal(defaults.at[0].value, "keep");
    cl_arena_free(&arena);
}

static void sub_models_are_told_apart(void **unused)
{
    struct fake fake = {.base.where = cl_str_of("root/a.node/model0/model.json")};
    struct state state = {0};
    struct cl_defaults defaults = {.where = cl_str_of("root/a.node/model.json")};
    struct cl_arena arena;

    (void)unused;
    assert_int_equal(note(&fake, &state, &defaults, with_defaults, &arena), CLEAP_OK);
    assert_true(cl_str_is(defaults.at[0].member, "model0"));
    fake.base.where = cl_str_of("root/a.node/model.json");
    assert_int_equal(cl_source_attrs(&fake.base, with_defaults, &state, &err), CLEAP_OK);
    assert_int_equal(defaults.at[2].member.n, 0);
    cl_arena_free(&arena);
}

static void numbers_are_short_and_not_rounded(void **unused)
{
    static const double values[] = {0.5, 0.1, -1e300, 1.0 / 3.0};
    static const char *const texts[] = {"0.5", "0.1", "-1e+300", "0.3333333333333333"};
    static const struct cl_attr table[] = {
        {.name = "x", .type = CL_ATTR_F64, .offset = 0, .optional = true}, {.type = CL_ATTR_END}};

    (void)unused;
    for (size_t i = 0; i < CL_COUNT_OF(values); i++) {
        struct fake fake = {.text = NULL};
        double state[8] = {values[i]};
        struct cl_defaults defaults = {0};
        struct cl_arena arena;

        cl_arena_init(&arena, 256);
        fake.base = (struct cl_source){.ops = &fake_ops, .arena = &arena, .defaults = &defaults};
        assert_int_equal(cl_source_attrs(&fake.base, table, state, &err), CLEAP_OK);
        assert_string_equal(defaults.at[0].value, texts[i]);
        cl_arena_free(&arena);
    }
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
        cmocka_unit_test(what_is_absent_is_noted_with_what_took_its_place),
        cmocka_unit_test(what_is_there_is_not_noted),
        cmocka_unit_test(what_an_op_does_without_has_no_value),
        cmocka_unit_test(an_op_says_what_it_worked_out),
        cmocka_unit_test(sub_models_are_told_apart),
        cmocka_unit_test(numbers_are_short_and_not_rounded),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
