// `npm start` as people use it: the script, its signals and exit codes, its ports and its folder.
// Each test runs the real script on a folder of its own and checks what is left behind.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import {
  migratedDataFolder,
  type TestFolder,
  testDataFolder,
} from '@opportune/server/adapter/engines.test-support.ts';
import { processes, until } from '@opportune/server/adapter/process/processes.test-support.ts';
import {
  left,
  pidsOf,
  ready,
  type Started,
  startScript,
} from '../support/started-script.test-support.ts';

/** Killed after the test if it still runs. */
function start(
  test: TestContext,
  args: readonly string[],
  environment: Record<string, string> = {},
): Started {
  const started = startScript(args, environment);
  test.after(() => started.child.kill('SIGKILL'));
  return started;
}

/** The same through npm, which puts itself and perhaps a shell in front. */
function startNpm(test: TestContext, args: readonly string[]): Started {
  const started = startScript(args, {}, { by: ['npm', 'start', '--'] });
  test.after(() => started.child.kill('SIGKILL'));
  return started;
}

function isStarter(command: string): boolean {
  return /^\S*node scripts\/start\.mjs/.test(command);
}

function options(folder: TestFolder): readonly string[] {
  return ['--data', folder.path, '--port', '0', '--demo-port', '0'];
}

/** A folder that the start must fill, which takes seconds. */
function emptyFolder(test: TestContext): TestFolder {
  const folder = testDataFolder();
  test.after(() => folder.remove());
  return folder;
}

/** A folder with the engines' files of an earlier start. */
async function folderFor(test: TestContext): Promise<TestFolder> {
  const folder = await migratedDataFolder();
  test.after(() => folder.remove());
  return folder;
}

function pidOf(folder: TestFolder, word: string): number {
  return pidsOf(folder, word)[0] ?? assert.fail(`no process runs ${word}`);
}

describe('npm start', () => {
  it('serves, stops on Ctrl-C with exit code 0, leaves no process behind, and starts again', async (t) => {
    const folder = emptyFolder(t);
    for (const round of [1, 2]) {
      const started = start(t, options(folder));
      const url = await ready(started);
      assert.equal((await fetch(`${url}/healthz`)).status, 200);
      assert.equal((await fetch(url)).headers.get('content-type')?.includes('text/html'), true);
      // A terminal signals the whole group at once, and npm passes the signal on once more.
      process.kill(-(started.child.pid ?? 0), 'SIGINT');
      started.child.kill('SIGINT');
      assert.equal(await started.exit, 0, `round ${round}: ${started.output()}`);
      await until('nothing is left', () => left(folder, started).length === 0);
    }
  });

  it('ends everything when the script or the server is killed, starts again, and refuses a second server of its folder', async (t) => {
    const folder = await folderFor(t);
    const first = start(t, options(folder));
    await ready(first);
    first.child.kill('SIGKILL');
    await until('nothing is left', () => left(folder, first).length === 0);
    const again = start(t, options(folder));
    await ready(again);
    process.kill(pidOf(folder, 'main.ts'), 'SIGKILL');
    assert.equal(await again.exit, 137);
    await until('nothing is left', () => left(folder, again).length === 0);
    const last = start(t, options(folder));
    await ready(last);
    const refused = start(t, options(folder));
    assert.equal(await refused.exit, 1);
    assert.match(refused.output(), /start\.folder_in_use/);
    last.child.kill('SIGTERM');
    assert.equal(await last.exit, 0);
  });

  it('[OP1] ends everything when npm, the script or the server gets a signal', async (t) => {
    const folder = await folderFor(t);
    const starter = ({ child }: Started) =>
      processes().find(({ session, command }) => session === child.pid && isStarter(command))?.pid;
    for (const [who, signal] of [
      ['npm', 'SIGTERM'],
      ['npm', 'SIGHUP'],
      ['npm', 'SIGKILL'],
      ['starter', 'SIGHUP'],
      ['starter', 'SIGKILL'],
      ['server', 'SIGTERM'],
      ['server', 'SIGHUP'],
    ] as const) {
      const started = startNpm(t, options(folder));
      await ready(started);
      assert.ok(left(folder, started).some((command) => command.includes('examples/shop')));
      const pids = {
        npm: started.child.pid,
        starter: starter(started),
        server: pidOf(folder, 'main.ts'),
      };
      process.kill(pids[who] ?? assert.fail(`no ${who} runs`), signal);
      await until(
        `nothing is left after ${signal} to ${who}`,
        () => left(folder, started).length === 0,
      );
    }
  });

  it('refuses a taken port that was named, or reports the next free one after the default', async (t) => {
    const folder = await folderFor(t);
    const other = createServer().on('error', () => {});
    t.after(() => other.close());
    other.listen(7700, '127.0.0.1');
    await Promise.race([once(other, 'listening'), once(other, 'error')]);

    const named = start(t, ['--data', folder.path, '--port', '7700', '--demo-port', 'off']);
    assert.equal(await named.exit, 1);
    assert.match(named.output(), /7700.*start\.port_taken/s);

    const byDefault = start(t, ['--data', folder.path, '--demo-port', 'off']);
    const url = await ready(byDefault);
    assert.notEqual(new URL(url).port, '7700');
    assert.match(byDefault.output(), /Port 7700 was taken/);
    byDefault.child.kill('SIGINT');
    assert.equal(await byDefault.exit, 0);
    await until('nothing is left', () => left(folder, byDefault).length === 0);
  });

  it('refuses a taken port that was named for the demo shop at once, and starts the shop when the port is free', async (t) => {
    const folder = await folderFor(t);
    const other = createServer().listen(0, 'localhost');
    t.after(() => other.close());
    await once(other, 'listening');
    const address = other.address();
    assert.ok(typeof address === 'object' && address !== null);
    const named = ['--data', folder.path, '--port', '0', '--demo-port', String(address.port)];
    const refused = start(t, named);
    assert.equal(await refused.exit, 1);
    assert.match(
      refused.output(),
      new RegExp(`${address.port} for the demo shop.*start\\.port_taken`),
    );
    assert.doesNotMatch(refused.output(), /^ +at /m);
    await until('nothing is left', () => left(folder, refused).length === 0);
    other.close();
    const again = start(t, named);
    await ready(again);
    assert.match(again.output(), new RegExp(`Demo shop +http://localhost:${address.port}`));
    again.child.kill('SIGINT');
    assert.equal(await again.exit, 0);
  });

  it('reports with sentence and code that the first password is too weak, and leaves nothing behind', async (t) => {
    const folder = emptyFolder(t);
    const started = start(t, options(folder), {
      OPPORTUNE_ADMIN_EMAIL: 'mara@aldermoor.example',
      OPPORTUNE_ADMIN_PASSWORD: 'short',
    });
    assert.equal(await started.exit, 1);
    assert.match(started.output(), /at least 12 characters.*\[auth\.weak_password\]/);
    assert.doesNotMatch(started.output(), /^ +at /m);
    await until('nothing is left', () => left(folder, started).length === 0);
  });

  it('answers --help with exit code 0, and a wrong option with 2', async (t) => {
    const help = start(t, ['--help']);
    assert.equal(await help.exit, 0);
    assert.match(help.output(), /--port <port> +OPPORTUNE_PORT/);
    const wrong = start(t, ['--prot', '1']);
    assert.equal(await wrong.exit, 2);
    assert.match(wrong.output(), /--prot/);
  });
});
