/*
 * What a character is to Java's Character class, as far as text operators ask.
 *
 * The tables are JDK 17's, which is Unicode 13: a library of this machine would know other
 * characters.
 */
#ifndef CLEAP_OPS_KERNELS_JAVA_CHARS_H
#define CLEAP_OPS_KERNELS_JAVA_CHARS_H

#include <stdint.h>

enum cl_java_kind {
    CL_JAVA_OTHER,
    CL_JAVA_LETTER, /* Character.isLetter */
    CL_JAVA_DIGIT,  /* Character.isDigit */
    CL_JAVA_MARK    /* Character.NON_SPACING_MARK */
};

enum cl_java_kind cl_java_kind_of(uint32_t code);

#endif
