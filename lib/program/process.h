/* What the process takes, by the names that Prometheus' own client libraries give it. */
#ifndef MALHA_PROGRAM_PROCESS_H
#define MALHA_PROGRAM_PROCESS_H

#include "http/metrics.h"

/* Once, when it starts. */
void process_started(struct metrics *metrics);
/* As it is now: before the metrics are printed. */
void process_measure(struct metrics *metrics);

#endif
