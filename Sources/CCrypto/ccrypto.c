#include "ccrypto.h"

#include <openssl/evp.h>

int cora_sha256(const uint8_t *bytes, size_t count, uint8_t digest[32]) {
  unsigned int length = 0;
  return EVP_Digest(bytes, count, digest, &length, EVP_sha256(), NULL) && length == 32;
}
