// E-mails by REST: what one has beside the text of its message, and its HTML as a page for a frame.
import type { Attachment } from '@opportune/protocol/conversation/attachment.ts';
import {
  LetterDetail,
  LetterHtmlQuery,
  LetterParams,
} from '@opportune/protocol/rest/conversation/letters.ts';
import type { App } from '../../../http/rest/app.ts';
import { operation } from '../../../http/rest/operation.ts';
import { found } from '../../../http/problem/refusal.ts';
import { contentIdsIn, letterHeaders, letterPage, pictureBytes } from './letter-page.ts';
import type { KeptLetter, LetterOf, LetterRows } from './letter-rows.ts';

/** A file of a conversation, by the message that carries it. Null: there is none. */
export type OpenFile = (file: LetterOf) => Promise<{
  readonly attachment: Attachment;
  readonly bytes: { readonly sizeBytes: number; readonly content: AsyncIterable<Uint8Array> };
} | null>;

export interface LetterRoutesParts {
  readonly letters: LetterRows;
  readonly openFile: OpenFile;
}

const ofLetters = { tag: 'Conversations', access: 'agent', params: LetterParams } as const;

export function letterRoutes(app: App, { letters, openFile }: LetterRoutesParts): void {
  operation(app, 'GET /conversations/:id/letters/:letter', {
    ...ofLetters,
    id: 'getLetter',
    summary: 'What an e-mail has beside the text of its message',
    description: 'All of its text, and quoted text and signatures in pieces that are whole.',
    answer: LetterDetail,
    async handle({ account, params: { id: conversation, letter: message } }) {
      const { text, folded, html, remoteImages } = found(
        await letters.find({ account, conversation, message }),
      );
      return { text, folded, html: html !== null, remoteImages };
    },
  });
  operation(app, 'GET /conversations/:id/letters/:letter/html', {
    ...ofLetters,
    id: 'showLetter',
    summary: 'The HTML of an e-mail as a page for a sandboxed frame',
    description:
      'Nothing in it runs, loads or submits. With `images=remote`, pictures of other servers are loaded, which tells their owners that the e-mail is read.',
    query: LetterHtmlQuery,
    file: 'text/html',
    async handle({ account, params: { id: conversation, letter: message }, query, reply }) {
      const of = { account, conversation, message };
      const letter = found(await letters.find(of));
      const html = found(letter.html);
      const isRemote = query.images === 'remote';
      const pictures = await picturesOf(openFile, of, letter);
      return reply.headers(letterHeaders(isRemote)).send(letterPage({ html, pictures, isRemote }));
    },
  });
}

async function picturesOf(
  openFile: OpenFile,
  of: LetterOf,
  { html, pictures }: KeptLetter,
): Promise<ReadonlyMap<string, string>> {
  const urls = new Map<string, string>();
  let left: number = pictureBytes.all;
  for (const id of new Set(contentIdsIn(html ?? ''))) {
    const message = pictures.get(id);
    const file = message === undefined ? null : await openFile({ ...of, message });
    if (file === null || file.attachment.picture === undefined) continue;
    const { sizeBytes, content } = file.bytes;
    if (sizeBytes > Math.min(left, pictureBytes.one)) continue;
    left -= sizeBytes;
    urls.set(id, `data:${file.attachment.mediaType};base64,${await inBase64(content)}`);
  }
  return urls;
}

async function inBase64(content: AsyncIterable<Uint8Array>): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of content) pieces.push(piece);
  return Buffer.concat(pieces).toString('base64');
}
