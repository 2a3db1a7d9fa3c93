// The text box of an answer with its predefined answers. A slash opens the list, typing filters it and
// Enter inserts. Tab selects the next gap. Nothing is sent while a gap is left.
import {
  useId,
  useLayoutEffect,
  useRef,
  useState,
  type KeyboardEvent,
  type RefObject,
} from 'react';
import { fillAnswer, gapIn } from '@opportune/core/conversation/answer-text.ts';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { PredefinedAnswer } from '@opportune/protocol/rest/conversation/answers.ts';
import { asCommand } from '../../keys/do-commands.ts';
import { IconButton, t } from '../../ui/index.ts';
import { AnswerPicker, pickerIds } from './answer-picker.tsx';
import { slashBefore } from './answer-rank.ts';
import { variableWords } from '../answer-words.ts';
import { GrowingText, type GrowingTextProps } from '../compose/growing-text.tsx';
import { useAnswers } from './use-answers.ts';
import { useSentAnswers } from './use-sent-answers.ts';
import './answers.css';

interface Props extends Omit<GrowingTextProps, 'takesKey' | 'onCaret' | 'aria'> {
  readonly conversation: Conversation;
  readonly area: RefObject<HTMLTextAreaElement | null>;
}

export function AnswerField({ conversation, ...field }: Props) {
  const { area, value, onChange } = field;
  const [caret, setCaret] = useState(0);
  const [closedAt, setClosedAt] = useState<number | null>(null);
  const [chosen, setChosen] = useState(0);
  const list = useId();
  const slash = slashBefore(value, Math.min(caret, value.length));
  const wanted = slash === null || slash.at === closedAt ? null : slash;
  const { found, fits, values, none } = useAnswers(conversation, wanted?.query ?? null);
  const open = wanted !== null && (found.length > 0 || (none && wanted.query === ''));
  const at = Math.min(chosen, Math.max(0, found.length - 1));
  const select = useSelection(area, value);
  const sent = useSentAnswers(conversation.id, value);

  const insert = async (answer: PredefinedAnswer): Promise<void> => {
    if (wanted === null) return;
    const text = fillAnswer(answer.text, await values(), variableWords);
    const end = wanted.at + 1 + wanted.query.length;
    const next = value.slice(0, wanted.at) + text + value.slice(end);
    const after = wanted.at + text.length;
    select(gapIn(next, wanted.at) ?? { start: after, end: after });
    setClosedAt(null);
    setChosen(0);
    sent.inserted(answer.id);
    onChange(next);
  };
  const pick = (answer: PredefinedAnswer | undefined): void => {
    if (answer !== undefined) void insert(answer);
  };
  const takesKey = (event: KeyboardEvent<HTMLElement>): boolean => {
    const { key, shiftKey } = event;
    if (event.nativeEvent.isComposing || event.altKey || event.ctrlKey || event.metaKey)
      return false;
    if (!open) return key === 'Tab' && !shiftKey && toGap(area.current, value);
    if (key === 'ArrowDown' || key === 'ArrowUp')
      setChosen((at + (key === 'ArrowDown' ? 1 : -1) + found.length) % Math.max(1, found.length));
    else if (key === 'Escape') {
      setClosedAt(wanted.at);
      area.current?.focus();
    } else if ((key !== 'Enter' && key !== 'Tab') || shiftKey || found.length === 0) return false;
    else pick(found[at]);
    return true;
  };
  return (
    <div className="answer-place">
      {open && (
        <AnswerPicker
          {...{ id: list, answers: found, fits, chosen: at, takesKey }}
          onChoose={setChosen}
          onPick={pick}
        />
      )}
      <GrowingText
        {...field}
        takesKey={takesKey}
        onCaret={(where) => {
          setCaret(where);
          if (closedAt !== null && slashBefore(value, where)?.at !== closedAt) setClosedAt(null);
        }}
        onChange={(text) => {
          setChosen(0);
          sent.typed(text);
          onChange(text);
        }}
        onSend={() => {
          if (!toGap(area.current, value, 0)) field.onSend();
        }}
        aria={{
          'aria-autocomplete': 'list',
          ...(open && found.length > 0 ? pickerIds(list, at) : {}),
        }}
      />
    </div>
  );
}

/** Opens the list at the caret, as typing a slash does. */
export function AnswerButton({
  area,
  value,
  onChange,
}: Pick<Props, 'area' | 'value' | 'onChange'>) {
  const select = useSelection(area, value);
  return (
    <IconButton
      {...asCommand('talk.answer')}
      icon="slash"
      label={t('answers.pick.tip')}
      onClick={() => {
        const at = area.current?.selectionStart ?? value.length;
        const [before, after] = withSlash(value, at);
        select({ start: before.length, end: before.length });
        onChange(before + after);
      }}
    />
  );
}

/** The text up to a slash that opens the list, and what follows it. */
function withSlash(value: string, at: number): readonly [before: string, after: string] {
  const before = value.slice(0, at);
  const slash = before === '' || /\s$/.test(before) ? '/' : ' /';
  return [before + slash, value.slice(at)];
}

/** Names the missing words while there are gaps. */
export function GapHint({ text }: { text: string }) {
  const gap = gapIn(text);
  if (gap === null) return null;
  const words = text.slice(gap.start + 1, gap.end - 1);
  return (
    <span className="small warn-text" role="status">
      {t('answers.gap.fill', { words })}
    </span>
  );
}

/** Selects the gap after the caret, or after `from`. Returns false if there is none. */
function toGap(area: HTMLTextAreaElement | null, text: string, from?: number): boolean {
  const gap = gapIn(text, from ?? area?.selectionEnd ?? 0);
  if (area === null || gap === null) return gap !== null;
  area.focus();
  area.setSelectionRange(gap.start, gap.end);
  return true;
}

/** Selects a range once the new text is in the box. */
function useSelection(
  area: RefObject<HTMLTextAreaElement | null>,
  value: string,
): (range: { readonly start: number; readonly end: number }) => void {
  const pending = useRef<{ readonly start: number; readonly end: number } | null>(null);
  useLayoutEffect(() => {
    const range = pending.current;
    if (range === null) return;
    pending.current = null;
    area.current?.focus();
    area.current?.setSelectionRange(range.start, range.end);
  }, [value, area]);
  return (range) => {
    pending.current = range;
  };
}
