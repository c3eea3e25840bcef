/* Trees for a program that runs once and ends. */
#ifndef MALHA_JSON_POOL_H
#define MALHA_JSON_POOL_H

/* From now on what the trees of this process are made of comes from pools, one for each size: to
 * allocate is to move a pointer or to take what was freed last. Nothing goes back to the system
 * before the end of the process: not for programs that stay. To be called before the first tree is
 * made, in programs of one thread. Where there is no room for pools, trees are as always. */
void json_use_pools(void);

#endif
