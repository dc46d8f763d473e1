#include "cdataplane.h"
