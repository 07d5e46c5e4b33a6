// Runs before the package is packed or published: nothing goes out without what `cargo xtask build` makes, and the licences
// and the changelog go along.
import { copyFile, readFile, rename, access } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const pkg = process.env.OWNSHELF_PACKAGE ?? join(root, "pkg");
const { exports } = JSON.parse(await readFile(join(pkg, "package.json"), "utf8"));

/** Every file the exports name. */
const named = (value) => (typeof value === "string" ? [value] : Object.values(value).flatMap(named));
const missing = [];
for (const file of [...new Set(named(exports)), "./dist/THIRD-PARTY.txt"]) {
  await access(join(pkg, file)).catch(() => missing.push(file));
}
if (missing.length) {
  console.error(`Not packed: ${missing.join(", ")} missing. Run \`cargo xtask build\` first.`);
  process.exit(1);
}
for (const file of ["LICENSE-MIT", "LICENSE-APACHE", "CHANGELOG.md"]) {
  // Two that pack at once must not see half a file.
  const copy = join(root, `.${file}.${process.pid}`);
  await copyFile(join(root, file), copy);
  await rename(copy, join(pkg, file));
}
