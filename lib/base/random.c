#include "base/random.h"

#include <errno.h>
#include <string.h>
#include <sys/random.h>

int random_bytes(void *to, size_t len, struct err *err)
{
    for (size_t have = 0; have < len;) {
        ssize_t n = getrandom((char *)to + have, len - have, 0);

        if (n < 0 && errno != EINTR)
            return err_set(err, ERR_INTERNAL, "no random numbers: %s", strerror(errno));
        have += n > 0 ? (size_t)n : 0;
    }
    return 0;
}
