#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <rte_eal.h>
#include <rte_errno.h>
#include <rte_lcore.h>
#include <rte_log.h>
#include <stdio.h>
#include <string.h>

#include "cdataplane.h"

/// The last 4 KiB of DPDK's log: enough for the reason of a failed start.
static struct {
  pthread_mutex_t lock;
  char text[4096];
  size_t used;
} ring = {.lock = PTHREAD_MUTEX_INITIALIZER};

static ssize_t keep(void *cookie, const char *bytes, size_t count)
{
  (void)cookie;
  size_t kept = count < sizeof ring.text ? count : sizeof ring.text;
  bytes += count - kept;
  pthread_mutex_lock(&ring.lock);
  if (ring.used + kept > sizeof ring.text) {
    size_t gone = ring.used + kept - sizeof ring.text;
    memmove(ring.text, ring.text + gone, ring.used - gone);
    ring.used -= gone;
  }
  memcpy(ring.text + ring.used, bytes, kept);
  ring.used += kept;
  pthread_mutex_unlock(&ring.lock);
  return (ssize_t)count;
}

static int open_log(void)
{
  cookie_io_functions_t functions = {.write = keep};
  FILE *stream = fopencookie(NULL, "w", functions);
  if (!stream) return -errno;
  setvbuf(stream, NULL, _IOLBF, 0);
  return rte_openlog_stream(stream);
}

void cora_eal_log(char *text, size_t size)
{
  if (size == 0) return;
  pthread_mutex_lock(&ring.lock);
  size_t count = ring.used < size - 1 ? ring.used : size - 1;
  memcpy(text, ring.text + ring.used - count, count);
  pthread_mutex_unlock(&ring.lock);
  text[count] = 0;
}

void cora_eal_log_clear(void)
{
  pthread_mutex_lock(&ring.lock);
  ring.used = 0;
  pthread_mutex_unlock(&ring.lock);
}

int cora_eal_start(int count, char **arguments)
{
  int error = open_log();
  if (error) return error;
  return rte_eal_init(count, arguments) < 0 ? -rte_errno : 0;
}

void cora_eal_stop(void)
{
  rte_eal_cleanup();
}

int cora_eal_register_thread(void)
{
  return rte_thread_register() < 0 ? -rte_errno : 0;
}

void cora_eal_unregister_thread(void)
{
  rte_thread_unregister();
}
