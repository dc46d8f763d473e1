/// The punt header: what the NIC half puts before a packet that it hands to the host half. It looks like an Ethernet
/// header with a local experimental type, so that tcpdump and a kernel that sees it know what to do (nothing).
/// Fields are in host byte order but for `ethertype`.
#ifndef CORA_PUNT_H
#define CORA_PUNT_H

#define CORA_PUNT_ETHERTYPE 0x88B5 /* IEEE 802 local experimental 1 */
#define CORA_PUNT_MAGIC 0x436f7261u /* "Cora" */
#define CORA_PUNT_RESTART 0xffffu
#define CORA_PUNT_MAX_LIVE 12

struct cora_punt {
  unsigned char destination[6]; /* 02:43:6f:72:61:00 */
  unsigned char source[6];      /* 02:43:6f:72:61:01 */
  unsigned short ethertype;     /* big endian CORA_PUNT_ETHERTYPE */
  unsigned short resume;        /* index of the resume point, or CORA_PUNT_RESTART */
  unsigned int magic;
  unsigned short port;          /* index of the port the packet came in by */
  unsigned short live_count;    /* 64-bit values that follow this header */
  unsigned int path;            /* the path number so far (resume) */
  unsigned int ledger;          /* bucket of the in-flight ledger */
  unsigned long long now;       /* the NIC half's reading of the clock, ns */
  unsigned int sequence;        /* the bucket's `punted` count after this packet */
  unsigned int arrived;         /* bytes of the packet as it came in; it may have been lengthened or cut since */
}; /* 48 bytes; then live_count * 8 bytes; then the packet */

/// Ledger: the NIC counts the packets it punted by bucket of the flow hash, the host the last one it finished. A record
/// moves to the NIC only while its bucket is even, so that packets in flight meet it in order.
#define CORA_LEDGER_BUCKETS 16384
struct cora_ledger {
  unsigned int punted; /* written by the NIC half */
  unsigned int done;   /* written by the host half: the `sequence` it finished last */
};

/// One record's control word, in an array the NIC half and the host share (mmap). Writing `owner` moves the whole
/// record, all keys of its group, at once.
struct cora_control {
  unsigned long long last_seen; /* ns; written by the owner */
  unsigned int owner;           /* CORA_OWNER_… */
  unsigned int hits;            /* packets the NIC half used it for, wrapping; approximate with several CPUs */
  unsigned int timeout_class;   /* which of the time-outs by field the record has; written with the field */
  unsigned int reserved;
};
#define CORA_OWNER_HOST 0
#define CORA_OWNER_NIC 1

#endif
