/*
 * Archives: what is read, and what is refused.
 */
#define _POSIX_C_SOURCE 200809L

#include "mleap/archive.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "mleap/limits.h"
#include "tests/unit/mleap/zip_builder.h"

static struct cl_arena arena;
static struct cl_archive *archive;
static struct zip_bytes zip;
static struct cl_str bytes;
static struct cleap_error err;
static char folder[] = "/tmp/cleap_test_XXXXXX";

static int set_up(void **unused)
{
    (void)unused;
    cl_arena_init(&arena, 4096);
    archive = NULL;
    zip = (struct zip_bytes){0};
    return 0;
}

static int tear_down(void **unused)
{
    (void)unused;
    cl_archive_close(archive);
    cl_arena_free(&arena);
    free(zip.at);
    return 0;
}

static const struct zip_entry two[] = {{"root/a.json", "hello", 0}, {"bundle.json", "{}", 0}, {0}};

static enum cleap_status open_memory(void)
{
    cl_error_begin(&err, NULL);
    return cl_archive_open_memory(zip.at, zip.n, &archive, &err);
}

static void open_two(int method)
{
    zip = zip_of_method(two, method);
    assert_int_equal(open_memory(), CLEAP_OK);
}

static enum cleap_status read_name(const char *name)
{
    return cl_archive_read(archive, cl_str_of(name), &arena, &bytes, &err);
}

static void assert_read(const char *name, const char *text)
{
    assert_int_equal(read_name(name), CLEAP_OK);
    assert_int_equal(bytes.n, strlen(text));
    assert_memory_equal(bytes.at, text, bytes.n);
}

static void deflated_entries_are_read(void **unused)
{
    (void)unused;
    open_two(ZIP_CM_DEFLATE);
    assert_read("root/a.json", "hello");
}

static void stored_entries_are_read(void **unused)
{
    (void)unused;
    open_two(ZIP_CM_STORE);
    assert_read("bundle.json", "{}");
}

static void zeros_follow_what_was_read(void **unused)
{
    static const char zeros[CL_ARCHIVE_PADDING] = {0};

    (void)unused;
    open_two(ZIP_CM_DEFLATE);
    assert_read("root/a.json", "hello");
    assert_memory_equal(bytes.at + bytes.n, zeros, sizeof zeros);
}

static void empty_entries_are_read(void **unused)
{
    static const struct zip_entry entries[] = {{"a", "", 0}, {0}};

    (void)unused;
    zip = zip_of(entries);
    assert_int_equal(open_memory(), CLEAP_OK);
    assert_read("a", "");
}

static void local_headers_without_sizes_do_not_matter(void **unused)
{
    (void)unused;
    zip = zip_of(two);
    zip.at[6] |= 1 << 3; /* a data descriptor follows */
    memset(zip.at + 14, 0, 12);
    zip_central(zip, 0)[ZIP_CENTRAL_FLAGS] |= 1 << 3;
    assert_int_equal(open_memory(), CLEAP_OK);
    assert_read("root/a.json", "hello");
}

static void a_missing_file_is_named(void **unused)
{
    (void)unused;
    open_two(ZIP_CM_DEFLATE);
    assert_int_equal(read_name("root/b.json"), CLEAP_E_FORMAT);
    assert_string_equal(err.message, "'root/b.json' is not in the bundle");
}

static void names_that_could_lead_out_are_refused(void **unused)
{
    static const char *const names[] = {"",       "/a", "a/",  "a//b", "..", "../a", "a/..",
                                        "a/../b", ".",  "./a", "a/.",  "/",  "/.."};

    (void)unused;
    open_two(ZIP_CM_DEFLATE);
    for (size_t i = 0; i < CL_COUNT_OF(names); i++) {
        assert_int_equal(read_name(names[i]), CLEAP_E_FORMAT);
        assert_non_null(strstr(err.message, "is no path inside the bundle"));
    }
}

static void dots_within_a_name_are_fine(void **unused)
{
    static const struct zip_entry entries[] = {{"..a/b../...node", "x", 0}, {0}};

    (void)unused;
    zip = zip_of(entries);
    assert_int_equal(open_memory(), CLEAP_OK);
    assert_read("..a/b../...node", "x");
}

