/**
 * The module that blurs and seals, beside an independent implementation of the same drafts (`@divviup/dap`): from the same
 * chance both make the same shares, and the same aggregators add up the reports of both.
 */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, it } from "node:test";
import { Task } from "@divviup/dap";
import { AeadId, CipherSuite, KdfId, KemId } from "hpke-js";
import { joined } from "../../pkg/engine/instance.js";
import { truthful } from "../../pkg/insights/task.js";
import { startAggregator } from "../e2e/aggregator.mjs";

const CELLS = 24;
const TIME = 1_700_006_400;
const DRY = -1;
const CELL = -2;
const EPSILON = -3;
const KEYS = -4;
const TASK = -5;
const SHARDING = -6;

const compiled = await WebAssembly.compile(await readFile(new URL("../../pkg/dist/insights.wasm", import.meta.url)));
const { exports } = await WebAssembly.instantiate(compiled);
const chance = (length) => crypto.getRandomValues(new Uint8Array(length));
const long = ({ length }) => Uint8Array.of(length >> 8, length & 255);
const bytes = (text) => new Uint8Array(Buffer.from(text, "base64url"));

function call(name, given, ...numbers) {
  const place = exports.insights_room(given.length);
  new Uint8Array(exports.memory.buffer).set(given, place);
  return exports[`insights_${name}`](...numbers);
}

function report({ id, leader, helper, chunk = 0 }, cell, entropy = chance(512)) {
  const length = call("report", joined(id, long(leader), leader, long(helper), helper, entropy), CELLS, chunk, cell, TIME);
  if (length < 0) return length;
  const at = exports.insights_made();
  return new Uint8Array(exports.memory.buffer).slice(at, at + length);
}

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
  it("imports nothing", () => assert.deepEqual(WebAssembly.Module.imports(compiled), []));

  it("says as often the truth as the share told to shoppers, and never more often", () => {
    for (const cells of [2, 8, 64, 1024]) {
      for (const epsilon of [0.1, 1, 2, 4]) {
        const keep = exports.insights_keep(cells, epsilon) / 2 ** 32;
        const told = truthful(cells, epsilon);
        assert.ok(keep <= told && told - keep < 2 ** -31, `${cells} cells at ${epsilon}: ${keep}, ${told}`);
      }
    }
    assert.deepEqual([exports.insights_keep(1, 1), exports.insights_keep(1025, 1), exports.insights_keep(8, NaN)], [CELL, CELL, EPSILON]);
  });

  it("keeps the truth or draws a cell, from the chance it was given alone", () => {
    const answers = (byte) => call("answer", new Uint8Array(64).fill(byte), 8, 1, 5);
    assert.equal(answers(0), 5, "a low word keeps the truth");
    assert.equal(answers(255), 7, "a high one does not, and the next says the last of eight");
    assert.equal(call("answer", new Uint8Array(4).fill(255), 8, 1, 5), DRY);
    assert.equal(call("answer", chance(64), 8, 1, 8), CELL);
    assert.deepEqual([call("replaces", chance(64), 1), call("replaces", new Uint8Array(3), 2)], [1, DRY]);
  });

  it("makes no report without chance, keys and a task", async () => {
    const { task } = await ownTask();
    assert.equal(typeof report(task, 0, chance(160)), "object");
    for (const length of [0, 15, 16, 95, 96, 159]) assert.equal(report(task, 0, chance(length)), DRY, `${length} bytes`);
    assert.equal(report(task, CELLS), CELL);
    assert.equal(report({ ...task, chunk: CELLS + 1 }, 0), SHARDING);
    assert.equal(report({ ...task, helper: task.helper.with(2, 0x10) }, 0), KEYS);
    assert.equal(call("report", joined(task.id, long(task.leader), task.leader.slice(1)), CELLS, 0, 0, TIME), TASK);
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
