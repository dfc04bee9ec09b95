/*
 * The lines by which the platform knows that an activation's log is complete.
 */
#ifndef CLEAP_PROXY_ACTION_SENTINEL_H
#define CLEAP_PROXY_ACTION_SENTINEL_H

#define SENTINEL "XXX_THE_END_OF_A_WHISK_ACTIVATION_XXX"

/* Writes the line on stdout and on stderr, behind all that was written there before. */
void sentinel_write(void);

#endif
