// What a sample shop is filled on in tests: the run's engines, and a data folder of its own.
import assert from 'node:assert/strict';
import { testDataFolder, testEngines, testLog } from '../adapter/engines.test-support.ts';
import type { Engines } from '../adapter/engines.ts';
import { readCommandLine } from '../config.ts';
import type { Ground } from '../ground.ts';
import { openGround } from '../open-ground.ts';
import { gatherRecords } from './gathered/gathered-records.ts';

export interface SampleGround extends AsyncDisposable {
  readonly ground: Ground;
  /** The same stores as those who fill see them. */
  readonly filling: Ground;
  /** Stores what was filled. */
  settle(): Promise<void>;
}

export async function sampleGround(): Promise<SampleGround> {
  const engines = await testEngines();
  const folder = testDataFolder();
  const command = readCommandLine(['--data', folder.path, '--demo-port', 'off'], {});
  if (command.type !== 'start') throw new Error('no configuration');
  const { config } = command;
  const records = gatherRecords(engines.records);
  const open = (on: Pick<Engines, 'records'>): Promise<Ground> => {
    const beside = () => assert.fail('filled in this thread');
    return openGround(config, testLog(), { ...engines, ...on, beside }, () => 'http://localhost');
  };
  const [ground, filling] = [await open(engines), await open({ records })];
  return {
    ...{ ground, filling, settle: records.settle },
    async [Symbol.asyncDispose]() {
      for (const { memory } of [ground, filling]) memory.close();
      await engines.close();
      folder.remove();
    },
  };
}
