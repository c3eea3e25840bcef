#include "http/metrics.h"

#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "json/number.h"

#define MAX_BUCKETS 24
/* Distinct label values of all metrics together: a program that makes more has a bug. */
#define MAX_SERIES 4096

struct series {
    const struct metric *metric;
    char *labels; /* a="b",c="d" or empty */
    double value; /* of a histogram: the sum */
    uint64_t counts[MAX_BUCKETS + 1];
};

struct metrics {
    pthread_mutex_t lock;
    struct series *series;
    size_t n, cap;
};

struct metrics *metrics_new(void)
{
    struct metrics *metrics = mem_zalloc(sizeof(*metrics));

    (void)pthread_mutex_init(&metrics->lock, NULL);
    return metrics;
}

void metrics_free(struct metrics *metrics)
{
    if (!metrics)
        return;
    for (size_t i = 0; i < metrics->n; i++)
        free(metrics->series[i].labels);
    free(metrics->series);
    (void)pthread_mutex_destroy(&metrics->lock);
    free(metrics);
}

static void add_label(struct buf *text, const char *name, const char *value)
{
    buf_addf(text, "%s%s=\"", text->len ? "," : "", name);
    for (; *value; value++) {
        if (*value == '"' || *value == '\\')
            buf_addc(text, '\\');
        buf_addc(text, *value == '\n' ? ' ' : *value);
    }
    buf_addc(text, '"');
}

static char *label_text(const struct metric *metric, va_list ap)
{
    struct buf text = BUF_INIT(4096);

    for (size_t i = 0; i < ARRAY_LEN(metric->labels) && metric->labels[i]; i++)
        add_label(&text, metric->labels[i], va_arg(ap, const char *));
    return buf_take(&text);
}

/* The series with these labels, made if need be; the lock is held. */
static struct series *find(struct metrics *metrics, const struct metric *metric, va_list ap)
{
    auto_free char *labels = label_text(metric, ap);

    for (size_t i = 0; i < metrics->n; i++) {
        if (metrics->series[i].metric == metric && strcmp(metrics->series[i].labels, labels) == 0)
            return &metrics->series[i];
    }
    if (metrics->n >= MAX_SERIES)
        return NULL;
    mem_grow(&metrics->series, &metrics->cap, metrics->n, sizeof(*metrics->series));
    metrics->series[metrics->n] = (struct series){.metric = metric, .labels = STEAL(labels)};
    return &metrics->series[metrics->n++];
}

enum change { CHANGE_ADD, CHANGE_SET, CHANGE_OBSERVE };

static void change(struct metrics *metrics, const struct metric *metric, enum change how,
                   double value, va_list ap)
{
    struct series *series;

    (void)pthread_mutex_lock(&metrics->lock);
    series = find(metrics, metric, ap);
    if (series && how == CHANGE_OBSERVE) {
        size_t i = 0;

        while (i < MAX_BUCKETS && metric->buckets[i] != 0 && value > metric->buckets[i])
            i++;
        series->counts[i]++;
    }
    if (series)
        series->value = how == CHANGE_SET ? value : series->value + value;
    (void)pthread_mutex_unlock(&metrics->lock);
}

void metrics_add(struct metrics *metrics, const struct metric *metric, double value, ...)
{
    va_list ap;

    va_start(ap, value);
    change(metrics, metric, CHANGE_ADD, value, ap);
    va_end(ap);
}

void metrics_set(struct metrics *metrics, const struct metric *metric, double value, ...)
{
    va_list ap;

    va_start(ap, value);
    change(metrics, metric, CHANGE_SET, value, ap);
    va_end(ap);
}

void metrics_observe(struct metrics *metrics, const struct metric *metric, double value, ...)
{
    va_list ap;

    va_start(ap, value);
    change(metrics, metric, CHANGE_OBSERVE, value, ap);
    va_end(ap);
}

