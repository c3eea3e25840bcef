#include "json/pointer.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

char *pointer_next(const char **rest)
{
    const char *text = *rest, *end;
    char *key, *to;

    if (*text != '/')
        return NULL;
    text++;
    end = text + strcspn(text, "/");
    key = to = mem_alloc((size_t)(end - text) + 1);
    while (text < end) {
        bool escape = *text == '~' && (text[1] == '0' || text[1] == '1');

        *to++ = (char)(!escape ? *text : text[1] == '1' ? '/' : '~');
        text += escape ? 2 : 1;
    }
    *to = '\0';
    *rest = end;
    return key;
}

size_t pointer_index(const char *key, size_t size)
{
    char *end;
    unsigned long i;

    if (strcmp(key, "-") == 0)
        return size;
    if (!isdigit((unsigned char)*key) || (*key == '0' && key[1]))
        return SIZE_MAX;
    i = strtoul(key, &end, 10);
    return *end || i > size ? SIZE_MAX : (size_t)i;
}

json_t *pointer_child(const json_t *parent, const char *key)
{
    if (json_is_array(parent))
        return json_array_get(parent, pointer_index(key, json_array_size(parent)));
    return json_object_get(parent, key);
}
