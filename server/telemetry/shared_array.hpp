#pragma once

#include <sys/mman.h>

#include <cerrno>
#include <cstddef>
#include <span>
#include <system_error>
#include <type_traits>

namespace hundred::server {

/// An array of fixed size that the processes forked later share with this one. Starts as zero bytes, which must be a
/// valid Element; only the pages in use cost memory. Thread safety: that of its elements.
template <class Element>
class SharedArray {
  static_assert(std::is_trivially_destructible_v<Element>);

 public:
  /// @throws std::system_error if there is no memory.
  explicit SharedArray(std::size_t size) : size_(size) {
    void* memory = ::mmap(nullptr, bytes(), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED) throw std::system_error(errno, std::generic_category(), "shared memory");
    elements_ = static_cast<Element*>(memory);
  }
  ~SharedArray() { ::munmap(elements_, bytes()); }
  SharedArray(const SharedArray&) = delete;
  SharedArray& operator=(const SharedArray&) = delete;

  std::size_t size() const { return size_; }
  Element& operator[](std::size_t index) { return elements_[index]; }
  const Element& operator[](std::size_t index) const { return elements_[index]; }
  Element* operator->() { return elements_; }  ///< the first
  const Element* operator->() const { return elements_; }
  std::span<const Element> all() const { return {elements_, size_}; }

 private:
  std::size_t bytes() const { return size_ * sizeof(Element); }

  std::size_t size_;
  Element* elements_;
};

}  // namespace hundred::server
