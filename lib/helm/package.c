#include "helm/package.h"

#include "base/gzip.h"
#include "base/limits.h"
#include "base/mem.h"
#include "helm/loader.h"
#include "json/json.h"

int helm_package(const char *folder, struct buf *out, struct err *err)
{
    auto_json json_t *texts = json_object();
    auto_free char *text = NULL;
    struct helm_files files = {0};
    int rc = loader_read_folder(folder, &files, err);

    for (size_t i = 0; i < files.n && rc == 0; i++) {
        const struct helm_file *file = &files.items[i];

        /* jansson's own looks at the characters */
        if (json_object_set_new(texts, file->name,
                                json_stringn(helm_file_data(file), helm_file_len(file))) < 0)
            rc = err_set(err, ERR_INVALID, "%s/%s is no text", folder, file->name);
    }
    helm_files_done(&files);
    if (rc < 0)
        return -1;
    text = json_text(texts);
    return gzip_pack(text, strlen(text), out, err);
}

static int take_files(const json_t *texts, struct helm_files *files, struct err *err)
{
    size_t total = 0;
    const char *name;
    json_t *text;

    json_object_foreach ((json_t *)texts, name, text) {
        if (!json_is_string(text))
            return err_set(err, ERR_INVALID, "%s is no text", name);
        if (loader_add(files, &total, name, json_string_value(text), json_string_length(text),
                       err) < 0)
            return -1;
    }
    return 0;
}

int helm_unpack(const void *data, size_t len, struct helm_chart **ret_chart, struct err *err)
{
    auto_buf struct buf text = BUF_INIT(LIMIT_CHART_BYTES);
    auto_json json_t *texts = NULL;
    struct helm_files files = {0};
    int rc;

    if (gzip_unpack(data, len, &text, err) < 0 ||
        json_parse(buf_text(&text), text.len, &texts, err) < 0)
        return -1;
    rc = take_files(texts, &files, err);
    helm_files_sort(&files);
    if (rc == 0)
        rc = helm_chart_from_files(&files, ret_chart, err);
    helm_files_done(&files);
    return rc;
}
