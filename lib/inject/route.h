/* The path of a webhook's URL. Pure; any thread. */
#ifndef MALHA_INJECT_ROUTE_H
#define MALHA_INJECT_ROUTE_H

/* Cuts "/revision/NAME" off the front: `*ret_revision` is then set, to be freed. The part from
 * /inject on; NULL when it is another path. */
const char *inject_route(const char *path, char **ret_revision);

#endif
