/* The version of Malha, one place for all of it. */
#ifndef MALHA_BASE_VERSION_H
#define MALHA_BASE_VERSION_H

#define MALHA_VERSION "0.1.0"

#endif
