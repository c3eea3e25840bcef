/* The template language by example: the files of tests/language, each case a template, data, and
 * the output or the error.
 *
 *   === a name that is a sentence
 *   {{ template }}
 *   --- data          (YAML, may be left out)
 *   a: 1
 *   --- output        (or: --- error, of which the message must contain the text)
 *   1
 */
#include <dirent.h>

#include "gotmpl/gotmpl.h"
#include "helm/engine.h"
#include "helm/funcs.h"
#include "tests/unit/unit.h"
#include "yaml/yaml.h"

static const struct gotmpl_table *const tables[] = {&helm_funcs_engine, HELM_SPRIG_TABLES};

struct example {
    char *name, *template, *data, *want;
    bool error;
};

/* The text up to the next line that begins with `a` or `b`, without its last newline; moves `*p`
 * there. */
static char *section(const char **p, const char *a, const char *b)
{
    const char *start = *p, *at = start;
    size_t len;

    while (*at && strncmp(at, a, strlen(a)) != 0 && strncmp(at, b, strlen(b)) != 0) {
        const char *newline = strchr(at, '\n');

        at = newline ? newline + 1 : at + strlen(at);
    }
    *p = at;
    len = (size_t)(at - start);
    return mem_strndup(start, len && start[len - 1] == '\n' ? len - 1 : len);
}

static char *line(const char **p)
{
    size_t len = strcspn(*p, "\n");
    char *text = mem_strndup(*p, len);

    *p += len + ((*p)[len] == '\n');
    return text;
}

static bool next_example(const char **p, struct example *ret)
{
    *ret = (struct example){0};
    *p = strstr(*p, "=== ");
    if (!*p)
        return false;
    *p += 4;
    ret->name = line(p);
    ret->template = section(p, "--- ", "=== ");
    while (strncmp(*p, "--- ", 4) == 0) {
        auto_free char *head = line(p);
        char **slot = strcmp(head, "--- data") == 0 ? &ret->data : &ret->want;

        ret->error |= strcmp(head, "--- error") == 0;
        free(*slot);
        *slot = section(p, "--- ", "=== ");
    }
    return true;
}

static void example_done(struct example *e)
{
    free(e->name);
    free(e->template);
    free(e->data);
    free(e->want);
}

/* With `fold` all that depends on the data is executed ahead. */
static bool holds(const char *file, const struct example *e, bool fold)
{
    auto_err struct err err = ERR_INIT;
    auto_buf struct buf out = BUF_INIT(1u << 20);
    auto_json json_t *data = NULL;
    struct gotmpl_set *set = gotmpl_set_new(tables, ARRAY_LEN(tables));
    struct helm_engine engine = {0};
    struct gotmpl_run run;
    auto_free const char **known = NULL;
    struct value dot;
    bool good;
    size_t n;
    int rc;

    if (yaml_parse(e->data ? e->data : "{}", e->data ? strlen(e->data) : 2, YAML_FLOATS, &data,
                   &err) < 0)
        fail_msg("%s: %s: %s", file, e->name, err_message(&err));
    dot = value_of(data);
    gotmpl_run_init(&run, set, &engine);
    rc = gotmpl_parse(set, "t", e->template, strlen(e->template), &err);
    if (rc == 0 && fold && json_is_object(data)) {
        known = json_sorted_keys(data, &n);
        known = mem_realloc(known, (n + 1) * sizeof(*known));
        known[n] = NULL;
        gotmpl_fold(set, "t", &dot, known);
    }
    if (rc == 0)
        rc = gotmpl_execute(&run, "t", &dot, &out, &err);
    if (e->error)
        good = rc < 0 && strstr(err_message(&err), e->want);
    else
        good = rc == 0 && strcmp(buf_text(&out), e->want ? e->want : "") == 0;
    if (!good)
        print_error("%s: %s\n  want %s\n  got  %s\n", file, e->name, e->want,
                    rc < 0 ? err_message(&err) : buf_text(&out));
    gotmpl_run_done(&run);
    gotmpl_set_free(set);
    helm_engine_done(&engine);
    return good;
}

static void every_example_holds(void **state)
{
    DIR *folder = opendir("tests/language");
    size_t examples = 0, failed = 0;
    struct dirent *entry;

    (void)state;
    assert_non_null(folder);
    while ((entry = readdir(folder))) {
        auto_free char *path = mem_printf("tests/language/%s", entry->d_name);
        auto_buf struct buf text = BUF_INIT(1u << 20);
        auto_err struct err err = ERR_INIT;
        struct example e;
        const char *p;

        if (!strstr(entry->d_name, ".test"))
            continue;
        assert_int_equal(buf_read_file(&text, path, &err), 0);
        p = buf_text(&text);
        while (next_example(&p, &e)) {
            failed += !holds(entry->d_name, &e, false) + !holds(entry->d_name, &e, true);
            examples++;
            example_done(&e);
        }
    }
    (void)closedir(folder);
    assert_true(examples > 50);
    assert_int_equal(failed, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_example_holds)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
