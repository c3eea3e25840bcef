#include "program/process.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/limits.h"

static const struct metric started = {
    "process_start_time_seconds", "When the process started", METRIC_GAUGE, {NULL}, NULL};
static const struct metric cpu = {
    "process_cpu_seconds_total", "CPU time, user and system", METRIC_COUNTER, {NULL}, NULL};
static const struct metric resident = {
    "process_resident_memory_bytes", "Resident memory", METRIC_GAUGE, {NULL}, NULL};
static const struct metric open_fds = {
    "process_open_fds", "Open file descriptors", METRIC_GAUGE, {NULL}, NULL};
static const struct metric max_fds = {
    "process_max_fds", "The most that may be open", METRIC_GAUGE, {NULL}, NULL};

void process_started(struct metrics *metrics)
{
    metrics_set(metrics, &started, (double)clock_wall_ms() / 1000);
}

static double seconds_of(const struct timeval *time)
{
    return (double)time->tv_sec + (double)time->tv_usec / 1e6;
}

static void measure_memory(struct metrics *metrics)
{
    auto_buf struct buf text = BUF_INIT(LIMIT_MESSAGE);
    auto_err struct err ignored = ERR_INIT;
    const char *second;

    if (buf_read_file(&text, "/proc/self/statm", &ignored) < 0)
        return;
    second = strchr(buf_text(&text), ' '); /* all of it, what is resident, ... in pages */
    if (second)
        metrics_set(metrics, &resident, strtod(second, NULL) * (double)sysconf(_SC_PAGESIZE));
}

static void measure_files(struct metrics *metrics)
{
    DIR *folder = opendir("/proc/self/fd");
    struct rlimit limit;
    double n = 0;

    if (!folder)
        return;
    for (const struct dirent *entry = readdir(folder); entry; entry = readdir(folder))
        n += entry->d_name[0] != '.';
    (void)closedir(folder);
    metrics_set(metrics, &open_fds, n - 1); /* but for the folder itself */
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0)
        metrics_set(metrics, &max_fds, (double)limit.rlim_cur);
}

void process_measure(struct metrics *metrics)
{
    struct rusage usage;

    if (getrusage(RUSAGE_SELF, &usage) == 0)
        metrics_set(metrics, &cpu, seconds_of(&usage.ru_utime) + seconds_of(&usage.ru_stime));
    measure_memory(metrics);
    measure_files(metrics);
}
