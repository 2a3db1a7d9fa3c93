// The list of predefined answers above the text box. The focus stays in the box, and the box's keys choose
// here. The list scrolls, so it can take the focus too; the same keys then work in it.
import { Link } from '@tanstack/react-router';
import { useEffect, useRef, type AriaAttributes, type KeyboardEvent } from 'react';
import type { PredefinedAnswer } from '@opportune/protocol/rest/conversation/answers.ts';
import { t } from '../../words/words.ts';

/** The most answers drawn; typing another letter finds the others. */
const drawn = 50;

/** The ARIA attributes with which the text box refers to the list. */
export function pickerIds(id: string, chosen: number): AriaAttributes {
  return { 'aria-controls': id, 'aria-activedescendant': `${id}-${chosen}` };
}

interface AnswerPickerProps {
  readonly id: string;
  readonly answers: readonly PredefinedAnswer[];
  /** The need for which an answer is listed first; null if there is none. */
  readonly fits: (answer: PredefinedAnswer) => string | null;
  readonly chosen: number;
  readonly onChoose: (at: number) => void;
  readonly onPick: (answer: PredefinedAnswer) => void;
  /** Returns true if the list handled the key. */
  readonly takesKey: (event: KeyboardEvent<HTMLElement>) => boolean;
}

export function AnswerPicker(props: AnswerPickerProps) {
  const { id, answers, fits, chosen, onChoose, onPick, takesKey } = props;
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }, [chosen, answers]);
  return (
    <div className="answers pop">
      <div
        id={id}
        ref={list}
        role="listbox"
        aria-label={t('answers.pick.list')}
        aria-activedescendant={answers.length === 0 ? undefined : `${id}-${chosen}`}
        className="answers-list"
        tabIndex={0}
        // The box keeps the focus.
        onMouseDown={(event) => event.preventDefault()}
        onKeyDown={(event) => {
          // Tab moves on, as it does everywhere.
          if (event.key !== 'Tab' && takesKey(event)) event.preventDefault();
        }}
      >
        {answers.slice(0, drawn).map((answer, at) => (
          <div
            key={answer.id}
            id={`${id}-${at}`}
            role="option"
            aria-selected={at === chosen}
            className={at === chosen ? 'answer on' : 'answer'}
            onPointerMove={() => at !== chosen && onChoose(at)}
            onClick={() => onPick(answer)}
          >
            <span className="code answer-key">/{answer.shortcut}</span>
            <span className="clip medium">{answer.title}</span>
            <span className="answer-marks">
              <FitsMark need={fits(answer)} />
              {answer.language !== null && <span className="tag">{answer.language}</span>}
              {answer.own && <span className="tag">{t('answers.pick.own')}</span>}
            </span>
            <span className="clip small t3 answer-text">{answer.text}</span>
          </div>
        ))}
      </div>
      <div className="answers-foot small t3">
        <span className="grow" role="status">
          {answers.length === 0
            ? t('answers.pick.none')
            : t('answers.pick.found', { n: answers.length })}
        </span>
        <Link to="/answers" onPointerDown={(event) => event.preventDefault()}>
          {t(answers.length === 0 ? 'answers.pick.make' : 'answers.pick.manage')}
        </Link>
      </div>
    </div>
  );
}

/** Says why the answer is listed first. */
function FitsMark({ need }: { need: string | null }) {
  return need === null ? null : (
    <span className="tag accent clip">{t('answers.pick.for', { need })}</span>
  );
}
