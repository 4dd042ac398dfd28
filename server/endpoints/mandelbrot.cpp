#include "server/endpoints/mandelbrot.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "server/endpoints/png_writer.hpp"

namespace hundred::server {
namespace {

constexpr std::uint32_t colours = 256;
constexpr std::uint32_t steps_between_looks = 2048;  ///< a few microseconds; a power of 2

/// From dark to light and back.
constexpr unsigned char wave(std::uint32_t at) {
  const std::uint32_t place = at % 64;
  return static_cast<unsigned char>(8 * (place < 32 ? place : 63 - place));
}

/// The inside is the first colour, black.
constexpr std::array<png_color, colours> palette() {
  std::array<png_color, colours> result{};
  for (std::uint32_t i = 1; i < colours; ++i) result[i] = {wave(3 * i), wave(2 * i + 4), wave(4 * i + 16)};
  return result;
}

class Mandelbrot {
 public:
  Mandelbrot(std::uint32_t width, std::uint32_t height, std::uint32_t iterations, const Checkpoint& look)
      : width_(width),
        height_(height),
        iterations_(iterations),
        pixel_(extent / std::min(width, height)),
        look_(look) {}

  /// @param pixels  a row's
  void draw_row(std::uint32_t row, std::vector<unsigned char>& pixels) {
    const double y = (row + 0.5 - height_ / 2.0) * pixel_;
    for (std::uint32_t column = 0; column < width_; ++column)
      pixels[column] = colour(steps_to_escape(centre + (column + 0.5 - width_ / 2.0) * pixel_, y));
  }

 private:
  static constexpr double centre = -0.75, extent = 3;

  static unsigned char colour(std::uint32_t steps) {
    return static_cast<unsigned char>(steps == 0 ? 0 : 1 + (steps - 1) % (colours - 1));
  }

  /// Of z -> z*z + c out of the circle of radius 2; 0 if it stays inside.
  std::uint32_t steps_to_escape(double c_x, double c_y) {
    double x = 0, y = 0;
    for (std::uint32_t step = 1; step <= iterations_; ++step) {
      const double next_x = x * x - y * y + c_x;
      y = 2 * x * y + c_y;
      x = next_x;
      if (++steps_ % steps_between_looks == 0) look_();
      if (x * x + y * y > 4) return step;
    }
    return 0;
  }

  const std::uint32_t width_, height_, iterations_;
  const double pixel_;  ///< its width and height in the plane
  const Checkpoint& look_;
  std::uint64_t steps_ = 0;
};

}  // namespace

std::string mandelbrot_png(std::uint32_t width, std::uint32_t height, std::uint32_t iterations,
                           const Checkpoint& look) {
  static constexpr auto palette_of_all = palette();
  PngWriter png(width, height, palette_of_all);
  Mandelbrot picture(width, height, iterations, look);
  std::vector<unsigned char> pixels(width);
  for (std::uint32_t row = 0; row < height; ++row) {
    picture.draw_row(row, pixels);
    png.add_row(pixels);
    look();
  }
  return png.finish();
}

}  // namespace hundred::server
