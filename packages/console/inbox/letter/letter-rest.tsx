// Below the text of an e-mail: what is folded, the rest of a long text, its HTML in a frame, and what could
// not be read. Each is read from the server when somebody asks for it.
import { useState } from 'react';
import type { LetterHead } from '@opportune/protocol/channel/letter.ts';
import { LetterDetail } from '@opportune/protocol/rest/conversation/letters.ts';
import { Button, t, useApiQuery } from '../../ui/index.ts';
import { LetterFrame } from './letter-frame.tsx';
import { unreadWords } from './letter-words.ts';
import './letter.css';

interface Props {
  readonly conversation: string;
  readonly message: string;
  readonly head: LetterHead;
}

type Part = 'whole' | 'quoted' | 'signature' | 'html';

export function LetterRest({ conversation, message, head }: Props) {
  const [open, setOpen] = useState<ReadonlySet<Part>>(new Set());
  const parts = partsOf(head);
  const path = letterPath(conversation, message);
  const detail = useApiQuery(path, LetterDetail, { enabled: open.size > 0 });
  if (parts.length === 0 && head.unread.length === 0) return null;
  const toggle = (part: Part): void =>
    setOpen(
      (now) => new Set(now.has(part) ? [...now].filter((each) => each !== part) : [...now, part]),
    );
  return (
    <div className="letter-rest">
      {head.unread.map((part) => (
        <p key={`${part.what} ${part.name}`} className="letter-unread">
          {unreadWords(part)}
        </p>
      ))}
      {parts.length > 0 && (
        <div className="letter-acts">
          {parts.map((part) => (
            <Button
              key={part}
              variant="quiet"
              tail={open.has(part) ? 'up' : 'down'}
              aria-expanded={open.has(part)}
              onClick={() => toggle(part)}
            >
              {t(`mails.${part}.${open.has(part) ? 'hide' : 'show'}`)}
            </Button>
          ))}
        </div>
      )}
      {detail.isError && open.size > 0 && <p className="letter-unread">{t('mails.gone')}</p>}
      {detail.data !== undefined && (
        <Opened open={open} detail={detail.data} path={path} subject={head.subject} />
      )}
    </div>
  );
}

interface OpenedProps {
  readonly open: ReadonlySet<Part>;
  readonly detail: LetterDetail;
  readonly path: string;
  readonly subject: string;
}

function Opened({ open, detail, path, subject }: OpenedProps) {
  const pieces = detail.folded.filter(({ kind }) => open.has(kind));
  return (
    <>
      {open.has('whole') && (
        <div className="letter-text" dir="auto">
          {detail.text}
        </div>
      )}
      <Pieces pieces={pieces} />
      {open.has('html') && (
        <LetterFrame path={path} subject={subject} remote={detail.remoteImages} />
      )}
    </>
  );
}

function Pieces({ pieces }: { pieces: LetterDetail['folded'] }) {
  return pieces.map(({ kind, text }, at) => (
    // oxlint-disable-next-line react/no-array-index-key -- they never change
    <div key={at} className={`letter-text ${kind}`} dir="auto">
      {text.trim()}
    </div>
  ));
}

function partsOf({ isCut, quoted, signature, html }: LetterHead): readonly Part[] {
  return [
    ...(isCut ? (['whole'] as const) : []),
    ...(quoted ? (['quoted'] as const) : []),
    ...(signature ? (['signature'] as const) : []),
    ...(html ? (['html'] as const) : []),
  ];
}

function letterPath(conversation: string, message: string): string {
  return `/conversations/${encodeURIComponent(conversation)}/letters/${encodeURIComponent(message)}`;
}
