/* sprig's functions that look at letters and words: strings.ToUpper, goutils, xstrings. */
#include <string.h>

#include "base/limits.h"
#include "base/rune.h"
#include "gotmpl/fmt.h"
#include "helm/funcs.h"

static int finish(struct gotmpl_run *run, const struct buf *out, struct value *ret, struct err *err)
{
    if (buf_check(out, "text", err) < 0)
        return -1;
    *ret = gotmpl_make_buf(run, out);
    return 0;
}

/* Takes the first character off `t`. */
static uint32_t next_rune(struct text *t)
{
    size_t len;
    uint32_t rune = rune_decode(t->s, t->len, &len);

    t->s += len;
    t->len -= len;
    return rune;
}

/* Each character through `change`, which may look at what was before. */
static int map_runes(struct gotmpl_run *run, struct text t,
                     uint32_t (*change)(uint32_t rune, uint32_t before), struct value *ret,
                     struct err *err)
{
    auto_buf struct buf out = BUF_INIT(LIMIT_TEMPLATE_OUTPUT);
    uint32_t before = ' ';

    while (t.len) {
        uint32_t rune = next_rune(&t);

        rune_encode(&out, change(rune, before));
        before = rune;
    }
    return finish(run, &out, ret, err);
}

static uint32_t to_upper(uint32_t rune, uint32_t before)
{
    (void)before;
    return rune_upper(rune);
}

static uint32_t to_lower(uint32_t rune, uint32_t before)
{
    (void)before;
    return rune_lower(rune);
}

/* strings.Title: a word begins behind what is neither letter, digit nor underscore. */
static uint32_t to_title(uint32_t rune, uint32_t before)
{
    bool inside = before < 0x80 ? rune_is_letter(before) || rune_is_number(before) || before == '_'
                                : !rune_is_space(before);

    return inside ? rune : rune_title(rune);
}

static uint32_t to_untitle(uint32_t rune, uint32_t before)
{
    return rune_is_space(before) ? rune_lower(rune) : rune;
}

/* goutils.SwapCase: a word that begins with a small letter gets a title letter. */
static uint32_t to_swapped(uint32_t rune, uint32_t before)
{
    if (rune_is_lower(rune))
        return rune_is_space(before) ? rune_title(rune) : rune_upper(rune);
    return rune_is_upper(rune) || rune_is_title(rune) ? rune_lower(rune) : rune;
}

HELM_FUNC(fn_upper)
{
    return map_runes(run, args[0].text, to_upper, ret, err);
}

HELM_FUNC(fn_lower)
{
    return map_runes(run, args[0].text, to_lower, ret, err);
}

HELM_FUNC(fn_title)
{
    return map_runes(run, args[0].text, to_title, ret, err);
}

HELM_FUNC(fn_untitle)
{
    return map_runes(run, args[0].text, to_untitle, ret, err);
}

HELM_FUNC(fn_swapcase)
{
    return map_runes(run, args[0].text, to_swapped, ret, err);
}

/* goutils goes byte by byte: each byte is taken for a character of Latin-1. */
HELM_FUNC(fn_nospace)
{
    auto_buf struct buf out = BUF_INIT(LIMIT_TEMPLATE_OUTPUT);
    struct text t = args[0].text;
    size_t kept = 0;

    for (size_t i = 0; i < t.len; i++) {
        if (!rune_is_space((unsigned char)t.s[i])) {
            rune_encode(&out, (unsigned char)t.s[i]);
            kept++;
        }
    }
    if (kept == t.len) {
        *ret = args[0];
        return 0;
    }
    return finish(run, &out, ret, err);
}

HELM_FUNC(fn_initials)
{
    auto_buf struct buf out = BUF_INIT(LIMIT_TEMPLATE_OUTPUT);
    bool gap = true;

    for (size_t i = 0; i < args[0].text.len; i++) {
        unsigned char c = (unsigned char)args[0].text.s[i];

        if (gap && !rune_is_space(c))
            rune_encode(&out, c);
        gap = rune_is_space(c);
    }
    return finish(run, &out, ret, err);
}

