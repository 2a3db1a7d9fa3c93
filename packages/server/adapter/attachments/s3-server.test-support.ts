// A real S3-compatible server that somebody else wrote, on a free port, with one bucket. It checks
// every signature.
import S3rver from '@20minutes/s3rver';
import type { BucketOptions } from './attachments-s3.ts';
import { testDataFolder } from '../engines.test-support.ts';

export interface TestBucket {
  readonly options: BucketOptions;
  /** The server goes away, and comes back at the same address with what it had. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** The server goes away for good. */
  stop(): Promise<void>;
}

const bucket = 'files';
/** The one pair of keys that the server knows. */
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
