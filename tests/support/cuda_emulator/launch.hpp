#pragma once
/// \file Kernels on threads that are fibres: what their code calls, and how the host launches them.
///
/// Threads run one at a time in random order and change places at barriers, votes and, now and then, atomic additions.
/// The emulator does the worst it can, or ends the program with a complaint, where CUDA promises nothing.

#include <cstddef>
#include <functional>
#include <tuple>
#include <type_traits>
#include <utility>

struct dim3 {
  unsigned x = 1, y = 1, z = 1;
  constexpr dim3(unsigned x_ = 1, unsigned y_ = 1, unsigned z_ = 1) : x(x_), y(y_), z(z_) {}
};
struct uint3 {
  unsigned x, y, z;
};

enum cudaError_t : int;

namespace emulator {

struct Stream;

/// Coordinates of a thread.
struct Coordinates {
  uint3 thread, block;
  dim3 threads, blocks;
};
const Coordinates& here();

void* shared_memory();
void barrier(const char* file, int line);
/// Exchanges between the lanes of a warp; `memory` exchanges no value, but puts accesses to memory in order.
enum class Vote { ballot, sum, shuffle, memory };
/// \param mask    must name all lanes: the emulator knows votes of whole warps alone
/// \param source  lane whose value a shuffle gives
unsigned vote(Vote vote, unsigned mask, unsigned value, int source, const char* file, int line);
/// Place where other threads may run.
void point();

template <class T>
T add(T* at, T value) {
  point();
  const T before = __atomic_fetch_add(at, value, __ATOMIC_RELAXED);
  point();
  return before;
}

/// A launch.
struct Grid {
  dim3 blocks, threads;
  std::size_t shared = 0;  ///< bytes per block
  int max_threads = 0;     ///< of __launch_bounds__
  const char* kernel = "";
  const void* entry = nullptr;  ///< address of the kernel
};
/// Puts a grid into a stream, or notes the error for cudaGetLastError().
void enqueue(Stream* stream, const Grid& grid, std::function<void()> thread);
/// Does the same with a function that runs the whole grid on a device of that number.
cudaError_t enqueue_whole(Stream* stream, const Grid& grid, std::function<void(int device)> run);
/// Complains of pointers to the host's memory, or another device's, among the bytes of an argument.
void check_argument(const Grid& grid, const void* argument, std::size_t size);

template <class... Parameters>
struct Launch {
  void (*kernel)(Parameters...);
  Grid grid;
  Stream* stream;

  template <class... Arguments>
  void operator()(Arguments&&... arguments) const {
    static_assert((std::is_trivially_copyable_v<Parameters> && ...), "kernels get their arguments as bytes");
    static_assert((sizeof(Parameters) + ... + 0) <= 4000, "more than a kernel can get");
    std::tuple<std::remove_cv_t<Parameters>...> copies(std::forward<Arguments>(arguments)...);
    std::apply([&](auto&... each) { (check(each), ...); }, copies);
    enqueue(stream, grid, [kernel = kernel, copies] { std::apply(kernel, copies); });
  }

 private:
  template <class T>
  void check(T& argument) const {
#if defined(__has_builtin)
#if __has_builtin(__builtin_clear_padding)
    __builtin_clear_padding(&argument);  // rests of pointers there are none
#endif
#endif
    check_argument(grid, &argument, sizeof argument);
  }
};

/// Stands for kernel<<<blocks, threads, shared, stream>>>.
template <class... Parameters>
Launch<Parameters...> launch(const char* name, int max_threads, void (*kernel)(Parameters...), dim3 blocks,
                             dim3 threads, std::size_t shared = 0, Stream* stream = nullptr) {
  return {kernel, {blocks, threads, shared, max_threads, name, reinterpret_cast<const void*>(kernel)}, stream};
}

}  // namespace emulator
