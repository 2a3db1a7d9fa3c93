// The command palette. A few letters find everything that can be done here and every conversation.
// It is a combobox with a list: the focus stays in the field, arrows choose, Enter performs.
import { Modal } from '@mantine/core';
import { useId, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import { Icon } from '../ui/icon.tsx';
import { commands, type Command } from './command-table.ts';
import { doCommand, holds } from './do-commands.ts';
import { best } from './fuzzy.ts';
import { Keys } from './key-marks.tsx';
import { commandName } from './keys-words.ts';
import './keys.css';
import { t } from '../words/words.ts';

const shownAtMost = 50;

interface Choice {
  readonly id: string;
  readonly name: string;
  /** What it is. Null for a command. */
  readonly kind: string | null;
  readonly keys: readonly string[];
  readonly act: () => void;
}

interface Props {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly conversations: () => readonly {
    readonly id: Conversation['id'];
    readonly name: string;
  }[];
  readonly onConversation: (id: Conversation['id']) => void;
}

export function Palette({ open, onClose, ...choices }: Props) {
  return (
    <Modal
      opened={open}
      onClose={onClose}
      title={t('keys.palette.title')}
      withCloseButton={false}
      size={560}
      padding={0}
      radius={12}
      shadow="none"
      yOffset="12vh"
      transitionProps={{ duration: 0 }}
      lockScroll={false}
      classNames={{ content: 'dialog palette', header: 'aside-voice' }}
    >
      {open && <Finder onClose={onClose} {...choices} />}
    </Modal>
  );
}

function Finder({ onClose, conversations, onConversation }: Omit<Props, 'open'>) {
  const [asked, setAsked] = useState('');
  const [at, setAt] = useState(0);
  const list = useId();
  // Availability is read once, because the page beneath the palette does not change.
  const [all] = useState<readonly Choice[]>(() => [
    ...commands
      .filter(({ id }) => id !== 'palette' && id !== 'talk.leave-text' && holds(id))
      .map(choiceOf),
    ...conversations().map(({ id, name }) => ({
      id,
      name,
      kind: t('keys.palette.conversation'),
      keys: [],
      act: () => onConversation(id),
    })),
  ]);
  const found = useMemo(
    () => best(asked, all, ({ name }) => name).slice(0, shownAtMost),
    [all, asked],
  );
  const chosen = Math.min(at, Math.max(0, found.length - 1));
  const act = (choice: Choice | undefined): void => {
    if (choice === undefined) return;
    onClose();
    // The focus returns to the page first, so that what opens next can take it.
    setTimeout(choice.act, 0);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    const to = moved(event.key, chosen, found.length);
    if (to === null && event.key !== 'Enter') return;
    event.preventDefault();
    if (to === null) act(found[chosen]);
    else setAt(to);
  };
  return (
    <>
      <div className="palette-field">
        <Icon name="search" />
        <input
          className="palette-input"
          type="text"
          role="combobox"
          data-autofocus
          aria-label={t('keys.palette.field')}
          placeholder={t('keys.palette.field')}
          aria-expanded={found.length > 0}
          aria-controls={list}
          aria-autocomplete="list"
          aria-activedescendant={found[chosen] === undefined ? undefined : `${list}-${chosen}`}
          autoComplete="off"
          spellCheck={false}
          value={asked}
          onChange={(event) => {
            setAsked(event.currentTarget.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <ul className="palette-list" id={list} role="listbox" aria-label={t('keys.palette.title')}>
        {found.map((choice, index) => (
          <Option
            key={choice.id}
            id={`${list}-${index}`}
            choice={choice}
            on={index === chosen}
            onAct={() => act(choice)}
            onLook={() => setAt(index)}
          />
        ))}
      </ul>
      {found.length === 0 && <p className="palette-none t2">{t('keys.palette.none')}</p>}
      <span className="aside-voice" role="status">
        {asked === '' ? '' : t('keys.palette.count', { n: found.length })}
      </span>
    </>
  );
}

interface OptionProps {
  readonly id: string;
  readonly choice: Choice;
  readonly on: boolean;
  readonly onAct: () => void;
  readonly onLook: () => void;
}

function Option({ id, choice, on, onAct, onLook }: OptionProps) {
  const line = useInView(on);
  return (
    <li
      ref={line}
      id={id}
      role="option"
      aria-selected={on}
      className={on ? 'on' : ''}
      onClick={onAct}
      onPointerMove={onLook}
    >
      <span className="grow clip">{choice.name}</span>
      {choice.kind !== null && <span className="small t3">{choice.kind}</span>}
      {choice.keys[0] !== undefined && <Keys keys={choice.keys[0]} />}
    </li>
  );
}

/** Scrolls the line into view once it is chosen. */
function useInView(on: boolean) {
  const line = useRef<HTMLLIElement>(null);
  useLayoutEffect(() => {
    if (on) line.current?.scrollIntoView({ block: 'nearest' });
  }, [on]);
  return line;
}

function choiceOf({ id, keys }: Command): Choice {
  return { id, name: commandName(id), kind: null, keys, act: () => void doCommand(id) };
}

/** The index that the key leads to. Arrows wrap around the ends. Null for other keys. */
function moved(key: string, at: number, count: number): number | null {
  if (count === 0) return null;
  switch (key) {
    case 'ArrowDown':
      return (at + 1) % count;
    case 'ArrowUp':
      return (at - 1 + count) % count;
    case 'PageDown':
      return Math.min(count - 1, at + 8);
    case 'PageUp':
      return Math.max(0, at - 8);
    default:
      return null;
  }
}
