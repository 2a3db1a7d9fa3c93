// Files in a bucket of any S3-compatible server, by its REST API: signature version 4, addresses with
// the bucket in their path, and the SHA-256 of what is put, which the server checks. It makes no
// bucket and changes no rights; its keys and answers go to no log.
import { createHash } from 'node:crypto';
import type { AttachmentStore } from '@opportune/core/ports/attachments.ts';
import { AwsClient } from 'aws4fetch';
import { EngineError, reasonOf } from '../engine-error.ts';

export interface BucketOptions {
  /** `https://host/bucket`, and below it a folder where one is wanted. */
  readonly url: string;
  readonly region: string;
  readonly keyId: string;
  readonly secret: string;
  /** How long one request may take; left out: half a minute. */
  readonly patienceMs?: number;
}

/** Asks nothing of the bucket until it is used. */
export function openAttachmentsS3(options: BucketOptions): AttachmentStore {
  const { url, region, keyId, secret, patienceMs = 30_000 } = options;
  const client = new AwsClient({
    accessKeyId: keyId,
    secretAccessKey: secret,
    region,
    service: 's3',
    retries: 2,
  });
  const base = url.replace(/\/+$/, '');

  /** Bounded until the answer begins: what follows takes as long as its reader does. */
  async function ask(method: string, key: string, body?: Uint8Array): Promise<Response> {
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(new Error('no answer in time')), patienceMs);
    const init: RequestInit = { method, signal: patience.signal };
    if (body !== undefined) {
      init.body = Uint8Array.from(body);
      init.headers = {
        'content-type': 'application/octet-stream',
        'x-amz-content-sha256': createHash('sha256').update(body).digest('hex'),
      };
    }
    try {
      return await client.fetch(`${base}/${key}`, init);
    } catch (error) {
      throw new EngineError('attachment.unreachable', reasonOf(error), error);
    } finally {
      clearTimeout(timer);
    }
  }

  async function putOne(key: string, bytes: Uint8Array): Promise<void> {
    const response = await ask('PUT', key, bytes);
    if (!response.ok) throw await refusal(response);
    await response.body?.cancel();
  }

  /** By key: not every server that speaks S3 keeps one of two whole that come at once. */
  const putting = new Map<string, Promise<void>>();

  return {
    async put(key, bytes) {
      const before = putting.get(key) ?? Promise.resolve();
      const own = before.catch(() => {}).then(() => putOne(key, bytes));
      putting.set(key, own);
      try {
        await own;
      } finally {
        if (putting.get(key) === own) putting.delete(key);
      }
    },
    async get(key) {
      const response = await ask('GET', key);
      if (response.ok && response.body !== null) {
        const sizeBytes = Number(response.headers.get('content-length'));
        return { sizeBytes, content: contentOf(response.body) };
      }
      const refused = await refusal(response);
      if (response.status === 404 && refused.message.includes('NoSuchKey')) return null;
      throw refused;
    },
    async remove(key) {
      const response = await ask('DELETE', key);
      if (!response.ok && response.status !== 404) throw await refusal(response);
      await response.body?.cancel();
    },
  };
}

async function* contentOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (error) {
    throw new EngineError('attachment.unreachable', reasonOf(error), error);
  }
}

/** The code of an S3 error, and no more of its words: they may repeat what was signed. */
async function refusal(response: Response): Promise<EngineError> {
  const text = await response.text().catch(() => '');
  const code = /<Code>([A-Za-z]{1,80})<\/Code>/.exec(text)?.[1] ?? 'without a code';
  return new EngineError(
    'attachment.unreachable',
    `the bucket answered ${response.status} ${code}`,
  );
}
