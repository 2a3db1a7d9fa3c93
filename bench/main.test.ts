// The benches yield every promised figure, and report each one that is missing.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { parts } from './parts.ts';

const promised = [
  'tag.core.brotli',
  'tag.engage.brotli',
  'tag.window.brotli',
  'tag.call.brotli',
  'tag.blocking.ms',
  'engine.event.mean.us',
  'engine.event.p99.us',
  'decide.p99.ms',
  'decide.p99.20k.ms',
  'ack.p50.200.ms',
  'ack.p99.ms',
  'ack.p99.20k.ms',
  'intake.main.us',
  'intake.collections',
  'intake.events.per_s',
  'visitors.per_process',
  'visitor.memory.kb',
  'timer.p999.ms',
  'message.p99.ms',
  ...['voice.calls', 'voice.delay.p99.ms', 'voice.loss', 'voice.setup.p95.ms', 'voice.call.cpu'],
  'report.fresh.p99.ms',
  'start.first.ms',
  'start.again.ms',
  'sample.made.ms',
  'intent.uci.auc',
  'intent.uci.nopagevalues.auc',
  'intent.uci.cold100.auc',
  'intent.uci.ece',
  'intent.shop.first5.auc',
  'intent.shop.first8.auc',
  'uplift.womens.lift',
  'uplift.womens.vs_response',
  'uplift.mens.vs_response',
  'uplift.womens.capacity_error',
  'uplift.womens.capacity_error.worst1000',
  'proof.aa.false_alarms',
  'proof.coverage',
  'proof.width',
  'proof.width.sparse',
  'proof.srm.false_alarms',
  'proof.srm.visitors',
  'attack.met',
  'uplift.shop.median',
  'uplift.shop.worst',
  'uplift.shop.equal',
  'uplift.shop.nogain.false_claims',
  'score.p99.us',
  'learn.p99.us',
  'needs.banking77.accuracy',
];

test('every promised figure is yielded by exactly one part', () => {
  const offered = parts.flatMap(({ figures }) => figures);
  for (const name of promised) {
    assert.equal(offered.filter((each) => each === name).length, 1, name);
  }
});

test('every part can be loaded', async () => {
  for (const part of parts) {
    assert.equal(typeof (await part.rows())[Symbol.asyncIterator], 'function', part.name);
  }
});

test('an unknown part is refused by name, with the names of the existing parts', async () => {
  const main = path.join(import.meta.dirname, 'main.ts');
  await assert.rejects(promisify(execFile)(process.execPath, [main, 'engin']), (error) => {
    assert.ok(error instanceof Error && 'code' in error && 'stderr' in error);
    assert.equal(error.code, 2);
    assert.match(String(error.stderr), /No such part: engin\. Parts: tag engine .*intake/);
    return true;
  });
});
