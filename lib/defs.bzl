"""One macro for each kind of target, so that a BUILD file says only what differs."""

# -std is repeated here because an outside WORKSPACE does not read our .bazelrc. gcc 12 warns
# falsely about std::string s = "x" (-Wrestrict).
COPTS = [
    "-std=c++20",
    "-Wno-unknown-warning-option",
    "-Wno-restrict",
    "-Wall",
    "-Wextra",
    "-Werror",
    "-Wno-error=deprecated-declarations",
    "-Wconversion",
    "-Wimplicit-fallthrough",
    "-Wnon-virtual-dtor",
    "-Wold-style-cast",
    "-Wshadow",
    "-Wsign-conversion",
    "-Wundef",
]

# What tests do takes no time to run; to compile it does.
TEST_COPTS = ["-O0"]

def _precompiled(name):
    """Flags and deps for headers of lib/precompiled; none in another's workspace."""
    if native.repository_name() != "@":
        return [], []

    # GCC 12 warns falsely about std::string; from a precompiled header it takes the code for ours.
    flags = ["-Wno-array-bounds", "-Wno-stringop-overflow", "-Wno-stringop-overread"]
    include = ["-include", "$(GENDIR)/lib/precompiled/%s.h" % name]
    return include + flags, ["//lib/precompiled:" + name]

def sources():
    """All sources of a package, once, for the test of the rules."""
    if not native.existing_rule("sources"):
        native.filegroup(
            name = "sources",
            srcs = native.glob(["*.cc", "*.h"], allow_empty = True),
            visibility = ["//:internal"],
        )

def _compiled(rule, name, deps = [], headers = "common", copts = [], **kwargs):
    flags, once = _precompiled(headers)
    rule(
        name = name,
        copts = COPTS + flags + copts,
        linkstatic = 1,
        deps = deps + once,
        **kwargs
    )

def probe_library(name, visibility = ["//:internal"], **kwargs):
    """A floor of lib/: its headers are spelt tlsprobe/<floor>/<file>.h everywhere."""
    sources()
    _compiled(
        native.cc_library,
        name,
        include_prefix = "tlsprobe",
        strip_include_prefix = "/lib",
        visibility = visibility,
        **kwargs
    )

def probe_program(name, **kwargs):
    """A program that people run."""
    _compiled(native.cc_binary, name, **kwargs)

def probe_program_library(name, **kwargs):
    """What a program is made of and its tests link."""
    _compiled(native.cc_library, name, visibility = ["//:internal"], **kwargs)

def probe_test_library(name, **kwargs):
    """What several test programs share."""
    _compiled(
        native.cc_library,
        name,
        headers = "for_tests",
        copts = TEST_COPTS,
        testonly = 1,
        **kwargs
    )

def probe_test(name, deps = [], copts = [], size = "small", **kwargs):
    """A Catch2 program of one file, <name>.cc."""
    sources()
    _compiled(
        native.cc_test,
        name,
        headers = "for_tests",
        srcs = [name + ".cc"],
        copts = TEST_COPTS + copts,
        size = size,
        deps = deps + ["//tests/support:main"],
        **kwargs
    )

def probe_fuzzer(name, **kwargs):
    """A libFuzzer program of one file; build it with --config=fuzz."""
    _compiled(
        native.cc_binary,
        name,
        srcs = [name + ".cc"],
        linkopts = ["-fsanitize=fuzzer"],
        tags = ["manual", "fuzzer"],
        testonly = 1,
        **kwargs
    )
