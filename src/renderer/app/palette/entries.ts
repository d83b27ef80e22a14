/** Everything that the palette reaches: each entry with its words and what it does. Pure, apart from the actions given. */
import type { CampaignRef, Campaigns } from '../../../shared/contract/annotation/campaigns.ts';
import type { Catalogs, SavedConfiguration } from '../../../shared/contract/catalog.ts';
import type { Service } from '../../../shared/contract/services.ts';
import type { Session } from '../../../shared/contract/sign-in.ts';
import { campaignEntries } from '../../annotation/campaigns/campaign-entries.ts';
import { rank } from '../../ui/rank.ts';
import type { ActionName } from '../keys/keys.ts';
import type { Say } from '../language/words.ts';

export interface Entry {
  readonly id: string;
  readonly group:
    'page' | 'service' | 'chart' | 'saved' | 'campaign' | 'action' | 'platform' | 'project' | 'setting';
  readonly title: string;
  readonly detail?: string;
  readonly words?: readonly string[];
  readonly key?: ActionName;
  readonly run: () => void;
}

export interface PaletteWorld {
  readonly session: Session | undefined;
  readonly services: readonly Service[];
  readonly catalogs: Catalogs | undefined;
  readonly saved: readonly SavedConfiguration[];
  readonly campaigns: Campaigns | undefined;
  readonly say: Say;
  readonly act: PaletteActions;
}

/** Screens that stand at an address of their own. */
export type PageName =
  | 'home'
  | 'catalog'
  | 'services'
  | 'storage'
  | 'secrets'
  | 'annotation'
  | 'training'
  | 'models'
  | 'serving'
  | 'newCampaign'
  | 'nomenclatures'
  | 'newTraining'
  | 'tryText'
  | 'settings'
  | 'welcome';

export interface PaletteActions {
  go(page: PageName): void;
  show(service: string, tab?: string): void;
  open(service: Service): void;
  pause(service: Service): void;
  resume(service: Service): void;
  askDelete(service: Service): void;
  copyPassword(service: Service): void;
  launch(catalog: string, chart: string, saved?: string): void;
  choosePlatform(id: string): void;
  signIn(id: string): void;
  /** Asks before anything unsent is discarded. */
  signOut(platform: { readonly id: string; readonly name: string }): void;
  exportPlatform(id: string): void;
  chooseProject(id: string): void;
  change(settings: { language?: 'en' | 'fr'; appearance?: 'system' | 'light' | 'dark' }): void;
  toggle(part: 'help' | 'commands' | 'notifications'): void;
  code(campaign: CampaignRef): void;
  lookAtCampaign(campaign: CampaignRef): void;
  refreshCampaigns(): void;
  refreshCatalog(): void;
  checkParts(): void;
}

/** All entries, in the order in which they stand when nothing is typed. */
export function paletteEntries(world: PaletteWorld): Entry[] {
  return [
    ...serviceEntries(world),
    ...campaignsIn(world),
    ...pageEntries(world),
    ...chartEntries(world),
    ...actionEntries(world),
    ...sessionEntries(world),
  ];
}

/** Those that fit, best first. */
export function findEntries(entries: readonly Entry[], query: string): Entry[] {
  return rank(query, entries, (entry) => [
    { text: entry.title, weight: 3 },
    ...(entry.words ?? []).map((text) => ({ text, weight: 3 })),
    { text: entry.detail ?? '', weight: 1 },
  ]);
}

function pageEntries({ say, act }: PaletteWorld): Entry[] {
  const page = (
    name: Exclude<PageName, 'newCampaign' | 'nomenclatures' | 'newTraining' | 'tryText' | 'welcome'>,
  ): Entry => ({
    id: `page ${name}`,
    group: 'page',
    title: say(`frame.${name}`) ?? name,
    key: name,
    run: () => act.go(name),
  });
  const further = (name: PageName, words: string): Entry => ({
    id: `page ${name}`,
    group: 'page',
    title: say(words) ?? name,
    run: () => act.go(name),
  });
  return [
    page('home'),
    page('catalog'),
    page('services'),
    page('storage'),
    page('secrets'),
    page('annotation'),
    page('training'),
    page('models'),
    page('serving'),
    page('settings'),
    further('newCampaign', 'palette.newCampaign'),
    further('nomenclatures', 'palette.nomenclatures'),
    further('newTraining', 'palette.newTraining'),
    further('tryText', 'palette.tryText'),
    further('welcome', 'frame.addPlatform'),
  ];
}

