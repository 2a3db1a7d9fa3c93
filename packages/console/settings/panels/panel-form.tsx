// The form of a panel: its name, its address, and what it is told. Nothing is ticked from the start.
import { useState } from 'react';
import {
  originOf,
  PanelDraft,
  panelLimits,
  PanelShare,
  RevisedPanel,
} from '@opportune/protocol/rest/conversation/panels.ts';
import { api } from '../../api/client.ts';
import { TextArea, TextField, useApiMutation, t } from '../../ui/index.ts';
import { SaveDialog } from '../form/save-dialog.tsx';
import '../../panels/panels.css';

interface Fields {
  readonly name: string;
  readonly url: string;
  readonly shares: readonly PanelShare[];
  /** One a line. */
  readonly traits: string;
}

export function PanelDialog({
  panel,
  onClose,
}: {
  panel: RevisedPanel | null;
  onClose: () => void;
}) {
  const [fields, setFields] = useState<Fields>(() => ({
    name: panel?.name ?? '',
    url: panel?.url ?? '',
    shares: panel?.shares ?? [],
    traits: panel?.traits.join('\n') ?? '',
  }));
  const set = (part: Partial<Fields>): void => setFields((now) => ({ ...now, ...part }));
  const parsed = PanelDraft.safeParse({ ...fields, traits: linesOf(fields.traits) });
  const save = useApiMutation(
    (draft: PanelDraft) =>
      panel === null
        ? api.post('/panels', draft, RevisedPanel)
        : api.put(`/panels/${panel.id}`, draft, RevisedPanel, { revision: panel.revision }),
    { invalidates: ['/panels'], onDone: onClose },
  );
  return (
    <SaveDialog
      title={t(panel === null ? 'panels.new' : 'panels.edit')}
      width={480}
      onClose={onClose}
      onSave={() => parsed.success && save.mutate(parsed.data)}
      disabled={save.isPending || !parsed.success}
      error={save.error}
    >
      <TextField
        label={t('panels.name')}
        data-autofocus
        required
        maxLength={panelLimits.nameLength}
        value={fields.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <TextField
        label={t('panels.url')}
        hint={t('panels.url.hint')}
        type="url"
        required
        maxLength={panelLimits.urlLength}
        value={fields.url}
        error={faultOf(fields.url)}
        onChange={(event) => set({ url: event.currentTarget.value.trim() })}
      />
      <fieldset className="own-shares">
        <legend>{t('panels.shares')}</legend>
        <p className="field-hint">{t('panels.shares.hint')}</p>
        {PanelShare.options.map((each) => (
          <label key={each}>
            <input
              type="checkbox"
              checked={fields.shares.includes(each)}
              onChange={(event) =>
                set({
                  shares: event.currentTarget.checked
                    ? [...fields.shares, each]
                    : fields.shares.filter((other) => other !== each),
                })
              }
            />
            {t(`panels.share.${each}`)}
          </label>
        ))}
      </fieldset>
      <TextArea
        label={t('panels.traits')}
        hint={t('panels.traits.hint')}
        rows={2}
        value={fields.traits}
        onChange={(event) => set({ traits: event.currentTarget.value })}
      />
    </SaveDialog>
  );
}

function faultOf(url: string): string | null {
  if (url === '') return null;
  const origin = originOf(url);
  if (origin === window.location.origin) return t('panels.url.own');
  // While the beginning is being written nothing is wrong yet.
  return origin === null && url.length > 8 ? t('panels.url.wrong') : null;
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
}
