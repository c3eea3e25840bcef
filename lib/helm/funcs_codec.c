/* YAML, JSON, base64 and digests: Helm's funcs.go, sprig's strings.go and crypto.go. */
#include <openssl/evp.h>
#include <string.h>

#include "base/base64.h"
#include "base/limits.h"
#include "helm/funcs.h"
#include "helm/toml.h"
#include "yaml/yaml.h"
#include "json/read.h"

static int finish(struct gotmpl_run *run, const struct buf *out, struct value *ret, struct err *err)
{
    if (buf_check(out, "text", err) < 0)
        return -1;
    *ret = gotmpl_make_buf(run, out);
    return 0;
}

HELM_FUNC(fn_to_yaml)
{
    auto_buf struct buf out = BUF_INIT(LIMIT_TEMPLATE_OUTPUT);
    auto_json json_t *json = value_marshal(&args[0]);

    (void)yaml_print(&out, json);
    if (out.len && out.data[out.len - 1] == '\n')
        out.data[--out.len] = '\0';
    return finish(run, &out, ret, err);
}

HELM_FUNC(fn_to_yaml_pretty)
{
    auto_buf struct buf out = BUF_INIT(LIMIT_TEMPLATE_OUTPUT);
    auto_json json_t *json = value_marshal(&args[0]);

    yaml_print_pretty(&out, json);
    if (out.len && out.data[out.len - 1] == '\n')
        out.data[--out.len] = '\0';
    return finish(run, &out, ret, err);
}

static int print_json(struct gotmpl_run *run, const struct value *v, int flags, struct value *ret,
                      struct err *err)
{
    auto_buf struct buf out = BUF_INIT(LIMIT_TEMPLATE_OUTPUT);
    auto_json json_t *json = value_marshal(v);

    if (v->kind >= VALUE_LIST && v->type && (v->type->fields || v->type->element))
        flags |= JSON_PRINT_AS_IS; /* maps within structs lie sorted */
    json_print(&out, json, flags);
    return finish(run, &out, ret, err);
}

HELM_FUNC(fn_to_json)
{
    return print_json(run, &args[0], JSON_PRINT_HTML, ret, err);
}

HELM_FUNC(fn_to_pretty_json)
{
    return print_json(run, &args[0], JSON_PRINT_HTML | JSON_PRINT_PRETTY, ret, err);
}

HELM_FUNC(fn_to_raw_json)
{
    return print_json(run, &args[0], JSON_PRINT_PLAIN, ret, err);
}

/* Helm's from* functions never fail: what went wrong becomes a value. */
static json_t *error_dict(const struct err *err)
{
    json_t *dict = json_object();

    json_put(dict, "Error", json_string_nocheck(err_message(err)));
    return dict;
}

static json_t *error_list(const struct err *err)
{
    json_t *list = json_array();

    json_array_append_new(list, json_string_nocheck(err_message(err)));
    return list;
}

static const char *go_type(const json_t *json)
{
    return json_is_object(json)   ? "object"
           : json_is_array(json)  ? "array"
           : json_is_string(json) ? "string"
           : json_is_number(json) ? "number"
                                  : "bool";
}

enum codec { CODEC_YAML, CODEC_JSON };

static int parse(enum codec codec, const struct value *v, json_t **ret, struct err *err)
{
    if (codec == CODEC_YAML)
        return yaml_parse(v->text.s, v->text.len, YAML_FLOATS, ret, err) < 0
                   ? err_wrap(err, "error converting YAML to JSON")
                   : 0;
    return json_read(v->text.s, v->text.len, ret, err);
}

static int from_text(struct gotmpl_run *run, enum codec codec, bool want_list,
                     const struct value *v, struct value *ret)
{
    auto_err struct err inner = ERR_INIT;
    json_t *json = NULL;

    if (parse(codec, v, &json, &inner) < 0) {
        json = want_list ? error_list(&inner) : error_dict(&inner);
    } else if (json_is_null(json)) {
        json = want_list ? json_array() : json_object();
    } else if (want_list ? !json_is_array(json) : !json_is_object(json)) {
        (void)err_set(&inner, ERR_INVALID, "%sjson: cannot unmarshal %s into Go value of type %s",
                      codec == CODEC_YAML ? "error unmarshaling JSON: while decoding JSON: " : "",
                      go_type(json), want_list ? "[]interface {}" : "map[string]interface {}");
        json_decref(json);
        json = want_list ? error_list(&inner) : error_dict(&inner);
    }
    *ret = value_tree(gotmpl_own(run, json), NULL);
    return 0;
}

