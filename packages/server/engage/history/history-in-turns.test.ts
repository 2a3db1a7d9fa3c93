// Profiles that are read back wait for a turn of their account, and do not starve behind the frames of
// many addresses.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FairTurns } from '@opportune/core/bounds/fair-turns.ts';
import { AccountId, VisitorId } from '@opportune/protocol/ids.ts';
import { historyInTurns } from './history-in-turns.ts';
import type { VisitorHistory } from './visitor-history.ts';

const account = AccountId.parse('shop');
const addresses = 200;
/** What a frame and a restored profile take, in ms of virtual time. */
const pieceMs = 0.05;

test('[I24] restored profiles go on while more addresses than can be served have frames waiting', async () => {
  let nowMs = 0;
  const turns = new FairTurns(
    {
      now: () => nowMs,
      soon: (run) => void setImmediate(run),
      settled: (run) => queueMicrotask(() => process.nextTick(run)),
    },
    { turnMs: 5, shareMs: 1, waitingBytes: 64 * 1024 * 1024 },
  );
  const nothing: VisitorHistory = {
    load: async () => ({ events: [], decisions: [], conversions: [] }),
    stored: async () => new Set(),
  };
  const history = historyInTurns(nothing, turns);
  let [frames, asked, restored] = [0, 0, 0];
  const over = Promise.withResolvers<void>();
  const frame = (from: string): void => {
    nowMs += pieceMs;
    if (++frames === 20_000) over.resolve();
    if (frames >= 20_000) return;
    if (frames % 4 === 0) {
      asked += 1;
      void history.load(account, VisitorId.parse(`visitor-${frames}`)).then(() => {
        nowMs += pieceMs;
        restored += 1;
      });
    }
    turns.wait(account, 0, () => frame(from), from);
  };
  for (let at = 0; at < addresses; at += 1) frame(`192.0.2.${at}`);
  await over.promise;
  assert.ok(asked > 4000 && asked - restored < addresses, `${restored} of ${asked} restored`);
});
