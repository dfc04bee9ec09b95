/*
 * End-of-activation lines.
 */
#include "proxy/action/sentinel.h"

#include <stdio.h>

static void write_line(FILE *stream)
{
    (void)fputs(SENTINEL "\n", stream);
    (void)fflush(stream);
}

void sentinel_write(void)
{
    write_line(stdout);
    write_line(stderr);
}
