// Engines that pass from one server to the next, both in this process: who owns the folder when,
// which engines keep running, and that none is left at the end.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { AccountId } from '@opportune/protocol/ids.ts';
import { expectEngines, openEngines } from '../engines.ts';
import { testDataFolder, testLog } from '../engines.test-support.ts';
import { runs, untilNothingRuns } from './processes.test-support.ts';

const account = AccountId.parse('handed');

describe('engines that are handed over', () => {
  it('[RS3] [RS5] continue if the successor would start the same ones, are owned once the folder is released, and end with the last server', async (t) => {
    const folder = testDataFolder();
    t.after(() => folder.remove());
    const first = await openEngines({ dataFolder: folder.path }, testLog());
    const at = Date.UTC(2026, 0, 1);
    await first.facts.append({
      token: 'handed',
      tables: { events: [{ account, at, received_at: at }] },
    });
    const handed = first.handed();
    assert.deepEqual(handed.map(({ name }) => name).toSorted(), ['facts', 'records']);
    const changed = handed.map((engine) =>
      engine.name === 'facts' ? { ...engine, fingerprint: 'of other sources' } : engine,
    );

    const second = await expectEngines({ dataFolder: folder.path }, testLog(), changed);
    assert.deepEqual(
      second.handed().map(({ name }) => name),
      ['records'],
      'the engine host of other sources is not taken over',
    );
    assert.equal(second.readable, true);
    let owned = false;
    const owning = second.own().then(() => (owned = true));
    await second.records.withoutAccount((sql) => sql.row('SELECT 1'));
    assert.equal(owned, false, 'the first has not let go');
    await first.leave(new Set(second.handed().map(({ pid }) => pid)));
    await owning;

    const [records, facts] = [pidOf(handed, 'records'), pidOf(handed, 'facts')];
    assert.equal(pidOf(second.handed(), 'records'), records);
    assert.equal(runs(facts), false);
    assert.notEqual(pidOf(second.handed(), 'facts'), facts);
    assert.equal((await second.facts.query(account, 'SELECT account FROM $events')).length, 1);
    await assert.rejects(openEngines({ dataFolder: folder.path }, testLog()), {
      code: 'start.folder_in_use',
    });

    await second.close();
    await untilNothingRuns(folder.path);
  });

  it('[RS4] of a server that died are read only once they are started again', async (t) => {
    const folder = testDataFolder();
    t.after(() => folder.remove());
    await (await openEngines({ dataFolder: folder.path }, testLog())).close();
    const second = await expectEngines({ dataFolder: folder.path }, testLog(), []);
    assert.equal(second.readable, false);
    await second.own();
    await second.records.withoutAccount((sql) => sql.row('SELECT 1'));
    await second.close();
    await untilNothingRuns(folder.path);
  });
});

function pidOf(
  engines: readonly { readonly name: string; readonly pid: number }[],
  wanted: string,
): number {
  return engines.find(({ name }) => name === wanted)?.pid ?? 0;
}
