// A part of the campaign as JSON, with its problems at their lines. What holds goes into the draft at
// once; what does not stays in the text, and the draft keeps the last version that held.
import { useEffect, useRef, useState } from 'react';
import { refusalWords } from '../../../words/refusal-words.ts';
import { useEdit } from '../edit-context.tsx';
import type { JsonReading } from './json-problems.ts';
import { t } from '../../../words/words.ts';

export function JsonEditor<Value>({
  value,
  read,
  part,
  onChange,
}: {
  value: Value;
  /** Parses a text; another function only where it would answer otherwise. */
  read: (text: string) => JsonReading<Value>;
  part: string;
  onChange: (next: Value) => void;
}) {
  const { change } = useEdit();
  const [text, setText] = useState(() => pretty(value));
  const [of, setOf] = useState(value);
  const says = (shown: Value): boolean => {
    const said = read(text);
    return said.type === 'value' && pretty(said.value) === pretty(shown);
  };
  // Another version is shown now: live, or what somebody else made of the draft.
  if (of !== value && pretty(of) !== pretty(value)) {
    setOf(value);
    if (!says(value)) setText(pretty(value));
  }
  // What was refused may hold now: it names what the account has declared meanwhile.
  const readBefore = useRef(read);
  useEffect(() => {
    if (readBefore.current === read) return;
    readBefore.current = read;
    const said = read(text);
    if (said.type === 'value' && pretty(said.value) !== pretty(value)) onChange(said.value);
  }, [read, text, value, onChange]);
  const reading = read(text);
  const problems = reading.type === 'problems' ? reading.problems : [];
  const lines = text.split('\n');
  const write = (next: string): void => {
    setText(next);
    const said = read(next);
    if (said.type === 'value') onChange(said.value);
  };
  return (
    <div className="json">
      <div id="json-state" role="status" className="json-state small">
        {problems.length === 0 ? (
          <span className="t3">{t('campaigns.json.applied')}</span>
        ) : (
          <span className="bad">{t('campaigns.json.errors', { n: problems.length })}</span>
        )}
      </div>
      {problems.length > 0 && (
        <ul className="json-problems small">
          {problems.map((each, at) => (
            <li key={at}>
              <b>{t('campaigns.json.line', { n: each.line })}</b>
              {each.path !== '' && <span className="code">{each.path}</span>}
              {each.kind === 'syntax'
                ? t('campaigns.json.syntax', { detail: each.message })
                : each.kind === 'unknown-field'
                  ? t('campaigns.json.unknownField')
                  : refusalWords({ code: null, message: each.message })}
            </li>
          ))}
        </ul>
      )}
      <div className="json-text">
        <ol className="json-lines" aria-hidden="true">
          {lines.map((_, at) => (
            <li key={at} className={problems.some(({ line }) => line === at + 1) ? 'bad' : ''}>
              {at + 1}
            </li>
          ))}
        </ol>
        <textarea
          className="code"
          aria-label={t('campaigns.json.label', { part })}
          aria-invalid={problems.length > 0}
          aria-describedby="json-state"
          spellCheck={false}
          wrap="off"
          readOnly={change === null}
          rows={Math.min(24, Math.max(6, lines.length))}
          value={text}
          onChange={(event) => write(event.currentTarget.value)}
        />
      </div>
    </div>
  );
}

function pretty(value: unknown): string {
  return JSON.stringify(value, null, 2);
}
