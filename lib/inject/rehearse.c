#include "inject/rehearse.h"

#include "base/mem.h"
#include "inject/templates.h"
#include "mesh/proxyconfig.h"

void rehearse(struct injector *injector, const char *revision)
{
    auto_json json_t *pod = json_pack("{s:{s:s,s:{s:s}},s:{s:[{s:s}]}}", "metadata", "name", "app",
                                      "labels", "app", "app", "spec", "containers", "name", "app");
    auto_json json_t *proxy_config = json_deep_copy(injector->proxy_config);
    auto_json json_t *names = NULL, *texts = NULL;
    auto_err struct err err = ERR_INIT; /* of a template for other Pods */
    const struct inject_input in = {.injector = injector,
                                    .pod = pod,
                                    .namespace = "default",
                                    .revision = revision,
                                    .proxy_config = proxy_config,
                                    .native_sidecars = true,
                                    .uid = INJECT_UID,
                                    .gid = INJECT_UID};

    injector->rehearsed = true;
    if (templates_choose(&in, &names, &err) < 0 || templates_render(&in, names, &texts, &err) < 0)
        return;
    for (size_t i = 0; i < json_array_size(names); i++) {
        struct injector_template *template =
            injector_template(injector, json_string_value(json_array_get(names, i)));
        const json_t *text = json_array_get(texts, i);

        if (!template->known)
            template->known = yaml_known_new(json_string_value(text), json_string_length(text),
                                             TEMPLATES_YAML_FLAGS);
    }
}
