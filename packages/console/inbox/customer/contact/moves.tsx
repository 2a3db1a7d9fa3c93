// The earlier merges and separations of a contact in words, latest first. Each can be undone.
import { useState } from 'react';
import type { ContactDetail, ContactMove } from '@opportune/protocol/rest/contact/contacts.ts';
import { ago, format, t, useNow } from '../../../ui/index.ts';
import { isolated } from '../../../words/isolated.ts';
import { addressWords, contactWords } from './contact-words.ts';
import { useUndo } from './use-undo.ts';

const shownAtFirst = 3;

export function Moves({ contact }: { contact: ContactDetail }) {
  const [all, setAll] = useState(false);
  const undo = useUndo();
  const now = useNow();
  const standing = contact.moves.filter((move) => isStanding(contact, move));
  const moves = all ? standing : standing.slice(0, shownAtFirst);
  return (
    <>
      {moves.length > 0 && (
        <ul className="moves small t3">
          {moves.map((move) => (
            <li key={move.id}>
              <span>{moveWords(contact, move)} · </span>
              <time className="num" title={format.dateTime(move.at)}>
                {ago(now - move.at)}
              </time>
              <span> · </span>
              <button type="button" className="link" onClick={() => undo(move.id)}>
                {t('console.undo')}
              </button>
            </li>
          ))}
        </ul>
      )}
      {moves.length < standing.length && (
        <button type="button" className="link small" onClick={() => setAll(true)}>
          {t('contacts.moves.all', { n: standing.length - moves.length })}
        </button>
      )}
    </>
  );
}

/** Whether the move still applies to this contact. */
function isStanding({ id }: ContactDetail, { why, to, undoneAt }: ContactMove): boolean {
  return undoneAt === null && (why === 'separated' || to === id);
}

function moveWords({ id }: ContactDetail, move: ContactMove): string {
  const { why, from, fromName, addresses, by } = move;
  const agent = isolated(by?.name ?? '');
  switch (why) {
    case 'merged':
      return t('contacts.move.merged', {
        name: isolated(contactWords({ name: fromName, addresses })),
        agent,
      });
    case 'verified':
      return t('contacts.move.verified', {
        name: isolated(contactWords({ name: fromName, addresses })),
      });
    case 'separated': {
      const address = addresses.map((each) => isolated(addressWords(each))).join(', ');
      if (by === null) return t('contacts.move.shared', { address });
      if (from !== id)
        return t('contacts.move.separatedFrom', {
          name: isolated(fromName || t('contacts.nobody')),
          agent,
        });
      return t('contacts.move.separated', { address, agent });
    }
  }
}
