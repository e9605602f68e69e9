#pragma once
/// \file Warps of 32 lanes that run machine code, as translate.py has made C++ of it.

#include <cstring>
#include <map>
#include <string>
#include <vector>

#include "support/machine_code/numbers.hpp"

namespace machine_code {

class Warp;
class ThreadBlock;

/// Stretch of code without a jump, and how often it has run.
struct Code {
  u32 first, end;  ///< addresses in its function
  void (*run)(Warp&, u32 lanes);
  const char* pipes;       ///< number of its instructions in each pipe, a JSON object
  mutable u64 issued = 0;  ///< times that a warp has run it
  mutable u64 lanes = 0;   ///< lanes that took part, of all times
};

struct Constants {
  const unsigned char* data = nullptr;
  u32 size = 0;
};

/// A function of machine code that can be launched.
struct Function {
  struct Parameter {
    int ordinal;
    u32 offset, size;  ///< in constant bank 0
  };

  const char* name;
  int architecture;  ///< 90 for sm_90
  std::vector<Parameter> parameters;
  std::vector<Code> codes;
  std::map<int, Constants> constants;  ///< of each bank but 0
  u32 shared_bytes;                    ///< of static shared memory, and what is reserved before it
  int max_threads;                     ///< of a block
  std::vector<int> index{};            ///< code that begins at 16 times the index, or -1
};

/// Translated functions; the definitions that translate.py writes add themselves.
std::vector<Function>& functions();
struct Registered {
  explicit Registered(Function function);
};

enum class Access { read, write, update };
enum class Update { add, bit_or, bit_and, bit_xor, exch, min, max };
enum class Special { SR_TID_X, SR_CTAID_X, SR_LANEID, SR_CgaCtaId, SR_SWINHI };

/// Registers and predicates of a warp, and where its lanes are.
class Warp {
 public:
  // --- registers, of each lane and of the whole warp; predicates as masks of lanes ---
  alignas(64) u32 r[256][warp_size];
  u32 p[7];
  u32 ur[256];
  u32 up[7];

  void put(int n, int l, bool on, u32 value) { machine_code::put(r[n][l], on, value); }
  void put(int n, int l, bool on, u64 value) {
    put(n, l, on, lower(value));
    put(n + 1, l, on, upper(value));
  }
  void put_uniform(int n, u32 value) { ur[n] = value; }
  void put_uniform(int n, u64 value) {
    ur[n] = lower(value);
    ur[n + 1] = upper(value);
  }
  u32 predicates(int lane) const;

  // --- where lanes go next: the calls that end a stretch of code, for the lanes that run it ---
  void go(u32 to) { at_ = to; }
  /// Sends a lane to an address of its own.
  void go_alone(int lane, u32 to);
  void branch(u32 taken, u32 to, u32 after);
  void exit(u32 lanes, u32 after);
  /// Makes the lanes that run meet where they call meet_at() with the same barrier.
  void set_meeting(int barrier);
  void meet_at(int barrier, u32 after);
  /// Takes lanes out of a meeting.
  void leave(int barrier, u32 lanes, u32 after);
  /// Waits for all lanes of the warp.
  void meet_all(u32 after);
  /// Waits for all threads of the block.
  void wait_for_block(u32 after);

  u32 alive() const { return alive_; }
  /// Complains unless the lanes are all of the warp.
  void require_all(u32 lanes, u32 at) const {
    if (lanes != alive_) fault("lanes of a warp that must act together are apart", at);
  }

  /// Complains of shuffles within parts of a warp.
  void require_whole_shuffle(bool whole, u32 at) const {
    if (!whole) fault("a shuffle in parts of a warp", at);
  }

  // --- memory ---
  template <class T>
  T constant(int bank, u32 offset) const {
    T value;
    std::memcpy(&value, constant_bytes(bank, offset, sizeof(T)), sizeof value);
    return value;
  }
  unsigned char* global(u64 address, u32 size, Access, int lane, u32 at) const;
  unsigned char* shared(u64 address, u32 size, Access access, int lane, u32 at);
  unsigned char* local(u64 address, u32 size, Access, int lane, u32 at);
  /// Loads registers from n on, none where n is -1.
  template <int size>
  void load(int n, int lane, const unsigned char* from) {
    if (n < 0) return;
    if constexpr (size == 1) r[n][lane] = *from;
    for (int i = 0; i < size / 4; ++i) std::memcpy(&r[n + i][lane], from + 4 * i, 4);
  }
  /// Stores registers from n on, zeros where n is -1.
  template <int size>
  void store(int n, int lane, unsigned char* to) const {
    if constexpr (size == 1) *to = n < 0 ? 0 : static_cast<unsigned char>(r[n][lane]);
    for (int i = 0; i < size / 4; ++i) {
      const u32 word = n < 0 ? 0 : r[n + i][lane];
      std::memcpy(to + 4 * i, &word, 4);
    }
  }

  u32 special(Special which, int lane) const;
  [[noreturn]] void fault(const std::string& what, u32 at) const;

  // --- for the block ---
  void start(ThreadBlock& block, const Function& function, int first_thread, int threads);
  /// Runs some stretches of code. Returns whether it has run any.
  bool run(int steps);
  bool done() const { return alive_ == 0; }
  bool waits_for_block() const { return alive_ == at_block_; }
  void pass_block_barrier();
  /// Text of where the lanes are, for complaints.
  std::string where() const;

 private:
  static constexpr int barriers = 16;

  const unsigned char* constant_bytes(int bank, u32 offset, u32 size) const;
  void pick();
  void stop(u32 after);
  void release(int barrier);
  void release_all();

  u32 alive_ = 0, running_ = 0, ready_ = 0;
  u32 at_ = 0;                        ///< address of the lanes that run
  u32 pc_[warp_size];                 ///< addresses of the others
  u32 meeting_[barriers][warp_size];  ///< lanes that each lane is to meet
  u32 at_meeting_[barriers] = {};     ///< lanes that wait there
  u32 at_warp_ = 0, at_block_ = 0;    ///< lanes that wait for all of the warp, or of the block
  u32 first_thread_ = 0;
  ThreadBlock* block_ = nullptr;
  const Function* function_ = nullptr;
  std::vector<unsigned char> local_;
};

/// Changes a word in memory and returns what it was.
template <class T, Update kind>
T update(unsigned char* at, T value) {
  T before;
  std::memcpy(&before, at, sizeof before);
  T after = value;
  if constexpr (kind == Update::add) after = before + value;
  if constexpr (kind == Update::bit_or) after = before | value;
  if constexpr (kind == Update::bit_and) after = before & value;
  if constexpr (kind == Update::bit_xor) after = before ^ value;
  if constexpr (kind == Update::min) after = std::min(before, value);
  if constexpr (kind == Update::max) after = std::max(before, value);
  std::memcpy(at, &after, sizeof after);
  return before;
}

}  // namespace machine_code
