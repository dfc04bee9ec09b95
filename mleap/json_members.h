/*
 * The members of a JSON object by name, for objects whose keys come in any order and whose
 * meaning hangs on one of them.
 */
#ifndef CLEAP_MLEAP_JSON_MEMBERS_H
#define CLEAP_MLEAP_JSON_MEMBERS_H

#include "mleap/json.h"

/* Finds the raw text of the members named keys[0 .. n-1]; of equal keys the last counts, at is NULL
 * where there is none. All of `text`, which is padded, is checked. */
enum cleap_status cl_json_members(struct cl_json *json, struct cl_str text, const char *const *keys,
                                  struct cl_str *raw, size_t n, struct cleap_error *err);

/* Opens the raw text of a member that must be there. */
enum cleap_status cl_json_open_member(struct cl_json *json, const char *key, struct cl_str raw,
                                      struct cleap_error *err);

/* Reads a member that must be there and be a text. It lasts until the cursor reads the next. */
enum cleap_status cl_json_member_string(struct cl_json *json, const char *key, struct cl_str raw,
                                        struct cl_str *value, struct cleap_error *err);

#endif
