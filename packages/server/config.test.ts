import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, it } from 'node:test';
import { type Config, readCommandLine } from './config.ts';
import { partOfMaximum } from './memory/plan.ts';
import { optionList } from './options.ts';
import { configurationReference, helpText } from './options-text.ts';

function configOf(args: readonly string[], environment: Record<string, string> = {}): Config {
  const command = readCommandLine(args, environment);
  assert.equal(command.type, 'start');
  return command.type === 'start' ? command.config : assert.fail();
}

function refused(
  args: readonly string[],
  environment: Record<string, string>,
  message: RegExp,
): void {
  assert.throws(() => readCommandLine(args, environment), {
    code: 'start.option_invalid',
    message,
  });
}

describe('the command line', () => {
  it('without options gives the documented defaults', () => {
    const config = configOf([]);
    assert.deepEqual(config.listen, { port: 7700, fixed: false });
    assert.deepEqual(config.demo, { port: 7701, fixed: false });
    assert.equal(config.host, '127.0.0.1');
    assert.equal(path.basename(config.dataFolder), 'data');
    assert.equal(config.databaseUrl, undefined);
    assert.deepEqual(config.trustedProxies, []);
  });

  it('[CX12.3] offers calls on this machine, and elsewhere once ports are named', () => {
    const ports = { OPPORTUNE_VOICE_PORTS: '40000-40199' };
    const turn = { urls: [], secret: null };
    const here = { host: { ports: null, address: null, isLoopback: true }, turn };
    assert.deepEqual(configOf([]).voice, here);
    assert.equal(configOf(['--host', '0.0.0.0']).voice, null);
    assert.equal(configOf(['--public-url', 'https://a.example']).voice, null);
    assert.equal(configOf([], { OPPORTUNE_VOICE_PORTS: 'off' }).voice, null);
    const address = { OPPORTUNE_VOICE_ADDRESS: '203.0.113.7' };
    assert.deepEqual(configOf(['--host', '0.0.0.0'], { ...ports, ...address }).voice?.host, {
      ...{ ports: [40_000, 40_199], address: '203.0.113.7', isLoopback: false },
    });
    for (const wrong of ['40000', '40000-39999', '80-90', 'a-b', '60000-70000'])
      refused([], { OPPORTUNE_VOICE_PORTS: wrong }, /--voice-ports/);
    for (const wrong of ['host.example', '2001:db8::7'])
      refused([], { OPPORTUNE_VOICE_ADDRESS: wrong }, /--voice-address/);
    // Behind a proxy: its ports are reached from elsewhere.
    assert.equal(configOf([], ports).voice?.host.isLoopback, false);
  });

  it('[CX15] takes TURN servers with their secret, which it never repeats', () => {
    const secret = { OPPORTUNE_TURN_SECRET: 'very secret' };
    const turn = { OPPORTUNE_TURN_URL: 'turns:t.example:443?transport=tcp, stun:s.example:3478' };
    assert.deepEqual(configOf([], { ...turn, ...secret }).voice?.turn, {
      urls: ['turns:t.example:443?transport=tcp', 'stun:s.example:3478'],
      secret: 'very secret',
    });
    for (const wrong of ['stun:s.example?transport=udp', 'turn:a:b:c', 'https://t.example'])
      refused([], { ...secret, OPPORTUNE_TURN_URL: wrong }, /OPPORTUNE_TURN_URL/);
    refused([], turn, /OPPORTUNE_TURN_SECRET must be given/);
    refused([], secret, /^(?!.*very secret).*--turn-url/);
    refused([], { ...secret, OPPORTUNE_TURN_URL: 'https://t.example' }, /--turn-url/);
  });

  it('lets a flag win over its variable, and a variable over the default', () => {
    assert.deepEqual(configOf([], { OPPORTUNE_PORT: '8000' }).listen, { port: 8000, fixed: true });
    assert.equal(configOf(['--port', '9000'], { OPPORTUNE_PORT: '8000' }).listen.port, 9000);
    assert.equal(configOf(['--port=0']).listen.port, 0);
    assert.equal(configOf([], { OPPORTUNE_PORT: '' }).listen.port, 7700);
  });

  it('switches the demo shop off', () => {
    assert.equal(configOf(['--demo-port', 'off']).demo, null);
  });

  it('[SH2] makes the sample shop if its flag stands alone or says so', () => {
    assert.equal(configOf([]).sample, false);
    assert.equal(configOf(['--sample', '--port', '9000']).sample, true);
    assert.equal(configOf(['--sample=no']).sample, false);
    assert.equal(configOf([], { OPPORTUNE_SAMPLE: 'yes' }).sample, true);
    refused(['--sample=perhaps'], {}, /--sample .* must be yes or no/);
  });

  it('reads lists, URLs and the first administrator', () => {
    const config = configOf(
      ['--trusted-proxies', '10.0.0.0/8, ::1', '--public-url', 'https://engage.example'],
      {
        OPPORTUNE_ADMIN_EMAIL: 'ada@example.com',
        OPPORTUNE_ADMIN_PASSWORD: 'a long enough password',
      },
    );
    assert.deepEqual(config.trustedProxies, ['10.0.0.0/8', '::1']);
    assert.equal(config.publicUrl?.origin, 'https://engage.example');
    assert.equal(config.adminEmail, 'ada@example.com');
  });

  it('[AT2] reads a bucket with its keys, and refuses one without them or with a secret in its address', () => {
    const keys = { OPPORTUNE_ATTACHMENTS_KEY_ID: 'id', OPPORTUNE_ATTACHMENTS_SECRET: 'hush' };
    const url = 'https://s3.example.com/files';
    assert.deepEqual(configOf(['--attachments-url', url], keys).attachments, {
      ...{ url, region: 'us-east-1', keyId: 'id', secret: 'hush' },
    });
    assert.equal(configOf([], keys).attachments, undefined);
    refused(['--attachments-url', url], {}, /OPPORTUNE_ATTACHMENTS_KEY_ID must be given/);
    for (const wrong of ['https://s3.example.com/', 'https://id:hush@s3.example.com/files'])
      refused(['--attachments-url', wrong], keys, /^(?!.*hush).*bucket in its path/);
  });

  it('[CL16.1] a node is made by NATS, and shares everything with the others', () => {
    const shared = {
      OPPORTUNE_NATS_URL: 'nats://10.0.0.9:4222',
      OPPORTUNE_DATABASE_URL: 'postgres://owner@10.0.0.8/shop',
      OPPORTUNE_CLICKHOUSE_URL: 'http://10.0.0.7:8123/shop',
      OPPORTUNE_ATTACHMENTS_URL: 'https://10.0.0.6/files',
      OPPORTUNE_SEALING_KEY: 'ab'.repeat(32),
      OPPORTUNE_CLUSTER_HOST: '10.0.0.1',
    };
    const bucket = { OPPORTUNE_ATTACHMENTS_KEY_ID: 'id', OPPORTUNE_ATTACHMENTS_SECRET: 'hush' };
    assert.deepEqual(configOf([], { ...shared, ...bucket }).node, {
      ...{ natsUrl: 'nats://10.0.0.9:4222', host: '10.0.0.1', port: 7710, names: 8 },
      reachedAt: null,
      statedBytes: null,
    });
    assert.equal(configOf([], {}).node, undefined);
    for (const missing of Object.keys(shared))
      assert.throws(
        () => readCommandLine([], { ...shared, ...bucket, [missing]: '' }),
        (error: Error) =>
          'code' in error &&
          error.code === 'start.split_data' &&
          error.message.includes(`needs ${missing}: without it, `),
        missing,
      );
    const node = { ...shared, ...bucket };
    refused(['--processes', '2'], node, /a process for each of its names/);
    refused(['--voice-ports', '40000-40199'], node, /off in a cluster/);
    refused(['--nats-url', 'http://x'], node, /nats:\/\//);
    for (const wrong of ['0.0.0.0', '::', 'node-1'])
      refused(['--cluster-host', wrong], node, /IP address at which other nodes/);
    refused(['--cluster-names', '65'], node, /from 1 to 64/);
    for (const wrong of ['node-1:7710', '10.0.0.1', '10.0.0.1:0', '[::1]'])
      refused(['--cluster-reached-at', wrong], node, /an IP address and a port/);
    for (const reachedAt of ['10.0.0.1:7710', '[fd00::1]:7710'])
      assert.equal(configOf(['--cluster-reached-at', reachedAt], node).node?.reachedAt, reachedAt);
  });

  it('answers --help and --version without reading the other options', () => {
    assert.equal(readCommandLine(['--help'], { OPPORTUNE_PORT: 'wrong' }).type, 'help');
    assert.equal(readCommandLine(['--version'], {}).type, 'version');
  });

  it('refuses unknown and unusable values, and names flag and variable', () => {
    refused(['--prot', '1'], {}, /--prot/);
    refused(['7700'], {}, /7700/);
    refused(['--port', '70000'], {}, /--port \(OPPORTUNE_PORT\)/);
    refused([], { OPPORTUNE_PORT: 'http' }, /whole number/);
    refused([], { OPPORTUNE_HOST: 'example.com' }, /IP address/);
    refused([], { OPPORTUNE_DATABASE_URL: 'mysql://x' }, /postgres:\/\//);
    for (const url of ['postgres://ada:50%off@host/shop', 'postgres://ada:x@host/50%'])
      refused([], { OPPORTUNE_DATABASE_URL: url }, /OPPORTUNE_DATABASE_URL.*%25/);
    refused([], { OPPORTUNE_SMTP_URL: 'smtp://ada:50%off@host' }, /OPPORTUNE_SMTP_URL.*%25/);
    refused([], { OPPORTUNE_TRUSTED_PROXIES: '10.0.0.0/64' }, /ranges/);
    refused([], { OPPORTUNE_ADMIN_PASSWORD: 'secret' }, /OPPORTUNE_ADMIN_EMAIL/);
    refused(['--admin-password', 'x'], {}, /--admin-password/);
  });

  it('[OP7] allows mail in plain text only by an option of its own, not by the URL’s query', () => {
    const smtp = 'smtp://mail.example.com';
    assert.equal(configOf([], { OPPORTUNE_SMTP_URL: smtp }).smtpPlaintext, false);
    const allowed = { OPPORTUNE_SMTP_URL: smtp, OPPORTUNE_SMTP_PLAINTEXT: 'yes' };
    assert.equal(configOf([], allowed).smtpPlaintext, true);
    refused(['--smtp-url', `${smtp}?ignoreTLS=true`], {}, /OPPORTUNE_SMTP_URL/);
    refused(['--smtp-plaintext', 'true'], {}, /OPPORTUNE_SMTP_PLAINTEXT/);
  });

  it('never repeats a refused value, which may hold a password', () => {
    const url = 'mysql://owner:hunter2@host/db';
    assert.throws(
      () => readCommandLine([], { OPPORTUNE_DATABASE_URL: url }),
      (error: Error) => !error.message.includes('hunter2'),
    );
  });
});

describe('the texts of the options', () => {
  it('--help and the reference name every option, its variable and its default', () => {
    for (const { flag, variable, fallback = '' } of optionList) {
      for (const text of [helpText(), configurationReference()]) {
        assert.ok(
          text.includes(variable) && text.includes(fallback) && text.includes(flag ?? ''),
          variable,
        );
      }
    }
  });

  it('[SE2] an invalid sealing key stops the start, and the error does not repeat it', () => {
    const key = Buffer.alloc(32, 1).toString('base64');
    const both = { OPPORTUNE_SEALING_KEY: `${key},${key}` };
    assert.deepEqual(
      [configOf([]).sealingKeys.length, configOf([], both).sealingKeys.length],
      [0, 2],
    );
    const wrong = { OPPORTUNE_SEALING_KEY: 'open sesame' };
    refused(
      [],
      wrong,
      /^OPPORTUNE_SEALING_KEY must be 32 bytes in base64 or hexadecimal(?!.*sesame)/,
    );
  });

  it('secrets have no flag', () => {
    assert.deepEqual(
      optionList.filter(({ flag }) => flag === undefined).map(({ variable }) => variable),
      [
        'OPPORTUNE_DATABASE_APP_PASSWORD',
        'OPPORTUNE_ATTACHMENTS_KEY_ID',
        'OPPORTUNE_ATTACHMENTS_SECRET',
        'OPPORTUNE_SEALING_KEY',
        'OPPORTUNE_ADMIN_PASSWORD',
        'OPPORTUNE_TURN_SECRET',
      ],
    );
  });

  it('--help keeps within a hundred columns', () => {
    assert.ok(
      helpText()
        .split('\n')
        .every((line) => line.length <= 100),
    );
  });
});

describe('the memory of a node', () => {
  it('[CL16.7] is divided by the names of the cluster, and each process gets one heap at most', () => {
    const node = {
      OPPORTUNE_NATS_URL: 'nats://127.0.0.1',
      OPPORTUNE_DATABASE_URL: 'postgres://owner@127.0.0.1/shop',
      OPPORTUNE_CLICKHOUSE_URL: 'http://127.0.0.1/facts',
      OPPORTUNE_ATTACHMENTS_URL: 'http://127.0.0.1/files',
      OPPORTUNE_ATTACHMENTS_KEY_ID: 'id',
      OPPORTUNE_ATTACHMENTS_SECRET: 'secret',
      OPPORTUNE_SEALING_KEY: '0'.repeat(64),
      OPPORTUNE_CLUSTER_HOST: '127.0.0.1',
      OPPORTUNE_MEMORY: '32768',
    };
    const GiB = 1024 ** 3;
    const { maximumBytes, node: found } = configOf([], node);
    assert.deepEqual([maximumBytes, found?.statedBytes], [32 * GiB, 32 * GiB]);
    assert.equal(partOfMaximum(maximumBytes, 16, 4 * GiB), 2 * GiB);
    assert.equal(partOfMaximum(maximumBytes, 4, 4 * GiB), 4 * GiB);
  });
});

describe('how many processes serve', () => {
  it('[PR7.6] one, or as many as are asked for', () => {
    const memory = { OPPORTUNE_MEMORY: '2000' };
    assert.equal(configOf([], {}).processes, 1);
    assert.equal(configOf(['--processes', '3'], memory).processes, 3);
    assert.equal(configOf([], { ...memory, OPPORTUNE_PROCESSES: '2' }).processes, 2);
  });
});