HELM_FUNC(fn_from_yaml)
{
    return from_text(run, CODEC_YAML, false, &args[0], ret);
}

HELM_FUNC(fn_from_yaml_array)
{
    return from_text(run, CODEC_YAML, true, &args[0], ret);
}

HELM_FUNC(fn_from_json)
{
    return from_text(run, CODEC_JSON, false, &args[0], ret);
}

HELM_FUNC(fn_from_json_array)
{
    return from_text(run, CODEC_JSON, true, &args[0], ret);
}

/* sprig's own fromJson gives whatever the text holds and an error when it is broken. */
HELM_FUNC(fn_must_from_json)
{
    json_t *json = NULL;

    if (parse(CODEC_JSON, &args[0], &json, err) < 0)
        return -1;
    *ret = value_of(gotmpl_own(run, json));
    return 0;
}

HELM_FUNC(fn_b64enc)
{
    auto_free char *text = base64_encode(args[0].text.s, args[0].text.len);

    *ret = gotmpl_make_text(run, text, strlen(text));
    return 0;
}

HELM_FUNC(fn_b64dec)
{
    size_t len, at;
    auto_free char *data = base64_decode(args[0].text.s, args[0].text.len, &len, &at);

    if (data) {
        *ret = gotmpl_make_text(run, data, len);
    } else { /* sprig gives the error as text */
        auto_buf struct buf out = BUF_INIT(64);

        buf_addf(&out, "illegal base64 data at input byte %zu", at);
        *ret = gotmpl_make_buf(run, &out);
    }
    return 0;
}

static const char base32_digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

HELM_FUNC(fn_b32enc)
{
    auto_buf struct buf out = BUF_INIT(LIMIT_TEMPLATE_OUTPUT);
    const unsigned char *s = (const unsigned char *)args[0].text.s;

    for (size_t i = 0; i < args[0].text.len; i += 5) {
        size_t left = args[0].text.len - i, digits = left >= 5 ? 8 : (left * 8 + 4) / 5;
        uint64_t bits = 0;

        for (size_t k = 0; k < 5; k++)
            bits = bits << 8 | (k < left ? s[i + k] : 0);
        for (size_t k = 0; k < 8; k++)
            buf_addc(&out, k < digits ? base32_digits[bits >> (35 - 5 * k) & 31] : '=');
    }
    return finish(run, &out, ret, err);
}

/* The decode of Go's encoding/base32, whose offsets are part of messages, of text without newlines.
 * False when it is broken at `*ret_at`. */
static bool decode_base32(struct text t, struct buf *out, size_t *ret_at)
{
    for (size_t at = 0, n = 0; at < t.len; n = 0) {
        uint64_t bits = 0;

        for (; n < 8; n++, at++) {
            size_t left = at < t.len ? t.len - at - 1 : 0;
            const char *digit;

            if (at == t.len) {
                *ret_at = at - n;
                return false;
            }
            if (t.s[at] == '=' && n >= 2 && left < 8) {
                *ret_at = t.len;
                if (left + n < 7)
                    return false;
                for (size_t k = 0; k < 7 - n; k++) {
                    *ret_at = at + k;
                    if (k < left && t.s[at + 1 + k] != '=')
                        return false;
                }
                *ret_at = at;
                if (n == 3 || n == 6)
                    return false;
                break;
            }
            digit = t.s[at] ? strchr(base32_digits, t.s[at]) : NULL;
            *ret_at = at;
            if (!digit)
                return false;
            bits = bits << 5 | (uint64_t)(digit - base32_digits);
        }
        bits <<= 5 * (8 - n);
        for (size_t k = 0; k < n * 5 / 8; k++)
            buf_addc(out, (char)(bits >> (32 - 8 * k)));
        if (n < 8)
            break;
    }
    return true;
}

