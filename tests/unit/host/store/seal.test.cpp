#include "host/store/seal.hpp"

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>

#include "unit/host/store/sealed.hpp"

namespace slipburst::host {
namespace {

using testing::ScratchFolder;
using testing::write_bytes;

TEST_CASE("every flipped bit shows") {
  const ScratchFolder folder;
  const std::string path = folder / "sealed";
  const std::string content = "some content";
  const std::string whole = content + seal_of(std::as_bytes(std::span(content)));
  write_bytes(path, whole);
  CHECK(seal_state(path) == Seal::intact);
  for (std::size_t bit = 0; bit < 8 * whole.size(); ++bit) {
    std::string damaged = whole;
    damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << bit % 8));
    write_bytes(path, damaged);
    CHECK(seal_state(path) != Seal::intact);
    if (bit < 8 * content.size()) CHECK(seal_state(path) == Seal::broken);
  }
}

TEST_CASE("what is cut off, longer, or never was sealed has no seal") {
  const ScratchFolder folder;
  const std::string path = folder / "file";
  const std::string content(3 << 20, 'x');  // some blocks
  write_bytes(path, content);
  const std::string seal = seal_of_file(path);
  CHECK(seal == seal_of(std::as_bytes(std::span(content))));
  for (const std::string& bytes : {std::string(), std::string("short"), content, (content + seal).substr(0, 1 << 20),
                                   content + seal + "\n", content + seal.substr(0, seal.size() - 1)}) {
    write_bytes(path, bytes);
    CHECK(seal_state(path) == Seal::absent);
    CHECK_FALSE(has_seal(path));
  }
  write_bytes(path, seal_of({}));
  CHECK(seal_state(path) == Seal::intact);
  write_bytes(path, content.substr(1) + seal);
  CHECK(seal_state(path) == Seal::broken);
  CHECK(has_seal(path));
  CHECK_THROWS_AS((void)seal_state(folder / "nothing"), InputError);
  CHECK_THROWS_AS((void)has_seal(folder.path()), InputError);
}

TEST_CASE("the reading of a long file can be stopped") {
  const ScratchFolder folder;
  testing::write_sealed(folder / "long", std::string(5 << 20, 'x'));
  int blocks = 0;
  call_while_checking([&] {
    if (++blocks == 2) throw std::runtime_error("stopped");
  });
  CHECK_THROWS_WITH_AS((void)seal_state(folder / "long"), "stopped", std::runtime_error);
  call_while_checking([] {});
  CHECK(blocks == 2);
  CHECK(seal_state(folder / "long") == Seal::intact);
}

}  // namespace
}  // namespace slipburst::host
