/// SHA-256 by OpenSSL's libcrypto; its headers stay inside this target.
#pragma once

#include <stddef.h>
#include <stdint.h>

/// Writes the 32 bytes of the digest. Returns 1, or 0 when the library refuses.
int cora_sha256(const uint8_t *bytes, size_t count, uint8_t digest[32]);
