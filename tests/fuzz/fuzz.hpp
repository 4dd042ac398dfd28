#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace hundred::test {

/// What a fuzz target does with one input; each target defines it. Ends the program if something does not hold that
/// must, whatever the input.
void fuzz(std::string_view input);

/// Ends the program, by abort(), with a line on stderr unless `holds`. Thread safe.
/// @param rule    what must hold, in words
/// @param detail  what did not hold it, if that helps; printed with its control characters escaped
void must(bool holds, std::string_view rule, std::string_view detail = {});

}  // namespace hundred::test

/// What libFuzzer calls with each input. @returns 0.
// NOLINTNEXTLINE(readability-identifier-naming): the name is libFuzzer's
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
