// What a request carries: JSON, or a form with one file, as multipart/form-data (RFC 7578). The file is read while it is sent.
import { randomUUID } from 'node:crypto';
import type { LaidFile } from '@opportune/protocol/channel/parts.ts';

/** What is sent: JSON, or a form that carries a file. */
export interface Sent {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | AsyncIterable<Uint8Array>;
}

export function asJson(fields: object): Sent {
  return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(fields) };
}

export function fileForm(
  fields: Readonly<Record<string, string>>,
  field: string,
  { name, mediaType, sizeBytes }: LaidFile,
  bytes: AsyncIterable<Uint8Array>,
): Sent {
  const boundary = `opportune-${randomUUID()}`;
  const texts = Object.entries(fields).map(
    ([each, value]) =>
      `--${boundary}\r\nContent-Disposition: form-data; name="${each}"\r\n\r\n${value}\r\n`,
  );
  const about = `Content-Disposition: form-data; name="${field}"; filename="${quoted(name)}"`;
  const type = `Content-Type: ${quoted(mediaType)}`;
  const head = Buffer.from(`${texts.join('')}--${boundary}\r\n${about}\r\n${type}\r\n\r\n`);
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
  return {
    headers: {
      'content-type': `multipart/form-data; boundary=${boundary}`,
      'content-length': String(head.length + sizeBytes + tail.length),
    },
    body: joined(head, bytes, tail),
  };
}

/** As browsers do it: https://html.spec.whatwg.org/#multipart-form-data */
function quoted(text: string): string {
  return text.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

async function* joined(head: Buffer, bytes: AsyncIterable<Uint8Array>, tail: Buffer) {
  yield head;
  yield* bytes;
  yield tail;
}
