/* sprig: url.go, with the parts of Go's net/url that it shows. */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/limits.h"
#include "gotmpl/fmt.h"
#include "helm/funcs.h"

enum part { PART_PATH, PART_USER, PART_HOST, PART_FRAGMENT };

/* Does a byte stay as it is in this part of a URL? */
static bool stays(unsigned char c, enum part part)
{
    static const char *const allowed[] = {
        [PART_PATH] = "$&+,/:;=@",
        [PART_USER] = "$&+,;=",
        [PART_HOST] = "!$&'()*+,;=:[]<>\"",
        [PART_FRAGMENT] = "$&+,/:;=?@!()*",
    };

    return isalnum(c) ? c < 0x80 : c && (strchr("-_.~", c) || strchr(allowed[part], c));
}

static void add_escaped(struct buf *out, const char *s, size_t len, enum part part)
{
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)s[i];

        if (stays(c, part))
            buf_addc(out, s[i]);
        else
            buf_addf(out, "%%%02X", c);
    }
}

static unsigned hex(char c)
{
    return isdigit((unsigned char)c) ? (unsigned)(c - '0') : (unsigned)(tolower(c) - 'a' + 10);
}

static int fail_quoted(const char *before, const char *s, size_t len, const char *behind,
                       struct err *err)
{
    auto_free char *quoted = fmt_quoted(s, len);

    return err_set(err, ERR_INVALID, "%s %s%s", before, quoted, behind);
}

/* %XX in a part of a URL; an escape that is broken is an error. */
static int add_unescaped(struct buf *out, const char *s, size_t len, enum part part,
                         struct err *err)
{
    for (size_t i = 0; i < len; i++) {
        if (s[i] == '%') {
            if (i + 2 >= len || !isxdigit((unsigned char)s[i + 1]) ||
                !isxdigit((unsigned char)s[i + 2]))
                return fail_quoted("invalid URL escape", s + i, len - i < 3 ? len - i : 3, "", err);
            if (part == PART_HOST && hex(s[i + 1]) < 8 && strncmp(s + i, "%25", 3) != 0)
                return fail_quoted("invalid URL escape", s + i, 3, "", err);
            buf_addc(out, (char)(hex(s[i + 1]) << 4 | hex(s[i + 2])));
            i += 2;
        } else if (part == PART_HOST && (unsigned char)s[i] < 0x80 &&
                   !stays((unsigned char)s[i], part)) {
            return fail_quoted("invalid character", s + i, 1, " in host name", err);
        } else {
            buf_addc(out, s[i]);
        }
    }
    return 0;
}

struct url {
    struct buf scheme, opaque, user, host, path, query, fragment;
    bool has_user, omit_host;
};

#define PART BUF_INIT(LIMIT_TEMPLATE_TEXT)

static struct url new_url(void)
{
    return (struct url){PART, PART, PART, PART, PART, PART, PART, false, false};
}

static void url_cleanup(struct url *u)
{
    struct buf *const parts[] = {&u->scheme, &u->opaque, &u->user,    &u->host,
                                 &u->path,   &u->query,  &u->fragment};

    for (size_t i = 0; i < ARRAY_LEN(parts); i++)
        buf_done(parts[i]);
}

/* The scheme and what is behind its colon. */
static int split_scheme(struct url *u, const char **p, struct err *err)
{
    for (const char *c = *p; *c; c++) {
        if (isalpha((unsigned char)*c))
            continue;
        if (isdigit((unsigned char)*c) || *c == '+' || *c == '-' || *c == '.') {
            if (c == *p)
                return 0;
            continue;
        }
        if (*c != ':')
            return 0;
        if (c == *p)
            return err_set(err, ERR_INVALID, "missing protocol scheme");
        for (const char *s = *p; s < c; s++)
            buf_addc(&u->scheme, (char)tolower((unsigned char)*s));
        *p = c + 1;
        return 0;
    }
    return 0;
}

static bool valid_port(const char *s, const char *end)
{
    if (s == end)
        return true;
    if (*s++ != ':')
        return false;
    while (s < end && isdigit((unsigned char)*s))
        s++;
    return s == end;
}

static const char *find_last(const char *s, const char *end, char c)
{
    return s < end ? memrchr(s, c, (size_t)(end - s)) : NULL;
}

