// The registry of laws of escape against the places that offer them: fits, and the tables of the manual.
#include "host/detrapping/rate_laws.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "host/analysis/arrhenius_models.hpp"

using namespace slipburst;

namespace {

std::string page(const std::string& name) {
  std::ifstream file(SLIPBURST_TEST_DIR "/../host/manual/" + name);
  REQUIRE(file);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// Text from a mark to the end of its line or section.
std::string part(const std::string& text, const std::string& mark, const std::string& end) {
  const std::size_t begin = text.find(mark);
  REQUIRE(begin != std::string::npos);
  return text.substr(begin, text.find(end, begin + mark.size()) - begin);
}

bool names(const std::string& text, std::string_view word) {
  return text.find("`" + std::string(word) + "`") != std::string::npos ||
         text.find("(" + std::string(word) + ")") != std::string::npos;
}

}  // namespace

TEST_CASE("every law is offered somewhere, and the manual lists it there") {
  const std::string commands = page("commands.md"), cases = page("case.md"), methods = page("methods.md");
  const std::string escape = part(commands, "\n## slipburst escape", "\n| option |");
  const std::string fit = part(part(commands, "\n## slipburst fit arrhenius", "\n## "), "| `--model M`", "\n");
  const std::string fits = part(methods, "\n## Fits of de-trapping frequencies", "\n## ");
  const std::string film = part(cases, "| `depinning.escape`", "\n"),
                    clusters = part(cases, "| `lattice.shaking`", "\n");
  for (const host::RateLawEntry& entry : host::rate_laws()) {
    CAPTURE(entry.formula);
    CHECK((!entry.escape.empty() || entry.fit || entry.film || entry.clusters));
    if (!entry.escape.empty()) CHECK(escape.find("\n| `" + std::string(entry.escape) + "` |") != std::string::npos);
    if (entry.fit) CHECK(names(fit, entry.fit->name));
    if (entry.fit) CHECK(fits.find("\n| `" + std::string(entry.fit->name) + "` |") != std::string::npos);
    if (entry.film) CHECK(names(film, entry.film->word));
    if (entry.clusters) CHECK(names(clusters, entry.clusters->word));
  }
}

TEST_CASE("a law has a model to fit if the registry says so") {
  for (const host::RateLawEntry& entry : host::rate_laws()) {
    CAPTURE(entry.formula);
    if (!entry.fit) {
      CHECK_THROWS_AS(host::RateModel(entry.law), std::invalid_argument);
      continue;
    }
    const host::RateModel model(entry.law);
    std::vector<double> place, rate(1);
    for (const host::ModelParameter& parameter : model.parameters()) {
      place.push_back(host::to_coordinate(parameter.high, parameter.coordinate));
    }
    place[1] = 1;
    model.log_rates(place, std::vector{100.0}, rate);
    CHECK(std::isfinite(rate[0]));
    model.log_rates(place, std::vector{0.0}, rate);
    CHECK(std::isfinite(rate[0]) != model.still_at_zero());
  }
}

TEST_CASE("the words of a key are those of its enumerators, in order") {
  const auto film = host::key_words(&host::RateLawEntry::film);
  const auto clusters = host::key_words(&host::RateLawEntry::clusters);
  std::size_t of_films = 0, of_clusters = 0;
  for (const host::RateLawEntry& entry : host::rate_laws()) {
    CHECK(host::rate_law(entry.law).law == entry.law);
    of_films += entry.film ? 1 : 0;
    of_clusters += entry.clusters ? 1 : 0;
  }
  CHECK(film.size() == of_films);
  CHECK(clusters.size() == of_clusters);
  CHECK(film.front().choice == host::Escape::tunnelling);
  CHECK(clusters.front().choice == host::Lattice::quantum);
  CHECK(host::one_of({"a", "b", "c"}) == "a, b or c");
}
