#include "kube/websocket.h"

#include <string.h>

#include <openssl/evp.h>

#include "base/base64.h"
#include "base/mem.h"

/* RFC 6455 1.3 */
#define GUID "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

#define LAST 0x80
#define RESERVED 0x70
#define MASKED 0x80

char *websocket_accept(const char *key)
{
    auto_free char *text = mem_printf("%s" GUID, key);
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned len = 0;

    if (!EVP_Digest(text, strlen(text), digest, &len, EVP_sha1(), NULL))
        len = 0; /* which is no server's answer */
    return base64_encode(digest, len);
}

static uint64_t big_endian(const unsigned char *bytes, size_t n)
{
    uint64_t value = 0;

    for (size_t i = 0; i < n; i++)
        value = value << 8 | bytes[i];
    return value;
}

int websocket_parse(const char *bytes, size_t len, struct websocket_frame *ret, struct err *err)
{
    const unsigned char *head = (const unsigned char *)bytes;
    size_t head_len = 2;
    uint64_t content;

    if (len < head_len)
        return 0;
    if (head[0] & RESERVED || head[1] & MASKED)
        return err_set(err, ERR_TRANSIENT, "what came is no frame of a WebSocket's server");
    content = head[1];
    if (content >= 126) {
        size_t more = content == 126 ? 2 : 8;

        head_len += more;
        if (len < head_len)
            return 0;
        content = big_endian(head + 2, more);
    }
    if (content > WEBSOCKET_FRAME_MAX)
        return err_set(err, ERR_TRANSIENT, "a frame of %llu bytes is too large",
                       (unsigned long long)content);
    if (len - head_len < content)
        return 0;
    *ret = (struct websocket_frame){.opcode = head[0] & 0x0f,
                                    .data = bytes + head_len,
                                    .len = (size_t)content,
                                    .size = head_len + (size_t)content};
    return 1;
}

static void add_masked(struct buf *out, const unsigned char mask[4], size_t *at, const char *data,
                       size_t len)
{
    for (size_t i = 0; i < len; i++)
        buf_addc(out, (char)((unsigned char)data[i] ^ mask[(*at)++ % 4]));
}

void websocket_add(struct buf *out, enum websocket_opcode opcode, uint32_t mask, const char *head,
                   size_t head_len, const char *data, size_t len)
{
    uint64_t content = (uint64_t)head_len + len;
    size_t more = content < 126 ? 0 : content < 65536 ? 2 : 8, at = 0;
    unsigned char key[4];

    buf_addc(out, (char)(LAST | opcode));
    buf_addc(out, (char)(MASKED | (more == 0 ? content : more == 2 ? 126 : 127)));
    for (size_t i = more; i-- > 0;)
        buf_addc(out, (char)(content >> 8 * i));
    memcpy(key, &mask, sizeof(key));
    buf_add(out, key, sizeof(key));
    add_masked(out, key, &at, head, head_len);
    add_masked(out, key, &at, data, len);
}
