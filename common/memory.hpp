#pragma once

#include <cstddef>

namespace hundred {

/// Empties a string or a vector and gives its memory back if that has room for more than `kept` elements. (Assigning an
/// empty one would keep it.)
template <class Sequence>
void empty(Sequence& sequence, std::size_t kept) {
  sequence.clear();
  if (sequence.capacity() > kept) Sequence().swap(sequence);
}

}  // namespace hundred
