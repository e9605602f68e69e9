#pragma once
/// \file Work dealt out to members of a team that differ in speed.

#include <cstdint>
#include <exception>
#include <mutex>
#include <optional>
#include <vector>

namespace slipburst::host {

/// How fast a member has been of late.
struct MemberPace {
  std::uint64_t least;  ///< a block of less is not worth sending
  double work = 0, seconds = 0;

  bool known() const { return seconds > 0; }
  double speed() const { return work / seconds; }
};

/// Deals out the indices [0, count) in blocks: each member gets half of its share, by speed, of what is left, so that
/// blocks are long at first and all end together. Thread-safe.
class Dealer {
 public:
  struct Block {
    std::uint64_t first, count;
  };

  /// \param paces  one for each member; outlives this
  Dealer(std::uint64_t count, std::vector<MemberPace>& paces) : count_(count), paces_(paces) {}

  /// The next block of a member; none when all is dealt out or something failed.
  std::optional<Block> next(std::size_t member);

  void finished(std::size_t member, const Block& block, double seconds);

  /// Ends the dealing. Only the first failure is kept.
  void fail(std::exception_ptr failure);
  void rethrow_failure() const;

 private:
  double share(std::size_t member) const;

  std::uint64_t count_, dealt_ = 0;
  std::vector<MemberPace>& paces_;
  std::exception_ptr failure_;
  std::mutex mutex_;
};

}  // namespace slipburst::host
