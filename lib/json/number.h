/* Numbers as Go prints them (strconv.FormatFloat and the two callers that matter). */
#ifndef MALHA_JSON_NUMBER_H
#define MALHA_JSON_NUMBER_H

#include <stddef.h>
#include <stdint.h>

/* Holds any float64 in 'f' form up to 1e21 and any in 'e' form. */
#define NUMBER_TEXT_SIZE 64

/* fmt's %v and strconv's shortest 'g': exponent form below 1e-4 and from the seventh digit before
 * the point on (1000000 is 1e+06). Returns the length written to `out`, as the others do. */
size_t number_go_g(double v, char out[NUMBER_TEXT_SIZE]);
/* The same of a float32: the fewest digits that tell it from its neighbours. */
size_t number_go_g32(float v, char out[NUMBER_TEXT_SIZE]);
/* encoding/json's form: 'f' from 1e-6 to 1e21, else 'e' without a padded exponent. */
size_t number_go_json(double v, char out[NUMBER_TEXT_SIZE]);
/* Shortest digits in 'f' form (strconv 'f', -1); longer than out only above 1e40, where it falls
 * back to 'e'. */
size_t number_go_f(double v, char out[NUMBER_TEXT_SIZE]);

/* An integer in decimal. */
size_t number_print_int(int64_t v, char out[NUMBER_TEXT_SIZE]);

/* strconv.ParseInt(text, 0, 64): a sign, then 0x, 0o, 0b or 0 for another base than ten. */
enum number_result {
    NUMBER_OK,
    NUMBER_NONE,     /* no integer */
    NUMBER_UNSIGNED, /* positive and too large for int64, but a uint64: `ret_unsigned` has it */
    NUMBER_OVERFLOW,
};
enum number_result number_parse_int(const char *text, int64_t *ret, uint64_t *ret_unsigned);

/* A port, 1 to 65535, of decimal digits and nothing else; 0 for any other text. */
unsigned number_parse_port(const char *text);

#endif
