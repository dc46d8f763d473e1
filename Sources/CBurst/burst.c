#include "cora_burst.h"

#include <string.h>

#define NOT_DECIDED 0xff
#define NO_BUCKET UINT32_MAX

/// Reads the punt header and steps over it. False when there is none, or one that this deployment cannot have made.
static int take_header(struct cora_burst *burst, uint32_t i)
{
  struct cora_frame *frame = &burst->frames[i];
  struct cora_packet *packet = &burst->packets[i];
  struct cora_punt punt;
  if (frame->length < sizeof punt) return 0;
  memcpy(&punt, frame->data, sizeof punt);
  if (punt.ethertype != __builtin_bswap16(CORA_PUNT_ETHERTYPE) || punt.magic != CORA_PUNT_MAGIC) return 0;
  uint32_t header = sizeof punt + punt.live_count * 8u;
  if (punt.live_count > CORA_PUNT_MAX_LIVE || frame->length < header) return 0;
  if (punt.port >= burst->port_count || punt.ledger >= CORA_LEDGER_BUCKETS) return 0;
  if (punt.resume != CORA_PUNT_RESTART && punt.resume >= burst->vtable->resume_count) return 0;

  packet->live = (const uint64_t *)(frame->data + sizeof punt);
  packet->port = punt.port;
  packet->now = punt.now;
  packet->resume = punt.resume;
  packet->path = punt.resume == CORA_PUNT_RESTART ? 0 : punt.path;
  packet->arrived = punt.resume == CORA_PUNT_RESTART ? 0 : punt.arrived;
  burst->bucket[i] = punt.ledger;
  burst->sequence[i] = punt.sequence;
  frame->data += header;
  frame->length -= header;
  frame->headroom += header;
  if (punt.resume == CORA_PUNT_RESTART) burst->counters.restarted++;
  else burst->counters.resumed++;
  return 1;
}

static void take_plain(struct cora_burst *burst, uint32_t i, uint16_t port, uint64_t now)
{
  struct cora_packet *packet = &burst->packets[i];
  packet->live = 0;
  packet->port = port;
  packet->now = now;
  packet->resume = CORA_PUNT_RESTART;
  packet->path = 0;
  packet->arrived = 0;
  burst->bucket[i] = NO_BUCKET;
  burst->counters.plain++;
}

static void parse(struct cora_burst *burst, const struct cora_frame *frames, uint32_t count, uint16_t port, uint64_t now)
{
  uint32_t kept = 0;
  for (uint32_t i = 0; i < count; i++) {
    burst->frames[kept] = frames[i];
    if (!burst->ledger) {
      take_plain(burst, kept, port, now);
    } else if (!take_header(burst, kept)) {
      burst->counters.unpunted++;
      burst->finished[burst->finished_count++] = frames[i];
      continue;
    }
    struct cora_packet *packet = &burst->packets[kept];
    packet->data = burst->frames[kept].data;
    packet->length = burst->frames[kept].length;
    packet->headroom = burst->frames[kept].headroom;
    packet->tailroom = burst->frames[kept].tailroom;
    packet->verdict = NOT_DECIDED;
    packet->reserved = 0;
    packet->reason = 0;
    burst->counters.bytes += packet->length;
    kept++;
  }
  burst->count = kept;
}

/// Puts the copies of a packet before it. `mirrors` stand in the order of their packets.
static uint32_t sort_mirrors(struct cora_burst *burst, uint32_t packet, uint32_t from)
{
  for (; from < burst->mirror_count && burst->mirrors[from].packet == packet; from++) {
    const struct cora_mirror *mirror = &burst->mirrors[from];
    burst->out[mirror->port][burst->out_count[mirror->port]++] = mirror->frame;
  }
  return from;
}

static void sort(struct cora_burst *burst)
{
  uint32_t mirrors = 0;
  for (uint32_t i = 0; i < burst->count; i++) {
    mirrors = sort_mirrors(burst, i, mirrors);
    const struct cora_packet *packet = &burst->packets[i];
    struct cora_frame frame = burst->frames[i];
    frame.data = packet->data;
    frame.length = packet->length;
    if (packet->verdict == CORA_FORWARD && packet->port < burst->port_count) {
      burst->out[packet->port][burst->out_count[packet->port]++] = frame;
      burst->counters.forwarded++;
      continue;
    }
    if (packet->verdict == CORA_FORWARD) burst->counters.misdirected++;
    else if (packet->verdict == CORA_CONTROL_PLANE) burst->counters.control_plane++;
    else burst->counters.dropped++;
    burst->finished[burst->finished_count++] = frame;
  }
}

