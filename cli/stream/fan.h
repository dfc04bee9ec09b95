/*
 * Rows of text by several threads: the text is cut into chunks of whole records, each of which is
 * read, scored and written by one thread; what they write goes out in the order of the chunks.
 */
#ifndef CLEAP_CLI_STREAM_FAN_H
#define CLEAP_CLI_STREAM_FAN_H

#include "cli/stream/lane.h"
#include "cli/stream/progress.h"

/* Puts all through that the lane's source has left, which has a fork() and has given its first
 * frame. The same goes out, is told and fails as without threads. */
enum cleap_status fan_run(struct lane *lane, size_t n_threads, struct progress *progress,
                          struct cleap_error *err);

#endif