static void a_name_with_a_nul_is_refused(void **unused)
{
    struct cl_str name = {.at = "root/a.json\0x", .n = 13};

    (void)unused;
    open_two(ZIP_CM_DEFLATE);
    assert_int_equal(cl_archive_read(archive, name, &arena, &bytes, &err), CLEAP_E_FORMAT);
}

static void a_name_may_have_any_characters(void **unused)
{
    static const struct zip_entry entries[] = {{"root/p:q r \xC3\xA9.node/node.json", "x", 0}, {0}};

    (void)unused;
    zip = zip_of(entries);
    assert_int_equal(open_memory(), CLEAP_OK);
    assert_read("root/p:q r \xC3\xA9.node/node.json", "x");
}

static void a_very_long_name_is_refused(void **unused)
{
    char name[CL_MAX_PATH + 2];

    (void)unused;
    open_two(ZIP_CM_DEFLATE);
    memset(name, 'a', sizeof name);
    name[sizeof name - 1] = '\0';
    assert_int_equal(read_name(name), CLEAP_E_LIMIT);
}

static void what_is_no_zip_is_refused(void **unused)
{
    (void)unused;
    cl_error_begin(&err, NULL);
    assert_int_equal(cl_archive_open_memory("hello", 5, &archive, &err), CLEAP_E_FORMAT);
    assert_string_equal(err.message, "the bundle is no zip");
    assert_null(archive);
}

static void a_truncated_zip_is_refused(void **unused)
{
    (void)unused;
    zip = zip_of(two);
    zip.n -= 30;
    assert_int_equal(open_memory(), CLEAP_E_FORMAT);
}

static void an_encrypted_entry_is_refused(void **unused)
{
    (void)unused;
    zip = zip_of(two);
    zip.at[6] |= 1;
    zip_central(zip, 0)[ZIP_CENTRAL_FLAGS] |= 1;
    assert_int_equal(open_memory(), CLEAP_OK);
    assert_int_equal(read_name("root/a.json"), CLEAP_E_UNSUPPORTED);
    assert_string_equal(err.message, "'root/a.json' is encrypted");
}

static void methods_other_than_deflate_are_refused(void **unused)
{
    (void)unused;
    zip = zip_of(two);
    zip.at[8] = 12; /* bzip2 */
    zip_central(zip, 0)[ZIP_CENTRAL_METHOD] = 12;
    assert_int_equal(open_memory(), CLEAP_OK);
    assert_int_equal(read_name("root/a.json"), CLEAP_E_UNSUPPORTED);
    assert_string_equal(err.message, "'root/a.json' is packed by method 12, not deflate");
}

static void a_wrong_checksum_is_refused(void **unused)
{
    (void)unused;
    zip = zip_of_method(two, ZIP_CM_STORE);
    for (size_t i = 0; i + 5 <= zip.n; i++)
        if (memcmp(zip.at + i, "hello", 5) == 0)
            zip.at[i] = 'j';
    assert_int_equal(open_memory(), CLEAP_OK);
    assert_int_equal(read_name("root/a.json"), CLEAP_E_FORMAT);
}

static void an_entry_that_lies_about_its_size_is_refused(void **unused)
{
    static const uint32_t sizes[] = {1, 4, 6, 100};

    (void)unused;
    for (size_t i = 0; i < CL_COUNT_OF(sizes); i++) {
        zip = zip_of(two);
        zip_put32(zip_central(zip, 0) + ZIP_CENTRAL_SIZE, sizes[i]);
        assert_int_equal(open_memory(), CLEAP_OK);
        assert_int_equal(read_name("root/a.json"), CLEAP_E_FORMAT);
        cl_archive_close(archive);
        archive = NULL;
        free(zip.at);
        zip.at = NULL;
    }
}

static void a_file_over_the_limit_is_refused_unread(void **unused)
{
    (void)unused;
    zip = zip_of(two);
    zip_put32(zip_central(zip, 0) + ZIP_CENTRAL_SIZE, (uint32_t)CL_MAX_FILE_SIZE + 1);
    assert_int_equal(open_memory(), CLEAP_OK);
    assert_int_equal(read_name("root/a.json"), CLEAP_E_LIMIT);
    assert_true(cl_arena_size(&arena) < 65536);
}

