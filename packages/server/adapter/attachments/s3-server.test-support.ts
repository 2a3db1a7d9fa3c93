// A real third-party S3-compatible server on a free port, with one bucket. It checks every
// signature.
import S3rver from '@20minutes/s3rver';
import type { BucketOptions } from './attachments-s3.ts';
import { testDataFolder } from '../engines.test-support.ts';

export interface TestBucket {
  readonly options: BucketOptions;
  /** Stops the server. It can return at the same address with its data. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** Stops the server for good. */
  stop(): Promise<void>;
}

const bucket = 'files';
/** The one pair of keys that the server accepts. */
const key = 'S3RVER';

export async function startBucket(): Promise<TestBucket> {
  const folder = testDataFolder();
  const open = (port: number): S3rver =>
    new S3rver({
      ...{ address: '127.0.0.1', port, silent: true, directory: folder.path },
      configureBuckets: [{ name: bucket }],
    });
  let server = open(0);
  const { port } = await server.run();
  const url = `http://127.0.0.1:${port}/${bucket}/opportune`;
  return {
    options: { url, region: 'us-east-1', keyId: key, secret: key },
    pause: () => server.close(),
    async resume() {
      server = open(port);
      await server.run();
    },
    async stop() {
      await server.close();
      folder.remove();
    },
  };
}
