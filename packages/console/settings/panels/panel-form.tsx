// The form of a panel: its name, its address, and what it may know. No box is ticked at first.
import {
  originOf,
  PanelDraft,
  PanelShare,
  RevisedPanel,
} from '@opportune/protocol/rest/conversation/panels.ts';
import { t } from '../../ui/index.ts';
import { FormDialog } from '../form/form-frame.tsx';
import { saveRow } from '../form/save-row.ts';
import { TickList } from '../form/tick-list.tsx';
import { useForm } from '../form/use-form.tsx';

interface PanelDialogProps {
  readonly panel: RevisedPanel | null;
  readonly onClose: () => void;
}

export function PanelDialog({ panel, onClose }: PanelDialogProps) {
  const form = useForm({
    schema: PanelDraft,
    value: panel ?? { name: '', url: '', shares: [], traits: [] },
    words: 'panels',
    save: saveRow('/panels', RevisedPanel, panel),
    invalidates: ['/panels'],
    onDone: onClose,
  });
  const { field, fields, set } = form;
  return (
    <FormDialog
      form={form}
      title={t(panel === null ? 'panels.new' : 'panels.edit')}
      width={480}
      onClose={onClose}
      held={form.draft === null}
    >
      {field('name', { input: { 'data-autofocus': true } })}
      {field('url', {
        input: { type: 'url' },
        required: true,
        error: faultOf(fields.url),
        also: (url) => ({ url: url.trim() }),
      })}
      <Shares shares={fields.shares} onChange={(shares) => set({ shares })} />
      {field('traits', { rows: 2 })}
    </FormDialog>
  );
}

interface SharesProps {
  readonly shares: readonly PanelShare[];
  readonly onChange: (shares: PanelShare[]) => void;
}

function Shares({ shares, onChange }: SharesProps) {
  return (
    <TickList
      legend={t('panels.shares')}
      hint={t('panels.shares.hint')}
      offered={PanelShare.options}
      ticked={shares}
      onChange={onChange}
    >
      {(share) => t(`panels.share.${share}`)}
    </TickList>
  );
}

function faultOf(url: string): string | null {
  if (url === '') return null;
  const origin = originOf(url);
  if (origin === window.location.origin) return t('panels.url.own');
  // While the first characters are typed nothing is wrong yet.
  return origin === null && url.length > 8 ? t('panels.url.wrong') : null;
}
