#pragma once

#include <png.h>

#include <cstdint>
#include <span>
#include <string>

namespace hundred::server {

/// Makes a picture of rows that come one by one, from above, into a PNG in memory, by libpng. A pixel is a byte: the
/// place of its colour in the palette. All throw std::runtime_error if libpng fails, which says why on stderr.
class PngWriter {
 public:
  PngWriter(std::uint32_t width, std::uint32_t height, std::span<const png_color, 256> palette);

  /// @param pixels  as many as the picture is wide
  void add_row(std::span<const unsigned char> pixels);
  /// The PNG, once all rows are there; the last call.
  std::string finish();

 private:
  struct Handles {
    Handles();
    ~Handles() { png_destroy_write_struct(&png, &info); }
    Handles(const Handles&) = delete;
    Handles& operator=(const Handles&) = delete;

    png_structp png;
    png_infop info;
  };
  template <class Call>
  void guarded(Call call);

  Handles handles_;
  std::string bytes_;
};

}  // namespace hundred::server
