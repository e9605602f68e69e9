#!/usr/bin/python3
"""scripts/dev/check-layers: the rooms that it reads from CMakeLists.txt, its rules, and its messages."""
import pathlib
import runpy
import shutil
import subprocess
import sys
import tempfile
import unittest
import unittest.mock

sys.dont_write_bytecode = True
SCRIPTS = pathlib.Path(__file__).resolve().parents[3] / "scripts/dev"
CHECK = runpy.run_path(str(SCRIPTS / "check-layers"))

ROOMS = """\
# slipburst_room(slipburst/none)
slipburst_room(slipburst/base)
slipburst_room(slipburst/math USES slipburst/base)
slipburst_room(slipburst/ode USES slipburst/math)
slipburst_room(kernels/backend LINKS Threads::Threads ALONE)
slipburst_room(kernels/cuda USES kernels/backend ALONE BUILT_IF ${SLIPBURST_HAVE_CUDA})
if(SLIPBURST_BUILD_APP)
  slipburst_room(host/case)
  slipburst_room(host/table
    USES host/case
         kernels/backend
    LINKS Boost::headers fmt::fmt)
  slipburst_room(host/app LINKS fmt::fmt USES host/table)
endif()
slipburst_room_name(room host/app)
"""


class Rules(unittest.TestCase):
    """Rules for the rooms above instead of the repository's own."""

    def setUp(self):
        rooms = CHECK["read_rooms"](ROOMS)
        patch = unittest.mock.patch.dict(CHECK["check_room"].__globals__, ROOMS=rooms,
                                         SHARED=[room for room in rooms if room.startswith("slipburst/")])
        patch.start()
        self.addCleanup(patch.stop)

    def include(self, file, target):
        return CHECK["check_include"](pathlib.PurePosixPath(file).parts, target)


class Reduction(unittest.TestCase):
    def test_a_case_is_reduced_in_one_place(self):
        for line, found in (("const ReducedModel model = reduce(c);", True), ("host::reduce(c)", True),
                            ("std::reduce(a, b)", False), ("all_reduce(sum)", False), ("c.model()", False)):
            self.assertEqual(bool(CHECK["REDUCTION"].search(line)), found, line)


class ReadRooms(unittest.TestCase):
    def test_rooms_and_what_they_use(self):
        self.assertEqual(CHECK["read_rooms"](ROOMS), {
            "slipburst/base": set(), "slipburst/math": {"slipburst/base"}, "slipburst/ode": {"slipburst/math"},
            "kernels/backend": set(), "kernels/cuda": {"kernels/backend"},
            "host/case": set(), "host/table": {"host/case", "kernels/backend"}, "host/app": {"host/table"}})

    def test_order_of_the_list(self):
        self.assertEqual(list(CHECK["read_rooms"](ROOMS)), [
            "slipburst/base", "slipburst/math", "slipburst/ode", "kernels/backend", "kernels/cuda",
            "host/case", "host/table", "host/app"])

    def test_rooms_of_this_repository(self):
        before = set()
        for room, uses in CHECK["ROOMS"].items():
            self.assertLessEqual(uses, before, room)
            before.add(room)
        self.assertLessEqual({"slipburst/base", "kernels/cuda", "host/app"}, before)


class CheckRoom(Rules):
    def check(self, own, theirs):
        return CHECK["check_room"](own, theirs)

    def test_allowed(self):
        self.assertIsNone(self.check("host/table", "host/table"))
        self.assertIsNone(self.check("host/table", "host/case"))
        self.assertIsNone(self.check("slipburst/math", "slipburst/base"))

    def test_later_room(self):
        self.assertEqual(self.check("host/case", "host/table"),
                         "host/case may not include host/table, which comes after it in CMakeLists.txt")

    def test_room_that_is_not_used(self):
        wrong = "{} may not include {}: the room does not say that it USES it, in CMakeLists.txt"
        self.assertEqual(self.check("host/table", "kernels/cuda"), wrong.format("host/table", "kernels/cuda"))
        # host/table uses host/case, which is not enough.
        self.assertEqual(self.check("host/app", "host/case"), wrong.format("host/app", "host/case"))

    def test_shared_rooms_need_not_be_named_elsewhere(self):
        self.assertIsNone(self.check("host/case", "slipburst/ode"))
        self.assertIsNone(self.check("kernels/backend", "slipburst/math"))

    def test_shared_rooms_name_each_other(self):
        self.assertIn("does not say that it USES it", self.check("slipburst/ode", "slipburst/base"))
        self.assertIn("comes after it", self.check("slipburst/math", "slipburst/ode"))


