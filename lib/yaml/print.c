#include <ctype.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>
#include <yaml.h>

#include "base/mem.h"
#include "yaml/resolve.h"
#include "yaml/yaml.h"
#include "json/number.h"

/* The code point at `s` and its length, as far as the order of keys needs it. */
static unsigned decode(const unsigned char *s, size_t *ret_len)
{
    if (s[0] < 0x80 || !s[1]) {
        *ret_len = 1;
        return s[0];
    }
    if ((s[0] & 0xe0) == 0xc0) {
        *ret_len = 2;
        return (s[0] & 0x1fu) << 6 | (s[1] & 0x3fu);
    }
    if ((s[0] & 0xf0) == 0xe0 && s[2]) {
        *ret_len = 3;
        return (s[0] & 0x0fu) << 12 | (s[1] & 0x3fu) << 6 | (s[2] & 0x3fu);
    }
    if ((s[0] & 0xf8) == 0xf0 && s[2] && s[3]) {
        *ret_len = 4;
        return (s[0] & 7u) << 18 | (s[1] & 0x3fu) << 12 | (s[2] & 0x3fu) << 6 | (s[3] & 0x3fu);
    }
    *ret_len = 1;
    return s[0];
}

/* unicode.IsLetter, exact for ASCII and Latin-1; beyond it everything counts as a letter, which
 * holds for the scripts that occur in keys. */
static bool is_letter(unsigned c)
{
    if (c < 0x80)
        return isalpha((int)c);
    return c == 0xaa || c == 0xb5 || c == 0xba || (c >= 0xc0 && c != 0xd7 && c != 0xf7);
}

int yaml_compare_keys(const char *a, const char *b)
{
    const unsigned char *x = (const unsigned char *)a, *y = (const unsigned char *)b;
    size_t i = 0, nx = 1, ny = 1;

    while (x[i] && x[i] == y[i])
        i++;
    /* back to the start of the character in which they differ */
    while (i > 0 && ((x[i] & 0xc0) == 0x80 || (y[i] & 0xc0) == 0x80))
        i--;
    if (!x[i] || !y[i])
        return x[i] ? 1 : y[i] ? -1 : 0;

    unsigned cx = decode(x + i, &nx), cy = decode(y + i, &ny);
    bool lx = is_letter(cx), ly = is_letter(cy);
    if (lx && ly)
        return cx < cy ? -1 : 1;
    if (lx || ly)
        return ly ? -1 : 1;

    long long numx = 0, numy = 0;
    size_t ex = i, ey = i;
    if (cx == '0' || cy == '0') {
        for (size_t j = i; j-- > 0 && isdigit(x[j]);) {
            if (x[j] != '0') {
                numx = numy = 1;
                break;
            }
        }
    }
    for (; isdigit(x[ex]); ex++)
        numx = (long long)((unsigned long long)numx * 10 + (x[ex] - '0'));
    for (; isdigit(y[ey]); ey++)
        numy = (long long)((unsigned long long)numy * 10 + (y[ey] - '0'));
    if (numx != numy)
        return numx < numy ? -1 : 1;
    if (ex != ey)
        return ex < ey ? -1 : 1;
    return cx < cy ? -1 : 1;
}

static int compare(const void *a, const void *b)
{
    return yaml_compare_keys(*(const char *const *)a, *(const char *const *)b);
}

static int write_out(void *data, unsigned char *text, size_t size)
{
    buf_add(data, text, size);
    return 1;
}

static void emit_scalar(yaml_emitter_t *emitter, const char *text, size_t len,
                        yaml_scalar_style_t style)
{
    yaml_event_t event;

    if (yaml_scalar_event_initialize(&event, NULL, NULL, (const yaml_char_t *)text, (int)len, 1, 1,
                                     style))
        (void)yaml_emitter_emit(emitter, &event);
}

/* go-yaml's choice: literal with a newline in it, double quotes if plain text would read as
 * something else. */
static void emit_text(yaml_emitter_t *emitter, const char *text, size_t len)
{
    yaml_scalar_style_t style = YAML_PLAIN_SCALAR_STYLE;

    if (memchr(text, '\n', len))
        style = YAML_LITERAL_SCALAR_STYLE;
    else if (yaml_resolve(text, len).kind != YAML_KIND_TEXT || yaml_is_base60(text, len))
        style = YAML_DOUBLE_QUOTED_SCALAR_STYLE;
    emit_scalar(emitter, text, len, style);
}

