#pragma once

#include <cstdlib>

namespace hundred::test {

/// Trials are made small among the tests, and in full by tests/soak, which sets the variable FULL_SCALE.
inline bool full_scale() { return std::getenv("FULL_SCALE") != nullptr; }

template <class Value>
Value scaled(Value small, Value full) {
  return full_scale() ? full : small;
}

}  // namespace hundred::test
