#include "cora_nf.h"
#include "cora_punt.h"

_Static_assert(sizeof(struct cora_punt) == 48, "the punt header is 48 bytes on every site");
_Static_assert(sizeof(struct cora_ledger) == 8, "a ledger bucket is 8 bytes on every site");
_Static_assert(sizeof(struct cora_control) == 24, "a control word is 24 bytes on every site");
