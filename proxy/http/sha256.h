/*
 * SHA-256 (FIPS 180-4).
 */
#ifndef CLEAP_PROXY_HTTP_SHA256_H
#define CLEAP_PROXY_HTTP_SHA256_H

#include <stddef.h>
#include <stdint.h>

#define SHA256_HEX_SIZE 65

/* The digest of n bytes in hexadecimal, small letters, with a NUL. */
void sha256_hex(const void *bytes, size_t n, char hex[SHA256_HEX_SIZE]);

#endif
