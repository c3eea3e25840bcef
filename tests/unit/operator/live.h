/* Objects as the server shows them, for tests. */
#ifndef MALHA_TESTS_LIVE_H
#define MALHA_TESTS_LIVE_H

#include "tests/unit/unit.h"

#define MANAGER "malha-operator"

/* JSON with ' for " and ` for a " within a text. */
static inline json_t *json_of(const char *text)
{
    auto_buf struct buf out = BUF_INIT(LIMIT_FILE);

    for (; *text; text++) {
        if (*text == '`')
            buf_adds(&out, "\\'");
        else
            buf_addc(&out, *text);
    }
    return unit_json(buf_text(&out));
}

/* An object as the server shows it, with what is ours and what is another's. */
static inline json_t *live_of(const char *text, const char *ours, const char *theirs,
                              const char *subresource)
{
    json_t *live = json_of(text), *fields = json_array();

    if (ours)
        json_array_append_new(fields,
                              json_pack("{s:s,s:s,s:s,s:o}", "manager", MANAGER, "operation",
                                        "Apply", "apiVersion", "v1", "fieldsV1", json_of(ours)));
    if (theirs)
        json_array_append_new(fields,
                              json_pack("{s:s,s:s,s:s,s:o}", "manager", "rival", "operation",
                                        "Update", "subresource", subresource ? subresource : "",
                                        "fieldsV1", json_of(theirs)));
    json_put(json_make(live, "metadata"), "managedFields", fields);
    return live;
}

#endif
