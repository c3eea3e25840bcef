/* libFuzzer: lexer, parser, evaluator and all functions on any text. */
#include <stdint.h>
#include <string.h>

#include "base/limits.h"
#include "gotmpl/gotmpl.h"
#include "helm/engine.h"
#include "helm/funcs.h"
#include "yaml/yaml.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct gotmpl_table *const tables[] = {&helm_funcs_engine, HELM_SPRIG_TABLES};

static const char values[] =
    "{\"s\": \"str\", \"i\": 15021, \"f\": 1.5, \"t\": true, \"n\": null, \"list\": [1, \"two\", null, {\"a\": 1}],"
    " \"map\": {\"a\": 1, \"b\": {\"c\": \"d\"}}, \"em\": {}, \"el\": []}";

/* What costs much by design (keys, scrypt, bcrypt) is left out: it would be all that is run. */
static bool is_slow(const char *text, size_t len)
{
    static const char *const names[] = {"gen", "derive", "bcrypt", "htpasswd"};

    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        if (memmem(text, len, names[i], strlen(names[i])))
            return true;
    }
    return false;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    auto_buf struct buf out = BUF_INIT(1u << 20);
    auto_err struct err err = ERR_INIT;
    auto_json json_t *top = json_object();
    struct helm_engine engine = {0};
    struct gotmpl_set *set;
    struct gotmpl_run run;
    struct value dot;

    if (size > 4096 || is_slow((const char *)data, size))
        return 0;
    json_put(top, "Values", json_loads(values, 0, NULL));
    set = gotmpl_set_new(tables, ARRAY_LEN(tables));
    gotmpl_run_init(&run, set, &engine);
    run.steps = LIMIT_TEMPLATE_STEPS - 20000; /* loops end soon */
    dot = value_of(top);
    if (gotmpl_parse(set, "t", (const char *)data, size, &err) == 0 &&
        gotmpl_execute(&run, "t", &dot, &out, &err) < 0 && err.class == ERR_NONE)
        __builtin_trap();
    gotmpl_run_done(&run);
    gotmpl_set_free(set);
    helm_engine_done(&engine);
    return 0;
}
