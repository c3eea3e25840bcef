/* Memory of the libraries that the programs stand on. */
#ifndef MALHA_TLS_MEMORY_H
#define MALHA_TLS_MEMORY_H

/* From now on OpenSSL and jansson take their memory as everything here does (base/mem.h): without
 * any the program ends with an error, instead of in a library that goes on with nothing. To be
 * called first in main(). */
void memory_init(void);

#endif
