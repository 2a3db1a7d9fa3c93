// A real S3-compatible server that somebody else wrote, on a free port, with one bucket. It checks
// every signature.
import S3rver from '@20minutes/s3rver';
import type { BucketOptions } from './attachments-s3.ts';
import { testDataFolder } from './engines.test-support.ts';

export interface TestBucket {
  readonly options: BucketOptions;
  /** The server goes away, and its address with it. */
  stop(): Promise<void>;
}

const bucket = 'files';
/** The one pair of keys that the server knows. */
const key = 'S3RVER';

export async function startBucket(): Promise<TestBucket> {
  const folder = testDataFolder();
  const server = new S3rver({
    address: '127.0.0.1',
    port: 0,
    silent: true,
    directory: folder.path,
    configureBuckets: [{ name: bucket }],
  });
  const { port } = await server.run();
  const url = `http://127.0.0.1:${port}/${bucket}/opportune`;
  return {
    options: { url, region: 'us-east-1', keyId: key, secret: key },
    async stop() {
      await server.close();
      folder.remove();
    },
  };
}
