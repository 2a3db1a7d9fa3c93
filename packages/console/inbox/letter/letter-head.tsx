// Above the text of an e-mail: its subject, its recipients, and what it is if no person wrote it.
import type { LetterHead as Head } from '@opportune/protocol/channel/letter.ts';
import { Icon, t } from '../../ui/index.ts';
import { format } from '../../words/format.ts';
import { kindWords, peopleWords, reportWords, startOf } from './letter-words.ts';

export function LetterHead({ head }: { readonly head: Head }) {
  const { subject, to, cc, authenticated } = head;
  const kind = kindWords(head);
  const start = startOf(head);
  return (
    <header className="letter-head">
      {kind !== null && (
        <span className="letter-kind">
          <Icon name={head.kind.type === 'calendar' ? 'clock' : 'program'} size={14} />
          {kind}
          {start?.isInstant === true && <> · {format.dateTime(start.at)}</>}
        </span>
      )}
      <strong dir="auto">{subject === '' ? t('mails.subject.none') : subject}</strong>
      {(cc.length > 0 || to.length > 1) && (
        <span className="letter-people" title={addresses([...to, ...cc])}>
          {to.length > 1 && <span>{t('mails.to', { people: peopleWords(to) })}</span>}
          {cc.length > 0 && <span>{t('mails.cc', { people: peopleWords(cc) })}</span>}
        </span>
      )}
      {authenticated === 'fail' && (
        <span className="letter-warn" title={t('mails.forged.why')}>
          {t('mails.forged')}
        </span>
      )}
      {reportWords(head).map((line) => (
        <span key={line} className="letter-warn">
          {line}
        </span>
      ))}
    </header>
  );
}

function addresses(people: Head['to']): string {
  return people.map(({ address }) => address).join(', ');
}
