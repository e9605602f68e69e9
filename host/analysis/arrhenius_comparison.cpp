#include "host/analysis/arrhenius_comparison.hpp"

#include <stdexcept>
#include <utility>

namespace slipburst::host {

std::size_t max_barriers(RateLaw model, const FrequencyData& data, bool ratio) {
  std::size_t most = 0;
  const std::size_t limit = rate_law(model).fit->max_barriers;
  while (most < limit && parameter_count(model, most + 1, data, ratio) <= data.size()) ++most;
  return most;
}

std::vector<ArrheniusFit> fits_of_fewer(const ArrheniusProblem& problem, const ArrheniusFit& fit,
                                        const std::function<void()>& poll) {
  std::vector<ArrheniusFit> fits;
  for (std::size_t barriers = 1; barriers < fit.barriers; ++barriers) {
    fits.push_back(fit_arrhenius({problem.data(), RateModel(fit.model, barriers), problem.ratio()}, false, poll));
  }
  fits.push_back(fit);
  return fits;
}

std::vector<ComparedModel> compare_models(const FrequencyData& data, bool ratio, const ArrheniusFit* known,
                                          const std::function<void()>& poll) {
  std::vector<ComparedModel> models;
  for (const RateLaw model : fitted_laws()) {
    ComparedModel compared{model, std::nullopt, {}};
    const std::size_t barriers = max_barriers(model, data, ratio);
    try {
      if (known != nullptr && known->model == model && known->barriers == barriers) {
        compared.fit = *known;
      } else if (barriers == 0) {
        compared.reason = std::to_string(data.size()) + " points cannot tell " +
                          std::to_string(parameter_count(model, 1, data, ratio)) + " parameters";
      } else {
        compared.fit = fit_arrhenius({data, RateModel(model, barriers), ratio}, false, poll);
      }
    } catch (const NoRate& error) {
      compared.reason = error.what();
    }
    models.push_back(std::move(compared));
  }
  return models;
}

}  // namespace slipburst::host
