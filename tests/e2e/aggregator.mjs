/** Both aggregators of one task in a process of their own, for as long as a test needs them. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { aggregators } from "../programs.mjs";

/**
 * They end with this process, or with `stop`.
 * @param {{ cells: number, chunk?: number }} question
 * @returns {Promise<{
 *   manifest: { port: number, id: string, leader: string, helper: string, cells: number, chunk: number },
 *   address: string, task: object,
 *   totals(): Promise<{ reports: number, rejected: number, counts: number[] }>,
 *   last(): Promise<{ length: number, cookies: boolean, referrer: boolean } | null>,
 *   stop(): Promise<void>,
 * }>} `task` is what of an `InsightsTask` is theirs to say: all but question, noise and least batch
 */
export async function startAggregator({ cells, chunk }) {
  const options = ["--port", "0", "--cells", String(cells), ...(chunk ? ["--chunk", String(chunk)] : [])];
  const child = spawn(aggregators(), options, {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  const [line] = await Promise.race([
    once(createInterface(child.stdout), "line"),
    ended.then(([code]) => {
      throw new Error(`the aggregator ended with ${code}`);
    }),
  ]);
  const manifest = JSON.parse(line);
  const { port, id, leader, helper } = manifest;
  const address = `http://127.0.0.1:${port}/`;
  const asked = async (path) => (await fetch(new URL(path, address))).json();
  return {
    manifest,
    address,
    task: { id, leader: address, keys: { leader, helper }, operators: { leader: "First", helper: "Second" }, chunk: manifest.chunk },
    totals: () => asked("totals"),
    last: () => asked("last"),
    async stop() {
      child.stdin.end();
      await ended;
    },
  };
}
