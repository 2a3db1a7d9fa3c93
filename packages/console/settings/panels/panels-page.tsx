// The account's own panels: pages of the business that stand beside a conversation, and what each is told.
import { Empty } from '@opportune/protocol/rest/common.ts';
import {
  panelLimits,
  PanelList,
  type Panel,
} from '@opportune/protocol/rest/conversation/panels.ts';
import { api } from '../../api/client.ts';
import { pn } from '../../panels/panel-words.ts';
import { say, sayError, useApiMutation, useApiQuery, useAsk, type Column } from '../../ui/index.ts';
import { EditableList } from '../form/editable-list.tsx';
import { PanelDialog } from './panel-form.tsx';

export function PanelsPage() {
  const { data, error, refetch } = useApiQuery('/panels', PanelList);
  return (
    <EditableList
      words={{
        title: pn('title'),
        text: pn('text', { n: panelLimits.panels }),
        add: pn('new'),
        name: pn('name'),
        empty: { title: pn('empty.title'), text: pn('empty.text') },
      }}
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

const columns = (): readonly Column<Panel>[] => [
  {
    key: 'origin',
    head: pn('origin'),
    cell: ({ origin }) => <span className="code clip">{origin}</span>,
  },
  {
    key: 'shares',
    head: pn('shares'),
    cell: (panel) => <span className="t2">{toldWords(panel)}</span>,
  },
];

function toldWords({ shares, traits }: Panel): string {
  const told = [...shares.map((each) => pn(`share.${each}`)), ...traits];
  return told.length === 0 ? pn('share.nothing') : told.join(', ');
}

function useRemove(): (panel: Panel) => void {
  const ask = useAsk();
  const remove = useApiMutation(({ id }: Panel) => api.delete(`/panels/${id}`, Empty), {
    invalidates: ['/panels'],
    onDone: (_, { name }) => say(pn('removed', { name })),
  });
  return (panel) =>
    ask({
      title: pn('remove.title', { name: panel.name }),
      text: pn('remove.text'),
      action: pn('remove'),
      onConfirm: () => remove.mutate(panel, { onError: sayError }),
    });
}