static int read_host(struct url *u, const char *s, const char *end, struct err *err)
{
    const char *port = s < end ? memchr(s, ':', (size_t)(end - s)) : NULL;

    if (s < end && *s == '[') {
        const char *close = find_last(s, end, ']');

        if (!close)
            return err_set(err, ERR_INVALID, "missing ']' in host");
        port = close + 1;
    }
    if (port && !valid_port(port, end))
        return fail_quoted("invalid port", port, (size_t)(end - port), " after host", err);
    return add_unescaped(&u->host, s, (size_t)(end - s), PART_HOST, err);
}

/* User and password go through decoding and encoding, as Go's Userinfo prints them. */
static int read_user(struct url *u, const char *s, const char *end, struct err *err)
{
    u->has_user = true;
    for (const char *c = s; c < end; c++) {
        if (!isalnum((unsigned char)*c) && !strchr("-._:~!$&'()*+,;=%@", *c))
            return err_set(err, ERR_INVALID, "net/url: invalid userinfo");
    }
    for (bool first = true;; first = false) {
        const char *colon = first ? memchr(s, ':', (size_t)(end - s)) : NULL,
                   *stop = colon ? colon : end;
        auto_buf struct buf plain = PART;

        if (add_unescaped(&plain, s, (size_t)(stop - s), PART_USER, err) < 0)
            return -1;
        add_escaped(&u->user, buf_text(&plain), plain.len, PART_USER);
        if (!colon)
            return 0;
        buf_addc(&u->user, ':');
        s = colon + 1;
    }
}

static int parse(struct url *u, const char *text, struct err *err)
{
    const char *p = text, *fragment = strchr(text, '#'),
               *end = fragment ? fragment : text + strlen(text), *query, *at, *slash;

    for (const char *c = text; c < end; c++) {
        if ((unsigned char)*c < ' ' || *c == 0x7f)
            return err_set(err, ERR_INVALID, "net/url: invalid control character in URL");
    }
    if (fragment &&
        add_unescaped(&u->fragment, fragment + 1, strlen(fragment + 1), PART_FRAGMENT, err) < 0)
        return -1;
    if (split_scheme(u, &p, err) < 0)
        return -1;
    query = p < end ? memchr(p, '?', (size_t)(end - p)) : NULL;
    if (query) {
        buf_add(&u->query, query + 1, (size_t)(end - query - 1));
        end = query;
    }
    if (p == end || *p != '/') {
        if (u->scheme.len) {
            buf_add(&u->opaque, p, (size_t)(end - p));
            return 0;
        }
        slash = p < end ? memchr(p, '/', (size_t)(end - p)) : NULL;
        if (p < end && memchr(p, ':', (size_t)((slash ? slash : end) - p)))
            return err_set(err, ERR_INVALID, "first path segment in URL cannot contain colon");
    }
    if (end - p >= 2 && p[0] == '/' && p[1] == '/' &&
        (u->scheme.len || !(end - p >= 3 && p[2] == '/'))) {
        p += 2;
        slash = memchr(p, '/', (size_t)(end - p));
        slash = slash ? slash : end;
        at = find_last(p, slash, '@');
        if (read_host(u, at ? at + 1 : p, slash, err) < 0)
            return -1;
        if (at && read_user(u, p, at, err) < 0)
            return -1;
        p = slash;
    }
    return add_unescaped(&u->path, p, (size_t)(end - p), PART_PATH, err);
}

bool helm_url_is_valid(const char *text, bool absolute)
{
    ATTR_CLEANUP(url_cleanup) struct url u = new_url();
    auto_err struct err ignored = ERR_INIT;

    return parse(&u, text, &ignored) == 0 && (u.scheme.len || !absolute);
}

static void put_buf(json_t *dict, const char *key, const struct buf *b)
{
    json_put(dict, key, json_stringn_nocheck(buf_text(b), b->len));
}

/* Without port and brackets. */
static void put_hostname(json_t *dict, const struct buf *host)
{
    const char *s = buf_text(host), *end = s + host->len, *colon = find_last(s, end, ':');

    if (colon && valid_port(colon, end))
        end = colon;
    if (end - s >= 2 && *s == '[' && end[-1] == ']') {
        s++;
        end--;
    }
    json_put(dict, "hostname", json_stringn_nocheck(s, (size_t)(end - s)));
}

