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

def sources():
    """All sources of a package, once, for the test of the rules."""
    if not native.existing_rule("sources"):
        native.filegroup(
            name = "sources",
            srcs = native.glob(["*.cc", "*.h"], allow_empty = True),
            visibility = ["//:internal"],
        )

def probe_library(name, copts = [], visibility = ["//:internal"], **kwargs):
    """A floor of lib/: its headers are spelt tlsprobe/<floor>/<file>.h everywhere."""
    sources()
    native.cc_library(
        name = name,
        copts = COPTS + copts,
        include_prefix = "tlsprobe",
        strip_include_prefix = "/lib",
        visibility = visibility,
        **kwargs
    )

def probe_test(name, deps = [], copts = [], size = "small", **kwargs):
    """A Catch2 program of one file, <name>.cc."""
    sources()
    native.cc_test(
        name = name,
        srcs = [name + ".cc"],
        copts = COPTS + copts,
        linkstatic = 1,
        size = size,
        deps = deps + ["//tests/support:main"],
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
