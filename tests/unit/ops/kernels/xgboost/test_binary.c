/*
 * Boosters in XGBoost's older binary form.
 */
#include "booster_fixture.h"

#include <string.h>

/* A file that is put together; all numbers are little-endian. */
struct file {
    uint8_t at[2048];
    size_t n;
};

static void put_u32(struct file *f, uint32_t value)
{
    assert_true(f->n + 4 <= sizeof f->at);
    for (int i = 0; i < 4; i++)
        f->at[f->n++] = (uint8_t)(value >> 8 * i);
}

static void put_f32(struct file *f, float value)
{
    uint32_t bits;

    memcpy(&bits, &value, sizeof bits);
    put_u32(f, bits);
}

static void put_u64(struct file *f, uint64_t value)
{
    put_u32(f, (uint32_t)value);
    put_u32(f, (uint32_t)(value >> 32));
}

static void put_text(struct file *f, const char *text)
{
    size_t n = strlen(text);

    put_u64(f, n);
    assert_true(f->n + n <= sizeof f->at);
    memcpy(f->at + f->n, text, n);
    f->n += n;
}

static void put_zeros(struct file *f, int n)
{
    for (int i = 0; i < n; i++)
        put_u32(f, 0);
}

static void put_learner(struct file *f, float base_score, uint32_t major, const char *objective,
                        const char *booster)
{
    put_f32(f, base_score);
    put_u32(f, 3); /* num_feature */
    put_zeros(f, 3);
    put_u32(f, major);
    put_u32(f, 0);
    put_u32(f, major > 0); /* num_target */
    put_zeros(f, 26);
    put_text(f, objective);
    put_text(f, booster);
}

static void put_trees(struct file *f, uint32_t n, uint64_t num_pbuffer)
{
    put_u32(f, n);
    put_u32(f, 1); /* num_parallel_tree */
    put_zeros(f, 2);
    put_u64(f, num_pbuffer);
    put_zeros(f, 34);
}

static void put_node(struct file *f, int32_t left, int32_t right, uint32_t feature, float value)
{
    put_u32(f, 0); /* parent */
    put_u32(f, (uint32_t)left);
    put_u32(f, (uint32_t)right);
    put_u32(f, feature);
    put_f32(f, value);
}

/* Feature 1 below 0.5 gives -1, else 2; missing goes left. */
static void put_stump(struct file *f, uint32_t n_nodes, uint32_t leaf_size)
{
    put_u32(f, 1);
    put_u32(f, n_nodes);
    put_zeros(f, 3);
    put_u32(f, leaf_size);
    put_zeros(f, 31);
    put_node(f, 1, 2, (uint32_t)1 << 31 | 1, 0.5F);
    put_node(f, -1, -1, 0, -1.0F);
    put_node(f, -1, -1, 0, 2.0F);
    for (int i = 0; i < 3; i++) {
        put_f32(f, 9.0F);
        put_f32(f, (float[]){4.0F, 3.0F, 1.0F}[i]);
        put_zeros(f, 2);
    }
}

static void make_stump(struct file *f, float base_score, uint32_t major, const char *objective)
{
    *f = (struct file){.n = 0};
    put_learner(f, base_score, major, objective, "gbtree");
    put_trees(f, 1, 0);
    put_stump(f, 3, 0);
    put_u32(f, 0); /* its group */
}

static enum cleap_status read_file(struct cl_booster *b, const struct file *f)
{
    cl_error_begin(&err, NULL);
    return cl_booster_read(b, f->at, f->n, 0, &arena, &err);
}

static void a_stump_is_read(void **unused)
{
    struct file f;
    struct cl_booster b;

    (void)unused;
    make_stump(&f, 0.25F, 1, "reg:squarederror");
    assert_int_equal(read_file(&b, &f), CLEAP_OK);
    assert_int_equal(b.n_features, 3);
    assert_int_equal(b.n_groups, 1);
    assert_f32(b.tree_means[0], -0.25F);
    assert_f32(margin_of(&b, (double[]){0, 0}, 2), -0.75F);
    assert_f32(margin_of(&b, (double[]){0, 1}, 2), 2.25F);
    assert_f32(margin_of(&b, (double[]){0}, 1), -0.75F);
}

static void a_head_may_come_first(void **unused)
{
    struct file f = {.n = 0}, plain;
    struct cl_booster b;

    (void)unused;
    make_stump(&plain, 0.25F, 1, "reg:squarederror");
    memcpy(f.at, "binf", 4);
    memcpy(f.at + 4, plain.at, plain.n);
    f.n = plain.n + 4;
    assert_int_equal(read_file(&b, &f), CLEAP_OK);
}

/* Such a file holds a margin; XGBoost makes a probability of it, and a margin again. */
static void the_base_score_of_files_before_1_0_is_a_margin(void **unused)
{
    struct file f;
    struct cl_booster b;
    float p = 0.7F, margin = 0.0F;

    (void)unused;
    make_stump(&f, 0.7F, 0, "binary:logistic");
    assert_int_equal(read_file(&b, &f), CLEAP_OK);
    cl_objective_transform(b.objective, &p, 1);
    assert_int_equal(cl_objective_margin(b.objective, p, &margin, &err), CLEAP_OK);
    assert_f32(b.base_margin, margin);
    make_stump(&f, 0.7F, 0, "binary:hinge");
    assert_int_equal(read_file(&b, &f), CLEAP_OK);
    assert_f32(b.base_margin, 1.0F);
}

