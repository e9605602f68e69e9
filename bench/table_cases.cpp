// Work without events: the table of a case, which events are drawn from, and the exact spectrum.

#include "bench/work.hpp"
#include "host/table/builder.hpp"
#include "host/table/event_model.hpp"

namespace slipburst::bench {
namespace {

class TableWork : public Work {
 public:
  TableWork(const Setting& setting, const Inputs& inputs) : backend_(setting.backend), inputs_(inputs) {}

  double run(std::uint64_t times) override {
    for (std::uint64_t i = 0; i < times; ++i) table_ = host::build_table(inputs_.load({}), backend_);
    return static_cast<double>(times);
  }
  bool kernel_alone() const override { return false; }

  Json accuracy() override {
    return {{"reference", "lines integrated off the grid"},
            {"tolerance", table_.tolerance},
            {"max_relative_error", table_.accuracy.max_relative_error},
            {"compared", table_.accuracy.points},
            {"segments", table_.segments}};
  }

 private:
  kernels::Backend& backend_;
  const Inputs& inputs_;
  host::Table table_;
};

class ExactWork : public Work {
 public:
  explicit ExactWork(Inputs& inputs)
      : film_(inputs.film({})), model_(host::event_model(film_.settings, thresholds_eV)) {}

  double run(std::uint64_t times) override {
    for (std::uint64_t i = 0; i < times; ++i) {
      exact_ = host::integrate_spectrum(model_, host::log2_unit_eV(film_.settings), film_.table(),
                                        host::table_slices(model_, film_.table()),
                                        host::bin_edges_eV(film_.settings->histogram), thresholds_eV);
    }
    return static_cast<double>(times);
  }
  bool kernel_alone() const override { return false; }

  Json accuracy() override {
    return {{"reference", "its own estimate, of probabilities above 1e-18"},
            {"max_relative_error", exact_.relative_error}};
  }

 private:
  const Film& film_;
  exec::EventModel model_;
  host::ExactSpectrum exact_;
};

}  // namespace

std::vector<BenchCase> table_cases() {
  return {{"table",
           "al-on-si from its name to its table",
           "tables",
           {exec::Precision::fp64},
           {},
           [](const Setting& setting, Inputs& inputs) { return std::make_unique<TableWork>(setting, inputs); }},
          {"exact",
           "the spectrum of al-on-si by quadrature, its table given",
           "spectra",
           {exec::Precision::fp64},
           {"reference"},
           [](const Setting&, Inputs& inputs) { return std::make_unique<ExactWork>(inputs); }}};
}

}  // namespace slipburst::bench
