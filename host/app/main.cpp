// Refuses processors that the rest of the program is not compiled for. Only this file is compiled for the oldest
// x86-64; it includes a single declaration, so that no newer code gets into it.
#include <unistd.h>

#include <cstddef>
#include <cstdlib>

#include "host/app/command_line.hpp"

namespace {

#if defined(__x86_64__)

template <std::size_t size>
void write_to_stderr(const char (&text)[size]) {
  // Exit at once if even this write fails.
  if (write(STDERR_FILENO, text, size - 1) < 0) _exit(EXIT_FAILURE);
}

// Priority 101, the first that programs may use: runs before any constructor of a static object, which might execute an
// instruction that the processor lacks.
__attribute__((constructor(101))) void check_processor() {
  __builtin_cpu_init();
  if (!__builtin_cpu_supports("fma") || !__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("bmi2")) {
    write_to_stderr(
        "slipburst: this processor is too old: it lacks FMA, AVX2 or BMI2. slipburst needs x86-64-v3 (Intel Haswell, "
        "AMD Zen, or later), because its results rest on hardware fused multiply-add. Run it on a newer machine.\n");
    _exit(EXIT_FAILURE);
  }
  constexpr bool needs_avx512 = __builtin_strcmp(SLIPBURST_CPU_ARCH, "x86-64-v4") == 0;
  if (needs_avx512 && (!__builtin_cpu_supports("avx512f") || !__builtin_cpu_supports("avx512vl") ||
                       !__builtin_cpu_supports("avx512dq") || !__builtin_cpu_supports("avx512bw"))) {
    write_to_stderr(
        "slipburst: this program was built for x86-64-v4, but this processor has no AVX-512. Build it with "
        "-DSLIPBURST_CPU_ARCH=x86-64-v3.\n");
    _exit(EXIT_FAILURE);
  }
}

#endif

}  // namespace

int main(int argc, char** argv) { return slipburst::host::run_command_line(argc, argv); }
