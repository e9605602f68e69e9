// Integration of segments.

#include <algorithm>
#include <cmath>

#include "bench/work.hpp"
#include "slipburst/units/constants.hpp"

namespace slipburst::bench {
namespace {

using Energy = double exec::SegmentResult::*;
constexpr std::pair<const char*, Energy> energies[] = {{"crystal_above", &exec::SegmentResult::crystal_above},
                                                       {"film_above", &exec::SegmentResult::film_above},
                                                       {"crystal_below", &exec::SegmentResult::crystal_below},
                                                       {"film_below", &exec::SegmentResult::film_below}};

/// Relative errors are taken of energies above this share of the greatest: energies go to zero toward the threshold.
constexpr double min_share = 1e-3;

class SegmentWork : public Work {
 public:
  SegmentWork(std::string name, exec::Extent extent, const Setting& setting, Inputs& inputs)
      : name_(std::move(name)),
        setting_(setting),
        inputs_(inputs),
        model_(inputs.load({}).model()),
        results_(inputs.segments().size()) {
    controls_.relative_tolerance = setting.precision == exec::Precision::fp64 ? 1e-8 : 1e-5;
    controls_.extent = extent;
  }

  std::size_t batch() const override { return results_.size(); }

  double run(std::uint64_t times) override {
    for (std::uint64_t i = 0; i < times; ++i) {
      setting_.backend.integrate(model_.segment, controls_, setting_.precision, inputs_.segments(), results_);
    }
    return static_cast<double>(times) * static_cast<double>(results_.size());
  }

  Json accuracy() override {
    run(1);
    double steps = 0;
    for (const exec::SegmentResult& result : results_) steps += result.steps_accepted;
    return {{"reference", "fp64, relative tolerance 1e-12"},
            {"relative_tolerance", controls_.relative_tolerance},
            {"crystal", errors(&exec::SegmentResult::crystal_above)},
            {"film", errors(&exec::SegmentResult::film_above)},
            {"accepted_steps_per_segment", steps / static_cast<double>(results_.size())},
            {"failed", failed()}};
  }

  Json order() override {
    Json segments = Json::array();
    for (const exec::Segment& segment : inputs_.segments()) segments.push_back({segment.start, segment.stress});
    return {{"format", 1},
            {"case", name_},
            {"kind", "segments"},
            {"image", model_.segment.image},
            {"gap_distance", model_.segment.gap_distance},
            {"gap_logarithm", model_.segment.gap_logarithm},
            {"sound_square", model_.segment.sound_square},
            {"precision", setting_.precision == exec::Precision::fp64 ? "fp64" : "fp32"},
            {"relative_tolerance", controls_.relative_tolerance},
            {"extent", controls_.extent == exec::Extent::full ? "full" : "above_gap"},
            {"units",
             {{"length_nm", model_.length_nm},
              {"time_ps", model_.time_ps},
              {"energy_eV_per_nm", model_.energy_eV_per_nm},
              {"stress_MPa", model_.stress_unit / units::megapascal}}},
            {"segments", std::move(segments)}};
  }

  Json answer() override {
    run(1);
    Json json = {{"format", 1}, {"case", name_}, {"kind", "segments"}};
    for (const auto& [name, energy] : energies) json[name] = column(results_, energy);
    json["steps_accepted"] = column(results_, &exec::SegmentResult::steps_accepted);
    json["exact_stride"] = inputs_.exact_stride();
    for (const auto& [name, energy] : energies) json["exact"][name] = column(inputs_.exact_segments(), energy);
    return json;
  }

 private:
  template <class Value>
  static Json column(const std::vector<exec::SegmentResult>& results, Value exec::SegmentResult::*value) {
    Json json = Json::array();
    for (const exec::SegmentResult& result : results) json.push_back(result.*value);
    return json;
  }

  static bool is_sound(const exec::SegmentResult& result) {
    const auto finite = [&](const auto& energy) { return std::isfinite(result.*energy.second); };
    return result.status == base::Status::ok && std::ranges::all_of(energies, finite);
  }

  /// Segments that were not integrated, or whose energies, or exact ones, are not numbers.
  std::size_t failed() {
    const std::vector<exec::SegmentResult>& exact = inputs_.exact_segments();
    const std::size_t stride = inputs_.exact_stride();
    std::size_t number = 0;
    for (std::size_t i = 0; i < results_.size(); ++i) {
      number += !is_sound(results_[i]) || (i % stride == 0 && !is_sound(exact[i / stride]));
    }
    return number;
  }

  /// Relative errors of an energy against the exact one.
  Json errors(Energy energy) {
    const std::vector<exec::SegmentResult>& exact = inputs_.exact_segments();
    double greatest = 0;
    for (const exec::SegmentResult& result : exact) greatest = std::max(greatest, result.*energy);
    double largest = 0, squares = 0;
    std::size_t compared = 0;
    for (std::size_t i = 0; i < exact.size(); ++i) {
      const double truth = exact[i].*energy;
      if (truth <= min_share * greatest) continue;
      const double error = std::abs(results_[i * inputs_.exact_stride()].*energy / truth - 1);
      largest = std::isnan(error) || error > largest ? error : largest;  // NaN is kept
      squares += error * error;
      ++compared;
    }
    return {{"max_relative_error", largest},
            {"rms_relative_error", std::sqrt(squares / static_cast<double>(compared))},
            {"min_eV_per_nm", min_share * greatest * model_.energy_eV_per_nm},
            {"compared", compared}};
  }

  std::string name_;
  Setting setting_;
  Inputs& inputs_;
  host::ReducedModel model_;
  exec::SegmentControls controls_;
  std::vector<exec::SegmentResult> results_;
};

BenchCase segment_case(const std::string& name, const std::string& what, exec::Extent extent) {
  return {name,
          what,
          "segments",
          {exec::Precision::fp64, exec::Precision::fp32},
          {},
          [=](const Setting& setting, Inputs& inputs) {
            return std::make_unique<SegmentWork>(name, extent, setting, inputs);
          }};
}

}  // namespace

std::vector<BenchCase> segment_cases() {
  return {segment_case("segments", "segments, full ring-down", exec::Extent::full),
          segment_case("segments-above-gap", "segments until nothing more can come above the gap, as tables need them",
                       exec::Extent::above_gap)};
}

}  // namespace slipburst::bench
