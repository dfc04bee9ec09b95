if(CLEAP_SANITIZE)
  add_compile_options(-fsanitize=${CLEAP_SANITIZE} -fno-sanitize-recover=all
                      -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${CLEAP_SANITIZE})
endif()
if(CLEAP_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
