// A condition as JSON, with its problems at their lines. What holds goes into the draft at once; what
// does not stays in the text, and the draft keeps the last version that held.
import { useState } from 'react';
import type { Condition } from '@opportune/protocol/condition.ts';
import { c } from '../words.ts';
import { useEdit } from './edit-context.tsx';
import { readConditionJson } from './json-problems.ts';

export function JsonEditor({
  condition,
  part,
  onChange,
}: {
  condition: Condition;
  part: string;
  onChange: (next: Condition) => void;
}) {
  const { change } = useEdit();
  const [text, setText] = useState(() => pretty(condition));
  const [of, setOf] = useState(condition);
  // Another version is shown now: live, or what somebody else made of the draft.
  if (of !== condition) {
    setOf(condition);
    if (pretty(of) !== pretty(condition) && !says(text, condition)) setText(pretty(condition));
  }
  const reading = readConditionJson(text);
  const problems = reading.type === 'problems' ? reading.problems : [];
  const lines = text.split('\n');
  const write = (next: string): void => {
    setText(next);
    const read = readConditionJson(next);
    if (read.type === 'condition') onChange(read.condition);
  };
  return (
    <div className="json">
      <div id="json-state" role="status" className="json-state small">
        {problems.length === 0 ? (
          <span className="t3">{c('json.applied')}</span>
        ) : (
          <span className="bad">{c('json.errors', { n: problems.length })}</span>
        )}
      </div>
      {problems.length > 0 && (
        <ul className="json-problems small">
          {problems.map((each, at) => (
            <li key={at}>
              <b>{c('json.line', { n: each.line })}</b>
              {each.path !== '' && <span className="code">{each.path}</span>}
              {each.kind === 'syntax'
                ? c('json.syntax', { detail: each.message })
                : each.kind === 'unknown-field'
                  ? c('json.unknownField')
                  : each.message}
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
          aria-label={c('json.label', { part })}
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

function pretty(condition: Condition): string {
  return JSON.stringify(condition, null, 2);
}

function says(text: string, condition: Condition): boolean {
  const reading = readConditionJson(text);
  return reading.type === 'condition' && pretty(reading.condition) === pretty(condition);
}
