// A part of the campaign as JSON, with its problems at their lines. Valid text goes into the draft
// at once. Invalid text stays in the editor, and the draft keeps the last valid version.
import { useEffect, useRef, useState } from 'react';
import { refusalWords } from '../../../words/refusal-words.ts';
import { useEdit } from '../edit-context.tsx';
import type { JsonProblem, JsonReading } from './json-problems.ts';
import { t } from '../../../words/words.ts';

interface JsonEditorProps<Value> {
  readonly value: Value;
  /** Parses a text. Pass another function only if it would answer differently. */
  readonly read: (text: string) => JsonReading<Value>;
  readonly part: string;
  readonly onChange: (next: Value) => void;
}

export function JsonEditor<Value>({ value, read, part, onChange }: JsonEditorProps<Value>) {
  const { change } = useEdit();
  const { text, write } = useText({ value, read, onChange });
  const reading = read(text);
  const problems = reading.type === 'problems' ? reading.problems : [];
  const lines = text.split('\n').length;
  return (
    <div className="json">
      <State count={problems.length} />
      {problems.length > 0 && <Problems problems={problems} />}
      <div className="json-text">
        <LineNumbers count={lines} problems={problems} />
        <textarea
          className="code"
          aria-label={t('campaigns.json.label', { part })}
          aria-invalid={problems.length > 0}
          aria-describedby="json-state"
          spellCheck={false}
          wrap="off"
          readOnly={change === null}
          rows={Math.min(24, Math.max(6, lines))}
          value={text}
          onChange={(event) => write(event.currentTarget.value)}
        />
      </div>
    </div>
  );
}

function State({ count }: { count: number }) {
  return (
    <div id="json-state" role="status" className="json-state small">
      {count === 0 ? (
        <span className="t3">{t('campaigns.json.applied')}</span>
      ) : (
        <span className="bad">{t('campaigns.json.errors', { n: count })}</span>
      )}
    </div>
  );
}

function pretty(value: unknown): string {
  return JSON.stringify(value, null, 2);
}

/** The text in the editor. It follows what the user types, and changes of the value by others. */
function useText<Value>({ value, read, onChange }: Omit<JsonEditorProps<Value>, 'part'>) {
  const [text, setText] = useState(() => pretty(value));
  const [of, setOf] = useState(value);
  const says = (shown: Value): boolean => {
    const said = read(text);
    return said.type === 'value' && pretty(said.value) === pretty(shown);
  };
  // Another version is shown now: the live one, or a draft that somebody else changed.
  if (of !== value && pretty(of) !== pretty(value)) {
    setOf(value);
    if (!says(value)) setText(pretty(value));
  }
  // Text that was refused may be valid now, because the account has declared more attributes.
  const readBefore = useRef(read);
  useEffect(() => {
    if (readBefore.current === read) return;
    readBefore.current = read;
    const said = read(text);
    if (said.type === 'value' && pretty(said.value) !== pretty(value)) onChange(said.value);
  }, [read, text, value, onChange]);
  const write = (next: string): void => {
    setText(next);
    const said = read(next);
    if (said.type === 'value') onChange(said.value);
  };
  return { text, write };
}

function Problems({ problems }: { problems: readonly JsonProblem[] }) {
  return (
    <ul className="json-problems small">
      {problems.map((each, at) => (
        <li key={at}>
          <b>{t('campaigns.json.line', { n: each.line })}</b>
          {each.path !== '' && <span className="code">{each.path}</span>}
          {problemWords(each)}
        </li>
      ))}
    </ul>
  );
}

function problemWords({ kind, message }: JsonProblem): string {
  if (kind === 'syntax') return t('campaigns.json.syntax', { detail: message });
  if (kind === 'unknown-field') return t('campaigns.json.unknownField');
  return refusalWords({ code: null, message });
}

function LineNumbers({ count, problems }: { count: number; problems: readonly JsonProblem[] }) {
  return (
    <ol className="json-lines" aria-hidden="true">
      {Array.from({ length: count }, (_, at) => (
        <li key={at} className={problems.some(({ line }) => line === at + 1) ? 'bad' : ''}>
          {at + 1}
        </li>
      ))}
    </ol>
  );
}
