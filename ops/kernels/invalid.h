/*
 * What an op does with a value it does not know: MLeap's handle_invalid.
 */
#ifndef CLEAP_OPS_KERNELS_INVALID_H
#define CLEAP_OPS_KERNELS_INVALID_H

enum cl_invalid {
    CL_INVALID_ERROR, /* the frame fails */
    CL_INVALID_KEEP,  /* it gets a number of its own */
    CL_INVALID_SKIP   /* its row is dropped */
};

/* For CL_ATTR_ENUM; the second for ops that cannot skip. */
extern const char *const cl_invalid_words[];
extern const char *const cl_invalid_words_no_skip[];

#endif
