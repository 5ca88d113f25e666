#ifndef PYTMVA_KERAS_native_NetworkC
#define PYTMVA_KERAS_native_NetworkC

#include <stddef.h>

/* The network for other languages (pytmva_keras/native/library.py): Network.h in C. Functions that return int return 0, or 1
 * and write why, cut to `size` bytes, to `error`. */

#ifdef __cplusplus
extern "C" {
#endif

typedef struct pytmva_network pytmva_network;

typedef struct {
   const char *name, *dtype; /* ended by 0 */
   const char *bytes;        /* row-major, little-endian */
   size_t n_bytes;
} pytmva_array;

/* Returns NULL where the network cannot be loaded. */
pytmva_network *pytmva_network_load(const char *text, size_t length, const pytmva_array *arrays, size_t n_arrays,
                                    char *error, size_t size);
void pytmva_network_free(pytmva_network *network);
size_t pytmva_network_inputs(const pytmva_network *network);
size_t pytmva_network_outputs(const pytmva_network *network);
/* y (n, outputs) of x (n, inputs). Any number of threads may call it. */
int pytmva_network_apply(const pytmva_network *network, const float *x, size_t n, float *y, char *error, size_t size);
/* The same, event by event: no faster, but the way that a Reader goes. */
int pytmva_network_apply_each(const pytmva_network *network, const float *x, size_t n, float *y, char *error, size_t size);
const char *pytmva_network_kernels(void);

#ifdef __cplusplus
}
#endif

#endif
