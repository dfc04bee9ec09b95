/*
 * Murmur3 against values that Spark and MLeap gave.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ops/kernels/murmur3.h"
#include "runtime/error.h"

static const struct vector {
    const char *text;
    int32_t v1, v2;
    uint32_t bucket1, bucket2; /* of 2^18 */
} vectors[] = {
    {"", 142593372, 142593372, 249180, 249180},
    {"a", 1485273170, -1293573533, 227410, 107107},
    {"b", 1905031361, 861554165, 30913, 148981},
    {"hello", -1008564952, -488910111, 165160, 250593},
    {"MLeap", -88142397, 757768164, 200131, 172004},
    {"na\u00efve", -950767612, -1984804414, 28676, 149954},
    {"\u65e5\u672c\u8a9e", -1143049834, -976822600, 160150, 188088},
    {"\U0001f600", 1877935379, 1877935379, 197907, 197907},
};

static int32_t v1(const char *text)
{
    return cl_murmur3_text(cl_str_of(text), CL_MURMUR3_TAIL_SIGNED);
}

static int32_t v2(const char *text)
{
    return cl_murmur3_text(cl_str_of(text), CL_MURMUR3_TAIL_WORD);
}

static void both_tails_give_spark_s_hashes(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < CL_COUNT_OF(vectors); i++) {
        assert_int_equal(v1(vectors[i].text), vectors[i].v1);
        assert_int_equal(v2(vectors[i].text), vectors[i].v2);
    }
}

static void buckets_of_negative_hashes_are_not_negative(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < CL_COUNT_OF(vectors); i++) {
        assert_int_equal(cl_murmur3_bucket(vectors[i].v1, 1 << 18), vectors[i].bucket1);
        assert_int_equal(cl_murmur3_bucket(vectors[i].v2, 1 << 18), vectors[i].bucket2);
    }
    assert_int_equal(cl_murmur3_bucket(v2("b"), 10), 5);
    assert_int_equal(cl_murmur3_bucket(INT32_MIN, 1000), 352);
}

static void a_lone_surrogate_hashes_as_a_question_mark(void **unused)
{
    (void)unused;
    assert_int_equal(v1("\xed\xa0\x80"), v1("?"));
    assert_int_equal(v2("ab\xed\xbf\xbf"), v2("ab?"));
    assert_int_equal(v1("\xed\xa0\x80"
                        "abcdef"),
                     v1("?abcdef"));
    assert_int_equal(v2("abcd\xed\xb0\x80"
                        "efg\xed\xa0\x80"),
                     v2("abcd?efg?"));
}

static void the_last_syllables_before_the_surrogates_are_left_alone(void **unused)
{
    (void)unused;
    assert_int_not_equal(v2("\ud7a3"), v2("?"));
    assert_int_equal(v2("\xed"), v2("\xed")); /* cut short: no read behind the end */
}

static void ints_and_longs_give_spark_s_hashes(void **unused)
{
    (void)unused;
    assert_int_equal(cl_murmur3_i32(1), -559580957);
    assert_int_equal(cl_murmur3_i32(0), 933211791);
    assert_int_equal(cl_murmur3_i64(1), -1712319331);
    assert_int_equal(cl_murmur3_i64(0), -1670924195);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_tails_give_spark_s_hashes),
        cmocka_unit_test(buckets_of_negative_hashes_are_not_negative),
        cmocka_unit_test(a_lone_surrogate_hashes_as_a_question_mark),
        cmocka_unit_test(the_last_syllables_before_the_surrogates_are_left_alone),
        cmocka_unit_test(ints_and_longs_give_spark_s_hashes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
