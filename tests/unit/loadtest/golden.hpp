#pragma once

#include <string>

namespace hundred::loadtest {

/// Compares with a file in golden/; with the variable UPDATE_GOLDEN set it writes that file instead. No line may be
/// wider than text_width, or end in a blank.
void expect_golden(const std::string& text, const std::string& name);
/// The same for what is not read by people: its lines may be of any width.
void expect_golden_data(const std::string& text, const std::string& name);

}  // namespace hundred::loadtest
