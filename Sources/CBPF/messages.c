#include "messages.h"

#include "cbpf.h"

#include <bpf/libbpf.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static __thread char *current;
static __thread size_t current_size;
static pthread_once_t installed = PTHREAD_ONCE_INIT;

static int take(enum libbpf_print_level level, const char *format, va_list arguments)
{
  char line[2048];
  if (level != LIBBPF_WARN || !current) return 0;
  int length = vsnprintf(line, sizeof line, format, arguments);
  cbpf_append(current, current_size, line);
  return length;
}

static void install(void) { libbpf_set_print(take); }

void cbpf_messages_begin(char *buffer, size_t size)
{
  pthread_once(&installed, install);
  current = buffer;
  current_size = size;
  if (buffer && size) buffer[0] = 0;
}

void cbpf_messages_end(void)
{
  current = NULL;
  current_size = 0;
}

void cbpf_append(char *buffer, size_t size, const char *text)
{
  if (!buffer || !size) return;
  size_t used = strnlen(buffer, size - 1);
  snprintf(buffer + used, size - used, "%s", text);
}

size_t cbpf_error_text(int code, char *buffer, size_t size)
{
  if (!buffer || !size) return 0;
  if (strerror_r(code < 0 ? -code : code, buffer, size)) snprintf(buffer, size, "error %d", code);
  return strnlen(buffer, size);
}
