/// What libbpf says while a call runs, kept for the caller instead of going to stderr.
#ifndef CBPF_MESSAGES_H
#define CBPF_MESSAGES_H

#include <stddef.h>

/// Lets libbpf's warnings of this thread go to `buffer` until `cbpf_messages_end`.
void cbpf_messages_begin(char *buffer, size_t size);
void cbpf_messages_end(void);
/// Appends to a buffer; what does not fit is cut.
void cbpf_append(char *buffer, size_t size, const char *text);

#endif
