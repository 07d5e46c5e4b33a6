/** The programs of this repository that tests start. `cargo xtask test` builds them; the tests themselves build nothing. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const FOLDER = process.env.OWNSHELF_PROGRAMS ?? fileURLToPath(new URL("../target/debug", import.meta.url));

/**
 * Where a program lies.
 * @param {string} name in cargo's folder of programs: `ownshelf`, or `examples/aggregator`
 * @param {string} build what builds it
 */
function program(name, build) {
  const path = `${FOLDER}/${name}`;
  assert.ok(existsSync(path), `${path} is missing; \`${build}\` builds it`);
  return path;
}

/** The command line. */
export const commandLine = () => program("ownshelf", "cargo build -p ownshelf-cli");

/** Both aggregators of a task in one process. */
export const aggregators = () => program("examples/aggregator", "cargo build -p ownshelf-insights --example aggregator");
