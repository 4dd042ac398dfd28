#pragma once

#include <string>
#include <vector>

#include "loadtest/find_max/found.hpp"

namespace hundred::loadtest {

/// The answer: "between 312/s (met) and 319/s (not met)".
std::string answer_words(const FoundRate& found);

/// What there is to say of it: what could not be told, what theory says, what limits. Each is a sentence or two.
std::vector<std::string> answer_sentences(const FoundRate& found);

}  // namespace hundred::loadtest
