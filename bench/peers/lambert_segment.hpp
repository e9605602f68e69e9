#pragma once
/// \file One segment as a first CUDA kernel would integrate it: Dormand-Prince 5(4), a Lambert W at each stage.

#include <cmath>

#ifdef __CUDACC__
#define PEER_FUNCTION __host__ __device__
#else
#define PEER_FUNCTION
#endif

namespace peer {

/// W on branch -1: a start good to some percent (Chatzigeorgiou 2013) and two steps of fourth order (Fritsch, Shafer
/// and Crowley 1973). Precondition: -1/e < z < 0.
PEER_FUNCTION inline double lambert_w(double z) {
  const double s = -1 - log(-z);
  if (!(s > 0)) return -1;
  double w = -1 - sqrt(2 * s) - (2.0 / 3) * s;
  for (int i = 0; i < 2; ++i) {
    const double r = log(z / w) - w, w1 = 1 + w, q = 2 * w1 * (w1 + (2.0 / 3) * r);
    w *= 1 + r / w1 * (q - r) / (q - 2 * r);
  }
  return w;
}

/// L of a distance; below the least distance W has no real value and L is held at 1/2.
PEER_FUNCTION inline double logarithm(double y) {
  constexpr double min_distance = 2.3316439815971242;
  return y > min_distance ? -0.5 * lambert_w(-2 / (y * y)) : 0.5;
}

struct LambertSegment {
  double image, gap, tolerance;

  struct State {
    double y, v;
  };

  /// One step of Dormand and Prince with its interpolant of order 4 (Hairer, Norsett and Wanner, Sec. II.6).
  struct Step {
    State start, end, error, k7, r2, r3, r4, r5;

    PEER_FUNCTION double distance(double t) const { return at(t, start.y, r2.y, r3.y, r4.y, r5.y); }
    PEER_FUNCTION double speed(double t) const { return at(t, start.v, r2.v, r3.v, r4.v, r5.v); }

   private:
    PEER_FUNCTION static double at(double t, double a, double b, double c, double d, double e) {
      return a + t * (b + (1 - t) * (c + t * (d + (1 - t) * e)));
    }
  };

  PEER_FUNCTION State motion(const State& x, double stress) const {
    const double mass = logarithm(x.y);
    return {x.v, (image / x.y - stress - 1.57079632679489661923 * exp(-mass) * x.v) / mass};
  }

  PEER_FUNCTION double energy(const State& x, double stress) const {
    const double equilibrium = image / stress;
    return 0.5 * logarithm(x.y) * x.v * x.v + stress * (x.y - equilibrium) - image * log(x.y / equilibrium);
  }

  /// The state plus h (a k1 + b k2 + ...).
  template <class... Terms>
  PEER_FUNCTION static State moved(const State& x, double h, Terms... terms) {
    return {x.y + h * (... + (terms.factor * terms.k.y)), x.v + h * (... + (terms.factor * terms.k.v))};
  }
  struct Term {
    double factor;
    State k;
  };

  PEER_FUNCTION Step take(const State& x, const State& k1, double h, double stress) const {
    const State k2 = motion(moved(x, h, Term{1.0 / 5, k1}), stress);
    const State k3 = motion(moved(x, h, Term{3.0 / 40, k1}, Term{9.0 / 40, k2}), stress);
    const State k4 = motion(moved(x, h, Term{44.0 / 45, k1}, Term{-56.0 / 15, k2}, Term{32.0 / 9, k3}), stress);
    const State k5 = motion(moved(x, h, Term{19372.0 / 6561, k1}, Term{-25360.0 / 2187, k2}, Term{64448.0 / 6561, k3},
                                  Term{-212.0 / 729, k4}),
                            stress);
    const State k6 = motion(moved(x, h, Term{9017.0 / 3168, k1}, Term{-355.0 / 33, k2}, Term{46732.0 / 5247, k3},
                                  Term{49.0 / 176, k4}, Term{-5103.0 / 18656, k5}),
                            stress);
    Step s;
    s.start = x;
    s.end = moved(x, h, Term{35.0 / 384, k1}, Term{500.0 / 1113, k3}, Term{125.0 / 192, k4}, Term{-2187.0 / 6784, k5},
                  Term{11.0 / 84, k6});
    s.k7 = motion(s.end, stress);
    s.error = moved({0, 0}, h, Term{71.0 / 57600, k1}, Term{-71.0 / 16695, k3}, Term{71.0 / 1920, k4},
                    Term{-17253.0 / 339200, k5}, Term{22.0 / 525, k6}, Term{-1.0 / 40, s.k7});
    s.r2 = {s.end.y - x.y, s.end.v - x.v};
    s.r3 = {h * k1.y - s.r2.y, h * k1.v - s.r2.v};
    s.r4 = {s.r2.y - h * s.k7.y - s.r3.y, s.r2.v - h * s.k7.v - s.r3.v};
    s.r5 = moved({0, 0}, h, Term{-12715105075.0 / 11282082432, k1}, Term{87487479700.0 / 32700410799, k3},
                 Term{-10690763975.0 / 1880347072, k4}, Term{701980252875.0 / 199316789632, k5},
                 Term{-1453857185.0 / 822651844, k6}, Term{69997945.0 / 29380423, s.k7});
    return s;
  }

