/* Counters, gauges and histograms in Prometheus' text form.
 *
 * A metric is a static table row of the program; its values live in a registry. Label values must
 * come from small fixed sets. Any thread. */
#ifndef MALHA_HTTP_METRICS_H
#define MALHA_HTTP_METRICS_H

#include "base/buf.h"

enum metric_type { METRIC_COUNTER, METRIC_GAUGE, METRIC_HISTOGRAM };

struct metric {
    const char *name, *help;
    enum metric_type type;
    const char *labels[4]; /* names, up to the first NULL */
    const double *buckets; /* of a histogram, rising, ended by 0 */
};

struct metrics;

struct metrics *metrics_new(void) ATTR_CHECK;
void metrics_free(struct metrics *metrics);

/* Adds to a counter, sets a gauge, observes in a histogram; the label values follow in the metric's
 * order, as many as it has names (const char *). */
void metrics_add(struct metrics *metrics, const struct metric *metric, double value, ...);
void metrics_set(struct metrics *metrics, const struct metric *metric, double value, ...);
void metrics_observe(struct metrics *metrics, const struct metric *metric, double value, ...);

/* Forgets what a metric has for a value of its first label: what it was of is gone. */
void metrics_drop(struct metrics *metrics, const struct metric *metric, const char *value);
/* Sets a gauge in place of all that it has for the same value of its first label. */
void metrics_replace(struct metrics *metrics, const struct metric *metric, double value, ...);

/* Everything as text, sorted by name and labels. */
void metrics_print(struct metrics *metrics, struct buf *out);

#endif
