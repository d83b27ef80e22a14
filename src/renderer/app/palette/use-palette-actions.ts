/** What the entries of the palette do. */
import { useNavigate } from '@tanstack/react-router';
import { useServiceActions } from '../../services/use-actions.ts';
import { core } from '../core.ts';
import { toggle } from '../frame/frame-state.ts';
import { useSignOut } from '../frame/sign-out.tsx';
import { attempt } from '../notices.ts';
import { savePlatformFile } from '../settings/save-platform-file.ts';
import type { PaletteActions } from './entries.ts';

/** The actions, joined to the core and the addresses. */
export function usePaletteActions(): PaletteActions {
  const navigate = useNavigate();
  const services = useServiceActions();
  const signOut = useSignOut();
  const pages = {
    home: '/',
    catalog: '/catalog',
    storage: '/storage',
    secrets: '/secrets',
    annotation: '/annotation',
    training: '/training',
    models: '/models',
    serving: '/serving',
    newCampaign: '/annotation/new',
    nomenclatures: '/annotation/nomenclatures',
    newTraining: '/training/new',
    tryText: '/serving/try',
    services: '/services',
    settings: '/settings',
    welcome: '/welcome',
  } as const;
  return {
    go: (page) => void navigate({ to: pages[page] }),
    show: services.show,
    open: (service) => void services.open(service.id, service.name),
    pause: (service) => void services.pause(service.id),
    resume: (service) => void services.resume(service.id),
    askDelete: (service) => services.askDelete(service.id),
    copyPassword: (service) =>
      void attempt(async () => {
        const { password } = await core.services.password({ id: service.id });
        await navigator.clipboard.writeText(password);
      }),
    launch: (catalog, chart, saved) =>
      void navigate({
        to: '/launch/$catalog/$chart',
        params: { catalog, chart },
        search: saved ? { saved } : {},
      }),
    choosePlatform: (id) => void attempt(() => core.signIn.choosePlatform({ id })),
    signIn: (platform) => void navigate({ to: '/sign-in/$platform', params: { platform } }),
    signOut: (platform) => void signOut(platform),
    exportPlatform: (id) => void savePlatformFile(id),
    chooseProject: (id) => void attempt(() => core.signIn.chooseProject({ id })),
    change: (settings) => void attempt(() => core.shell.changeSettings(settings)),
    toggle,
    code: (at) => void navigate({ to: '/annotation/coding', search: at }),
    lookAtCampaign: (at) => void navigate({ to: '/annotation/campaign', search: at }),
    refreshCampaigns: () => void attempt(() => core.annotation.refreshCampaigns({})),
    refreshCatalog: () => void attempt(() => core.catalog.refresh({})),
    checkParts: () => void attempt(() => core.signIn.checkParts({})),
  };
}
