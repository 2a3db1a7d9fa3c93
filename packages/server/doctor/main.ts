// `npm run doctor`: checks for common problems and says what to do. It changes nothing except files
// that it creates and removes itself. Exit code 1 if something keeps the server from working.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { isFolderInUse } from '../adapter/data-folder/data-folder.ts';
import { reasonOf } from '../adapter/engine-error.ts';
import { type Config, readCommandLine } from '../config.ts';
import { checkBinaries, checkEngines } from './engine-checks.ts';
import type { Finding } from './finding.ts';
import { failed, ok, warning } from './finding.ts';
import { checkMail } from './mail-check.ts';
import {
  checkClock,
  checkDescriptors,
  checkDisk,
  checkFolder,
  checkLeftovers,
  checkLibrary,
  checkMemory,
  checkNode,
  checkPort,
} from './machine-checks.ts';

const marks = { ok: 'ok     ', warning: 'warning', failed: 'FAILED ' } as const;

process.exitCode = await main();

async function main(): Promise<number> {
  const config = readConfig();
  if (config === undefined) return 2;
  const running = isFolderInUse(config.dataFolder);
  let worst = 0;
  for (const check of checksOf(config, running)) {
    const finding = await check();
    print(finding);
    if (finding.state === 'failed') worst = 1;
  }
  const well = running
    ? 'The running server has everything it needs.'
    : 'Everything is ready for npm start.';
  process.stdout.write(`${worst === 0 ? well : 'See the advice above.'}\n`);
  return worst;
}

function readConfig(): Config | undefined {
  try {
    const command = readCommandLine(process.argv.slice(2), process.env);
    if (command.type === 'start') return command.config;
    process.stdout.write('Usage: npm run doctor -- [the options of npm start]\n');
  } catch (error) {
    print(failed(reasonOf(error), 'See npm start -- --help.'));
  }
  return undefined;
}

function checksOf(config: Config, running: boolean): readonly (() => Finding | Promise<Finding>)[] {
  const { host, listen, demo, dataFolder } = config;
  return [
    () => checkNode(),
    checkLibrary,
    () => checkMemory(),
    () => checkDisk(dataFolder),
    () => checkFolder(dataFolder),
    () => checkDescriptors(),
    () => checkClock(),
    () => checkPort({ name: 'the server', host, ...listen, running }),
    () =>
      demo === null
        ? ok('no demo shop is wanted')
        : checkPort({ name: 'the demo shop', host: 'localhost', ...demo, running }),
    () => checkLeftovers(dataFolder, running),
    checkBinaries,
    () => checkMail(config),
    () => checkEngines(config),
    checkChromium,
  ];
}

function checkChromium(): Finding {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  const places = folders.flatMap((folder) => names.map((name) => path.join(folder, name)));
  const found = [process.env['CHROMIUM'] ?? '', ...places].find(
    (place) => place !== '' && existsSync(place),
  );
  if (found !== undefined) return ok(`${found} for the browser tests`);
  return warning(
    'no Chromium, which only the tests need',
    'npm test installs one; or name yours in the variable CHROMIUM.',
  );
}

function print({ state, seen, advice }: Finding): void {
  process.stdout.write(`${marks[state]}  ${seen}\n`);
  if (advice !== undefined) process.stdout.write(`         → ${advice}\n`);
}
