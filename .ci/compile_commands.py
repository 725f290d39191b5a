#!/usr/bin/env python3
"""Writes compile_commands.json at the top of the project, for clangd and clang-tidy.

usage: .ci/compile_commands.py

Asks Bazel which commands compile the project's sources. Nothing is compiled; build once before, or
the links to headers that the commands point to are missing.
"""
import json
import os
import subprocess
import sys

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
# What only gcc knows, what would write files, and headers compiled by it (lib/precompiled): without
# those clang-tidy also finds what a file forgot to include.
DROPPED = {"-fno-canonical-system-headers", "-Wunused-but-set-parameter", "-Wno-free-nonheap-object",
           "-Wno-restrict", "-MD"}
DROPPED_WITH_VALUE = {"-MF", "-o", "-include"}


def bazel(*arguments):
    command = ["bazel", *arguments]
    result = subprocess.run(command, cwd=TOP, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                            text=True, check=False)
    if result.returncode != 0:
        sys.exit(f"{' '.join(command)}:\n{result.stderr}")
    return result.stdout


def cleaned(arguments):
    kept = []
    skip_next = False
    for argument in arguments:
        if skip_next or argument in DROPPED_WITH_VALUE:
            skip_next = not skip_next
            continue
        if argument not in DROPPED:
            kept.append(argument)
    return kept


def main():
    output = bazel("aquery", "--output=jsonproto", 'mnemonic("CppCompile", //...)')
    actions = json.loads(output).get("actions", [])
    root = bazel("info", "execution_root").strip()
    commands = {}
    for action in actions:
        arguments = action["arguments"]
        source = arguments[arguments.index("-c") + 1]
        path = os.path.join(TOP, source)
        if not os.path.exists(path):
            continue
        arguments = [path if argument == source else argument for argument in arguments]
        commands[source] = {"directory": root, "file": path, "arguments": cleaned(arguments)}
    with open(os.path.join(TOP, "compile_commands.json"), "w", encoding="utf-8") as out:
        json.dump([commands[source] for source in sorted(commands)], out, indent=1)
    print(f"compile_commands.json: {len(commands)} files")


if __name__ == "__main__":
    main()
