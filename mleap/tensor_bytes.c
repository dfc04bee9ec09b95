/*
 * Tensor values in bytes.
 */
#include "mleap/tensor_bytes.h"

static uint64_t read_big_endian(const unsigned char *p, size_t size)
{
    uint64_t bits = 0;

    for (size_t i = 0; i < size; i++)
        bits = bits << 8 | p[i];
    return bits;
}

/* Stores the low `size` bytes of a number: 1, 2, 4 or 8. */
static void store(char *to, uint64_t bits, size_t size)
{
    uint32_t bits32 = (uint32_t)bits;
    uint16_t bits16 = (uint16_t)bits;
    uint8_t bits8 = (uint8_t)bits;

    if (size == 8)
        memcpy(to, &bits, 8);
    else if (size == 4)
        memcpy(to, &bits32, 4);
    else if (size == 2)
        memcpy(to, &bits16, 2);
    else
        memcpy(to, &bits8, 1);
}

/* The text at the head of `rest`; false when it is cut off. */
static bool next_text(struct cl_str *rest, struct cl_str *text)
{
    uint64_t n;

    if (rest->n < 4)
        return false;
    n = read_big_endian((const unsigned char *)rest->at, 4);
    if (n > rest->n - 4)
        return false;
    *text = (struct cl_str){.at = rest->at + 4, .n = (uint32_t)n};
    *rest = (struct cl_str){.at = text->at + n, .n = rest->n - 4 - (uint32_t)n};
    return true;
}

static enum cleap_status read_texts(struct cl_attr_tensor *tensor, struct cl_str bytes,
                                    struct cl_arena *arena, struct cleap_error *err)
{
    struct cl_str rest = bytes, text;
    const char *kept = cl_arena_copy(arena, bytes.at, bytes.n);

    while (next_text(&rest, &text))
        tensor->n++;
    tensor->as.str = cl_arena_array(arena, tensor->n, sizeof *tensor->as.str);
    if (kept == NULL || tensor->as.str == NULL)
        return cl_fail_nomem(err);
    rest = (struct cl_str){.at = kept, .n = bytes.n};
    for (size_t i = 0; i < tensor->n; i++)
        next_text(&rest, &tensor->as.str[i]);
    return CLEAP_OK;
}

enum cleap_status cl_tensor_bytes_read(struct cl_attr_tensor *tensor, struct cl_str bytes,
                                       struct cl_arena *arena, struct cleap_error *err)
{
    size_t size = cl_base_size(tensor->base);

    tensor->n = 0;
    if (tensor->base == CL_STR || tensor->base == CL_BYTES)
        return read_texts(tensor, bytes, arena, err);
    if (bytes.n % size != 0)
        return cl_fail(err, CLEAP_E_FORMAT, "a tensor of %u bytes, no multiple of %zu", bytes.n,
                       size);
    tensor->n = bytes.n / size;
    tensor->as.any = cl_arena_array(arena, tensor->n, size);
    if (tensor->as.any == NULL)
        return cl_fail_nomem(err);
    for (size_t i = 0; i < tensor->n; i++)
        store((char *)tensor->as.any + i * size,
              read_big_endian((const unsigned char *)bytes.at + i * size, size), size);
    if (tensor->base == CL_BOOL)
        for (size_t i = 0; i < tensor->n; i++)
            ((uint8_t *)tensor->as.any)[i] = ((uint8_t *)tensor->as.any)[i] == 1;
    return CLEAP_OK;
}
