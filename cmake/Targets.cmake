# What every target of the project is compiled with: an INTERFACE target for warnings, one for sanitizers.
add_library(hundred_flags INTERFACE)
target_compile_features(hundred_flags INTERFACE cxx_std_20)
target_compile_options(hundred_flags INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor
                                               -Wold-style-cast -Woverloaded-virtual)
target_include_directories(hundred_flags INTERFACE ${PROJECT_SOURCE_DIR})
target_link_libraries(hundred_flags INTERFACE Threads::Threads)
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(hundred_flags INTERFACE -Wno-restrict)  # false alarms on std::string (GCC bug 105651)
endif()
if(HUNDRED_WARNINGS_AS_ERRORS)
  target_compile_options(hundred_flags INTERFACE -Werror)
endif()
if(CMAKE_UNITY_BUILD)
  # Where a dozen sources are compiled as one, which takes a third of the time, a local name may be like one of another
  # source's anonymous namespace.
  target_compile_options(hundred_flags INTERFACE -Wno-subobject-linkage -Wno-shadow
                                                 $<$<CXX_COMPILER_ID:GNU>:-Wshadow=local>)
endif()
if(HUNDRED_SANITIZE)
  target_compile_options(hundred_flags INTERFACE -fsanitize=${HUNDRED_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(hundred_flags INTERFACE -fsanitize=${HUNDRED_SANITIZE})
  if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
    target_compile_options(hundred_flags INTERFACE -Wno-maybe-uninitialized)  # false alarms in Beast, as GCC itself warns
  endif()
  if(HUNDRED_SANITIZE MATCHES undefined)
    # This check makes a pipe to see whether memory can be read: without descriptors left it finds fault with everything.
    target_compile_options(hundred_flags INTERFACE -fno-sanitize=vptr)
  endif()
  if(HUNDRED_SANITIZE MATCHES thread)
    # GCC warns that the thread sanitizer does not see fences; Asio's are beside atomic operations it does see.
    target_compile_options(hundred_flags INTERFACE -Wno-tsan)
  endif()
endif()

if(HUNDRED_FUZZ)
  # Coverage for libFuzzer, whose main() only the targets have. Asio's coroutines do not get along with the check of
  # functions' types in clang 14.
  target_compile_options(hundred_flags INTERFACE -fsanitize=fuzzer-no-link -fno-sanitize=function)
endif()

# hundred_library(NAME SOURCES... LINK targets...)
function(hundred_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  target_link_libraries(${name} PUBLIC hundred_flags ${ARG_LINK})
endfunction()

# hundred_program(NAME SOURCES... LINK targets...): to build/<preset>/bin and, on install, to bin.
function(hundred_program name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE ${ARG_LINK})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)
  install(TARGETS ${name} RUNTIME)
endfunction()