static bool is_connector(uint32_t rune)
{
    return rune == '-' || rune == '_' || rune_is_space(rune);
}

/* xstrings.ToPascalCase. */
HELM_FUNC(fn_camelcase)
{
    auto_buf struct buf out = BUF_INIT(LIMIT_TEMPLATE_OUTPUT);
    struct text t = args[0].text;
    bool first_upper = false, found = false;
    uint32_t rune = 0, before;

    if (t.len == 0) {
        *ret = args[0];
        return 0;
    }
    while (t.len && !found) { /* connectors in front stay */
        rune = next_rune(&t);
        found = !is_connector(rune);
        if (found) {
            first_upper = rune_is_upper(rune);
            rune = rune_upper(rune);
        } else {
            rune_encode(&out, rune);
        }
    }
    if (!t.len) {
        rune_encode(&out, rune);
        return finish(run, &out, ret, err);
    }
    while (t.len) {
        before = rune;
        rune = next_rune(&t);
        if (is_connector(rune) && is_connector(before)) {
            rune_encode(&out, before);
            continue;
        }
        if (is_connector(before)) {
            first_upper = rune_is_upper(rune);
            rune = rune_upper(rune);
            continue;
        }
        if (first_upper) {
            if (rune_is_upper(rune))
                rune = rune_lower(rune);
            else
                first_upper = false;
        }
        rune_encode(&out, before);
    }
    rune_encode(&out, rune);
    return finish(run, &out, ret, err);
}

/* ---- snake_case, kebab-case: xstrings' words ---- */

enum word_kind {
    WORD_NONE,
    WORD_NUMBER,
    WORD_UPPER,
    WORD_ALPHABET,
    WORD_CONNECTOR,
    WORD_PUNCT,
    WORD_OTHER
};

struct word {
    enum word_kind kind;
    struct text text;
};

/* Letters of alphabets: Chinese characters are none to xstrings. */
static bool is_alphabet(uint32_t rune)
{
    return rune_is_letter(rune) && !(rune >= 0x4e00 && rune <= 0x9fcc) &&
           !(rune >= 0x3400 && rune <= 0x4d85) && !(rune >= 0x20000 && rune <= 0x2b81d);
}

static bool is_lower_alphabet(uint32_t rune)
{
    return is_alphabet(rune) && !rune_is_upper(rune);
}

static bool is_other(uint32_t rune)
{
    return !is_connector(rune) && !is_alphabet(rune) && !rune_is_number(rune) &&
           !rune_is_punct(rune);
}

/* The next character and its length with what is broken in front of it; `before` again when
 * nothing else is left. */
static uint32_t valid_rune(struct text t, uint32_t before, size_t *ret_len)
{
    uint32_t rune = RUNE_ERROR;
    size_t n = 0, len = 0;

    for (; n < t.len && rune == RUNE_ERROR; n += len)
        rune = rune_decode(t.s + n, t.len - n, &len);
    *ret_len = n;
    return rune == RUNE_ERROR ? before : rune;
}

static struct text behind(struct text t, size_t n)
{
    return (struct text){t.s + n, t.len - n};
}

/* The bytes at the start of `t` whose characters all are of a class; `ret_last` is where the last
 * of them begins. */
static size_t span(struct text t, bool (*is)(uint32_t), size_t *ret_last)
{
    uint32_t rune = RUNE_ERROR;
    size_t n = 0, last = 0, len;

    while (n < t.len && is(rune = valid_rune(behind(t, n), rune, &len))) {
        last = n;
        n += len;
    }
    if (ret_last)
        *ret_last = last;
    return n;
}

/* Capitals with small letters behind are one word; of many capitals the last begins the next. */
static size_t span_upper(struct text t)
{
    size_t len, last, capitals = span(t, rune_is_upper, &last);

    if (capitals == t.len || !is_alphabet(valid_rune(behind(t, capitals), 0, &len)))
        return capitals;
    return last ? last : capitals + span(behind(t, capitals), is_lower_alphabet, NULL);
}

