/*
 * Characters and their cells.
 */
#include "cli/display.h"

#include "runtime/error.h"
#include "runtime/utf8.h"

/* Marks take no cell, East Asian characters and pictures two. */
static size_t cells_of(uint32_t code)
{
    static const struct {
        uint32_t first, last;
        size_t cells;
    } ranges[] = {
        {0x0300, 0x036F, 0},   {0x200B, 0x200F, 0},   {0xFE00, 0xFE0F, 0},   {0x1100, 0x115F, 2},
        {0x2E80, 0xA4CF, 2},   {0xAC00, 0xD7A3, 2},   {0xF900, 0xFAFF, 2},   {0xFE30, 0xFE6F, 2},
        {0xFF00, 0xFF60, 2},   {0xFFE0, 0xFFE6, 2},   {0x1F300, 0x1F64F, 2}, {0x1F680, 0x1F6FF, 2},
        {0x1F900, 0x1F9FF, 2}, {0x20000, 0x3FFFD, 2},
    };

    for (size_t i = 0; i < CL_COUNT_OF(ranges); i++)
        if (code >= ranges[i].first && code <= ranges[i].last)
            return ranges[i].cells;
    return 1;
}

size_t display_width(struct cl_str text)
{
    size_t n = 0;

    for (uint32_t at = 0; at < text.n;)
        n += cells_of(cl_utf8_next(text, &at));
    return n;
}

struct cl_str display_next(struct cl_str text, uint32_t *at)
{
    uint32_t from = *at, code = cl_utf8_next(text, at);

    if (code < 0x20 || (code >= 0x7F && code < 0xA0))
        return cl_str_of(" ");
    return (struct cl_str){.at = text.at + from, .n = *at - from};
}

void display_print(FILE *out, struct cl_str text)
{
    for (uint32_t at = 0; at < text.n;) {
        struct cl_str next = display_next(text, &at);

        fwrite(next.at, 1, next.n, out);
    }
}

void display_print_padded(FILE *out, struct cl_str text, size_t width)
{
    size_t own = display_width(text);

    display_print(out, text);
    if (own < width)
        fprintf(out, "%*s", (int)(width - own), "");
}

void display_line(FILE *out, const char *before, const char *words)
{
    fputs(before, out);
    display_print(out, cl_str_of(words));
    fputc('\n', out);
}
