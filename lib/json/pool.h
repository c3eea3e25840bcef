/* Trees for a program that runs once and ends. */
#ifndef MALHA_JSON_ONCE_H
#define MALHA_JSON_ONCE_H

/* From now on all trees of this process come from memory that is never given back: to allocate is
 * to move a pointer, to free is nothing. To be called before the first tree is made, in programs of
 * one thread. Leaks nothing that the end of the process would not take: not for programs that stay.
 */
void json_never_free(void);

#endif