class CheckInclude(Rules):
    def test_rooms(self):
        self.assertIsNone(self.include("host/table/table.cpp", "host/case/case.hpp"))
        self.assertIsNone(self.include("include/slipburst/math/root.hpp", "slipburst/base/bits.hpp"))
        self.assertIn("comes after it", self.include("host/case/case.cpp", "host/table/table.hpp"))
        self.assertIn("comes after it", self.include("include/slipburst/math/root.hpp", "slipburst/ode/step.hpp"))
        self.assertIn("does not say", self.include("host/app/main.cpp", "host/case/case.hpp"))

    def test_paths_through_other_folders(self):
        for path in ("../case/case.hpp", "host/base/../case/case.hpp"):
            self.assertIn("without ..", self.include("host/table/table.cpp", path))

    def test_headers_of_no_room(self):
        self.assertIsNone(self.include("host/case/case.cpp", "vector"))
        self.assertIsNone(self.include("host/case/case.cpp", "slipburst/version.hpp"))

    def test_kokkos(self):
        wrong = "Kokkos headers belong in kernels/kokkos"
        for file in ("host/case/case.cpp", "kernels/cuda/a.cu", "include/slipburst/math/root.hpp"):
            self.assertEqual(self.include(file, "Kokkos_Core.hpp"), wrong, file)
        self.assertIsNone(self.include("kernels/kokkos/a.cpp", "Kokkos_Core.hpp"))

    def test_cuda(self):
        for header in ("cuda_runtime.h", "curand_kernel.h", "thrust/sort.h", "cub/cub.cuh"):
            self.assertEqual(self.include("host/case/case.cpp", header), "CUDA headers belong in kernels/cuda")
            self.assertIsNone(self.include("kernels/cuda/a.cu", header))

    def test_mpi(self):
        for file in ("host/app/main.cpp", "host/jobs/ranks.hpp", "kernels/backend/a.cpp"):
            self.assertEqual(self.include(file, "mpi.h"), "MPI belongs in host/jobs/mpi", file)
        self.assertIsNone(self.include("host/jobs/mpi/mpi_ranks.cpp", "mpi.h"))

    def test_libraries_that_nvcc_does_not_compile(self):
        for file in ("kernels/cuda/a.cu", "kernels/cuda/a.cuh"):
            for header in ("fmt/format.h", "spdlog/spdlog.h", "toml++/toml.hpp"):
                self.assertEqual(self.include(file, header), "nvcc does not compile fmt, spdlog and toml++")
        self.assertIsNone(self.include("kernels/cuda/a.cpp", "fmt/format.h"))

    def test_shared_headers(self):
        file = "include/slipburst/math/root.hpp"
        for target in ("host/case/case.hpp", "host/none/none.hpp", "kernels/backend/backend.hpp"):
            self.assertEqual(self.include(file, target), "the shared headers may not include host/ or kernels/")
        for target in ("vector", "string", "memory", "cstdio", "fmt/format.h", "hdf5.h", "boost/math/tools/roots.hpp",
                       "cuda_runtime.h", "mutex"):
            self.assertIsNotNone(self.include(file, target), target)
            self.assertIn(f"<{target}> is not for device code", self.include(file, target))
        for target in ("cmath", "cstdint", "type_traits", "limits"):
            self.assertIsNone(self.include(file, target), target)


