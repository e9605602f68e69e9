#pragma once
/// \file Queues of work in shared memory, one per warp.

#include <cstddef>

#include "kernels/cuda/threads.cuh"

namespace slipburst::kernels {

/// Work of a warp that waits until it fills all lanes. Some events need a step that others do not; the lanes of the
/// others would idle meanwhile. All threads of a warp must call put() and take() together.
/// \tparam Entry     a piece of work  \tparam per_lane  pieces that a lane takes at a time
/// \tparam max_put_  pieces that a lane puts in before it looks whether the queue is full
template <class Entry, int per_lane, int max_put_>
class WarpQueue {
 public:
  static constexpr int max_put = max_put_;
  static constexpr int full_size = per_lane * warp_size;
  static constexpr int capacity = full_size + max_put * warp_size;

  /// Bytes of shared memory for the queues of a block.
  static std::size_t bytes(int threads) {
    return sizeof(Entry) * capacity * static_cast<std::size_t>(threads / warp_size);
  }

  /// \param storage  of all warps of the block
  __device__ explicit WarpQueue(Entry* storage)
      : WarpQueue(held(storage + threadIdx.x / warp_size * capacity), WarpLane::own()) {}
  /// \param entries  `capacity` of this warp
  __device__ WarpQueue(Entry* entries, const WarpLane& lane) : entries_(entries), lane_(lane) {}

  __device__ bool full() const { return waiting_ >= full_size; }
  __device__ bool empty() const { return waiting_ == 0; }

  /// Puts in the entries of the lanes that have one.
  __device__ void put(bool has_one, const Entry& entry) {
    const unsigned having = __ballot_sync(full_warp, has_one);
    if (has_one) entries_[waiting_ + __popc(having & lane_.before)] = entry;
    waiting_ += __popc(having);
  }

  /// Takes out up to full_size entries, `per_lane` for each lane. \return how many there are
  __device__ int take(Entry (&taken)[per_lane]) {
    const int first = full() ? waiting_ - full_size : 0, count = waiting_ - first;
    __syncwarp();  // all are in
#pragma unroll
    for (int k = 0; k < per_lane; ++k) taken[k] = entries_[first + warp_size * k + lane_.number];
    __syncwarp();  // all are out: others may take their place
    waiting_ = first;
    return count;
  }
  /// Whether entry k of this lane is one of `count` that were taken.
  __device__ bool present(int k, int count) const { return warp_size * k + lane_.number < count; }

 private:
  Entry* entries_;
  WarpLane lane_;
  int waiting_ = 0;
};

/// Queue that a kernel has no use for.
template <class Entry, int max_put>
class WarpQueue<Entry, 0, max_put> {
 public:
  static constexpr int capacity = 1;  ///< an array has no less

  __device__ WarpQueue(Entry*, const WarpLane&) {}
  __device__ bool full() const { return false; }
  __device__ bool empty() const { return true; }
  __device__ void put(bool, const Entry&) {}
};

}  // namespace slipburst::kernels