  /// Root of a function that changes sign in [a, b].
  template <class Function>
  PEER_FUNCTION static double root(Function f, double a, double b) {
    // The Illinois variant of the regula falsi.
    double fa = f(a), fb = f(b);
    for (int i = 0; i < 60 && fabs(b - a) > 1e-13; ++i) {
      const double c = (a * fb - b * fa) / (fb - fa), fc = f(c);
      if (fc == 0) return c;
      if ((fc < 0) != (fb < 0)) {
        a = b;
        fa = fb;
      } else {
        fa *= 0.5;
      }
      if (fabs(c - b) < 1e-13) return c;
      b = c;
      fb = fc;
    }
    return b;
  }

  struct Result {
    double crystal = 0, film = 0;
    bool rested = false;
  };

  /// Above-gap energies: drops of the mechanical energy between turning points and gap crossings.
  PEER_FUNCTION Result operator()(double start, double stress) const {
    State x{start, 0};
    Result result;
    const double initial = energy(x, stress);
    double last = initial, h = 0.01 * sqrt(start * logarithm(start) / stress);
    bool inside = start < gap;
    State k1 = motion(x, stress);
    for (int steps = 0; steps < 100000; ++steps) {
      const Step s = take(x, k1, h, stress);
      // Speeds below 0.1 need not be known better than 0.1.
      const double in_distance = fabs(s.error.y) / (tolerance * fabs(s.end.y));
      const double in_speed = fabs(s.error.v) / (tolerance * fmax(fabs(s.end.v), 0.1));
      const double error = s.end.y > 0 ? fmax(in_distance, in_speed) : 1e6;
      const double factor = fmin(5.0, fmax(0.2, 0.9 * pow(error, -0.2)));
      h *= factor;
      if (!(error <= 1)) continue;
      const auto book = [&](const State& at, bool approaching) {
        const double now = energy(at, stress);
        if (inside) (approaching ? result.crystal : result.film) += last - now;
        last = now;
      };
      const auto pass = [&](double a, double b, double distance, bool approaching) {
        const bool now_inside = distance < gap;
        if (now_inside == inside || now_inside != approaching) return;
        const double t = root([&](double u) { return s.distance(u) - gap; }, a, b);
        book({gap, s.speed(t)}, approaching);
        inside = now_inside;
      };
      const bool approaching = s.start.v < 0 || (s.start.v == 0 && s.end.v < 0);
      if (s.start.v != 0 && (s.start.v < 0) != (s.end.v < 0)) {
        const double t = root([&](double u) { return s.speed(u); }, 0, 1);
        const State turn{s.distance(t), 0};
        pass(0, t, turn.y, approaching);
        book(turn, approaching);
        pass(t, 1, s.end.y, !approaching);
      } else {
        pass(0, 1, s.end.y, approaching);
      }
      x = s.end;
      k1 = s.k7;
      if (energy(x, stress) < 1e-9 * initial) {
        book(x, x.v < 0);
        result.rested = true;
        break;
      }
    }
    return result;
  }
};

}  // namespace peer
