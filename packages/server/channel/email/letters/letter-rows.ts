// Rows of what e-mails have beside the text of their messages. Each call is one transaction of one account.
import type { IncomingLetter } from '@opportune/core/ports/channel.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import { FoldedPiece } from '@opportune/protocol/channel/letter.ts';
import { type AccountId, type ConversationId, MessageId } from '@opportune/protocol/ids.ts';
import { storable } from '@opportune/protocol/text.ts';
import { z } from 'zod';

export interface LetterOf {
  readonly account: AccountId;
  readonly conversation: ConversationId;
  readonly message: MessageId;
}

export interface KeptLetter {
  readonly text: string;
  readonly folded: readonly FoldedPiece[];
  readonly html: string | null;
  readonly remoteImages: boolean;
  /** By content id: the message that carries the picture. */
  readonly pictures: ReadonlyMap<string, MessageId>;
}

export interface LetterRows {
  /** What is kept already stays. */
  keep(of: LetterOf, letter: KeptLetter): Promise<void>;
  find(of: LetterOf): Promise<KeptLetter | null>;
}

interface Row {
  readonly text: string;
  readonly folded: unknown;
  readonly html: string | null;
  readonly remote_images: boolean;
  readonly pictures: unknown;
}

const Pieces = z.array(FoldedPiece);
const Pictures = z.array(z.tuple([z.string(), MessageId]));

export function letterRows(records: Records): LetterRows {
  return {
    async keep({ account, conversation, message }, letter) {
      const { text, folded, html, remoteImages, pictures } = letter;
      const pieces = folded.map((piece) => ({ ...piece, text: storable(piece.text) }));
      await records.withAccount(account, (sql) =>
        sql.run(
          `INSERT INTO letters
             (account, conversation, message, text, folded, html, remote_images, pictures)
           VALUES ($1, $2, $3, $4, $5::jsonb, $6, $7, $8::jsonb) ON CONFLICT DO NOTHING`,
          [
            ...[account, conversation, message, storable(text), JSON.stringify(pieces)],
            ...[html === null ? null : storable(html), remoteImages],
            JSON.stringify([...pictures]),
          ],
        ),
      );
    },
    async find({ account, conversation, message }) {
      const row = await records.withAccount(account, (sql) =>
        sql.row<Row>('SELECT * FROM letters WHERE conversation = $1 AND message = $2', [
          conversation,
          message,
        ]),
      );
      if (row === undefined) return null;
      return {
        ...{ text: row.text, html: row.html, remoteImages: row.remote_images },
        folded: Pieces.parse(row.folded),
        pictures: new Map(Pictures.parse(row.pictures)),
      };
    },
  };
}

/** What is kept of a letter that is masked. `messages`: those that carry its files, in their order. */
export function keptLetter(
  text: string,
  { folded, html, remoteImages, pictures }: IncomingLetter,
  messages: readonly MessageId[],
): KeptLetter {
  const carried = pictures.flatMap(({ contentId, at }) => {
    const message = messages[at];
    return message === undefined ? [] : [[contentId, message] as const];
  });
  return { ...{ text, folded, html, remoteImages }, pictures: new Map(carried) };
}