static struct word next_word(struct text *left)
{
    struct word word = {0};
    size_t n;
    uint32_t rune;

    if (left->len == 0)
        return word;
    rune = valid_rune(*left, RUNE_ERROR, &n);
    if (rune == RUNE_ERROR)
        word.kind = WORD_NONE;
    else if (is_connector(rune))
        word.kind = WORD_CONNECTOR, n = span(*left, is_connector, NULL);
    else if (rune_is_punct(rune))
        word.kind = WORD_PUNCT, n = span(*left, rune_is_punct, NULL);
    else if (rune_is_upper(rune))
        word.kind = WORD_UPPER, n = span_upper(*left);
    else if (is_alphabet(rune))
        word.kind = WORD_ALPHABET, n = span(*left, is_lower_alphabet, NULL);
    else if (rune_is_number(rune))
        word.kind = WORD_NUMBER, n = span(*left, rune_is_number, NULL);
    else
        word.kind = WORD_OTHER, n = span(*left, is_other, NULL);
    word.text = (struct text){left->s, n};
    *left = behind(*left, n);
    return word;
}

static void add_word(struct buf *out, struct word word, char connector)
{
    if (word.kind != WORD_UPPER && word.kind != WORD_CONNECTOR) {
        buf_add(out, word.text.s, word.text.len);
        return;
    }
    while (word.text.len) { /* connectors are as many as there were */
        uint32_t rune = next_rune(&word.text);

        if (is_connector(rune))
            buf_addc(out, connector);
        else
            rune_encode(out, rune_is_upper(rune) ? rune_lower(rune) : rune);
    }
}

static bool is_letters_or_digits(enum word_kind kind)
{
    return kind == WORD_ALPHABET || kind == WORD_NUMBER;
}

/* Small letters and digits that follow a number belong to it ("2xx"); then a connector, unless one
 * or punctuation is there. */
static struct word take_number_tail(struct buf *out, struct word word, struct text *left,
                                    char connector)
{
    while (is_letters_or_digits(word.kind)) {
        add_word(out, word, connector);
        word = next_word(left);
    }
    if (word.kind != WORD_NONE && word.kind != WORD_PUNCT && word.kind != WORD_CONNECTOR)
        buf_addc(out, connector);
    return word;
}

static int separate(struct gotmpl_run *run, struct text t, char connector, struct value *ret,
                    struct err *err)
{
    auto_buf struct buf out = BUF_INIT(LIMIT_TEMPLATE_OUTPUT);
    struct word word = next_word(&t);

    while (t.len) {
        struct word last = word;

        if (word.kind != WORD_CONNECTOR)
            add_word(&out, word, connector);
        word = next_word(&t);
        switch (last.kind) {
        case WORD_NUMBER:
            word = take_number_tail(&out, word, &t, connector);
            break;
        case WORD_CONNECTOR:
            add_word(&out, last, connector);
            break;
        case WORD_PUNCT:
            break;
        default:
            if (word.kind != WORD_NUMBER) {
                if (word.kind != WORD_CONNECTOR && word.kind != WORD_PUNCT)
                    buf_addc(&out, connector);
                break;
            }
            if (!t.len)
                break;
            last = word;
            word = next_word(&t);
            if (word.kind != WORD_ALPHABET) { /* the number ends the word before it: Bld4Floor */
                add_word(&out, last, connector);
                if (word.kind != WORD_CONNECTOR && word.kind != WORD_PUNCT)
                    buf_addc(&out, connector);
                break;
            }
            buf_addc(&out, connector);
            add_word(&out, last, connector);
            word = take_number_tail(&out, word, &t, connector);
        }
    }
    add_word(&out, word, connector);
    return finish(run, &out, ret, err);
}

HELM_FUNC(fn_snakecase)
{
    return separate(run, args[0].text, '_', ret, err);
}

HELM_FUNC(fn_kebabcase)
{
    return separate(run, args[0].text, '-', ret, err);
}

/* ---- width ---- */

