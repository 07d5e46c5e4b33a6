/**
 * The module that blurs and seals, beside an independent implementation of the same drafts (`@divviup/dap`): from the same
 * chance both make the same shares, and the same aggregators add up the reports of both.
 */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, it } from "node:test";
import { Task } from "@divviup/dap";
import { AeadId, CipherSuite, KdfId, KemId } from "hpke-js";
import instantiate from "../../pkg/dist/insights.js";
import { truthful } from "../../pkg/insights/task.js";
import { startAggregator } from "../e2e/aggregator.mjs";

const CELLS = 24;
const TIME = 1_700_006_400;
/** Some key of the suite. */
const ANY = Uint8Array.of(1, 0, 0x20, 0, 1, 0, 1, 0, 32, ...new Uint8Array(32).fill(9));
const compiled = await WebAssembly.compile(await readFile(new URL("../../pkg/dist/insights.wasm", import.meta.url)));
const { Totals } = instantiate(compiled);
const chance = (length) => crypto.getRandomValues(new Uint8Array(length));
const bytes = (text) => new Uint8Array(Buffer.from(text, "base64url"));
const joined = (...parts) => new Uint8Array(Buffer.concat(parts));

/** The module for a task that asks for a place in so many classes. */
function totalsOf({ id = new Uint8Array(32), leader = ANY, helper = ANY, chunk = 0, cells = CELLS, epsilon = 1 } = {}) {
  const ends = Array.from({ length: cells - 1 }, (_, n) => n + 1);
  return new Totals("select_item", [["place", ...ends]], epsilon, 86_400_000, id, leader, helper, chunk, "task");
}

const report = (task, cell, entropy = chance(160)) => totalsOf(task).seal(cell, TIME, entropy);
const refusal = (code, message) => ({ name: "OwnshelfError", code, message });
const DRY = refusal("wasm_unavailable", /too little chance/);
const CELL = refusal("invalid_input", /cells cannot be counted/);

/** A task whose keys are this test's own. */
async function ownTask() {
  const suite = new CipherSuite({ kem: KemId.DhkemX25519HkdfSha256, kdf: KdfId.HkdfSha256, aead: AeadId.Aes128Gcm });
  const pairs = { leader: await suite.kem.generateKeyPair(), helper: await suite.kem.generateKeyPair() };
  const config = async (id, { publicKey }) =>
    joined(Uint8Array.of(id, 0, 0x20, 0, 1, 0, 1, 0, 32), new Uint8Array(await suite.kem.serializePublicKey(publicKey)));
  const task = { id: chance(32), leader: await config(7, pairs.leader), helper: await config(9, pairs.helper) };
  return { suite, pairs, task };
}

/** A report's parts, read by hand: draft-ietf-ppm-dap-09, section 4.4.2. */
function parts(report) {
  const view = new DataView(report.buffer, report.byteOffset);
  let at = 24;
  const take = (length) => report.slice(at, (at += length));
  const opaque32 = () => take(view.getUint32((at += 4) - 4));
  const sealed = () => ({ config: take(1)[0], enc: take(view.getUint16((at += 2) - 2)), text: opaque32() });
  const read = { metadata: report.slice(0, 24), publicShare: opaque32(), leader: sealed(), helper: sealed() };
  assert.equal(at, report.length);
  return read;
}

async function opened({ suite, pairs, task }, report, role) {
  const { metadata, publicShare, ...sealed } = parts(report);
  const info = joined(new TextEncoder().encode("dap-09 input share"), Uint8Array.of(1, role === "leader" ? 2 : 3));
  const aad = joined(task.id, metadata, new Uint8Array([0, 0, 0, publicShare.length]), publicShare);
  const { enc, text } = sealed[role];
  return new Uint8Array(await suite.open({ recipientKey: pairs[role].privateKey, enc, info }, text, aad));
}

function divviup({ id, address, chunk }) {
  return new Task({
    type: "histogram",
    length: CELLS,
    chunkLength: chunk,
    id,
    leader: address,
    helper: `${address}helper`,
    timePrecisionSeconds: 3600,
  });
}

