"""Machine code of a compiled CUDA source: its functions with their instructions, parameters and constants."""

import dataclasses
import pathlib
import re
import struct
import subprocess
import tempfile

INSTRUCTION = re.compile(
    r"\s*/\*([0-9a-f]{4,})\*/\s+(?:@(!?U?P\w+)\s+)?([A-Z][\w.]*)\s*(.*?)\s*;\s*/\* (0x[0-9a-f]+) \*/")
SECTION = re.compile(r"\s*\.section\s+(\S+?),")
LABEL = re.compile(r"\s*(\.L_x_\d+|\$\S+):\s*$")
BYTES_OF_INSTRUCTION = 16


@dataclasses.dataclass
class Instruction:
    at: int  # address in its function
    guard: str  # predicate without @, empty for none
    opcode: str
    operands: list
    immediate: int  # upper half of the first word, which holds 32-bit constants


@dataclasses.dataclass
class Parameter:
    ordinal: int
    offset: int  # in constant bank 0
    size: int


@dataclasses.dataclass
class Function:
    name: str
    instructions: list
    labels: dict  # name: address
    parameters: list
    max_threads: int  # of a block
    shared_bytes: int  # of static shared memory, with what is reserved for the system
    constants: dict  # bank: bytes; bank 0 is made for each launch


def split(operands):
    """Operands between the commas outside of brackets."""
    return [part.strip() for part in re.split(r",(?![^\[(]*[\])])", operands)] if operands else []


def sections(data):
    """{name: (type, bytes or size)} of an ELF file."""
    start, = struct.unpack_from("<Q", data, 0x28)
    size, count, names = struct.unpack_from("<HHH", data, 0x3A)
    headers = [struct.unpack_from("<IIQQQQ", data, start + i * size) for i in range(count)]
    found = {}
    for name, kind, _, _, offset, length in headers:
        at = headers[names][4] + name
        no_bits = kind == 8
        found[data[at:data.index(b"\0", at)].decode()] = length if no_bits else data[offset:offset + length]
    return found


def attributes(info):
    """(number, value) of the entries of a section .nv.info."""
    at = 0
    while at < len(info):
        form, number, size = struct.unpack_from("<BBH", info, at)
        at += 4
        if form == 4:  # with a value of that size
            yield number, info[at:at + size]
            at += size


def parameters(info):
    """Parameters, where they begin in constant bank 0, and the threads of a block at most."""
    found, base, max_threads = [], 0, 1024
    for number, value in attributes(info):
        if number == 0x17:  # EIATTR_KPARAM_INFO
            _, ordinal, offset, bits = struct.unpack("<IHHI", value)
            found.append((ordinal, offset, bits >> 18))
        elif number == 0x0A:  # EIATTR_PARAM_CBANK
            _, base, _ = struct.unpack("<IHH", value)
        elif number == 0x05:  # EIATTR_MAX_THREADS
            max_threads, _, _ = struct.unpack("<III", value)
    return [Parameter(ordinal, base + offset, size) for ordinal, offset, size in sorted(found)], max_threads


def disassemble(nvdisasm, path):
    """{function: (instructions, labels)}"""
    text = subprocess.run([nvdisasm, "-c", "-hex", path], capture_output=True, text=True, check=True).stdout
    found, instructions, labels, waiting = {}, [], {}, []
    for line in text.splitlines():
        if section := SECTION.match(line):
            instructions, labels, waiting = [], {}, []
            if section[1].startswith(".text."):
                found[section[1].removeprefix(".text.")] = (instructions, labels)
        elif label := LABEL.match(line):
            waiting.append(label[1])
        elif match := INSTRUCTION.match(line):
            at, guard, opcode, operands, code = match.groups()
            operands = split(re.sub(r"\.reuse\b", "", operands))
            instructions.append(Instruction(int(at, 16), guard or "", opcode, operands, int(code, 16) >> 32 & 0xFFFFFFFF))
            labels.update((name, int(at, 16)) for name in waiting)
            waiting = []
    return found


def functions_of(nvdisasm, path):
    """Functions of a cubin."""
    content = sections(path.read_bytes())
    found = []
    for name, (instructions, labels) in disassemble(nvdisasm, path).items():
        own, max_threads = parameters(content.get(f".nv.info.{name}", b""))
        shared = content.get(f".nv.shared.{name}", 0)
        # Bank 2 holds constants that the compiler made for this function, bank 3 those of the source.
        banks = {2: f".nv.constant2.{name}", 3: ".nv.constant3"}
        constants = {bank: content[section] for bank, section in banks.items() if section in content}
        found.append(Function(name, instructions, labels, own, max_threads, shared, constants))
    return found


def functions(tools, path, architecture):
    """Functions in an object file for an architecture such as sm_90."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([tools / "cuobjdump", "-xelf", architecture, path.resolve()], cwd=folder, capture_output=True,
                       check=True)
        cubins = sorted(pathlib.Path(folder).glob("*.cubin"))
        return [function for cubin in cubins for function in functions_of(tools / "nvdisasm", cubin)]
