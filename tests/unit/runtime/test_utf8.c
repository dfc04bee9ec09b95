#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "runtime/error.h"
#include "runtime/utf8.h"
#include "tests/support/arenas.h"

static void lower_is(const char *text, const char *want)
{
    struct cl_str lower = cl_utf8_java_lower(cl_str_of(text), &arena);

    assert_int_equal(lower.n, strlen(want));
    assert_memory_equal(lower.at, want, lower.n);
}

static void every_code_point_is_decoded_as_encoded(void **unused)
{
    (void)unused;
    for (uint32_t code = 0; code <= 0x10FFFF; code++) {
        char bytes[4];
        struct cl_str text = {.at = bytes, .n = (uint32_t)cl_utf8_put(code, bytes)};
        uint32_t at = 0;

        if (cl_utf8_next(text, &at) != code || at != text.n)
            fail_msg("U+%04X", code);
    }
}

static void bytes_that_are_no_utf8_are_replaced_one_by_one(void **unused)
{
    static const char *const broken[] = {
        "\x80",
        "\xBF",
        "\xC0\x80",
        "\xC1\xBF",
        "\xC3",
        "\xC3(",
        "\xE2",
        "\xE2\x82",
        "\xE2(\x82",
        "\xE0\x80\x80",
        "\xF0\x9F\x98",
        "\xF0\x80\x80\x80",
        "\xF5",
        "\xFF",
        "\xFE\x80",
        "\xF4\x90\x80\x80",
        "\xF8\x88\x80\x80",
    };

    (void)unused;
    for (size_t i = 0; i < CL_COUNT_OF(broken); i++) {
        uint32_t at = 0;

        assert_int_equal(cl_utf8_next(cl_str_of(broken[i]), &at), 0xFFFD);
        assert_int_equal(at, 1);
    }
}

static void a_replacement_in_the_text_is_a_character(void **unused)
{
    uint32_t at = 0;

    (void)unused;
    assert_int_equal(cl_utf8_next(cl_str_of("\xEF\xBF\xBD"), &at), 0xFFFD);
    assert_int_equal(at, 3);
}

static void a_lone_surrogate_comes_out_as_it_is(void **unused)
{
    uint32_t at = 0;

    (void)unused;
    assert_int_equal(cl_utf8_next(cl_str_of("\xED\xA0\xBDx"), &at), 0xD83D);
    assert_int_equal(at, 3);
}

static void length_counts_utf16_units(void **unused)
{
    (void)unused;
    assert_int_equal(cl_utf8_java_length(cl_str_of("")), 0);
    assert_int_equal(cl_utf8_java_length(cl_str_of("abc")), 3);
    assert_int_equal(cl_utf8_java_length(cl_str_of("äöü")), 3);
    assert_int_equal(cl_utf8_java_length(cl_str_of("日本")), 2);
    assert_int_equal(cl_utf8_java_length(cl_str_of("a😀b")), 4);
    assert_int_equal(cl_utf8_java_length(cl_str_of("\xED\xA0\xBD")), 1);
    assert_int_equal(cl_utf8_java_length(cl_str_of("\xFF\xFF")), 2);
}

static void lower_case_text_is_answered_as_it_is(void **unused)
{
    static const char *const lower[] = {"", "the quick brown fox, 12!", "größe", "日本語", "σοφός"};

    (void)unused;
    for (size_t i = 0; i < CL_COUNT_OF(lower); i++)
        assert_ptr_equal(cl_utf8_java_lower(cl_str_of(lower[i]), &arena).at, lower[i]);
}

static void ascii_capitals_are_lowered(void **unused)
{
    (void)unused;
    lower_is("The QUICK brown FoX @[`{ 09 AZaz", "the quick brown fox @[`{ 09 azaz");
}

static void capitals_of_all_scripts_are_lowered(void **unused)
{
    (void)unused;
    lower_is("ÀÉÎÕÜ×Þ", "àéîõü×þ");
    lower_is("ŁÓDŹ ŸŽ", "łódź ÿž");
    lower_is("МОСКВА Ёж", "москва ёж");
    lower_is("Ա Ⴀ Ꭰ Ა", "ա ⴀ ꭰ ა");
    lower_is("ǄǅǱǲ", "ǆǆǳǳ");
    lower_is("ⅧⒶ", "ⅷⓐ");
    lower_is("𐐀𞤀", "𐐨𞤢");
}

static void some_capitals_change_their_size(void **unused)
{
    (void)unused;
    lower_is("ẞ", "ß");
    lower_is("K", "k"); /* the Kelvin sign */
    lower_is("ȺȾ", "ⱥⱦ");
    lower_is("İİİ", "i̇i̇i̇");
    lower_is("DİYARBAKIR", "di̇yarbakir");
}

