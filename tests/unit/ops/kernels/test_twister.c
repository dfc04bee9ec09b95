/*
 * The numbers that Java draws from seed 0.
 */
#include "tests/support/op_fixture.h"

#include <math.h>

#include "ops/kernels/twister.h"

static void the_first_words_are_known(void **unused)
{
    struct cl_twister t;

    (void)unused;
    cl_twister_seed(&t, 0);
    assert_true(cl_twister_next(&t) == 2357136044U);
    assert_true(cl_twister_next(&t) == 2546248239U);
    assert_true(cl_twister_next(&t) == 3071714933U);
}

static void the_ten_thousandth_word_of_the_usual_seed_is_known(void **unused)
{
    struct cl_twister t;
    uint32_t word = 0;

    (void)unused;
    cl_twister_seed(&t, 5489);
    for (int i = 0; i < 10000; i++)
        word = cl_twister_next(&t);
    assert_true(word == 4123659995U);
}

static void normal_and_uniform_numbers_are_those_of_commons_math(void **unused)
{
    struct cl_twister t;

    (void)unused;
    cl_twister_seed(&t, 0);
    assert_true(fabs(cl_twister_normal(&t) - -0x1.8fa81c8c591a7p-1) < 1e-15);
    assert_true(cl_twister_uniform(&t) == 0x1.349d66edd1296p-1);
}

static void gamma_numbers_are_those_of_breeze(void **unused)
{
    static const double known[] = {0.9207522951297558, 0.972190296609509, 0.9161292703613801,
                                   1.0403694214760428, 1.1374633601481037};
    struct cl_twister t;

    (void)unused;
    cl_twister_seed(&t, 0);
    for (size_t i = 0; i < 5; i++)
        assert_true(fabs(cl_twister_gamma(&t, 100.0, 0.01) - known[i]) < 1e-15);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_words_are_known),
        cmocka_unit_test(the_ten_thousandth_word_of_the_usual_seed_is_known),
        cmocka_unit_test(normal_and_uniform_numbers_are_those_of_commons_math),
        cmocka_unit_test(gamma_numbers_are_those_of_breeze),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
