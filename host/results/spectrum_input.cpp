#include "host/results/spectrum_input.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "host/base/error.hpp"
#include "host/config/load_case.hpp"
#include "host/store/input_file.hpp"

namespace slipburst::host {
namespace {

TrueSpectrum read_channel(const InputFile& file, const std::string& group, const std::vector<double>& edges) {
  const std::uint64_t points[] = {edges.size()}, bins[] = {edges.size() - 1};
  const std::vector<double> above = file.dataset<double>(group + "/integral_probability", points);
  const std::vector<double> above_sigma = file.dataset<double>(group + "/integral_probability_sigma", points);
  std::vector<double> sigma = file.dataset<double>(group + "/probability_sigma_per_eV", bins);
  std::vector<Estimate> estimates;
  for (std::size_t i = 0; i < above.size(); ++i) {
    const bool falls = i == 0 || above[i] <= above[i - 1];
    if (!(above[i] >= 0 && above[i] <= 1) || !falls || !(above_sigma[i] >= 0)) {
      throw InputError(
          fmt::format("{}: {}/integral_probability is no falling row of probabilities; write the file "
                      "again with 'slipburst spectrum'",
                      file.path(), group));
    }
    estimates.push_back({above[i], above_sigma[i]});
  }
  for (std::size_t i = 0; i < sigma.size(); ++i) sigma[i] *= edges[i + 1] - edges[i];
  const auto one = [&](const std::string& name) {
    return file.dataset<double>(group + name, std::vector<std::uint64_t>{1}).front();
  };
  return true_spectrum(edges, {one("/underflow_probability"), one("/underflow_probability_sigma")}, estimates, sigma);
}

}  // namespace

SpectrumInput read_spectrum_file(const std::string& path) {
  const InputFile file(path, "slipburst-spectrum");
  const std::vector<double> edges = file.dataset<double>("/edges_eV");
  if (edges.size() < 2 || !(edges.front() > 0) || !std::isfinite(edges.back()) ||
      std::ranges::adjacent_find(edges, std::greater_equal<>()) != edges.end()) {
    throw InputError(
        fmt::format("{}: edges_eV are not positive and rising; write the file again with 'slipburst "
                    "spectrum'",
                    path));
  }
  SpectrumInput input{
      case_from_text(file.text("/", "case_toml"), path), file.text("/", "backend"), file.text("/", "method"), {}, 0};
  input.config.name = file.text("/", "case_name");
  input.channel[0] = read_channel(file, "/crystal", edges);
  input.channel[1] = read_channel(file, "/film", edges);
  input.releases_per_cm2 = file.number("/", "release_rate_Hz_per_cm2") * file.number("/", "time_since_cooldown_s");
  if (!(input.releases_per_cm2 > 0 && std::isfinite(input.releases_per_cm2))) {
    throw InputError(
        fmt::format("{}: release_rate_Hz_per_cm2 x time_since_cooldown_s is not positive; write the file again "
                    "with 'slipburst spectrum'",
                    path));
  }
  return input;
}

}  // namespace slipburst::host
