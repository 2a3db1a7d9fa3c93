// Home for managers: what needs a person, the last seven days, the campaigns that run, and what is
// proved; beside them the site and the team now.
import { NewButton } from '../campaigns/new-button.tsx';
import '../campaigns/campaigns.css';
import { SampleCard } from '../sample/sample-card.tsx';
import { useSession } from '../session/session.tsx';
import { HomeHeader } from './home-header.tsx';
import { NeedsPanel } from './needs/needs-panel.tsx';
import { Proved } from './proved.tsx';
import { Running } from './running.tsx';
import { Checklist } from './setup/checklist.tsx';
import { SiteNow } from './site-now.tsx';
import { ServiceLevel } from './service-level.tsx';
import { TeamNow } from './team-now.tsx';
import { WeekPanel } from './week/week-panel.tsx';

export function ManagerHome() {
  const { user, home } = useSession();
  // Nobody sets up a shop that is invented.
  const setsUp = user.role === 'administrator' && home === undefined;
  return (
    <>
      <HomeHeader>
        <NewButton />
      </HomeHeader>
      <div className="home scroller">
        <div className="home-slot">
          <SampleCard />
        </div>
        <div className="home-main">
          <NeedsPanel />
          {setsUp && <Checklist />}
          <WeekPanel />
          <Running />
        </div>
        <div className="home-side">
          <SiteNow money />
          <Proved />
          <TeamNow>
            <ServiceLevel />
          </TeamNow>
        </div>
      </div>
    </>
  );
}