/* goutils.AbbreviateFull. */
static void abbreviate(struct buf *out, struct text t, int64_t offset, int64_t width)
{
    int64_t len = (int64_t)t.len;

    if (len <= width) {
        buf_add(out, t.s, t.len);
        return;
    }
    if (offset > len)
        offset = len;
    if (len - offset < width - 3)
        offset = len - (width - 3);
    if (offset <= 4) {
        buf_add(out, t.s, (size_t)(width - 3));
        buf_adds(out, "...");
    } else if (width >= 7) {
        buf_adds(out, "...");
        if (offset + width - 3 < len) {
            struct text rest = {t.s + offset, (size_t)(len - offset)};

            if (width - 3 >= 4)
                abbreviate(out, rest, 0, width - 3);
        } else {
            buf_add(out, t.s + (len - (width - 3)), (size_t)(width - 3));
        }
    }
}

HELM_FUNC(fn_abbrev)
{
    auto_buf struct buf out = BUF_INIT(LIMIT_TEMPLATE_OUTPUT);

    if (args[0].integer < 4) {
        *ret = args[1];
        return 0;
    }
    abbreviate(&out, args[1].text, 0, args[0].integer);
    return finish(run, &out, ret, err);
}

HELM_FUNC(fn_abbrevboth)
{
    auto_buf struct buf out = BUF_INIT(LIMIT_TEMPLATE_OUTPUT);
    int64_t left = args[0].integer, right = args[1].integer;

    if (right < 4 || (left > 0 && right < 7)) {
        *ret = args[2];
        return 0;
    }
    abbreviate(&out, args[2].text, left, right);
    return finish(run, &out, ret, err);
}

/* goutils.WrapCustom. */
static int wrap(struct gotmpl_run *run, struct text t, int64_t length, struct text newline,
                bool cut_words, struct value *ret, struct err *err)
{
    auto_buf struct buf out = BUF_INIT(LIMIT_TEMPLATE_OUTPUT);
    size_t width = length < 1 ? 1 : (size_t)length, at = 0;

    if (newline.len == 0)
        newline = (struct text){"\n", 1};
    while (t.len - at > width && !out.overflown) {
        const char *space;

        if (t.s[at] == ' ') {
            at++;
            continue;
        }
        space = memrchr(t.s + at, ' ', width + 1);
        if (!space && cut_words) {
            buf_add(&out, t.s + at, width);
            buf_add(&out, newline.s, newline.len);
            at += width;
            continue;
        }
        if (!space)
            space = memchr(t.s + at + width, ' ', t.len - at - width);
        if (!space) {
            buf_add(&out, t.s + at, t.len - at);
            at = t.len;
            break;
        }
        buf_add(&out, t.s + at, (size_t)(space - t.s) - at);
        buf_add(&out, newline.s, newline.len);
        at = (size_t)(space - t.s) + 1;
    }
    buf_add(&out, t.s + at, t.len - at);
    return finish(run, &out, ret, err);
}

HELM_FUNC(fn_wrap)
{
    return wrap(run, args[1].text, args[0].integer, (struct text){"", 0}, false, ret, err);
}

HELM_FUNC(fn_wrap_with)
{
    return wrap(run, args[2].text, args[0].integer, args[1].text, true, ret, err);
}

static const struct gotmpl_func funcs[] = {
    {"abbrev", "is", fn_abbrev},      {"abbrevboth", "iis", fn_abbrevboth},
    {"camelcase", "s", fn_camelcase}, {"initials", "s", fn_initials},
    {"kebabcase", "s", fn_kebabcase}, {"lower", "s", fn_lower},
    {"nospace", "s", fn_nospace},     {"snakecase", "s", fn_snakecase},
    {"swapcase", "s", fn_swapcase},   {"title", "s", fn_title},
    {"untitle", "s", fn_untitle},     {"upper", "s", fn_upper},
    {"wrap", "is", fn_wrap},          {"wrapWith", "iss", fn_wrap_with},
};

const struct gotmpl_table helm_funcs_case = {funcs, ARRAY_LEN(funcs)};