/* All that a metric has for a value of its first label but those labels; the lock is held. */
static void drop(struct metrics *metrics, const struct metric *metric, const char *value,
                 const char *kept_labels)
{
    auto_buf struct buf label = BUF_INIT(4096);
    size_t kept = 0;

    add_label(&label, metric->labels[0], value);
    for (size_t i = 0; i < metrics->n; i++) {
        struct series *series = &metrics->series[i];
        bool is = series->metric == metric && series->labels != kept_labels &&
                  strncmp(series->labels, buf_text(&label), label.len) == 0 &&
                  (series->labels[label.len] == ',' || !series->labels[label.len]);

        if (is)
            free(series->labels);
        else
            metrics->series[kept++] = *series;
    }
    metrics->n = kept;
}

void metrics_drop(struct metrics *metrics, const struct metric *metric, const char *value)
{
    (void)pthread_mutex_lock(&metrics->lock);
    drop(metrics, metric, value, NULL);
    (void)pthread_mutex_unlock(&metrics->lock);
}

void metrics_replace(struct metrics *metrics, const struct metric *metric, double value, ...)
{
    struct series *series;
    va_list ap;

    (void)pthread_mutex_lock(&metrics->lock);
    va_start(ap, value);
    series = find(metrics, metric, ap);
    va_end(ap);
    if (series) {
        series->value = value;
        va_start(ap, value);
        drop(metrics, metric, va_arg(ap, const char *), series->labels);
        va_end(ap);
    }
    (void)pthread_mutex_unlock(&metrics->lock);
}

static int compare(const void *a, const void *b)
{
    const struct series *x = a, *y = b;
    int order = strcmp(x->metric->name, y->metric->name);

    return order ? order : strcmp(x->labels, y->labels);
}

static void print_value(struct buf *out, double v)
{
    char number[NUMBER_TEXT_SIZE];

    buf_add(out, number, number_go_json(v, number));
    buf_addc(out, '\n');
}

static void print_histogram(struct buf *out, const struct series *s)
{
    const char *comma = *s->labels ? "," : "";
    uint64_t total = 0;

    for (size_t i = 0; i <= MAX_BUCKETS; i++) {
        char bound[NUMBER_TEXT_SIZE] = "+Inf";
        bool last = i == MAX_BUCKETS || s->metric->buckets[i] == 0;

        total += s->counts[i];
        if (!last)
            bound[number_go_json(s->metric->buckets[i], bound)] = '\0';
        buf_addf(out, "%s_bucket{%s%sle=\"%s\"} %llu\n", s->metric->name, s->labels, comma, bound,
                 (unsigned long long)total);
        if (last)
            break;
    }
    buf_addf(out, *s->labels ? "%s_sum{%s} " : "%s_sum%s ", s->metric->name, s->labels);
    print_value(out, s->value);
    buf_addf(out, *s->labels ? "%s_count{%s} %llu\n" : "%s_count%s %llu\n", s->metric->name,
             s->labels, (unsigned long long)total);
}

void metrics_print(struct metrics *metrics, struct buf *out)
{
    static const char *const types[] = {"counter", "gauge", "histogram"};

    (void)pthread_mutex_lock(&metrics->lock);
    if (metrics->n)
        qsort(metrics->series, metrics->n, sizeof(*metrics->series), compare);
    for (size_t i = 0; i < metrics->n; i++) {
        const struct series *s = &metrics->series[i];

        if (i == 0 || s->metric != metrics->series[i - 1].metric)
            buf_addf(out, "# HELP %s %s\n# TYPE %s %s\n", s->metric->name, s->metric->help,
                     s->metric->name, types[s->metric->type]);
        if (s->metric->type == METRIC_HISTOGRAM) {
            print_histogram(out, s);
            continue;
        }
        buf_addf(out, *s->labels ? "%s{%s} " : "%s%s ", s->metric->name, s->labels);
        print_value(out, s->value);
    }
    (void)pthread_mutex_unlock(&metrics->lock);
}
