#pragma once
/// \file A case with its reduced model, made once and passed on.

#include "host/case/case.hpp"
#include "host/model/reduced_model.hpp"

namespace slipburst::host {

/// A case that does not change any more, and its reduced model. Functions of the case alone take it as a Case.
class PreparedCase {
 public:
  /// Precondition: a validated case, see reduce().
  explicit PreparedCase(Case c);

  const Case* operator->() const { return &case_; }
  operator const Case&() const { return case_; }
  const ReducedModel& model() const { return model_; }

 private:
  Case case_;
  ReducedModel model_;
};

}  // namespace slipburst::host
