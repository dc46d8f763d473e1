/// Reading captures by libpcap, without its headers: nothing of pcap.h is seen by who includes this.
#ifndef CPCAP_H
#define CPCAP_H

#include <stdint.h>

#define CPCAP_ERROR_BYTES 320

/// A capture that is being read.
struct cpcap_reader;

struct cpcap_packet {
  const uint8_t *data;      /* valid until the next call on the same reader */
  uint32_t length;          /* bytes in the capture */
  uint32_t original_length; /* bytes the packet had */
  uint64_t time;            /* ns since 1970; 0 for a time before */
};

enum cpcap_status { CPCAP_OK = 0, CPCAP_UNREADABLE = 1, CPCAP_NOT_A_CAPTURE = 2, CPCAP_NOT_ETHERNET = 3 };

/// Opens a pcap or pcapng file, `-` for standard input. On failure `*reader` is null and `error` tells why.
enum cpcap_status cpcap_open(const char *path, struct cpcap_reader **reader, char error[CPCAP_ERROR_BYTES]);

/// Reads the next packet: 1 done, 0 at the end, -1 when there is an error.
int cpcap_next(struct cpcap_reader *reader, struct cpcap_packet *packet);

/// Why `cpcap_next` failed; valid until the reader is closed.
const char *cpcap_error(const struct cpcap_reader *reader);

/// The file's offset in bytes, or -1 when it has none, as a pipe.
int64_t cpcap_offset(const struct cpcap_reader *reader);

void cpcap_close(struct cpcap_reader *reader);

#endif
