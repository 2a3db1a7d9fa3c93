// The form of one custom pattern. It checks the pattern while the user types and shows its effect
// on an example text.
import { useMemo } from 'react';
import { patternFault } from '@opportune/core/masking/own-patterns.ts';
import {
  MaskPattern,
  type MaskSettings,
  RevisedMasking,
} from '@opportune/protocol/rest/conversation/masking.ts';
import { saveWhole, say, t } from '../../ui/index.ts';
import { MaskTry } from './masking-try.tsx';
import { FormDialog } from '../form/form-frame.tsx';
import { useForm } from '../form/use-form.tsx';

interface Props {
  readonly pattern: MaskPattern | null;
  readonly settings: MaskSettings;
  readonly revision: string | undefined;
  readonly onClose: () => void;
}

const blank: MaskPattern = { name: '', expression: '', replacement: '[•••]', events: false };

export function PatternDialog({ pattern, settings, revision, onClose }: Props) {
  const form = useForm({
    schema: MaskPattern,
    value: pattern ?? blank,
    words: 'masking',
    save: (next) => {
      const { ibans, patterns } = settings;
      const all =
        pattern === null
          ? [...patterns, next]
          : patterns.map((each) => (each === pattern ? next : each));
      return saveWhole('/masking', RevisedMasking, { draft: { ibans, patterns: all }, revision });
    },
    invalidates: ['/masking'],
    onDone: () => {
      say(t('masking.saved'));
      onClose();
    },
  });
  const { field, fields } = form;
  const { expression, replacement } = fields;
  const fault = expression === '' ? null : patternFault(fields);
  const isVisible = MaskPattern.shape.replacement.safeParse(replacement).success;
  const tried = useMemo(
    () => ({ ibans: false, patterns: expression === '' ? [] : [{ ...fields }] }),
    [fields, expression],
  );
  return (
    <FormDialog
      form={form}
      title={t(pattern === null ? 'masking.new' : 'masking.edit')}
      width={520}
      onClose={onClose}
      held={form.draft === null}
    >
      {field('name', { input: { 'data-autofocus': true } })}
      {field('expression', {
        input: { className: 'code', spellCheck: false, autoComplete: 'off' },
        error: fault === null || fault === 'matches-itself' ? null : t(`masking.fault.${fault}`),
      })}
      {field('replacement', {
        required: true,
        error: !isVisible
          ? t('masking.fault.replacement')
          : fault === 'matches-itself'
            ? t('masking.fault.matches-itself')
            : null,
      })}
      {field('events')}
      <MaskTry settings={tried} example="" />
    </FormDialog>
  );
}
