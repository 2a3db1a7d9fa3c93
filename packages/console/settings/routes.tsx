// The settings pages and their navigation. The role decides which pages are listed.
import { Link, useParams } from '@tanstack/react-router';
import { PageHeader, t, useInSight } from '../ui/index.ts';
import { AccountPage } from './account/account-page.tsx';
import { AfterPage } from './conversations/after-page.tsx';
import { BrandPage } from './brand/brand-page.tsx';
import { AnswersPage } from './answers/answers-page.tsx';
import { AttributesPage } from './goals/attributes-page.tsx';
import { CallbacksPage } from './callbacks/callbacks-page.tsx';
import { ChannelsPage } from './channels/channels-page.tsx';
import { ConversationsPage } from './conversations/conversations-page.tsx';
import { EmailPage } from './account/email-page.tsx';
import { GoalsPage } from './goals/goals-page.tsx';
import { MaskingPage } from './masking/masking-page.tsx';
import { NeedsPage } from './routing/needs-page.tsx';
import { PanelsPage } from './panels/panels-page.tsx';
import { PeoplePage } from './people/people-page.tsx';
import { RoutingPage } from './routing/routing-page.tsx';
import { SectionsPage } from './sites/sections-page.tsx';
import { SitesPage } from './sites/sites-page.tsx';
import { SkillsPage } from './routing/skills-page.tsx';
import { TokensPage } from './tokens/tokens-page.tsx';
import { WebhooksPage } from './webhooks/webhooks-page.tsx';
import { useAdministrator } from './use-administrator.ts';
import './settings.css';

const pages = {
  sites: SitesPage,
  brand: BrandPage,
  channels: ChannelsPage,
  goals: GoalsPage,
  sections: SectionsPage,
  attributes: AttributesPage,
  needs: NeedsPage,
  skills: SkillsPage,
  routing: RoutingPage,
  answers: () => <AnswersPage />,
  conversations: ConversationsPage,
  after: AfterPage,
  callbacks: CallbacksPage,
  panels: PanelsPage,
  masking: MaskingPage,
  people: PeoplePage,
  tokens: TokensPage,
  webhooks: WebhooksPage,
  email: EmailPage,
  account: AccountPage,
} as const;
type Page = keyof typeof pages;
const names = Object.keys(pages) as Page[];

const ofAdministrators: readonly Page[] = ['masking', 'panels', 'webhooks'];

export function SettingsPage() {
  const { page, item } = useParams({ from: '/settings/{-$page}/{-$item}' });
  const shown = names.find((each) => each === page) ?? 'sites';
  const Shown = pages[shown];
  const administrator = useAdministrator();
  const mayUse = (each: Page): boolean => administrator || !ofAdministrators.includes(each);
  const nav = useInSight<HTMLElement>(shown);
  return (
    <>
      <PageHeader title={t('console.area.settings')} />
      <div className="settings">
        <nav ref={nav} className="subnav" aria-label={t('settings.nav')}>
          {names.filter(mayUse).map((each) => (
            <Link
              key={each}
              to="/settings/{-$page}/{-$item}"
              params={{ page: each, item: undefined }}
              className={each === shown ? 'on' : ''}
              aria-current={each === shown ? 'page' : undefined}
            >
              {t(`settings.page.${each}`)}
            </Link>
          ))}
        </nav>
        <Shown item={item} />
      </div>
    </>
  );
}
