// What images of containers are made of, without Docker: the command of deploy/Dockerfile packs a
// folder, and its server starts as a user without rights on a read-only file system. What deploy/
// names exists in the product.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { parse, parseAllDocuments } from 'yaml';
import { testDataFolder } from '@opportune/server/adapter/engines.test-support.ts';
import nodeEnvironment from '@opportune/server/node-environment.json' with { type: 'json' };
import nodeFlags from '@opportune/server/node-flags.json' with { type: 'json' };
import { readCommandLine } from '@opportune/server/config.ts';
import { options } from '@opportune/server/options.ts';

const root = path.resolve(import.meta.dirname, '../..');
const deployed = path.join(root, 'deploy');
const read = (name: string): string => readFileSync(path.join(deployed, name), 'utf8');
/** `nobody` on Debian, which PostgreSQL can look up. */
const uid = 65_534;
const readyMs = 120_000;

/** Mounts the folder $1 read-only for its children alone, and runs the server in it as $2. */
const readOnly = `
  mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" && cd "$1" || exit 70
  exec setpriv --reuid="$2" --regid="$2" --clear-groups "\${@:3}"`;

describe('the files of an image', () => {
  it(
    '[OP13] are packed without tests and packages of development, and serve as a user without rights on a read-only file system',
    { timeout: 400_000 },
    async (t) => {
      if (spawnSync('unshare', ['--mount', 'true']).status !== 0)
        return t.skip('mounting needs root on Linux');
      const folder = testDataFolder();
      t.after(() => folder.remove());
      const [packed, data] = [path.join(folder.path, 'packed'), path.join(folder.path, 'data')];
      const [pack, ...args] = packingCommand(packed);
      const packing = spawn(pack, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
      assert.deepEqual(await once(packing, 'exit'), [0, null]);
      const names = readdirSync(packed, { recursive: true, encoding: 'utf8' });
      const ours = names.filter((name) => !name.includes('node_modules'));
      assert.deepEqual(
        ours.filter((name) => /\.test(-support)?\.tsx?$/.test(name)),
        [],
      );
      assert.equal(existsSync(path.join(packed, 'node_modules/typescript')), false);

      mkdirSync(data);
      chownSync(data, uid, uid);
      const { stdout, exit, stop } = serve(packed, data);
      t.after(stop);
      const url = await Promise.race([
        address(stdout),
        exit.then((code) => assert.fail(`the server ended with ${code}`)),
      ]);
      for (const at of ['/readyz', '/', '/docs/', '/tag.js'])
        assert.equal((await fetch(url + at)).status, 200, at);
      stop();
      assert.equal(await exit, 0);
    },
  );

  it('[OP13] are served by the flags, port and signal of the product', () => {
    const dockerfile = read('Dockerfile');
    const entry = /^ENTRYPOINT (.*)$/m.exec(dockerfile)?.[1] ?? '[]';
    assert.deepEqual(JSON.parse(entry), ['node', ...nodeFlags, 'packages/server/main.ts']);
    for (const [name, value] of Object.entries(nodeEnvironment))
      assert.match(dockerfile, new RegExp(`(ENV|^ ) +${name}=${value} `, 'm'));
    const port = options.port.fallback;
    assert.match(dockerfile, new RegExp(`^EXPOSE ${port}$`, 'm'));
    assert.match(dockerfile, new RegExp(`OPPORTUNE_PORT=${port}$`, 'm'));
    assert.match(read('Caddyfile'), new RegExp(`opportune:${port}$`, 'm'));
    assert.match(
      read('chart/templates/statefulset.yaml'),
      new RegExp(`containerPort: ${port}$`, 'm'),
    );
  });
});

describe('deploy/', () => {
  const names = readdirSync(deployed, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(deployed, path.join(entry.parentPath, entry.name)));
  /** Read by the compositions themselves: the name of the machine, and the password of what nodes share. */
  const ofComposition = new Set(['OPPORTUNE_DOMAIN', 'OPPORTUNE_PARTS_PASSWORD']);

  it('[OP13] names no option that the product does not have', () => {
    const known = new Set<string>(Object.values(options).map(({ variable }) => variable));
    const found = names.flatMap((name) =>
      Array.from(read(name).matchAll(/OPPORTUNE_\w+/g), ([variable]) => ({ name, variable })),
    );
    assert.ok(found.length > 10);
    assert.deepEqual(
      found.filter(({ variable }) => !known.has(variable) && !ofComposition.has(variable)),
      [],
    );
  });

  it('[OP13] has a chart whose templates are YAML and use only values that are declared', () => {
    const values = parse(read('chart/values.yaml')) as Record<string, unknown>;
    const templates = names.filter((name) => name.startsWith(path.join('chart', 'templates')));
    assert.ok(templates.length > 3);
    for (const name of templates) {
      const text = read(name);
      for (const [, place = ''] of text.matchAll(/\.Values\.([\w.]+)/g))
        assert.notEqual(valueAt(values, place), undefined, `${name}: ${place}`);
      for (const document of parseAllDocuments(withoutTemplates(text)))
        assert.deepEqual(document.errors, [], name);
    }
    const version = /^appVersion: (.*)$/m.exec(read('chart/Chart.yaml'))?.[1];
    const product = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
      version: string;
    };
    assert.equal(version, product.version);
  });

  it('[OP13] has a composition that writes to volumes alone, and gives the proxy’s address as trusted', () => {
    const { services, volumes } = parse(read('compose.yaml')) as Composition;
    const { opportune, proxy } = services;
    assert.equal(opportune?.read_only, true);
    for (const service of [opportune, proxy])
      for (const mount of service?.volumes ?? []) {
        const source = mount.split(':')[0] ?? '';
        assert.ok(
          source.startsWith('./') ? existsSync(path.join(deployed, source)) : source in volumes,
        );
      }
    const trusted = opportune?.environment?.['OPPORTUNE_TRUSTED_PROXIES'];
    assert.equal(trusted, proxy?.networks['inside']?.ipv4_address);
  });

  it('[OP13] has a composition of three nodes, each with an address of its own, and all that nodes share', () => {
    const { services, volumes } = parse(read('cluster/compose.yaml'), {
      merge: true,
    }) as Composition;
    const nodes = Object.entries(services).filter(([name]) => name.startsWith('node-'));
    assert.equal(nodes.length, 3);
    for (const [name, { read_only, environment = {}, networks, volumes: mounts = [] }] of nodes) {
      assert.equal(read_only, true);
      assert.deepEqual(mounts, [`${name}:/data`]);
      // The sealing key is in the file beside it.
      const given = filled({ ...environment, OPPORTUNE_SEALING_KEY: '0'.repeat(64) });
      const { node, trustedProxies } = configOf(given);
      assert.equal(node?.host, networks['inside']?.ipv4_address);
      assert.deepEqual(trustedProxies, [services['proxy']?.networks['inside']?.ipv4_address]);
      for (const option of ['DATABASE_URL', 'CLICKHOUSE_URL', 'NATS_URL', 'ATTACHMENTS_URL'])
        assert.ok(new URL(given[`OPPORTUNE_${option}`] ?? '').hostname in services, option);
    }
    const addresses = nodes.map(([, { networks }]) => networks['inside']?.ipv4_address);
    assert.equal(new Set(addresses).size, 3);
    const upstreams = /reverse_proxy (.*) \{/.exec(read('cluster/Caddyfile'))?.[1]?.split(' ');
    assert.deepEqual(
      upstreams,
      nodes.map(([name]) => `${name}:${options.port.fallback}`),
    );
    for (const { volumes: mounts = [] } of Object.values(services))
      for (const mount of mounts) {
        const source = mount.split(':')[0] ?? '';
        const file = path.join(deployed, 'cluster', source);
        assert.ok(source.startsWith('./') ? existsSync(file) : source in volumes, mount);
      }
  });
});

interface Service {
  readonly read_only?: boolean;
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
  readonly networks: Readonly<Record<string, { readonly ipv4_address: string }>>;
}

interface Composition {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

/** As Compose fills in what it asks for. */
function filled(environment: Readonly<Record<string, string | number>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [
      name,
      String(value).replaceAll(/\$\{[^}]*\}/g, 'said'),
    ]),
  );
}