void cora_burst_run(struct cora_burst *burst, const struct cora_frame *frames, uint32_t count, uint16_t port, uint64_t now)
{
  if (count > CORA_BURST_MAX) count = CORA_BURST_MAX;
  memset(burst->out_count, 0, sizeof burst->out_count);
  burst->finished_count = 0;
  burst->mirror_count = 0;
  burst->current = 0;
  parse(burst, frames, count, port, now);
  burst->in_work = 1;
  if (burst->count) burst->vtable->process_burst(burst->nf, burst->packets, burst->count);
  sort(burst);
}

uint32_t cora_burst_most(const struct cora_burst *burst)
{
  uint32_t most = CORA_BURST_MAX / (1 + burst->vtable->most_mirrors);
  return most ? most : 1;
}

void cora_burst_mirror(struct cora_burst *burst, const uint8_t *data, uint32_t length, uint32_t port)
{
  while (burst->current < burst->count && burst->packets[burst->current].verdict != NOT_DECIDED) burst->current++;
  struct cora_mirror *mirror = &burst->mirrors[burst->mirror_count];
  if (!burst->copy || port >= burst->port_count || burst->mirror_count + burst->count >= CORA_BURST_MAX
      || burst->copy(burst->family, data, length, &mirror->frame)) {
    burst->counters.unmirrored++;
    return;
  }
  mirror->port = (uint16_t)port;
  mirror->packet = (uint16_t)burst->current;
  burst->mirror_count++;
  burst->counters.mirrored++;
}

void cora_burst_done(struct cora_burst *burst)
{
  for (uint32_t i = 0; i < burst->count; i++) {
    if (!burst->ledger || burst->bucket[i] == NO_BUCKET) continue;
    __atomic_store_n(&burst->ledger[burst->bucket[i]].done, burst->sequence[i], __ATOMIC_RELEASE);
  }
  burst->in_work = 0;
}

int cora_burst_is_quiet(const struct cora_burst *burst)
{
  for (uint32_t i = 0; i < burst->count; i++)
    if (burst->bucket[i] != NO_BUCKET && !cora_ledger_is_even(burst->ledger, burst->bucket[i])) return 0;
  return 1;
}

const struct cora_frame *cora_burst_out(const struct cora_burst *burst, uint16_t port)
{
  return burst->out[port];
}

uint32_t cora_burst_out_count(const struct cora_burst *burst, uint16_t port)
{
  return port < CORA_BURST_PORTS ? burst->out_count[port] : 0;
}

const struct cora_frame *cora_burst_finished(const struct cora_burst *burst)
{
  return burst->finished;
}

uint32_t cora_burst_current_bucket(const struct cora_burst *burst)
{
  for (uint32_t i = 0; burst->in_work && i < burst->count; i++)
    if (burst->packets[i].verdict == NOT_DECIDED) return burst->bucket[i];
  return NO_BUCKET;
}

int cora_ledger_is_even(const struct cora_ledger *ledger, uint32_t bucket)
{
  if (bucket >= CORA_LEDGER_BUCKETS) return 0;
  return __atomic_load_n(&ledger[bucket].punted, __ATOMIC_ACQUIRE)
    == __atomic_load_n(&ledger[bucket].done, __ATOMIC_RELAXED);
}

int cora_ledger_is_quiet(const struct cora_ledger *ledger)
{
  const volatile struct cora_ledger *buckets = ledger;
  for (uint32_t i = 0; i < CORA_LEDGER_BUCKETS; i++)
    if (buckets[i].punted != buckets[i].done) return 0;
  return 1;
}

uint32_t cora_ledger_heal(struct cora_ledger *ledger, uint32_t *seen)
{
  uint32_t healed = 0;
  for (uint32_t i = 0; i < CORA_LEDGER_BUCKETS; i++) {
    uint32_t punted = __atomic_load_n(&ledger[i].punted, __ATOMIC_ACQUIRE);
    if (ledger[i].done != punted && seen[i] == punted) {
      ledger[i].done = punted;
      healed++;
    }
    seen[i] = punted;
  }
  return healed;
}