static void a_bomb_is_refused_unread(void **unused)
{
    (void)unused;
    zip = zip_of(two);
    zip_put32(zip_central(zip, 0) + ZIP_CENTRAL_SIZE, (uint32_t)CL_FREE_UNPACKED + 2000);
    assert_int_equal(open_memory(), CLEAP_OK);
    assert_int_equal(read_name("root/a.json"), CLEAP_E_LIMIT);
    assert_string_equal(err.message, "root/a.json: the bundle unpacks to more than 200 times its "
                                     "size");
}

static void too_many_reads_are_refused(void **unused)
{
    (void)unused;
    open_two(ZIP_CM_STORE);
    for (int i = 0; i < CL_MAX_FILES; i++) {
        struct cl_mark mark = cl_arena_mark(&arena);

        if (read_name("bundle.json") != CLEAP_OK)
            fail();
        cl_arena_rewind(&arena, mark);
    }
    assert_int_equal(read_name("bundle.json"), CLEAP_E_LIMIT);
}

static unsigned char *put(unsigned char *p, uint64_t value, size_t size)
{
    for (size_t i = 0; i < size; i++)
        *p++ = (unsigned char)(value >> (8 * i));
    return p;
}

/* A zip64 of n entries "a", all of them one empty local one, and its end records. */
static void make_zip64(uint64_t n)
{
    const size_t local_n = 31, central_n = 47;
    unsigned char *p;

    zip.n = local_n + (size_t)n * central_n + 56 + 20 + 22;
    zip.at = p = calloc(1, zip.n);
    assert_non_null(p);
    put(put(p, 0x04034b50, 4), 45, 2);
    p[26] = 1; /* the length of the name */
    p[30] = 'a';
    p += local_n;
    for (uint64_t i = 0; i < n; i++, p += central_n) {
        put(put(put(p, 0x02014b50, 4), 45, 2), 45, 2);
        p[28] = 1;
        p[46] = 'a';
    }
    put(put(put(put(p, 0x06064b50, 4), 44, 8), 45, 2), 45, 2);
    put(put(put(put(p + 24, n, 8), n, 8), n * central_n, 8), local_n, 8);
    p += 56;
    put(put(put(put(p, 0x07064b50, 4), 0, 4), local_n + n * central_n, 8), 1, 4);
    p += 20;
    p = put(put(p, 0x06054b50, 4), 0, 4);
    put(put(put(put(p, 0xffff, 2), 0xffff, 2), 0xffffffff, 4), 0xffffffff, 4);
}

static void a_zip64_is_read(void **unused)
{
    (void)unused;
    make_zip64(70000);
    assert_int_equal(open_memory(), CLEAP_OK);
    assert_read("a", "");
}

static void too_many_entries_are_refused(void **unused)
{
    (void)unused;
    make_zip64(CL_MAX_FILES + 1);
    assert_int_equal(open_memory(), CLEAP_E_LIMIT);
    assert_string_equal(err.message, "the bundle has 262145 entries, at most 262144 are taken");
}

/* Folders. ------------------------------------------------------------------------------------- */

static void write_file(const char *name, const char *text)
{
    char path[256];
    FILE *file;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    fclose(file);
}

static int set_up_folder(void **state)
{
    char path[256];

    strcpy(folder + strlen(folder) - 6, "XXXXXX");
    if (mkdtemp(folder) == NULL)
        return 1;
    snprintf(path, sizeof path, "%s/root", folder);
    if (mkdir(path, 0700) != 0)
        return 1;
    write_file("bundle.json", "{}");
    write_file("root/a.json", "hello");
    return set_up(state);
}

static int tear_down_folder(void **state)
{
    static const char *const names[] = {"bundle.json", "root/a.json", "root/link.json", "out",
                                        "root"};
    char path[256];

    for (size_t i = 0; i < CL_COUNT_OF(names); i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        remove(path);
    }
    rmdir(folder);
    return tear_down(state);
}

static void open_folder(void)
{
    cl_error_begin(&err, NULL);
    assert_int_equal(cl_archive_open(folder, &archive, &err), CLEAP_OK);
}

static void the_files_of_a_folder_are_read(void **unused)
{
    (void)unused;
    open_folder();
    assert_read("bundle.json", "{}");
    assert_read("root/a.json", "hello");
}

static void a_file_that_a_folder_lacks_is_named(void **unused)
{
    (void)unused;
    open_folder();
    assert_int_equal(read_name("root/b.json"), CLEAP_E_FORMAT);
    assert_string_equal(err.message, "'root/b.json' is not in the bundle");
    assert_int_equal(read_name("bundle.json/a"), CLEAP_E_FORMAT);
}

