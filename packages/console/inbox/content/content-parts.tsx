// Parts that the fields of replies, cards and forms share: a named group, remove, add and the error
// sentence.
import type { ReactNode } from 'react';
import type { ComposedContent } from '@opportune/protocol/conversation/message-content.ts';
import { Button, IconButton, t } from '../../ui/index.ts';
import type { Wrong } from './content-draft.ts';

export type Of<Type extends ComposedContent['type']> = Extract<ComposedContent, { type: Type }>;
export type Wrongs = ReadonlyMap<string, Wrong>;
export interface FieldsProps<Draft> {
  readonly draft: Draft;
  readonly wrong: Wrongs;
  readonly onChange: (next: Draft) => void;
}

export function said(wrong: Wrongs, at: string): string | null {
  const found = wrong.get(at);
  return found === undefined ? null : t(`content.wrong.${found}`);
}

export function put<Item>(items: readonly Item[], at: number, item: Item): Item[] {
  return items.map((each, index) => (index === at ? item : each));
}

export function without<Item>(items: readonly Item[], at: number): Item[] {
  return items.filter((_, index) => index !== at);
}

export function Group(props: { name: string; onRemove: (() => void) | null; children: ReactNode }) {
  const { name, onRemove, children } = props;
  return (
    <fieldset className="making-group">
      <legend>{name}</legend>
      {onRemove !== null && <Remove of={name} onClick={onRemove} />}
      {children}
    </fieldset>
  );
}

export function Remove({ of, onClick }: { of: string; onClick: () => void }) {
  return (
    <IconButton icon="trash" label={`${t('content.content.remove')}: ${of}`} onClick={onClick} />
  );
}

interface MoreProps {
  readonly words: string;
  readonly full: boolean;
  readonly onClick: () => void;
}

export function More({ words, full, onClick }: MoreProps) {
  return full ? null : (
    <Button variant="quiet" icon="plus" className="making-more" onClick={onClick}>
      {words}
    </Button>
  );
}
