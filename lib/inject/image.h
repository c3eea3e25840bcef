/* The images of a Pod's sidecar and init container: pkg/kube/inject's ProxyImage. Pure; any thread.
 */
#ifndef MALHA_INJECT_IMAGE_H
#define MALHA_INJECT_IMAGE_H

#include "inject/input.h"

/* hub/name:tag with the image type as the tag's ending. `section` of values.global has the name:
 * "proxy", whose type the ProxyConfig may say, or "proxy_init". To be freed. */
char *image_of(const struct inject_input *in, const char *section) ATTR_CHECK;

#endif