static void a_folder_is_no_file(void **unused)
{
    (void)unused;
    open_folder();
    assert_int_equal(read_name("root"), CLEAP_E_IO);
}

static void a_link_in_a_folder_is_not_followed(void **unused)
{
    char path[256];

    (void)unused;
    snprintf(path, sizeof path, "%s/root/link.json", folder);
    assert_int_equal(symlink("a.json", path), 0);
    open_folder();
    assert_int_equal(read_name("root/link.json"), CLEAP_E_IO);
    assert_string_equal(err.message, "'root/link.json' is a symbolic link");
}

static void a_link_to_a_folder_is_not_followed(void **unused)
{
    char path[256];

    (void)unused;
    snprintf(path, sizeof path, "%s/out", folder);
    assert_int_equal(symlink("root", path), 0);
    open_folder();
    assert_int_equal(read_name("out/a.json"), CLEAP_E_IO);
}

static void a_zip_file_needs_no_name_of_its_own(void **unused)
{
    char path[256];
    FILE *file;

    (void)unused;
    snprintf(path, sizeof path, "%s/out", folder);
    zip = zip_of(two);
    file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(zip.at, 1, zip.n, file), zip.n);
    fclose(file);
    cl_error_begin(&err, NULL);
    assert_int_equal(cl_archive_open(path, &archive, &err), CLEAP_OK);
    assert_read("root/a.json", "hello");
}

static void a_path_that_is_not_there_is_told(void **unused)
{
    (void)unused;
    cl_error_begin(&err, NULL);
    assert_int_equal(cl_archive_open("/nowhere/x.zip", &archive, &err), CLEAP_E_IO);
    assert_string_equal(err.message, "there is no such file or folder");
}

static void a_path_that_cannot_be_opened_is_told_why(void **unused)
{
    (void)unused;
    cl_error_begin(&err, NULL);
    assert_int_equal(cl_archive_open("/dev/null/x.zip", &archive, &err), CLEAP_E_IO);
    assert_string_equal(err.message, "it cannot be opened: Not a directory");
}

#define ZIP_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
#define FOLDER_TEST(name) cmocka_unit_test_setup_teardown(name, set_up_folder, tear_down_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ZIP_TEST(deflated_entries_are_read),
        ZIP_TEST(stored_entries_are_read),
        ZIP_TEST(zeros_follow_what_was_read),
        ZIP_TEST(empty_entries_are_read),
        ZIP_TEST(local_headers_without_sizes_do_not_matter),
        ZIP_TEST(a_missing_file_is_named),
        ZIP_TEST(names_that_could_lead_out_are_refused),
        ZIP_TEST(dots_within_a_name_are_fine),
        ZIP_TEST(a_name_with_a_nul_is_refused),
        ZIP_TEST(a_name_may_have_any_characters),
        ZIP_TEST(a_very_long_name_is_refused),
        ZIP_TEST(what_is_no_zip_is_refused),
        ZIP_TEST(a_truncated_zip_is_refused),
        ZIP_TEST(an_encrypted_entry_is_refused),
        ZIP_TEST(methods_other_than_deflate_are_refused),
        ZIP_TEST(a_wrong_checksum_is_refused),
        ZIP_TEST(an_entry_that_lies_about_its_size_is_refused),
        ZIP_TEST(a_file_over_the_limit_is_refused_unread),
        ZIP_TEST(a_bomb_is_refused_unread),
        ZIP_TEST(too_many_reads_are_refused),
        ZIP_TEST(a_zip64_is_read),
        ZIP_TEST(too_many_entries_are_refused),
        FOLDER_TEST(the_files_of_a_folder_are_read),
        FOLDER_TEST(a_file_that_a_folder_lacks_is_named),
        FOLDER_TEST(a_folder_is_no_file),
        FOLDER_TEST(a_link_in_a_folder_is_not_followed),
        FOLDER_TEST(a_link_to_a_folder_is_not_followed),
        FOLDER_TEST(a_zip_file_needs_no_name_of_its_own),
        FOLDER_TEST(a_path_that_is_not_there_is_told),
        FOLDER_TEST(a_path_that_cannot_be_opened_is_told_why),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
