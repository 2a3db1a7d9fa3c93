// The contract of every log: one record a call, in order, complete, and nothing below its level.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Log } from '../ports/log.ts';

export interface LogRecord {
  readonly level: string;
  readonly event: string;
  readonly [field: string]: unknown;
}

export interface LogSubject {
  readonly log: Log;
  /** What was written so far, as a reader of the log sees it. */
  records(): readonly LogRecord[];
}

/** Runs the suite. `open` gives a log that writes records of the level and above. */
export function logContract(
  name: string,
  open: (level: 'info' | 'warn' | 'error' | 'silent') => LogSubject,
): void {
  const all = (log: Log): void => {
    log.info('began', { port: 7700 });
    log.warn('waited');
    log.error('failed', { reason: 'no room' });
  };

  describe(`log: ${name}`, () => {
    it('writes a record a call, in order, with its level, event and fields', () => {
      const { log, records } = open('info');
      all(log);
      assert.equal(records().length, 3);
      assert.partialDeepStrictEqual(records(), [
        { level: 'info', event: 'began', port: 7700 },
        { level: 'warn', event: 'waited' },
        { level: 'error', event: 'failed', reason: 'no room' },
      ]);
    });

    it('writes nothing below its level', () => {
      const written = (level: Parameters<typeof open>[0]) => {
        const { log, records } = open(level);
        all(log);
        return records().map((record) => record.event);
      };
      assert.deepEqual(written('warn'), ['waited', 'failed']);
      assert.deepEqual(written('error'), ['failed']);
      assert.deepEqual(written('silent'), []);
    });

    it('never lets a text become a record of its own', () => {
      const { log, records } = open('info');
      const forged = 'x"}\n{"level":"error","event":"forged"}\r\n\u2028';
      log.info('said', { forged });
      assert.deepEqual(
        records().map((record) => [record.event, record['forged']]),
        [['said', forged]],
      );
    });
  });
}
