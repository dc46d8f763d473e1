#include "cbpf.h"

#include <bpf/bpf.h>
#include <bpf/btf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "messages.h"

/// The verifier's log can reach 16 MiB; its end, which tells the reason, is kept.
#define LOG_BYTES (16u << 20)

struct cbpf_object {
  struct bpf_object *object;
  char *log;
};

static int is_internal(const struct bpf_map *map)
{
  return bpf_map__name(map)[0] == '.' || strstr(bpf_map__name(map), ".rodata") != NULL;
}

static cbpf_object *finish_open(struct bpf_object *opened, char *log, char *error, size_t error_size)
{
  cbpf_messages_end();
  long code = libbpf_get_error(opened);
  cbpf_object *object = code || !log ? NULL : calloc(1, sizeof *object);
  if (!object) {
    if (code) cbpf_append(error, error_size, strerror((int)-code));
    if (!code) bpf_object__close(opened);
    free(log);
    errno = code ? (int)-code : ENOMEM;
    return NULL;
  }
  object->object = opened;
  object->log = log;
  return object;
}

static void set_log(struct bpf_object_open_opts *options, char *log)
{
  options->kernel_log_buf = log;
  options->kernel_log_size = log ? LOG_BYTES : 0;
}

cbpf_object *cbpf_open_file(const char *path, char *error, size_t error_size)
{
  LIBBPF_OPTS(bpf_object_open_opts, options);
  char *log = calloc(1, LOG_BYTES);
  set_log(&options, log);
  cbpf_messages_begin(error, error_size);
  return finish_open(bpf_object__open_file(path, &options), log, error, error_size);
}

cbpf_object *cbpf_open_memory(const void *bytes, size_t size, const char *name, char *error, size_t error_size)
{
  LIBBPF_OPTS(bpf_object_open_opts, options, .object_name = name);
  char *log = calloc(1, LOG_BYTES);
  set_log(&options, log);
  cbpf_messages_begin(error, error_size);
  return finish_open(bpf_object__open_mem(bytes, size, &options), log, error, error_size);
}

void cbpf_close(cbpf_object *object)
{
  if (!object) return;
  bpf_object__close(object->object);
  free(object->log);
  free(object);
}

static struct bpf_map *rodata(const cbpf_object *object)
{
  struct bpf_map *map;
  bpf_object__for_each_map(map, object->object) {
    const char *name = bpf_map__name(map);
    size_t length = strlen(name);
    if (length >= 7 && !strcmp(name + length - 7, ".rodata")) return map;
  }
  return NULL;
}

static const struct btf_var_secinfo *variable(const struct btf *btf, const char *name)
{
  int section = btf ? btf__find_by_name_kind(btf, ".rodata", BTF_KIND_DATASEC) : -1;
  if (section < 0) return NULL;
  const struct btf_type *type = btf__type_by_id(btf, section);
  const struct btf_var_secinfo *places = btf_var_secinfos(type);
  for (int i = 0; i < btf_vlen(type); i++) {
    const struct btf_type *candidate = btf__type_by_id(btf, places[i].type);
    if (!strcmp(btf__name_by_offset(btf, candidate->name_off), name)) return &places[i];
  }
  return NULL;
}

int cbpf_set_rodata(cbpf_object *object, const char *name, const void *value, size_t size)
{
  struct bpf_map *map = rodata(object);
  const struct btf_var_secinfo *place = variable(bpf_object__btf(object->object), name);
  if (!map || !place) return -ENOENT;
  size_t total = 0;
  /* Writable until the object is loaded: skeletons set their variables there too. */
  char *data = (char *)bpf_map__initial_value(map, &total);
  if (!data || place->size != size || place->offset + size > total) return -EINVAL;
  memcpy(data + place->offset, value, size);
  return 0;
}

int cbpf_reuse_map(cbpf_object *object, const char *name, int fd)
{
  struct bpf_map *map = bpf_object__find_map_by_name(object->object, name);
  return map ? bpf_map__reuse_fd(map, fd) : -ENOENT;
}

int cbpf_load(cbpf_object *object, char *error, size_t error_size)
{
  cbpf_messages_begin(error, error_size);
  int result = bpf_object__load(object->object);
  cbpf_messages_end();
  if (result && object->log[0]) {
    size_t length = strnlen(object->log, LOG_BYTES - 1);
    size_t most = error_size / 2;
    cbpf_append(error, error_size, length > most ? object->log + length - most : object->log);
  }
  return result;
}

int cbpf_program_fd(const cbpf_object *object, const char *name)
{
  struct bpf_program *program = bpf_object__find_program_by_name(object->object, name);
  return program ? bpf_program__fd(program) : -ENOENT;
}

int cbpf_map_fd(const cbpf_object *object, const char *name)
{
  struct bpf_map *map = bpf_object__find_map_by_name(object->object, name);
  return map ? bpf_map__fd(map) : -ENOENT;
}

const char *cbpf_map_name(const cbpf_object *object, uint32_t index)
{
  struct bpf_map *map;
  bpf_object__for_each_map(map, object->object) {
    if (is_internal(map)) continue;
    if (index-- == 0) return bpf_map__name(map);
  }
  return NULL;
}
