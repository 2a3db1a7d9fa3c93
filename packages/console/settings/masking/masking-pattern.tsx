// The form of one own pattern: what is wrong with it is said while it is written, and what it does is
// seen on a text.
import { useMemo, useState } from 'react';
import { patternFault } from '@opportune/core/masking/own-patterns.ts';
import {
  maskLimits,
  MaskPattern,
  type MaskSettings,
} from '@opportune/protocol/rest/conversation/masking.ts';
import { say, Switch, TextField, t } from '../../ui/index.ts';
import { MaskTry } from './masking-try.tsx';
import { SaveDialog } from '../form/save-dialog.tsx';
import { useMaskingSave } from './use-masking-save.ts';

interface Props {
  readonly pattern: MaskPattern | null;
  readonly settings: MaskSettings;
  readonly revision: string | undefined;
  readonly onClose: () => void;
}

const blank: MaskPattern = { name: '', expression: '', replacement: '[•••]', events: false };

export function PatternDialog({ pattern, settings, revision, onClose }: Props) {
  const [draft, setDraft] = useState(pattern ?? blank);
  const set = (part: Partial<MaskPattern>): void => setDraft((now) => ({ ...now, ...part }));
  const save = useMaskingSave(() => {
    say(t('masking.saved'));
    onClose();
  });
  const { expression, replacement } = draft;
  const fault = expression === '' ? null : patternFault(draft);
  const visible = MaskPattern.shape.replacement.safeParse(replacement).success;
  const parsed = MaskPattern.safeParse(draft);
  const tried = useMemo(
    () => ({ ibans: false, patterns: expression === '' ? [] : [{ ...draft }] }),
    [draft, expression],
  );
  const submit = (): void => {
    if (!parsed.success) return;
    const { ibans, patterns } = settings;
    const next =
      pattern === null
        ? [...patterns, parsed.data]
        : patterns.map((each) => (each === pattern ? parsed.data : each));
    save.mutate({ draft: { ibans, patterns: next }, revision });
  };
  return (
    <SaveDialog
      title={t(pattern === null ? 'masking.new' : 'masking.edit')}
      width={520}
      onClose={onClose}
      onSave={submit}
      disabled={save.isPending || !parsed.success || fault !== null}
      error={save.error}
    >
      <TextField
        label={t('masking.name')}
        data-autofocus
        required
        maxLength={maskLimits.nameLength}
        value={draft.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <TextField
        label={t('masking.expression')}
        hint={t('masking.expression.hint')}
        className="code"
        required
        spellCheck={false}
        autoComplete="off"
        maxLength={maskLimits.expressionLength}
        value={expression}
        error={fault === null || fault === 'matches-itself' ? null : t(`masking.fault.${fault}`)}
        onChange={(event) => set({ expression: event.currentTarget.value })}
      />
      <TextField
        label={t('masking.replacement')}
        hint={t('masking.replacement.hint')}
        required
        maxLength={maskLimits.replacementLength}
        value={replacement}
        error={
          !visible
            ? t('masking.fault.replacement')
            : fault === 'matches-itself'
              ? t('masking.fault.matches-itself')
              : null
        }
        onChange={(event) => set({ replacement: event.currentTarget.value })}
      />
      <Switch
        label={t('masking.events')}
        hint={t('masking.events.hint')}
        checked={draft.events}
        onChange={(events) => set({ events })}
      />
      <MaskTry settings={tried} example="" />
    </SaveDialog>
  );
}