HELM_FUNC(fn_b32dec)
{
    auto_buf struct buf clean = BUF_INIT(LIMIT_TEMPLATE_OUTPUT);
    auto_buf struct buf out = BUF_INIT(LIMIT_TEMPLATE_OUTPUT);
    size_t at;

    for (size_t i = 0; i < args[0].text.len; i++) {
        if (args[0].text.s[i] != '\n' && args[0].text.s[i] != '\r')
            buf_addc(&clean, args[0].text.s[i]);
    }
    if (!decode_base32((struct text){buf_text(&clean), clean.len}, &out, &at)) {
        buf_reset(&out); /* sprig gives the error as text */
        buf_addf(&out, "illegal base32 data at input byte %zu", at);
    }
    return finish(run, &out, ret, err);
}

HELM_FUNC(fn_to_toml)
{
    auto_buf struct buf out = BUF_INIT(LIMIT_TEMPLATE_OUTPUT);
    auto_err struct err inner = ERR_INIT;
    auto_json json_t *json = value_json(&args[0]); /* TOML names a struct's fields as Go does */

    if (value_is_nil(&args[0]))
        return err_set(err, ERR_INVALID, "reflect: call of reflect.Value.Type on zero Value");
    if (toml_print(&out, json, &inner) < 0) {
        buf_reset(&out);
        buf_adds(&out, err_message(&inner));
    }
    return finish(run, &out, ret, err);
}

HELM_FUNC(fn_from_toml)
{
    auto_err struct err inner = ERR_INIT;
    json_t *json = NULL;

    if (toml_parse(args[0].text.s, args[0].text.len, &json, &inner) < 0)
        json = error_dict(&inner);
    *ret = value_tree(gotmpl_own(run, json), NULL);
    return 0;
}

static int digest(struct gotmpl_run *run, const EVP_MD *md, const struct value *v,
                  struct value *ret, struct err *err)
{
    unsigned char sum[EVP_MAX_MD_SIZE];
    unsigned len = 0;
    auto_buf struct buf out = BUF_INIT(2 * EVP_MAX_MD_SIZE);

    if (!EVP_Digest(v->text.s, v->text.len, sum, &len, md, NULL))
        return err_set(err, ERR_INTERNAL, "digest failed");
    for (unsigned i = 0; i < len; i++)
        buf_addf(&out, "%02x", sum[i]);
    return finish(run, &out, ret, err);
}

HELM_FUNC(fn_sha1sum)
{
    return digest(run, EVP_sha1(), &args[0], ret, err);
}

HELM_FUNC(fn_sha256sum)
{
    return digest(run, EVP_sha256(), &args[0], ret, err);
}

HELM_FUNC(fn_sha512sum)
{
    return digest(run, EVP_sha512(), &args[0], ret, err);
}

HELM_FUNC(fn_adler32sum)
{
    auto_buf struct buf out = BUF_INIT(16);
    unsigned a = 1, b = 0;

    for (size_t i = 0; i < args[0].text.len; i++) {
        a = (a + (unsigned char)args[0].text.s[i]) % 65521;
        b = (b + a) % 65521;
    }
    buf_addf(&out, "%u", b << 16 | a);
    return finish(run, &out, ret, err);
}

static const struct gotmpl_func funcs[] = {
    {"adler32sum", "s", fn_adler32sum},
    {"b32dec", "s", fn_b32dec},
    {"b32enc", "s", fn_b32enc},
    {"b64dec", "s", fn_b64dec},
    {"b64enc", "s", fn_b64enc},
    {"fromJson", "s", fn_from_json},
    {"fromJsonArray", "s", fn_from_json_array},
    {"fromToml", "s", fn_from_toml},
    {"fromYaml", "s", fn_from_yaml},
    {"fromYamlArray", "s", fn_from_yaml_array},
    {"mustFromJson", "s", fn_must_from_json},
    {"mustToJson", "a", fn_to_json},
    {"mustToPrettyJson", "a", fn_to_pretty_json},
    {"mustToRawJson", "a", fn_to_raw_json},
    {"sha1sum", "s", fn_sha1sum},
    {"sha256sum", "s", fn_sha256sum},
    {"sha512sum", "s", fn_sha512sum},
    {"toJson", "a", fn_to_json},
    {"toPrettyJson", "a", fn_to_pretty_json},
    {"toRawJson", "a", fn_to_raw_json},
    {"toToml", "a", fn_to_toml},
    {"toYaml", "a", fn_to_yaml},
    {"toYamlPretty", "a", fn_to_yaml_pretty},
};

const struct gotmpl_table helm_funcs_codec = {funcs, ARRAY_LEN(funcs)};
