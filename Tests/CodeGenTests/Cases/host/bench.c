/// Nanoseconds per packet of a host half's process_burst, for UDP flows from port 0.
///
///   clang -O2 -ISources/CNFABI/include Tests/CodeGenTests/Cases/host/bench.c -o bench -ldl -lm
///   ./bench host.so FLOWS [zipf exponent, 0 for uniform] [huge pages: 1 or 0]
///
/// Bursts of 32 packets of 64 bytes, each written to its buffer outside of the time taken. Prints the median and the
/// best of 9 passes of 2^20 packets, after one pass that makes the records.
#include <dlfcn.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <x86intrin.h>

#include "cora_nf.h"

enum { BURST = 32, PACKETS = 1 << 20, PASSES = 9, FRAME = 64 };

static uint64_t state = 88172645463325252ull;
static uint64_t next(void) {
  state ^= state << 13;
  state ^= state >> 7;
  return state ^= state << 17;
}

static void frame(uint8_t *bytes, uint32_t flow) {
  static const uint8_t head[42] = {
    2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 8, 0, 0x45, 0, 0, 46, 0, 0, 0, 0, 64, 17, 0, 0, 10, 0, 0, 0, 198, 51, 100, 1,
    0, 0, 0, 53, 0, 26, 0x12, 0x34,
  };
  memset(bytes, 0, FRAME);
  memcpy(bytes, head, sizeof head);
  bytes[27] = (uint8_t)(flow >> 16);
  bytes[28] = (uint8_t)(flow >> 8);
  bytes[29] = (uint8_t)flow;
  bytes[34] = (uint8_t)(1 + flow % 200);
  bytes[35] = (uint8_t)(flow * 7);
}

static int ascending(const void *left, const void *right) {
  double a = *(const double *)left, b = *(const double *)right;
  return (a > b) - (a < b);
}

static uint32_t *draw(uint32_t flows, double exponent) {
  uint32_t *order = malloc(sizeof *order * PACKETS);
  double *sums = malloc(sizeof *sums * flows), sum = 0;
  for (uint32_t flow = 0; flow < flows; flow++) sums[flow] = sum += pow(flow + 1, -exponent);
  for (uint32_t at = 0; at < PACKETS; at++) {
    double wanted = sum * (double)(next() >> 11) / 9007199254740992.0;
    uint32_t low = 0, high = flows - 1;
    while (low < high) {
      uint32_t middle = (low + high) / 2;
      if (sums[middle] < wanted) low = middle + 1;
      else high = middle;
    }
    order[at] = (uint32_t)((low * 2654435761ull) % flows);
  }
  free(sums);
  return order;
}

int main(int count, char **arguments) {
  if (count < 3) return 2;
  uint32_t flows = (uint32_t)atoi(arguments[2]);
  double exponent = count > 3 ? atof(arguments[3]) : 0;
  void *library = dlopen(arguments[1], RTLD_NOW);
  if (library == NULL) return puts(dlerror()), 1;
  const struct cora_nf_vtable *half = dlsym(library, CORA_NF_ENTRY);
  size_t size = half->size();
  void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  madvise(memory, size, count > 4 && atoi(arguments[4]) == 0 ? MADV_NOHUGEPAGE : MADV_HUGEPAGE);
  uint64_t parameters[16] = {0xcb007101};
  struct cora_nf *nf = half->init(memory, parameters, NULL);
  uint32_t *order = draw(flows, exponent);
  static uint8_t buffers[BURST][FRAME] __attribute__((aligned(64)));
  struct cora_packet burst[BURST];
  double results[PASSES];
  uint64_t now = 1, forwarded = 0;
  struct timespec start, end;
  clock_gettime(CLOCK_MONOTONIC, &start);
  uint64_t first_cycle = __rdtsc();
  double cycles[PASSES + 1] = {0};
  for (int pass = 0; pass <= PASSES; pass++) {
    for (uint32_t at = 0; at < PACKETS; at += BURST) {
      now += 2000;
      for (uint32_t slot = 0; slot < BURST; slot++) {
        frame(buffers[slot], pass == 0 ? (at + slot) % flows : order[at + slot]);
        burst[slot] = (struct cora_packet){
          .data = buffers[slot], .length = 60, .port = 0, .now = now, .resume = CORA_PUNT_RESTART};
      }
      uint64_t before = __rdtsc();
      half->process_burst(nf, burst, BURST);
      cycles[pass] += (double)(__rdtsc() - before);
      for (uint32_t slot = 0; slot < BURST; slot++) forwarded += burst[slot].verdict == CORA_FORWARD;
    }
  }
  clock_gettime(CLOCK_MONOTONIC, &end);
  double elapsed = (double)(end.tv_sec - start.tv_sec) * 1e9 + (double)(end.tv_nsec - start.tv_nsec);
  double per_cycle = elapsed / (double)(__rdtsc() - first_cycle);
  for (int pass = 0; pass < PASSES; pass++) results[pass] = cycles[pass + 1] * per_cycle / PACKETS;
  qsort(results, PASSES, sizeof *results, ascending);
  printf("%s flows=%u zipf=%.1f forwarded=%.3f records=%u: median %.1f ns, best %.1f ns\n", half->name, flows, exponent,
    (double)forwarded / ((double)PACKETS * (PASSES + 1)), half->group_count ? half->occupancy(nf, 0) : 0,
    results[PASSES / 2], results[0]);
  return 0;
}
