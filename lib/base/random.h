/* Random numbers nobody can guess: the kernel's, which are there at once, where OpenSSL's generator
 * takes milliseconds to set up (getrandom(2)). */
#ifndef MALHA_BASE_RANDOM_H
#define MALHA_BASE_RANDOM_H

#include <stddef.h>

#include "base/err.h"

/* Fills all `len` bytes of `to`. INTERNAL if the kernel has none; `to` is then as it may be. */
int random_bytes(void *to, size_t len, struct err *err) ATTR_CHECK;

#endif
