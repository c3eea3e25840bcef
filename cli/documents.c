#include "cli/documents.h"

#include <ctype.h>
#include <string.h>

#include "base/limits.h"
#include "helm/input.h"
#include "yaml/yaml.h"

static bool is_blank(const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if (!isspace((unsigned char)text[i]))
            return false;
    }
    return true;
}

/* "---", with nothing or a comment behind it. */
static bool is_separator(const char *line, size_t len)
{
    size_t i = 3;

    if (len < 3 || memcmp(line, "---", 3) != 0)
        return false;
    while (i < len && isspace((unsigned char)line[i]))
        i++;
    return i == len || line[i] == '#';
}

bool document_next(const char *text, size_t len, size_t *at, const char **ret_document,
                   size_t *ret_len)
{
    while (*at < len) {
        size_t start = *at, end = start, next = len;

        while (end < len) {
            const char *newline = memchr(text + end, '\n', len - end);
            size_t line = newline ? (size_t)(newline - text) + 1 : len;

            if (is_separator(text + end, line - end)) {
                next = line;
                break;
            }
            end = line;
        }
        *at = end < len ? next : len;
        if (is_blank(text + start, end - start))
            continue;
        *ret_document = text + start;
        *ret_len = end - start;
        return true;
    }
    return false;
}

int documents_read(const char *path, json_t **ret_objects, struct err *err)
{
    auto_buf struct buf text = BUF_INIT(LIMIT_FILE);
    auto_json json_t *objects = json_array();
    const char *document;
    size_t at = 0, len;

    if (helm_read_input(path, &text, err) < 0)
        return -1;
    while (document_next(buf_text(&text), text.len, &at, &document, &len)) {
        auto_json json_t *object = NULL;
        const json_t *items;

        if (yaml_parse(document, len, YAML_PLAIN, &object, err) < 0)
            return err_wrap(err, "%s", path);
        items = json_object_get(object, "items");
        if (json_is_array(items))
            (void)json_array_extend(objects, (json_t *)items);
        else if (json_is_object(object))
            json_array_append(objects, object);
    }
    *ret_objects = STEAL(objects);
    return 0;
}