static void emit_real(yaml_emitter_t *emitter, double v)
{
    char text[NUMBER_TEXT_SIZE];
    size_t len;

    if (v == trunc(v) && fabs(v) < 1.8446744073709552e19) {
        len = number_go_json(v == 0 ? 0 : v, text); /* -0 reads as the integer 0 */
        if (v < -9.2233720368547758e18)
            len = number_go_g(v, text);
    } else {
        len = number_go_g(v, text);
    }
    emit_scalar(emitter, text, len, YAML_PLAIN_SCALAR_STYLE);
}

static void emit(yaml_emitter_t *emitter, const json_t *value)
{
    yaml_event_t event;
    char integer[24];

    switch (value ? json_typeof(value) : JSON_NULL) {
    case JSON_NULL:
        emit_scalar(emitter, "null", 4, YAML_PLAIN_SCALAR_STYLE);
        break;
    case JSON_TRUE:
        emit_scalar(emitter, "true", 4, YAML_PLAIN_SCALAR_STYLE);
        break;
    case JSON_FALSE:
        emit_scalar(emitter, "false", 5, YAML_PLAIN_SCALAR_STYLE);
        break;
    case JSON_INTEGER:
        emit_scalar(emitter, integer,
                    (size_t)snprintf(integer, sizeof(integer), "%lld",
                                     (long long)json_integer_value(value)),
                    YAML_PLAIN_SCALAR_STYLE);
        break;
    case JSON_REAL:
        emit_real(emitter, json_real_value(value));
        break;
    case JSON_STRING:
        emit_text(emitter, json_string_value(value), json_string_length(value));
        break;
    case JSON_ARRAY:
        if (yaml_sequence_start_event_initialize(&event, NULL, NULL, 1, YAML_BLOCK_SEQUENCE_STYLE))
            (void)yaml_emitter_emit(emitter, &event);
        for (size_t i = 0; i < json_array_size(value); i++)
            emit(emitter, json_array_get(value, i));
        if (yaml_sequence_end_event_initialize(&event))
            (void)yaml_emitter_emit(emitter, &event);
        break;
    case JSON_OBJECT: {
        size_t n;
        auto_free const char **keys = json_sorted_keys(value, &n);

        qsort(keys, n, sizeof(*keys), compare);
        if (yaml_mapping_start_event_initialize(&event, NULL, NULL, 1, YAML_BLOCK_MAPPING_STYLE))
            (void)yaml_emitter_emit(emitter, &event);
        for (size_t i = 0; i < n; i++) {
            emit_text(emitter, keys[i], strlen(keys[i]));
            emit(emitter, json_object_get(value, keys[i]));
        }
        if (yaml_mapping_end_event_initialize(&event))
            (void)yaml_emitter_emit(emitter, &event);
        break;
    }
    }
}

void yaml_print(struct buf *out, const json_t *value)
{
    static const char document_end[] = "\n...\n";
    yaml_emitter_t emitter;
    yaml_event_t event;

    if (!yaml_emitter_initialize(&emitter))
        abort();
    yaml_emitter_set_output(&emitter, write_out, out);
    yaml_emitter_set_unicode(&emitter, 1);
    yaml_emitter_set_width(&emitter, 80);
    yaml_emitter_set_indent(&emitter, 2);

    if (yaml_stream_start_event_initialize(&event, YAML_UTF8_ENCODING))
        (void)yaml_emitter_emit(&emitter, &event);
    if (yaml_document_start_event_initialize(&event, NULL, NULL, NULL, 1))
        (void)yaml_emitter_emit(&emitter, &event);
    emit(&emitter, value);
    if (yaml_document_end_event_initialize(&event, 1))
        (void)yaml_emitter_emit(&emitter, &event);
    if (yaml_stream_end_event_initialize(&event))
        (void)yaml_emitter_emit(&emitter, &event);
    (void)yaml_emitter_flush(&emitter);
    yaml_emitter_delete(&emitter);

    /* libyaml closes an open-ended scalar (|+) with a document end, go-yaml does not. */
    if (out->len >= sizeof(document_end) - 1 &&
        memcmp(out->data + out->len - (sizeof(document_end) - 1), document_end,
               sizeof(document_end) - 1) == 0) {
        out->len -= sizeof(document_end) - 2;
        out->data[out->len] = '\0';
    }
}
