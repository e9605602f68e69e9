#pragma once

namespace thrust {

template <class T>
class device_ptr {
 public:
  device_ptr() = default;
  explicit device_ptr(T* raw) : raw_(raw) {}
  T* get() const { return raw_; }

 private:
  T* raw_ = nullptr;
};
template <class T>
T* raw_pointer_cast(device_ptr<T> pointer) {
  return pointer.get();
}

}  // namespace thrust
