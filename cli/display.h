/*
 * Text of models and frames on a terminal: how wide it is, and nothing in it that is obeyed.
 */
#ifndef CLEAP_CLI_DISPLAY_H
#define CLEAP_CLI_DISPLAY_H

#include <stdio.h>

#include "runtime/str.h"

/* Cells that the text takes: East Asian characters and pictures take two. */
size_t display_width(struct cl_str text);

/* The character at text[*at], or a blank for one that controls the terminal; moves *at behind. */
struct cl_str display_next(struct cl_str text, uint32_t *at);

void display_print(FILE *out, struct cl_str text);

/* The same, with blanks behind to make it that wide. */
void display_print_padded(FILE *out, struct cl_str text, size_t width);

/* A line: words that may quote what came from anywhere, behind others. */
void display_line(FILE *out, const char *before, const char *words);

#endif
