/*
 * Plans as text: a step a line, hidden ones too.
 */
#include "cli/graph.h"

#include "cli/display.h"

static void print_slots(FILE *out, const struct cl_plan *plan, const uint32_t *slots, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const struct cl_slot *slot;

        if (slots[i] == CL_NO_SLOT)
            continue;
        slot = &plan->slots[slots[i]];
        if (slot->name.n == 0) {
            fprintf(out, " #%u", slots[i]);
            continue;
        }
        fputc(' ', out);
        display_print(out, slot->name);
    }
}

void graph_print_plan(FILE *out, const struct cl_plan *plan)
{
    char type[CL_TYPE_TEXT_SIZE];

    fprintf(out, "columns (%zu)\n", plan->n_slots);
    for (size_t i = 0; i < plan->n_slots; i++) {
        const struct cl_slot *slot = &plan->slots[i];

        fprintf(out, "  #%zu %s", i, i < plan->n_inputs ? "<- " : "");
        display_print(out, slot->name);
        fprintf(out, ": %s\n", cl_type_text(&slot->type, type));
    }
    fprintf(out, "\nsteps (%zu)\n", plan->n_steps);
    for (size_t i = 0; i < plan->n_steps; i++) {
        const struct cl_step *step = &plan->steps[i];

        fprintf(out, "  %zu %s%s", i, step->is_hidden ? "#" : "", step->op->name);
        print_slots(out, plan, step->in, step->n_in);
        if (step->n_out > 0)
            fputs(" ->", out);
        print_slots(out, plan, step->out, step->n_out);
        fputs(step->filters ? " (drops rows)" : "", out);
        fputs(step->fusion != NULL ? " (with the next step as one)\n" : "\n", out);
    }
    fprintf(out, "\nanswer\n ");
    print_slots(out, plan, plan->outputs, plan->n_outputs);
    fputc('\n', out);
}
