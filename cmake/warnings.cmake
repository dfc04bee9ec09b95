# Parity is to the last bit: products and sums are never contracted behind our back.
add_compile_options(-ffp-contract=off -fno-semantic-interposition)
add_compile_options(
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wundef -Wcast-qual -Wpointer-arith -Wvla
  $<$<COMPILE_LANGUAGE:C>:-Wstrict-prototypes> $<$<COMPILE_LANGUAGE:C>:-Wmissing-prototypes>)
# gcc does not see that a failed call never answers CLEAP_OK, so it warns of results that only CL_TRY
# lets through; what is surely uninitialised is still an error.
add_compile_options($<$<C_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
if(CLEAP_WERROR)
  add_compile_options(-Werror)
endif()
