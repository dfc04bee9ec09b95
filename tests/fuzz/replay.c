/*
 * replay PATH...: gives each file, and each file of each folder, to the fuzz target that it is
 * linked with. Stands in for libFuzzer where there is no clang.
 */
#define _POSIX_C_SOURCE 200809L

#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int replay_file(const char *path, size_t size)
{
    FILE *file = fopen(path, "rb");
    uint8_t *data = malloc(size); /* exactly that much, so that a sanitizer sees a byte more */
    int failed = 1;

    if (file != NULL && (data != NULL || size == 0) && fread(data, 1, size, file) == size) {
        LLVMFuzzerTestOneInput(data, size);
        failed = 0;
    }
    if (failed)
        fprintf(stderr, "%s: cannot be read\n", path);
    free(data);
    if (file != NULL)
        fclose(file);
    return failed;
}

static int replay(const char *path, size_t *n)
{
    char inside[4096];
    struct stat about;
    struct dirent *entry;
    DIR *folder;
    int failed = 0;

    if (stat(path, &about) != 0) {
        fprintf(stderr, "%s: no such file\n", path);
        return 1;
    }
    if (S_ISREG(about.st_mode)) {
        ++*n;
        return replay_file(path, (size_t)about.st_size);
    }
    folder = opendir(path);
    if (folder == NULL)
        return 1;
    while ((entry = readdir(folder)) != NULL)
        if (entry->d_name[0] != '.') {
            snprintf(inside, sizeof inside, "%s/%s", path, entry->d_name);
            failed |= replay(inside, n);
        }
    closedir(folder);
    return failed;
}

int main(int argc, char **argv)
{
    size_t n = 0;
    int failed = argc < 2;

    for (int i = 1; i < argc; i++)
        failed |= replay(argv[i], &n);
    printf("%zu inputs\n", n);
    return failed || n == 0;
}