/** The campaigns, to code or to look at. */
function campaignsIn({ campaigns, say, act }: PaletteWorld): Entry[] {
  return campaignEntries({ campaigns: campaigns?.campaigns ?? [] }).map(({ id, kind, title, words, at }) => ({
    id,
    group: 'campaign',
    title: say(kind === 'code' ? 'palette.code' : 'palette.lookAt', { name: title }) ?? title,
    words: [title, ...words],
    run: () => (kind === 'code' ? act.code(at) : act.lookAtCampaign(at)),
  }));
}

function serviceEntries({ services, say, act }: PaletteWorld): Entry[] {
  return services.flatMap((service): Entry[] => {
    const { id, name, state } = service;
    const entry = (action: string, run: () => void): Entry => ({
      id: `service ${id} ${action}`,
      group: 'service',
      title: say(`palette.${action}`, { name }) ?? name,
      detail: `${say(`states.${state}`) ?? ''} · ${service.chart}`,
      words: [name],
      run,
    });
    return [
      ...(service.canOpen ? [entry('openService', () => act.open(service))] : []),
      entry('lookAt', () => act.show(id)),
      entry('logs', () => act.show(id, 'logs')),
      ...(service.canPause && state !== 'paused' ? [entry('pause', () => act.pause(service))] : []),
      ...(state === 'paused' ? [entry('resume', () => act.resume(service))] : []),
      ...(service.hasPassword ? [entry('copyPassword', () => act.copyPassword(service))] : []),
      entry('delete', () => act.askDelete(service)),
    ];
  });
}

function chartEntries({ catalogs, saved, say, act }: PaletteWorld): Entry[] {
  const charts = (catalogs?.catalogs ?? []).flatMap((catalog) => catalog.charts);
  return [
    ...charts.map((chart): Entry => ({
      id: `chart ${chart.catalogId}/${chart.name}`,
      group: 'chart',
      title: say('palette.launch', { name: chart.name }) ?? chart.name,
      detail: chart.description,
      words: [chart.name, ...chart.keywords],
      run: () => act.launch(chart.catalogId, chart.name),
    })),
    ...saved.map((one): Entry => ({
      id: `saved ${one.catalogId}/${one.chartName}/${one.friendlyName}`,
      group: 'saved',
      title: say('palette.launch', { name: one.friendlyName }) ?? one.friendlyName,
      detail: one.chartName,
      words: [one.friendlyName],
      run: () => act.launch(one.catalogId, one.chartName, one.friendlyName),
    })),
  ];
}

function actionEntries({ say, act }: PaletteWorld): Entry[] {
  const action = (name: string, run: () => void, key?: ActionName): Entry => ({
    id: `action ${name}`,
    group: 'action',
    title: say(`palette.${name}`) ?? name,
    ...(key ? { key } : {}),
    run,
  });
  const setting = (name: string, change: Parameters<PaletteActions['change']>[0]): Entry => ({
    id: `setting ${name}`,
    group: 'setting',
    title: say(`palette.${name}`) ?? name,
    run: () => act.change(change),
  });
  return [
    action('commands', () => act.toggle('commands'), 'commands'),
    action('keys', () => act.toggle('help'), 'help'),
    action('notifications', () => act.toggle('notifications')),
    action('refreshCampaigns', act.refreshCampaigns),
    action('refreshCatalog', act.refreshCatalog),
    action('checkParts', act.checkParts),
    setting('light', { appearance: 'light' }),
    setting('dark', { appearance: 'dark' }),
    setting('system', { appearance: 'system' }),
    setting('english', { language: 'en' }),
    setting('french', { language: 'fr' }),
  ];
}

function sessionEntries({ session, say, act }: PaletteWorld): Entry[] {
  if (!session) return [];
  const platform = (id: string, name: string, action: string, run: () => void): Entry => ({
    id: `platform ${id} ${action}`,
    group: 'platform',
    title: say(`palette.${action}`, { name }) ?? name,
    words: [name],
    run,
  });
  return [
    ...session.projects
      .filter((one) => one.id !== session.project)
      .map((one): Entry => ({
        id: `project ${one.id}`,
        group: 'project',
        title:
          say('palette.switchProject', {
            name: one.group ? one.name : (say('frame.personalProject') ?? one.name),
          }) ?? one.name,
        detail: one.namespace,
        words: [one.name],
        run: () => act.chooseProject(one.id),
      })),
    ...session.platforms.flatMap(({ id, name, state }) => [
      ...(id === session.current ? [] : [platform(id, name, 'switchPlatform', () => act.choosePlatform(id))]),
      state === 'signed-in'
        ? platform(id, name, 'signOutOf', () => act.signOut({ id, name }))
        : platform(id, name, 'signInTo', () => act.signIn(id)),
      platform(id, name, 'exportPlatform', () => act.exportPlatform(id)),
    ]),
  ];
}
