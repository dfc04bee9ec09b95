/*
 * The least that an action behind the ActionLoop proxy can do: a line comes on standard input, a
 * line of a given size goes out on file descriptor 3.
 *
 * ACTION_ANSWER in the environment, which /init sets, is that size (100).
 */
#define _POSIX_C_SOURCE 200809L

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MIN_ANSWER ((size_t)10)
#define MAX_ANSWER ((size_t)1 << 22)

/* {"a":"xxx"} and the end of the line, n bytes in all. */
static void make_answer(char *to, size_t n)
{
    memset(to, 'x', n);
    memcpy(to, "{\"a\":\"", 6);
    memcpy(to + n - 3, "\"}\n", 3);
}

int main(void)
{
    static char answer[MAX_ANSWER];
    const char *wanted = getenv("ACTION_ANSWER");
    size_t n = wanted != NULL ? strtoul(wanted, NULL, 10) : 100, room = 0;
    char *line = NULL;

    if (n < MIN_ANSWER || n > MAX_ANSWER)
        return 2;
    make_answer(answer, n);
    while (getline(&line, &room, stdin) > 0)
        for (size_t done = 0; done < n;) {
            ssize_t written = write(3, answer + done, n - done);

            if (written <= 0)
                return 1;
            done += (size_t)written;
        }
    free(line);
    return 0;
}
