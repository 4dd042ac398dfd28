#pragma once

namespace hundred::loadtest {

/// The files of loadtest/report/html and Chart.js, in the program so that they need not be found.
struct HtmlAssets {
  const char* page;  ///< with @TITLE@, @STYLE@, @TEXT@, @CHART@, @DATA@ and @SCRIPTS@, in this order
  const char* style;
  const char* chart;
  const char* scripts;
};
extern const HtmlAssets html_assets;

}  // namespace hundred::loadtest
