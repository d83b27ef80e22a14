/** The few words that this host says by itself, outside of the page. */

export type Language = 'en' | 'fr';

const en = {
  file: 'File',
  edit: 'Edit',
  view: 'View',
  window: 'Window',
  close: 'Close window',
  quit: 'Quit Sardonyx',
  commands: 'Search or do anything',
  leave: 'Focus back to Sardonyx',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  zoomReset: 'Actual size',
  fullScreen: 'Full screen',
  minimize: 'Minimise',
  reload: 'Reload the interface',
  developerTools: 'Developer tools',
  about: 'About Sardonyx',
  taken: 'Sardonyx already runs on this folder',
  takenDetail: (process: number) =>
    `Process ${process} uses it, perhaps as the version in the browser. Close it, then start again.`,
  stopped: 'Sardonyx stopped working and does not start again by itself',
  tryAgain: 'Try again',
  end: 'Quit',
  unsaved: 'This service says that it has changes that are not saved.',
  leavePage: 'Leave the page',
  stay: 'Stay',
};

const fr: typeof en = {
  file: 'Fichier',
  edit: 'Édition',
  view: 'Affichage',
  window: 'Fenêtre',
  close: 'Fermer la fenêtre',
  quit: 'Quitter Sardonyx',
  commands: 'Chercher ou agir',
  leave: 'Revenir à Sardonyx',
  zoomIn: 'Zoom avant',
  zoomOut: 'Zoom arrière',
  zoomReset: 'Taille réelle',
  fullScreen: 'Plein écran',
  minimize: 'Réduire',
  reload: 'Recharger l’interface',
  developerTools: 'Outils de développement',
  about: 'À propos de Sardonyx',
  taken: 'Sardonyx est déjà ouvert sur ce dossier',
  takenDetail: (process) =>
    `Le processus ${process} l’utilise, peut-être sous la forme ouverte dans le navigateur. Fermez-le, puis recommencez.`,
  stopped: 'Sardonyx s’est arrêté et ne redémarre pas de lui-même',
  tryAgain: 'Réessayer',
  end: 'Quitter',
  unsaved: 'Ce service signale des modifications non enregistrées.',
  leavePage: 'Quitter la page',
  stay: 'Rester',
};

export type Words = typeof en;

/** The words in one language. */
export function wordsOf(language: Language): Words {
  return language === 'fr' ? fr : en;
}

/** The language of a person who set none in the app, from the system's list of them. */
export function chooseLanguage(setting: 'system' | Language, preferred: readonly string[]): Language {
  if (setting !== 'system') return setting;
  const known = preferred
    .map((name) => name.slice(0, 2).toLowerCase())
    .find((name) => name === 'fr' || name === 'en');
  return known === 'fr' ? 'fr' : 'en';
}
