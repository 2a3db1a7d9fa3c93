// What a sample shop is filled on in tests: the run's engines, and a data folder of its own.
import assert from 'node:assert/strict';
import { testDataFolder, testEngines, testLog } from '../adapter/engines.test-support.ts';
import { readCommandLine } from '../config.ts';
import type { Ground } from '../ground.ts';
import { openGround } from '../open-ground.ts';

export interface SampleGround extends AsyncDisposable {
  readonly ground: Ground;
}

export async function sampleGround(): Promise<SampleGround> {
  const engines = await testEngines();
  const folder = testDataFolder();
  const command = readCommandLine(['--data', folder.path, '--demo-port', 'off'], {});
  if (command.type !== 'start') throw new Error('no configuration');
  const ground = await openGround(
    command.config,
    testLog(),
    { ...engines, beside: () => assert.fail('filled in this thread') },
    () => 'http://localhost',
  );
  return {
    ground,
    async [Symbol.asyncDispose]() {
      ground.memory.close();
      await engines.close();
      folder.remove();
    },
  };
}
