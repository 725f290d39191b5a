"""Every repository tlsprobe needs, all of them folders of this machine's Debian packages.

A name that the caller declared before is left as it is, so that a program that embeds
tlsprobe can bring, say, its own BoringSSL."""

# System libraries below /usr, each with a build file in this folder.
_SYSTEM = [
    "absl",
    "boost",
    "boringssl",
    "catch2",
    "compression",
    "expat",
    "fmt",
    "nettle",
    "nlohmann_json",
    "re2",
]

# What Bazel 4.2.3 itself asks for, from Debian's own files.
_BAZEL = {
    "rules_java": "/usr/share/bazel/rules/java",
    "rules_proto": "/usr/share/bazel/rules/proto",
    "bazel_skylib": "/usr/share/bazel/tools/skylib",
}

def _rules_cc_impl(ctx):
    ctx.file("WORKSPACE", "")
    ctx.file("BUILD.bazel", "")
    ctx.file("cc/BUILD.bazel", "")
    ctx.symlink(Label("//third_party:rules_cc.bzl"), "cc/defs.bzl")

_rules_cc = repository_rule(_rules_cc_impl)

def _no_coverage_impl(ctx):
    ctx.file("WORKSPACE", "")
    ctx.file("BUILD.bazel", """
filegroup(name = "coverage_report_generator", visibility = ["//visibility:public"])
""")

# Every cc_test asks for the coverage tools, and Bazel would download them.
_no_coverage = repository_rule(_no_coverage_impl)

def tlsprobe_dependencies():
    """Declares the repositories; call it from WORKSPACE."""
    taken = native.existing_rules()
    if "rules_cc" not in taken:
        _rules_cc(name = "rules_cc")
    if "remote_coverage_tools" not in taken:
        _no_coverage(name = "remote_coverage_tools")
    for name, path in _BAZEL.items():
        if name not in taken:
            native.local_repository(name = name, path = path)
    for name in _SYSTEM:
        if name not in taken:
            native.new_local_repository(
                name = name,
                path = "/usr",
                build_file = "@tlsprobe//third_party:%s.BUILD" % name,
            )