static void a_sigma_at_a_words_end_is_final(void **unused)
{
    (void)unused;
    lower_is("ΣΟΦΟΣ", "σοφος");
    lower_is("ΟΔΟΣ ΣΑΣ", "οδος σας");
    lower_is("ΑΣ.", "ας.");
    lower_is("ΑΣ1", "ας1");
    lower_is("Α1Σ", "α1ς");
}

static void a_sigma_alone_is_not_final(void **unused)
{
    (void)unused;
    lower_is("Σ", "σ");
    lower_is(" Σ ", " σ ");
    lower_is("1Σ", "1σ");
    lower_is("Α Σ", "α σ");
    lower_is("ΣΣ", "σς");
}

static void one_mark_between_letters_does_not_end_a_word(void **unused)
{
    (void)unused;
    lower_is("ΑΣ-Α", "ασ-α");
    lower_is("ΑΣ'Α", "ασ'α");
    lower_is("Α.Σ.", "α.ς.");
    lower_is("ΑΣ--Α", "ας--α");
    lower_is("ΑΣ,Α", "ας,α");
    lower_is("ΑΣ-1Α", "ας-1α");
    lower_is("ΑΣ1,2Α", "ασ1,2α");
    lower_is("Α1.Σ", "α1.σ");
}

static void combining_marks_belong_to_the_letter_before(void **unused)
{
    (void)unused;
    lower_is("Α\u0301Σ\u0301", "α\u0301ς\u0301");
    lower_is("ΑΣ\u0301Α", "ασ\u0301α");
    lower_is("Α-\u0301Σ", "α-\u0301σ");
    lower_is("Α\u0301-Σ", "α\u0301-ς");
    lower_is("ΑΣ\u200DΑ", "ασ\u200Dα");
    lower_is("\u0345Σ", "\u0345σ");
    lower_is("א\u0345Σ", "א\u0345ς");
}

static void characters_beyond_the_first_plane_end_words_as_in_java(void **unused)
{
    (void)unused;
    lower_is("𐐀Σ", "𐐨ς");
    lower_is("Α𐐀Σ", "α𐐨σ");
    lower_is("ΑΣ𐐀", "ασ𐐨");
    lower_is("ΑΣ😀Α", "ας😀α");
}

static void broken_bytes_are_kept(void **unused)
{
    (void)unused;
    lower_is("A\xFF\xC3(\x80Z", "a\xFF\xC3(\x80z");
    lower_is("Ä\xED\xA0\xBDÖ", "ä\xED\xA0\xBDö");
    lower_is("\xBF\xBF\xBF\xBF\xBFΣ\xE2\x82", "\xBF\xBF\xBF\xBF\xBFσ\xE2\x82");
}

static void lone_surrogates_are_written_as_question_marks(void **unused)
{
    struct cl_str text = {.at = "a\xED\xA0\xBD\xED\xB8\x80z", .n = 8};
    struct cl_buf buf;

    (void)unused;
    cl_buf_init(&buf, 100);
    assert_int_equal(cl_utf8_written_size(text), 4);
    cl_utf8_write(&buf, text);
    assert_int_equal(buf.n, 4);
    assert_memory_equal(buf.at, "a??z", 4);
    cl_buf_free(&buf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_point_is_decoded_as_encoded),
        cmocka_unit_test(bytes_that_are_no_utf8_are_replaced_one_by_one),
        cmocka_unit_test(a_replacement_in_the_text_is_a_character),
        cmocka_unit_test(a_lone_surrogate_comes_out_as_it_is),
        cmocka_unit_test(lone_surrogates_are_written_as_question_marks),
        cmocka_unit_test(length_counts_utf16_units),
        cmocka_unit_test(lower_case_text_is_answered_as_it_is),
        cmocka_unit_test(ascii_capitals_are_lowered),
        cmocka_unit_test(capitals_of_all_scripts_are_lowered),
        cmocka_unit_test(some_capitals_change_their_size),
        cmocka_unit_test(a_sigma_at_a_words_end_is_final),
        cmocka_unit_test(a_sigma_alone_is_not_final),
        cmocka_unit_test(one_mark_between_letters_does_not_end_a_word),
        cmocka_unit_test(combining_marks_belong_to_the_letter_before),
        cmocka_unit_test(characters_beyond_the_first_plane_end_words_as_in_java),
        cmocka_unit_test(broken_bytes_are_kept),
    };

    return cmocka_run_group_tests(tests, open_arenas, close_arenas);
}
