# Debian 12 packages; script/dependencies installs them.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
pkg_check_modules(libzip REQUIRED IMPORTED_TARGET GLOBAL libzip)
pkg_check_modules(protobuf_c REQUIRED IMPORTED_TARGET GLOBAL libprotobuf-c)
pkg_check_modules(jansson REQUIRED IMPORTED_TARGET GLOBAL jansson)
pkg_check_modules(microhttpd REQUIRED IMPORTED_TARGET GLOBAL libmicrohttpd)
pkg_check_modules(simdjson REQUIRED IMPORTED_TARGET GLOBAL simdjson)
pkg_check_modules(pcre2 REQUIRED IMPORTED_TARGET GLOBAL libpcre2-8)
pkg_check_modules(avro REQUIRED IMPORTED_TARGET GLOBAL avro-c)
# What libavro's codecs are made of.
pkg_check_modules(zlib REQUIRED IMPORTED_TARGET GLOBAL zlib)
pkg_check_modules(snappy REQUIRED IMPORTED_TARGET GLOBAL snappy)
pkg_check_modules(lzma REQUIRED IMPORTED_TARGET GLOBAL liblzma)
