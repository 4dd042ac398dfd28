#include "server/endpoints/mandelbrot.hpp"

#include <gtest/gtest.h>
#include <png.h>

#include <array>
#include <vector>

namespace hundred::server {
namespace {

using Colour = std::array<png_byte, 3>;

struct Picture {
  std::uint32_t width = 0, height = 0;
  std::vector<png_byte> bytes;

  Colour at(std::uint32_t column, std::uint32_t row) const {
    const std::size_t place = 3 * (std::size_t{row} * width + column);
    return {bytes.at(place), bytes.at(place + 1), bytes.at(place + 2)};
  }
};

/// By libpng's own reader.
Picture decoded(const std::string& file) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  EXPECT_NE(png_image_begin_read_from_memory(&image, file.data(), file.size()), 0) << image.message;
  image.format = PNG_FORMAT_RGB;
  Picture picture{image.width, image.height, std::vector<png_byte>(PNG_IMAGE_SIZE(image))};
  EXPECT_NE(png_image_finish_read(&image, nullptr, picture.bytes.data(), 0, nullptr), 0) << image.message;
  return picture;
}

constexpr Colour black{0, 0, 0};

TEST(Mandelbrot, IsBlackInsideAndColouredOutside) {
  const Picture picture = decoded(mandelbrot_png(300, 200, 200));
  ASSERT_EQ(picture.width, 300U);
  ASSERT_EQ(picture.height, 200U);
  // 200 pixels are 3, and the middle is -0.75.
  EXPECT_EQ(picture.at(200, 100), black) << "0";
  EXPECT_EQ(picture.at(133, 100), black) << "-1";
  EXPECT_EQ(picture.at(200, 45), picture.at(200, 154)) << "0.8 i and its mirror";
  for (const auto& [column, row] :
       {std::pair(0U, 0U), std::pair(299U, 199U), std::pair(233U, 100U), std::pair(200U, 33U)})
    EXPECT_NE(picture.at(column, row), black) << column << ", " << row;
}

TEST(Mandelbrot, IterationsFindMorePointsOutside) {
  const auto inside = [](std::uint32_t iterations) {
    const Picture picture = decoded(mandelbrot_png(64, 64, iterations));
    int count = 0;
    for (std::uint32_t row = 0; row < 64; ++row)
      for (std::uint32_t column = 0; column < 64; ++column) count += picture.at(column, row) == black;
    return count;
  };
  const int few = inside(10), many = inside(1000);
  EXPECT_LT(many, few);
  // The set's area is 1.5066, of the 9 of the picture.
  EXPECT_NEAR(many, 64 * 64 * 1.5066 / 9, 64 * 64 * 0.01);
}

TEST(Mandelbrot, IsTheSameEachTime) {
  EXPECT_TRUE(mandelbrot_png(40, 30, 50) == mandelbrot_png(40, 30, 50));
  EXPECT_FALSE(mandelbrot_png(40, 30, 50) == mandelbrot_png(30, 40, 50));
}

TEST(Mandelbrot, APixelIsAPictureToo) {
  const Picture picture = decoded(mandelbrot_png(1, 1, 1));
  EXPECT_EQ(picture.width, 1U);
  EXPECT_EQ(picture.height, 1U);
}

}  // namespace
}  // namespace hundred::server
