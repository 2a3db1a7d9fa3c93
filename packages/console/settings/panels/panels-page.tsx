// The account's own panels: pages of the business shown beside a conversation, and what each may
// know.
import { Empty } from '@opportune/protocol/rest/common.ts';
import {
  panelLimits,
  PanelList,
  type Panel,
} from '@opportune/protocol/rest/conversation/panels.ts';
import { api } from '../../api/client.ts';
import {
  say,
  sayError,
  useApiMutation,
  useApiQuery,
  useAsk,
  type Column,
  t,
  column,
} from '../../ui/index.ts';
import { EditableList, type ListWords } from '../form/editable-list.tsx';
import { PanelDialog } from './panel-form.tsx';

export function PanelsPage() {
  const { data, error, refetch } = useApiQuery('/panels', PanelList);
  return (
    <EditableList
      words={words()}
      fixed={(data?.panels.length ?? 0) >= panelLimits.panels}
      rows={data?.panels}
      error={error}
      onRetry={() => void refetch()}
      columns={columns()}
      rowKey={({ id }) => id}
      phoneLine={({ origin }) => origin}
      onRemove={useRemove()}
      form={(panel, close) => <PanelDialog panel={panel} onClose={close} />}
    />
  );
}

const words = (): ListWords => ({
  title: t('panels.title'),
  text: t('panels.text', { n: panelLimits.panels }),
  add: t('panels.new'),
  name: t('panels.name'),
  empty: { title: t('panels.empty.title'), text: t('panels.empty.text') },
});

const columns = (): readonly Column<Panel>[] => [
  column('panels.origin', ({ origin }) => <span className="code clip">{origin}</span>),
  column('panels.shares', (panel) => <span className="t2">{toldWords(panel)}</span>),
];

function toldWords({ shares, traits }: Panel): string {
  const told = [...shares.map((each) => t(`panels.share.${each}`)), ...traits];
  return told.length === 0 ? t('panels.share.nothing') : told.join(', ');
}

function useRemove(): (panel: Panel) => void {
  const ask = useAsk();
  const remove = useApiMutation(({ id }: Panel) => api.delete(`/panels/${id}`, Empty), {
    invalidates: ['/panels'],
    onDone: (_, { name }) => say(t('panels.removed', { name })),
  });
  return (panel) =>
    ask({
      title: t('panels.remove.title', { name: panel.name }),
      text: t('panels.remove.text'),
      action: t('panels.remove'),
      onConfirm: () => remove.mutate(panel, { onError: sayError }),
    });
}