/** As the server reads it. Fails for options that do not go together. */
function configOf(environment: Readonly<Record<string, string>>) {
  const command = readCommandLine([], environment);
  return command.type === 'start' ? command.config : assert.fail(command.type);
}

/** As in the Dockerfile, into this folder. */
function packingCommand(folder: string): readonly [string, ...string[]] {
  const command = /^RUN (node scripts\/pack\.mjs) (\S+)$/m.exec(read('Dockerfile'));
  const [program = '', ...args] = (command?.[1] ?? assert.fail('no RUN')).split(' ');
  return [program, ...args, folder];
}

function serve(packed: string, data: string) {
  const server = ['node', ...nodeFlags, 'packages/server/main.ts'];
  const environment = [
    `PATH=${path.dirname(process.execPath)}:${process.env['PATH'] ?? ''}`,
    'OPPORTUNE_PORT=0',
    'OPPORTUNE_DEMO_PORT=off',
    `OPPORTUNE_DATA=${data}`,
  ];
  const child = spawn(
    'unshare',
    [
      '--mount',
      'bash',
      '-c',
      readOnly,
      'bash',
      packed,
      `${uid}`,
      'env',
      '-i',
      ...environment,
      ...server,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const exit = once(child, 'exit').then(([code]) => code as number | null);
  return { stdout: child.stdout, exit, stop: () => void child.kill('SIGTERM') };
}

/** From what the start prints. */
async function address(stdout: NodeJS.ReadableStream): Promise<string> {
  let said = '';
  const late = setTimeout(() => assert.fail(`not ready: ${said}`), readyMs);
  for await (const piece of stdout) {
    said += String(piece);
    const url = /Console\s+(\S+)/.exec(said)?.[1];
    if (url === undefined || !said.includes('Ctrl-C')) continue;
    clearTimeout(late);
    stdout.resume();
    return url;
  }
  return assert.fail(`it ended: ${said}`);
}

function valueAt(values: unknown, place: string): unknown {
  return place
    .split('.')
    .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], values);
}

/** Lines that hold a template alone go, and one within a line becomes a word. */
function withoutTemplates(text: string): string {
  return text.replaceAll(/^\s*\{\{.*\}\}$/gm, '').replaceAll(/\{\{[^}]*\}\}/g, 'word');
}
