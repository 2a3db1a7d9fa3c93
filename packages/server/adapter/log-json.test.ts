// Logs as lines of JSON.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { logContract, type LogRecord } from '@opportune/core/contracts/log.contract.ts';
import { openJsonLog } from './log-json.ts';

logContract('JSON lines', (level) => {
  let written = '';
  const log = openJsonLog(level, (line) => void (written += line));
  const lines = () => written.split('\n').filter((line) => line !== '');
  return { log, records: () => lines().map((line) => JSON.parse(line) as LogRecord) };
});

test('a line describes its error', () => {
  const lines: string[] = [];
  const log = openJsonLog('info', (line) => void lines.push(line));
  log.warn('failed', { error: new RangeError('too far') });
  const { error } = JSON.parse(lines[0] ?? '') as { error: unknown };
  assert.equal(error, 'RangeError: too far');
});

test('a line has its instant in a machine-readable form', () => {
  const lines: string[] = [];
  openJsonLog('info', (line) => void lines.push(line)).info('began');
  const { time } = JSON.parse(lines[0] ?? '') as { time: string };
  assert.equal(new Date(time).toISOString(), time);
});
