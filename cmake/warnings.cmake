# Parity is to the last bit: products and sums are never contracted behind our back.
add_compile_options(-ffp-contract=off -fno-semantic-interposition)
add_compile_options(
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wundef -Wcast-qual -Wpointer-arith -Wvla
  $<$<COMPILE_LANGUAGE:C>:-Wstrict-prototypes> $<$<COMPILE_LANGUAGE:C>:-Wmissing-prototypes>)
if(CLEAP_WERROR)
  add_compile_options(-Werror)
endif()
