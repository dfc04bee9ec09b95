/*
 * Exchanges: bodies as they come in, and what is kept between requests.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "mleap/json.h"
#include "proxy/http/exchange.h"

#define LIMIT 100

static struct http_exchanges pool;

static int start(void **unused)
{
    (void)unused;
    return !http_exchanges_init(&pool, LIMIT);
}

static int stop(void **unused)
{
    (void)unused;
    http_exchanges_done(&pool);
    return 0;
}

static void a_body_comes_in_pieces_and_has_bytes_behind_it(void **unused)
{
    struct http_exchange *exchange = http_exchange_take(&pool);
    struct cl_str body;

    (void)unused;
    http_exchange_append(&pool, exchange, "ab", 2);
    http_exchange_append(&pool, exchange, "cd", 2);
    body = http_exchange_body(exchange);
    assert_int_equal(body.n, 4);
    assert_memory_equal(body.at, "abcd", 4);
    for (size_t i = 0; i < CL_JSON_PADDING; i++)
        assert_int_equal(body.at[4 + i], 0);
    http_exchange_put(&pool, exchange);
}

static void a_body_of_just_the_limit_is_taken(void **unused)
{
    struct http_exchange *exchange = http_exchange_take(&pool);
    char bytes[LIMIT + 1] = {0};

    (void)unused;
    http_exchange_append(&pool, exchange, bytes, LIMIT);
    assert_int_equal(exchange->refusal, 0);
    assert_int_equal(http_exchange_body(exchange).n, LIMIT);
    http_exchange_put(&pool, exchange);
}

static void a_byte_more_is_refused_and_let_go(void **unused)
{
    struct http_exchange *exchange = http_exchange_take(&pool);
    char bytes[LIMIT + 1] = {0};

    (void)unused;
    http_exchange_append(&pool, exchange, bytes, LIMIT);
    http_exchange_append(&pool, exchange, bytes, 1);
    assert_int_equal(exchange->refusal, 413);
    assert_null(exchange->in.at);
    http_exchange_append(&pool, exchange, bytes, LIMIT);
    assert_null(exchange->in.at);
    http_exchange_put(&pool, exchange);
}

static void the_next_request_gets_the_same_memory_and_no_memories(void **unused)
{
    struct http_exchange *first = http_exchange_take(&pool), *second;
    const char *at;

    (void)unused;
    http_exchange_append(&pool, first, "abcd", 4);
    at = first->in.at;
    first->refusal = 404;
    http_exchange_put(&pool, first);
    second = http_exchange_take(&pool);
    assert_ptr_equal(second, first);
    assert_ptr_equal(second->in.at, at);
    assert_int_equal(second->in.n, 0);
    assert_int_equal(second->refusal, 0);
    http_exchange_put(&pool, second);
}

static void large_buffers_are_given_back(void **unused)
{
    struct http_exchange *exchange = http_exchange_take(&pool);

    (void)unused;
    assert_non_null(cl_buf_reserve(&exchange->out, (size_t)64 << 20));
    http_exchange_put(&pool, exchange);
    assert_null(exchange->out.at);
}

static void all_bodies_together_have_a_limit(void **unused)
{
    struct http_exchange *first = http_exchange_take(&pool), *second = http_exchange_take(&pool);

    (void)unused;
    pool.bodies_limit = 10;
    http_exchange_append(&pool, first, "abcdef", 6);
    http_exchange_append(&pool, second, "abcd", 4);
    assert_int_equal(second->refusal, 0);
    http_exchange_append(&pool, second, "e", 1);
    assert_int_equal(second->refusal, 503);
    assert_null(second->in.at);
    /* What it held is there for others. */
    http_exchange_append(&pool, first, "ghij", 4);
    assert_int_equal(first->refusal, 0);
    http_exchange_put(&pool, first);
    http_exchange_put(&pool, second);
    assert_int_equal(pool.n_counted, 0);
    first = http_exchange_take(&pool);
    http_exchange_append(&pool, first, "abcdefghij", 10);
    assert_int_equal(first->refusal, 0);
    http_exchange_put(&pool, first);
}

static void what_rests_does_not_pile_up(void **unused)
{
    struct http_exchange *exchanges[24];
    size_t n_kept = 0;

    (void)unused;
    for (size_t i = 0; i < 24; i++) {
        exchanges[i] = http_exchange_take(&pool);
        assert_non_null(cl_buf_reserve(&exchanges[i]->out, (size_t)2 << 20));
    }
    for (size_t i = 0; i < 24; i++)
        http_exchange_put(&pool, exchanges[i]);
    for (size_t i = 0; i < 24; i++)
        n_kept += exchanges[i]->out.at != NULL;
    assert_int_equal(n_kept, 16);
    for (size_t i = 0; i < 24; i++)
        assert_non_null(http_exchange_take(&pool));
    assert_int_equal(pool.n_kept, 0);
    for (size_t i = 0; i < 24; i++)
        http_exchange_put(&pool, exchanges[i]);
}

static void nobody_waits_when_nothing_runs(void **unused)
{
    struct http_exchange *exchange = http_exchange_take(&pool);

    (void)unused;
    http_exchange_run(&pool, exchange);
    assert_int_equal(pool.n_running, 1);
    http_exchange_put(&pool, exchange);
    http_exchanges_wait(&pool, 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_body_comes_in_pieces_and_has_bytes_behind_it, start,
                                        stop),
        cmocka_unit_test_setup_teardown(a_body_of_just_the_limit_is_taken, start, stop),
        cmocka_unit_test_setup_teardown(a_byte_more_is_refused_and_let_go, start, stop),
        cmocka_unit_test_setup_teardown(the_next_request_gets_the_same_memory_and_no_memories,
                                        start, stop),
        cmocka_unit_test_setup_teardown(large_buffers_are_given_back, start, stop),
        cmocka_unit_test_setup_teardown(all_bodies_together_have_a_limit, start, stop),
        cmocka_unit_test_setup_teardown(what_rests_does_not_pile_up, start, stop),
        cmocka_unit_test_setup_teardown(nobody_waits_when_nothing_runs, start, stop),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
