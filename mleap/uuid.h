/*
 * UUIDs as Java's UUID.fromString takes them.
 */
#ifndef CLEAP_MLEAP_UUID_H
#define CLEAP_MLEAP_UUID_H

#include "runtime/str.h"

/* Five groups of hexadecimal digits with dashes between them, at most 36 characters; how long a
 * group is does not matter as long as it fits 63 bits. */
bool cl_uuid_is_sound(struct cl_str text);

#endif
