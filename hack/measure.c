/* measure PROGRAM ARG... : runs it with its output thrown away, prints microseconds of CPU and KiB
 * of peak memory. A program of its own, because Linux counts the size of whoever starts a process
 * as the least that this used. */
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

int main(int argc, char **argv)
{
    posix_spawn_file_actions_t actions;
    struct rusage usage;
    int status;
    pid_t pid;

    if (argc < 2 || posix_spawn_file_actions_init(&actions) != 0 ||
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0) != 0 ||
        posix_spawn_file_actions_adddup2(&actions, 1, 2) != 0 ||
        posix_spawn(&pid, argv[1], &actions, NULL, argv + 1, environ) != 0 ||
        wait4(pid, &status, 0, &usage) != pid)
        return 2;
    printf("%ld %ld\n",
           (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000 + usage.ru_utime.tv_usec +
               usage.ru_stime.tv_usec,
           usage.ru_maxrss);
    return status != 0;
}