describe("the module", () => {
  it("says as often the truth as the share told to shoppers, and never more often", () => {
    for (const cells of [2, 8, 64, 1024]) {
      for (const epsilon of [0.1, 1, 2, 4]) {
        const keep = totalsOf({ cells, epsilon }).keep() / 2 ** 32;
        const told = truthful(cells, epsilon);
        assert.ok(keep <= told && told - keep < 2 ** -31, `${cells} cells at ${epsilon}: ${keep}, ${told}`);
      }
    }
    assert.throws(() => totalsOf({ cells: 1 }), CELL);
    assert.throws(() => totalsOf({ cells: 1025 }), CELL);
    assert.throws(() => totalsOf({ epsilon: NaN }), refusal("invalid_input", /epsilon/));
  });

  it("keeps the truth or draws a cell, from the chance it was given alone", () => {
    const totals = totalsOf({ cells: 8 });
    const answer = (given) => {
      totals.resume(undefined, 0, new Uint8Array(4));
      totals.note({ name: "select_item", position: 6, items: [{}] }, given);
      return totals.cellOf(0);
    };
    // Chance is drawn from its end: whether the event replaces the last (always, being the first), whether the truth is told, which cell.
    const words = (...numbers) => new Uint8Array(Uint32Array.from(numbers.toReversed()).buffer);
    assert.equal(answer(words(0, 0)), 5, "a low word keeps the truth");
    assert.equal(answer(words(0, 0xffffffff, 0xffffffff)), 7, "a high one does not, and the next says the last of eight");
    for (const given of [words(), words(0), words(0, 0xffffffff)]) assert.throws(() => answer(given), DRY);
    assert.throws(() => totals.resume(undefined, 0, new Uint8Array(3)), DRY);
  });

  it("makes no report without chance, keys and a task", async () => {
    const { task } = await ownTask();
    assert.equal(typeof report(task, 0, chance(160)), "object");
    for (const length of [0, 15, 16, 95, 96, 159]) assert.throws(() => report(task, 0, chance(length)), DRY, `${length} bytes`);
    assert.throws(() => report(task, CELLS), CELL);
    assert.throws(() => report({ ...task, chunk: CELLS + 1 }, 0), refusal("invalid_input", /chunk/));
    assert.throws(() => report({ ...task, helper: task.helper.with(2, 0x10) }, 0), refusal("invalid_input", /keys/));
    assert.throws(() => report({ ...task, leader: task.leader.slice(1) }, 0), refusal("invalid_input", /keys/));
    assert.throws(() => report({ ...task, id: task.id.slice(1) }, 0), refusal("invalid_input", /cut short/));
  });
});

describe("beside another implementation", () => {
  it("makes the same shares from the same chance", async () => {
    const own = await ownTask();
    for (const [cell, chunk] of [
      [0, 5],
      [7, 1],
      [CELLS - 1, CELLS],
    ]) {
      const entropy = chance(160);
      const made = report({ ...own.task, chunk }, cell, entropy);
      // Chance is taken from its end: first the report's identifier, then the seeds of the shares.
      const [id, seeds] = [entropy.slice(144), entropy.slice(64, 144)];
      const { vdaf } = divviup({ id: Buffer.from(own.task.id).toString("base64url"), address: "http://127.0.0.1/", chunk });
      const theirs = await vdaf.shardEncoded(cell, Buffer.from(id), Buffer.from(seeds));
      const { metadata, publicShare, leader, helper } = parts(made);
      assert.deepEqual([...metadata.slice(0, 16)], [...id]);
      assert.equal(new DataView(metadata.buffer).getBigUint64(16), BigInt(TIME));
      assert.deepEqual(Buffer.from(publicShare), theirs.publicShare);
      assert.deepEqual([leader.config, helper.config], [7, 9]);
      for (const [n, role] of ["leader", "helper"].entries()) {
        const share = theirs.inputShares[n];
        const text = await opened(own, made, role);
        assert.deepEqual(
          [...text.slice(0, 6)],
          [0, 0, ...Buffer.from(Uint32Array.of(share.length).buffer).reverse()],
          "no extensions, the length",
        );
        assert.deepEqual(Buffer.from(text.slice(6)), share, `${role}'s share`);
      }
    }
  });

  describe("sent to the same aggregators", () => {
    let aggregator;
    let task;
    before(async () => {
      aggregator = await startAggregator({ cells: CELLS });
      const { id, leader, helper, chunk } = aggregator.manifest;
      task = { id: bytes(id), leader: bytes(leader), helper: bytes(helper), chunk };
    });
    after(() => aggregator?.stop());
    const put = (body, type = "application/dap-report") =>
      fetch(`${aggregator.address}tasks/${aggregator.manifest.id}/reports`, { method: "PUT", body, headers: { "content-type": type } });

    it("the reports of both are counted as one", async () => {
      const theirs = divviup({ ...aggregator.manifest, address: aggregator.address });
      const plain = Array(CELLS).fill(0);
      for (let n = 0; n < 20; n++) {
        const cell = (n * n) % 11;
        plain[cell]++;
        if (n % 2) await theirs.sendMeasurement(cell);
        else assert.equal((await put(report(task, cell))).status, 201);
      }
      assert.deepEqual(await aggregator.totals(), { reports: 20, rejected: 0, counts: plain });
    });

    it("ours are as long as theirs, so that nobody tells them apart by that", async () => {
      const theirs = await divviup({ ...aggregator.manifest, address: aggregator.address }).generateReport(3);
      assert.equal(report(task, 3).length, theirs.encode().length);
    });

    it("one that is sent twice counts once, one that was changed never", async () => {
      const before = await aggregator.totals();
      const once = report(task, 2);
      for (let n = 0; n < 3; n++) assert.equal((await put(once)).status, 201);
      const changed = report(task, 2);
      changed[changed.length - 1] ^= 1;
      assert.equal((await put(changed)).status, 400);
      assert.equal((await put(report(task, 2), "text/plain")).status, 400);
      const { reports, rejected, counts } = await aggregator.totals();
      assert.deepEqual([reports, rejected, counts[2]], [before.reports + 1, before.rejected + 2, before.counts[2] + 1]);
      assert.deepEqual(await aggregator.last(), { length: once.length, cookies: false, referrer: false });
    });
  });
});
