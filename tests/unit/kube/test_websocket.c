/* Frames of a WebSocket: those of RFC 6455, and what no server may send. */
#include "kube/websocket.h"
#include "tests/unit/unit.h"

#define BYTES(text) (text), sizeof(text) - 1

static const struct {
    const char *what, *bytes;
    size_t len;
    int want; /* 1, 0, -1 */
    enum websocket_opcode opcode;
    const char *content;
    size_t content_len, size;
} frames[] = {
    {"a text (RFC 6455 5.7)", BYTES("\x81\x05Hello"), 1, WEBSOCKET_TEXT, BYTES("Hello"), 7},
    {"the first of two", BYTES("\x82\x01x\x82\x01y"), 1, WEBSOCKET_BINARY, BYTES("x"), 3},
    {"what goes on", BYTES("\x80\x02lo"), 1, WEBSOCKET_MORE, BYTES("lo"), 4},
    {"an empty one", BYTES("\x8a\x00"), 1, WEBSOCKET_PONG, BYTES(""), 2},
    {"an end with its reason", BYTES("\x88\x02\x03\xe8"), 1, WEBSOCKET_CLOSE, BYTES("\x03\xe8"), 4},
    {"a length of two bytes",
     BYTES("\x82\x7e\x00\x03"
           "abc"),
     1, WEBSOCKET_BINARY, BYTES("abc"), 7},
    {"a length of eight bytes",
     BYTES("\x82\x7f\x00\x00\x00\x00\x00\x00\x00\x01"
           "a"),
     1, WEBSOCKET_BINARY, BYTES("a"), 11},
    {"nothing", BYTES(""), 0, 0, NULL, 0, 0},
    {"half a head", BYTES("\x82"), 0, 0, NULL, 0, 0},
    {"half a length", BYTES("\x82\x7f\x00\x00"), 0, 0, NULL, 0, 0},
    {"half of it",
     BYTES("\x82\x03"
           "ab"),
     0, 0, NULL, 0, 0},
    {"a mask",
     BYTES("\x82\x81"
           "abcdx"),
     -1, 0, NULL, 0, 0},
    {"an extension", BYTES("\xc2\x01x"), -1, 0, NULL, 0, 0},
    {"more than there may be", BYTES("\x82\x7f\xff\xff\xff\xff\xff\xff\xff\xff"), -1, 0, NULL, 0,
     0},
};

static void frames_are_read_as_they_were_sent(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(frames); i++) {
        struct websocket_frame frame = {0};
        auto_err struct err err = ERR_INIT;
        int got = websocket_parse(frames[i].bytes, frames[i].len, &frame, &err);

        if (got != frames[i].want)
            fail_msg("%s: %d %s", frames[i].what, got, err_message(&err));
        if (got != 1)
            continue;
        if (frame.opcode != frames[i].opcode || frame.size != frames[i].size ||
            frame.len != frames[i].content_len ||
            memcmp(frame.data, frames[i].content, frame.len) != 0)
            fail_msg("%s", frames[i].what);
    }
}

static void a_client_masks_what_it_sends(void **state)
{
    auto_buf struct buf out = BUF_INIT(LIMIT_MESSAGE);
    uint32_t mask;

    (void)state;
    memcpy(&mask, "\x37\xfa\x21\x3d", 4); /* RFC 6455 5.7 */
    websocket_add(&out, WEBSOCKET_TEXT, mask, "", 0, "Hello", 5);
    assert_int_equal(out.len, 11);
    assert_memory_equal(out.data, "\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58", 11);
    buf_reset(&out);
    websocket_add(&out, WEBSOCKET_TEXT, mask, "Hel", 3, "lo", 2);
    assert_memory_equal(out.data, "\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58", 11);
}

static void lengths_are_written_as_short_as_they_go(void **state)
{
    static const struct {
        size_t len;
        const char *head;
        size_t head_len;
    } rows[] = {
        {125, BYTES("\x82\xfd")},
        {126, BYTES("\x82\xfe\x00\x7e")},
        {65535, BYTES("\x82\xfe\xff\xff")},
        {65536, BYTES("\x82\xff\x00\x00\x00\x00\x00\x01\x00\x00")},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        auto_buf struct buf out = BUF_INIT(WEBSOCKET_FRAME_MAX);
        auto_free char *data = mem_zalloc(rows[i].len);

        websocket_add(&out, WEBSOCKET_BINARY, 0, "", 0, data, rows[i].len);
        assert_int_equal(out.len, rows[i].head_len + 4 + rows[i].len);
        assert_memory_equal(out.data, rows[i].head, rows[i].head_len);
    }
}

static void the_handshake_is_answered_by_the_key(void **state)
{
    auto_free char *accept = websocket_accept("dGhlIHNhbXBsZSBub25jZQ=="); /* RFC 6455 1.3 */

    (void)state;
    assert_string_equal(accept, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(frames_are_read_as_they_were_sent),
        cmocka_unit_test(a_client_masks_what_it_sends),
        cmocka_unit_test(lengths_are_written_as_short_as_they_go),
        cmocka_unit_test(the_handshake_is_answered_by_the_key),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
