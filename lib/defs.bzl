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

def probe_library(name, copts = [], deps = [], visibility = ["//:internal"], **kwargs):
    """A floor of lib/: its headers are spelt tlsprobe/<floor>/<file>.h everywhere."""
    sources()
    flags, once = _precompiled("common")
    native.cc_library(
        name = name,
        copts = COPTS + flags + copts,
        linkstatic = 1,
        deps = deps + once,
        include_prefix = "tlsprobe",
        strip_include_prefix = "/lib",
        visibility = visibility,
        **kwargs
    )

def probe_test_library(name, deps = [], **kwargs):
    """What several test programs share."""
    flags, once = _precompiled("for_tests")
    native.cc_library(
        name = name,
        testonly = 1,
        copts = COPTS + TEST_COPTS + flags,
        linkstatic = 1,
        deps = deps + once,
        **kwargs
    )

def probe_test(name, deps = [], copts = [], size = "small", **kwargs):
    """A Catch2 program of one file, <name>.cc."""
    sources()
    flags, once = _precompiled("for_tests")
    native.cc_test(
        name = name,
        srcs = [name + ".cc"],
        copts = COPTS + TEST_COPTS + flags + copts,
        linkstatic = 1,
        size = size,
        deps = deps + once + ["//tests/support:main"],
        **kwargs
    )

def probe_fuzzer(name, deps = [], **kwargs):
    """A libFuzzer program of one file; build it with --config=fuzz."""
    native.cc_binary(
        name = name,
        srcs = [name + ".cc"],
        copts = COPTS,
        linkopts = ["-fsanitize=fuzzer"],
        linkstatic = 1,
        tags = ["manual", "fuzzer"],
        testonly = 1,
        deps = deps,
        **kwargs
    )