class Tree(unittest.TestCase):
    """The program in a small repository of its own."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        for name in ("check-layers", "cpp_source.py"):
            self.write(f"scripts/dev/{name}", (SCRIPTS / name).read_text(encoding="utf-8"))
        self.write("CMakeLists.txt", ROOMS)
        self.write("include/slipburst/base/bits.hpp", "#pragma once\n")
        self.write("include/slipburst/math/root.hpp", '#pragma once\n#include "slipburst/base/bits.hpp"\n')
        self.write("include/slipburst/ode/step.hpp", '#pragma once\n#include "slipburst/math/root.hpp"\n')
        self.write("kernels/backend/backend.hpp", "#pragma once\n")
        self.write("kernels/cuda/a.cu", '#include "kernels/backend/backend.hpp"\nvoid f() { g<<<1, 1>>>(); }\n')
        self.write("host/case/case.hpp", '#pragma once\n#include "slipburst/ode/step.hpp"\n')
        self.write("host/table/table.hpp", '#pragma once\n#include "host/case/case.hpp"\n')
        self.write("host/table/table.cpp", '#include "host/table/table.hpp"\n#  include <kernels/backend/backend.hpp>\n')
        self.write("host/app/main.cpp", '#include "host/table/table.hpp"\n')

    def write(self, file, text):
        path = self.root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def expect(self, *faults):
        run = subprocess.run([sys.executable, str(self.root / "scripts/dev/check-layers")], stdout=subprocess.PIPE,
                             stderr=subprocess.PIPE, text=True)
        self.assertEqual(run.stderr.splitlines(), list(faults))
        self.assertEqual(run.returncode, 1 if faults else 0)
        return run.stdout


class Files(Tree):
    def test_right(self):
        self.assertEqual(self.expect(), "check-layers: 9 files are in their rooms\n")

    def test_include(self):
        self.write("host/case/case.cpp", '\n#include "host/table/table.hpp"\n')
        self.expect("host/case/case.cpp:2: host/case may not include host/table, which comes after it in CMakeLists.txt")

    def test_folder_that_is_no_room(self):
        self.write("host/new/a.cpp", "int a;\n")
        self.write("host/table/deep/b.cpp", "int b;\n")
        self.write("host/jobs/mpi/mpi_ranks.cpp", "#include <mpi.h>\n")
        self.expect("host/new/a.cpp:1: host/new is not a room of CMakeLists.txt",
                    "host/table/deep/b.cpp:1: host/table/deep is not a room of CMakeLists.txt")

    def test_header_without_pragma_once(self):
        self.write("kernels/backend/other.hpp", "int a;\n")
        self.expect("kernels/backend/other.hpp:1: a header needs #pragma once")

    def test_launch(self):
        self.write("kernels/backend/a.cpp", "// f<<<1, 1>>>()\nvoid a() { f<<<1, 1>>>(); }\n")
        self.expect("kernels/backend/a.cpp:2: kernel launches belong in kernels/cuda")

    def test_allocation_and_output(self):
        wrong = "include/slipburst/ode/step.hpp:{}: no allocation and no output in the shared headers"
        text = '#pragma once\n#include "slipburst/math/root.hpp"\nint* a = new int[3];\n// new int\n'
        self.write("include/slipburst/ode/step.hpp", text + 'void f(void* p) { new (p) int; }\nvoid g() { printf("a"); }\n')
        self.expect(wrong.format(3), wrong.format(6))
        self.write("include/slipburst/ode/step.hpp", '#pragma once\n#include "slipburst/math/root.hpp"\n')
        self.write("host/app/main.cpp", '#include "host/table/table.hpp"\nint* a = new int[3];\n')
        self.expect()

    def test_value_with_a_unit(self):
        text = "const double a = 5e-1 * units::kelvin;  // 3 * kelvin\nconst double b = 2 * kelvin_scale;\n"
        self.write("kernels/backend/a.cpp", text)
        self.write("host/case/case.cpp", text)
        self.expect("kernels/backend/a.cpp:1: a value with a unit belongs in units/ or in an input")


class Unused(Tree):
    def test_used_room_without_an_include(self):
        self.write("host/table/table.cpp", '#include "host/table/table.hpp"\n')
        self.expect("CMakeLists.txt: host/table says that it USES kernels/backend and includes nothing of it")

    def test_shared_room(self):
        self.write("include/slipburst/math/root.hpp", "#pragma once\n")
        self.expect("CMakeLists.txt: slipburst/math says that it USES slipburst/base and includes nothing of it")

    def test_include_of_a_folder_below_does_not_count(self):
        self.write("host/table/table.cpp", '#include "host/table/table.hpp"\n')
        self.write("host/table/deep/a.cpp", '#include "kernels/backend/backend.hpp"\n')
        self.expect("host/table/deep/a.cpp:1: host/table/deep is not a room of CMakeLists.txt",
                    "CMakeLists.txt: host/table says that it USES kernels/backend and includes nothing of it")

    def test_room_that_is_gone(self):
        shutil.rmtree(self.root / "host/app")
        self.expect("CMakeLists.txt: host/app says that it USES host/table and includes nothing of it")


if __name__ == "__main__":
    unittest.main()
