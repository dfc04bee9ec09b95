/*
 * As much of cmocka as the unit tests of kernels use, for processors that Debian's cmocka is not
 * installed for: a failed assertion ends the program.
 */
#ifndef CLEAP_TESTS_CROSS_CMOCKA_H
#define CLEAP_TESTS_CROSS_CMOCKA_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct CMUnitTest {
    const char *name;
    void (*run)(void **state);
};

#define cmocka_unit_test(function)                                                                 \
    {                                                                                              \
#function, function                                                                        \
    }
#define cmocka_run_group_tests(tests, setup, teardown)                                             \
    cross_run(tests, sizeof(tests) / sizeof((tests)[0]))
#define print_message printf

#define assert_true(condition) cross_assert(condition, #condition, __FILE__, __LINE__)
#define assert_memory_equal(a, b, size) assert_true(memcmp(a, b, size) == 0)
#define assert_string_equal(a, b) assert_true(strcmp(a, b) == 0)
#define assert_ptr_equal(a, b) assert_true((a) == (b))

static inline void cross_assert(int holds, const char *condition, const char *file, int line)
{
    if (holds)
        return;
    printf("%s:%d: not true: %s\n", file, line, condition);
    exit(1);
}

static inline int cross_run(const struct CMUnitTest *tests, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        tests[i].run(NULL);
        printf("ok %s\n", tests[i].name);
    }
    return 0;
}

#endif