static void dart_has_weights_at_its_end(void **unused)
{
    struct file f = {.n = 0};
    struct cl_booster b;

    (void)unused;
    put_learner(&f, 0.0F, 1, "reg:squarederror", "dart");
    put_trees(&f, 1, 0);
    put_stump(&f, 3, 1);
    put_u32(&f, 0);
    put_u64(&f, 1);
    put_f32(&f, 0.5F);
    assert_int_equal(read_file(&b, &f), CLEAP_OK);
    assert_f32(margin_of(&b, (double[]){0, 1}, 2), 1.0F);
}

static void a_linear_model_is_read(void **unused)
{
    struct file f = {.n = 0};
    struct cl_booster b;

    (void)unused;
    put_learner(&f, 0.5F, 1, "reg:squarederror", "gblinear");
    put_zeros(&f, 34);
    put_u64(&f, 4);
    for (int i = 0; i < 4; i++)
        put_f32(&f, (float)(i + 1));
    assert_int_equal(read_file(&b, &f), CLEAP_OK);
    assert_f32(margin_of(&b, (double[]){1, 1, 10}, 3), 37.5F);
}

static void every_beginning_of_a_file_is_refused(void **unused)
{
    struct file f;
    struct cl_booster b;

    (void)unused;
    make_stump(&f, 0.25F, 1, "reg:squarederror");
    for (size_t n = f.n; n-- > 0;) {
        f.n = n;
        assert_int_equal(read_file(&b, &f), CLEAP_E_FORMAT);
    }
    assert_string_equal(err.message, "byte 0: the file ends within the learner's parameters");
}

static void counts_beyond_the_file_are_refused(void **unused)
{
    struct file f = {.n = 0};
    struct cl_booster b;

    (void)unused;
    put_learner(&f, 0.0F, 1, "reg:squarederror", "gbtree");
    put_trees(&f, 0x7fffffff, 0);
    put_stump(&f, 0x7fffffff, 0);
    assert_int_equal(read_file(&b, &f), CLEAP_E_FORMAT);
    assert_string_equal(err.message, "tree 0: it has 2147483647 nodes, the file ends sooner");

    f.n = 0;
    put_learner(&f, 0.0F, 1, "reg:squarederror", "gblinear");
    put_zeros(&f, 34);
    put_u64(&f, UINT64_MAX);
    assert_int_equal(read_file(&b, &f), CLEAP_E_FORMAT);
    assert_string_equal(err.message, "byte 320: the linear model's weights has "
                                     "18446744073709551615 entries, the file ends sooner");
}

static void impossible_counts_are_refused(void **unused)
{
    struct file f = {.n = 0};
    struct cl_booster b;

    (void)unused;
    put_learner(&f, 0.0F, 1, "reg:squarederror", "gbtree");
    put_trees(&f, 1, 0);
    put_stump(&f, 0, 0);
    assert_int_equal(read_file(&b, &f), CLEAP_E_FORMAT);
    assert_string_equal(err.message, "tree 0: it has 0 nodes");

    f.n = 0;
    put_learner(&f, 0.0F, 1, "reg:squarederror", "gbtree");
    put_trees(&f, UINT32_MAX, 0);
    assert_int_equal(read_file(&b, &f), CLEAP_E_FORMAT);
}

static void what_xgboost_no_longer_writes_is_not_supported(void **unused)
{
    struct file f = {.n = 0};
    struct cl_booster b;

    (void)unused;
    put_learner(&f, 0.0F, 0, "reg:linear", "gbtree");
    put_trees(&f, 1, 7);
    put_stump(&f, 3, 0);
    assert_int_equal(read_file(&b, &f), CLEAP_E_UNSUPPORTED);
    assert_string_equal(err.message,
                        "it has buffers of predictions, as early XGBoost 0.x wrote them");

    f.n = 0;
    put_learner(&f, 0.0F, 0, "reg:linear", "gbtree");
    put_trees(&f, 1, 0);
    put_stump(&f, 3, 2);
    assert_int_equal(read_file(&b, &f), CLEAP_E_UNSUPPORTED);
    assert_string_equal(err.message, "tree 0: its leaves hold vectors of 2");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        booster_test(a_stump_is_read),
        booster_test(a_head_may_come_first),
        booster_test(the_base_score_of_files_before_1_0_is_a_margin),
        booster_test(dart_has_weights_at_its_end),
        booster_test(a_linear_model_is_read),
        booster_test(every_beginning_of_a_file_is_refused),
        booster_test(counts_beyond_the_file_are_refused),
        booster_test(impossible_counts_are_refused),
        booster_test(what_xgboost_no_longer_writes_is_not_supported),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
