/*
 * Digests against those that the standard's authors publish, and around the ends of blocks.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "proxy/http/sha256.h"

static void check(const char *text, size_t n, const char *wanted)
{
    char hex[SHA256_HEX_SIZE];

    sha256_hex(text, n, hex);
    assert_string_equal(hex, wanted);
}

static void known_texts(void **unused)
{
    (void)unused;
    check("", 0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    check("abc", 3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    check("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 56,
          "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

static void ends_of_blocks(void **unused)
{
    char text[200];

    (void)unused;
    memset(text, 'a', sizeof text);
    check(text, 55, "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318");
    check(text, 64, "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb");
    check(text, 119, "31eba51c313a5c08226adf18d4a359cfdfd8d2e816b13f4af952f7ea6584dcfb");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_texts),
        cmocka_unit_test(ends_of_blocks),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
