/*
 * Unpacking: protobuf-c with an allocator that takes from an arena, up to a budget.
 */
#include "mleap/unpack.h"

#include "mleap/limits.h"

/* Memory for unpacking one message. */
struct budget {
    struct cl_arena *arena;
    uint64_t left;
    enum cleap_status status; /* why a block was refused */
};

static void *budget_alloc(void *data, size_t size)
{
    struct budget *budget = data;
    void *at;

    size = cl_arena_round(size); /* which is what it takes */
    if (size > budget->left) {
        budget->status = CLEAP_E_LIMIT;
        return NULL;
    }
    at = cl_arena_alloc(budget->arena, size);
    if (at == NULL)
        budget->status = CLEAP_E_NOMEM;
    budget->left -= size;
    return at;
}

static void budget_free(void *data, void *at)
{
    (void)data; /* the arena takes it back */
    (void)at;
}

void *cl_pb_unpack(struct cl_arena *arena, const ProtobufCMessageDescriptor *type,
                   struct cl_str bytes, struct cleap_error *err)
{
    struct budget budget = {.arena = arena,
                            .left = CL_PB_MEMORY_BASE + CL_PB_MEMORY_FACTOR * (uint64_t)bytes.n};
    ProtobufCAllocator allocator = {
        .alloc = budget_alloc, .free = budget_free, .allocator_data = &budget};
    void *message = protobuf_c_message_unpack(type, &allocator, bytes.n, (const uint8_t *)bytes.at);

    if (message != NULL)
        return message;
    if (budget.status == CLEAP_E_NOMEM)
        cl_fail_nomem(err);
    else if (budget.status == CLEAP_E_LIMIT)
        cl_fail(err, CLEAP_E_LIMIT, "a message takes too much memory");
    else
        cl_fail(err, CLEAP_E_FORMAT, "no sound protobuf message");
    return NULL;
}
