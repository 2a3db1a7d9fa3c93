// Subject and copies of an answer that leaves as an e-mail. They are hidden until an agent wants them: an
// answer keeps the subject of the letter that it answers.
import { useState } from 'react';
import { WrittenLetter } from '@opportune/protocol/channel/letter.ts';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import { ChannelList } from '@opportune/protocol/rest/channel/channels.ts';
import { Button, t, TextField, useApiQuery } from '../../ui/index.ts';

interface Typed {
  readonly subject: string;
  readonly cc: string;
  readonly bcc: string;
}

const nothing: Typed = { subject: '', cc: '', bcc: '' };

export interface LetterWriting {
  /** It leaves as an e-mail. */
  readonly isMail: boolean;
  readonly isOpen: boolean;
  readonly typed: Typed;
  readonly write: (change: Partial<Typed>) => void;
  readonly open: () => void;
  readonly clear: () => void;
  /** An address is none. */
  readonly isWrong: boolean;
  /** Null: it is as usual. */
  readonly written: WrittenLetter | null;
}

export function useLetterFields({ id, channel }: Conversation): LetterWriting {
  const { data } = useApiQuery('/channels', ChannelList);
  const isMail =
    data?.channels.some((each) => each.id === channel && each.mailbox !== null) ?? false;
  const [begun, setBegun] = useState<{ readonly id: string; readonly typed: Typed } | null>(null);
  const isOpen = isMail && begun?.id === id;
  const typed = isOpen ? begun.typed : nothing;
  const isEmpty = Object.values(typed).every((text) => text.trim() === '');
  const parsed = WrittenLetter.safeParse({
    ...{ subject: typed.subject.trim(), cc: addressesIn(typed.cc), bcc: addressesIn(typed.bcc) },
  });
  return {
    ...{ isMail, isOpen, typed, isWrong: !parsed.success },
    write: (change) => setBegun({ id, typed: { ...typed, ...change } }),
    open: () => setBegun({ id, typed: nothing }),
    clear: () => setBegun(null),
    written: isEmpty ? null : (parsed.data ?? null),
  };
}

function addressesIn(text: string): readonly string[] {
  return text.split(/[\s,;]+/).filter((each) => each !== '');
}

export function LetterFields({ isMail, isOpen, typed, write, open, isWrong }: LetterWriting) {
  if (!isMail) return null;
  if (!isOpen)
    return (
      <div className="letter-open">
        <Button size="small" variant="quiet" onClick={open}>
          {t('inbox.letter.open')}
        </Button>
      </div>
    );
  const field = (name: keyof Typed) => (
    <TextField
      label={t(`inbox.letter.${name}`)}
      value={typed[name]}
      onChange={(event) => write({ [name]: event.currentTarget.value })}
    />
  );
  return (
    <div className="letter-fields">
      {field('subject')}
      {field('cc')}
      {field('bcc')}
      <p className={isWrong ? 'small bad' : 'small t3'} role={isWrong ? 'alert' : undefined}>
        {t(isWrong ? 'inbox.letter.wrong' : 'inbox.letter.hint')}
      </p>
    </div>
  );
}
