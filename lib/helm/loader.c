#include "helm/loader.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/match.h"
#include "base/mem.h"

int loader_add(struct helm_files *files, size_t *total, const char *name, const char *data,
               size_t len, struct err *err)
{
    if (files->n >= LIMIT_CHART_FILES)
        return err_set(err, ERR_INVALID, "chart has more than %u files", LIMIT_CHART_FILES);
    *total += len;
    if (*total > LIMIT_CHART_BYTES)
        return err_set(err, ERR_INVALID,
                       "decompressed chart is larger than the maximum file size %u",
                       LIMIT_CHART_BYTES);
    if (len >= 3 && memcmp(data, "\xef\xbb\xbf", 3) == 0) {
        data += 3;
        len -= 3;
    }
    helm_files_add(files, name, data, len);
    return 0;
}

/* ---- .helmignore (pkg/ignore/rules.go) ---- */

struct rule {
    char *pattern; /* without ! and the slashes around */
    bool negate, only_folders, anywhere;
};

struct rules {
    struct rule *items;
    size_t n, cap;
};

static void rules_done(struct rules *rules)
{
    for (size_t i = 0; i < rules->n; i++)
        free(rules->items[i].pattern);
    free(rules->items);
}

static int add_rule(struct rules *rules, const char *line, size_t len, struct err *err)
{
    struct rule rule = {0};

    while (len && strchr(" \t\r\f\v", *line))
        line++, len--;
    while (len && strchr(" \t\r\f\v", line[len - 1]))
        len--;
    if (len == 0 || *line == '#')
        return 0;
    if (memmem(line, len, "**", 2))
        return err_set(err, ERR_INVALID, ".helmignore: double-star (**) syntax is not supported");
    auto_free char *whole = mem_strndup(line, len);
    if (match_path(whole, "abc") < 0)
        return err_set(err, ERR_INVALID, ".helmignore: syntax error in pattern: %s", whole);
    if (*line == '!') {
        rule.negate = true;
        line++, len--;
    }
    if (len && line[len - 1] == '/') {
        rule.only_folders = true;
        len--;
    }
    if (len && *line == '/')
        line++, len--;
    else
        rule.anywhere = memchr(line, '/', len) == NULL;
    rule.pattern = mem_strndup(line, len);
    mem_grow(&rules->items, &rules->cap, rules->n, sizeof(rule));
    rules->items[rules->n++] = rule;
    return 0;
}

static int read_rules(const char *folder, struct rules *rules, struct err *err)
{
    auto_free char *path = mem_printf("%s/.helmignore", folder);
    auto_buf struct buf text = BUF_INIT(LIMIT_CHART_FILE);
    struct stat st;

    if (stat(path, &st) == 0) {
        if (buf_read_file(&text, path, err) < 0)
            return -1;
        const char *p = buf_text(&text);

        if (strncmp(p, "\xef\xbb\xbf", 3) == 0)
            p += 3;
        while (*p) {
            size_t len = strcspn(p, "\n");

            if (add_rule(rules, p, len, err) < 0)
                return -1;
            p += len + (p[len] == '\n');
        }
    }
    return add_rule(rules, "templates/.?*", 13, err);
}

static bool is_ignored(const struct rules *rules, const char *name, bool folder)
{
    const char *slash = strrchr(name, '/'), *base = slash ? slash + 1 : name;

    for (size_t i = 0; i < rules->n; i++) {
        const struct rule *rule = &rules->items[i];
        bool match = match_path(rule->pattern, rule->anywhere ? base : name) > 0;

        if (rule->negate) {
            if ((rule->only_folders && !folder) || !match)
                return true;
        } else if ((!rule->only_folders || folder) && match) {
            return true;
        }
    }
    return false;
}

/* ---- folders ---- */

struct walker {
    const struct rules *rules;
    struct helm_files *files;
    size_t total;
    struct buf data; /* of the last file */
};

static int walk(struct walker *w, const char *folder, const char *prefix, struct err *err);

/* A folder tells most of what its entries are. */
static int find_mode(const char *path, unsigned char type, mode_t *ret_mode)
{
    struct stat st;

    if (type != DT_REG && type != DT_DIR && stat(path, &st) < 0)
        return -1;
    *ret_mode = type == DT_REG ? S_IFREG : type == DT_DIR ? S_IFDIR : st.st_mode;
    return 0;
}

static int visit(struct walker *w, const char *folder, const char *prefix, const char *entry,
                 unsigned char type, struct err *err)
{
    auto_free char *path = mem_printf("%s/%s", folder, entry);
    auto_free char *name = mem_printf("%s%s", prefix, entry);
    mode_t mode;

    if (find_mode(path, type, &mode) < 0)
        return err_set(err, ERR_INVALID, "%s: %s", path, strerror(errno));
    if (is_ignored(w->rules, name, S_ISDIR(mode)))
        return 0;
    if (S_ISDIR(mode)) {
        auto_free char *below = mem_printf("%s/", name);

        if (strlen(below) > 4096) /* a link to a folder above comes back for ever */
            return err_set(err, ERR_INVALID, "%s: folders are nested too deeply", path);
        return walk(w, path, below, err);
    }
    if (!S_ISREG(mode))
        return err_set(err, ERR_INVALID,
                       "cannot load irregular file %s as it has file mode type bits set", path);
    buf_reset(&w->data);
    if (buf_read_file(&w->data, path, err) < 0)
        return w->data.overflown
                   ? err_set(err, ERR_INVALID,
                             "chart file \"%s\" is larger than the maximum file size %u", entry,
                             LIMIT_CHART_FILE)
                   : -1;
    return loader_add(w->files, &w->total, name, buf_text(&w->data), w->data.len, err);
}

static int walk(struct walker *w, const char *folder, const char *prefix, struct err *err)
{
    struct dirent **entries = NULL;
    int n = scandir(folder, &entries, NULL, alphasort), rc = 0;

    if (n < 0)
        return err_set(err, errno == ENOENT ? ERR_NOT_FOUND : ERR_INVALID, "%s: %s", folder,
                       strerror(errno));
    for (int i = 0; i < n; i++) {
        const char *entry = entries[i]->d_name;

        if (rc == 0 && strcmp(entry, ".") != 0 && strcmp(entry, "..") != 0)
            rc = visit(w, folder, prefix, entry, entries[i]->d_type, err);
        free(entries[i]);
    }
    free(entries);
    return rc;
}

int loader_read_folder(const char *path, struct helm_files *files, struct err *err)
{
    ATTR_CLEANUP(rules_done) struct rules rules = {0};
    struct walker w = {.rules = &rules, .files = files, .data = BUF_INIT(LIMIT_CHART_FILE)};
    int rc = read_rules(path, &rules, err);

    if (rc == 0)
        rc = walk(&w, path, "", err);
    buf_done(&w.data);
    return rc;
}
