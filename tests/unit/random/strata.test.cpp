#include "slipburst/random/strata.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <initializer_list>
#include <limits>
#include <set>

using namespace slipburst::random;
namespace math = slipburst::math;

TEST_CASE("the strata's masses sum to one, exactly") {
  double sum = 0;
  for (int k = strata - 1; k >= 0; --k) sum += stratum_mass(k);  // from the least, so that no bit is lost
  CHECK(sum == 1);
  CHECK(stratum_mass(0) == 0.5);
  CHECK(stratum_mass(strata - 1) == stratum_mass(strata - 2));
}

TEST_CASE("a stratum's draws fill its interval") {
  const auto bits = [](int k, double r) {
    const Stratum s = stratum(k);
    return s.bits - math::log2(math::fused(s.scale, r, s.shift));
  };
  for (const int k : {0, 1, 30, halvings - 1}) {
    CHECK(bits(k, 1) == k);
    CHECK(bits(k, 0x1p-65) == k + 1);
    CHECK(bits(k, 0.5) == doctest::Approx(k - std::log2(0.75)));
  }
  CHECK(bits(strata - 1, 1) == halvings);
  CHECK(bits(strata - 1, 0x1p-10) == halvings + 10);
  constexpr Stratum all = unstratified();
  CHECK(all.bits - math::log2(math::fused(all.scale, 0.3, all.shift)) == -math::log2(0.3));
}

TEST_CASE("every event of a range belongs to one stratum, its index modulo their number") {
  constexpr std::uint64_t top = std::numeric_limits<std::uint64_t>::max();
  for (const std::uint64_t first : {std::uint64_t{0}, std::uint64_t{64}, std::uint64_t{1} << 40, top - 200}) {
    for (const std::uint64_t count : {0, 1, 64, 65, 66, 200}) {
      std::set<std::uint64_t> seen;
      for (int k = 0; k < strata; ++k) {
        const EventSequence events = stratum_events(first, count, k);
        for (std::uint64_t i = 0; i < events.count; ++i) {
          CHECK(events.index(i) % strata == static_cast<std::uint64_t>(k));
          CHECK(events.index(i) - first < count);
          seen.insert(events.index(i));
        }
      }
      CHECK(seen.size() == count);
    }
  }
}

TEST_CASE("a part of a sequence") {
  const EventSequence part = EventSequence{7, 65, 100}.part(3, 20);
  CHECK(part.first == 7 + 3 * 65);
  CHECK(part.count == 20);
  CHECK(part.index(2) == 7 + 5 * 65);
}
