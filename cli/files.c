#include "cli/files.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"

int make_folders(const char *path, struct err *err)
{
    auto_free char *left = mem_strdup(path);

    for (char *slash = left; (slash = strchr(slash + 1, '/'));) {
        *slash = '\0';
        if (mkdir(left, 0755) < 0 && errno != EEXIST)
            return err_set(err, ERR_INVALID, "%s: %s", left, strerror(errno));
        *slash = '/';
    }
    return 0;
}

int write_file(const char *path, const char *data, size_t len, struct err *err)
{
    auto_free char *fresh = mem_printf("%s.XXXXXX", path);
    size_t done = 0;
    int fd = mkstemp(fresh);

    while (fd >= 0 && done < len) {
        ssize_t n = write(fd, data + done, len - done);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            break;
        done += (size_t)n;
    }
    if (fd < 0 || done < len || fchmod(fd, 0644) < 0 || close(fd) < 0 || rename(fresh, path) < 0) {
        (void)err_set(err, ERR_INVALID, "%s: %s", path, strerror(errno));
        if (fd >= 0)
            (void)unlink(fresh);
        return -1;
    }
    return 0;
}
