#include "base/dynlib.h"

#include <dlfcn.h>
#include <string.h>

int dynlib_open(const char *soname, const struct dynlib_symbol *symbols, size_t n, struct err *err)
{
    void *library = dlopen(soname, RTLD_NOW | RTLD_LOCAL);

    if (!library)
        return err_set(err, ERR_INTERNAL, "%s cannot be loaded: %s; install its package", soname,
                       dlerror());
    for (size_t i = 0; i < n; i++) {
        void *address = dlsym(library, symbols[i].name);

        if (!address)
            return err_set(err, ERR_INTERNAL, "%s has no %s", soname, symbols[i].name);
        memcpy(symbols[i].to, &address, sizeof(address));
    }
    return 0;
}