HELM_FUNC(fn_url_parse)
{
    ATTR_CLEANUP(url_cleanup) struct url u = new_url();
    auto_free char *text = mem_strndup(args[0].text.s, args[0].text.len);
    json_t *dict = gotmpl_new_dict(run);

    if (parse(&u, text, err) < 0) {
        auto_free char *quoted = fmt_quoted(text, args[0].text.len);

        (void)err_wrap(err, "parse %s", quoted);
        return err_wrap(err, "unable to parse url");
    }
    put_buf(dict, "scheme", &u.scheme);
    put_buf(dict, "host", &u.host);
    put_hostname(dict, &u.host);
    put_buf(dict, "path", &u.path);
    put_buf(dict, "query", &u.query);
    put_buf(dict, "opaque", &u.opaque);
    put_buf(dict, "fragment", &u.fragment);
    put_buf(dict, "userinfo", &u.user);
    *ret = value_tree(dict, NULL);
    return 0;
}

/* The texts that urlJoin puts together. */
struct joined {
    struct text scheme, host, path, query, opaque, fragment, userinfo;
};

static int read_dict(const json_t *dict, struct joined *ret, struct err *err)
{
    const struct {
        const char *key;
        struct text *to;
    } rows[] = {{"scheme", &ret->scheme},    {"host", &ret->host},     {"path", &ret->path},
                {"query", &ret->query},      {"opaque", &ret->opaque}, {"fragment", &ret->fragment},
                {"userinfo", &ret->userinfo}};

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        json_t *found = json_object_get(dict, rows[i].key);
        struct value v = value_of(found);

        if (found && v.kind != VALUE_TEXT)
            return err_set(err, ERR_INVALID,
                           "unable to parse %s key, must be of type string, but %s found",
                           rows[i].key, value_kind_name(&v));
        *rows[i].to = found ? v.text : (struct text){"", 0};
    }
    return 0;
}

static void add(struct buf *out, struct text t)
{
    buf_add(out, t.s, t.len);
}

HELM_FUNC(fn_url_join)
{
    ATTR_CLEANUP(url_cleanup) struct url user = new_url();
    auto_buf struct buf out = BUF_INIT(LIMIT_TEMPLATE_OUTPUT);
    struct joined j;

    if (read_dict(args[0].kind == VALUE_MAP ? args[0].json : NULL, &j, err) < 0)
        return -1;
    if (j.userinfo.len && read_user(&user, j.userinfo.s, j.userinfo.s + j.userinfo.len, err) < 0)
        return err_wrap(err, "unable to parse userinfo in dict");
    if (j.scheme.len) {
        add(&out, j.scheme);
        buf_addc(&out, ':');
    }
    if (j.opaque.len) {
        add(&out, j.opaque);
    } else {
        if (j.host.len || ((j.path.len && j.scheme.len) || user.has_user))
            buf_adds(&out, "//");
        if (user.has_user)
            buf_addf(&out, "%s@", buf_text(&user.user));
        add_escaped(&out, j.host.s, j.host.len, PART_HOST);
        if (j.path.len && j.path.s[0] != '/' && j.host.len)
            buf_addc(&out, '/');
        if (!out.len) {
            const char *slash = memchr(j.path.s, '/', j.path.len);

            if (memchr(j.path.s, ':', slash ? (size_t)(slash - j.path.s) : j.path.len))
                buf_adds(&out, "./");
        }
        if (j.path.len == 1 && j.path.s[0] == '*')
            buf_addc(&out, '*');
        else
            add_escaped(&out, j.path.s, j.path.len, PART_PATH);
    }
    if (j.query.len) {
        buf_addc(&out, '?');
        add(&out, j.query);
    }
    if (j.fragment.len) {
        buf_addc(&out, '#');
        add_escaped(&out, j.fragment.s, j.fragment.len, PART_FRAGMENT);
    }
    *ret = gotmpl_make_buf(run, &out);
    return buf_check(&out, "URL", err);
}

static const struct gotmpl_func funcs[] = {
    {"urlJoin", "m", fn_url_join},
    {"urlParse", "s", fn_url_parse},
};

const struct gotmpl_table helm_funcs_url = {funcs, ARRAY_LEN(funcs)};
