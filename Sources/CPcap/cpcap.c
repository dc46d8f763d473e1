#include "cpcap.h"

#include <errno.h>
#include <pcap/pcap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct cpcap_reader {
  pcap_t *pcap; /* owns the file */
  FILE *file;
};

static void tell(char error[CPCAP_ERROR_BYTES], const char *reason) {
  snprintf(error, CPCAP_ERROR_BYTES, "%s", reason);
}

static void tell_link_type(char error[CPCAP_ERROR_BYTES], int type) {
  const char *name = pcap_datalink_val_to_name(type);
  if (name) tell(error, name);
  else snprintf(error, CPCAP_ERROR_BYTES, "%d", type);
}

static FILE *open_file(const char *path) { return strcmp(path, "-") == 0 ? stdin : fopen(path, "rb"); }

static void close_file(FILE *file) {
  if (file != stdin) fclose(file);
}

enum cpcap_status cpcap_open(const char *path, struct cpcap_reader **reader, char error[CPCAP_ERROR_BYTES]) {
  *reader = NULL;
  FILE *file = open_file(path);
  if (!file) {
    tell(error, strerror(errno));
    return CPCAP_UNREADABLE;
  }
  char reason[PCAP_ERRBUF_SIZE] = "";
  pcap_t *pcap = pcap_fopen_offline_with_tstamp_precision(file, PCAP_TSTAMP_PRECISION_NANO, reason);
  if (!pcap) {
    tell(error, reason);
    close_file(file);
    return CPCAP_NOT_A_CAPTURE;
  }
  if (pcap_datalink(pcap) != DLT_EN10MB) {
    tell_link_type(error, pcap_datalink(pcap));
    pcap_close(pcap);
    return CPCAP_NOT_ETHERNET;
  }
  *reader = malloc(sizeof **reader);
  if (!*reader) {
    tell(error, "out of memory");
    pcap_close(pcap);
    return CPCAP_UNREADABLE;
  }
  **reader = (struct cpcap_reader){pcap, file};
  return CPCAP_OK;
}

/// Seconds of a pcap file are 32 bits unsigned, which libpcap gives with a sign; those of pcapng have 64 bits.
static uint64_t nanoseconds(int64_t seconds, int64_t fraction) {
  const int64_t most = INT64_MAX / 1000000000 - 1;
  if (seconds < 0 && seconds >= INT32_MIN) seconds = (uint32_t)seconds;
  if (seconds < 0) return 0;
  if (seconds > most) seconds = most;
  if (fraction < 0) fraction = 0;
  if (fraction > 999999999) fraction = 999999999;
  return (uint64_t)seconds * 1000000000u + (uint64_t)fraction;
}

int cpcap_next(struct cpcap_reader *reader, struct cpcap_packet *packet) {
  struct pcap_pkthdr *header;
  const u_char *data;
  int result = pcap_next_ex(reader->pcap, &header, &data);
  if (result == PCAP_ERROR_BREAK) return 0; /* the end of the file */
  if (result != 1) return -1;
  uint64_t time = nanoseconds(header->ts.tv_sec, header->ts.tv_usec);
  *packet = (struct cpcap_packet){data, header->caplen, header->len, time};
  return 1;
}

const char *cpcap_error(const struct cpcap_reader *reader) { return pcap_geterr(reader->pcap); }

int64_t cpcap_offset(const struct cpcap_reader *reader) { return ftell(reader->file); }

void cpcap_close(struct cpcap_reader *reader) {
  pcap_close(reader->pcap);
  free(reader);
}
