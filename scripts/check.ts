// Checks the code without running it. Each check prints how many files it read and fails if it read
// none, so that a broken checker does not pass. `npm run check -- NAME …` runs only the named
// checks and fails if a name is unknown.
import { existsSync, globSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { spawn } from 'node:child_process';
import { apiFindings } from './check-api.ts';
import { importFindings } from './check-imports.ts';
import { lockFindings } from './check-lock.ts';
import { sideFindings } from './check-sides.ts';
import { specFindings } from './check-spec.ts';
import { holdsWords, wordsFindings } from './check-words.ts';
import { generated } from './generated.ts';
import { houseFindings, houseRows } from './house-rows.ts';
import { filesOf } from './stale.ts';

interface Result {
  readonly files: number;
  /** The problems, for people. Empty if there are none. */
  readonly complaint: string;
}

const root = path.resolve(import.meta.dirname, '..');
const sourceFolders = ['packages', 'examples', 'test', 'bench', 'scripts'];

const checks: Readonly<Record<string, () => Promise<Result>>> = {
  types: checkTypes,
  lint: checkLint,
  format: checkFormat,
  imports: checkImports,
  house: checkHouse,
  words: checkWords,
  sides: checkSides,
  spec: checkSpec,
  lock: checkLock,
  dead: checkDeadCode,
  generated: checkGenerated,
  api: checkApi,
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !Object.hasOwn(checks, name));
if (unknown.length > 0)
  console.log(
    `Unknown checks: ${unknown.join(', ')}. The checks are ${Object.keys(checks).join(', ')}.`,
  );
let failed = unknown.length > 0;
for (const [name, check] of Object.entries(checks)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const startedAt = performance.now();
  const { files, complaint } = await check();
  const bad = complaint !== '' || files === 0;
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(
    `${bad ? 'FAILED' : 'ok    '} ${name.padEnd(10)} ${String(files).padStart(5)} files  ${seconds} s`,
  );
  if (complaint !== '') console.log(complaint);
  else if (files === 0) console.log('The check read no files.');
  failed ||= bad;
}
process.exitCode = failed ? 1 : 0;

async function checkHouse(): Promise<Result> {
  const { files, rows } = houseRows(root);
  return { files, complaint: houseFindings(rows).join('\n') };
}

/** The compiler's memory of the last check of a project. */
function typesFile(project: string): string {
  const name = project.replaceAll('/', '-').replace('.json', '');
  return path.join(root, 'node_modules', '.cache', 'types', `${name}.tsbuildinfo`);
}

async function checkTypes(): Promise<Result> {
  const projects = [
    'tsconfig.json',
    ...readdirSync(path.join(root, 'packages')).map((name) => `packages/${name}/tsconfig.json`),
  ];
  let files = 0;
  let complaint = '';
  for (const project of projects.filter((each) => existsSync(path.join(root, each)))) {
    const { output, code } = await program('typescript/bin/tsc', [
      ...['-p', project, '--listFiles', '--pretty', 'false'],
      // Skips what did not change since the last check. This takes a sixth of the time.
      ...['--incremental', '--tsBuildInfoFile', typesFile(project)],
    ]);
    const lines = output.split('\n');
    const listed = lines.filter((line) => path.isAbsolute(line));
    files += listed.filter((line) => !line.includes('node_modules')).length;
    if (code !== 0)
      complaint += `${project}\n${lines.filter((line) => !listed.includes(line)).join('\n')}`;
  }
  return { files, complaint };
}

async function checkLint(): Promise<Result> {
  const { output, code } = await program('oxlint/bin/oxlint', [
    '--deny-warnings',
    ...sourceFolders,
  ]);
  return { files: countIn(output), complaint: code === 0 ? '' : output };
}

async function checkFormat(): Promise<Result> {
  const patterns = sourceFolders.map((folder) => `${folder}/**/*.{ts,tsx,mjs,css}`);
  const { output, code } = await program('oxfmt/bin/oxfmt', [
    '--check',
    '--no-error-on-unmatched-pattern',
    ...patterns,
  ]);
  return {
    files: countIn(output),
    complaint: code === 0 ? '' : `${output}\nRun npx oxfmt to repair them.`,
  };
}

/** Both tools end with `… on 177 files …`. */
function countIn(output: string): number {
  return Number(/ on (\d+) files?/.exec(output)?.[1] ?? 0);
}

async function checkImports(): Promise<Result> {
  const files = sourceFolders.flatMap((folder) => sources(path.join(root, folder)));
  const findings = importFindings(root, files);
  return {
    files: files.length,
    complaint: findings.map(({ file, message }) => `${file}: ${message}`).join('\n'),
  };
}

async function checkWords(): Promise<Result> {
  const files = sources(path.join(root, 'packages')).filter(holdsWords);
  return {
    files: files.length,
    complaint: wordsFindings(root, files)
      .map(({ file, message }) => `${file}: ${message}`)
      .join('\n'),
  };
}

async function checkSides(): Promise<Result> {
  const files = filesOf(path.join(root, 'packages'), { tests: true }).filter((file) =>
    file.endsWith('.css'),
  );
  const findings = files.flatMap((file) =>
    sideFindings(path.relative(root, file).replaceAll(path.sep, '/'), readFileSync(file, 'utf8')),
  );
  return { files: files.length, complaint: findings.join('\n') };
}

async function checkSpec(): Promise<Result> {
  const pages = globSync('docs/spec/*.md', { cwd: root });
  const tests = sourceFolders
    .flatMap((folder) => sources(path.join(root, folder)))
    .filter((file) => /\.(test|contract)\.tsx?$/.test(file));
  return {
    files: pages.length + tests.length,
    complaint: specFindings(root, pages, tests).join('\n'),
  };
}

function sources(folder: string): readonly string[] {
  const all = filesOf(folder, { tests: true });
  return all
    .filter((file) => /\.(ts|tsx|mjs)$/.test(file))
    .map((file) => path.relative(root, file).replaceAll(path.sep, '/'));
}

async function checkLock(): Promise<Result> {
  const { packages, findings } = lockFindings(
    readFileSync(path.join(root, 'package-lock.json'), 'utf8'),
  );
  return { files: packages, complaint: findings.join('\n') };
}

async function checkDeadCode(): Promise<Result> {
  const { output, code } = await program('knip/bin/knip.js', [
    '--no-progress',
    '--no-config-hints',
    '--reporter',
    './scripts/knip-reporter.ts',
  ]);
  return {
    files: Number(/^read (\d+) files$/m.exec(output)?.[1] ?? 0),
    complaint: code === 0 ? '' : output,
  };
}

async function checkGenerated(): Promise<Result> {
  const stale: string[] = [];
  for (const { file, render } of generated) {
    const target = path.join(root, file);
    if (!existsSync(target) || readFileSync(target, 'utf8') !== (await render())) stale.push(file);
  }
  return {
    files: generated.length,
    complaint: stale.length === 0 ? '' : `Stale: ${stale.join(', ')}. Run npm run generate.`,
  };
}

async function checkApi(): Promise<Result> {
  const { operations, findings } = await apiFindings();
  return { files: operations, complaint: findings.join('\n') };
}

interface Output {
  readonly output: string;
  readonly code: number;
}

function program(file: string, args: readonly string[]): Promise<Output> {
  const child = spawn(process.execPath, [path.join(root, 'node_modules', file), ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ output, code: code ?? 1 }));
  });
}
