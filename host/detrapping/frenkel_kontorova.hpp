#pragma once
/// \file Barrier that a kink in a chain of atoms meets at every atom.

#include <vector>

namespace slipburst::host {

/// Stationary state of a chain that holds one kink.
struct KinkState {
  double energy;                  ///< over V0
  std::vector<double> positions;  ///< u_n / a of the atoms n = -N, ..., N; from 0 to 1
};

struct RelaxedBarrier {
  double barrier;  ///< over V0: energy of the saddle less that of the minimum
  KinkState minimum, saddle;
};

/// The chain of Frenkel and Kontorova with two harmonics, Arakawa et al., Extended Data Fig. 1:
///
/// sum_n k (u_n+1 - u_n)^2 / 2 + V0 [sin^2(pi u_n / a) + (A^2 - 1)/4 sin^2(2 pi u_n / a)],  w = (a/pi) sqrt(k / 2 V0)
///
/// A = 1 is a single sine. A^2 is the curvature at the bottom of the substrate's potential over that of the single
/// sine; its top has a dip for A^2 > 2, and the kink two steps. From k a^2 u'^2 / 2 = V(u) the kink of the continuum is
/// u/a = 1/2 + arctan(sinh(A x / w) / A) / pi.
class FrenkelKontorovaChain {
 public:
  static constexpr double min_width = 0.2, max_width = 3;
  static constexpr double min_harmonic = 0.1, max_harmonic = 10;

  /// \param width  w / a, from min_width to max_width \param harmonic  A, from min_harmonic to max_harmonic
  FrenkelKontorovaChain(double width, double harmonic);

  /// Range of the energy of the rigid continuum kink at the atoms, over all places of the kink, over V0: the sum of
  /// k a^2 u'^2 / 2 + V = 2 V. For A = 1 this is 16 pi^2 w^2 times the sum over odd j of j / sinh(j pi^2 w), whose
  /// first term is the usual closed form.
  double rigid_barrier() const;
  /// 16 pi^2 w^2 / sinh(pi^2 w). \pre A = 1
  double rigid_closed_form() const;

  /// The lowest state, and the highest saddle on the kink's way to the next atom, by Newton's method from kinks at many
  /// places. \throws std::runtime_error if there is no such pair
  RelaxedBarrier relaxed_barrier() const;

  int half_length() const { return half_length_; }  ///< N: displacements beyond are negligible
  int atoms() const { return 2 * half_length_ + 1; }

 private:
  using Positions = std::vector<double>;

  long double substrate(long double u) const;
  long double kink(long double x) const;
  long double rigid_energy(long double place) const;
  long double energy(const Positions& u) const;
  /// Relaxes the chain. \return whether it has come to rest; `negative` is the number of downhill directions from there
  bool relax(Positions& u, int& negative) const;

  double width_, harmonic_;
  double second_;     // (A^2 - 1) / 4
  double stiffness_;  // k a^2 / V0
  int half_length_;
};

}  // namespace slipburst::host
