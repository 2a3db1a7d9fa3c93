// Asks before a draft goes live: what changes, for whom, and whether a new period starts. It does
// not publish itself. Problems that prevent publishing are shown in the editor before it opens.
import { outdatedTexts } from '@opportune/core/campaign/languages/outdated.ts';
import { useState, type ReactNode } from 'react';
import { publishWarnings } from '@opportune/core/campaign/publish-warnings.ts';
import type { CampaignDocument } from '@opportune/protocol/campaign/campaign.ts';
import type { Campaign } from '@opportune/protocol/rest/campaign/campaign.ts';
import { Button, Dialog, Icon, t } from '../../../ui/index.ts';
import { shareWords } from '../../words.ts';
import { ApprovalNote } from './approval.tsx';
import { changedParts } from './draft-diff.ts';
import { type Edit, useEdit } from '../edit-context.tsx';
import { listOfParts, periodWords } from './publishing.tsx';
import { lackOf, outdatedIn, useCoverage } from '../languages/use-coverage.ts';
import { conditionWords } from '../chips/speak.ts';

/** How long a publication can be undone. */
export const undoMs = 10_000;

interface PublishDialogProps {
  readonly campaign: Campaign;
  readonly document: CampaignDocument;
  readonly action: string;
  readonly open: boolean;
  readonly onClose: () => void;
  /** Whether it asks somebody else to approve, instead of publishing. */
  readonly asks: boolean;
  /** `note`: for who approves. */
  readonly onPublish: (note: string) => void;
}

export function PublishDialog(props: PublishDialogProps) {
  const { campaign, document, action, asks, open, onClose, onPublish } = props;
  const [note, setNote] = useState('');
  const edit = useEdit();
  const warnings = warningsOf(document, edit);
  return (
    <Dialog
      title={t(asks ? 'campaigns.approval.title' : 'campaigns.publish.title', {
        name: document.name,
      })}
      open={open}
      onClose={onClose}
      width={520}
    >
      <dl className="publish-summary">
        <Row name={t('campaigns.publish.changes')}>{changesOf(campaign, document)}</Row>
        <Row name={t('campaigns.publish.whom')}>
          {sitesOf(document, edit)}
          <br />
          <span className="t2">{audienceOf(document)}</span>
          <br />
          {t('campaigns.publish.control', { share: shareWords(document.control) })}
        </Row>
        <Row name={t('campaigns.publish.anew')}>{periodWords(campaign, document)}</Row>
        <LanguagesRow document={document} live={campaign.live} />
      </dl>
      {warnings.map((warning) => (
        <p key={warning} className="row warn publish-warning">
          <Icon name="alert" size={14} />
          {warning}
        </p>
      ))}
      {asks && (
        <ApprovalNote label={t('campaigns.approval.note')} value={note} onChange={setNote} />
      )}
      <p className="small t3">
        {asks
          ? t('campaigns.approval.hint')
          : t('campaigns.publish.undo.hint', { n: undoMs / 1000 })}
      </p>
      <div className="row dialog-acts">
        <Button onClick={onClose} size="medium">
          {t('campaigns.publish.cancel')}
        </Button>
        <Button
          variant="primary"
          onClick={() => onPublish(note.trim())}
          size="medium"
          data-autofocus
        >
          {action}
        </Button>
      </div>
    </Dialog>
  );
}

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt className="t3">{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Which languages lack what, and where the original has changed. */
function LanguagesRow({
  document,
  live,
}: Pick<PublishDialogProps, 'document'> & Pick<Campaign, 'live'>) {
  const covered = useCoverage(document);
  if (covered.length === 0) return null;
  return (
    <Row name={t('campaigns.languages.publish')}>
      {covered.map((each) => (
        <span key={each.language} className="language-lack">
          {lackOf(each)}
          {outdatedIn(each.language, outdatedTexts(document, live, each.language))}
        </span>
      ))}
    </Row>
  );
}

function changesOf({ live }: Campaign, document: CampaignDocument): string {
  if (live === null) return t('campaigns.publish.changes.first');
  const changed = changedParts(live, document);
  return changed.length === 0 ? t('campaigns.publish.changes.none') : listOfParts(changed);
}

function sitesOf({ sites }: CampaignDocument, { sites: known }: Edit): string {
  if (sites.length > 0)
    return sites.map((id) => known.find((site) => site.id === id)?.name ?? id).join(', ');
  const names = known.map(({ name }) => name).join(', ');
  return t('campaigns.publish.sites.all', { names });
}

/** An audience of everybody is a condition without parts. */
function audienceOf({ audience }: CampaignDocument): string {
  return 'all' in audience && audience.all.length === 0
    ? t('campaigns.audience.everybody')
    : conditionWords(audience);
}

/** What can be published but deserves a second thought. */
function warningsOf(document: CampaignDocument, { goals }: Edit): readonly string[] {
  const goal = goals.find(({ id }) => id === document.goal)?.name ?? '';
  return publishWarnings(document, goals).map(({ code }) => {
    switch (code) {
      case 'goal.page_trust':
        return t('campaigns.publish.warn.pageMoney', { goal });
      default:
        return code satisfies never;
    }
  });
}
